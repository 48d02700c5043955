# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists plain records, all or those of one owner, in the form of their description. Read-only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from .._common.errors import NotFound, PermissionMissing, Refused

NO_LICENSE = "a %s requires a valid enterprise license of Dokploy, and this server has none: nothing was changed"
LICENSE_STEP = "Activate a license in Dokploy, at Settings > License."


@dataclass(frozen=True, eq=False, repr=False)
class Owner:
    """The owner of a record."""

    kind: str
    id: Optional[str] = None
    missing: str = ""             # the missing owner, for a message


def unpack(resource, row):
    """Convert a row of the server to the form of its description."""
    row = row.copy()
    if resource.row_id and resource.row_id in row:
        row[resource.id] = row[resource.row_id]
    return resource.unpack(row) if resource.unpack else row


def refuse_older(backend, resource, exc):
    """Raise Refused if the server is too old for the kind of record."""
    if resource.since and getattr(exc, "unknown_procedure", False):
        raise Refused("a %s requires Dokploy v%s or later, and this is v%s: nothing was changed" % (
            resource.kind.replace("_", " "), resource.since, ".".join(str(part) for part in backend.version()))) from exc


def list_rows(backend, resource, owner=None):
    """List the rows of a kind, of one owner if it has owners. Raises Refused if the server is too old, or lacks the license."""
    procedure, params, key = (resource.listing, {}, resource.list_key) if resource.owner is None else resource.owner.list_call(owner.kind, owner.id)
    try:
        rows = backend.client.read(procedure, **params)
    except NotFound as exc:
        refuse_older(backend, resource, exc)
        raise
    except PermissionMissing as exc:
        if resource.licensed and "license" in exc.server_message:
            raise Refused(NO_LICENSE % resource.kind.replace("_", " "), next_step=LICENSE_STEP) from exc
        raise
    for part in key.split(".") if key else ():
        rows = (rows or {}).get(part)
    known = resource.owner.keys(owner.kind, owner.id) if resource.owner is not None and resource.owner.find else {}
    found = [unpack(resource, row) for row in ([rows] if isinstance(rows, dict) else rows or []) if resource.only is None or resource.only(row)]
    for row in found:
        row.update(known)
    return found


def read_row(ctx, resource, record_id):
    """Read one record by its id."""
    return unpack(resource, ctx.read_record(resource, record_id))


def find_described_owner(backend, resource, options):
    """Find the Owner in a task's options with the description's own function."""
    try:
        own_id, missing = resource.owner.find(backend.client.read, options)
    except NotFound as exc:
        refuse_older(backend, resource, exc)
        raise
    return Owner(resource.owner.kinds[0], own_id, missing)
