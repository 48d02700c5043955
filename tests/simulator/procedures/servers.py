# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Remote servers and nodes of the Swarm, beside what ``organisation.py`` has of them."""

from __future__ import annotations

from ..clock import iso
from ..errors import UNDEFINED, CallError, not_found
from . import Handlers
from .organisation import row_or_404

HANDLERS = Handlers()
TOOLS = ("docker", "rclone", "nixpacks", "buildpacks", "railpack")


def server_of(sim, values):
    return row_or_404(sim, "servers", values["serverId"], "Server")


@HANDLERS.named("server.withSSHKey")
def with_key(sim, key, values):
    return [dict(row) for row in reversed(sim.store.servers.values()) if row["serverType"] == "deploy" and row["sshKeyId"]]


@HANDLERS.named("server.update")
def update(sim, key, values):
    """The clean-up that is left out is switched on."""
    row = server_of(sim, values)
    row.update({name: value for name, value in values.items() if name in row})
    if sim.version_tuple >= (0, 29):
        row["enableDockerCleanup"] = values.get("enableDockerCleanup", True)
    return row


@HANDLERS.named("server.updateBuildsConcurrency")
def concurrency(sim, key, values):
    row = server_of(sim, values)
    row["buildsConcurrency"] = values["buildsConcurrency"]
    return row


def machine(sim, row):
    """The host behind a server. Raises CallError where SSH does not get there."""
    host = sim.world.server(row["name"])
    if host.dead or row["port"] != host.ssh_port:
        raise CallError("BAD_REQUEST", "SSH connection error: connect ECONNREFUSED %s:%d" % (row["ipAddress"], row["port"]))
    return host


@HANDLERS.named("server.validate")
def validate(sim, key, values):
    try:
        row = server_of(sim, values)
    except CallError as exc:
        raise CallError("BAD_REQUEST", exc.message) from exc
    if not row["sshKeyId"]:
        raise CallError("BAD_REQUEST", "No SSH Key found")
    host = machine(sim, row)
    result = {name: {"version": host.tools.get(name, "0.0.0"), "enabled": name in host.tools} for name in TOOLS}
    result.update(isDokployNetworkInstalled=host.prepared, isSwarmInstalled=host.prepared, isMainDirectoryInstalled=host.prepared)
    if sim.version_tuple >= (0, 29):
        result.update(privilegeMode="root", dockerGroupMember=False)
    return result


@HANDLERS.named("server.setup")
def setup(sim, key, values):
    """It answers whatever came of it; an own command that fails is done all the same."""
    row = server_of(sim, values)
    status = "done"
    try:
        if not row["sshKeyId"]:
            raise CallError("BAD_REQUEST", "No SSH Key found")
        host = machine(sim, row)
        if not row["command"] and not host.offline:
            host.prepared, host.tools = True, dict({"docker": "28.5.0", "rclone": "1.60.1", "nixpacks": "1.41.0", "buildpacks": "0.39.1"}, **host.tools)
    except CallError:
        status = "error"
    sim.recorded.setdefault("setups", {}).setdefault(row["serverId"], []).insert(0, {
        "deploymentId": sim.ids.nanoid(), "title": "Setup Server", "description": "Setup Server", "status": status,
        "logPath": "/etc/dokploy/logs/server-%s/setup.log" % row["name"], "pid": None, "applicationId": None, "composeId": None,
        "serverId": row["serverId"], "isPreviewDeployment": False, "previewDeploymentId": None, "createdAt": sim.now(), "startedAt": None,
        "finishedAt": sim.now(), "errorMessage": None, "scheduleId": None, "backupId": None, "rollbackId": None, "volumeBackupId": None, "buildServerId": None})
    return UNDEFINED


@HANDLERS.named("deployment.allByServer")
def setups(sim, key, values):
    server_of(sim, values)
    return list(sim.recorded.get("setups", {}).get(values["serverId"], []))


# -- nodes of the Swarm ----------------------------------------------------------------------------------------------------------------


def engine_of(sim, values):
    engine = sim.engine(values.get("serverId"))
    if engine is None:
        raise not_found("Server")
    return engine


@HANDLERS.named("cluster.getNodes")
def nodes(sim, key, values):
    """As Docker lists them."""
    result = []
    for one in engine_of(sim, values).nodes():
        node = one.described
        row = {"ID": one.identifier, "Version": {"Index": 9}, "CreatedAt": iso(sim.started), "UpdatedAt": iso(sim.started),
               "Spec": {"Labels": dict(node.labels), "Role": node.role, "Availability": node.availability.lower()},
               "Description": {"Hostname": node.hostname, "Platform": {"Architecture": "x86_64", "OS": "linux"},
                               "Resources": {"NanoCPUs": node.cpus * 10 ** 9, "MemoryBytes": node.memory}, "Engine": {
                                   "EngineVersion": node.engine_version, "Plugins": []}, "TLSInfo": {}},
               "Status": {"State": node.status.lower(), "Addr": "127.0.0.1"}}
        if node.role == "manager":
            row["ManagerStatus"] = {"Leader": True, "Reachability": "reachable", "Addr": "127.0.0.1:2377"}
        result.append(row)
    return result


def join(role):
    def command(sim, key, values):
        node = engine_of(sim, values).host.nodes[0]
        return {"command": "docker swarm join --token SWMTKN-1-S3CRET-%s 127.0.0.1:2377" % role, "version": node.engine_version}
    return command


HANDLERS["cluster.addWorker"], HANDLERS["cluster.addManager"] = join("worker"), join("manager")


@HANDLERS.named("cluster.removeWorker")
def remove_node(sim, key, values):
    """Drained first, then removed by force; a manager stays, drained."""
    engine = engine_of(sim, values)
    node = next((one.described for one in engine.nodes() if values["nodeId"] in (one.identifier, one.described.hostname)), None)
    if node is not None:
        node.availability = "Drain"
        sim.nodes_changed()
    if node is None or node.role == "manager":
        raise CallError("INTERNAL_SERVER_ERROR", "Error removing the node")
    engine.host.nodes.remove(node)
    sim.nodes_changed()
    return True
