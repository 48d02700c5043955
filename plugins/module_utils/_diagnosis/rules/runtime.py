# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds why the processes of a service end, or fail their health check. Pure."""

from __future__ import annotations

import re

from ..._common.units import format_memory
from ..._model.observation import count_wanted_tasks
from ..._planning.exit_codes import EXIT_CODES, explain_exit_code
from ..._planning.health import FAILED, HEALTHY, describe_count
from .rule import ERROR, RUNTIME, START, WARNING, Rule, Detected, find_earliest_start, last_lines, quote_container_log, quote_tasks

_FORMAT = re.compile(r"exec format error", re.IGNORECASE)
_RIGHTS = re.compile(r"\b(?:EACCES|EPERM|EROFS)\b|permission denied|read-only file system", re.IGNORECASE)
_PATH = re.compile(r"(?:^|[\s'\"`(=:\[])(/[^\s'\"`,:;()\]]{1,300})")
_HOST = re.compile(
    r"(?:ENOTFOUND|EAI_AGAIN)[ :]+([\w.-]{1,253})|could not translate host name \"([\w.-]{1,253})\"|bad address '([\w.-]{1,253})'|"
    r"\blookup ([\w.-]{1,253})(?: on [\d.:]{1,40})?: (?:no such host|server misbehaving)|Unknown (?:MySQL server )?host '?([\w.-]{1,253})|"
    r"([\w.-]{1,253}): (?:Name or service not known|Temporary failure in name resolution|Name does not resolve)|"
    r"(?:resolve host|UnknownHostException)[ :]+'?([\w.-]{1,253})", re.IGNORECASE)
# Data of another version of a database: PostgreSQL, MySQL, MariaDB, MongoDB, Redis.
_OTHER_DATA = re.compile(
    r"data directory was initialized by PostgreSQL version|database files are incompatible with server|Invalid MySQL server (?:upgrade|downgrade)|"
    r"Cannot boot server version|Unsupported redo log format|featureCompatibilityVersion document|unable to find feature ?compatibility ?version|"
    r"in 18\+, these Docker images|Can't handle RDB format version", re.IGNORECASE)
# A process that ended so often does it "again and again". Less than health.CRASH_LOOP, at which waiting ends: a diagnosis describes what was seen so far.
_REPEATED = 2
# Docker puts the time before each line.
_STAMP = re.compile(r"^\d{4}-\d\d-\d\dT[\d:.]{8,20}Z ?")
_ACCESS_LOG = re.compile(r"\" [1-5]\d\d ")


# Updates that Swarm stopped

_NEITHER_RUNS = "The new version did not stay up, and the previous version, which Swarm restored, does not stay up either."
_JUST_STARTED = "The new version did not stay up. Swarm restored the previous version, whose replicas started a moment ago: it may end again, too."
# Seconds for which a replica must have run to count as one that stays up.
_LASTING = 5


def _list_lasting(case):
    """Return the running replicas that did not start just now."""
    return [task for task in case.observed.running if task.age is None or task.age >= _LASTING]


def _explain_restored(case):
    """Explain a rollback by what runs after it. Empty where the restored version runs."""
    if case.service.update_state == "rollback_started":
        return "The new version did not stay up, and Swarm is restoring the previous version."
    wanted = count_wanted_tasks(case.observed)
    if len(_list_lasting(case)) >= wanted and case.service.update_state != "rollback_paused":
        return ""
    return _JUST_STARTED if len(case.observed.running) >= wanted else _NEITHER_RUNS


