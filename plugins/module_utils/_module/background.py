# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task on another host goes on in a process of its own while its log is shown. Private to this collection.

Where a task is about to wait and its action plugin wants to show lines, the module divides: one process answers the plugin at once with a directory,
the other goes on with the task as if nothing had happened, and writes lines and in the end its result there. The plugin then calls the
module with that directory and a cursor, again and again, and shows the lines; the last answer is the result of the whole task.
So nothing of the task, its secrets least of all, has to leave the process that waits. The lines are masked before they are written.

The process that waits lives by these calls: where none comes any more, it stops within seconds, and it writes nothing to Dokploy unless a
call comes after the wish to write.
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

KEY = "_dokploy_follow"                 # of a result: what the plugin has to show, and where to ask on
PREFIX = "ansible_dokploy_follow_"
# Seconds: of one call of the plugin's, and in which lines are gathered that come together.
PATIENCE, GATHER = 3.0, 0.5
# Seconds without a call until the caller counts as gone: at first, and then as long as the plugin says that its calls may take, within bounds.
SILENCE, MOST_SILENCE = 30.0, 120.0
# Seconds after which a directory that no process holds is removed by another task.
STALE = 120.0


class CallerGone(DokployError):
    """Nobody asks any more for what this process does."""


class Caller:
    """The plugin's calls, as the process that waits sees them: each touches a file, and holds a lock on it as long as it lasts."""

    def __init__(self, folder):
        self._path = os.path.join(folder, "heard")
        self._heard, self._seen, self._silence = time.monotonic(), self._look()[0], SILENCE

    def check_caller(self, writing=False):
        """Raise CallerGone where no call came for too long. Before a write one must be there, or come after this was asked."""
        present = self._is_there()
        while not present and (writing or self._is_late()):
            if self._is_late():
                raise CallerGone(
                    "the caller of this task stopped, and the task stopped without another write",
                    next_step="Run the task again; it continues from the current state.")
            time.sleep(0.1)
            present = self._is_there()

    def _is_late(self):
        return time.monotonic() - self._heard > self._silence

    def _is_there(self):
        """Whether a call is there now, or one has come since this was asked last."""
        seen, held = self._look()
        there = held or seen != self._seen
        if there:
            self._heard, self._seen = time.monotonic(), seen
        return there

    def _look(self):
        """(the time of the last call, whether one is there); neither, where the directory was removed."""
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


def divide(client):
    """-> a function that shows lines, in the process that continues; None where it is not possible. The other process answers and exits."""
    folder = _divide()
    if not folder:
        return None
    # The other process has had the connection of this one, too.
    client.forget_connection()
    client.before_request = Caller(folder).check_caller
    path = os.path.join(folder, "lines")

    def show(lines):
        with contextlib.suppress(OSError), open(path, "a", encoding="utf-8", errors="replace") as handle:
            handle.write("".join(line + "\n" for line in lines))
    return show


