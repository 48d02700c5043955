# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a service beyond its fields: the calls of its lifecycle, and how Dokploy makes a Swarm service of it."""

from __future__ import annotations

from dataclasses import dataclass, field as dataclass_field
from typing import Callable, Optional


@dataclass(frozen=True)
class ServiceCalls:
    """The procedures of a service's lifecycle. One that is empty does not exist for this kind."""

    type: str  # what overview.services, the queue and the domains call it: "application"
    listing: str  # the key of these services in an environment's row: "applications"
    deploy: str
    reload: str
    stop: str
    redeploy: str = ""
    move: str = ""
    save_env: str = ""  # stores env texts alone, for keys that may do no more
    save_env_keys: tuple = ()  # the keys that it requires
    clean_queue: str = ""
    kill_build: str = ""
    upload: str = ""  # deploys an archive
    logs: str = "application.readLogs"
    deployments: str = ""  # lists the rows of its deployments, by its id; "" where there are none
    status: str = "applicationStatus"  # the record's key
    change_password: str = ""  # sets a password in the running service, and stores it
    reload_applies: bool = True  # whether a reload applies the saved configuration; otherwise only a deployment does
    removes_volumes: bool = False  # whether its removal can remove its volumes, too


@dataclass(frozen=True)
class ServiceForm:
    """The form of the Swarm service that Dokploy makes of a record. Pure functions of the record."""

    image: Callable  # the image that is stored, "" where one is built; None where Dokploy chooses it
    is_built: Callable = lambda record: False  # whether Dokploy builds the image
    find_source_problem: Callable = lambda record: ""  # why nothing can be deployed from its source, or ""
    build_fields: Callable = lambda record: ()  # the fields that determine its build
    build_references: tuple = ()  # keys of what a build also depends on
    texts: tuple = (("env", "env"),)  # (option, key) of the env texts, the one that runs first
    files: str = "/etc/dokploy/applications/%s/files/%s"  # where file mounts lie, by appName and path
    defaults: dict = dataclass_field(default_factory=dict)  # of a record that is made, where they matter
    more_env: Callable = lambda record: {}  # variables that Dokploy adds to those that are stored
    # Variable -> (its option, whether the running service obeys it; otherwise only an empty volume reads it).
    variables: dict = dataclass_field(default_factory=dict)
    image_option: str = "source.image"
    process: Callable = lambda record: ((record.get("command") or "").split(" ") if record.get("command") else [], record.get("args") or [], "")
    endpoint: Optional[Callable] = None  # its endpoint, where none is stored; None: the published ports among its children
    endpoint_option: str = "ports"
    update_order: str = "start-first"  # since v0.29.0, where no update configuration is stored
    grace_period: int = 10000000000  # nanoseconds, where none is stored
    connection_url: Optional[Callable] = None  # (record, host, port, password) -> the address by which clients connect
    several: bool = False  # several services are behind one record: C(Observation.parts)
