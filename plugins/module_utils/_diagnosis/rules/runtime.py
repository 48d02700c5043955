# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds why containers end, do not come up, or differ from what is stored. Pure. Private to this collection."""

from __future__ import annotations

import re

from ..._common.timestamps import parse_iso8601
from ..._common.units import format_memory
from ..._planning import decide
from ..._planning.health import FAILED, HEALTHY
from .rule import (
    ERROR, INFO, RUNTIME, WARNING, Rule, Sighting, earliest_start, quote_build_log, quote_container_log, quote_tasks,
)

DISK_WARNS, DISK_FULL = 85, 95
POOL_FULL = 98
_CODES = {
    126: "126: the command was found and may not be executed (no permission, or made for another kind of machine)",
    127: "127: the command was not found in the image",
    134: "134: it ended itself (SIGABRT)", 139: "139: it crashed with a segmentation fault", 143: "143: it was told to end (SIGTERM)",
}


def rollback_detector(state):
    def detect(case):
        if case.service is None or case.verdict is None or case.service.update_state not in state:
            return None
        if case.service.update_state == "rollback_completed" and not case.comparison.differences and case.verdict.state != FAILED:
            return None     # what Swarm went back to is what is stored by now
        tasks = case.verdict.failed or [end.task for end in case.ends]
        return Sighting(case.verdict.reason if case.verdict.state == FAILED else "Swarm ended its last update: %s" % case.service.update_message,
                    earliest_start(case, tasks), quote_tasks(tasks) + [("update", case.service.update_message)])
    return detect


def describe_memory_limit(case):
    limit = (((case.service.spec.get("TaskTemplate") or {}).get("Resources") or {}).get("Limits") or {}).get("MemoryBytes") if case.service else None
    return "its limit is %s" % format_memory(limit) if limit else "it has no limit of its own: the host ran out of memory"


def detect_memory_kill(case):
    killed = [end for end in case.ends if end.out_of_memory or (
        end.out_of_memory is None and end.exit_code == 137 and case.oom_events and "unhealthy" not in end.task.error)]
    if not killed:
        return None
    return Sighting("%s killed for memory; %s" % ("a container was" if len(killed) == 1 else "%d containers were" % len(killed), describe_memory_limit(case)),
                earliest_start(case, [end.task for end in killed]), quote_tasks([end.task for end in killed]) + quote_container_log(case))


def detect_kill(case):
    killed = [end for end in case.ends if end.exit_code == 137 and end.out_of_memory is None and "unhealthy" not in end.task.error]
    if not killed:
        return None
    return Sighting("a container was killed (exit code 137), and is gone with the evidence why; %s" % describe_memory_limit(case),
                earliest_start(case, [end.task for end in killed]), quote_tasks([end.task for end in killed]) + quote_container_log(case))


def detect_failing_healthcheck(case):
    ended = [end.task for end in case.ends_with_error("unhealthy container")]
    health = case.health or {}
    if not ended and not (health.get("failing_streak") and health.get("status") != "healthy"):
        return None
    if detect_missing_healthcheck_command(case):
        return None
    said = "; it ended with %s%s" % (health["exit_code"], ": " + health["output"] if health.get("output") else "") if health.get("exit_code") else ""
    return Sighting("its health check fails while the process runs%s" % said, earliest_start(case, ended), quote_tasks(ended) + quote_container_log(case))


def detect_missing_healthcheck_command(case):
    health = case.health or {}
    if not health.get("failing_streak"):
        return None
    said = re.search(r"executable file not found|no such file or directory|: not found", health.get("output") or "")
    if not said and health.get("exit_code") not in (126, 127):
        return None
    return Sighting("the command of its health check is not in the image (%s)" % (health.get("output") or "exit code %s" % health.get("exit_code")),
                None, quote_container_log(case))


