# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waits until a service is healthy, and until a URL answers.

Imported only by tasks that wait.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .._common.waiting import intervals
from .find import observe_service
from .._client.probe import probe
from .._common.errors import TaskFailed, Unreachable
from .._model.observation import count_wanted_tasks
from .._planning.compare import compare_running
from .._planning.health import CRASH_LOOP, FAILED, HEALTHY, RECENT, judge_running
from .._planning.present import present_containers

VERIFY_UNCHANGED = 30
# Attempts to resolve a name: a resolver may fail once.
NAME_ATTEMPTS = 3
NO_NAME = re.compile(r"name or service not known|nodename nor servname|failed to resolve|no address associated|getaddrinfo failed", re.IGNORECASE)


def compare_with_running(ctx, resource, record, observed):
    """Compare the saved configuration with the running service -> Comparison; an empty one where nothing can be compared."""
    return compare_running(resource, record, observed, ctx.backend.known_version)


def await_health(ctx, request, place, begun, before=frozenset(), version=None, acted=True, first=None, applies=True, earlier=()):
    """Wait until the service is healthy -> (the last Observation, its Comparison). Raises TaskFailed if it fails, or on a timeout since C(begun).

    C(before): ids of the tasks that existed before, which are ignored; C(version): the service's version then; C(first): an existing Observation;
    C(applies): whether the action applied the saved configuration; C(earlier): the services before the action, if there are several.
    """
    resource, timeout, stable_for = request.resource, request.option("wait_timeout", 600), request.option("stable_for", 5)
    pauses, verdict, observed = intervals(), None, first
    while True:
        try:
            observed = observed or observe_service(ctx, request, place, again=True)
            comparison, known = compare_with_running(ctx, resource, observed.record, observed), observed.record is not None
            same = not comparison.differences or comparison.rolled_back or not applies
            verdict = judge_running(resource, observed, before if acted else frozenset(), stable_for, version if acted else None, same, not acted and known,
                                    earlier if acted else ())
            if verdict.state == HEALTHY:
                if acted and not same and observed.busy() is None:
                    raise TaskFailed("%s runs, and differs from the saved configuration in %s: somebody changed one of the two during the task" % (
                        request.name, ", ".join(comparison.names)), phase="rolling", next_step="Run the task again.", observed=observed)
                if same or not acted:
                    if ctx.watch:
                        ctx.watch.say("%d/%d replicas run" % (len(observed.running), count_wanted_tasks(observed)))
                    _warn_of_ends(ctx, request, observed)
                    return observed, comparison
            if ctx.watch:
                ctx.watch.say(verdict.reason)
            if verdict.state == FAILED:
                raise explain_failure(ctx, request, place, observed, verdict)
        except Unreachable as exc:
            if not exc.fallback:
                raise
        if ctx.clock.monotonic() - begun >= timeout:
            if verdict is None:
                raise TaskFailed("%s: Dokploy did not answer whether it runs" % request.name, phase="unavailable")
            verdict = replace(verdict, reason="after %d seconds %s" % (timeout, verdict.reason))
            raise explain_failure(ctx, request, place, observed or observe_service(ctx, request, place, again=True), verdict)
        ctx.clock.sleep(next(pauses))
        observed = None


def _warn_of_ends(ctx, request, observed):
    ends = [one for one in observed.tasks if one.state in ("failed", "rejected") and (one.age or 0) < RECENT]
    if len(ends) >= CRASH_LOOP:
        ctx.warn("%s runs, and %d of its replicas failed within the last minutes (%s): increase stable_for above their lifetime to detect a crash loop" % (
            request.name, len(ends), ends[0].error or ends[0].state))


def explain_failure(ctx, request, place, observed, verdict):
    """Return the error of an unhealthy service, with the available evidence."""
    evidence = ctx.backend.evidence
    failed = [line for line in present_containers(observed) if line["state"] in ("failed", "rejected", "complete")][:3]
    ends = {line["task"]: evidence.how_it_ended(place, line["task"]) for line in failed}
    next_step = verdict.next_step
    if any({**line, **ends.get(line["task"], {})}.get("out_of_memory") for line in present_containers(observed)):
        next_step = "The kernel killed it for memory: increase memory_limit, or reduce its usage."
    log = evidence.failure_log(place, verdict.failed, verdict.phase == "swarm_rolled_back")
    return TaskFailed("%s is not healthy: %s" % (request.name, verdict.reason), phase=verdict.phase, next_step=next_step, observed=observed, ends=ends,
                      container_log=log)


def await_answer(ctx, request, begun, acted):
    """Poll a URL until it answers as the task expects. Raises TaskFailed on a timeout."""
    verify, wait_timeout = request.verify, request.option("wait_timeout", 600)
    url, codes, pauses, unresolved = verify["url"], verify.get("status_code") or [200], intervals(), 0
    limit = wait_timeout if acted else min(wait_timeout, VERIFY_UNCHANGED)
    while True:
        status, why = probe(url, verify=verify.get("validate_certs", True), headers=verify.get("headers"), timeout=verify.get("timeout") or 10,
                            follow_redirects=bool(verify.get("follow_redirects")))
        if status in codes:
            return
        said = "answers %d" % status if status else "does not answer: %s" % why
        if ctx.watcher():
            ctx.watch.say("waiting for %s: it %s" % (url, said))
        unresolved = unresolved + 1 if not status and NO_NAME.search(why) else 0
        if unresolved >= NAME_ATTEMPTS:
            raise TaskFailed("%s runs, and the name in %s does not resolve on the host that asks (%s)" % (request.name, url, why),
                             phase="unreachable", next_step="Correct verify.url, or make its DNS record first.")
        if ctx.clock.monotonic() - begun >= limit:
            raise TaskFailed("%s runs, and %s %s" % (request.name, url, said),
                             phase="unreachable", next_step="Check its domains, the port that it listens on, and Traefik.")
        ctx.clock.sleep(next(pauses))
