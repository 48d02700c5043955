# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shares the reads of concurrent tasks: reads that wait at the same time form one batch, and a listing is read once."""

from __future__ import annotations

import copy
import json
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice

from .answers import Journal
from .batches import BATCH_MOST, BATCH_URL_MOST, BatchingClient, measure_call
from .._common.errors import DokployError

# Threads that read at the same time, so that their reads fill batches.
READERS = 96
AHEAD = 2                   # times READERS: items begun before the caller takes the first, so that no thread waits
# Listings are shared until the next write, except these, which change without one.
LISTINGS_LAST = ("deployment.queueList",)
MOST_SENT = 2               # unanswered batches, from which on reads are gathered for the next
SESSIONS = 5                # unanswered calls about one remote server: each is an SSH session of Dokploy
GATHER = 0.002              # seconds in which reads are collected into one batch
PATIENCE = 0.03             # most seconds that a batch waits for readers that are computing


class WaitingThread:
    """A thread that waits for the answers to its reads."""

    __slots__ = ("left", "gate")

    def __init__(self):
        self.left, self.gate = 0, threading.Lock()
        self.gate.acquire()


class PendingRead:
    """One requested read, its answer, and the threads that wait for it."""

    __slots__ = ("call", "answer", "asked", "callers")

    def __init__(self, call, asked):
        self.call, self.asked, self.answer, self.callers = call, asked, None, []


