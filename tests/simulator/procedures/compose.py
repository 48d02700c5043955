# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compose services: their rows, their files, and what of them runs."""

from __future__ import annotations

from .. import compose_file, compose_project, inspection, stack
from ..clock import docker_time
from ..compose_deployments import command_of, converted, file_data, path_of, write_raw
from ..compose_file import ComposeError
from ..data import copy_data
from ..deployments import shown
from ..errors import UNDEFINED, CallError, not_found
from . import Handlers
from .backups import backups_of
from .projects import drop_service, environment_or_404, page
from .providers import without_secrets
from .services import complain_of_age

HANDLERS = Handlers()
# the columns in the order of the database, with what a new one holds; a third item is the first version that has it
COLUMNS = (
    ("composeId", None), ("name", None), ("appName", None), ("description", None), ("env", None), ("composeFile", ""), ("refreshToken", None),
    ("sourceType", "github"), ("composeType", "docker-compose"), ("repository", None), ("owner", None), ("branch", None), ("autoDeploy", True),
    ("gitlabProjectId", None), ("gitlabRepository", None), ("gitlabOwner", None), ("gitlabBranch", None), ("gitlabPathNamespace", None),
    ("bitbucketRepository", None), ("bitbucketRepositorySlug", None), ("bitbucketOwner", None), ("bitbucketBranch", None), ("giteaRepository", None),
    ("giteaOwner", None), ("giteaBranch", None), ("customGitUrl", None), ("customGitBranch", None), ("customGitSSHKeyId", None), ("command", ""),
    ("createEnvFile", True, (0, 30)), ("enableSubmodules", False), ("composePath", "./docker-compose.yml"), ("suffix", ""), ("randomize", False),
    ("isolatedDeployment", False), ("isolatedDeploymentsVolume", False), ("triggerType", "push"), ("composeStatus", "idle"), ("icon", None, (0, 30)),
    ("environmentId", None), ("createdAt", None), ("watchPaths", None), ("githubId", None), ("gitlabId", None), ("bitbucketId", None), ("giteaId", None),
    ("serverId", None), ("serviceNetworks", [], (0, 29, 14)),
)
NO_DIRECTORY = "Command execution failed: spawn /bin/sh ENOENT"


def columns(version):
    return [(item[0], item[1]) for item in COLUMNS if len(item) < 3 or version >= item[2]]


def compose_or_404(sim, values):
    row = sim.store.compose.get(values["composeId"])
    if row is None:
        raise not_found("Compose")
    return row


def whole(sim, row):
    """A row with its environment, project and parts."""
    result = copy_data(row)
    environment = copy_data(sim.store.environments[row["environmentId"]])
    environment["project"] = copy_data(sim.store.projects[environment["projectId"]])
    result["environment"] = environment
    result["deployments"] = [shown(one) for one in sim.store.of("deployments", "composeId", row["composeId"])]
    for name in ("mounts", "domains"):
        result[name] = [dict(one) for one in sim.store.of(name, "composeId", row["composeId"])]
    for name in ("github", "gitlab", "bitbucket", "gitea"):
        result[name] = without_secrets(sim.store.tables[name].get(row[name + "Id"]))
    result["server"] = copy_data(sim.store.servers.get(row["serverId"]))
    result["backups"] = backups_of(sim, "compose", row["composeId"])
    return result


def failed_query(sim, row_id, environment_id):
    listed = ", ".join('"%s"' % name for name, _default in columns(sim.version_tuple))
    return CallError("INTERNAL_SERVER_ERROR", 'Failed query: update "compose" set "environmentId" = $1 where "compose"."composeId" = $2 returning %s\n'
                     'params: %s,%s' % (listed, environment_id, row_id))


# -- rows --------------------------------------------------------------------------------------------------------------------------------


