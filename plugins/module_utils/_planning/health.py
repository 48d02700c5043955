# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Judges the health of a service by its tasks. Pure.

It ignores Dokploy's own status: Dokploy stores C(done) once Docker has accepted the service, whether or not it runs afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .exit_codes import EXIT_CODES, explain_exit_code
from .._model.observation import count_wanted_tasks

HEALTHY, WAITING, FAILED = "healthy", "waiting", "failed"
ENDED = ("failed", "rejected", "complete", "orphaned")
# So many ended tasks in a slot without a running one are a crash loop, for which nobody waits longer.
CRASH_LOOP = 3
# Tasks that ended more than this many seconds ago are ignored.
RECENT = 600
STARTING = ("starting", "preparing", "assigned", "accepted", "running")
_FAILED_UPDATES = ("rollback_completed", "rollback_paused", "paused")


@dataclass(frozen=True, eq=False, repr=False)
class Verdict:
    """A judgement on the health of a service."""

    state: str
    phase: str = ""               # swarm_rolled_back, unhealthy, rolling, unavailable
    reason: str = ""
    next_step: str = ""
    failed: list = field(default_factory=list)    # the tasks that explain the verdict


def judge_running(resource, observed, before=frozenset(), stable_for=5, version_before=None, same=True, tolerate_rolled_back=False, earlier=()):
    """Judge one service or several -> Verdict. C(earlier): the services before the action, if there are several. The rest is that of C(judge)."""
    if observed.parts is not None:
        return resource.hooks.judge(observed, stable_for, same, tolerate_rolled_back, earlier)
    return judge(observed, before, stable_for, version_before, same, tolerate_rolled_back)


def judge_missing(observed):
    """Judge an Observation without any service -> Verdict."""
    if not observed.proven:
        return Verdict(WAITING, "unavailable", observed.unreadable.get("service") or "Docker did not answer")
    return Verdict(WAITING, "rolling", "there is no service yet")


def judge(observed, before=frozenset(), stable_for=5, version_before=None, same=True, tolerate_rolled_back=False):
    """Observation of one service -> Verdict.

    C(before): ids of the tasks that existed before the action, which are ignored; C(version_before): the service's version before it.
    C(same): whether the service's specification equals the saved configuration; C(stable_for) is in seconds.
    C(tolerate_rolled_back): accept the version that Swarm restored, since it may be the saved one.
    """
    service = observed.service
    if service is None:
        return judge_missing(observed)
    state = service.update_state
    stale = version_before is not None and service.version == version_before
    failed = [task for task in observed.tasks if task.state in ENDED and task.id not in before and (task.age or 0) < RECENT]
    tolerated = state == "rollback_completed" and same and tolerate_rolled_back
    if state in _FAILED_UPDATES and not stale and not tolerated:
        said = "paused the update" if state == "paused" else "rolled back to the previous version"
        return Verdict(
            FAILED, "swarm_rolled_back", "the new version failed, and Swarm %s: %s" % (said, describe_ends(failed) or service.update_message or state),
            "Fix the version or its settings, and run the task again.%s" % (
                "" if failed and all(task.state == "rejected" for task in failed) else    # rejected tasks never had a process
                " Dokploy has removed its log: docker service logs may still show it."), failed)
    wanted = count_wanted_tasks(observed)
    running = [task for task in observed.running if task.id not in before]
    # With a health check, Swarm reports running only for a healthy task.
    stable = running if _has_healthcheck(service) else [task for task in running if task.age is None or task.age >= stable_for]
    settled = state in ("", "completed") or stale or tolerated
    if len(stable) >= wanted and settled and not stale:
        return Verdict(HEALTHY)
    slots = {}
    for task in failed:
        slots.setdefault(task.slot, []).append(task)
    alive = {task.slot for task in observed.tasks if task.desired == "running" and task.state in STARTING and task.id not in before}
    looping = [tasks for slot, tasks in slots.items() if slot not in alive and len(tasks) >= CRASH_LOOP]
    if looping and state not in ("updating", "rollback_started"):
        tasks = [task for group in looping for task in group]
        return Verdict(
            FAILED, "unhealthy", "%s: %s" % (describe_count(len(stable), wanted), describe_ends(tasks)), advise(tasks), tasks)
    waiting = [task for task in observed.tasks if task.state == "pending" and task.error]
    reason = describe_count(len(stable), wanted)
    if waiting:
        reason += "; Swarm cannot place the rest: %s" % waiting[0].error
    elif failed:
        reason += "; %s" % describe_ends(failed)
    return Verdict(
        WAITING, "unhealthy" if failed and settled else "rolling", reason,
        _advise_on_placement(waiting[0].error) if waiting else advise(failed), failed)


