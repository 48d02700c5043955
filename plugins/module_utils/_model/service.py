# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a service beyond its fields: the calls of its lifecycle, and the Swarm service that Dokploy makes of it."""

from __future__ import annotations

from dataclasses import dataclass, field as dataclass_field
from typing import Callable, Optional


@dataclass(frozen=True, eq=False, repr=False)
class ServiceCalls:
    """The procedures of a service's lifecycle; "" if this kind has no such procedure."""

    type: str  # its type in overview.services, the queue and the domains: "application"
    listing: str  # the key of these services in an environment's row: "applications"
    deploy: str
    reload: str
    stop: str
    redeploy: str = ""
    move: str = ""
    save_env: str = ""  # stores only env texts, for API keys with only that permission
    save_env_keys: tuple = ()  # the keys that save_env requires
    clean_queue: str = ""
    kill_build: str = ""
    upload: str = ""  # deploys an archive
    logs: str = ""
    deployments: str = ""  # lists the rows of its deployments by its id
    status: str = "applicationStatus"  # the key of the status in the record
    change_password: str = ""  # changes a password in the running service, and stores it
    reload_applies: bool = True  # whether a reload applies the saved configuration; otherwise only a deployment does
    removes_volumes: bool = False  # whether its removal can also remove its volumes


@dataclass(frozen=True, eq=False, repr=False)
class ServiceForm:
    """The Swarm service that Dokploy makes of a record: pure functions of the record."""

    image: Callable  # the stored image, "" for a built one, None if Dokploy chooses it
    is_built: Callable = lambda record: False  # whether Dokploy builds the image
    find_source_problem: Callable = lambda record: ""  # why its source cannot be deployed, or ""
    build_fields: Callable = lambda record: ()  # the fields that determine its build
    build_references: tuple = ()  # the keys of other records that a build depends on
    texts: tuple = (("env", "env"),)  # (option, key) of each env text; the first is that of the running service
    file_mount_path: str = "/etc/dokploy/applications/%s/files/%s"  # on the host, by appName and path
    defaults: dict = dataclass_field(default_factory=dict)  # values of a new record that preconditions need
    more_env: Callable = lambda record: {}  # variables that Dokploy adds to the env text
    # Variable of the image -> (its option, whether each start reads it; False: only the first start, on an empty volume).
    variables: dict = dataclass_field(default_factory=dict)
    image_option: str = "source.image"
    # (command, args, the option that determines both, or ""); a command of None cannot be compared.
    process: Callable = lambda record: ((record.get("command") or "").split(" ") if record.get("command") else [], record.get("args") or [], "")
    endpoint: Optional[Callable] = None  # the endpoint if none is stored; None: made of its ports (children)
    endpoint_option: str = "ports"
    update_order: str = "start-first"  # since v0.29.0, if no update configuration is stored
    grace_period_ns: int = 10000000000  # if none is stored
    connection_url: Optional[Callable] = None  # (record, host, port, password) -> the connection URL of clients
    has_parts: bool = False  # whether the record has several services: C(Observation.parts)
