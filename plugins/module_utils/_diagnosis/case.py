# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the evidence about one service, without judging it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Optional

from .._common.timestamps import format_duration, parse_iso8601
from .._model.observation import Observation
from .._model.plan import Comparison
from .._resources.application import APPLICATION

NETWORK = "dokploy-network"
PROVIDERS = {
    "github": ("githubId", "github.getGithubBranches", lambda row: {
        "githubId": row["githubId"], "owner": row.get("owner") or "", "repo": row.get("repository") or ""}, "branch"),
    "gitlab": ("gitlabId", "gitlab.getGitlabBranches", lambda row: {
        "gitlabId": row["gitlabId"], "id": row.get("gitlabProjectId"), "owner": row.get("gitlabOwner") or "",
        "repo": row.get("gitlabRepository") or ""}, "gitlabBranch"),
    "gitea": ("giteaId", "gitea.getGiteaBranches", lambda row: {
        "giteaId": row["giteaId"], "owner": row.get("giteaOwner") or "", "repositoryName": row.get("giteaRepository") or ""}, "giteaBranch"),
    "bitbucket": ("bitbucketId", "bitbucket.getBitbucketBranches", lambda row: {
        "bitbucketId": row["bitbucketId"], "owner": row.get("bitbucketOwner") or "",
        "repo": row.get("bitbucketRepositorySlug") or row.get("bitbucketRepository") or ""}, "bitbucketBranch"),
}


def find_longest_duration(rows):
    """Return the duration of the longest successful deployment in seconds, or None."""
    times = [(parse_iso8601(row.get("startedAt") or row.get("createdAt")), parse_iso8601(row.get("finishedAt"))) for row in rows if row.get("status") == "done"]
    return max((end - start for start, end in times if start is not None and end is not None), default=None)


def compute_patience(rows, floor):
    """Return twice the duration of the longest successful deployment of these rows, and at least C(floor), in seconds."""
    return max(float(floor), 2 * (find_longest_duration(rows) or 0.0))


@dataclass(frozen=True, eq=False, repr=False)
class TaskEnd:
    """The end of a task."""

    task: Any
    exit_code: Optional[int] = None
    out_of_memory: Optional[bool] = None      # None: its container was removed, or is on another node


@dataclass(frozen=True, eq=False, repr=False)
class Blocker:
    """The deployment of another service that blocks this one in the queue."""

    job: Any
    stuck: bool
    silent: bool = False                      # its log was read twice, and did not change


