# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Identifies and ranks audit findings. Pure."""

from __future__ import annotations


SEVERITIES = ("low", "medium", "high")


def identify_finding(finding):
    """Return the key that identifies a finding in two reports: with the id of the place, if it has one, since names may change."""
    return finding.get("code"), finding.get("id") or finding.get("application") or "", finding.get("subject") or ""
