# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Parses and formats timestamps as seconds since 1970, and reads the server's clock."""

from __future__ import annotations

import re
import time
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

_ISO = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$")


def parse_iso8601(text):
    """Parse C(2026-11-24T12:43:50.572Z), as Dokploy and Docker write it, to seconds since 1970, or None."""
    match = _ISO.match(str(text))
    if not match:
        return None
    return datetime.strptime(match.group(1) + match.group(3), "%Y-%m-%dT%H:%M:%S%z").timestamp() + float((match.group(2) or "0")[:7])


def parse_http_date(date):
    """Parse a C(Date) header to seconds since 1970, or None."""
    try:
        return parsedate_to_datetime(date).timestamp()
    except (TypeError, ValueError, AttributeError, IndexError):
        return None


def get_server_time(date):
    """Return the time by the C(Date) of a server's last answer, as our clock may differ; without it, by ours."""
    said = parse_http_date(date)
    return time.time() if said is None else said


def to_iso8601(seconds):
    """Format seconds since 1970 as C(2026-11-24T12:40:18Z); None stays."""
    return None if seconds is None else datetime.fromtimestamp(int(seconds), timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def count_elapsed(since, now):
    """Count whole seconds, at least 0; None without C(since)."""
    return None if since is None else max(0, int(now - since))


def format_duration(seconds):
    """Format a number of seconds as text: C(40 seconds), C(12 minutes), C(3 hours)."""
    seconds = max(0, int(seconds))
    for size, unit in ((172800, "day"), (7200, "hour"), (120, "minute")):
        if seconds >= size:
            return "%d %ss" % (seconds // {"day": 86400, "hour": 3600, "minute": 60}[unit], unit)
    return "%d second%s" % (seconds, "" if seconds == 1 else "s")
