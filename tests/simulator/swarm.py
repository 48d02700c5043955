# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A Docker Engine with Swarm: services, tasks and containers, driven by an agenda.

What runs follows from the services' specifications, the described world and the clock alone. The orchestrator's rules are those of
Swarm: slots, restarts with a delay, rolling updates that start or stop first, monitoring, pause and rollback.
"""

from __future__ import annotations

import re

from . import dotenv
from .data import copy_data
from .errors import DockerError, NeverAnswers
from .world import Behaviour

SECOND = 1000000000
ASSIGNED, PREPARING = 0.12, 0.24
HISTORY = 5
# a process that ends within this time was never seen running by the manager
INSTANT = 0.25
GRACE = 10.0
# for how long the container of a task stays that was scaled away
LEFT_BEHIND = 10.0
# for how long at least the networks of a removed stack are known by name
STACK_LEFT = 4.0
RUNNABLE = ("ready", "running")
ENDED = ("complete", "failed", "shutdown", "rejected", "remove", "orphaned")


class Container:
    """One container, made for a task."""

    def __init__(self, engine, task):
        self.id = engine.ids.hex(64)
        self.task = task
        self.name = task.service.name_of(task)
        self.image = task.spec["ContainerSpec"]["Image"].partition("@")[0]
        self.created = engine.now
        self.started = None
        self.finished = None
        self.status = "created"
        self.exit_code = 0
        self.oom = False
        self.health = None
        self.probes = []
        self.failing = 0
        self.pid = engine.ids.number(2000, 30000)


class Task:
    """One task of a service, in a slot (or on a node, for global services)."""

    def __init__(self, engine, service, slot, node=None, desired="running"):
        self.id = engine.ids.base36(25)
        self.service = service
        self.slot = slot
        self.node = node
        self.pinned = node
        self.spec = copy_data(service.spec["TaskTemplate"])
        self.endpoint = copy_data(service.spec.get("EndpointSpec") or {})
        self.desired = desired
        self.state = "new"
        self.since = self.created = self.updated = engine.now
        self.order = engine.ids.serial()
        self.index = engine.bump()
        self.error = ""
        self.message = "created"
        self.container = None
        self.timer = None
        self.release = None
        self.waiting = False
        self.image = None
        self.behaviour = None
        self.restart_when_released = False

    def place(self):
        return self.slot if self.slot else self.node.identifier

    def place_key(self):
        """Its slot, or the node it is bound to."""
        return self.slot or (self.pinned or self.node).identifier

    def runnable(self):
        return self.desired in RUNNABLE


class Service:
    """One service with its specification as it was given ("raw"); the inspection adds Docker's defaults."""

    def __init__(self, engine, spec):
        self.id = engine.ids.base36(25)
        self.spec = spec
        self.previous = None
        self.name = spec["Name"]
        self.created = self.updated = engine.now
        self.index = engine.bump()
        self.update_status = None
        self.updater = None
        self.tasks = []
        self.address = "10.0.1.%d/24" % (engine.ids.number(5, 250))
        self.restarts = {}
        self.gone = False

    def name_of(self, task):
        """The name of a task's container."""
        return "%s.%s.%s" % (self.name, task.place(), task.id)

    def labels_of(self, task):
        """The labels that Docker itself gives a task's container."""
        return {"com.docker.swarm.service.id": self.id, "com.docker.swarm.service.name": self.name, "com.docker.swarm.task.id": task.id}

    def replicas(self):
        mode = self.spec.get("Mode") or {}
        if "Global" in mode:
            return None
        return int((mode.get("Replicated") or {}).get("Replicas", 1) or 0)

    def is_global(self):
        return "Global" in (self.spec.get("Mode") or {})

    def running(self):
        return [task for task in self.tasks if task.state == "running"]


class EngineNode:
    """A node with its id in the swarm."""

    def __init__(self, described, identifier):
        self.described = described
        self.identifier = identifier


