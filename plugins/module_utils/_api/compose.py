# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Implements Dokploy's API as a backend for compose services, whose record has several services behind it.

Of a stack, it lists Swarm's services and their tasks, because Dokploy's own list of containers leaves out those on other nodes.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .backend import Api
from .logs import ApiEvidence, to_docker_age
from .._client.http import CLOCK
from .._common.errors import ApiError, NotFound, PermissionMissing, Unreachable
from .._common.units import parse_age
from .._model.observation import Part, Task

NAMESPACE = "com.docker.stack.namespace"
PROJECT_SERVICE = "com.docker.compose.service"
NETWORK_TIMEOUT = 30
STALE = "this version of Dokploy shows the domains of the last deployment only"
_STATUS = re.compile(r" ?\((healthy|unhealthy|health: starting|Paused)\)$")
_EXIT = re.compile(r"\((\d+)\)")
# 128 + SIGINT, SIGQUIT, SIGKILL, SIGTERM.
STOP_CODES = (130, 131, 137, 143)


class ComposeApi(Api):
    """The backend of compose services."""

    def observe(self, place, again=False):
        """Observe all services of a record -> Observation."""
        known, resource, first = self.identify(place), self.resource, self._first.pop(place.service["id"], None)
        first = None if again or known.get("serverId") else first
        calls = [(resource.read, {resource.id: known["id"]}), ("deployment.queueList", {}), ("compose.getConvertedCompose", {resource.id: known["id"]})]
        asked_of = known.get("serverId")
        calls += [] if first is not None else self.listing_calls(known)
        calls += [] if self.known_version is not None else [("settings.getDokployVersion", {})]
        batch = self.client.batch(*calls)
        seen = self._read_row(known, batch, 0)
        if self.known_version is None and self.client.batches:
            self._note_version(batch, len(calls) - 1)
        converted, why = _read_file(batch, 2)
        stale, doubled = self._is_stale(seen["record"])
        converted = None if doubled else seen["record"].get("composeFile") if stale else converted
        listing, offset = (batch, 3) if first is None else (first, 2)
        if known.get("serverId") != asked_of:
            listing, offset = self.client.batch(*self.listing_calls(known)), 0
        known["stack"] = seen["record"].get("composeType") == "stack"
        found = self._read_parts(known, listing, offset)
        reasons = {"file": why, "domains": STALE if stale else "", "service": found.get("why")}
        unreadable = dict(seen.get("unreadable") or {}, **{part: one for part, one in reasons.items() if one})
        parts = tuple(found.get("parts") or ())
        known["runs"] = any(task.desired == "running" for part in parts for task in part.tasks)
        ended = bool(parts) and all(part.completed for part in parts) and seen["record"].get(resource.calls.status) == "done"
        return replace(
            self._observation(seen, {}), parts=parts, tasks=[task for part in parts for task in part.tasks], converted=converted, unreadable=unreadable,
            proven=found.get("proven", True), withheld=found.get("withheld", False), ended_well=ended)

    def _is_stale(self, record):
        """Return (whether the server shows a raw file as last deployed, whether it shows names with their suffix twice), which depends on its version."""
        raw = record.get("sourceType") == "raw"
        old = raw and self.known_version is not None and self.known_version < (0, 30, 0)
        isolated = record.get("isolatedDeployment")
        renamed = record.get("isolatedDeploymentsVolume") if isolated else record.get("randomize")
        return old and not isolated and bool(record.get("composeFile")), (old or not raw) and bool(renamed)

    def _read_parts(self, known, listing, offset):
        """Read {"parts": …}, or why they are unreadable."""
        try:
            found = self._read_stack(known, listing[offset] or []) if known["stack"] else self._read_project(known)
            nodes = found or listing[offset + 1]
        except PermissionMissing as exc:
            return {"why": exc.message, "withheld": True, "proven": False}
        if not found and not nodes:
            return {"why": "Docker on the %s service's server did not answer" % self.resource.kind, "proven": False}
        return {"parts": found}

    def _read_stack(self, known, rows):
        """Read the Parts of a stack."""
        prefix = known["appName"] + "_"
        lines = sorted((row for row in rows if (row.get("Name") or "").startswith(prefix)), key=lambda row: row["Name"])
        calls = [call for row in lines for call in self.service_calls(dict(known, appName=row["Name"]), row["ID"])]
        batch = self.client.batch(*calls) if calls else None
        parts = []
        for index, row in enumerate(lines):
            seen = self._read_service(batch, 2 * index)
            if seen.get("withheld"):
                raise PermissionMissing(seen["why"], procedure="docker.getConfig")
            service = seen.get("service")
            if service is None or (service.spec.get("Labels") or {}).get(NAMESPACE) != known["appName"]:
                continue        # removed since, or of another stack with the same prefix
            name = row["Name"][len(prefix):]
            policy = ((service.spec.get("TaskTemplate") or {}).get("RestartPolicy") or {}).get("Condition") or "any"
            parts.append(Part(name, tuple(replace(task, part=name, image=service.image) for task in seen["tasks"]), service,
                              restarts=policy == "any" and not service.mode.endswith("-job")))
        return parts

    def _read_project(self, known):
        where = {"serverId": known.get("serverId")}
        rows = sorted(self._list_containers(known), key=lambda row: row.get("name") or "")
        batch = self.client.batch(*[("docker.getConfig", dict(where, containerId=row["containerId"])) for row in rows]) if rows else None
        grouped = {}
        for index, row in enumerate(rows):
            config = batch.get(index, PermissionMissing, ApiError)
            config = config if isinstance(config, dict) and "State" in config else None
            name = _service_name(known["appName"], row, config)
            grouped.setdefault(name, []).append((_container_task(row, config, name), config))
        return [Part(name, tuple(task for task, dummy in found), containers=tuple(config for dummy, config in found if config),
                     restarts=_is_restarted([config for dummy, config in found if config])) for name, found in sorted(grouped.items())]

    def _list_containers(self, known):
        return self.client.read("docker.getContainersByAppNameMatch", appName=known["appName"], appType="docker-compose", serverId=known.get("serverId")) or []

    def find_service(self, known):
        """Return (the names of the remaining services, whether Docker answered)."""
        listing = self.client.batch(*self.listing_calls(known))
        try:
            rows, nodes = listing[0] or [], listing[1]
            containers = self._list_containers(known)
        except PermissionMissing:
            return None, False
        left = [row["Name"] for row in rows if (row.get("Name") or "").startswith(known["appName"] + "_")] + [row["name"] for row in containers]
        if not left and known.get("stack") and self._find_network(known):
            left = [known["appName"] + "_default"]      # its last tasks are still attached to it
        return left, bool(nodes)

    def stop(self, place, timeout):
        """Stop, and wait up to 30 s until a stack's network is removed: earlier deployments and stops fail."""
        super().stop(place, timeout)
        start, known = CLOCK.monotonic(), self.identify(place)
        while known.get("stack") and self._find_network(known) and CLOCK.monotonic() - start < NETWORK_TIMEOUT:
            CLOCK.sleep(1)

    def _find_network(self, known):
        """Read a stack's network, or None."""
        try:
            return self.client.read("docker.getConfig", containerId=known["appName"] + "_default", serverId=known.get("serverId")) or None
        except (ApiError, Unreachable):
            return None

    def reload(self, place, timeout):
        """Start containers as deployed last, after a stop of those that run."""
        if self.identify(place).get("runs"):
            super().stop(place, timeout)
        self.call(self.resource.calls.reload, {self.resource.id: place.service["id"]}, timeout=timeout)

    @property
    def evidence(self):
        return ComposeEvidence(self.client, self.resource, self.identify)


