# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a node of the Swarm. Dokploy only lists and removes nodes; Docker joins and labels them."""

from __future__ import annotations

from .._common.errors import MissingResource, ResourceNotFound
from .._model.address import same_name
from .._model.ownership import Ownership
from .._model.resource import Resource


def find_server(read, options):
    """Find (the id of the server whose Swarm the task addresses, ""); None for Dokploy's own host. Raises ResourceNotFound."""
    named = options.get("server")
    if not named:
        return None, ""
    rows = read("server.all") or []
    found = [row["serverId"] for row in rows if row["serverId"] == named] or [row["serverId"] for row in rows if same_name(row["name"], named)]
    if len(found) != 1:
        raise (ResourceNotFound if found else MissingResource)("%d servers are named %s" % (len(found), named))
    return found[0], ""


def unpack_node(row):
    described, spec = row.get("Description") or {}, row.get("Spec") or {}
    return dict(row, name=described.get("Hostname"), role=spec.get("Role"), availability=spec.get("Availability"), labels=(spec.get("Labels") or {}).copy(),
                state=(row.get("Status") or {}).get("State"), address=(row.get("Status") or {}).get("Addr"),
                engine=(described.get("Engine") or {}).get("EngineVersion"), leader=bool((row.get("ManagerStatus") or {}).get("Leader")))


def find_reason_to_keep(read, options, record):
    """Return why the node must stay, or "". Dokploy drains a node first, and leaves it drained if the removal fails, as it does for managers."""
    if record["role"] == "manager":
        return "it is a manager, whose removal fails and leaves it drained: run docker node demote first"
    if record["state"] == "ready" and not options.get("force"):
        return "it is ready, and its tasks would move to other nodes: force: true removes it"
    return ""


def list_join_commands(read, options):
    if not options.get("join_commands"):
        return {"join_commands": {}}
    where = {"serverId": find_server(read, options)[0]} if options.get("server") else {}
    return {"join_commands": {role: read("cluster." + name, **where)["command"] for role, name in (("worker", "addWorker"), ("manager", "addManager"))}}


SWARM_NODE = Resource(
    kind="swarm_node",
    id="nodeId",
    row_id="ID",
    addressing={"name": {"type": "str"}, "node_id": {"type": "str"}, "server": {"type": "str"}},
    owner=Ownership(
        kinds=("server",), find=find_server, list_call=lambda kind, own_id: ("cluster.getNodes", {"serverId": own_id} if own_id else {}, ""),
        keys=lambda kind, own_id: {"serverId": own_id}),
    fields=(),
    shows=tuple((name, name, str) for name in ("role", "availability", "state", "address", "engine")) + (
        ("labels", "labels", dict), ("leader", "leader", bool)),
    options={"force": {"type": "bool", "default": False}},
    renames=False,
    remove="cluster.removeWorker",
    removals=lambda record: (("cluster.removeWorker", {key: record[key] for key in ("nodeId", "serverId") if record[key]}, "delete swarm_node"),),
    unpack=unpack_node,
    refuse=lambda options, record: "no node has this name: run one of the join_commands of dokploy_swarm_node_info on it" if record is None else "",
    keep=find_reason_to_keep,
    info_options={"join_commands": {"type": "bool", "default": False, "no_log": False}},
    info_facts=list_join_commands,
    permissions={"cluster.removeWorker": ("server", "delete")},
)
