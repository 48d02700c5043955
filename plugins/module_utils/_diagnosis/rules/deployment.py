# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds why a deployment does not end, and why one failed. Pure."""

from __future__ import annotations

import re

from ..._common.timestamps import parse_iso8601, format_duration
from ..._common.wording import REPAIR_TITLE
from ..._planning.build_log_patterns import BUILD_LOG_CAUSES, find_build_log_cause, get_last_words
from ..._planning.health import find_status_drift
from .rule import DEPLOYMENT, ERROR, WARNING, Rule, Detected, get_last_log_line, quote_build_log

_CLONING = re.compile(r"Cloning into '|^remote: |^Receiving objects|^Resolving deltas")
_PULLING = re.compile(r"^Pulling ")
_BUILT = re.compile(r"Docker build completed|Successfully tagged|naming to docker.io|Image Pushed|Pushing image|The push refers|^v?[\w.-]+: digest: ")
# The output of a failed build; a killed one ends without any of it.
_COMPLAINT = re.compile(r"non-zero code|exit code|error|fail|denied|not found|no such|fatal|unable|cannot|invalid|refused|no space|killed", re.IGNORECASE)


# A running deployment

def _get_title(row):
    return row.get("title") or "Deployment"


def _is_repair(row):
    return (row.get("title") or "") == REPAIR_TITLE


def _was_tried_again(case, row):
    """Return whether this ended deployment is that of a repair.

    Dokploy replaces the title of a deployment from Git at its end. That of a repair then has the commit of a failed one before it.
    """
    rows, commit = case.observed.deployments, row.get("description") or ""
    before = rows[rows.index(row) + 1:][:1] if row in rows else []
    return _is_repair(row) or commit.startswith("Commit: ") and any(
        one.get("description") == commit and one.get("status") in ("error", "cancelled") for one in before)


def make_hang_detector(last_line, words):
    """Make a function that finds a stuck deployment by its last log line: a pattern, or None for any other."""
    def detect(case):
        row = case.under_way
        if not row or case.silent is None or not any(job.active for job in case.own_jobs):
            return None
        last = get_last_log_line(case)
        if not last_line.search(last) if last_line else any(one.search(last) for one in (_CLONING, _PULLING, _BUILT)):
            return None
        begun = parse_iso8601(row.get("createdAt"))
        again = _is_repair(row)
        return Detected(
            "its deployment \"%s\" has been running for %s, %s, and its log does not change: %s" % (
                _get_title(row), format_duration(case.now - (begun or case.now)), case.usual_duration(),
                words or "the last line is %r" % last.strip()[:120]),
            begun, quote_build_log(case, 6), about={"deployment_id": row["deploymentId"]}, repairs=() if again else None,
            remedy="A repair began this deployment, and it is stuck again: correct the cause first. dokploy_build with state: cancelled cancels it."
            if again else "")
    return detect


def detect_long_deployment(case):
    """Find a stuck deployment by its age alone, if its log cannot be read."""
    row = case.under_way
    begun = parse_iso8601(row.get("createdAt")) if row else None
    if row is None or case.log is not None or begun is None or case.now - begun < case.patience or detect_missing_job(case):
        return None
    return Detected(
        "its deployment \"%s\" has been running for %s, %s, and its log cannot be read" % (
            _get_title(row), format_duration(case.now - begun), case.usual_duration()),
        begun, about={"deployment_id": row["deploymentId"]}, repairs=() if _is_repair(row) else None)


def detect_missing_job(case):
    row = case.under_way
    if row is None or case.jobs is None or any(job.state == "active" for job in case.own_jobs):
        return None
    begun = parse_iso8601(row.get("createdAt"))
    return Detected("its deployment \"%s\" has been marked as running for %s, and the queue has no job for it" % (
        _get_title(row), format_duration(case.now - (begun or case.now))), begun, quote_build_log(case, 6), about={"deployment_id": row["deploymentId"]})


def detect_marked_running(case):
    if case.kind != "application" or case.status != "running" or case.under_way or case.own_jobs or case.jobs is None:
        return None
    said = find_status_drift(case.resource, case.observed)
    return Detected(said) if said else None


