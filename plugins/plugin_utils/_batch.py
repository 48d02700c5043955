# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action plugin of dokploy_batch: runs tasks of this collection several at a time, and prints one line for each that changes something or fails."""

from __future__ import annotations

import functools
import time

from ansible.errors import AnsibleActionFail
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.plugins.action import ActionBase

from ansible_collections.community.dokploy.plugins.plugin_utils._processes import run_in_processes

COLLECTION = "community.dokploy."
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
}
# What each outcome has of its task's result.
KEPT = ("actions", "phase", "next_step")


class BatchAction(ActionBase):
    """Runs the action plugins of other modules of this collection in forked processes."""

    TRANSFERS_FILES = False
    _supports_check_mode = True
    _supports_async = False

    def run(self, tmp=None, task_vars=None):
        result = super().run(tmp, task_vars)
        del tmp
        options, shared = self._split_arguments()
        outcomes = [new_outcome(one) for one in options["tasks"]]
        calls = [self._prepare_call(one, shared, task_vars) for one in options["tasks"]]
        stages = sorted({one["stage"] for one in options["tasks"]})
        results = {}

        def finished(positions, position, one):
            number = positions[position]
            results[number] = one
            outcomes[number].update(describe_result(one, options["keep"]))
            self._show(outcomes[number], task_vars)
            return not (options["stop_on_failure"] and one.get("failed"))

        for stage in stages:
            positions = [number for number, one in enumerate(options["tasks"]) if one["stage"] == stage]
            run_in_processes([calls[one] for one in positions], options["at_once"], functools.partial(finished, positions))
            if options["stop_on_failure"] and any(one["failed"] for one in outcomes):
                break
            if options["stage_pause"] and stage != stages[-1] and not self._task.check_mode and any(outcomes[one]["changed"] for one in positions):
                time.sleep(options["stage_pause"])
        result.update(sum_up(outcomes, results))
        return result

    def _split_arguments(self):
        """(the options of the batch, what is passed on to each of its tasks)."""
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

    def _prepare_call(self, one, shared, task_vars):
        """A function that runs one task of the batch as Ansible would."""
        task = self._task.copy()
        task.action = one["module"]
        task.args = dict(shared, **dict(self._read_module_defaults(one["module"]), **one["options"]))
        action = self._shared_loader_obj.action_loader.get(
            one["module"], task=task, connection=self._connection, play_context=self._play_context, loader=self._loader,
            templar=self._templar, shared_loader_obj=self._shared_loader_obj)
        if action is None:
            raise AnsibleActionFail("%s: %s does not exist" % (one["name"], one["module"]))
        return functools.partial(action.run, task_vars=task_vars)

    def _read_module_defaults(self, module):
        """module_defaults of the module itself; those of the action group are arguments of the batch already."""
        found = {}
        for one in self._task.module_defaults or ():
            found.update(one.get(module) or {})
        return self._templar.template(found)

    def _show(self, outcome, task_vars):
        """Print one line for a change or a failure, where messages go, so that what callbacks write as JSON stays JSON."""
        if not (outcome["changed"] or outcome["failed"]):
            return
        host = (task_vars or {}).get("inventory_hostname") or "localhost"
        text = "failed" if outcome["failed"] else ", ".join(outcome["actions"]) or "changed"
        self._display.display("[%s] %s: %s" % (host, outcome["name"], text), stderr=True)


def new_outcome(one):
    """What is known of a task of a batch before it ran."""
    return {"name": one["name"], "module": one["module"], "reached": False, "changed": False, "failed": False, "msg": "", "actions": []}


def describe_result(result, keep):
    """What an outcome has of its task's result."""
    found = {key: result[key] for key in KEPT + tuple(keep) if result.get(key) is not None}
    return dict(found, reached=True, changed=bool(result.get("changed")), failed=bool(result.get("failed")), msg=str(result.get("msg") or ""))


def sum_up(outcomes, results):
    """The result of the batch: its outcomes, and what its tasks warned of or would show as a difference."""
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
    """Why a task failed, with its name where the reason does not have it."""
    return outcome["msg"] if outcome["name"] in outcome["msg"] else "%s: %s" % (outcome["name"], outcome["msg"])


def list_diffs(result):
    """The differences of a result, which is one or a list."""
    diff = result.get("diff")
    return diff if isinstance(diff, list) else [diff] if diff else []


def prefix_headers(diff, name):
    """The same difference, with the name of its task in both headers."""
    return dict(diff, **{key: "%s: %s" % (name, diff[key]) if diff.get(key) else name for key in ("before_header", "after_header")})
