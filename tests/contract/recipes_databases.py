# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The scenarios of databases that we recorded ourselves: the service of each kind, updates, and what is recorded of the figures of containers.

The image is a web server's, which runs in the place of each database: of mongo and libsql there is no image on our live servers.
"""

from __future__ import annotations

import re

from .recipe_steps import NEWEST, OLDER, PROJECT, REMOVE, TOKENS, end, get, post

KINDS = ("postgres", "mysql", "mariadb", "mongo", "redis")
BASE = {"environmentId": "{{env.id}}", "description": "d", "dockerImage": "{{registry}}/web:1.27", "databasePassword": "pw123456"}
NAMED = {"databaseName": "shop", "databaseUser": "shop"}
MORE = {"postgres": NAMED, "mysql": dict(NAMED, databaseRootPassword="root123456"), "mariadb": dict(NAMED, databaseRootPassword="root123456"),
        "mongo": {"databaseUser": "shop", "replicaSets": False}, "redis": {}}
SETTINGS = ("command|args|env|memoryReservation|memoryLimit|cpuReservation|cpuLimit|externalPort|applicationStatus|healthCheckSwarm|restartPolicySwarm|"
            "placementSwarm|updateConfigSwarm|rollbackConfigSwarm|modeSwarm|labelsSwarm|networkSwarm|stopGracePeriodSwarm|endpointSpecSwarm|ulimitsSwarm|"
            "replicas|networkIds|detachDokployNetwork|replicaSets|sqldNode|sqldPrimaryUrl|enableNamespaces|externalGRPCPort|externalAdminPort")
SHOWN = "name|appName|description|databaseName|databaseUser|databasePassword|databaseRootPassword|dockerImage|environmentId|serverId|" + SETTINGS
# Each of these has a value, and none of them changes what the stand-in does.
GIVEN = {"env": "A=one", "memoryLimit": "134217728", "memoryReservation": "67108864", "cpuLimit": "500000000", "cpuReservation": "250000000",
         "stopGracePeriodSwarm": 5000000000, "labelsSwarm": {"team": "shop"}, "placementSwarm": {"Constraints": ["node.role==manager"]},
         "updateConfigSwarm": {"Parallelism": 1, "Order": "stop-first"}, "rollbackConfigSwarm": {"Parallelism": 1, "Order": "stop-first"},
         "restartPolicySwarm": {"Condition": "on-failure", "MaxAttempts": 3}, "ulimitsSwarm": [{"Name": "nofile", "Soft": 1024, "Hard": 2048}],
         "description": "e"}
NOTHING = dict(dict.fromkeys(GIVEN), command=None, args=None)


def database(kind, **more):
    """One kind: made, changed in one key and in all, deployed, cleared, an update of nothing, removed, and what is answered then."""
    me, shown = {kind + "Id": "{{%s.id}}" % kind}, ["%sId|%s" % (kind, SHOWN)]
    container = {"appName": "{{%s.appName}}" % kind}
    return [
        post(kind + ".create", "create " + kind, dict(BASE, name="db-" + kind, appName="contract-" + kind, **dict(MORE[kind], **more)),
             bind={kind + ".id": kind + "Id", kind + ".appName": "appName"}),
        post(kind + ".update", "one key", dict(me, command="/run.sh")), get(kind + ".one", "one key is changed", me, keep=shown),
        post(kind + ".deploy", "deploy", me, keep=["%sId|applicationStatus" % kind]),
        get("docker.getServiceContainersByAppName", "the stand-in runs", container, keep=["name|state"],
            until=lambda rows: len(rows) == 1 and rows[0]["currentState"].startswith("Running")),
        get("docker.getConfig", "the service of %s" % kind, {"containerId": "{{%s.appName}}" % kind}, keep=["Spec"]),
        post(kind + ".update", "many keys", dict(me, **GIVEN)), get(kind + ".one", "they are stored", me, keep=shown),
        post(kind + ".deploy", "deploy again", me, keep=["%sId|applicationStatus" % kind]),
        get("docker.getConfig", "the service has them", {"containerId": "{{%s.appName}}" % kind}, keep=["Spec"]),
        post(kind + ".update", "cleared", dict(me, **NOTHING)), get(kind + ".one", "they are empty", me, keep=shown),
        post(kind + ".update", "no key", me), post(kind + ".update", "a name that cannot be changed", dict(me, appName="other")),
        get(kind + ".one", "nothing is changed", me, keep=["%sId|appName|env" % kind]),
        post(kind + ".remove", "remove " + kind, me, keep=["%sId|name|appName|applicationStatus" % kind]),
        get(kind + ".one", "it is gone", me), post(kind + ".update", "of what is gone", dict(me, env="A=two")),
        post(kind + ".remove", "again", me)]


DATABASE_SERVICES = [post("project.create", "create a project", {"name": "contract-databases", "description": "contract"}, bind=PROJECT)]
for _kind in KINDS:
    DATABASE_SERVICES += database(_kind)
DATABASE_SERVICES += end()

LIBSQL = {"libsqlId": "{{libsql.id}}"}
GIVEN_LIBSQL = {key: value for key, value in GIVEN.items() if key != "ulimitsSwarm"}
LIBSQL_UPDATES = [
    post("project.create", "create a project", {"name": "contract-libsql-updates", "description": "contract"}, bind=PROJECT),
    post("libsql.create", "create libsql", dict(BASE, name="db-libsql", appName="contract-libsql", databaseUser="shop", sqldNode="primary",
                                                sqldPrimaryUrl=None, enableNamespaces=False, serverId=None)),
    get("environment.one", "its id is found here", {"environmentId": "{{env.id}}"}, bind={"libsql.id": "libsql.0.libsqlId"},
        only=lambda body, bound: {"environmentId": body["environmentId"], "libsql": [{"libsqlId": body["libsql"][0]["libsqlId"], "...": "..."}], "...": "..."}),
    post("libsql.update", "one key", dict(LIBSQL, memoryLimit="134217728")),
    get("libsql.one", "one key is changed", LIBSQL, keep=["libsqlId|" + SHOWN], bind={"libsql.appName": "appName"}),
    post("libsql.update", "many keys", dict(LIBSQL, enableNamespaces=True, **GIVEN_LIBSQL)),
    get("libsql.one", "they are stored", LIBSQL, keep=["libsqlId|" + SHOWN]),
    post("libsql.update", "cleared", dict(LIBSQL, **dict.fromkeys(GIVEN_LIBSQL))), get("libsql.one", "they are empty", LIBSQL, keep=["libsqlId|" + SHOWN]),
    post("libsql.update", "a replica without its primary", dict(LIBSQL, sqldNode="replica")),
    get("libsql.one", "it is stored", LIBSQL, keep=["libsqlId|sqldNode|sqldPrimaryUrl|enableNamespaces"]),
    post("libsql.update", "no key", LIBSQL),
    post("libsql.remove", "remove libsql", LIBSQL, keep=["libsqlId|name"]), post("libsql.update", "of what is gone", dict(LIBSQL, env="A=two")),
] + end()

# Dokploy records figures while a page shows them: a WebSocket, which this command keeps open for some samples.
WATCH = ('curl -s -N -m %d -o /dev/null -H "x-api-key: $DOKPLOY_API_KEY" -H "Connection: Upgrade" -H "Upgrade: websocket" -H "Sec-WebSocket-Version: 13" '
         '-H "Sec-WebSocket-Key: Y29udHJhY3QtcmVjb3JkZQ==" "$DOKPLOY_URL/listen-docker-stats-monitoring?appName=%s&appType=%s" || true')
SECONDS = 9
STACK = {"composeId": "{{stack.id}}"}
PROJECT_OF = {"composeId": "{{compose.id}}"}
FILE = "services:\n  web:\n    image: {{registry}}/web:1.27\n    command: /run.sh\n    ports: [\"%d:80\"]\n"
PORTS = {"stack": 18094, "docker-compose": 18095}
PERCENT, SIZE = re.compile(r"^\d+(\.\d+)?%$"), re.compile(r"^\d+(\.\d+)?[kKMGT]?i?B$")


def measured(value):
    """A figure as a mark of its form: what is measured differs each time."""
    if isinstance(value, dict):
        return {key: item if key == "time" else measured(item) for key, item in value.items()}
    if isinstance(value, (int, float)):
        return "<number>"
    return "<percent>" if PERCENT.match(value) else "<size>" if SIZE.match(value) else value


def two_samples(body, bound):
    """The first two samples of each series."""
    return body and {name: [measured(one) for one in rows[:2]] for name, rows in body.items()}


def figures(note, name, watched=None, least=0):
    """What is recorded under a name, where at least so many samples of it are."""
    more = {"by_hand": WATCH % ((SECONDS,) + watched)} if watched else {}
    return get("application.readAppMonitoring", note, {"appName": "{{%s}}" % name}, only=two_samples,
               until=lambda body: not least or bool(body) and len(body["memory"]) >= least, **more)


def compose(kind, name, token):
    me = {"composeId": "{{%s.id}}" % token}
    return [
        post("compose.create", "create a compose service of the type " + kind, {
            "name": name, "environmentId": "{{env.id}}", "appName": "contract-" + name, "composeType": kind, "composeFile": FILE % PORTS[kind]},
            bind={token + ".id": "composeId", token + ".appName": "appName"}, keep=["composeId|name|appName|composeType"]),
        post("compose.update", "the file is the source", dict(me, sourceType="raw"), keep=["composeId|sourceType"]),
        post("compose.deploy", "deploy", dict(me, title="first")),
        get("deployment.allByCompose", "how it ended", me, keep=["title|status|composeId"],
            until=lambda found: len(found) == 1 and found[0]["status"] in ("done", "error"))]


MONITORING = [
    post("project.create", "create a project", {"name": "contract-figures", "description": "contract"}, bind=PROJECT),
    post("redis.create", "create redis", dict(BASE, name="cache", appName="contract-figures-cache"), bind={"redis.id": "redisId", "redis.appName": "appName"},
         keep=["redisId|name|appName"]),
    figures("never deployed", "redis.appName"),
    post("redis.update", "what the stand-in runs", {"redisId": "{{redis.id}}", "command": "/run.sh"}),
    post("redis.deploy", "deploy", {"redisId": "{{redis.id}}"}, keep=["redisId|name"]),
    get("docker.getServiceContainersByAppName", "it runs", {"appName": "{{redis.appName}}"}, keep=["name|state"],
        until=lambda rows: len(rows) == 1 and rows[0]["currentState"].startswith("Running")),
    figures("nobody looked at its page", "redis.appName"),
    figures("somebody looked", "redis.appName", ("{{redis.appName}}", "application"), least=2),
    post("redis.stop", "stop", {"redisId": "{{redis.id}}"}, keep=["redisId|name"]),
    figures("stopped: what was recorded is not shown", "redis.appName"),
    post("redis.remove", "remove redis", {"redisId": "{{redis.id}}"}, keep=["redisId|name"])]
MONITORING += compose("stack", "figures-stack", "stack") + [
    get("docker.getStackContainersByAppName", "its container", {"appName": "{{stack.appName}}"}, keep=["name|state"], bind={"stack.task": "0.name"},
        until=lambda rows: len(rows) == 1 and rows[0]["currentState"].startswith("Running")),
    figures("by the name of the stack", "stack.appName"),
    get("application.readAppMonitoring", "by the name of its service", {"appName": "{{stack.appName}}_web"}, only=two_samples),
    get("docker.getConfig", "somebody looked at the page of its container", {"containerId": "{{stack.appName}}_web"}, keep=["Spec"],
        by_hand=WATCH % (SECONDS, "{{stack.task}}", "stack")),
    get("application.readAppMonitoring", "the service's name shows none of it", {"appName": "{{stack.appName}}_web"}, only=two_samples),
    post("compose.delete", "delete", dict(STACK, deleteVolumes=True), keep=["composeId|name"])]
MONITORING += compose("docker-compose", "figures-compose", "compose") + [
    get("docker.getContainersByAppNameMatch", "its container", {"appName": "{{compose.appName}}", "appType": "docker-compose"},
        bind={"compose.container": "0.name"}, keep=["name|state"], until=lambda rows: len(rows) == 1 and rows[0]["state"] == "running"),
    get("docker.getContainers", "the port that it publishes",
        only=lambda rows, bound: [one for one in rows if one["name"].startswith(bound["compose.appName"])]),
    figures("by the name of the compose service", "compose.appName"),
    figures("somebody looked at the page of its container", "compose.container", ("{{compose.container}}", "docker-compose")),
    post("compose.delete", "delete", dict(PROJECT_OF, deleteVolumes=True), keep=["composeId|name"])] + end()

RECIPES = {
    "database_services": {"about": "Databases of five kinds: made, changed in one key and in many, deployed, cleared, removed. A web server runs in each.",
                          "versions": (NEWEST, OLDER), "tokens": TOKENS, "steps": DATABASE_SERVICES, "undo": [
                              *((kind + ".remove", {kind + "Id": "{{%s.id}}" % kind}) for kind in KINDS), REMOVE]},
    "libsql_updates": {"about": "A libsql database is changed in one key and in many, and cleared. It is not deployed, since its image cannot be pulled.",
                       "versions": (NEWEST,), "tokens": TOKENS, "steps": LIBSQL_UPDATES, "undo": [("libsql.remove", LIBSQL), REMOVE]},
    "monitoring": {"about": "What is recorded of the figures of a database, of a stack and of a docker-compose, before and after somebody looked at a page.",
                   "versions": (NEWEST, OLDER), "tokens": TOKENS, "steps": MONITORING, "undo": [
                       ("redis.remove", {"redisId": "{{redis.id}}"}), ("compose.delete", dict(STACK, deleteVolumes=True)),
                       ("compose.delete", dict(PROJECT_OF, deleteVolumes=True)), REMOVE]},
}
