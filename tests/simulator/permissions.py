# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who may do what: the administrator's key everything, a plain member's what it was given."""

from __future__ import annotations

import copy

from .errors import CallError

FULL = "create read update delete"
# every resource with its actions, as ``user.getPermissions`` lists them; those in capitals a plain member has by itself
STATEMENTS = """
organization update delete
member read create update delete
invitation create cancel
team create update delete
ac create READ update delete
project create delete
service create READ delete
environment create READ delete
docker read
sshKeys read create delete
gitProviders read create delete
traefikFiles read write
api READ
volume READ CREATE DELETE
deployment READ CREATE CANCEL
envVars READ WRITE
projectEnvVars READ WRITE
environmentEnvVars READ WRITE
server read create delete
registry read create delete
certificate read create update delete
backup READ CREATE UPDATE DELETE RESTORE
volumeBackup READ CREATE UPDATE DELETE RESTORE
schedule READ CREATE UPDATE DELETE
domain READ CREATE DELETE
destination read create delete
notification read create update delete
tag READ create update delete
logs READ
monitoring READ
auditLog read
vaultProvider READ create update delete
dnsProvider read create update delete
"""

# What a procedure asks for: resource and action, then the input that names the service it is about (if any).
NEEDS = {
    "project.create": ("project", "create", None), "project.remove": ("project", "delete", "project"),
    "project.update": ("projectEnvVars", "write", "project"),
    "environment.create": ("environment", "create", None), "environment.remove": ("environment", "delete", "environment"),
    "environment.update": ("environmentEnvVars", "write", "environment"), "environment.one": ("environment", "read", "environment"),
    "environment.byProjectId": ("environment", "read", None),
    "application.create": ("service", "create", None), "application.one": ("service", "read", "application"),
    "application.delete": ("service", "delete", "application"), "application.saveEnvironment": ("envVars", "write", "application"),
    "application.readTraefikConfig": ("traefikFiles", "read", "application"),
    "settings.readDirectories": ("traefikFiles", "read", None), "settings.readTraefikFile": ("traefikFiles", "read", None),
    "settings.updateTraefikFile": ("traefikFiles", "write", None),
    "application.updateTraefikConfig": ("traefikFiles", "write", "application"), "application.readLogs": ("logs", "read", "application"),
    "application.readAppMonitoring": ("monitoring", "read", None), "application.markRunning": ("deployment", "create", "application"),
    "application.search": ("service", "read", None),
    "domain.create": ("domain", "create", "application"), "domain.update": ("domain", "create", "domain"),
    "domain.toggleEnable": ("domain", "create", "domain"), "domain.delete": ("domain", "delete", "domain"),
    "domain.one": ("domain", "read", "domain"), "domain.byApplicationId": ("domain", "read", "application"),
    "dockerVolume.removeVolume": ("docker", "read", None), "dockerDiskUsage.getDiskUsage": ("docker", "read", None),
    "previewDeployment.all": ("deployment", "read", "application"), "previewDeployment.one": ("deployment", "read", None),
    "previewDeployment.delete": ("deployment", "cancel", None), "previewDeployment.redeploy": ("deployment", "create", None),
    "deployment.all": ("deployment", "read", "application"), "deployment.allByType": ("deployment", "read", None),
    "deployment.allCentralized": ("deployment", "read", None),
    "deployment.queueList": ("deployment", "read", None), "deployment.readLogs": ("deployment", "read", "deployment"),
    "deployment.removeDeployment": ("deployment", "cancel", "deployment"), "deployment.killProcess": ("deployment", "cancel", "deployment"),
    "docker.getConfig": ("docker", "read", None), "docker.getContainers": ("docker", "read", None),
    "docker.getServiceContainersByAppName": ("docker", "read", None), "docker.getStackContainersByAppName": ("docker", "read", None),
    "docker.getContainersByAppLabel": ("docker", "read", None),
    "docker.readContainerFile": ("docker", "read", None), "docker.getServerHealth": ("docker", "read", None),
    "swarm.getNodes": ("docker", "read", None), "swarm.getNodeApps": ("docker", "read", None), "swarm.getNodeInfo": ("docker", "read", None),
    "swarm.getContainerStats": ("docker", "read", None),
    "overview.services": ("service", "read", None), "overview.domains": ("domain", "read", None),
    "registry.all": ("registry", "read", None), "registry.one": ("registry", "read", None), "registry.create": ("registry", "create", None),
    "registry.update": ("registry", "create", None), "registry.remove": ("registry", "delete", None),
    "registry.testRegistryById": ("registry", "read", None),
    "sshKey.all": ("sshKeys", "read", None), "sshKey.one": ("sshKeys", "read", None), "sshKey.create": ("sshKeys", "create", None),
    "sshKey.generate": ("sshKeys", "create", None), "sshKey.remove": ("sshKeys", "delete", None),
    "server.all": ("server", "read", None), "server.buildServers": ("server", "read", None), "server.one": ("server", "read", None),
    "server.create": ("server", "create", None),
    "server.update": ("server", "create", None), "server.updateBuildsConcurrency": ("server", "create", None), "server.setup": ("server", "create", None),
    "server.validate": ("server", "read", None), "server.withSSHKey": ("server", "read", None), "cluster.getNodes": ("docker", "read", None),
    "cluster.addWorker": ("server", "create", None), "cluster.addManager": ("server", "create", None), "cluster.removeWorker": ("server", "delete", None),
    "organization.allInvitations": ("member", "create", None), "organization.inviteMember": ("member", "create", None),
    "organization.removeInvitation": ("member", "create", None), "organization.updateMemberRole": ("member", "update", None),
    "dnsProvider.listZones": ("dnsProvider", "read", None), "dnsProvider.listRecords": ("dnsProvider", "read", None),
    "dnsProvider.createRecord": ("dnsProvider", "update", None), "dnsProvider.updateRecord": ("dnsProvider", "update", None),
    "dnsProvider.deleteRecord": ("dnsProvider", "delete", None), "dnsProvider.testConnection": ("dnsProvider", "create", None),
    "forwardAuth.enable": ("domain", "create", None), "forwardAuth.disable": ("domain", "create", None), "forwardAuth.status": ("domain", "read", None),
    "server.remove": ("server", "delete", None),
    "gitProvider.remove": ("gitProviders", "delete", None), "certificates.all": ("certificate", "read", None),
    "certificates.create": ("certificate", "create", None), "certificates.remove": ("certificate", "delete", None),
    "notification.all": ("notification", "read", None), "destination.all": ("destination", "read", None),
    "mounts.create": ("volume", "create", "service"), "mounts.update": ("volume", "create", None), "mounts.remove": ("volume", "delete", None),
    "mounts.one": ("volume", "read", None), "mounts.listByServiceId": ("volume", "read", "service"),
}
DEPLOYMENT_CREATE = ("deploy", "redeploy", "start", "stop", "reload", "cleanQueues", "killBuild", "clearDeployments", "cancelDeployment", "dropDeployment")
for _name in DEPLOYMENT_CREATE:
    NEEDS["application." + _name] = ("deployment", "cancel" if _name in ("cleanQueues", "killBuild") else "create", "application")
