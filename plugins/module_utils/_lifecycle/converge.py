# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the pipeline of a service: find, observe, plan, compare, decide, store, roll out, judge.

Each stage is a function (Context, Outcome) -> Outcome. A service that does not exist yet takes the same stages, without a record: nothing is refused
in an update and accepted in a creation.
"""

from __future__ import annotations

from dataclasses import replace

from .find import locate_service, observe_service, name_request, refuse_taken_name
from .pipeline import finish_task, run_stages, warn_of_missing
from .prepare import add_parents, complete_source_and_label, learn_network_names, prepare_deployment, refuse_taken_domains
from .resolve import check_children_versions, resolve_names
from .._api.permissions import check_permissions, is_permitted
from .._common.errors import MissingResource, Refused, TaskFailed
from .._model.address import address_of, same_name
from .._model.kinds import NOTHING, RELOAD
from .._model.observation import NEVER_DEPLOYED
from .._model.plan import Comparison, Difference, NEW_ID, Outcome
from .._model.request import Request
from .._planning.build_label import drop_build_label
from .._planning.children import plan_children
from .._planning.compare import compare_removed, compare_running, get_stored_mode
from .._planning.compare_placement import needs_network_names
from .._planning.decide import ROLLING, decide_action, decide_without_observation
from .._planning.health import find_status_drift, is_steady
from .._planning.option_rules import check_options, check_service_address
from .._planning.plan import add_name, check_types, env_differs_only, list_steps, plan_record, read_changes
from .._planning.preconditions import DEPLOY_ONLY, RUN, STORE, Situation, check_preconditions
from .._planning.result import make_service_result
from .._planning.service_preconditions import PRECONDITIONS, list_warnings


def perform_service(ctx, resource, options):
    """Return the result of one task on a service. An exception carries the result so far."""
    outcome = converge(ctx, make_request(resource, options))
    return finish_task(ctx, outcome, lambda found: dict(make_service_result(found, ctx.bulk), backend=ctx.backend.name))


def make_request(resource, options, **more):
    """Make the Request of a task's options; the first stage validates it."""
    address = address_of(options, resource)
    return Request(resource, options, address, options.get("state") or "started", str(address), **more)


def converge(ctx, request):
    """Run the stages on a Request -> Outcome. Never raises: C(Outcome.error) has the exception."""
    outcome = run_stages(ctx, Outcome(request), (validate, find_service) + SETTLING)
    if outcome.adopted:
        # Another task created it meanwhile, and may be deploying it: treat it as existing.
        first, outcome = outcome, run_stages(ctx, Outcome(outcome.request, place=outcome.place), SETTLING)
        if first.made_apart:
            shown = {name: getattr(first.plan, name) for name in ("before", "after", "previous")}
            outcome = replace(outcome, changed=True, actions=first.actions, plan=replace(outcome.plan, **shown))
    return recover(ctx, outcome)


def converge_found(ctx, outcome):
    """Make an Outcome from an existing Place and Observation."""
    return recover(ctx, run_stages(ctx, outcome, SETTLING[1:]))


# The stages

def validate(ctx, outcome):
    """Refuse invalid options before any request is sent."""
    request = outcome.request
    check_service_address(request)
    request = replace(request, changes=read_changes(request.resource, request.options, request.options.get("unset") or ()))
    if not ctx.bulk:
        check_options(request)
    if not ctx.backend.stores:
        from .engine_only import check_engine_can
        check_engine_can(request)
    return replace(outcome, request=request)


def find_service(ctx, outcome):
    """A stage: find the Place of the service, or where a creation would put it."""
    request = outcome.request
    if request.options.get("move_to") is not None:
        from .move import locate_moved
        request, place = locate_moved(ctx, request)
    else:
        place = locate_service(ctx, request)
    outcome = replace(outcome, request=request, place=place)
    if request.state == "absent":
        from .delete import remove_service
        return remove_service(ctx, outcome)
    if place.missing:
        return _load_creation().check_may_create(ctx, outcome)
    return outcome


