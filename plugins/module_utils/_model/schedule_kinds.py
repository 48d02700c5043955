# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks schedules and time zones before Dokploy stores them, which checks none."""

from __future__ import annotations

import re
from zoneinfo import available_timezones

from .cron import parse_cron
from .text_kinds import CheckedText


def find_cron_problem(text):
    """Return why a text is no schedule, or "". Dokploy stores any text, and never runs an invalid one."""
    try:
        parse_cron(text)
    except ValueError as exc:
        return str(exc)
    return ""


def find_zone_problem(text):
    """Return why it is no time zone, or ""."""
    if not re.match(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}\Z", text):
        return "%r is no time zone such as Europe/Berlin" % text
    known = available_timezones()
    # A host without the data of time zones knows none.
    return "%r is no known time zone, such as Europe/Berlin" % text if known and text not in known else ""


CRON, TIME_ZONE = CheckedText(find_cron_problem), CheckedText(find_zone_problem)
