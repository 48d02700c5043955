# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What runs against what is stored. Pure. Private to this collection.

C(differences) computes the service that Dokploy would make of a record, in the fields that Dokploy sets and that can be
seen, and compares it with the service that is there.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from .._dotenv import parser as _dotenv
from .._model.kinds import DEPLOY, LABELS, NOTHING, OUR_LABELS, RELOAD, compact
from .._resources.application import BUILD, SOURCE, env_effect

BUILD_LABEL = OUR_LABELS + "build"

# What Docker fills in where a key is left out of a stored object.
_ROLLOUT_FILL = {"Parallelism": 0, "Delay": 0, "FailureAction": "pause", "Monitor": 5000000000, "MaxFailureRatio": 0, "Order": "stop-first"}
_RESTART_FILL = {"Condition": "any", "Delay": 5000000000, "MaxAttempts": 0, "Window": 0}
_HEALTH_FILL = {"Test": [], "Interval": 0, "Timeout": 0, "StartPeriod": 0, "Retries": 0}


@dataclass(frozen=True)
class Difference:
    """Something stored that does not run."""

    option: str
    effect: int
    detail: str = ""


@dataclass
class Comparison:
    differences: list = field(default_factory=list)
    unverified: list = field(default_factory=list)
    broken: str = ""              # why Dokploy cannot make a service of this at all
    rolled_back: bool = False     # one of this application's registry images runs: somebody went back

    @property
    def effect(self):
        return max([one.effect for one in self.differences] or [NOTHING])

    @property
    def names(self):
        return [one.option for one in self.differences]


@dataclass
class Decision:
    """What is done after storing."""

    action: str = "none"          # none, deploy, reload, stop
    pending: list = field(default_factory=list)
    why: str = ""
    judge: bool = False           # whether health is awaited and judged
    always: bool = False          # reported as a change whatever is found


def label_outdated(record):
    """Whether build settings were stored since the record's build label was written, as a change in Dokploy's pages does."""
    label = (record.get("labelsSwarm") or {}).get(BUILD_LABEL)
    if record.get("%sId" % record.get("sourceType"), "") is None:
        return False        # its Git provider is gone, which nobody stored to have it built
    return bool(label) and not label.endswith("-" + build_digest(record))


def build_digest(record):
    """A digest of the stored build settings that are not secret; of secret ones the names alone count."""
    built = record.get("sourceType") != "docker"
    found = {item.key: item.canonical(record) for group in (SOURCE, BUILD)[:1 + built] for item in group.fields
             if item.key and item.effect == DEPLOY and not (item.seen or item.secret) and item.belongs(record)}
    for key in ("buildArgs", "buildSecrets") if built else ():
        found[key] = sorted(_dotenv.parse_env(record.get(key)))
    for key in ("registryId", "buildRegistryId", "buildServerId"):
        if record.get(key):
            found[key] = record[key]
    return hashlib.sha256(compact(found).encode("ascii")).hexdigest()[:16]


def differences(record, service, version=None):
    """A record and the Service that is there -> Comparison. C(version) is the server's, or None where it is not known."""
    found = Comparison()
    container = service.container
    template = service.spec.get("TaskTemplate") or {}

    def differs(option, stored, running, effect=RELOAD, detail=""):
        if stored != running:
            found.differences.append(Difference(option, effect, detail))

    _compare_image(record, service, found)
    _compare_env(record, container, found)
    differs("command", (record.get("command") or "").split(" ") if record.get("command") else [], container.get("Command") or [])
    differs("args", record.get("args") or [], container.get("Args") or [])
    differs("labels", LABELS.canonical(record.get("labelsSwarm")), LABELS.canonical(container.get("Labels")))
    differs("healthcheck", _filled(record.get("healthCheckSwarm"), _HEALTH_FILL), _filled(container.get("Healthcheck"), _HEALTH_FILL))
    resources = template.get("Resources") or {}
    for option, key, part, name in (
            ("memory_limit", "memoryLimit", "Limits", "MemoryBytes"), ("memory_reservation", "memoryReservation", "Reservations", "MemoryBytes"),
            ("cpu_limit", "cpuLimit", "Limits", "NanoCPUs"), ("cpu_reservation", "cpuReservation", "Reservations", "NanoCPUs")):
        differs(option, _leading_number(record.get(key)), (resources.get(part) or {}).get(name) or 0)
    differs("restart_config", _filled(record.get("restartPolicySwarm") or _RESTART_FILL, _RESTART_FILL),
            _filled(template.get("RestartPolicy") or _RESTART_FILL, _RESTART_FILL))
    _compare_rollout(record, service, version, found)
    grace = record.get("stopGracePeriodSwarm")
    differs("stop_grace_period", 10000000000 if grace is None else int(grace), container.get("StopGracePeriod", 10000000000))
    _compare_mode(record, service, found)
    _compare_rest(record, service, container, template, found)
    _compare_build(record, service, found)
    return found


def _compare_image(record, service, found):
    app_name = record.get("appName") or ""
    image = service.image
    if re.search(r"(^|/)%s:v\d+$" % re.escape(app_name), image):
        found.rolled_back = True
        found.differences.append(Difference("source", DEPLOY, "%s runs, put back by a rollback" % image))
        return
    if record.get("sourceType") == "docker":
        stored = record.get("dockerImage") or ""
        pinned = "@" in stored
        running = service.container.get("Image") or "" if pinned else service.image
        if _tagged(stored) != _tagged(running):
            found.differences.append(Difference("source.image", DEPLOY, "%s runs, %s is stored" % (running, stored)))
        return
    if image == app_name + ":latest" or image.endswith("/%s:latest" % app_name):
        return
    found.differences.append(Difference("source", DEPLOY, "%s runs, which is not built from the stored source" % image))


