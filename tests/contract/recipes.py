# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The scenarios that we recorded ourselves, as tests/support/record.py plays them against a live server.

C(bind) names parts of an answer, which become tokens. C(only) leaves of a list that covers the whole server what the scenario made, C(keep) of a
large object some keys. C(by_hand) is a command that was run before the request; what the simulator does in its place stands in worlds.py.
"""

from __future__ import annotations

import json

from . import (
    recipes_backups, recipes_compose, recipes_databases, recipes_inside, recipes_members, recipes_metrics, recipes_organisation, recipes_records,
    recipes_server)
from .recipe_steps import NEWEST, OLDER, PROJECT, REMOVE, TOKENS, end, get, post

APP = {"applicationId": "{{app.id}}"}


def unused(what):
    """A command that ends once no container, not even one that ended, has what this filter of docker ps names."""
    return "timeout 60 sh -c 'while docker ps --all --quiet --filter %s | grep -q .; do sleep 0.2; done'" % what


def ours(rows, bound):
    return [row for row in rows if row["name"].startswith("contract-")]


def its_own(rows, bound):
    return [row for row in rows if row["Name"] == bound["app.appName"]]


def application(name, label="app", **more):
    """The steps that make a project and an application that runs an image."""
    return [
        post("project.create", "create a project; it comes with a default environment named production", {"name": name, "description": "contract"},
             bind=PROJECT),
        post("application.create", "create an application; the server appends a random suffix to appName",
             {"name": "web", "environmentId": "{{env.id}}", "appName": "contract-web"},
             bind={label + ".id": "applicationId", label + ".appName": "appName"}, keep=["applicationId|name|appName|environmentId"]),
        post("application.update", "an image", dict({"applicationId": "{{%s.id}}" % label, "sourceType": "docker",
                                                     "dockerImage": "{{registry}}/demo/web:1.0"}, **more))]


def deployed(note, number=1):
    return [
        post("application.deploy", note, dict(APP, title="v%d" % number)),
        get("deployment.all", "wait for it", APP, until=lambda rows: len(rows) == number and rows[0]["status"] in ("done", "error"),
            bind={"deployment.%d" % number: "0.deploymentId"}),
        get("docker.getServiceContainersByAppName", "its task runs", {"appName": "{{app.appName}}"},
            until=lambda rows: len(rows) == number and [row["currentState"].split(" ")[0] for row in rows] == ["Running"] + ["Shutdown"] * (number - 1))]


DELETE = post("application.delete", "delete the application", APP, keep=["applicationId|name"])
ONE = dict(keep=["applicationId|domains|mounts|ports|redirects|security"])

CHILDREN = application("contract-children") + [
    post("domain.create", "a domain, so that Traefik has a file", dict(APP, host="children.example.com", port=8080, domainType="application"),
         bind={"domain.id": "domainId"}),
    # mounts
    post("mounts.create", "a volume", {"type": "volume", "volumeName": "contract-data", "mountPath": "/data", "serviceType": "application",
                                       "serviceId": "{{app.id}}"}, bind={"volume.mount": "mountId"}),
    post("mounts.update", "another volume at another path", {"mountId": "{{volume.mount}}", "volumeName": "contract-other", "mountPath": "/other"}),
    post("mounts.create", "a file", {"type": "file", "filePath": "app.conf", "content": "x=1\n", "mountPath": "/etc/app.conf", "serviceType": "application",
                                     "serviceId": "{{app.id}}"}, bind={"file.mount": "mountId"}),
    post("mounts.update", "its content", {"mountId": "{{file.mount}}", "content": "x=2\n"}),
    post("mounts.update", "its content becomes empty", {"mountId": "{{file.mount}}", "content": ""}),
    post("mounts.update", "its path in the container", {"mountId": "{{file.mount}}", "mountPath": "/etc/other.conf"}),
    post("mounts.create", "a bind", {"type": "bind", "hostPath": "/srv/contract", "mountPath": "/srv", "serviceType": "application",
                                     "serviceId": "{{app.id}}"}, bind={"bind.mount": "mountId"}),
    post("mounts.update", "the bind becomes a volume", {"mountId": "{{bind.mount}}", "type": "volume", "volumeName": "contract-third", "hostPath": None}),
    post("mounts.update", "no such mount", {"mountId": "not-there", "mountPath": "/x"}),
    get("mounts.one", "one mount", {"mountId": "{{file.mount}}"}, keep=["mountId|type|filePath|content|mountPath|applicationId|serviceType"]),
    post("mounts.remove", "the volume's mount removed", {"mountId": "{{volume.mount}}"}),
    post("mounts.remove", "the volume's mount removed again", {"mountId": "{{volume.mount}}"}),
    post("mounts.remove", "the file's mount removed", {"mountId": "{{file.mount}}"}),
    post("mounts.remove", "the last one removed", {"mountId": "{{bind.mount}}"}),
    # ports
    post("port.create", "a port", dict(APP, publishedPort=18085, publishMode="host", targetPort=8080, protocol="tcp"), bind={"port.id": "portId"}),
    post("port.create", "the same once more", dict(APP, publishedPort=18085, publishMode="host", targetPort=8080, protocol="tcp"),
         bind={"port.twice": "portId"}),
    post("port.update", "other values", {"portId": "{{port.id}}", "publishedPort": 18086, "publishMode": "ingress", "targetPort": 8081, "protocol": "udp"}),
    post("port.update", "keys are missing", {"portId": "{{port.id}}", "publishedPort": 18087}),
    post("port.update", "without protocol and mode: an answer that says so", {"portId": "{{port.id}}", "publishedPort": 18087, "targetPort": 8082}),
    post("port.create", "keys are missing", dict(APP, publishedPort=18088, targetPort=8080)),
    get("port.one", "one port", {"portId": "{{port.id}}"}, keep=["portId|publishedPort|publishMode|targetPort|protocol|applicationId"]),
    post("port.update", "no such port", {"portId": "not-there", "publishedPort": 18086, "publishMode": "ingress", "targetPort": 8081, "protocol": "udp"}),
    post("port.delete", "a port removed", {"portId": "{{port.twice}}"}),
    post("port.delete", "a port removed again", {"portId": "{{port.twice}}"}),
    # redirects
    post("redirects.create", "a redirect: the answer gives no id", dict(APP, regex="^http://a/(.*)", replacement="http://b/$1", permanent=True)),
    get("application.one", "its id is found here", APP, bind={"redirect.id": "redirects.0.redirectId"}, **ONE),
    get("application.readTraefikConfig", "Traefik's file", APP),
    post("redirects.update", "another target", {"redirectId": "{{redirect.id}}", "regex": "^http://a/(.*)", "replacement": "http://c/$1", "permanent": False}),
    post("redirects.update", "keys are missing", {"redirectId": "{{redirect.id}}", "regex": "^http://a/(.*)"}),
    get("application.readTraefikConfig", "Traefik's file follows", APP),
    # basic authentication
    post("security.create", "basic authentication: the answer gives no id", dict(APP, username="ada", password="correct horse")),
    post("security.create", "a second user", dict(APP, username="bob", password="battery staple")),
    get("application.one", "its id is found here", APP, bind={"security.id": "security.0.securityId", "security.other": "security.1.securityId"}, **ONE),
    get("application.readTraefikConfig", "Traefik's file", APP),
    post("security.update", "another password", {"securityId": "{{security.id}}", "username": "ada", "password": "correct donkey"}),
    post("security.update", "another name", {"securityId": "{{security.other}}", "username": "eve", "password": "battery staple"}),
    post("security.update", "keys are missing", {"securityId": "{{security.id}}", "username": "ada"}),
    get("application.one", "what is stored", APP, **ONE),
    get("application.readTraefikConfig", "Traefik's file after the changes", APP),
    post("security.update", "no such user", {"securityId": "not-there", "username": "x", "password": "y"}),
    post("security.delete", "one user removed", {"securityId": "{{security.id}}"}),
    post("security.delete", "the same removed again", {"securityId": "{{security.id}}"}),
    get("application.readTraefikConfig", "Traefik's file without her", APP),
    post("security.delete", "the last user removed", {"securityId": "{{security.other}}"}),
    post("redirects.delete", "the redirect removed", {"redirectId": "{{redirect.id}}"}),
    post("redirects.delete", "the redirect removed again", {"redirectId": "{{redirect.id}}"}),
    post("redirects.update", "no such redirect", {"redirectId": "{{redirect.id}}", "regex": "^x", "replacement": "y", "permanent": False}),
    get("application.readTraefikConfig", "Traefik's file without both", APP),
    get("application.one", "what is left", APP, **ONE),
    DELETE] + end()

NETWORKS = application("contract-networks") + [
    get("network.all", "none yet", only=ours),
    post("network.create", "a network over all nodes", {"name": "contract-back", "driver": "overlay", "attachable": True}, bind={"back.id": "networkId"}),
    post("network.create", "a bridge of this node", {"name": "contract-bridge", "driver": "bridge", "internal": True}, bind={"bridge.id": "networkId"}),
    post("network.create", "a name that is taken", {"name": "contract-back", "driver": "overlay"}),
    post("network.create", "a name that Docker does not take", {"name": "no good", "driver": "overlay"}),
    get("network.all", "the newest first", only=ours),
    get("network.one", "one", {"networkId": "{{back.id}}"}),
    get("network.one", "one that is not there", {"networkId": "not-there"}),
    post("application.update", "the application is put into it", dict(APP, networkIds=["{{back.id}}"])),
    get("application.one", "stored", APP, keep=["applicationId|networkIds|detachDokployNetwork"])] + deployed("deploy into it") + [
    get("docker.getContainersByAppNameMatch", "which container it is", {"appName": "{{app.appName}}"},
        keep=["name|state"]),
    get("swarm.getNodeApps", "which service it is", only=its_own, bind={"service.short": "0.ID"}),
    get("docker.getConfig", "the networks of its service: the chosen one and Dokploy's own", {"containerId": "{{service.short}}"},
        bind={"service.id": "ID", "net.0": "Spec.TaskTemplate.Networks.0.Target", "net.1": "Spec.TaskTemplate.Networks.1.Target"},
        keep=["ID|Spec", "Spec.Name|TaskTemplate", "Spec.TaskTemplate.Networks|Runtime"]),
    post("network.remove", "a network that is in use", {"networkId": "{{back.id}}"}),
    post("application.update", "without Dokploy's own network", dict(APP, detachDokployNetwork=True))] + deployed("deploy without Dokploy's own", 2) + [
    get("docker.getConfig", "the chosen one alone", {"containerId": "{{service.short}}"},
        keep=["ID|Spec", "Spec.Name|TaskTemplate", "Spec.TaskTemplate.Networks|Runtime"]),
    post("application.update", "a network that is not there", dict(APP, networkIds=["not-there"])),
    post("application.update", "back to Dokploy's own alone", dict(APP, networkIds=[], detachDokployNetwork=False)),
    DELETE,
    post("network.remove", "the network, now that nothing uses it", {"networkId": "{{back.id}}"}, by_hand=unused("network=contract-back")),
    post("network.remove", "the bridge removed", {"networkId": "{{bridge.id}}"}),
    post("network.remove", "the bridge removed again", {"networkId": "{{bridge.id}}"}),
] + end()

VOLUMES = application("contract-volumes") + [
    post("mounts.create", "a volume", {"type": "volume", "volumeName": "contract-vol", "mountPath": "/data", "serviceType": "application",
                                       "serviceId": "{{app.id}}"}, bind={"volume.mount": "mountId"})] + deployed("deploy with it") + [
    post("dockerVolume.removeVolume", "a volume in use", {"volumeName": "contract-vol"}),
    post("application.stop", "stop: the container goes", APP, keep=["applicationId|applicationStatus"]),
    DELETE,
    post("dockerVolume.removeVolume", "the volume, now that nothing uses it", {"volumeName": "contract-vol"}, by_hand=unused("volume=contract-vol")),
    post("dockerVolume.removeVolume", "the volume again", {"volumeName": "contract-vol"}),
    post("dockerVolume.removeVolume", "a name that Docker does not take", {"volumeName": "no good"}),
] + end()

DATABASE = {"environmentId": "{{env.id}}", "description": "d", "dockerImage": "{{registry}}/demo/web:1.0", "databasePassword": "pw123456"}
NAMED = {"databaseName": "shop", "databaseUser": "shop"}


def database(kind, **more):
    return [
        post(kind + ".create", "create " + kind, dict(DATABASE, name="db-" + kind, appName="contract-" + kind, **more),
             bind={kind + ".id": kind + "Id", kind + ".appName": "appName"}, keep=["%sId|name|appName|environmentId|dockerImage|applicationStatus" % kind]),
        post(kind + ".remove", "remove " + kind, {kind + "Id": "{{%s.id}}" % kind}, keep=["%sId|name|appName|environmentId" % kind])]


SERVICES = [
    post("project.create", "create a project", {"name": "contract-services", "description": "contract"}, bind=PROJECT),
] + database("postgres", **NAMED) + database("mysql", databaseRootPassword="pw123456", **NAMED) + database(
    "mariadb", databaseRootPassword="pw123456", **NAMED) + database("mongo", databaseUser="shop") + database("redis") + [
    post("compose.create", "create compose", {"name": "stack", "appName": "contract-stack", "environmentId": "{{env.id}}", "composeType": "docker-compose"},
         bind={"compose.id": "composeId", "compose.appName": "appName"}, keep=["composeId|name|appName|environmentId|composeStatus"]),
    post("compose.delete", "remove compose", {"composeId": "{{compose.id}}", "deleteVolumes": False}, keep=["composeId|name|appName|environmentId"]),
    get("environment.one", "nothing is left", {"environmentId": "{{env.id}}"}, keep=["environmentId|applications|compose|mariadb|mongo|mysql|postgres|redis"]),
    get("registry.all", "registries: none"),
    get("sshKey.all", "SSH keys: none"),
    get("server.all", "servers: none"),
    get("certificates.all", "certificates: none"),
    get("settings.getDokployVersion", "the version"),
    get("settings.health", "health"),
    get("user.getPermissions", "what an administrator's key may do"),
] + end()

# A preview is made by a webhook of GitHub, which this machine cannot reach: its row and its domain were put into the database by hand.
PREVIEW_ROW = """
$PSQL -v ON_ERROR_STOP=1 <<'SQL'
insert into preview_deployments ("previewDeploymentId", branch, "pullRequestId", "pullRequestNumber", "pullRequestURL", "pullRequestTitle",
  "pullRequestCommentId", "appName", "applicationId", "createdAt")
  values ('contractpreview-%(number)s', 'change-%(number)s', '90000%(number)s', '%(number)s', 'https://github.com/shop/web/pull/%(number)s',
  'Change %(number)s',
  '80000%(number)s', 'preview-{{app.appName}}-%(number)s', '{{app.id}}', '2026-11-24T12:00:0%(number)s.000Z');
