# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds services by name, app_name or the host of a domain where overview.services is not enough."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches

from .lookup import SERVICE_KINDS, list_named_rows, locate_environment
from .._common.errors import NotFound, PermissionMissing, make_ambiguous_error
from .._model.address import Place, make_identity, normalize_host, place_of_id, same_name


def locate_in_tree(tree, read, resource, address, overview, need_environment):
    """Find the Place of a name in project.all. C(overview): the rows of overview.services, or None. Raises Ambiguous."""
    place = locate_environment(tree, address, need_environment)
    if place.missing:
        return place
    found = [row for row in list_named_rows(read, resource.calls.listing, place.environment["row"]) if same_name(row.get("name"), address.name)]
    if len(found) > 1:
        raise make_ambiguous_error(resource.kind, str(address), [row[resource.id] for row in found], "%s_id" % resource.kind)
    if not found:
        return replace(place, missing=resource.kind)
    row = found[0]
    seen = next((line for line in overview or [] if line.get("id") == row[resource.id]), {})
    return replace(place, service=make_identity(row[resource.id], row["name"], seen))


def locate_by_app_name_or_host(client, read_tree, resource, address, overview):
    """Find the Place of an app_name or domain_host. Raises Ambiguous."""
    kind, host = resource.calls.type, normalize_host(address.domain_host)
    if overview is None:
        ids = [row[resource.id] for row in read_all_records(client, read_tree(), resource.calls.listing) if (
            any(normalize_host(domain.get("host")) == host for domain in row.get("domains") or []) if host else row.get("appName") == address.app_name)]
    elif host:
        ids = sorted({row["serviceOwnerId"] for row in client.read("overview.domains") or []
                      if normalize_host(row.get("host")) == host and row.get("domainType") == kind})
    else:
        ids = [row["id"] for row in overview if row.get("appName") == address.app_name and row.get("type") == kind]
    if len(ids) > 1:
        raise make_ambiguous_error(resource.kind, address.domain_host or address.app_name, ids, "%s_id" % resource.kind)
    if not ids:
        return Place(missing=resource.kind)
    return place_of_id(ids[0], row=next((line for line in overview or [] if line["id"] == ids[0]), None))


def read_all_domains(client, read_tree):
    """Read the domains of every readable service, as rows of overview.domains; before v0.30 from each service's record."""
    try:
        return client.read("overview.domains") or []
    except NotFound:
        return [dict(domain, serviceOwnerId=row.get("applicationId") or row.get("composeId"), serviceName=row.get("name"),
                     environmentName=row["environment"]["name"], projectName=row["environment"]["project"]["name"])
                for row in read_all_records(client, read_tree(), "applications", "compose") for domain in row.get("domains") or []]


def read_all_records(client, projects, *listings):
    """Read the record of every readable service of some kinds, keys of SERVICE_KINDS, in C(projects), rows of project.all."""
    calls = [("%s.one" % kind, {key: row[key]}) for listing in listings for kind, key in [SERVICE_KINDS[listing][:2]]
             for project in projects for environment in project.get("environments") or [] for row in environment.get(listing) or []]
    batch = client.batch(*calls)
    return [row for row in (batch.get(index, NotFound, PermissionMissing) for index in range(len(calls))) if row]


def suggest_names(api, place, address):
    """Make a sentence for next_step: the first part of the address that does not exist, and similar names; "" without a suggestion."""
    if not place.missing or not address.name or address.app_name or address.domain_host:
        return ""
    if place.missing == "project":
        wanted, rows, where = address.project, api.tree(), "The project %s does not exist"
    elif place.missing == "environment":
        wanted, rows, where = address.environment, ((place.project or {}).get("row") or {}).get("environments"), "The project has no environment %s"
    else:
        listing = next((key for key, one in SERVICE_KINDS.items() if one[0] == place.missing), "")
        if not listing and api.resource is not None and api.resource.calls:
            listing = api.resource.calls.listing
        wanted, rows = address.name, ((place.environment or {}).get("row") or {}).get(listing)
        where = "The environment has no " + place.missing + " %s"
    there = sorted({row.get("name") or "" for row in rows or []})
    alike = get_close_matches(wanted or "", there, 3, 0.6) or there[:10 if place.missing == "environment" else 0]
    return where % wanted + (": is it %s?" % " or ".join(alike) if alike else ".")
