# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a check of the audit. Private to this collection."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

LOW, MEDIUM, HIGH = "low", "medium", "high"
# What a check is made of: an application, a database, each of both, or the server.
APPLICATION, DATABASE, SERVICE, SERVER = "application", "database", "service", "server"


class Unknown(Exception):
    """Says that a check cannot be decided, with the reason."""


@dataclass(frozen=True)
class Check:
    """A best practice.

    C(examine(subject)) yields C((subject, message)) for each violation, nothing where there is none, and raises C(Unknown) where it cannot decide.
    """

    code: str
    severity: str
    of: str                       # application, database, service, or server
    examine: Any = field(compare=False)
    reason: str                   # why it matters
    remedy: str

    def fits(self, kind):
        """Whether it is made of a resource of this kind: application or database."""
        return self.of in (kind, SERVICE)
