# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Paces polling loops."""

from __future__ import annotations


def intervals():
    """Yield the pauses between two reads, in seconds: 1 for the first minute, then slowly up to 5."""
    spent = 0.0
    pause = 1.0
    while True:
        yield pause
        spent += pause
        if spent >= 60:
            pause = min(5.0, pause + 0.5)
