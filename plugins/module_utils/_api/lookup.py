# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finding things the long way: in the tree of projects, by a service's name, by a domain. Private to this collection.

For what overview.services cannot tell: parents, creations, servers before v0.30, and names of registries and keys.
"""

from __future__ import annotations

import fnmatch

from .._common.errors import Ambiguous, NotFound, NotThere, PermissionMissing, Refused
from .._model.address import Place, address_of, place_of_id, same_name


# The lists of services in project.all and environment.one, and how one of them is removed.
SERVICE_KINDS = {
    "applications": ("application", "applicationId", "application.delete", {}),
    "compose": ("compose", "composeId", "compose.delete", {"deleteVolumes": False}),
    "postgres": ("postgres", "postgresId", "postgres.remove", {}),
    "mysql": ("mysql", "mysqlId", "mysql.remove", {}),
    "mariadb": ("mariadb", "mariadbId", "mariadb.remove", {}),
    "mongo": ("mongo", "mongoId", "mongo.remove", {}),
    "redis": ("redis", "redisId", "redis.remove", {}),
    "libsql": ("libsql", "libsqlId", "libsql.remove", {}),
}


def locate_in_tree(api, resource, address, overview, need_environment):
    place = locate_environment(api, address, need_environment)
    if place.missing:
        return place
    found = [row for row in list_named_rows(api, resource, place.environment["row"]) if same_name(row.get("name"), address.name)]
    if len(found) > 1:
        raise ambiguous(resource.kind, str(address), [row[resource.id] for row in found], "%s_id" % resource.kind)
    if not found:
        place.missing = resource.kind
        return place
    row = found[0]
    seen = next((line for line in overview or [] if line.get("id") == row[resource.id]), {})
    place.service = {"id": row[resource.id], "name": row["name"], "appName": seen.get("appName"), "serverId": seen.get("serverId")}
    return place


def locate_environment(api, address, need_environment=False):
    """The project and environment of an Address -> Place; Place.missing names what is not there."""
    if address.environment_id:
        for project in api.tree():
            for row in project.get("environments") or []:
                if row["environmentId"] == address.environment_id:
                    _assert_name("project", address.project, project["name"], "environment_id")
                    _assert_name("environment", address.environment, row["name"], "environment_id")
                    return Place(project=_project(project), environment={"id": row["environmentId"], "name": row["name"], "row": row})
        raise NotThere("no environment has the id %s, or this key cannot read it" % address.environment_id)
    place = locate_project(api, address)
    if place.missing:
        return place
    rows = place.project["row"].get("environments") or []
    if not address.environment:
        if need_environment or len(rows) != 1:
            raise Refused(
                "%s needs environment: the project %s has %s" % (
                    "this state" if need_environment else "the task", address.project, ", ".join(sorted(row["name"] for row in rows)) or "none"))
        found = rows
    else:
        found = [row for row in rows if same_name(row["name"], address.environment)]
    if len(found) > 1:
        raise ambiguous("environment", "%s/%s" % (address.project, address.environment), [row["environmentId"] for row in found], "environment_id")
    if not found:
        place.missing = "environment"
        return place
    place.environment = {"id": found[0]["environmentId"], "name": found[0]["name"], "row": found[0]}
    return place


def locate_project(api, address):
    if address.project_id:
        found = [row for row in api.tree() if row["projectId"] == address.project_id]
        if not found:
            raise NotThere("no project has the id %s, or this key cannot read it" % address.project_id)
        _assert_name("project", address.project, found[0]["name"], "project_id")
    else:
        found = [row for row in api.tree() if same_name(row["name"], address.project)]
    if len(found) > 1:
        raise ambiguous("project", address.project, [
            "%s (%s)" % (row["projectId"], ", ".join(env["name"] for env in row.get("environments") or [])) for row in found], "project_id or environment_id")
    return Place(project=_project(found[0])) if found else Place(missing="project")


def locate_otherwise(api, resource, address, overview, batch):
    """By app_name, or by the host of a domain."""
    kind = resource.calls.type
    if overview is not None and address.app_name and not address.domain_host:
        ids = [row["id"] for row in overview if row.get("appName") == address.app_name and row.get("type") == kind]
    elif overview is not None:
        host = address.domain_host.lower()
        ids = sorted({row["serviceOwnerId"] for row in api.client.read("overview.domains") or []
                      if (row.get("host") or "").lower() == host and row.get("domainType") == kind})
    else:
        ids = [row[resource.id] for row in every_record(api, resource) if (
            row.get("appName") == address.app_name if not address.domain_host
            else any((domain.get("host") or "").lower() == address.domain_host.lower() for domain in row.get("domains") or []))]
    said = address.domain_host or address.app_name
    if len(ids) > 1:
        raise ambiguous(resource.kind, said, ids, "%s_id" % resource.kind)
    if not ids:
        return Place(missing=resource.kind)
    row = next((line for line in overview or [] if line["id"] == ids[0]), {})
    return Place(service={"id": ids[0], "name": None, "appName": row.get("appName"), "serverId": row.get("serverId")}, reads={"batch": batch})


def list_places(api, resource, options):
    """The Places that an C(_info) module's options ask for, in the order of their names."""
    own_id = options.get("%s_id" % resource.kind)
    if own_id or options["app_name"] or options.get("domain_host"):
        try:
            place = api.locate(address_of(options, resource))
            ids = [] if place.missing else [place.service["id"]]
        except NotFound:
            ids = []
    else:
        ids = [
            row[resource.id] for project in api.tree() if fits(project, options, "project", "", "")
            for environment in environments_of(project) if fits(environment, options, "environment", "environmentId", "environment_id")
            for row in (list_named_rows(api, resource, environment) if options["name"] or options["pattern"] else environment.get(resource.calls.listing) or [])
            if (not options["name"] or same_name(row.get("name"), options["name"]))
            and (not options["pattern"] or fnmatch.fnmatchcase(row.get("name") or "", options["pattern"]))]
    return [place_of_id(one) for one in ids]


