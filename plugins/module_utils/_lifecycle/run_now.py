# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a backup or a schedule at once, and waits for its result.

Dokploy answers after the run, sometimes only with C(false), an empty 500, or a script that contains keys. The status of the run's row and its log
decide.
"""

from __future__ import annotations

from dataclasses import replace

from .._common.waiting import intervals
from .._api.logs import ApiEvidence
from .._common.errors import ApiError, PermissionMissing, TaskFailed, Unreachable
from .._planning.present_deployment import FINISHED, present_deployment

LOG_LINES = 500


def run_now(ctx, outcome):
    """Run it -> the Outcome with the run, and with an error if the run failed."""
    resource, record = outcome.request.resource, outcome.observed.record
    own_id, limit = record[resource.id], outcome.request.options["wait_timeout"]
    known = {row["deploymentId"] for row in _list_runs(ctx, resource, own_id)}
    end = ctx.clock.monotonic() + limit
    ctx.log_action()
    answer_error = None
    try:
        ctx.backend.call(resource.run.find_procedure(record), {resource.id: own_id}, timeout=limit)
    except (ApiError, Unreachable) as exc:
        if isinstance(exc, PermissionMissing) or isinstance(exc, Unreachable) and exc.arrived is False:
            raise
        answer_error = exc
    row = await_end(ctx, resource, own_id, known, end, answer_error)
    shown = present_deployment(row)
    log = ApiEvidence(ctx.backend.client).build_log(row["deploymentId"], LOG_LINES)
    run = {name: shown[name] for name in ("id", "status", "error")}
    run.update(started_at=row.get("startedAt") or row.get("createdAt"), finished_at=row.get("finishedAt"),
               log=ctx.masker.mask_text(log) if log else None, file=None)
    if row["status"] == "done":
        run["file"], unread = _find_file(ctx, resource, record, row)
        return replace(outcome, facts={**outcome.facts, "run": run}, unverified=outcome.unverified + unread)
    error = TaskFailed("%s: the run has the status %s: %s" % (outcome.request.name, row["status"], find_reason(log, answer_error, ctx.masker.mask_text)),
                       next_step="See run.log in this result." if log else "See the log of the run in Dokploy.")
    return replace(outcome, facts={**outcome.facts, "run": run}, error=error)


def _list_runs(ctx, resource, own_id):
    return ctx.backend.client.read("deployment.allByType", id=own_id, type=resource.run.type) or []


def await_end(ctx, resource, own_id, known, end, answer_error):
    """Wait for the end of the run -> its row, whose id is not in C(known). Without a row, raises C(answer_error)."""
    pauses = intervals()
    while True:
        rows = [row for row in _list_runs(ctx, resource, own_id) if row["deploymentId"] not in known]
        if rows and rows[0].get("status") in FINISHED:
            return rows[0]
        if not rows and isinstance(answer_error, ApiError):
            raise answer_error
        if ctx.clock.monotonic() >= end:
            raise TaskFailed("the run has not ended after the wait_timeout", phase="timeout",
                             next_step="It continues. Increase wait_timeout, or see its log in Dokploy.")
        ctx.clock.sleep(next(pauses))


def find_reason(log, answer_error, mask):
    """Return the reason of a failed run: the last lines of its log, else the last line of Dokploy's message, which may begin with a script."""
    lines = [line.strip() for line in (log or "").splitlines() if line.strip()]
    bad = [line for line in lines if "rror" in line or "❌" in line or "ailed" in line]
    message = answer_error.server_message if isinstance(answer_error, ApiError) else ""
    if not bad and message and "set -e" not in message:
        lines = [line.strip() for line in message.splitlines() if line.strip() and "--s3-" not in line]
    return mask("; ".join(bad[-2:]) or (lines[-1] if lines else "Dokploy gave no reason"))[:500]


def _find_file(ctx, resource, record, row):
    """Return (the newest file of the run's day, the unread parts)."""
    if resource.run.find_files is None:
        return None, ()
    params = dict(resource.run.find_files(record))
    params["search"] += (row.get("startedAt") or row.get("createdAt") or "")[:10]
    try:
        files = ctx.backend.client.read("backup.listBackupFiles", **params) or []
    except ApiError:
        return None, ("run.file",)
    paths = sorted(one["Path"] for one in files if not one.get("IsDir"))
    return (paths[-1], ()) if paths else (None, ("run.file",))
