# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A compose file: read, given suffixes, and converted as Dokploy converts it before it is deployed (domains as labels, networks)."""

from __future__ import annotations

import copy
import functools
import re

from . import traefik
from .data import copy_data
from .errors import CallError

NETWORK = "dokploy-network"


class ComposeError(Exception):
    """What is wrong with a file, in words for a log."""


def load(text):
    """The data of a text by the rules of YAML 1.2 (a bare ``no`` is a word).

    :raises ComposeError: where it is none.
    """
    return copy.deepcopy(_parse(text or ""))


@functools.lru_cache(maxsize=64)
def _parse(text):
    import yaml     # ansible-core brings it; a compose file is more YAML than the reader in traefik.py knows

    class Loader(yaml.SafeLoader):
        """Without the truth values of YAML 1.1."""

    other = ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:int")
    Loader.yaml_implicit_resolvers = {first: [(tag, pattern) for tag, pattern in resolvers if tag not in other]
                                      for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}
    Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))
    Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?\d+$"), list("-+0123456789"))
    try:
        return yaml.load(text, Loader)    # a SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise ComposeError("%s at line %d, column %d" % (getattr(error, "problem", None) or "not YAML", line, column))


def stringify(data):
    """The text, as the yaml package for Node writes it."""
    return traefik.dump(data)


def services_of(data):
    """The mapping of services; nothing where there is none."""
    services = data.get("services") if isinstance(data, dict) else None
    return services if isinstance(services, dict) else {}


def names_of(data):
    """What ``Object.keys`` of the services gives: of a text, the numbers of its letters."""
    services = data.get("services") if isinstance(data, dict) else None
    if not services and services != {}:
        raise CallError("NOT_FOUND", "Services not found")
    return list(services) if isinstance(services, dict) else [str(number) for number in range(len(services))]


# -- suffixes ----------------------------------------------------------------------------------------------------------------------------


def renamed(value, suffix):
    """A list of names, or a mapping by them, with a suffix at each."""
    if isinstance(value, dict):
        return {"%s-%s" % (name, suffix): item for name, item in value.items()}
    return ["%s-%s" % (name, suffix) for name in value]


def with_suffix_volume(entry, suffix):
    if isinstance(entry, dict):
        return dict(entry, source="%s-%s" % (entry["source"], suffix)) if entry.get("type") == "volume" and entry.get("source") else entry
    source, colon, rest = str(entry).partition(":")
    return "%s-%s:%s" % (source, suffix, rest) if colon and not source.startswith((".", "/", "~", "$")) else entry


def with_suffix(data, suffix, volumes_alone=False):
    """Every name of services, volumes, networks, configs and secrets gets a suffix (or those of volumes alone)."""
    data = copy_data(data)
    for service in services_of(data).values():
        if service.get("volumes"):
            service["volumes"] = [with_suffix_volume(entry, suffix) for entry in service["volumes"]]
        if volumes_alone:
            continue
        for key in ("depends_on", "links", "volumes_from", "networks"):
            if service.get(key):
                service[key] = renamed(service[key], suffix)
        if service.get("container_name"):
            service["container_name"] += "-%s" % suffix
        for key in ("configs", "secrets"):
            if service.get(key):
                service[key] = [dict(one, source="%s-%s" % (one["source"], suffix)) if isinstance(one, dict) else "%s-%s" % (one, suffix)
                                for one in service[key]]
    for key in ("volumes",) if volumes_alone else ("services", "volumes", "networks", "configs", "secrets"):
        if isinstance(data.get(key), dict):
            data[key] = renamed(data[key], suffix)
    return data


def isolated(data, name, volumes):
    """Every service also in a network of its own stack."""
    data = copy_data(data)
    data["networks"] = dict(data.get("networks") or {}, **{name: {"name": name, "external": True}})
    for service in services_of(data).values():
        networks = service.get("networks") or []
        service["networks"] = dict(networks, **{name: {}}) if isinstance(networks, dict) else networks + [one for one in [name] if one not in networks]
    return with_suffix(data, name, volumes_alone=True) if volumes else data


# -- domains -----------------------------------------------------------------------------------------------------------------------------