def _divide():
    """-> the directory, in the process that continues; None where it is not possible. The other process answers and exits."""
    try:
        _sweep(tempfile.gettempdir())
        folder = tempfile.mkdtemp(prefix=PREFIX)
        alive = os.open(os.path.join(folder, "alive"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(alive, fcntl.LOCK_EX)
        with open(os.path.join(folder, "heard"), "x", encoding="ascii"):
            pass
        ours, theirs = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
    except OSError:
        return None
    if child:
        os.close(theirs)
        os.read(ours, 1)                # until it is detached, or has exited
        sys.stdout.write("\n%s\n" % json.dumps({"changed": False, KEY: {"folder": folder, "cursor": 0, "lines": []}}))
        sys.stdout.flush()
        # At once: what is cleaned up at a regular end (the code of this module among it) is still needed by the other one.
        os._exit(0)
    os.close(ours)
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    result = os.open(os.path.join(folder, "result"), os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    for source, target in ((nothing, 0), (result, 1), (nothing, 2)):
        os.dup2(source, target)
    atexit.register(_leave, folder, alive, os.getpid())
    os.write(theirs, b".")
    os.close(theirs)
    return folder


def _leave(folder, alive, pid):
    """The result is complete; it is removed where nobody fetches it."""
    if os.getpid() != pid:
        return
    sys.stdout.flush()
    os.close(alive)
    caller = Caller(folder)
    with contextlib.suppress(CallerGone):
        while os.path.isdir(folder):
            caller.check_caller()
            time.sleep(0.2)
    shutil.rmtree(folder, ignore_errors=True)


def _sweep(parent):
    """Remove the directories of processes that were killed."""
    with contextlib.suppress(OSError), os.scandir(parent) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX):
                with contextlib.suppress(OSError):
                    if _is_ours(entry.path) and time.time() - os.lstat(entry.path).st_mtime > STALE and _over(entry.path):
                        shutil.rmtree(entry.path, ignore_errors=True)


# The calls of the plugin

def answer(module, asked):
    """One call: new lines, and at the end the result of the whole task. It ends the module."""
    folder, cursor = asked.get("folder"), asked.get("cursor") or 0
    _check(module, folder)
    # Held until this process ends.
    heard = open(os.path.join(folder, "heard"), "r+", encoding="ascii")  # pylint: disable=consider-using-with
    fcntl.flock(heard, fcntl.LOCK_EX)
    heard.truncate()
    heard.write("%.1f" % float(asked.get("silence") or SILENCE))
    heard.flush()
    os.utime(heard.fileno())
    until = time.monotonic() + PATIENCE
    while True:
        over = _over(folder)
        lines, after = _lines(folder, cursor)
        if over:
            break
        if lines and until - time.monotonic() > GATHER:
            until = time.monotonic() + GATHER
        if time.monotonic() >= until:
            module.exit_json(changed=False, **{KEY: {"folder": folder, "cursor": after, "lines": lines}})
        time.sleep(0.1)
    result = _result(folder)
    shutil.rmtree(folder, ignore_errors=True)
    if result is None:
        module.fail_json(
            msg="the process that waited for the deployment on the task's host ended early, and the result of the deployment is unknown. "
                "Run the task again.", **{KEY: {"lines": lines}})
    result[KEY] = {"lines": lines}
    # As it was printed there: exit_json would make another result of it.
    sys.stdout.write("\n%s\n" % json.dumps(result))
    raise SystemExit(0)


def _check(module, folder):
    """Only a directory of ours is read and removed."""
    with contextlib.suppress(OSError, TypeError, ValueError):
        if os.path.basename(folder).startswith(PREFIX) and _is_ours(folder):
            return
    module.fail_json(msg="the output of this task's waiting process was removed from the task's host. Run the task again.")


def _is_ours(folder):
    found = os.lstat(folder)
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077


def _over(folder):
    """Whether the process that goes on has ended: it holds a lock as long as it lives."""
    try:
        alive = os.open(os.path.join(folder, "alive"), os.O_RDWR)
    except FileNotFoundError:
        return True                     # it was killed before it came that far
    try:
        fcntl.flock(alive, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return True
    except OSError:
        return False
    finally:
        os.close(alive)


def _lines(folder, cursor):
    """(the lines after a place in the file, the place after them)."""
    try:
        with open(os.path.join(folder, "lines"), "rb") as handle:
            handle.seek(cursor)
            text = handle.read(1 << 20)
    except OSError:
        return [], cursor
    whole = text[:text.rfind(b"\n") + 1]
    return whole.decode("utf-8", "replace").split("\n")[:-1], cursor + len(whole)


def _result(folder):
    """What the module printed in the other process, or None where it did not come that far."""
    try:
        with open(os.path.join(folder, "result"), "r", encoding="utf-8", errors="surrogateescape") as handle:
            text = [line for line in handle.read().splitlines() if line.startswith("{")]
        found = json.loads(text[-1])
    except (OSError, ValueError, IndexError):
        return None
    return found if isinstance(found, dict) else None
