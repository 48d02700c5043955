# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The server itself, and the user behind a key."""

from __future__ import annotations

import re

from .. import dotenv
from ..errors import UNDEFINED, CallError, not_found
from ..validation import PROCEDURES, failure
from . import Handlers
from .invitations import EMAIL

HANDLERS = Handlers()


@HANDLERS.named("settings.getDokployVersion")
def version(sim, key, values):
    return sim.version


@HANDLERS.named("settings.isCloud")
def is_cloud(sim, key, values):
    return False


@HANDLERS.named("settings.health")
def health(sim, key, values):
    if sim.database_down:
        raise CallError("INTERNAL_SERVER_ERROR", "Failed query: SELECT 1\nparams: ")
    return {"status": "ok"}


@HANDLERS.named("settings.checkInfrastructureHealth")
def infrastructure(sim, key, values):
    return {name: {"status": "unhealthy", "message": "(HTTP code 404) no such service - service dokploy-%s not found " % name}
            for name in ("postgres", "traefik")}


def schema_of(kind):
    """A type of the table as JSON Schema, as the document of a live server has it."""
    schema = dict(SCHEMAS.get(kind.kind, {}))
    if kind.kind == "string" and kind.minimum:
        schema["minLength"] = kind.minimum
    elif kind.kind == "enum":
        schema["enum"] = list(kind.options)
    elif kind.kind == "list":
        schema["items"] = schema_of(kind.item)
    elif kind.kind == "object" and kind.members:
        schema["properties"] = {name: schema_of(member) for name, (_must, member) in kind.members.items()}
        schema["required"] = [name for name, (must, _member) in kind.members.items() if must]
    if kind.low is not None:
        schema["minimum"] = kind.low
    if kind.high is not None:
        schema["maximum"] = kind.high
    return {"anyOf": [schema, {"type": "null"}]} if kind.nullable else schema


SCHEMAS = {
    "string": {"type": "string"}, "enum": {"type": "string"}, "number": {"type": "number"}, "integer": {"type": "integer"},
    "boolean": {"type": "boolean"}, "list": {"type": "array"}, "object": {"type": "object"}, "record": {"type": "object", "additionalProperties": {}},
}


@HANDLERS.named("settings.getOpenApiDocument")
def document(sim, key, values):
    """The procedures that are served, with their keys and types: the same each time."""
    if sim.version not in DOCUMENTS:
        DOCUMENTS[sim.version] = make_document(sim)
    return DOCUMENTS[sim.version]


DOCUMENTS = {}


def make_document(sim):
    paths = {}
    for name, procedure in PROCEDURES.items():
        if not sim.serves(name):
            continue
        keys = [key for key in procedure.keys.values() if key.known(sim.version_tuple)]
        operation = {"operationId": name.replace(".", "-"), "tags": [name.split(".")[0]], "security": [{"apiKey": []}]}
        if procedure.query:
            operation["parameters"] = [
                {"in": "query", "name": one.name, "required": one.required(sim.version_tuple), "schema": schema_of(one.type(sim.version_tuple))}
                for one in keys]
        else:
            schema = {"type": "object", "properties": {one.name: schema_of(one.type(sim.version_tuple)) for one in keys}}
            required = [one.name for one in keys if one.required(sim.version_tuple)]
            if required:
                schema["required"] = required
            operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
        paths["/" + name] = {"get" if procedure.query else "post": operation}
    return {"openapi": "3.1.0", "info": {"title": "tRPC OpenAPI", "version": sim.version}, "servers": [{"url": "/api"}], "paths": paths}


# Traefik's files (source, and looked at on live servers): any text is stored, and what is not there is null.

FOLDER = "/etc/dokploy/traefik"


@HANDLERS.named("settings.readDirectories")
def directories(sim, key, values):
    folder = FOLDER + "/dynamic"
    names = sorted(name + ".yml" for name in sim.list_traefik_files(values.get("serverId")))
    return [
        {"id": folder, "name": "dynamic", "type": "directory", "children": [
            {"id": folder + "/certificates", "name": "certificates", "type": "directory", "children": []},
            *({"id": "%s/%s" % (folder, name), "name": name, "type": "file"} for name in names)]},
        {"id": FOLDER + "/traefik.yml", "name": "traefik.yml", "type": "file"}]


@HANDLERS.named("settings.readTraefikFile")
def read_file(sim, key, values):
    path = values["path"]
    if not path.startswith("/"):
        return None             # of a folder of Dokploy's own, in which there is nothing
    if "../" in path or not path.startswith(FOLDER):
        raise failure([({"code": "custom"}, ["path"], "Invalid path: path traversal or unauthorized directory access detected")])
    if path == FOLDER + "/traefik.yml":
        return sim.traefik_static
    return sim.read_traefik_file(path[len(FOLDER + "/dynamic/"):-len(".yml")], values.get("serverId"))


