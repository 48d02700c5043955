# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the entries of a manifest concurrently, each after those that it depends on."""

from __future__ import annotations

import collections
import concurrent.futures
import contextlib
import difflib
import queue
import threading
import time
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter
from typing import Any, Callable, Mapping

from ansible.module_utils.errors import UnsupportedError

from .._client.shared_reads import READERS
from .report import KEPT
from .._common.errors import DokployError
from .._lifecycle.converge import make_request
from .._lifecycle.create import CREATE_STOPPED
from .._module.definition import ModuleTask, perform
from .._module.secrets import HeldSecrets
from .._planning.option_rules import check_options
from .._planning.plan import read_changes
from .._resources.references import GIT_PROVIDERS, PLANNED_ID, REFERENCES

SHOWN = KEPT + ("msg", "actions")     # keys of an unchanged result that are returned
PLANNED_PARENT = " does not exist yet: the real run needs it"     # part of a check mode warning that is wrong if another entry creates the resource
PROGRESS = 3.0              # seconds between two progress lines


class RunStopped(DokployError):
    """The run has ended, so this write was not sent."""


@dataclass(frozen=True, eq=False, repr=False)
class Validated:
    """An entry whose options were validated, with the definition of its module."""

    entry: Any
    definition: Any
    secrets: HeldSecrets
    options: Mapping[str, Any]


@dataclass(frozen=True, eq=False, repr=False)
class EntryOutcome:
    """The outcome of an entry."""

    entry: Any
    result: Mapping[str, Any]             # the result of its module
    warnings: tuple = ()
    writes: int = 0                       # SharedReads.writes at its end if it changed something, else 0
    reached: bool = True                  # False: it was not tried

    @property
    def failed(self):
        return bool(self.result.get("failed"))


@dataclass(frozen=True, eq=False, repr=False)
class RunSettings:
    """The settings of a run."""

    concurrency: int = 8
    keep_going: bool = True
    check_mode: bool = False
    show_progress: Callable[[str], None] = None    # shows a progress line


def validate_entry(entry, definition, validator, connection):
    """Validate an entry -> (Validated, None), or (None, the module's error message). C(validator) is the EntryValidator of the definition."""
    arguments = {**connection, **entry.options}
    secrets = HeldSecrets(definition.argument_spec, definition.secrets)
    held = secrets.hold(arguments)
    # The task's own validation has validated its connection.
    validated = {name: held.pop(name) for name in connection if name in held and name not in entry.options}
    validation = validator.validate(held)
    params = {**validation.validated_parameters, **validated}
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
    """Describe the options that a module does not have, each with a similar known one."""
    wrong = []
    for name in sorted(set(arguments) - known):
        alike = difflib.get_close_matches(name, sorted(known), 1)
        if name in entry.options:
            wrong.append("%s is no option of %s%s" % (name, entry.kind.module, ": is it %s?" % alike[0] if alike else ""))
    return "; ".join(wrong)


def run_entries(validated, plan, shared, open_client):
    """Run entries -> the EntryOutcome of each, in the same order. C(plan) is the RunSettings, C(shared) the PlannedReads.

    C(open_client(task, gate, since)) opens the connection of one entry: it calls C(gate()) before each write, and uses shared answers only if they
    were read after C(since) writes.
    """
    done, named = {}, {one.entry.name: one for one in validated}
    order = TopologicalSorter({name: one.entry.needs for name, one in named.items()})
    order.prepare()
    stopped, slots = threading.Event(), threading.BoundedSemaphore(max(1, plan.concurrency))
    finished, failed, due = queue.SimpleQueue(), False, time.monotonic() + PROGRESS
    readers = max(READERS, plan.concurrency)
    ready, running = collections.deque(), {}
    with concurrent.futures.ThreadPoolExecutor(max_workers=readers) as pool:
        try:
            while order.is_active():
                ready.extend(order.get_ready())
                while ready and len(running) < readers:
                    one = named[ready.popleft()]
                    lost = next((need for need in one.entry.needs if done[need].failed or not done[need].reached), None)
                    if lost or stopped.is_set() or failed and not plan.keep_going:
                        done[one.entry.name] = make_skipped(one.entry, done.get(lost))
                        order.done(one.entry.name)
                        continue
                    since = max([done[need].writes for need in one.entry.needs] or [0])
                    future = pool.submit(run_entry, one, plan, shared, open_client, Gate(slots, stopped), since)
                    running[future] = one.entry.name
                    future.add_done_callback(finished.put)
                for future in take_finished(finished) if running else ():
                    name = running.pop(future)
                    done[name] = future.result()
                    failed = failed or done[name].failed
                    order.done(name)
                if plan.show_progress and running and time.monotonic() >= due:
                    due = time.monotonic() + PROGRESS
                    plan.show_progress(describe_progress(len(done), len(validated), list(running.values())))
        finally:
            stopped.set()
    return tuple(done[one.entry.name] for one in validated)


