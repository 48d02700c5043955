# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``docker inspect`` and the docker command line's lists, rendered from the engine's state."""

from __future__ import annotations

import re

from . import compose_project, dotenv
from .clock import ago, docker_time
from .data import copy_data
from .swarm import SECOND

NETWORK = "dokploy-network"
TRAEFIK = "dokploy-traefik"


def inspect(engine, reference):
    """What ``docker inspect`` finds by an id or a name: a container, an image, a network, a service or a task; else None."""
    container = engine.container(reference) or next((one for one in compose_project.ended_of(engine) if one.id.startswith(reference)), None)
    if container is not None:
        return render_container(engine, container)
    if reference == TRAEFIK and engine.host.traefik:
        return render_traefik(engine)
    for name in (reference, reference + ":latest"):
        if name in engine.local:
            return render_image(engine, name)
    for name, image in engine.local.items():
        if len(reference) >= 6 and image.identifier().split(":", 1)[1].startswith(reference):
            return render_image(engine, name)
    for name, identifier in dict(engine.networks, **engine.networks_going()).items():
        if reference in (name, identifier):
            return {"Name": name, "Id": identifier, "Scope": "swarm", "Driver": "overlay", "Attachable": True}
    service = engine.service(reference)
    if service is not None:
        return render_service(engine, service)
    task = engine.task(reference)
    if task is not None:
        return render_task(engine, task)
    return None


def render_traefik(engine):
    """Traefik's container, which Dokploy starts beside the services: as much of it as anybody asks for."""
    running = engine.host.traefik == "running"
    return {
        "Id": "7" * 64, "Created": docker_time(engine.network_created), "Path": "/entrypoint.sh", "Args": ["traefik"], "Name": "/" + TRAEFIK,
        "State": {"Status": engine.host.traefik, "Running": running, "Paused": False, "Restarting": False, "OOMKilled": False, "Dead": False,
                  "Pid": 812 if running else 0, "ExitCode": 0 if running else 1, "Error": "", "StartedAt": docker_time(engine.network_created),
                  "FinishedAt": "0001-01-01T00:00:00Z" if running else docker_time(engine.now)},
        "Image": "sha256:" + "7" * 64, "RestartCount": 0, "HostConfig": {"NetworkMode": "bridge", "RestartPolicy": {"Name": "always", "MaximumRetryCount": 0}},
        "Config": {"Hostname": "7" * 12, "Env": [], "Image": "traefik:v3.6.7", "Labels": {}},
        "Mounts": [], "NetworkSettings": {"Networks": {name: {"NetworkID": engine.network_id} for name in engine.host.traefik_networks}}}


def render_image(engine, name):
    image = engine.local[name]
    tags = sorted(other for other, candidate in engine.local.items() if candidate.identifier() == image.identifier())
    return {
        "Id": image.identifier(), "RepoTags": [tag if ":" in tag.rsplit("/", 1)[-1] else tag + ":latest" for tag in tags],
        # What was pulled has its registry's digest; what was built here has none.
        "RepoDigests": sorted({"%s@%s" % (re.sub(r":[^:/]+$", "", tag), image.digest_text()) for tag in tags if engine.world.image(tag) is not None}),
        "Created": docker_time(engine.network_created), "Architecture": "amd64", "Os": "linux",
        "Config": {"Env": list(image.env), "Cmd": list(image.args), "ExposedPorts": {"%d/tcp" % port: {} for port in image.ports}},
    }


def shown_spec(spec):
    """A specification without what JSON leaves out because it is empty."""
    result = {"Name": spec["Name"], "Labels": dict(spec.get("Labels") or {}), "TaskTemplate": shown_template(spec["TaskTemplate"]),
              "Mode": copy_data(spec["Mode"])}
    for key in ("UpdateConfig", "RollbackConfig"):
        if spec.get(key) is not None:
            result[key] = shown_update(spec[key])
    result["EndpointSpec"] = shown_endpoint(spec.get("EndpointSpec"))
    return result


def shown_template(template):
    template = copy_data(template)
    container = template["ContainerSpec"]
    for key in ("Env", "Labels", "Command", "Args", "Mounts", "Ulimits", "StopGracePeriod"):
        if not container.get(key):
            container.pop(key, None)
    container.setdefault("Isolation", "default")
    resources = template.get("Resources") or {}
    template["Resources"] = {kind: {key: value for key, value in (resources.get(kind) or {}).items() if value} for kind in ("Limits", "Reservations")
                             if kind in resources}
    template["Placement"] = {key: value for key, value in (template.get("Placement") or {}).items() if value}
    if template.get("RestartPolicy") is None:
        template.pop("RestartPolicy", None)
    return template


