# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compares audit findings with those of an earlier run. Pure."""

from __future__ import annotations

from .findings import identify_finding


def compare_findings(findings, last, was_checked):
    """Return (new, fixed) findings; C(was_checked(finding)): whether this run checked for a finding of the last report."""
    before = {identify_finding(one): one for one in last}
    now = {identify_finding(one) for one in findings}
    return [one for one in findings if identify_finding(one) not in before], [one for key, one in before.items() if key not in now and was_checked(one)]


def read_report(value):
    """Read the findings of an earlier report: their list, or a result that contains it. Raises ValueError."""
    if isinstance(value, dict):
        value = value.get("findings")
    if not isinstance(value, list) or not all(isinstance(one, dict) and isinstance(one.get("code"), str) for one in value):
        raise ValueError("it must be the findings of an earlier run, or a result that holds them")
    return [{name: str(one.get(name) or "") for name in ("code", "severity", "application", "id", "subject", "seen", "reason", "remedy")} for one in value]
