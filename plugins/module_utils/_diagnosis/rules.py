# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can be wrong with an application: each finding one row of a table. Pure. Private to this collection.

The next finding is one row of RULES, and, where a pattern in a deployment's log cannot tell it, one small function above
the table. A function takes the Case and returns Seen, or None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Optional

from .._planning import decide as _policy
from .collect import NETWORK, PROVIDERS
from .._planning.health import FAILED, HEALTHY
from .._common.timestamps import parse_iso8601, format_duration, to_iso8601
from .._common.units import format_memory

DEPLOYMENT, RUNS, WAY_IN, GIT = "deployment", "runs", "way_in", "git"
ERROR, WARNING, INFO = "error", "warning", "info"
_SEVERITIES = (ERROR, WARNING, INFO)
DISK_WARNS, DISK_FULL = 85, 95
POOL_FULL = 98
_CODES = {
    126: "126: the command was found and may not be executed (no permission, or made for another kind of machine)",
    127: "127: the command was not found in the image",
    134: "134: it ended itself (SIGABRT)", 139: "139: it crashed with a segmentation fault", 143: "143: it was told to end (SIGTERM)",
}


@dataclass
class Seen:
    """What a function saw. What is empty is the rule's own."""

    text: str
    since: Optional[float] = None
    evidence: list = field(default_factory=list)      # (kind, text)
    cause: str = ""
    remedy: str = ""
    mend: Optional[tuple] = None
    severity: str = ""
    about: dict = field(default_factory=dict)         # ids that a step of mending needs: deployment_id, blocker, blocker_id, address, port, domains


@dataclass(frozen=True)
class Rule:
    """A row of the table: a finding, what it means, and what is done about it.

    C(mend) names the steps that may mend it, in their order; none means that a person has to. C(hides) names findings that
    say less about the same trouble.
    """

    code: str
    part: str
    severity: str
    find: Any
    cause: str
    remedy: str
    mend: tuple = ()
    hides: tuple = ()
    fallback: bool = False        # only where no other finding of its part is an error


def judge(case):
    """A Case -> its findings, in the table's order, as results show them."""
    found, hidden = [], set()
    for rule in RULES:
        if rule.fallback and any(one["part"] == rule.part and one["severity"] == ERROR for one in found):
            continue
        seen = rule.find(case)
        if seen is None:
            continue
        hidden.update(rule.hides)
        mend = rule.mend if seen.mend is None else seen.mend
        found.append({
            "code": rule.code, "part": rule.part, "severity": seen.severity or rule.severity, "application": case.name, "seen": seen.text,
            "cause": seen.cause or rule.cause, "remedy": seen.remedy or rule.remedy, "mendable": bool(mend), "mend": list(mend),
            "since": to_iso8601(seen.since) or "",
            "about": dict({"deployment_id": "", "blocker": "", "blocker_id": "", "address": "", "port": 0, "domains": []}, **seen.about),
            "evidence": [{"kind": kind, "text": text} for kind, text in seen.evidence if text]})
    return [one for one in found if one["code"] not in hidden]


def verdict(case, findings):
    """The findings of one Case in one word and one line."""
    worst = min(findings, key=lambda one: (_SEVERITIES.index(one["severity"]), findings.index(one))) if findings else None
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


# Deployment: one that is under way

def _tail(text, lines=12):
    rows = [row for row in re.sub(r"[^\n]*\r(?!\n)", "", text or "").splitlines() if row.strip()]
    return "\n".join(rows[-lines:])


def _last_line(case):
    return _tail(case.log, 1)


def _log_evidence(case, lines=12):
    return [("deployment_log", _tail(case.log, lines))]


_CLONING = re.compile(r"Cloning into '|^remote: |^Receiving objects|^Resolving deltas")
_PULLING = re.compile(r"^Pulling ")
_BUILT = re.compile(r"Docker build completed|Successfully tagged|naming to docker.io|Image Pushed|Pushing image|The push refers|^v?[\w.-]+: digest: ")


def hangs(last_line, words):
    """A function that finds a deployment that is active, whose log stood still, and whose last line is of a kind: a pattern, or None for any other."""
    def find(case):
        row = case.under_way
        if not row or case.silent is None or not any(job.active for job in case.own_jobs):
            return None
        last = _last_line(case)
        if not last_line.search(last) if last_line else any(one.search(last) for one in (_CLONING, _PULLING, _BUILT)):
            return None
        begun = parse_iso8601(row.get("createdAt"))
        return Seen("its deployment \"%s\" is under way for %s, and its log stood still for %s: %s" % (
            row.get("title") or "", format_duration(case.now - (begun or case.now)), format_duration(case.silent),
            words or "the last line is %r" % last.strip()[:120]), begun, _log_evidence(case, 6), about={"deployment_id": row["deploymentId"]})
    return find


def _runs_long(case):
    """Where no log can be read, age alone tells."""
    row = case.under_way
    begun = parse_iso8601(row.get("createdAt")) if row else None
    if row is None or case.log is not None or begun is None or case.now - begun < case.stuck_after or _no_job(case):
        return None
    return Seen("its deployment \"%s\" is under way for %s, and its log cannot be read" % (row.get("title") or "", format_duration(case.now - begun)), begun,
                about={"deployment_id": row["deploymentId"]})


def _no_job(case):
    row = case.under_way
    if row is None or case.jobs is None or any(job.state == "active" for job in case.own_jobs):
        return None
    begun = parse_iso8601(row.get("createdAt"))
    return Seen("its deployment \"%s\" says that it runs for %s, and no job of the queue does it" % (
        row.get("title") or "", format_duration(case.now - (begun or case.now))), begun, _log_evidence(case, 6), about={"deployment_id": row["deploymentId"]})


def _marked_running(case):
    if case.record.get("applicationStatus") != "running" or case.under_way or case.own_jobs or case.jobs is None:
        return None
    return Seen("Dokploy shows it as being deployed, and neither the queue nor its deployments know of one")