@HANDLERS.named("compose.create")
def create(sim, key, values):
    environment_or_404(sim, values["environmentId"])
    if values.get("serverId") and values["serverId"] not in sim.store.servers:
        raise CallError("UNAUTHORIZED", "You are not authorized to access this server")
    row = {name: copy_data(default) for name, default in columns(sim.version_tuple)}
    row.update({name: value for name, value in values.items() if name in row and value is not None})
    row.update({"composeId": sim.ids.nanoid(), "appName": "%s-%s" % (values.get("appName") or "compose", sim.ids.suffix()), "createdAt": sim.now(),
                "refreshToken": sim.ids.nanoid()})
    sim.store.compose[row["composeId"]] = row
    if not key.admin:
        key.services.add(row["composeId"])
    return row


@HANDLERS.named("compose.one")
def one(sim, key, values):
    return dict(whole(sim, compose_or_404(sim, values)), hasGitProviderAccess=True, unauthorizedProvider=None)


@HANDLERS.named("compose.update")
def update(sim, key, values):
    """Any text is stored; the name in Docker and unknown keys are left out without a word."""
    row = sim.store.compose.get(values["composeId"])
    if values.get("environmentId") is not None and values["environmentId"] not in sim.store.environments:
        raise failed_query(sim, values["composeId"], values["environmentId"])
    if row is None:
        return UNDEFINED
    row.update({name: copy_data(value) for name, value in values.items() if name in row and name not in ("appName", "composeId")})
    return row


@HANDLERS.named("compose.saveEnvironment")
def save_environment(sim, key, values):
    row = sim.store.compose.get(values["composeId"])
    if row is None:
        raise CallError("BAD_REQUEST", "Error adding environment variables")
    row.update({name: values[name] for name in ("env", "createEnvFile") if name in values and name in row})
    return True


@HANDLERS.named("compose.move")
def move(sim, key, values):
    if values["targetEnvironmentId"] not in sim.store.environments:
        raise failed_query(sim, values["composeId"], values["targetEnvironmentId"])
    row = sim.store.compose.get(values["composeId"])
    if row is None:
        raise CallError("INTERNAL_SERVER_ERROR", "Failed to move compose")
    row["environmentId"] = values["targetEnvironmentId"]
    return row


@HANDLERS.named("compose.refreshToken")
def refresh_token(sim, key, values):
    compose_or_404(sim, values)["refreshToken"] = sim.ids.nanoid()
    return True


@HANDLERS.named("compose.disconnectGitProvider")
def disconnect(sim, key, values):
    row = compose_or_404(sim, values)
    row.update(dict.fromkeys((
        "repository", "branch", "owner", "githubId", "gitlabRepository", "gitlabOwner", "gitlabBranch", "gitlabId", "gitlabProjectId", "gitlabPathNamespace",
        "bitbucketRepository", "bitbucketOwner", "bitbucketBranch", "bitbucketId", "giteaRepository", "giteaOwner", "giteaBranch", "giteaId",
        "customGitBranch", "customGitUrl", "customGitSSHKeyId", "watchPaths")))
    row.update({"sourceType": "github", "composeStatus": "idle", "triggerType": "push", "enableSubmodules": False})
    return True


@HANDLERS.named("compose.search")
def search(sim, key, values):
    rows = [row for row in sim.store.compose.values() if key.sees(row["composeId"])
            and values.get("environmentId") in (None, row["environmentId"])
            and values.get("projectId") in (None, sim.store.environments[row["environmentId"]]["projectId"])]
    found = page(rows, values, ("name", "appName", "description"))
    names = ("composeId", "name", "appName", "description", "environmentId", "composeStatus", "sourceType", "createdAt")
    found["items"] = [{name: row[name] for name in names} for row in found["items"]]
    return found


# -- files -------------------------------------------------------------------------------------------------------------------------------


def internal(error):
    """What Dokploy makes of an error that nobody expected."""
    return CallError("INTERNAL_SERVER_ERROR", str(error))


def fetch(sim, row):
    """Write the file, or check out the repository; :raises CallError: where that fails."""
    if row["sourceType"] == "raw":
        write_raw(sim, row)
        return
    repository = sim.world.repository(row["customGitUrl"]) if row["sourceType"] == "git" else None
    if repository is None or repository.failure or row["customGitBranch"] not in repository.branches:
        raise CallError("INTERNAL_SERVER_ERROR", "Command execution failed: Command failed: git clone\nError: ❌ Repository not found\n")
    sim.compose_files[row["appName"]] = dict(repository.branches[row["customGitBranch"]].files)


