# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines rules, and quotes evidence, for the tables of this package. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Optional

from ..._common.timestamps import parse_iso8601
from ..._planning.build_log_patterns import bound_text

DEPLOYMENT, RUNTIME, ROUTING, GIT = "deployment", "runtime", "routing", "git"
ERROR, WARNING, INFO = "error", "warning", "info"
SEVERITIES = (ERROR, WARNING, INFO)
START = "Start it: dokploy_application with state: started restores the saved configuration."
# A first failure within this many seconds after a deployment is attributed to it.
_SOON = 120


@dataclass(frozen=True, eq=False, repr=False)
class Since:
    """The start of a condition. C(at_least): it may have started earlier, because Swarm removes old tasks."""

    seconds: Optional[float]
    at_least: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class Detected:
    """The result of a detector. Empty parts default to the rule's."""

    text: str
    since: Any = None                                 # seconds since 1970, or Since
    evidence: list = field(default_factory=list)      # (kind, text)
    cause: str = ""
    remedy: str = ""
    repairs: Optional[tuple] = None
    severity: str = ""
    about: dict = field(default_factory=dict)         # ids that a step of a repair needs: deployment_id, blocker, blocker_id, address, port, domains


@dataclass(frozen=True, eq=False, repr=False)
class Rule:
    """A row of the table: a finding, its cause, and its remedy.

    C(repairs) names the steps that may repair it, in their order; without any it must be repaired manually. C(hides) names less specific
    findings about the same problem.
    """

    code: str
    part: str
    severity: str
    detect: Any
    cause: str
    remedy: str
    repairs: tuple = ()
    hides: tuple = ()
    fallback: bool = False        # only if no other finding of its part is an error


def last_lines(text, lines=12):
    rows = [row for row in bound_text(text).splitlines() if row.strip()]
    return "\n".join(rows[-lines:])


def get_last_log_line(case):
    return last_lines(case.log, 1)


def quote_build_log(case, lines=12):
    return [("deployment_log", last_lines(case.log, lines))]


def find_earliest_start(case, tasks):
    """Return when the first of these tasks ended -> Since; the last deployment's time, if they started to fail right after it."""
    ages = [task.age for task in tasks if task.age is not None]
    if not ages:
        return Since(None)
    first, row = case.now - max(ages), case.last or {}
    began, ended = parse_iso8601(row.get("createdAt")), parse_iso8601(row.get("finishedAt"))
    if began is not None and began - 5 <= first <= (ended or began) + _SOON:
        return Since(began)
    return Since(first, at_least=True)


def quote_tasks(tasks):
    return [("task", "\n".join("%s %s%s" % (task.slot, task.state, ": " + task.error if task.error else "") for task in tasks[:4]))]


def quote_container_log(case):
    return [("container_log", last_lines(case.process_log, 12))]
