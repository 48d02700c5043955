# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Decides on, and makes the result of, a task on one child of a service. Pure."""

from __future__ import annotations

from dataclasses import replace

from .children import identify_child
from .decide import ROLLING, decide_action
from .present import present_brief, present_child, present_containers
from .record_result import make_diff
from .._common.errors import Refused
from .._model.kinds import NOTHING
from .._model.plan import Decision


def touches_what_runs(child):
    """Return whether a change to such a child requires a reload or a deployment to take effect."""
    return any(callable(item.effect) or item.effect != NOTHING for item in child.fields)


def decide_for_part(request, observed, comparison, changed=(), unverifiable=()):
    """Apply the table of states to the differences in C(Request.concerns) -> Decision. Refuses to apply the changes of others."""
    concerns = set(request.concerns)
    if "mounts" in concerns and not (observed.record or {}).get("placementSwarm"):
        concerns.add("placement")       # Dokploy's own rule for services with mounts
    ours = tuple(one for one in comparison.differences if one.option.split(".")[0] in concerns)
    others = [one.option for one in comparison.differences if one not in ours]
    if request.resource.form.has_parts:
        # Compared as before the task, since the comparison stops at its changes. A domain is a set of labels.
        before = request.resource.hooks.compare(request.resource, observed.record, observed)
        own = [one for one in before.differences if "domains" in concerns and one.option.endswith(".labels")]
        ours, others = ours + tuple(own), [one.option for one in before.differences if one not in own]
    if not ours:
        return Decision(pending=tuple(changed) if observed.phase != "running" else ())
    decision = decide_action(request, observed, replace(comparison, differences=ours), changed)
    if decision.action in ROLLING and others:
        if not request.option("apply_pending"):
            raise Refused(
                "applying the change to %s would also apply pending changes of others: %s; nothing was changed" % (request.name, ", ".join(others)),
                next_step="Use apply_pending: true to apply them as well, or deploy: never to save the change only.", pending=others)
        decision = decide_action(request, observed, comparison, changed, unverifiable)
    return decision if decision.action in ROLLING else replace(decision, judge=False)


def make_part_result(outcome, option, runs):
    """Make the result of a task on one child of a service. C(runs): whether it shows the running replicas."""
    request, resource = outcome.request, outcome.request.resource
    key, child = next((key, child) for name, key, child in resource.children if name == option)
    identity, label = identify_child(child, request.options[option][0])
    record = outcome.plan.record_after if outcome.finished or outcome.observed is None else outcome.observed.record
    row = next((row for row in (record or {}).get(key) or () if child.identify(row) == identity), None)
    known = outcome.observed is not None and outcome.observed.record
    result = {
        "changed": outcome.changed, child.kind.replace(" ", "_"): present_child(child, row) if row else None,
        "service": present_brief(resource, outcome.observed) if known else None,
        "previous": (outcome.plan.previous.get(option) or {}).get(label) or {}, "actions": list(outcome.actions),
        "unverified": [one for one in outcome.unverified if one.split(".")[0] == option], "next_step": ""}
    if runs:
        result.update(applied=list(outcome.applied), pending=list(outcome.pending), phase=outcome.phase or "", containers=[])
        if known:
            evidence = outcome.evidence or outcome.observed
            result.update(phase=outcome.phase if outcome.phase is not None else evidence.phase, containers=present_containers(evidence, outcome.ends))
        result.update(outcome.facts)
    diff = make_diff(outcome)
    result["diff"] = {side: dict({name: one for name, one in diff[side].items() if name != option}, **(
        (diff[side].get(option) or {}).get(label) or {"state": "absent"} if option in diff[side] else {})) for side in diff}
    return result