def _tagged(image):
    return image if "@" in image or ":" in image.rsplit("/", 1)[-1] else image + ":latest"


def _compare_env(record, container, found):
    environment = record.get("environment") or {}
    project = environment.get("project") or {}
    try:
        stored, unseen = _dotenv.expand_references(record.get("env"), project.get("env"), environment.get("env"))
    except _dotenv.BadValue as exc:
        found.broken = "env: %s" % exc
        found.differences.append(Difference("env", env_effect(record), found.broken))
        return
    running = dict(line.partition("=")[::2] for line in container.get("Env") or [])
    found.unverified += ["env.%s" % key for key in unseen]
    changed = [key for key in set(stored) | set(running) if key not in unseen and stored.get(key) != running.get(key)]
    changed = sorted(changed + [key for key in unseen if key not in running])
    if changed:
        found.differences.append(Difference("env", env_effect(record), ", ".join(changed)))


def _leading_number(text):
    match = re.match(r"\s*(\d+)", str(text)) if text not in (None, "") else None
    return int(match.group(1)) if match else 0


def _filled(value, fill):
    """An object with what Docker fills in, without what is empty, so that two ways to write it are equal."""
    if value is None:
        return {}
    return {key: value.get(key) or fill[key] for key in fill if (value.get(key) or fill[key])}


def _compare_rollout(record, service, version, found):
    old = version is not None and version < (0, 29, 0)
    update = record.get("updateConfigSwarm")
    actions = ["pause" if old else "rollback"] if version is not None else ["rollback", "pause"]
    wanted = [update] if update is not None else [{"Parallelism": 1, "Order": "start-first", "FailureAction": action} for action in actions]
    if not any(_filled(one, _ROLLOUT_FILL) == _filled(service.spec.get("UpdateConfig"), _ROLLOUT_FILL) for one in wanted):
        found.differences.append(Difference("update_config", RELOAD))
    back = record.get("rollbackConfigSwarm")
    orders = ["stop-first" if old else "start-first"] if version is not None else ["start-first", "stop-first"]
    wanted = [back] if back is not None else [{"Parallelism": 1, "Order": order} for order in orders]
    if not any(_filled(one, _ROLLOUT_FILL) == _filled(service.spec.get("RollbackConfig"), _ROLLOUT_FILL) for one in wanted):
        found.differences.append(Difference("rollback_config", RELOAD))


def stored_mode(record):
    """C((mode, replicas)) of a record; replicas is None where the mode has none."""
    mode = record.get("modeSwarm") or {}
    for key, name in (("Global", "global"), ("ReplicatedJob", "replicated-job"), ("GlobalJob", "global-job")):
        if key in mode:
            return name, None
    if "Replicated" in mode:
        return "replicated", (mode["Replicated"] or {}).get("Replicas", 1)
    return "replicated", 1 if record.get("replicas") is None else record["replicas"]


def _compare_mode(record, service, found):
    mode, replicas = stored_mode(record)
    if mode != service.mode:
        found.differences.append(Difference("service_mode", RELOAD, "%s runs, %s is stored" % (service.mode, mode)))
    elif mode == "replicated" and not service.stopped and replicas != service.wanted:
        found.differences.append(Difference("replicas", RELOAD, "%s wanted by the service, %s stored" % (service.wanted, replicas)))


# Keys of a record that say something of mounts, ports, placement, ulimits or networks.
_REST = ("mounts", "ports", "placementSwarm", "endpointSpecSwarm", "ulimitsSwarm")


def wants_networks(record, service):
    """Whether the names of networks are needed to compare them: for more than Dokploy's own one."""
    running = (service.spec.get("TaskTemplate") or {}).get("Networks") or () if service is not None else ()
    return bool(record.get("networkSwarm") or record.get("networkIds") or record.get("detachDokployNetwork") or len(running) > 1
                or any(one.get("Aliases") or one.get("DriverOpts") for one in running))


def _compare_rest(record, service, container, template, found):
    """What most applications have none of; where nothing is stored and nothing runs of it, nothing is looked at."""
    placement, endpoint = template.get("Placement") or {}, service.spec.get("EndpointSpec") or {}
    if (any(record.get(key) for key in _REST) or any(placement.get(key) for key in ("Constraints", "Preferences", "MaxReplicas"))
            or container.get("Mounts") or container.get("Ulimits") or endpoint.get("Ports") or (endpoint.get("Mode") or "vip") != "vip"
            or service.names or wants_networks(record, service)):
        from .compare_placement import compare_rest
        options, unverified = compare_rest(record, service)
        found.differences += [Difference(option, RELOAD) for option in options]
        found.unverified += unverified


def _compare_build(record, service, found):
    stored = (record.get("labelsSwarm") or {}).get(BUILD_LABEL)
    running = service.labels.get(BUILD_LABEL)
    if not stored and not running:
        if record.get("sourceType") != "docker":
            found.unverified.append("build")
        return
    if found.rolled_back:
        return
    if stored != running:
        found.differences.append(Difference("build", DEPLOY, "build or source settings were changed and not deployed"))
    elif label_outdated(record):
        found.differences.append(Difference("build", DEPLOY, "build or source settings were changed elsewhere and not deployed"))