def shown_update(config):
    result = {"Parallelism": config.get("Parallelism", 0)}
    if config.get("Delay"):
        result["Delay"] = config["Delay"]
    result["FailureAction"] = config.get("FailureAction") or "pause"
    if config.get("Monitor"):
        result["Monitor"] = config["Monitor"]
    result["MaxFailureRatio"] = config.get("MaxFailureRatio") or 0
    result["Order"] = config.get("Order") or "stop-first"
    return result


def shown_endpoint(endpoint):
    endpoint = endpoint or {}
    result = {"Mode": endpoint.get("Mode") or "vip"}
    if endpoint.get("Ports"):
        result["Ports"] = copy_data(endpoint["Ports"])
    return result


def with_defaults(spec):
    """What the inspection of a service adds: Docker's defaults."""
    result = shown_spec(spec)
    template = result["TaskTemplate"]
    container = template["ContainerSpec"]
    container.setdefault("StopGracePeriod", 10 * SECOND)
    container.setdefault("DNSConfig", {})
    policy = template.setdefault("RestartPolicy", {})
    policy.setdefault("Condition", "any")
    policy.setdefault("Delay", 5 * SECOND)
    policy.setdefault("MaxAttempts", 0)
    for key in ("UpdateConfig", "RollbackConfig"):
        config = result.setdefault(key, {"Parallelism": 1, "FailureAction": "pause", "MaxFailureRatio": 0, "Order": "stop-first"})
        config.setdefault("Monitor", 5 * SECOND)
    return result


def render_service(engine, service):
    result = {"ID": service.id, "Version": {"Index": service.index}, "CreatedAt": docker_time(service.created), "UpdatedAt": docker_time(service.updated),
              "Spec": with_defaults(service.spec)}
    if service.previous is not None:
        result["PreviousSpec"] = shown_spec(service.previous)
    endpoint = shown_endpoint(service.spec.get("EndpointSpec"))
    if endpoint["Mode"] == "dnsrr":
        result["Endpoint"] = {"Spec": {}}
    else:
        result["Endpoint"] = {"Spec": endpoint}
        if endpoint.get("Ports"):
            result["Endpoint"]["Ports"] = copy_data(endpoint["Ports"])
        result["Endpoint"]["VirtualIPs"] = [{"NetworkID": engine.network_id, "Addr": service.address}]
    status = service.update_status
    if status is not None:
        shown = {"State": status["State"], "StartedAt": docker_time(status["StartedAt"])}
        if "CompletedAt" in status:
            shown["CompletedAt"] = docker_time(status["CompletedAt"])
        shown["Message"] = status["Message"]
        result["UpdateStatus"] = shown
    return result


def render_task(engine, task):
    template = shown_template(task.spec)
    template.pop("Runtime", None)
    status = {"Timestamp": docker_time(task.since), "State": task.state, "Message": task.message}
    if task.error:
        status["Err"] = task.error
    if task.container is not None:
        container = task.container
        status["ContainerStatus"] = {"ContainerID": container.id, "PID": container.pid if container.status == "running" else 0,
                                     "ExitCode": container.exit_code}
    status["PortStatus"] = {}
    result = {"ID": task.id, "Version": {"Index": task.index}, "CreatedAt": docker_time(task.created), "UpdatedAt": docker_time(task.updated), "Labels": {},
              "Spec": template, "ServiceID": task.service.id}
    if task.slot:
        result["Slot"] = task.slot
    if task.node is not None:
        result["NodeID"] = task.node.identifier
    result["Status"] = status
    result["DesiredState"] = task.desired
    if task.container is not None:
        result["NetworksAttachments"] = [_attachment(engine, task)]
    return result


def _attachment(engine, task):
    return {
        "Network": {
            "ID": engine.network_id, "Version": {"Index": 11}, "CreatedAt": docker_time(engine.network_created),
            "UpdatedAt": docker_time(engine.network_created),
            "Spec": {"Name": NETWORK, "Labels": {}, "DriverConfiguration": {"Name": "overlay"}, "Attachable": True,
                     "IPAMOptions": {"Driver": {"Name": "default"}}, "Scope": "swarm"},
            "DriverState": {"Name": "overlay", "Options": {"com.docker.network.driver.overlay.vxlanid_list": "4097"}},
            "IPAMOptions": {"Driver": {"Name": "default"}, "Configs": [{"Subnet": "10.0.1.0/24", "Gateway": "10.0.1.1"}]},
        },
        "Addresses": ["10.0.1.%d/24" % (10 + task.order % 200)],
    }