for _name in ("update", "saveBuildType", "saveDockerProvider", "saveGitProvider", "saveGithubProvider", "saveGitlabProvider", "saveGiteaProvider",
              "saveBitbucketProvider", "disconnectGitProvider", "move", "refreshToken"):
    NEEDS["application." + _name] = ("service", "create", "application")
for _router in ("port", "redirects", "security"):
    for _name in ("create", "update", "delete", "one"):
        NEEDS["%s.%s" % (_router, _name)] = ("service", "read" if _name == "one" else "create", "application" if _name == "create" else None)
for _router in ("postgres", "mysql", "mariadb", "mongo", "redis", "libsql", "compose"):
    NEEDS[_router + ".create"] = ("service", "create", None)
    NEEDS["%s.%s" % (_router, "delete" if _router == "compose" else "remove")] = ("service", "delete", _router)
    for _name in ("one", "readLogs", "loadServices"):
        NEEDS["%s.%s" % (_router, _name)] = ("service", "read", _router)
    for _name in ("update", "saveExternalPort", "saveExternalPorts", "changePassword", "move", "refreshToken", "loadMountsByService", "fetchSourceType",
                  "randomizeCompose", "isolatedDeployment", "getConvertedCompose", "getDefaultCommand", "disconnectGitProvider", "import", "processTemplate"):
        NEEDS["%s.%s" % (_router, _name)] = ("service", "create", _router)
    for _name in ("deploy", "redeploy", "start", "stop", "reload", "rebuild", "changeStatus", "cleanQueues", "clearDeployments", "cancelDeployment"):
        NEEDS["%s.%s" % (_router, _name)] = ("deployment", "create", _router)
    NEEDS[_router + ".saveEnvironment"] = ("envVars", "write", _router)
NEEDS["compose.killBuild"] = ("deployment", "cancel", "compose")
NEEDS["deployment.allByCompose"], NEEDS["domain.byComposeId"] = ("deployment", "read", "compose"), ("domain", "read", "compose")
for _router in ("github", "gitea", "gitlab", "bitbucket"):
    if _router != "github":
        NEEDS[_router + ".create"] = NEEDS[_router + ".update"] = ("gitProviders", "create", None)
    for _name in ("one", "testConnection", _router + "Providers"):
        NEEDS["%s.%s" % (_router, _name)] = ("gitProviders", "read", None)
