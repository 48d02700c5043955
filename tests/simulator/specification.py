# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The service that Dokploy makes of an application's stored configuration."""

from __future__ import annotations

import re

from . import dotenv
from .data import copy_data
from .errors import DockerError

FILES = "/etc/dokploy/applications/%s/files/%s"


def integer(text):
    """JavaScript's ``Number.parseInt``, with 0 for what is no number."""
    match = re.match(r"\s*([+-]?\d+)", str(text or ""))
    return int(match.group(1)) if match else 0


def resources(row):
    return {
        "Limits": {"NanoCPUs": integer(row.get("cpuLimit")), "MemoryBytes": integer(row.get("memoryLimit"))},
        "Reservations": {"NanoCPUs": integer(row.get("cpuReservation")), "MemoryBytes": integer(row.get("memoryReservation"))},
    }


def image_name(row, registry=None):
    """The image that is to run: the one named, or the one built here (pushed to a registry where one is set)."""
    if row["sourceType"] == "docker":
        return row["dockerImage"] or "ERROR-NO-IMAGE-PROVIDED"
    name = "%s:latest" % row["appName"]
    if registry is not None:
        return registry_tag(registry, name)
    return name


def registry_tag(registry, name):
    """Where a built image goes in a registry."""
    address = (registry.get("registryUrl") or "").strip()
    prefix = registry.get("imagePrefix") or registry.get("username")
    return "/".join(part for part in (address, prefix, name) if part)


def mounted(row, mounts):
    """Where a container finds its volumes, paths of the host, and files."""
    return ([{"Type": "volume", "Source": mount["volumeName"] or "", "Target": mount["mountPath"]} for mount in mounts if mount["type"] == "volume"]
            + [{"Type": "bind", "Source": mount["hostPath"] or "", "Target": mount["mountPath"]} for mount in mounts if mount["type"] == "bind"]
            + [{"Type": "bind", "Source": FILES % (row["appName"], (mount["filePath"] or "").lstrip("/")), "Target": mount["mountPath"]}
               for mount in mounts if mount["type"] == "file"])


def container_specification(row, image, env, mounts):
    """The container of a service: what every kind of service sets in the same way."""
    container = {"Image": image, "Env": env, "Mounts": mounted(row, mounts)}
    if row.get("labelsSwarm"):
        container["Labels"] = copy_data(row["labelsSwarm"])
    if row.get("command"):
        container["Command"] = row["command"].split(" ")
    if row.get("args"):
        container["Args"] = list(row["args"])
    if row.get("stopGracePeriodSwarm") is not None:
        container["StopGracePeriod"] = row["stopGracePeriodSwarm"]
    if row.get("healthCheckSwarm") is not None:
        container["Healthcheck"] = copy_data(row["healthCheckSwarm"])
    if row.get("ulimitsSwarm"):
        container["Ulimits"] = [{"Name": item["Name"], "Hard": item["Hard"], "Soft": item["Soft"]} for item in row["ulimitsSwarm"]]
    return container


def attached(row, names, known):
    """The networks of a service, by their ids where those are known."""
    networks = copy_data(row.get("networkSwarm")) if row.get("networkSwarm") else [
        {"Target": name} for name in ([] if row.get("detachDokployNetwork") else ["dokploy-network"]) + list(names)]
    for one in networks:
        if known is not None and one["Target"] not in known.values():
            if one["Target"] not in known:
                raise DockerError("(HTTP code 404) no such container - network %s not found " % one["Target"])
            one["Target"] = known[one["Target"]]
    return networks


def endpoint_of(stored):
    """The endpoint that somebody set by hand."""
    endpoint = {"Ports": [{"Protocol": port.get("Protocol") or "tcp", "TargetPort": port.get("TargetPort") or 0,
                           "PublishedPort": port.get("PublishedPort") or 0, "PublishMode": port.get("PublishMode") or "host"}
                          for port in stored.get("Ports") or []]}
    if stored.get("Mode"):
        endpoint["Mode"] = stored["Mode"]
    return endpoint


def assemble(row, container, mounts, networks, version, update, endpoint):
    """The specification around a container.

    :arg update: its update configuration and :arg endpoint: its endpoint, where none are stored.
    """
    placement = copy_data(row["placementSwarm"]) if row.get("placementSwarm") is not None else {"Constraints": ["node.role==manager"] if mounts else []}
    template = {"ContainerSpec": container, "Resources": resources(row), "Placement": placement, "Networks": networks, "ForceUpdate": 0,
                "Runtime": "container"}
    if row.get("restartPolicySwarm") is not None:
        policy = copy_data(row["restartPolicySwarm"])
        policy.setdefault("MaxAttempts", 0)
        template["RestartPolicy"] = policy
    spec = {"Name": row["appName"], "Labels": {}, "TaskTemplate": template}
    spec["Mode"] = copy_data(row["modeSwarm"]) if row.get("modeSwarm") is not None else {"Replicated": {"Replicas": row["replicas"]}}
    spec["UpdateConfig"] = copy_data(row["updateConfigSwarm"]) if row.get("updateConfigSwarm") is not None else update
    if row.get("rollbackConfigSwarm") is not None:
        spec["RollbackConfig"] = copy_data(row["rollbackConfigSwarm"])
    elif version >= (0, 29):
        spec["RollbackConfig"] = {"Parallelism": 1, "Order": "start-first"}
    spec["EndpointSpec"] = endpoint_of(row["endpointSpecSwarm"]) if row.get("endpointSpecSwarm") is not None else endpoint
    return spec


def rolling(version):
    """The update configuration of an application that has none of its own."""
    return {"Parallelism": 1, "Order": "start-first", "FailureAction": "rollback" if version >= (0, 29) else "pause"}


def service_specification(row, mounts, ports, project_env, environment_env, version, registry=None, networks=(), known=None):
    """The specification of an application's service.

    :arg row: the application as stored; :arg version: Dokploy's, as a tuple (its defaults differ).
    :raises DockerError: where a reference in the env text leads nowhere.
    """
    env = dotenv.resolve(row.get("env"), project_env, environment_env)
    container = container_specification(row, image_name(row, registry), env, mounts)
    endpoint = {"Ports": [{"Protocol": port["protocol"], "TargetPort": port["targetPort"], "PublishedPort": port["publishedPort"],
                           "PublishMode": port["publishMode"]} for port in ports]}
    return assemble(row, container, mounts, attached(row, networks, known), version, rolling(version), endpoint)


def apply(engine, spec):
    """Dokploy's way to have it: update the service, or make it where that fails for any reason."""
    service = engine.services.get(spec["Name"])
    if service is not None:
        changed = copy_data(spec)
        changed["TaskTemplate"]["ForceUpdate"] = service.spec["TaskTemplate"].get("ForceUpdate", 0) + 1
        try:
            engine.update(service, changed)
            return
        except DockerError:
            pass
    engine.create(spec)
