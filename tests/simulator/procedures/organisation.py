# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What belongs to the organisation: registries, SSH keys, servers, and the lists beside them."""

from __future__ import annotations

import hashlib
import re

from ..database_service import KINDS
from ..errors import UNDEFINED, CallError, not_found
from ..validation import failure
from . import Handlers

HANDLERS = Handlers()


def row_or_404(sim, table, identifier, what):
    row = sim.store.tables[table].get(identifier)
    if row is None:
        raise not_found(what)
    return row


# -- registries ----------------------------------------------------------------------------------------------------------------------


def login_trouble(sim, address, username, password):
    """What ``docker login`` says, or None where it works; known registries are those of the world, any other refuses the connection."""
    if " " in address:
        return "Error response from daemon: unable to parse server address: parse \"https://%s\": invalid character \" \" in host name\n" % address
    wanted = sim.world.registries.get(address)
    if wanted is None:
        scheme = "http" if address.startswith(("127.", "localhost")) else "https"
        return 'Error response from daemon: Get "%s://%s/v2/": dial tcp %s: connect: connection refused\n' % (scheme, address, address)
    if tuple(wanted) != (username, password):
        return "Error response from daemon: login attempt to http://%s/v2/ failed with status: 401 Unauthorized\n" % address
    return None


def log_in(sim, row, code="BAD_REQUEST"):
    """Log in as ``create`` and ``update`` do; :raises CallError: with the command, in which older servers show the password."""
    trouble = login_trouble(sim, row["registryUrl"], row["username"], row["password"])
    if trouble is None:
        return
    words = "Command execution failed: Command failed: printf %%s '%s' | docker login '%s' -u '%s' --password-stdin\n%s" % (
        row["password"], row["registryUrl"], row["username"], trouble)
    if sim.version_tuple >= (0, 29):
        # the server blots out each occurrence of the password, wherever it stands
        words = words.replace(row["password"], "***") if row["password"] else words
    raise CallError(code, words)


def test_login(sim, row):
    trouble = login_trouble(sim, row["registryUrl"], row["username"], row["password"])
    if trouble is not None:
        raise CallError("BAD_REQUEST", "Command failed with code 1. Stderr: " + trouble)
    return True


def refuse_address(sim, values):
    """Newer servers want a host name, with a port or without."""
    if sim.version_tuple >= (0, 29) and values.get("registryUrl") and not re.match(r"^[A-Za-z0-9.-]+(:\d+)?(/.*)?$", values["registryUrl"]):
        raise failure([({"code": "custom"}, ["registryUrl"],
                        "Registry URL must be a valid hostname or hostname:port (e.g. registry.example.com or localhost:5000)")])


@HANDLERS.named("registry.all")
def registry_all(sim, key, values):
    return [dict(row) for row in sim.store.registries.values()]


@HANDLERS.named("registry.one")
def registry_one(sim, key, values):
    row = row_or_404(sim, "registries", values["registryId"], "Registry")
    return {name: value for name, value in row.items() if name != "password"}


@HANDLERS.named("registry.create")
def registry_create(sim, key, values):
    refuse_address(sim, values)
    row = {"registryId": sim.ids.nanoid(), "registryName": values["registryName"], "imagePrefix": values["imagePrefix"], "username": values["username"],
           "password": values["password"], "registryUrl": values["registryUrl"], "createdAt": sim.now(), "registryType": values["registryType"],
           "organizationId": sim.organization_id}
    log_in(sim, row, "BAD_REQUEST" if sim.version_tuple >= (0, 29) else "INTERNAL_SERVER_ERROR")
    sim.store.registries[row["registryId"]] = row
    return row


@HANDLERS.named("registry.update")
def registry_update(sim, key, values):
    """Stored first, and then tried: what is refused stays."""
    row = row_or_404(sim, "registries", values["registryId"], "Registry")
    refuse_address(sim, values)
    row.update({name: value for name, value in values.items() if name in row})
    log_in(sim, row)
    return True


@HANDLERS.named("registry.testRegistry")
def registry_try(sim, key, values):
    return test_login(sim, values)


@HANDLERS.named("registry.remove")
def registry_remove(sim, key, values):
    row_or_404(sim, "registries", values["registryId"], "Registry")
    for application in sim.store.applications.values():
        for name in ("registryId", "buildRegistryId", "rollbackRegistryId"):
            if application.get(name) == values["registryId"]:
                application[name] = None
    return sim.store.registries.pop(values["registryId"])


