# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Findings of the Traefik check: what is wrong, how severe it is, and where. Private to this collection.

No message holds a value of the text, because a value can be a secret.
"""

from __future__ import annotations

STOPS, DISABLES, LIMIT, WARNING = "stops_folder", "disables", "limit", "warning"
SEVERITIES = (STOPS, DISABLES, LIMIT, WARNING)      # the first three refuse a text


class Finding:
    """One thing that is wrong. C(path) is a tuple of keys and list positions."""

    __slots__ = ("code", "severity", "message", "path", "file", "line")

    def __init__(self, code, severity, message, path=(), file="", line=None):
        self.code, self.severity, self.message, self.path, self.file, self.line = code, severity, message, tuple(path), file, line

    @property
    def refuses(self):
        return self.severity != WARNING

    def as_dict(self):
        return {"code": self.code, "severity": self.severity, "message": self.message, "path": format_path(self.path), "file": self.file, "line": self.line}

    def text(self):
        where = format_path(self.path)
        place = ", ".join(part for part in (self.file, "line %d" % self.line if self.line else "", where) if part)
        return "%s: %s" % (place, self.message) if place else self.message


def format_path(path):
    """A path for people: http.routers.shop.middlewares[0]."""
    return "".join("[%d]" % part if isinstance(part, int) else ".%s" % part for part in path).lstrip(".")
