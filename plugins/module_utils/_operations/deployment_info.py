# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads deployments, the queue and logs: C(dokploy_deployment_info). Read-only."""

from __future__ import annotations

import re
from itertools import islice

from .._common.errors import ApiError, BadInput, NotFound, ResourceNotFound, PermissionMissing, Unreachable
from .._common.timestamps import count_elapsed, parse_iso8601, get_server_time
from .._model.address import Place, same_name
from .._module.operation import Operation
from .._planning.present_deployment import FINISHED, present_deployment
from .._planning.present import learn_secrets
from .._api.places import list_places
from .._api.queue import map_service_names, read_queue, make_service_entry

BUILD_LOG_SINCE, CONTAINER_LOG_SINCE = "0.29.5", "0.29.0"
MOST_LINES = 10000
# The number of deployments and jobs that a result shows, newest first. Dokploy keeps ten deployments of a service; some versions keep all.
MOST_OF_ONE, MOST_OF_ALL, MOST_JOBS = 50, 1000, 200


class DeploymentInfo(Operation):
    """Read deployments, the server's queue, and logs."""

    informs = True
    own_options = {
        "deployment_id": {"type": "str"},
        "status": {"type": "list", "elements": "str", "choices": ["running", "done", "error", "cancelled"]},
        "limit": {"type": "int", "default": 0},
        "queue": {"type": "bool", "default": True},
        "log_lines": {"type": "int", "default": 0},
        "container_log_lines": {"type": "int", "default": 0},
        "container_log_since": {"type": "str"},
        "container_log_search": {"type": "str"},
    }

    def __init__(self, ctx, request):
        super().__init__(ctx, request)
        self.result = {
            "changed": False, "deployments": [], "deployments_total": 0, "queue": [], "queue_total": 0, "container_logs": [], "unverified": [],
            "next_step": ""}
        self.records = {}           # records of applications whose secrets the masker knows

    def run(self):
        self._check_options()
        names = map_service_names(self.backend)
        queue = read_queue(self.backend)
        if queue is None:
            self.result["unverified"].append("the queue: %s" % (
                "this key cannot read it" if self.backend.at_least("0.28.3") else "it requires Dokploy v0.28.3 or later"))
        rows, applications = self._select_rows(names)
        now = queue.now if queue else get_server_time(self.backend.client.server_date)
        rows = [row for row in rows if self._matches_options(row)]
        shown = [self._present_row(row, names, queue, now) for row in islice(self._take_newest(rows), MOST_OF_ALL)]
        if self.options["log_lines"]:
            self._add_build_logs(shown)
        self.result.update(deployments=shown, deployments_total=len(rows))
        if self.options["container_log_lines"]:
            self.result["container_logs"] = [self._read_container_log(one, names) for one in applications]
        if queue and self.options["queue"]:
            self.result.update(queue=queue.describe_jobs(names, MOST_JOBS), queue_total=len(queue.jobs))
        return self.result

    def _check_options(self):
        options = self.options
        for name in ("log_lines", "container_log_lines"):
            if not 0 <= options[name] <= MOST_LINES:
                raise BadInput("%s must be between 0 and %d" % (name, MOST_LINES))
        if options["limit"] < 0:
            raise BadInput("limit must not be negative")
        if options.get("container_log_since") and not re.match(r"^(all|\d+[smhd])$", options["container_log_since"]):
            raise BadInput("container_log_since must be all, or a number with s, m, h or d, such as 10m")
        if options.get("container_log_search") and not re.match(r"^[a-zA-Z0-9 ._-]{0,500}$", options["container_log_search"]):
            raise BadInput("container_log_search may only contain letters, digits, spaces, dots, underscores and hyphens")

    # Finding

    def _select_rows(self, names):
        """Read (rows of deployments, newest first; ids of the selected applications). Without a match they are empty lists."""
        address = self.address
        if address.application_id or address.app_name or address.domain_host:
            try:
                place = self.backend.locate(address)
                if place.missing:
                    return [], []
                record = self._learn_secrets(place.service["id"])
            except (ResourceNotFound, NotFound):
                return [], []
            return (self._read_rows([record["applicationId"]]), [record["applicationId"]]) if self._matches_names(record) else ([], [])
        chosen = [place.service["id"] for place in list_places(self.backend, self.resource, dict(self.options, pattern=None))]
        if not any((address.project, address.environment, address.environment_id, address.name)):
            try:
                return self.backend.client.read("deployment.allCentralized") or [], chosen
            except NotFound as exc:
                if not exc.unknown_procedure:
                    raise
        return self._read_rows(chosen), chosen

    def _matches_names(self, record):
        environment = record.get("environment") or {}
        return all(not wanted or same_name(wanted, found) for wanted, found in (
            (self.address.name, record.get("name")), (self.address.environment, environment.get("name")),
            (self.address.environment_id, record.get("environmentId")), (self.address.project, (environment.get("project") or {}).get("name"))))

    def _read_rows(self, ids):
        batch = self.backend.client.batch(*[("deployment.all", {"applicationId": one}) for one in ids])
        found = [row for index in range(len(ids)) for row in batch.get(index, NotFound, PermissionMissing) or []]
        return sorted(found, key=lambda row: row.get("createdAt") or "", reverse=True)

    def _matches_options(self, row):
        options = self.options
        return (not options.get("deployment_id") or row["deploymentId"] == options["deployment_id"]) and (
            not options.get("status") or row.get("status") in options["status"])

    def _take_newest(self, rows):
        """Select the newest rows of each service, up to the limit."""
        counts, most = {}, min(self.options["limit"] or MOST_OF_ONE, MOST_OF_ALL)
        for row in rows:
            whose = row.get("applicationId") or row.get("composeId")
            counts[whose] = counts.get(whose, 0) + 1
            if counts[whose] <= most:
                yield row

    # Showing

    @staticmethod
    def _present_row(row, names, queue, now):
        kind = "compose" if row.get("composeId") else "application"
        whose = row.get("composeId") or row.get("applicationId")
        begun, ended = parse_iso8601(row.get("startedAt") or row.get("createdAt")), parse_iso8601(row.get("finishedAt"))
        over = row.get("status") in FINISHED
        orphaned = None
        if row.get("status") == "running" and queue is not None:
            orphaned = not any(job.active for job in queue.jobs if job.service_id == whose)
        return dict(
            present_deployment(row), service=make_service_entry(names, kind, whose), age=count_elapsed(begun, now), orphaned=bool(orphaned),
            duration=int(ended - begun) if over and begun is not None and ended is not None else None,
            rollback_id=row.get("rollbackId"), server_id=row.get("serverId") or row.get("buildServerId"), log=None)

    def _learn_secrets(self, application_id):
        """Read the record of an application, and give its secrets to the masker."""
        if application_id not in self.records:
            self.records[application_id] = record = self.backend.client.read("application.one", applicationId=application_id)
            if self.masker:
                learn_secrets(self.resource, record, self.masker)
        return self.records[application_id]

    def _add_build_logs(self, shown):
        if not self.backend.at_least(BUILD_LOG_SINCE):
            self.result["unverified"].append("log: it requires Dokploy v%s or later, and this is v%d.%d.%d" % ((BUILD_LOG_SINCE,) + self.backend.version()))
            return
        for one in shown:
            if self._may_show_log(one["service"]):
                one["log"] = self.backend.evidence.build_log(one["id"], self.options["log_lines"])

    def _may_show_log(self, whose):
        """Return whether a log may be shown: only if the secrets that it may contain are known."""
        if whose["kind"] != "application":
            return False
        try:
            self._learn_secrets(whose["id"])
        except (ApiError, Unreachable) as exc:
            self.result["unverified"].append("log: %s" % exc.message)
            return False
        return True

    def _read_container_log(self, application_id, names):
        found = {"service": make_service_entry(names, "application", application_id), "log": None}
        if not self.backend.at_least(CONTAINER_LOG_SINCE):
            said = "container_logs: they require Dokploy v%s or later, and this is v%d.%d.%d" % ((CONTAINER_LOG_SINCE,) + self.backend.version())
            if said not in self.result["unverified"]:
                self.result["unverified"].append(said)
        elif self._may_show_log(found["service"]):
            found["log"] = self.backend.evidence.container_log(
                Place(service={"id": application_id}), self.options["container_log_lines"], since=self.options.get("container_log_since") or None,
                search=self.options.get("container_log_search") or None)
        return found