@HANDLERS.named("registry.testRegistryById")
def registry_test(sim, key, values):
    row = sim.store.registries.get(values.get("registryId"))
    if row is None:
        raise CallError("BAD_REQUEST", "Registry not found")
    return test_login(sim, row)


# -- SSH keys ------------------------------------------------------------------------------------------------------------------------


@HANDLERS.named("sshKey.all")
def ssh_all(sim, key, values):
    return [dict(row) for row in sim.store.sshKeys.values()]


@HANDLERS.named("sshKey.one")
def ssh_one(sim, key, values):
    return row_or_404(sim, "sshKeys", values["sshKeyId"], "SSH Key")


@HANDLERS.named("sshKey.generate")
def ssh_generate(sim, key, values):
    """A pair that looks like one; nothing opens with it."""
    word = hashlib.sha256(sim.ids.nanoid().encode("ascii")).hexdigest()
    kind = values.get("type", "rsa")
    label = "OPENSSH" if kind == "ed25519" else "RSA"
    return {"privateKey": "-----BEGIN %s PRIVATE KEY-----\nsimulated-%s\n-----END %s PRIVATE KEY-----\n" % (label, word, label),
            "publicKey": "ssh-%s simulated-%s dokploy" % (kind, word[:24])}


@HANDLERS.named("sshKey.create")
def ssh_create(sim, key, values):
    row = {"sshKeyId": sim.ids.nanoid(), "privateKey": values["privateKey"], "publicKey": values["publicKey"], "name": values["name"],
           "description": values.get("description"), "createdAt": sim.now(), "lastUsedAt": None, "organizationId": sim.organization_id}
    sim.store.sshKeys[row["sshKeyId"]] = row
    return UNDEFINED


@HANDLERS.named("sshKey.update")
def ssh_update(sim, key, values):
    """The keys themselves cannot be changed; a key that is not there is refused in the same words as a call that changes nothing."""
    row = sim.store.sshKeys.get(values["sshKeyId"])
    changes = {name: value for name, value in values.items() if name in ("name", "description", "lastUsedAt")}
    if row is None or not changes:
        raise CallError("BAD_REQUEST", "Error updating this SSH key")
    row.update(changes)
    return row


@HANDLERS.named("sshKey.remove")
def ssh_remove(sim, key, values):
    row_or_404(sim, "sshKeys", values["sshKeyId"], "SSH Key")
    for service in (*sim.store.applications.values(), *sim.store.tables["compose"].values()):
        if service.get("customGitSSHKeyId") == values["sshKeyId"]:
            service["customGitSSHKeyId"] = None
    for server in sim.store.servers.values():
        if server["sshKeyId"] == values["sshKeyId"]:
            server["sshKeyId"] = None
    return sim.store.sshKeys.pop(values["sshKeyId"])


# -- servers -------------------------------------------------------------------------------------------------------------------------


@HANDLERS.named("server.all")
def server_all(sim, key, values):
    return [dict(row, totalSum=len(sim.store.of("applications", "serverId", row["serverId"]))) for row in reversed(sim.store.servers.values())]


@HANDLERS.named("server.buildServers")
def build_servers(sim, key, values):
    return [dict(row) for row in sim.store.servers.values() if row["serverType"] == "build" and row["sshKeyId"]]


@HANDLERS.named("server.one")
def server_one(sim, key, values):
    row = row_or_404(sim, "servers", values["serverId"], "Server")
    key = sim.store.sshKeys.get(row["sshKeyId"])
    return dict(row, deployments=list(sim.recorded.get("setups", {}).get(row["serverId"], [])), sshKey=dict(key) if key else None)


