# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What changes the whole server: Docker is cleaned up, Dokploy gets an address, Traefik's container gets variables and ports.

Take a server that nobody uses: images, volumes and stopped containers go, Dokploy removes Traefik's container and makes another,
and the two files of Traefik (traefik.yml, dynamic/dokploy.yml) and the row webServerSettings have to be put back by hand.
"""

from __future__ import annotations

from .recipe_steps import NEWEST, OLDER, get, post

BOTH = (NEWEST, OLDER)


def first_line(body, bound):
    """Of a failed command, the beginning: the script itself follows."""
    if not isinstance(body, dict) or "message" not in body:
        return body
    return dict(body, message=body["message"].split("\n")[0])


def clean(what, note, values=None, **more):
    return post("settings.clean" + what, note, values or {}, only=first_line, **more)


CLEAN_UPS = [
    clean("StoppedContainers", "stopped containers"),
    clean("StoppedContainers", "of a server that is not there", {"serverId": "not-there"}),
    clean("UnusedImages", "unused images"),
    clean("UnusedImages", "of a server that is not there", {"serverId": "not-there"}),
    clean("UnusedVolumes", "unused volumes"),
    clean("UnusedVolumes", "of a server that is not there", {"serverId": "not-there"}),
    clean("DockerBuilder", "the cache of builds"),
    clean("DockerBuilder", "of a server that is not there", {"serverId": "not-there"}),
    clean("DockerPrune", "the whole system"),
    clean("DockerPrune", "of a server that is not there", {"serverId": "not-there"}),
]

DISK_USAGE = [
    get("dockerDiskUsage.getDiskUsage", "what Docker uses on Dokploy's own host", keep=["type"]),
    get("dockerDiskUsage.getDiskUsage", "of a server that is not there", {"serverId": "not-there"}),
]

SHOWN = {"keep": ["host|https|certificateType|letsEncryptEmail"]}
ADDRESS = {"host": "dokploy.contract.example", "https": False, "certificateType": "none", "letsEncryptEmail": ""}
ADDRESSES = [
    get("settings.getWebServerSettings", "no address", **SHOWN),
    post("settings.assignDomainServer", "an address", ADDRESS, **SHOWN),
    post("settings.assignDomainServer", "with a certificate", dict(ADDRESS, https=True, certificateType="letsencrypt", letsEncryptEmail="a@contract.example"),
         **SHOWN),
    post("settings.assignDomainServer", "those that it wants alone", {"host": "other.contract.example", "certificateType": "none"}, **SHOWN),
    get("settings.getWebServerSettings", "the others stay", **SHOWN),
    post("settings.assignDomainServer", "a certificate that is none", dict(ADDRESS, certificateType="nonsense")),
    post("settings.assignDomainServer", "an address of mail that is none", dict(ADDRESS, letsEncryptEmail="nonsense")),
    post("settings.assignDomainServer", "without a kind of certificate", {"host": "dokploy.contract.example"}),
    post("settings.assignDomainServer", "no host", dict(ADDRESS, host=None)),
    post("settings.assignDomainServer", "an empty host", dict(ADDRESS, host=""), **SHOWN),
]

PORT = {"targetPort": 8080, "publishedPort": 8080, "protocol": "tcp"}
MORE = {"targetPort": 19099, "publishedPort": 19099, "protocol": "tcp"}


def has(word):
    return lambda body: isinstance(body, str) and word in body


TRAEFIK_CONTAINER = [
    get("settings.readTraefikEnv", "its variables"),
    get("settings.getTraefikPorts", "its ports"),
    post("settings.writeTraefikEnv", "one variable; those of the image stay", {"env": "CONTRACT=one"}),
    get("settings.readTraefikEnv", "once another container is there", until=has("CONTRACT=one")),
    get("settings.getTraefikPorts", "its ports", until=lambda body: isinstance(body, list) and bool(body)),
    post("settings.updateTraefikPorts", "a protocol that is none", {"additionalPorts": [dict(PORT, protocol="nonsense")]}),
    post("settings.updateTraefikPorts", "without a list", {}),
    post("settings.updateTraefikPorts", "the one that it publishes, and another", {"additionalPorts": [PORT, MORE]}),
    get("settings.getTraefikPorts", "once another container is there", until=lambda body: isinstance(body, list) and len(body) == 2),
    post("settings.updateTraefikPorts", "none", {"additionalPorts": []}),
    get("settings.getTraefikPorts", "once another container is there", until=lambda body: body == []),
    post("settings.writeTraefikEnv", "without a text", {}),
    get("settings.readTraefikEnv", "the variable stayed", until=has("CONTRACT=one")),
]

RECIPES = {
    "clean_ups": {"about": "Docker is cleaned up, on a host that nobody uses.", "versions": BOTH, "steps": CLEAN_UPS},
    "disk_usage": {"about": "What Docker uses, of any host.", "versions": (NEWEST,), "steps": DISK_USAGE},
    "addresses": {"about": "Dokploy gets an address of its own, and loses it.", "versions": BOTH, "steps": ADDRESSES},
    "traefik_container": {"about": "Traefik's container gets variables and ports.", "versions": BOTH, "steps": TRAEFIK_CONTAINER},
}
