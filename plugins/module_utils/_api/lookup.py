# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds projects and environments by name or id."""

from __future__ import annotations

from dataclasses import replace

from .._common.errors import Refused, ResourceNotFound, make_ambiguous_error
from .._model.address import Place, same_name

# Each list of services in project.all and environment.one -> (kind, key of the id, procedure that removes one, its other parameters).
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


def locate_environment(tree, address, need_environment=False):
    """Find the project and environment of an Address in project.all -> Place. Raises Refused if the environment's name is needed."""
    if address.environment_id:
        for project in tree:
            for row in project.get("environments") or []:
                if row["environmentId"] == address.environment_id:
                    _assert_name("project", address.project, project["name"], "environment_id")
                    _assert_name("environment", address.environment, row["name"], "environment_id")
                    return Place(project=_project(project), environment={"id": row["environmentId"], "name": row["name"], "row": row})
        raise ResourceNotFound("no environment has the id %s, or this key cannot read it" % address.environment_id)
    place = locate_project(tree, address)
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
        raise make_ambiguous_error("environment", "%s/%s" % (address.project, address.environment), [row["environmentId"] for row in found], "environment_id")
    if not found:
        return replace(place, missing="environment")
    return replace(place, environment={"id": found[0]["environmentId"], "name": found[0]["name"], "row": found[0]})


def locate_project(tree, address):
    """Find the project of an Address in project.all -> Place. Raises Ambiguous, and ResourceNotFound for an id that no project has."""
    if address.project_id:
        found = [row for row in tree if row["projectId"] == address.project_id]
        if not found:
            raise ResourceNotFound("no project has the id %s, or this key cannot read it" % address.project_id)
        _assert_name("project", address.project, found[0]["name"], "project_id")
    else:
        found = [row for row in tree if same_name(row["name"], address.project)]
    if len(found) > 1:
        raise make_ambiguous_error("project", address.project, [
            "%s (%s)" % (row["projectId"], ", ".join(env["name"] for env in row.get("environments") or [])) for row in found], "project_id or environment_id")
    return Place(project=_project(found[0])) if found else Place(missing="project")


def sort_environments(project):
    """Sort the environments of a project: the default one first, then by name. Dokploy's order changes with every write."""
    return sorted(project.get("environments") or [], key=lambda row: (not row.get("isDefault"), row.get("name") or "", row["environmentId"]))


def list_named_rows(read, listing, environment):
    """List the services in an environment of the tree, with names: project.all leaves out those of databases."""
    rows = environment.get(listing) or []
    if any("name" not in row for row in rows):
        rows = environment[listing] = (read("environment.one", environmentId=environment["environmentId"]) or {}).get(listing) or []
    return rows


def _project(row):
    return {"id": row["projectId"], "name": row["name"], "row": row}


def _assert_name(what, wanted, found, beside):
    if wanted and not same_name(wanted, found):
        raise Refused("%s says %s, and the %s of that %s is %s: nothing was changed" % (what, wanted, what, beside, found))
