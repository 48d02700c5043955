# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the types that describe the state of a service. Both backends, the API and the Docker Engine, make them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Optional


@dataclass(frozen=True, eq=False, repr=False)
class Task:
    """A task of a Swarm service, or a container of docker compose."""

    id: str
    slot: str  # "web-x1y2z3.1"
    desired: str  # Swarm's desired state: running, ready, shutdown, remove
    state: str  # its actual state: running, starting, pending, failed, rejected, complete …
    age: Optional[int] = None  # minimum number of seconds in that state, since Docker may report rounded times
    node: str = ""
    error: str = ""
    end: dict = field(default_factory=dict)  # exit_code, out_of_memory and restarts, if known
    part: str = ""  # the name of its service, if the record has several services
    image: str = ""  # its image, if the record has several services
    checked: bool = False  # whether it is a container with a passed health check
    stopped: bool = False  # whether it is a container that somebody stopped

    @property
    def runs(self):
        return self.desired == "running" and self.state == "running"


@dataclass(frozen=True, eq=False, repr=False)
class Service:
    """A Swarm service in the engine."""

    id: str
    spec: dict  # Docker's specification: Name, TaskTemplate, Mode, UpdateConfig …
    update_state: str = ""  # "", updating, completed, paused, rollback_started, rollback_completed, rollback_paused
    update_message: str = ""
    version: Optional[int] = None
    previous: Optional[dict] = None  # the specification before the last update, if there is one
    names: dict = field(default_factory=dict)  # {id of a network: its name}, if they were read
    updated_at: str = ""  # the time of its last update, ISO 8601

    @cached_property
    def container(self):
        return (self.spec.get("TaskTemplate") or {}).get("ContainerSpec") or {}

    @property
    def image(self):
        """Return the image without the digest that Docker adds to a tag. A digest without a tag was requested, and stays."""
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

    @cached_property
    def wanted(self):
        """The desired replicas; None unless the mode is replicated."""
        if self.mode != "replicated":
            return None
        return ((self.spec.get("Mode") or {}).get("Replicated") or {}).get("Replicas", 1)

    @property
    def stopped(self):
        return self.wanted == 0


@dataclass(frozen=True, eq=False, repr=False)
class Part:
    """One service of a compose service: a Swarm service of a stack, or the containers of docker compose."""

    name: str  # its name in the file
    tasks: tuple = ()  # its tasks, or its containers as tasks
    service: Optional[Service] = None  # None for containers of docker compose
    containers: tuple = ()  # docker inspect of each container, if readable
    restarts: bool = True  # whether Docker restarts a container that exited with 0

    @property
    def stopped(self):
        if self.service is not None:
            return self.service.stopped
        return not any(task.desired == "running" for task in self.tasks)

    @property
    def completed(self):
        """Return whether its newest tasks exited with 0, and Docker does not restart them."""
        newest = {}
        for task in self.tasks:
            if task.slot not in newest or (task.age or 0) < (newest[task.slot].age or 0):
                newest[task.slot] = task
        return not self.restarts and bool(newest) and all(task.state == "complete" for task in newest.values())


@dataclass(frozen=True, eq=False, repr=False)
class Observation:
    """One observation of a service. C(record): Dokploy's row, or None."""

    backend: str = "api"
    record: Optional[dict] = None
    service: Optional[Service] = None
    tasks: list = field(default_factory=list)
    jobs: list = field(default_factory=list)  # the jobs of the server's queue: dicts with service_id, title, description, state, mine
    proven: bool = True  # whether the engine answered, so that an empty list of tasks is reliable
    image_pruned: bool = False  # whether the image that Dokploy built was removed from the server
    unreadable: dict = field(default_factory=dict)  # {unreadable part: the reason}
    names: dict = field(default_factory=dict)  # {id of a network: its name}, if they were read
    withheld: bool = False  # whether this key has no permission to read the engine
    parts: Optional[tuple] = None  # the Parts of a compose service, whose C(service) is None
    converted: Optional[str] = None  # the compose file that Dokploy would deploy, if it was read
    ended_well: bool = False  # whether all containers exited by themselves

    @property
    def exists(self):
        """Return whether the engine has a Swarm service or a container of this service."""
        return self.service is not None or bool(self.parts)

    @property
    def deployments(self):
        """Return the rows of this service's deployments, newest first."""
        rows = (self.record or {}).get("deployments") or []
        return sorted(rows, key=lambda row: row.get("createdAt") or "", reverse=True)

    @property
    def was_deployed(self):
        """Return whether a deployment of this service ever succeeded."""
        return any(row.get("status") == "done" for row in self.deployments)

    @property
    def running(self):
        return [task for task in self.tasks if task.runs]

    @cached_property
    def phase(self):
        """Return the phase by the engine's state: C(absent), C(never_deployed), C(stopped), C(running), or C(unknown)."""
        if self.record is None and not self.exists:
            return "absent"
        if "service" in self.unreadable:
            return "unknown"
        if not self.exists:
            # A stopped stack has no services; only the rows of its deployments remain.
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
        """List the Swarm services."""
        return [self.service] if self.service is not None else [part.service for part in self.parts or () if part.service is not None]

    def busy(self):
        """Return C((state, title)) of the running or waiting deployment of this service, or None."""
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
