# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a member of the organization with its permissions. Dokploy accepts unknown roles, and requires all permissions in each call."""

from __future__ import annotations

from .._common.errors import MissingResource
from .._model.kinds import BOOL, NOTHING
from .._model.plan import NEW_ID
from .._model.resource import Field, Resource, Write
from .._model.record_kinds import IDS
from .._model.named_rows import find_named
from .uses import Uses, refers_by

# Option -> key, both without the prefix "can".
RIGHTS = {
    "create_projects": "CreateProjects", "create_services": "CreateServices", "delete_projects": "DeleteProjects", "delete_services": "DeleteServices",
    "create_environments": "CreateEnvironments", "delete_environments": "DeleteEnvironments", "access_docker": "AccessToDocker",
    "access_traefik_files": "AccessToTraefikFiles", "access_api": "AccessToAPI", "access_ssh_keys": "AccessToSSHKeys",
    "access_git_providers": "AccessToGitProviders"}
PLACES = ("projects", "environments", "services")
LICENSED = ("accessedGitProviders", "accessedServers")      # sent back unchanged; Dokploy ignores changes without a license


def find_ids(tree, options):
    """Replace the names of projects with their ids. Raises Refused for a missing project, which Dokploy would store."""
    found = [find_named(tree(), "projectId", named, "projects", "project")["projectId"] for named in options.get("projects") or ()]
    return dict(options, projects=found) if found else options


def find_wrong_user(options, record):
    role, owner = options.get("role"), (record or {}).get("role") == "owner"
    if record is None:
        return "role: an organization has one owner" if role == "owner" else "password: it has at least 8 characters" if len(options["password"]) < 8 else ""
    if role and role != record.get("role") and (owner or role == "owner"):
        return "role: the role owner cannot be given to another user"
    return "it is the owner, who has all permissions" if owner and any(options.get("can_" + one) is not None for one in RIGHTS) else ""


def check_role(call, read, options):
    if options["role"] not in ("admin", "member") and options["role"] not in [row.get("role") for row in read("customRole.all") or []]:
        raise MissingResource("role: %s does not exist, and Dokploy would save it: nothing was changed" % options["role"])
    return {}


def find_why_kept(read, options, record):
    if record.get("role") == "owner":
        return "it is the owner, who cannot be removed"
    return "it is the user of this API key" if (read("user.get") or {}).get("userId") == record["userId"] else ""


def pack_user(resource, body):
    """Complete the body of a call: all permissions with the user's id as C(id), or only the role with the membership's id."""
    if "userId" not in body or set(body) == {"userId", "id", "role"}:
        return {"memberId": body["id"], "role": body["role"]} if "userId" in body else body
    body = dict({key: value for key, value in body.items() if key != "userId"}, id=body["userId"])
    # Older servers have no such lists.
    keep = () if body["id"] == NEW_ID else LICENSED
    body = {key: ([] if key.startswith("accessed") else False) if value is None and key not in keep else value for key, value in body.items()}
    return {key: value for key, value in body.items() if value is not None and key not in ("email", "role", "password")}


USER = Resource(
    kind="user", id="userId", name="email", name_option="email", lowers_name=True,
    addressing={"email": {"type": "str"}, "user_id": {"type": "str"}},
    fields=(
        Field("password", "password", effect=NOTHING, secret=True, at_creation=True, write_only=True, clearable=False, since="0.29.14"),
        Field("role", "role", effect=NOTHING, clearable=False),
    ) + tuple(Field(place, "accessed" + place.title(), IDS, effect=NOTHING, default=[]) for place in PLACES) + tuple(
        Field("can_" + option, "can" + key, BOOL, effect=NOTHING, default=False) for option, key in RIGHTS.items()),
    shows=(("first_name", "firstName", str), ("last_name", "lastName", str)), renames=False, listing="user.all", create="user.createUserWithCredentials",
    create_keys=("password", "role"), needed=("password", "role"), remove="user.remove",
    updates=(Write("organization.updateMemberRole", always=("id", "role")), Write("user.assignPermissions", always=LICENSED + tuple(
        "accessed" + place.title() for place in PLACES) + tuple("can" + key for key in RIGHTS.values()))),
    prepare=find_ids, complete=check_role, refuse=find_wrong_user, keep=find_why_kept, pack=pack_user,
    used_by=Uses(refers_by("userId", "userId", "ownerId"), "Dokploy would remove these with the user.", services=(), relation="owns", others=lambda record: (
        ("Git provider", "gitProvider.getAll", {}), ("organization", "organization.all", {}))),
    unpack=lambda row: dict(row, **{key: (row.get("user") or {}).get(key) for key in ("email", "firstName", "lastName")}),
    permissions={"user.createUserWithCredentials": ("member", "create"), "user.assignPermissions": ("member", "update"),
                 "organization.updateMemberRole": ("member", "update"), "user.remove": ("member", "delete")},
)