def _blocked(case):
    waiting = next((job for job in case.own_jobs if job.state != "active"), None)
    if waiting is None or any(job.state == "active" for job in case.own_jobs):
        return None
    lane = [job for job in case.jobs if job.state == "active" and job.service_id != waiting.service_id]
    active = next((job for job in lane if job.server_id == waiting.server_id), lane[0] if lane else None)
    if active is None:
        return None
    return Seen("its deployment \"%s\" waits for %s behind the deployment \"%s\" of %s, which is active for %s" % (
        waiting.title, format_duration(case.now - (waiting.queued or case.now)), active.title, active.name,
        format_duration(case.now - (active.began or active.queued or case.now))), waiting.queued, [("blocker", active.name)], about={
            "blocker": active.name, "blocker_id": active.service_id or "" if active.kind != "compose" else ""})


# Deployment: one that failed

def in_log(*patterns):
    """A function that looks for one of the patterns in the log of the last deployment, if that failed. Named groups fill the text."""
    compiled = [(re.compile(pattern, re.MULTILINE), text) for pattern, text in patterns]

    def find(case):
        row = case.failed
        text = "\n".join(part for part in ((row or {}).get("errorMessage"), case.log) if part) if row else ""
        for pattern, words in compiled:
            match = pattern.search(text)
            if match:
                said = words % {name: value or "" for name, value in match.groupdict().items()}
                return Seen(
                    "the deployment \"%s\" failed: %s" % (row.get("title") or "", said), parse_iso8601(row.get("createdAt")), _log_evidence(case))
        return None
    return find


_KILLED_FOR_MEMORY = r"returned a non-zero code: 137|exit code: 137|signal: killed|Out of memory|JavaScript heap out of memory|^Killed$"


def _build_step(case):
    row = case.failed
    if row is None or not case.log:
        return None
    steps = re.findall(r"^(?:Step (\d+/\d+) : (.*)|#\d+ \[[^\]]*?(\d+/\d+)\] (.*))$", case.log, re.MULTILINE)
    code = re.search(r"returned a non-zero code: (\d+)|did not complete successfully: exit code: (\d+)|exit code: (\d+)\s*$", case.log, re.MULTILINE)
    if "Docker build failed" not in case.log and code is None and not re.search(
            r"Nixpacks build failed|Railpack|ERROR: failed to (build|solve)|build failed", case.log):
        return None
    number = next((one for one in (code.groups() if code else ()) if one), None)
    step = next(((first or third, second or fourth) for first, second, third, fourth in reversed(steps)), None)
    where = "in step %s, %s" % (step[0], step[1].strip()[:160]) if step else "in its build"
    return Seen("the deployment \"%s\" failed %s%s" % (row.get("title") or "", where, " (exit code %s)" % number if number else ""),
                parse_iso8601(row.get("createdAt")), _log_evidence(case, 15))


def _failed_somehow(case):
    row = case.failed
    if row is None:
        return None
    said = row.get("errorMessage") or _tail(re.sub(r"\n?Error occurred ❌, check the logs for details\.\s*$", "", case.log or ""), 1)
    return Seen("the deployment \"%s\" failed%s" % (row.get("title") or "", ": %s" % said if said else ""),
                parse_iso8601(row.get("createdAt")), _log_evidence(case))


def _cancelled(case):
    row = case.last
    if row is None or row.get("status") != "cancelled" or case.own_jobs:
        return None
    return Seen("the last deployment \"%s\" was cancelled before it ended" % (row.get("title") or ""), parse_iso8601(row.get("createdAt")),
                _log_evidence(case, 6))


# What runs

def _since(case, tasks):
    ages = [task.age for task in tasks if task.age is not None]
    return case.now - max(ages) if ages else None


def _task_evidence(tasks):
    return [("task", "\n".join("%s %s%s" % (task.slot, task.state, ": " + task.error if task.error else "") for task in tasks[:4]))]


def _container_evidence(case):
    return [("container_log", _tail(case.container_log, 12))]


def _went_back(state):
    def find(case):
        if case.service is None or case.verdict is None or case.service.update_state not in state:
            return None
        if case.service.update_state == "rollback_completed" and not case.comparison.differences and case.verdict.state != FAILED:
            return None     # what Swarm went back to is what is stored by now
        tasks = case.verdict.failed or [end.task for end in case.ends]
        return Seen(case.verdict.reason if case.verdict.state == FAILED else "Swarm ended its last update: %s" % case.service.update_message,
                    _since(case, tasks), _task_evidence(tasks) + [("update", case.service.update_message)])
    return find


def _memory(case):
    limit = (((case.service.spec.get("TaskTemplate") or {}).get("Resources") or {}).get("Limits") or {}).get("MemoryBytes") if case.service else None
    return "its limit is %s" % format_memory(limit) if limit else "it has no limit of its own: the host ran out of memory"


def _killed_for_memory(case):
    killed = [end for end in case.ends if end.out_of_memory or (
        end.out_of_memory is None and end.exit_code == 137 and case.oom_events and "unhealthy" not in end.task.error)]
    if not killed:
        return None
    return Seen("%s killed for memory; %s" % ("a container was" if len(killed) == 1 else "%d containers were" % len(killed), _memory(case)),
                _since(case, [end.task for end in killed]), _task_evidence([end.task for end in killed]) + _container_evidence(case))


def _killed(case):
    killed = [end for end in case.ends if end.exit_code == 137 and end.out_of_memory is None and "unhealthy" not in end.task.error]
    if not killed:
        return None
    return Seen("a container was killed (exit code 137), and is gone with the evidence why; %s" % _memory(case),
                _since(case, [end.task for end in killed]), _task_evidence([end.task for end in killed]) + _container_evidence(case))


