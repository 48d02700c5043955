# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sends the update of a record with env texts, which others may change at the same time."""

from __future__ import annotations

from dataclasses import replace

from .apply import explain_missing_permission
from .._common.errors import PermissionMissing, TaskFailed
from .._model.resource import PATCH_NO_NULL
from .._planning.plan import env_differs_only


def update_with_env(ctx, request, plan, step):
    """Send the update of an existing record. Without the permission for it, use the call that stores only env texts."""
    resource = request.resource
    try:
        _send_merged(ctx, request, step)
    except PermissionMissing as exc:
        if resource.calls is None or not resource.calls.save_env or not env_differs_only(resource, plan):
            raise explain_missing_permission(exc, plan) from exc
        record = ctx.read_record(resource, step.body[resource.id])
        every = {key: step.body.get(key, record.get(key)) for key in resource.calls.save_env_keys}
        # This key may not store the build label, so the build stays unverified.
        _send_merged(ctx, request, replace(
            step, procedure=resource.calls.save_env, body={resource.id: step.body[resource.id], **every}, undo={key: record.get(key) for key in every}))


def _send_merged(ctx, request, step):
    """Send one update: read its env texts immediately before the write, and verify them after it.

    Dokploy has no conditional writes: a change by others between that read and the write is lost.
    """
    resource, body, undo = request.resource, dict(step.body), dict(step.undo or {})
    texts = [(path, item) for path, item in resource.flat() if item.kind.merges_text and path in request.changes and item.key in body]
    for dummy in range(3):
        record = ctx.read_record(resource, body[resource.id]) if texts else None
        for path, item in texts:
            body[item.key] = item.kind.apply(request.changes[path], record.get(item.key), item.default)
            if resource.update.dialect == PATCH_NO_NULL and body[item.key] is None:
                body[item.key] = ""
            undo[item.key] = record.get(item.key)
        ctx.backend.call(step.procedure, body)
        if not texts:
            break
        after = ctx.read_record(resource, body[resource.id])
        lost = [(path, item) for path, item in texts if item.canonical(after) != item.canonical(body)]
        if not lost:
            break
    else:
        ctx.log_written(replace(step, body=body, undo=undo))
        names = ["%s (%s)" % (path, ", ".join(_list_other_keys(item.canonical(after) or {}, item.canonical(body) or {}))) for path, item in lost]
        raise TaskFailed(
            "%s: somebody else wrote it three times at the same time; the saved value may lack the changes of this task" % ", ".join(names),
            next_step="Run the task again when the other writer has finished.")
    ctx.log_written(replace(step, body=body, undo=undo))


def _list_other_keys(one, other):
    return sorted(key for key in {*one, *other} if one.get(key) != other.get(key))
