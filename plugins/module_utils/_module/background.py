# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Continues a task on another host in a separate process while its action plugin shows the log.

The module forks where the task is about to wait. One process answers the plugin with a directory; the other continues the task, and writes masked lines and
finally its result there. The plugin calls the module again with that directory and a cursor, until it gets the result.
The waiting process stops within seconds without these calls, and writes to Dokploy only after a call that came after the decision to write.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import json
import os
import shutil
import stat
import sys
import tempfile
import time

from .._common.errors import DokployError

KEY = "_dokploy_follow"                 # in a result: the lines that the plugin shows, and the directory and cursor of the next call
PREFIX = "ansible_dokploy_follow_"
# Seconds: the duration of a call of the plugin, and the time in which consecutive lines are collected.
PATIENCE, GATHER = 3.0, 0.5
# Seconds without a call until the caller counts as stopped: first the default, then the plugin's own maximum, within limits.
SILENCE, MOST_SILENCE = 30.0, 120.0
# Seconds after which another task removes a directory that no process has locked.
STALE = 120.0


class CallerGone(DokployError):
    """The plugin no longer calls for the result of this process."""


class Caller:
    """The plugin's calls, as the waiting process sees them: each touches a file, and holds a lock on it while it runs."""

    def __init__(self, directory):
        self._path = os.path.join(directory, "heard")
        self._heard, self._seen, self._silence = time.monotonic(), self._read_calls()[0], SILENCE

    def check_caller(self, writing=False):
        """Raise CallerGone if no call came for too long. Before a write, a call must be running, or have come since the last check."""
        present = self._is_called()
        while not present and (writing or self._is_late()):
            if self._is_late():
                raise CallerGone(
                    "the caller of this task stopped, and the task stopped without another write",
                    next_step="Run the task again; it continues from the current state.")
            time.sleep(0.1)
            present = self._is_called()

    def _is_late(self):
        return time.monotonic() - self._heard > self._silence

    def _is_called(self):
        """Return whether a call is running, or has come since the last check."""
        seen, held = self._read_calls()
        there = held or seen != self._seen
        if there:
            self._heard, self._seen = time.monotonic(), seen
        return there

    def _read_calls(self):
        """Return (the time of the last call, whether one is running); neither if the directory was removed."""
        try:
            with open(self._path, "r", encoding="ascii") as handle:
                with contextlib.suppress(ValueError):
                    self._silence = min(MOST_SILENCE, max(1.0, float(handle.read() or SILENCE)))
                seen = os.fstat(handle.fileno()).st_mtime_ns
                try:
                    fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
                except OSError:
                    return seen, True
                return seen, False
        except OSError:
            return None, False


def fork_task(client, await_result=None):
    """Fork -> a function that shows lines, in the process that continues; None if it is not possible. The other process answers and exits.

    C(await_result(directory)) returns the other process's answer, or None.
    """
    directory = _fork_task(await_result)
    if not directory:
        return None
    # Both processes share the connection.
    client.forget_connection()
    client.before_request = Caller(directory).check_caller
    path = os.path.join(directory, "lines")

    def show(lines):
        with contextlib.suppress(OSError), open(path, "a", encoding="utf-8", errors="replace") as handle:
            handle.write("".join(line + "\n" for line in lines))
    return show


