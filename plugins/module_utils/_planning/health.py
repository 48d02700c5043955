# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From a service and its tasks to a verdict. Pure. Private to this collection.

Dokploy's own status plays no part: C(done) is written when Docker took the service, whatever becomes of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from .build_log_patterns import EXIT_CODES, explain_exit_code
from .._model.observation import CRASH_LOOP, Observation, count_wanted_tasks

HEALTHY, WAITING, FAILED = "healthy", "waiting", "failed"
ENDED = ("failed", "rejected", "complete", "orphaned")
# What ended longer ago, in seconds, says nothing of what starts now.
RECENT = 600
_STARTING = ("starting", "preparing", "assigned", "accepted", "running")
_WENT_BACK = ("rollback_completed", "rollback_paused", "paused")


@dataclass
class Verdict:
    state: str
    phase: str = ""               # swarm_rolled_back, unhealthy, rolling, unavailable
    reason: str = ""
    next_step: str = ""
    failed: list = field(default_factory=list)    # tasks that tell the story


def judge(observed, before=frozenset(), stable_for=5, version_before=None, same=True, tolerate_rolled_back=False, earlier=()):
    """Observation -> Verdict; where several services are behind one record, of all of them.

    C(before) holds the ids of tasks that were there before the action and do not count, C(version_before) the service's
    version then; C(same) says whether the service's specification is what is stored; C(stable_for) is in seconds.
    C(tolerate_rolled_back): the version that Swarm restored may be the saved one by now, and is then accepted. C(earlier): of several services,
    each as it was before the action.
    """
    if observed.parts is not None:
        return _judge_parts(observed, {part.name: part for part in earlier}, stable_for, same, tolerate_rolled_back)
    service = observed.service
    if service is None:
        if not observed.proven:
            return Verdict(WAITING, "unavailable", observed.unreadable.get("service") or "Docker did not answer")
        return Verdict(WAITING, "rolling", "there is no service yet")
    state = service.update_state
    stale = version_before is not None and service.version == version_before
    failed = [task for task in observed.tasks if task.state in ENDED and task.id not in before and (task.age or 0) < RECENT]
    tolerated = state == "rollback_completed" and same and tolerate_rolled_back
    if state in _WENT_BACK and not stale and not tolerated:
        said = "paused the update" if state == "paused" else "rolled back to the previous version"
        return Verdict(
            FAILED, "swarm_rolled_back", "the new version failed, and Swarm %s: %s" % (said, _story(failed) or service.update_message or state),
            "Fix the version or its settings, and run the task again.%s" % (
                "" if failed and all(task.state == "rejected" for task in failed) else    # none of these was ever a process
                " Dokploy has removed its log: docker service logs may still show it."), failed)
    wanted = count_wanted_tasks(observed)
    running = [task for task in observed.running if task.id not in before]
    # With a health check Swarm says running of a healthy one alone.
    stable = running if _has_healthcheck(service) else [task for task in running if task.age is None or task.age >= stable_for]
    settled = state in ("", "completed") or stale or tolerated
    if len(stable) >= wanted and settled and not stale:
        return Verdict(HEALTHY)
    slots = {}
    for task in failed:
        slots.setdefault(task.slot, []).append(task)
    alive = {task.slot for task in observed.tasks if task.desired == "running" and task.state in _STARTING and task.id not in before}
    looping = [tasks for slot, tasks in slots.items() if slot not in alive and len(tasks) >= CRASH_LOOP]
    if looping and state not in ("updating", "rollback_started"):
        tasks = [task for group in looping for task in group]
        return Verdict(
            FAILED, "unhealthy", "%s: %s" % (describe_count(len(stable), wanted), _story(tasks)), _advice(tasks), tasks)
    waiting = [task for task in observed.tasks if task.state == "pending" and task.error]
    reason = describe_count(len(stable), wanted)
    if waiting:
        reason += "; Swarm cannot place the rest: %s" % waiting[0].error
    elif failed:
        reason += "; %s" % _story(failed)
    return Verdict(
        WAITING, "unhealthy" if failed and settled else "rolling", reason,
        "Change placement, limits or published ports so that a node can run the replica." if waiting else _advice(failed), failed)


def _judge_parts(observed, earlier, stable_for, same, tolerate_rolled_back):
    """The worst of the verdicts on each service: one failure is the failure of all, and one that is waited for keeps all waiting."""
    if not observed.exists:
        if not observed.proven:
            return Verdict(WAITING, "unavailable", observed.unreadable.get("service") or "Docker did not answer")
        return Verdict(WAITING, "rolling", "there is no service yet")
    verdicts = []
    for part in observed.parts:
        verdict = judge_part(part, earlier.get(part.name), stable_for, same, tolerate_rolled_back)
        if verdict.state != HEALTHY:
            verdicts.append(replace(verdict, reason="%s: %s" % (part.name, verdict.reason)))
    failed = [one for one in verdicts if one.state == FAILED]
    if not verdicts:
        return Verdict(HEALTHY)
    worst = (failed or verdicts)[0]
    return replace(worst, reason="; ".join(one.reason for one in failed or verdicts), failed=[task for one in failed or verdicts for task in one.failed])


