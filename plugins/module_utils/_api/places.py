# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds the services that the options of an information module select."""

from __future__ import annotations

import fnmatch

from .lookup import list_named_rows, sort_environments
from .._common.errors import NotFound
from .._model.address import address_of, place_of_id, same_name


def list_places(backend, resource, options):
    """List the Places that options select, in the order of the tree of projects; on a Docker Engine, by name."""
    if not backend.stores:
        return backend.places(options)
    return _list_places_of_api(backend, resource, options)


def _list_places_of_api(api, resource, options):
    """List the Places of the services of one kind that the options select."""
    own_id, listing = options.get("%s_id" % resource.kind), resource.calls.listing
    if own_id or options["app_name"] or options.get("domain_host"):
        try:
            place = api.locate(address_of(options, resource))
            ids = [] if place.missing else [place.service["id"]]
        except NotFound:
            ids = []
    else:
        ids = [
            row[resource.id] for project in api.tree() if matches_name_and_id(project, options, "project", "", "")
            for environment in sort_environments(project) if matches_name_and_id(environment, options, "environment", "environmentId", "environment_id")
            for row in (list_named_rows(api.client.read, listing, environment) if options["name"] or options["pattern"] else environment.get(listing) or [])
            if (not options["name"] or same_name(row.get("name"), options["name"]))
            and (not options["pattern"] or fnmatch.fnmatchcase(row.get("name") or "", options["pattern"]))]
    return [place_of_id(one) for one in ids]


def matches_name_and_id(row, options, name, id_key, id_option):
    """Return whether a row matches the options C(name) and C(id_option), if they are set."""
    return (not options.get(name) or same_name(row.get("name"), options[name])) and (
        not options.get(id_option) or row.get(id_key) == options[id_option])
