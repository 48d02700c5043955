# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Holds the evidence about one application or database. Nothing here judges it. Private to this collection."""

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


def longest_duration(rows):
    """How many seconds the longest successful deployment took, or None."""
    times = [(parse_iso8601(row.get("startedAt") or row.get("createdAt")), parse_iso8601(row.get("finishedAt"))) for row in rows if row.get("status") == "done"]
    return max((end - start for start, end in times if start is not None and end is not None), default=None)


def patience_for(rows, floor):
    """Twice the longest successful deployment among these rows, and at least C(floor), in seconds."""
    return max(float(floor), 2 * (longest_duration(rows) or 0.0))


@dataclass(frozen=True)
class TaskEnd:
    """How a task ended."""

    task: Any
    exit_code: Optional[int] = None
    out_of_memory: Optional[bool] = None      # None: its container was removed, or is on another node


@dataclass(frozen=True)
class Blocker:
    """The deployment of another service behind which this one waits."""

    job: Any
    stuck: bool
    silent: bool = False                      # its log was read twice, and did not change


@dataclass
class Case:
    """The evidence about one service; filled by C(collect_case), and only read afterwards."""

    name: str
    resource: Any = APPLICATION
    place: Any = None
    observed: Observation = field(default_factory=Observation)
    comparison: Any = field(default_factory=Comparison)
    verdict: Any = None
    now: float = 0.0
    jobs: Optional[list] = None               # of the whole server, None where the queue could not be read
    log: Optional[str] = None                 # of the deployment that runs, or of the last one
    silent: Optional[float] = None            # seconds without a change of its log; None where the log was not observed
    ends: list = field(default_factory=list)
    health: Optional[dict] = None             # of a container: status, failing_streak, output
    oom_events: int = 0
    container_log: Optional[str] = None       # of a running container
    failed_log: Optional[str] = None          # of the container that failed last
    listening: Optional[list] = None          # (address, port) of what listens in a running container
    traefik: Optional[dict] = None            # {"status": …, "networks": […]}, {} where there is none
    traefik_findings: Optional[list] = None   # of _traefik.routing_check
    domains: Optional[list] = None            # of every application: host, path, application, enabled
    branches: Optional[list] = None
    provider_error: str = ""
    server: Optional[dict] = None             # disk and networks of its host
    probes: list = field(default_factory=list)
    pushed: Optional[dict] = None
    stuck_after: float = 600.0                # the least age in seconds at which a deployment may count as stuck
    blocked_after: float = 1800.0             # maximum seconds to wait in a working queue
    blocker: Optional[Blocker] = None
    image_id: str = ""                        # of the image of a running container
    running_digests: list = field(default_factory=list)       # that image's, by repository: web@sha256:…
    registry: Any = None                      # RegistryAnswer for its tag, where that was asked
    nodes: Optional[list] = None              # of its server, where Swarm cannot place a task
    address: str = ""                         # of Dokploy's pages, for what a person has to do there
    unread: list = field(default_factory=list)

    @property
    def record(self):
        return self.observed.record or {}

    @property
    def service_id(self):
        return self.record.get(self.resource.id)

    @property
    def kind(self):
        """C(application), or the kind of a database."""
        return self.resource.calls.type

    @property
    def module(self):
        """The module that manages it."""
        return "dokploy_" + self.resource.kind

    @property
    def status(self):
        """What Dokploy last wrote of it."""
        return self.record.get(self.resource.calls.status)

    @property
    def service(self):
        return self.observed.service

    @property
    def crashed(self):
        """Whether containers of docker compose ended by themselves: nothing of it may run then, and nobody stopped it."""
        return self.observed.parts is not None and self.verdict is not None and any(task.state == "failed" for task in self.verdict.failed)

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
    def last(self):
        """The newest deployment's row, or None."""
        rows = self.observed.deployments
        return rows[0] if rows else None

    @property
    def under_way(self):
        """The row of a deployment that says it runs, or None."""
        row = self.last
        return row if row and row.get("status") == "running" and not row.get("finishedAt") else None

    @property
    def failed(self):
        """The row of the last deployment if that failed, or None."""
        row = self.last
        return row if row and row.get("status") == "error" else None

    @property
    def patience(self):
        """Minimum age in seconds at which a deployment counts as stuck."""
        return patience_for(self.observed.deployments, self.stuck_after)

    def usual_duration(self):
        """Describes the limit that the age of its deployment exceeds."""
        longest = longest_duration(self.observed.deployments)
        if longest is None or 2 * longest <= self.stuck_after:
            return "longer than stuck_after (%s)" % format_duration(self.stuck_after)
        return "more than twice as long as its longest earlier one (%s)" % format_duration(longest)

    @property
    def own_jobs(self):
        return [job for job in self.jobs or [] if job.service_id == self.service_id]

    @property
    def ports(self):
        """(host, port) of every enabled domain."""
        if self.kind == "compose":
            return []                   # its routers are labels of its services, and no file of Traefik
        return [(row.get("host") or "", row.get("port") or 80) for row in self.record.get("domains") or [] if row.get("enabled") is not False]

    @property
    def mode(self):
        return self.service.mode if self.service else ""

    @property
    def process_log(self):
        """The log in which the reason of a failure stands: after a rollback that of the running version says nothing."""
        after_rollback = self.service is not None and self.service.update_state.startswith("rollback")
        return self.failed_log or (None if after_rollback else self.container_log)

    def ends_with_error(self, *words):
        """Recently ended tasks whose error holds one of the words."""
        return [end for end in self.ends if any(word in end.task.error for word in words)]

    def forget_unread(self, what):
        """Something was read in another way."""
        self.unread = [one for one in self.unread if one["what"] != what]

    def note_unread(self, what, why):
        """Note that something could not be read."""
        if not any(one["what"] == what for one in self.unread):
            self.unread.append({"application": self.name, "what": what, "why": str(why)})