def observe(ctx, outcome):
    """Observe the service, after a running deployment of somebody else; a creation observes nothing."""
    request, place = outcome.request, outcome.place
    if place.missing:
        return replace(outcome, request=replace(request, resource=choose_variant(request)), observed=NEVER_DEPLOYED)
    observed = outcome.observed or observe_service(ctx, request, place)
    request = name_request(request, place, observed)
    outcome = replace(outcome, request=replace(request, resource=choose_variant(request, observed.record)), observed=observed)
    if observed.record is None:
        from .engine_only import converge_on_engine
        return converge_on_engine(ctx, outcome)
    if request.state != "stopped" and request.concerns != () and not ctx.check_mode and observed.busy():
        from .deployments import await_other_deployment
        await_other_deployment(ctx, outcome.request, place, observed)
        outcome = replace(outcome, observed=observe_service(ctx, request, place, again=True))
    return outcome


def make_plan(ctx, outcome):
    """Plan the writes, and the record after them."""
    request, place, observed = outcome.request, outcome.place, outcome.observed
    record = None if place.missing else observed.record
    if record is not None and record.get("stopGracePeriodSwarm") is not None:
        from .delete import refuse_unstoppable
        refuse_unstoppable(ctx, request, record)
    draft = None
    if record is None:
        creation = _load_creation()
        request, draft = creation.complete_changes(request), creation.make_draft(request, place)
    request = _resolve_names(ctx, request, record)
    check_types(request.resource, request.changes, draft or record)
    plan = plan_record(request.resource, record, request.changes, draft)
    if record is None:
        plan = add_parents(ctx, request, place, plan)
    elif request.rename_to and not same_name(record.get("name"), request.rename_to):
        refuse_taken_name(ctx, request, record)
        plan = add_name(request.resource, plan, request.rename_to)
    if request.target is not None:
        from .move import plan_move
        plan = plan_move(ctx, request, plan)
    if plan.unverifiable:
        plan = complete_source_and_label(ctx, request, plan)
    plan = plan_children(request, plan, NEW_ID if record is None else record[request.resource.id])
    plan = request.resource.hooks.prepare(ctx, request, plan, observed)
    check_preconditions(Situation(request, plan), STORE, PRECONDITIONS)
    for words in list_warnings(Situation(request, plan)):
        ctx.warn(words)
    if plan.children:
        check_children_versions(ctx, request)
        refuse_taken_domains(ctx, request, place, plan.children)
    return replace(outcome, request=request, plan=plan)


def compare(ctx, outcome):
    """Compare the future record with the running service."""
    request, plan, observed = outcome.request, outcome.plan, outcome.observed
    if request.concerns == ():
        return outcome
    if needs_network_names(plan.record_after, observed.service) or any("network" in path for path in plan.changed):
        observed = learn_network_names(ctx, request, plan.record_after, observed)
        if plan.changed:
            plan = _show_network_names(plan, observed.names)
    comparison = Comparison()
    if observed.exists:
        comparison = compare_running(request.resource, plan.record_after, observed, ctx.backend.known_version, plan.changed)
    elif observed.was_deployed:
        comparison = compare_removed(request.resource, plan)
    if "source.src" in request.changes and plan.record_after.get("sourceType") == "drop":
        from .upload import compare_upload
        plan, comparison = compare_upload(ctx, request, plan, observed, comparison)
    if observed.exists:
        hidden = tuple(Difference(one, RELOAD) for one in plan.unverifiable_children)
        comparison = replace(comparison, differences=comparison.differences + hidden)
    unverified = tuple(comparison.unverified) + (("service",) if "service" in observed.unreadable else ())
    return replace(outcome, plan=plan, observed=observed, comparison=comparison, unverified=unverified)


