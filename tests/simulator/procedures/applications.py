# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Applications and their deployments."""

from __future__ import annotations

import re

from ..data import copy_data
from ..deployments import CODE, deployment_or_404, shown
from ..errors import UNDEFINED, CallError, DockerError, NeverAnswers, not_found
from ..specification import apply
from ..store import DATABASE_NAMES, REFERENCES, application_columns
from . import Handlers
from .projects import drop_service, environment_or_404, page, unreadable
from .providers import without_secrets
from .services import log_of, scale_command

HANDLERS = Handlers()
# What the whole path of an uploaded file may hold.
TAKEN = re.compile(r"[\w/. :[\]-]{1,500}\Z", re.ASCII)


def application_or_404(sim, application_id):
    row = sim.store.applications.get(application_id)
    if row is None:
        raise not_found("Application")
    return row


def full(sim, row):
    """An application with all that hangs on it."""
    if unreadable(sim, row):
        # the batch interface still writes it: the value is one that plain JSON cannot hold
        raise CallError("INTERNAL_SERVER_ERROR", "Internal server error")
    return assemble(sim, row)


def assemble(sim, row):
    store = sim.store
    result = copy_data(row)
    environment = copy_data(store.environments[row["environmentId"]])
    environment["project"] = copy_data(store.projects[environment["projectId"]])
    mine = row["applicationId"]
    result["environment"] = environment
    result["domains"] = [dict(one) for one in store.of("domains", "applicationId", mine)]
    result["deployments"] = [shown(one) for one in store.of("deployments", "applicationId", mine)]
    for name in ("mounts", "redirects", "security", "ports"):
        result[name] = [dict(one) for one in store.of(name, "applicationId", mine)]
    for name in ("gitlab", "github", "bitbucket", "gitea"):
        result[name] = without_secrets(store.tables[name].get(row[name + "Id"]))
    result["server"] = copy_data(store.servers.get(row["serverId"]))
    result["previewDeployments"] = [dict(one) for one in store.of("previews", "applicationId", mine)]
    for name in ("registry", "buildRegistry", "rollbackRegistry"):
        registry = store.registries.get(row.get(name + "Id"))
        result[name] = {key: value for key, value in registry.items() if key != "password"} if registry else None
    return result


def failed_query(sim, row_id, changes):
    """The words of a refused update: the statement with its parameters."""
    names = [name for name, _default in application_columns(sim.version_tuple)]
    ordered = [name for name in names if name in changes]
    columns = ['"%s"' % DATABASE_NAMES.get(name, name) for name in names]
    settings = ", ".join('"%s" = $%d' % (DATABASE_NAMES.get(name, name), number + 1) for number, name in enumerate(ordered))
    parameters = ",".join([_parameter(changes[name]) for name in ordered] + [row_id])
    return CallError("INTERNAL_SERVER_ERROR", 'Failed query: update "application" set %s where "application"."applicationId" = $%d returning %s\nparams: %s' % (
        settings, len(ordered) + 1, ", ".join(columns), parameters))


