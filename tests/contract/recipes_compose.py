# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The scenarios of compose that we recorded ourselves: containers of a project, and what is answered of files."""

from __future__ import annotations

from .recipe_steps import NEWEST, OLDER, PROJECT, REMOVE, TOKENS, end, get, post

ME = {"composeId": "{{compose.id}}"}
ROW = "composeId|name|appName|composeStatus|composeType|sourceType|env|isolatedDeployment|randomize|suffix|environmentId"
FILE = """services:
  web:
    image: {{registry}}/web:1.27
    environment:
      A: ${A}
    volumes:
      - data:/data
      - /tmp:/host:ro
    ports: ["18099:80"]
  job:
    image: {{registry}}/web:1.28
    command: "true"
    depends_on: [web]
volumes:
  data: {}
"""


def project(name, kind, text):
    """The steps that make a project and a compose of a raw file."""
    return [
        post("project.create", "create a project", {"name": name, "description": "contract"}, bind=PROJECT),
        post("compose.create", "create compose", {"name": "shop", "environmentId": "{{env.id}}", "appName": name, "composeType": kind, "composeFile": text},
             bind={"compose.id": "composeId", "compose.appName": "appName"}, keep=[ROW])]


def raw(**values):
    return post("compose.update", "the file is the source", dict(ME, sourceType="raw", **values), keep=[ROW])


def stored(note):
    return get("compose.one", note, ME, keep=[ROW])


def by_name(rows, bound):
    return sorted(rows, key=lambda row: row["name"])


def containers(note, *states):
    return get("docker.getContainersByAppNameMatch", note, {"appName": "{{compose.appName}}", "appType": "docker-compose"}, only=by_name,
               until=lambda rows: [row["state"] for row in by_name(rows, None)] == list(states))


def rows(number, note="how it ended"):
    return get("deployment.allByCompose", note, ME, keep=["title|description|status|composeId"],
               until=lambda found: len(found) == number and found[0]["status"] in ("done", "error"))


COMPOSE_PROJECT = project("contract-project", "docker-compose", FILE) + [
    raw(env="A=one"),
    post("compose.deploy", "deploy", dict(ME, title="first")), rows(1), stored("status"),
    containers("the job has ended, and the web server runs", "exited", "running"),
    get("docker.getStackContainersByAppName", "no stack", {"appName": "{{compose.appName}}"}),
    get("docker.getServiceContainersByAppName", "no service", {"appName": "{{compose.appName}}_web"}),
    post("compose.stop", "stop", ME), containers("both have ended, and are there", "exited", "exited"), stored("status"),
    post("compose.start", "start", ME), containers("the same again", "exited", "running"), stored("status"),
    post("compose.update", "another file", dict(ME, composeFile=FILE.replace("1.27", "1.28")), keep=[ROW]),
    post("compose.start", "start takes nothing of it over", ME), containers("the same", "exited", "running"),
    post("compose.redeploy", "redeploy", ME), rows(2), containers("again", "exited", "running"),
    post("compose.update", "an image that is not there", dict(ME, composeFile=FILE.replace("1.27", "nope")), keep=[ROW]),
    post("compose.deploy", "deploy it", ME), rows(3), stored("status"),
    containers("what ran goes on", "exited", "running"),
    post("compose.delete", "delete with volumes", dict(ME, deleteVolumes=True), keep=[ROW]),
    containers("nothing is left")] + end()

COMPOSE_FILES = project("contract-files", "stack", FILE) + [
    get("compose.getConvertedCompose", "before there is a source", ME),
    raw(env="A=one"),
    get("compose.loadServices", "from the last file fetched", dict(ME, type="cache")),
    get("compose.loadServices", "fetched", dict(ME, type="fetch")),
    get("compose.loadServices", "from the last file fetched", dict(ME, type="cache")),
    get("compose.getConvertedCompose", "as it will be deployed", ME),
    post("compose.randomizeCompose", "with a suffix", dict(ME, suffix="sfx")),
    post("compose.isolatedDeployment", "isolated, which is not stored", dict(ME, suffix="sfx")),
    stored("nothing of it is stored"),
    post("compose.update", "isolated", dict(ME, isolatedDeployment=True), keep=[ROW]),
    get("compose.getConvertedCompose", "isolated", ME),
    post("compose.isolatedDeployment", "with a suffix of its own", dict(ME, suffix="sfx")),
    post("compose.update", "random names", dict(ME, isolatedDeployment=False, randomize=True, suffix="abc"), keep=[ROW]),
    get("compose.getConvertedCompose", "random names", ME), get("compose.loadServices", "random names", ME),
    post("compose.update", "as before", dict(ME, randomize=False, suffix=""), keep=[ROW]),
    post("domain.create", "a domain of a service that is not there", dict(ME, host="files.example.com", domainType="compose", serviceName="nope"),
         bind={"domain.id": "domainId"}),
    get("compose.getConvertedCompose", "refused", ME),
    post("domain.update", "without a service", {"domainId": "{{domain.id}}", "host": "files.example.com", "serviceName": ""}),
    get("compose.getConvertedCompose", "refused", ME),
    post("domain.delete", "delete it", {"domainId": "{{domain.id}}"}),
    post("compose.update", "a command with a semicolon", dict(ME, command="stack deploy -c docker-compose.yml x; id"), keep=[ROW]),
    get("compose.getDefaultCommand", "the command", ME),
    post("compose.update", "none of its own", dict(ME, command=""), keep=[ROW])]