class ComposeEvidence(ApiEvidence):
    """Logs of one of several services."""

    def container_log(self, place, lines=40, **more):
        """Return None: the log would be ambiguous. See C(service_log)."""
        return None

    def failure_log(self, place, failed, after_rollback=False):
        """Read the log of the container that failed last."""
        for task in reversed(failed):
            text = self.log_of_task(place, task, 40, False) if task.state != "rejected" else None
            if text:
                return text
        return None

    def service_log(self, place, observed, name, lines):
        """Read the end of a service's log, of a running container or the newest."""
        tasks = [task for task in observed.tasks if task.part == name]
        tasks.sort(key=lambda task: (not task.runs, task.age or 0))
        return self.log_of_task(place, tasks[0], lines, False) or None if tasks else None

    def log_of_task(self, place, task, lines, alone, since=None):
        """Read the end of the log of one task or container: through the API, else as Dokploy's pages do, also on other nodes."""
        container = self._container_of(place, task)
        text = self.log_of(place, container, lines, since=since) if container else None
        if text is None:
            known = self._identify(place)
            text = self.task_log(task.id, known["id"], known["serverId"], lines, swarm=bool(known.get("stack")), since=since)
        return text

    def _container_of(self, place, task):
        """Return the id of a task's container; a container's own."""
        if not self._identify(place).get("stack"):
            return task.id
        try:
            return (((self._task(place, task.id) or {}).get("Status") or {}).get("ContainerStatus") or {}).get("ContainerID")
        except (ApiError, Unreachable):
            return None

    def log_of(self, place, container, lines=40, since=None):
        """Read the end of a container's log; None if this version cannot show it, or if the container is on another node."""
        return self._log_of_container(
            **{self._resource.id: place.service["id"]}, containerId=container, tail=lines, since=to_docker_age(since))

    def lacks_image(self, observed):
        return False


