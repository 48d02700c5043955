# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the Request of a task."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, Optional

from .address import Address
from .resource import Resource


@dataclass(frozen=True, eq=False, repr=False)
class Request:
    """The validated options of a task, before any request to the server."""

    resource: Resource
    options: Mapping[str, Any]  # as the user wrote them, with secrets
    address: Address = field(default_factory=Address)
    state: str = "present"
    name: str = ""  # for messages
    changes: Mapping[str, Any] = field(default_factory=dict)  # path -> Change of every option that is set
    target: Any = None  # the Place of the environment to move to
    stores_nothing: bool = False  # whether the module has no options to store; a missing permission to write the build label is then accepted
    again: bool = False  # whether to build the existing files, without a clone or a pull
    concerns: Optional[tuple] = None  # options whose differences the task applies; None: all; (): none, so the running service stays as it is

    def option(self, name, default=None):
        found = self.options.get(name)
        return default if found is None else found

    @property
    def rename_to(self) -> Optional[str]:
        return self.options.get("rename_to") or None

    @property
    def waits(self):
        return self.options.get("wait") is not False

    @property
    def waits_for_health(self):
        return self.waits and self.option("wait_for", "healthy") == "healthy"

    @property
    def verify(self):
        """Return the option verify if it has a URL, or None."""
        verify = self.options.get("verify") or {}
        return verify if verify.get("url") else None