def detect_missing_command(case):
    tasks = [end.task for end in case.ends_with_error("executable file not found", "no such file or directory", "permission denied")]
    if not tasks:
        return None
    return Sighting("its command cannot be started: %s" % re.sub(r"^.*?exec: ", "exec: ", tasks[0].error), earliest_start(case, tasks), quote_tasks(tasks))


def detect_crash_loop(case):
    ends = [end for end in case.ends if end.task.state == "failed" and (end.exit_code or "non-zero exit" in end.task.error)]
    if not ends or case.verdict is None or case.verdict.state == HEALTHY and len(ends) < 2:
        return None
    codes = sorted({end.exit_code for end in ends if end.exit_code})
    said = ", ".join(_CODES.get(code, str(code)) for code in codes) or ends[0].task.error
    loop = len(ends) > 1
    return Sighting("its process ends by itself%s with exit code %s" % (" again and again" if loop else "", said), earliest_start(case,
        [end.task for end in ends]),
                quote_tasks([end.task for end in ends]) + quote_container_log(case), severity=ERROR if loop or case.verdict.state == FAILED else WARNING)


def detect_exit_zero(case):
    tasks = [end.task for end in case.ends if end.task.state == "complete"]
    if not tasks or case.verdict is None or case.verdict.state == HEALTHY:
        return None
    return Sighting("its process ends by itself with exit code 0%s" % (", again and again" if len(tasks) > 1 else ""), earliest_start(case, tasks),
                quote_tasks(tasks) + quote_container_log(case))


def detect_removed_image(case):
    if case.service is None or case.observed.phase not in ("running", "stopped") or not decide.image_gone(case.observed):
        return None
    tasks = [end.task for end in case.ends_with_error("No such image")]
    stopped = case.observed.phase == "stopped"
    return Sighting("its image %s is not on the server any more%s" % (case.service.image, ", so that it cannot be started" if stopped else ""),
        earliest_start(case, tasks),
                quote_tasks(tasks), repairs=() if stopped else None, severity=WARNING if stopped else "")


def detect_rejected_task(case):
    tasks = [end.task for end in case.ends if end.task.state == "rejected"]
    if not tasks or case.verdict is None or case.verdict.state == HEALTHY:
        return None
    return Sighting("Docker refuses to run its tasks: %s" % tasks[0].error, earliest_start(case, tasks), quote_tasks(tasks))


def detect_unhealthy(case):
    """Whatever else keeps it from running: the verdict on its tasks says so, and nothing above knew why."""
    if case.verdict is None or case.verdict.state != FAILED or case.observed.phase != "running":
        return None
    return Sighting(case.verdict.reason, earliest_start(case, case.verdict.failed), quote_tasks(case.verdict.failed) + quote_container_log(case))


def pending_detector(*words):
    """A function for tasks that Swarm cannot place, by its reason."""
    pattern = re.compile("|".join(words), re.IGNORECASE)

    def detect(case):
        tasks = [task for task in case.observed.tasks if task.desired in ("running", "ready") and task.state in ("pending", "rejected", "assigned")
                 and pattern.search(task.error)]
        tasks = tasks or [end.task for end in case.ends if pattern.search(end.task.error)]
        if not tasks:
            return None
        return Sighting("Swarm cannot run %s: %s" % ("a task" if len(tasks) == 1 else "%d tasks" % len(tasks), tasks[0].error), earliest_start(case, tasks),
                    quote_tasks(tasks))
    return detect


def detect_pending_settings(case):
    if case.observed.phase != "running" or not case.comparison.names or case.comparison.rolled_back or case.under_way or case.own_jobs:
        return None
    if case.service.update_state in ("rollback_completed", "rollback_paused", "rollback_started", "paused", "updating"):
        return None
    details = ["%s%s" % (one.option, ": " + one.detail if one.detail and one.option.startswith(("source", "build", "service_mode", "replicas")) else "")
               for one in case.comparison.differences]
    return Sighting("stored and not running: %s" % ", ".join(case.comparison.names), None, [("difference", line) for line in details])


