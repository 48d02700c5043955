# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rolls back after a failure: restores the values that a task wrote, and the previous state."""

from __future__ import annotations

from dataclasses import replace

from .deployments import Deployment
from .find import observe_service
from .rollout import ACTION_TIMEOUT, check_deployment, deploy_at_once, send_reload
from .wait import await_health
from .upload import mark_replaced, was_uploaded
from .._common.errors import DokployError, TaskFailed
from .._dotenv.editor import merge_env
from .._dotenv.parser import parse_env
from .._model.kinds import compact
from .._model.observation import count_wanted_tasks
from .._planning.compare import compare_running
from .._planning.foreign_changes import list_foreign_changes
from .._planning.health import HEALTHY


def roll_back(ctx, outcome):
    """Roll back after a failure -> the outcome with the list of what was undone."""
    request, place, plan, error, before = outcome.request, outcome.place, outcome.plan, outcome.error, outcome.before
    try:
        record = ctx.read_record(request.resource, place.service["id"])
        known = {row["deploymentId"] for row in before.deployments} if before is not None else set()
        foreign = list_foreign_changes(request.resource, record, ctx.journal, known, (outcome.deployment or {}).get("deploymentId"))
        if foreign:
            error.message += "; nothing was rolled back, because others have changed it since: %s" % ", ".join(foreign)
            return replace(outcome, facts={**outcome.facts, "undone": False})
        undone = [] if plan.creates else undo_journal(ctx, request.resource, record)
        if plan.creates or before is None or not before.exists or before.phase == "stopped":
            ctx.backend.stop(place, ACTION_TIMEOUT)
            undone.append("stop %s" % request.resource.kind)
            said = "It stays stopped."
        else:
            undone += _restore_previous_version(ctx, outcome, before)
            said = "The changes of this task were rolled back." if undone else "The previous version keeps running."
        error.facts["next_step"] = "%s %s" % (said, error.facts.get("next_step", ""))
        return replace(outcome, facts={**outcome.facts, "undone": undone})
    except DokployError as exc:
        error.message += "; and the rollback failed too: %s" % exc.message
        return replace(outcome, facts={**outcome.facts, "undone": False})


def undo_journal(ctx, resource, record):
    """Restore exactly what the task wrote, last write first -> the list of what was undone. C(record) is the current record.

    Changes of others to an env text since then stay in it. What the task created is left and listed.
    """
    uploaded = resource.calls is not None and was_uploaded(ctx, resource)
    undone = []
    for line in reversed(list(ctx.journal)):
        step = line.step
        if step is None:
            continue
        if step.undo is None:
            if step.child and line.made:
                ctx.backend.call(step.child.remove, {step.child.id: line.made})
                undone.append("remove %s %s" % (step.child.kind, step.label))
        elif step.child and step.procedure == step.child.remove:
            _recreate_child(ctx, step.child, step.undo)
            undone.append("create %s %s" % (step.child.kind, step.label))
        elif step.child:
            ctx.backend.call(step.procedure, dict(step.undo, **{step.child.id: step.body[step.child.id]}))
            undone.append("restore %s" % step.what.split(" ", 1)[1])
        else:
            undo = dict(step.undo)
            if uploaded:
                undo = mark_replaced(undo)
            undo = _keep_texts_of_others(resource, step, undo, record)
            ctx.backend.call(step.procedure, dict(undo, **{resource.id: step.body[resource.id]}))
            undone.append("restore %s" % step.what.split(" ", 1)[1])
    return undone


def _recreate_child(ctx, child, row):
    """Create a removed child again; an update then sets the keys that its create call does not accept."""
    body = dict(child.create_extra, **{child.parent_id: row.get(child.parent_id)})
    body.update({key: row[key] for key in child.create_keys if row.get(key) is not None})
    answer = ctx.backend.call(child.create, body)
    late = {
        item.key: row[item.key] for item in child.fields
        if item.key in row and item.key not in child.create_keys and item.canonical(row) != item.canonical({})}
    if late:
        ctx.backend.call(child.update.procedure, dict({child.id: answer[child.id]}, **{key: row.get(key) for key in child.update.always}, **late))


def _keep_texts_of_others(resource, step, undo, record):
    """Return the undo of an update; in env texts that others have changed since, it restores only the task's own keys."""
    for dummy, item in resource.flat():
        if not item.kind.merges_text or item.key not in undo or item.key not in step.body:
            continue
        old, ours = parse_env(undo[item.key]), parse_env(step.body[item.key])
        if parse_env(record.get(item.key)) != ours:
            undo = dict(undo, **{item.key: merge_env(
                record.get(item.key), {key: value for key, value in old.items() if ours.get(key) != value}, [key for key in ours if key not in old])})
    return undo


def _restore_previous_version(ctx, outcome, before):
    """Run the previous version again, unless Swarm has already restored it -> what was done."""
    request, place, plan = outcome.request, outcome.place, outcome.plan
    again = observe_service(ctx, request, place, again=True)
    if again.parts is not None:
        return _deploy_again(ctx, outcome, again)
    built = request.resource.form.is_built(again.record) and (outcome.deployment or {}).get("status") == "done"
    runs = again.service is not None and again.service.update_state not in ("paused", "rollback_paused") and len(again.running) >= count_wanted_tasks(again)
    if runs and not built and not plan.unverifiable_children and _is_same_spec(again.service, before.service):
        return []
    if built and plan.upload is not None and was_uploaded(ctx, request.resource):
        raise TaskFailed("its image contains the new files, and the previous ones no longer exist")
    if built and not plan.unverifiable:
        raise TaskFailed("its image contains the new build, and a build of the saved configuration would give the same result")
    if built:
        begun = _deploy_restored(ctx, request, place, again)
    else:
        begun = ctx.clock.monotonic()
        if request.resource.calls.reload_applies:
            send_reload(ctx, request, place, ())
        else:
            deploy_at_once(ctx, request, place)
    await_health(ctx, request, place, begun, before={one.id for one in again.tasks}, version=again.service.version if again.service else None)
    return ["%s %s" % ("deploy" if built or not request.resource.calls.reload_applies else "reload", request.resource.kind)]


def _deploy_restored(ctx, request, place, again):
    """Deploy the restored configuration -> when the deployment started."""
    deployment = Deployment(ctx.backend, place, "Ansible: restore", "")
    begun = ctx.clock.monotonic()
    deployment.begin(again.deployments)
    check_deployment(ctx, request, deployment.follow(request.option("queue_timeout", 300), request.option("wait_timeout", 600), ctx.watch))
    return begun


def _deploy_again(ctx, outcome, again):
    """Deploy several services again, unless each already matches its configuration."""
    request, place = outcome.request, outcome.place
    comparison = compare_running(request.resource, again.record, again, ctx.backend.known_version)
    if not comparison.differences and not outcome.plan.unverifiable_children and request.resource.hooks.judge(again, stable_for=0).state == HEALTHY:
        return []
    begun = _deploy_restored(ctx, request, place, again)
    await_health(ctx, request, place, begun, earlier=again.parts)
    return ["deploy %s" % request.resource.kind]


def _is_same_spec(one, other):
    """Return whether two observations of a service have the same specification, apart from the counter that forces new tasks."""
    def plain(service):
        template = dict(service.spec.get("TaskTemplate") or {}, ForceUpdate=0)
        return compact(dict(service.spec, TaskTemplate=template))
    return plain(one) == plain(other)
