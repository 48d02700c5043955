# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Findings as a list: what is waived, what is new since the last one, and all of it as JUnit. Pure. Private to this collection.

A finding is a dict with C(code), C(severity), C(application) ("shop/production/web", or "" for the server), C(id), C(subject),
C(seen), C(reason), C(remedy) and, once it went through C(waive), C(waiver).
"""

from __future__ import annotations

import fnmatch
import re
from datetime import date
from xml.etree import ElementTree

from ._mask import inert

SEVERITIES = ("low", "medium", "high")
# What XML 1.0 may hold; the rest has no form in it at all.
_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def key_of(finding):
    """What makes it the same finding in two reports: the place by its id where it has one, since names may change."""
    return finding.get("code"), finding.get("id") or finding.get("application") or "", finding.get("subject") or ""


# Waivers

def check_waivers(waivers, codes):
    """The waivers with their last day as a date. Raises ValueError with words for a person."""
    found = []
    for one in waivers or []:
        if one["code"] not in codes:
            raise ValueError("waivers: there is no check %s; there are %s" % (one["code"], ", ".join(sorted(codes))))
        if not (one.get("reason") or "").strip():
            raise ValueError("waivers: that of %s needs a reason" % one["code"])
        try:
            last = date(*(int(part) for part in re.match(r"^(\d{4})-(\d\d)-(\d\d)$", one["expires"].strip()).groups()))
        except (AttributeError, ValueError):
            raise ValueError("waivers: expires of %s must be a day such as 2027-03-31, and is %s" % (one["code"], one["expires"])) from None
        found.append(dict(one, last=last))
    return found


def waive(findings, waivers, today):
    """Mark what is waived today -> (waivers that are over and would still be needed, waivers that nothing needs), as the task gave them."""
    expired, used = [], set()
    for finding in findings:
        finding["waiver"] = None
        for index, one in enumerate(waivers):
            if not _covers(one, finding):
                continue
            used.add(index)
            if one["last"] < today:
                if index not in [number for number, dummy in expired]:
                    expired.append((index, one))
            elif finding["waiver"] is None:
                finding["waiver"] = {"reason": one["reason"], "expires": one["last"].isoformat()}
    return [_shown(one) for dummy, one in expired], [_shown(one) for index, one in enumerate(waivers) if index not in used]


def _covers(waiver, finding):
    place = finding["application"]
    return waiver["code"] == finding["code"] and fnmatch.fnmatchcase(place, waiver.get("application") or "*") and (
        not waiver.get("subject") or waiver["subject"] == finding["subject"])


def _shown(waiver):
    return {"code": waiver["code"], "application": waiver.get("application") or "*", "subject": waiver.get("subject") or "",
            "reason": waiver["reason"], "expires": waiver["last"].isoformat()}


# Against the last report

def against(findings, last, was_looked_at):
    """(new, fixed) findings; C(was_looked_at(finding)) says whether a finding of the last report would have been found again, were it there."""
    before = {key_of(one): one for one in last}
    now = {key_of(one) for one in findings}
    return [one for one in findings if key_of(one) not in before], [one for key, one in before.items() if key not in now and was_looked_at(one)]


def of_report(value):
    """The findings of an earlier report, which is their list, or a result that holds it. Raises ValueError."""
    if isinstance(value, dict):
        value = value.get("findings")
    if not isinstance(value, list) or not all(isinstance(one, dict) and isinstance(one.get("code"), str) for one in value):
        raise ValueError("it must be the findings of an earlier run, or a result that holds them")
    return [{name: str(one.get(name) or "") for name in ("code", "severity", "application", "id", "subject", "seen", "reason", "remedy")} for one in value]


# JUnit

def junit(places, findings, unknown, codes_of):
    """All of it as JUnit's XML: a suite for each place, a case for each check and each thing that it found.

    C(places) is a list of names, C(unknown) of dicts with C(code), C(application), C(reason); C(codes_of(place)) gives the checks that were made there.
    """
    root = ElementTree.Element("testsuites", name="dokploy_audit")
    for place in places:
        cases = []
        for code in codes_of(place):
            own = [one for one in findings if one["application"] == place and one["code"] == code]
            open_questions = [one for one in unknown if one["application"] == place and one["code"] == code]
            if not own and not open_questions:
                cases.append((code, None, None, ""))
            for one in own:
                name = "%s %s" % (code, one["subject"]) if one["subject"] else code
                said = "%s\n%s\nRemedy: %s" % (one["seen"], one["reason"], one["remedy"])
                if one["waiver"]:
                    cases.append((name, "skipped", {"message": "waived until %s: %s" % (one["waiver"]["expires"], one["waiver"]["reason"])}, ""))
                else:
                    cases.append((name, "failure", {"type": one["severity"], "message": one["seen"]}, said))
            cases += [(code, "skipped", {"message": "not known: %s" % one["reason"]}, "") for one in open_questions]
        suite = ElementTree.SubElement(root, "testsuite", {
            "name": _xml(place or "server"), "tests": str(len(cases)), "failures": str(sum(case[1] == "failure" for case in cases)),
            "skipped": str(sum(case[1] == "skipped" for case in cases)), "errors": "0"})
        for name, kind, attributes, text in cases:
            case = ElementTree.SubElement(suite, "testcase", {"classname": _xml("dokploy_audit.%s" % (place or "server")), "name": _xml(name)})
            if kind:
                ElementTree.SubElement(case, kind, {key: _xml(value) for key, value in attributes.items()}).text = _xml(text) or None
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + ElementTree.tostring(root, encoding="unicode") + "\n"


def _xml(text):
    return _NOT_XML.sub("", inert(text))