class SharedReads:
    """Sends the reads of all tasks in batches, by a few threads with a connection each. C(open_client(journal)) makes such a connection's BatchingClient."""

    def __init__(self, open_client, lanes=8, check_caller=None):
        self._open_client, self._lanes = open_client, lanes
        self._check_caller = check_caller           # called before each request with whether it writes; an exception prevents it
        self._changed = threading.Condition()       # notified of reads to send; each caller has a gate of its own
        self._queue = deque()       # of PendingRead, not sent yet
        self._pending = {}          # key -> PendingRead, not sent yet
        self._flying = {}           # key of a listing -> (the count of writes before it was sent, PendingRead)
        self._sent = 0              # batches that are not answered yet
        self._sessions = {}         # id of a remote server -> its calls that are not answered yet
        self._cached = {}           # key -> (the count of writes before it was read, its answer)
        self._reading, self._blocked = 0, 0     # running readers; callers that wait for an answer
        self._derived = {}          # function -> (the last answer, the function's result)
        self._threads, self._closed = [], False
        self.journal = Journal(shared=True)
        self.writes = 0             # the number of writes started plus those answered
        self.requests = 0
        self.removed = set()        # ids of services and records that check mode treats as removed
        self.server_date = None     # the Date header of the last answer

    def __enter__(self):
        for dummy in range(self._lanes):
            thread = threading.Thread(target=self._send_all, daemon=True)
            thread.start()
            self._threads.append(thread)
        return self

    def __exit__(self, *dummy):
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def count_write(self):
        """Count a write before it is sent or once it is answered -> the count. Earlier reads may be outdated."""
        with self._changed:
            self.writes += 1
            return self.writes

    def count_request(self, writing):
        """Count a request before it is sent."""
        if self._check_caller is not None:
            self._check_caller(writing=writing)
        with self._changed:
            self.requests += 1

    def read_all(self, calls, since=0):
        """Read the answers to calls, as C(BatchingClient.read_all) does. C(since) is the count of writes after which they must have been read."""
        keys = [(procedure, _name_parameters(params)) for procedure, params in calls]
        caller = WaitingThread()
        with self._changed:
            found = [self._find(call, key, since, caller) for call, key in zip(calls, keys)]
            if caller.left:
                self._blocked += 1
                self._changed.notify()
        if caller.left:
            caller.gate.acquire()
        return [one[1] if isinstance(one, tuple) else one.answer for one in found]

    def _find(self, call, key, since, caller):
        """Return a cached answer, or the PendingRead."""
        cached = self._cached.get(key)
        if cached is not None and cached[0] >= since:
            return cached
        flying = self._flying.get(key)
        if flying is not None and flying[0] >= since:
            waiting = flying[1]
        else:
            waiting = self._pending.get(key)
            if waiting is None:
                waiting = self._pending[key] = PendingRead(call, key)
                self._queue.append(waiting)
        waiting.callers.append(caller)
        caller.left += 1
        return waiting

    def _send_all(self):
        client = self._open_client(self.journal)
        client.before_request = self.count_request
        while True:
            with self._changed:
                while not self._queue and not self._closed:
                    self._changed.wait()
                if not self._queue:
                    return
                most = BATCH_MOST if client.batches else 1
                self._gather(most)
                taken = self._take(most)
                if not taken:
                    self._changed.wait(GATHER if not self._sent else None)
                    continue
                before = self.writes
                self._sent += 1
                self._flying.update({one.asked: (before, one) for one in taken if is_listing(one.call)})
                if self._queue:
                    self._changed.notify()
            self._answer(client, taken, before)

    def _take(self, most):
        """Take the next reads from the queue, as many as a batch may have, and a remote server's only up to SESSIONS."""
        taken, held, size = [], [], 0
        while self._queue and len(taken) < most:
            size += measure_call(*self._queue[0].call)
            if taken and size > BATCH_URL_MOST:
                break
            one = self._queue.popleft()
            server = one.call[1].get("serverId")
            if server and self._sessions.get(server, 0) >= SESSIONS:
                held.append(one)
                continue
            if server:
                self._sessions[server] = self._sessions.get(server, 0) + 1
            del self._pending[one.asked]
            taken.append(one)
        self._queue.extendleft(reversed(held))
        return taken

    def _gather(self, most):
        """Wait while more reads arrive, or while enough batches are unanswered, so that the reads fill a batch."""
        known, until = 0, time.monotonic() + PATIENCE
        while not self._closed and len(self._queue) < most:
            more_arrive, known = known < len(self._queue), len(self._queue)
            if most > 1 and self._sent >= MOST_SENT and not more_arrive:
                # An answer or a read wakes one sender; whom an answer frees will read again.
                self._changed.wait()
                until = time.monotonic() + PATIENCE
            elif more_arrive or most > 1 and self._reading > self._blocked and time.monotonic() < until:
                self._changed.wait(GATHER)
            else:
                return

    def _answer(self, client, taken, before):
        """Send reads as one batch, each alone that the batch does not answer, and free the threads that wait for them."""
        try:
            answers = client.read_all([one.call for one in taken])
            error = None
        except DokployError as exc:
            answers, error = [None] * len(taken), exc
        for index, one in enumerate(taken):
            if answers[index] is None and error is None:
                # The server refused the batch, or this part of it: read alone.
                try:
                    answers[index] = (client.read(one.call[0], **one.call[1]), None)
                except DokployError as exc:
                    answers[index] = (None, exc)
        with self._changed:
            self._sent -= 1
            self.server_date = client.server_date or self.server_date
            for one, answer in zip(taken, answers):
                if self._flying.get(one.asked, (0, None))[1] is one:
                    del self._flying[one.asked]
                one.answer = answer if answer is not None else (None, error)
                if is_listing(one.call) and one.answer[1] is None:
                    self._cached[one.asked] = (before, one.answer)
                for caller in one.callers:
                    caller.left -= 1
                    if not caller.left:
                        self._blocked -= 1
                        caller.gate.release()
                if one.call[1].get("serverId"):
                    self._sessions[one.call[1]["serverId"]] -= 1
            if self._queue:
                self._changed.notify()

    def count_reader(self, change):
        """Count a reader that begins (1) or ends (-1): a batch that is not full waits for its next reads."""
        with self._changed:
            self._reading += change

    def adapt_answer(self, procedure, answer):
        """Return the answer for a task; subclasses may change it."""
        return answer

    def derive(self, function, answer):
        """Return C(function(answer)), computed once for an answer that many tasks ask for in a row. Only the last answer is kept."""
        with self._changed:
            known, result = self._derived.get(function, (None, None))
        if known is not answer:
            result = function(answer)
            with self._changed:
                self._derived[function] = (answer, result)
        return result


