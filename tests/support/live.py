# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""`make test-live`: the integration tests that can run on a real server, on the one in DOKPLOY_URL."""

from __future__ import annotations

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from support import paths  # noqa: E402  pylint: disable=wrong-import-position


def main(arguments):
    """Check what is needed, say where it goes, and become pytest."""
    missing = [name for name in ('DOKPLOY_URL', 'DOKPLOY_API_KEY') if not os.environ.get(name)]
    if missing:
        print('Please set %s: make test-live needs a real server.' % ' and '.join(missing), file=sys.stderr)
        return 2
    folder = os.path.join(paths.TESTS, 'integration')
    if not os.path.isdir(folder):
        print('There are no integration tests yet.', file=sys.stderr)
        return 2
    print('Testing on the live server %s' % os.environ['DOKPLOY_URL'], flush=True)
    os.environ['LIVE'] = '1'
    os.chdir(paths.ROOT)
    python = os.path.join(paths.VENV_BIN, 'python')
    os.execv(python, [python, '-m', 'pytest', folder, *arguments])


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
