# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Renders audit findings as JUnit XML. Pure."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from .._common.masking import make_inert
# Characters that XML 1.0 cannot represent.
_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


# JUnit

def render_junit(places, findings, unknown, codes_of):
    """Render JUnit XML: a suite for each place, a case for each check and each of its findings.

    C(places) is a list of names, C(unknown) of dicts with C(code), C(application), C(reason); C(codes_of(place)) returns the checks made there.
    """
    root = ElementTree.Element("testsuites", name="dokploy_audit")
    found, undecided = _group_rows(findings), _group_rows(unknown)
    for place in places:
        cases = []
        for code in codes_of(place):
            own, open_questions = found.get((place, code), []), undecided.get((place, code), [])
            if not own and not open_questions:
                cases.append((code, None, None, ""))
            for one in own:
                name = "%s %s" % (code, one["subject"]) if one["subject"] else code
                said = "%s\n%s\nRemedy: %s" % (one["seen"], one["reason"], one["remedy"])
                if one["waiver"]:
                    cases.append((name, "skipped", {"message": "waived until %s: %s" % (one["waiver"]["expires"], one["waiver"]["reason"])}, ""))
                else:
                    cases.append((name, "failure", {"type": one["severity"], "message": one["seen"]}, said))
            cases += [(code, "skipped", {"message": "unknown: %s" % one["reason"]}, "") for one in open_questions]
        suite = ElementTree.SubElement(root, "testsuite", {
            "name": _escape_xml(place or "server"), "tests": str(len(cases)), "failures": str(sum(case[1] == "failure" for case in cases)),
            "skipped": str(sum(case[1] == "skipped" for case in cases)), "errors": "0"})
        for name, kind, attributes, text in cases:
            case = ElementTree.SubElement(suite, "testcase", {"classname": _escape_xml("dokploy_audit.%s" % (place or "server")), "name": _escape_xml(name)})
            if kind:
                ElementTree.SubElement(case, kind, {key: _escape_xml(value) for key, value in attributes.items()}).text = _escape_xml(text) or None
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + ElementTree.tostring(root, encoding="unicode") + "\n"


def _group_rows(rows):
    """Group rows by place and check, so that thousands of places take linear time."""
    groups = {}
    for one in rows:
        groups.setdefault((one["application"], one["code"]), []).append(one)
    return groups


def _escape_xml(text):
    return _NOT_XML.sub("", make_inert(text))
