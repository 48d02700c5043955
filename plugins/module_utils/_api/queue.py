# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The server's whole queue of deployments: what runs, what waits and behind what, and what builds where. Private to this collection.

Times are seconds since 1970 by the server's clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from .._common.errors import ApiError, NotFound, PermissionMissing
from .._common.timestamps import count_elapsed, get_server_time, to_iso8601

# Each server has a queue of its own since this version; before it one job ran at a time, whatever its server.
QUEUE_FOR_EACH_SERVER = (0, 29, 9)
OVER = ("completed", "failed")
# What killBuild ends are the processes of "docker build"; these build types use something else.
OTHER_BUILDERS = ("heroku_buildpacks", "paketo_buildpacks")


@dataclass
class Job:
    """One job. C(service_id) is that of an application or a compose service."""

    id: str
    state: str                          # waiting, active
    kind: str                           # application, compose, preview
    service_id: Optional[str]
    type: str                           # deploy, redeploy
    title: str
    description: str
    server_id: Optional[str]
    queued: Optional[float]
    began: Optional[float]
    lane: str
    name: str = ""                      # in Dokploy, where somebody looked it up

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
        queued=_seconds(row.get("timestamp")), began=_seconds(row.get("processedOn")), lane=server_id or "" if each_server else "")


def jobs_of(rows, each_server=True):
    """C(deployment.queueList) -> Jobs that are not over, the oldest first. C(each_server) says whether each has a queue of its own."""
    jobs = [_job(row, each_server) for row in rows or [] if row.get("state") not in OVER]
    return sorted(jobs, key=lambda job: (job.queued or 0, job.began is None))


def _seconds(milliseconds):
    return milliseconds / 1000.0 if isinstance(milliseconds, (int, float)) else None


class Queue:
    """One look at the queue. C(jobs) are the oldest first."""

    def __init__(self, jobs, now):
        self.jobs = jobs
        self.now = now

    def of(self, service_id):
        """The jobs of one application: previews apart, which are deployments of their own."""
        return [job for job in self.jobs if job.service_id == service_id and job.kind != "preview"]

    def in_the_way(self, job):
        """What a waiting job waits for: the jobs of its queue that run, or else those before it."""
        if job.active:
            return []
        lane = [one for one in self.jobs if one.lane == job.lane and one is not job]
        return [one for one in lane if one.active] or [one for one in lane if (one.queued or 0) <= (job.queued or 0)]

    def held_up(self, job):
        """What waits for a job that runs."""
        return [one for one in self.jobs if job.active and not one.active and one.lane == job.lane]

    def describe_jobs(self, names):
        """The jobs as results show them, the oldest first; C(names) are of services by their ids."""
        return [{
            "id": job.id, "state": job.state, "type": job.type, "title": job.title, "description": job.description,
            "service": service(names, job.kind, job.service_id), "server_id": job.server_id,
            "queued_at": to_iso8601(job.queued), "began_at": to_iso8601(job.began),
            "age": count_elapsed(job.began if job.active else job.queued, self.now), "waits_for": [one.id for one in self.in_the_way(job)],
            "holds_up": [one.id for one in self.held_up(job)]} for job in self.jobs]


def read_queue(backend):
    """-> Queue, or None where it cannot be read: a server before v0.28.3, or a key that may not."""
    try:
        rows = backend.client.read("deployment.queueList") or []
    except (NotFound, PermissionMissing):
        return None
    each_server = backend.at_least("%d.%d.%d" % QUEUE_FOR_EACH_SERVER) if len(rows) > 1 else True
    return Queue(jobs_of(rows, each_server), get_server_time(backend.client.server_date))


def service(names, kind, service_id):
    """A service as results name it; its names are null where the key may not see it."""
    project, environment, name = names.get(service_id, (None, None, None))
    return {"kind": kind, "id": service_id, "name": name, "project": project, "environment": environment}


def names_of_services(backend, again=False):
    """Every application and compose service that the key may see: id -> (project, environment, name)."""
    tree = backend.client.read("project.all") or [] if again else backend.tree()
    return {
        row[key]: (project["name"], environment["name"], row.get("name")) for project in tree for environment in project.get("environments") or []
        for listing, key in (("applications", "applicationId"), ("compose", "composeId")) for row in environment.get(listing) or [] if row.get(key)}


def said(names, kind, service_id):
    """A service in a sentence."""
    known = names.get(service_id)
    return "/".join(part or "?" for part in known) if known else "a service that this key cannot read (%s %s)" % (kind, service_id)


def builder_of(record):
    """Where and how an application's deployments build -> (server id or "", whether killBuild can reach them)."""
    reached = record.get("sourceType") != "docker" and record.get("buildType") not in OTHER_BUILDERS
    return record.get("buildServerId") or record.get("serverId") or "", reached


def builds_there(backend, jobs, server_id):
    """Of the jobs that run, those that build, or may build, on a host: C((job, why it is not known or ""))."""
    found = []
    for job in jobs:
        if not job.active or job.kind == "compose":
            continue
        try:
            record = backend.client.read("application.one", applicationId=job.service_id)
        except ApiError as exc:
            found.append((job, exc.message))
            continue
        where, reached = builder_of(record)
        if reached and where == (server_id or ""):
            found.append((job, ""))
    return found