def judge_part(part, earlier=None, stable_for=5, same=True, tolerate_rolled_back=False):
    """One of several services -> Verdict."""
    if part.service is None:
        return _judge_containers(part, stable_for)
    if part.service.stopped:
        return Verdict(HEALTHY)         # its file asks for no replicas, or somebody stopped it, which is a difference
    changed = earlier is not None and earlier.service is not None and earlier.service.spec.get("TaskTemplate") != part.service.spec.get("TaskTemplate")
    before = frozenset(task.id for task in earlier.tasks) if changed else frozenset()
    tasks = tuple(task for task in part.tasks if task.id not in before)
    if replace(part, tasks=tasks).completed:
        return Verdict(HEALTHY)
    failed = [task for task in tasks if task.state in ("failed", "rejected")]
    if not part.restarts and failed and not any(task.desired == "running" and task.state in _STARTING for task in tasks):
        return Verdict(FAILED, "unhealthy", _story(failed), _advice(failed), failed)
    verdict = judge(Observation(service=part.service, tasks=list(part.tasks)), before, stable_for, None, same, tolerate_rolled_back)
    if verdict.state == FAILED and verdict.failed and all(task.state == "complete" for task in verdict.failed):
        return replace(verdict, next_step="A service that runs once needs deploy.restart_policy.condition: none in its file: Swarm starts it again.")
    return verdict


def _judge_containers(part, stable_for):
    """Containers of docker compose, which is no supervisor: only the engine's restart policy brings one back."""
    waiting = []
    for task in part.tasks:
        looping = task.end.get("restarts", 0) >= CRASH_LOOP and (task.age or 0) < max(stable_for, 1)
        if task.state == "running" and not looping:
            if not task.checked and task.age is not None and task.age < stable_for:
                waiting.append("it has been up for %d seconds" % task.age)
        elif task.state == "complete" and not part.restarts:
            continue
        elif task.state in ("failed", "unhealthy", "complete") or looping:
            said = task.error or ("it was stopped" if task.state == "complete" else task.state)
            restarts = " (restarted %d times)" % task.end["restarts"] if task.end.get("restarts") else ""
            return Verdict(FAILED, "unhealthy", said + restarts, _advice([task]), [task])
        else:
            waiting.append(task.error or task.state)
    if not part.tasks:
        waiting.append("there is no container yet")
    return Verdict(WAITING, "rolling", waiting[0], "Check the containers: docker ps -a, or dokploy_compose_info.") if waiting else Verdict(HEALTHY)


def describe_count(some, wanted):
    return "%d/%d replicas healthy" % (some, wanted)


def _has_healthcheck(service):
    test = (service.container.get("Healthcheck") or {}).get("Test") or []
    return bool(test) and test[0] != "NONE"


def _story(tasks):
    """What the tasks ended with, the most frequent first."""
    counts = {}
    for task in tasks:
        said = task.error or ("it exited with exit code 0" if task.state == "complete" else task.state)
        counts[said] = counts.get(said, 0) + 1
    return "; ".join("%s%s" % (said, " (%d times)" % count if count > 1 else "") for said, count in sorted(
        counts.items(), key=lambda item: -item[1])[:3])


def _advice(tasks):
    words = " ".join(task.error for task in tasks).lower()
    if "no such image" in words:
        return "Its image is not on the node: deploy it (state deployed)."
    if "unhealthy container" in words:
        return "The process runs and its health check fails: try the check's command in the container, or increase start_period."
    if "executable file not found" in words:
        return "The command is not in the image: check command and args."
    if "(137)" in words:
        return "Killed: check whether memory_limit is too small, or whether the health check failed."
    for code in EXIT_CODES:
        if "(%d)" % code in words:
            return "Exit code %s. Read the container's log." % explain_exit_code(code)
    if tasks:
        return "Read the container's log: the process exits by itself."
    return "Check the replicas: docker service ps, or dokploy_application_info."


def is_steady(observed, stable_for):
    """Whether a service needs no wait and no words: it is stopped, or healthy, and its tasks did not fail again and again."""
    if not observed.exists or observed.phase == "stopped":
        return True
    if observed.parts is not None:
        return judge(observed, stable_for=stable_for).state == HEALTHY
    ends = sum(task.state in ("failed", "rejected") for task in observed.tasks)
    return observed.service.update_state in ("", "completed") and ends < CRASH_LOOP and judge(observed, stable_for=stable_for).state == HEALTHY


def find_status_drift(resource, observed):
    """Describe a contradiction between Dokploy's status and what runs; "" without one."""
    if observed.record is None or "service" in observed.unreadable:
        return ""
    status, phase = observed.record.get(resource.calls.status), observed.phase
    running = len(observed.running)
    if status == "done" and phase != "running":
        return "Dokploy shows done, and the %s is %s" % (resource.kind, phase.replace("_", " "))
    if status == "done" and not running and not observed.ended_well:
        return "Dokploy shows done, and no replica runs"
    if status == "idle" and phase == "running" and running:
        return "Dokploy shows idle, and %d replicas run" % running
    if status == "running" and resource.calls.deployments and observed.busy() is None:
        return "Dokploy shows running, and no deployment is running"
    if status == "error" and phase == "running" and running:
        return "Dokploy shows error, and %d replicas run" % running
    return ""
