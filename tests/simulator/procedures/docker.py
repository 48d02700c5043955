# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What runs: docker.*, swarm.* and overview.*."""

from __future__ import annotations

import base64

from .. import compose_project, inspection
from ..clock import docker_time, iso
from ..errors import UNDEFINED, CallError
from ..store import SERVICES
from . import Handlers
from .projects import ID, STATUS

HANDLERS = Handlers()


def engine_for(sim, values):
    """The engine that is asked, or None where it cannot be reached."""
    engine = sim.engine(values.get("serverId"))
    return None if engine is None or engine.dead else engine


@HANDLERS.named("docker.getConfig")
def get_config(sim, key, values):
    engine = engine_for(sim, values)
    found = inspection.inspect(engine, values["containerId"]) if engine is not None else None
    return UNDEFINED if found is None else found


@HANDLERS.named("docker.getServiceContainersByAppName")
def service_containers(sim, key, values):
    engine = engine_for(sim, values)
    if values["appName"] == "dokploy" and not values.get("serverId") and sim.world.host.dokploy:
        return own_tasks(sim)
    return inspection.service_tasks(engine, values["appName"]) if engine is not None else []


def own_tasks(sim):
    """``docker service ps dokploy``: the newest first."""
    newest = sim.own_tasks[-1]
    return [{"containerId": one[0], "name": "dokploy.1", "state": "running" if one is newest else "shutdown", "node": "manager-1", "error": "",
             "currentState": "%s %s ago" % ("Running" if one is newest else "Complete", inspection.ago(max(0.0, sim.agenda.now - one[1])))}
            for one in reversed(sim.own_tasks)]


def ports_of(container):
    """As ``docker ps`` shows them: what is published on its host, then what the image exposes beside."""
    published = {} if container.status != "running" else {
        one["TargetPort"]: one["PublishedPort"] for one in container.task.endpoint.get("Ports") or [] if one.get("PublishMode") == "host"}
    return ", ".join(["%s:%d->%d/tcp" % (address, port, target) for target, port in published.items() for address in ("0.0.0.0", "[::]")] + [
        "%d/tcp" % port for port in container.task.image.ports if port not in published])


@HANDLERS.named("docker.getContainers")
def containers(sim, key, values):
    engine = engine_for(sim, values)
    if engine is None:
        return []
    return [{"containerId": one.id[:12], "name": one.name, "image": one.image, "state": one.status,
             "ports": ports_of(one), "status": inspection.status_words(engine, one), **values}
            for one in engine.containers_here() if "dokploy" not in one.name] + measuring(sim, values)


def measuring(sim, values):
    """The container of Dokploy's metrics, which is a task of a service on newer servers."""
    if not sim.measures or values.get("serverId"):
        return []
    return [{"containerId": "4d6f6e69746f", "name": "dokploy-monitoring" + (".1.q8o5r9tbnk0p2yw4x6z1a3c5e" if sim.version_tuple >= (0, 29) else ""),
             "image": "dokploy/monitoring:latest", "state": "running", "ports": "", "status": "Up 3 seconds", **values}]


@HANDLERS.named("docker.getContainersByAppNameMatch")
def containers_by_name(sim, key, values):
    engine = engine_for(sim, values)
    if engine is None:
        return []
    if values.get("appType") == "stack" and sim.version_tuple >= (0, 29):
        return inspection.stack_containers(engine, values["appName"])
    found = compose_project.containers_of(engine, values["appName"]) if values.get("appType") == "docker-compose" else [
        one for one in engine.containers_here() if one.name.startswith(values["appName"])]
    return [{"containerId": one.id[:12], "name": one.name, "state": "restarting" if compose_project.is_restarting(one) else one.status,
             "status": inspection.status_words(engine, one)} for one in found]


@HANDLERS.named("docker.getStackContainersByAppName")
def stack_containers(sim, key, values):
    engine = engine_for(sim, values)
    return inspection.stack_rows(engine, values["appName"]) if engine is not None else []


@HANDLERS.named("docker.getContainersByAppLabel")
def containers_by_label(sim, key, values):
    engine = engine_for(sim, values)
    if engine is None:
        return []
    return [{"containerId": one.id[:12], "name": one.name, "state": one.status}
            for one in engine.containers_here() if one.status == "running" and (
                one.task.service.name == values["appName"] if values["type"] == "swarm" else values["appName"] in one.name)]


