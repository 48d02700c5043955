# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compares the running service with the saved configuration. Pure.

C(find_differences) computes the service that Dokploy would make of a record, in the fields that Dokploy sets and Docker shows,
and compares it with the existing service.
"""

from __future__ import annotations

import re

from .build_label import BUILD_LABEL, is_label_outdated
from .compare_placement import compare_endpoint, compare_mounts, compare_networks, compare_placement, compare_ulimits
from .._dotenv.parser import BadValue, expand_references
from .._model.kinds import DEPLOY, RELOAD
from .._model.service_kinds import LABELS
from .._model.plan import Comparison, Difference

# Docker's defaults for keys that a stored object leaves out.
_ROLLOUT_FILL = {"Parallelism": 0, "Delay": 0, "FailureAction": "pause", "Monitor": 5000000000, "MaxFailureRatio": 0, "Order": "stop-first"}
_RESTART_FILL = {"Condition": "any", "Delay": 5000000000, "MaxAttempts": 0, "Window": 0}
_HEALTH_FILL = {"Test": [], "Interval": 0, "Timeout": 0, "StartPeriod": 0, "Retries": 0}


def compare_running(resource, record, observed, version=None, changed=()):
    """Compare a record with the observed service -> Comparison; an empty one if they cannot be compared. C(changed): the options that the task changes."""
    if record is None or not observed.exists:
        return Comparison()
    if observed.parts is not None:
        return resource.hooks.compare(resource, record, observed, changed)
    return find_differences(resource, record, observed.service, version)


def find_differences(resource, record, service, version=None):
    """Compare a record with the existing Service -> Comparison. C(version) is the server's version, or None if unknown."""
    found, unverified, broken = [], [], ""
    container = service.container
    template = service.spec.get("TaskTemplate") or {}
    env_effect = resource.field_of("env").effect_in(record)

    def compare(option, stored, running):
        if stored != running:
            found.append(Difference(option, RELOAD))

    image, rolled_back = _compare_image(resource, record, service)
    found += image
    try:
        changed, hidden = _compare_env(resource, record, container)
        unverified += ["env.%s" % key for key in hidden]
        changed, own = _split_added_variables(resource, changed)
        found += [Difference(option, RELOAD) for option, obeyed in own if obeyed]
        unverified += [option for option, obeyed in own if not obeyed]
        found += [Difference("env", env_effect, ", ".join(changed))] if changed else []
    except BadValue as exc:
        broken = "env: %s" % exc
        found.append(Difference("env", env_effect, broken))
    command, args, named = resource.form.process(record)
    if command is None:
        unverified.append("command")
    else:
        compare(named or "command", command, container.get("Command") or [])
        compare(named or "args", args, container.get("Args") or [])
    compare("labels", LABELS.canonical(record.get("labelsSwarm")), LABELS.canonical(container.get("Labels")))
    compare("healthcheck", _fill_defaults(record.get("healthCheckSwarm"), _HEALTH_FILL), _fill_defaults(container.get("Healthcheck"), _HEALTH_FILL))
    resources = template.get("Resources") or {}
    for option, key, part, name in (
            ("memory_limit", "memoryLimit", "Limits", "MemoryBytes"), ("memory_reservation", "memoryReservation", "Reservations", "MemoryBytes"),
            ("cpu_limit", "cpuLimit", "Limits", "NanoCPUs"), ("cpu_reservation", "cpuReservation", "Reservations", "NanoCPUs")):
        compare(option, _leading_number(record.get(key)), (resources.get(part) or {}).get(name) or 0)
    compare("restart_config", _fill_defaults(record.get("restartPolicySwarm") or _RESTART_FILL, _RESTART_FILL),
            _fill_defaults(template.get("RestartPolicy") or _RESTART_FILL, _RESTART_FILL))
    found += [Difference(option, RELOAD) for option in _compare_rollout(resource.form, record, service, version)]
    found += _compare_grace_period(resource.form, record, container, version)
    found += _compare_mode(record, service)
    for part in (compare_placement, compare_mounts, compare_endpoint, compare_ulimits, compare_networks):
        options, unseen = part(resource, record, service)
        found += [Difference(option, RELOAD) for option in options]
        unverified += unseen
    options, unseen = _compare_build(resource, record, service, rolled_back)
    differences = {one.option: one for one in reversed(found + options)}
    return Comparison(tuple(reversed(list(differences.values()))), tuple(dict.fromkeys(unverified + unseen)), broken, rolled_back)


def _split_added_variables(resource, changed):
    """Split names of variables -> (those of the env text, [(option, whether the running service follows it)] of those that Dokploy adds)."""
    known = resource.form.variables
    return [key for key in changed if key not in known], list(dict.fromkeys(known[key] for key in changed if key in known))


def compare_removed(resource, plan):
    """List the build settings that a service removed outside of Dokploy must be built from again: changed by the task, or by others since."""
    found = [Difference(path, item.effect_in(plan.record_after)) for path, item in resource.flat(plan.record_after) if path in plan.changed]
    found = [one for one in found if one.effect]
    if is_label_outdated(resource, plan.record_after):
        found.append(Difference("build", DEPLOY, "build or source settings were changed elsewhere and not deployed"))
    return Comparison(tuple(found))


