# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The best practices: each a row of data beside a small function. Private to this collection.

The next check is one function more with C(@check) above it, which yields C((subject, what was seen)) for each thing that it finds,
nothing where all is well, and raises C(Unknown) where that cannot be told. The module's documentation lists the codes.
"""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass, field
from typing import Any, Optional

from .._common import certificates as _certificates
from .._dotenv import parser as _dotenv
from .._planning import compare as _compare
from .._common.errors import ApiError, Unreachable
from .._planning.health import FAILED, drift, judge
from .._common.masking import hide_userinfo
from .._common.timestamps import parse_http_date
from .._resources.application import READS_ENV

LOW, MEDIUM, HIGH = "low", "medium", "high"
APPLICATION, SERVER = "application", "server"


class Unknown(Exception):
    """A check that cannot be told, with the reason."""


@dataclass(frozen=True)
class Check:
    code: str
    severity: str
    of: str                       # application or server
    reason: str                   # why it matters
    remedy: str
    look: Any = field(compare=False, default=None)


CHECKS = []


def check(code, severity, reason, remedy, of=APPLICATION):
    def add(look):
        CHECKS.append(Check(code, severity, of, reason, remedy, look))
        return look
    return add


# What is looked at

@dataclass
class Application:
    """One application, as it is stored and as it runs."""

    record: dict
    observed: Any
    comparison: Any
    production: bool              # whether its environment is one of those that the task calls production
    health_words: Any = None      # by container name what Docker says of it; a text where that could not be read
    version: Any = None           # the server's

    @property
    def built(self):
        return self.record.get("sourceType") != "docker"

    @property
    def image(self):
        """The stored image of a docker source, or ""."""
        return "" if self.built else (self.record.get("dockerImage") or "").strip()

    def must_be_seen(self):
        if "service" in self.observed.unreadable:
            raise Unknown(self.observed.unreadable["service"])


@dataclass
class Server:
    """What concerns no single application. A part that could not be read is a text with the reason."""

    settings: Any
    servers: Any
    certificates: Any
    now: Optional[float]
    certificate_days: int

    @staticmethod
    def read_part(part):
        if isinstance(part, str):
            raise Unknown(part)
        return part


def matches(name, patterns):
    return any(fnmatch.fnmatchcase((name or "").lower(), one.lower()) for one in patterns)


def look_at(backend, observed, production, words):
    """An Observed -> Application. C(words) keeps what Docker says of each server's containers."""
    record = observed.record
    comparison = None if observed.service is None else _compare.differences(record, observed.service, backend.version())
    server = record.get("serverId")
    if observed.running and not _test_of(record) and server not in words:
        rows = _part(backend, "docker.getContainers", serverId=server)
        words[server] = rows if isinstance(rows, str) else {row.get("name"): row.get("status") or "" for row in rows or [] if isinstance(row, dict)}
    return Application(
        record=record, observed=observed, comparison=comparison, production=matches((record.get("environment") or {}).get("name"), production),
        health_words=words.get(server), version=backend.version())


def look_at_server(backend, certificate_days):
    settings = _part(backend, "settings.getWebServerSettings")
    return Server(
        settings=settings if isinstance(settings, (dict, str)) else "the server's settings have another form than they should",
        servers=_part(backend, "server.all"), certificates=_part(backend, "certificates.all"), now=parse_http_date(backend.client.server_date),
        certificate_days=certificate_days)


def _part(backend, procedure, **params):
    try:
        return backend.client.read(procedure, **params)
    except (ApiError, Unreachable) as exc:
        return exc.message


def examine(place, identity, subject, checks):
    """All checks of one subject -> (findings, what is not known)."""
    findings, unknown = [], []
    for one in checks:
        try:
            for part, seen in one.look(subject) or ():
                findings.append({
                    "code": one.code, "severity": one.severity, "application": place, "id": identity, "subject": part, "seen": seen,
                    "reason": one.reason, "remedy": one.remedy})
        except Unknown as exc:
            unknown.append({"code": one.code, "application": place, "id": identity, "reason": str(exc)})
    return findings, unknown


