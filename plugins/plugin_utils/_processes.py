# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs functions concurrently, each in a forked process, and collects their results."""

from __future__ import annotations

import os
import pickle
import selectors
import signal
from collections import deque

CHUNK = 65536


def run_in_processes(calls, at_once, finished):
    """Run the calls (functions that return a dict), at most C(at_once) at a time.

    C(finished(position, result)) is called at the end of each call; if it returns False, no further call is started. An exception terminates the
    running processes.
    """
    waiting = deque(enumerate(calls))
    running = {}
    with selectors.DefaultSelector() as selector:
        try:
            while waiting or running:
                while waiting and len(running) < at_once:
                    position, call = waiting.popleft()
                    process = TaskProcess(position, call)
                    running[process.reader] = process
                    selector.register(process.reader, selectors.EVENT_READ)
                for key, dummy in selector.select():
                    process = running[key.fd]
                    if process.read():
                        continue
                    selector.unregister(key.fd)
                    del running[key.fd]
                    if finished(process.position, process.collect()) is False:
                        waiting.clear()
        finally:
            for process in running.values():
                process.end()


class TaskProcess:
    """A forked process that runs a call, and the pipe for its result."""

    def __init__(self, position, call):
        self.position = position
        self.received = []
        self.reader, writer = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            run_and_exit(call, writer)
        os.close(writer)

    def read(self):
        """Read from the pipe -> whether it is still open."""
        data = os.read(self.reader, CHUNK)
        self.received.append(data)
        return bool(data)

    def collect(self):
        """Return the result of a process whose pipe is closed."""
        os.close(self.reader)
        dummy, status = os.waitpid(self.pid, 0)
        try:
            return pickle.loads(b"".join(self.received))    # trusted: written by our own child process
        except Exception:  # pylint: disable=broad-except
            return {"failed": True, "msg": "The process of this task ended with status %d and returned no result." % status}

    def end(self):
        """Terminate the process; its changes remain."""
        os.close(self.reader)
        try:
            os.kill(self.pid, signal.SIGTERM)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass


def run_and_exit(call, writer):
    """In the forked process: run the call, send its result, and exit without the parent's exit handlers."""
    status = 1
    try:
        # Ansible's own handler of this signal would terminate the whole process group.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        try:
            result = call()
        except Exception as exc:  # pylint: disable=broad-except
            result = {"failed": True, "msg": str(exc)}
        with os.fdopen(writer, "wb") as stream:
            pickle.dump(result, stream)
        status = 0
    finally:
        os._exit(status)  # pylint: disable=protected-access