def _parameter(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "{%s}" % ",".join('"%s"' % one for one in value)
    return "" if value is None else str(value)


def change(sim, row, values):
    """Write columns; what points nowhere is refused by the database."""
    known = {name for name, _default in application_columns(sim.version_tuple)}
    changes = {name: value for name, value in values.items() if name in known and name not in ("applicationId", "appName")}
    if not changes:
        raise CallError("INTERNAL_SERVER_ERROR", "No values to set")
    for name, table in REFERENCES.items():
        if changes.get(name) is not None and changes[name] not in sim.store.tables[table]:
            raise failed_query(sim, row["applicationId"], changes)
    row.update(copy_data(changes))


@HANDLERS.named("application.create")
def create(sim, key, values):
    environment_or_404(sim, values["environmentId"])
    if values.get("serverId") and values["serverId"] not in sim.store.servers:
        raise CallError("UNAUTHORIZED", "You are not authorized to access this server")
    row = {name: copy_data(default) for name, default in application_columns(sim.version_tuple)}
    name = (values.get("appName") or "app-%s" % sim.ids.base36(6)).strip().lower()
    row.update({
        "applicationId": sim.ids.nanoid(), "name": values["name"], "appName": "%s-%s" % (name, sim.ids.suffix()), "description": values.get("description"),
        "environmentId": values["environmentId"], "serverId": values.get("serverId"), "refreshToken": sim.ids.nanoid(), "createdAt": sim.now()})
    if values.get("sourceType"):
        row["sourceType"] = values["sourceType"]
    sim.store.applications[row["applicationId"]] = row
    if not key.admin:
        key.services.add(row["applicationId"])
    return row


@HANDLERS.named("application.one")
def one(sim, key, values):
    row = application_or_404(sim, values["applicationId"])
    result = assemble(sim, row)
    result["hasGitProviderAccess"] = True
    result["unauthorizedProvider"] = None
    return Guarded(result) if unreadable(sim, row) else result


class Guarded(dict):
    """An answer that the published interface cannot write, for it holds a big integer; the pages' own interface can."""

    def superjson(self):
        """As that interface writes it: the number as text, and its type beside it."""
        return {"json": dict(self, stopGracePeriodSwarm=str(self["stopGracePeriodSwarm"])), "meta": {"values": {"stopGracePeriodSwarm": ["bigint"]}}}


@HANDLERS.named("application.update")
def update(sim, key, values):
    row = sim.store.applications.get(values["applicationId"])
    if row is None:
        raise CallError("BAD_REQUEST", "Error updating application")
    change(sim, row, {name: value for name, value in values.items() if name != "applicationId"})
    return True


def saves(name, source=None):
    """A ``save*`` procedure: its keys become columns as they are."""
    def handler(sim, key, values):
        row = application_or_404(sim, values["applicationId"])
        changes = {column: value for column, value in values.items() if column != "applicationId"}
        if source:
            changes.update({"sourceType": source, "applicationStatus": "idle"})
        change(sim, row, changes)
        return True
    HANDLERS["application." + name] = handler


for _name, _source in (("saveEnvironment", None), ("saveBuildType", None), ("saveDockerProvider", "docker"), ("saveGitProvider", "git"),
                       ("saveGithubProvider", "github"), ("saveGitlabProvider", "gitlab"), ("saveGiteaProvider", "gitea"),
                       ("saveBitbucketProvider", "bitbucket")):
    saves(_name, _source)


@HANDLERS.named("application.disconnectGitProvider")
def disconnect(sim, key, values):
    row = application_or_404(sim, values["applicationId"])
    changes = dict.fromkeys((
        "repository", "branch", "owner", "buildPath", "githubId", "gitlabRepository", "gitlabOwner", "gitlabBranch", "gitlabBuildPath", "gitlabId",
        "gitlabProjectId", "gitlabPathNamespace", "bitbucketRepository", "bitbucketOwner", "bitbucketBranch", "bitbucketBuildPath", "bitbucketId",
        "giteaRepository", "giteaOwner", "giteaBranch", "giteaBuildPath", "giteaId", "customGitBranch", "customGitUrl", "customGitSSHKeyId",
        "customGitBuildPath", "watchPaths"))
    changes.update({"sourceType": "github", "buildPath": "/", "triggerType": "push", "applicationStatus": "idle", "enableSubmodules": False})
    row.update(changes)
    return True


def queue(sim, values, kind, title):
    row = application_or_404(sim, values["applicationId"])
    sim.deployments.add(row, values.get("title") or title, values.get("description") or "", kind)
    return UNDEFINED


@HANDLERS.named("application.deploy")
def deploy(sim, key, values):
    return queue(sim, values, "deploy", "Manual deployment")


@HANDLERS.named("application.redeploy")
def redeploy(sim, key, values):
    return queue(sim, values, "redeploy", "Rebuild deployment")


@HANDLERS.named("application.dropDeployment")
def drop_deployment(sim, key, values):
    """An uploaded zip becomes the source and is deployed; the title cannot be chosen."""
    row = application_or_404(sim, values["applicationId"])
    row["sourceType"], row["dropBuildPath"] = "drop", values.get("dropBuildPath") or ""
    for name in sim.world.names(values["zip"]):
        if sim.version_tuple >= (0, 29, 3) and not TAKEN.match(CODE % row["appName"] + "/" + name):
            raise CallError("INTERNAL_SERVER_ERROR", "Path traversal detected: resolved path escapes output directory: %s" % name)
    sim.checkouts[row["appName"]] = sim.world.upload(values["zip"])
    sim.deployments.add(row, "Manual deployment", "", "deploy")
    return True


@HANDLERS.named("application.start")
def start(sim, key, values):
    row = application_or_404(sim, values["applicationId"])
    before = full(sim, row)
    engine = sim.engine_of(row)
    if engine.dead:
        raise CallError("INTERNAL_SERVER_ERROR", "SSH connection error: connect ECONNREFUSED")
    trouble = scale_command(sim, row, 1)
    if trouble:
        raise CallError("INTERNAL_SERVER_ERROR", "Command execution failed: Command failed: docker service scale %s=1 \n%s: %s\n" % (
            row["appName"], row["appName"], trouble))
    engine.converge(engine.scale(row["appName"], 1))
    row["applicationStatus"] = "done"
    return before


@HANDLERS.named("application.stop")
def stop(sim, key, values):
    row = application_or_404(sim, values["applicationId"])
    before = full(sim, row)
    engine = sim.engine_of(row)
    if not engine.dead and not scale_command(sim, row, 0):
        service = engine.scale(row["appName"], 0)
        try:
            engine.converge(service)
        except NeverAnswers:
            pass
    row["applicationStatus"] = "idle"
    return before


@HANDLERS.named("application.reload")
def reload(sim, key, values):
    row = application_or_404(sim, values["applicationId"])
    row["applicationStatus"] = "idle"
    try:
        sim.roll_out(row)
    except DockerError:
        row["applicationStatus"] = "error"
        raise CallError("INTERNAL_SERVER_ERROR", "Error reloading application")
    row["applicationStatus"] = "done"
    return True


@HANDLERS.named("application.delete")
def delete(sim, key, values):
    row = application_or_404(sim, values["applicationId"])
    before = full(sim, row)
    engine = sim.engine_of(row)
    drop_service(sim, "applications", row)
    sim.deployments.clean(row["applicationId"])
    sim.traefik_files.pop(row["appName"], None)
    sim.checkouts.pop(row["appName"], None)
    service = engine.services.get(row["appName"])
    if service is not None and not engine.dead:
        engine.remove(service)
    return before


@HANDLERS.named("application.move")
def move(sim, key, values):
    row = application_or_404(sim, values["applicationId"])
    if values["targetEnvironmentId"] not in sim.store.environments:
        raise failed_query(sim, row["applicationId"], {"environmentId": values["targetEnvironmentId"]})
    row["environmentId"] = values["targetEnvironmentId"]
    return row


@HANDLERS.named("application.markRunning")
def mark_running(sim, key, values):
    application_or_404(sim, values["applicationId"])["applicationStatus"] = "running"
    return UNDEFINED


@HANDLERS.named("application.cancelDeployment")
def cancel_deployment(sim, key, values):
    application_or_404(sim, values["applicationId"])
    raise CallError("BAD_REQUEST", "Deployment cancellation only available in cloud version")


@HANDLERS.named("application.cleanQueues")
def clean_queues(sim, key, values):
    sim.deployments.clean(values["applicationId"])
    return UNDEFINED


@HANDLERS.named("application.killBuild")
def kill_build(sim, key, values):
    row = application_or_404(sim, values["applicationId"])
    sim.deployments.kill_builds(row["serverId"])
    return UNDEFINED


@HANDLERS.named("application.clearDeployments")
def clear_deployments(sim, key, values):
    application_or_404(sim, values["applicationId"])
    sim.deployments.clear_logs(values["applicationId"])
    return True


@HANDLERS.named("application.refreshToken")
def refresh_token(sim, key, values):
    application_or_404(sim, values["applicationId"])["refreshToken"] = sim.ids.nanoid()
    return True


@HANDLERS.named("application.readLogs")
def read_logs(sim, key, values):
    return log_of(sim, application_or_404(sim, values["applicationId"]), values)


@HANDLERS.named("application.readTraefikConfig")
def read_traefik(sim, key, values):
    row = application_or_404(sim, values["applicationId"])
    if row["serverId"] and sim.engine_of(row).dead:
        return None
    return sim.traefik_files.get(row["appName"])


@HANDLERS.named("application.updateTraefikConfig")
def update_traefik(sim, key, values):
    row = application_or_404(sim, values["applicationId"])
    sim.traefik_files[row["appName"]] = values["traefikConfig"]
    return True


@HANDLERS.named("application.search")
def search(sim, key, values):
    rows = []
    for row in sim.store.applications.values():
        if not key.sees(row["applicationId"]):
            continue
        if values.get("environmentId") and row["environmentId"] != values["environmentId"]:
            continue
        if values.get("projectId") and sim.store.environments[row["environmentId"]]["projectId"] != values["projectId"]:
            continue
        rows.append(row)
    found = page(rows, values, ("name", "appName", "description", "repository", "owner", "dockerImage"))
    columns = ("applicationId", "name", "appName", "description", "environmentId", "applicationStatus", "sourceType", "createdAt")
    found["items"] = [{name: row[name] for name in columns} for row in found["items"]]
    return found


@HANDLERS.named("application.readAppMonitoring")
def monitoring(sim, key, values):
    for container in sim.local.containers_here():
        if container.task.service.name == values["appName"] and container.status == "running":
            return dict({name: [] for name in ("cpu", "memory", "disk", "network", "block")}, **sim.recorded.get(values["appName"], {}))
    return None


# -- deployments ---------------------------------------------------------------------------------------------------------------------


@HANDLERS.named("deployment.all")
def deployment_all(sim, key, values):
    return sim.deployments.rows(values["applicationId"])


@HANDLERS.named("deployment.allByType")
def deployment_by_type(sim, key, values):
    rows = []
    if values["type"] == "previewDeployment":
        found = [shown(one) for one in reversed(sim.store.of("deployments", "previewDeploymentId", values["id"]))]
    elif values["type"] in ("schedule", "backup", "volumeBackup"):
        rows_of = sorted(sim.store.of("deployments", values["type"] + "Id", values["id"]), key=lambda one: one["#order"], reverse=True)
        found = [shown(one) for one in rows_of]
    else:
        found = sim.deployments.rows(values["id"], values["type"] + "Id") if values["type"] in ("application", "compose") else []
    for row in found:
        rollback = sim.store.rollbacks.get(row["rollbackId"])
        row["rollback"] = {name: value for name, value in rollback.items() if name != "applicationId"} if rollback else None
        rows.append(row)
    return rows


@HANDLERS.named("deployment.allCentralized")
def deployment_of_all(sim, key, values):
    """Every deployment of every service that the key sees, the newest first, each with whose it is."""
    rows = []
    for row in sorted(sim.store.deployments.values(), key=lambda one: one["#order"], reverse=True):
        service, kind, identifier = sim.deployments.service_of(row)
        if service is None or not key.sees(identifier):
            continue
        environment = sim.store.environments[service["environmentId"]]
        project = sim.store.projects[environment["projectId"]]
        found = {name: service[name] for name in (kind + "Id", "name", "appName", "icon") if name in service}
        found["environment"] = {"environmentId": environment["environmentId"], "name": environment["name"],
                                "project": {"projectId": project["projectId"], "name": project["name"]}}
        for name in ("server", "buildServer") if kind == "application" else ("server",):
            server = sim.store.servers.get(service[name + "Id"])
            found[name] = {"serverId": server["serverId"], "name": server["name"], "serverType": server.get("serverType")} if server else None
        rows.append(dict(shown(row), **dict(dict.fromkeys(("application", "compose", "server", "buildServer")), **{kind: found})))
    return rows


@HANDLERS.named("deployment.queueList")
def queue_list(sim, key, values):
    return sim.deployments.list()


@HANDLERS.named("deployment.readLogs")
def deployment_log(sim, key, values):
    if any(row["deploymentId"] == values["deploymentId"] for rows in sim.recorded.get("setups", {}).values() for row in rows):
        return "Installing Server Dependencies: \n"
    row = deployment_or_404(sim, values["deploymentId"])
    return sim.deployments.read_log(row["deploymentId"], values.get("tail", 100)) if row["logPath"] else ""


@HANDLERS.named("deployment.removeDeployment")
def remove_deployment(sim, key, values):
    deployment_or_404(sim, values["deploymentId"])
    return shown(sim.deployments.remove(values["deploymentId"]))


@HANDLERS.named("deployment.killProcess")
def kill_process(sim, key, values):
    row = deployment_or_404(sim, values["deploymentId"])
    if not row["pid"]:
        raise CallError("BAD_REQUEST", "Deployment is not running")
    row["status"] = "error"
    return UNDEFINED


@HANDLERS.named("rollback.rollback")
def rollback(sim, key, values):
    """Dokploy's own rollback: the image and env kept with a deployment are run again; nothing is stored."""
    kept = sim.store.rollbacks.get(values["rollbackId"])
    if kept is None:
        raise CallError("BAD_REQUEST", "Error input: Rolling back")
    row = application_or_404(sim, kept["applicationId"])
    engine = sim.engine_of(row)
    spec = sim.specification(dict(row, env=None, args=None, stopGracePeriodSwarm=None))
    container = spec["TaskTemplate"]["ContainerSpec"]
    container["Image"], container["Env"] = kept["image"], list(kept["env"])
    apply(engine, spec)
    return UNDEFINED