@HANDLERS.named("settings.updateTraefikFile")
def update_file(sim, key, values):
    sim.traefik_files[values["path"][len(FOLDER + "/dynamic/"):-len(".yml")]] = values["traefikConfig"]
    return True


@HANDLERS.named("settings.reloadServer")
def reload_server(sim, key, values):
    sim.reload()
    return True


@HANDLERS.named("settings.updateBuildsConcurrency")
def concurrency(sim, key, values):
    sim.deployments.set_concurrency("local", values["buildsConcurrency"])
    return True


NO_METRICS = {
    "server": {"type": "Dokploy", "refreshRate": 60, "port": 4500, "token": "", "retentionDays": 2, "cronJob": "", "urlCallback": "", "thresholds": {
        "cpu": 0, "memory": 0}}, "containers": {"refreshRate": 60, "services": {"include": [], "exclude": []}}}


@HANDLERS.named("settings.getWebServerSettings")
def web_server_settings(sim, key, values):
    result = dict({"id": sim.ids.nanoid(), "serverIp": None, "certificateType": "none", "https": False, "host": None, "letsEncryptEmail": None,
                   "sshPrivateKey": None, "createdAt": sim.now(), "updatedAt": sim.now(), "cleanupCacheApplications": False,
                   "metricsConfig": NO_METRICS}, **sim.settings)
    if sim.version_tuple >= (0, 29, 9):
        result["buildsConcurrency"] = sim.deployments.concurrency.get("local", 1)
    if sim.version_tuple >= (0, 30):
        result.update(remoteServersOnly=False, enforceSSO=False)
    return result


MONITORING = "dokploy/monitoring:latest"


@HANDLERS.named("admin.setupMonitoring")
def set_up_metrics(sim, key, values):
    """Stored first; then the image is pulled and its container started, and an older server says nothing where that fails."""
    given = values["metricsConfig"]
    if not given["server"]["urlCallback"].startswith(("http://", "https://")):
        raise failure([({"code": "invalid_format", "format": "url"}, ["metricsConfig", "server", "urlCallback"], "Invalid URL")])
    services = given["containers"]["services"]
    sim.settings["metricsConfig"] = {"server": dict(given["server"], type="Dokploy"), "containers": dict(given["containers"], services={
        name: services.get(name) or [] for name in ("include", "exclude")})}
    sim.measures = MONITORING in sim.world.images
    if not sim.measures and sim.version_tuple >= (0, 29):
        raise CallError("INTERNAL_SERVER_ERROR", "Error response from daemon: Get \"https://registry-1.docker.io/v2/\": dial tcp: lookup "
                        "registry-1.docker.io on 10.255.255.53:53: dial udp 10.255.255.53:53: connect: network is unreachable")
    return web_server_settings(sim, key, {})


@HANDLERS.named("settings.updateDockerCleanup")
def docker_cleanup(sim, key, values):
    """Without a value, nothing changes and nothing is said."""
    if values.get("serverId"):
        if values["serverId"] not in sim.store.servers:
            raise not_found("Server")
        sim.store.servers[values["serverId"]]["enableDockerCleanup"] = values["enableDockerCleanup"]
    elif values.get("enableDockerCleanup") is not None:
        sim.settings["enableDockerCleanup"] = values["enableDockerCleanup"]
    return True


@HANDLERS.named("settings.updateLogCleanup")
def log_cleanup(sim, key, values):
    """Any text is stored; an empty one switches it off."""
    sim.settings["logCleanupCron"] = values["cronExpression"] or None
    return True


@HANDLERS.named("settings.getLogCleanupStatus")
def log_cleanup_status(sim, key, values):
    cron = sim.settings["logCleanupCron"]
    return {"enabled": bool(cron), "cronExpression": cron}


def clean(*types):
    def handler(sim, key, values):
        """What is unused on the host goes; of a remote server nothing is known here."""
        if values.get("serverId"):
            if values["serverId"] not in sim.store.servers:
                raise not_found("Server")
            return True
        for one in types:
            number, used, size, in_use = sim.disk[one]
            sim.disk[one] = [used, used, in_use, in_use]
        return UNDEFINED if types == ("Build Cache",) else True
    return handler


for _name, _types in (("StoppedContainers", ("Containers",)), ("UnusedImages", ("Images",)), ("UnusedVolumes", ("Local Volumes",)),
                      ("DockerBuilder", ("Build Cache",)), ("DockerPrune", ("Containers", "Images", "Build Cache"))):
    HANDLERS["settings.clean" + _name] = clean(*_types)