def _read_file(batch, index):
    """Read (the file that Dokploy would deploy or None, the reason for none)."""
    try:
        text = batch[index]
    except (PermissionMissing, NotFound, ApiError) as exc:
        return None, (exc.server_message or exc.message).strip()
    return (text if isinstance(text, str) and text.strip() not in ("", "null") else None), ""


def _service_name(app_name, row, config):
    named = ((config or {}).get("Config") or {}).get("Labels") or {}
    if named.get(PROJECT_SERVICE):
        return named[PROJECT_SERVICE]
    found = re.match(r"%s[_-](.+)[_-]\d+$" % re.escape(app_name), row.get("name") or "")
    return found.group(1) if found else row.get("name") or ""


def _is_restarted(configs):
    policies = {((one.get("HostConfig") or {}).get("RestartPolicy") or {}).get("Name") or "no" for one in configs}
    return not policies <= {"no", "on-failure"}


def _container_task(row, config, name):
    """Convert a container to a Task with Swarm's state."""
    status, state = row.get("status") or "", row.get("state") or "unknown"
    health = _STATUS.search(status)
    state_of = (config or {}).get("State") or {}
    code = int(_EXIT.search(status).group(1)) if _EXIT.search(status) else state_of.get("ExitCode")
    end, error, stopped = {}, (state_of.get("Error") or "").strip(), False
    if state == "running" and health:
        state = {"unhealthy": "unhealthy", "health: starting": "starting"}.get(health.group(1), state)
        error = error or ("unhealthy container: its health check fails" if state == "unhealthy" else "")
    elif state in ("exited", "dead"):
        stopped = _was_stopped(config, code, error)
        state = "failed" if code or state == "dead" else "complete"
        end["exit_code"] = code or 0
        error = error or ("" if not code else "it was stopped (exit code %d)" % code if stopped else "task: non-zero exit (%d)" % code)
    elif state == "restarting":
        end["exit_code"] = code or 0
        error = error or "it exits with exit code %s and is restarted" % code
    if state_of.get("OOMKilled") is True:
        end["out_of_memory"] = True
    if (config or {}).get("RestartCount"):
        end["restarts"] = config["RestartCount"]
    desired = "shutdown" if state in ("complete", "failed") else "running"
    image = ((config or {}).get("Config") or {}).get("Image") or ""
    return Task(
        id=row.get("containerId") or "", slot=row.get("name") or "", desired=desired, state=state, age=parse_age(_STATUS.sub("", status)), error=error,
        end=end, part=name, image=image, checked=bool(health) and health.group(1) == "healthy", stopped=stopped)


def _was_stopped(config, code, error):
    """Return whether somebody stopped a container: Docker restarts others; without a restart policy, the exit code shows it."""
    return bool(config and code and not error and not config["State"].get("OOMKilled") and (code in STOP_CODES or _is_restarted([config])))


def make_backend(client, resource):
    """Make the backend of a service of any kind."""
    return (ComposeApi if resource.kind == "compose" else Api)(client, resource)
