# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes findings and a verdict of a case. Pure."""

from __future__ import annotations

from .._common.timestamps import to_iso8601
from .._planning.health import HEALTHY
from .rules import deployment, drift, git, placement, routing, runtime
from .rules.rule import ERROR, RUNTIME, SEVERITIES, WARNING, Since

RULES = (deployment.RULES + placement.RULES + runtime.RULES + placement.FALLBACK_RULES + runtime.FALLBACK_RULES + drift.RULES + routing.RULES
         + git.RULES)

# What is found of processes is found of each service of a compose service.
_OF_PROCESSES = runtime.RULES + runtime.FALLBACK_RULES
# Steps of a repair that other services than applications have.
DATABASE_REPAIRS = ("start", "apply", "deploy", "memory_limit")
COMPOSE_REPAIRS = ("start", "apply", "deploy", "redeploy", "clean_queue", "restart_server", "remove_row")


def judge_case(case):
    """Judge a Case -> its findings, in the table's order, as results show them. A finding that explains another one hides it."""
    found, hidden = [], set()           # (the service of a compose service or "", the finding or its code)
    for rule in RULES:
        for one in case.parts if case.parts and rule in _OF_PROCESSES else (case,):
            known = [finding for part, finding in found if part in ("", one.part)]
            if rule.fallback and any(finding["part"] == rule.part and finding["severity"] == ERROR for finding in known):
                continue
            sighting = rule.detect(one)
            if sighting is None:
                continue
            hidden.update((one.part, code) for code in rule.hides)
            found.append((one.part, _present_finding(one, rule, sighting)))
    left = [finding for part, finding in found if (part, finding["code"]) not in hidden]
    if any(finding["part"] == RUNTIME and finding["severity"] == ERROR for finding in left) and not _is_running(case):
        left = [finding for finding in left if finding["code"] != "probe_answer"]       # a stopped service cannot answer
    return left


def _is_running(case):
    return any(task.runs and (task.age is None or task.age >= 30) for task in case.observed.running)


def _present_finding(case, rule, sighting):
    """Make a finding of a rule and its Detected, with the repairs that this kind of service has."""
    repairs = rule.repairs if sighting.repairs is None else sighting.repairs
    if case.kind != "application":
        possible = _list_compose_repairs(case) if case.kind == "compose" else DATABASE_REPAIRS
        repairs = tuple(one for one in repairs if one in possible)
    since = sighting.since if isinstance(sighting.since, Since) else Since(sighting.since)
    about = {"deployment_id": "", "blocker": "", "blocker_id": "", "address": "", "port": 0, "domains": [], "memory_limit": ""}
    return {
        "code": rule.code, "part": rule.part, "severity": sighting.severity or rule.severity, "application": case.name, "kind": case.kind,
        "seen": "%s: %s" % (case.part, sighting.text) if case.part else sighting.text, "cause": sighting.cause or rule.cause,
        "remedy": _adapt_remedy(case, sighting.remedy or rule.remedy),
        "repairable": bool(repairs), "repairs": list(repairs),
        "since": to_iso8601(since.seconds) or "", "since_at_least": since.at_least and since.seconds is not None,
        "about": dict(about, **sighting.about), "evidence": [{"kind": kind, "text": text} for kind, text in sighting.evidence if text]}


def _list_compose_repairs(case):
    """The steps for a compose service. Dokploy cancels every C(docker compose) of a host, so only where no other compose service is deployed."""
    others = [job for job in case.jobs or [] if job.active and job.kind == "compose" and job.service_id != case.service_id]
    alone = case.jobs is not None and not others and case.record.get("composeType") != "stack"
    return COMPOSE_REPAIRS + (("kill_build",) if alone else ())


def _adapt_remedy(case, text):
    """Adapt a remedy to the module and the options of this kind of service."""
    if case.kind == "application":
        return text
    for words, own in (("dokploy_application with", case.module + " with"), ("source.image", "image"),
                       *([("Raise memory_limit", "Raise its limit in the file"), ("memory_limit", "its limit in the file")] if case.part else []),
                       ("Correct the status: dokploy_application_status.", "Deploy or stop it with %s, which corrects the status." % case.module)):
        text = text.replace(words, own)
    return text


def summarize_case(case, findings):
    """Summarize the findings of one Case in one word and one line."""
    worst = min(findings, key=lambda one: (SEVERITIES.index(one["severity"]), findings.index(one))) if findings else None
    phase, told = case.observed.phase, None
    if worst and worst["severity"] == ERROR:
        state, told = "broken", worst
    elif phase == "unknown":
        state, text = "unknown", "its service could not be read"
    elif worst and worst["severity"] == WARNING:
        state, told = "stopped" if worst["code"] == "service_removed" else "warning", worst
    elif phase == "stopped":
        state, told = "stopped", next((one for one in findings if one["code"] == "stopped"), None)
        text = "it is stopped"
    elif phase == "never_deployed" and _describe_busy(case):
        state, text = "starting", "nothing of it runs yet"
    elif phase == "never_deployed":
        state, text = phase, "it was never deployed"
    elif case.verdict is not None and case.verdict.state != HEALTHY:
        state, text = "starting", case.verdict.reason
    else:
        state, text = "healthy", "no problems found"
    if told is not None:
        text = told["seen"]
        if told["since"]:
            text += ", %s %s" % ("at least since" if told["since_at_least"] else "since", told["since"])
        if state == "stopped":
            text += ". %s" % told["remedy"]
    busy = _describe_busy(case)
    if busy and state in ("healthy", "starting", "never_deployed"):
        text += "; " + busy
    return {"application": case.name, "application_id": case.record.get("applicationId") or "", "kind": case.kind, "id": case.service_id,
            "app_name": case.record.get("appName"), "state": state,
            "code": told["code"] if told else "", "since": told["since"] if told else "", "text": "%s: %s" % (case.name, text)}


def _describe_busy(case):
    """Describe the running or queued deployment."""
    if case.under_way:
        return "its deployment \"%s\" is running" % (case.under_way.get("title") or "Deployment")
    waiting = next((job for job in case.own_jobs if not job.active), None)
    return "its deployment \"%s\" waits in the queue" % (waiting.title or "Deployment") if waiting else ""
