# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes what a backend sees of a service: the types that the API and the Docker backend both fill."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Optional


# This many ends in one slot without a running task are a crash loop.
CRASH_LOOP = 3


@dataclass(frozen=True)
class Task:
    """One task of a Swarm service."""

    id: str
    slot: str  # "web-x1y2z3.1"
    desired: str  # Swarm's desired state: running, ready, shutdown, remove
    state: str  # its own: running, starting, pending, failed, rejected, complete …
    age: Optional[int] = None  # seconds in that state, the least that the engine's words can mean
    node: str = ""
    error: str = ""  # "" where there is none
    end: dict = field(default_factory=dict)  # exit_code, out_of_memory and restarts, as far as known
    part: str = ""  # of several services behind one record: the name of its service
    image: str = ""  # where it is not the image of the one service
    checked: bool = False  # a container whose health check says that it is healthy
    stopped: bool = False  # a container that somebody stopped

    @property
    def runs(self):
        return self.desired == "running" and self.state == "running"


@dataclass(frozen=True)
class Service:
    """A Swarm service as the engine has it."""

    id: str
    spec: dict  # Docker's own: Name, TaskTemplate, Mode, UpdateConfig …
    update_state: str = ""  # "", updating, completed, paused, rollback_started, rollback_completed, rollback_paused
    update_message: str = ""
    version: Optional[int] = None
    previous: Optional[dict] = None  # the specification before the last change, where the engine keeps one
    names: dict = field(default_factory=dict)  # of networks by their ids, where they were asked for
    updated_at: str = ""  # when it was last changed, as the engine writes it

    @property
    def container(self):
        return (self.spec.get("TaskTemplate") or {}).get("ContainerSpec") or {}

    @property
    def image(self):
        """The image, without the digest that an engine adds to a tag. A digest without a tag is what was asked for."""
        image = self.container.get("Image") or ""
        name = image.split("@sha256:")[0]
        return name if ":" in name.rsplit("/", 1)[-1] else image

    @property
    def labels(self):
        return self.container.get("Labels") or {}

    @property
    def mode(self):
        """Return C(replicated), C(global), C(replicated-job) or C(global-job)."""
        mode = self.spec.get("Mode") or {}
        for key, name in (("Global", "global"), ("ReplicatedJob", "replicated-job"), ("GlobalJob", "global-job")):
            if key in mode:
                return name
        return "replicated"

    @property
    def wanted(self):
        """The desired replicas; None unless the mode is replicated."""
        if self.mode != "replicated":
            return None
        return ((self.spec.get("Mode") or {}).get("Replicated") or {}).get("Replicas", 1)

    @property
    def stopped(self):
        return self.wanted == 0


@dataclass(frozen=True)
class Part:
    """One of several services behind one record: a service of a stack, or the containers of a service of docker compose."""

    name: str  # as its file calls it
    tasks: tuple = ()  # the tasks, or the containers
    service: Optional[Service] = None  # None: containers, which are no tasks of Swarm
    containers: tuple = ()  # docker inspect of each, where it can be read
    restarts: bool = True  # whether a task that has ended with 0 is started again

    @property
    def stopped(self):
        if self.service is not None:
            return self.service.stopped
        return not any(task.desired == "running" for task in self.tasks)

    @property
    def completed(self):
        """Return whether it is not restarted, and has succeeded."""
        newest = {}
        for task in self.tasks:
            if task.slot not in newest or (task.age or 0) < (newest[task.slot].age or 0):
                newest[task.slot] = task
        return not self.restarts and bool(newest) and all(task.state == "complete" for task in newest.values())


@dataclass(frozen=True)
class Observation:
    """One observation of a service. C(record): Dokploy's row, or None."""

    backend: str = "api"
    record: Optional[dict] = None
    service: Optional[Service] = None
    tasks: list = field(default_factory=list)
    jobs: list = field(default_factory=list)  # of the server's queue: dicts with service_id, title, description, state
    proven: bool = True  # the engine answered: "nothing runs" is reliable
    image_pruned: bool = False  # the image that was built for it was removed from its server
    unreadable: dict = field(default_factory=dict)  # part -> why it could not be read
    names: dict = field(default_factory=dict)  # of networks by their ids, where they were asked for
    withheld: bool = False  # this key may not read the engine
    parts: Optional[tuple] = None  # of a record with several services: each; C(service) is None then
    converted: Optional[str] = None  # the file that Dokploy would deploy, where there is one
    ended_well: bool = False  # no container of it runs any more, and nobody stopped it

    @property
    def exists(self):
        """Return whether the engine has any service or container of it."""
        return self.service is not None or bool(self.parts)

    @property
    def deployments(self):
        """Rows of this service's deployments, the newest first."""
        rows = (self.record or {}).get("deployments") or []
        return sorted(rows, key=lambda row: row.get("createdAt") or "", reverse=True)

    @property
    def was_deployed(self):
        """Return whether a deployment of it ever succeeded."""
        return any(row.get("status") == "done" for row in self.deployments)

    @property
    def running(self):
        return [task for task in self.tasks if task.runs]

    @property
    def phase(self):
        """C(absent), C(never_deployed), C(stopped), C(running), or C(unknown), by what the engine shows."""
        if self.record is None and not self.exists:
            return "absent"
        if "service" in self.unreadable:
            return "unknown"
        if not self.exists:
            # A stopped stack leaves nothing but the rows of its deployments.
            return "stopped" if self.parts is not None and self.was_deployed else "never_deployed"
        if self.parts is not None:
            return "stopped" if all(part.stopped for part in self.parts) and not self.ended_well else "running"
        return "stopped" if self.service.stopped else "running"

    @property
    def at_rest(self):
        """Return whether no replica runs, and none is desired."""
        if not self.exists:
            return self.proven
        return self.phase == "stopped" and not any(task.state == "running" for task in self.tasks)

    @property
    def services(self):
        """The services of Swarm."""
        return [self.service] if self.service is not None else [part.service for part in self.parts or () if part.service is not None]

    def busy(self):
        """The running or waiting deployment of this service, as C((state, title)), or None."""
        for row in self.deployments:
            if row.get("status") == "running" and not row.get("finishedAt"):
                return "running", row.get("title") or ""
        for job in self.jobs:
            if job["mine"]:
                return job.get("state") or "", job.get("title") or ""
        return None


# The Observation of a service before its creation.
NEVER_DEPLOYED = Observation(record={}, proven=False)


def count_wanted_tasks(observed: Observation) -> Any:
    """Return the desired number of tasks: its replicas, or the current number for a global service (one per node)."""
    if observed.parts is not None:
        return sum(count_part_tasks(part) for part in observed.parts)
    if observed.service is None:
        return 0
    if observed.service.wanted is not None:
        return observed.service.wanted
    return max(1, len({task.slot for task in observed.tasks if task.desired in ("running", "ready")}))


def count_part_tasks(part):
    """Return the desired number of tasks of one part; 0 once it completed."""
    if part.completed:
        return 0
    if part.service is None:
        return len(part.tasks)
    return count_wanted_tasks(Observation(service=part.service, tasks=list(part.tasks)))