def make_rollback_detector(states):
    """Make a function that finds an update that Swarm stopped with one of these states."""
    def detect(case):
        if case.service is None or case.verdict is None or case.service.update_state not in states:
            return None
        if case.service.update_state == "rollback_completed" and not case.comparison.differences and case.verdict.state != FAILED:
            return None     # the version that Swarm restored is now the saved one
        tasks = case.verdict.failed or [end.task for end in case.ends]
        said = case.verdict.reason if case.verdict.state == FAILED else "Swarm ended its last update: %s" % case.service.update_message
        codes = sorted({end.exit_code for end in case.ends if end.exit_code in EXIT_CODES})
        if codes:
            said += "; exit code %s" % ", ".join(explain_exit_code(code) for code in codes)
        if any(end.out_of_memory for end in case.ends):
            said += "; killed for memory: %s" % describe_memory_limit(case)
        if case.failed_log:
            said += _quote_last_line(case)
        back = case.service.update_state != "paused"
        if case.comparison.names:
            said += "; the failed version differs from the %s one in %s" % ("restored" if back else "running", ", ".join(case.comparison.names))
        cause = _explain_restored(case) if back else ""
        if cause in (_NEITHER_RUNS, _JUST_STARTED):
            said += "; of the restored version, %s" % describe_count(len(_list_lasting(case)), count_wanted_tasks(case.observed))
        return Detected(said, find_earliest_start(case, tasks), quote_tasks(tasks) + quote_container_log(case) + [("update", case.service.update_message)] + [
            ("difference", "%s%s" % (one.option, ": " + one.detail if one.detail else "")) for one in case.comparison.differences],
            cause=cause, remedy="" if case.failed_log else
            "Read the log of the failed container on its server (docker service logs %s), correct the version or its settings, and deploy again."
            % (case.spec.get("Name") or case.record.get("appName")))
    return detect


# Processes that were killed

def describe_memory_limit(case):
    return "its limit is %s" % format_memory(case.memory_limit) if case.memory_limit else "it has no limit, so the host ran out of memory"


def detect_memory_kill(case):
    killed = [end for end in case.ends if end.out_of_memory or (
        end.out_of_memory is None and end.exit_code == 137 and case.oom_events and "unhealthy" not in end.task.error and not end.task.stopped)]
    if not killed:
        return None
    return Detected("%s killed for memory; %s" % ("a container was" if len(killed) == 1 else "%d containers were" % len(killed), describe_memory_limit(case)),
                    find_earliest_start(case, [end.task for end in killed]), quote_tasks([end.task for end in killed]) + quote_container_log(case),
                    about={"memory_limit": _format_memory_limit(case)})


def _format_memory_limit(case):
    """Return the effective limit as text, or ""."""
    return format_memory(case.memory_limit) if case.memory_limit else ""


def detect_kill(case):
    killed = [end for end in case.ends if end.exit_code == 137 and end.out_of_memory is None and "unhealthy" not in end.task.error and not end.task.stopped]
    if not killed:
        return None
    return Detected("a container was killed (exit code 137), and Docker no longer has the reason; %s" % describe_memory_limit(case),
                    find_earliest_start(case, [end.task for end in killed]), quote_tasks([end.task for end in killed]) + quote_container_log(case))


# Health checks

def detect_failing_healthcheck(case):
    ended = [end.task for end in case.ends_with_error("unhealthy container")]
    health = case.health or {}
    if not ended and not (health.get("failing_streak") and health.get("status") != "healthy"):
        return None
    if detect_missing_healthcheck_command(case):
        return None
    said = "; it ended with %s%s" % (health["exit_code"], ": " + health["output"] if health.get("output") else "") if health.get("exit_code") else ""
    check = case.service.container.get("Healthcheck") or {} if case.service else {}
    start_period = "" if check.get("StartPeriod") else "; it has no start_period"
    return Detected("its health check fails while the process runs%s%s" % (said, start_period), find_earliest_start(case, ended),
                    quote_tasks(ended) + quote_container_log(case))


def detect_missing_healthcheck_command(case):
    health = case.health or {}
    if not health.get("failing_streak"):
        return None
    said = re.search(r"executable file not found|no such file or directory|: not found", health.get("output") or "")
    if not said and health.get("exit_code") not in (126, 127):
        return None
    return Detected("the command of its health check is not in the image (%s)" % (health.get("output") or "exit code %s" % health.get("exit_code")),
                    None, quote_container_log(case))


# Processes that end by themselves

def _log_lines(case):
    """Return the process's own log lines, without access logs, which quote requests of others."""
    return [_STAMP.sub("", line) for line in last_lines(case.process_log, 40).splitlines() if not _ACCESS_LOG.search(line)]


def _quote_last_line(case):
    last = _log_lines(case)[-1:]
    return "; the last line of its log: %s" % last[0].strip()[:200] if last else ""


def _ends_by_itself(case):
    return [end for end in case.ends if end.task.state in ("failed", "restarting") and not end.task.stopped and (
        end.exit_code or "non-zero exit" in end.task.error)]


