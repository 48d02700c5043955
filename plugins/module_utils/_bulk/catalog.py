# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists the kinds of resources that a manifest may contain, each with the definition of its module."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable

from .._module.any_record import choose_record_module
from .._module.compose import compose_module
from .._module.database import database_module
from .._module.definition import ModuleDefinition
from .._module.project import project_module
from .._module.service import service_module
from .._resources.ai_provider import AI_PROVIDER
from .._resources.application import APPLICATION
from .._resources.backup import BACKUP
from .._resources.certificate import CERTIFICATE
from .._resources.compose import COMPOSE
from .._resources.database import DATABASE, choose_database
from .._resources.destination import DESTINATION
from .._resources.dns_provider import DNS_PROVIDER
from .._resources.dns_record import DNS_RECORD
from .._resources.environment import ENVIRONMENT
from .._resources.git_provider import GIT_PROVIDER
from .._resources.network import NETWORK
from .._resources.notification import NOTIFICATION
from .._resources.patch import PATCH
from .._resources.project import PROJECT
from .._resources.registry import REGISTRY
from .._resources.remote_server import REMOTE_SERVER
from .._resources.role import ROLE
from .._resources.schedule import SCHEDULE
from .._resources.ssh_key import SSH_KEY
from .._resources.tag import TAG
from .._resources.vault_provider import VAULT_PROVIDER
from .._resources.volume_backup import VOLUME_BACKUP

# The levels of a manifest.
TOP, PROJECT_LEVEL, ENVIRONMENT_LEVEL = "the manifest", "a project", "an environment"


@dataclass(frozen=True, eq=False, repr=False)
class EntryKind:
    """A kind of entries in a manifest."""

    module: str                   # "dokploy_application"
    key: str                      # the key of its list: "applications"
    resource: Any
    define: Callable[[], ModuleDefinition]
    levels: tuple = (TOP,)
    choose: Callable = None       # (options) -> the resource of an entry, for a kind with several resources

    @property
    def kind(self):
        return self.resource.kind

    def resource_of(self, options):
        return self.choose(options) if self.choose else self.resource


def make_record_kind(resource, *levels):
    """Make the EntryKind of a plain record at these levels of a manifest; without any, at the top level."""
    return EntryKind("dokploy_" + resource.kind, resource.many, resource, lambda: choose_record_module(resource)(resource), levels or (TOP,))


KINDS = (
    *map(make_record_kind, (
        SSH_KEY, REMOTE_SERVER, GIT_PROVIDER, REGISTRY, CERTIFICATE, DESTINATION, NOTIFICATION, TAG, NETWORK, AI_PROVIDER, ROLE, DNS_PROVIDER, DNS_RECORD,
        VAULT_PROVIDER)),
    EntryKind("dokploy_project", "projects", PROJECT, lambda: project_module(PROJECT)),
    EntryKind("dokploy_environment", "environments", ENVIRONMENT, lambda: project_module(ENVIRONMENT), (PROJECT_LEVEL,)),
    EntryKind("dokploy_database", "databases", DATABASE, database_module, (ENVIRONMENT_LEVEL,), choose_database),
    EntryKind("dokploy_compose", "compose_services", COMPOSE, compose_module, (ENVIRONMENT_LEVEL,)),
    EntryKind("dokploy_application", "applications", APPLICATION, lambda: service_module(APPLICATION), (ENVIRONMENT_LEVEL,)),
    make_record_kind(PATCH, ENVIRONMENT_LEVEL), make_record_kind(BACKUP, TOP, ENVIRONMENT_LEVEL), make_record_kind(VOLUME_BACKUP, ENVIRONMENT_LEVEL),
    make_record_kind(SCHEDULE, TOP, ENVIRONMENT_LEVEL),
)
BY_KIND = {one.kind: one for one in KINDS}


def name_entry(kind, parts):
    """Name an entry by its kind and the names that lead to it: "application shop/production/web"."""
    return "%s %s" % (kind.replace("_", " "), "/".join(parts))


def list_kinds(level):
    """List the kinds whose entries are allowed at a level."""
    return tuple(one for one in KINDS if level in one.levels)
