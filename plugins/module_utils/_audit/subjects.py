# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads the subjects of the audit: applications, databases, compose services and the server."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass
from typing import Any, Optional

from .._common.errors import ApiError, Unreachable
from .._common.timestamps import parse_http_date
from .._planning.compare import find_differences
from .._planning.compare_part_settings import Scope
from .._planning.compare_parts import compare_parts, list_variables, read_file, read_services
from .names import find_private_registry
from .check import SERVER, Undecided


@dataclass(frozen=True, eq=False, repr=False)
class ObservedService:
    """The record and the state of a service."""

    resource: Any
    record: dict
    observed: Any
    comparison: Any

    @property
    def kind(self):
        return self.resource.kind

    def require_service(self):
        """Raise Undecided if the service could not be read."""
        if "service" in self.observed.unreadable:
            raise Undecided(self.observed.unreadable["service"])


@dataclass(frozen=True, eq=False, repr=False)
class ServiceSubject(ObservedService):
    """An application or a database: its record and its state."""

    production: bool              # whether the task lists its environment as production
    health_words: Any = None      # service -> Docker's status of its containers; a text with the reason if it could not be read
    version: Any = None           # the server's
    volume_backups: Any = None    # of its volumes; a text with the reason if they could not be read
    now: Optional[float] = None   # the time of the server's clock

    @property
    def built(self):
        return self.record.get("sourceType", "docker") != "docker"

    @property
    def image(self):
        """Return the saved image of a docker source, or ""."""
        return "" if self.built else (self.record.get("dockerImage") or "").strip()


@dataclass(frozen=True, eq=False, repr=False)
class ComposeSubject(ObservedService):
    """A compose service: the services of its file, and the state of each."""

    services: Any                 # {name: service of the file}; None if the file could not be read
    variables: dict               # the values that replace variables in the file; None for an unknown value
    image_checks: dict            # {running service: whether its containers have a health check, or the reason if that is unknown}
    scope: Any = None             # Scope, which gives the names of its volumes in Docker
    volume_backups: Any = None    # rows, or the reason if they could not be read
    registries: Any = None        # the registries in Dokploy, or the reason if they could not be read
    now: Optional[float] = None   # the time of the server's clock

    def part(self, name):
        return next((one for one in self.observed.parts or () if one.name == name), None)

    def require_file(self):
        if self.services is None:
            raise Undecided("its file could not be read: %s" % (self.observed.unreadable.get("file") or "it has no services"))
        return {name: one for name, one in self.services.items() if not one.get("profiles")}


@dataclass(frozen=True, eq=False, repr=False)
class ServerSubject:
    """The settings of a server. A field that could not be read has the reason as a text."""

    settings: Any
    servers: Any
    certificates: Any
    notifications: Any
    users: Any
    user: Any
    now: Optional[float]
    certificate_days: int
    kind: str = SERVER

    @staticmethod
    def require_part(part):
        if isinstance(part, str):
            raise Undecided(part)
        return part


def matches_any(name, patterns):
    return any(fnmatch.fnmatchcase((name or "").lower(), one.lower()) for one in patterns)


def read_service(backend, observed, production, kept):
    """Make the ServiceSubject of an Observation. C(kept) (SharedValues) keeps answers that several subjects need, such as the containers of a server."""
    record, resource = observed.record, backend.resource
    comparison = None if observed.service is None else find_differences(resource, record, observed.service, backend.version())
    application = resource.kind == "application"
    unchecked = application and observed.running and not healthcheck_test_of(record)
    volumes = application and any(one.get("type") == "volume" for one in record.get("mounts") or [])
    return ServiceSubject(
        resource=resource, record=record, observed=observed, comparison=comparison,
        production=matches_any((record.get("environment") or {}).get("name"), production),
        health_words=_read_health(backend, record.get("serverId"), kept) if unchecked else None, version=backend.version(),
        volume_backups=_read_volume_backups(backend, record[resource.id]) if volumes else None,
        now=parse_http_date(backend.client.server_date))


def read_compose(backend, observed, kept):
    """Make the ComposeSubject of an Observation. C(kept) as for C(read_service)."""
    record, resource = observed.record, backend.resource
    raw = record.get("sourceType") == "raw"
    text, variables = record.get("composeFile") if raw else observed.converted, list_variables(record)
    services = read_services(text)
    private = any(find_private_registry(str(one.get("image") or "")) for one in (services or {}).values())
    volumes = any(one.get("volumes") for one in (services or {}).values())
    return ComposeSubject(
        resource=resource, record=record, observed=observed, comparison=compare_parts(resource, record, observed),
        services=services, variables=variables, scope=Scope(record.get("appName") or "", variables, read_file(text)),
        now=parse_http_date(backend.client.server_date),
        registries=kept.keep("registries", lambda: _read_part(backend, "registry.all")) if private else None,
        volume_backups=_read_volume_backups(backend, record[resource.id]) if volumes else [],
        image_checks={part.name: _read_image_check(backend, record, part, kept) for part in observed.parts or () if any(one.runs for one in part.tasks)})


def _read_volume_backups(backend, own_id):
    """Read the backups of a service's volumes with their runs, as C(deployments); a text with the reason for what could not be read."""
    rows = _read_part(backend, "volumeBackups.list", id=own_id, volumeBackupType=backend.resource.kind)
    return rows if isinstance(rows, str) else [
        dict(one, deployments=_read_part(backend, "deployment.allByType", id=one["volumeBackupId"], type="volumeBackup")) for one in rows or []]


def _read_image_check(backend, record, part, kept):
    """Return whether the containers of a part have a health check, or the reason if that is unknown."""
    if part.service is None:
        if not part.containers:
            return "Docker did not show its containers"
        tests = [((box.get("Config") or {}).get("Healthcheck") or {}).get("Test") or [] for box in part.containers]
        return all(test and test[0] != "NONE" for test in tests) or any(task.checked for task in part.tasks)
    health = _read_health(backend, record.get("serverId"), kept)
    if isinstance(health, str):
        return health
    said = health.get("%s_%s" % (record.get("appName"), part.name))
    return "its containers run on another node" if said is None else any("health" in one for one in said)


def _read_health(backend, server, kept):
    """Read Docker's status of a server's containers by their service, once; a text with the reason if it cannot be read."""
    def read_status():
        rows = _read_part(backend, "docker.getContainers", serverId=server)
        return rows if isinstance(rows, str) else _group_by_service(rows or [])
    return kept.keep(server, read_status)


def _group_by_service(rows):
    """Group the status of the containers of C(docker.getContainers) by the name of their service."""
    found = {}
    for row in rows:
        if isinstance(row, dict):
            found.setdefault((row.get("name") or "").rsplit(".", 2)[0], []).append(row.get("status") or "")
    return found


def read_server(backend, certificate_days):
    settings = _read_part(backend, "settings.getWebServerSettings")
    return ServerSubject(
        settings=settings if isinstance(settings, (dict, str)) else "the server's settings have an unexpected form",
        servers=_read_part(backend, "server.all"), certificates=_read_part(backend, "certificates.all"),
        notifications=_read_part(backend, "notification.all"), users=_read_part(backend, "user.all"), user=_read_part(backend, "user.get"),
        now=parse_http_date(backend.client.server_date),
        certificate_days=certificate_days)


def _read_part(backend, procedure, **params):
    try:
        return backend.client.read(procedure, **params)
    except (ApiError, Unreachable) as exc:
        return exc.message


def healthcheck_test_of(record):
    test = (record.get("healthCheckSwarm") or {}).get("Test") or []
    return test if test and test[0] != "NONE" else []
