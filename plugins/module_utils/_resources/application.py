# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes an application: its source and build, its Swarm settings, its domains and other children."""

from __future__ import annotations

from dataclasses import replace

from .._model.hooks import Hooks
from .._model.option_checks import check_labels, check_port, check_release, check_ulimit, check_wildcard
from .._model.kinds import BOOL, Choice, DEPLOY, INT, Kind, NOTHING, RELOAD, WORDS
from .._model.nested_kinds import Nested
from .._model.row_kinds import Rows
from .._model.service_kinds import CPUS, DURATION, HealthTest, LABELS, MEMORY
from .._model.env_kinds import BUILD_DOTENV, DOTENV
from .._model.resource import Field, Group, Resource, Write
from .._model.service import ServiceCalls, ServiceForm
from .children import BASIC_AUTH, MOUNT, PORT, REDIRECT, make_fills
from .domain import DOMAIN


class Checked(Kind):
    """A value that a function C(check(value, path)) of option_checks.py checks and completes."""

    def __init__(self, check, **ansible):
        super().__init__(**ansible)
        self.check = check

    def parse(self, value, path):
        return self.check(value, path)


class Spread(Kind):
    """A placement preference, which Docker stores as C({"SpreadDescriptor": value})."""

    def parse(self, value, path):
        return {"SpreadDescriptor": value}

    def show(self, wire):
        return wire["SpreadDescriptor"]


class Mode(Kind):
    """The service mode. Replicated mode is stored as null, because Dokploy applies C(replicas) only then."""

    modes_of = {"Global": "global", "ReplicatedJob": "replicated-job", "GlobalJob": "global-job"}

    def apply(self, change, current, default):
        if change.value == self.canonical(current):
            return current
        return {"Global": {}} if change.value == "global" else default

    def canonical(self, wire):
        return next((name for key, name in self.modes_of.items() if key in (wire or {})), "replicated")


# Builders that read the env text during a build: a changed value requires a deployment.
READS_ENV = ("nixpacks", "railpack", "heroku_buildpacks", "paketo_buildpacks")


def find_env_effect(record):
    """Return what applies a changed env text: a reload, or a deployment if the build reads it. Dockerfile and static builds read it from a .env file."""
    if record.get("sourceType") == "docker":
        return RELOAD
    if record.get("buildType") in READS_ENV:
        return DEPLOY
    return RELOAD if record.get("createEnvFile") is False or record.get("publishDirectory") else DEPLOY


def update_defaults(version):
    """Return Dokploy's defaults of unset settings, so that setting one does not change the others."""
    return {"Parallelism": 1, "Order": "start-first", "FailureAction": "rollback" if version >= (0, 29, 0) else "pause"}


def rollback_defaults(version):
    """Return Dokploy's defaults of unset rollback settings."""
    return {"Parallelism": 1, "Order": "start-first" if version >= (0, 29, 0) else "stop-first"}


# Docker's default restart policy, in effect if none is stored.
RESTART_DEFAULTS = {"Condition": "any", "Delay": 5000000000}


def list_rollout_fields(*failure_actions):
    """List the fields of an update or rollback configuration, which differ only in their C(failure_actions)."""
    return (
        Field("parallelism", "Parallelism", kind=INT),
        Field("delay", "Delay", kind=DURATION),
        Field("failure_action", "FailureAction", more={"choices": list(failure_actions)}),
        Field("monitor", "Monitor", kind=DURATION),
        Field("max_failure_ratio", "MaxFailureRatio", kind=Kind(type="float")),
        Field("order", "Order", more={"choices": ["start-first", "stop-first"]}),
    )


HEALTHCHECK = Nested(
    Field("test", "Test", kind=HealthTest()),
    Field("interval", "Interval", kind=DURATION),
    Field("timeout", "Timeout", kind=DURATION),
    Field("start_period", "StartPeriod", kind=DURATION),
    Field("retries", "Retries", kind=INT),
)
RESTART = Nested(
    Field("condition", "Condition", more={"choices": ["none", "on-failure", "any"]}),
    Field("delay", "Delay", kind=DURATION),
    Field("max_attempts", "MaxAttempts", kind=INT),
    Field("window", "Window", kind=DURATION),
    base=RESTART_DEFAULTS,
)
PLACEMENT = Nested(
    Field("constraints", "Constraints", kind=WORDS),
    Field("preferences", "Preferences", kind=Rows(Field("spread", "Spread", kind=Spread(), more={"required": True}), ordered=True)),
    Field("replicas_max_per_node", "MaxReplicas", kind=INT),
)
ULIMITS = Rows(
    Field("name", "Name", more={"required": True}), Field("soft", "Soft", kind=INT, more={"required": True}), Field("hard", "Hard", kind=INT),
    fills=make_fills(check_ulimit))