def _is_down(case):
    return case.verdict is not None and case.verdict.state != HEALTHY and bool(_ends_by_itself(case) or [
        end for end in case.ends if end.task.state in ("failed", "complete")])


def make_log_line_detector(pattern, describe, always):
    """Make a function that finds a line of the container's log: an error if the process ends, else a warning if C(always)."""
    def detect(case):
        line = next((line for line in reversed(_log_lines(case)) if pattern.search(line)), None)
        down = _is_down(case)
        if line is None or not (down or always):
            return None
        tasks = [end.task for end in case.ends] if down else []
        return Detected("%s: %s" % (describe(pattern.search(line), line), line.strip()[:200]), find_earliest_start(case, tasks) if tasks else None,
                        quote_container_log(case) + (quote_tasks(tasks) if tasks else []), severity=ERROR if down else WARNING)
    return detect


def _describe_rights(match, line):
    # The path follows "permission denied, open"; otherwise it precedes these words.
    path = _PATH.search(line[match.end():]) or next(reversed(list(_PATH.finditer(line[:match.start()]))), None)
    return "its process may not access %s" % path.group(1) if path else "its process lacks a file permission"


def _describe_host(match, line):
    return "its process cannot resolve the host %s" % next(one for one in match.groups() if one)


def detect_other_data(case):
    line = next((line for line in reversed(_log_lines(case)) if _OTHER_DATA.search(line)), None) if _is_down(case) else None
    if line is None:
        return None
    tasks = [end.task for end in case.ends]
    return Detected("the data on its volume belong to another version than its image %s: %s" % (case.image, line.strip()[:200]),
                    find_earliest_start(case, tasks), quote_tasks(tasks) + quote_container_log(case))


def detect_wrong_architecture(case):
    tasks = [end.task for end in case.ends if _FORMAT.search(end.task.error)]
    line = next((line for line in reversed(_log_lines(case)) if _FORMAT.search(line)), None) if _is_down(case) else None
    waiting = [task for task in case.observed.tasks if task.state == "pending" and "unsupported platform" in task.error]
    if not (tasks or line or waiting):
        return None
    tasks = tasks or waiting or [end.task for end in case.ends]
    return Detected("its image %s is built for another architecture than the server: %s" % (
        case.image, (line or tasks[0].error).strip()[:200]), find_earliest_start(case, tasks), quote_tasks(tasks) + quote_container_log(case))


def detect_missing_command(case):
    tasks = [end.task for end in case.ends_with_error("executable file not found", "no such file or directory", "permission denied")
             if "exec" in end.task.error]
    if not tasks:
        return None
    return Detected("its command cannot be started: %s" % re.sub(r"^.*?exec: ", "exec: ", tasks[0].error), find_earliest_start(case, tasks), quote_tasks(tasks))


def detect_crash_loop(case):
    ends = _ends_by_itself(case)
    if not ends or case.verdict is None or case.verdict.state == HEALTHY and len(ends) < _REPEATED:
        return None
    codes = sorted({end.exit_code for end in ends if end.exit_code})
    said = ", ".join(explain_exit_code(code) for code in codes) or ends[0].task.error
    loop = len(ends) >= _REPEATED or any(end.task.end.get("restarts", 0) >= _REPEATED for end in ends)
    return Detected(
        "its process ends by itself%s with exit code %s%s" % (" again and again" if loop else "", said, _quote_last_line(case)),
        find_earliest_start(case, [end.task for end in ends]), quote_tasks([end.task for end in ends]) + quote_container_log(case),
        severity=ERROR if loop or case.verdict.state == FAILED else WARNING)


def detect_exit_zero(case):
    tasks = [end.task for end in case.ends if end.task.state == "complete" or end.task.state == "restarting" and not end.exit_code]
    if not tasks or case.verdict is None or case.verdict.state == HEALTHY:
        return None
    said = "its process ends by itself with exit code 0%s" % (", again and again" if len(tasks) >= _REPEATED else "")
    return Detected(said, find_earliest_start(case, tasks), quote_tasks(tasks) + quote_container_log(case))