def choose_action(ctx, outcome, find_decision=decide_action):
    """Decide on the action, or refuse it."""
    request, plan, observed, comparison = outcome.request, outcome.plan, outcome.observed, outcome.comparison
    if request.concerns == ():
        return replace(outcome, before=observed)
    if "service" in observed.unreadable:
        if not observed.withheld:
            raise TaskFailed("%s: the running service could not be read: %s; nothing was changed" % (request.name, observed.unreadable["service"]),
                             phase="unavailable",
                             next_step="Check the server of the %s." % request.resource.kind)
        decision = decide_without_observation(request, observed, plan)
    else:
        stopped = observed.phase == "stopped" or observed.phase == "never_deployed" and observed.was_deployed
        if stopped and request.state not in ("stopped", "present", "deployed") and request.resource.form.is_built(plan.record_after):
            observed = replace(observed, image_pruned=ctx.backend.evidence.lacks_image(observed))
        matters = [path for path, item in request.resource.flat() if path in plan.changed and item.effect_in(plan.record_after) != NOTHING]
        matters += [option for option, dummy, dummy2 in request.resource.children if option in plan.changed]
        if plan.creates:
            matters = list(plan.changed) + comparison.names
        decision = find_decision(request, observed, comparison, matters, plan.unverifiable)
    if (decision.action in ("deploy", "reload") or "service_mode" in plan.changed) and any(one.option == "service_mode" for one in comparison.differences):
        raise Refused(
            "%s has the saved mode %s and runs as %s, and Docker cannot change the mode of an existing service; nothing was changed" % (
                request.name, get_stored_mode(plan.record_after)[0], observed.service.mode),
            next_step="Restore service_mode, or remove the %s and create it again." % request.resource.kind)
    if decision.action in ROLLING:
        try:
            check_preconditions(Situation(request, plan, decision.action), RUN, PRECONDITIONS, ctx.backend.at_least)
        except MissingResource as exc:
            if not ctx.check_mode:
                raise
            warn_of_missing(ctx, exc)
    if decision.action == "deploy":
        request.resource.hooks.check_rollout(ctx, request, plan, observed)
        check_preconditions(Situation(request, plan, decision.action), DEPLOY_ONLY, PRECONDITIONS, ctx.backend.at_least)
        if request.resource.form.build_fields(plan.record_after):
            if plan.record_after.get("sourceType") == "drop":
                from .upload import settle_upload
                plan = settle_upload(request, plan, observed)
            plan = prepare_deployment(ctx, request, plan, observed)
    if request.again:
        decision = replace(decision, action="redeploy")
    if request.stores_nothing and plan.keys and not is_permitted(ctx.backend, request.resource, request.resource.update.procedure):
        # The label stays as it is: the next task of the resource's own module deploys once more.
        plan = drop_build_label(plan)
    return replace(outcome, plan=plan, before=observed, observed=observed, decision=decision)


def announce_actions(ctx, outcome):
    """Add the planned actions to the result."""
    request, plan, decision, comparison = outcome.request, outcome.plan, outcome.decision, outcome.comparison
    resource = request.resource
    stored = plan.keys or plan.moves or plan.tells or plan.children
    if not stored and decision.action == "none" and not decision.always and not comparison.rolled_back:
        return replace(outcome, pending=decision.pending, finished=ctx.check_mode)
    steps = _list_all_steps(request, outcome.place, plan)
    actions = [step.what for step in steps] + ["stop %s" % resource.kind] * decision.stops_first + (
        ["%s %s" % (decision.action, resource.kind)] if decision.action != "none" else [])
    outcome = replace(
        outcome, actions=tuple(actions), changed=bool(steps) or decision.action != "none" or decision.always,
        pending=decision.pending if decision.action in ("none", "stop") or not resource.calls.reload_applies else ())
    rolls_out = decision.action in ROLLING and (decision.action != "reload" or resource.calls.reload_applies)
    if rolls_out and outcome.observed.exists:
        stored = compare_running(resource, outcome.observed.record, outcome.observed, ctx.backend.known_version)
        outcome = replace(outcome, applied=tuple(one for one in stored.names if one not in set(plan.changed)))
    if comparison.rolled_back and decision.why == "rolled back":
        outcome = replace(outcome, facts={**outcome.facts, "rolled_back": True})
        ctx.warn("%s runs an image from a rollback; the saved configuration differs (%s) and stays pending" % (
            request.name, ", ".join(comparison.names)))
    return outcome


