# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a task ends when something was raised. Private to this collection."""

from __future__ import annotations

import traceback

from .._common.errors import DokployError

TOLD = ("next_step", "phase", "deployment", "pending", "candidates")


def describe_failure(exc, journal=None):
    """The result of a task in which something was raised: its own words and facts, or a fault of this collection."""
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
    return dict(facts, failed=True, msg="%s%s" % (message, ". " + next_step if next_step else ""))