class SharedValues:
    """Values that several threads need, each computed once."""

    def __init__(self):
        self._values, self._locks = {}, {}

    def keep(self, key, make):
        """Return C(make()), called once for a key."""
        with self._locks.setdefault(key, threading.RLock()):
            if key not in self._values:
                self._values[key] = make()
            return self._values[key]


def _name_parameters(params):
    return json.dumps(params, sort_keys=True) if params else ""


def is_listing(call):
    return call[0] not in LISTINGS_LAST and set(call[1]) <= {"serverId"} and not call[1].get("serverId")


class SharingClient(BatchingClient):
    """The connection of one of several concurrent tasks. It shares reads, and sends its own writes."""

    def __init__(self, *args, shared=None, gate=None, since=0, **more):
        super().__init__(*args, **more)
        self._shared, self._gate, self._since = shared, gate, since
        self.before_request = shared.count_request

    def read(self, procedure, **params):
        params = {key: value for key, value in params.items() if value is not None}
        (value, error), = self._ask([(procedure, params)])
        if error is not None:
            raise error
        return value

    def read_all(self, calls):
        return self._ask([(procedure, {key: value for key, value in params.items() if value is not None}) for procedure, params in calls])

    def _ask(self, calls):
        answers = self._shared.read_all(calls, self._since)
        self.server_date = self._shared.server_date or self.server_date
        return [(value, copy.copy(error)) if error is not None else (self._shared.adapt_answer(call[0], value), None)
                for call, (value, error) in zip(calls, answers)]

    def explain_in(self, function):
        """Return the function with ApiError for an exception that a field of an answer caused: each thread knows the fields that it read itself."""
        def run(*arguments):
            try:
                return function(*arguments)
            except Exception as exc:
                explained = self._shared.journal.explain(exc)
                if explained is None:
                    raise
                raise explained from exc
        return run

    def forget_answers(self):
        self._since = self._shared.count_write()
        return True

    def plan_removal(self, own_id):
        """Note, in check mode of a manifest, what the real run removes."""
        self._shared.plan_removal(own_id)

    def plan_variables(self, own_id, text):
        """Note, in check mode of a manifest, the variables that the real run saves in a project or an environment."""
        self._shared.plan_variables(own_id, text)

    def is_removed(self, own_id):
        return own_id in self._shared.removed

    def derive(self, function, answer):
        return self._shared.derive(function, answer)

    def request(self, method, path, procedure, **more):  # pylint: disable=arguments-differ
        if method != "POST":
            return super().request(method, path, procedure, **more)
        self._gate()
        self._shared.count_write()
        try:
            return super().request(method, path, procedure, **more)
        finally:
            self._since = self._shared.count_write()


@contextmanager
def read_concurrently(client, function, items):
    """Yield an iterator over (C(function(item, SharingClient)), error) of each item, in order, computed by threads that share reads.

    C(client) is a BatchingClient, whose settings all connections have. An exception of one item is its error, and does not end the others.
    """
    mask = copy.deepcopy(client.mask)       # as it is now: the task adds secrets to its own while other threads mask messages
    with SharedReads(lambda journal: client.open_another(BatchingClient, journal=journal, mask=mask)) as shared:
        def compute(item):
            shared.count_reader(1)
            try:
                return function(item, client.open_another(SharingClient, journal=shared.journal, mask=mask, shared=shared)), None
            except Exception as exc:  # pylint: disable=broad-except
                # The fields that were read last are those of this thread.
                return None, exc if isinstance(exc, DokployError) else shared.journal.explain(exc) or exc
            finally:
                shared.count_reader(-1)

        def iterate():
            left, waiting = iter(items), deque()
            waiting.extend(pool.submit(compute, item) for item in islice(left, AHEAD * READERS))
            while waiting:
                value, error = waiting.popleft().result()
                client.server_date = shared.server_date or client.server_date
                yield value, error
                waiting.extend(pool.submit(compute, item) for item in islice(left, 1))
        pool = ThreadPoolExecutor(READERS)
        try:
            yield iterate()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