def _health_fails(case):
    ended = [end.task for end in case.ended("unhealthy container")]
    health = case.health or {}
    if not ended and not (health.get("failing_streak") and health.get("status") != "healthy"):
        return None
    if _check_missing(case):
        return None
    said = "; it ended with %s%s" % (health["exit_code"], ": " + health["output"] if health.get("output") else "") if health.get("exit_code") else ""
    return Seen("its health check fails while the process runs%s" % said, _since(case, ended), _task_evidence(ended) + _container_evidence(case))


def _check_missing(case):
    health = case.health or {}
    if not health.get("failing_streak"):
        return None
    said = re.search(r"executable file not found|no such file or directory|: not found", health.get("output") or "")
    if not said and health.get("exit_code") not in (126, 127):
        return None
    return Seen("the command of its health check is not in the image (%s)" % (health.get("output") or "exit code %s" % health.get("exit_code")),
                None, _container_evidence(case))


def _command_missing(case):
    tasks = [end.task for end in case.ended("executable file not found", "no such file or directory", "permission denied")]
    if not tasks:
        return None
    return Seen("its command cannot be started: %s" % re.sub(r"^.*?exec: ", "exec: ", tasks[0].error), _since(case, tasks), _task_evidence(tasks))


def _crash_loop(case):
    ends = [end for end in case.ends if end.task.state == "failed" and (end.exit_code or "non-zero exit" in end.task.error)]
    if not ends or case.verdict is None or case.verdict.state == HEALTHY and len(ends) < 2:
        return None
    codes = sorted({end.exit_code for end in ends if end.exit_code})
    said = ", ".join(_CODES.get(code, str(code)) for code in codes) or ends[0].task.error
    loop = len(ends) > 1
    return Seen("its process ends by itself%s with exit code %s" % (" again and again" if loop else "", said), _since(case, [end.task for end in ends]),
                _task_evidence([end.task for end in ends]) + _container_evidence(case), severity=ERROR if loop or case.verdict.state == FAILED else WARNING)


def _ends_with_zero(case):
    tasks = [end.task for end in case.ends if end.task.state == "complete"]
    if not tasks or case.verdict is None or case.verdict.state == HEALTHY:
        return None
    return Seen("its process ends by itself with exit code 0%s" % (", again and again" if len(tasks) > 1 else ""), _since(case, tasks),
                _task_evidence(tasks) + _container_evidence(case))


def _image_gone(case):
    if case.service is None or case.observed.phase not in ("running", "stopped") or not _policy.image_gone(case.observed):
        return None
    tasks = [end.task for end in case.ended("No such image")]
    stopped = case.observed.phase == "stopped"
    return Seen("its image %s is not on the server any more%s" % (case.service.image, ", so that it cannot be started" if stopped else ""), _since(case, tasks),
                _task_evidence(tasks), mend=() if stopped else None, severity=WARNING if stopped else "")


def _rejected(case):
    tasks = [end.task for end in case.ends if end.task.state == "rejected"]
    if not tasks or case.verdict is None or case.verdict.state == HEALTHY:
        return None
    return Seen("Docker refuses to run its tasks: %s" % tasks[0].error, _since(case, tasks), _task_evidence(tasks))


def _unwell(case):
    """Whatever else keeps it from running: the verdict on its tasks says so, and nothing above knew why."""
    if case.verdict is None or case.verdict.state != FAILED or case.observed.phase != "running":
        return None
    return Seen(case.verdict.reason, _since(case, case.verdict.failed), _task_evidence(case.verdict.failed) + _container_evidence(case))


def pending(*words):
    """A function for tasks that Swarm cannot place, by its reason."""
    pattern = re.compile("|".join(words), re.IGNORECASE)

    def find(case):
        tasks = [task for task in case.observed.tasks if task.desired in ("running", "ready") and task.state in ("pending", "rejected", "assigned")
                 and pattern.search(task.error)]
        tasks = tasks or [end.task for end in case.ends if pattern.search(end.task.error)]
        if not tasks:
            return None
        return Seen("Swarm cannot run %s: %s" % ("a task" if len(tasks) == 1 else "%d tasks" % len(tasks), tasks[0].error), _since(case, tasks),
                    _task_evidence(tasks))
    return find


def _unapplied(case):
    if case.observed.phase != "running" or not case.comparison.names or case.comparison.rolled_back or case.under_way or case.own_jobs:
        return None
    if case.service.update_state in ("rollback_completed", "rollback_paused", "rollback_started", "paused", "updating"):
        return None
    details = ["%s%s" % (one.option, ": " + one.detail if one.detail and one.option.startswith(("source", "build", "service_mode", "replicas")) else "")
               for one in case.comparison.differences]
    return Seen("stored and not running: %s" % ", ".join(case.comparison.names), None, [("difference", line) for line in details])


def _put_back(case):
    if not case.comparison.rolled_back:
        return None
    return Seen("it runs %s, which somebody put back by a rollback; what is stored differs" % case.service.image)


def _status_lies(case):
    status, phase = case.record.get("applicationStatus"), case.observed.phase
    if phase in ("unknown", "absent") or case.under_way or case.own_jobs or status == "running":
        return None
    running = len(case.observed.running)
    if status == "done" and phase == "never_deployed":
        return Seen("Dokploy says done, and there is no service: it was removed behind its back", mend=("set_status",), severity=ERROR)
    if status == "done" and phase == "stopped":
        return Seen("Dokploy says done, and its service was scaled to 0 behind its back", severity=ERROR)
    if status == "idle" and phase == "running" and running:
        return Seen("Dokploy says idle, and %d task%s of it" % (running, " runs" if running == 1 else "s run"))
    if status == "error" and phase == "running" and running and not case.failed and case.verdict is not None and case.verdict.state == HEALTHY:
        return Seen("Dokploy says error, and it runs as it should")
    return None


def _server_silent(case):
    if "service" not in case.observed.unreadable or case.observed.withheld:
        return None
    where = "its remote server" if case.record.get("serverId") else "Docker on the server"
    return Seen("%s does not answer: %s" % (where, case.observed.unreadable["service"]))


