# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Removes unused Docker data from a host through Dokploy: C(dokploy_docker_cleanup)."""

from __future__ import annotations

import re

from .._api.lookup import SERVICE_KINDS
from .._api.references import find_referenced_row
from .._api.service_lookup import read_all_records
from .._common.errors import ApiError, BadInput, NotFound, PermissionMissing, Refused
from .._lifecycle.find import name_record
from .._module.operation import Operation
from .._resources.references import REFERENCES

# Clean-up -> (procedure, its types in Docker's disk usage), in the order of execution: without its stopped containers an image is unused.
CLEANUPS = {
    "containers": ("settings.cleanStoppedContainers", ("Containers",)),
    "images": ("settings.cleanUnusedImages", ("Images",)),
    "volumes": ("settings.cleanUnusedVolumes", ("Local Volumes",)),
    "builder": ("settings.cleanDockerBuilder", ("Build Cache",)),
    "system": ("settings.cleanDockerPrune", ("Containers", "Images", "Build Cache")),
}
# Docker's sizes are decimal (1000), although Dokploy parses them as binary (1024).
UNITS = {"B": 1, "KB": 10 ** 3, "MB": 10 ** 6, "GB": 10 ** 9, "TB": 10 ** 12}


def read_size(text):
    """Convert Docker's size, such as C(1.98MB (50%)), to bytes; None for another text."""
    found = re.match(r"([\d.]+)\s*([kKMGT]?B)", text or "")
    return int(float(found.group(1)) * UNITS[found.group(2).upper()]) if found else None


def name_host(server):
    """Return how messages name the host of a server of Dokploy, or its own."""
    return "the host of the server %s" % server if server else "the host of Dokploy"


def find_server_id(backend, server):
    """Find the id of a server by its name or id; None for the host of Dokploy itself. Raises MissingResource."""
    return find_referenced_row(backend, REFERENCES["server"], server)["serverId"] if server else None


def read_usage(backend, server_id, warn):
    """Read {type: counts and sizes} of a host; None where Dokploy does not report it: a remote server needs v0.30.2, its own host v0.29.14."""
    try:
        rows = backend.client.read("dockerDiskUsage.getDiskUsage", serverId=server_id) if server_id else backend.client.read("settings.getDockerDiskUsage")
    except (NotFound, PermissionMissing):
        return None
    except ApiError:
        warn("Dokploy could not read the disk usage of Docker")
        return None
    return {row["type"]: {"count": row.get("totalCount"), "active": row.get("active"), "size": read_size(row.get("size")),
                          "reclaimable": read_size(row.get("reclaimable"))} for row in rows or []}


def list_at_risk(backend, server_id):
    """List the services of a host that run no container, for then Docker treats their volumes as unused -> (names, whether Docker could be asked).

    The status that Dokploy stores is not used: a service that was scaled to 0 is "done". Without Docker's answer, all services of the host are listed.
    """
    where = {"serverId": server_id} if server_id else {}
    records = [row for row in read_all_records(backend.client, backend.tree(), *SERVICE_KINDS) if (row.get("serverId") or None) == server_id]
    projects = [row["appName"] for row in records if row.get("composeType") == "docker-compose"]
    batch = backend.client.batch(("swarm.getNodes", where), ("swarm.getNodeApps", where), *[
        ("docker.getContainersByAppNameMatch", dict(where, appName=one, appType="docker-compose")) for one in projects])
    nodes, services, *containers = [batch.get(index, NotFound, PermissionMissing, ApiError) for index in range(2 + len(projects))]
    # Several services of a stack have one record. Dokploy answers with no services at all where Docker failed; each Swarm has a node.
    running = {str(row.get("Name")).split("_", maxsplit=1)[0] for row in services or [] if not str(row.get("Replicas")).startswith("0/")}
    running |= {one for one, rows in zip(projects, containers) if any(row.get("state") == "running" for row in rows or [])}
    names = [name_record(row) for row in records if row.get("appName") not in running]
    return names, bool(nodes) and None not in containers


class CleanDocker(Operation):
    """Remove unused Docker data of one host."""

    own_options = {
        "clean": {"type": "list", "elements": "str", "choices": list(CLEANUPS), "required": True},
        "server": {"type": "str"},
        "force": {"type": "bool", "default": False},
        "wait_timeout": {"type": "int", "default": 900},
    }

    def __init__(self, ctx, request):
        super().__init__(ctx, request)
        self.name = name_host(self.options.get("server"))
        self.server_id = None
        self.result = {"changed": False, "usage": None, "previous_usage": None, "freed": None, "at_risk": [], "actions": [], "unverified": [], "next_step": ""}

    def run(self):
        """Run the chosen procedures on one host, one after the other -> the result."""
        wanted = [one for one in CLEANUPS if one in self.options["clean"]]
        if not wanted:
            raise BadInput("clean is empty: name one or more of %s" % ", ".join(CLEANUPS))
        self.server_id = find_server_id(self.backend, self.options.get("server"))
        if "volumes" in wanted:
            self._check_volumes()
        before = usage = self._read_usage()
        self.result["previous_usage"] = self.result["usage"] = before
        if before is None:
            self.result["unverified"].append("usage")
        for one in wanted:
            procedure, types = CLEANUPS[one]
            if usage is not None and not any(has_unused(usage[name]) for name in types if name in usage):
                continue            # Docker reports nothing to remove
            self.result["actions"].append("clean %s" % one)
            self.result["changed"] = True
            if not self.check_mode:
                self.acted = True
                self.backend.call(procedure, {"serverId": self.server_id} if self.server_id else {}, timeout=self.options["wait_timeout"])
                usage = self.result["usage"] = self._read_usage() if before is not None else None
        if before is not None and usage is not None and not self.check_mode:
            self.result["freed"] = sum(max(0, (row["size"] or 0) - (usage.get(one, {}).get("size") or 0)) for one, row in before.items())
            self.before, self.after = (before, usage) if before != usage else ({}, {})
        return self.finish()

    def _check_volumes(self):
        """Refuse to remove volumes without force, since the data of stopped services would be lost."""
        self.result["at_risk"], known = list_at_risk(self.backend, self.server_id)
        if not known:
            self.result["unverified"].append("at_risk")
        if not self.options["force"]:
            raise Refused(
                "%s: cleaning volumes removes the data of each stopped service%s; nothing was changed" % (
                    self.name, ": now of " + ", ".join(self.result["at_risk"][:20]) if self.result["at_risk"] else ""),
                next_step="Start the services whose data you want to keep, then set force: true.")

    def _read_usage(self):
        return read_usage(self.backend, self.server_id, self.warn)


def has_unused(row):
    """Return whether Docker reports unused data of one type."""
    return (row["count"] or 0) > (row["active"] or 0) or bool(row["reclaimable"])
