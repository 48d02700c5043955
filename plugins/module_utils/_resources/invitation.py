# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a pending invitation to the organization."""

from __future__ import annotations

from .._model.kinds import NOTHING
from .._model.resource import Field, Resource


def find_wrong_invitation(options, record):
    if (options.get("email") or "") != (options.get("email") or "").lower():
        return "email must be in lower case, as Dokploy saves it"
    if options.get("role") == "owner":
        return "role: an organization has one owner"        # v0.28.8 accepts a second one
    return ""


INVITATION = Resource(
    kind="invitation",
    id="invitationId",
    row_id="id",
    name="email",
    name_option="email",
    since="0.28.8",
    addressing={"email": {"type": "str"}, "invitation_id": {"type": "str"}},
    fields=(Field("role", "role", effect=NOTHING, at_creation=True, clearable=False),),
    shows=(("expires_at", "expiresAt", str),),
    renames=False,
    listing="organization.allInvitations",
    only=lambda row: row.get("status") == "pending",
    create="organization.inviteMember",
    create_keys=("role",),
    remove="organization.removeInvitation",
    needed=("role",),
    refuse=find_wrong_invitation,
    permissions={"organization.inviteMember": ("member", "create"), "organization.removeInvitation": ("member", "create")},
)
