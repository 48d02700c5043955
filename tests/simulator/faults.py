# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults on demand: what goes wrong, at which request, and how."""

from __future__ import annotations

import fnmatch

ACTIONS = (
    "none", "cut_before", "cut_after", "close_idle", "late", "answer", "drip", "huge", "gzip_bomb", "truncate", "empty", "redirect", "refuse_batch", "hold",
)


class Fault:
    """Something that goes wrong.

    :arg procedure: the procedure it concerns (``application.*`` too), or None for any; in a batch it is enough that one of its items matches.
    :arg nth: the first match that it strikes, from 1; :arg times: how many in a row (None: from then on all).
    :arg action: one of ``ACTIONS``: ``cut_before`` and ``cut_after`` close the connection before or after the request was processed;
        ``close_idle`` answers and then closes the idle connection; ``late`` answers after ``delay_seconds`` of real time; ``answer`` gives ``status``,
        ``body`` and ``headers`` instead (nothing is processed unless ``apply``); ``drip`` sends the answer byte by byte, ``delay_seconds`` apart;
        ``huge`` streams ``size`` bytes; ``gzip_bomb`` a small body that unpacks to ``size``; ``truncate`` half of the JSON; ``empty`` no body;
        ``redirect`` a ``status`` 3xx to ``location``; ``refuse_batch`` answers batches alone (``status``, ``body``); ``hold`` never answers.
    :arg before: a callable run just before the procedure is handled, ``after`` one run just after it: another writer. Both get the simulator.
    """

    def __init__(self, procedure=None, nth=1, action="none", times=1, method=None, batch=None, delay_seconds=0.0, status=500, body=None, headers=None,
                 apply=False, location=None, size=None, before=None, after=None):
        if action not in ACTIONS:
            raise ValueError("no such action: %r" % action)
        self.procedure, self.nth, self.action, self.times, self.method, self.batch = procedure, nth, action, times, method, batch
        self.delay_seconds, self.status, self.body, self.headers, self.apply = delay_seconds, status, body, dict(headers or {}), apply
        self.location, self.size, self.before, self.after = location, size, before, after
        self.seen = 0
        self.struck = 0

    def concerns(self, request):
        if self.method and request.method != self.method:
            return False
        if self.batch is not None and request.batch != self.batch:
            return False
        if self.action == "refuse_batch" and not request.batch:
            return False
        if self.procedure is None:
            return True
        return any(fnmatch.fnmatchcase(name, self.procedure) for name in request.procedures)

    def strikes(self, request):
        """Count a request, and say whether this fault is due."""
        if not self.concerns(request):
            return False
        self.seen += 1
        if self.seen < self.nth or (self.times is not None and self.seen >= self.nth + self.times):
            return False
        self.struck += 1
        return True


class Faults(list):
    """The faults that are set."""

    def add(self, fault=None, **values):
        fault = fault if fault is not None else Fault(**values)
        self.append(fault)
        return fault

    def due(self, request):
        """The faults that strike a request, callbacks and at most one that changes the answer."""
        return [fault for fault in list(self) if fault.strikes(request)]
