# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads the server's queue of deployments: active and waiting jobs, and which block which.

Times are seconds since 1970 by the server's clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from .._common.errors import ApiError, NotFound, PermissionMissing
from .._common.timestamps import count_elapsed, get_server_time, to_iso8601

# The first version with a queue for each server; before it, all servers shared one.
QUEUE_FOR_EACH_SERVER = (0, 29, 9)
OVER = ("completed", "failed")
# killBuild ends only processes of "docker build"; these build types start others.
OTHER_BUILDERS = ("heroku_buildpacks", "paketo_buildpacks")


@dataclass(frozen=True, eq=False, repr=False)
class Job:
    """An unfinished job of the queue."""

    id: str
    state: str                          # waiting, active
    kind: str                           # application, compose, preview
    service_id: Optional[str]           # the id of the application or compose service
    type: str                           # deploy, redeploy
    title: str
    description: str
    server_id: Optional[str]
    queued: Optional[float]
    started: Optional[float]
    lane: str                           # its queue: the id of its server, or "" if all servers share one
    name: str = ""                      # the name of the service, if it was looked up

    @property
    def active(self):
        return self.state == "active"


def _job(row, each_server):
    data = row.get("data") or {}
    kind = {"compose": "compose", "application-preview": "preview"}.get(data.get("applicationType"), "application")
    server_id = data.get("serverId") or None
    return Job(
        id=str(row.get("id")), state="active" if row.get("state") == "active" else "waiting", kind=kind,
        service_id=data.get("composeId") if kind == "compose" else data.get("applicationId"), type=data.get("type") or "deploy",
        title=data.get("titleLog") or "", description=data.get("descriptionLog") or "", server_id=server_id,
        queued=_seconds(row.get("timestamp")), started=_seconds(row.get("processedOn")), lane=server_id or "" if each_server else "")


def list_open_jobs(rows, each_server=True):
    """Convert rows of C(deployment.queueList) to the unfinished Jobs, oldest first. C(each_server): whether each server has its own queue."""
    jobs = [_job(row, each_server) for row in rows or [] if row.get("state") not in OVER]
    return sorted(jobs, key=lambda job: (job.queued or 0, job.started is None))


def _seconds(milliseconds):
    return milliseconds / 1000.0 if isinstance(milliseconds, (int, float)) else None


@dataclass(frozen=True, eq=False, repr=False)
class Queue:
    """The queue at one moment."""

    jobs: list                  # oldest first
    now: float                  # the server's time

    def list_jobs_of(self, service_id):
        """List one service's jobs, without those of its previews."""
        return [job for job in self.jobs if job.service_id == service_id and job.kind != "preview"]

    def list_blocking(self, job):
        """List the jobs that block a waiting job: the active ones of its queue, or else those before it."""
        if job.active:
            return []
        lane = [one for one in self.jobs if one.lane == job.lane and one is not job]
        return [one for one in lane if one.active] or [one for one in lane if (one.queued or 0) <= (job.queued or 0)]

    def list_blocked(self, job):
        """List the jobs that wait for an active job."""
        return [one for one in self.jobs if job.active and not one.active and one.lane == job.lane]

    def describe_jobs(self, names, most=None):
        """Convert the jobs for results, oldest first, at most C(most). C(names): from C(map_service_names)."""
        return [{
            "id": job.id, "state": job.state, "type": job.type, "title": job.title, "description": job.description,
            "service": make_service_entry(names, job.kind, job.service_id), "server_id": job.server_id,
            "queued_at": to_iso8601(job.queued), "started_at": to_iso8601(job.started),
            "age": count_elapsed(job.started if job.active else job.queued, self.now), "waits_for": [one.id for one in self.list_blocking(job)][:most],
            "holds_up": [one.id for one in self.list_blocked(job)][:most]} for job in self.jobs[:most]]


def read_queue(backend):
    """Read the Queue, or None on servers before v0.28.3 and for keys without the permission."""
    try:
        rows = backend.client.read("deployment.queueList") or []
    except (NotFound, PermissionMissing):
        return None
    each_server = backend.at_least("%d.%d.%d" % QUEUE_FOR_EACH_SERVER) if len(rows) > 1 else True
    return Queue(list_open_jobs(rows, each_server), get_server_time(backend.client.server_date))


def make_service_entry(names, kind, service_id):
    """Make a service's entry in results: {kind, id, name, project, environment}; names are None if the key cannot read them."""
    project, environment, name = names.get(service_id, (None, None, None))
    return {"kind": kind, "id": service_id, "name": name, "project": project, "environment": environment}


def map_service_names(backend, again=False):
    """Map {id: (project, environment, name)} of every readable application and compose service. C(again) reads project.all again."""
    tree = backend.client.read("project.all") or [] if again else backend.tree()
    return {
        row[key]: (project["name"], environment["name"], row.get("name")) for project in tree for environment in project.get("environments") or []
        for listing, key in (("applications", "applicationId"), ("compose", "composeId")) for row in environment.get(listing) or [] if row.get(key)}


def format_service(names, kind, service_id):
    """Format a service as "project/environment/name" for messages."""
    known = names.get(service_id)
    return "/".join(part or "?" for part in known) if known else "a service that this key cannot read (%s %s)" % (kind, service_id)


def find_builder(record):
    """Find where an application builds -> (server id or "", whether killBuild ends its builds). C(record): the application's."""
    reached = record.get("sourceType") != "docker" and record.get("buildType") not in OTHER_BUILDERS
    return record.get("buildServerId") or record.get("serverId") or "", reached


def list_builds_on(backend, jobs, server_id):
    """List the active jobs that (may) build on a server: [(job, why it is unknown, or "")]. C(server_id): "" or None for Dokploy's own."""
    found = []
    for job in jobs:
        if not job.active or job.kind == "compose":
            continue
        try:
            record = backend.client.read("application.one", applicationId=job.service_id)
        except ApiError as exc:
            found.append((job, exc.message))
            continue
        where, reached = find_builder(record)
        if reached and where == (server_id or ""):
            found.append((job, ""))
    return found
