# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Parses cron schedules as Dokploy's library (cron-parser 4.9) does. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTHS = {name: str(index) for index, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_WEEKDAYS = {name: str(index) for index, name in enumerate("sun mon tue wed thu fri sat".split())}
_NAMED = {"@yearly": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0", "@daily": "0 0 * * *", "@hourly": "0 * * * *"}
# The fields of a schedule: name, lowest and highest number, names for them. A sixth field, of seconds, comes first.
_FIELDS = (("second", 0, 59, {}), ("minute", 0, 59, {}), ("hour", 0, 23, {}), ("day of month", 1, 31, {}), ("month", 1, 12, _MONTHS),
           ("day of week", 0, 7, _WEEKDAYS))
_PART = re.compile(r"(?:[*?]|([0-9]{1,2})(?:-([0-9]{1,2}))?)(?:/([0-9]{1,3}))?\Z")
LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, eq=False, repr=False)
class Cron:
    """A parsed schedule: the numbers of each field, in order, twice if they are named twice. A day of week is 0 (Sunday) to 6."""

    seconds: tuple
    minutes: tuple
    hours: tuple
    days: tuple
    months: tuple
    weekdays: tuple
    any_weekday: bool           # whether the day of week does not restrict the day
    last_day: bool              # C(L): the last day of a month, beside C(days)
    last_weekdays: tuple        # C(5L): the last Friday of a month, beside C(weekdays)
    occurrence: int             # C(1#2): the second Monday of a month; 0: each one


def parse_cron(text):
    """Parse a schedule -> Cron. Raises ValueError with the reason, which names the text."""
    if text.startswith("@") and text not in _NAMED:
        raise ValueError("%r is no schedule: Dokploy's names are %s" % (text, ", ".join(_NAMED)))
    parts = _NAMED.get(text, text).split()
    if len(parts) not in (5, 6):
        raise ValueError("%r is no schedule: it has %d fields, and a schedule has 5 (minute, hour, day of month, month, day of week), "
                         "or 6 with seconds first" % (text, len(parts)))
    weekday, mark, occurrence = parts[5 - 6 + len(parts)].partition("#")
    if mark and not (re.match("[1-5]\\Z", occurrence) and re.match("[0-9A-Za-z*?]+\\Z", weekday)):
        raise ValueError("%r is no schedule: # is between one day of week and 1 to 5" % text)
    found = [["0"]] if len(parts) == 5 else []
    for field, part in zip(_FIELDS[6 - len(parts):], [*parts[:-1], weekday]):
        numbers = _parse_field(part, *field[1:], letters={"day of month": "L\\Z", "day of week": "[0-7]L\\Z"}.get(field[0], ""))
        if numbers is None:
            raise ValueError("%r is no schedule: the %s %r is not within %d to %d" % (text, field[0], part, field[1], field[2]))
        found.append(numbers)
    days, months, weekdays = found[3:]
    most = LONGEST_MONTHS[int(months[0]) - 1] if len(months) == 1 else 31
    if "L" not in days and min(int(one) for one in days) > most:
        raise ValueError("%r is no schedule: the month has no day %s" % (text, parts[-3]))
    numbers = [tuple(sorted(int(one) for one in part if not one.endswith("L"))) for part in found]
    return Cron(
        *numbers[:3], days=tuple(one for one in numbers[3] if one <= most), months=numbers[4], weekdays=tuple(sorted(one % 7 for one in numbers[5])),
        any_weekday=len(weekdays) == 8, last_day="L" in days, last_weekdays=tuple(int(one[0]) % 7 for one in weekdays if one.endswith("L")),
        occurrence=int(occurrence or 0))


def _parse_field(text, low, high, names, letters):
    """List the numbers of a field, as texts, and what matches C(letters); None for an invalid field."""
    found = []
    for part in text.split(","):
        part = re.sub("[A-Za-z]{3}", lambda match: names.get(match.group(0).lower(), match.group(0)), part) if names else part
        match = _PART.match(part)
        if letters and re.match(letters, part):
            found.append(part)
            continue
        if not match or "?" in part and ("*" in text or not letters) or match.group(3) and not int(match.group(3)):
            return None
        first, last, step = match.groups()
        start = low if first is None else int(first)
        end = high if first is None or last is None and step else int(last or first)
        if not low <= start <= end <= high:
            return None
        # A range of days of week that ends on Sunday has it, whatever the step.
        found += (["0"] if names is _WEEKDAYS and end == 7 and start and (last or step) else []) + [str(one) for one in range(start, end + 1, int(step or 1))]
    return found