def environment_of(engine, task):
    """The environment a container got: the service's with Swarm's templates filled in, then the image's own where it is not set."""
    values = {".Service.ID": task.service.id, ".Service.Name": task.service.name, ".Node.ID": task.node.identifier if task.node else "",
              ".Node.Hostname": task.node.described.hostname if task.node else "", ".Task.ID": task.id, ".Task.Slot": str(task.slot or ""),
              ".Task.Name": "%s.%s.%s" % (task.service.name, task.place(), task.id), ".Node.Platform.OS": "linux",
              ".Node.Platform.Architecture": "x86_64"}
    result = [dotenv.expand(entry, values) for entry in task.spec["ContainerSpec"].get("Env") or []]
    names = {entry.split("=", 1)[0] for entry in result}
    return result + [entry for entry in (task.image.env if task.image else []) if entry.split("=", 1)[0] not in names]


def render_container(engine, container):
    task = container.task
    spec = task.spec["ContainerSpec"]
    words = list(spec.get("Command") or ([task.image.path] if task.image.path else []))
    arguments = list(spec.get("Args") or ([] if spec.get("Command") else task.image.args))
    limits = (task.spec.get("Resources") or {}).get("Limits") or {}
    running = container.status == "running"
    state = {
        "Status": container.status, "Running": running, "Paused": False, "Restarting": False, "OOMKilled": container.oom, "Dead": False,
        "Pid": container.pid if running else 0, "ExitCode": container.exit_code, "Error": "",
        "StartedAt": docker_time(container.started) if container.started else "0001-01-01T00:00:00Z",
        "FinishedAt": docker_time(container.finished) if container.finished else "0001-01-01T00:00:00Z",
    }
    if container.health is not None:
        state["Health"] = {
            "Status": container.health, "FailingStreak": container.failing,
            "Log": [{"Start": docker_time(when), "End": docker_time(when + 0.05), "ExitCode": code, "Output": output}
                    for when, code, output in container.probes]}
    config = {"Hostname": container.id[:12], "Env": environment_of(engine, task), "Cmd": words + arguments, "Image": spec["Image"],
              "Labels": dict(spec.get("Labels") or {}, **task.service.labels_of(task))}
    if spec.get("Healthcheck"):
        config["Healthcheck"] = copy_data(spec["Healthcheck"])
    host = {"Memory": limits.get("MemoryBytes") or 0, "NanoCpus": limits.get("NanoCPUs") or 0, "NetworkMode": "default"}
    composed = getattr(task.service, "project", None) is not None
    if composed:
        config.update(Entrypoint=words or None, Cmd=arguments)
        attempts = (task.spec.get("RestartPolicy") or {}).get("MaxAttempts") or 0
        host["RestartPolicy"] = {"Name": task.service.policy, "MaximumRetryCount": attempts}
        host["PortBindings"] = {"%d/%s" % (port["TargetPort"], port["Protocol"]): [{"HostIp": "", "HostPort": str(port["PublishedPort"] or "")}]
                                for port in task.endpoint.get("Ports") or []}
    return {
        "Id": container.id, "Created": docker_time(container.created), "Path": (words + arguments or [""])[0], "Args": (words + arguments)[1:],
        "State": state, "Image": task.image.identifier(), "Name": "/" + container.name, "RestartCount": compose_project.restarts_of(container),
        "HostConfig": host, "Config": config, "Mounts": mounts_of(container) if composed else [],
        "NetworkSettings": {"Networks": networks_of(container) if composed else {NETWORK: {"NetworkID": engine.network_id}}},
    }


def networks_of(container):
    """The networks of a container of a project."""
    return {name: {"Aliases": aliases} for name, aliases in container.task.service.attached}


def volumes_of(container):
    """The volumes that a container mounts."""
    return [one for one in mounts_of(container) if one["Type"] == "volume"]


def mounts_of(container):
    """The volumes and directories that a container mounts."""
    found = []
    for mount in container.task.spec["ContainerSpec"].get("Mounts") or []:
        shown = {"Type": mount["Type"], "Source": mount["Source"], "Destination": mount["Target"], "Mode": "z", "RW": not mount.get("ReadOnly")}
        if mount["Type"] == "volume":
            shown.update(Name=mount["Source"], Source="/var/lib/docker/volumes/%s/_data" % mount["Source"], Driver="local", Propagation="")
        found.append(shown)
    return found


def stack_tasks(engine, name, running=False):
    """``docker stack ps``: the tasks of every service of a stack, the newest first; those that are to run alone, if asked for."""
    services = sorted((one for one in engine.services.values() if one.spec.get("Labels", {}).get("com.docker.stack.namespace") == name),
                      key=lambda one: one.name)
    tasks = [task for service in services for task in sorted(sorted(service.tasks, key=lambda task: -task.order), key=lambda task: task.slot or 0)]
    return [task for task in tasks if not running or task.desired == "running"]


