# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Projects and environments."""

from __future__ import annotations

from ..errors import CallError, not_found
from ..store import SERVICES
from . import Handlers

HANDLERS = Handlers()
# columns of services in project.one, and (by database) in environment.one
STATUS = {"compose": "composeStatus"}
ID = {"applications": "applicationId", "mariadb": "mariadbId", "mongo": "mongoId", "mysql": "mysqlId", "postgres": "postgresId", "redis": "redisId",
      "compose": "composeId", "libsql": "libsqlId"}


def tables(sim):
    """The kinds of service that a version knows."""
    return [name for name in SERVICES if name != "libsql" or sim.version_tuple >= (0, 29)]


def project_or_404(sim, project_id):
    row = sim.store.projects.get(project_id)
    if row is None:
        raise not_found("Project")
    return row


def environment_or_404(sim, environment_id):
    row = sim.store.environments.get(environment_id)
    if row is None:
        raise not_found("Environment")
    return row


def new_environment(sim, project_id, name, description, default=False):
    row = {"environmentId": sim.ids.nanoid(), "name": name, "description": description, "createdAt": sim.now(), "env": "", "projectId": project_id,
           "isDefault": default}
    sim.store.environments[row["environmentId"]] = row
    return row


def tags_of(sim, project_id):
    """The tags of a project, as it shows them."""
    return [{"id": one["id"], "projectId": project_id, "tagId": one["tagId"], "tag": dict(sim.store.tags[one["tagId"]])}
            for one in sim.store.projectTags.values() if one["projectId"] == project_id]


@HANDLERS.named("project.create")
def project_create(sim, key, values):
    row = {"projectId": sim.ids.nanoid(), "name": values["name"], "description": values.get("description"), "createdAt": sim.now(),
           "organizationId": sim.organization_id, "env": values.get("env", "")}
    sim.store.projects[row["projectId"]] = row
    environment = new_environment(sim, row["projectId"], "production", "Production environment", default=True)
    if not key.admin:
        key.projects.add(row["projectId"])
        key.environments.add(environment["environmentId"])
    return {"project": row, "environment": environment}


@HANDLERS.named("project.one")
def project_one(sim, key, values):
    row = dict(project_or_404(sim, values["projectId"]))
    row["environments"] = []
    for environment in sim.store.of("environments", "projectId", row["projectId"]):
        item = dict(environment)
        for table in ("applications", "compose", "libsql", "mariadb", "mongo", "mysql", "postgres", "redis"):
            if table not in tables(sim):
                continue
            item[table] = []
            for service in sim.store.of(table, "environmentId", environment["environmentId"]):
                if not key.sees(service[ID[table]]):
                    continue
                if table == "applications" and unreadable(sim, service):
                    raise CallError("INTERNAL_SERVER_ERROR", "Internal server error")
                item[table].append(project_service(sim, table, service))
        row["environments"].append(item)
    if sim.version_tuple >= (0, 29):
        row["projectTags"] = tags_of(sim, row["projectId"])
    return row


def project_service(sim, table, service):
    if sim.version_tuple < (0, 29):
        return dict(service)
    item = {name: service.get(name) for name in ("name", "description", "appName", "createdAt", "serverId")}
    item[STATUS.get(table, "applicationStatus")] = service[STATUS.get(table, "applicationStatus")]
    item[ID[table]] = service[ID[table]]
    if table == "applications":
        item["icon"] = service.get("icon")
    item["server"] = server_name(sim, service, with_id=False)
    return item


def server_name(sim, service, with_id=True):
    row = sim.store.servers.get(service.get("serverId"))
    if row is None:
        return None
    return {"name": row["name"], "serverId": row["serverId"]} if with_id else {"name": row["name"]}


def unreadable(sim, service):
    """Before v0.29 a stop grace period was a value that could not be written as JSON."""
    return sim.version_tuple < (0, 29) and service.get("stopGracePeriodSwarm") is not None


@HANDLERS.named("project.all")
def project_all(sim, key, values):
    result = []
    for project in sorted(sim.store.projects.values(), key=lambda row: row["createdAt"], reverse=True):
        if not key.admin and project["projectId"] not in key.projects:
            continue
        row = dict(project)
        row["environments"] = []
        for environment in sim.store.of("environments", "projectId", project["projectId"]):
            if not key.admin and environment["environmentId"] not in key.environments:
                continue
            item = {"environmentId": environment["environmentId"], "isDefault": environment["isDefault"], "name": environment["name"]}
            for table in tables(sim):
                item[table] = [all_service(table, service, key) for service in sim.store.of(table, "environmentId", environment["environmentId"])
                               if key.sees(service[ID[table]])]
            row["environments"].append(item)
        if sim.version_tuple >= (0, 29):
            row["projectTags"] = tags_of(sim, row["projectId"])
        result.append(row)
    return result


def all_service(table, service, key):
    item = {ID[table]: service[ID[table]]}
    if table in ("applications", "compose") or not key.admin:
        item["name"] = service["name"]
        item[STATUS.get(table, "applicationStatus")] = service[STATUS.get(table, "applicationStatus")]
    return item


