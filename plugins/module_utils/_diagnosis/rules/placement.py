# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds why Swarm or the server cannot run a replica: nodes, images, mounts, networks, disk. Pure."""

from __future__ import annotations

import re

from ..._common.timestamps import parse_iso8601
from ..._common.units import format_cpus, format_memory
from ..._monitoring.metrics import format_bytes
from ..._planning import decide
from ..._planning.health import HEALTHY
from .rule import ERROR, RUNTIME, WARNING, Rule, Detected, find_earliest_start, quote_build_log, quote_tasks

DISK_WARNS, DISK_FULL = 85, 95
POOL_FULL = 98
_NO_IMAGE = re.compile(r"no such image", re.IGNORECASE)
_NO_NETWORK = re.compile(r"network ([\w.-]{1,200}) not found|could not find network(?: attachment)?(?: for)? ?([\w.-]{0,200})|"
                         r"No such network:? ?([\w.-]{0,200})",
                         re.IGNORECASE)
_NO_SANDBOX = re.compile(r"network sandbox join failed", re.IGNORECASE)
_NO_SOURCE = re.compile(r"bind source path does not exist:? ([^\s\"']{1,300})", re.IGNORECASE)
_NO_ADDRESS = re.compile(r"non-overlapping IPv4 address pool|address pool exhausted|no available IP addresses|could not find an available IP|"
                         r"failed to allocate gateway|no available network", re.IGNORECASE)


def _list_unplaced(case, pattern):
    """List the tasks that Swarm cannot place or that an engine refuses, by the reason."""
    tasks = [task for task in case.observed.tasks if task.desired in ("running", "ready") and task.state in ("pending", "rejected", "assigned")
             and pattern.search(task.error)]
    return tasks or [end.task for end in case.ends if pattern.search(end.task.error)]


def make_pending_detector(words, describe=lambda case: ""):
    """Make a function that finds tasks that Swarm cannot place, by its reason; C(describe) adds the setting that causes it."""
    pattern = re.compile(words, re.IGNORECASE)

    def detect(case):
        tasks = _list_unplaced(case, pattern)
        if not tasks:
            return None
        more = describe(case)
        return Detected("Swarm cannot run %s: %s%s" % (
            "a replica" if len(tasks) == 1 else "%d replicas" % len(tasks), tasks[0].error, "; " + more if more else ""),
            find_earliest_start(case, tasks), quote_tasks(tasks))
    return detect


def describe_placement(case):
    placement = (case.spec.get("TaskTemplate") or {}).get("Placement") or {}
    wanted = list(placement.get("Constraints") or [])
    if placement.get("MaxReplicas"):
        wanted.append("at most %d replicas per node" % placement["MaxReplicas"])
    return "its placement requires %s" % ", ".join(wanted) if wanted else ""


def describe_reservation(case):
    resources = ((case.spec.get("TaskTemplate") or {}).get("Resources") or {}).get("Reservations") or {}
    said = ["memory_reservation %s" % format_memory(resources["MemoryBytes"])] if resources.get("MemoryBytes") else []
    said += ["cpu_reservation %s" % format_cpus(resources["NanoCPUs"])] if resources.get("NanoCPUs") else []
    total = (case.server or {}).get("memory_total")
    return "it reserves %s%s" % (" and ".join(said), "; the server has %s of memory" % format_bytes(total) if total else "") if said else ""


def describe_nodes(case):
    """Describe the nodes that accept no new replicas, by name."""
    said = []
    for node in case.nodes or []:
        if str(node.get("Status")).lower() != "ready":
            said.append("the node %s is %s" % (node.get("Hostname"), str(node.get("Status")).lower()))
        elif str(node.get("Availability")).lower() != "active":
            said.append("the node %s is set to %s" % (node.get("Hostname"), str(node.get("Availability")).lower()))
    return ", ".join(said)


def describe_ports(case):
    ports = list((case.spec.get("EndpointSpec") or {}).get("Ports") or [])
    return "it publishes %s" % ", ".join("%s/%s" % (one.get("PublishedPort"), one.get("Protocol") or "tcp") for one in ports) if ports else ""


