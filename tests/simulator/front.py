# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The front: what a visitor sees of the applications' domains, as Traefik would answer."""

from __future__ import annotations

import re

from . import traefik
from .access_log import note_request


class Answer:
    """Status, headers and body."""

    def __init__(self, status, body, headers=None):
        self.status, self.body, self.headers = status, body, dict(headers or {})


def labelled(labels):
    """(host, path, port) of each router that labels describe, as Traefik's providers for Docker and Swarm read them."""
    if labels.get("traefik.enable") != "true":
        return
    for key, rule in labels.items():
        found = re.match(r"^traefik\.http\.routers\.(.+)\.rule$", key)
        host, path = re.search(r"Host\(`([^`]+)`\)", rule), re.search(r"PathPrefix\(`([^`]+)`\)", rule)
        if found and host:
            service = labels.get("traefik.http.routers.%s.service" % found.group(1), found.group(1))
            yield host.group(1).lower(), path.group(1) if path else "/", int(labels.get("traefik.http.services.%s.loadbalancer.server.port" % service) or 80)


def routes(sim):
    """(host, path, services behind it, port) of everything that Traefik knows."""
    for name in sorted(sim.traefik_files):
        for host, prefix, url, _middlewares in traefik.routes(sim.traefik_files[name]):
            name, _colon, port = url.partition("://")[2].partition(":")
            services = [engine.services[name] for engine in sim.engines() if name in engine.services and not engine.dead]
            yield host, prefix, services, int(port.rstrip("/") or 80) if port else 80
    for engine in sim.engines():
        for service in [] if engine.dead else list(engine.services.values()):
            for host, prefix, port in labelled(service.spec.get("Labels") or {}):
                yield host, prefix, [service], port
        for part in [] if engine.dead else [part for parts in engine.projects.values() for part in parts.values()]:
            for host, prefix, port in labelled(part.spec["TaskTemplate"]["ContainerSpec"].get("Labels") or {}):
                yield host, prefix, [part], port


def answer(sim, host, path):
    """Route by host and the longest path; ask the tasks of the service behind."""
    host = (host or "").rsplit(":", 1)[0].strip("[]").lower()
    if path.startswith("/_front/"):
        _empty, _front, host, rest = (path + "/").split("/", 3)
        host, path = host.lower(), "/" + rest.rstrip("/")
    asked, path = path, path.partition("?")[0]
    found = None
    for one_host, prefix, services, port in routes(sim):
        if one_host == host and (prefix == "/" or path == prefix or path.startswith(prefix.rstrip("/") + "/")):
            if found is None or len(prefix) > len(found[0]):
                found = (prefix, services, port)
    if found is None:
        return Answer(404, "404 page not found\n")
    _prefix, services, port = found
    for service in services[:1]:
        ready = [task for task in service.tasks if task.state == "running" and task.desired == "running"]
        serving = [task for task in ready if task.image.http and port in task.image.ports]
        if not serving:
            note_request(sim, host, asked, "%s-router-1@file" % service.name, 502, 11)
            return Answer(502, "Bad Gateway")
        task = min(serving, key=lambda one: one.order)
        image = task.spec["ContainerSpec"]["Image"]
        status = task.image.http_status
        note_request(sim, host, asked, "%s-router-1@file" % service.name, status, 9)
        body = task.image.body if task.image.body is not None else "Hello from %s, image %s\n" % (service.name, image)
        return Answer(status, body, {"X-Application": service.name, "X-Image": image})
    return Answer(502, "Bad Gateway")
