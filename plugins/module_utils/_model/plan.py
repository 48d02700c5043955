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
# Difference.detail of a service in the file that has no container.
MISSING = "it does not run"


@dataclass(frozen=True, eq=False, repr=False)
class Step:
    """One call. C(NEW_ID) in C(body) stands for the id that the create call before it returned."""

    procedure: str
    body: Mapping[str, Any]
    what: str  # the action in results: "update application"
    creates: Optional[str] = None  # the key of the id, if the call creates something
    undo: Optional[Mapping[str, Any]] = None  # key -> wire before an update
    child: Any = None  # the child's Resource
    remove: str = ""  # with creates: the call that removes the created record
    label: str = ""
    moves: bool = False
    timeout: int = 0  # seconds, if the call takes longer than others
    stores: Optional[Mapping[str, str]] = None  # {key of the body: key of the record}, if they differ; other keys are not stored


@dataclass(frozen=True, eq=False, repr=False)
class JournalEntry:
    """One entry of the journal: a step as it was sent, and the id of the record that it created."""

    step: Optional[Step]  # None: an action on the running service
    made: Optional[str] = None


@dataclass(frozen=True, eq=False, repr=False)
class Difference:
    """A saved option that is not applied."""

    option: str
    effect: int
    detail: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class Comparison:
    """Differences between the saved configuration and the running service."""

    differences: tuple = ()
    unverified: tuple = ()
    broken: str = ""  # why Dokploy cannot make a service of the record
    rolled_back: bool = False  # whether somebody rolled back to an image of the rollback registry

    @property
    def effect(self):
        return max([one.effect for one in self.differences] or [NOTHING])

    @property
    def names(self):
        return [one.option for one in self.differences]

    @property
    def missing(self):
        """List the differences about services of the file without a container."""
        return [one for one in self.differences if one.detail == MISSING]


@dataclass(frozen=True, eq=False, repr=False)
class Plan:
    """The writes of a task, and the record after them."""

    record: Optional[Mapping[str, Any]] = None  # the current record; None for a creation
    record_after: Mapping[str, Any] = field(default_factory=dict)
    keys: Mapping[str, Any] = field(default_factory=dict)  # key -> wire that will be stored
    changed: tuple = ()  # options, by path
    effect: int = NOTHING
    unverifiable: tuple = ()  # changed build options, which the running service does not show
    moves: tuple = ()  # steps
    tells: tuple = ()  # steps that change both the saved configuration and the running service
    children: tuple = ()  # steps
    unverifiable_children: tuple = ()  # changed options of children that the running service does not show
    before: Mapping[str, Any] = field(default_factory=dict)  # masked, for the diff
    after: Mapping[str, Any] = field(default_factory=dict)
    previous: Mapping[str, Any] = field(default_factory=dict)  # the previous values of changed options, for the result; secrets as names
    upload: Any = None  # the Upload of source.src

    @property
    def creates(self):
        return self.record is None


@dataclass(frozen=True, eq=False, repr=False)
class Decision:
    """The action after the writes."""

    action: str = "none"  # none, deploy, redeploy, reload, stop
    pending: tuple = ()
    why: str = ""
    judge: bool = False  # whether to wait for health and judge it
    always: bool = False  # always reported as a change
    stops_first: bool = False  # the running service is removed before it is deployed again


@dataclass(frozen=True, eq=False, repr=False)
class RecordSeen:
    """A plain record as it was read last, or as it will be. Services have an Observation instead."""

    record: Mapping[str, Any]


@dataclass(frozen=True, eq=False, repr=False)
class Outcome:
    """The outcome of a request so far."""

    request: Request
    place: Optional[Place] = None
    before: Any = None  # the Observation that the plan is based on
    observed: Any = None  # the last Observation; of a plain record: RecordSeen
    evidence: Any = None  # the Observation at a failure, if observed is that after a rollback
    plan: Plan = field(default_factory=Plan)
    comparison: Comparison = field(default_factory=Comparison)
    decision: Decision = field(default_factory=Decision)
    changed: bool = False
    actions: tuple = ()
    applied: tuple = ()
    pending: tuple = ()
    unverified: tuple = ()
    phase: Optional[str] = None  # overrides the phase of the observation
    deployment: Optional[Mapping[str, Any]] = None  # the row of the task's deployment
    ends: Mapping[str, Any] = field(default_factory=dict)  # task -> how it ended
    facts: Mapping[str, Any] = field(default_factory=dict)  # more keys of the result: build_log, undone, volumes_left …
    journal: tuple = ()  # of JournalEntry
    made_apart: bool = False  # created by a call with its own settings, which are then compared with the task's options
    adopted: bool = False  # another task created it meanwhile, so it is treated as existing
    finished: bool = False  # the remaining stages have nothing to do
    error: Optional[Exception] = None