for _name in ("destination", "notification"):
    NEEDS[_name + ".remove"] = (_name, "delete", None)
# what an older version lets every member do, whatever it says of its permissions: only a role of one's own (a key with grants) is refused it
UNGUARDED = {"volume", "deployment", "envVars", "projectEnvVars", "environmentEnvVars", "server", "registry", "certificate", "backup", "volumeBackup",
             "schedule", "domain", "destination", "notification", "logs", "monitoring", "auditLog"}
# open to an administrator's key alone, whatever the permissions
ADMIN_ONLY = {"ai.getAll", "ai.one", "ai.get", "ai.create", "ai.update", "ai.delete", "ai.saveCustomProviders",
              "settings.reloadServer", "settings.updateBuildsConcurrency", "settings.updateDockerCleanup"}
# newer resources are missing from the list of older versions
SINCE = {"vaultProvider": (0, 30), "dnsProvider": (0, 30), "tag": (0, 29)}


def statements_of(version):
    """What a role may be given: resource -> actions."""
    return {name: list(actions) for name, actions in statements(version).items()}


def statements(version, member=False):
    """``user.getPermissions`` of an administrator, or of a plain member."""
    result = {}
    for line in STATEMENTS.strip().splitlines():
        words = line.split()
        if version < SINCE.get(words[0], (0, 0)):
            continue
        result[words[0]] = {word.lower(): not member or word.isupper() for word in words[1:]}
    if version < (0, 29):
        result["certificate"].pop("update")
    return result


class Key:
    """An API key: an administrator's, or a member's with its grants and what it has access to."""

    def __init__(self, token, admin=True, services=(), projects=(), environments=(), grants=None):
        self.token = token
        self.admin = admin
        self.services = set(services)
        self.projects = set(projects)
        self.environments = set(environments)
        self.grants = copy.deepcopy(grants or {})
        self.requests_left = None

    def permissions(self, version):
        result = statements(version, member=not self.admin)
        if not self.admin:
            for resource, actions in self.grants.items():
                for action, allowed in actions.items():
                    if resource in result and action in result[resource]:
                        result[resource][action] = bool(allowed)
        return result

    def may(self, resource, action, version):
        return bool(self.permissions(version).get(resource, {}).get(action))

    def sees(self, service_id):
        return self.admin or service_id in self.services


def denied(resource):
    return CallError("UNAUTHORIZED", 'unauthorized to access resource "%s"' % resource)


# what wants a licence, which is looked at before what was sent
LICENSED = {"customRole.create", "customRole.update", "customRole.remove", "settings.updateRemoteServersOnly", "settings.updateEnforceSSO"} | {
    "forwardAuth." + name for name in (
        "serverStatus", "listProviders", "getAuthDomain", "setAuthDomain", "deployOnServer", "removeOnServer", "removeAuthDomain")}


def check_licence(sim, name):
    if name in LICENSED and not sim.licence:
        raise CallError("FORBIDDEN", "Valid enterprise license required")


def check(sim, key, name, values):
    """Refuse what a key may not do.

    :raises CallError: 401 with code and path, which names the resource.
    """
    if key.admin:
        return
    if name in ADMIN_ONLY:
        raise CallError("UNAUTHORIZED", "UNAUTHORIZED")
    if name not in NEEDS:
        return
    resource, action, about = NEEDS[name]
    if name.startswith("swarm.") and sim.version_tuple < (0, 29):
        resource = "server"
    unguarded = resource in UNGUARDED and sim.version_tuple < (0, 29) and not key.grants
    if not unguarded and not key.may(resource, action, sim.version_tuple):
        if name == "project.create":
            raise CallError("BAD_REQUEST", 'Error creating the project: unauthorized to access resource "project"')
        if name == "domain.create":
            raise CallError("BAD_REQUEST", denied(resource).message)
        raise denied(resource)
    service_id = _service_of(sim, about, values)
    if service_id is not None and not key.sees(service_id):
        raise CallError("BAD_REQUEST" if name == "domain.create" else "UNAUTHORIZED", "You don't have access to this service")
    if about == "project" and values.get("projectId") not in key.projects:
        raise CallError("UNAUTHORIZED", "You don't have access to this project")
    if about == "environment" and values.get("environmentId") not in key.environments:
        raise CallError("UNAUTHORIZED", "You don't have access to this environment")


def _service_of(sim, about, values):
    store = sim.store
    if about in ("project", "environment", None):
        return None
    if about in ("domain", "deployment"):
        row = store.tables[about + "s"].get(values.get(about + "Id")) or {}
        return row.get("applicationId") or row.get("composeId")
    if about == "service":
        return values.get("serviceId")
    if about == "application" and "composeId" in values:
        return values["composeId"]
    return values.get(about + "Id")
