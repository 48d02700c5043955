# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the stages of a pipeline: functions (Context, Outcome) -> Outcome.

Each stage adds to the Outcome and changes nothing in it. If one raises, the facts of the stages before it are kept.
"""

from __future__ import annotations

from dataclasses import replace

from .._common.errors import DokployError, MissingResource

# Facts of an error that belong to the Outcome, by the attribute that they fill.
EVIDENCE = {"observed": "observed", "row": "deployment", "ends": "ends"}
TEXTS = ("build_log", "container_log")


def run_stages(ctx, outcome, stages):
    """Run the stages -> the Outcome of the last one that ran. It never raises: C(Outcome.error) has the exception."""
    for stage in stages:
        if outcome.finished or outcome.error is not None:
            break
        try:
            outcome = stage(ctx, outcome)
        except Exception as exc:  # pylint: disable=broad-except
            outcome = add_error(outcome, exc)
    return replace(outcome, journal=tuple(ctx.journal))


def add_error(outcome, error):
    """Add an exception, with its evidence, to the outcome."""
    facts = error.facts if isinstance(error, DokployError) else {}
    found = {attribute: facts[name] for name, attribute in EVIDENCE.items() if facts.get(name) is not None}
    texts = {name: facts[name] for name in TEXTS if facts.get(name)}
    return replace(outcome, error=error, facts={**outcome.facts, **texts}, **found)


def finish_task(ctx, outcome, make_result):
    """Return the result of an Outcome. Raises its error, if any, with the result so far."""
    result = make_result(outcome)
    if outcome.error is None:
        return result
    if ctx.check_mode and isinstance(outcome.error, MissingResource):
        warn_of_missing(ctx, outcome.error)
        return dict(result, changed=True)
    result["changed"] = bool(ctx.journal)
    outcome.error.result = result
    raise outcome.error


def warn_of_missing(ctx, error, option=""):
    """Warn, in check mode, of a MissingResource that the real run needs. C(option) is the one that names it."""
    message, advice = error.message.replace("; nothing was changed", ""), error.facts.get("next_step")
    ctx.warn("%s%s. The real run needs an earlier task that creates it.%s" % (option + ": " if option else "", message, " " + advice if advice else ""))