def detect_registry_rollback(case):
    if not case.comparison.rolled_back:
        return None
    return Sighting("it runs %s, which somebody put back by a rollback; what is stored differs" % case.service.image)


def detect_status_drift(case):
    status, phase = case.record.get("applicationStatus"), case.observed.phase
    if phase in ("unknown", "absent") or case.under_way or case.own_jobs or status == "running":
        return None
    running = len(case.observed.running)
    if status == "done" and phase == "never_deployed":
        return Sighting("Dokploy says done, and there is no service: it was removed behind its back", repairs=("set_status",), severity=ERROR)
    if status == "done" and phase == "stopped":
        return Sighting("Dokploy says done, and its service was scaled to 0 behind its back", severity=ERROR)
    if status == "idle" and phase == "running" and running:
        return Sighting("Dokploy says idle, and %d task%s of it" % (running, " runs" if running == 1 else "s run"))
    if status == "error" and phase == "running" and running and not case.failed and case.verdict is not None and case.verdict.state == HEALTHY:
        return Sighting("Dokploy says error, and it runs as it should")
    return None


def detect_silent_server(case):
    if "service" not in case.observed.unreadable or case.observed.withheld:
        return None
    where = "its remote server" if case.record.get("serverId") else "Docker on the server"
    return Sighting("%s does not answer: %s" % (where, case.observed.unreadable["service"]))


def detect_full_disk(case):
    state = case.server or {}
    total, used = state.get("disk_total") or 0, state.get("disk_used") or 0
    spoken = case.failed and re.search(r"no space left on device|not enough free space", case.log or "") or case.ends_with_error("no space left on device")
    percent = 100.0 * used / total if total else 0
    if not spoken and percent < DISK_WARNS:
        return None
    words = "%d %% of the server's disk is used" % percent if total else "no space is left on its disk"
    if spoken and percent < DISK_WARNS:
        words = "no space was left on the disk when it was needed"
    return Sighting(words, severity=ERROR if spoken or percent >= DISK_FULL else WARNING, evidence=quote_build_log(case, 4) if case.failed else [])


_NO_ADDRESS = r"non-overlapping IPv4 address pool|address pool exhausted|no available IP addresses|" \
    r"could not find an available IP|failed to allocate gateway|no available network"


def detect_exhausted_addresses(case):
    full = [one for one in (case.server or {}).get("networks") or [] if one["percent"] >= POOL_FULL]
    tasks = [task for task in case.observed.tasks if re.search(_NO_ADDRESS, task.error, re.IGNORECASE)]
    if tasks:
        return Sighting("Docker has no address left: %s" % tasks[0].error, earliest_start(case, tasks), quote_tasks(tasks))
    if case.failed and re.search(_NO_ADDRESS, case.log or "", re.IGNORECASE):
        return Sighting("its deployment found no free address in Docker's networks", parse_iso8601(case.failed.get("createdAt")), quote_build_log(case))
    if full:
        return Sighting("the network %s has used %d of %d addresses" % (full[0]["name"], full[0]["used"], full[0]["capacity"]), severity=WARNING)
    return None