insert into domain ("domainId", host, port, https, path, "domainType", "certificateType", "createdAt", "previewDeploymentId")
  values ('contractdomain-%(number)s', 'preview-%(number)s.example.com', 3000, false, '/', 'preview', 'none', '2026-11-24T12:00:0%(number)s.000Z',
  'contractpreview-%(number)s');
update preview_deployments set "domainId" = 'contractdomain-%(number)s' where "previewDeploymentId" = 'contractpreview-%(number)s';
SQL
"""
FIRST, SECOND = {"previewDeploymentId": "{{preview.1}}"}, {"previewDeploymentId": "{{preview.2}}"}
PREVIEWS = application("contract-previews") + [
    get("previewDeployment.all", "none", APP),
    get("previewDeployment.all", "one, whose row and domain were put into the database by hand", APP, by_hand=PREVIEW_ROW % {"number": 1},
        bind={"preview.1": "0.previewDeploymentId", "previewDomain.1": "0.domainId"}),
    get("previewDeployment.all", "two: the newest first", APP, by_hand=PREVIEW_ROW % {"number": 2},
        bind={"preview.2": "0.previewDeploymentId", "previewDomain.2": "0.domainId"}),
    get("previewDeployment.one", "one", FIRST, keep=["previewDeploymentId|appName|previewStatus|pullRequestNumber|applicationId|domainId|expiresAt"]),
    get("previewDeployment.one", "one that is not there", {"previewDeploymentId": "not-there"}),
    get("application.one", "what the application shows of them", APP, keep=["applicationId|previewDeployments"]),
    post("previewDeployment.redeploy", "deploy again: an answer before anything is done", dict(FIRST, title="Again", description="by hand")),
    get("previewDeployment.all", "it fails, since the application has no GitHub provider: its rows stay as they were when it began", APP,
        # Nothing tells of its end: the job is gone from the queue, and the rows stay as they are.
        by_hand="sleep 8", bind={"deployment.1": "1.deployments.0.deploymentId"}),
    get("deployment.queueList", "no job of it is left in the queue", only=lambda rows, bound: [
        row for row in rows if (row.get("data") or {}).get("applicationId") == bound["app.id"]]),
    get("deployment.all", "the application's own deployments", APP),
    get("deployment.allByType", "the preview's deployments", {"id": "{{preview.1}}", "type": "previewDeployment"}),
    post("previewDeployment.redeploy", "one that is not there", {"previewDeploymentId": "not-there"}),
    post("previewDeployment.delete", "the first removed", FIRST),
    get("previewDeployment.all", "one is left", APP),
    post("previewDeployment.delete", "the first removed again", FIRST),
    post("previewDeployment.delete", "the second removed", SECOND),
    get("previewDeployment.all", "none is left", APP),
    DELETE] + end()

FOLDER = "/etc/dokploy/traefik/dynamic/"
FILE = {"path": FOLDER + "contract.yml"}
TEXT = "http:\n  middlewares:\n    contract:\n      compress: {}\n"


def own_files(rows, bound):
    """Traefik's folder without the files of others."""
    known = ("certificates", "dokploy.yml", "middlewares.yml", "contract.yml")
    return [dict(row, children=[one for one in row["children"] if one["name"] in known]) if row["name"] == "dynamic" else row for row in rows]


