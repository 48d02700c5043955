# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make manifest`: plan, apply, plan again, change and export docs/examples/manifest on the bundled simulator, as a newcomer would."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from support import paths  # noqa: E402  pylint: disable=wrong-import-position
from support.simulated import SimulatorFailed, environment_at, simulator  # noqa: E402  pylint: disable=wrong-import-position

MANIFEST = os.path.join(paths.ROOT, 'docs', 'examples', 'manifest')
VALUES = {'dokploy_manifest_src': MANIFEST, 'shop_version': '1.27', 'shop_token': 'a-token-of-the-shop'}
# (title, playbook, more variables, exit code)
RUNS = (
    ('1. A plan of everything: nothing is written', 'plan', {'dokploy_manifest_fail_on_drift': False}, 0),
    ('2. It is applied, several resources at a time', 'apply', {}, 0),
    ('3. The plan of an unchanged server', 'plan', {}, 0),
    ('4. A new version: the plan exits with an error, as a nightly job wants it', 'plan', {'shop_version': '1.28'}, 2),
    ('5. The server as a manifest', 'export', {}, 0),
)


def main():
    """Play the runs; returns 0 where each ended as it should."""
    folder = os.path.join(paths.CACHE, 'manifest')
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    exported = os.path.join(folder, 'manifest.yml')
    try:
        with simulator('--speed', '5') as said:
            environ = environment_at(said, PYTHONUNBUFFERED='1', ANSIBLE_CALLBACK_RESULT_FORMAT='yaml', ANSIBLE_DISPLAY_SKIPPED_HOSTS='false')
            for title, playbook, more, wanted in RUNS:
                print('\n=== %s ===' % title, flush=True)
                values = {**VALUES, 'dokploy_export_dest': exported, **more}
                code = subprocess.run(['ansible-playbook', 'community.dokploy.%s' % playbook, '--extra-vars', json.dumps(values)],
                                      cwd=folder, env=environ, stdin=subprocess.DEVNULL, check=False).returncode
                if code != wanted:
                    print('ansible-playbook ended with %d, and %d was expected' % (code, wanted), file=sys.stderr)
                    return 1
    except SimulatorFailed as exc:
        print(exc, file=sys.stderr)
        return 1
    print('\nThe manifest of the server is in %s:\n' % os.path.relpath(exported, paths.ROOT))
    with open(exported, encoding='utf-8') as handle:
        print(handle.read())
    return 0


if __name__ == '__main__':
    sys.exit(main())
