# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the failed result of an exception."""

from __future__ import annotations

import traceback

from .._common.errors import DokployError

TOLD = ("next_step", "phase", "deployment", "pending", "candidates", "setup_log", "used_by")
# Ansible prints all of a failed result, so it has only these keys of a service and the ends of logs; the _info modules return the rest.
BRIEF = ("id", "name", "app_name", "kind", "project", "environment", "status", "stored_image", "running_image", "replicas_running", "replicas_wanted")
MOST_LOG_LINES, MOST_CONTAINERS = 20, 5
LOGS = ("build_log", "container_log", "setup_log")


def describe_failure(exc, journal=None):
    """Make a failed task's result from its exception: its message and facts, or a fault of this collection."""
    facts = dict(getattr(exc, "result", {}))
    frames = traceback.extract_tb(exc.__traceback__)
    where = next((one for one in reversed(frames) if not one.filename.endswith("/answers.py")), frames[-1])
    place = "%s at %s:%d" % (type(exc).__name__, where.filename.rsplit("/", 1)[-1], where.lineno)
    unknown_form = journal.explain(exc) if journal else None
    if unknown_form:
        unknown_form.message += " (%s)" % place
        exc = unknown_form
    if isinstance(exc, DokployError):
        message = exc.message
        facts.update({key: value for key, value in exc.facts.items() if key in TOLD and value})
    else:
        message = "a fault of this collection: %s: %s" % (place, exc)
        facts["next_step"] = "Please report it, with this message and without your secrets."
    next_step = facts.get("next_step")
    return dict(shorten(facts), failed=True, msg="%s%s" % (message, ". " + next_step if next_step else ""))


def shorten(facts):
    """Shorten a failed task's facts: services and records to the keys of BRIEF, containers and logs to the newest."""
    found = {key: shorten_record(value) for key, value in facts.items()}
    for key in LOGS:
        if isinstance(found.get(key), str):
            found[key] = keep_last_lines(found[key])
    if isinstance(found.get("containers"), list):
        found["containers"] = found["containers"][:MOST_CONTAINERS]
    return found


def shorten_record(value):
    """Shorten a service or record; keep any other value."""
    is_record = isinstance(value, dict) and "id" in value and "name" in value
    return {key: value[key] for key in BRIEF if key in value} if is_record else value


def keep_last_lines(text):
    """Return the last lines of a log, line ends kept."""
    lines = text.splitlines(keepends=True)
    return "".join(lines[-MOST_LOG_LINES:])
