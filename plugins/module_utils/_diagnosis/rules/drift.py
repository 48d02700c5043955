# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds differences between the running service and the saved configuration, and a wrong status. Pure."""

from __future__ import annotations

from ..._common.timestamps import parse_iso8601, to_iso8601
from ..._planning.health import HEALTHY, find_status_drift
from .rule import ERROR, INFO, RUNTIME, START, WARNING, Rule, Detected


def find_last_success(case):
    """Return the newest successful deployment, or None."""
    return next((row for row in case.observed.deployments if row.get("status") == "done"), None)


def _is_busy(case):
    return bool(case.under_way or case.own_jobs)


def _is_shown_as_running(case):
    """Return whether Dokploy shows the service as running: a stop in its pages stores idle."""
    return case.status in ("done", "error")


def detect_removed_service(case):
    if case.observed.phase != "never_deployed" or _is_busy(case):
        return None
    row = find_last_success(case)
    if row is None and case.status != "done":
        return None
    down = _is_shown_as_running(case)
    when = "; it was last deployed on %s" % to_iso8601(parse_iso8601(row.get("finishedAt"))) if row and parse_iso8601(row.get("finishedAt")) is not None else ""
    return Detected("it is down: its service was removed outside Dokploy%s%s" % (
        "" if down else " after it was stopped", when), severity=ERROR if down else WARNING, repairs=None if down else ())


def detect_scaled_to_zero(case):
    if case.observed.phase == "running" and not _is_busy(case) and not case.failed:
        return _detect_missing_parts(case)
    if case.observed.phase != "stopped" or _is_busy(case) or not _is_shown_as_running(case) or case.crashed:
        return None
    what, cause = "its service was scaled to 0 replicas", ""
    if case.kind == "compose":
        what, cause = "its services were stopped or removed", "Somebody stopped or removed the services in Docker, and Dokploy did not notice."
    return Detected("it is down: %s outside Dokploy" % what, parse_iso8601(case.updated_at), cause=cause)


def _detect_missing_parts(case):
    """Detect services of a compose service that do not run while others do. Dokploy keeps no file as deployed: one that was added since looks the same."""
    names = [one.option.partition(".")[2] for one in case.comparison.missing]
    if not names:
        return None
    return Detected("it is down in part: %s of its file %s not run" % (", ".join(names), "does" if len(names) == 1 else "do"), repairs=("apply",),
                    cause="Somebody stopped or removed it in Docker, and Dokploy did not notice; or it was added to the file and never deployed.",
                    remedy="Deploy it: dokploy_application with state: started.")


def detect_stopped(case):
    if case.observed.phase != "stopped" or _is_busy(case) or _is_shown_as_running(case):
        return None
    return Detected("it is stopped", parse_iso8601(case.updated_at))


def detect_pending_settings(case):
    differences = [one for one in case.comparison.differences if one not in case.comparison.missing]
    if case.observed.phase != "running" or not differences or case.comparison.rolled_back or _is_busy(case) or case.failed:
        return None
    if case.service is not None and case.service.update_state in ("rollback_completed", "rollback_paused", "rollback_started", "paused", "updating"):
        return None
    details = ["%s%s" % (one.option, ": " + one.detail if one.detail and one.option.startswith(("source", "build", "service_mode", "replicas")) else "")
               for one in differences]
    return Detected("saved and not applied: %s" % ", ".join(one.option for one in differences), None, [("difference", line) for line in details])


def detect_registry_rollback(case):
    if not case.comparison.rolled_back:
        return None
    return Detected("it runs %s, which somebody restored with a rollback; the saved configuration differs" % case.service.image)


def detect_status_drift(case):
    """Find a contradicted status that no other finding explains, such as one about a crash or a failed deployment."""
    unexplained = case.status == "idle" or case.status == "error" and not case.failed and case.verdict is not None and case.verdict.state == HEALTHY
    if case.observed.phase != "running" or _is_busy(case) or not unexplained:
        return None
    said = find_status_drift(case.resource, case.observed)
    return Detected(said) if said else None


RULES = (
    Rule("service_removed", RUNTIME, ERROR, detect_removed_service, "Somebody removed the Docker service, and Dokploy did not notice.", START, ("start",)),
    Rule("scaled_to_zero", RUNTIME, ERROR, detect_scaled_to_zero, "Somebody scaled the Docker service, and Dokploy did not notice.", START, ("start",),
         hides=("status_drift",)),
    Rule("stopped", RUNTIME, INFO, detect_stopped, "Somebody stopped it, in Dokploy's pages or with state: stopped.", START),
    Rule("pending", RUNTIME, WARNING, detect_pending_settings, "Somebody saved settings, and did not deploy or reload.",
         "Apply them: dokploy_application with state: started.", ("apply",)),
    Rule("registry_rollback", RUNTIME, INFO, detect_registry_rollback, "Somebody used Dokploy's own rollback.", "The next deployment undoes it."),
    Rule("status_drift", RUNTIME, WARNING, detect_status_drift, "Dokploy shows the status that it last wrote, and the state changed outside Dokploy.",
         "Correct the status: dokploy_application_status.", ("set_status",)),
)
