# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Judges the health of several services of one record. Pure."""

from __future__ import annotations

from dataclasses import replace

from .health import CRASH_LOOP, FAILED, HEALTHY, STARTING, WAITING, Verdict, advise, describe_ends, judge, judge_missing
from .._model.observation import Observation


def judge_parts(observed, stable_for=5, same=True, tolerate_rolled_back=False, earlier=()):
    """Judge an Observation of several services -> Verdict: failed if any failed, otherwise waiting if any is waiting.

    C(earlier): the services before the action. The other parameters are those of C(health.judge).
    """
    earlier = {part.name: part for part in earlier}
    if not observed.exists:
        return judge_missing(observed)
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
    """Judge one of several services -> Verdict."""
    if part.service is None:
        return _judge_containers(part, stable_for)
    if part.service.stopped:
        return Verdict(HEALTHY)         # the file sets no replicas, or somebody stopped it, which is reported as a difference
    changed = earlier is not None and earlier.service is not None and earlier.service.spec.get("TaskTemplate") != part.service.spec.get("TaskTemplate")
    before = frozenset(task.id for task in earlier.tasks) if changed else frozenset()
    tasks = tuple(task for task in part.tasks if task.id not in before)
    if replace(part, tasks=tasks).completed:
        return Verdict(HEALTHY)
    failed = [task for task in tasks if task.state in ("failed", "rejected")]
    if not part.restarts and failed and not any(task.desired == "running" and task.state in STARTING for task in tasks):
        return Verdict(FAILED, "unhealthy", describe_ends(failed), advise(failed), failed)
    verdict = judge(Observation(service=part.service, tasks=list(part.tasks)), before, stable_for, None, same, tolerate_rolled_back)
    if verdict.state == FAILED and verdict.failed and all(task.state == "complete" for task in verdict.failed):
        return replace(verdict, next_step="A service that runs once needs deploy.restart_policy.condition: none in its file: Swarm starts it again.")
    return verdict


def _judge_containers(part, stable_for):
    """Judge containers of docker compose, which only the engine's restart policy starts again."""
    waiting = []
    for task in part.tasks:
        # Docker waits up to a minute before it starts a container again.
        looping = task.end.get("restarts", 0) >= CRASH_LOOP and (task.state == "restarting" or (task.age or 0) < max(stable_for, 1))
        if task.state == "running" and not looping:
            if not task.checked and task.age is not None and task.age < stable_for:
                waiting.append("it has been up for %d seconds" % task.age)
        elif task.state == "complete" and not part.restarts:
            continue
        elif task.state in ("failed", "unhealthy", "complete") or looping:
            said = task.error or ("it was stopped" if task.state == "complete" else task.state)
            restarts = " (restarted %d times)" % task.end["restarts"] if task.end.get("restarts") else ""
            return Verdict(FAILED, "unhealthy", said + restarts, advise([task]), [task])
        else:
            waiting.append(task.error or task.state)
    if not part.tasks:
        waiting.append("there is no container yet")
    return Verdict(WAITING, "rolling", waiting[0], "Check the containers: docker ps -a, or dokploy_compose_info.") if waiting else Verdict(HEALTHY)
