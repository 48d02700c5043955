# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the types of a task's stages: steps, plan, comparison, decision, and outcome.

All of them are immutable.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, Optional

from .address import Place
from .kinds import NOTHING
from .request import Request

NEW_ID = "@id"
# The detail of a difference: a service of the file has no container.
MISSING = "it does not run"


@dataclass(frozen=True)
class Step:
    """One call. C(body) may hold C(NEW_ID), which is bound to the id that the create before it answered."""

    procedure: str
    body: Mapping[str, Any]
    what: str  # "update application", as results list it
    creates: Optional[str] = None  # the id's key, where the call makes something
    undo: Optional[Mapping[str, Any]] = None  # key -> wire before, of an update
    child: Any = None  # the child's Resource
    remove: str = ""  # with creates: the call that removes what was made
    label: str = ""
    moves: bool = False
    timeout: int = 0  # seconds, of a call that waits longer than others
    stores: Optional[Mapping[str, str]] = None  # key of the body -> of the record, where they differ; a key that is not in it is not stored


@dataclass(frozen=True)
class JournalEntry:
    """One line of the journal: a step as it was sent, and the id of what it made."""

    step: Optional[Step]  # None: something that runs was touched
    made: Optional[str] = None


@dataclass(frozen=True)
class Difference:
    """A saved option that is not applied."""

    option: str
    effect: int
    detail: str = ""


@dataclass(frozen=True)
class Comparison:
    """Differences between the saved configuration and the running service."""

    differences: tuple = ()
    unverified: tuple = ()
    broken: str = ""  # why Dokploy cannot make a service of this at all
    rolled_back: bool = False  # one of this application's registry images runs: somebody rolled back

    @property
    def effect(self):
        return max([one.effect for one in self.differences] or [NOTHING])

    @property
    def names(self):
        return [one.option for one in self.differences]

    @property
    def missing(self):
        """Return the differences that are services of a file which do not run."""
        return [one for one in self.differences if one.detail == MISSING]


@dataclass(frozen=True)
class Plan:
    """The writes of a task, and the record after them."""

    record: Optional[Mapping[str, Any]] = None  # as it is; None: it does not exist
    record_after: Mapping[str, Any] = field(default_factory=dict)
    keys: Mapping[str, Any] = field(default_factory=dict)  # key -> wire that will be stored
    changed: tuple = ()  # options, by path
    effect: int = NOTHING
    unverifiable: tuple = ()  # changed options of the build, which the running service does not show
    moves: tuple = ()  # steps
    tells: tuple = ()  # steps that change both the saved configuration and the running service
    children: tuple = ()  # steps
    unverifiable_children: tuple = ()  # changed options of children that take effect, and that the running service does not show
    before: Mapping[str, Any] = field(default_factory=dict)  # masked, for the diff
    after: Mapping[str, Any] = field(default_factory=dict)
    previous: Mapping[str, Any] = field(default_factory=dict)  # for the result: what this task changed; secrets as names
    upload: Any = None  # what source.src holds

    @property
    def creates(self):
        return self.record is None


@dataclass(frozen=True)
class Decision:
    """The action after the writes."""

    action: str = "none"  # none, deploy, redeploy, reload, stop
    pending: tuple = ()
    why: str = ""
    judge: bool = False  # whether to wait for health and judge it
    always: bool = False  # always reported as a change
    stops_first: bool = False  # the running service is removed before it is deployed again


@dataclass(frozen=True)
class RecordSeen:
    """A plain record as it was read last, or as it will be. Services have an Observation instead."""

    record: Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """The outcome of a request, as far as it was carried out."""

    request: Request
    place: Optional[Place] = None
    before: Any = None  # the Observation that it was planned on
    observed: Any = None  # the last Observation; of a plain record: RecordSeen
    evidence: Any = None  # the Observation at a failure, where the last one is after a rollback
    plan: Plan = field(default_factory=Plan)
    comparison: Comparison = field(default_factory=Comparison)
    decision: Decision = field(default_factory=Decision)
    changed: bool = False
    actions: tuple = ()
    applied: tuple = ()
    pending: tuple = ()
    unverified: tuple = ()
    phase: Optional[str] = None  # if the observation has none
    deployment: Optional[Mapping[str, Any]] = None  # its row
    ends: Mapping[str, Any] = field(default_factory=dict)  # task -> how it ended
    facts: Mapping[str, Any] = field(default_factory=dict)  # more keys of the result: build_log, undone, volumes_left …
    journal: tuple = ()  # of JournalEntry
    made_apart: bool = False  # created with more than the task's options, which are then compared with the record
    adopted: bool = False  # another task made the same meanwhile: it is compared as an existing one
    finished: bool = False  # nothing is left to be done
    error: Optional[Exception] = None
