# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What comes while a task waits, shown as it comes. Private to this collection.

Where a task is about to wait and its action plugin asked for it, the module divides: one process answers the plugin at once with a folder,
the other goes on with the task as if nothing had happened, and writes new lines and in the end its result there. The plugin then calls the
module with that folder and a cursor, again and again, and shows the lines; the last answer is the result of the whole task.
So nothing of the task, its secrets least of all, has to leave the process that waits. The lines are masked before they are written.
"""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import shutil
import stat
import sys
import tempfile
import time

from .._common.errors import ApiError, DokployError

KEY = "_dokploy_follow"                 # of a result: what the plugin has to show, and where to ask on
PREFIX = "ansible_dokploy_follow_"
LOG_SINCE = "0.29.5"
# Lines of a log that are read at each look; more where many came, and at most what Dokploy gives.
FEW, MANY = 200, 5000
KEPT = 50                               # lines by which the place in a log is found again
LONGEST = 1000                          # characters of a line that are shown
# Seconds: of one call of the plugin's, in which lines are gathered that come together, and until a result that nobody fetches is removed.
PATIENCE, GATHER, STALE = 3.0, 0.5, 120.0


class LogTail:
    """The new whole lines of a text that only grows, and of which only the end is read."""

    def __init__(self):
        self._count, self._last = 0, []

    def new(self, text, limit, over=False):
        """-> (lines, whether some between were missed). A line without its end is held back until it has one, or nothing more comes (C(over))."""
        lines = text.split("\n")
        half = lines.pop()
        if half and over:
            lines.append(half)
        missed = False
        if len(lines) + bool(half) < limit:
            fresh = lines[self._count:]
        else:
            start = self._place(lines)
            missed = start is None and self._count > 0
            fresh = lines[start or 0:]
        self._count += len(fresh)
        self._last = (self._last + fresh)[-KEPT:]
        return fresh, missed

    def _place(self, lines):
        """Where in C(lines) the new ones begin, or None."""
        for known in (self._last, self._last[-3:]):
            for end in range(len(lines), len(known) - 1, -1):
                if known and lines[end - len(known):end] == known:
                    return end
        return None


def final_state(line):
    """A line that was written over and over (a progress in percent): what it showed last."""
    parts = [part for part in line.split("\r") if part.strip()]
    return parts[-1] if parts else ""


class Watch:
    """Writes what is to be shown. It never fails a task."""

    def __init__(self, path, backend, masker):
        self._path, self._backend, self._masker = path, backend, masker
        self._tails = {}
        self._said = None
        self._logs = None               # whether this server shows logs, once that is known

    def say(self, text):
        """One line about the task itself; the same one is not said twice in a row."""
        if text and text != self._said:
            self._said = text
            self._write([text])

    def look(self, row):
        """The new lines of a deployment's log."""
        over = row.get("status") != "running"
        tail = self._tails.setdefault(row["deploymentId"], LogTail())
        try:
            if self._logs is None:
                self._logs = self._backend.at_least(LOG_SINCE)
            if not self._logs:
                return
            fresh, missed = self._read(tail, row["deploymentId"], over)
        except DokployError:
            return
        shown = [final_state(line) for line in fresh]
        self._write((["(some lines are left out)"] if missed else []) + [line for line in shown if line])

    def _read(self, tail, deployment_id, over):
        text = self._backend.client.read("deployment.readLogs", deploymentId=deployment_id, tail=FEW) or ""
        limit = FEW
        if text.count("\n") >= FEW - 1:
            # More may have come than that: the whole, unless it is too large for this server.
            try:
                text, limit = self._backend.client.read("deployment.readLogs", deploymentId=deployment_id, tail=MANY) or "", MANY
            except ApiError:
                pass
        return tail.new(text if text.strip() else "", limit, over)

    def _write(self, lines):
        if not lines:
            return
        # All at once, since a secret may span lines; then cut, for a cut one would not be known any more.
        text = self._masker.mask_text("\n".join(lines))
        try:
            with open(self._path, "a", encoding="utf-8", errors="replace") as handle:
                handle.write("".join(line[:LONGEST] + "\n" for line in text.split("\n") if line.strip()))
        except OSError:
            pass


def begin(task):
    """The Watch of a task that is about to wait, or None where nobody wants to see anything. The first call divides the process."""
    if task.follow is not None:
        module, task.follow = task.follow, None
        folder = _divide()
        if folder:
            task.backend.client.forget()
            task.watch = Watch(os.path.join(folder, "lines"), task.backend, module.masker)
    return task.watch


def _divide():
    """-> the folder, in the process that goes on; None where it cannot be. The other one answers and is gone."""
    try:
        folder = tempfile.mkdtemp(prefix=PREFIX)
        alive = os.open(os.path.join(folder, "alive"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(alive, fcntl.LOCK_EX)
        ours, theirs = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
    except OSError:
        return None
    if child:
        os.close(theirs)
        os.read(ours, 1)                # until it stands alone, or is gone
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
    """The result is complete; what nobody fetches is removed after a while."""
    if os.getpid() != pid:
        return
    sys.stdout.flush()
    os.close(alive)
    until = time.monotonic() + STALE
    while os.path.isdir(folder) and time.monotonic() < until:
        time.sleep(0.5)
    shutil.rmtree(folder, ignore_errors=True)


# The calls of the plugin

def answer(module, asked):
    """One call: new lines, and at the end the result of the whole task. It ends the module."""
    folder, cursor = asked.get("folder"), asked.get("cursor") or 0
    _check(module, folder)
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
            msg="the process that waited for the deployment on the task's host ended before its time, and what became of the deployment is not known. "
                "Run the task again.", **{KEY: {"lines": lines}})
    result[KEY] = {"lines": lines}
    # As it was printed there: exit_json would make another result of it.
    sys.stdout.write("\n%s\n" % json.dumps(result))
    raise SystemExit(0)


def _check(module, folder):
    """Only a folder of ours is read and removed."""
    try:
        found = os.lstat(folder)
        if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077 and os.path.basename(folder).startswith(PREFIX):
            return
    except (OSError, TypeError, ValueError):
        pass
    module.fail_json(msg="what the waiting process of this task wrote is gone from the task's host. Run the task again.")


def _over(folder):
    """Whether the process that goes on has ended: it holds a lock as long as it lives."""
    alive = os.open(os.path.join(folder, "alive"), os.O_RDWR)
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