TRAEFIK_FILES = [
    get("settings.readDirectories", "Traefik's folder", only=own_files),
    get("settings.readTraefikFile", "a file that is not there", FILE),
    post("settings.updateTraefikFile", "a new file", dict(FILE, traefikConfig=TEXT)),
    get("settings.readTraefikFile", "as it was written", FILE),
    get("settings.readDirectories", "it is listed", only=own_files),
    post("settings.updateTraefikFile", "no YAML", dict(FILE, traefikConfig="a: [\n")),
    get("settings.readTraefikFile", "any text is stored", FILE),
    post("settings.updateTraefikFile", "an empty text", dict(FILE, traefikConfig="")),
    get("settings.readTraefikFile", "a path that leaves the folder", {"path": FOLDER + "../../secret"}),
    get("settings.readTraefikFile", "a path elsewhere", {"path": "/etc/hostname"}),
    post("settings.updateTraefikFile", "back to good text", dict(FILE, traefikConfig=TEXT)),
]


# A command that eats all memory, once: its task is not started again.
EVENTS = application("contract-events", command="sh", args=["-c", "x=aaaaaaaa; while :; do x=$x$x; done"], memoryLimit="16777216",
                     restartPolicySwarm={"Condition": "none"}) + [
    post("application.deploy", "deploy", dict(APP, title="hungry")),
    get("docker.getServiceContainersByAppName", "its task was killed", {"appName": "{{app.appName}}"},
        until=lambda rows: [row["currentState"].split(" ")[0] for row in rows] == ["Failed"]),
    get("docker.getEvents", "the engine told of it; of all that it told, this one kind", {"minutes": 2}, only=lambda body, bound: dict(body, events=[
        dict(row, Actor={"ID": row["Actor"]["ID"], "Attributes": {name: row["Actor"]["Attributes"][name] for name in (
            "com.docker.swarm.service.name", "com.docker.swarm.task.id", "image", "name")}, "...": "..."})
        for row in body["events"] if row["Action"] == "oom" and row["Actor"]["Attributes"]["com.docker.swarm.service.name"] == bound["app.appName"]])),
    get("docker.getEvents", "too far back", {"minutes": 2000}),
    DELETE] + end()


