# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Time: a clock that is stepped, one that follows the real one, and the agenda of what happens when."""

from __future__ import annotations

import heapq
import itertools
import time
from datetime import datetime, timezone

DEFAULT_START = datetime(2026, 1, 5, 10, 0, 0, tzinfo=timezone.utc).timestamp()


class ManualClock:
    """Stands still until it is told to advance, but for a tick with each call, so that nothing is made at the very same moment."""

    def __init__(self, start=DEFAULT_START, tick=0.001):
        self._now = float(start)
        self.tick = tick

    def now(self):
        return self._now

    def advance(self, seconds):
        """Step forward; what falls due in between is done at the next request (or by ``Simulator.settle``)."""
        if seconds < 0:
            raise ValueError("time does not go back")
        self._now += seconds


class ScaledClock:
    """Follows the real clock, ``speed`` times as fast; it can be advanced as well."""

    def __init__(self, speed=1.0, start=None):
        self.speed = float(speed)
        self.tick = 0.0
        self._began = time.monotonic()
        self._offset = time.time() if start is None else float(start)

    def now(self):
        return self._offset + (time.monotonic() - self._began) * self.speed

    def advance(self, seconds):
        if seconds < 0:
            raise ValueError("time does not go back")
        self._offset += seconds


class Agenda:
    """What is due when. Events are run in order of time, each at its own time, and never early."""

    def __init__(self, clock):
        self.clock = clock
        self._heap = []
        self._count = itertools.count()
        self.now = clock.now()

    def at(self, when, action, *arguments):
        """Run ``action(*arguments)`` at ``when``; returns a handle for ``cancel``."""
        entry = [when, next(self._count), action, arguments]
        heapq.heappush(self._heap, entry)
        return entry

    def after(self, seconds, action, *arguments):
        return self.at(self.now + seconds, action, *arguments)

    @staticmethod
    def cancel(entry):
        if entry is not None:
            entry[2] = None

    def settle(self):
        """Run whatever is due by the clock's time."""
        limit = self.clock.now()
        while self._heap and self._heap[0][0] <= limit:
            when, _number, action, arguments = heapq.heappop(self._heap)
            if action is None:
                continue
            self.now = max(self.now, when)
            action(*arguments)
        self.now = max(self.now, limit)

    def next_due(self):
        """The time of the next event, or None."""
        while self._heap and self._heap[0][2] is None:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None


def iso(seconds):
    """A time as JavaScript's ``toISOString`` writes it."""
    whole = datetime.fromtimestamp(seconds, tz=timezone.utc)
    return whole.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (whole.microsecond // 1000)


def docker_time(seconds):
    """A time as the Docker Engine writes it, with nanoseconds."""
    whole = datetime.fromtimestamp(seconds, tz=timezone.utc)
    return whole.strftime("%Y-%m-%dT%H:%M:%S.") + "%06d000Z" % whole.microsecond


def ago(seconds):
    """An age in the words of the docker command line (units.HumanDuration)."""
    whole = int(seconds)
    if whole < 1:
        return "less than a second"
    if whole == 1:
        return "1 second"
    if whole < 60:
        return "%d seconds" % whole
    minutes = int(seconds / 60)
    if minutes == 1:
        return "about a minute"
    if minutes < 60:
        return "%d minutes" % minutes
    hours = int(seconds / 3600 + 0.5)
    if hours == 1:
        return "about an hour"
    if hours < 48:
        return "%d hours" % hours
    if hours < 24 * 7 * 2:
        return "%d days" % (hours // 24)
    if hours < 24 * 30 * 2:
        return "%d weeks" % (hours // 24 // 7)
    if hours < 24 * 365 * 2:
        return "%d months" % (hours // 24 // 30)
    return "%d years" % (hours // 24 // 365)
