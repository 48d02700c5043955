# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a compose service: a file with several services, deployed by docker compose or as a Swarm stack."""

from __future__ import annotations

import re
from dataclasses import replace

from .._common.errors import BadInput
from .._model.env_kinds import BUILD_DOTENV, DOTENV
from .._model.hooks import Hooks
from .._model.kinds import BOOL, Kind, NOTHING, RELOAD, WORDS
from .._model.resource import Field, Group, Resource, Write
from .._model.service import ServiceCalls, ServiceForm
from .application import PROVIDERS, REPOSITORY, find_missing_source, list_provider_fields
from .domain import DOMAIN
from .children import MOUNT


TEMPLATE = "template"
# Suboptions of C(source) that name a file on the controller. The action plugin replaces them with the file's text in C(content).
FILES = ("src", "template")


class SourceType(Kind):
    """The type of a source. Dokploy stores a service created from a template as type raw."""

    def parse(self, value, path):
        return "raw" if value == TEMPLATE else value


class FileText(Kind):
    """The text of a file, compared without blank lines at its end."""

    def canonical(self, wire):
        return (wire or "").rstrip() or None


class Command(Kind):
    """The arguments of docker. Dokploy passes them to a shell; newer versions reject control characters of the shell, but only in a deployment."""

    def parse(self, value, path):
        chain = value.split("&&")
        if re.search(r"[;|`$(){}<>\n\\&]", "".join(chain)) or not all(one.strip().startswith(("docker compose ", "docker-compose ")) for one in chain[1:]):
            raise BadInput("%s must be the arguments of docker, without control characters of a shell; && may be followed by docker compose only" % path)
        return value


class FilePath(Kind):
    """A path below a directory, compared without the slash that paths of templates begin with."""

    def canonical(self, wire):
        return (wire or "").lstrip("/") or None


RAW, GIT = ("sourceType", ("raw",)), ("sourceType", ("git",))


SOURCE = Group("source", (
    Field("type", "sourceType", kind=SourceType(), clearable=False, more={"choices": ["raw", "git", *PROVIDERS, TEMPLATE]}),
    Field("content", "composeFile", kind=FileText(), only_for=RAW, secret="file", clearable=False),
    *[Field(name, "", only_for=RAW) for name in FILES],
    Field("template_id", "", only_for=RAW),
    Field("template_version", "", only_for=RAW),
    Field("template_url", "", only_for=RAW),
    Field("url", "customGitUrl", only_for=GIT),
    *[Field("provider", kind + "Id", only_for=("sourceType", (kind,)), ref=kind, shared=True) for kind in PROVIDERS],
    *list_provider_fields("owner", "Owner", PROVIDERS, Field),
    *list_provider_fields("repository", "Repository", PROVIDERS, Field),
    *list_provider_fields("branch", "Branch", {"git": "customGit", **PROVIDERS}, Field),
    Field("ssh_key", "customGitSSHKeyId", only_for=GIT, ref="ssh_key", more={"no_log": False}),
    Field("compose_path", "composePath", only_for=REPOSITORY, same_as_null="./docker-compose.yml", default="./docker-compose.yml"),
    Field("submodules", "enableSubmodules", kind=BOOL, only_for=REPOSITORY, default=False),
    Field("watch_paths", "watchPaths", kind=WORDS, only_for=REPOSITORY, effect=NOTHING, default=[]),
    Field("trigger", "triggerType", only_for=("sourceType", ("github",)), effect=NOTHING, same_as_null="push", default="push",
          more={"choices": ["push", "tag"]}),
))


def fill_mount(child):
    """Check a file mount, whose file Dokploy writes below C(../files) of the compose file. Raises BadInput for any other path."""
    path = child.get("file_path") or ""
    if not path or path.startswith("/") or ".." in path.split("/"):
        raise BadInput("mounts: the file_path %r must be a path below the directory files of the compose service" % path)
    return child


# Dokploy adds the routes as labels to the compose file, so a domain takes effect with a deployment.
COMPOSE_DOMAIN = replace(
    DOMAIN, parent="compose", parent_id="composeId", create_extra={"domainType": "compose"},
    fields=tuple(replace(item, effect=RELOAD) for item in DOMAIN.fields) + (
        Field("service_name", "serviceName", effect=RELOAD, more={"required": True}),),
    create_keys=DOMAIN.create_keys + ("serviceName",))
