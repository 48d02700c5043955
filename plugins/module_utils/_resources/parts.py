# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists the children of services that have their own modules, with the option and the kinds of services that contain them."""

from __future__ import annotations

from dataclasses import dataclass

from .database import DATABASES
from .services import SERVICES
from .._common.errors import BadInput


@dataclass(frozen=True, eq=False, repr=False)
class ManagedPart:
    """A kind of child with its own module. Its description is that of the service's list."""

    kind: str                     # "basic_auth", as in the module's name and its result
    option: str                   # the service's option with the list of these children
    services: tuple               # the kinds of services with this option

    @property
    def resource(self):
        """Return the description of the most common kind of service."""
        return SERVICES[self.services[0]]

    @property
    def child(self):
        return self.resource.child_of(self.option)

    @property
    def children(self):
        """Return the descriptions of the child, one for each kind of service."""
        return [SERVICES[kind].child_of(self.option) for kind in self.services]

    @property
    def fields(self):
        """Return the fields that the child has in at least one kind of service."""
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
        """Return (description, address options) of the task's service. Raises BadInput."""
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
