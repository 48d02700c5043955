# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a rule, and quotes evidence: what the tables of this package share. Pure. Private to this collection."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Optional

DEPLOYMENT, RUNTIME, ROUTING, GIT = "deployment", "runtime", "routing", "git"
ERROR, WARNING, INFO = "error", "warning", "info"
SEVERITIES = (ERROR, WARNING, INFO)


@dataclass(frozen=True)
class Sighting:
    """What a detector found. An empty part is the rule's own."""

    text: str
    since: Optional[float] = None
    evidence: list = field(default_factory=list)      # (kind, text)
    cause: str = ""
    remedy: str = ""
    repairs: Optional[tuple] = None
    severity: str = ""
    about: dict = field(default_factory=dict)         # ids that a step of a repair needs: deployment_id, blocker, blocker_id, address, port, domains


@dataclass(frozen=True)
class Rule:
    """A row of the table: a finding, what it means, and what is done about it.

    C(repairs) names the steps that may repair it, in their order; none means that a person has to. C(hides) names findings that
    say less about the same trouble.
    """

    code: str
    part: str
    severity: str
    detect: Any
    cause: str
    remedy: str
    repairs: tuple = ()
    hides: tuple = ()
    fallback: bool = False        # only where no other finding of its part is an error


def last_lines(text, lines=12):
    rows = [row for row in re.sub(r"[^\n]*\r(?!\n)", "", text or "").splitlines() if row.strip()]
    return "\n".join(rows[-lines:])


def last_log_line(case):
    return last_lines(case.log, 1)


def quote_build_log(case, lines=12):
    return [("deployment_log", last_lines(case.log, lines))]


def earliest_start(case, tasks):
    ages = [task.age for task in tasks if task.age is not None]
    return case.now - max(ages) if ages else None


def quote_tasks(tasks):
    return [("task", "\n".join("%s %s%s" % (task.slot, task.state, ": " + task.error if task.error else "") for task in tasks[:4]))]


def quote_container_log(case):
    return [("container_log", last_lines(case.container_log, 12))]
