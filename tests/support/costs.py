# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tests cost, in seconds of processor time, child processes included: one machine is busier than another, and seconds of a clock say less.

A hook wrapper around each phase of a test notes the time in the test's report, from whichever process it ran in; `summarise` adds it up by file.
"""

from __future__ import annotations

import collections
import resource

import pytest

COST = 'processor time'
COST_OF_SHARED = 'processor time of shared fixtures'
SHARED_LEAST = 0.5          # seconds


def used():
    """Seconds of processor time of this process and its ended children so far."""
    return sum(one.ru_utime + one.ru_stime for one in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)))


class Costs:
    """The plugin that notes the processor time of each phase of a test."""

    def __init__(self):
        self.start, self.next = used(), None

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, nextitem):
        self.start, self.next = used(), nextitem
        yield

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item, call):
        outcome = yield
        now = used()
        report = outcome.get_result()
        # What the processes of a shared fixture used is counted when it ends, and is not of the test that happens to be the last.
        ends = call.when == 'teardown' and now - self.start > SHARED_LEAST and (self.next is None or self.next.path != item.path)
        # A new list: phases of a test share the one of the test.
        report.user_properties = [*report.user_properties, (COST_OF_SHARED if ends else COST, now - self.start)]
        self.start = now


def collect(stats):
    """-> {node id without its group: seconds} of the reports of a terminal reporter; what ends with a file or a process has a row of its own."""
    found = collections.Counter()
    for one in {id(report): report for reports in stats.values() for report in reports}.values():
        for key, value in getattr(one, 'user_properties', ()):
            if key in (COST, COST_OF_SHARED):
                node = one.nodeid.split('@')[0]
                found[node if key == COST else '%s::(fixtures that end here)' % node.split('::')[0]] += value
    return found


def summarise(costs, count):
    """Lines: the files that cost most, and the tests."""
    files, counts = collections.Counter(), collections.Counter()
    for nodeid, seconds in costs.items():
        path = nodeid.split('::')[0]
        files[path] += seconds
        counts[path] += 1
    yield 'all: %.0f s of %d tests' % (sum(files.values()), len(costs))
    for path, seconds in files.most_common(count):
        yield '%7.1f s  %s (%d tests, %.0f ms each)' % (seconds, path, counts[path], 1000 * seconds / counts[path])
    yield 'slowest tests:'
    for nodeid, seconds in costs.most_common(count):
        yield '%7.1f s  %s' % (seconds, nodeid)
