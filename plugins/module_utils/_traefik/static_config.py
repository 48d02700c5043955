# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads Traefik's own configuration (traefik.yml), as far as the check needs it. Pure. Private to this collection."""

from __future__ import annotations

from .document import read_document
from .values import get_value


class StaticConfig:
    """What Traefik's own configuration (traefik.yml) says: names of entry points and of certificate resolvers, None where it is not known.

    C(with_tls) are the entry points that have TLS, and perhaps a resolver, of their own.
    """

    def __init__(self, entry_points=None, resolvers=None, with_tls=()):
        self.entry_points, self.resolvers, self.with_tls = entry_points, resolvers, tuple(with_tls)

    @classmethod
    def from_text(cls, text):
        """From the text of traefik.yml; nothing is known where it cannot be read."""
        data = read_document(text).data if isinstance(text, str) else None
        points, resolvers = get_value(data, "entryPoints"), get_value(data, "certificatesResolvers")
        if not isinstance(points, dict):
            return cls()
        secured = [name for name, one in points.items() if get_value(get_value(one, "http"), "tls") not in (None, False)]
        return cls(tuple(points), tuple(resolvers) if isinstance(resolvers, dict) else (), secured)
