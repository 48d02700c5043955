# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the result of a task on a plain record from its Outcome. Pure."""

from __future__ import annotations

from .present_record import present_record


def make_record_result(outcome):
    """Make the result of a task on a record, also of a failed one."""
    request = outcome.request
    record = outcome.observed.record if outcome.observed is not None else None
    result = {
        "changed": outcome.changed, request.resource.kind: present_record(request.resource, record) if record is not None else None,
        "previous": dict(outcome.plan.previous), "actions": list(outcome.actions), "unverified": list(outcome.unverified), "next_step": ""}
    result.update(outcome.facts)
    result["diff"] = make_diff(outcome)
    return result


def make_diff(outcome):
    """Make the diff of a result: {before, after}, with the action on the running service."""
    before, after = dict(outcome.plan.before), dict(outcome.plan.after)
    if outcome.decision.action != "none" and outcome.changed:
        before["action"], after["action"] = None, outcome.decision.action
    return {"before": before, "after": after}