def detect_unhealthy(case):
    """Report the verdict on its tasks, if no other rule explains why the service does not run."""
    if case.verdict is None or case.verdict.state != FAILED or case.observed.phase != "running" and not case.crashed and not case.part:
        return None
    said = case.verdict.reason + (_quote_last_line(case) if case.part else "")
    stopped = all(task.stopped for task in case.verdict.failed)
    return Detected(said, find_earliest_start(case, case.verdict.failed), quote_tasks(case.verdict.failed) + quote_container_log(case),
                    cause="Somebody stopped it outside Dokploy." if stopped else "", remedy=START if stopped else "")


_ENDS = ("crash_loop", "killed", "ends_at_once")

RULES = (
    Rule("rolled_back", RUNTIME, ERROR, make_rollback_detector(("rollback_completed", "rollback_paused", "rollback_started")),
         "The new version did not stay up, and Swarm restored the previous version, which runs.", "Correct the new version or its settings, and deploy again.",
         hides=_ENDS + ("memory_kill", "pending", "file_permission", "host_unresolved")),
    Rule("update_paused", RUNTIME, ERROR, make_rollback_detector(("paused",)), "The new version did not stay up, and Swarm stopped the update halfway.",
         "Correct the new version or its settings, and deploy again.", hides=_ENDS + ("memory_kill", "pending")),
    Rule("wrong_architecture", RUNTIME, ERROR, detect_wrong_architecture, "The image was built on another kind of machine (arm64 for amd64, or the reverse).",
         "Build or choose the image for the architecture of the server; then deploy again.",
         hides=_ENDS + ("command_missing", "no_node_fits")),
    Rule("data_incompatible", RUNTIME, ERROR, detect_other_data,
         "The image was changed to another major version, whose files are not compatible with those of the previous one.",
         "Restore the previous version of the image; then export the data, and import them into a new database.",
         hides=_ENDS + ("file_permission",)),
    Rule("memory_kill", RUNTIME, ERROR, detect_memory_kill, "The process needs more memory than the limit, or leaks memory.",
         "Raise memory_limit, or fix the leak.",
         ("memory_limit",), hides=_ENDS),
    Rule("killed", RUNTIME, ERROR, detect_kill, "Usually a lack of memory; otherwise a person or another process killed it.",
         "Check whether memory_limit is too small.",
         ("memory_limit",), hides=("crash_loop", "ends_at_once")),
    Rule("command_missing", RUNTIME, ERROR, detect_missing_command, "command or args name a program that the image does not have, or may not execute.",
         "Correct command and args, or the image.", hides=_ENDS + ("file_permission",)),
    Rule("healthcheck_command_missing", RUNTIME, ERROR, detect_missing_healthcheck_command,
         "The image does not contain the program. Many images contain neither curl nor wget.",
         "Use a check that the image can run.", hides=_ENDS + ("healthcheck_fails",)),
    Rule("healthcheck_fails", RUNTIME, ERROR, detect_failing_healthcheck,
         "The process runs, and does not answer its check: a wrong port or path, or it is slow to start.",
         "Run the check's command in the container; raise start_period if the process needs time.", hides=_ENDS),
    Rule("file_permission", RUNTIME, ERROR, make_log_line_detector(_RIGHTS, _describe_rights, always=True),
         "A volume or a file belongs to another user than the process, or is read-only.",
         "Change the owner of the path on the server, or the user of the image.", hides=_ENDS),
    Rule("host_unresolved", RUNTIME, ERROR, make_log_line_detector(_HOST, _describe_host, always=True),
         "The name in its env is wrong, or the service with that name does not run or is in another network.",
         "Correct the host in its env (the full app name of a database), or start that service.", hides=_ENDS),
    Rule("crash_loop", RUNTIME, ERROR, detect_crash_loop, "The process fails as it starts: it lacks a variable, a file, or a service.",
         "Read the container's log.", ()),
    Rule("ends_at_once", RUNTIME, ERROR, detect_exit_zero, "Its command ends when its work is done, but a service must keep running.",
         "Give a command that stays in the foreground, or run it as a schedule."),
)
FALLBACK_RULES = (
    Rule("not_running", RUNTIME, ERROR, detect_unhealthy, "Its replicas end or do not start, for an unknown reason.",
         "Read the container's log on its server.", fallback=True),
)