def names_of(rows, bound):
    return [row for row in rows if row["name"].startswith(bound["app.appName"])]


def of_application(rows, bound):
    return [row for row in rows if row["applicationId"] == bound["app.id"]]


WHOLE_SERVER = application("contract-server") + deployed("deploy") + [
    get("docker.getContainers", "the containers of the host", only=names_of),
    get("deployment.allCentralized", "the deployments of the organisation", only=of_application),
    get("server.buildServers", "the build servers: none"),
    get("settings.getWebServerSettings", "the server's own settings",
        keep=["certificateType|https|letsEncryptEmail|enableDockerCleanup|logCleanupCron"]),
    DELETE] + end()

ADDRESS = dict(keep=["serverIp|host|https|certificateType"])
WEB_SERVER = [
    get("settings.getTraefikPorts", "the ports of Traefik"), get("settings.readTraefikEnv", "and its variables"),
    get("settings.getDockerDiskUsage", "what Docker uses", keep=["type"], versions=(NEWEST,)),
    get("user.getBackups", "the backups of Dokploy itself: none", keep=["backups|email"]),
    post("settings.toggleRequests", "the access log is off already", {"enable": False}), get("settings.haveActivateRequests", "it is off"),
    post("settings.updateServerIp", "an address", {"serverIp": "192.0.2.1"}, **ADDRESS),
    post("settings.updateServerIp", "none", {"serverIp": ""}, **ADDRESS)]