OPPOSITE = Choice({True: False, False: True}, type="bool")
NETWORKS = Rows(
    Field("name", "Target", more={"required": True}), Field("aliases", "Aliases", kind=WORDS),
    Field("driver_opts", "DriverOpts", kind=Checked(check_labels, type="dict")))
ENDPOINT = Nested(
    Field("mode", "Mode", more={"choices": ["vip", "dnsrr"]}),
    Field("ports", "Ports", kind=Rows(*[replace(item, key=item.key[0].upper() + item.key[1:]) for item in PORT.fields], fills=make_fills(check_port))),
)

DOCKER, GIT, GITHUB = ("sourceType", ("docker",)), ("sourceType", ("git",)), ("sourceType", ("github",))
DOCKERFILE, RAILPACK, HEROKU = ("buildType", ("dockerfile",)), ("buildType", ("railpack",)), ("buildType", ("heroku_buildpacks",))
ENV_FILE, PAGES = ("buildType", ("dockerfile", "static")), ("buildType", ("nixpacks", "static"))
# Git provider -> the prefix of its keys in a record.
PROVIDERS = {"github": "", "gitlab": "gitlab", "gitea": "gitea", "bitbucket": "bitbucket"}
REPOSITORY = ("sourceType", ("git", *PROVIDERS))


def source_field(option, key, only_for, **more):
    """Make a field of the source. The running service shows only the image; the build label covers the other fields."""
    return Field(option, key, only_for=only_for, effect=DEPLOY, **dict({"verifiable": False}, **more))


def list_provider_fields(option, word, prefixes, make=source_field, **more):
    """Make the fields of one option whose key depends on the type of the source: C(branch) for github, C(giteaBranch) for gitea."""
    return [make(option, begin + word if begin else word[0].lower() + word[1:], only_for=("sourceType", (kind,)), shared=True, **more)
            for kind, begin in prefixes.items()]


SOURCE = Group("source", (
    Field("type", "sourceType", effect=DEPLOY, verifiable=False, clearable=False, more={"choices": ["docker", "git", *PROVIDERS, "drop"]}),
    source_field("image", "dockerImage", DOCKER, verifiable=True),
    source_field(
        "registry", "", DOCKER, ref="registry",
        copies=(("registryUrl", "registryUrl"), ("username", "username"), ("password", "password")),
    ),
    source_field("registry_url", "registryUrl", DOCKER),
    source_field("username", "username", DOCKER),
    source_field("password", "password", DOCKER, secret=True),
    source_field("url", "customGitUrl", GIT),
    *[source_field("provider", kind + "Id", ("sourceType", (kind,)), ref=kind, shared=True) for kind in PROVIDERS],
    *list_provider_fields("owner", "Owner", PROVIDERS),
    *list_provider_fields("repository", "Repository", PROVIDERS),
    *list_provider_fields("branch", "Branch", {"git": "customGit", **PROVIDERS}),
    *list_provider_fields("path", "BuildPath", {"git": "customGit", "drop": "drop", **PROVIDERS}, same_as_null="/", default="/"),
    source_field("src", "", ("sourceType", ("drop",)), more={"type": "path"}),
    source_field("ssh_key", "customGitSSHKeyId", GIT, ref="ssh_key", more={"no_log": False}),
    source_field("submodules", "enableSubmodules", REPOSITORY, kind=BOOL, default=False),
    Field("trigger", "triggerType", only_for=GITHUB, effect=NOTHING, same_as_null="push", default="push", more={"choices": ["push", "tag"]}),
    Field("watch_paths", "watchPaths", kind=WORDS, only_for=REPOSITORY, effect=NOTHING, default=[]),
))
BUILD = Group("build", (
    Field("type", "buildType", kind=Choice({"heroku": "heroku_buildpacks", "paketo": "paketo_buildpacks"}), effect=DEPLOY, verifiable=False,
          clearable=False, more={"choices": ["dockerfile", "nixpacks", "railpack", "heroku", "paketo", "static"]}),
    source_field("dockerfile", "dockerfile", DOCKERFILE, same_as_null="Dockerfile", default="Dockerfile"),
    source_field("context", "dockerContextPath", DOCKERFILE),
    source_field("stage", "dockerBuildStage", DOCKERFILE),
    source_field("create_env_file", "createEnvFile", ENV_FILE, kind=BOOL, default=True, same_as_null=True, since="0.26.1"),
    source_field("publish_directory", "publishDirectory", PAGES),
    source_field("single_page", "isStaticSpa", PAGES, kind=BOOL, default=False),
    source_field("railpack_version", "railpackVersion", RAILPACK, kind=Checked(check_release), default="0.15.4"),
    source_field("heroku_version", "herokuVersion", HEROKU, kind=Checked(check_release), same_as_null="24", default="24"),
    Field("clean_cache", "cleanCache", kind=BOOL, effect=NOTHING, default=False),
))
PREVIEWS = Group("previews", tuple(replace(item, effect=NOTHING) for item in (
    Field("enabled", "isPreviewDeploymentsActive", kind=BOOL, default=False),
    Field("wildcard", "previewWildcard", kind=Checked(check_wildcard)),
    Field("port", "previewPort", kind=INT, default=3000),
    Field("path", "previewPath", same_as_null="/", default="/"),
    Field("https", "previewHttps", kind=BOOL, default=False),
    Field("certificate", "previewCertificateType", default="none", more={"choices": ["none", "letsencrypt", "custom"]}),
    Field("certificate_resolver", "previewCustomCertResolver"),
    Field("limit", "previewLimit", kind=INT, default=3),
    Field("labels", "previewLabels", kind=WORDS),
    Field("collaborators_only", "previewRequireCollaboratorPermissions", kind=BOOL, default=True),
)))


