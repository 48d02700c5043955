# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Logs and exit codes: what tells why something does not run. Private to this collection."""

from __future__ import annotations

from .._common.errors import ApiError, PermissionMissing, Unreachable


class EndsOfTasks:
    """How tasks ended, wherever a backend reads them. What cannot be read is None or left out, for evidence never fails a task."""

    def _task(self, place, task_id):
        """Docker's own description of a task, or None."""
        raise NotImplementedError

    def _container(self, place, container_id):
        """Docker's own description of a container that is still kept, or None."""
        raise NotImplementedError

    def how_it_ended(self, place, task_id):
        """What is known of how a task ended -> {"exit_code": …, "out_of_memory": …}; keys that cannot be told are left out."""
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

    def __init__(self, client, resource=None):
        self._client, self._resource = client, resource

    def _task(self, place, task_id):
        return self._client.read("docker.getConfig", containerId=task_id, serverId=place.service["serverId"])

    _container = _task          # docker.getConfig is a bare docker inspect

    def build_log(self, deployment_id, lines=40):
        """The end of a deployment's log as text, or None where this version cannot show it."""
        return self._log("deployment.readLogs", deploymentId=deployment_id, tail=lines)

    def container_log(self, place, lines=40, **more):
        """The end of the log of one running container, or None. C(since) (C(10m)) and C(search) narrow it down."""
        return self._log(self._resource.calls.logs, **{self._resource.id: place.service["id"]}, tail=lines, **more)

    def failure_log(self, place, failed, went_back=False):
        """Dokploy shows the log of one running container: after going back that is the version before, which is not to blame."""
        return None if went_back else self.container_log(place)

    def _log(self, procedure, **params):
        try:
            text = self._client.read(procedure, **params)
        except (ApiError, Unreachable):
            return None
        return text if isinstance(text, str) and text.strip() else None

    def lacks_image(self, observed):
        """Whether the image that Dokploy built for a service was removed from its server; images in a registry are not checked."""
        name = observed.record["appName"]
        if observed.record.get("registryId") or observed.service is not None and observed.service.image != name + ":latest":
            return False
        try:
            # A tag is refused as no id. By the name alone the image answers, and the service of that name only where there is no image.
            found = self._client.read("docker.getConfig", containerId=name, serverId=observed.record.get("serverId"))
            return not (isinstance(found, dict) and "RepoTags" in found)
        except PermissionMissing:
            return False