@HANDLERS.named("settings.getDockerDiskUsage")
def disk_usage(sim, key, values):
    """As Docker writes sizes, and the bytes as Dokploy reads them: each unit as 1024 of the one below. A remote server has nothing."""
    disk = dict.fromkeys(sim.disk, (0, 0, 0, 0)) if values.get("serverId") else sim.disk
    return [{"type": one, "totalCount": number, "active": used, "size": "%dMB" % size if size else "0B", "reclaimable": "%dMB (50%%)" % (size - in_use)
             if size > in_use else "0B", "sizeBytes": size * 1024 ** 2} for one, (number, used, size, in_use) in disk.items()]


@HANDLERS.named("dockerDiskUsage.getDiskUsage")
def disk_usage_of_server(sim, key, values):
    if values.get("serverId") and values["serverId"] not in sim.store.servers:
        raise not_found("Server")
    return disk_usage(sim, key, values)


@HANDLERS.named("settings.haveActivateRequests")
def requests_are_active(sim, key, values):
    return sim.access_log


@HANDLERS.named("settings.toggleRequests")
def toggle_requests(sim, key, values):
    sim.access_log = values["enable"]
    return True


@HANDLERS.named("settings.assignDomainServer")
def assign_domain(sim, key, values):
    if values.get("letsEncryptEmail") and not re.match(EMAIL, values["letsEncryptEmail"]):
        raise failure([({"origin": "string", "code": "invalid_format", "format": "email", "pattern": "/%s/" % EMAIL}, ["letsEncryptEmail"],
                        "Invalid email address")])
    sim.settings.update({name: values.get(name, sim.settings.get(name)) for name in ("host", "certificateType", "https", "letsEncryptEmail")})
    return web_server_settings(sim, key, {})


@HANDLERS.named("settings.updateServerIp")
def server_address(sim, key, values):
    sim.settings["serverIp"] = values["serverIp"]
    return web_server_settings(sim, key, {})


def container_of_traefik(sim):
    """The variables and ports that its container has by now: Dokploy removes it some seconds after its answer, and makes another."""
    for due, name, value in [one for one in sim.traefik_changes if one[0] <= sim.agenda.now]:
        sim.traefik_container[name] = value
    sim.traefik_changes = [one for one in sim.traefik_changes if one[0] > sim.agenda.now]
    if any(sim.agenda.now >= due - 5 for due, dummy, dummy2 in sim.traefik_changes):
        raise CallError("INTERNAL_SERVER_ERROR", "Resource type not found")
    return sim.traefik_container


def change_traefik(sim, name, value):
    sim.traefik_changes.append((sim.agenda.now + 8, name, value))
    return True


@HANDLERS.named("settings.readTraefikEnv")
def traefik_env(sim, key, values):
    return container_of_traefik(sim)["env"]


@HANDLERS.named("settings.writeTraefikEnv")
def write_traefik_env(sim, key, values):
    """Docker adds those variables of the image that are not among the given ones."""
    given = dotenv.parse(values["env"])
    given.update({name: value for name, value in sim.traefik_image.items() if name not in given})
    return change_traefik(sim, "env", "\n".join("%s=%s" % one for one in given.items()))


@HANDLERS.named("settings.getTraefikPorts")
def traefik_ports(sim, key, values):
    return container_of_traefik(sim)["ports"]


@HANDLERS.named("settings.updateTraefikPorts")
def write_traefik_ports(sim, key, values):
    for port in values["additionalPorts"]:
        if port["publishedPort"] in sim.world.host.used_ports:
            raise CallError("BAD_REQUEST", "Port %s is already in use by a host-level service" % port["targetPort"])
    return change_traefik(sim, "ports", sorted(values["additionalPorts"], key=lambda port: "%d/%s" % (port["targetPort"], port["protocol"])))


@HANDLERS.named("settings.getReleaseTag")
def release_tag(sim, key, values):
    return "latest"


@HANDLERS.named("user.getPermissions")
def permissions(sim, key, values):
    return key.permissions(sim.version_tuple)


@HANDLERS.named("user.get")
def user(sim, key, values):
    return {"id": sim.user_id[:20], "organizationId": sim.organization_id, "userId": sim.user_id, "role": "owner" if key.admin else "member",
            "createdAt": sim.now(), "user": {
                "id": sim.user_id, "email": next(iter(sim.accounts), "admin@example.com"), "firstName": "", "lastName": "",
                "apiKeys": [dict(row) for row in sim.store.apiKeys.values()]}}
