# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Computes when a cron schedule was last due. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

_FIELDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_PART = re.compile(r"^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:/(\d{1,3}))?$")
_MOST_DAYS = 400
_NAMED = {"@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *"}


def _parse_field(text, low, high):
    found = set()
    for part in text.split(","):
        match = _PART.match(part)
        if not match:
            raise ValueError("%s is no schedule that this collection can read" % text)
        first, last, step = match.groups()
        start = low if first is None else int(first)
        end = high if first is None or (last is None and step) else int(last or first)
        found.update(range(start, end + 1, int(step or 1) or 1))
    return found


def find_last_due(schedule, now):
    """Find the last time before C(now) (seconds since 1970) at which a schedule of five fields was due, in UTC; None if not within a year.

    Raises ValueError for a schedule that cannot be read.
    """
    fields = _NAMED.get(schedule.strip(), schedule).split()
    if len(fields) != 5:
        raise ValueError("%s is no schedule of five fields" % schedule)
    minutes, hours, days, months, weekdays = (_parse_field(text, *limits) for text, limits in zip(fields, _FIELDS))
    weekdays = {one % 7 for one in weekdays}
    moment = datetime.fromtimestamp(now, timezone.utc)
    for back in range(_MOST_DAYS):
        day = moment.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=back)
        of_month, of_week = day.day in days, day.isoweekday() % 7 in weekdays
        # As in cron: if both are restricted, either is enough.
        fits = of_month or of_week if fields[2] != "*" and fields[4] != "*" else of_month and of_week
        if day.month not in months or not fits:
            continue
        due = [day + timedelta(hours=hour, minutes=minute) for hour in hours for minute in minutes]
        due = [one for one in due if one <= moment]
        if due:
            return max(due).timestamp()
    return None
