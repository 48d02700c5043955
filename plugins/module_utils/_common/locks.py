# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Locks between the tasks of one user on one host.

A lock is a file in the temporary directory, held with C(flock) and removed by its holder. The kernel releases the lock of a killed process; the
next holder of any lock removes the file.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
import tempfile
import time

from .errors import TaskFailed

try:
    import fcntl
except ImportError:     # no POSIX system
    fcntl = None

# Seconds between two attempts.
SHORTEST_PAUSE, LONGEST_PAUSE = 0.02, 0.2
OPEN_FLAGS = os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)


@contextlib.contextmanager
def hold_lock(*identity, timeout):
    """Keep two tasks of this host from making the same thing at once. C(identity) names the thing.

    Raises TaskFailed after C(timeout) seconds. Where the temporary directory takes no lock, none is held.
    """
    handle, path = _acquire(_lock_path(identity), timeout)
    try:
        if handle is not None:
            _remove_left_files(path)
        yield
    finally:
        if handle is not None:
            _release(handle, path)


def _file_prefix():
    return "community.dokploy-%d-" % os.geteuid()


def _lock_path(identity):
    digest = hashlib.sha256("\0".join(str(part) for part in identity).encode("utf-8", "replace")).hexdigest()[:32]
    return os.path.join(tempfile.gettempdir(), _file_prefix() + digest + ".lock")


def _acquire(path, timeout):
    """Open the lock's file -> (handle, path), or (None, path) if this is not possible."""
    if fcntl is None:
        return None, path
    until, pause = time.monotonic() + timeout, SHORTEST_PAUSE
    while True:
        try:
            handle = _try_to_lock(path)
        except OSError:
            return None, path
        if handle is not None:
            return handle, path
        left = until - time.monotonic()
        if left <= 0:
            raise TaskFailed(
                "another task on this host%s changes the same thing, and did not finish within %d seconds: nothing was changed" % (
                    _describe_holder(path), timeout),
                phase="queued", next_step="Run the task again when the other task has ended.")
        time.sleep(min(pause, left))
        pause = min(2 * pause, LONGEST_PAUSE)


def _try_to_lock(path):
    """Take the lock -> the handle, or None if another process has it. Raises OSError for a file of another user."""
    while True:
        handle = os.open(path, OPEN_FLAGS, 0o600)
        try:
            found = os.fstat(handle)
            if found.st_uid != os.geteuid() or not stat.S_ISREG(found.st_mode):
                raise OSError("%s belongs to another user" % path)
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_at(found, path):
                os.ftruncate(handle, 0)
                os.write(handle, b"%d\n" % os.getpid())
                return handle
            os.close(handle)        # its holder removed the file after it was opened here: a lock on it excludes nobody
        except BlockingIOError:
            os.close(handle)
            return None
        except OSError:
            os.close(handle)
            raise


def _is_at(found, path):
    """Return whether the file of C(found) is still the one at C(path)."""
    try:
        there = os.lstat(path)
    except FileNotFoundError:
        return False
    return (there.st_dev, there.st_ino) == (found.st_dev, found.st_ino)


def _describe_holder(path):
    try:
        with open(path, "rb") as handle:
            found = re.match(rb"(\d{1,10})\n\Z", handle.read(16))
    except OSError:
        found = None
    return " (process %s)" % found.group(1).decode("ascii") if found else ""


def _release(handle, path):
    """Remove the file while the lock is held, so that nobody locks a removed file."""
    with contextlib.suppress(OSError):
        if _is_at(os.fstat(handle), path):
            os.unlink(path)
    os.close(handle)


def _remove_left_files(own_path):
    """Remove the files of killed tasks: those of this user that nobody holds."""
    pattern = re.compile(re.escape(_file_prefix()) + r"[0-9a-f]{32}\.lock\Z")
    try:
        with os.scandir(os.path.dirname(own_path)) as entries:
            paths = [entry.path for entry in entries if pattern.match(entry.name) and entry.path != own_path]
    except OSError:
        return
    for path in paths:
        try:
            handle = os.open(path, OPEN_FLAGS & ~os.O_CREAT)
        except OSError:
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            continue
        _release(handle, path)