def find_missing_source(group, needed, record):
    """Return why this record's source cannot be deployed, or "". C(needed): type -> its required options; the other types are Git providers."""
    kind = record.get("sourceType")
    needs = needed.get(kind, ("provider", "owner", "repository", "branch"))
    given = {item.option: record.get(item.key) for item in group.fields if item.belongs(record) and item.key}
    if all(given.get(name) for name in needs):
        if kind == "git" and not given["url"].startswith(("http://", "https://")) and not given["ssh_key"]:
            return "a git source without an http(s) address requires source.ssh_key"
        return ""
    if "provider" in needs and given.get("repository") and not given.get("provider"):
        return "its %s provider was removed from Dokploy, or never set: set source.provider" % kind
    return "no source is set: a %s source requires %s" % (kind, " and ".join("source.%s" % name for name in needs))


def is_built(record):
    return record.get("sourceType") != "docker"


CALLS = ServiceCalls(
    type="application", listing="applications", deploy="application.deploy", redeploy="application.redeploy", reload="application.reload",
    stop="application.stop", move="application.move",
    save_env="application.saveEnvironment", save_env_keys=("env", "buildArgs", "buildSecrets", "createEnvFile"),
    clean_queue="application.cleanQueues", kill_build="application.killBuild",
    upload="application.dropDeployment", logs="application.readLogs", deployments="deployment.all",
    status="applicationStatus")
FORM = ServiceForm(
    image=lambda record: "" if is_built(record) else record.get("dockerImage") or "",
    is_built=is_built,
    find_source_problem=lambda record: find_missing_source(SOURCE, {"docker": ("image",), "git": ("url", "branch"), "drop": ()}, record),
    build_fields=lambda record: SOURCE.fields + (BUILD.fields if is_built(record) else ()),
    build_references=("registryId", "buildRegistryId", "buildServerId"),
    texts=(("env", "env"), ("build_args", "buildArgs"), ("build_secrets", "buildSecrets")),
    defaults={"appName": "", "replicas": 1},
)
# Procedure -> (resource, action) of user.getPermissions, as Dokploy's routers check them.
PERMISSIONS = {
    **{"application." + call: ("service", "create") for call in ("create", "update", "move", "refreshToken")},
    "application.saveEnvironment": ("envVars", "write"), "application.delete": ("service", "delete"),
    **{"application." + call: ("deployment", "create") for call in ("deploy", "redeploy", "reload", "stop", "markRunning")},
    **{call: ("deployment", "cancel") for call in (
        "application.cleanQueues", "application.killBuild", "deployment.removeDeployment", "previewDeployment.delete")},
    "rollback.rollback": ("deployment", "create"), "previewDeployment.redeploy": ("deployment", "create"),
    "dockerVolume.removeVolume": ("docker", "read"), "application.updateTraefikConfig": ("traefikFiles", "write"),
    "settings.updateTraefikFile": ("traefikFiles", "write"),
}

