# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks the preconditions of a plan, for an update and a creation alike. Pure.

A precondition is a function (Situation) -> Refusal, or None, that looks at the record as it will be: so nothing can be refused in an update and
accepted in a creation. Those of services are in C(service_preconditions), a plain record's in its description (C(Resource.rules)).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Mapping, Optional

from .._common.errors import Refused
from .._model.plan import Plan
from .._model.request import Request

# When it is asked: before a record is stored; before anything is made to run; before anything is deployed.
STORE, RUN, DEPLOY_ONLY = "store", "run", "deploy"


@dataclass(frozen=True)
class Situation:
    """A plan, and what would be done after it was stored."""

    request: Request
    plan: Plan
    action: str = "none"

    @property
    def resource(self):
        return self.request.resource

    @property
    def record(self) -> Mapping[str, Any]:
        """As it will be."""
        return self.plan.record_after

    def names(self, *paths):
        """Return whether the task sets one of these options."""
        return any(path in self.request.changes or self.request.options.get(path) is not None for path in paths)


@dataclass(frozen=True)
class Refusal:
    words: str
    next_step: Optional[str] = None


@dataclass(frozen=True)
class Precondition:
    """One row of the table. With C(since) it is asked of older servers alone."""

    name: str
    stage: str
    find: Callable[[Situation], Optional[Refusal]]
    since: str = ""


def check_preconditions(situation, stage, rows=(), at_least=None):
    """Raise Refused for the first of C(rows) of a stage that stands against it. C(at_least(version)) asks the server; it is called only where it matters."""
    for rule in situation.resource.rules if stage == STORE else ():
        words = rule(situation.record)
        if words:
            raise Refused("%s: %s; nothing was changed" % (situation.request.name, words))
    for row in rows:
        if row.stage != stage:
            continue
        found = row.find(situation)
        if found and not (row.since and at_least(row.since)):
            raise Refused("%s %s" % (situation.request.name, found.words), next_step=found.next_step)
