# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a custom role: a name and permissions. The name is its id, and writing it requires a license."""

from __future__ import annotations

from .._common.errors import BadInput, Refused
from .._model.kinds import NOTHING, Kind
from .._model.resource import Field, Resource, Write

BUILT_IN = ("owner", "admin", "member")


class Permissions(Kind):
    """Permissions: resource -> list of allowed actions, in any order."""

    ansible = {"type": "dict"}

    def parse(self, value, path):
        for name, actions in value.items():
            if not isinstance(actions, list) or not all(isinstance(one, str) for one in actions):
                raise BadInput("%s: the actions of %s must be a list, such as [read, create]" % (path, name))
        return self.canonical(value) or {}

    def canonical(self, wire):
        return {name: sorted(set(actions)) for name, actions in sorted((wire or {}).items()) if actions} or None


def check_permissions(read, options, record):
    """Raise Refused for permissions that Dokploy does not know -> no steps."""
    known = read("customRole.getStatements") or {}
    wrong = ["%s.%s" % (name, one) for name, actions in sorted((options.get("permissions") or {}).items()) for one in actions
             if one not in known.get(name, ())]
    if wrong:
        raise Refused("permissions: Dokploy has no %s: nothing was changed" % ", ".join(wrong), next_step="Known: %s." % "; ".join(
            "%s: %s" % (name, ", ".join(actions)) for name, actions in known.items() if name not in ("organization", "invitation", "team", "ac")))
    return ()


ROLE = Resource(
    kind="role",
    id="roleName",
    name="newRoleName",
    since="0.28.8",
    licensed=True,
    addressing={"name": {"type": "str"}},
    fields=(Field("permissions", "permissions", Permissions(), effect=NOTHING, default={}),),
    shows=(("members", "memberCount", int),),
    listing="customRole.all",
    create="customRole.create",
    create_keys=("permissions",),
    create_always=("permissions",),
    update=Write("customRole.update", always=("permissions",)),
    remove="customRole.remove",
    refuse=lambda options, record: "name: %s is built in" % options["name"] if options.get("name") in BUILT_IN else "",
    keep=lambda read, options, record: "it has %d members: give them another role first" % record["memberCount"] if record.get("memberCount") else "",
    unpack=lambda row: dict(row, roleName=row["role"], newRoleName=row["role"]),
    pack=lambda resource, body: body if "roleName" in body else {"roleName": body["newRoleName"], "permissions": body.get("permissions") or {}},
    more_steps=check_permissions,
)
