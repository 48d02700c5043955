# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows lines while a task runs. Private to this collection."""

from __future__ import annotations

import signal

INTERRUPTIONS = (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)


def show_lines(display, host, lines):
    """Print lines where messages go, so that what callbacks write as JSON stays JSON. The host in front makes them no commands of a CI system."""
    # A worker's lines go through a queue, whose lock stays locked where a signal ends the worker in between: then Ansible itself would hang.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, INTERRUPTIONS)
    try:
        for line in lines:
            display.display("[%s] %s" % (host, line), stderr=True)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
