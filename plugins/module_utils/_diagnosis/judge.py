# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Turns a case into findings and a verdict. Pure. Private to this collection."""

from __future__ import annotations

from .._common.timestamps import to_iso8601
from .._planning.health import HEALTHY
from .rules import deployment, git, routing, runtime
from .rules.rule import ERROR, SEVERITIES, WARNING

RULES = deployment.RULES + runtime.RULES + routing.RULES + git.RULES


def judge_case(case):
    """A Case -> its findings, in the table's order, as results show them."""
    found, hidden = [], set()
    for rule in RULES:
        if rule.fallback and any(one["part"] == rule.part and one["severity"] == ERROR for one in found):
            continue
        sighting = rule.detect(case)
        if sighting is None:
            continue
        hidden.update(rule.hides)
        repairs = rule.repairs if sighting.repairs is None else sighting.repairs
        found.append({
            "code": rule.code, "part": rule.part, "severity": sighting.severity or rule.severity, "application": case.name, "seen": sighting.text,
            "cause": sighting.cause or rule.cause, "remedy": sighting.remedy or rule.remedy, "repairable": bool(repairs), "repairs": list(repairs),
            "since": to_iso8601(sighting.since) or "",
            "about": dict({"deployment_id": "", "blocker": "", "blocker_id": "", "address": "", "port": 0, "domains": []}, **sighting.about),
            "evidence": [{"kind": kind, "text": text} for kind, text in sighting.evidence if text]})
    return [one for one in found if one["code"] not in hidden]


def summarise_case(case, findings):
    """The findings of one Case in one word and one line."""
    worst = min(findings, key=lambda one: (SEVERITIES.index(one["severity"]), findings.index(one))) if findings else None
    phase = case.observed.phase
    if worst and worst["severity"] == ERROR:
        state, text = "broken", worst["seen"]
    elif phase == "unknown":
        state, text = "unknown", "what runs could not be read"
    elif worst and worst["severity"] == WARNING:
        state, text = "warning", worst["seen"]
    elif phase in ("never_deployed", "stopped"):
        state, text = phase, "it was never deployed" if phase == "never_deployed" else "it is stopped"
    elif case.verdict is not None and case.verdict.state != HEALTHY:
        state, text = "starting", case.verdict.reason
    else:
        state, text = "healthy", "nothing wrong was found"
    since = worst["since"] if worst and state in ("broken", "warning") else ""
    return {"application": case.name, "application_id": case.record.get("applicationId"), "app_name": case.record.get("appName"), "state": state,
            "code": worst["code"] if worst and state in ("broken", "warning") else "", "since": since,
            "text": "%s: %s%s" % (case.name, text, ", since %s" % since if since else "")}
