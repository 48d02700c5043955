# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sends the steps of a plan, so that an interrupted task neither repeats a step nor loses track of one.

The journal of the Context has each step that arrived, as it was sent.
"""

from __future__ import annotations

from dataclasses import replace

from .._common.errors import Ambiguous, ApiError, PermissionMissing, TaskFailed, Unreachable
from .._common.locks import hold_lock
from .._model.plan import NEW_ID

QUEUE_TIMEOUT = 300


def create(ctx, request, steps, list_same, *identity):
    """Create and configure a record -> (its id, whether another task had created it). C(identity) locks it among concurrent tasks.

    C(list_same()) returns the ids of the records of the same name and parent, oldest first.
    """
    with hold_lock(ctx.backend.client.api_url, *identity, timeout=request.option("queue_timeout", QUEUE_TIMEOUT)):
        made, adopted = create_once(ctx, steps[0], steps[0].body, list_same)
        ctx.log_written(steps[0], made)
        for step in () if adopted else steps[1:]:
            body = {key: made if value == NEW_ID else value for key, value in step.body.items()}
            ctx.backend.call(step.procedure, body)
            ctx.log_written(replace(step, body=body))
    return made, adopted


def create_once(ctx, step, body, list_same):
    """Create a record -> (its id, whether another task created it). After a lost answer, look for it instead of sending it again."""
    before = list(list_same())
    if len(before) == 1:
        return before[0], True          # somebody created it since the first look
    if before:
        raise Ambiguous("others created %d at the same time, and the name is ambiguous: %s" % (len(before), ", ".join(sorted(before))))
    try:
        answer = ctx.answers[step.procedure] = ctx.backend.call(step.procedure, body)
    except Unreachable as exc:
        if exc.arrived is False:
            raise
        found = list_same()
        if len(found) != 1:
            raise
        return found[0], False
    made, found = _find_id(answer, step.creates), list_same()
    if made is None and len(found) == 1:
        return found[0], False
    if made is None:
        raise TaskFailed("%s returned no ID, so the new record cannot be identified; records with this name: %s" % (
            step.procedure, ", ".join(found) or "none"), next_step="Check them in Dokploy, and select one by its ID.")
    if made and [one for one in found if one != made] and found.index(made) > 0:
        discard_duplicate(ctx, step, made)
        return found[0], True
    return made, False


def discard_duplicate(ctx, step, made):
    """Delete the record C(made), still empty: an older one of the same name was created meanwhile."""
    try:
        ctx.backend.call(step.remove, {step.creates: made})
    except ApiError:
        pass


def _find_id(answer, key):
    """Return the id in a create's answer, possibly one level down (project.create), or None."""
    if not isinstance(answer, dict):
        return None
    if key in answer:
        return answer[key]
    return next((inner[key] for inner in answer.values() if isinstance(inner, dict) and key in inner), None)


def send_update(ctx, request, plan, step):
    """Send the update of a record that exists."""
    try:
        ctx.backend.call(step.procedure, step.body)
    except PermissionMissing as exc:
        raise explain_missing_permission(exc, plan) from exc
    ctx.log_written(step)


def explain_missing_permission(exc, plan):
    """Make the error for a plan that this key may not store, with the options."""
    return PermissionMissing(
        "%s; needed to change %s" % (exc.message, ", ".join(plan.changed)), status=exc.status, procedure=exc.procedure,
        server_message=exc.server_message, code=exc.code, **exc.facts)


def send_steps(ctx, steps, owner_id):
    """Send steps that create nothing, in their order. NEW_ID in a body becomes C(owner_id)."""
    for step in steps:
        body = {key: owner_id if value == NEW_ID else value for key, value in step.body.items()}
        ctx.backend.call(step.procedure, body, **({"timeout": step.timeout} if step.timeout else {}))
        ctx.log_written(replace(step, body=body))
