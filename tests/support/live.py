# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""`make test-live`: the integration tests that can run on a real server, on the one in DOKPLOY_URL.

The names of what they make there begin with one random name; whatever of that is left when they have ended, or were ended, is removed.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from support import paths  # noqa: E402  pylint: disable=wrong-import-position

# The rows wait for the server rather than for this machine.
LANES = '4'


def _sweep():
    """Remove what the tests left behind."""
    sys.path.insert(0, paths.link_tree())
    from cases.server import PREFIX, server
    with server() as here:
        for name in here.remove(PREFIX):
            print('Removed the project %s, which was left behind' % name, flush=True)


def _end(number, dummy):
    raise SystemExit(128 + number)


def main(arguments):
    """Check what is needed, say where it goes, run pytest, and leave nothing behind."""
    missing = [name for name in ('DOKPLOY_URL', 'DOKPLOY_API_KEY') if not os.environ.get(name)]
    if missing:
        print('Please set %s: make test-live needs a real server.' % ' and '.join(missing), file=sys.stderr)
        return 2
    os.environ['LIVE'] = '1'
    os.environ['LIVE_PROJECT'] = 'ansible-test-' + secrets.token_hex(4)
    print('Testing on the live server %s, in projects whose names begin with %s' % (os.environ['DOKPLOY_URL'], os.environ['LIVE_PROJECT']), flush=True)
    os.chdir(paths.ROOT)
    signal.signal(signal.SIGTERM, _end)
    command = [os.path.join(paths.VENV_BIN, 'python'), '-m', 'pytest', os.path.join(paths.TESTS, 'integration'), '-n', LANES, '--dist', 'loadgroup']
    with subprocess.Popen(command + arguments) as process:
        try:
            return process.wait()
        except BaseException:
            # As Ctrl-C: the tests remove what they made; whatever they do not is removed here.
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(KeyboardInterrupt, subprocess.TimeoutExpired):
                process.wait(60)
            process.kill()
            raise
        finally:
            _sweep()


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
