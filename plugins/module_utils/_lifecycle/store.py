# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes the plan of a service: its record, its place, its children."""

from __future__ import annotations

from dataclasses import replace

from .apply_children import run_children
from .find import observe_service
from .move import send_move
from .update import update_with_env
from .._planning.plan import list_steps


def store_plan(ctx, outcome):
    """Write the changes of the record, its place and its children -> the Outcome with the new Observation."""
    request, place, plan = outcome.request, outcome.place, outcome.plan
    steps = list_steps(request.resource, plan) if not plan.creates else ()
    for step in plan.tells:
        request.resource.hooks.send(ctx, request, step)
    if steps:
        update_with_env(ctx, request, plan, steps[0])
    for step in plan.moves:
        send_move(ctx, request.resource, step)
    if plan.children:
        run_children(ctx, request, plan.children, place.service["id"])
    if plan.creates:
        return replace(outcome, observed=observe_service(ctx, request, place))
    if steps or plan.tells or plan.moves or plan.children:
        if outcome.decision.action == "none" or not request.waits:
            return replace(outcome, observed=observe_service(ctx, request, place, again=True))
        return replace(outcome, observed=replace(outcome.observed, record=dict(plan.record_after)))
    return outcome
