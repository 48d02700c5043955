# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Numbers, booleans and durations, parsed as Go parses them. Pure."""

from __future__ import annotations

import re

_DURATION = re.compile(r"[-+]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+\Z|[-+]?0\Z")
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
BOOLS = {"1": True, "t": True, "T": True, "TRUE": True, "true": True, "True": True,
         "0": False, "f": False, "F": False, "FALSE": False, "false": False, "False": False}
_UNITS = {"ns": 1, "us": 10 ** 3, "\u00b5s": 10 ** 3, "\u03bcs": 10 ** 3, "ms": 10 ** 6, "s": 10 ** 9, "m": 60 * 10 ** 9, "h": 3600 * 10 ** 9}


def parse_integer(text):
    """Parse a decimal number of 64 bits as Go's ParseInt does, or None."""
    digits = text.lstrip("+-").lstrip("0")
    if not _INTEGER.match(text) or len(digits) > 19:
        return None
    number = int(digits or "0") * (-1 if text[0] == "-" else 1)
    return number if -2 ** 63 <= number < 2 ** 63 else None


def parse_duration(text):
    """Parse a duration to nanoseconds, or None; a number without a unit is in seconds."""
    number = parse_integer(text)
    if number is not None:
        nanoseconds = number * 10 ** 9
    elif _DURATION.match(text):
        sign = -1 if text[0] == "-" else 1
        nanoseconds = sign * sum(float(value) * _UNITS[unit] for value, unit in re.findall("([0-9.]+)([a-z\u00b5\u03bc]+)", text))
    else:
        return None
    return int(nanoseconds) if abs(nanoseconds) < 2 ** 63 else None