# Resources

@check("memory_limit", MEDIUM, "Without a limit one container can take the memory of the whole host, and the kernel then kills what it likes.",
       "Set memory_limit.")
def _memory_limit(app):
    if not app.record.get("memoryLimit"):
        yield "", "no memory limit is stored"


@check("cpu_limit", LOW, "Without a limit one container can slow down everything else on its host.", "Set cpu_limit.")
def _cpu_limit(app):
    if not app.record.get("cpuLimit"):
        yield "", "no CPU limit is stored"


# Health

def _test_of(record):
    test = (record.get("healthCheckSwarm") or {}).get("Test") or []
    return test if test and test[0] != "NONE" else []


@check("healthcheck", MEDIUM, "Without a health check a process that lives and serves nothing counts as healthy, in updates too.", "Set healthcheck.")
def _healthcheck(app):
    if _test_of(app.record):
        return
    off = bool((app.record.get("healthCheckSwarm") or {}).get("Test"))
    if off:
        yield "", "the health check is switched off (NONE)"
        return
    if app.observed.running:
        if isinstance(app.health_words, str):
            raise Unknown("none is stored, and whether the image has its own could not be read: %s" % app.health_words)
        name = app.record.get("appName")
        own = [said for one, said in (app.health_words or {}).items() if (one or "").rsplit(".", 2)[0] == name]
        if any("health" in said for said in own):
            return               # the image's own
    yield "", "no health check is stored%s" % (", and its image has none" if app.observed.running else "")


@check("not_healthy", HIGH, "What should run does not, whatever Dokploy's own status says.",
       "Read the container's log and the task's error: dokploy_application_info with log_lines, or dokploy_diagnosis_info.")
def _not_healthy(app):
    app.must_be_seen()
    if app.observed.phase != "running":
        return
    verdict = judge(app.observed, same=not app.comparison.differences, tolerate_rolled_back=True)
    if verdict.state == FAILED:
        yield "", verdict.reason
        return
    wanted, running = app.observed.service.wanted, len(app.observed.running)
    if wanted is not None and running < wanted and app.observed.busy() is None:
        yield "", "%d of %d wanted tasks run" % (running, wanted)


@check("single_replica", LOW, "With one replica each failure of a node or a process is an outage.",
       "Set replicas to 2 or more, if it keeps no state of its own.")
def _single_replica(app):
    mode, replicas = _compare.stored_mode(app.record)
    stateful = any(one.get("type") in ("volume", "bind") for one in app.record.get("mounts") or [])
    if mode == "replicated" and replicas == 1 and not stateful:
        yield "", "one replica is stored"


# Deployments

# What Dokploy writes where a deployment is given no title.
_NO_TITLE = ("", "Manual deployment", "Rebuild deployment")


@check("deployment_title", LOW, "Without a title nobody can tell later which deployment brought what.", "Give deployment_title, such as the release.")
def _deployment_title(app):
    if app.built:
        return                   # the commit's message is the title in the end, or an upload's is fixed
    rows = app.observed.deployments
    if rows and (rows[0].get("title") or "").strip() in _NO_TITLE:
        yield "", "its last deployment has no title of its own"


@check("auto_deploy", MEDIUM, "In production every push, or every call of the webhook, is then a deployment that nobody decided on.",
       "Set auto_deploy to false, and deploy on purpose.")
def _auto_deploy(app):
    if app.production and app.record.get("autoDeploy"):
        yield "", "auto-deploy is on in the environment %s" % ((app.record.get("environment") or {}).get("name"))


@check("never_deployed", LOW, "It is stored and nothing of it runs: it is forgotten, or its deployment was.", "Deploy it, or remove it.")
def _never_deployed(app):
    app.must_be_seen()
    if app.observed.phase == "never_deployed":
        yield "", "it was never deployed" if not app.observed.deployments else "it was deployed, and its service is not there any more"