@HANDLERS.named("compose.fetchSourceType")
def fetch_source_type(sim, key, values):
    try:
        row = compose_or_404(sim, values)
        fetch(sim, row)
    except CallError:
        raise CallError("BAD_REQUEST", "Error fetching source type")
    return row["sourceType"]


@HANDLERS.named("compose.loadServices")
def load_services(sim, key, values):
    """The names in the file on disk, which is written only where one asks for that."""
    row = compose_or_404(sim, values)
    if values.get("type") == "fetch":
        fetch(sim, row)
    try:
        data = compose_file.load(sim.compose_files.get(row["appName"], {}).get(path_of(row)))
    except ComposeError as error:
        raise internal(error)
    if row["randomize"] and row["suffix"] and isinstance(data, dict):
        data = compose_file.with_suffix(data, row["suffix"])
    return compose_file.names_of(data)


@HANDLERS.named("compose.getConvertedCompose")
def get_converted(sim, key, values):
    try:
        return compose_file.stringify(converted(sim, compose_or_404(sim, values)))
    except ComposeError as error:
        raise internal(error)


@HANDLERS.named("compose.getDefaultCommand")
def default_command(sim, key, values):
    try:
        return "docker " + command_of(compose_or_404(sim, values), sim.version_tuple)
    except ComposeError as error:
        raise internal(error)


@HANDLERS.named("compose.randomizeCompose")
def randomize(sim, key, values):
    """A text with suffixes; nothing is stored."""
    row = compose_or_404(sim, values)
    try:
        return compose_file.stringify(compose_file.with_suffix(compose_file.load(row["composeFile"]), values.get("suffix") or sim.ids.hex(8)))
    except ComposeError as error:
        raise internal(error)


@HANDLERS.named("compose.isolatedDeployment")
def isolated_deployment(sim, key, values):
    """The text as it would be in a network of its own, where that is stored already; nothing is stored."""
    row = compose_or_404(sim, values)
    fetch(sim, row)
    try:
        data = file_data(sim, row)
        if data is None:
            raise internal("Compose data not found")
        if row["isolatedDeployment"]:
            data = compose_file.isolated(data, values.get("suffix") or row["appName"], row["isolatedDeploymentsVolume"])
    except ComposeError as error:
        raise internal(error)
    return compose_file.stringify(data)


# -- what runs ---------------------------------------------------------------------------------------------------------------------------


def queue(sim, values, kind, title, words):
    row = compose_or_404(sim, values)
    sim.deployments.add(row, values.get("title") or title, values.get("description") or "", kind)
    return {"success": True, "message": words, "composeId": row["composeId"]}


@HANDLERS.named("compose.deploy")
def deploy(sim, key, values):
    return queue(sim, values, "deploy", "Manual deployment", "Deployment queued")


@HANDLERS.named("compose.redeploy")
def redeploy(sim, key, values):
    return queue(sim, values, "redeploy", "Rebuild deployment", "Redeployment queued")


@HANDLERS.named("compose.start")
def start(sim, key, values):
    """A stack is not started at all, and is done all the same."""
    row = compose_or_404(sim, values)
    if row["composeType"] == "docker-compose":
        row["composeStatus"] = "idle"
        files = sim.compose_files.get(row["appName"])
        if files is None:
            raise internal(NO_DIRECTORY)
        try:
            compose_project.up(sim.engine_of(row), row["appName"], compose_file.load(files.get(path_of(row))), stack.dotenv.parse(files.get(".env")), files,
                               "/etc/dokploy/compose/%s/code" % row["appName"])
            compose_project.await_start(sim.engine_of(row), row["appName"])
        except ComposeError as error:
            path = "docker-compose.yml" if row["sourceType"] == "raw" else row["composePath"]
            raise internal('Command execution failed: Command failed: env -i PATH="$PATH" docker compose -p %s -f %s up -d\n%s\n' % (
                row["appName"], path, error))
    row["composeStatus"] = "done"
    return True