def detect_removed_image(case):
    """Detect an image that was removed from its node."""
    if case.service is None or case.observed.phase not in ("running", "stopped"):
        return None
    tasks = [task for task in case.observed.tasks if task.desired in ("running", "ready") and _NO_IMAGE.search(task.error)]
    tasks = tasks or [end.task for end in case.ends if _NO_IMAGE.search(end.task.error)]
    stopped = case.observed.phase == "stopped"
    if not (decide.is_image_gone(case.observed) or tasks and case.verdict is not None and case.verdict.state != HEALTHY):
        return None
    running = len(case.observed.running)
    words = "its image %s is not on the server%s" % (case.service.image, ", so that it cannot be started" if stopped else (
        "; %d replica%s still runs the previous image" % (running, "" if running == 1 else "s") if running else ""))
    pulled = case.record.get("sourceType", "docker") == "docker"
    if pulled and case.registry and (case.registry.refused or case.registry.no_tag):
        words += "; the registry %s" % (case.registry.lack if case.registry.refused else "has no such tag any more")
    return Detected(
        words + (", and Swarm could not pull it" if pulled and tasks else ""), find_earliest_start(case, tasks) if tasks else None, quote_tasks(tasks),
        repairs=() if stopped else None, severity=WARNING if stopped else "",
        cause="The registry no longer provides the image: the credentials were revoked, or the tag was removed." if pulled else "",
        remedy="Check source.username and source.password, and that the registry has the image; then deploy again." if pulled else "")


def detect_outdated_image(case):
    digest = case.registry.digest if case.registry else ""
    if not digest or not case.running_digests or any(one.endswith("@" + digest) for one in case.running_digests):
        return None
    runs = case.running_digests[0].rpartition("@")[2]
    return Detected("it runs %s, and the registry has %s under %s" % (runs[:19], digest[:19], case.record.get("dockerImage")), None,
                    [("digest", "running %s\nregistry %s" % (runs, digest))])


def _next_pull_fails(case):
    return ERROR if not case.observed.running else WARNING


def detect_revoked_credentials(case):
    if case.registry is None or not case.registry.refused:
        return None
    return Detected("the registry %s: the next pull of %s will fail" % (case.registry.lack, case.record.get("dockerImage")), severity=_next_pull_fails(case))


def detect_removed_tag(case):
    if case.registry is None or not case.registry.no_tag:
        return None
    return Detected("the registry has no %s any more: the next pull will fail" % case.record.get("dockerImage"), severity=_next_pull_fails(case))


def detect_missing_network(case):
    """Detect a network that does not exist."""
    tasks = _list_unplaced(case, _NO_NETWORK)
    said = next((line for line in (case.log or "").splitlines() if _NO_NETWORK.search(line)), "") if case.failed and not tasks else ""
    if said:
        name = next((one for one in _NO_NETWORK.search(said).groups() if one), "")
        return Detected("the network %s to which it is attached does not exist, so that its deployment \"%s\" failed: %s" % (
            name, case.failed.get("title") or "Deployment", said.strip()[:200]), parse_iso8601(case.failed.get("createdAt")), quote_build_log(case))
    if not tasks:
        return None
    match = _NO_NETWORK.search(tasks[0].error)
    name = next((one for one in match.groups() if one), "")
    name = (case.service.names or case.observed.names or {}).get(name, name) if case.service else name
    return Detected("the network %s to which it is attached does not exist: %s" % (name or "", tasks[0].error), find_earliest_start(case, tasks),
                    quote_tasks(tasks))


def detect_blocked_network(case):
    tasks = _list_unplaced(case, _NO_SANDBOX)
    if not tasks or case.verdict is None or case.verdict.state == HEALTHY:
        return None
    return Detected("Docker on the node %s cannot attach its replicas to a network: %s" % (tasks[0].node or "of its replicas", tasks[0].error),
                    find_earliest_start(case, tasks), quote_tasks(tasks))


def detect_missing_mount_source(case):
    tasks = _list_unplaced(case, _NO_SOURCE)
    if not tasks:
        return None
    return Detected("the directory %s of its bind mount does not exist on the server" % _NO_SOURCE.search(tasks[0].error).group(1).rstrip("."),
                    find_earliest_start(case, tasks), quote_tasks(tasks))


def detect_rejected_task(case):
    tasks = [end.task for end in case.ends if end.task.state == "rejected"]
    if not tasks or case.verdict is None or case.verdict.state == HEALTHY:
        return None
    memory = "memory limit" in tasks[0].error.lower()
    return Detected("Docker refuses to run its replicas: %s" % tasks[0].error, find_earliest_start(case, tasks), quote_tasks(tasks),
                    cause="Docker takes no memory limit below 6 MB." if memory else "")


def detect_silent_server(case):
    if "service" not in case.observed.unreadable or case.observed.withheld:
        return None
    where = "its remote server" if case.record.get("serverId") else "Docker on the server"
    return Detected("%s does not answer: %s" % (where, case.observed.unreadable["service"]))


def detect_full_disk(case):
    state = case.server or {}
    total, used = state.get("disk_total") or 0, state.get("disk_used") or 0
    spoken = case.failed and re.search(r"no space left on device|not enough free space", case.log or "") or case.ends_with_error("no space left on device")
    percent = 100.0 * used / total if total else 0
    if not spoken and percent < DISK_WARNS:
        return None
    words = "%d %% of the server's disk is used" % percent if total else "no space is left on its disk"
    if spoken and percent < DISK_WARNS:
        words = "the disk of the server was full when the space was needed"
    return Detected(words, severity=ERROR if spoken or percent >= DISK_FULL else WARNING, evidence=quote_build_log(case, 4) if case.failed else [])