class Engine:
    """The Docker of one host."""

    def __init__(self, world, host, agenda, ids):
        self.world = world
        self.host = host
        self.agenda = agenda
        self.ids = ids
        self.services = {}
        self.containers = []
        self.projects = {}          # name of a project of docker compose -> {name of a service: Part}
        self.local = {}
        self._nodes = {}
        self._index = 20
        self.kills = []             # (when, the container) of each that was killed for memory
        self.network_id = ids.base36(25)
        self.networks = {"dokploy-network": self.network_id}
        self._stacks = {}           # name of a stack -> names of its networks
        self._going = {}            # name of a stack that was removed -> (until when it is not forgotten, ids of its networks)
        self.volumes = set()
        self.network_created = self.now
        for reference, image in host.images.items():
            self.local[reference] = image

    # -- small things -----------------------------------------------------------------------------------------------------------

    @property
    def now(self):
        return self.agenda.now

    @property
    def dead(self):
        return self.host.dead

    def bump(self):
        self._index += 1
        return self._index

    def nodes(self):
        result = []
        for described in self.host.nodes:
            key = described.hostname
            if key not in self._nodes:
                self._nodes[key] = EngineNode(described, self.ids.base36(25))
            self._nodes[key].described = described
            result.append(self._nodes[key])
        return result

    def service(self, reference):
        """A service by its name, id or the beginning of its id."""
        if reference in self.services:
            return self.services[reference]
        for service in self.services.values():
            if len(reference) >= 4 and service.id.startswith(reference):
                return service
        return None

    def task(self, identifier):
        for service in self.everything():
            for task in service.tasks:
                if task.id == identifier:
                    return task
        return None

    def leader(self):
        """The node that Dokploy asks: docker ps, inspect, logs and exec know its containers alone."""
        return next((node for node in self.nodes() if node.described.role == "manager"), None)

    def containers_here(self):
        leader = self.leader()
        return [one for one in self.containers if one.task.node is None or one.task.node is leader]

    def container(self, reference):
        for container in self.containers_here():
            if container.name == reference or (len(reference) >= 4 and container.id.startswith(reference)):
                return container
        return None

    # -- networks of stacks -----------------------------------------------------------------------------------------------------

    def add_network(self, network, stack):
        self.networks[network] = self.ids.base36(25)
        self._stacks.setdefault(stack, []).append(network)

    def remove_networks(self, stack):
        names = self._stacks.pop(stack, [])
        if names:
            self._going[stack] = (self.now + STACK_LEFT, {name: self.networks.pop(name) for name in names})

    def stacks_going(self, stack):
        """The ids of the networks of a stack that was removed a moment ago, while a container of it may still be attached to them."""
        until, networks = self._going.get(stack, (0.0, {}))
        busy = any(one.status == "running" and one.task.service.gone and one.task.service.name.startswith(stack + "_") for one in self.containers)
        return list(networks.values()) if self.now < until or busy else []

    def networks_going(self):
        """{name: id} of the networks of stacks that were removed a moment ago: docker inspect still finds them."""
        return {name: one for stack, (_until, networks) in self._going.items() if self.stacks_going(stack) for name, one in networks.items()}

    # -- images -----------------------------------------------------------------------------------------------------------------

    def pull(self, reference, credentials=None):
        """Fetch an image; returns the lines that ``docker pull`` prints.

        :raises DockerError: where it cannot be had.
        """
        image = self.world.image(reference)
        repository, _colon, tag = reference.rpartition(":") if ":" in reference.rsplit("/", 1)[-1] else (reference, ":", "latest")
        if image is None or image.pull == "missing":
            raise DockerError("Error response from daemon: manifest for %s:%s not found: manifest unknown: manifest unknown" % (repository, tag))
        if image.pull == "limited":
            raise DockerError("Error response from daemon: toomanyrequests: You have reached your unauthenticated pull rate limit. "
                              "https://www.docker.com/increase-rate-limit")
        if image.pull == "unreachable":
            raise DockerError('Error response from daemon: Get "https://%s/v2/": dial tcp: lookup %s on 127.0.0.53:53: no such host' % (
                (repository.partition("/")[0],) * 2))
        if image.pull == "denied":
            raise DockerError("Error response from daemon: pull access denied for %s, repository does not exist or may require 'docker login'" % repository)
        if image.credentials and tuple(image.credentials) != tuple(credentials or ()):
            address, _slash, path = repository.partition("/")
            raise DockerError('Error response from daemon: Head "http://%s/v2/%s/manifests/%s": no basic auth credentials' % (address, path, tag))
        known = self.local.get(reference) is image
        self.local[reference] = image
        self._images_changed()
        shown = image.repository or repository.rsplit("/", 1)[-1]
        status = "Image is up to date for" if known or image.repository else "Downloaded newer image for"
        return ["%s: Pulling from %s" % (tag, shown), "Digest: %s" % image.digest_text(), "Status: %s %s:%s" % (status, repository, tag), reference]

    def built(self, reference, image):
        """Keep the image of a build under its name."""
        self.local[reference] = image
        self._images_changed()

    def prune_images(self, everything=False):
        """Remove the images that no container uses, as Dokploy's nightly clean-up does; returns their names."""
        used = {container.image for container in self.containers}
        lost = [reference for reference in self.local if everything or reference not in used]
        for reference in lost:
            del self.local[reference]
        return lost

    def prune_containers(self):
        """Remove ended containers."""
        self.containers = [container for container in self.containers if container.status == "running"]

    def find_image(self, reference):
        """The image that a task would run: a local one, or what a registry has."""
        reference = reference.partition("@")[0]
        image = self.local.get(reference)
        if image is None:
            image = self.world.image(reference)
            if image is not None and (image.pull != "ok" or image.credentials):
                image = None
            if image is not None:
                self.local[reference] = image
        return image

    def _images_changed(self):
        for service in self.everything():
            self._reconsider(service)

    # -- services: what the API does ------------------------------------------------------------------------------------------------

    def validate(self, spec):
        """Refuse what Docker refuses, in its words."""
        template = spec["TaskTemplate"]
        mode = spec.get("Mode") or {}
        resources = template.get("Resources") or {}
        for kind in ("Limits", "Reservations"):
            part = resources.get(kind) or {}
            memory, cpus = part.get("MemoryBytes") or 0, part.get("NanoCPUs") or 0
            if memory and memory < 4 * 1024 * 1024:
                raise _invalid("invalid memory value %d: Must be at least 4MiB" % memory)
            if cpus and cpus < 1000000:
                raise _invalid("invalid cpu value %s: Must be at least %s" % (cpus / 1e9, "0.001"))
        if ("ReplicatedJob" in mode or "GlobalJob" in mode) and spec.get("UpdateConfig"):
            raise _invalid("Jobs may not have an update config")
        if not template["ContainerSpec"].get("Image"):
            raise _invalid("ContainerSpec: image reference must be provided")
        targets = [one["Target"] for one in template["ContainerSpec"].get("Mounts") or []]
        for target in targets:
            if targets.count(target) > 1:
                raise _invalid("ContainerSpec: duplicate mount point: %s" % target)
        for entry in template["ContainerSpec"].get("Env") or []:
            dotenv.expand(entry, {".Service.Name": spec["Name"]})
        endpoint = spec.get("EndpointSpec") or {}
        published = set()
        for port in endpoint.get("Ports") or []:
            key = (port.get("PublishedPort"), port.get("Protocol"))
            if key[0] and key in published:
                raise _invalid("EndpointSpec: duplicate published ports provided")
            published.add(key)
            if endpoint.get("Mode") == "dnsrr" and port.get("PublishMode") != "host":
                raise _invalid("EndpointSpec: port published with ingress mode can't be used with dnsrr mode")
        for name, service in self.services.items():
            if name == spec["Name"]:
                continue
            for port in (service.spec.get("EndpointSpec") or {}).get("Ports") or []:
                if port.get("PublishMode") != "host" and (port.get("PublishedPort"), port.get("Protocol")) in published:
                    raise _invalid("port '%d' is already in use by service '%s' (%s) as an ingress port" % (port["PublishedPort"], name, service.id))

    def create(self, spec):
        spec = copy_data(spec)
        self.validate(spec)
        self.volumes |= {one["Source"] for one in spec["TaskTemplate"]["ContainerSpec"].get("Mounts") or [] if one["Type"] == "volume"}
        if spec["Name"] in self.services:
            raise DockerError("(HTTP code 409) unexpected - rpc error: code = AlreadyExists desc = name conflicts with an existing object: "
                              "service %s already exists " % spec["Name"])
        service = self.services[spec["Name"]] = Service(self, spec)
        self._reconcile(service)
        return service

    def create_part(self, part):
        """A service of docker compose: it runs, and is none of the Swarm's."""
        self.volumes |= {one["Source"] for one in part.spec["TaskTemplate"]["ContainerSpec"].get("Mounts") or [] if one["Type"] == "volume"}
        self._reconcile(part)
        return part

    def update(self, service, spec):
        spec = copy_data(spec)
        self.validate(spec)
        self.volumes |= {one["Source"] for one in spec["TaskTemplate"]["ContainerSpec"].get("Mounts") or [] if one["Type"] == "volume"}
        if service.is_global() != ("Global" in (spec.get("Mode") or {})):
            raise _invalid("service mode change is not allowed", code="Unimplemented")
        self._cancel_updater(service)
        service.previous = service.spec
        service.spec = spec
        service.update_status = None
        service.updated = self.now
        service.index = self.bump()
        self._reconcile(service)

    def remove(self, service):
        service.gone = True
        self._cancel_updater(service)
        self.services.pop(service.name, None)
        for task in list(service.tasks):
            self.agenda.cancel(task.release)
            if task.state not in ENDED:
                self._stop_task(task, "remove")
        service.tasks = [task for task in service.tasks if task.state not in ENDED]
        self.containers = [one for one in self.containers if one.task.service is not service or one.task.state not in ENDED]
        self._ports_changed()

    def scale(self, name, replicas):
        """Set a service's replicas: ``docker service scale --detach``."""
        service = self.services[name]
        spec = copy_data(service.spec)
        spec["Mode"] = {"Replicated": {"Replicas": replicas}}
        self.update(service, spec)
        return service

    def converge(self, service, limit=60.0):
        """Wait as the docker command line waits: until every wanted task runs, and has for five seconds.

        The clock moves on meanwhile. :raises NeverAnswers: where that does not come within ``limit`` seconds.
        """
        began, stable = self.now, None
        while True:
            if self._converged(service):
                stable = self.now if stable is None else stable
                if self.now - stable >= 5.0:
                    return
            else:
                stable = None
            if self.now - began > limit:
                raise NeverAnswers()
            step = 0.25
            self.agenda.clock.advance(step)
            self.agenda.settle()

    def _converged(self, service):
        wanted = service.replicas()
        running = [task for task in service.tasks if task.state == "running" and task.desired == "running"]
        if wanted == 0:
            return not running
        return len(running) >= wanted and (service.update_status or {}).get("State") not in ("updating", "rollback_started")

    # -- the orchestrator -------------------------------------------------------------------------------------------------------------

    def _slots(self, service):
        slots = {}
        for task in service.tasks:
            if task.runnable():
                slots.setdefault(task.slot or task.node.identifier, []).append(task)
        return slots

    def _reconcile(self, service):
        if service.gone:
            return
        if service.is_global():
            present = {task.node.identifier for task in service.tasks if task.runnable() and task.node}
            for node in self._eligible(service.spec["TaskTemplate"])[0]:
                if node.identifier not in present:
                    self._new_task(service, None, node=node)
        else:
            slots = self._slots(service)
            dead = self._dead_slots(service, slots)
            wanted = service.replicas()
            total = len(slots) + len(dead)
            if total < wanted:
                number = 0
                for _one in range(wanted - total):
                    number += 1
                    while number in slots or number in dead:
                        number += 1
                    self._new_task(service, number)
            elif len(slots) > wanted:
                ranked = sorted(slots, key=lambda slot: (not any(task.state == "running" for task in slots[slot]), slot))
                for slot in ranked[wanted:]:
                    for task in slots[slot]:
                        self._end(task, "remove")
        self._start_update(service)

    def _dead_slots(self, service, slots):
        """Slots whose task ended and may not be restarted."""
        dead, newest = set(), {}
        for task in service.tasks:
            if task.slot not in newest or task.order > newest[task.slot].order:
                newest[task.slot] = task
        for task in newest.values():
            if task.slot and task.slot not in slots and task.state in ("complete", "failed", "rejected") and task.desired == "shutdown":
                if task.spec == service.spec["TaskTemplate"] and not self._may_restart(task):
                    dead.add(task.slot)
        return dead

    def _new_task(self, service, slot, node=None, desired="running"):
        task = Task(self, service, slot, node=node, desired=desired)
        service.tasks.append(task)
        self._trim(service, task)
        self._schedule(task)
        return task

    def _trim(self, service, newest):
        """Keep Swarm's history of tasks a slot."""
        same = [task for task in service.tasks if task.place_key() == newest.place_key() and task.state in ENDED]
        for task in sorted(same, key=lambda item: item.order)[:max(0, len(same) - (HISTORY - 1))]:
            service.tasks.remove(task)

    def _eligible(self, template, task=None):
        """The nodes that could take a task, and why not the others."""
        reasons = {"constraints": 0, "resources": 0, "port": 0, "unavailable": 0, "max": 0}
        result = []
        placement = template.get("Placement") or {}
        reservation = (template.get("Resources") or {}).get("Reservations") or {}
        for node in self.nodes():
            described = node.described
            if described.status != "Ready" or described.availability != "Active":
                reasons["unavailable"] += 1
            elif not all(_matches(constraint, node) for constraint in placement.get("Constraints") or []):
                reasons["constraints"] += 1
            elif (reservation.get("MemoryBytes") or 0) > described.memory - self._reserved(node, "MemoryBytes", task) \
                    or (reservation.get("NanoCPUs") or 0) > described.cpus * 1e9 - self._reserved(node, "NanoCPUs", task):
                reasons["resources"] += 1
            elif task is not None and self._port_taken(node, task):
                reasons["port"] += 1
            elif task is not None and placement.get("MaxReplicas") and self._on_node(node, task) >= placement["MaxReplicas"]:
                reasons["max"] += 1
            else:
                result.append(node)
        return result, reasons

    def _reserved(self, node, kind, besides):
        total = 0
        for service in self.services.values():
            for task in service.tasks:
                if task.node is node and task is not besides and task.state not in ENDED:
                    total += ((task.spec.get("Resources") or {}).get("Reservations") or {}).get(kind) or 0
        return total

    def _on_node(self, node, besides):
        return len([task for task in besides.service.tasks if task.node is node and task is not besides and task.state not in ENDED])

    def _port_taken(self, node, besides):
        wanted = {(port.get("PublishedPort"), port.get("Protocol")) for port in besides.endpoint.get("Ports") or [] if port.get("PublishMode") == "host"}
        if not wanted:
            return False
        for service in self.everything() + [besides.service]:
            for task in service.tasks:
                if task.node is node and task is not besides and task.state not in ENDED:
                    for port in task.endpoint.get("Ports") or []:
                        if port.get("PublishMode") == "host" and (port.get("PublishedPort"), port.get("Protocol")) in wanted:
                            return True
        return False

    def _schedule(self, task):
        """Give a task a node, or leave it pending with the reason."""
        nodes, reasons = self._eligible(task.spec, task)
        if task.pinned is not None:
            nodes = [node for node in nodes if node is task.pinned]
        if not nodes:
            parts = []
            for key, words in (("unavailable", "%d node not available for new tasks"), ("constraints", "scheduling constraints not satisfied on %d node"),
                               ("resources", "insufficient resources on %d node"), ("port", "host-mode port already in use on %d node"),
                               ("max", "max replicas per node limit exceed on %d node")):
                if reasons[key]:
                    words = words.replace("node", "nodes", 1) if reasons[key] > 1 else words
                    parts.append(words % reasons[key])
            task.waiting = True
            error = "no suitable node (%s)" % "; ".join(parts) if parts else "no suitable node"
            if task.state != "pending" or task.error != error:
                self._set(task, "pending", error=error, message="pending task scheduling")
            return
        nodes.sort(key=lambda node: (self._on_node(node, task), self.nodes().index(node)))
        task.waiting = False
        task.node = nodes[0]
        self._set(task, "assigned", error="", message="scheduler assigned task to node")
        task.timer = self.agenda.after(ASSIGNED, self._prepare, task)

    def _reconsider(self, service):
        for task in list(service.tasks):
            if task.waiting and task.runnable():
                self._schedule(task)

    def reschedule(self):
        """Try waiting tasks again, after the nodes changed."""
        self.nodes()
        for service in list(self.services.values()):
            for task in list(service.tasks):
                if task.node is not None and task.node.described.status != "Ready" and task.runnable() and task.state not in ENDED:
                    self._lost(task)
            self._reconsider(service)
            self._reconcile(service)

    def _lost(self, task):
        """The node is down: the task is taken elsewhere; what it was stays as it was last heard of."""
        self.agenda.cancel(task.timer)
        task.desired = "shutdown"
        if not task.service.is_global():
            self._new_task(task.service, task.slot)

    def everything(self):
        """The services of the Swarm, and those of docker compose."""
        return list(self.services.values()) + [part for parts in self.projects.values() for part in parts.values()]

    def _ports_changed(self):
        for service in self.everything():
            self._reconsider(service)

    def _prepare(self, task):
        if task.desired not in RUNNABLE:
            return
        self._set(task, "preparing", message="preparing")
        task.timer = self.agenda.after(PREPARING - ASSIGNED, self._prepared, task)

    def _prepared(self, task):
        reference = task.spec["ContainerSpec"]["Image"]
        task.image = self.find_image(reference)
        if task.image is None:
            self._set(task, "rejected", error="No such image: %s" % reference, message="preparing")
            self._ended(task)
            return
        limit = ((task.spec.get("Resources") or {}).get("Limits") or {}).get("MemoryBytes") or 0
        if 0 < limit < 6 * 1024 * 1024:
            # Swarm takes 4 MiB, and the engine that makes the container does not (seen live)
            self._set(task, "rejected", error="Minimum memory limit allowed is 6MB", message="preparing")
            self._ended(task)
            return
        task.behaviour = self._behaviour(task)
        task.container = Container(self, task)
        same = [index for index, one in enumerate(self.containers) if one.name == task.container.name]
        if same:
            # a project's container is the same one, started again
            self.containers[same[0]] = task.container
        else:
            self.containers.insert(0, task.container)
        self._set(task, "ready", message="ready")
        if task.desired == "running":
            self._start(task)

    def _behaviour(self, task):
        """What this task's process does: the image's own, or that of the command given."""
        container, image = task.spec["ContainerSpec"], task.image
        words = list(container.get("Command") or [])
        text = " ".join(words + list(container.get("Args") or []))
        found = image.commands.get(text) or image.commands.get(" ".join(words)) or (image.commands.get(words[0]) if words else None)
        if found is None and words and words[-1] in ("false", "/bin/false"):
            found = Behaviour(exit_code=1)
        if found is None and words and words[-1] in ("true", "/bin/true"):
            found = Behaviour(exit_code=0)
        if found is None:
            return Behaviour(exit_code=image.exit_code, exit_after=image.exit_after, memory=image.memory)
        if found.memory is None:
            return Behaviour(found.exit_code, found.exit_after, found.missing, image.memory)
        return found

    def _start(self, task):
        if task.state != "ready" or task.desired != "running":
            return
        self._set(task, "starting", message="starting")
        if task.behaviour.missing:
            task.timer = self.agenda.after(0.1, self._not_started, task)
        else:
            task.timer = self.agenda.after(max(0.05, task.image.start_seconds - PREPARING), self._started, task)

    def _not_started(self, task):
        words = (task.spec["ContainerSpec"].get("Command") or [""])[0]
        task.container.exit_code = 127
        self._set(task, "failed", message="starting", error=(
            "starting container failed: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: "
            'exec: "%s": executable file not found in $PATH: unknown' % words))
        self._ended(task)

    def _started(self, task):
        container = task.container
        container.status, container.started = "running", self.now
        health = task.spec["ContainerSpec"].get("Healthcheck") or {}
        test = health.get("Test") or []
        checked = bool(test) and test[0] != "NONE"
        limit = ((task.spec.get("Resources") or {}).get("Limits") or {}).get("MemoryBytes") or 0
        behaviour = task.behaviour
        if limit and behaviour.memory and behaviour.memory > limit:
            task.timer = self.agenda.after(task.image.memory_after, self._exit, task, 137, True)
        elif behaviour.exit_code is not None:
            task.timer = self.agenda.after(behaviour.exit_after, self._exit, task, behaviour.exit_code, False)
        if checked:
            container.health = "starting"
            self._probe_later(task, health)
        elif behaviour.exit_code is not None and behaviour.exit_after <= INSTANT:
            return
        else:
            self._set(task, "running", message="started")
            self._runs(task)

    def _probe_later(self, task, health):
        self.agenda.after((health.get("Interval") or 30 * SECOND) / SECOND, self._probe, task, health)

    def _probe(self, task, health):
        container = task.container
        if container.status != "running":
            return
        verdict = self._verdict(task, health)
        code, output = (0, "") if verdict is True else (1, "") if verdict is False else (-1, (
            'OCI runtime exec failed: exec failed: unable to start container process: exec: "%s": executable file not found in $PATH: unknown' % verdict))
        verdict = code == 0
        container.probes = (container.probes + [(self.now, code, output)])[-5:]
        if verdict:
            container.failing = 0
            container.health = "healthy"
            if task.state == "starting":
                self._set(task, "running", message="started")
                self._runs(task)
        else:
            container.failing += 1
            in_start = self.now - container.started < (health.get("StartPeriod") or 0) / SECOND
            if in_start and container.health != "healthy":
                container.failing = 0
            if container.failing >= (health.get("Retries") or 3):
                container.health = "unhealthy"
                self._exit(task, 137, False, unhealthy=True)
                return
        self._probe_later(task, health)

    def _verdict(self, task, health):
        """True, False, or the name of a program that the image does not have."""
        image = task.image
        last = (health.get("Test") or [""])[-1]
        if image.healthchecks.get(last) == "missing":
            return (health["Test"] + [""])[1]
        if last in image.healthchecks:
            return bool(image.healthchecks[last])
        if last in ("false", "/bin/false", "exit 1"):
            return False
        if last in ("true", "/bin/true", "exit 0"):
            return True
        return image.healthy and self.now - task.container.started >= image.healthy_after

    def _runs(self, task):
        """A task came up: an update goes on."""
        if task.service.updater is not None:
            task.service.updater.came_up(task)

    def _exit(self, task, code, oom, unhealthy=False):
        """The process of a task ended by itself."""
        container = task.container
        if container.status != "running":
            return
        self.agenda.cancel(task.timer)
        container.status, container.exit_code, container.oom, container.finished = "exited", code, oom, self.now
        if oom:
            self.kills.append((self.now, container))
        if task.state in ENDED:
            return
        if code == 0:
            self._set(task, "complete", message="finished")
        else:
            error = "task: non-zero exit (%d)" % code
            if unhealthy:
                error += ": dockerexec: unhealthy container"
            self._set(task, "failed", error=error, message="started")
        self._ended(task)

    def _ended(self, task):
        """A task is over: restart it as its policy says, and tell a running update."""
        service = task.service
        self._ports_changed()
        if service.gone:
            if task in service.tasks:
                service.tasks.remove(task)
            return
        if task.desired == "remove" and task in service.tasks:
            service.tasks.remove(task)
            return
        if task.runnable():
            if task.release is not None and task.desired == "ready":
                task.restart_when_released = True
            else:
                self._restart(task)
        if service.updater is not None and task.state in ("failed", "rejected", "complete"):
            service.updater.failed(task)

    def _may_restart(self, task):
        policy = task.service.spec["TaskTemplate"].get("RestartPolicy") or {}
        condition = policy.get("Condition") or "any"
        if condition == "none" or (condition == "on-failure" and task.state == "complete"):
            return False
        attempts = policy.get("MaxAttempts") or 0
        if attempts:
            window = (policy.get("Window") or 0) / SECOND
            seen = [when for when in task.service.restarts.get(task.place_key(), []) if not window or self.now - when <= window]
            if len(seen) >= attempts:
                return False
        return True

    def _restart(self, task):
        service = task.service
        may = self._may_restart(task)
        task.desired = "shutdown"
        if not may:
            return
        service.restarts.setdefault(task.place_key(), []).append(self.now)
        policy = service.spec["TaskTemplate"].get("RestartPolicy") or {}
        delay = policy["Delay"] / SECOND if policy.get("Delay") is not None else 5.0
        fresh = self._new_task(service, task.slot, node=task.pinned, desired="ready" if delay else "running")
        if delay:
            fresh.release = self.agenda.after(delay, self._release, fresh)

    def _release(self, task):
        """The delay before a restart is over."""
        task.release = None
        if task.desired != "ready":
            return
        task.desired = "running"
        if task.restart_when_released:
            self._restart(task)
        else:
            self._start(task)

    def _end(self, task, desired):
        """Have the orchestrator end a task."""
        task.desired = desired
        self.agenda.cancel(task.release)
        task.release = None
        if task.state in ENDED:
            if desired == "remove" and task in task.service.tasks:
                task.service.tasks.remove(task)
            return
        self._stop_task(task, desired)

    def _stop_task(self, task, desired):
        task.desired = desired
        container = task.container
        if container is not None and container.status == "running":
            grace = task.spec["ContainerSpec"].get("StopGracePeriod")
            grace = grace / SECOND if grace is not None else GRACE
            takes = task.image.stop_seconds
            killed = takes is None or takes > grace
            self.agenda.after(0.05 + (grace if killed else takes), self._stopped, task, 137 if killed else 0)
        else:
            self.agenda.cancel(task.timer)
            self.agenda.after(0.3, self._stopped, task, 0)

    def _stopped(self, task, code):
        self.agenda.cancel(task.timer)
        container = task.container
        if container is not None and container.status != "exited":
            container.exit_code = code if container.status == "running" else 0
            container.status, container.finished = "exited" if container.status == "running" else "created", self.now
        if task.state not in ENDED:
            self._set(task, "shutdown", message="shutdown", error="")
        if task.desired == "remove" or task.service.gone:
            if container in self.containers and task.service.gone:
                self.containers.remove(container)
            elif task.service.name in self.services:
                self.agenda.after(LEFT_BEHIND, self._forget, container)
            if task in task.service.tasks:
                task.service.tasks.remove(task)
        self._ports_changed()
        if task.service.updater is not None:
            task.service.updater.went_down(task)

    def _forget(self, container):
        """The agent removes the container of a task that is no more."""
        if container in self.containers:
            self.containers.remove(container)

    def _set(self, task, state, error=None, message=None):
        task.state = state
        task.since = task.updated = self.now
        task.index = self.bump()
        if error is not None:
            task.error = error
        if message is not None:
            task.message = message

    # -- updates --------------------------------------------------------------------------------------------------------------------

    def dirty(self, service):
        """The slots that do not run what the specification says."""
        result = []
        for slot, tasks in self._slots(service).items():
            if len(tasks) > 1 or tasks[0].spec != service.spec["TaskTemplate"] or tasks[0].endpoint != (service.spec.get("EndpointSpec") or {}):
                result.append(slot)
        return result

    def _start_update(self, service):
        state = (service.update_status or {}).get("State")
        if state in ("paused", "rollback_paused") or service.updater is not None:
            return
        slots = self.dirty(service)
        if not slots and state != "rollback_started":
            return
        service.updater = Updater(self, service, slots, state == "rollback_started")
        service.updater.begin()

    def _cancel_updater(self, service):
        if service.updater is not None:
            service.updater.cancel()
            service.updater = None

    def roll_back(self, service, task):
        service.update_status = {"State": "rollback_started", "StartedAt": (service.update_status or {}).get("StartedAt", self.now),
                                 "Message": "update rolled back due to failure or early termination of task %s" % task.id}
        self._cancel_updater(service)
        service.spec, service.previous = service.previous, None
        service.updated = self.now
        service.index = self.bump()
        self._reconcile(service)


