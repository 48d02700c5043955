# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Applies waivers to audit findings. Pure."""

from __future__ import annotations

import fnmatch
import re
from datetime import date


def check_waivers(waivers, codes):
    """Convert the last day of each waiver to a date. Raises ValueError with a message for the user."""
    found = []
    for one in waivers or []:
        if one["code"] not in codes:
            raise ValueError("waivers: the check %s is unknown; the checks are %s" % (one["code"], ", ".join(sorted(codes))))
        if not (one.get("reason") or "").strip():
            raise ValueError("waivers: the waiver of %s needs a reason" % one["code"])
        try:
            last = date(*(int(part) for part in re.match(r"^(\d{4})-(\d\d)-(\d\d)$", one["expires"].strip()).groups()))
        except (AttributeError, ValueError):
            raise ValueError("waivers: expires of %s must be a day such as 2027-03-31, and is %s" % (one["code"], one["expires"])) from None
        found.append(dict(one, last=last))
    return found


def waive(findings, waivers, today):
    """Mark waived findings -> (expired waivers with findings, waivers without findings), as in the task."""
    expired, used, by_code = {}, set(), {}
    for index, one in enumerate(waivers):
        by_code.setdefault(one["code"], []).append((index, one))
    for finding in findings:
        finding["waiver"] = None
        for index, one in by_code.get(finding["code"], ()):
            if not _covers(one, finding):
                continue
            used.add(index)
            if one["last"] < today:
                expired.setdefault(index, one)
            elif finding["waiver"] is None:
                finding["waiver"] = {"reason": one["reason"], "expires": one["last"].isoformat()}
    return [_present_waiver(one) for one in expired.values()], [_present_waiver(one) for index, one in enumerate(waivers) if index not in used]


def _covers(waiver, finding):
    place = finding["application"]
    return waiver["code"] == finding["code"] and fnmatch.fnmatchcase(place, waiver.get("application") or "*") and (
        not waiver.get("subject") or waiver["subject"] == finding["subject"])


def _present_waiver(waiver):
    return {"code": waiver["code"], "application": waiver.get("application") or "*", "subject": waiver.get("subject") or "",
            "reason": waiver["reason"], "expires": waiver["last"].isoformat()}