UNKNOWN = {"giteaId": "{{giteaId.1}}"}
ASKED = [
    post("project.create", "create a project", {"name": "contract-asked", "description": "contract"}, bind=PROJECT),
    post("gitea.create", "a Gitea that cannot be reached", {"name": "contract-gitea", "giteaUrl": "http://127.0.0.1:1", "clientId": "c", "clientSecret": "s"},
         bind={"giteaId.1": "giteaId"}),
    post("gitlab.create", "a GitLab that cannot be reached", {"name": "contract-gitlab", "authId": "a", "gitlabUrl": "http://127.0.0.1:1", "applicationId": "x",
                                                              "secret": "s", "groupName": "g", "redirectUri": "http://127.0.0.1/cb"}),
    post("bitbucket.create", "a Bitbucket", {"name": "contract-bitbucket", "authId": "a", "bitbucketUsername": "u", "appPassword": "p",
                                             "bitbucketWorkspaceName": "w"}),
    get("gitProvider.getAll", "their ids", bind={"bitbucketId.1": "0.bitbucket.bitbucketId", "gitlabId.1": "1.gitlab.gitlabId",
                                                 "gitProviderId.3": "0.gitProviderId", "gitProviderId.2": "1.gitProviderId",
                                                 "gitProviderId.1": "2.gitProviderId"}, only=ours),
    get("github.githubProviders", "GitHub providers: none"),
    get("gitea.giteaProviders", "Gitea providers"),
    get("gitlab.gitlabProviders", "GitLab providers: none, since this one was never authorised"),
    get("bitbucket.bitbucketProviders", "Bitbucket providers"),
    get("gitea.getGiteaBranches", "its branches", dict(UNKNOWN, owner="shop", repositoryName="web")),
    get("gitea.getGiteaRepositories", "its repositories", UNKNOWN),
    get("gitea.getGiteaBranches", "a provider that is not there", {"giteaId": "not-there", "owner": "shop", "repositoryName": "web"}),
    get("gitlab.getGitlabBranches", "its branches", {"gitlabId": "{{gitlabId.1}}", "id": 7, "owner": "shop", "repo": "web"}),
    get("gitlab.getGitlabBranches", "without the number of the project", {"gitlabId": "{{gitlabId.1}}", "owner": "shop", "repo": "web"}),
    get("gitlab.getGitlabRepositories", "its repositories", {"gitlabId": "{{gitlabId.1}}"}),
    get("gitlab.getGitlabRepositories", "a provider that is not there", {"gitlabId": "not-there"}),
    get("bitbucket.getBitbucketBranches", "its branches", {"bitbucketId": "{{bitbucketId.1}}", "owner": "shop", "repo": "web"}),
    get("bitbucket.getBitbucketRepositories", "its repositories", {"bitbucketId": "{{bitbucketId.1}}"}),
    get("bitbucket.getBitbucketRepositories", "a provider that is not there", {"bitbucketId": "not-there"}),
    get("github.getGithubRepositories", "a provider that is not there", {"githubId": "not-there"}),
    get("github.getGithubBranches", "a provider that is not there", {"githubId": "not-there", "owner": "shop", "repo": "web"}),
    post("gitProvider.remove", "removed", {"gitProviderId": "{{gitProviderId.1}}"}, keep=["gitProviderId|name"]),
    post("gitProvider.remove", "removed", {"gitProviderId": "{{gitProviderId.2}}"}, keep=["gitProviderId|name"]),
    post("gitProvider.remove", "removed", {"gitProviderId": "{{gitProviderId.3}}"}, keep=["gitProviderId|name"]),
] + end()

