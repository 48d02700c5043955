# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``docker stack deploy`` and ``docker stack rm``: the services of a compose file in the Swarm."""

from __future__ import annotations

import re
import shlex

from . import dotenv
from .compose_file import ComposeError
from .data import copy_data
from .errors import DockerError

SECOND = 1000000000
LABEL = "com.docker.stack.namespace"
KEYS = set("""
annotations attach blkio_config build cap_add cap_drop cgroup_parent command configs container_name cpu_count cpu_percent cpu_shares cpus cpuset
credential_spec depends_on deploy devices dns dns_opt dns_search domainname entrypoint env_file environment expose extends external_links extra_hosts
group_add healthcheck hostname image init ipc isolation labels links logging mac_address mem_limit mem_reservation network_mode networks pid platform
ports privileged profiles pull_policy read_only restart runtime scale secrets security_opt shm_size stdin_open stop_grace_period stop_signal sysctls
tmpfs tty ulimits user userns_mode volumes volumes_from working_dir""".split())
IGNORED = ("build", "cap_add", "cap_drop", "cgroup_parent", "devices", "domainname", "external_links", "links", "mac_address", "network_mode", "privileged",
           "restart", "security_opt", "userns_mode", "container_name", "expose")
_VARIABLE = re.compile(r"\$(?:(\$)|\{(\w+)(?:(:?[-?+])([^}]*))?\}|(\w+))")


def interpolate(value, variables):
    """Fill in ``${A}``, ``${A:-b}`` and ``$A`` everywhere; ``$$`` is a dollar."""
    if isinstance(value, dict):
        return {key: interpolate(item, variables) for key, item in value.items()}
    if isinstance(value, list):
        return [interpolate(item, variables) for item in value]
    if not isinstance(value, str):
        return value

    def fill(match):
        dollar, braced, operator, word, bare = match.groups()
        if dollar:
            return "$"
        name = braced or bare
        found = variables.get(name)
        good = found if found is not None and (found or not (operator or "").startswith(":")) else None
        if operator and operator.endswith("?") and good is None:
            raise ComposeError("required variable %s is missing a value: %s" % (name, word))
        if operator and operator.endswith("+"):
            return word if good is not None else ""
        return good if good is not None else (word or "") if operator else (found or "")
    return _VARIABLE.sub(fill, value)


def checked(data):
    """The services of a file; :raises ComposeError: with the words of the command line."""
    if not isinstance(data, dict):
        raise ComposeError("Top-level object must be a mapping")
    services = data.get("services")
    if services is not None and not isinstance(services, dict):
        raise ComposeError("services must be a mapping")
    for name, service in (services or {}).items():
        if not isinstance(service, dict):
            raise ComposeError("services.%s must be a mapping" % name)
        for key in service:
            if key not in KEYS and not str(key).startswith("x-"):
                raise ComposeError("services.%s Additional property %s is not allowed" % (name, key))
    return services or {}


# -- the parts of a service ------------------------------------------------------------------------------------------------------------


def pairs(value):
    """A mapping, or a list of ``a=b``, as a mapping; what has no value is None."""
    if isinstance(value, dict):
        return {str(key): None if item is None else text_of(item) for key, item in value.items()}
    return {key: item if equals else None for key, equals, item in (str(one).partition("=") for one in value or [])}


def text_of(value):
    return "true" if value is True else "false" if value is False else str(value)


def words(value):
    return shlex.split(value) if isinstance(value, str) else [text_of(one) for one in value or []]


def nanoseconds(value):
    """``1m30s`` in nanoseconds."""
    if isinstance(value, (int, float)):
        return int(value * SECOND)
    units = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "us": 1e-6}
    return int(sum(float(number) * units[unit] for number, unit in re.findall(r"([\d.]+)(ms|us|h|m|s)", value)) * SECOND)


def size(value):
    """``128M`` in bytes."""
    found = re.match(r"^\s*([\d.]+)\s*([bkmgBKMG]?)", str(value))
    return int(float(found.group(1)) * 1024 ** "bkmg".index((found.group(2) or "b").lower()))


def resources_of(service):
    given = ((service.get("deploy") or {}).get("resources")) or {}
    result = {}
    for key, name in (("limits", "Limits"), ("reservations", "Reservations")):
        part = given.get(key) or {}
        if part:
            result[name] = {inner: value for inner, value in (("NanoCPUs", int(float(part.get("cpus") or 0) * 1e9)),
                                                              ("MemoryBytes", size(part["memory"]) if part.get("memory") else 0)) if value}
    return result


def rolling(config):
    result = {"Parallelism": config.get("parallelism", 1)}
    for key, name in (("delay", "Delay"), ("monitor", "Monitor")):
        if config.get(key):
            result[name] = nanoseconds(config[key])
    result.update({name: config[key] for key, name in (("failure_action", "FailureAction"), ("max_failure_ratio", "MaxFailureRatio"), ("order", "Order"))
                   if config.get(key) is not None})
    return result


