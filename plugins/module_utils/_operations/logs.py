# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads logs of containers, deployments and requests: C(dokploy_logs). Read-only."""

from __future__ import annotations

import re

from .._api.access_log import read_access_log
from .._api.compose import make_backend
from .._common.errors import ApiError, BadInput, ResourceNotFound, Unreachable
from .._common.masking import MOST_TEXT
from .._common.timestamps import get_server_time, parse_iso8601
from .._common.units import parse_duration
from .._lifecycle.find import locate_existing
from .._module.operation import Operation
from .._planning.present_names import present_names
from .._planning.present_deployment import present_deployment
from .._resources.services import KIND_OPTIONS, SERVICES, choose_services

MOST_LINES = 10000
LEAST_BYTES, MOST_BYTES = 1024, 1024 * 1024
MOST_CONTAINERS, MOST_DEPLOYMENTS = 20, 10
_NO_LOG = "Dokploy returned no log, neither through its API nor over the WebSocket that its pages use"


class ReadLogs(Operation):
    """Read the ends of one service's logs."""

    informs = True
    own_options = {
        **KIND_OPTIONS,
        "service": {"type": "str"},
        "sources": {"type": "list", "elements": "str", "choices": ["container", "deployment", "access"], "default": ["container"]},
        "deployments": {"type": "int", "default": 1},
        "deployment_id": {"type": "str"},
        "lines": {"type": "int", "default": 100},
        "since": {"type": "str"},
        "search": {"type": "str"},
        "max_bytes": {"type": "int", "default": 262144},
    }

    def __init__(self, ctx, request):
        super().__init__(ctx, request)
        self.result = {"changed": False, "service": None, "logs": [], "unread": [], "next_step": ""}
        self.kind = next(kind for kind, known in SERVICES.items() if known is request.resource)
        self.found = []             # (description of a log, its matching lines, whether there may be more)

    def show(self, observed):
        """Show no record; the result has logs only."""

    def run(self):
        resource, = choose_services(self.options)[:1]
        reader = self if resource is self.resource else self.copy_for(make_backend(self.backend.client, resource))
        return reader.read_logs()

    def read_logs(self):
        """Read the logs of the requested service -> the result."""
        self._check_options()
        self.check_address()
        sources = set(self.options["sources"]) | ({"deployment"} if self.options.get("deployment_id") else set())
        if "deployment" in sources and not self.resource.calls.deployments:
            raise BadInput("a service of the kind %s has no logs of deployments: leave deployment out of sources" % self.kind)
        if "access" in sources and self.kind not in ("application", "compose"):
            raise BadInput("a service of the kind %s has no domains, and so no access log: leave access out of sources" % self.kind)
        if self.options.get("service") and self.resource.kind != "compose":
            raise BadInput("service requires a compose service")
        place = locate_existing(self.ctx, self.request)
        observed = self.observe_service(place)
        self.result["service"] = present_names(self.kind, place.service["id"], observed.record)
        if "container" in sources:
            self._read_containers(place, observed)
        if "deployment" in sources:
            self._read_deployments(observed)
        if "access" in sources:
            self._read_requests(observed)
        share = max(LEAST_BYTES, self.options["max_bytes"] // max(1, len(self.found)))
        for what, lines, more in self.found:
            shown = cut_lines(lines, self.options["lines"], share)
            self.result["logs"].append(dict(what, lines=shown, truncated=more or shown != lines))
        if self.result["unread"] and not self.result["logs"]:
            self.result["next_step"] = "See the reasons in unread."
        return self.result

    def _check_options(self):
        options = self.options
        for name, least, most in (("lines", 1, MOST_LINES), ("max_bytes", LEAST_BYTES, MOST_BYTES), ("deployments", 1, MOST_DEPLOYMENTS)):
            if not least <= options[name] <= most:
                raise BadInput("%s must be between %d and %d" % (name, least, most))
        if options.get("since") and not re.match(r"^(all|\d{1,9}[smhd])$", options["since"]):
            raise BadInput("since must be all, or a number with s, m, h or d, such as 10m")
        self.limit = MOST_LINES if options.get("search") else options["lines"]
        self.since = None if options.get("since") in (None, "", "all") else options["since"]

    def _read_containers(self, place, observed):
        """Keep the logs of the running containers, or of those that ended last."""
        name = self.options.get("service")
        if "service" in observed.unreadable:
            self.result["unread"].append({"what": "the containers", "why": observed.unreadable["service"]})
            return
        if name and not any(part.name == name for part in observed.parts or ()):
            raise ResourceNotFound("%s has no service %s" % (self.name, name), next_step="It has: %s." % (
                ", ".join(part.name for part in observed.parts or ()) or "none that was deployed"))
        tasks = choose_tasks([task for task in observed.tasks if not name or task.part == name])
        for task in tasks[:MOST_CONTAINERS]:
            text = self.backend.evidence.log_of_task(place, task, self.limit, len(tasks) == 1, self.since)
            what = {"source": "container", "container": task.slot or task.id, "service": task.part, "state": task.state, "deployment": None}
            self._add_log(what, "the log of the container %s" % what["container"], text)
        for task in tasks[MOST_CONTAINERS:]:
            self.result["unread"].append({"what": "the log of the container %s" % (task.slot or task.id),
                                          "why": "a result has the logs of at most %d containers" % MOST_CONTAINERS})

    def _read_deployments(self, observed):
        """Keep the logs of the newest deployments, or of the requested one."""
        wanted, rows = self.options.get("deployment_id"), observed.deployments
        if wanted:
            rows = [row for row in rows if row.get("deploymentId") == wanted]
            if not rows:
                raise ResourceNotFound("%s has no deployment %s" % (self.name, wanted))
        elif self.since:
            begin = get_server_time(self.backend.client.server_date) - float(parse_duration(self.since))
            rows = [row for row in rows if (parse_iso8601(row.get("finishedAt")) or begin) >= begin]
        for row in rows[:self.options["deployments"]]:
            evidence = self.backend.evidence
            text = evidence.build_log(row["deploymentId"], self.limit)
            if text is None:
                text = evidence.streamed_build_log(row, observed.record.get("serverId"), self.limit)
            what = {"source": "deployment", "container": None, "service": "", "state": row.get("status"), "deployment": present_deployment(row)}
            self._add_log(what, "the log of the deployment %s" % row["deploymentId"], text)

    def _read_requests(self, observed):
        """Keep the requests to the service's domains from Traefik's access log."""
        name, record, client = "the access log", observed.record, self.backend.client
        rows = [row for row in record.get("domains") or [] if self.options.get("service") in (None, "", row.get("serviceName"))]
        hosts = {row["host"] for row in rows if row.get("host")}
        why, found = "", None
        if record.get("serverId"):
            why = "it is on the remote server of the service, and Dokploy reads the log of its own host alone"
        elif not hosts:
            why = "the service has no domain"
        else:
            now = get_server_time(client.server_date)
            since = now - float(parse_duration(self.since)) if self.since else None
            found = read_access_log(client, hosts, record["appName"], self.limit, now, since, self.backend.at_least("0.30.0"))
            if found is None:
                why = "Dokploy refused the call that its pages use, or a proxy blocks it"
            elif not found[0] and not self._is_access_log_on():
                why = "Traefik writes none: set access_log of dokploy_settings to true"
        if why:
            self.result["unread"].append({"what": name, "why": why})
            return
        what = {"source": "access", "container": None, "service": self.options.get("service") or "", "state": None, "deployment": None}
        self._add_log(what, name, "\n".join(found[0][-self.limit:]) or "", found[1] or len(found[0]) > self.limit)

    def _is_access_log_on(self):
        try:
            return self.backend.client.read("settings.haveActivateRequests") is not False
        except (ApiError, Unreachable):
            return True

    def _add_log(self, what, name, text, more=False):
        """Keep one log. The whole text is masked before it is searched and cut, so that no part of a secret remains."""
        if text is None:
            self.result["unread"].append({"what": name, "why": _NO_LOG})
            return
        lines = self.masker.mask_text(text).splitlines()
        search = (self.options.get("search") or "").lower()
        self.found.append((what, [line for line in lines if search in line.lower()], more or len(lines) >= self.limit or len(text) > MOST_TEXT))


def choose_tasks(tasks):
    """Choose the tasks whose logs are shown: those of each service that run, or else the one that ended last."""
    chosen = []
    for part in dict.fromkeys(task.part for task in tasks):
        mine = sorted((task for task in tasks if task.part == part and task.id and task.state != "rejected"), key=lambda task: task.age or 0)
        chosen += [task for task in mine if task.runs or task.desired == "running" and task.state in ("unhealthy", "starting", "restarting")] or mine[:1]
    return chosen


def cut_lines(lines, most_lines, most_bytes):
    """Return the last lines within both limits. If the last line alone exceeds the limit of bytes, return its end."""
    kept, size = [], 0
    for line in reversed(lines[-most_lines:]):
        octets = line.encode("utf-8")
        size += len(octets) + 1
        if size > most_bytes:
            if not kept:
                kept.append(octets[-most_bytes + 1:].decode("utf-8", "ignore"))
            break
        kept.append(line)
    return kept[::-1]
