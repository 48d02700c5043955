# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Organisations, members with what they may do, API keys, and tags."""

from __future__ import annotations

from .. import permissions
from ..clock import iso
from ..data import copy_data
from ..errors import UNDEFINED, CallError, not_found
from ..validation import failure
from . import Handlers
from .organisation import own_organization

HANDLERS = Handlers()

RIGHTS = ("canCreateProjects", "canCreateServices", "canDeleteProjects", "canDeleteServices", "canAccessToDocker", "canAccessToTraefikFiles",
          "canAccessToAPI", "canAccessToSSHKeys", "canAccessToGitProviders", "canDeleteEnvironments", "canCreateEnvironments")
ACCESS = ("accessedProjects", "accessedEnvironments", "accessedServices", "accessedGitProviders", "accessedServers")
LICENSED = ("accessedGitProviders", "accessedServers")
DAY = 86400


# -- organisations ---------------------------------------------------------------------------------------------------------------------


def shown_organization(sim, row):
    return {name: value for name, value in row.items() if name != "defaultRole" or sim.version_tuple >= (0, 30)}


@HANDLERS.named("organization.active")
def organization_active(sim, key, values):
    if not sim.organization_made():
        return None             # of a user whose sign-up has not come to its end
    return shown_organization(sim, own_organization(sim))


@HANDLERS.named("organization.one")
def organization_one(sim, key, values):
    if values["organizationId"] == sim.organization_id:
        return shown_organization(sim, own_organization(sim))
    row = sim.store.organizations.get(values["organizationId"])
    if row is None:
        raise CallError("FORBIDDEN", "You are not a member of this organization")
    return shown_organization(sim, row)


@HANDLERS.named("organization.create")
def organization_create(sim, key, values):
    """A name twice and an empty one are taken."""
    row = {"id": sim.ids.nanoid(), "name": values["name"], "slug": sim.ids.nanoid(), "logo": values.get("logo"), "createdAt": sim.now(), "metadata": None,
           "defaultRole": None, "ownerId": sim.user_id}
    sim.store.organizations[row["id"]] = row
    return shown_organization(sim, row)


def organization_or_404(sim, values):
    row = sim.store.organizations.get(values["organizationId"])
    if row is None:
        raise not_found("Organization")
    return row


@HANDLERS.named("organization.update")
def organization_update(sim, key, values):
    if values["organizationId"] == sim.organization_id:
        sim.organization_name = values.get("name", sim.organization_name)
        return shown_organization(sim, own_organization(sim))
    row = organization_or_404(sim, values)
    role = values.get("defaultRole")
    if role == "owner":
        raise CallError("FORBIDDEN", "Cannot set owner as the default role")
    if role and role not in ("admin", "member"):
        raise not_found('Role "%s"' % role)
    row.update({name: value for name, value in values.items() if name in ("name", "logo", "defaultRole")})
    return shown_organization(sim, row)


@HANDLERS.named("organization.delete")
def organization_delete(sim, key, values):
    organization_or_404(sim, values)
    del sim.store.organizations[values["organizationId"]]
    return []


# -- members ---------------------------------------------------------------------------------------------------------------------------


@HANDLERS.named("user.all")
def users(sim, key, values):
    return [copy_data(row) for row in sim.store.users.values()]


def member_or_404(sim, values):
    row = sim.store.users.get(values["userId"])
    if row is None:
        raise CallError("NOT_FOUND", "Target user is not a member of this organization")
    return row


@HANDLERS.named("user.one")
def user_one(sim, key, values):
    return copy_data(member_or_404(sim, values))