COMPOSE_MOUNT = replace(
    MOUNT, parent="compose", identity=("filePath",), fields=(
        Field("file_path", "filePath", kind=FilePath(), effect=RELOAD, more={"required": True}),
        Field("content", "content", effect=RELOAD, secret="text", verifiable=False, default="")),
    create_keys=("filePath", "content"), create_extra={"serviceType": "compose", "type": "file", "mountPath": "/"}, fills=fill_mount)

CALLS = ServiceCalls(
    type="compose", listing="compose", deploy="compose.deploy", redeploy="compose.redeploy", reload="compose.start", stop="compose.stop",
    move="compose.move", save_env="compose.saveEnvironment", save_env_keys=("env",), clean_queue="compose.cleanQueues",
    kill_build="compose.killBuild", logs="compose.readLogs", deployments="deployment.allByCompose",
    status="composeStatus", reload_applies=False, removes_volumes=True)

COMPOSE = Resource(
    kind="compose", plural="compose_services", id="composeId", parent="environment", parent_id="environmentId",
    addressing={name: {"type": "str"} for name in ("project", "environment", "name", "environment_id", "compose_id", "app_name", "domain_host")},
    states=("started", "present", "stopped", "restarted", "deployed", "absent"),
    fields=(
        Field("type", "composeType", same_as_null="docker-compose", default="docker-compose", clearable=False,
              more={"choices": ["docker-compose", "stack"]}),
        SOURCE,
        Field("description", "description", effect=NOTHING),
        Field("icon", "icon", effect=NOTHING, since="0.30.0"),
        Field("auto_deploy", "autoDeploy", kind=BOOL, effect=NOTHING, default=True),
        Field("env", "env", kind=BUILD_DOTENV, secret="values", default=""),
        Field("create_env_file", "createEnvFile", kind=BOOL, default=True, same_as_null=True, since="0.30.0"),
        Field("command", "command", kind=Command(), default=""),
        Field("isolated", "isolatedDeployment", kind=BOOL, default=False),
        Field("isolated_volumes", "isolatedDeploymentsVolume", kind=BOOL, default=False),
        Field("randomize", "randomize", kind=BOOL, default=False),
        Field("suffix", "suffix", default=""),
        Field("server", "serverId", ref="server", effect=NOTHING, at_creation=True, clearable=False),
    ),
    read="compose.one", create="compose.create", create_keys=("description", "composeType", "serverId"), update=Write("compose.update"),
    remove="compose.delete", remove_keys=lambda options: {"deleteVolumes": bool(options.get("remove_volumes"))},
    children=(("domains", "domains", COMPOSE_DOMAIN), ("mounts", "mounts", COMPOSE_MOUNT)),
    hooks=Hooks(),
    calls=CALLS,
    form=ServiceForm(
        image=lambda record: None, file_mount_path="/etc/dokploy/compose/%s/files/%s", defaults={"appName": ""}, has_parts=True,
        find_source_problem=lambda record: find_missing_source(SOURCE, {"raw": ("content",), "git": ("url", "branch")}, record)),
    permissions={
        **{"compose." + call: ("service", "create") for call in ("create", "update", "move", "refreshToken")},
        "compose.deployTemplate": ("service", "create"), "compose.saveEnvironment": ("envVars", "write"), "compose.delete": ("service", "delete"),
        **{"compose." + call: ("deployment", "create") for call in ("deploy", "redeploy", "start", "stop", "cleanQueues")},
        "compose.killBuild": ("deployment", "cancel"), "dockerVolume.removeVolume": ("docker", "read")},
    shapes={"compose.one": (dict, "composeId", False), "deployment.allByCompose": (list, "deploymentId", True),
            "compose.getConvertedCompose": (str, None, True), "docker.getContainersByAppNameMatch": (list, "containerId", True)},
    variant=lambda resource, options, record: as_stack(resource) if find_type(options, record) == "stack" else resource,
)


def find_type(options, record):
    """Return the type of a compose service: the task's, else the stored one."""
    return options.get("type") or (record or {}).get("composeType") or "docker-compose"


def as_stack(resource):
    """Adapt the description to a stack: C(compose.start) does nothing, C(compose.delete) keeps the volumes, Swarm evaluates templates in variables."""
    fields = tuple(replace(item, kind=DOTENV) if item.option == "env" else item for item in resource.fields)
    return replace(resource, fields=fields, calls=replace(resource.calls, reload="", removes_volumes=False))
