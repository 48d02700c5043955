# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Diagnoses services: C(dokploy_diagnosis_info)."""

from __future__ import annotations

from .._diagnosis.collect import collect_case
from .._diagnosis.judge import judge_case, summarize_case
from .._diagnosis.shared_reads import ServerReads
from .._diagnosis.timeline import build_timeline
from .._common.errors import BadInput, NotFound, ResourceNotFound, PermissionMissing
from .._common.units import parse_duration
from .._api.compose import make_backend
from .._api.observe_many import share_backend
from .._client.shared_reads import read_concurrently
from .._lifecycle.find import locate_existing, name_record
from .._model.address import place_of_id, same_name
from .._resources.services import KIND_OPTIONS, choose_services
from .._module.operation import Operation
from .._planning.present import present_containers

_WORST = ("broken", "unknown", "warning", "starting", "never_deployed", "stopped", "healthy")


class Diagnose(Operation):
    """Diagnose one service, those of a project or an environment, or all that the key can read."""

    informs = True
    own_options = {
        **KIND_OPTIONS,
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
        """Show no record; the result has findings only."""

    def run(self):
        """Diagnose the named service, or all of the project or the server -> the result."""
        for option in ("stall_after", "stable_for"):
            if self.options[option] < 0:
                raise BadInput("%s must not be negative" % option)
        self.limits = dict(self.options, stuck_after=self._read_duration("stuck_after"), blocked_after=self._read_duration("blocked_after"))
        resources = choose_services(self.options)
        self.reads = ServerReads(self.backend)
        subjects = [self._make_for_kind(one) for one in resources]
        subject = subjects[0]
        named = any((subject.address.id, subject.address.app_name, subject.address.domain_host, subject.address.name))
        if named:
            subject.examine_named()
        else:
            self._examine_all(subjects)
        verdicts = self.result["verdicts"]
        worst = min(verdicts, key=lambda one: _WORST.index(one["state"]), default=None)
        if named or worst is None or len(verdicts) == 1:
            self.result["verdict"] = worst
        else:
            wrong = sum(one["state"] in ("broken", "unknown", "warning") for one in verdicts)
            kinds = {"application" if one["kind"] == "application" else "compose" if one["kind"] == "compose" else "database" for one in verdicts}
            what = "applications" if kinds == {"application"} else "applications and databases" if "compose" not in kinds else "services"
            self.result["verdict"] = dict(worst, text="%s: %s" % (
                "%d of %d %s need attention" % (wrong, len(verdicts), what), worst["text"]) if wrong else "no problems found in %d %s" % (len(verdicts), what))
        self.result["timeline"].sort(key=lambda line: line["at"])
        told = next((one for one in self.result["findings"] if worst and one["application"] == worst["application"] and one["code"] == worst["code"]), None)
        self.result["next_step"] = told["remedy"] if told else ""
        version = next((one.backend.known_version for one in (self, *subjects) if one.backend.known_version), ())
        if not version and subjects and self.backend.stores:       # no batch has brought it
            version = self.backend.version()
        self.result["server"] = {"url": self.backend.client.api_url, "version": ".".join(str(part) for part in version)}
        return self.result

    def _read_duration(self, option):
        """Read an option such as C(10m) in seconds."""
        text = self.options[option]
        try:
            return float(parse_duration(text if text not in (None, "") else self.own_options[option]["default"]))
        except ValueError as exc:
            raise BadInput("%s: %s" % (option, exc)) from None

    def _make_for_kind(self, resource):
        """Return this operation for services of one kind, with the same result and shared data."""
        if resource is self.resource:
            return self
        made = self.copy_for(make_backend(self.backend.client, resource))
        made.limits, made.reads = self.limits, ServerReads(made.backend, beside=self.reads)
        return made

    def examine_named(self):
        """Examine the service that the task names."""
        self.check_address()
        self._examine_place(locate_existing(self.ctx, self.request))

    def _examine_all(self, subjects):
        """Examine every service of these kinds in a project, in an environment, or on the server."""
        address, found, rows = self.address, 0, []
        for project in self.backend.tree():
            if address.project and not same_name(address.project, project["name"]):
                continue
            for environment in project.get("environments") or []:
                if address.environment and not same_name(address.environment, environment["name"]) or (
                        address.environment_id and address.environment_id != environment["environmentId"]):
                    continue
                found += 1
                rows += [(subject, row, "%s/%s" % (project["name"], environment["name"]))
                         for subject in subjects for row in environment.get(subject.resource.calls.listing) or []]
        for subject, row, where in rows[:1]:        # its first answer contains the server's version
            subject.examine_row(row, where)
        if len(rows) > 1:
            self._examine_rows(rows[1:])
        if not found and (address.project or address.environment or address.environment_id):
            raise ResourceNotFound("%s does not exist, or this key cannot read it" % address)

    def _examine_rows(self, rows):
        """Examine services of the tree concurrently, each with a result of its own."""
        def examine(line, client):
            subject, row, where = line
            one = subject.copy_for(share_backend(subject.backend, client))
            one.limits, one.reads = self.limits, ServerReads(one.backend, beside=self.reads)
            one.result = {name: [] for name, value in self.result.items() if isinstance(value, list)}
            one.examine_row(row, where)
            return one.result
        with read_concurrently(self.backend.client, examine, rows) as found:
            for result, error in found:
                if error is not None:
                    raise error
                for name, lines in result.items():
                    self.result[name] += lines

    def examine_row(self, row, where):
        """Examine one service of the tree. The row of a database has no name."""
        self.name = "%s/%s" % (where, row.get("name") or row[self.resource.id])
        try:
            self._examine_place(place_of_id(row[self.resource.id]))
        except (NotFound, ResourceNotFound):
            self.result["unread"].append({"application": self.name, "what": "the " + self.resource.kind, "why": "it was deleted while this task ran"})
        except PermissionMissing as exc:
            self.result["unread"].append({"application": self.name, "what": "the " + self.resource.kind, "why": exc.message})

    def _examine_place(self, place):
        observed = self.observe_service(place)
        name = name_record(observed.record)
        case = collect_case(self.reads, place, observed, name, self.limits)
        findings = judge_case(case)
        self.result["findings"] += findings
        self.result["verdicts"].append(summarize_case(case, findings))
        self.result["unread"] += case.unread
        self.result["timeline"] += build_timeline(case)
        self.result["containers"] += [dict(row, application=name) for row in present_containers(case.observed)]