def detect_exhausted_addresses(case):
    full = [one for one in (case.server or {}).get("networks") or [] if one["percent"] >= POOL_FULL]
    tasks = [task for task in case.observed.tasks if _NO_ADDRESS.search(task.error)]
    if tasks:
        return Detected("Docker has no address left: %s" % tasks[0].error, find_earliest_start(case, tasks), quote_tasks(tasks))
    if case.failed and _NO_ADDRESS.search(case.log or ""):
        return Detected("its deployment found no free address in Docker's networks", parse_iso8601(case.failed.get("createdAt")), quote_build_log(case))
    if full:
        return Detected("the network %s has used %d of %d addresses" % (full[0]["name"], full[0]["used"], full[0]["capacity"]), severity=WARNING)
    return None


RULES = (
    Rule("server_unreachable", RUNTIME, ERROR, detect_silent_server, "The server is down, refuses SSH, or its Docker does not run.",
         "Check the server, and Remote Servers in Dokploy.", hides=("status_drift",)),
    Rule("image_gone", RUNTIME, ERROR, detect_removed_image, "Dokploy's nightly clean-up removes images that no container uses.",
         "Deploy it: only a deployment restores the image.", ("deploy",),
         hides=("crash_loop", "not_running", "pending", "credentials_revoked", "tag_removed")),
    Rule("image_outdated", RUNTIME, WARNING, detect_outdated_image, "Somebody pushed other content under the same tag.",
         "Deploy it: dokploy_application with state: deployed pulls the tag again. A version or a digest in source.image avoids this."),
    Rule("credentials_revoked", RUNTIME, WARNING, detect_revoked_credentials, "The password was changed, or the token was revoked or has expired.",
         "Set source.username and source.password (or source.registry) to credentials that the registry accepts; then deploy."),
    Rule("tag_removed", RUNTIME, WARNING, detect_removed_tag, "Somebody removed the tag, or a retention policy of the registry did.",
         "Push the tag again, or name another one in source.image."),
    Rule("network_missing", RUNTIME, ERROR, detect_missing_network, "Somebody removed the network.",
         "Create the network again, or take it out of networks; then deploy again.", hides=("deployment_failed", "service_refused", "build_failed")),
    Rule("network_blocked", RUNTIME, ERROR, detect_blocked_network, "A network interface of an earlier start of Docker is left on the node.",
         "Restart Docker on the node; if the interface stays, restart the node.", hides=("not_running", "task_rejected", "crash_loop")),
    Rule("mount_source_missing", RUNTIME, ERROR, detect_missing_mount_source, "A bind mount needs a directory or a file that exists on the server.",
         "Create the path on the server, or correct the mount; then reload."),
    Rule("node_unavailable", RUNTIME, ERROR, make_pending_detector(r"not available for new tasks", describe_nodes),
         "The node is drained, paused, or down.", "Set the node to active again (docker node update --availability active), or add another node.",
         hides=("no_node_fits",)),
    Rule("no_node_fits", RUNTIME, ERROR, make_pending_detector(r"scheduling constraints not satisfied|max replicas per node", describe_placement),
         "Its placement requires a node that does not exist.", "Correct placement, or add a node that matches."),
    Rule("no_resources", RUNTIME, ERROR, make_pending_detector(r"insufficient resources", describe_reservation),
         "It reserves more memory or CPU than any node has left.",
         "Lower memory_reservation or cpu_reservation, or give the nodes more."),
    Rule("port_taken", RUNTIME, ERROR, make_pending_detector(r"port already in use|port is already allocated|address already in use", describe_ports),
         "Another service or program has the published port.", "Publish another port, or stop the other service."),
    Rule("disk_full", RUNTIME, ERROR, detect_full_disk, "Images, build caches, logs, or volumes fill the disk.",
         "Clean up in Dokploy (Web Server, Space), or give the server a larger disk.", hides=("deployment_failed",)),
    Rule("addresses_exhausted", RUNTIME, ERROR, detect_exhausted_addresses, "Docker's networks have no address left: too many networks or containers.",
         "Remove unused networks, or widen default-address-pools.", hides=("deployment_failed",)),
)
FALLBACK_RULES = (
    Rule("task_rejected", RUNTIME, ERROR, detect_rejected_task, "Swarm accepts the saved settings, and the Docker Engine does not.",
         "Correct the setting that Docker names.", fallback=True, hides=("not_running",)),
)
