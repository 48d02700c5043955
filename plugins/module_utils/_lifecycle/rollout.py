# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deploys, reloads and stops a service, and waits for the result.

Imported only by tasks that act or wait.
"""

from __future__ import annotations

from dataclasses import replace

from .._api.nodes import list_down_nodes
from .deployments import Deployment, await_other
from .._common.waiting import intervals
from .find import accept_lost_answer, observe_service
from .upload import UploadDeployment
from .wait import await_answer, await_health
from .._common.errors import ApiError, DokployError, NotFound, PermissionMissing, TaskFailed, Unreachable
from .._planning.build_log_patterns import advise_on_build_log, get_last_words

ACTION_TIMEOUT = 60
STOP_TIMEOUT = 90
LOST_AFTER = 15         # seconds after which a stop asks for nodes that are down


def roll_out(ctx, outcome, await_steadiness, verify):
    """Carry out the decision and wait. The two flags select whether to wait for health and for an answer if there is no action."""
    request, place, observed, action = outcome.request, outcome.place, outcome.observed, outcome.decision.action
    begun = ctx.clock.monotonic()
    if action != "none":
        ctx.log_action()
    if action == "stop":
        return replace(outcome, observed=stop(ctx, request, place, observed))
    if action == "none":
        if await_steadiness:
            observed, comparison = await_health(ctx, request, place, begun, acted=False, first=observed)
            outcome = replace(_add_observation(outcome, observed, comparison), phase="running")
        if verify:
            outcome = _verify(ctx, outcome, begun, acted=False)
        return outcome
    return _deploy_or_reload(ctx, outcome, begun)


def _add_observation(outcome, observed, comparison):
    outcome = replace(outcome, observed=observed)
    return outcome if observed.record is None else replace(outcome, unverified=comparison.unverified)


def _verify(ctx, outcome, begun, acted):
    if outcome.request.verify:
        try:
            await_answer(ctx, outcome.request, begun, acted)
        except DokployError as exc:
            exc.facts.setdefault("observed", outcome.observed)
            exc.facts.setdefault("row", outcome.deployment)
            raise
    return outcome


def stop(ctx, request, place, observed):
    """Stop a service, also while a deployment of somebody else would start it again -> the last Observation."""
    if observed.busy():
        stop_once(ctx, request, place)
        if not await_other(ctx.backend, place, request.option("queue_timeout", 300)):
            raise TaskFailed("%s was stopped, and a deployment that somebody else started still runs and will start it again" % request.name,
                             phase="building", next_step="Wait for it or cancel it, then run the task again.")
    return stop_once(ctx, request, place)


def stop_once(ctx, request, place):
    """Stop the service and wait until it has stopped, since Dokploy reports idle in any case -> the last Observation."""
    with accept_lost_answer():
        ctx.backend.stop(place, ACTION_TIMEOUT)
    start, pauses, limit, observed = ctx.clock.monotonic(), intervals(), STOP_TIMEOUT, None
    while True:
        try:
            observed = observe_service(ctx, request, place, again=True)
            limit = STOP_TIMEOUT + max([(one.container.get("StopGracePeriod") or 0) / 1e9 for one in observed.services] or [limit - STOP_TIMEOUT])
            if observed.at_rest:
                return observed
            if ctx.backend.stores and ctx.clock.monotonic() - start >= LOST_AFTER:
                _refuse_lost_nodes(ctx, request, place, observed)
        except Unreachable as exc:
            if not exc.fallback:
                raise
        if ctx.clock.monotonic() - start >= limit:
            raise TaskFailed("%s has not stopped after %d seconds" % (request.name, limit), phase="stopping",
                             next_step="Check that Docker on its server answers.", observed=observed)
        ctx.clock.sleep(next(pauses))


def _refuse_lost_nodes(ctx, request, place, observed):
    """Raise TaskFailed if all that does not stop is on nodes that are down, from which Swarm hears nothing."""
    if observed.phase != "stopped":
        return
    nodes = list_down_nodes(ctx.backend.client, [task for task in observed.tasks if task.state == "running"], ctx.backend.identify(place).get("serverId"))
    if nodes:
        raise TaskFailed(
            "%s was stopped, but its replicas on the node %s may still run: the node is down" % (request.name, " and ".join(nodes)), phase="stopping",
            observed=observed, next_step="They end when the node returns. Remove a lost node with dokploy_swarm_node and state: absent.")


def _deploy_or_reload(ctx, outcome, begun):
    """Deploy or reload, and wait for the deployment."""
    request, place, observed = outcome.request, outcome.place, outcome.observed
    before = {one.id for one in observed.tasks}
    version = observed.service.version if observed.service else None
    if outcome.decision.stops_first:
        stop_once(ctx, request, place)
    if outcome.decision.action in ("deploy", "redeploy"):
        outcome, begun = _deploy(ctx, outcome)
        if not request.waits:
            return replace(outcome, phase="queued")
    else:
        send_reload(ctx, request, place, outcome.unverified)
        if not request.waits:
            return replace(outcome, phase="rolling")
    try:
        if not request.waits_for_health or "service" in observed.unreadable:
            outcome = replace(outcome, observed=observe_service(ctx, request, place, again=True))
        else:
            applies = outcome.decision.action != "reload" or request.resource.calls.reload_applies
            seen = await_health(ctx, request, place, begun, before, version, applies=applies, earlier=observed.parts or ())
            outcome = replace(_add_observation(outcome, *seen), phase="running")
    except DokployError as exc:
        exc.facts.setdefault("row", outcome.deployment)
        if outcome.deployment and exc.facts.get("observed") is not None:
            exc.facts["build_log"] = ctx.backend.evidence.build_log(outcome.deployment["deploymentId"])
        raise
    return _verify(ctx, outcome, begun, acted=True)


def _deploy(ctx, outcome):
    """Deploy -> (the outcome with the deployment's row, when its job started)."""
    request, place, observed = outcome.request, outcome.place, outcome.observed
    if not request.resource.calls.deployments:
        begun = ctx.clock.monotonic()
        deploy_at_once(ctx, request, place)
        return outcome, begun
    deployment = Deployment(
        ctx.backend, place, request.option("deployment_title") or "Ansible", request.option("deployment_description") or "",
        again=outcome.decision.action == "redeploy")
    if outcome.plan.upload is not None:
        deployment = UploadDeployment(ctx, request.resource, place, outcome.plan.upload, observed.record.get("dropBuildPath") or "/")
    deployment.begin(observed.deployments)
    if not request.waits:
        return outcome, None
    try:
        row = deployment.follow(request.option("queue_timeout", 300), request.option("wait_timeout", 600), ctx.watcher())
        if deployment.perhaps_ours:
            ctx.warn("the answer to the deployment was lost; the newer deployment %s was treated as the one of this task" % row["deploymentId"])
        check_deployment(ctx, request, row)
    except DokployError as exc:
        exc.facts["row"] = deployment.row
        raise
    return replace(outcome, deployment=row), deployment.begun


def deploy_at_once(ctx, request, place):
    """Deploy a service that has no queue. After a lost or late answer, the running service is observed."""
    try:
        with accept_lost_answer():
            ctx.backend.deploy_at_once(place, request.option("wait_timeout", 600))
    except ApiError as exc:
        if isinstance(exc, (PermissionMissing, NotFound)):
            raise
        raise TaskFailed(
            "the deployment of %s failed: %s" % (request.name, (exc.server_message or exc.message).strip()), phase="building",
            next_step="The previous version keeps running. Correct the configuration, for example image, env, or networks, and run the task again.") from exc


def send_reload(ctx, request, place, unverified):
    """Reload the service. Dokploy hides the reason of a failure."""
    try:
        with accept_lost_answer():
            ctx.backend.reload(place, ACTION_TIMEOUT)
    except ApiError as exc:
        if isinstance(exc, (PermissionMissing, NotFound)):
            raise
        raise TaskFailed(
            "%s could not be reloaded: %s" % (request.name, exc.server_message or exc.message), phase="rolling",
            next_step="Dokploy hides the reason: use state deployed, whose log contains it. Often Docker refuses a limit%s." % (
                ", or a vault reference does not resolve (%s)" % ", ".join(unverified) if unverified else ""),
        ) from exc


def check_deployment(ctx, request, row):
    """Raise TaskFailed, with the reason and the end of the log, for a deployment that did not succeed."""
    if row.get("status") == "done":
        return
    log = ctx.backend.evidence.build_log(row["deploymentId"])
    if row.get("status") == "cancelled":
        raise TaskFailed("the deployment %r of %s was cancelled, for example by a restart of Dokploy or by somebody else" % (row.get("title"), request.name),
                         phase="building", next_step="Run the task again: the configuration is saved.", build_log=log)
    reason = row.get("errorMessage") or get_last_words(log)
    raise TaskFailed("the deployment of %s failed%s" % (request.name, ": %s" % reason if reason else ""), phase="building", build_log=log,
                     next_step=advise_on_build_log(reason) if reason else "Read the deployment's log in Dokploy: this version cannot show it.")
