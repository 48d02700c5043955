# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compares the health check, limits, volumes and networks of one service of a compose file with those that run. Pure.

Docker adds the health check and the volumes of an image to its containers. What may come from an image is not verified.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Mapping

from .compose_values import UnknownValue, read_text
from .._common.units import parse_cpus, parse_memory, parse_nanoseconds

DEFAULT = "default"
# Matches the names of an image's anonymous volumes.
_ANONYMOUS = re.compile(r"^[0-9a-f]{64}$")
_DURATIONS = (("interval", "Interval"), ("timeout", "Timeout"), ("start_period", "StartPeriod"))


@dataclass(frozen=True, eq=False, repr=False)
class Scope:
    """What the services of a file share. C(routes_unknown): whether Dokploy attaches services to its own network, and the file does not show it."""

    project: str
    variables: Mapping[str, Any]
    document: Mapping[str, Any] = field(default_factory=dict)
    routes_unknown: bool = False

    def read(self, value):
        return str(value) if isinstance(value, float) else read_text(value, self.variables)

    def name_of(self, section, key):
        """Return the name in Docker of a volume or network of the file."""
        described = (self.document.get(section) or {}).get(key) or {}
        external = described.get("external")
        if described.get("name"):
            return self.read(described["name"])
        if isinstance(external, dict) and external.get("name"):
            return self.read(external["name"])
        return key if external else "%s_%s" % (self.project, key)


def _inspect(part):
    """Return Docker's data of its first container, or of its service in Swarm."""
    if part.service is None and not part.containers:
        raise UnknownValue()
    return part.service.spec.get("TaskTemplate") or {} if part.service is not None else part.containers[0]


def _differs_in_healthcheck(scope, one, part):
    """Return whether the health check differs."""
    found = _inspect(part)
    running = (found.get("ContainerSpec" if part.service is not None else "Config") or {}).get("Healthcheck") or {}
    wanted = _read_healthcheck(scope, one.get("healthcheck") or {})
    if part.service is None and set(key for key, value in running.items() if value) - set(wanted):
        if any(wanted[key] != (running.get(key) or type(wanted[key])()) for key in wanted):
            return True
        raise UnknownValue()     # the image may have it
    keys = ("Test", *[key for dummy, key in _DURATIONS], "Retries")
    return any((wanted.get(key) or None) != (running.get(key) or None) for key in keys)


def _read_healthcheck(scope, check):
    if check.get("disable"):
        return {"Test": ["NONE"]}
    test, wanted = check.get("test"), {}
    if test:
        wanted["Test"] = [scope.read(word) for word in test] if isinstance(test, list) else ["CMD-SHELL", scope.read(test)]
    for option, key in _DURATIONS:
        if check.get(option) is not None:
            wanted[key] = _convert(parse_nanoseconds, scope.read(check[option]))
    if check.get("retries") is not None:
        wanted["Retries"] = _convert(int, scope.read(check["retries"]))
    return wanted


def _convert(parse, text, **more):
    try:
        return parse(text, **more)
    except ValueError:
        raise UnknownValue() from None


def _differs_in_limits(scope, one, part):
    """Return whether limits or reservations of memory and CPU differ."""
    found = _inspect(part)
    resources = (one.get("deploy") or {}).get("resources") or {}
    limits, reservations = resources.get("limits") or {}, resources.get("reservations") or {}
    values = [limits.get("memory"), limits.get("cpus"), reservations.get("memory"), reservations.get("cpus")]
    if part.service is not None:
        parts = [(found.get("Resources") or {}).get(name) or {} for name in ("Limits", "Reservations")]
        running = [one.get(key) or 0 for one in parts for key in ("MemoryBytes", "NanoCPUs")]
    else:
        values = [first if first is not None else one.get(other) for first, other in zip(values[:3], ("mem_limit", "cpus", "mem_reservation"))]
        host = found.get("HostConfig") or {}
        if "Memory" not in host:
            raise UnknownValue()
        # Docker Compose reserves no CPU; before version 2.0 it limits the share of CPU time instead of the cores.
        running = [host.get("Memory") or 0, host.get("NanoCpus") or (host.get("CpuQuota") or 0) * 10000, host.get("MemoryReservation") or 0]
    wanted = [_read_amount(scope, value, index % 2) for index, value in enumerate(values)]
    return wanted != running[:len(wanted)]


def _read_amount(scope, value, is_cpu):
    if value in (None, "", 0, "0"):
        return 0
    return _convert(parse_cpus, scope.read(value)) if is_cpu else _convert(parse_memory, scope.read(value), least=0)


