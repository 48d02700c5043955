# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Verifies that an engine is the intended one, before anything is read or changed there."""

from __future__ import annotations

import os
import re
import socket
import threading
from urllib.parse import urlsplit

from .engine import is_loopback
from .._common.errors import Refused
from .._model.address import normalize_host

# The file of the router of Dokploy's own pages, on Dokploy's host.
ROUTER = "/etc/dokploy/traefik/dynamic/dokploy.yml"
DNS_SECONDS = 5
TRUST = "docker_trusted: true confirms the engine."


def verify_identity(host, api_url, trusted, router=None):
    """Raise Refused unless the engine manages a Swarm, and is trusted explicitly or runs the Dokploy of C(api_url)."""
    check_configuration(host, api_url, trusted, router)
    swarm = (host.get("/info") or {}).get("Swarm") or {}
    if swarm.get("LocalNodeState") != "active" or not swarm.get("ControlAvailable"):
        raise Refused("the Docker Engine at %s is not a Swarm manager: nothing was changed" % host,
                      next_step="Name the engine of Dokploy's own host, or of the remote server that the service is on, with docker_host.")
    if trusted:
        return
    if host.loopback and host.get("/info").get("Name") != socket.gethostname():
        raise _not_of_this_host(host)
    if not _runs_dokploy(host):
        raise Refused("the Docker Engine at %s does not run Dokploy itself: nothing was changed" % host, next_step=TRUST)


def check_configuration(host, api_url, trusted, router=None):
    """Raise Refused if the options alone show that the engine cannot be verified. Sends no request."""
    if trusted:
        return
    if not host.local:
        raise _not_of_this_host(host)
    owner = _socket_owner(host.socket_path)
    if owner not in (None, 0, os.geteuid()):
        raise Refused("the socket %s belongs to neither root nor the user of this task, but to the user with the ID %d: nothing was changed" % (
            host.socket_path, owner), next_step="Check docker_host. " + TRUST)
    if not api_url:
        raise Refused("the Docker Engine at %s cannot be verified to be the one of your Dokploy: nothing was changed" % host,
                      next_step="Give api_url, or docker_trusted: true.")
    name = urlsplit(api_url).hostname or ""
    if not (is_loopback(name) or is_address_of_this_host(name) or normalize_host(name) in read_router_hosts(router or ROUTER)):
        raise Refused("the Docker Engine at %s cannot be verified to be the one of %s, which is not an address of this host: nothing was changed" % (
                      host, name),
                      next_step="Run the task on Dokploy's own host. " + TRUST)


def _not_of_this_host(host):
    return Refused("the Docker Engine at %s cannot be verified to be the one of this host: nothing was changed" % host, next_step=TRUST)


def _socket_owner(path):
    """Return the user ID of a socket's owner; None for an engine without a socket, and for a socket that does not exist."""
    try:
        return os.stat(path).st_uid if path else None
    except OSError:
        return None


def _runs_dokploy(host):
    """Return whether the engine runs Dokploy, also in a crash loop. A stopped one is left over from a move to another host."""
    services = [row for row in host.get("/services", filters={"name": ["dokploy"]}) or [] if (row.get("Spec") or {}).get("Name") == "dokploy"]
    if services and host.get("/tasks", filters={"service": [services[0]["ID"]], "desired-state": ["running"]}):
        return True
    rows = host.get("/containers/json", filters={"name": ["dokploy"], "status": ["running", "restarting"]}) or []
    return any("/dokploy" in (row.get("Names") or []) for row in rows)


def is_address_of_this_host(name):
    """Return whether every address of a name belongs to this host: only such an address can be bound."""
    found = []

    def look_up():
        try:
            found.extend(socket.getaddrinfo(name, None, 0, socket.SOCK_STREAM))
        except OSError:
            pass

    # In a separate thread, because DNS may be slow during an outage, too.
    asking = threading.Thread(target=look_up, daemon=True)
    asking.start()
    asking.join(DNS_SECONDS)
    return bool(found) and all(_can_bind(family, address) for family, dummy, dummy2, dummy3, address in list(found))


def _can_bind(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        try:
            probe.bind((address[0], 0) + tuple(address[2:]))
        except OSError:
            return False
    return True


def read_router_hosts(path):
    """Read the host names of Dokploy's own pages from Traefik's file on this host."""
    try:
        if os.path.getsize(path) > 1024 * 1024:
            return set()
        with open(path, encoding="utf-8", errors="replace") as handle:
            text = handle.read()
    except OSError:
        return set()
    found = set()
    for line in re.findall(r"^[ \t]*rule:.*$", text, re.MULTILINE):
        for inner in re.findall(r"Host\(([^)]*)\)", line):
            found |= {normalize_host(one) for one in re.findall(r"[`\"']([^`\"']+)[`\"']", inner)}
    return found
