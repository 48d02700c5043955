# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists all checks, and runs them on a subject."""

from __future__ import annotations

from .check import Undecided
from .checks import compose, data, deployment, images, runtime, secrets, server

CHECKS = runtime.CHECKS + deployment.CHECKS + secrets.CHECKS + images.CHECKS + compose.CHECKS + data.CHECKS + server.CHECKS


def run_checks(place, identity, subject, checks):
    """Run the checks of one subject -> (findings, undecided checks)."""
    findings, unknown = [], []
    for one in checks:
        try:
            for part, seen in one.examine_as(subject.kind)(subject) or ():
                findings.append({
                    "code": one.code, "severity": one.severity, "application": place, "id": identity, "subject": part, "seen": seen,
                    "reason": one.reason, "remedy": one.remedy})
        except Undecided as exc:
            unknown.append({"code": one.code, "application": place, "id": identity, "reason": str(exc)})
    return findings, unknown
