# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The scenarios that we recorded ourselves, as tests/support/record.py plays them against a live server.

C(bind) names parts of an answer, which become tokens. C(only) keeps the rows of a list that covers the whole server, C(keep) the keys of a large
object. C(by_hand) is a command that was run before the request; what the simulator does in its place stands in worlds.py.
"""

from __future__ import annotations

NEWEST, OLDER = "v0.30.2", "v0.28.8"
TOKENS = {"registry": "127.0.0.1:5000", "git": "http://127.0.0.1:9080"}
PROJECT = {"project.id": "project.projectId", "env.id": "environment.environmentId", "organization.id": "project.organizationId"}
REMOVE = ("project.remove", {"projectId": "{{project.id}}"})
APP = {"applicationId": "{{app.id}}"}


def get(procedure, note, values=None, **more):
    return dict({"method": "GET", "procedure": procedure, "note": note, "values": values}, **more)


def post(procedure, note, values=None, **more):
    return dict({"method": "POST", "procedure": procedure, "note": note, "values": values}, **more)


def application(name, label="app", **more):
    """The steps that make a project and an application that runs an image."""
    return [
        post("project.create", "create a project; it comes with a default environment named production", {"name": name, "description": "contract"}, bind=PROJECT),
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
            until=lambda rows: any(row["CurrentState"].startswith("Running") if "CurrentState" in row else row["currentState"].startswith("Running")
                                   for row in rows))]


def end():
    return [post("project.remove", "remove the project; its application goes with it", {"projectId": "{{project.id}}"}, keep=["projectId|name"])]


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
    post("port.create", "the same once more", dict(APP, publishedPort=18085, publishMode="host", targetPort=8080, protocol="tcp"), bind={"port.twice": "portId"}),
    post("port.update", "other values", {"portId": "{{port.id}}", "publishedPort": 18086, "publishMode": "ingress", "targetPort": 8081, "protocol": "udp"}),
    post("port.update", "keys are missing", {"portId": "{{port.id}}", "publishedPort": 18087}),
    get("port.one", "one port", {"portId": "{{port.id}}"}),
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
    get("network.all", "none yet", only=lambda row, bound: row["name"].startswith("contract-")),
    post("network.create", "a network over all nodes", {"name": "contract-back", "driver": "overlay", "attachable": True}, bind={"back.id": "networkId"}),
    post("network.create", "a bridge of this node", {"name": "contract-bridge", "driver": "bridge", "internal": True}, bind={"bridge.id": "networkId"}),
    post("network.create", "a name that is taken", {"name": "contract-back", "driver": "overlay"}),
    post("network.create", "a name that Docker does not take", {"name": "no good", "driver": "overlay"}),
    get("network.all", "the newest first", only=lambda row, bound: row["name"].startswith("contract-")),
    get("network.one", "one", {"networkId": "{{back.id}}"}),
    get("network.one", "one that is not there", {"networkId": "not-there"}),
    post("application.update", "the application is put into it", dict(APP, networkIds=["{{back.id}}"])),
    get("application.one", "stored", APP, keep=["applicationId|networkIds|detachDokployNetwork"])] + deployed("deploy into it") + [
    get("docker.getContainersByAppNameMatch", "which container it is", {"appName": "{{app.appName}}"},
        keep=["name|state"]),
    get("swarm.getNodeApps", "which service it is", only=lambda row, bound: row["Name"] == bound["app.appName"], bind={}),
    post("network.remove", "a network that is in use", {"networkId": "{{back.id}}"}),
    post("application.update", "without Dokploy's own network", dict(APP, detachDokployNetwork=True))] + deployed("deploy without Dokploy's own", 2) + [
    post("application.update", "a network that is not there", dict(APP, networkIds=["not-there"])),
    post("application.update", "back to Dokploy's own alone", dict(APP, networkIds=[], detachDokployNetwork=False)),
    DELETE,
    post("network.remove", "the bridge removed", {"networkId": "{{bridge.id}}"}),
    post("network.remove", "the bridge removed again", {"networkId": "{{bridge.id}}"}),
] + end()

VOLUMES = application("contract-volumes") + [
    post("mounts.create", "a volume", {"type": "volume", "volumeName": "contract-vol", "mountPath": "/data", "serviceType": "application",
                                       "serviceId": "{{app.id}}"}, bind={"volume.mount": "mountId"})] + deployed("deploy with it") + [
    post("dockerVolume.removeVolume", "a volume in use", {"volumeName": "contract-vol"}),
    post("application.stop", "stop: the container goes", APP, keep=["applicationId|applicationStatus"]),
    DELETE,
    post("dockerVolume.removeVolume", "the volume, now that nothing uses it", {"volumeName": "contract-vol"}, by_hand="sleep 15"),
    post("dockerVolume.removeVolume", "the volume again", {"volumeName": "contract-vol"}),
    post("dockerVolume.removeVolume", "a name that Docker does not take", {"volumeName": "no good"}),
] + end()

RECIPES = {
    "children": {"about": "Mounts, ports, redirects and basic authentication: each made, changed, read and removed, and what Traefik's file says of them.",
                 "versions": (NEWEST, OLDER), "tokens": TOKENS, "steps": CHILDREN, "undo": [("application.delete", APP), REMOVE]},
    "networks": {"about": "Docker networks that Dokploy keeps, and an application on one.", "versions": (NEWEST,), "tokens": TOKENS, "steps": NETWORKS,
                 "undo": [("application.delete", APP), REMOVE], "undo_by_hand": ["docker network rm contract-back contract-bridge"]},
    "volumes": {"about": "A volume is removed: while a container uses it, after that, and once more.", "versions": (NEWEST,), "tokens": TOKENS,
                "steps": VOLUMES, "undo": [("application.delete", APP), REMOVE], "undo_by_hand": ["docker volume rm contract-vol"]},
}