for _number, (_note, _text) in enumerate((("no services", "services: web\n"), ("nothing", ""), ("an unknown key", "services:\n  web:\n    imag: x\n")), 1):
    COMPOSE_FILES += [
        post("compose.update", _note, dict(ME, composeFile=_text), keep=[ROW]),
        get("compose.loadServices", _note, ME), get("compose.loadServices", _note, dict(ME, type="fetch")), get("compose.getConvertedCompose", _note, ME),
        post("compose.deploy", _note, dict(ME, title=_note)), rows(_number), stored("status")]
COMPOSE_FILES += [
    post("compose.update", "the first file", dict(ME, composeFile=FILE), keep=[ROW]),
    post("compose.deploy", "deploy", ME), rows(4),
    get("docker.getServiceContainersByAppName", "the web server runs", {"appName": "{{compose.appName}}_web"}, keep=["name|state"],
        until=lambda found: bool(found) and found[0]["currentState"].startswith("Running")),
    get("compose.loadMountsByService", "its volumes", dict(ME, serviceName="web"), keep=["Type|Name|Destination|Driver"]),
    post("compose.stop", "stop", ME),
    post("compose.stop", "stop again, until Docker has forgotten the stack", ME, until=lambda body: body is True),
    post("compose.delete", "delete", dict(ME, deleteVolumes=True), keep=[ROW])] + end()

LIVES = """services:
  web:
    image: {{registry}}/web:1.27
    restart: unless-stopped
    entrypoint: ["/run.sh"]
    command: ["serve"]
    ports: ["18097:80"]
  crash:
    image: {{registry}}/web:1.28
    command: "false"
    restart: always
"""
SHOWN = ["Config.Image|Entrypoint|Cmd", "HostConfig.RestartPolicy|PortBindings", "Config|HostConfig"]
THAT, NETWORK = {"composeId": "{{stack.id}}"}, {"containerId": "{{stack.appName}}_default"}
COMPOSE_PARTS = project("contract-parts", "docker-compose", LIVES) + [
    raw(), post("compose.deploy", "deploy", dict(ME, title="first")), rows(1),
    containers("one is restarted again and again", "restarting", "running"),
    get("docker.getConfig", "what the engine shows of the web server", {"containerId": "{{compose.appName}}_web_1"}, keep=SHOWN),
    get("docker.getConfig", "and of the one that ends", {"containerId": "{{compose.appName}}_crash_1"}, keep=SHOWN),
    post("compose.stop", "stop", ME), containers("both have ended", "exited", "exited"),
    post("compose.update", "a stack from now on, which leaves its containers", dict(ME, composeType="stack", composeFile=FILE), keep=[ROW]),
    post("compose.deploy", "deploy", dict(ME, title="second")), rows(2, "its network is one of the first type"),
    containers("the containers are still there", "exited", "exited"),
    post("compose.update", "as before", dict(ME, composeType="docker-compose"), keep=[ROW]),
    post("compose.delete", "delete", dict(ME, deleteVolumes=True), keep=[ROW]), containers("nothing is left"),
    post("compose.create", "create a stack", {"name": "stack", "environmentId": "{{env.id}}", "appName": "contract-parts", "composeType": "stack"},
         bind={"stack.id": "composeId", "stack.appName": "appName"}, keep=[ROW]),
    post("compose.update", "the file is the source", dict(THAT, sourceType="raw", composeFile=FILE), keep=[ROW]),
    post("compose.deploy", "deploy", dict(THAT, title="first")),
    get("deployment.allByCompose", "how it ended", THAT, keep=["title|description|status|composeId"],
        until=lambda found: len(found) == 1 and found[0]["status"] in ("done", "error")),
    get("docker.getServiceContainersByAppName", "the web server runs", {"appName": "{{stack.appName}}_web"}, keep=["name|state"],
        until=lambda found: bool(found) and found[0]["currentState"].startswith("Running")),
    get("docker.getConfig", "the network of the stack", NETWORK, keep=["Name|Driver"]),
    post("compose.stop", "stop", THAT),
    get("docker.getServiceContainersByAppName", "no service is left", {"appName": "{{stack.appName}}_web"}),
    get("docker.getConfig", "its network is, for a while", NETWORK, keep=["Name"]),
    get("docker.getConfig", "and is gone then", NETWORK, until=lambda body: not body),
    post("compose.delete", "delete", dict(THAT, deleteVolumes=True), keep=[ROW])] + end()

