# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compares the services of a compose file, as Dokploy would deploy it, with the running ones. Pure.

It compares only what the record determines: the services, image, command, environment, replicas, published ports, health check, limits,
volumes, networks, and Traefik's labels.
It does not verify a value that depends on something outside of the record, such as an C(env_file) of a repository.
"""

from __future__ import annotations

import re

from .compare import add_tag, read_variables
from .compare_part_settings import SETTINGS, Scope, list_other_networks
from .compose_values import UnknownValue, read_pairs, read_text, read_words
from .._dotenv.parser import BadValue, expand_references
from .._model.kinds import RELOAD
from .._model.plan import Comparison, Difference, MISSING
from .._traefik.document import read_document

_PORT = re.compile(r"^(?:(?P<host>\d+\.\d+\.\d+\.\d+):)?(?P<published>\d+):(?P<target>\d+)(?:/(?P<protocol>tcp|udp|sctp))?$")
_PLAIN = re.compile(r"^[^$'\"\\`#\r\n]*$")


def read_file(text):
    """Read a file; {} if it cannot be parsed."""
    document = read_document(text, go_templates=False) if text else None
    return document.data if document is not None and document.readable and isinstance(document.data, dict) else {}


def read_services(text):
    """Read the services of a file: {name: mapping}, or None if the file cannot be parsed."""
    services = read_file(text).get("services")
    return services if isinstance(services, dict) and all(isinstance(one, dict) for one in services.values()) else None


def list_changed(resource, record, changed):
    """List those of the changed options that only a deployment applies."""
    effects = {path: item.effect_in(record) for path, item in resource.flat(record)}
    return [path for path in changed if effects.get(path, RELOAD)]


def compare_parts(resource, record, observed, changed=()):
    """Compare a record with the observed services -> Comparison. C(changed): the options that the task changes, so that the observed file is outdated."""
    found = [Difference(path, RELOAD) for path in list_changed(resource, record, changed)]
    if found:
        return Comparison(tuple(found))
    ended = [row for row in observed.deployments if row.get("status") != "running"]
    if ended and ended[0].get("status") != "done":
        found.append(Difference("deployment", RELOAD, "the last deployment ended with %s" % ended[0].get("status")))
    services = read_services(observed.converted)
    if services is None or "service" in observed.unreadable:
        return Comparison(tuple(found), ("services",))
    variables, unverified = list_variables(record), []
    wanted = {name: one for name, one in services.items() if not one.get("profiles")}
    parts = {part.name: part for part in observed.parts}
    own_command = bool(record.get("command"))
    scope = Scope(record.get("appName") or "", variables, read_file(observed.converted), "domains" in observed.unreadable and bool(record.get("domains")))
    others = list_other_networks(scope, wanted, parts)
    for name, one in wanted.items():
        label = "services.%s" % name
        part = parts.get(name)
        if part is None:
            if _wants(one, variables) != 0 and not own_command:
                found.append(Difference(label, RELOAD, MISSING))
            continue
        for key, compare in CHECKS:
            if key == "labels" and "domains" in observed.unreadable:
                continue
            try:
                if compare(record, one, part, variables):
                    found.append(Difference("%s.%s" % (label, key), RELOAD))
            except UnknownValue:
                unverified.append("%s.%s" % (label, key))
        for key, differs in SETTINGS:
            try:
                if differs(scope, one, part) or key == "networks" and name in others:
                    found.append(Difference("%s.%s" % (label, key), RELOAD))
            except UnknownValue:
                unverified.append("%s.%s" % (label, key))
        if observed.phase == "running" and _is_stopped_by_hand(part, one, variables):
            found.append(Difference(label, RELOAD, MISSING))
    if not own_command:
        found += [Difference("services.%s" % name, RELOAD, "it runs, but is not in the file") for name in parts if name not in wanted]
    if "domains" in observed.unreadable and record.get("domains"):
        unverified.append("domains")
    return Comparison(tuple(found), tuple(unverified))


def _is_stopped_by_hand(part, one, variables):
    if not part.stopped or part.completed or _wants(one, variables) == 0:
        return False
    return part.service is not None or not any(task.state == "failed" for task in part.tasks) or part.restarts


def list_variables(record):
    """List the values of a file's C(${…}); None for a value that compose would parse differently."""
    environment = record.get("environment") or {}
    try:
        known, unseen = expand_references(record.get("env"), (environment.get("project") or {}).get("env"), environment.get("env"))
    except BadValue:
        return {}
    found = {"APP_NAME": record.get("appName"), "COMPOSE_PROJECT_NAME": record.get("appName"), "PATH": None, "HOME": None, "DOCKER_CONFIG": None}
    found.update({key: value if _PLAIN.match(value) and "{{" not in value else None for key, value in known.items()})
    found.update(dict.fromkeys(unseen))
    return found


