# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What wants a licence: custom roles and forward authentication. Without one, as recorded; with one (C(sim.licence)), from Dokploy's source."""

from __future__ import annotations

import copy

from ..errors import CallError, not_found
from ..permissions import statements_of
from . import Handlers

HANDLERS = Handlers()
BUILT_IN = ("owner", "admin", "member")
INTERNAL = ("organization", "invitation", "team", "ac")


@HANDLERS.named("licenseKey.haveValidLicenseKey")
def valid(sim, key, values):
    return sim.licence


# -- roles -----------------------------------------------------------------------------------------------------------------------------


@HANDLERS.named("customRole.getStatements")
def statements(sim, key, values):
    return statements_of(sim.version_tuple)


@HANDLERS.named("customRole.all")
def roles(sim, key, values):
    return [dict(copy.deepcopy(row), memberCount=len(members(sim, row["role"]))) for row in sim.store.roles.values()]


def members(sim, role):
    return [row for row in sim.store.users.values() if row["role"] == role]


@HANDLERS.named("customRole.membersByRole")
def members_of_role(sim, key, values):
    return [{"id": row["id"], "userId": row["userId"], "email": row["user"]["email"], "firstName": row["user"]["firstName"],
             "lastName": row["user"]["lastName"]} for row in members(sim, values["roleName"])]


def check_permissions(sim, permissions):
    known = statements_of(sim.version_tuple)
    for name, actions in permissions.items():
        if name in INTERNAL:
            raise CallError("BAD_REQUEST", 'Resource "%s" is managed internally and cannot be assigned to custom roles' % name)
        if name not in known:
            raise CallError("BAD_REQUEST", "Unknown resource: %s" % name)
        for one in actions:
            if one not in known[name]:
                raise CallError("BAD_REQUEST", 'Invalid action "%s" for resource "%s". Valid actions: %s' % (
                    one, name, ", ".join(known[name])))


@HANDLERS.named("customRole.create")
def role_create(sim, key, values):
    if values["roleName"] in sim.store.roles:
        raise CallError("CONFLICT", 'Role "%s" already exists' % values["roleName"])
    check_permissions(sim, values["permissions"])
    row = {"role": values["roleName"], "permissions": dict(values["permissions"]), "createdAt": sim.now(), "ids": [sim.ids.nanoid()]}
    sim.store.roles[row["role"]] = row
    return {"id": row["ids"][0], "organizationId": sim.organization_id, "role": row["role"], "createdAt": row["createdAt"]}


@HANDLERS.named("customRole.update")
def role_update(sim, key, values):
    """One that is not there is no error, and the members follow a new name."""
    if values["roleName"] in BUILT_IN:
        raise CallError("BAD_REQUEST", "Cannot modify built-in roles")
    check_permissions(sim, values["permissions"])
    new = values.get("newRoleName") or values["roleName"]
    for row in members(sim, values["roleName"]):
        row["role"] = new
    row = sim.store.roles.pop(values["roleName"], None)
    if row is not None:
        sim.store.roles[new] = dict(row, role=new, permissions=dict(values["permissions"]))
    return None


@HANDLERS.named("customRole.remove")
def role_remove(sim, key, values):
    count = len(members(sim, values["roleName"]))
    if count:
        raise CallError("BAD_REQUEST", 'Cannot delete role "%s": %d member(s) are currently assigned to it. Reassign them first.' % (values["roleName"], count))
    if sim.store.roles.pop(values["roleName"], None) is None:
        raise not_found('Role "%s"' % values["roleName"])
    return {"deleted": 1}


# -- forward authentication ------------------------------------------------------------------------------------------------------------


@HANDLERS.named("forwardAuth.serverStatus")
def forward_status(sim, key, values):
    return [shown(sim, None, "Dokploy Server (local)", None)] + [
        shown(sim, row["serverId"], row["name"], row["ipAddress"]) for row in sim.store.servers.values() if row["sshKeyId"] and row["serverType"] == "deploy"]


def shown(sim, server_id, name, address):
    row = sim.store.forwardAuth.get(server_id) or {}
    return {"serverId": server_id, "name": name, "ipAddress": address, "status": "running" if row.get("providerId") else "stopped",
            "authDomain": row.get("authDomain"), "https": row.get("https", True), "certificateType": row.get("certificateType", "none"),
            "customCertResolver": row.get("customCertResolver"), "callbackUrl": callback(row) if row else None}


def callback(row):
    return "%s://%s/oauth2/callback" % ("https" if row["https"] else "http", row["authDomain"])


@HANDLERS.named("forwardAuth.listProviders")
def forward_providers(sim, key, values):
    return [{"providerId": name, "issuer": "https://login.example.com", "domain": "example.com"} for name in sim.sso_providers]


@HANDLERS.named("forwardAuth.getAuthDomain")
def forward_domain(sim, key, values):
    row = sim.store.forwardAuth.get(values.get("serverId"))
    return {"host": row["authDomain"], "https": row["https"], "certificateType": row["certificateType"], "customCertResolver": row["customCertResolver"],
            "callbackUrl": callback(row)} if row else None


@HANDLERS.named("forwardAuth.setAuthDomain")
def forward_set(sim, key, values):
    row = sim.store.forwardAuth.setdefault(values.get("serverId"), {"providerId": None})
    row.update(authDomain=values["authDomain"], https=values.get("https", True), certificateType=values.get("certificateType", "none"),
               customCertResolver=values.get("customCertResolver"))
    return {"callbackUrl": callback(row)}


@HANDLERS.named("forwardAuth.removeAuthDomain")
def forward_remove(sim, key, values):
    sim.store.forwardAuth.pop(values.get("serverId"), None)
    return {"ok": True}


@HANDLERS.named("forwardAuth.deployOnServer")
def forward_deploy(sim, key, values):
    row = sim.store.forwardAuth.get(values.get("serverId"))
    if row is None:
        raise CallError("PRECONDITION_FAILED", "Set the authentication domain for this server before deploying the proxy.")
    if values["providerId"] not in sim.sso_providers:
        raise not_found("SSO provider")
    row["providerId"] = values["providerId"]
    return {"ok": True}


@HANDLERS.named("forwardAuth.removeOnServer")
def forward_stop(sim, key, values):
    if values.get("serverId") in sim.store.forwardAuth:
        sim.store.forwardAuth[values.get("serverId")]["providerId"] = None
    return {"ok": True}


def domain_or_404(sim, values):
    row = sim.store.domains.get(values["domainId"])
    if row is None:
        raise not_found("Domain")
    return row


@HANDLERS.named("forwardAuth.status")
def domain_status(sim, key, values):
    return {"enabled": bool(domain_or_404(sim, values).get("forwardAuthEnabled"))}


@HANDLERS.named("forwardAuth.enable")
def domain_enable(sim, key, values):
    domain = domain_or_404(sim, values)
    application = sim.store.applications.get(domain["applicationId"]) or {}
    if not (sim.store.forwardAuth.get(application.get("serverId")) or {}).get("providerId"):
        raise CallError("PRECONDITION_FAILED", "Deploy the authentication proxy for this server in SSO settings first.")
    domain["forwardAuthEnabled"] = True
    return {"ok": True}


@HANDLERS.named("forwardAuth.disable")
def domain_disable(sim, key, values):
    domain_or_404(sim, values)["forwardAuthEnabled"] = False
    return {"ok": True}
