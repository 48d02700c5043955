# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines a check of the audit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

LOW, MEDIUM, HIGH = "low", "medium", "high"
# What a check examines. SERVICE is an application or a database.
APPLICATION, DATABASE, SERVICE, COMPOSE, SERVER = "application", "database", "service", "compose", "server"


class Undecided(Exception):
    """A check cannot be decided; the message is the reason."""


@dataclass(frozen=True, eq=False, repr=False)
class Check:
    """A best practice.

    C(examine(subject)) yields C((subject, message)) for each violation, and raises C(Undecided) if it cannot decide.
    """

    code: str
    severity: str
    of: str                       # one of the constants above
    examine: Any = field(compare=False)
    reason: str                   # why it matters
    remedy: str
    examine_compose: Any = field(default=None, compare=False)       # examine for a ComposeSubject, if the check also fits compose services

    def fits(self, kind):
        """Return whether the check examines resources of this kind: application, database, or compose."""
        return self.of in (kind, SERVICE) if kind != COMPOSE else self.of == COMPOSE or self.examine_compose is not None

    def examine_as(self, kind):
        """Return the function that examines a subject of this kind."""
        return self.examine_compose if kind == COMPOSE and self.examine_compose is not None else self.examine
