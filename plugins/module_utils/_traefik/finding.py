# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the findings of the Traefik check: the fault, its severity, and its place.

No message contains a value of the text, because a value can be a secret.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Optional

STOPS, DISABLES, LIMIT, WARNING = "stops_directory", "disables", "limit", "warning"
APPLICATION, OTHER = "application", "other"


class LimitFault(str):
    """A fault that is a limit of this collection: Traefik may accept the text."""


@dataclass(frozen=True, eq=False, repr=False)
class Finding:
    """One fault. One that stops the directory is an error of its file's owner; for other applications, Traefik then ignores new changes."""

    code: str
    severity: str
    message: str
    path: tuple = ()                # keys and list positions
    file: str = ""
    line: Optional[int] = None
    owner: str = ""                 # of its file, if the routing to one application was checked: APPLICATION or OTHER

    @property
    def refuses(self):
        """Return whether a text with this finding is refused."""
        return self.severity != WARNING

    def with_owner(self, owner):
        """Return a copy with the owner of its file."""
        return replace(self, owner=owner)

    def as_dict(self):
        return {"code": self.code, "severity": self.severity, "message": self.message, "path": format_path(self.path), "file": self.file, "line": self.line}

    def text(self):
        where = format_path(self.path)
        place = ", ".join(part for part in (self.file, "line %d" % self.line if self.line else "", where) if part)
        return "%s: %s" % (place, self.message) if place else self.message


def format_path(path):
    """Format a path: http.routers.shop.middlewares[0]."""
    return "".join("[%d]" % part if isinstance(part, int) else ".%s" % part for part in path).lstrip(".")