def _fork_task(await_result):
    """Fork -> the directory, in the process that continues; None if it is not possible. The other process answers and exits."""
    try:
        _remove_leftovers(tempfile.gettempdir())
        directory = tempfile.mkdtemp(prefix=PREFIX)
        alive = os.open(os.path.join(directory, "alive"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(alive, fcntl.LOCK_EX)
        with open(os.path.join(directory, "heard"), "x", encoding="ascii"):
            pass
        ours, theirs = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
    except OSError:
        return None
    if child:
        os.close(theirs)
        os.close(alive)
        os.read(ours, 1)                # until it is detached, or has exited
        result = await_result and await_result(directory)
        sys.stdout.write("\n%s\n" % json.dumps(result or {"changed": False, KEY: {"directory": directory, "cursor": 0, "lines": []}}))
        sys.stdout.flush()
        # Without cleanup: the files that a regular exit removes (such as this module's code) are still needed by the other process.
        os._exit(0)
    os.close(ours)
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    result = os.open(os.path.join(directory, "result"), os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    for source, target in ((nothing, 0), (result, 1), (nothing, 2)):
        os.dup2(source, target)
    atexit.register(_store_result, directory, alive, os.getpid())
    os.write(theirs, b".")
    os.close(theirs)
    return directory


def _store_result(directory, alive, pid):
    """Leave the complete result; remove it if nobody fetches it."""
    if os.getpid() != pid:
        return
    sys.stdout.flush()
    os.close(alive)
    caller = Caller(directory)
    with contextlib.suppress(CallerGone):
        while os.path.isdir(directory):
            caller.check_caller()
            time.sleep(0.2)
    shutil.rmtree(directory, ignore_errors=True)


def _remove_leftovers(parent):
    """Remove the directories of processes that were killed."""
    with contextlib.suppress(OSError), os.scandir(parent) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX):
                with contextlib.suppress(OSError):
                    if _is_ours(entry.path) and time.time() - os.lstat(entry.path).st_mtime > STALE and has_ended(entry.path):
                        shutil.rmtree(entry.path, ignore_errors=True)


# The calls of the plugin

def answer_call(module, asked):
    """Answer one call with new lines, and at the end with the result of the whole task. It exits the module."""
    directory, cursor = asked.get("directory"), asked.get("cursor") or 0
    _check_directory(module, directory)
    # Held until this process ends.
    heard = open(os.path.join(directory, "heard"), "r+", encoding="ascii")  # pylint: disable=consider-using-with
    fcntl.flock(heard, fcntl.LOCK_EX)
    heard.truncate()
    heard.write("%.1f" % float(asked.get("silence") or SILENCE))
    heard.flush()
    os.utime(heard.fileno())
    until = time.monotonic() + PATIENCE
    while True:
        over = has_ended(directory)
        lines, after = read_lines(directory, cursor)
        if over:
            break
        if lines and until - time.monotonic() > GATHER:
            until = time.monotonic() + GATHER
        if time.monotonic() >= until:
            module.exit_json(changed=False, **{KEY: {"directory": directory, "cursor": after, "lines": lines}})
        time.sleep(0.1)
    result = read_result(directory)
    shutil.rmtree(directory, ignore_errors=True)
    if result is None:
        module.fail_json(
            msg="the process that waited for the deployment on the task's host ended early, and the result of the deployment is unknown. "
                "Run the task again.", **{KEY: {"lines": lines}})
    result[KEY] = {"lines": lines}
    # Unchanged: exit_json would alter the result.
    sys.stdout.write("\n%s\n" % json.dumps(result))
    raise SystemExit(0)


def _check_directory(module, directory):
    """Check that the directory is ours, before it is read or removed."""
    with contextlib.suppress(OSError, TypeError, ValueError):
        if os.path.basename(directory).startswith(PREFIX) and _is_ours(directory):
            return
    module.fail_json(msg="the output of this task's waiting process was removed from the task's host. Run the task again.")


def _is_ours(directory):
    found = os.lstat(directory)
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077


def has_ended(directory):
    """Return whether the continuing process has ended: it holds a lock while it runs."""
    try:
        alive = os.open(os.path.join(directory, "alive"), os.O_RDWR)
    except FileNotFoundError:
        return True                     # it was killed before it took the lock
    try:
        fcntl.flock(alive, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return True
    except OSError:
        return False
    finally:
        os.close(alive)


def read_lines(directory, cursor):
    """Read (the lines after the cursor, the next cursor)."""
    try:
        with open(os.path.join(directory, "lines"), "rb") as handle:
            handle.seek(cursor)
            text = handle.read(1 << 20)
    except OSError:
        return [], cursor
    whole = text[:text.rfind(b"\n") + 1]
    return whole.decode("utf-8", "replace").split("\n")[:-1], cursor + len(whole)


def read_result(directory):
    """Read the output of the module in the other process, or None if it printed none."""
    try:
        with open(os.path.join(directory, "result"), "r", encoding="utf-8", errors="surrogateescape") as handle:
            text = [line for line in handle.read().splitlines() if line.startswith("{")]
        found = json.loads(text[-1])
    except (OSError, ValueError, IndexError):
        return None
    return found if isinstance(found, dict) else None