def ensure_permissions(ctx, outcome):
    """Refuse missing permissions before the first write; check mode ends here."""
    if outcome.actions:
        _check_permissions(ctx, outcome.request, outcome.plan, _list_all_steps(outcome.request, outcome.place, outcome.plan), outcome.decision)
    if not ctx.check_mode:
        return outcome
    if outcome.plan.creates:
        return _load_creation().describe_creation(outcome)
    return replace(outcome, finished=True)


def create_missing(ctx, outcome):
    """Create the service if it does not exist."""
    if not outcome.plan.creates:
        return outcome
    return _load_creation().create_service(ctx, outcome)


def store_changes(ctx, outcome):
    """Write the plan, if it has changes."""
    plan = outcome.plan
    if not (plan.creates or plan.keys or plan.tells or plan.moves or plan.children):
        return outcome
    from .store import store_plan
    return store_plan(ctx, outcome)


def carry_out_decision(ctx, outcome):
    """Deploy, reload or stop, and wait. Without an action, still verify that the service runs if it should."""
    request, observed, decision = outcome.request, outcome.observed, outcome.decision
    await_steadiness = request.waits_for_health and "service" not in observed.unreadable
    verify = bool(request.verify) and request.waits and observed.phase != "stopped"
    idle = decision.action == "none"
    steady = not await_steadiness or is_steady(request.resource, observed, request.option("stable_for", 5))
    if outcome.plan.creates and idle or idle and (not decision.judge or steady and not verify):
        return outcome
    from .rollout import roll_out
    return roll_out(ctx, outcome, await_steadiness, verify)


def warn_of_status(ctx, outcome):
    """Warn if Dokploy's status differs from the state of the service."""
    said = find_status_drift(outcome.request.resource, outcome.observed) if outcome.observed is not None and outcome.observed.record else ""
    if said:
        kind = outcome.request.resource.kind
        ctx.warn("%s: %s. %s it" % (
            outcome.request.name, said, "dokploy_application_status corrects" if kind == "application" else "State deployed corrects"))
    return outcome


SETTLING = (observe, make_plan, compare, choose_action, announce_actions, ensure_permissions, create_missing, store_changes, carry_out_decision)


def recover(ctx, outcome):
    """After a failure: roll back if the task says so, and report pending changes."""
    if outcome.error is None:
        said = outcome.phase != "absent" and outcome.request.concerns is None and not (ctx.check_mode and outcome.changed)
        return warn_of_status(ctx, outcome) if said else outcome
    if not ctx.journal or not outcome.place or outcome.place.missing or outcome.request.state == "absent":
        return outcome
    from .recover import recover_service
    return recover_service(ctx, outcome)


# Parts of the stages

def _load_creation():
    """Import what creates a service: most tasks find it."""
    from . import create
    return create


def choose_variant(request, record=None):
    """Return the description of the requested type, if the types of a service differ."""
    resource = request.resource
    return resource.variant(resource, request.options, record) if resource.variant else resource


def _resolve_names(ctx, request, record):
    if not any(path in request.changes and (item.ref or item.since or path in ("update_config", "rollback_config")) for path, item in request.resource.flat()):
        return request
    return resolve_names(ctx, request, record)


def _show_network_names(plan, names):
    def show(part):
        return dict(part, managed_networks=sorted(names.get(one) or one for one in part["managed_networks"])) if part.get("managed_networks") else part
    return replace(plan, before=show(plan.before), after=show(plan.after), previous=show(plan.previous))


def _list_all_steps(request, place, plan):
    if not plan.creates:
        return plan.tells + list_steps(request.resource, plan) + plan.moves + plan.children
    return _load_creation().list_creation_steps(request, place, plan) + plan.children


def _check_permissions(ctx, request, plan, steps, decision):
    """Refuse missing permissions before the first write. For env alone, the permission to store env texts is enough."""
    resource = request.resource
    procedures = [step.procedure for step in steps]
    if not plan.creates and resource.calls.save_env and env_differs_only(resource, plan):
        procedures = [resource.calls.save_env if one == resource.update.procedure else one for one in procedures]
    if decision.action != "none":
        procedures += [resource.calls.stop] * decision.stops_first + [getattr(resource.calls, decision.action)]
    check_permissions(ctx.backend, resource, procedures, request.name)