def health_of(check):
    if check.get("disable"):
        return {"Test": ["NONE"]}
    test = check.get("test")
    result = {"Test": ["CMD-SHELL", test] if isinstance(test, str) else list(test or [])}
    for key, name in (("interval", "Interval"), ("timeout", "Timeout"), ("start_period", "StartPeriod")):
        if check.get(key):
            result[name] = nanoseconds(check[key])
    if check.get("retries"):
        result["Retries"] = int(check["retries"])
    return result


def mount_of(entry, name, data, folder):
    """One volume of a service of the stack ``name``."""
    if isinstance(entry, dict):
        kind, source, target, read_only = entry.get("type", "volume"), entry.get("source"), entry["target"], bool(entry.get("read_only"))
    else:
        parts = str(entry).split(":")
        source, target = (parts[0], parts[1]) if len(parts) > 1 else (None, parts[0])
        kind, read_only = "bind" if source and source[0] in "./~" else "volume", "ro" in parts[2:]
    mount = {"Type": kind, "Source": source or "", "Target": target}
    if kind == "bind" and source.startswith("."):
        mount["Source"] = folder + "/" + source.lstrip("./")
    if read_only:
        mount["ReadOnly"] = True
    if kind == "volume" and source:
        described = (data.get("volumes") or {}).get(source, False)
        if described is False:
            raise ComposeError('undefined volume "%s"' % source)
        described = described or {}
        mount["Source"] = described.get("name") or (source if described.get("external") else "%s_%s" % (name, source))
        if not described.get("external"):
            mount["VolumeOptions"] = {"Labels": dict({LABEL: name}, **pairs(described.get("labels")))}
    return mount


def port_of(entry):
    if isinstance(entry, dict):
        return {"Protocol": entry.get("protocol") or "tcp", "TargetPort": int(entry["target"]), "PublishedPort": int(entry.get("published") or 0),
                "PublishMode": entry.get("mode") or "ingress"}
    text, _slash, protocol = str(entry).partition("/")
    parts = text.split(":")
    return {"Protocol": protocol or "tcp", "TargetPort": int(parts[-1]), "PublishedPort": int(parts[-2]) if len(parts) > 1 else 0, "PublishMode": "ingress"}


def networks_of(service, name, data, known):
    """(name of a network, its aliases) of each network of a service."""
    wanted = service.get("networks") or ["default"]
    result = []
    for one in wanted:
        described = (data.get("networks") or {}).get(one) or {}
        external = described.get("external")
        whole = described.get("name") or (one if external else "%s_%s" % (name, one))
        if external and whole not in known:
            raise ComposeError('network "%s" is declared as external, but could not be found. You need to create a swarm-scoped network before the stack '
                               'is deployed' % whole)
        if one != "default" and not external and one not in (data.get("networks") or {}):
            raise ComposeError('undefined network "%s"' % one)
        aliases = (wanted[one] or {}).get("aliases") or [] if isinstance(wanted, dict) else []
        result.append((whole, aliases))
    return result


def environment_of(service, variables, files):
    """The variables of a service, from its files and its own."""
    values = {}
    listed = service.get("env_file") or []
    for path in [listed] if isinstance(listed, str) else listed:
        text = files.get(str(path if isinstance(path, str) else path.get("path")).replace("./", "", 1))
        if text is None:
            raise ComposeError("open %s: no such file or directory" % path)
        values.update(dotenv.parse(text))
    for key, value in pairs(service.get("environment")).items():
        values[key] = variables.get(key) if value is None else value
    return ["%s=%s" % (key, value) for key, value in sorted(values.items()) if value is not None]


def container_of(service, mounts, variables, files):
    container = {}
    env = environment_of(service, variables, files)
    for key, value in (("Env", env), ("Command", words(service.get("entrypoint"))), ("Args", words(service.get("command"))), ("Mounts", mounts),
                       ("User", service.get("user")), ("Hostname", service.get("hostname")), ("Dir", service.get("working_dir"))):
        if value:
            container[key] = value
    if service.get("healthcheck"):
        container["Healthcheck"] = health_of(service["healthcheck"])
    if service.get("stop_grace_period"):
        container["StopGracePeriod"] = nanoseconds(service["stop_grace_period"])
    return container


def with_digest(engine, image):
    """An image as its registry names it; what cannot be asked for stays as it is."""
    found = engine.world.image(image)
    if found is None or found.pull != "ok" or found.credentials or "@" in image:
        return image
    return "%s@%s" % (image if ":" in image.rsplit("/", 1)[-1] else image + ":latest", found.digest_text())