@HANDLERS.named("docker.readContainerFile")
def read_file(sim, key, values):
    """The tables of listening sockets; nothing else is in a simulated container."""
    engine = engine_for(sim, values)
    container = engine.container(values["containerId"]) if engine is not None else None
    if container is None:
        raise CallError("INTERNAL_SERVER_ERROR", "Error response from daemon: No such container: %s\n" % values["containerId"])
    if values["path"] not in ("/proc/net/tcp", "/proc/net/tcp6"):
        raise CallError("INTERNAL_SERVER_ERROR", "cat: can't open '%s': No such file or directory\n" % values["path"])
    lines = ["  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode"]
    if values["path"] == "/proc/net/tcp" and container.status == "running":
        for number, port in enumerate(container.task.image.ports):
            lines.append("%4d: %s:%04X 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 %d 1" % (
                number, "0100007F" if container.task.image.loopback else "00000000", port, 20000 + number))
    return {"content": base64.b64encode(("\n".join(lines) + "\n").encode("ascii")).decode("ascii"), "truncated": False}


@HANDLERS.named("docker.getServerHealth")
def server_health(sim, key, values):
    engine = engine_for(sim, values)
    if engine is None:
        raise CallError("INTERNAL_SERVER_ERROR", "SSH connection error")
    node = engine.nodes()[0].described
    running = [one for one in engine.containers_here() if one.status == "running"]
    return {
        "checkedAt": int(engine.now), "containers": {"containerCount": len(running), "serviceCount": len(engine.services)},
        "resources": {"memTotalBytes": node.memory, "memUsedBytes": node.memory // 4, "cpuCount": node.cpus},
        "inotify": {"maxWatches": 65536, "maxInstances": 128, "maxQueuedEvents": 16384, "currentInstances": 4, "persisted": False},
        "disk": {"totalBytes": engine.host.disk[1], "usedBytes": engine.host.disk[0]},
        "dockerNetworks": {"count": 4, "addressPools": None, "usage": [{
            "name": inspection.NETWORK, "driver": "overlay", "subnet": "10.0.1.0/24", "containersInUse": engine.host.addresses[0],
            "capacity": engine.host.addresses[1], "percentUsed": round(100.0 * engine.host.addresses[0] / engine.host.addresses[1])}]},
        "daemonErrors": [], "daemonLogsWindow": {"fromEpoch": int(engine.now) - 86400, "toEpoch": int(engine.now)},
        "reservation": {"memoryReservedBytes": 0, "cpuReservedNanoCpus": 0, "appCount": len(sim.store.applications), "unsupportedComposeCount": 0}}


@HANDLERS.named("docker.getEvents")
def events(sim, key, values):
    """What the engine saw lately, the newest first; of what it sees, memory kills alone are kept here."""
    engine = engine_for(sim, values)
    if engine is None:
        raise CallError("INTERNAL_SERVER_ERROR", "SSH connection error")
    since = engine.now - 60 * float(values.get("minutes") or 15)
    return {"fetchedAt": iso(engine.now), "events": [
        {"status": "oom", "id": one.id, "from": one.image, "Type": "container", "Action": "oom", "Actor": {"ID": one.id, "Attributes": {
            "com.docker.swarm.service.name": one.task.service.name, "com.docker.swarm.task.id": one.task.id, "image": one.image, "name": one.name}},
         "scope": "local", "time": int(when), "timeNano": int(when * 1e9)} for when, one in reversed(engine.kills) if when >= since]}


@HANDLERS.named("swarm.getNodes")
def nodes(sim, key, values):
    engine = engine_for(sim, values)
    if engine is None:
        return UNDEFINED
    result = []
    leader = engine.leader()
    for node in engine.nodes():
        described = node.described
        result.append({
            "Availability": described.availability, "EngineVersion": described.engine_version, "Hostname": described.hostname, "ID": node.identifier,
            "ManagerStatus": "Leader" if node is leader else ("Reachable" if described.role == "manager" else ""), "Self": node is leader,
            "Status": described.status, "TLSStatus": "Ready"})
    return result


@HANDLERS.named("swarm.getNodeInfo")
def node_info(sim, key, values):
    engine = engine_for(sim, values)
    for node in engine.nodes() if engine is not None else []:
        if values["nodeId"] in (node.identifier, node.described.hostname):
            described = node.described
            return {
                "ID": node.identifier, "Version": {"Index": 9}, "CreatedAt": docker_time(engine.network_created),
                "UpdatedAt": docker_time(engine.network_created),
                "Spec": {"Labels": dict(described.labels), "Role": described.role, "Availability": described.availability.lower()},
                "Description": {"Hostname": described.hostname, "Platform": {"Architecture": "x86_64", "OS": "linux"},
                                "Resources": {"NanoCPUs": int(described.cpus * 1e9), "MemoryBytes": described.memory},
                                "Engine": {"EngineVersion": described.engine_version}},
                "Status": {"State": described.status.lower(), "Addr": "127.0.0.1"}}
    return UNDEFINED


@HANDLERS.named("swarm.getNodeApps")
def node_apps(sim, key, values):
    engine = engine_for(sim, values)
    if engine is None:
        return []
    result = [{"ID": service.id[:12], "Image": service.spec["TaskTemplate"]["ContainerSpec"]["Image"],
               "Mode": "global" if service.is_global() else "replicated", "Name": service.name, "Ports": inspection.published(service),
               "Replicas": inspection.service_replicas(service)}
              for service in sorted(engine.services.values(), key=lambda one: one.name) if not service.name.startswith("dokploy-")]
    if sim.world.host.dokploy and not values.get("serverId"):
        result.append({"ID": sim.own_tasks[0][0][:12], "Image": sim.world.host.dokploy, "Mode": "replicated", "Name": "dokploy", "Ports": "",
                       "Replicas": "1/1"})
    if not result and sim.version_tuple < (0, 29):
        return UNDEFINED
    return result


@HANDLERS.named("swarm.getContainerStats")
def container_stats(sim, key, values):
    engine = engine_for(sim, values)
    return [
        inspection.statistics(engine, one) for one in sorted(engine.containers_here(), key=lambda one: one.name) if one.status == "running"
    ] if engine is not None else []


# -- overviews ---------------------------------------------------------------------------------------------------------------------------


TYPES = {"applications": "application", "postgres": "postgres", "mysql": "mysql", "mariadb": "mariadb", "mongo": "mongo", "redis": "redis",
         "compose": "compose", "libsql": "libsql"}


def place(sim, row):
    environment = sim.store.environments[row["environmentId"]]
    project = sim.store.projects[environment["projectId"]]
    return {"projectId": project["projectId"], "projectName": project["name"], "environmentId": environment["environmentId"],
            "environmentName": environment["name"]}


@HANDLERS.named("overview.services")
def services(sim, key, values):
    result = []
    for table in SERVICES:
        for row in sim.store.tables[table].values():
            if not key.sees(row[ID[table]]):
                continue
            server = sim.store.servers.get(row["serverId"])
            last = [one["createdAt"] for one in sim.store.of("deployments", ID[table], row[ID[table]])]
            item = {"id": row[ID[table]], "name": row["name"], "appName": row["appName"], "status": row[STATUS.get(table, "applicationStatus")],
                    "createdAt": row["createdAt"], "serverId": row["serverId"], "serverName": server["name"] if server else None}
            item.update(place(sim, row))
            item.update({"icon": row.get("icon"), "type": TYPES[table], "lastDeployAt": max(last) if last else None})
            result.append(item)
    return result


@HANDLERS.named("overview.domains")
def domains(sim, key, values):
    result = []
    for row in sim.store.domains.values():
        kind = "compose" if row["composeId"] else "application"
        service = sim.find_service(row[kind + "Id"])
        if service is None or not key.sees(row[kind + "Id"]):
            continue
        item = {name: row[name] for name in ("domainId", "host", "path", "port", "customEntrypoint", "https", "certificateType", "createdAt", "enabled",
                                             "domainType")}
        item.update({"serviceOwnerId": row[kind + "Id"], "serviceOwnerType": kind, "serviceName": service["name"]})
        item.update(place(sim, service))
        result.append(item)
    return result
