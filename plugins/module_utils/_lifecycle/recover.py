# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Handles a failure: rolls back if the task requests it, and reports pending changes."""

from __future__ import annotations

from dataclasses import replace

from .find import observe_service
from .rollback import roll_back
from .wait import compare_with_running
from .._common.errors import DokployError


def recover_service(ctx, outcome):
    """Return the outcome of a failure after the task wrote or applied something."""
    request = outcome.request
    if request.option("on_failure") == "rollback" and isinstance(outcome.error, DokployError):
        outcome = roll_back(ctx, outcome)
    if outcome.plan.creates or not ctx.backend.stores:
        return outcome
    try:
        observed = observe_service(ctx, request, outcome.place, again=True)
    except DokployError:
        return outcome
    comparison = compare_with_running(ctx, request.resource, observed.record, observed)
    return replace(outcome, observed=observed, evidence=outcome.observed, pending=tuple(comparison.names))