def stack_rows(engine, name):
    """As ``docker.getStackContainersByAppName`` gives them."""
    return last_error([task_row(engine, task) for task in stack_tasks(engine, name)])


def stack_containers(engine, name):
    """The tasks of a stack that are to run, as containers; the last line's trailing blank is lost here too."""
    tasks = stack_tasks(engine, name, running=True)
    result = []
    for row, task in zip(last_error([task_row(engine, task) for task in tasks]), tasks):
        result.append({"containerId": task.container.id[:12] if task.container else "", "name": "%s.%s" % (row["name"], task.id), "node": row["node"],
                       "state": row["currentState"].split(" ")[0].lower(),
                       "status": "%s (%s)" % (row["currentState"], row["error"]) if row["error"] else row["currentState"]})
    return result


def task_row(engine, task):
    """A line of ``docker service ps``."""
    return {
        "containerId": task.id,
        "name": "%s.%s" % (task.service.name, task.place() if task.slot or task.node else ""),
        "state": task.desired,
        "currentState": "%s %s ago" % (task.state[:1].upper() + task.state[1:], ago(engine.now - task.since)),
        "node": task.node.described.hostname if task.node is not None and not task.waiting else "",
        "error": '"%s"' % task.error if task.error else "",
    }


def last_error(rows):
    """Dokploy cuts the blank at the end of the last line, and finds the title in place of an empty error."""
    if rows and not rows[-1]["error"]:
        rows[-1]["error"] = "Error:"
    return rows


def service_tasks(engine, name):
    """``docker service ps NAME``: by slot, newest first. The last line's trailing blank is lost, as Dokploy loses it."""
    service = engine.services.get(name) or engine.service(name)
    if service is None:
        return []
    tasks = sorted(service.tasks, key=lambda task: -task.order)
    tasks.sort(key=lambda task: (task.slot or 0, str(task.place_key()) if not task.slot else ""))
    return last_error([task_row(engine, task) for task in tasks])


def status_words(engine, container):
    """The STATUS column of ``docker ps``."""
    if container.status == "created":
        return "Created"
    if container.status == "running":
        words = "Up %s" % capital(ago(engine.now - container.started))
        if container.health == "starting":
            words += " (health: starting)"
        elif container.health:
            words += " (%s)" % container.health
        return words
    word = "Restarting" if compose_project.is_restarting(container) else "Exited"
    return "%s (%d) %s ago" % (word, container.exit_code, capital(ago(engine.now - container.finished)))


def capital(words):
    """As ``docker ps`` begins an age ("Less than a second", "About a minute")."""
    return words[:1].upper() + words[1:] if words[:1].isalpha() else words


def service_replicas(service):
    """The REPLICAS column of ``docker service ls``."""
    running = len(service.running())
    if service.is_global():
        wanted = len([task for task in service.tasks if task.desired == "running"])
    else:
        wanted = service.replicas()
    text = "%d/%d" % (running, wanted)
    placement = service.spec["TaskTemplate"].get("Placement") or {}
    if placement.get("MaxReplicas") and not service.is_global():
        text += " (max %d per node)" % placement["MaxReplicas"]
    return text


def published(service):
    """The PORTS column: what is published by the ingress network."""
    ports = (service.spec.get("EndpointSpec") or {}).get("Ports") or []
    return ", ".join("*:%d->%d/%s" % (port["PublishedPort"], port["TargetPort"], port.get("Protocol") or "tcp")
                     for port in ports if port.get("PublishMode") != "host")


def size(number):
    """Bytes as ``docker stats`` writes them."""
    for unit in ("B", "KiB", "MiB", "GiB"):
        if number < 1024 or unit == "GiB":
            return "%.4g%s" % (number, unit)
        number /= 1024.0


def statistics(engine, container):
    """A row of ``docker stats``."""
    task = container.task
    limit = ((task.spec.get("Resources") or {}).get("Limits") or {}).get("MemoryBytes") or engine.nodes()[0].described.memory
    used = task.behaviour.memory or 0
    return {"BlockIO": "0B / 0B", "CPUPerc": "%.2f%%" % (100.0 * task.image.cpu), "Container": container.id[:12], "ID": container.id[:12],
            "MemPerc": "%.2f%%" % (100.0 * used / limit), "MemUsage": "%s / %s" % (size(used), size(limit)), "Name": container.name,
            "NetIO": "516B / 0B"}
