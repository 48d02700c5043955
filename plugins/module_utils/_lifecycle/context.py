# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the Context, which alone gives a pipeline its effects."""

from __future__ import annotations

from .._client.http import CLOCK
from .._model.plan import JournalEntry


class Context:
    """The effects of a task: requests, warnings, the clock, the live log; and the journal of its writes."""

    clock = CLOCK

    def __init__(self, backend, check_mode=False, warn=None, masker=None, open_watch=None, bulk=False):
        self.backend, self.check_mode, self.masker, self.bulk = backend, check_mode, masker, bulk
        self.warn = warn or (lambda text: None)
        self.watch = None                           # the Watch that shows progress, after the task began to wait
        self._open_watch = open_watch               # returns a Watch or None; called at most once
        self.answers = {}                           # {procedure: answer} of create calls
        self.journal = []                           # JournalEntries, oldest first; entries are never removed

    def log_written(self, step, made=None):
        self.journal.append(JournalEntry(step, made))

    def log_action(self):
        """Note an action on the running service: a failure after it counts as a change."""
        self.journal.append(JournalEntry(None))

    def plan_removal(self, own_id):
        """Note, in check mode, what the real run removes, for the other tasks of a manifest."""
        if self.bulk:
            self.backend.client.plan_removal(own_id)

    def plan_variables(self, own_id, text):
        """Note, in check mode, the variables that the real run saves in a project or an environment, for the other tasks of a manifest."""
        if self.bulk:
            self.backend.client.plan_variables(own_id, text)

    def read_record(self, resource, record_id):
        return self.backend.client.read(resource.read, **{resource.id: record_id})

    def watcher(self):
        """Return the Watch that shows progress while the task waits, or None. The first call opens the live log."""
        if self._open_watch is not None:
            open_watch, self._open_watch = self._open_watch, None
            self.watch = open_watch()
        return self.watch
