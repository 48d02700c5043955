# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds the service or server that a record belongs to. Read-only."""

from __future__ import annotations

from .listing import Owner
from .._api.lookup import SERVICE_KINDS, list_named_rows, locate_environment, sort_environments
from .._api.references import find_referenced_row
from .._common.errors import BadInput, MissingResource, ResourceNotFound, make_ambiguous_error
from .._model.address import Address, same_name
from .._resources.references import REFERENCES


def name_owner(resource, options):
    """Return the kind of owner in a task's options, or None. Raises BadInput for several."""
    named = [kind for kind in resource.owner.kinds if options.get(kind)]
    if len(named) > 1:
        raise BadInput("%s has exactly one owner: set one of %s" % (resource.kind.replace("_", " "), ", ".join(named)))
    return named[0] if named else resource.owner.otherwise or None


def find_owner(backend, resource, options):
    """Find the Owner in a task's options: a service by name, project and environment, or by id."""
    kind = name_owner(resource, options)
    if kind is None:
        raise BadInput("set the owner of the %s: %s, or %s" % (resource.kind.replace("_", " "), ", ".join(resource.owner.kinds), resource.id_option))
    named = options.get(kind)
    if kind in (resource.owner.otherwise, resource.owner.itself):
        return Owner(kind, resource.owner.find_own_id(backend) if resource.owner.find_own_id else None)
    if kind == "server":
        try:
            return Owner(kind, find_referenced_row(backend, REFERENCES["server"], named)["serverId"])
        except MissingResource:
            return Owner(kind, missing="server %s" % named)
    listing, id_key = next((key, one[1]) for key, one in SERVICE_KINDS.items() if one[0] == kind)
    if not options.get("project"):
        for project in backend.tree():
            for row in (row for environment in sort_environments(project) for row in environment.get(listing) or []):
                if row[id_key] == named:
                    return Owner(kind, named)
        raise ResourceNotFound("no %s has the id %s; with a name, project is needed" % (kind, named))
    place = locate_environment(backend.tree(), Address(project=options["project"], environment=options.get("environment") or None))
    if place.missing:
        return Owner(kind, missing="%s %s" % (place.missing, options["project"] if place.missing == "project" else options["environment"]))
    rows = list_named_rows(backend.client.read, listing, place.environment["row"])
    found = [row[id_key] for row in rows if row[id_key] == named] or [row[id_key] for row in rows if same_name(row.get("name"), named)]
    if len(found) > 1:
        raise make_ambiguous_error(kind, named, found, kind + ", with its id")
    return Owner(kind, found[0]) if found else Owner(kind, missing="%s %s" % (kind, named))
