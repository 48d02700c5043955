# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The world around Dokploy, described: images, Git repositories, nodes and servers, and how each behaves.

Nothing here acts by itself. ``World.from_dict`` takes the same description as data (a YAML file, the control endpoint).
"""

from __future__ import annotations

import copy
import hashlib
import io
import zipfile
from dataclasses import dataclass, field, fields


def digest_of(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass
class Behaviour:
    """How one command in a container behaves, where it differs from the image's own command."""

    exit_code: int | None = None
    exit_after: float = 0.2
    missing: bool = False
    memory: int | None = None


@dataclass
class Image:
    """An image and how its containers behave.

    :ivar exit_code: what its process ends with, None while it goes on for ever; :ivar exit_after: after how many seconds.
    :ivar memory: bytes it needs, reached ``memory_after`` seconds after the start (more than the limit: it is killed).
    :ivar cpu: how many cores it uses.
    :ivar healthy: the verdict on health checks, after ``healthy_after`` seconds; ``healthchecks`` gives verdicts by the check's last word
        (true, false, or ``missing``: the image has no such program).
    :ivar ports: what it listens on (``loopback``: on 127.0.0.1 alone); :ivar http: whether it answers HTTP there, with ``body`` and ``http_status``.
    :ivar pull: ``ok``, ``missing`` (manifest unknown), ``denied``, ``hang``, ``limited``, ``unreachable``; :ivar credentials: (username, password) it needs.
    :ivar commands: a Behaviour by command ("/bin/false"), for services that set one.
    :ivar programs: what a command that is run inside writes and ends with ({"./migrate": {"stdout": [], "stderr": [], "exit_code": 0}});
    :ivar files: the paths that exist inside.
    :ivar stop_seconds: how long it takes to end when told; None: it ignores the signal and is killed after the grace period.
    """

    name: str = ""
    exit_code: int | None = None
    exit_after: float = 1.0
    memory: int = 8 * 1024 * 1024
    memory_after: float = 0.5
    cpu: float = 0.0
    healthy: bool = True
    healthy_after: float = 0.0
    healthchecks: dict = field(default_factory=dict)
    ports: list = field(default_factory=lambda: [80])
    loopback: bool = False
    http: bool = True
    http_status: int = 200
    body: str | None = None
    start_seconds: float = 0.4
    stop_seconds: float | None = 0.1
    pull: str = "ok"
    pull_seconds: float = 0.5
    credentials: tuple | None = None
    commands: dict = field(default_factory=dict)
    programs: dict = field(default_factory=dict)
    files: list = field(default_factory=lambda: ["/", "/app"])
    env: list = field(default_factory=lambda: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"])
    path: str = "/docker-entrypoint.sh"
    args: list = field(default_factory=lambda: ["nginx", "-g", "daemon off;"])
    log: list = field(default_factory=list)
    image_id: str | None = None
    digest: str | None = None
    repository: str | None = None

    def identifier(self):
        return "sha256:" + (self.image_id or digest_of("image " + (self.name or "")))

    def digest_text(self):
        return "sha256:" + (self.digest or digest_of("digest " + (self.name or "")))


@dataclass
class Commit:
    """The newest commit of a branch, and what comes of building it. ``hangs``: the build ends, and what follows it never does.

    ``files``: the texts by path that compose reads.
    """

    message: str = "Initial commit"
    hash: str = ""
    image: Image = field(default_factory=Image)
    outcome: str = "ok"
    build_seconds: float = 2.0
    dockerfile: bool = True
    folders: list = field(default_factory=lambda: ["/"])
    objects: tuple = (3, 2)
    hangs: bool = False
    steps: list = field(default_factory=list)
    files: dict = field(default_factory=dict)

    def identifier(self):
        return self.hash or digest_of("commit " + self.message)[:40]


@dataclass
class Repository:
    """A Git repository: branches, or a server that hangs, refuses, or has no such repository."""

    url: str = ""
    branches: dict = field(default_factory=lambda: {"main": Commit()})
    hangs: bool = False
    failure: str | None = None
    clone_seconds: float = 0.3
    empty_clone: bool = False


@dataclass
class Node:
    """A node of a swarm."""

    hostname: str = "manager-1"
    role: str = "manager"
    labels: dict = field(default_factory=dict)
    memory: int = 8 * 1024 ** 3
    cpus: int = 4
    status: str = "Ready"
    availability: str = "Active"
    engine_version: str = "27.3.1"


@dataclass
class Host:
    """A machine that runs Docker: Dokploy's own, or a remote server (by its name in Dokploy).

    :ivar traefik: how its Traefik is ("running", "exited"), or None without a container; :ivar traefik_networks: where it is attached.
    :ivar disk: (bytes used, bytes in all); :ivar addresses: (used, in all) of dokploy-network.
    :ivar dokploy: the image of Dokploy's own service; None where it does not run as a service of that name, as on the servers of the recordings.
    :ivar restart_seconds: for how long it does not answer when it restarts.
    :ivar compose: the version of its ``docker compose``; None: its Docker knows none.
    :ivar newer_docker: whether its command line speaks as newer ones do; None: as the one that came with this version of Dokploy.
    """

    nodes: list = field(default_factory=lambda: [Node()])
    dead: bool = False
    traefik: str | None = "running"
    traefik_networks: list = field(default_factory=lambda: ["bridge", "dokploy-network"])
    disk: tuple = (3 * 10 ** 10, 10 ** 11)
    addresses: tuple = (2, 254)
    dokploy: str | None = None
    restart_seconds: float = 0.0
    used_ports: set = field(default_factory=set)        # of other processes
    newer_docker: bool | None = None
    compose: str | None = "2.29.7"
    images: dict = field(default_factory=dict)
    ssh_port: int = 22          # where SSH listens
    prepared: bool = False      # whether Dokploy's directory, network and Swarm are there
    tools: dict = field(default_factory=dict)       # those that Dokploy looks for, with their versions
    offline: bool = False       # whether a set-up finds no internet, and changes nothing


def default_images():
    """Names that read like nginx, and a few that misbehave."""
    return {
        "nginx:1.27": Image(name="nginx:1.27"),
        "nginx:1.28": Image(name="nginx:1.28"),
        "nginx:latest": Image(name="nginx:latest"),
        "crash:1": Image(name="crash:1", exit_code=3, exit_after=0.2, log=["starting", "fatal: configuration is missing"]),
        "slowcrash:1": Image(name="slowcrash:1", exit_code=1, exit_after=12.0, log=["starting", "lost the database"]),
        "sick:1": Image(name="sick:1", healthy=False, log=["starting", "not ready yet"]),
        "hungry:1": Image(name="hungry:1", memory=512 * 1024 ** 2),
        "silent:1": Image(name="silent:1", http=False, ports=[]),
        "worker:1": Image(name="worker:1", http=False, ports=[], log=["working"]),
        "once:1": Image(name="once:1", exit_code=0, exit_after=0.5),
        "missing:1": Image(name="missing:1", pull="missing"),
        "private.example.com/shop:1": Image(name="private.example.com/shop:1", credentials=("puller", "s3cret")),
    }


def default_repositories():
    return {
        "https://git.example.com/shop.git": Repository(branches={
            "main": Commit(message="Release shop"),
            "broken": Commit(message="Break the build", outcome="step"),
            "slow": Commit(message="Slow build", build_seconds=120.0),
            "crash": Commit(message="Crash at start", image=Image(exit_code=3, exit_after=0.2)),
        }),
        "https://silent.example.com/shop.git": Repository(hangs=True),
    }


@dataclass
class World:
    """All of it. An image or repository that is not described does not exist."""

    images: dict = field(default_factory=default_images)
    repositories: dict = field(default_factory=default_repositories)
    host: Host = field(default_factory=Host)
    servers: dict = field(default_factory=dict)
    registries: dict = field(default_factory=dict)
    buckets: dict = field(default_factory=dict)         # endpoint of an S3 server -> names of the files in it
    listeners: set = field(default_factory=set)         # addresses at which a notification arrives
    vault_tokens: dict = field(default_factory=dict)    # of a Vault's address, the tokens that it knows; where it is not named, any
    ai: dict = field(default_factory=dict)              # address of a provider of AI -> {"keys": [...], "models": [...]}
    zones: dict = field(default_factory=dict)           # token of a provider of DNS -> {"id", "name", "records": [{"id", "type", "name", "content", "ttl"}]}
    any_image: bool = False
    github: bool = True     # whether GitHub answers, which every deployment of a preview asks first
    renews: bool = True     # whether GitLab renews a token that has expired, which every question to it does first
    # the catalogue: {id: {"name", "version", "tags", "compose": text, "config": {"variables": {}, "config": {"env", "domains", "mounts"}}}}; None: not there
    templates: dict | None = field(default_factory=dict)
    dropped: Image = field(default_factory=lambda: Image(name=""))

    @staticmethod
    def names(data):
        """What a zip says that it holds."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return archive.namelist()
        except zipfile.BadZipFile:
            return []

    def upload(self, data):
        """What an uploaded zip holds, as if it were a commit; its image behaves like ``dropped``."""
        names = self.names(data)
        folders = {"/"} | {"/" + name.rsplit("/", 1)[0] for name in names if "/" in name}
        return Commit(message="upload", image=copy.deepcopy(self.dropped), dockerfile=any(name.rsplit("/", 1)[-1] == "Dockerfile" for name in names),
                      folders=sorted(folders))

    def image(self, reference):
        """The image of a reference as a registry has it, or None."""
        found = self.images.get(reference)
        if found is None and ":" not in reference.rsplit("/", 1)[-1]:
            found = self.images.get(reference + ":latest")
        if found is None and self.any_image:
            found = self.images[reference] = Image(name=reference)
        if found is not None and not found.name:
            found.name = reference
        return found

    def repository(self, url):
        found = self.repositories.get(url)
        if found is not None and not found.url:
            found.url = url
        return found

    def server(self, name):
        """The machine behind a remote server of that name; one is made up where none is described."""
        if name not in self.servers:
            self.servers[name] = Host(nodes=[Node(hostname=name)])
        return self.servers[name]

    @classmethod
    def from_dict(cls, data):
        """A world from plain data; what is left out is as in the default world."""
        world = cls()
        world.change(data or {})
        return world

    def change(self, data):
        """Add to the world or alter it: ``images``, ``repositories``, ``host``, ``servers``, ``templates``, ``any_image``, ``github``; null removes."""
        for reference, values in (data.get("images") or {}).items():
            if values is None:
                self.images.pop(reference, None)
            else:
                _apply(self.images.setdefault(reference, Image(name=reference)), values)
        for url, values in (data.get("repositories") or {}).items():
            if values is None:
                self.repositories.pop(url, None)
                continue
            values = dict(values)
            repository = self.repositories.setdefault(url, Repository(url=url))
            for branch, commit in (values.pop("branches", None) or {}).items():
                if commit is None:
                    repository.branches.pop(branch, None)
                    continue
                commit = dict(commit)
                found = repository.branches.setdefault(branch, Commit())
                if "image" in commit:
                    _apply(found.image, commit.pop("image"))
                _apply(found, commit)
            _apply(repository, values)
        if "host" in data:
            _apply_host(self.host, data["host"])
        for name, values in (data.get("servers") or {}).items():
            _apply_host(self.server(name), values)
        for address, values in (data.get("registries") or {}).items():
            self.registries[address] = values
        self.buckets.update({one: list(names) for one, names in (data.get("buckets") or {}).items()})
        self.listeners.update(data.get("listeners") or ())
        self.ai.update(copy.deepcopy(data.get("ai") or {}))
        self.zones.update(copy.deepcopy(data.get("zones") or {}))
        if "templates" in data:
            self.templates = None if data["templates"] is None else dict(self.templates or {}, **data["templates"])
        if "any_image" in data:
            self.any_image = bool(data["any_image"])
        if "github" in data:
            self.github = bool(data["github"])


def _apply(target, values):
    known = {item.name for item in fields(target)}
    for key, value in values.items():
        if key not in known:
            raise ValueError("%s has no %r" % (type(target).__name__, key))
        if key == "commands":
            value = {name: item if isinstance(item, Behaviour) else Behaviour(**item) for name, item in value.items()}
        if key == "credentials" and value is not None:
            value = tuple(value)
        setattr(target, key, value)


def _apply_host(host, values):
    values = dict(values)
    nodes = values.pop("nodes", None)
    if nodes is not None:
        host.nodes[:] = [node if isinstance(node, Node) else Node(**node) for node in nodes]
    _apply(host, values)
