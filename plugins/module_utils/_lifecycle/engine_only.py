# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Starts, stops, restarts, scales and judges a service through the Docker Engine alone.

It neither compares nor writes Dokploy's records: it lists ignored configuration, and refuses everything else.
"""

from __future__ import annotations

from dataclasses import replace

from .._common.waiting import intervals
from .find import observe_service
from .pipeline import run_stages
from .rollout import roll_out
from .wait import await_answer, await_health
from .._common.errors import BadInput, Refused, TaskFailed
from .._docker.backend import require_app_name
from .._model.plan import Decision
from .._planning.plan import read_changes

STATES = ("started", "stopped", "restarted")
# Options that only Dokploy can apply.
NEEDS_STORE = ("rename_to", "move_to")
UPDATING = ("updating", "rollback_started")


def check_engine_can(request):
    """Raise Refused, before any request to an engine, for what only Dokploy can do. Configuration is refused only if the backend is set explicitly."""
    options = request.options
    require_app_name(request.address)
    if request.state not in STATES:
        raise Refused("state %s needs Dokploy's API: the Docker Engine itself can only start, stop, restart and scale" % request.state)
    wanted = [name for name in NEEDS_STORE if options.get(name)] + (["deploy: always"] if options.get("deploy") == "always" else [])
    if wanted:
        raise Refused("%s needs Dokploy's API: Dokploy would not know about the change" % " and ".join(wanted))
    named = list_configuration(request)
    if is_engine_requested(request) and named:
        raise BadInput("backend docker cannot save %s: nothing was changed" % ", ".join(named),
                       next_step="Leave it out, or use backend auto, which ignores configuration while Dokploy cannot be reached.")


def is_engine_requested(request):
    """Return whether the task requests the engine explicitly, and not only as a fallback for the API."""
    return request.options.get("backend") == "docker"


def list_configuration(request):
    """List the paths of the task's options that Dokploy would have to store, without replicas."""
    changes = request.changes or read_changes(request.resource, request.options, request.options.get("unset") or ())
    children = [option for option, dummy, dummy2 in request.resource.children if request.options.get(option) is not None]
    return sorted({path for path in changes if path != "replicas"} | set(children))


def converge_on_engine(ctx, outcome):
    """A stage: decide, act and wait."""
    request, place, observed = outcome.request, outcome.place, outcome.observed
    if observed.service is None:
        raise TaskFailed("the service %s was removed during this task" % place.service["appName"], phase="absent")
    if observed.service.update_state in UPDATING and not ctx.check_mode and not request.options.get("force"):
        observed = _await_update(ctx, request, place, observed)
    action, replicas = _decide_on_engine(request, observed.service)
    unverified = list_configuration(request)
    wanted = request.options.get("replicas")
    if wanted is not None and action != "scale" and request.state != "stopped" and wanted != observed.service.wanted:
        unverified.append("replicas")
    outcome = replace(outcome, observed=observed, unverified=tuple(sorted(unverified)))
    if action != "none":
        outcome = _announce(outcome, action, replicas)
    if not ctx.check_mode:
        outcome = run_stages(ctx, outcome, (lambda ctx, found: _carry_out(ctx, found, action, replicas),))
    return replace(outcome, finished=True)


def _await_update(ctx, request, place, observed):
    """Wait for an update that is running already -> the Observation after it."""
    start, pauses = ctx.clock.monotonic(), intervals()
    while observed.service is not None and observed.service.update_state in UPDATING:
        if ctx.clock.monotonic() - start >= request.option("queue_timeout", 300):
            raise TaskFailed(
                "an update of %s that somebody else started (%s) did not end within %d seconds: nothing was changed" % (
                    request.name, observed.service.update_state, request.option("queue_timeout", 300)), phase="rolling",
                next_step="Wait for it, increase queue_timeout, or set force: true to replace it.")
        ctx.clock.sleep(next(pauses))
        observed = observe_service(ctx, request, place, again=True)
    if observed.service is None:
        raise TaskFailed("the service %s was removed during an update" % request.name, phase="absent")
    return observed


def _decide_on_engine(request, service):
    """Choose (action, replicas): none, stop, scale or restart."""
    wanted = request.options.get("replicas")
    if service.mode.endswith("-job"):
        raise Refused("%s is a Swarm job, which cannot be started or stopped: nothing was changed" % request.name)
    if request.state == "stopped":
        if service.mode == "global":
            raise Refused("%s runs in global mode, and cannot be stopped by its replicas: nothing was changed" % request.name,
                          next_step="When Dokploy is available again, remove it or set service_mode: replicated.")
        return ("none" if service.stopped else "stop"), 0
    if service.stopped:
        return "scale", wanted or _replicas_before(request, service)
    if wanted is not None and service.mode != "replicated" and is_engine_requested(request):
        raise Refused("%s runs in %s mode, and has no replicas: nothing was changed" % (request.name, service.mode))
    if wanted is not None and wanted != service.wanted and is_engine_requested(request):
        if request.state == "restarted":
            raise BadInput("replicas and state restarted are mutually exclusive: scale with state started, then restart")
        return "scale", wanted
    return ("restart" if request.state == "restarted" else "none"), service.wanted


def _replicas_before(request, service):
    """Return the number of replicas before the service was stopped, from Swarm's previous specification."""
    before = (((service.previous or {}).get("Mode") or {}).get("Replicated") or {}).get("Replicas") or 0
    if before < 1:
        raise Refused("%s is stopped, and Swarm does not know its previous number of replicas: nothing was changed" % request.name,
                      next_step="Give replicas.")
    return before


def _announce(outcome, action, replicas):
    """Add the planned action to the result and the diff, also in check mode."""
    kind, before = outcome.request.resource.kind, outcome.observed.service.wanted
    said = {"stop": "stop %s" % kind, "restart": "restart %s" % kind, "scale": "scale %s to %s" % (kind, replicas)}[action]
    plan = outcome.plan
    if action != "restart":
        plan = replace(plan, before={"replicas": before}, after={"replicas": replicas}, previous={"replicas": before})
    decision = Decision(action) if action == "stop" else outcome.decision
    return replace(outcome, changed=True, actions=(said,), plan=plan, decision=decision)


def _carry_out(ctx, outcome, action, replicas):
    """Stop, scale or restart the service, and wait for health and for an answer if the task waits for them."""
    request, place, observed = outcome.request, outcome.place, outcome.observed
    await_steadiness = request.waits_for_health and not (action == "none" and request.state == "stopped")
    verify = bool(request.verify) and request.waits and request.state != "stopped"
    if action == "none" and not await_steadiness and not verify:
        return outcome
    ctx.backend.force = bool(request.options.get("force"))
    if action in ("none", "stop"):
        return roll_out(ctx, replace(outcome, decision=Decision(action)), await_steadiness, verify)
    # When scaling, running tasks count; tasks that ended before do not.
    before = {one.id for one in observed.tasks if action == "restart" or not one.runs}
    begun = ctx.clock.monotonic()
    try:
        if action == "scale":
            ctx.backend.scale(place, replicas)
        else:
            ctx.backend.restart(place)
    except Refused:
        raise
    except Exception:
        ctx.log_action()
        raise
    ctx.log_action()
    if not request.waits:
        return replace(outcome, phase="rolling")
    if await_steadiness:
        observed = await_health(ctx, request, place, begun, before, observed.service.version)[0]
        outcome = replace(outcome, observed=observed, phase="running")
    else:
        outcome = replace(outcome, observed=observe_service(ctx, request, place, again=True))
    if verify:
        await_answer(ctx, request, begun, acted=True)
    return outcome