@HANDLERS.named("server.create")
def server_create(sim, key, values):
    if values["sshKeyId"] is not None and values["sshKeyId"] not in sim.store.sshKeys:
        raise CallError("BAD_REQUEST", "Error creating the server")
    row = {"serverId": sim.ids.nanoid(), "name": values["name"], "description": values.get("description"), "ipAddress": values["ipAddress"],
           "port": values["port"], "username": values["username"], "appName": "server-%s-%s" % (sim.ids.base36(8), sim.ids.suffix()),
           "enableDockerCleanup": values.get("enableDockerCleanup", sim.version_tuple >= (0, 29))}
    if sim.version_tuple >= (0, 29, 9):
        row["buildsConcurrency"] = 1
    row.update({"createdAt": sim.now(), "organizationId": sim.organization_id, "serverStatus": "active", "serverType": values["serverType"], "command": "",
                "sshKeyId": values["sshKeyId"], "metricsConfig": {
                    "server": {"port": 4500, "type": "Remote", "token": "", "cronJob": "", "thresholds": {"cpu": 0, "memory": 0}, "refreshRate": 60,
                               "urlCallback": "", "retentionDays": 2},
                    "containers": {"services": {"exclude": [], "include": []}, "refreshRate": 60}}})
    sim.store.servers[row["serverId"]] = row
    return row


@HANDLERS.named("server.remove")
def server_remove(sim, key, values):
    """What is only kept for it goes with it, without a word."""
    row_or_404(sim, "servers", values["serverId"], "Server")
    if any(sim.store.of(table, "serverId", values["serverId"]) for table in ("applications", "compose", *KINDS)):
        raise CallError("BAD_REQUEST", "Server has active services, please delete them first")
    for table in ("certificates", "networks", "schedules"):
        for one in sim.store.of(table, "serverId", values["serverId"]):
            del sim.store.tables[table][one[table[:-1] + "Id"]]
    return sim.store.servers.pop(values["serverId"])


# -- the organisation, and lists that are empty here -------------------------------------------------------------------------------------


def own_organization(sim):
    return {"id": sim.organization_id, "name": sim.organization_name, "slug": None, "logo": None, "createdAt": sim.now(), "metadata": None, "defaultRole": None,
            "ownerId": sim.user_id}


def organization_with_members(sim):
    member = {"id": sim.user_id[:20], "organizationId": sim.organization_id, "userId": sim.user_id, "role": "owner", "createdAt": sim.now(), "teamId": None,
              "isDefault": True}
    for name in ("canCreateProjects", "canAccessToSSHKeys", "canCreateServices", "canDeleteProjects", "canDeleteServices", "canAccessToDocker",
                 "canAccessToAPI", "canAccessToGitProviders", "canAccessToTraefikFiles", "canDeleteEnvironments", "canCreateEnvironments"):
        member[name] = False
    for name in ("accessedProjects", "accessedEnvironments", "accessedServices", "accessedGitProviders", "accessedServers"):
        member[name] = []
    return dict(own_organization(sim), members=[member])


@HANDLERS.named("organization.all")
def organization_all(sim, key, values):
    """The first, and those that were made since."""
    first = organization_with_members(sim)
    rows = [dict(row, members=[dict(first["members"][0], organizationId=row["id"], isDefault=False)]) for row in sim.store.organizations.values()]
    return [first] + [{name: value for name, value in row.items() if name != "defaultRole" or sim.version_tuple >= (0, 30)} for row in rows]


@HANDLERS.named("certificates.all")
def certificates_all(sim, key, values):
    more = {"server": None} if sim.version_tuple >= (0, 30) else {}
    return [dict(row, **more) for row in sim.store.certificates.values()]


@HANDLERS.named("certificates.create")
def certificates_create(sim, key, values):
    row = {"certificateId": sim.ids.nanoid(), "name": values["name"], "certificateData": values["certificateData"], "privateKey": values["privateKey"],
           "certificatePath": "certificate-%s-%s" % (sim.ids.base36(8), sim.ids.suffix()), "autoRenew": values.get("autoRenew"),
           "organizationId": sim.organization_id, "serverId": values.get("serverId")}
    sim.store.certificates[row["certificateId"]] = row
    return row


@HANDLERS.named("certificates.one")
def certificates_one(sim, key, values):
    return dict(row_or_404(sim, "certificates", values["certificateId"], "Certificate"))


@HANDLERS.named("certificates.update")
def certificates_update(sim, key, values):
    row = row_or_404(sim, "certificates", values["certificateId"], "Certificate")
    changes = {name: value for name, value in values.items() if name != "certificateId"}
    if not changes:
        raise CallError("INTERNAL_SERVER_ERROR", "No values to set")
    row.update(changes)
    return row


@HANDLERS.named("certificates.remove")
def certificates_remove(sim, key, values):
    row_or_404(sim, "certificates", values["certificateId"], "Certificate")
    del sim.store.certificates[values["certificateId"]]
    return True
