# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the entries of a manifest concurrently, each after those that it depends on."""

from __future__ import annotations

import concurrent.futures
import difflib
import threading
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter
from typing import Any, Callable, Mapping

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.errors import UnsupportedError

from .._common.errors import DokployError
from .._lifecycle.converge import make_request
from .._lifecycle.create import CREATE_STOPPED
from .._module.definition import ModuleTask, perform
from .._module.secrets import HeldSecrets
from .._planning.option_rules import check_options
from .._planning.plan import read_changes

# Entries that read at the same time, so that their reads fill batches. The option concurrency limits those that write.
READERS = 48
PLANNED_PARENT = "does not exist yet: the real run needs it"      # in check mode, for a resource that another entry creates
PROGRESS = 3.0              # seconds between two lines of progress


class Stopped(DokployError):
    """The task is ending: it sends no further writes."""


@dataclass(frozen=True)
class Validated:
    """An entry whose options passed the checks of its module."""

    entry: Any
    definition: Any
    secrets: HeldSecrets
    options: Mapping[str, Any]


@dataclass(frozen=True)
class Done:
    """The outcome of an entry."""

    entry: Any
    result: Mapping[str, Any]             # of its module
    warnings: tuple = ()
    writes: int = 0                       # the count of writes when it ended, if it wrote
    reached: bool = True

    @property
    def failed(self):
        return bool(self.result.get("failed"))


@dataclass(frozen=True)
class Plan:
    """The settings of a run."""

    concurrency: int = 8
    keep_going: bool = True
    check_mode: bool = False
    show_progress: Callable[[str], None] = None    # shows a line of progress


def validate_entry(entry, definition, connection):
    """Validate an entry -> (Validated, None), or (None, the error message of its module)."""
    arguments = {**connection, **entry.options}
    secrets = HeldSecrets(definition.argument_spec, definition.secrets)
    validation = ArgumentSpecValidator(definition.argument_spec).validate(secrets.hold(arguments))
    params = validation.validated_parameters
    problem = None
    if validation.errors.errors:
        problem = validation.errors.msg
        if isinstance(validation.errors[0], UnsupportedError):
            problem = describe_unknown(entry, arguments, set(definition.argument_spec) - set(connection)) or problem
    problem = problem or secrets.find_problem(params)
    if problem:
        return None, secrets.masker.mask_text(problem)
    options = secrets.fill(params)
    try:
        check_values(entry.kind.resource_of(options), options)
    except DokployError as exc:
        return None, secrets.masker.mask_text(exc.message)
    return Validated(entry, definition, secrets, dict(options, **{CREATE_STOPPED: True})), None


def check_values(resource, options):
    """Raise BadInput for invalid option values, as the first stage of the entry's pipeline does."""
    request = make_request(resource, options)
    check_options(replace(request, changes=read_changes(resource, options, options.get("unset") or ())))


def describe_unknown(entry, arguments, known):
    """Describe the options that a kind does not have, each with a similar one."""
    wrong = []
    for name in sorted(set(arguments) - known):
        alike = difflib.get_close_matches(name, sorted(known), 1)
        if name in entry.options:
            wrong.append("%s is no option of %s%s" % (name, entry.kind.module, ": is it %s?" % alike[0] if alike else ""))
    return "; ".join(wrong)


def run_entries(validated, plan, shared, open_client):
    """Run entries -> their Done, in the order of the entries. C(open_client(task, gate, since)) makes the connection of one entry."""
    done, named = {}, {one.entry.name: one for one in validated}
    order = TopologicalSorter({name: one.entry.needs for name, one in named.items()})
    order.prepare()
    stopped, slots = threading.Event(), threading.BoundedSemaphore(max(1, plan.concurrency))
    with concurrent.futures.ThreadPoolExecutor(max_workers=max(READERS, plan.concurrency)) as pool:
        running = {}
        try:
            while order.is_active():
                for name in order.get_ready():
                    one = named[name]
                    lost = next((need for need in one.entry.needs if done[need].failed or not done[need].reached), None)
                    if lost or stopped.is_set() or not plan.keep_going and any(each.failed for each in done.values()):
                        done[name] = skip(one.entry, lost)
                        order.done(name)
                        continue
                    since = max([done[need].writes for need in one.entry.needs] or [0])
                    running[pool.submit(run_entry, one, plan, shared, open_client, Gate(slots, stopped), since)] = name
                if not running:
                    continue
                finished, dummy = concurrent.futures.wait(running, timeout=PROGRESS, return_when=concurrent.futures.FIRST_COMPLETED)
                for future in finished:
                    name = running.pop(future)
                    done[name] = future.result()
                    order.done(name)
                if plan.show_progress and not finished:
                    plan.show_progress(describe_progress(len(done), len(validated), list(running.values())))
        finally:
            stopped.set()
    return tuple(done[one.entry.name] for one in validated)


def run_entry(one, plan, shared, open_client, gate, since):
    """Run one entry as its module does -> Done."""
    warnings, masker = [], one.secrets.masker
    try:
        result = perform(ModuleTask(
            options=one.options, masker=masker, check_mode=plan.check_mode, warn=warnings.append,
            journal=shared.journal, connect=lambda task: open_client(task, gate.enter, since)), one.definition.body)
    finally:
        gate.leave()
    if plan.check_mode and result.get("changed"):
        warnings = [text for text in warnings if PLANNED_PARENT not in str(text)]
        plan_ahead(shared, one.entry, result)
    return Done(one.entry, result, tuple(masker.mask_text(str(text)) for text in warnings), shared.writes if result.get("changed") else 0)


def plan_ahead(shared, entry, result):
    """In check mode, let later entries see the planned changes of this one, as far as they need them."""
    resource = entry.kind.resource
    if entry.options.get("state") == "absent":
        shared.plan_removal((result.get(resource.kind) or {}).get("id"))
    elif resource.listing and not resource.service and resource.owner is None:
        shared.plan_row(resource.listing, {resource.id: "@" + entry.name, resource.name: entry.parts[-1]})


class Gate:
    """Limits the number of entries that write at the same time, and refuses writes once the task is ending."""

    def __init__(self, slots, stopped):
        self._slots, self._stopped, self._inside = slots, stopped, False

    def enter(self):
        """Wait for a free slot; called before each write. Raises Stopped."""
        if not self._inside:
            self._slots.acquire()
            self._inside = True
        if self._stopped.is_set():
            raise Stopped("the task ended before this was written")

    def leave(self):
        if self._inside:
            self._inside = False
            self._slots.release()


def skip(entry, lost):
    """Make the Done of an entry that was not tried."""
    why = "not tried, since %s" % ("it needs %s, which was not reached" % lost if lost else "another resource failed")
    return Done(entry, {"changed": False, "actions": [], "msg": why}, reached=False)


def describe_progress(done, total, running):
    names = ", ".join(sorted(running)[:5])
    return "%d of %d done; waiting for %s%s" % (done, total, names, " and %d more" % (len(running) - 5) if len(running) > 5 else "")
