# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The front: what a visitor sees of the applications' domains, as Traefik would answer."""

from __future__ import annotations

from . import traefik


class Answer:
    """Status, headers and body."""

    def __init__(self, status, body, headers=None):
        self.status, self.body, self.headers = status, body, dict(headers or {})


def answer(sim, host, path):
    """Route by host and the longest path; ask the tasks of the service behind."""
    host = (host or "").rsplit(":", 1)[0].strip("[]").lower()
    if path.startswith("/_front/"):
        _empty, _front, host, rest = (path + "/").split("/", 3)
        host, path = host.lower(), "/" + rest.rstrip("/")
    found = None
    for name in sorted(sim.traefik_files):
        for one_host, prefix, url, middlewares in traefik.routes(sim.traefik_files[name]):
            if one_host == host and (prefix == "/" or path == prefix or path.startswith(prefix.rstrip("/") + "/")):
                if found is None or len(prefix) > len(found[0]):
                    found = (prefix, url, middlewares)
    if found is None:
        return Answer(404, "404 page not found\n")
    _prefix, url, _middlewares = found
    name, _colon, port = url.partition("://")[2].partition(":")
    port = int(port.rstrip("/") or 80) if port else 80
    for engine in sim.engines():
        service = engine.services.get(name)
        if service is None or engine.dead:
            continue
        ready = [task for task in service.tasks if task.state == "running" and task.desired == "running"]
        serving = [task for task in ready if task.image.http and port in task.image.ports]
        if not serving:
            return Answer(502, "Bad Gateway")
        task = min(serving, key=lambda one: one.order)
        image = task.spec["ContainerSpec"]["Image"]
        body = task.image.body if task.image.body is not None else "Hello from %s, image %s\n" % (name, image)
        return Answer(task.image.http_status, body, {"X-Application": name, "X-Image": image})
    return Answer(502, "Bad Gateway")