def _compare_image(resource, record, service):
    """Compare the images -> (differences, whether somebody rolled back to an image of the registry)."""
    app_name = record.get("appName") or ""
    image = service.image
    name, marker, version = image.rsplit("/", 1)[-1].rpartition(":v")
    if marker and name == app_name and version.isdecimal():
        return [Difference("source", DEPLOY, "%s runs after a rollback" % image)], True
    if not resource.form.is_built(record):
        stored = resource.form.image(record)
        if stored is None:
            return [], False
        running = service.container.get("Image") or "" if "@" in stored else service.image
        different = add_tag(stored) != add_tag(running)
        return [Difference(resource.form.image_option, DEPLOY, "%s runs, %s is saved" % (running, stored))] if different else [], False
    if image == app_name + ":latest" or image.endswith("/%s:latest" % app_name):
        return [], False
    return [Difference("source", DEPLOY, "%s runs, which is not built from the saved source" % image)], False


def add_tag(image):
    return image if "@" in image or ":" in image.rsplit("/", 1)[-1] else image + ":latest"


def _compare_env(resource, record, container):
    """Compare the variables -> (names that differ, names that the running service does not show). Raises BadValue for an unresolvable reference."""
    environment = record.get("environment") or {}
    stored, hidden = expand_references(record.get("env"), (environment.get("project") or {}).get("env"), environment.get("env"))
    stored = dict(resource.form.more_env(record), **stored)
    running = read_variables(container)
    changed = [key for key in set(stored) | set(running) if key not in hidden and stored.get(key) != running.get(key)]
    return sorted(changed + [key for key in hidden if key not in running]), hidden


def read_variables(container):
    """Return the variables of a container in Docker's form."""
    return dict(line.partition("=")[::2] for line in container.get("Env") or [])


def _leading_number(text):
    match = re.match(r"\s*(\d+)", str(text)) if text not in (None, "") else None
    return int(match.group(1)) if match else 0


def _fill_defaults(value, fill):
    """Add Docker's defaults to an object and drop empty values, so that equivalent notations are equal."""
    if value is None:
        return {}
    return {key: value.get(key) or fill[key] for key in fill if (value.get(key) or fill[key])}


def _compare_grace_period(form, record, container, version):
    grace, docker = record.get("stopGracePeriodSwarm"), 10000000000
    if grace is not None:
        wanted = {int(grace)}
    else:
        wanted = ({form.grace_period_ns} if version is None or version >= (0, 29, 0) else set()) | (
            {docker} if version is None or version < (0, 29, 0) else set())
    return [] if container.get("StopGracePeriod", docker) in wanted else [Difference("stop_grace_period", RELOAD)]


def _compare_rollout(form, record, service, version):
    old = version is not None and version < (0, 29, 0)
    update = record.get("updateConfigSwarm")
    actions = ["pause" if old else "rollback"] if version is not None else ["rollback", "pause"]
    wanted = [update] if update is not None else [
        {"Parallelism": 1, "Order": "start-first" if action == "pause" else form.update_order, "FailureAction": action} for action in actions]
    if not any(_fill_defaults(one, _ROLLOUT_FILL) == _fill_defaults(service.spec.get("UpdateConfig"), _ROLLOUT_FILL) for one in wanted):
        yield "update_config"
    back = record.get("rollbackConfigSwarm")
    orders = ["stop-first" if old else "start-first"] if version is not None else ["start-first", "stop-first"]
    wanted = [back] if back is not None else [{"Parallelism": 1, "Order": order} for order in orders]
    if not any(_fill_defaults(one, _ROLLOUT_FILL) == _fill_defaults(service.spec.get("RollbackConfig"), _ROLLOUT_FILL) for one in wanted):
        yield "rollback_config"


def get_stored_mode(record):
    """Return C((mode, replicas)) of a record; C(replicas) is None if the mode has none."""
    mode = record.get("modeSwarm") or {}
    for key, name in (("Global", "global"), ("ReplicatedJob", "replicated-job"), ("GlobalJob", "global-job")):
        if key in mode:
            return name, None
    if "Replicated" in mode:
        return "replicated", (mode["Replicated"] or {}).get("Replicas", 1)
    return "replicated", 1 if record.get("replicas") is None else record["replicas"]


def _compare_mode(record, service):
    mode, replicas = get_stored_mode(record)
    if mode != service.mode:
        return [Difference("service_mode", RELOAD, "%s runs, %s is saved" % (service.mode, mode))]
    if mode == "replicated" and not service.stopped and replicas != service.wanted:
        return [Difference("replicas", RELOAD, "the service has %s, %s saved" % (service.wanted, replicas))]
    return []


def _compare_build(resource, record, service, rolled_back):
    """Compare the build settings, by the image's label -> (differences, options that cannot be verified)."""
    stored = (record.get("labelsSwarm") or {}).get(BUILD_LABEL)
    running = service.labels.get(BUILD_LABEL)
    if not stored and not running:
        return [], ["build"] if resource.form.is_built(record) else []
    if rolled_back:
        return [], []
    if stored != running:
        return [Difference("build", DEPLOY, "build or source settings were changed and not deployed")], []
    if is_label_outdated(resource, record):
        return [Difference("build", DEPLOY, "build or source settings were changed elsewhere and not deployed")], []
    return [], []
