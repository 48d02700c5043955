# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``docker compose`` on one host: the containers of a project, outside of the Swarm.

A container of a project is moved by the same rules as a task of a service that nobody else sees: it starts, lives and ends as its image
says, and is restarted as ``restart`` says.
"""

from __future__ import annotations

from . import stack
from .compose_file import ComposeError
from .swarm import ENDED, Service

LABEL = "com.docker.compose.project"
RESTARTS = {"always": "any", "unless-stopped": "any", "on-failure": "on-failure", "no": "none", None: "none"}
UNKNOWN = "unknown shorthand flag: 'p' in -p\n\nUsage:  docker [OPTIONS] COMMAND [ARG...]\n\nRun 'docker --help' for more information\n"


class Part(Service):
    """One service of a project."""

    def __init__(self, engine, spec, project, key, container_name, policy=""):
        Service.__init__(self, engine, spec)
        self.policy = policy
        self.attached = []              # (network, aliases)
        self.project, self.key, self.container_name = project, key, container_name
        self.between = "_" if engine.host.compose.startswith("1.") else "-"

    def name_of(self, task):
        return self.container_name or self.between.join((self.project, self.key, str(task.slot)))

    def labels_of(self, task):
        return {LABEL: self.project, "com.docker.compose.service": self.key, "com.docker.compose.container-number": str(task.slot),
                "com.docker.compose.oneoff": "False"}


def specification_of(engine, project, key, service, data, variables, files, folder):
    """A part in the form of a service of the Swarm."""
    if not service.get("image"):
        raise ComposeError("service \"%s\" has neither an image nor a build context specified: invalid compose project" % key)
    mounts = [stack.mount_of(entry, project, data, folder) for entry in service.get("volumes") or []]
    for mount in mounts:
        if "VolumeOptions" in mount:
            mount["VolumeOptions"] = {"Labels": {LABEL: project}}
    policy, _colon, attempts = str(service.get("restart") or "no").partition(":")
    if policy not in RESTARTS:
        raise ComposeError("invalid restart policy: unknown policy '%s'" % policy)
    container = {"Image": service["image"], "Labels": stack.pairs(service.get("labels"))}
    container.update(stack.container_of(service, mounts, variables, files))
    resources = stack.resources_of(service)
    if service.get("mem_limit"):
        resources.setdefault("Limits", {})["MemoryBytes"] = stack.size(service["mem_limit"])
    replicas = int((service.get("deploy") or {}).get("replicas", service.get("scale", 1)))
    template = {"ContainerSpec": container, "Resources": resources, "Placement": {}, "Networks": [], "ForceUpdate": 0, "Runtime": "container",
                "RestartPolicy": {"Condition": RESTARTS[policy], "Delay": stack.SECOND, "MaxAttempts": int(attempts or 0)}}
    ports = [dict(stack.port_of(entry), PublishMode="host") for entry in service.get("ports") or []]
    return {"Name": "%s-%s" % (project, key), "Labels": {}, "TaskTemplate": template, "Mode": {"Replicated": {"Replicas": replicas}},
            "EndpointSpec": {"Ports": ports}}


def restart_of(service):
    """The name of its restart policy, as the engine shows it."""
    policy = str(service.get("restart") or "").partition(":")[0]
    return "" if policy == "no" else policy


def fetch_images(engine, specs):
    """Every image is pulled before anything starts; :raises ComposeError: where one cannot be had."""
    for spec in specs:
        image = spec["TaskTemplate"]["ContainerSpec"]["Image"]
        if engine.find_image(image) is None:
            raise ComposeError("Error response from daemon: manifest for %s not found: manifest unknown: manifest unknown" % image)


def refuse_used_ports(engine, project, specs):
    """:raises ComposeError: where a port of the host is published by another container, or would be twice."""
    used = {port["PublishedPort"] for one in engine.containers if one.status == "running" and getattr(one.task.service, "project", None) != project
            for port in one.task.endpoint.get("Ports") or [] if port.get("PublishMode") == "host"}
    for spec in specs:
        for port in spec["EndpointSpec"]["Ports"]:
            number, replicas = port["PublishedPort"], spec["Mode"]["Replicated"]["Replicas"]
            if number and (number in used or replicas > 1):
                raise ComposeError("Error response from daemon: driver failed programming external connectivity on endpoint %s-1: Bind for 0.0.0.0:%d failed: "
                                   "port is already allocated" % (spec["Name"], number))
            used.add(number)


def up(engine, project, data, variables, files, folder):
    """``docker compose up -d`` -> the lines that are printed; :raises ComposeError: with those of a failure."""
    if not engine.host.compose:
        raise ComposeError(UNKNOWN.rstrip("\n"))
    data = stack.interpolate(data, variables)
    services = stack.checked(data)
    specs = {key: specification_of(engine, project, key, service, data, variables, files, folder) for key, service in services.items()}
    fetch_images(engine, specs.values())
    refuse_used_ports(engine, project, specs.values())
    parts = engine.projects.setdefault(project, {})
    lines = [" Network %s_default  Created" % project] if not parts else []
    for key in [key for key in parts if key not in specs]:
        engine.remove(parts.pop(key))
    for key, spec in specs.items():
        if key in parts:
            # what has ended is started again, in its own container
            ended = [task for task in parts[key].tasks if task.state in ENDED]
            parts[key].tasks = [task for task in parts[key].tasks if task not in ended]
            engine.containers = [one for one in engine.containers if one.task not in ended]
            engine.update(parts[key], spec)
        else:
            parts[key] = engine.create_part(Part(engine, spec, project, key, services[key].get("container_name"), restart_of(services[key])))
        mode = services[key].get("network_mode")
        parts[key].attached = [(mode, [])] if mode else stack.networks_of(services[key], project, data, engine.networks)
        lines.append(" Container %s-%s-1  Started" % (project, key))
    return lines


def stop(engine, project):
    """``docker compose stop``, which waits: the containers stay, ended."""
    if not engine.host.compose:
        raise ComposeError(UNKNOWN)
    for part in engine.projects.get(project, {}).values():
        engine.update(part, dict(part.spec, Mode={"Replicated": {"Replicas": 0}}))
    for _each in range(400):
        if not any(one.status == "running" for one in containers_of(engine, project)):
            break
        engine.agenda.clock.advance(0.1)
        engine.agenda.settle()


def down(engine, project, volumes):
    """``docker compose down``."""
    for part in engine.projects.pop(project, {}).values():
        engine.remove(part)
        if volumes:
            for mount in part.spec["TaskTemplate"]["ContainerSpec"].get("Mounts") or []:
                if "VolumeOptions" in mount:
                    engine.volumes.discard(mount["Source"])


def await_start(engine, project):
    """``docker compose up -d`` answers when each container was started."""
    for _each in range(100):
        if all(task.container is not None and task.container.status != "created" or task.error for part in engine.projects.get(project, {}).values()
               for task in part.tasks):
            return
        engine.agenda.clock.advance(0.1)
        engine.agenda.settle()


def containers_of(engine, project):
    """The containers of a project, the newest first: one for each place, which a restart keeps."""
    found, seen = [], set()
    for one in engine.containers:
        place = (getattr(one.task.service, "project", None), getattr(one.task.service, "key", None), one.task.slot)
        if place[0] == project and place not in seen:
            seen.add(place)
            found.append(_ended_before(one) if one.status == "created" else one)
    return found


def _ended_before(container):
    """The container that is about to be started again: the one that ended, where there was one."""
    task = container.task
    ended = [other for other in task.service.tasks if other is not task and other.slot == task.slot and other.state in ENDED and other.container is not None]
    return max(ended, key=lambda other: other.order).container if ended else container


def ended_of(engine):
    """The containers of projects that have ended, and that the engine starts again."""
    return [task.container for parts in engine.projects.values() for part in parts.values() for task in part.tasks
            if task.state in ENDED and task.container is not None]


def restarts_of(container):
    """How many times the engine has started a container again."""
    service = container.task.service
    return len(service.restarts.get(container.task.place_key(), [])) if getattr(service, "project", None) is not None else 0


def is_restarting(container):
    """Whether an ended container of a project waits until it is started again."""
    task = container.task
    return container.status == "exited" and getattr(task.service, "project", None) is not None and any(
        other is not task and other.slot == task.slot and other.desired in ("ready", "running") and other.state not in ENDED for other in task.service.tasks)