def stack_specification(engine, name, key, service, data, variables, files, folder):
    """The specification of one service of a stack."""
    deploy = service.get("deploy") or {}
    if not service.get("image"):
        raise ComposeError("invalid image reference for service %s: no image specified" % key)
    mounts = [mount_of(entry, name, data, folder) for entry in service.get("volumes") or []]
    container = {"Image": with_digest(engine, service["image"]), "Labels": dict(pairs(service.get("labels")), **{LABEL: name})}
    container.update(container_of(service, mounts, variables, files))
    container["Privileges"] = {"CredentialSpec": None, "SELinuxContext": None, "NoNewPrivileges": False}
    placement = {"Platforms": [{"Architecture": "amd64", "OS": "linux"}]} if "@" in container["Image"] else {}
    wanted = deploy.get("placement") or {}
    if wanted.get("constraints"):
        placement["Constraints"] = list(wanted["constraints"])
    if wanted.get("max_replicas_per_node"):
        placement["MaxReplicas"] = int(wanted["max_replicas_per_node"])
    template = {"ContainerSpec": container, "Resources": resources_of(service), "Placement": placement, "ForceUpdate": 0, "Runtime": "container",
                "Networks": [{"Target": engine.networks[whole], "Aliases": aliases + [key]}
                             for whole, aliases in networks_of(service, name, data, engine.networks)]}
    if deploy.get("restart_policy"):
        policy = deploy["restart_policy"]
        template["RestartPolicy"] = {"Condition": policy.get("condition") or "any", "MaxAttempts": policy.get("max_attempts") or 0}
        template["RestartPolicy"].update({inner: nanoseconds(policy[outer]) for outer, inner in (("delay", "Delay"), ("window", "Window"))
                                          if policy.get(outer)})
    spec = {"Name": "%s_%s" % (name, key), "Labels": dict(pairs(deploy.get("labels")), **{"com.docker.stack.image": service["image"], LABEL: name}),
            "TaskTemplate": template,
            "Mode": {"Global": {}} if deploy.get("mode") == "global" else {"Replicated": {"Replicas": int(deploy.get("replicas", 1))}},
            "EndpointSpec": {"Ports": [port_of(entry) for entry in service.get("ports") or []]}}
    for outer, inner in (("update_config", "UpdateConfig"), ("rollback_config", "RollbackConfig")):
        if deploy.get(outer):
            spec[inner] = rolling(deploy[outer])
    return spec


# -- the two commands ----------------------------------------------------------------------------------------------------------------------


def services_in(engine, name):
    return [service for service in engine.services.values() if service.spec.get("Labels", {}).get(LABEL) == name]


def deploy(engine, name, data, variables, files, folder, prune):
    """Have the Swarm run a file -> the lines that are printed; :raises ComposeError: with those of a failure."""
    data = interpolate(data, variables)
    services = checked(data)
    lines = []
    ignored = sorted({key for service in services.values() for key in IGNORED if key in service})
    if ignored:
        lines += ["Ignoring unsupported options: %s" % ", ".join(ignored), ""]
    if name in engine.projects:
        raise ComposeError('network "%s_default" cannot be used with services. Only networks scoped to the swarm can be used, such as those created with '
                           'the overlay driver' % name)
    going = engine.stacks_going(name)
    wanted = []
    for service in services.values():
        for one in service.get("networks") or ["default"]:
            described = (data.get("networks") or {}).get(one) or {}
            if not described.get("external") and (one == "default" or one in (data.get("networks") or {})):
                wanted.append(described.get("name") or "%s_%s" % (name, one))
    for network in dict.fromkeys(wanted):
        if network not in engine.networks:
            engine.add_network(network, name)
            lines.append("Creating network %s" % network)
    if going and services:
        raise ComposeError("failed to create service %s_%s: Error response from daemon: network %s not found" % (name, next(iter(services)), going[0]))
    specs = [stack_specification(engine, name, key, service, data, variables, files, folder) for key, service in services.items()]
    names = {spec["Name"] for spec in specs}
    if prune:
        for service in services_in(engine, name):
            if service.name not in names:
                engine.remove(service)
    try:
        for spec in specs:
            service = engine.services.get(spec["Name"])
            lines.append("Creating service %s" % spec["Name"] if service is None else "Updating service %s (id: %s)" % (spec["Name"], service.id))
            if service is None:
                engine.create(spec)
            else:
                changed = copy_data(spec)
                changed["TaskTemplate"]["ForceUpdate"] = service.spec["TaskTemplate"].get("ForceUpdate", 0)
                engine.update(service, changed)
    except DockerError as error:
        raise ComposeError("Error response from daemon: %s" % str(error).partition("unexpected - ")[2].strip())
    return lines


def remove(engine, name):
    """``docker stack rm`` -> None, or the words of its failure: while its networks are still going, there is nothing left to remove."""
    going = engine.stacks_going(name)
    services = services_in(engine, name)
    if going and not services:
        return "".join("Failed to remove network %s: Error response from daemon: network %s not found" % (one, one) for one in going) + (
            "failed to remove some resources from stack: %s\n" % name)
    for service in services:
        engine.remove(service)
    engine.remove_networks(name)
    return None
