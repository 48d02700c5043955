# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Handles paths in a document: C(projects[0].environments[1].name)."""

from __future__ import annotations

IGNORED = "x-"              # the beginning of keys of a manifest that hold parts for YAML anchors


def list_ancestors(place):
    """Yield a path and those that contain it, nearest first: "a[0].b" -> "a[0].b", "a[0]", "a"."""
    while place:
        yield place
        place = place[:max(place.rfind("."), place.rfind("["), 0)]