@check("stored_not_running", MEDIUM, "What is stored is not what runs: the next deployment or restart brings changes that nobody expects by then.",
       "Run dokploy_application with state started, or take the changes back.")
def _stored_not_running(app):
    app.must_be_seen()
    if app.comparison is None:
        return
    if app.comparison.rolled_back:
        yield "", "it runs an image that a rollback put back; stored and not running: %s" % ", ".join(sorted(set(app.comparison.names)))
    elif app.comparison.differences:
        yield "", "stored and not running: %s" % ", ".join(sorted(set(app.comparison.names)))


@check("status_drift", MEDIUM, "Dokploy's pages and whatever relies on the status are misled.", "Correct it: dokploy_application_status.")
def _status_drift(app):
    app.must_be_seen()
    said = drift(app.observed)
    if said:
        yield "", said


# Secrets, by their names alone

_SECRET = re.compile(
    r"(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIAL|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY|ENCRYPTION_?KEY|SIGNING_?KEY)", re.IGNORECASE)
# Names of things beside a secret, which are none themselves.
_NO_SECRET = re.compile(
    r"(PUBLIC|(_|^)(URL|URI|HOST|FILE|PATH|NAME|ID|TTL|EXPIRY|EXPIRES|EXPIRES_IN|LENGTH|HEADER|ENABLED|TYPE|ISSUER|ALGORITHM)$)", re.IGNORECASE)

# Addresses that carry a password, as a rule.
_WITH_PASSWORD = re.compile(r"(^|_)(DATABASE|DB|POSTGRES|POSTGRESQL|MYSQL|MARIADB|MONGO|MONGODB|REDIS|AMQP|RABBITMQ)_UR[LI]$", re.IGNORECASE)


def is_secret(name):
    """Whether a variable's name says that its value is a secret."""
    return bool(_SECRET.search(name)) and not _NO_SECRET.search(name) or bool(_WITH_PASSWORD.search(name))


@check("secret_in_build_args", HIGH, "Build arguments stay readable in the history of the image, for everybody who can pull it.",
       "Move it to build_secrets, and change its value.")
def _secret_in_build_args(app):
    if not app.built:
        return
    for name in sorted(_dotenv.parse_env(app.record.get("buildArgs"))):
        if is_secret(name):
            yield name, "the build argument %s looks like a secret" % name


@check("secret_in_build_env", MEDIUM, "The build sees every variable of a built application, and can leave it in the image, as a .env file or in its history.",
       "Set build.create_env_file to false where a Dockerfile is built, and move what the build itself needs to build_secrets.")
def _secret_in_build_env(app):
    if not app.built:
        return
    kind = app.record.get("buildType")
    if kind not in READS_ENV and app.record.get("createEnvFile") is False:
        return
    for name in sorted(_dotenv.parse_env(app.record.get("env"))):
        if is_secret(name):
            yield name, "the variable %s looks like a secret, and the build %s" % (name, "reads it" if kind in READS_ENV else "finds it in its .env file")


# Images

# Registries whose images most people pull without credentials.
_PUBLIC = ("docker.io", "index.docker.io", "registry-1.docker.io", "ghcr.io", "quay.io", "gcr.io", "registry.k8s.io", "mcr.microsoft.com", "public.ecr.aws",
           "lscr.io", "docker.elastic.co", "nvcr.io", "registry.gitlab.com", "codeberg.org")
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def registry_of(image):
    """The registry that an image's name tells, or "" for Docker Hub."""
    first, slash, dummy = image.partition("/")
    return first if slash and ("." in first or ":" in first or first == "localhost") else ""


@check("registry_credentials", MEDIUM, "A private registry refuses the next pull, on a new node or after a clean-up, when nobody expects it.",
       "Set source.registry, or source.registry_url, source.username, and source.password.")
