# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sends the steps of a service's children: domains, mounts, ports."""

from __future__ import annotations

from dataclasses import replace

from .apply import QUEUE_TIMEOUT, create_once, send_steps
from .._common.locks import hold_lock
from .._model.plan import NEW_ID
from .._planning.children import make_update_step


def run_children(ctx, request, steps, owner_id):
    """Send the steps of children. A child that somebody else created meanwhile is adopted instead of created."""
    if not any(step.creates for step in steps):
        send_steps(ctx, steps, owner_id)
        return
    resource = request.resource
    keys = {id(child): key for dummy, key, child in resource.children}
    child_id = None

    def list_rows(step):
        """List the children with the identity of the one that a step creates, oldest first."""
        rows = ctx.read_record(resource, owner_id).get(keys[id(step.child)]) or []
        wanted = step.child.identify(step.body)
        rows = [row for row in rows if step.child.identify(row) == wanted]
        return sorted(rows, key=lambda row: (row.get("createdAt") or "", row[step.child.id]))

    def list_same(step):
        return [row[step.child.id] for row in list_rows(step)]

    with hold_lock(ctx.backend.client.api_url, owner_id, timeout=request.option("queue_timeout", QUEUE_TIMEOUT)):
        for step in steps:
            body = {key: value if value != NEW_ID else owner_id if key == step.child.parent_id else child_id for key, value in step.body.items()}
            step = replace(step, body=body)
            if step.creates:
                child_id, adopted = create_once(ctx, step, body, lambda wanted=step: list_same(wanted))
                ctx.log_written(step, None if adopted else child_id)
                if adopted:
                    # Created by somebody, or by Dokploy itself, such as the volume of a new database.
                    for one in list_corrections(step, next(row for row in list_rows(step) if row[step.child.id] == child_id)):
                        ctx.backend.call(one.procedure, one.body)
                        ctx.log_written(one)
            else:
                ctx.backend.call(step.procedure, body)
                ctx.log_written(step)


def list_corrections(step, row):
    """Make the update of a child that exists already, if it differs from what the step would create."""
    child = step.child
    keys = {item.key: step.body[item.key] for item in child.fields if item.key in step.body and item.canonical(step.body) != item.canonical(row)}
    if keys:
        yield make_update_step(child, row, keys, step.label)
