# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Starts deployments, recognizes our own, and waits until they finish.

Dokploy's answer does not name the deployment: a nonce at the end of its description does, until Dokploy overwrites that, and then the id of its row.
"""

from __future__ import annotations

import re
import secrets

from .._common.errors import ResourceNotFound, TaskFailed, Unreachable
from .._common.waiting import intervals
from .._planning.present_deployment import FINISHED, present_deployment
from .._client.http import CLOCK

# Polls without finding the job, and seconds that must have passed, before it counts as lost.
LOST_LOOKS, LOST_SECONDS = 3, 5
# Seconds that a row may be "running" without a job in the queue; after that it never finishes.
ORPHAN_SECONDS = 15
ORPHANED = "its status is running, and the server's queue has no job for it: a restart of the server interrupted it, or its job was lost"
_NONCE = re.compile(r"\[([0-9a-f]{10})\]\s*$")


def read_nonce(description):
    """Read the nonce at the end of a description, by which its sender recognizes it, or None."""
    found = _NONCE.search(description or "")
    return found.group(1) if found else None


class Deployment:
    """One deployment of ours. C(again) builds the existing files, without a clone or a pull. With C(nonce) the description already contains it."""

    def __init__(self, backend, place, title, description, again=False, nonce=None):
        self.backend = backend
        self.service_id = place.service["id"]
        self.again = again
        self.nonce = nonce or secrets.token_hex(5)
        self.title = title
        self.description = description if nonce else ("%s [%s]" % (description, self.nonce)) if description else "[%s]" % self.nonce
        self.row = None
        self.perhaps_ours = None
        self.begun = None           # when its job was first seen to run, by our clock
        self._known = set()

    def begin(self, known_rows):
        """Send the deployment; after a lost answer, look for it before sending it again."""
        self._known = {row["deploymentId"] for row in known_rows}
        for attempt in (1, 2, 3):
            try:
                self._send()
                return
            except Unreachable as exc:
                if exc.arrived is False and attempt < 3:
                    continue
                if exc.arrived is False:
                    raise
                lost = exc
            if self._arrived(lost):
                return
        raise TaskFailed(
            "the deployment could not be sent: three answers were lost, and neither the queue nor the list of deployments contains it", phase="queued",
            next_step="Run the task again.")

    def _send(self):
        self.backend.deploy(self.service_id, self.title, self.description, again=self.again)

    def _arrived(self, lost):
        """Return whether a request with a lost answer arrived, by the queue and the rows. A row that may be ours counts, and so do unreadable rows."""
        pauses = intervals()
        seen = False
        for dummy in range(LOST_LOOKS):
            CLOCK.sleep(next(pauses))
            try:
                rows, jobs = self.backend.deployments(self.service_id)
            except Unreachable:
                continue
            seen = jobs is not None
            if self._find(rows, jobs or []):
                return True
            newer = self._list_unnamed(rows)
            if newer:
                self.perhaps_ours = self.row = newer[0]
                return True
        if not seen:
            raise lost
        return False

    def _list_unnamed(self, rows):
        """List the new rows without the nonce of another task of this collection."""
        return [row for row in rows if row["deploymentId"] not in self._known and read_nonce(row.get("description")) in (None, self.nonce)]

    def _find(self, rows, jobs):
        """Find our row, and keep its id; True if our job is queued or our row is known."""
        if self.row is not None:
            self.row = next((row for row in rows if row["deploymentId"] == self.row["deploymentId"]), self.row)
            return True
        for row in rows:
            if self.nonce in (row.get("description") or ""):
                self.row = row
                return True
        if any(self.nonce in (job.get("description") or "") for job in jobs):
            return True
        # A fast build of a Git source loses its description before we poll: a single new row is then ours.
        newer = self._list_unnamed(rows)
        if len(newer) == 1 and newer[0].get("status") in FINISHED and not any(job["mine"] for job in jobs):
            self.row = newer[0]
            return True
        return False

    def _describe_job(self, job):
        """Describe another service's job by its title and service name."""
        names = [
            "%s/%s/%s" % (project["name"], environment["name"], row["name"]) for project in self.backend.tree()
            for environment in project.get("environments") or [] for row in (environment.get("applications") or []) + (environment.get("compose") or [])
            if job["service_id"] and job["service_id"] in (row.get("applicationId"), row.get("composeId"))]
        return "the deployment %r of %s" % (job.get("title") or "", names[0] if names else "a service that this key cannot read")

    def follow(self, queue_timeout, wait_timeout, watch=None):
        """Wait until the deployment finishes -> its row. Raises TaskFailed, with phase queued or building, on a timeout or if it is lost."""
        start = CLOCK.monotonic()
        pauses = intervals()
        missed, missed_since = 0, None
        orphan = Orphan()
        blocker = None
        while True:
            try:
                rows, jobs = self.backend.deployments(self.service_id)
            except Unreachable as exc:
                if not exc.fallback:
                    raise
                rows, jobs = None, None
            now = CLOCK.monotonic()
            if rows is not None:
                if self._find(rows, jobs or []) or jobs is None:
                    missed, missed_since = 0, None
                else:
                    missed += 1
                    missed_since = missed_since if missed_since is not None else now
                    if missed > LOST_LOOKS and now - missed_since >= LOST_SECONDS:
                        raise TaskFailed(
                            "the deployment %r was lost: it left the queue without a record, as happens when Dokploy restarts" % self.title,
                            phase="queued", next_step="Run the task again: the configuration is saved.")
                blocker = next((job for job in jobs or [] if job.get("state") == "active" and not job["mine"]), None)
                if watch:
                    _show_progress(watch, self.row, self.title, blocker)
            if self.row is not None:
                self.begun = self.begun if self.begun is not None else now
                if self.row.get("status") in FINISHED:
                    return self.row
                if rows is not None and orphan.is_seen(self.row, jobs, now):
                    raise TaskFailed("the deployment %r does not end: %s" % (self.title, ORPHANED), phase="building", deployment=present_deployment(self.row),
                                     next_step="Run the task again: the configuration is saved.")
                if now - self.begun >= wait_timeout:
                    raise TaskFailed(
                        "the deployment %r was still building after %d seconds; it continues" % (self.title, wait_timeout), phase="building",
                        deployment=present_deployment(self.row), next_step="Increase wait_timeout, or read its log in Dokploy.")
            elif now - start >= queue_timeout:
                raise TaskFailed(
                    "the deployment %r did not start within %d seconds%s; it stays in the queue" % (
                        self.title, queue_timeout, ": blocked by %s" % self._describe_job(blocker) if blocker else ""), phase="queued",
                    next_step="Increase queue_timeout, or check what blocks the queue.")
            CLOCK.sleep(next(pauses))


