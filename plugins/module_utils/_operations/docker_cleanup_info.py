# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads what a clean-up of a host's Docker would remove: C(dokploy_docker_cleanup_info)."""

from __future__ import annotations

from .._common.errors import PermissionMissing
from .._module.operation import Operation
from .docker_cleanup import CLEANUPS, find_server_id, list_at_risk, name_host, read_usage

# States of containers that Docker's own clean-up removes.
STOPPED = ("created", "exited", "dead")


class ReadCleanup(Operation):
    """Read the disk usage of a host, its stopped containers, and the services whose volumes count as unused."""

    own_options = {"server": {"type": "str"}}

    def __init__(self, ctx, request):
        super().__init__(ctx, request)
        self.name = name_host(self.options.get("server"))
        self.result = {"changed": False, "usage": None, "reclaimable": None, "stopped_containers": [], "at_risk": [], "unread": [], "next_step": ""}

    def run(self):
        server_id = find_server_id(self.backend, self.options.get("server"))
        usage = self.result["usage"] = read_usage(self.backend, server_id, self.warn)
        if usage is None:
            self.result["unread"].append("usage")
        else:
            self.result["reclaimable"] = {one: sum((usage.get(name) or {}).get("reclaimable") or 0 for name in types)
                                          for one, (dummy, types) in CLEANUPS.items()}
        self.result["stopped_containers"] = self._list_stopped(server_id)
        self.result["at_risk"], known = list_at_risk(self.backend, server_id)
        if not known:
            self.result["unread"].append("at_risk")
        return self.result

    def _list_stopped(self, server_id):
        try:
            rows = self.backend.client.read("docker.getContainers", **({"serverId": server_id} if server_id else {}))
        except PermissionMissing:
            rows = None
        if rows is None:
            self.result["unread"].append("stopped_containers")
        return [{"id": row["containerId"], "name": row["name"], "image": row["image"], "status": row["status"]}
                for row in rows or [] if row["state"] in STOPPED]
