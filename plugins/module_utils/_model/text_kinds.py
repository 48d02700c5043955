# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Texts that Dokploy stores unread, checked before they are sent: schedules, time zones, colors, keys."""

from __future__ import annotations

import re

from .kinds import Kind
from .._common.errors import BadInput

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAYS = "sun mon tue wed thu fri sat".split()
# The fields of a schedule: name, lowest and highest number, names for them. A sixth field, of seconds, comes first.
_FIELDS = (("second", 0, 59, ()), ("minute", 0, 59, ()), ("hour", 0, 23, ()), ("day of month", 1, 31, ()), ("month", 1, 12, _MONTHS),
           ("day of week", 0, 7, _DAYS))


class CheckedText(Kind):
    """A text in which C(find_problem(text)) finds nothing wrong."""

    def __init__(self, find_problem, **ansible):
        super().__init__(**ansible)
        self._find_problem = find_problem

    def parse(self, value, path):
        problem = self._find_problem(value)
        if problem:
            raise BadInput("%s: %s" % (path, problem))
        return value


class KeyText(CheckedText):
    """A key or certificate: a text that ends with one line break, and is the same without."""

    def parse(self, value, path):
        return super().parse(value, path).strip() + "\n"

    def canonical(self, wire):
        return (wire or "").strip() or None


class SecretValues(Kind):
    """A dictionary of texts, whose values are secret and whose keys are shown. What is given is the whole."""

    ansible = {"type": "dict"}

    def parse(self, value, path):
        for key, one in value.items():
            if not isinstance(one, str):
                raise BadInput("%s: the value of %s must be a text: quote it" % (path, key))
        return value

    def show(self, wire):
        return sorted(wire or {})


class Ids(Kind):
    """A list of ids in any order."""

    ansible = {"type": "list", "elements": "str"}

    def canonical(self, wire):
        return sorted(wire or []) or None


class Count(Kind):
    """A number of things to keep; 0 clears it."""

    ansible = {"type": "int"}

    def apply(self, change, current, default):
        if change.value is not None and change.value < 0:
            raise BadInput("%s must not be negative" % change.path)
        return default if change.clear or not change.value else change.value


def find_cron_problem(text):
    """Why a text is no schedule, or "". Dokploy stores any text, and one that it cannot read never runs."""
    parts = text.split()
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
    """Why a text is no time zone, or ""."""
    if not re.match(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}\Z", text):
        return "%r is no time zone such as Europe/Berlin" % text
    try:
        from zoneinfo import available_timezones
        known = available_timezones()
    except ImportError:
        return ""
    # A host without the data of time zones knows none.
    return "%r is no known time zone, such as Europe/Berlin" % text if known and text not in known else ""


def find_color_problem(text):
    return "" if re.match(r"#[0-9A-Fa-f]{6}\Z", text) else "%r is not a color such as #3b82f6" % text


def find_certificate_problem(text):
    return "" if text.strip().startswith("-----BEGIN CERTIFICATE-----") and text.strip().endswith(
        "-----END CERTIFICATE-----") else "it is no certificate in PEM format, which begins with -----BEGIN CERTIFICATE-----"


def find_private_key_problem(text):
    found = re.match(r"-----BEGIN ([A-Z]+ )*PRIVATE KEY-----.*-----END ([A-Z]+ )*PRIVATE KEY-----\s*\Z", text.strip(), re.DOTALL)
    return "" if found else "it is no private key in PEM or OpenSSH format, which begins with -----BEGIN … PRIVATE KEY-----"


def find_public_key_problem(text):
    return "" if re.match(r"(ssh|ecdsa|sk)-[a-z0-9@.-]+ \S+", text.strip()) else "it is no public key of OpenSSH, such as ssh-ed25519 AAAA…"


def find_path_problem(text):
    """Why a path does not lie within a repository, or "": Dokploy writes wherever it leads."""
    if text.startswith("/") or ".." in text.split("/") or "\\" in text or "\0" in text:
        return "%r must be a path within the repository, without a leading slash and without .." % text
    return ""


CRON, TIME_ZONE, COLOR = CheckedText(find_cron_problem), CheckedText(find_zone_problem), CheckedText(find_color_problem)
CERTIFICATE, PRIVATE_KEY, PUBLIC_KEY = KeyText(find_certificate_problem), KeyText(find_private_key_problem), KeyText(find_public_key_problem)
COUNT, SECRET_VALUES, IDS = Count(), SecretValues(), Ids()
