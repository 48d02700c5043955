# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a program in network, mount and process namespaces of its own, which end with the process that asked for them.

    python engine_inside.py PROGRAM [ARGUMENT ...]

Linux, as root, with util-linux's unshare. A second dockerd on a machine would flush the iptables chains, remove the bridge and take the ports of
the first one: in namespaces it touches none of them, and whatever it leaves (containers, mounts, interfaces) goes with them. SIGTERM to the inner
process, the only child of ours, ends the program in order; SIGKILL to anything ends everything.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import socket
import struct
import sys

LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_PDEATHSIG = 1
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 0x1


def outside(arguments):
    """Die with the parent, and become unshare, whose child is the first process of the new namespaces."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.execvp('unshare', [
        'unshare', '--net', '--mount', '--pid', '--fork', '--kill-child=SIGKILL', '--mount-proc', '--propagation', 'private',
        sys.executable, os.path.abspath(__file__), '--inside', *arguments])


def loopback_up():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        flags = struct.unpack('16sH', fcntl.ioctl(probe, SIOCGIFFLAGS, struct.pack('16sH14s', b'lo', 0, b''))[:18])[1]
        fcntl.ioctl(probe, SIOCSIFFLAGS, struct.pack('16sH14s', b'lo', flags | IFF_UP, b''))


def hide_containerd():
    """dockerd would use the machine's own containerd, whose containers live outside."""
    os.makedirs('/run/containerd', exist_ok=True)
    if LIBC.mount(b'tmpfs', b'/run/containerd', b'tmpfs', 0, b'mode=0711'):
        raise OSError(ctypes.get_errno(), 'mount')


def inside(arguments):
    """The first process: passes SIGTERM on, collects every orphan, and ends when its program does."""
    loopback_up()
    hide_containerd()
    program = os.spawnvp(os.P_NOWAIT, arguments[0], arguments)
    signal.signal(signal.SIGTERM, lambda number, frame: os.kill(program, signal.SIGTERM))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        ended, status = os.wait()
        if ended == program:
            return os.waitstatus_to_exitcode(status) & 0xff


if __name__ == '__main__':
    if sys.argv[1] == '--inside':
        sys.exit(inside(sys.argv[2:]))
    outside(sys.argv[1:])