# Of databases, too.
LIMITS = (
    Field("memory_limit", "memoryLimit", kind=MEMORY),
    Field("memory_reservation", "memoryReservation", kind=MEMORY),
    Field("cpu_limit", "cpuLimit", kind=CPUS),
    Field("cpu_reservation", "cpuReservation", kind=CPUS),
)
NETWORK_FIELDS = (
    Field("networks", "networkSwarm", kind=NETWORKS),
    Field("managed_networks", "networkIds", kind=WORDS, ref="network", default=[], since="0.29.14"),
)


def list_swarm_fields(update_base):
    """List the fields of what Swarm runs. C(update_base): the defaults of update_config."""
    return (
        Field("command", "command"),
        Field("args", "args", kind=WORDS),
        Field("healthcheck", "healthCheckSwarm", kind=HEALTHCHECK),
        Field("restart_config", "restartPolicySwarm", kind=RESTART),
        Field("update_config", "updateConfigSwarm", kind=Nested(*list_rollout_fields("continue", "pause", "rollback"), base=update_base)),
        Field("rollback_config", "rollbackConfigSwarm", kind=Nested(*list_rollout_fields("continue", "pause"), base=rollback_defaults)),
        Field("stop_grace_period", "stopGracePeriodSwarm", kind=DURATION, since="0.29.0"),
        Field("placement", "placementSwarm", kind=PLACEMENT),
        Field("ulimits", "ulimitsSwarm", kind=ULIMITS, since="0.27.0"),
    )


APPLICATION = Resource(
    kind="application",
    id="applicationId",
    addressing={name: {"type": "str"} for name in ("project", "environment", "name", "environment_id", "application_id", "app_name", "domain_host")},
    states=("started", "present", "stopped", "restarted", "reloaded", "deployed", "absent"),
    parent="environment",
    parent_id="environmentId",
    fields=(
        SOURCE,
        BUILD,
        Field("description", "description", effect=NOTHING),
        Field("icon", "icon", effect=NOTHING, since="0.29.14"),
        Field("auto_deploy", "autoDeploy", kind=BOOL, effect=NOTHING, default=True),
        Field("env", "env", kind=DOTENV, secret="values", effect=find_env_effect),
        Field("build_args", "buildArgs", kind=BUILD_DOTENV, secret="values", effect=DEPLOY, verifiable=False),
        Field("build_secrets", "buildSecrets", kind=BUILD_DOTENV, secret="values", effect=DEPLOY, verifiable=False),
        PREVIEWS,
        Field("preview_env", "previewEnv", kind=DOTENV, secret="values", effect=NOTHING),
        Field("preview_build_args", "previewBuildArgs", kind=BUILD_DOTENV, secret="values", effect=NOTHING),
        Field("preview_build_secrets", "previewBuildSecrets", kind=BUILD_DOTENV, secret="values", effect=NOTHING),
        *LIMITS,
        Field("replicas", "replicas", kind=INT, default=1),
        *list_swarm_fields(update_defaults),
        Field("service_mode", "modeSwarm", kind=Mode(), more={"choices": ["replicated", "global"]}),
        Field("endpoint_spec", "endpointSpecSwarm", kind=ENDPOINT),
        *NETWORK_FIELDS,
        Field("dokploy_network", "detachDokployNetwork", kind=OPPOSITE, same_as_null=False, default=False, since="0.29.14"),
        Field("labels", "labelsSwarm", kind=LABELS),
        Field("build_server", "buildServerId", ref="build_server", effect=DEPLOY, verifiable=False),
        Field("build_registry", "buildRegistryId", ref="registry", effect=DEPLOY, verifiable=False),
        Field("push_registry", "registryId", ref="registry", effect=DEPLOY, verifiable=False),
        Field("rollback_registry", "rollbackRegistryId", ref="registry", effect=NOTHING, switch="rollbackActive"),
        Field("server", "serverId", ref="server", effect=NOTHING, at_creation=True, clearable=False),
    ),
    read="application.one",
    create="application.create",
    create_keys=("name", "description", "serverId"),
    update=Write("application.update"),
    remove="application.delete",
    children=(
        ("domains", "domains", DOMAIN), ("mounts", "mounts", MOUNT), ("ports", "ports", PORT), ("redirects", "redirects", REDIRECT),
        ("basic_auth", "security", BASIC_AUTH),
    ),
    hooks=Hooks(),
    calls=CALLS,
    form=FORM,
    permissions=PERMISSIONS,
    shapes={"application.one": (dict, "applicationId", False), "deployment.all": (list, "deploymentId", True)},
)