def list_named_rows(api, resource, environment):
    """The services of a kind in an environment of the tree, with their names: project.all leaves out those of databases."""
    listing = resource.calls.listing
    rows = environment.get(listing) or []
    if any("name" not in row for row in rows):
        rows = environment[listing] = (api.client.read("environment.one", environmentId=environment["environmentId"]) or {}).get(listing) or []
    return rows


def environments_of(project):
    """The default environment, then by name: Dokploy's order changes with every write."""
    return sorted(project.get("environments") or [], key=lambda row: (not row.get("isDefault"), row.get("name") or "", row["environmentId"]))


def fits(row, options, name, id_key, id_option):
    return (not options.get(name) or same_name(row.get("name"), options[name])) and (
        not options.get(id_option) or row.get(id_key) == options[id_option])


def every_record(api, resource, projects=None):
    """The whole record of every service of a kind that the key may see, or of those in some projects; older servers have no overview."""
    return _read_each(api, projects, resource.calls.listing, resource.read, resource.id)


def every_application(api, projects=None):
    """The same of applications, whatever the task is about."""
    return _read_each(api, projects, "applications", "application.one", "applicationId")


def _read_each(api, projects, listing, procedure, key):
    environments = [env for project in (api.tree() if projects is None else projects) for env in project.get("environments") or []]
    ids = [row[key] for env in environments for row in env.get(listing) or []]
    batch = api.client.batch(*[(procedure, {key: one}) for one in ids])
    return [row for row in (batch.get(index, NotFound, PermissionMissing) for index in range(len(ids))) if row]


def suggest_names(api, place, address):
    """What a name may have been meant to be -> words for a next step: the first part that is not there, and names that are like it."""
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
    from difflib import get_close_matches
    there = sorted({row.get("name") or "" for row in rows or []})
    alike = get_close_matches(wanted or "", there, 3, 0.6) or there[:10 if place.missing == "environment" else 0]
    return where % wanted + (": is it %s?" % " or ".join(alike) if alike else ".")


def reference(api, kind, named, **params):
    """A thing by its name or id -> its row. One request for each kind of thing in a task."""
    if kind.listing not in api.listings:
        api.listings[kind.listing] = api.client.read(kind.listing, **params) or []
    rows = api.listings[kind.listing]

    def name_of(row):
        for part in kind.name.split("."):
            row = (row or {}).get(part)
        return row
    found = [row for row in rows if row.get(kind.id) == named] or [row for row in rows if same_name(name_of(row), named)]
    if len(found) > 1:
        raise ambiguous(kind.what, named, [row[kind.id] for row in found], "its id instead of its name")
    if not found:
        raise NotThere("there is no %s named %s" % (kind.what, named), next_step="Known: %s." % (
            ", ".join(sorted(str(name_of(row)) for row in rows)) or "none"))
    return found[0]


def _project(row):
    return {"id": row["projectId"], "name": row["name"], "row": row}


def _assert_name(what, wanted, found, beside):
    if wanted and not same_name(wanted, found):
        raise Refused("%s says %s, and the %s of that %s is %s: nothing was changed" % (what, wanted, what, beside, found))


def ambiguous(what, named, candidates, option):
    return Ambiguous(
        "%s matches %d %ss, and is ambiguous: %s" % (named, len(candidates), what, ", ".join(candidates)),
        next_step="Name the one that is meant by %s." % option, candidates=list(candidates))