def _wants(one, variables):
    """Return the number of replicas in the file; None if it cannot be known."""
    value = (one.get("deploy") or {}).get("replicas", one.get("scale", 1))
    try:
        return int(read_text(value, variables))
    except (UnknownValue, ValueError):
        return None


def _container(part):
    return (part.containers[0].get("Config") or {}) if part.containers else None


def _differs_in_image(record, one, part, variables):
    if not one.get("image") or one.get("build"):
        raise UnknownValue()
    wanted = read_text(one["image"], variables)
    if part.service is not None:
        running = part.service.container.get("Image") or "" if "@" in wanted else part.service.image
    elif part.containers:
        running = _container(part).get("Image") or ""
    else:
        raise UnknownValue()
    return add_tag(wanted) != add_tag(running)


def _differs_in_command(record, one, part, variables):
    if one.get("command") is None and one.get("entrypoint") is None:
        return False
    if part.service is not None:
        running = (part.service.container.get("Command"), part.service.container.get("Args"))
    elif part.containers:
        running = (_container(part).get("Entrypoint"), _container(part).get("Cmd"))
    else:
        raise UnknownValue()
    wanted = (one.get("entrypoint"), one.get("command"))
    return any(want is not None and read_words(want, variables) != (have or []) for want, have in zip(wanted, running))


def _differs_in_environment(record, one, part, variables):
    """Return whether a variable of the file differs."""
    wanted = read_pairs(one.get("environment"), variables)
    files = one.get("env_file") or []
    if files:
        if files not in (".env", [".env"]) or record.get("createEnvFile") is False:
            raise UnknownValue()
        wanted = dict({key: value for key, value in variables.items() if value is not None and key not in ("APP_NAME", "COMPOSE_PROJECT_NAME")}, **wanted)
    if part.service is not None:
        running = read_variables(part.service.container)
        wanted = {key: value for key, value in wanted.items() if "{{" not in value}
        extra = set() if files or isinstance(one.get("environment"), list) else set(running) - set(one.get("environment") or {})
        return bool(extra) or any(running.get(key) != value for key, value in wanted.items())
    if not part.containers:
        raise UnknownValue()
    running = read_variables(_container(part))
    return any(running.get(key) != value for key, value in wanted.items())


def _differs_in_replicas(record, one, part, variables):
    wanted = _wants(one, variables)
    if wanted is None or (one.get("deploy") or {}).get("mode", "replicated") != "replicated":
        return False
    if part.service is not None:
        return part.service.mode == "replicated" and part.service.wanted not in (wanted, 0)
    return len(part.tasks) != wanted


def _differs_in_ports(record, one, part, variables):
    """Return whether the published ports differ."""
    wanted = set()
    for port in one.get("ports") or []:
        if isinstance(port, dict):
            if not str(port.get("published") or "").isdigit():
                raise UnknownValue()
            wanted.add((int(port["published"]), int(port["target"]), port.get("protocol") or "tcp"))
            continue
        match = _PORT.match(read_text(port, variables))
        if not match:
            raise UnknownValue()
        wanted.add((int(match.group("published")), int(match.group("target")), match.group("protocol") or "tcp"))
    if part.service is None and not part.containers:
        raise UnknownValue()
    return wanted != list_ports(part.service, part.containers[:1])


def list_ports(service, containers):
    """Return {(port of the host, port of the container, protocol)} of a Swarm service, or else of containers."""
    if service is not None:
        rows = (service.spec.get("EndpointSpec") or {}).get("Ports") or []
        return {(row.get("PublishedPort"), row.get("TargetPort"), row.get("Protocol")) for row in rows}
    return {(int(row["HostPort"]), int(key.partition("/")[0]), key.partition("/")[2]) for one in containers
            for key, rows in ((one.get("HostConfig") or {}).get("PortBindings") or {}).items() for row in rows or []
            if (row.get("HostPort") or "").isdigit()}


def _differs_in_labels(record, one, part, variables):
    """Compare Traefik's labels only, which Dokploy makes of the domains."""
    wanted = read_pairs((one.get("deploy") or {}).get("labels") if part.service is not None else one.get("labels"), variables)
    running = (part.service.spec.get("Labels") or {}) if part.service is not None else (_container(part) or {}).get("Labels")
    if running is None:
        raise UnknownValue()
    keys = {key for key in [*wanted, *running] if key.startswith("traefik.")}
    return any(wanted.get(key) != running.get(key) for key in keys)


CHECKS = (
    ("image", _differs_in_image), ("command", _differs_in_command), ("environment", _differs_in_environment), ("replicas", _differs_in_replicas),
    ("ports", _differs_in_ports), ("labels", _differs_in_labels))