@HANDLERS.named("user.createUserWithCredentials")
def user_create(sim, key, values):
    """A role that does not exist is taken; an address is stored in lower case."""
    values = dict(values, email=values["email"].lower())
    if len(values["password"]) < 8:
        raise failure([({"origin": "string", "code": "too_small", "minimum": 8, "inclusive": True}, ["password"],
                        "Too small: expected string to have >=8 characters")])
    if values["role"] == "owner":
        raise CallError("FORBIDDEN", "Cannot create a user with the owner role")
    if any(row["user"]["email"] == values["email"] for row in sim.store.users.values()):
        raise CallError("BAD_REQUEST", "This email already has an account. Use the invitation link flow for existing users.")
    user_id = sim.ids.nanoid()
    row = {name: [] for name in ACCESS[:3]}
    row.update(dict.fromkeys(RIGHTS, False))
    row.update({name: [] for name in LICENSED})
    row.update({"id": sim.ids.nanoid(), "userId": user_id, "organizationId": sim.organization_id, "role": values["role"], "isDefault": True,
                "teamId": None, "createdAt": sim.now(), "user": {
                    "id": user_id, "email": values["email"], "firstName": "", "lastName": "", "role": "user", "emailVerified": True, "banned": None}})
    sim.store.users[user_id] = row
    return {"userId": user_id, "email": values["email"], "role": values["role"]}


@HANDLERS.named("user.assignPermissions")
def user_assign(sim, key, values):
    """By the user's id alone; an unknown one, or the member's own id, changes nothing without a word. Two lists want a licence."""
    row = sim.store.users.get(values["id"])
    if row is not None:
        row.update({name: value for name, value in values.items() if name in RIGHTS + ACCESS and name not in LICENSED})
    return UNDEFINED


@HANDLERS.named("user.remove")
def user_remove(sim, key, values):
    member_or_404(sim, values)
    del sim.store.users[values["userId"]]
    return UNDEFINED


# -- API keys --------------------------------------------------------------------------------------------------------------------------


@HANDLERS.named("user.createApiKey")
def key_create(sim, key, values):
    """The key itself is in this answer alone; without rate options it is limited to ten requests a day, of which each counts twice."""
    if len(values["name"]) > 32:
        if sim.version_tuple < (0, 29):
            raise CallError("INTERNAL_SERVER_ERROR", "The name length is either too large or too small.")
        raise failure([({"origin": "string", "code": "too_big", "maximum": 32, "inclusive": True}, ["name"], "Name must be at most 32 characters")])
    if values["metadata"]["organizationId"] != sim.organization_id:
        raise CallError("FORBIDDEN", "You are not a member of this organization")
    if values.get("expiresIn") is not None and values["expiresIn"] < DAY:
        raise CallError("INTERNAL_SERVER_ERROR", "The expiresIn is smaller than the predefined minimum value.")
    if (values.get("refillAmount") is None) != (values.get("refillInterval") is None):
        raise CallError("INTERNAL_SERVER_ERROR", "refillAmount is required when refillInterval is provided")
    token = (values.get("prefix") or "") + sim.ids.nanoid(64)
    limited = values.get("rateLimitEnabled", True)
    now = sim.now()
    row = {"configId": "default", "name": values["name"], "start": token[:6], "referenceId": sim.user_id, "prefix": values.get("prefix"), "key": token,
           "refillInterval": values.get("refillInterval"), "refillAmount": values.get("refillAmount"), "lastRefillAt": None, "enabled": True,
           "rateLimitEnabled": limited, "rateLimitTimeWindow": values.get("rateLimitTimeWindow", DAY * 1000),
           "rateLimitMax": values.get("rateLimitMax", 10), "requestCount": 0, "remaining": values.get("remaining"), "lastRequest": None,
           "expiresAt": iso(sim.agenda.now + values["expiresIn"]) if values.get("expiresIn") else None, "createdAt": now, "updatedAt": now,
           "permissions": None, "metadata": None, "id": sim.ids.nanoid()}
    sim.store.apiKeys[row["id"]] = {name: value for name, value in row.items() if name != "key"}
    sim.keys[token] = permissions.Key(token)
    sim.keys[token].row_id = row["id"]
    if limited:
        sim.keys[token].requests_left = row["rateLimitMax"] // 2
    return row


@HANDLERS.named("user.deleteApiKey")
def key_delete(sim, key, values):
    if values["apiKeyId"] not in sim.store.apiKeys:
        raise not_found("API key")
    del sim.store.apiKeys[values["apiKeyId"]]
    for token in [token for token, one in sim.keys.items() if getattr(one, "row_id", None) == values["apiKeyId"]]:
        del sim.keys[token]
    return True


