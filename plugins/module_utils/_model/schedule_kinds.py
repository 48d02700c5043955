# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks schedules and time zones before Dokploy stores them, which checks none."""

from __future__ import annotations

import re
from zoneinfo import available_timezones

from .text_kinds import CheckedText

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAYS = "sun mon tue wed thu fri sat".split()
_NAMED = ("@yearly", "@monthly", "@weekly", "@daily", "@hourly")      # known to Dokploy's parser
# The fields of a schedule: name, lowest and highest number, names for them. A sixth field, of seconds, comes first.
_FIELDS = (("second", 0, 59, ()), ("minute", 0, 59, ()), ("hour", 0, 23, ()), ("day of month", 1, 31, ()), ("month", 1, 12, _MONTHS),
           ("day of week", 0, 7, _DAYS))


def find_cron_problem(text):
    """Return why a text is no schedule, or "". Dokploy stores any text, and never runs an invalid one."""
    parts = text.split()
    if text.strip() in _NAMED:
        return ""
    if len(parts) not in (5, 6):
        return "%r is no schedule: it has %d fields, and a schedule has 5 (minute, hour, day of month, month, day of week), or 6 with seconds first" % (
            text, len(parts))
    for (name, low, high, names), part in zip(_FIELDS[6 - len(parts):], parts):
        for one in part.split(","):
            if not _is_range(one, low, high, names):
                return "%r is no schedule: the %s %r is not within %d to %d" % (text, name, part, low, high)
    return ""


def _is_range(text, low, high, names):
    """Return whether a text is *, a number or a range, with or without a step."""
    base, slash, step = text.partition("/")
    if slash and not (step.isdigit() and 1 <= int(step) <= high):
        return False
    if base == "*":
        return True
    numbers = []
    for one in base.split("-"):
        one = str(names.index(one.lower()) + (low if low else 0)) if one.lower() in names else one
        if not re.match(r"[0-9]{1,2}\Z", one) or not low <= int(one) <= high:
            return False
        numbers.append(int(one))
    return len(numbers) == 1 or len(numbers) == 2 and numbers[0] <= numbers[1]


def find_zone_problem(text):
    """Return why it is no time zone, or ""."""
    if not re.match(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}\Z", text):
        return "%r is no time zone such as Europe/Berlin" % text
    known = available_timezones()
    # A host without the data of time zones knows none.
    return "%r is no known time zone, such as Europe/Berlin" % text if known and text not in known else ""


CRON, TIME_ZONE = CheckedText(find_cron_problem), CheckedText(find_zone_problem)