@dataclass(frozen=True, eq=False, repr=False)
class Case:
    """The evidence about one service, which C(collect_case) collects."""

    name: str
    resource: Any = APPLICATION
    place: Any = None
    observed: Observation = field(default_factory=Observation)
    comparison: Any = field(default_factory=Comparison)
    verdict: Any = None
    now: float = 0.0
    jobs: Optional[list] = None               # of the whole server; None if the queue could not be read
    log: Optional[str] = None                 # of the running deployment, or of the last one
    silent: Optional[float] = None            # seconds without a change of its log; None if the log was not observed
    ends: tuple = ()                          # TaskEnds
    part: str = ""                            # the service of a compose service that this Case is about
    parts: tuple = ()                         # a Case of each service of a compose service that is not healthy
    inspected: tuple = ()                     # docker inspect of its containers, of a service of docker compose
    health: Optional[dict] = None             # of a container: status, failing_streak, output
    oom_events: int = 0
    container_log: Optional[str] = None       # of a running container
    failed_log: Optional[str] = None          # of the container that failed last
    listening: Optional[list] = None          # (address, port) of the listening sockets in a running container
    traefik: Optional[dict] = None            # {"status": …, "networks": […]}; {} if it does not exist
    traefik_findings: Optional[list] = None   # of _traefik.routing_check
    domains: Optional[list] = None            # of every application: host, path, application, enabled
    branches: Optional[list] = None
    provider_error: str = ""
    server: Optional[dict] = None             # disk and networks of its host
    probes: tuple = ()
    pushed: Optional[dict] = None
    stuck_after: float = 600.0                # the least age in seconds at which a deployment may count as stuck
    blocked_after: float = 1800.0             # maximum seconds to wait in a working queue
    blocker: Optional[Blocker] = None
    image_id: str = ""                        # of the image of a running container
    running_digests: tuple = ()               # that image's, by repository: web@sha256:…
    registry: Any = None                      # RegistryAnswer for its tag, if requested
    nodes: Optional[list] = None              # of its server, if Swarm cannot place a task
    address: str = ""                         # the URL of Dokploy's pages, for manual steps
    unread: tuple = ()

    @property
    def record(self):
        return self.observed.record or {}

    @property
    def service_id(self):
        return self.record.get(self.resource.id)

    @property
    def kind(self):
        """Return C(application), or the kind of a database."""
        return self.resource.calls.type

    @property
    def module(self):
        """Return the module that manages the service."""
        return "dokploy_" + self.resource.kind

    @property
    def status(self):
        """Return Dokploy's stored status."""
        return self.record.get(self.resource.calls.status)

    @property
    def service(self):
        return self.observed.service

    @property
    def crashed(self):
        """Return whether containers of docker compose ended by themselves: then none may run, although nobody stopped the service."""
        return self.observed.parts is not None and self.verdict is not None and any(
            task.state == "failed" and not task.stopped for task in self.verdict.failed)

    @property
    def updated_at(self):
        """When its service was last changed, as the engine writes it; "" where it has several."""
        return self.service.updated_at if self.service is not None else ""

    @property
    def image(self):
        """The image that its service names, or words for those of several."""
        return self.service.image if self.service is not None else "of one of its services"

    @property
    def spec(self):
        return self.service.spec if self.service is not None else {}

    @property
    def memory_limit(self):
        """Bytes of the limit that runs, or None."""
        if self.service is None:
            return next((box["HostConfig"].get("Memory") for box in self.inspected if box.get("HostConfig")), None) or None
        return (((self.spec.get("TaskTemplate") or {}).get("Resources") or {}).get("Limits") or {}).get("MemoryBytes")

    @property
    def last(self):
        """Return the newest deployment's row, or None."""
        rows = self.observed.deployments
        return rows[0] if rows else None

    @property
    def under_way(self):
        """Return the row of the deployment whose status is running, or None."""
        row = self.last
        return row if row and row.get("status") == "running" and not row.get("finishedAt") else None

    @property
    def failed(self):
        """Return the row of the last deployment if it failed, or None."""
        row = self.last
        return row if row and row.get("status") == "error" else None

    @property
    def patience(self):
        """Return the minimum age in seconds at which a deployment counts as stuck."""
        return compute_patience(self.observed.deployments, self.stuck_after)

    def usual_duration(self):
        """Describe the limit that the age of its deployment exceeds."""
        longest = find_longest_duration(self.observed.deployments)
        if longest is None or 2 * longest <= self.stuck_after:
            return "longer than stuck_after (%s)" % format_duration(self.stuck_after)
        return "more than twice as long as its longest earlier one (%s)" % format_duration(longest)

    @property
    def own_jobs(self):
        return [job for job in self.jobs or [] if job.service_id == self.service_id]

    @property
    def ports(self):
        """List (host, port) of every enabled domain."""
        if self.kind == "compose":
            return []                   # its routers are labels of its services, and no file of Traefik
        return [(row.get("host") or "", row.get("port") or 80) for row in self.record.get("domains") or [] if row.get("enabled") is not False]

    @property
    def mode(self):
        return self.service.mode if self.service else ""

    @property
    def process_log(self):
        """Return the log that contains the reason of a failure; after a rollback, not the running version's log."""
        after_rollback = self.service is not None and self.service.update_state.startswith("rollback")
        return self.failed_log or (None if after_rollback else self.container_log)

    def ends_with_error(self, *words):
        """List recently ended tasks whose error contains one of the words."""
        return [end for end in self.ends if any(word in end.task.error for word in words)]