def labels_of(app_name, domain, entrypoint, newer):
    """The labels of one router of a domain."""
    router = "%s-%d-%s" % (app_name, domain["uniqueConfigKey"], entrypoint)
    custom, https, path = domain.get("customEntrypoint"), domain["https"], domain["path"]
    labels = ["traefik.http.routers.%s.rule=Host(`%s`)%s" % (router, domain["host"], " && PathPrefix(`%s`)" % path if path and path != "/" else ""),
              "traefik.http.routers.%s.entrypoints=%s" % (router, entrypoint),
              "traefik.http.services.%s.loadbalancer.server.port=%s" % (router, domain["port"]),
              "traefik.http.routers.%s.service=%s" % (router, router)]
    redirects = entrypoint == "web" and https and not custom
    middlewares = ["redirect-to-https@file"] if redirects else []
    for name, wanted, setting, value in (
            ("stripprefix", domain["stripPath"] and path and path != "/", "stripprefix.prefixes", path),
            ("addprefix", (domain["internalPath"] or "/") != "/" and domain["internalPath"].startswith("/"), "addprefix.prefix", domain["internalPath"])):
        if wanted:
            whole = "%s-%s-%d" % (name, app_name, domain["uniqueConfigKey"])
            if entrypoint == "web" or custom:
                labels.append("traefik.http.middlewares.%s.%s=%s" % (whole, setting, value))
            if not redirects:
                middlewares.append(whole)
    if not redirects:
        middlewares += domain.get("middlewares") or []
    if middlewares:
        labels.append("traefik.http.routers.%s.middlewares=%s" % (router, ",".join(middlewares)))
    if entrypoint == "websecure" or (custom and https):
        if domain["certificateType"] == "letsencrypt":
            labels.append("traefik.http.routers.%s.tls.certresolver=letsencrypt" % router)
        elif domain["certificateType"] == "custom" and domain["customCertResolver"]:
            labels.append("traefik.http.routers.%s.tls.certresolver=%s" % (router, domain["customCertResolver"]))
        elif domain["certificateType"] == "none" and https and newer:
            labels.append("traefik.http.routers.%s.tls=true" % router)
    return labels


def label_service(row, service, domain, network, newer):
    """Put the labels of a domain on its service, before those that it has."""
    entries = labels_of(row["appName"], domain, domain.get("customEntrypoint") or "web", newer)
    if domain["https"] and not domain.get("customEntrypoint"):
        entries += labels_of(row["appName"], domain, "websecure", newer)
    stack = row["composeType"] == "stack"
    if stack and not isinstance(service.get("deploy"), dict):
        service["deploy"] = {}
    holder = service["deploy"] if stack else service
    labels = holder.get("labels") or []
    own = "traefik.%s.network=%s" % ("swarm" if stack else "docker", network)
    if isinstance(labels, dict):
        if newer:
            labels = dict(labels, **dict(entry.split("=", 1) for entry in ["traefik.enable=true", own] + entries))
    else:
        labels = [own] + entries + ([] if "traefik.enable=true" in labels else ["traefik.enable=true"]) + [one for one in labels if one != own]
    holder["labels"] = labels


def join_network(service, name=NETWORK):
    networks = service.get("networks") or []
    if isinstance(networks, dict):
        service["networks"] = dict({one: {} for one in (name, "default") if one not in networks}, **networks)
    else:
        service["networks"] = networks + [one for one in (name, "default") if one not in networks]


def converted(row, data, domains, networks, version):
    """The data that are deployed.

    :arg networks: {id: name} of those that Dokploy knows.
    :raises ComposeError: where a domain has no service that is there.
    """
    newer = version >= (0, 29)
    data = copy_data(data)
    if row["isolatedDeployment"]:
        data = isolated(data, row["suffix"] or row["appName"], row["isolatedDeploymentsVolume"])
    elif row["randomize"] and row["suffix"]:
        data = with_suffix(data, row["suffix"])
    services = services_of(data)
    network = (row["suffix"] or row["appName"]) if row["isolatedDeployment"] else NETWORK
    for domain in domains:
        if not domain.get("enabled", True):
            continue
        if not domain["serviceName"]:
            raise ComposeError('Domain "%s" is missing a service name' % domain["host"])
        if domain["serviceName"] not in services:
            raise ComposeError('Domain "%s" is attached to service "%s" which does not exist in the compose' % (domain["host"], domain["serviceName"]))
        label_service(row, services[domain["serviceName"]], domain, network, newer)
        if not row["isolatedDeployment"]:
            join_network(services[domain["serviceName"]])
    injected = set()
    for one in row.get("serviceNetworks") or []:
        service = services.get(one["serviceName"])
        if service is None:
            continue
        for name in (networks[each] for each in one["networkIds"] if each in networks):
            join_network(service, name)
            injected.add(name)
        if one["detachDokployNetwork"] and service.get("networks"):
            service["networks"] = [name for name in service["networks"] if name not in (NETWORK, "default")]
    used = {name for service in services.values() if isinstance(service, dict) for name in service.get("networks") or []}
    declared = sorted(injected & used) + ([NETWORK] if NETWORK in used or not newer else [])
    if declared and not row["isolatedDeployment"]:
        data["networks"] = dict(data.get("networks") or {}, **{name: {"external": True} for name in declared})
    return data