def _disk(case):
    state = case.server or {}
    total, used = state.get("disk_total") or 0, state.get("disk_used") or 0
    spoken = case.failed and re.search(r"no space left on device|not enough free space", case.log or "") or case.ended("no space left on device")
    percent = 100.0 * used / total if total else 0
    if not spoken and percent < DISK_WARNS:
        return None
    words = "%d %% of the server's disk is used" % percent if total else "no space is left on its disk"
    if spoken and percent < DISK_WARNS:
        words = "no space was left on the disk when it was needed"
    return Seen(words, severity=ERROR if spoken or percent >= DISK_FULL else WARNING, evidence=_log_evidence(case, 4) if case.failed else [])


_POOL = r"non-overlapping IPv4 address pool|address pool exhausted|no available IP addresses|" \
    r"could not find an available IP|failed to allocate gateway|no available network"


def _pool(case):
    full = [one for one in (case.server or {}).get("networks") or [] if one["percent"] >= POOL_FULL]
    tasks = [task for task in case.observed.tasks if re.search(_POOL, task.error, re.IGNORECASE)]
    if tasks:
        return Seen("Docker has no address left: %s" % tasks[0].error, _since(case, tasks), _task_evidence(tasks))
    if case.failed and re.search(_POOL, case.log or "", re.IGNORECASE):
        return Seen("its deployment found no free address in Docker's networks", parse_iso8601(case.failed.get("createdAt")), _log_evidence(case))
    if full:
        return Seen("the network %s has used %d of %d addresses" % (full[0]["name"], full[0]["used"], full[0]["capacity"]), severity=WARNING)
    return None


# The way in

def _living(case):
    return any(task.runs and (task.age is None or task.age >= 3) for task in case.observed.running)


def _deaf(case, loopback):
    """Ports that domains point at, where nothing listens, or only on the loopback address."""
    if case.listening is None or not _living(case):
        return []
    found = []
    for host, port in case.ports:
        there = [address for address, number in case.listening if number == port]
        only_loopback = bool(there) and all(address == "::1" or address.startswith("127.") for address in there)
        if (only_loopback if loopback else not there):
            found.append((host, port))
    return found


def _open_ports(case):
    return sorted({number for address, number in case.listening or [] if address != "::1" and not address.startswith("127.")})


def _nothing_listens(case):
    deaf = _deaf(case, loopback=False)
    if not deaf:
        return None
    others = _open_ports(case)
    remedy = "It listens on port %s: set the port of the domain to that." % others[0] if len(others) == 1 else ""
    return Seen("nothing listens on port %s of its container, where Traefik sends %s; %s" % (
        deaf[0][1], ", ".join(sorted({host for host, dummy in deaf})), "it listens on %s" % ", ".join(map(str, others)) if others else "it listens on no port"),
        None, [("listening", "\n".join("%s:%d" % one for one in case.listening))], remedy=remedy, mend=None if len(others) == 1 else (),
        about={"port": others[0], "domains": [{"host": row["host"], "path": row.get("path") or "/"} for row in case.record["domains"] if row.get(
            "enabled") is not False and (row.get("host") or "", row.get("port") or 80) in deaf]} if len(others) == 1 else {})


def _only_loopback(case):
    deaf = _deaf(case, loopback=True)
    if not deaf:
        return None
    return Seen("port %s of its container is open on 127.0.0.1 alone, and Traefik sends %s there from outside" % (
        deaf[0][1], ", ".join(sorted({host for host, dummy in deaf}))), None, [("listening", "\n".join("%s:%d" % one for one in case.listening))])


def _traefik_down(case):
    if case.traefik is None or case.traefik.get("status") in ("running", "service"):
        return None
    said = "is %s (exit code %s)" % (case.traefik["status"], case.traefik.get("exit_code")) if case.traefik else "has no container"
    return Seen("Traefik %s on its server" % said)


def _traefik_apart(case):
    if not case.traefik or case.traefik.get("status") != "running" or NETWORK in case.traefik["networks"]:
        return None
    return Seen("Traefik is not in the network %s; it is in %s" % (NETWORK, ", ".join(case.traefik["networks"]) or "none"))


def in_files(*codes, **more):
    """A function for what was found in Traefik's files: with one of these codes, or with this severity."""
    def find(case):
        found = [one for one in case.traefik_findings or [] if (one.code in codes if codes else one.severity == more["severity"] and one.code != "no_router")]
        if not found:
            return None
        # Its own file alone is ours to have written anew.
        own = any(one.file == "%s.yml" % case.record.get("appName") for one in found)
        return Seen(found[0].text(), None, [("Traefik's file %s" % one.file, one.text()) for one in found], mend=None if own else ())
    return find


def _same_rule(case):
    own = {(row["host"], row["path"]): row for row in case.domains or [] if row["application_id"] == case.record.get("applicationId") and row["enabled"]}
    mine = {row["id"] for row in own.values()}
    for row in case.domains or []:
        if row["enabled"] and (row["host"], row["path"]) in own and row["id"] not in mine:
            return Seen("%s%s is a domain of %s, too: Traefik takes one of the two routers, and not always the same" % (
                row["host"], row["path"] if row["path"] != "/" else "", row["application"] or "another application"),
                None, [("domain", "%s%s → %s" % (one["host"], one["path"], one["application"])) for one in case.domains
                       if (one["host"], one["path"]) == (row["host"], row["path"])])
    return in_files("same_rule")(case)


def _no_certificate(case):
    bare = [row.get("host") or "" for row in case.record.get("domains") or [] if row.get("https") and row.get("enabled") is not False and (
        row.get("certificateType") == "none" or row.get("certificateType") == "custom" and not row.get("customCertResolver"))]
    if not bare:
        return None
    return Seen("%s is served with https, and no certificate is asked for" % ", ".join(bare))


