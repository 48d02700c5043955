# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads logs and exit codes."""

from __future__ import annotations

import re

from .._client.websocket import read_websocket
from .._common.errors import ApiError, PermissionMissing, Unreachable

# Docker puts the time before each line of a container.
_STAMPED = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]{8,20}Z ")

# Docker's own words, which Dokploy answers in place of the log of a container on another node.
MESSAGE = re.compile(r"\s*(Error response from daemon: |error from daemon in stream: |Error: No such )")


def to_docker_age(since):
    """Convert an age in days, such as C(2d), to hours, because Docker knows no days; None stays."""
    return "%dh" % (24 * int(since[:-1])) if since and since.endswith("d") else since


class EndsOfTasks:
    """Reads how tasks ended, for each backend. Unreadable values are None or left out, because missing evidence never fails a task."""

    def _task(self, place, task_id):
        """Read Docker's own description of a task, or None."""
        raise NotImplementedError

    def _container(self, place, container_id):
        """Read Docker's own description of a container, or None."""
        raise NotImplementedError

    def how_it_ended(self, place, task_id):
        """Read how a task ended -> {"exit_code": …, "out_of_memory": …}; unknown keys are left out."""
        found = {}
        try:
            status = ((self._task(place, task_id) or {}).get("Status") or {}).get("ContainerStatus") or {}
            if isinstance(status.get("ExitCode"), int):
                found["exit_code"] = status["ExitCode"]
            if status.get("ContainerID"):
                killed = ((self._container(place, status["ContainerID"]) or {}).get("State") or {}).get("OOMKilled")
                if isinstance(killed, bool):
                    found["out_of_memory"] = killed
        except (ApiError, Unreachable):
            pass
        return found


class ApiEvidence(EndsOfTasks):
    """Logs and exit codes through the API."""

    def __init__(self, client, resource=None, identify=None):
        self._client, self._resource, self._identify = client, resource, identify

    def _task(self, place, task_id):
        return self._client.read("docker.getConfig", containerId=task_id, serverId=self._identify(place)["serverId"])

    _container = _task          # docker.getConfig is a bare docker inspect

    def build_log(self, deployment_id, lines=40):
        """Read the end of a deployment's log, or None if this version cannot show it."""
        return self._log("deployment.readLogs", deploymentId=deployment_id, tail=lines)

    def container_log(self, place, lines=40, since=None, **more):
        """Read the end of the log of one running container, or None. C(since) (C(10m)) and C(search) narrow it down."""
        return self._log_of_container(**{self._resource.id: place.service["id"]}, tail=lines, since=to_docker_age(since), **more)

    def failure_log(self, place, failed, after_rollback=False):
        """Read the end of the log of the container that failed last, else of the running one; after a rollback not, as it is the old version."""
        newest = min((task for task in failed if task.state != "rejected" and task.id), key=lambda task: task.age or 0, default=None)
        text = self.task_log(newest.id, place.service["id"], self._identify(place)["serverId"]) if newest else None
        return text or (None if after_rollback else self.container_log(place))

    def streamed_build_log(self, row, server_id, lines=40):
        """Read the end of the log of a deployment (its row), for servers whose API does not show it; None if unreadable."""
        if not row.get("logPath"):
            return None
        text = read_websocket(self._client, "/listen-deployment", {"logPath": row["logPath"], "serverId": row.get("buildServerId") or server_id or None})
        return None if text is None else "\n".join(text.splitlines()[-lines:])

    def log_of_task(self, place, task, lines, alone, since=None):
        """Read the end of the log of one task: through the API if it is the only container, as the API cannot choose one, else as Dokploy's pages."""
        text = self.container_log(place, lines, since=since) if alone and task.runs else None
        return self.task_log(task.id, place.service["id"], self._identify(place)["serverId"], lines, since=since) if text is None else text

    def task_log(self, task_id, service_id, server_id, lines=40, first=5.0, swarm=True, since=None):
        """Read the end of the log of one task (or, without C(swarm), of one container), ended or running; None if unreadable.

        The API has no call for it: Dokploy's pages use this.
        """
        text = read_websocket(self._client, "/docker-container-logs", {
            "containerId": task_id, "tail": str(lines), "since": to_docker_age(since) or "all", "runType": "swarm" if swarm else "native",
            "serviceId": service_id, "serverId": server_id or None}, first)
        found = [line for line in (text or "").splitlines() if _STAMPED.match(line)]
        # A line without a time in front is Docker's own message.
        return None if text is None or text.strip() and not found else "\n".join(found[-lines:])

    def _log(self, procedure, **params):
        """Read a log; None if it is empty or unreadable."""
        try:
            text = self._client.read(procedure, **params)
        except (ApiError, Unreachable):
            return None
        return text if isinstance(text, str) and text.strip() else None

    def _log_of_container(self, **params):
        """Read the log of a container; None if it is empty or unreadable."""
        text = self._log(self._resource.calls.logs, **params)
        return None if text and MESSAGE.match(text) else text

    def lacks_image(self, observed):
        """Return whether the image that Dokploy built for a service was removed from its server; images in a registry are not checked."""
        name = observed.record["appName"]
        if observed.record.get("registryId") or observed.service is not None and observed.service.image != name + ":latest":
            return False
        try:
            # Dokploy refuses a tag as an id. A bare name finds the image, and the service of that name only without an image.
            found = self._client.read("docker.getConfig", containerId=name, serverId=observed.record.get("serverId"))
            return not (isinstance(found, dict) and "RepoTags" in found)
        except PermissionMissing:
            return False