SAYS = """services:
  web:
    image: {{registry}}/web:1.27
    environment:
      A: ${A}
"""
COMPOSE_ENV = project("contract-env", "docker-compose", SAYS) + [
    raw(), post("compose.saveEnvironment", "save variables", dict(ME, env="A=one")), stored("the variables are there"),
    post("compose.saveEnvironment", "of one that is not there", {"composeId": "nope", "env": "A=one"}),
    post("compose.deploy", "deploy", dict(ME, title="first")), rows(1),
    dict(containers("the web server runs", "running"), bind={"web.container": "0.containerId"}),
    get("compose.readLogs", "the log of its container", dict(ME, containerId="{{web.container}}", tail=10, since="all")),
    post("compose.delete", "delete", dict(ME, deleteVolumes=True), keep=[ROW]), containers("nothing is left")] + end()

UNDO = [("compose.delete", dict(ME, deleteVolumes=True)), REMOVE]
CATALOG = {"baseUrl": "http://127.0.0.1:9447"}
NO_CATALOG = {"baseUrl": "http://127.0.0.1:1"}
TEMPLATE = {"id": "shop", "environmentId": "{{env.id}}"}
TEMPLATES = [
    post("project.create", "create a project", {"name": "contract-Templates 1", "description": "contract"}, bind=PROJECT),
    get("compose.templates", "the catalog", CATALOG),
    get("compose.getTags", "its tags", CATALOG),
    post("compose.deployTemplate", "a service of a template", dict(TEMPLATE, **CATALOG), bind={"compose.id": "composeId", "compose.appName": "appName"}),
    get("compose.one", "with domains and files; one host is made up", ME, only=lambda row, bound: dict(
        row, domains=sorted(row["domains"], key=lambda one: one["port"]), mounts=sorted(row["mounts"], key=lambda one: one["filePath"])),
        bind={"compose.host": "domains.1.host"}, keep=[ROW + "|composeFile|icon|domains|mounts"]),
    post("compose.deployTemplate", "one without files", dict(TEMPLATE, id="fileless", **CATALOG)),
    post("compose.deployTemplate", "one that the catalog lacks", dict(TEMPLATE, id="nothing", **CATALOG)),
    post("compose.deployTemplate", "in an environment that is not there", dict(TEMPLATE, environmentId="not-there", **CATALOG)),
    post("compose.deployTemplate", "on a server that is not there", dict(TEMPLATE, serverId="not-there", **CATALOG)),
    get("compose.templates", "no catalog is there", NO_CATALOG),
    post("compose.deployTemplate", "no catalog is there", dict(TEMPLATE, **NO_CATALOG)),
    post("compose.delete", "deleted", dict(ME, deleteVolumes=True), keep=["composeId|name"]),
] + end()

# To Docker on Dokploy's node, a container of a worker is one that does not exist.
COMPOSE_ELSEWHERE = project("contract-elsewhere", "stack", FILE) + [
    get("compose.readLogs", "the log of a container that is not on this node", dict(ME, containerId="contract-elsewhere")),
    post("compose.delete", "delete", dict(ME, deleteVolumes=True), keep=["composeId|name"])] + end()

RECIPES = {
    "compose_elsewhere": {"about": "The log of a container on another node: Docker's error in its place, with 200.", "versions": (NEWEST,), "tokens": TOKENS,
                          "steps": COMPOSE_ELSEWHERE, "undo": UNDO},
    "templates": {"about": "Templates of a catalog, which answered at port 9447 (tests/contract/peers.py).", "versions": (NEWEST, OLDER),
                  "steps": TEMPLATES, "undo": UNDO},
    "compose_project": {"about": "A docker-compose whose containers run: deployed, stopped, started, redeployed, an image missing, deleted.",
                        "versions": (NEWEST, OLDER), "tokens": TOKENS, "steps": COMPOSE_PROJECT, "undo": UNDO},
    "compose_parts": {"about": "What the engine shows of containers and of a stack's network; another type fails, and leaves containers behind.",
                      "versions": (NEWEST, OLDER), "tokens": TOKENS, "steps": COMPOSE_PARTS, "undo": UNDO},
    "compose_env": {"about": "Variables that are saved alone, and the log of one container.",
                    "versions": (NEWEST,), "tokens": TOKENS, "steps": COMPOSE_ENV, "undo": UNDO},
    "compose_files": {"about": "What is answered of compose files: converted, with suffixes, with domains, and of what is none.",
                      "versions": (NEWEST, OLDER), "tokens": TOKENS, "steps": COMPOSE_FILES, "undo": UNDO},
}