class Orphan:
    """Detects a row that stays "running" without a job in the queue: over several seconds, because a job may just have started or ended."""

    def __init__(self):
        self._since, self._looks = None, 0

    def is_seen(self, row, jobs, now):
        """Check once; False if C(jobs) is None, because the queue cannot be read."""
        if jobs is None or row.get("status") != "running" or any(job["mine"] and job.get("state") != "waiting" for job in jobs):
            self._since, self._looks = None, 0
            return False
        self._since = now if self._since is None else self._since
        self._looks += 1
        return self._looks > LOST_LOOKS and now - self._since >= ORPHAN_SECONDS


def _show_progress(watch, row, title, blocker=None):
    """Show the progress of a deployment, and its log."""
    if row is None:
        watch.say("the deployment %r waits in the queue%s" % (title, " behind %r" % (blocker.get("title") or "") if blocker else ""))
        return
    watch.say("the deployment %r is running" % title)
    watch.look(row)
    if row.get("status") in FINISHED:
        watch.say("the deployment %r ended: %s" % (title, row["status"]))


def await_other(backend, place, queue_timeout, orphaned=None, watch=None):
    """Wait until this service has no queued or running deployment -> True, or False after C(queue_timeout) seconds.

    C(orphaned(row)) is called for a "running" row without a job, which is not waited for.
    """
    start = CLOCK.monotonic()
    pauses = intervals()
    orphan = Orphan()
    while True:
        try:
            rows, jobs = backend.deployments(place.service["id"])
            running = [row for row in rows if row.get("status") == "running"]
            if watch and running:
                watch.say("waiting for a deployment that somebody else started (%s)" % (running[0].get("title") or "without title"))
                watch.look(running[0])
            if not running and not any(job["mine"] for job in jobs or []):
                return True
            if running and not any(job["mine"] for job in jobs or []) and orphan.is_seen(running[0], jobs, CLOCK.monotonic()):
                if orphaned:
                    orphaned(running[0])
                return True
        except Unreachable as exc:
            if not exc.fallback:
                raise
        except ResourceNotFound:
            return True
        if CLOCK.monotonic() - start >= queue_timeout:
            return False
        CLOCK.sleep(next(pauses))


def warn_of_orphan(ctx, name, row):
    """Warn of a deployment that stays "running" without a job."""
    ctx.warn("the task did not wait for the deployment %r of %s: %s" % (row.get("title") or "", name, ORPHANED))


def await_other_deployment(ctx, request, place, observed):
    """Wait for a deployment that somebody else started. Raises TaskFailed if it does not end in time."""
    state, title = observed.busy()
    if not await_other(ctx.backend, place, request.option("queue_timeout", 300), orphaned=lambda row: warn_of_orphan(ctx, request.name, row),
                       watch=ctx.watcher()):
        raise TaskFailed(
            "a deployment of %s that somebody else started (%s, %s) did not end within %d seconds: nothing was changed" % (
                request.name, title or "without title", state, request.option("queue_timeout", 300)), phase="queued",
            next_step="Wait for it, increase queue_timeout, or cancel it in Dokploy.")
