# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists plain records, all or those of one owner, in the form of their description. Read-only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from .._api.lookup import SERVICE_KINDS, find_referenced_row, list_named_rows, locate_environment, make_ambiguous_error, sort_environments
from .._common.errors import BadInput, NotFound, ResourceNotFound, Refused
from .._model.address import Address, same_name
from .._resources.references import REFERENCES


@dataclass(frozen=True)
class Owner:
    """The owner of a record."""

    kind: str
    id: Optional[str] = None
    missing: str = ""             # what does not exist, for a message


def unpack(resource, row):
    """A row of the server as its description has it."""
    row = dict(row)
    if resource.row_id and resource.row_id in row:
        row[resource.id] = row[resource.row_id]
    return resource.unpack(row) if resource.unpack else row


def refuse_older(backend, resource, exc):
    """Raise Refused where a procedure is unknown because the server is older than the kind of record."""
    if resource.since and getattr(exc, "unknown_procedure", False):
        raise Refused("a %s requires Dokploy v%s or later, and this is v%s: nothing was changed" % (
            resource.kind.replace("_", " "), resource.since, ".".join(str(part) for part in backend.version()))) from exc


def list_rows(backend, resource, owner=None):
    """The rows of a kind; of one owner where it has some. Raises Refused where the server is too old for it."""
    procedure, params, key = (resource.listing, {}, resource.list_key) if resource.owner is None else resource.owner.list_call(owner.kind, owner.id)
    try:
        rows = backend.client.read(procedure, **params)
    except NotFound as exc:
        refuse_older(backend, resource, exc)
        raise
    for part in key.split(".") if key else ():
        rows = (rows or {}).get(part)
    known = resource.owner.keys(owner.kind, owner.id) if resource.owner is not None and resource.owner.find else {}
    return [dict(unpack(resource, row), **known) for row in ([rows] if isinstance(rows, dict) else rows or [])
            if resource.only is None or resource.only(row)]


def read_row(ctx, resource, record_id):
    """One record, read alone."""
    return unpack(resource, ctx.read_record(resource, record_id))


def name_owner(resource, options):
    """The kind of owner that a task names, or None. Raises BadInput where it names several."""
    named = [kind for kind in resource.owner.kinds if options.get(kind)]
    if len(named) > 1:
        raise BadInput("%s belongs to one thing: name one of %s" % (resource.kind.replace("_", " "), ", ".join(named)))
    return named[0] if named else resource.owner.otherwise or None


def find_owner(backend, resource, options):
    """The Owner that a task names. A service is named by its name, project and environment, or by its id."""
    if resource.owner.find:
        try:
            own_id, missing = resource.owner.find(backend.client.read, options)
        except NotFound as exc:
            refuse_older(backend, resource, exc)
            raise
        return Owner(resource.owner.kinds[0], own_id, missing)
    kind = name_owner(resource, options)
    if kind is None:
        raise BadInput("name what the %s belongs to: %s, or %s" % (resource.kind.replace("_", " "), ", ".join(resource.owner.kinds), resource.id_option))
    named = options.get(kind)
    if kind in (resource.owner.otherwise, resource.owner.itself):
        return Owner(kind, resource.owner.find_own_id(backend) if resource.owner.find_own_id else None)
    if kind == "server":
        return Owner(kind, find_referenced_row(backend, REFERENCES["server"], named)["serverId"])
    listing, id_key = next((key, one[1]) for key, one in SERVICE_KINDS.items() if one[0] == kind)
    if not options.get("project"):
        for project in backend.tree():
            for row in (row for environment in sort_environments(project) for row in environment.get(listing) or []):
                if row[id_key] == named:
                    return Owner(kind, named)
        raise ResourceNotFound("no %s has the id %s; with a name, project is needed" % (kind, named))
    place = locate_environment(backend, Address(project=options["project"], environment=options.get("environment") or None))
    if place.missing:
        return Owner(kind, missing="%s %s" % (place.missing, options["project"] if place.missing == "project" else options["environment"]))
    rows = list_named_rows(backend, listing, place.environment["row"])
    found = [row[id_key] for row in rows if row[id_key] == named] or [row[id_key] for row in rows if same_name(row.get("name"), named)]
    if len(found) > 1:
        raise make_ambiguous_error(kind, named, found, kind + ", with its id")
    return Owner(kind, found[0]) if found else Owner(kind, missing="%s %s" % (kind, named))
