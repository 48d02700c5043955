# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action plugin of dokploy_batch: runs several tasks of this collection concurrently, and prints one line for each change and each failure."""

from __future__ import annotations

import functools
import time

from ansible.errors import AnsibleActionFail
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.community.dokploy.plugins.plugin_utils._processes import run_in_processes
from ansible_collections.community.dokploy.plugins.plugin_utils._tasks import COLLECTION, TaskRunner

BATCH = COLLECTION + "dokploy_batch"
OWN_OPTIONS = {
    "tasks": {
        "type": "list", "elements": "dict", "required": True, "options": {
            "name": {"type": "str", "required": True},
            "module": {"type": "str", "required": True},
            "options": {"type": "dict", "required": True},
            "stage": {"type": "int", "default": 1},
        },
    },
    "at_once": {"type": "int", "default": 10},
    "stop_on_failure": {"type": "bool", "default": False},
    "stage_pause": {"type": "int", "default": 0},
    "keep": {"type": "list", "elements": "str", "default": []},
    "most_lines": {"type": "int", "default": 20},
}
# Keys of a task's result that its outcome contains.
KEPT = ("actions", "phase", "next_step")


class BatchAction(TaskRunner):
    """Runs the action plugins of other modules of this collection in forked processes."""

    def run(self, tmp=None, task_vars=None):
        """Run the tasks in stages, several at a time -> the result."""
        result = super().run(tmp, task_vars)
        del tmp
        options, shared = self._split_arguments()
        outcomes = [make_outcome(one) for one in options["tasks"]]
        calls = [self._prepare_call(one, shared, task_vars) for one in options["tasks"]]
        stages = sorted({one["stage"] for one in options["tasks"]})
        results, shown = {}, []

        def finished(positions, position, one):
            number = positions[position]
            results[number] = one
            outcomes[number].update(describe_result(one, options["keep"]))
            shown.append(self._show_outcome(outcomes[number], task_vars, options["most_lines"] - sum(shown)))
            return not (options["stop_on_failure"] and one.get("failed"))

        for stage in stages:
            positions = [number for number, one in enumerate(options["tasks"]) if one["stage"] == stage]
            run_in_processes([calls[one] for one in positions], options["at_once"], functools.partial(finished, positions))
            if options["stop_on_failure"] and any(one["failed"] for one in outcomes):
                break
            if options["stage_pause"] and stage != stages[-1] and not self._task.check_mode and any(outcomes[one]["changed"] for one in positions):
                time.sleep(options["stage_pause"])
        hidden = sum(one["changed"] or one["failed"] for one in outcomes) - sum(shown)
        if hidden:
            self._display_line(task_vars, "%d more" % hidden, "the result names them")
        result.update(summarize_outcomes(outcomes, results), check_mode=bool(self._task.check_mode))
        return result

    def _split_arguments(self):
        """Return (the options of the batch, the options of each of its tasks)."""
        own = {name: value for name, value in self._task.args.items() if name in OWN_OPTIONS}
        checked = ArgumentSpecValidator(OWN_OPTIONS).validate(own)
        options = checked.validated_parameters
        problems = list(checked.error_messages)
        if not problems:
            problems += [
                "%s: %s is no module of community.dokploy that a batch can run" % (one["name"], one["module"]) for one in options["tasks"]
                if not one["module"].startswith(COLLECTION) or one["module"] == BATCH]
            problems += ["at_once must be at least 1"] if options["at_once"] < 1 else []
        if problems:
            raise AnsibleActionFail("; ".join(problems))
        return options, {name: value for name, value in self._task.args.items() if name not in OWN_OPTIONS}

    def _show_outcome(self, outcome, task_vars, left):
        """Print one line for a change or a failure, if C(left) lines may still be printed -> whether it was printed."""
        if not (outcome["changed"] or outcome["failed"]) or left < 1:
            return False
        self._display_line(task_vars, outcome["name"], "failed" if outcome["failed"] else ", ".join(outcome["actions"]) or "changed")
        return True


def make_outcome(one):
    """Make the outcome of a task that was not run yet."""
    return {"name": one["name"], "module": one["module"], "reached": False, "changed": False, "failed": False, "msg": "", "actions": []}


def describe_result(result, keep):
    """Return the parts of a task's result that its outcome contains."""
    found = {key: result[key] for key in KEPT + tuple(keep) if result.get(key) is not None}
    return dict(found, reached=True, changed=bool(result.get("changed")), failed=bool(result.get("failed")), msg=str(result.get("msg") or ""))


def summarize_outcomes(outcomes, results):
    """Make the result of the batch: its outcomes, and the warnings, deprecations and diffs of its tasks."""
    failed = [one for one in outcomes if one["failed"]]
    unreached = [one for one in outcomes if not one["reached"]]
    found = {
        "changed": any(one["changed"] for one in outcomes),
        "outcomes": outcomes,
        "done": [one["name"] for one in outcomes if one["changed"] and not one["failed"]],
        "unchanged": [one["name"] for one in outcomes if one["reached"] and not one["changed"] and not one["failed"]],
        "not_reached": [one["name"] for one in unreached],
        "failures": [{"name": one["name"], "reason": name_reason(one)} for one in failed],
    }
    for key in ("warnings", "deprecations"):
        told = [line for number in sorted(results) for line in results[number].get(key) or ()]
        if told:
            found[key] = [line for number, line in enumerate(told) if line not in told[:number]]
    diffs = [prefix_headers(one, outcomes[number]["name"]) for number in sorted(results) for one in list_diffs(results[number])]
    if diffs:
        found["diff"] = diffs
    if failed:
        found.update(failed=True, msg="%d of %d tasks failed%s. %s" % (
            len(failed), len(outcomes), ", %d not reached" % len(unreached) if unreached else "",
            " ".join(name_reason(one) for one in failed)))
    return found


def name_reason(outcome):
    """Return why a task failed, with its name if the reason lacks it."""
    return outcome["msg"] if outcome["name"] in outcome["msg"] else "%s: %s" % (outcome["name"], outcome["msg"])


def list_diffs(result):
    """List the diffs of a result, whose C(diff) is one or a list."""
    diff = result.get("diff")
    return diff if isinstance(diff, list) else [diff] if diff else []


def prefix_headers(diff, name):
    """Return the diff with the name of its task in both headers."""
    return dict(diff, **{key: "%s: %s" % (name, diff[key]) if diff.get(key) else name for key in ("before_header", "after_header")})
