# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""Processes that tests started."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import time


def end(process, patience=10):
    """End a Popen by its id, if it still runs: politely, and after C(patience) seconds by force."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def has_ended(number, patience):
    """Whether a process, which need not be ours, has ended within C(patience) seconds; nothing polls."""
    try:
        handle = os.pidfd_open(number)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], patience)[0])
    finally:
        os.close(handle)


def wait_until(condition, seconds=60, said='it did not come true'):
    """Wait until C(condition()) is true -> its value: for what tells nobody that it changed."""
    until = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < until, '%s within %s s' % (said, seconds)
        time.sleep(0.02)
