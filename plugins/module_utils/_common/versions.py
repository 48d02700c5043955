# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Parses versions. Pure."""

from __future__ import annotations


def parse_version(version):
    """Parse C(v0.29.14) to (0, 29, 14); a part without a number is 0."""
    parts = []
    for part in str(version).lstrip("v").partition("-")[0].split(".")[:3]:
        parts.append(int(part) if part.isdigit() else 0)
    return tuple(parts + [0] * (3 - len(parts)))
