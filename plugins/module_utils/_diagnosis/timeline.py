# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Orders the events of a service. Pure."""

from __future__ import annotations

from .._common.timestamps import parse_iso8601, to_iso8601
from .._planning import health as _health


# The order of events with the same time.
_QUEUED, _BEGAN, _ENDED, _TASK = range(4)


def build_timeline(case):
    """List the events, oldest first: deployments, jobs, and ended tasks."""
    events = []

    def add_event(when, rank, what):
        if when is not None:
            events.append((when, rank, what))

    for row in case.observed.deployments[:10]:
        title = row.get("title") or "Deployment"
        add_event(parse_iso8601(row.get("createdAt")), _BEGAN, "deployment \"%s\" began" % title)
        add_event(parse_iso8601(row.get("finishedAt")), _ENDED, "deployment \"%s\" ended: %s" % (title, row.get("status")))
    for job in case.own_jobs:
        began = [when for when, rank, what in events if rank == _BEGAN and job.active and when >= (job.queued or when)]
        # The clocks of the job and the row differ by milliseconds: it was queued before it started.
        queued = min([job.queued] + began[:1]) if job.queued is not None else None
        add_event(queued, _QUEUED, "deployment \"%s\" was queued" % (job.title or "Deployment"))
    for task in case.observed.tasks:
        if task.age is not None and (task.state in _health.ENDED or task.runs):
            words = {"running": "is running", "complete": "ended by itself with exit code 0"}.get(task.state, task.state)
            add_event(case.now - task.age, _TASK, "replica %s %s%s" % (task.slot, words, ": " + task.error if task.error else ""))
    update = case.service.update_state if case.service else ""
    if update and update != "completed":
        add_event(case.now, _TASK, "now: the update of its service is %s" % update.replace("_", " "))
    return [{"at": to_iso8601(when), "application": case.name, "what": what} for when, dummy, what in sorted(events, key=lambda one: (int(one[0]), one[1]))]
