# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Orders what happened to an application. Pure. Private to this collection."""

from __future__ import annotations

from .._common.timestamps import parse_iso8601, to_iso8601
from .._planning import health as _health


def build_timeline(case):
    """What happened when, the oldest first: deployments, jobs, and tasks that ended."""
    lines = []

    def note(when, what):
        if when is not None:
            lines.append({"at": to_iso8601(when), "application": case.name, "what": what})

    for row in case.observed.deployments[:10]:
        title = row.get("title") or "Deployment"
        note(parse_iso8601(row.get("createdAt")), "deployment \"%s\" began" % title)
        if row.get("finishedAt"):
            note(parse_iso8601(row["finishedAt"]), "deployment \"%s\" ended: %s" % (title, row.get("status")))
    for job in case.own_jobs:
        note(job.queued, "deployment \"%s\" was queued" % job.title)
    for task in case.observed.tasks:
        if task.age is not None and (task.state in _health.ENDED or task.runs):
            words = {"running": "began to run", "complete": "ended by itself with exit code 0"}.get(task.state, task.state)
            note(case.now - task.age, "task %s %s%s" % (task.slot, words, ": " + task.error if task.error else ""))
    update = case.service.update_state if case.service else ""
    if update and update != "completed":
        note(case.now, "now: the update of its service is %s" % update.replace("_", " "))
    return sorted(lines, key=lambda line: line["at"])
