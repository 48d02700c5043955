# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Invitations to the organisation, and the roles of its members."""

from __future__ import annotations

import re

from ..clock import iso
from ..errors import CallError, not_found
from ..validation import failure
from . import Handlers

HANDLERS = Handlers()
HOURS = 48
EMAIL = r"^(?!\.)(?!.*\.\.)([A-Za-z0-9_'+\-\.]*)[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$"


@HANDLERS.named("organization.allInvitations")
def every(sim, key, values):
    return [dict(row) for row in sorted(sim.store.invitations.values(), key=lambda row: row["expiresAt"], reverse=True)]


@HANDLERS.named("organization.inviteMember")
def invite(sim, key, values):
    """An invitation that ended still stands in the way of another; v0.28.8 lets an owner be invited."""
    email = values["email"].lower()
    if not re.match(EMAIL, values["email"]):
        raise failure([({"origin": "string", "code": "invalid_format", "format": "email", "pattern": "/%s/" % EMAIL}, ["email"], "Invalid email address")])
    if any(row["user"]["email"] == email for row in sim.store.users.values()):
        raise CallError("CONFLICT", "User is already a member of this organization")
    if any(row["email"] == email and row["status"] == "pending" for row in sim.store.invitations.values()):
        raise CallError("CONFLICT", "An invitation has already been sent to this email")
    if values["role"] == "owner" and sim.version_tuple >= (0, 29):
        raise CallError("FORBIDDEN", "Cannot invite a user with the owner role")
    if values["role"] not in ("owner", "admin", "member") and values["role"] not in sim.store.roles:
        raise not_found('Role "%s"' % values["role"])
    row = {"id": sim.ids.nanoid(), "organizationId": sim.organization_id, "email": email, "role": values["role"], "status": "pending",
           "expiresAt": iso(sim.agenda.now + HOURS * 3600), "inviterId": sim.user_id, "teamId": None, "createdAt": sim.now()}
    sim.store.invitations[row["id"]] = row
    return row


@HANDLERS.named("organization.removeInvitation")
def remove(sim, key, values):
    if sim.store.invitations.pop(values["invitationId"], None) is None:
        raise not_found("Invitation")
    return []


@HANDLERS.named("organization.updateMemberRole")
def change_role(sim, key, values):
    row = next((one for one in sim.store.users.values() if one["id"] == values["memberId"]), None)
    if row is None:
        raise not_found("Member")
    if "owner" in (row["role"], values["role"]):
        raise CallError("FORBIDDEN", "The owner role is nontransferable")
    if values["role"] not in ("admin", "member") and values["role"] not in sim.store.roles:
        raise not_found('Custom role "%s"' % values["role"])
    row["role"] = values["role"]
    return True