# -- tags ------------------------------------------------------------------------------------------------------------------------------


@HANDLERS.named("tag.all")
def tags(sim, key, values):
    return sorted((dict(row) for row in sim.store.tags.values()), key=lambda row: row["name"])


def tag_or_404(sim, values):
    row = sim.store.tags.get(values["tagId"])
    if row is None:
        raise not_found("Tag")
    return row


@HANDLERS.named("tag.one")
def tag_one(sim, key, values):
    return tag_or_404(sim, values)


def refuse_twice(sim, name):
    if any(row["name"] == name for row in sim.store.tags.values()):
        raise CallError("BAD_REQUEST", 'Failed query: insert into "tag" ("tagId", "name", "color", "createdAt", "organizationId") values '
                        '($1, $2, $3, $4, $5)\nparams: %s' % name)


@HANDLERS.named("tag.create")
def tag_create(sim, key, values):
    refuse_twice(sim, values["name"])
    row = {"tagId": sim.ids.nanoid(), "name": values["name"], "color": values.get("color"), "createdAt": sim.now(), "organizationId": sim.organization_id}
    sim.store.tags[row["tagId"]] = row
    return row


@HANDLERS.named("tag.update")
def tag_update(sim, key, values):
    """Any text is taken as a colour. A call that changes nothing is refused."""
    row = sim.store.tags.get(values["tagId"])
    if row is None:
        raise CallError("NOT_FOUND", "Tag not found or you don't have permission to update it")
    changes = {name: values[name] for name in ("name", "color") if name in values}
    if not changes:
        raise CallError("BAD_REQUEST", "Error updating tag: No values to set")
    if any(one["name"] == changes.get("name") and one is not row for one in sim.store.tags.values()):
        columns = ", ".join('"%s" = $%d' % (name, number) for number, name in enumerate(changes, 1))
        raise CallError("BAD_REQUEST", 'Error updating tag: Failed query: update "tag" set %s where "tag"."tagId" = $%d returning "tagId", "name", "color", '
                        '"createdAt", "organizationId"\nparams: %s' % (columns, len(changes) + 1, ",".join([*changes.values(), row["tagId"]])))
    row.update(changes)
    return row


@HANDLERS.named("tag.remove")
def tag_remove(sim, key, values):
    row = tag_or_404(sim, values)
    del sim.store.tags[row["tagId"]]
    for name in [name for name, one in sim.store.projectTags.items() if one["tagId"] == row["tagId"]]:
        del sim.store.projectTags[name]
    return {"success": True}


def assign(sim, project_id, tag_id):
    row = {"id": sim.ids.nanoid(), "projectId": project_id, "tagId": tag_id}
    sim.store.projectTags["%s/%s" % (project_id, tag_id)] = row
    return row


@HANDLERS.named("tag.assignToProject")
def tag_assign(sim, key, values):
    tag_or_404(sim, values)
    return assign(sim, values["projectId"], values["tagId"])


@HANDLERS.named("tag.removeFromProject")
def tag_unassign(sim, key, values):
    """What is not assigned is no error."""
    sim.store.projectTags.pop("%s/%s" % (values["projectId"], values["tagId"]), None)
    return {"success": True}


@HANDLERS.named("tag.bulkAssign")
def tag_bulk(sim, key, values):
    """Replaces; a tag twice in the list is refused after all were removed, an unknown one before."""
    if values["projectId"] not in sim.store.projects:
        raise CallError("NOT_FOUND", "Project not found or you don't have permission to modify it")
    for one in values["tagIds"]:
        if one not in sim.store.tags:
            raise not_found("Tag")
    for name in [name for name, one in sim.store.projectTags.items() if one["projectId"] == values["projectId"]]:
        del sim.store.projectTags[name]
    if len(set(values["tagIds"])) != len(values["tagIds"]):
        raise CallError("BAD_REQUEST", 'Failed query: insert into "project_tag"')
    for one in values["tagIds"]:
        assign(sim, values["projectId"], one)
    return {"success": True}