@HANDLERS.named("project.update")
def project_update(sim, key, values):
    row = project_or_404(sim, values["projectId"])
    row.update(values)
    return row


@HANDLERS.named("project.remove")
def project_remove(sim, key, values):
    """The rows go, by cascade; what runs is left running."""
    row = project_or_404(sim, values["projectId"])
    for environment in sim.store.of("environments", "projectId", row["projectId"]):
        drop_environment(sim, environment)
    return sim.store.projects.pop(row["projectId"])


def drop_environment(sim, environment):
    for table in SERVICES:
        for service in sim.store.of(table, "environmentId", environment["environmentId"]):
            drop_service(sim, table, service)
    sim.store.environments.pop(environment["environmentId"])


def drop_service(sim, table, service):
    """The row of a service with whatever hangs on it."""
    identifier = service[ID[table]]
    for child in ("domains", "deployments", "mounts", "ports", "redirects", "security", "rollbacks", "schedules", "volumeBackups", "backups", "patches"):
        for key, row in list(sim.store.tables[child].items()):
            if row.get(ID[table]) == identifier:
                del sim.store.tables[child][key]
    sim.store.tables[table].pop(identifier)


@HANDLERS.named("project.search")
def project_search(sim, key, values):
    rows = [dict(row) for row in sim.store.projects.values() if key.admin or row["projectId"] in key.projects]
    return page(rows, values, ("name", "description"))


@HANDLERS.named("project.allForPermissions")
def project_all_for_permissions(sim, key, values):
    return project_all(sim, key, values)


def page(rows, values, names):
    """What a search finds of rows."""
    for name in names:
        if values.get(name):
            rows = [row for row in rows if values[name].lower() in str(row.get(name) or "").lower()]
    if values.get("q"):
        rows = [row for row in rows if any(values["q"].lower() in str(row.get(name) or "").lower() for name in names)]
    offset, limit = values.get("offset", 0), values.get("limit", 20)
    return {"items": rows[offset:offset + limit], "total": len(rows)}


@HANDLERS.named("environment.create")
def environment_create(sim, key, values):
    project_or_404(sim, values["projectId"])
    if values["name"] == "production":
        raise CallError("BAD_REQUEST", "You cannot create a environment with the name 'production'")
    row = new_environment(sim, values["projectId"], values["name"], values.get("description"))
    if not key.admin:
        key.environments.add(row["environmentId"])
    return row


@HANDLERS.named("environment.one")
def environment_one(sim, key, values):
    row = environment_or_404(sim, values["environmentId"])
    result = {name: row[name] for name in ("name", "description", "environmentId", "isDefault", "projectId", "env")}
    for table in tables(sim):
        result[table] = []
        for service in sim.store.of(table, "environmentId", row["environmentId"]):
            if not key.sees(service[ID[table]]):
                continue
            status = STATUS.get(table, "applicationStatus")
            item = {name: service.get(name) for name in (ID[table], "name", "createdAt", status, "description", "serverId")}
            if table in ("applications", "compose") and sim.version_tuple >= (0, 29):
                item["icon"] = service.get("icon")
            item["server"] = server_name(sim, service)
            result[table].append(item)
    result["project"] = dict(sim.store.projects[row["projectId"]])
    return result


@HANDLERS.named("environment.byProjectId")
def environment_by_project(sim, key, values):
    result = []
    for row in sim.store.of("environments", "projectId", values["projectId"]):
        if not key.admin and row["environmentId"] not in key.environments:
            continue
        item = {name: row[name] for name in ("name", "description", "environmentId", "isDefault")}
        for table in tables(sim):
            item[table] = [dict(service) for service in sim.store.of(table, "environmentId", row["environmentId"]) if key.sees(service[ID[table]])]
        item["project"] = dict(sim.store.projects[row["projectId"]])
        result.append(item)
    return result


@HANDLERS.named("environment.update")
def environment_update(sim, key, values):
    row = environment_or_404(sim, values["environmentId"])
    if row["isDefault"] and "name" in values:
        raise CallError("BAD_REQUEST", "You cannot rename the default environment")
    row.update({name: value for name, value in values.items() if name != "projectId"})
    return row


@HANDLERS.named("environment.remove")
def environment_remove(sim, key, values):
    row = environment_or_404(sim, values["environmentId"])
    if row["isDefault"]:
        raise CallError("BAD_REQUEST", "You cannot delete the default environment")
    if any(sim.store.of(table, "environmentId", row["environmentId"]) for table in SERVICES):
        raise CallError("BAD_REQUEST", "Cannot delete environment: it has active services. Delete all services first.")
    drop_environment(sim, row)
    return row


@HANDLERS.named("environment.search")
def environment_search(sim, key, values):
    rows = [dict(row) for row in sim.store.environments.values() if key.admin or row["environmentId"] in key.environments]
    if values.get("projectId"):
        rows = [row for row in rows if row["projectId"] == values["projectId"]]
    return page(rows, values, ("name", "description"))
