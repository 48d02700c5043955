# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The parts of services that have modules of their own: in which list of a service each is, and which services have it."""

from __future__ import annotations

from dataclasses import dataclass

from .database import DATABASES
from .services import SERVICES
from .._common.errors import BadInput


@dataclass(frozen=True)
class ManagedPart:
    """A kind of child, which a module manages alone. Its description is the one that the list of a service has."""

    kind: str                     # "basic_auth", as the module and its result say it
    option: str                   # the list of a service
    services: tuple               # kinds of services that have such a list

    @property
    def resource(self):
        """The description of the services that most tasks name."""
        return SERVICES[self.services[0]]

    @property
    def child(self):
        return self.resource.child_of(self.option)

    @property
    def children(self):
        """The descriptions of the child, one for each kind of service."""
        return [SERVICES[kind].child_of(self.option) for kind in self.services]

    @property
    def fields(self):
        """The fields that the child has with any kind of service."""
        found = {}
        for child in self.children:
            for item in child.fields:
                found.setdefault(item.option, item)
        return tuple(found.values())

    @property
    def addressing(self):
        """Return the options that address the service."""
        return {name: {"type": "str"} for name in ("project", "environment", *self.services, "app_name")}

    def find_service(self, options):
        """The (description, options of its address) of the service that a task names. Raises BadInput."""
        named = [kind for kind in self.services if options.get(kind)]
        if len(named) > 1 or not named and not options.get("app_name"):
            raise BadInput("name the service of the %s: one of %s, or app_name" % (self.child.kind, ", ".join(self.services)))
        address = {name: options.get(name) for name in ("project", "environment", "app_name")}
        if not named:
            return SERVICES["application"], address
        resource = SERVICES[named[0]]
        by = "name" if options.get("project") else "%s_id" % resource.kind
        return resource, dict(address, **{by: options[named[0]]})


PARTS = {one.kind: one for one in (
    ManagedPart("domain", "domains", ("application", "compose")),
    ManagedPart("mount", "mounts", ("application", *DATABASES)),
    ManagedPart("port", "ports", ("application",)),
    ManagedPart("redirect", "redirects", ("application",)),
    ManagedPart("basic_auth", "basic_auth", ("application",)),
)}
