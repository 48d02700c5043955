# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C(dokploy_diagnosis_info). Private to this collection."""

from __future__ import annotations

from .._diagnosis.collect import collect_case
from .._diagnosis.judge import judge_case, summarise_case
from .._diagnosis.shared_reads import SharedReads
from .._diagnosis.timeline import build_timeline
from .._common.errors import BadInput, NotFound, ResourceNotFound, PermissionMissing
from .._common.units import parse_duration
from .._model.address import Place, same_name
from .._module.operation import Operation
from .._planning.present import present_containers

_WORST = ("broken", "unknown", "warning", "starting", "never_deployed", "stopped", "healthy")


class Diagnose(Operation):
    """Diagnoses one application, those of a project, or all that the key can read."""

    own_options = {
        "stall_after": {"type": "int", "default": 20},
        "stuck_after": {"type": "str", "default": "10m"},
        "blocked_after": {"type": "str", "default": "30m"},
        "stable_for": {"type": "int", "default": 5},
        "probe": {"type": "bool", "default": False},
        "probe_registry": {"type": "bool", "default": False},
        "probe_address": {"type": "str"},
        "probe_timeout": {"type": "float", "default": 10.0},
        "pushed": {"type": "dict", "options": {"branch": {"type": "str", "required": True}, "paths": {"type": "list", "elements": "str", "default": []}}},
    }

    def __init__(self, ctx, request):
        super().__init__(ctx, request)
        self.result = {"changed": False, "findings": [], "verdict": None, "verdicts": [], "unread": [], "timeline": [], "containers": [],
                       "server": {"url": "", "version": ""}, "next_step": ""}

    def show(self, observed):
        """The result has no record, only findings."""

    def run(self):
        for option in ("stall_after", "stable_for"):
            if self.options[option] < 0:
                raise BadInput("%s must not be negative" % option)
        self.limits = dict(self.options, stuck_after=self._read_duration("stuck_after"), blocked_after=self._read_duration("blocked_after"))
        reads = SharedReads(self.backend)
        named = any((self.address.application_id, self.address.app_name, self.address.domain_host, self.address.name))
        if named:
            self.check_address()
            place = self.backend.locate(self.address)
            if place.missing:
                raise ResourceNotFound("%s does not exist" % self.name)
            self._examine(reads, place)
        else:
            self._examine_all(reads)
        verdicts = self.result["verdicts"]
        worst = min(verdicts, key=lambda one: _WORST.index(one["state"]), default=None)
        if named or worst is None or len(verdicts) == 1:
            self.result["verdict"] = worst
        else:
            wrong = sum(one["state"] in ("broken", "unknown", "warning") for one in verdicts)
            self.result["verdict"] = dict(worst, text="%s: %s" % (
                "%d of %d applications need attention" % (wrong, len(verdicts)) if wrong else "no problems found in %d applications" % len(verdicts),
                worst["text"]) if wrong else "no problems found in %d applications" % len(verdicts))
        self.result["timeline"].sort(key=lambda line: line["at"])
        told = next((one for one in self.result["findings"] if worst and one["application"] == worst["application"] and one["code"] == worst["code"]), None)
        self.result["next_step"] = told["remedy"] if told else ""
        self.result["server"] = {
            "url": self.backend.client.api_url, "version": ".".join(str(part) for part in self.backend.known_version or ())}
        return self.result

    def _read_duration(self, option):
        """An option such as C(10m), in seconds."""
        text = self.options[option]
        try:
            return float(parse_duration(text if text not in (None, "") else self.own_options[option]["default"]))
        except ValueError as exc:
            raise BadInput("%s: %s" % (option, exc)) from None

    def _examine_all(self, reads):
        """Every application of a project, of an environment, or of the server."""
        address, found = self.address, 0
        for project in self.backend.tree():
            if address.project and not same_name(address.project, project["name"]):
                continue
            for environment in project.get("environments") or []:
                if address.environment and not same_name(address.environment, environment["name"]) or (
                        address.environment_id and address.environment_id != environment["environmentId"]):
                    continue
                found += 1
                for row in environment.get("applications") or []:
                    self.name = "%s/%s/%s" % (project["name"], environment["name"], row["name"])
                    try:
                        self._examine(reads, Place(service={"id": row["applicationId"], "name": None, "appName": None, "serverId": None}))
                    except (NotFound, ResourceNotFound):
                        self.result["unread"].append({"application": self.name, "what": "the application", "why": "it was deleted while this task ran"})
                    except PermissionMissing as exc:
                        self.result["unread"].append({"application": self.name, "what": "the application", "why": exc.message})
        if not found and (address.project or address.environment or address.environment_id):
            raise ResourceNotFound("%s does not exist, or this key cannot read it" % address)

    def _examine(self, reads, place):
        observed = self.look(place)
        record = observed.record
        environment = record.get("environment") or {}
        name = "%s/%s/%s" % ((environment.get("project") or {}).get("name"), environment.get("name"), record.get("name"))
        case = collect_case(reads, place, observed, name, self.limits)
        findings = judge_case(case)
        self.result["findings"] += findings
        self.result["verdicts"].append(summarise_case(case, findings))
        self.result["unread"] += case.unread
        self.result["timeline"] += build_timeline(case)
        self.result["containers"] += [dict(row, application=name) for row in present_containers(case.observed)]