LIBSQL = [
    post("project.create", "create a project", {"name": "contract-libsql", "description": "contract"}, bind=PROJECT),
    post("libsql.create", "create libsql", {"name": "db-libsql", "appName": "contract-libsql", "dockerImage": "{{registry}}/demo/web:1.0",
                                            "environmentId": "{{env.id}}", "description": "d", "databaseUser": "shop", "databasePassword": "pw123456",
                                            "sqldNode": "primary", "sqldPrimaryUrl": None, "enableNamespaces": False, "serverId": None}),
    get("environment.one", "its id is found here", {"environmentId": "{{env.id}}"}, bind={"libsql.id": "libsql.0.libsqlId"}, keep=["environmentId|libsql"]),
    get("libsql.one", "one libsql", {"libsqlId": "{{libsql.id}}"}, bind={"libsql.appName": "appName"}),
    post("libsql.remove", "remove libsql", {"libsqlId": "{{libsql.id}}"}, keep=["libsqlId|name|appName|applicationStatus|environmentId"]),
    post("libsql.remove", "remove it again", {"libsqlId": "{{libsql.id}}"}),
    get("environment.one", "it is gone", {"environmentId": "{{env.id}}"}, keep=["environmentId|libsql"]),
] + end()

# Procedures whose parameters are optional: of an object, which some of them want even where it is empty.
OPTIONAL = ("docker.getContainers", "swarm.getNodes", "cluster.getNodes", "settings.getTraefikPorts", "registry.all")
UNDEFINED = {"json": None, "meta": {"values": ["undefined"]}}