RULES = (
    Rule("server_unreachable", RUNTIME, ERROR, detect_silent_server, "The server is down, its SSH is refused, or Docker there does not run.",
         "Look at the server, and at Remote Servers in Dokploy.", hides=("status_drift",)),
    Rule("rolled_back", RUNTIME, ERROR, rollback_detector(("rollback_completed", "rollback_paused", "rollback_started")),
         "The new version did not stay up, and Swarm put the old one back.", "Mend the new version or its settings, and deploy again.",
         hides=("crash_loop", "killed")),
    Rule("update_paused", RUNTIME, ERROR, rollback_detector(("paused",)), "The new version did not stay up, and Swarm stopped the update half way.",
         "Mend the new version or its settings, and deploy again.", hides=("crash_loop", "killed")),
    Rule("memory_kill", RUNTIME, ERROR, detect_memory_kill, "It needs more memory than it may have, or leaks.", "Raise memory_limit, or mend the leak.",
         ("memory_limit",), hides=("crash_loop", "killed")),
    Rule("killed", RUNTIME, ERROR, detect_kill, "Most often memory; else somebody or something killed it.", "Look whether memory_limit is too small.",
         ("memory_limit",), hides=("crash_loop",)),
    Rule("command_missing", RUNTIME, ERROR, detect_missing_command, "command or args name a program that the image does not have, or may not execute.",
         "Correct command and args, or the image.", hides=("crash_loop",)),
    Rule("healthcheck_command_missing", RUNTIME, ERROR, detect_missing_healthcheck_command, "The image has no such program: curl and wget are often left out.",
         "Use a check that the image can run.", hides=("crash_loop", "killed", "healthcheck_fails")),
    Rule("healthcheck_fails", RUNTIME, ERROR, detect_failing_healthcheck,
         "The process runs, and does not answer its check: a wrong port or path, or it is slow to start.",
         "Try the check's command in the container; widen start_period if it needs time.", hides=("crash_loop", "killed")),
    Rule("crash_loop", RUNTIME, ERROR, detect_crash_loop, "The process fails as it starts: a missing variable, file, or service that it needs.",
         "Read the container's log.", ()),
    Rule("ends_at_once", RUNTIME, ERROR, detect_exit_zero, "Its command does its work and ends; a service has to go on.",
         "Give a command that stays in the foreground, or run it as a schedule."),
    Rule("image_gone", RUNTIME, ERROR, detect_removed_image, "Dokploy's nightly clean-up removes images that no container uses.",
         "Deploy it: nothing else brings the image back.",
         ("deploy",), hides=("crash_loop",)),
    Rule("no_node_fits", RUNTIME, ERROR, pending_detector(r"scheduling constraints not satisfied", r"max replicas per node", r"not available for new tasks",
                                              r"no suitable node \(unsupported platform"),
         "Its placement asks for a node that is not there, is down, or is drained.", "Correct placement, or bring a node that fits."),
    Rule("no_resources", RUNTIME, ERROR, pending_detector(r"insufficient resources"), "It reserves more memory or CPU than any node has left.",
         "Lower memory_reservation or cpu_reservation, or give the nodes more."),
    Rule("port_taken", RUNTIME, ERROR, pending_detector(r"port already in use", r"port is already allocated", r"address already in use"),
         "Another service or program has the published port.", "Publish another port, or stop what has it."),
    Rule("task_rejected", RUNTIME, ERROR, detect_rejected_task,
         "A setting is stored that Swarm takes and the engine does not, such as a memory limit under 6 MB.",
         "Correct the setting that Docker names.", fallback=True),
    Rule("not_running", RUNTIME, ERROR, detect_unhealthy, "Its tasks end or do not come up, and nothing more is known.",
         "Read the container's log on its server.",
         fallback=True),
    Rule("disk_full", RUNTIME, ERROR, detect_full_disk, "Images, build caches, logs, or volumes fill the disk.",
         "Clean up in Dokploy (Web Server, Space), or give the server a larger disk.", hides=("deployment_failed",)),
    Rule("addresses_exhausted", RUNTIME, ERROR, detect_exhausted_addresses, "Docker's networks have no address left: too many networks or containers.",
         "Remove networks that nobody uses, or widen default-address-pools.", hides=("deployment_failed",)),
    Rule("pending", RUNTIME, WARNING, detect_pending_settings, "Somebody stored it and did not deploy or reload.",
         "Apply it: dokploy_application with state started.", ("apply",)),
    Rule("registry_rollback", RUNTIME, INFO, detect_registry_rollback, "A rollback of Dokploy's is in force.", "The next deployment undoes it."),
    Rule("status_drift", RUNTIME, WARNING, detect_status_drift, "Dokploy shows what it last wrote, and something was done behind its back.",
         "Have its status say what is true, or bring the application to the state it should have.", ("set_status",)),
)
