# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compose services."""

from __future__ import annotations

import copy

from ..errors import not_found
from . import Handlers
from .projects import drop_service, environment_or_404

HANDLERS = Handlers()
COMPOSE = {
    "description": None, "env": None, "composeFile": "", "refreshToken": None, "sourceType": "github", "composeType": "docker-compose", "repository": None,
    "owner": None, "branch": None, "autoDeploy": True, "gitlabProjectId": None, "gitlabRepository": None, "gitlabOwner": None, "gitlabBranch": None,
    "gitlabPathNamespace": None, "bitbucketRepository": None, "bitbucketRepositorySlug": None, "bitbucketOwner": None, "bitbucketBranch": None,
    "giteaRepository": None, "giteaOwner": None, "giteaBranch": None, "customGitUrl": None, "customGitBranch": None, "customGitSSHKeyId": None,
    "command": "", "createEnvFile": True, "enableSubmodules": False, "composePath": "./docker-compose.yml", "suffix": "", "randomize": False,
    "isolatedDeployment": False, "isolatedDeploymentsVolume": False, "triggerType": "push", "composeStatus": "idle", "icon": None, "watchPaths": None,
    "githubId": None, "gitlabId": None, "bitbucketId": None, "giteaId": None, "serverId": None, "serviceNetworks": [],
}


def whole(sim, row):
    """A row with its environment, project and parts."""
    result = copy.deepcopy(row)
    environment = copy.deepcopy(sim.store.environments[row["environmentId"]])
    environment["project"] = copy.deepcopy(sim.store.projects[environment["projectId"]])
    result["environment"] = environment
    result["deployments"] = []
    result["domains"] = [dict(one) for one in sim.store.of("domains", "composeId", row["composeId"])]
    result.update(dict.fromkeys(("github", "gitlab", "bitbucket", "gitea")))
    result["mounts"] = [dict(one) for one in sim.store.of("mounts", "composeId", row["composeId"])]
    result["server"] = copy.deepcopy(sim.store.servers.get(row["serverId"]))
    result["backups"] = []
    return result


def compose_or_404(sim, values):
    row = sim.store.compose.get(values["composeId"])
    if row is None:
        raise not_found("Compose")
    return row


@HANDLERS.named("compose.create")
def compose_create(sim, key, values):
    environment_or_404(sim, values["environmentId"])
    row = {"composeId": sim.ids.nanoid(), "name": values["name"], "appName": "%s-%s" % (values.get("appName") or "compose", sim.ids.suffix()),
           "environmentId": values["environmentId"], "createdAt": sim.now()}
    sim.store.compose[row["composeId"]] = row
    if not key.admin:
        key.services.add(row["composeId"])
    row.update(copy.deepcopy(COMPOSE))
    row["refreshToken"] = sim.ids.nanoid()
    row.update({name: value for name, value in values.items() if name in row and name != "appName"})
    return row


@HANDLERS.named("compose.one")
def compose_one(sim, key, values):
    return dict(whole(sim, compose_or_404(sim, values)), hasGitProviderAccess=True, unauthorizedProvider=None)


@HANDLERS.named("compose.update")
def compose_update(sim, key, values):
    row = compose_or_404(sim, values)
    row.update({name: value for name, value in values.items() if name in row and name != "appName"})
    return row


@HANDLERS.named("compose.delete")
def compose_delete(sim, key, values):
    row = compose_or_404(sim, values)
    before = whole(sim, row)
    drop_service(sim, "compose", row)
    return before