def _differs_in_volumes(scope, one, part):
    """Return whether the mounts differ."""
    found = _inspect(part)
    wanted = dict(read_volume(scope, entry) for entry in one.get("volumes") or [])
    if part.service is not None:
        rows = (found.get("ContainerSpec") or {}).get("Mounts") or []
        running = {row.get("Target"): (row.get("Type"), row.get("Source") or "", not row.get("ReadOnly")) for row in rows}
    else:
        if "Mounts" not in found:
            raise UnknownValue()
        running = {row.get("Destination"): (row.get("Type"), row.get("Name") or row.get("Source") or "", row.get("RW") is not False)
                   for row in found["Mounts"] or []}
    running = {target: row for target, row in running.items() if target in wanted or row[0] == "bind" or row[0] == "volume" and not _ANONYMOUS.match(row[1])}
    return set(wanted) != set(running) or not all(_is_same_mount(wanted[target], running[target]) for target in wanted)


def _is_same_mount(wanted, running):
    kind, source, writable = wanted[:3]
    if kind == "tmpfs" or not source:
        return running[0] == kind
    same = running[1].endswith(source) if kind == "bind" and source.startswith("/") and wanted[3:] else running[1] == source
    return running[0] == kind and same and running[2] == writable


def read_volume(scope, entry):
    """Read an entry of C(volumes) -> (target, (type, source or its end, writable))."""
    if isinstance(entry, dict):
        kind, source, target = entry.get("type") or "volume", scope.read(entry.get("source") or ""), scope.read(entry.get("target") or "")
        writable = not entry.get("read_only")
    else:
        words = scope.read(entry).split(":")
        if len(words) > 3:
            raise UnknownValue()
        source, target = (words[0], words[1]) if len(words) > 1 else ("", words[0])
        kind = "bind" if source[:1] in (".", "/", "~") else "volume"
        writable = "ro" not in (words[2].split(",") if len(words) > 2 else ())
    if source.startswith("~"):
        raise UnknownValue()
    target = target.rstrip("/") or "/"
    if kind == "volume":
        return target, (kind, scope.name_of("volumes", source) if source else "", writable)
    if source.startswith("."):
        return target, (kind, re.sub(r"^(\.{1,2}(/|$))+", "/", source).rstrip("/"), writable, "end")
    return target, (kind, source.rstrip("/") or source, writable)


def _list_networks(one):
    """List the networks of a service with their aliases."""
    given = one.get("networks") or [DEFAULT]
    return {key: ((given[key] or {}).get("aliases") or [] if isinstance(given, dict) else []) for key in given}


def _differs_in_networks(scope, one, part):
    """Return whether the networks differ."""
    found = _inspect(part)
    if scope.routes_unknown:
        raise UnknownValue()
    if one.get("network_mode"):
        mode = scope.read(one["network_mode"])
        if part.service is not None or mode not in ("host", "none", "bridge"):
            raise UnknownValue()
        return (found.get("HostConfig") or {}).get("NetworkMode") != mode
    wanted = _list_networks(one)
    if part.service is not None:
        rows = found.get("Networks") or []
        aliases = {alias for row in rows for alias in row.get("Aliases") or []} - {part.name}
        return len(rows) != len(wanted) or aliases != {scope.read(alias) for one in wanted.values() for alias in one} - {part.name}
    running = (found.get("NetworkSettings") or {}).get("Networks")
    if running is None:
        raise UnknownValue()
    return set(running) != {scope.name_of("networks", key) for key in wanted}


def list_other_networks(scope, services, parts):
    """List the services of a stack that share networks with other services than in the file: Swarm shows the IDs of networks only."""
    both = {name: parts[name] for name in services if name in parts and parts[name].service is not None}
    if scope.routes_unknown:
        return set()
    wanted, running = {}, {}
    for name, part in both.items():
        for key in _list_networks(services[name]):
            wanted.setdefault(key, set()).add(name)
        for row in (part.service.spec.get("TaskTemplate") or {}).get("Networks") or []:
            running.setdefault(row.get("Target"), set()).add(name)
    first, second = (Counter(frozenset(one) for one in shared.values()) for shared in (wanted, running))
    return {name for group in (first - second) + (second - first) for name in group}


SETTINGS = (("healthcheck", _differs_in_healthcheck), ("limits", _differs_in_limits), ("volumes", _differs_in_volumes), ("networks", _differs_in_networks))