def detect_blocked_queue(case):
    """Find a deployment that waits for a stuck one, or longer than the user allows. Waiting in a working queue is not a finding."""
    waiting = next((job for job in case.own_jobs if job.state != "active"), None)
    blocker = case.blocker
    if waiting is None or blocker is None or any(job.state == "active" for job in case.own_jobs):
        return None
    waited = case.now - (waiting.queued or case.now)
    if not blocker.stuck and waited < case.blocked_after:
        return None
    active = blocker.job
    why = "stuck: its log does not change" if blocker.silent else "stuck: it takes far longer than its earlier deployments" if blocker.stuck else "not stuck"
    return Detected(
        "its deployment \"%s\" has waited for %s behind the deployment \"%s\" of %s, which has been active for %s and is %s" % (
            waiting.title or "Deployment", format_duration(waited), active.title or "Deployment", active.name,
            format_duration(case.now - (active.started or active.queued or case.now)), why),
        waiting.queued, [("blocker", active.name)], about={
            "blocker": active.name, "blocker_id": active.service_id or "" if active.kind != "compose" else ""},
        repairs=None if blocker.stuck else (), remedy="" if blocker.stuck else "Wait for the other deployment, or cancel one of the two.")


# A failed deployment

def was_cancelled(case):
    """Return whether somebody cancelled the last deployment: its log stops without an error."""
    row = case.failed
    if row is None or row.get("errorMessage") or not case.log or find_own_words(case):
        return False
    lines = [line for line in case.log.splitlines() if line.strip() and not line.lstrip().startswith("\u274c") and "check the logs for details" not in line]
    stopped = "\u274c" in case.log or bool(_CLONING.search(lines[-1] if lines else ""))
    return bool(lines) and stopped and not any(_COMPLAINT.search(line) for line in lines[-4:])


def find_own_words(case):
    """Find the row of BUILD_LOG_CAUSES that matches the log of the failed deployment, except those that only report a failed build."""
    cause, message = find_build_log_cause("\n".join(part for part in ((case.failed or {}).get("errorMessage"), case.log) if part))
    return None if cause is None or cause.code == "build_failed" else (cause, message)


def _still_serves(case):
    """Return an addition to the message if the previous version still runs."""
    running = len(case.observed.running)
    return "; the version before it still runs" if running and case.observed.phase == "running" else ""


def _describe_failure(case, message, lines=12):
    row = case.failed
    return Detected("the deployment \"%s\" failed: %s%s" % (_get_title(row), message, _still_serves(case)), parse_iso8601(row.get("createdAt")),
                    quote_build_log(case, lines))


def make_cause_detector(code):
    """Make a function that finds a row of BUILD_LOG_CAUSES in the log of the last deployment, if it failed."""
    def detect(case):
        found = find_own_words(case) if case.failed else None
        return _describe_failure(case, found[1]) if found and found[0].code == code else None
    return detect


def detect_failed_step(case):
    """Detect the step of a build that failed."""
    row = case.failed
    if row is None or not case.log or was_cancelled(case) or find_own_words(case):
        return None
    log = case.log
    steps = re.findall(r"^(?:Step (\d+/\d+) : (.*)|#\d+ \[[^\]\n]{0,200}?(\d+/\d+)\] (.*))$", log, re.MULTILINE)
    code = re.search(r"returned a non-zero code: (\d+)|did not complete successfully: exit code: (\d+)|exit code: (\d+)\s*$", log, re.MULTILINE)
    if find_build_log_cause(log)[0] is None and code is None:
        return None
    number = next((one for one in (code.groups() if code else ()) if one), None)
    step = next(((first or third, second or fourth) for first, second, third, fourth in reversed(steps)), None)
    where = "in step %s, %s" % (step[0], step[1].strip()[:160]) if step else "in its build"
    return Detected("the deployment \"%s\" failed %s%s%s" % (_get_title(row), where, " (exit code %s)" % number if number else "", _still_serves(case)),
                    parse_iso8601(row.get("createdAt")), quote_build_log(case, 15))


def detect_failed_deployment(case):
    row = case.failed
    if row is None or was_cancelled(case):
        return None
    said = row.get("errorMessage") or get_last_words(case.log)
    return Detected("the deployment \"%s\" failed%s%s" % (_get_title(row), ": %s" % said if said else "", _still_serves(case)),
                    parse_iso8601(row.get("createdAt")), quote_build_log(case))