@HANDLERS.named("compose.stop")
def stop(sim, key, values):
    """A stack is removed, but for its volumes."""
    row = compose_or_404(sim, values)
    engine, command = sim.engine_of(row), "docker stack rm " + row["appName"]
    row["composeStatus"] = "error"
    if row["composeType"] == "stack":
        trouble = stack.remove(engine, row["appName"])
        if trouble:
            raise internal("Command execution failed: Command failed: %s\n%s" % (command, trouble))
    else:
        if row["appName"] not in sim.compose_files:
            raise internal(NO_DIRECTORY)
        try:
            compose_project.stop(engine, row["appName"])
        except ComposeError as error:
            raise internal('Command execution failed: Command failed: env -i PATH="$PATH" docker compose -p %s stop\n%s' % (row["appName"], error))
    row["composeStatus"] = "idle"
    return True


@HANDLERS.named("compose.delete")
def delete(sim, key, values):
    """The row goes first; the volumes of a stack stay, whatever is asked."""
    row = compose_or_404(sim, values)
    before = whole(sim, row)
    engine = sim.engine_of(row)
    sim.deployments.clean(row["composeId"])
    drop_service(sim, "compose", row)
    if not engine.dead:
        if row["composeType"] == "stack":
            stack.remove(engine, row["appName"])
        elif engine.host.compose:
            compose_project.down(engine, row["appName"], values["deleteVolumes"])
    sim.compose_files.pop(row["appName"], None)
    return before


@HANDLERS.named("compose.cleanQueues")
def clean_queues(sim, key, values):
    sim.deployments.clean(values["composeId"])
    return {"success": True, "message": "Queues cleaned successfully"}


@HANDLERS.named("compose.killBuild")
def kill_build(sim, key, values):
    sim.deployments.kill_builds(compose_or_404(sim, values)["serverId"])
    return UNDEFINED


@HANDLERS.named("compose.clearDeployments")
def clear_deployments(sim, key, values):
    sim.deployments.clear_logs(compose_or_404(sim, values)["composeId"], "composeId")
    return True


@HANDLERS.named("compose.cancelDeployment")
def cancel_deployment(sim, key, values):
    compose_or_404(sim, values)
    raise CallError("BAD_REQUEST", "Deployment cancellation only available in cloud version")


@HANDLERS.named("compose.readLogs")
def read_logs(sim, key, values):
    """The log of one container, by its id."""
    container = sim.engine_of(compose_or_404(sim, values)).container(values["containerId"])
    if container is None:
        return "Error response from daemon: No such container: %s\n" % values["containerId"]
    if complain_of_age(values.get("since")):
        return complain_of_age(values["since"])
    lines = [line for line in container.task.image.log if (values.get("search") or "").lower() in line.lower()][-values.get("tail", 100):]
    return "".join("%s %s\n" % (docker_time(container.created), line) for line in lines)


@HANDLERS.named("compose.loadMountsByService")
def load_mounts(sim, key, values):
    row = compose_or_404(sim, values)
    engine, name = sim.engine_of(row), values["serviceName"]
    for container in engine.containers_here():
        service = container.task.service
        mine = service.name == "%s_%s" % (row["appName"], name) if row["composeType"] == "stack" else (
            getattr(service, "project", None) == row["appName"] and service.key == name)
        if mine and container.status == "running":
            return inspection.volumes_of(container)
    return UNDEFINED


@HANDLERS.named("deployment.allByCompose")
def deployments(sim, key, values):
    return sim.deployments.rows(values["composeId"], "composeId")


@HANDLERS.named("domain.byComposeId")
def domains(sim, key, values):
    result = []
    for row in sim.store.of("domains", "composeId", values["composeId"]):
        owner = sim.store.compose[values["composeId"]]
        result.append(dict(row, compose={name: owner[name] for name in ("composeId", "appName", "name")} if sim.version_tuple >= (0, 29) else dict(owner)))
    return result
