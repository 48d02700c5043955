# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows lines while a task runs. Private to this collection."""

from __future__ import annotations

import signal

INTERRUPTIONS = (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)


def show_lines(display, host, lines):
    """Print lines to stderr, so that JSON output of callbacks stays valid. The host at their beginning prevents a CI system from running them as commands."""
    # A worker prints through a queue. A signal that ended the worker while it holds the queue's lock would make Ansible hang.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, INTERRUPTIONS)
    try:
        for line in lines:
            display.display("[%s] %s" % (host, line), stderr=True)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