def detect_cancelled_deployment(case):
    row = case.last
    if row is None or case.own_jobs or row.get("status") != "cancelled" and not was_cancelled(case):
        return None
    cloning = bool(_CLONING.search(get_last_words(case.log)))
    return Detected(
        "the last deployment \"%s\" was cancelled%s" % (_get_title(row), " while it cloned the repository" if cloning else ""),
        parse_iso8601(row.get("createdAt")), quote_build_log(case, 6), repairs=() if cloning or _was_tried_again(case, row) else None,
        remedy="Check that the Git server answers; then deploy again." if cloning else "",
        severity=WARNING if case.observed.running else ERROR if case.observed.phase == "never_deployed" else "")


_KILL = ("kill_build", "clean_queue", "end_processes", "restart_server", "redeploy")
# A clone or a pull hangs for a reason outside of Dokploy: another deployment would hang, too.
_END = ("end_processes", "restart_server")
_REPAIRS = {"clone_branch_missing": ("branch",)}
_HIDES = ("deployment_failed", "build_failed", "credentials_revoked", "tag_removed")

RULES = (
    Rule("clone_hangs", DEPLOYMENT, ERROR, make_hang_detector(_CLONING, "the clone makes no progress"),
         "The Git server accepted the connection and sends nothing.",
         "Check the Git server and the network to it. Dokploy cannot cancel a clone: kill its process on the host, and deploy again once the Git server "
         "answers.", _END),
    Rule("pull_hangs", DEPLOYMENT, ERROR, make_hang_detector(_PULLING, "the pull makes no progress"),
         "The registry accepted the connection and sends nothing, or the image is very large.",
         "Check the registry. Dokploy cannot cancel a pull: kill its process on the host, and deploy again once the registry answers.", _END),
    Rule("build_done_job_active", DEPLOYMENT, ERROR, make_hang_detector(_BUILT, "the build ended, and the deployment did not"),
         "The build has finished, and the push or the rollout after it hangs.",
         "Kill the process on the host, or restart Dokploy; then deploy again.", _KILL),
    Rule("build_silent", DEPLOYMENT, ERROR, make_hang_detector(None, ""),
         "A step of the build hangs, or takes long and prints nothing.",
         "Read its log, and check the load of the server. If it hangs: cancel the build, clean the queue, and deploy again.", _KILL),
    Rule("deployment_without_job", DEPLOYMENT, ERROR, detect_missing_job,
         "The server was restarted, or the job was lost: the status of this deployment never changes.",
         "Remove the record of the deployment, and deploy again.", ("remove_row", "redeploy")),
    Rule("deployment_long", DEPLOYMENT, WARNING, detect_long_deployment, "A long build, or one that hangs: its log cannot be read.",
         "Read its log in Dokploy. If it hangs: cancel the build, clean the queue, and deploy again.", _KILL),
    Rule("marked_running", DEPLOYMENT, WARNING, detect_marked_running, "Somebody set this status (markRunning), or a server restart left it.",
         "Correct the status: dokploy_application_status.", ("set_status",)),
    Rule("queue_blocked", DEPLOYMENT, ERROR, detect_blocked_queue, "A server runs one deployment at a time, unless it is configured otherwise.",
         "Cancel the other deployment.", ("blocker",)),
) + tuple(
    Rule(one.code, DEPLOYMENT, ERROR, detect_failed_step if one.code == "build_failed" else make_cause_detector(one.code), one.cause, one.advice,
         _REPAIRS.get(one.code, ()), hides=_HIDES if one.code != "build_failed" else ("deployment_failed",))
    for one in BUILD_LOG_CAUSES
) + (
    Rule("deployment_failed", DEPLOYMENT, ERROR, detect_failed_deployment, "Its log has the reason.", "Read its log, correct the cause, and deploy again."),
    Rule("deployment_cancelled", DEPLOYMENT, WARNING, detect_cancelled_deployment, "Somebody cancelled it, or the server was restarted while it ran.",
         "Deploy again.", ("redeploy",), hides=("marked_running",)),
)
