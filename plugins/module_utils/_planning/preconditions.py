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

from .._common.errors import MissingResource, Refused
from .._model.plan import Plan
from .._model.request import Request

# Stages: before storing, before running the service (deployment or reload), before a deployment only.
STORE, RUN, DEPLOY_ONLY = "store", "run", "deploy"


@dataclass(frozen=True, eq=False, repr=False)
class Situation:
    """A plan, and the action after storing it."""

    request: Request
    plan: Plan
    action: str = "none"

    @property
    def resource(self):
        return self.request.resource

    @property
    def record(self) -> Mapping[str, Any]:
        """Return the record after the plan."""
        return self.plan.record_after

    def names(self, *paths):
        """Return whether the task sets one of these options."""
        return any(path in self.request.changes or self.request.options.get(path) is not None for path in paths)


@dataclass(frozen=True, eq=False, repr=False)
class Refusal:
    """The reason of a refusal, and what to do about it."""

    words: str
    next_step: Optional[str] = None
    missing: bool = False               # something is missing that an earlier task can create


@dataclass(frozen=True, eq=False, repr=False)
class Precondition:
    """One row of the table. With C(since), it applies to older servers only."""

    name: str
    stage: str
    find: Callable[[Situation], Optional[Refusal]]
    since: str = ""


def check_preconditions(situation, stage, rows=(), at_least=None):
    """Raise Refused for the first violated row of a stage. C(at_least(version)) may read the server's version; called only if it matters."""
    for rule in situation.resource.rules if stage == STORE else ():
        words = rule(situation.record)
        if words:
            raise Refused("%s: %s; nothing was changed" % (situation.request.name, words))
    for row in rows:
        if row.stage != stage:
            continue
        found = row.find(situation)
        if found and not (row.since and at_least(row.since)):
            raise (MissingResource if found.missing else Refused)("%s %s" % (situation.request.name, found.words), next_step=found.next_step)