def probed(step):
    """A function for one step of the way in, as it was walked from the task's host."""
    def find(case):
        for walk in case.probes:
            for one in walk["steps"]:
                if one["step"] == step and not one["ok"]:
                    return Seen("%s: %s" % (walk["url"], one["said"]), None, [
                        ("probe", "\n".join("%s: %s" % (each["step"], each["said"]) for each in walk["steps"]))])
        return None
    return find


# Git

def _provider_gone(case):
    kind = case.record.get("sourceType")
    known = PROVIDERS.get(kind)
    if not known or case.record.get(known[0]):
        return None
    set_up = any(case.record.get(key) for key in ("repository", "gitlabRepository", "giteaRepository", "bitbucketRepository"))
    if not set_up and not case.observed.deployments:
        return None
    return Seen("its %s provider is gone from Dokploy, or was never chosen" % kind.capitalize(), about=_git_page(case),
                remedy="Add the provider again at %s, and choose it in the source." % _git_page(case)["address"])


def _git_page(case):
    return {"address": case.address + "/dashboard/settings/git-providers"}


def provider(*words, remedy=""):
    """A function for what the Git provider said when its branches were asked for."""
    pattern = re.compile("|".join(words), re.IGNORECASE)

    def find(case):
        if not case.provider_error or not pattern.search(case.provider_error):
            return None
        return Seen("the %s provider of its source says: %s" % (case.record.get("sourceType"), case.provider_error), about=_git_page(case),
                    remedy=remedy % _git_page(case) if remedy else "")
    return find


_AUTHORISE = "A person has to authorise it in a browser, at %(address)s."
_UNAUTHORISED = r"\b401\b|Unauthorized|No access token|not authori[sz]ed|Bad credentials|Please authori[sz]e|\b403\b|Forbidden"
_EXPIRED = r"refresh token|token (is |has )?expired|invalid_grant"
_GONE_REPO = r"Not Found|\b404\b"


def _provider_otherwise(case):
    if not case.provider_error or re.search("|".join((_UNAUTHORISED, _EXPIRED, _GONE_REPO)), case.provider_error, re.IGNORECASE):
        return None
    return Seen("the %s provider of its source cannot be reached: %s" % (case.record.get("sourceType"), case.provider_error))


def _branch_gone(case):
    known = PROVIDERS.get(case.record.get("sourceType"))
    branch = case.record.get(known[3]) if known else None
    if not branch or case.branches is None or branch in case.branches:
        return None
    return Seen("its repository has no branch %s; it has %s" % (branch, ", ".join(case.branches[:10]) or "none"))


def _push_skipped(case):
    if not case.pushed:
        return None
    record = case.record
    kind = record.get("sourceType")
    branch = record.get({"git": "customGitBranch", "github": "branch"}.get(kind, "%sBranch" % kind))
    if kind in ("docker", "drop", None):
        return Seen("a push does not deploy it: its source is %s" % (kind or "not set"))
    if record.get("autoDeploy") is False:
        return Seen("the push would be skipped: auto-deploy is off")
    if record.get("triggerType") == "tag" and kind == "github":
        return Seen("the push would be skipped: it is deployed for tags alone")
    wanted = case.pushed.get("branch")
    if wanted and branch and wanted != branch:
        return Seen("the push to %s would be skipped: it deploys the branch %s" % (wanted, branch))
    watched, paths = record.get("watchPaths") or [], case.pushed.get("paths") or []
    if watched and paths and not any(_watches(pattern, path) for pattern in watched for path in paths):
        return Seen("the push would be skipped: none of its paths (%s) is watched (%s)" % (", ".join(paths[:5]), ", ".join(watched[:5])))
    return None


def _watches(pattern, path):
    """Whether a watch path fits, as micromatch does in Dokploy: * within a folder, ** across folders, {a,b} either, ! not."""
    if pattern.startswith("!"):
        return not _watches(pattern[1:], path)
    text, position, depth = "", 0, 0
    while position < len(pattern):
        char = pattern[position]
        if pattern.startswith("**/", position):
            text, position = text + "(?:.*/)?", position + 3
            continue
        if pattern.startswith("**", position):
            text, position = text + ".*", position + 2
            continue
        if char == "{":
            text, depth = text + "(?:", depth + 1
        elif char == "}" and depth:
            text, depth = text + ")", depth - 1
        elif char == "," and depth:
            text += "|"
        else:
            text += {"*": "[^/]*", "?": "[^/]"}.get(char, re.escape(char))
        position += 1
    return re.match("^" + text + (")" * depth) + "$", path.lstrip("/")) is not None


# The table, in the order in which people meet the trouble

_KILL = ("kill_build", "clean_queue", "end_processes", "restart_server", "redeploy")
_END = ("end_processes", "restart_server", "redeploy")

