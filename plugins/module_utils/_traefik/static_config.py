# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads the parts of Traefik's own configuration (traefik.yml) that the check needs. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from .document import read_document
from .values import get_value


@dataclass(frozen=True, eq=False, repr=False)
class StaticConfig:
    """The names in Traefik's own configuration (traefik.yml); None if unknown."""

    entry_points: Optional[tuple] = None
    resolvers: Optional[tuple] = None           # of certificates
    with_tls: tuple = ()                        # the entry points that set TLS: their routers need none of their own

    @classmethod
    def from_text(cls, text):
        """Parse the text of traefik.yml; all is unknown if it is unreadable."""
        data = read_document(text).data if isinstance(text, str) else None
        points, resolvers = get_value(data, "entryPoints"), get_value(data, "certificatesResolvers")
        if not isinstance(points, dict):
            return cls()
        secured = [name for name, one in points.items() if get_value(get_value(one, "http"), "tls") not in (None, False)]
        return cls(tuple(points), tuple(resolvers) if isinstance(resolvers, dict) else (), tuple(secured))
