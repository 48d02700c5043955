# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The other services of an environment: databases and compose, as rows; nothing of theirs runs."""

from __future__ import annotations

import copy

from ..errors import not_found
from . import Handlers
from .children import new_mount
from .projects import drop_service, environment_or_404

HANDLERS = Handlers()
# the columns of a database that it shares with the others, in no particular order
SHARED = ("command", "args", "env", "memoryReservation", "memoryLimit", "cpuReservation", "cpuLimit", "externalPort", "healthCheckSwarm",
          "restartPolicySwarm", "placementSwarm", "updateConfigSwarm", "rollbackConfigSwarm", "modeSwarm", "labelsSwarm", "networkSwarm",
          "stopGracePeriodSwarm", "endpointSpecSwarm", "ulimitsSwarm", "serverId")
KINDS = {
    "postgres": ("Postgres", ("databaseName", "databaseUser", "databasePassword"), "postgres:18", "/var/lib/postgresql/data"),
    "mysql": ("MySQL", ("databaseName", "databaseUser", "databasePassword", "databaseRootPassword"), "mysql:8", "/var/lib/mysql"),
    "mariadb": ("Mariadb", ("databaseName", "databaseUser", "databasePassword", "databaseRootPassword"), "mariadb:11", "/var/lib/mysql"),
    "mongo": ("Mongo", ("databaseUser", "databasePassword"), "mongo:8", "/data/db"),
    "redis": ("Redis", ("databasePassword",), "redis:8", "/data"),
    "libsql": ("Libsql", ("databaseUser", "databasePassword", "sqldNode", "sqldPrimaryUrl", "enableNamespaces"), "libsql-server:1", "/var/lib/sqld"),
}
COMPOSE = {
    "description": None, "env": None, "composeFile": "", "refreshToken": None, "sourceType": "github", "composeType": "docker-compose", "repository": None,
    "owner": None, "branch": None, "autoDeploy": True, "gitlabProjectId": None, "gitlabRepository": None, "gitlabOwner": None, "gitlabBranch": None,
    "gitlabPathNamespace": None, "bitbucketRepository": None, "bitbucketRepositorySlug": None, "bitbucketOwner": None, "bitbucketBranch": None,
    "giteaRepository": None, "giteaOwner": None, "giteaBranch": None, "customGitUrl": None, "customGitBranch": None, "customGitSSHKeyId": None,
    "command": "", "createEnvFile": True, "enableSubmodules": False, "composePath": "./docker-compose.yml", "suffix": "", "randomize": False,
    "isolatedDeployment": False, "isolatedDeploymentsVolume": False, "triggerType": "push", "composeStatus": "idle", "icon": None, "watchPaths": None,
    "githubId": None, "gitlabId": None, "bitbucketId": None, "giteaId": None, "serverId": None, "serviceNetworks": [],
}


def whole(sim, row, kind):
    """A row with its environment, project and parts."""
    result = copy.deepcopy(row)
    environment = copy.deepcopy(sim.store.environments[row["environmentId"]])
    environment["project"] = copy.deepcopy(sim.store.projects[environment["projectId"]])
    identifier = kind + "Id"
    result["environment"] = environment
    if kind == "compose":
        result["deployments"] = []
        result["domains"] = [dict(one) for one in sim.store.of("domains", "composeId", row["composeId"])]
        result.update(dict.fromkeys(("github", "gitlab", "bitbucket", "gitea")))
    result["mounts"] = [dict(one) for one in sim.store.of("mounts", identifier, row[identifier])]
    result["server"] = copy.deepcopy(sim.store.servers.get(row["serverId"]))
    if kind != "redis":
        result["backups"] = []
    return result


def start_row(sim, key, kind, values):
    environment_or_404(sim, values["environmentId"])
    row = {kind + "Id": sim.ids.nanoid(), "name": values["name"], "appName": "%s-%s" % (values.get("appName") or kind, sim.ids.suffix()),
           "environmentId": values["environmentId"], "createdAt": sim.now()}
    sim.store.tables[kind][row[kind + "Id"]] = row
    if not key.admin:
        key.services.add(row[kind + "Id"])
    return row


def database(kind):
    """The procedures of one kind of database."""
    what, own, image, path = KINDS[kind]
    identifier = kind + "Id"

    def row_or_404(sim, values):
        row = sim.store.tables[kind].get(values[identifier])
        if row is None:
            raise not_found(what)
        return row

    @HANDLERS.named(kind + ".create")
    def create(sim, key, values):
        row = start_row(sim, key, kind, values)
        row.update({name: values.get(name) for name in own})
        row.update(dict.fromkeys(SHARED))
        row.update({"description": values.get("description"), "dockerImage": values.get("dockerImage") or image, "applicationStatus": "idle", "replicas": 1,
                    "serverId": values.get("serverId")})
        if kind == "libsql":
            row.update(dict.fromkeys(("externalGRPCPort", "externalAdminPort")))
            del row["args"], row["ulimitsSwarm"]
        if kind == "mongo":
            row["replicaSets"] = values.get("replicaSets", False)
        if sim.version_tuple >= (0, 29, 14):
            row.update({"networkIds": [], "detachDokployNetwork": False})
        new_mount(sim, "volume", kind, row[identifier], path, volumeName="%s-data" % row["appName"])
        return True if kind == "libsql" else row

    @HANDLERS.named(kind + ".one")
    def one(sim, key, values):
        return whole(sim, row_or_404(sim, values), kind)

    @HANDLERS.named(kind + ".remove")
    def remove(sim, key, values):
        row = row_or_404(sim, values)
        before = whole(sim, row, kind)
        drop_service(sim, kind, row)
        return before

    if kind == "libsql":
        return

    @HANDLERS.named(kind + ".update")
    def update(sim, key, values):
        row = row_or_404(sim, values)
        row.update({name: value for name, value in values.items() if name in row and name != "appName"})
        return True

    @HANDLERS.named(kind + ".saveExternalPort")
    def save_port(sim, key, values):
        row = row_or_404(sim, values)
        row["externalPort"] = values["externalPort"]
        before = whole(sim, row, kind)
        row["applicationStatus"] = "done"
        return before


for _kind in KINDS:
    database(_kind)


def compose_or_404(sim, values):
    row = sim.store.compose.get(values["composeId"])
    if row is None:
        raise not_found("Compose")
    return row


@HANDLERS.named("compose.create")
def compose_create(sim, key, values):
    row = start_row(sim, key, "compose", values)
    row.update(copy.deepcopy(COMPOSE))
    row["refreshToken"] = sim.ids.nanoid()
    row.update({name: value for name, value in values.items() if name in row and name != "appName"})
    return row


@HANDLERS.named("compose.one")
def compose_one(sim, key, values):
    return dict(whole(sim, compose_or_404(sim, values), "compose"), hasGitProviderAccess=True, unauthorizedProvider=None)


@HANDLERS.named("compose.update")
def compose_update(sim, key, values):
    row = compose_or_404(sim, values)
    row.update({name: value for name, value in values.items() if name in row and name != "appName"})
    return row


@HANDLERS.named("compose.delete")
def compose_delete(sim, key, values):
    row = compose_or_404(sim, values)
    before = whole(sim, row, "compose")
    drop_service(sim, "compose", row)
    return before