def _advise_on_placement(error):
    """Return how a node can run a replica that Swarm cannot place."""
    if "not available for new tasks" in error:
        return "A node is drained, paused, or down: bring it back, or change placement so that another node can run the replica."
    return "Change placement, limits or published ports so that a node can run the replica."


def describe_count(some, wanted):
    return "%d/%d replicas healthy" % (some, wanted)


def _has_healthcheck(service):
    test = (service.container.get("Healthcheck") or {}).get("Test") or []
    return bool(test) and test[0] != "NONE"


def describe_ends(tasks):
    """Describe how the tasks ended, the most frequent reason first."""
    counts = {}
    for task in tasks:
        said = task.error or ("it exited with exit code 0" if task.state == "complete" else task.state)
        counts[said] = counts.get(said, 0) + 1
    return "; ".join("%s%s" % (said, " (%d times)" % count if count > 1 else "") for said, count in sorted(
        counts.items(), key=lambda item: -item[1])[:3])


def advise(tasks):
    words = " ".join(task.error for task in tasks).lower()
    if "no such image" in words:
        return "Its image is not on the node: check that the registry has it, and deploy (state deployed)."
    if "sandbox join failed" in words:
        return "Docker on %s could not attach the network, which an interface of an earlier start can block: restart Docker there." % (
            next((task.node for task in tasks if task.node), "the node"))
    if "unhealthy container" in words:
        return "The process runs and its health check fails: try the check's command in the container, or increase start_period."
    if "executable file not found" in words:
        return "The command is not in the image: check command and args."
    if "(137)" in words:
        return "Killed: check whether memory_limit is too small, or whether the health check failed."
    for code in EXIT_CODES:
        if "(%d)" % code in words:
            return "Exit code %s. Read the container's log." % explain_exit_code(code)
    if tasks and all(task.state == "rejected" for task in tasks):
        return "Docker refuses to run the replica, and no process was started: correct what it names."
    if tasks:
        return "Read the container's log: the process exits by itself."
    return "Check the replicas: docker service ps."


def is_steady(resource, observed, stable_for):
    """Return whether a service needs neither a wait nor a warning: it is stopped or healthy, and its tasks did not fail repeatedly."""
    if observed.parts is not None:
        return judge_running(resource, observed, stable_for=stable_for).state == HEALTHY
    if not observed.exists or observed.phase == "stopped":
        return True
    ends = sum(task.state in ("failed", "rejected") for task in observed.tasks)
    return observed.service.update_state in ("", "completed") and ends < CRASH_LOOP and judge(observed, stable_for=stable_for).state == HEALTHY


def find_status_drift(resource, observed):
    """Describe a contradiction between Dokploy's status and the state of the service; "" without one."""
    if observed.record is None:
        return ""
    status, phase = observed.record.get(resource.calls.status), observed.phase
    if status == "running" and resource.calls.deployments and observed.busy() is None:
        return "Dokploy shows running, and no deployment is running"
    if "service" in observed.unreadable:
        return ""
    running = len(observed.running)
    said = "1 replica runs" if running == 1 else "%d replicas run" % running
    if status == "done" and phase != "running":
        return "Dokploy shows done, and the %s is %s" % (resource.kind, phase.replace("_", " "))
    if status == "done" and not running and not observed.ended_well:
        return "Dokploy shows done, and no replica runs"
    if status == "idle" and phase == "running" and running:
        return "Dokploy shows idle, and %s" % said
    if status == "error" and phase == "running" and running:
        return "Dokploy shows error, and %s" % said
    return ""
