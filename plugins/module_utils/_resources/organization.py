# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes an organization."""

from __future__ import annotations

from .._model.kinds import NOTHING
from .._model.resource import Field, Resource, Write


def find_use(read, options, record):
    """Return why the organization must stay, or "". Dokploy removes all of its content, which the key cannot list, or the key itself."""
    own = (read("organization.active") or {}).get("id") == record["organizationId"]
    return "it is the organization of this API key, which cannot remove it" if own else "" if options.get("force") else (
        "Dokploy would remove all projects, records and keys in it, which this key cannot list, and leave its services running: force: true removes it")


ORGANIZATION = Resource(
    kind="organization",
    id="organizationId",
    row_id="id",
    addressing={"name": {"type": "str"}, "organization_id": {"type": "str"}},
    fields=(
        Field("logo", "logo", effect=NOTHING, default=""),
        Field("default_role", "defaultRole", effect=NOTHING, since="0.30.2"),
    ),
    listing="organization.all",
    create="organization.create",
    create_keys=("logo",),
    options={"force": {"type": "bool", "default": False}},
    update=Write("organization.update", always=("name",)),
    remove="organization.delete",
    keep=find_use,
    permissions={"organization.update": ("organization", "update"), "organization.delete": ("organization", "delete")},
)