RULES = (
    # Deployment
    Rule("clone_hangs", DEPLOYMENT, ERROR, hangs(_CLONING, "the clone does not go on"),
         "The Git server took the connection and sends nothing.",
         "Look at the Git server and the network between. Killing the build does not reach a clone: its process on the host has to end.", _END),
    Rule("pull_hangs", DEPLOYMENT, ERROR, hangs(_PULLING, "the image is not delivered"),
         "The registry took the connection and sends nothing, or the image is very large.",
         "Look at the registry. Killing the build does not reach a pull: its process on the host has to end.", _END),
    Rule("build_ended_job_not", DEPLOYMENT, ERROR, hangs(_BUILT, "the build ended, and the deployment did not"),
         "The build is over, and what follows it (a push, the roll-out) hangs.",
         "End what hangs on the host, or restart Dokploy; then deploy again.", _KILL),
    Rule("build_silent", DEPLOYMENT, ERROR, hangs(None, ""),
         "A step of the build hangs, or takes long and says nothing.",
         "Look at its log and the server's load. If it hangs: kill the build, clean the queue, deploy again.", _KILL),
    Rule("deployment_without_job", DEPLOYMENT, ERROR, _no_job, "The server was restarted, or its job vanished: nothing will ever end this deployment.",
         "Remove the deployment's row, and deploy again.", ("remove_row", "redeploy")),
    Rule("deployment_long", DEPLOYMENT, WARNING, _runs_long, "A long build, or one that hangs: this version of Dokploy cannot show its log.",
         "Look at its log in Dokploy. If it hangs: kill the build, clean the queue, deploy again.", _KILL),
    Rule("marked_running", DEPLOYMENT, WARNING, _marked_running, "Somebody marked it so (markRunning), or a restart of the server left it.",
         "Have its status say what is true.", ("set_status",)),
    Rule("queue_blocked", DEPLOYMENT, ERROR, _blocked, "A server does one deployment at a time, unless it is told otherwise.",
         "Wait for the other one; if it hangs, end it.", ("blocker",)),
    Rule("registry_refused", DEPLOYMENT, ERROR, in_log(
        (r"no basic auth credentials", "the registry wants a user and a password, and was given none"),
        (r"login attempt to \S+ failed with status: 401|Login failed|unauthorized: (authentication required|incorrect username)",
         "the registry refuses the user or the password"),
        (r"pull access denied for (?P<image>[^\s,]+)", "the registry denies access to %(image)s: it does not exist, or needs a login"),
        (r"denied: requested access to the resource is denied|unauthorized: access to the requested resource", "the registry denies access to the image")),
        "The stored user and password are missing or wrong, or may not read this image.",
        "Set source.registry, or source.registry_url, username and password; then deploy again.", hides=("deployment_failed",)),
    Rule("registry_rate_limit", DEPLOYMENT, ERROR, in_log((r"toomanyrequests|429 Too Many Requests|pull rate limit", "the registry's rate limit is reached")),
         "Too many pulls without a login, or with this one.", "Give the registry's user and password, or wait and deploy again.",
         hides=("deployment_failed", "registry_refused")),
    Rule("image_not_found", DEPLOYMENT, ERROR, in_log(
        (r"manifest for (?P<image>\S+) not found", "the registry has no %(image)s"),
        (r"manifest unknown|repository name not known|not found: manifest", "the registry has no such image")),
        "The name or the tag is misspelt, or was never pushed.", "Correct source.image, or push it; then deploy again.", hides=("deployment_failed",)),
    Rule("registry_unreachable", DEPLOYMENT, ERROR, in_log(
        (r"Get \"https?://(?P<host>[^/\"]+)/v2/[^\"]*\": (?P<why>.*)$", "the registry %(host)s cannot be reached: %(why)s"),
        (r"Head \"https?://(?P<host>[^/\"]+)/v2/[^\"]*\": (?P<why>(?!no basic auth|unauthorized).*)$", "the registry %(host)s cannot be reached: %(why)s")),
        "The registry is down, its name does not resolve on the server, or its certificate is not accepted there.",
        "Look at the registry from the server; then deploy again.", hides=("deployment_failed",)),
    Rule("dockerfile_missing", DEPLOYMENT, ERROR, in_log(
        (r"unable to evaluate symlinks in Dockerfile path: lstat (?P<path>\S+): no such file", "there is no %(path)s"),
        (r"failed to read dockerfile: open (?P<path>[^:]+): no such file", "there is no %(path)s")),
        "The Dockerfile has another name or lies in another folder of the repository.", "Correct the Dockerfile's name or the build path; then deploy again.",
        hides=("deployment_failed", "build_failed")),
    Rule("build_path_missing", DEPLOYMENT, ERROR, in_log(
        (r"cannot create (?P<path>\S+)/\.env: Directory nonexistent", "the repository has no folder %(path)s"),
        (r"unable to prepare context: path \"(?P<path>[^\"]+)\" not found", "the repository has no folder %(path)s"),
        (r"cd: (?:can't cd to )?(?P<path>/\S+?):? ?(?:No such file|not found|$)", "the repository has no folder %(path)s")),
        "The folder of the source is not in the repository, or not in this branch.", "Correct the build path of its source; then deploy again.",
        hides=("deployment_failed", "build_failed")),
    Rule("build_out_of_memory", DEPLOYMENT, ERROR, in_log((_KILLED_FOR_MEMORY, "the build was killed for memory")),
         "The server has too little memory for this build.", "Build elsewhere (a build server, a registry), or give the server memory or swap.",
         hides=("deployment_failed", "build_failed")),
    Rule("clone_auth", DEPLOYMENT, ERROR, in_log(
        (r"You are trying to clone a ssh repository without a ssh key", "an SSH address needs an SSH key"),
        (r"Authentication failed for '(?P<url>[^']+)'", "the Git server refuses the credentials"),
        (r"could not read Username for|could not read Password for|terminal prompts disabled", "the Git server wants credentials, and was given none"),
        (r"Permission denied \(publickey|Host key verification failed", "the Git server refuses the SSH key"),
        (r"fatal: repository '(?P<url>[^']+)' not found|Repository not found|The requested URL returned error: 40[34]",
         "there is no such repository, or these credentials may not see it"),
        (r"The requested URL returned error: 401|HTTP Basic: Access denied", "the Git server refuses the credentials")),
        "The key or token is missing, wrong, or expired, or may not read this repository.",
        "Correct source.url, source.ssh_key or the Git provider; then deploy again.", hides=("deployment_failed",)),
    Rule("clone_branch_missing", DEPLOYMENT, ERROR, in_log((r"Remote branch (?P<branch>\S+) not found in upstream origin", "there is no branch %(branch)s")),
         "The branch was renamed or removed, or the repository is empty.", "Correct source.branch; then deploy again.", ("branch",),
         hides=("deployment_failed",)),
    Rule("clone_unreachable", DEPLOYMENT, ERROR, in_log(
        (r"Could not resolve host: ?(?P<host>\S+)", "the name %(host)s does not resolve on the server"),
        (r"unable to access '(?P<url>[^']+)': (?P<why>(?!The requested URL).*)$", "%(url)s cannot be reached: %(why)s"),
        (r"ssh: connect to host (?P<host>\S+) port \d+: (?P<why>.*)$", "%(host)s cannot be reached: %(why)s"),
        (r"^fetch failed", "the Git provider cannot be reached, or its token cannot be renewed")),
        "The Git server is down, its name does not resolve on Dokploy's server, or a firewall stands between.",
        "Look at the Git server from Dokploy's server; then deploy again.", hides=("deployment_failed",)),
    Rule("provider_not_found", DEPLOYMENT, ERROR, in_log((r"Error: ❌ (?P<kind>\w+) Provider not found", "its %(kind)s provider is not there")),
         "The Git provider was removed from Dokploy, or none was ever chosen.", "Choose a provider for its source; then deploy again.",
         hides=("deployment_failed", "clone_auth")),
    Rule("reference_missing", DEPLOYMENT, ERROR, in_log(
        (r"Invalid (?P<what>project|environment|service) environment variable: (?P<name>\S+)", "the reference to %(name)s in its env resolves to nothing"),
        (r"Invalid (?P<what>.*?)(?:variable|reference): (?P<name>\S+)", "the reference %(name)s resolves to nothing"),
        (r"expanding env failed: (?P<why>.*)$", "Swarm cannot expand its env: %(why)s")),
        "A variable of the project or the environment was renamed or removed, or was never there.", "Set the variable, or correct env; then deploy again.",
        hides=("deployment_failed",)),
    Rule("service_refused", DEPLOYMENT, ERROR, in_log(
        (r"port '(?P<port>\d+)' is already in use by service '(?P<name>[^']+)'", "port %(port)s is published by the service %(name)s already"),
        (r"\(HTTP code \d+\) .*?desc = (?P<why>.*)$", "Docker refuses the service: %(why)s"),
        (r"\(HTTP code 4\d\d\) (?P<why>.*)$", "Docker refuses the service: %(why)s")),
        "A setting is stored that Docker does not take.", "Correct the setting that Docker names; then deploy again.",
        hides=("deployment_failed", "reference_missing")),
    Rule("build_failed", DEPLOYMENT, ERROR, _build_step, "The step's command failed.",
         "Mend what the step needs, and deploy again.", hides=("deployment_failed",)),
    Rule("deployment_failed", DEPLOYMENT, ERROR, _failed_somehow, "Its log has the reason.", "Read its log, mend it, and deploy again."),
    Rule("deployment_cancelled", DEPLOYMENT, WARNING, _cancelled, "The server was restarted while it ran.", "Deploy again.", ("redeploy",)),
    # What runs
    Rule("server_silent", RUNS, ERROR, _server_silent, "The server is down, its SSH is refused, or Docker there does not run.",
         "Look at the server, and at Remote Servers in Dokploy.", hides=("status_wrong",)),
    Rule("rolled_back", RUNS, ERROR, _went_back(("rollback_completed", "rollback_paused", "rollback_started")),
         "The new version did not stay up, and Swarm put the old one back.", "Mend the new version or its settings, and deploy again.",
         hides=("crash_loop", "killed")),
    Rule("update_paused", RUNS, ERROR, _went_back(("paused",)), "The new version did not stay up, and Swarm stopped the update half way.",
         "Mend the new version or its settings, and deploy again.", hides=("crash_loop", "killed")),
    Rule("memory_kill", RUNS, ERROR, _killed_for_memory, "It needs more memory than it may have, or leaks.", "Raise memory_limit, or mend the leak.",
         ("memory_limit",), hides=("crash_loop", "killed")),
    Rule("killed", RUNS, ERROR, _killed, "Most often memory; else somebody or something killed it.", "Look whether memory_limit is too small.",
         ("memory_limit",), hides=("crash_loop",)),
    Rule("command_missing", RUNS, ERROR, _command_missing, "command or args name a program that the image does not have, or may not execute.",
         "Correct command and args, or the image.", hides=("crash_loop",)),
    Rule("healthcheck_command_missing", RUNS, ERROR, _check_missing, "The image has no such program: curl and wget are often left out.",
         "Use a check that the image can run.", hides=("crash_loop", "killed", "healthcheck_fails")),
    Rule("healthcheck_fails", RUNS, ERROR, _health_fails, "The process runs, and does not answer its check: a wrong port or path, or it is slow to start.",
         "Try the check's command in the container; widen start_period if it needs time.", hides=("crash_loop", "killed")),
    Rule("crash_loop", RUNS, ERROR, _crash_loop, "The process fails as it starts: a missing variable, file, or service that it needs.",
         "Read the container's log.", ()),
    Rule("ends_at_once", RUNS, ERROR, _ends_with_zero, "Its command does its work and ends; a service has to go on.",
         "Give a command that stays in the foreground, or run it as a schedule."),
    Rule("image_gone", RUNS, ERROR, _image_gone, "Dokploy's nightly clean-up removes images that no container uses.",
         "Deploy it: nothing else brings the image back.",
         ("deploy",), hides=("crash_loop",)),
    Rule("no_node_fits", RUNS, ERROR, pending(r"scheduling constraints not satisfied", r"max replicas per node", r"not available for new tasks",
                                              r"no suitable node \(unsupported platform"),
         "Its placement asks for a node that is not there, is down, or is drained.", "Correct placement, or bring a node that fits."),
    Rule("no_resources", RUNS, ERROR, pending(r"insufficient resources"), "It reserves more memory or CPU than any node has left.",
         "Lower memory_reservation or cpu_reservation, or give the nodes more."),
    Rule("port_taken", RUNS, ERROR, pending(r"port already in use", r"port is already allocated", r"address already in use"),
         "Another service or program has the published port.", "Publish another port, or stop what has it."),
    Rule("task_rejected", RUNS, ERROR, _rejected, "A setting is stored that Swarm takes and the engine does not, such as a memory limit under 6 MB.",
         "Correct the setting that Docker names.", fallback=True),
    Rule("not_running", RUNS, ERROR, _unwell, "Its tasks end or do not come up, and nothing more is known.", "Read the container's log on its server.",
         fallback=True),
    Rule("disk_full", RUNS, ERROR, _disk, "Images, build caches, logs, or volumes fill the disk.",
         "Clean up in Dokploy (Web Server, Space), or give the server a larger disk.", hides=("deployment_failed",)),
    Rule("addresses_exhausted", RUNS, ERROR, _pool, "Docker's networks have no address left: too many networks or containers.",
         "Remove networks that nobody uses, or widen default-address-pools.", hides=("deployment_failed",)),
    Rule("pending", RUNS, WARNING, _unapplied, "Somebody stored it and did not deploy or reload.",
         "Apply it: dokploy_application with state started.", ("apply",)),
    Rule("put_back", RUNS, INFO, _put_back, "A rollback of Dokploy's is in force.", "The next deployment undoes it."),
    Rule("status_wrong", RUNS, WARNING, _status_lies, "Dokploy shows what it last wrote, and something was done behind its back.",
         "Have its status say what is true, or bring the application to the state it should have.", ("set_status",)),
    # The way in
    Rule("traefik_down", WAY_IN, ERROR, _traefik_down, "Every domain of this server is out of reach.",
         "Start Traefik: Web Server, Traefik, Reload in Dokploy.", hides=("probe_answer", "probe_connection", "traefik_apart")),
    Rule("traefik_apart", WAY_IN, ERROR, _traefik_apart, "Traefik cannot reach any service.",
         "Connect it: docker network connect %s dokploy-traefik." % NETWORK),
    Rule("traefik_stopped", WAY_IN, ERROR, in_files(severity="stops_folder"), "Traefik reads its files as one: this one keeps it from taking any change.",
         "Mend the file that is named, with dokploy_traefik and config_mode replace, or in Dokploy's page Traefik.", ("rewrite_traefik",),
         hides=("traefik_no_router", "probe_answer")),
    Rule("traefik_disabled", WAY_IN, ERROR, in_files(severity="disables"), "A router that was made by hand, or whose service or middleware is gone.",
         "Correct it with dokploy_traefik.", ("rewrite_traefik",), hides=("probe_answer",)),
    Rule("traefik_no_router", WAY_IN, ERROR, in_files("no_router"), "Its file was written by hand, or lost.",
         "Save the domain again in Dokploy, which writes its router anew.", ("rewrite_traefik",), hides=("probe_answer",)),
    Rule("traefik_astray", WAY_IN, WARNING, in_files("other_target", "other_port"), "A router that was made by hand, or a name of another application.",
         "Look at the router's service in the file that is named.", ("rewrite_traefik",)),
    Rule("nothing_listens", WAY_IN, ERROR, _nothing_listens, "The domain's port is not the one on which the process listens.",
         "Set the port of the domain to the one on which it listens, or have it listen there.", ("domain_port",), hides=("probe_answer",)),
    Rule("only_loopback", WAY_IN, ERROR, _only_loopback, "The process binds to 127.0.0.1, which nothing outside its container reaches.",
         "Have it listen on 0.0.0.0; often by HOST or BIND in its env.", hides=("probe_answer",)),
    Rule("same_rule", WAY_IN, ERROR, _same_rule, "Dokploy accepts the same host and path twice.", "Remove one of the two domains, or give it another path.",
         hides=("traefik_astray",)),
    Rule("no_certificate", WAY_IN, WARNING, _no_certificate, "Traefik shows a certificate of its own, which no browser accepts.",
         "Set the domain's certificate to letsencrypt, or name a resolver."),
    Rule("probe_name", WAY_IN, ERROR, probed("name"), "The name has no address where this task runs.", "Set the DNS record of the domain."),
    Rule("probe_connection", WAY_IN, ERROR, probed("connection"), "A firewall, another address in the DNS, or Traefik is down.",
         "Look at the firewall, the address, and Traefik."),
    Rule("probe_certificate", WAY_IN, ERROR, probed("certificate"), "Let's Encrypt could not prove the domain, or the certificate has expired.",
         "Look at Traefik's log for the ACME error: port 80 has to be reachable from outside."),
    Rule("probe_answer", WAY_IN, ERROR, probed("answer"), "Traefik has no router for it, cannot reach the container, or the application itself fails.",
         "404 of Traefik: look at its domain and Traefik's files. 502, 504: look at the domain's port. 5xx: read the container's log."),
    # Git
    Rule("provider_gone", GIT, ERROR, _provider_gone, "The provider was removed, or belongs to nobody any more.",
         "Add the provider again, and choose it in the source.",
         hides=("provider_not_found",)),
    Rule("provider_unauthorised", GIT, ERROR, provider(_UNAUTHORISED, remedy=_AUTHORISE), "It was never authorised, or the authorisation was withdrawn.",
         "A person has to authorise it in a browser, in Dokploy's page Git Providers."),
    Rule("provider_token_expired", GIT, ERROR, provider(_EXPIRED, remedy=_AUTHORISE), "Its token has expired and could not be renewed.",
         "A person has to authorise it anew in a browser, in Dokploy's page Git Providers."),
    Rule("provider_no_repository", GIT, ERROR, provider(_GONE_REPO), "The repository was renamed or removed, or this account may not see it.",
         "Correct the owner and the repository of its source, or give the account access."),
    Rule("provider_unreachable", GIT, ERROR, _provider_otherwise, "The provider's server is down, or cannot be reached from Dokploy's server.",
         "Look at the provider's address, and at the network from Dokploy's server."),
    Rule("branch_gone", GIT, ERROR, _branch_gone, "The branch was renamed or removed.", "Correct source.branch.", hides=("clone_branch_missing",)),
    Rule("push_skipped", GIT, WARNING, _push_skipped, "Dokploy deploys a push only for its branch, its watch paths, and with auto-deploy on.",
         "Correct the branch, watch_paths or auto_deploy; or deploy by hand."),
)