def formed(rows, bound):
    """Of each answer of a batch, its error, or that it is a result."""
    return [one if "error" in one else {"result": {"data": {"json": "...", "...": "..."}}} for one in rows]


def ask(note, value):
    inputs = json.dumps({str(index): value for index in range(len(OPTIONAL))}, separators=(",", ":"))
    return get("trpc/" + ",".join(OPTIONAL), note, {"batch": "1", "input": inputs}, only=formed)


BATCH_OBJECTS = [ask("no object", UNDEFINED), ask("an empty object", {"json": {}})]
API_DOCUMENT = [get("settings.getOpenApiDocument", "the procedures with their schemas", keep=["openapi"])]

RECIPES = {
    "api_document": {"about": "What the server itself says of its API.", "versions": (OLDER,), "steps": API_DOCUMENT, "undo": []},
    "batch_objects": {"about": "Reads without parameters in a batch: with no object and with an empty one.", "versions": (NEWEST, OLDER),
                      "steps": BATCH_OBJECTS, "undo": []},
    "previews": {"about": "Preview deployments: listed, deployed again, removed. Their rows were put into the database by hand, and there is no GitHub.",
                 "versions": (NEWEST, OLDER), "tokens": TOKENS, "steps": PREVIEWS, "undo": [("application.delete", APP), REMOVE]},
    "traefik_files": {"about": "Traefik's folder and its files, over the API.", "versions": (NEWEST, OLDER), "steps": TRAEFIK_FILES,
                      "undo_by_hand": ["rm -f %scontract.yml" % FOLDER]},
    "whole_server": {"about": "What is told of the whole server: containers, deployments, build servers, settings.",
                     "versions": (NEWEST, OLDER), "tokens": TOKENS, "steps": WHOLE_SERVER, "undo": [("application.delete", APP), REMOVE]},
    "web_server": {"about": "Settings of the web server that a live server can show and take without a restart.", "versions": (NEWEST, OLDER),
                   "steps": WEB_SERVER, "undo": []},
    "providers_asked": {"about": "Git providers that cannot be reached, or are not there, are asked for branches and repositories.",
                        "versions": (NEWEST, OLDER), "steps": ASKED,
                        "undo": [("gitProvider.remove", {"gitProviderId": "{{gitProviderId.%d}}" % one}) for one in (1, 2, 3)] + [REMOVE]},
    "services": {"about": "Databases and compose, made and removed; what the organisation has beside: nothing.", "versions": (OLDER,), "tokens": TOKENS,
                 "steps": SERVICES, "undo": [REMOVE]},
    "engine_events": {"about": "A container that eats more memory than it may is killed, and the engine tells of it.", "versions": (NEWEST,),
                      "tokens": TOKENS, "steps": EVENTS, "undo": [("application.delete", APP), REMOVE]},
    "libsql": {"about": "A libsql database is made, read and removed.", "versions": (NEWEST,), "tokens": TOKENS, "steps": LIBSQL,
               "undo": [("libsql.remove", {"libsqlId": "{{libsql.id}}"}), REMOVE]},
    "children": {"about": "Mounts, ports, redirects and basic authentication: each made, changed, read and removed, and what Traefik's file says of them.",
                 "versions": (NEWEST, OLDER), "tokens": TOKENS, "steps": CHILDREN, "undo": [("application.delete", APP), REMOVE]},
    "networks": {"about": "Docker networks that Dokploy keeps, and an application on one.", "versions": (NEWEST,), "tokens": TOKENS, "steps": NETWORKS,
                 "undo": [("application.delete", APP), REMOVE, ("network.remove", {"networkId": "{{back.id}}"}),
                          ("network.remove", {"networkId": "{{bridge.id}}"})],
                 "undo_by_hand": ["docker network rm contract-back contract-bridge"]},
    "volumes": {"about": "A volume is removed: while a container uses it, after that, and once more.", "versions": (NEWEST,), "tokens": TOKENS,
                "steps": VOLUMES, "undo": [("application.delete", APP), REMOVE], "undo_by_hand": ["docker volume rm contract-vol"]},
}
RECIPES.update(recipes_compose.RECIPES)
RECIPES.update(recipes_databases.RECIPES)
RECIPES.update(recipes_records.RECIPES)
RECIPES.update(recipes_inside.RECIPES)
RECIPES.update(recipes_backups.RECIPES)
RECIPES.update(recipes_members.RECIPES)
RECIPES.update(recipes_metrics.RECIPES)
RECIPES.update(recipes_organisation.RECIPES)
RECIPES.update(recipes_server.RECIPES)
