# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Converts memory, CPU and durations between users' units and Docker's.

Invalid input raises C(ValueError) with a message for the user.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

_MEMORY = re.compile(r"^(\d{1,20}(?:\.\d{1,20})?)\s{0,9}([kmgtp]?)i?b?$", re.IGNORECASE)
_DURATION_PART = re.compile(r"(\d{1,20}(?:\.\d{1,20})?)(ns|us|ms|s|m|h|d)")
_SECONDS = {"ns": Decimal("1e-9"), "us": Decimal("1e-6"), "ms": Decimal("1e-3"), "s": Decimal(1), "m": Decimal(60), "h": Decimal(3600), "d": Decimal(86400)}

MEMORY_LEAST = 4 * 1024 * 1024
CPU_MOST = 1024


def parse_memory(value, least=MEMORY_LEAST):
    """Parse C(512M), C(1.5G), C(512MiB) or C(536870912) to bytes as int; 1024-based, as in Docker. Refuses less than C(least)."""
    match = _MEMORY.match(str(value).strip())
    if not match:
        raise ValueError("%r is not an amount of memory: write 512M, 1.5G or bytes" % (value,))
    factor = 1024 ** (" kmgtp".find(match.group(2).lower()) if match.group(2) else 0)
    amount = int(Decimal(match.group(1)) * factor)
    if amount < least:
        raise ValueError("%s is %d bytes, and Docker wants at least 4M: a unit is missing" % (value, amount))
    return amount


def format_memory(amount):
    """Format bytes as C(512M), in the largest unit for a whole number."""
    amount = int(amount)
    for power, unit in ((4, "T"), (3, "G"), (2, "M"), (1, "K")):
        if amount and amount % 1024 ** power == 0:
            return "%d%s" % (amount // 1024 ** power, unit)
    return str(amount)


def parse_cpus(value):
    """Parse C(0.5), C(2) (cores) or C(500m) (thousandths) to nanocores as int."""
    text = str(value).strip()
    try:
        cores = Decimal(text[:-1]) / 1000 if text.endswith("m") else Decimal(text)
    except InvalidOperation:
        raise ValueError("%r is not a number of cores: write 0.5 or 500m" % (value,)) from None
    if not cores.is_finite() or cores <= 0:
        raise ValueError("%r is not a number of cores: it must be above 0" % (value,))
    if cores > CPU_MOST:
        raise ValueError("%s cores are more than any machine has: write cores (0.5) or thousandths (500m), not nanocores" % (value,))
    return int(cores * 1000000000)


def format_cpus(amount):
    """Format nanocores as C(0.5)."""
    text = "%f" % (Decimal(int(amount)) / 1000000000)
    return text.rstrip("0").rstrip(".")


def parse_duration(value):
    """Parse C(30s), C(1m30s), C(500ms) or C(2) to seconds as Decimal."""
    text = str(value).strip().lower()
    if re.match(r"^\d+(\.\d+)?$", text):
        return Decimal(text)
    parts = _DURATION_PART.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        raise ValueError("%r is not a duration: write 30s, 1m30s, 500ms or a number of seconds" % (value,))
    return sum((Decimal(number) * _SECONDS[unit] for number, unit in parts), Decimal(0))


def parse_nanoseconds(value):
    """Parse a duration to nanoseconds as int, as Docker stores it."""
    return int(parse_duration(value) * 1000000000)


def format_nanoseconds(amount):
    """Format nanoseconds as C(1m30s) or C(500ms)."""
    amount = int(amount)
    if amount == 0:
        return "0s"
    text = ""
    for size, unit in ((3600 * 10**9, "h"), (60 * 10**9, "m"), (10**9, "s"), (10**6, "ms"), (10**3, "us"), (1, "ns")):
        if amount >= size:
            text += "%d%s" % (amount // size, unit)
            amount %= size
    return text


_AGO = re.compile(r"(?P<number>less than a|about an|about a|an|a|\d{1,9}) (?P<unit>second|minute|hour|day|week|month|year)s?( ago)?$", re.IGNORECASE)
_AGO_UNIT = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2592000, "year": 31536000}


def parse_age(text):
    """Parse Docker's "Running 5 seconds ago" to the least seconds that it can mean, or None."""
    match = _AGO.search(text.strip())
    if not match:
        return None
    number = match.group("number").lower()
    if number == "less than a":
        return 0
    return (int(number) if number.isdigit() else 1) * _AGO_UNIT[match.group("unit").lower()]