def take_finished(finished):
    """Take all futures from a queue. Wait for the first one, at most PROGRESS seconds."""
    found = []
    with contextlib.suppress(queue.Empty):
        found.append(finished.get(timeout=PROGRESS))
        while True:
            found.append(finished.get_nowait())
    return found


def run_entry(one, plan, shared, open_client, gate, since):
    """Run one entry as its module does -> EntryOutcome. C(gate) is its Gate; C(since): shared answers must have been read after this count of writes."""
    warnings, masker = [], one.secrets.masker
    try:
        result = perform(ModuleTask(
            options=one.options, masker=masker, check_mode=plan.check_mode, warn=warnings.append,
            journal=shared.journal, connect=lambda task: open_client(task, gate.enter, since), bulk=True),
            lambda task: shorten_result(one.entry.kind.resource, one.definition.body(task)))
    finally:
        gate.leave()
    if plan.check_mode and result.get("changed"):
        warnings = [text for text in warnings if not is_planned(str(text), one.entry.needs)]
        plan_ahead(shared, one.entry, result)
    return EntryOutcome(one.entry, result, tuple(masker.mask_text(str(text)) for text in warnings), shared.writes if result.get("changed") else 0)


def is_planned(warning, needs):
    """Return whether a check mode warning is about the missing parent that one of the needed entries creates: "the environment production does not …"."""
    words, found, dummy = warning.partition(PLANNED_PARENT)
    name = words.split(" ", 2)[-1]
    return bool(found) and any(need.endswith((" " + name, "/" + name)) for need in needs)


def shorten_result(resource, result):
    """Return the reported keys of an unchanged result; other results are reported whole."""
    if result.get("changed") or result.get("failed"):
        return result
    return {key: value for key, value in result.items() if value and (key in SHOWN or key == resource.kind)}


def plan_ahead(shared, entry, result):
    """In check mode, add the entry's planned creation or removal to the answers that later entries read."""
    resource = entry.kind.resource
    if entry.options.get("state") == "absent":
        shared.plan_removal((result.get(resource.kind) or {}).get("id"))
    elif "create %s" % resource.kind not in result["actions"]:
        return      # it exists
    elif resource.listing and not resource.service and resource.owner is None:
        row = {resource.id: PLANNED_ID + entry.name, resource.name: entry.parts[-1]}
        if resource.kind == "git_provider":
            row["providerType"] = next((one for one in GIT_PROVIDERS if entry.options.get(one)), "github")
            if row["providerType"] == "bitbucket":      # the only one that needs no authorization by a person
                kind = GIT_PROVIDERS["bitbucket"]
                shared.plan_row(kind.listing, {kind.id: row[resource.id], "gitProvider": {"name": row[resource.name]}})
        shared.plan_row(resource.listing, row)
    elif resource.kind == "network":        # it belongs to a server
        kind = REFERENCES[resource.kind]
        shared.plan_row(kind.listing, {kind.id: PLANNED_ID + entry.name, kind.name: entry.parts[-1]})


class Gate:
    """Limits the number of entries that write at the same time, and refuses writes after the end of the run."""

    def __init__(self, slots, stopped):
        self._slots, self._stopped, self._inside = slots, stopped, False

    def enter(self):
        """Wait for a free slot; called before each write. Raises RunStopped."""
        if not self._inside:
            self._slots.acquire()
            self._inside = True
        if self._stopped.is_set():
            raise RunStopped("the task ended before this was written")

    def leave(self):
        if self._inside:
            self._inside = False
            self._slots.release()


def make_skipped(entry, lost):
    """Make the EntryOutcome of an entry that is not tried. C(lost): the EntryOutcome of one that it needs and that failed, or was not tried; or None."""
    why = "not tried, since %s" % (
        "it needs %s, which %s" % (lost.entry.name, "failed" if lost.failed else "was not tried") if lost else "another resource failed")
    return EntryOutcome(entry, {"changed": False, "actions": [], "msg": why}, reached=False)


def describe_progress(done, total, running):
    names = ", ".join(sorted(running)[:5])
    return "%d of %d done; waiting for %s%s" % (done, total, names, " and %d more" % (len(running) - 5) if len(running) > 5 else "")
