# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Divides a task on another host that may be short, in order to show its progress. The first process answers with the result of a short one.

The process divides before it reads anything, because a manifest runs in threads: only the thread that forks continues.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time

from . import background
from .background import answer_call  # noqa: F401, pylint: disable=unused-import

# Seconds in which a task is short: the plugin makes no other call.
EARLY = 4.0


class ClientsToCome:
    """Stands for the Clients of a task, none of which is open when the process divides. Forking sets what each calls before a request."""

    before_request = None

    def forget_connection(self):
        """Do nothing."""


def fork_task(client):
    """Fork as C(background.fork_task) does. The other process waits for the result of a short task."""
    return background.fork_task(client, await_result)


def await_result(directory):
    """Wait as a call of the plugin does -> the result with its lines, or None if the task has not ended in time, or without a result."""
    with open(os.path.join(directory, "heard"), "r+", encoding="ascii") as heard:
        fcntl.flock(heard, fcntl.LOCK_EX)
        until = time.monotonic() + EARLY
        while not background.has_ended(directory):
            if time.monotonic() >= until:
                os.utime(heard.fileno())
                return None
            time.sleep(0.02)
    result = background.read_result(directory)
    if result is not None:
        result[background.KEY] = {"lines": background.read_lines(directory, 0)[0]}
        shutil.rmtree(directory, ignore_errors=True)
    return result