class Updater:
    """One rolling update of a service, or one rollback."""

    def __init__(self, engine, service, slots, rollback):
        self.engine = engine
        self.service = service
        self.rollback = rollback
        self.todo = list(slots)
        self.total = max(1, len(slots))
        config = service.spec.get("RollbackConfig" if rollback else "UpdateConfig") or {}
        self.parallelism = config.get("Parallelism", 1 if not config else 0) or len(slots) or 1
        self.delay = (config.get("Delay") or 0) / SECOND
        self.monitor = (config["Monitor"] if config.get("Monitor") else 5 * SECOND) / SECOND
        self.action = config.get("FailureAction") or "pause"
        self.ratio = config.get("MaxFailureRatio") or 0
        self.order = config.get("Order") or "stop-first"
        self.watched = {}
        self.working = {}
        self.failures = set()
        self.timers = []
        self.stopped = False

    def begin(self):
        service = self.service
        if not self.rollback:
            service.update_status = {"State": "updating", "StartedAt": self.engine.now, "Message": "update in progress"}
        for _worker in range(int(min(self.parallelism, max(1, len(self.todo))))):
            self._next()
        self._maybe_finish()

    def cancel(self):
        self.stopped = True
        for timer in self.timers:
            self.engine.agenda.cancel(timer)

    def _next(self):
        if self.stopped:
            return
        if not self.todo:
            self._maybe_finish()
            return
        slot = self.todo.pop(0)
        engine, service = self.engine, self.service
        tasks = engine._slots(service).get(slot, [])
        good = [task for task in tasks if task.spec == service.spec["TaskTemplate"] and task.desired == "running"
                and task.endpoint == (service.spec.get("EndpointSpec") or {})]
        if good:
            for task in tasks:
                if task is not good[0]:
                    engine._end(task, "shutdown")
            self._later()
            return
        node = tasks[0].pinned if tasks else None
        number = slot if not service.is_global() else None
        if self.order == "start-first":
            fresh = engine._new_task(service, number, node=node)
            self.working[fresh.id] = ("up", tasks)
            self.watched[fresh.id] = None
        else:
            waiting = [task for task in tasks if task.state not in ENDED]
            fresh = engine._new_task(service, number, node=node, desired="ready")
            self.working[fresh.id] = ("down", list(waiting))
            self.watched[fresh.id] = None
            for task in tasks:
                engine._end(task, "shutdown")
            if not waiting:
                self._go(fresh)

    def _go(self, fresh):
        self.working[fresh.id] = ("up", [])
        if fresh.desired == "ready":
            fresh.desired = "running"
            self.engine._start(fresh)

    def went_down(self, task):
        for identifier, (phase, tasks) in list(self.working.items()):
            if phase == "down" and task in tasks:
                tasks.remove(task)
                if not tasks:
                    fresh = self.engine.task(identifier)
                    if fresh is not None:
                        self._go(fresh)

    def came_up(self, task):
        if task.id not in self.working or self.stopped:
            return
        _phase, tasks = self.working.pop(task.id)
        self.watched[task.id] = self.engine.now
        for old in tasks:
            self.engine._end(old, "shutdown")
        self._later()

    def _later(self):
        if self.delay and self.todo:
            self.timers.append(self.engine.agenda.after(self.delay, self._next))
        else:
            self._next()

    def failed(self, task):
        """A task ended: is it one of this update, and within its time of watch?"""
        if self.stopped or task.id not in self.watched or task.id in self.failures:
            return
        since = self.watched[task.id]
        if since is not None and self.engine.now - since > self.monitor:
            return
        self.failures.add(task.id)
        if task.id in self.working:
            self.working.pop(task.id)
            self.watched[task.id] = self.engine.now
            if float(len(self.failures)) / self.total <= self.ratio or self.action == "continue":
                self._later()
        if float(len(self.failures)) / self.total > self.ratio:
            if self.action == "rollback" and not self.rollback and self.service.previous is not None:
                self.engine.roll_back(self.service, task)
            elif self.action in ("pause", "rollback"):
                self.cancel()
                self.service.updater = None
                words = "rollback" if self.rollback else "update"
                self.service.update_status = {
                    "State": "rollback_paused" if self.rollback else "paused", "StartedAt": self.service.update_status["StartedAt"],
                    "Message": "%s paused due to failure or early termination of task %s" % (words, task.id)}

    def _maybe_finish(self):
        if self.stopped or self.todo or self.working:
            return
        began = [when for when in self.watched.values() if when is not None]
        if began:
            self.timers.append(self.engine.agenda.at(max(max(began) + self.monitor, self.engine.now), self._finish))
        else:
            self._finish()

    def _finish(self):
        if self.stopped or self.todo or self.working:
            return
        self.stopped = True
        words = "rollback" if self.rollback else "update"
        self.service.update_status = {
            "State": "rollback_completed" if self.rollback else "completed", "StartedAt": self.service.update_status["StartedAt"],
            "CompletedAt": self.engine.now, "Message": "%s completed" % words}
        self.service.updater = None


def _invalid(words, code="InvalidArgument"):
    return DockerError("(HTTP code 400) unexpected - rpc error: code = %s desc = %s " % (code, words))


def _matches(constraint, node):
    match = re.match(r"^\s*([\w.\-]+)\s*(==|!=)\s*(.*?)\s*$", constraint)
    if not match:
        return False
    key, operator, value = match.groups()
    described = node.described
    if key == "node.role":
        actual = described.role
    elif key == "node.hostname":
        actual = described.hostname
    elif key == "node.id":
        actual = node.identifier
    elif key.startswith("node.labels."):
        actual = described.labels.get(key[len("node.labels."):], "")
    elif key in ("node.platform.os", "node.platform.arch"):
        actual = "linux" if key.endswith("os") else "x86_64"
    else:
        actual = ""
    return (str(actual).lower() == value.lower()) == (operator == "==")
