# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks each service in the file of a compose service, and its state. Pure. The tables of the other files refer to these functions."""

from __future__ import annotations

from ..._common.masking import hide_userinfo
from ..._planning.compare_part_settings import read_volume
from ..._planning.compose_values import UnknownValue as NotComputable
from ..._planning.compose_values import interpolate
from ..._planning.health import FAILED, HEALTHY
from ..._planning.health_of_parts import judge_parts
from ..check import COMPOSE, Check, HIGH, MEDIUM, Undecided
from ..names import describe_image, find_private_registry, is_secret, lacks_version


def find_missing_memory_limit(compose):
    yield from _list_unlimited(compose, "memory", "mem_limit", "memory limit")


def find_missing_cpu_limit(compose):
    yield from _list_unlimited(compose, "cpus", "cpus", "CPU limit")


def _list_unlimited(compose, key, short, what):
    for name, one in compose.require_file().items():
        limits = ((one.get("deploy") or {}).get("resources") or {}).get("limits") or {}
        if not limits.get(key) and not one.get(short):
            yield name, "the file sets no %s for the service %s" % (what, name)


def find_missing_healthcheck(compose):
    """Yield each service without a health check."""
    unknown = []
    for name, one in compose.require_file().items():
        check = one.get("healthcheck") or {}
        test = check.get("test") or []
        part = compose.part(name)
        if check.get("disable") or test in ("NONE", ["NONE"]):
            yield name, "the health check of the service %s is disabled" % name
        elif test or part is not None and part.completed:
            continue
        elif part is None or not any(task.runs for task in part.tasks):
            yield name, "the file sets no health check for the service %s" % name
        elif isinstance(compose.image_checks.get(name), str):
            unknown.append("%s: the file sets none, and whether the image has its own could not be read: %s" % (name, compose.image_checks[name]))
        elif not compose.image_checks.get(name):
            yield name, "the file sets no health check for the service %s, and its image has none" % name
    if unknown:
        raise Undecided("; ".join(unknown))


def find_latest_tag(compose):
    """Yield each image with the tag latest, or without a tag."""
    unknown = []
    for name, one in compose.require_file().items():
        if one.get("build") or not one.get("image"):
            continue
        try:
            image = interpolate(str(one["image"]), compose.variables)
        except NotComputable:
            unknown.append("%s: its image depends on a variable that is not saved in Dokploy" % name)
            continue
        if image and lacks_version(image):
            yield name, "the image of the service %s is %s" % (name, describe_image(image))
    if unknown:
        raise Undecided("; ".join(unknown))


def find_missing_registry_credentials(compose):
    """Find images of private registries that Dokploy has no credentials for. Docker Compose uses Dokploy's logins on the server."""
    for name, one in compose.require_file().items():
        registry = find_private_registry(str(one.get("image") or ""))
        if not registry or one.get("build") or "$" in registry:
            continue
        if isinstance(compose.registries, str):
            raise Undecided(compose.registries)
        if registry.lower() not in {(row.get("registryUrl") or "").lower().rstrip("/") for row in compose.registries or []}:
            yield name, "the image of the service %s comes from %s, and no registry with this address is saved in Dokploy" % (name, hide_userinfo(registry))


def find_published_port(compose):
    """Find ports that the file publishes on all addresses of the server."""
    unknown = []
    for name, one in compose.require_file().items():
        found = []
        for port in one.get("ports") or []:
            address, number = (str(port.get("host_ip") or ""), port.get("published")) if isinstance(port, dict) else _split_port(str(port))
            if "$" in "%s%s" % (address, number):
                unknown.append("%s: a port depends on a variable" % name)
            elif number and not address.startswith("127.") and address not in ("::1", "[::1]"):
                found.append(str(number))
        if found:
            yield name, "port %s of its server leads to the service %s, and is open to everyone who reaches the server" % (", ".join(found), name)
    if unknown:
        raise Undecided("; ".join(unknown))


def _split_port(text):
    """Split C(127.0.0.1:8080:80/tcp) into (address, port of the host); an empty port is chosen by Docker."""
    words = text.partition("/")[0].rsplit(":", 2)
    return (words[0], words[1]) if len(words) == 3 else ("", words[0] if len(words) == 2 else "")


def find_missing_volume_backup(compose):
    """Find named volumes without a backup, unless a database backup of the service covers them."""
    unknown, seen = [], set()
    databases = {one.get("serviceName") for one in compose.record.get("backups") or [] if one.get("enabled") is not False}
    for name, one in compose.require_file().items():
        for entry in one.get("volumes") or []:
            try:
                dummy, mount = read_volume(compose.scope, entry)
            except NotComputable:
                unknown.append("%s: the name of a volume cannot be computed" % name)
                continue
            if mount[0] != "volume" or not mount[1] or mount[1] in seen or name in databases:
                continue
            seen.add(mount[1])
            if isinstance(compose.volume_backups, str):
                raise Undecided(compose.volume_backups)
            kept = {row.get("volumeName") for row in compose.volume_backups or [] if row.get("enabled") is not False}
            if mount[1] not in kept:
                yield mount[1], "the volume %s of the service %s has no backup" % (mount[1], name)
    if unknown:
        raise Undecided("; ".join(unknown))


def find_unhealthy(compose):
    compose.require_service()
    # Dokploy's status is idle after a stop, and still done if all containers ended by themselves.
    ended = compose.record.get(compose.resource.calls.status) == "done" and any(task.state == "failed" for task in compose.observed.tasks)
    if compose.observed.phase != "running" and not ended:
        return
    verdict = judge_parts(compose.observed, same=not compose.comparison.differences, tolerate_rolled_back=True)
    # Between two attempts of a crash loop a replica is starting, and earlier ones have failed.
    between = verdict.state != HEALTHY and verdict.failed and compose.observed.busy() is None
    if verdict.state == FAILED or between:
        yield "", verdict.reason


def find_secret_in_file(compose):
    for name, one in compose.require_file().items():
        rows = one.get("environment") or {}
        pairs = rows.items() if isinstance(rows, dict) else [str(row).partition("=")[::2] for row in rows]
        for key, value in sorted((str(key), value) for key, value in pairs):
            if value not in (None, "") and "$" not in str(value) and is_secret(key):
                yield "%s.%s" % (name, key), "the file holds the value of the variable %s of the service %s" % (key, name)


def find_failed_deployment(compose):
    rows = compose.observed.deployments
    if rows and rows[0].get("status") == "error":
        yield "", "its last deployment (%s) failed" % (rows[0].get("title") or "without a title")


CHECKS = (
    Check("secret_in_file", MEDIUM, COMPOSE, find_secret_in_file,
          "A value in the file is shown to everyone who may read the file, in Dokploy and in a repository.",
          "Move the value to env, and refer to it in the file as ${NAME}; then change the value."),
    Check("deployment_failed", HIGH, COMPOSE, find_failed_deployment,
          "The intended version does not run, and the next restart can fail.",
          "Read the log of the deployment (dokploy_diagnosis_info), correct the cause, and deploy again."),
)
