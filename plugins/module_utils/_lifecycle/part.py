# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the pipeline of one part of a service, such as a domain or a mount.

It is the service's own pipeline with one child listed: the same plan, the same calls, the same roll-out. Differences of the rest are left alone.
"""

from __future__ import annotations

from dataclasses import replace

from .converge import SETTLING, choose_action, make_request, recover, validate
from .find import locate_service
from .pipeline import finish_task, run_stages
from .._api.service_lookup import suggest_names
from .._common.errors import ResourceNotFound
from .._model.plan import NEW_ID, Outcome, Plan
from .._planning.children import plan_children
from .._planning.part import decide_for_part, make_part_result, touches_what_runs


STAGES = tuple((lambda ctx, outcome: choose_action(ctx, outcome, decide_for_part)) if stage is choose_action else stage for stage in SETTLING)


def perform_part(ctx, resource, option, options, wanted, runs):
    """Return the result of one task on one child. C(option): its list in the service; C(wanted): the child as in that list, with its state;
    C(runs): whether the part takes effect in the running service, for at least one kind of service.
    """
    concerns = (option,) if touches_what_runs(resource.child_of(option)) else ()
    request = make_request(resource, dict(options, **{option: [wanted]}), concerns=concerns)
    outcome = run_stages(ctx, Outcome(request), (validate, lambda ctx, found: _find_parent(ctx, found, option)) + STAGES)
    return finish_task(ctx, recover(ctx, outcome), lambda found: make_part_result(found, option, runs))


def _find_parent(ctx, outcome, option):
    """Find the service. This module never creates one."""
    request = outcome.request
    absent = request.options[option][0]["state"] == "absent"
    try:
        place = locate_service(ctx, request)
    except ResourceNotFound:
        if absent:
            return replace(outcome, phase="absent", finished=True)
        raise
    outcome = replace(outcome, place=place)
    if not place.missing:
        return outcome
    if absent:
        return replace(outcome, phase="absent", finished=True)
    if not ctx.check_mode:
        raise ResourceNotFound("%s does not exist" % request.name, next_step=suggest_names(ctx.backend, place, request.address))
    ctx.warn("%s does not exist yet: the real run needs an earlier task that creates it" % request.name)
    plan = plan_children(request, Plan(record={}), NEW_ID)
    return replace(outcome, phase="absent", changed=True, plan=plan, actions=tuple(step.what for step in plan.children), finished=True)
