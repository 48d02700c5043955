# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Remembers on the task's host that a server cannot be reached, for later tasks.

Each task and each item of a loop may be a separate process, so they share the outage through a file. It contains two readings of the
monotonic clock, which all processes of a host share, and is valid for a few minutes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import tempfile

# Seconds after its last confirmation for which an outage is assumed to continue.
REMEMBERED = 300
_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)


def load_outage(api_url, now):
    """Read the start of an outage that was confirmed within the last minutes, or None."""
    path = _make_path(api_url)
    try:
        with os.fdopen(_open_own(path, os.O_RDONLY), "r", encoding="ascii") as handle:
            began, confirmed = (float(word) for word in handle.read(100).split())
    except (OSError, ValueError):
        return None
    if began <= confirmed <= now < confirmed + REMEMBERED:
        return began
    forget_outage(api_url)
    return None


def remember_outage(api_url, began, now):
    """Note that a server could not be reached from C(began) until now. Best effort."""
    with contextlib.suppress(OSError):
        handle = _open_own(_make_path(api_url), os.O_CREAT | os.O_WRONLY)
        with os.fdopen(handle, "w", encoding="ascii") as opened:
            os.ftruncate(handle, 0)
            opened.write("%r %r\n" % (began, now))


def forget_outage(api_url):
    """Remove the note of an outage, because the server answers again."""
    with contextlib.suppress(OSError):
        os.unlink(_make_path(api_url))


def _make_path(api_url):
    digest = hashlib.sha256(api_url.encode("utf-8", "replace")).hexdigest()[:32]
    return os.path.join(tempfile.gettempdir(), "community.dokploy-%d-%s.outage" % (os.geteuid(), digest))


def _open_own(path, flags):
    """Open a regular file of this user. Raises OSError for any other, since another user could invent an outage."""
    handle = os.open(path, flags | _FLAGS, 0o600)
    found = os.fstat(handle)
    if found.st_uid != os.geteuid() or not stat.S_ISREG(found.st_mode):
        os.close(handle)
        raise OSError("%s belongs to another user" % path)
    return handle
