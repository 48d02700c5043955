# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds when a cron schedule was last due. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from .._model.cron import LONGEST_MONTHS, parse_cron

_MOST_DAYS = 400


def find_last_due(text, now):
    """Find the last time before C(now) (seconds since 1970) at which a schedule was due, in UTC; None if not within a year. Raises ValueError."""
    cron = parse_cron(text)
    moment = datetime.fromtimestamp(now, timezone.utc)
    for back in range(_MOST_DAYS):
        day = moment.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=back)
        if _is_due_on(cron, day):
            times = (day.replace(hour=hour, minute=minute, second=second)
                     for hour in reversed(cron.hours) for minute in reversed(cron.minutes) for second in reversed(cron.seconds))
            due = next((one for one in times if one <= moment), None)
            if due is not None:
                return due.timestamp()
    return None


def _is_due_on(cron, day):
    """Return whether a schedule is due on the day of a datetime. Where days of month and of week are both restricted, either is enough."""
    weekday, last_week = day.isoweekday() % 7, (day + timedelta(days=7)).month != day.month
    of_month = day.day in cron.days or cron.last_day and (day + timedelta(days=1)).month != day.month
    of_week = weekday in cron.weekdays or last_week and weekday in cron.last_weekdays
    any_day = len(cron.days) + cron.last_day >= LONGEST_MONTHS[day.month - 1]
    fits = of_month if cron.any_weekday else of_week if any_day else of_month or of_week
    return fits and day.month in cron.months and cron.occurrence in (0, (day.day + 6) // 7)