def _registry_credentials(app):
    registry = registry_of(app.image)
    if registry and registry.lower() not in _PUBLIC and registry.rsplit(":", 1)[0] not in _LOOPBACK and not (
            app.record.get("username") and app.record.get("password")):
        yield "", "its image comes from %s, and no user and password are stored for it" % hide_userinfo(registry)


@check("latest_tag", MEDIUM, "What latest means changes: a restart on another node can bring another version, and there is nothing to go back to.",
       "Name a version, or a digest.")
def _latest_tag(app):
    image = app.image
    last = image.rsplit("/", 1)[-1]
    if image and "@" not in image and (":" not in last or last.endswith(":latest")):
        yield "", "its image is %s" % (image if ":" in last else image + ", which means latest")


# Going back

@check("update_without_rollback", MEDIUM, "A new version that fails is then left as it is, or goes on to replace what worked.",
       "Set update_config.failure_action to rollback.")
def _update_without_rollback(app):
    update = app.record.get("updateConfigSwarm")
    if update is None:
        if app.version is not None and app.version < (0, 29, 0):
            yield "", "no update configuration is stored, and this version of Dokploy pauses an update that fails"
    elif (update.get("FailureAction") or "pause") != "rollback":
        yield "", "an update that fails is followed by: %s" % (update.get("FailureAction") or "pause")


@check("rollback_without_registry", MEDIUM, "Rollbacks of Dokploy are switched on, and without a registry no version is kept to go back to.",
       "Choose a registry for rollbacks, or switch them off.")
def _rollback_without_registry(app):
    if app.record.get("rollbackActive") and not app.record.get("rollbackRegistryId"):
        yield "", "rollbacks are on, and no registry is chosen for them"


@check("no_version_kept", LOW, "Each build overwrites the image before it, so there is no version to go back to but by building it again.",
       "Switch rollbacks on, with a registry that keeps each version.")
def _no_version_kept(app):
    if app.built and app.production and not app.record.get("rollbackActive"):
        yield "", "it is built in the environment %s, and no earlier version is kept" % ((app.record.get("environment") or {}).get("name"))


# The server

@check("certificate_ends", HIGH, "When a certificate has ended, browsers and clients refuse every page behind it.", "Replace it before that day.", of=SERVER)
def _certificate_ends(server):
    rows = server.read_part(server.certificates)
    if server.now is None:
        raise Unknown("the server does not tell its time")
    unreadable = []
    for row in rows or []:
        name = str(row.get("name") or "")
        try:
            left = int((_certificates.ends(row.get("certificateData")) - server.now) // 86400)
        except ValueError as exc:
            unreadable.append("%s: %s" % (name, exc))
            continue
        if left < 0:
            yield name, "the certificate %s has ended" % name
        elif left < server.certificate_days:
            yield name, "the certificate %s ends in %d days" % (name, left)
    if unreadable:
        raise Unknown("; ".join(unreadable))


@check("docker_cleanup", MEDIUM, "Images and containers of every deployment stay until the disk is full, and then nothing is deployed any more.",
       "Switch the daily clean-up of Docker on in Dokploy's settings.", of=SERVER)
def _docker_cleanup(server):
    settings = server.read_part(server.settings)
    if settings.get("enableDockerCleanup") is False:
        yield "", "the daily clean-up of Docker is off"
    for row in server.read_part(server.servers) or []:
        if row.get("enableDockerCleanup") is False:
            yield str(row.get("name") or ""), "the daily clean-up of Docker is off on the server %s" % row.get("name")


@check("log_cleanup", LOW, "The access log of Traefik grows until the disk is full.", "Switch the clean-up of logs on in Dokploy's settings.", of=SERVER)
def _log_cleanup(server):
    settings = server.read_part(server.settings)
    if "logCleanupCron" in settings and not settings["logCleanupCron"]:
        yield "", "logs are never cleaned up"
