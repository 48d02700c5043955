# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""`make quickstart`: build the collection, install it into an empty place, and play playbooks/quickstart.yml with it.

The server is the bundled simulator, or with LIVE=1 the one in DOKPLOY_URL.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from support import paths, tools, venvs  # noqa: E402  pylint: disable=wrong-import-position
from support.simulated import SimulatorFailed, simulator, steer  # noqa: E402  pylint: disable=wrong-import-position

PLAYBOOK = os.path.join('ansible_collections', 'community', 'dokploy', 'playbooks', 'quickstart.yml')


@contextlib.contextmanager
def _server(live):
    """The environment and variables of the server to play on."""
    if live:
        yield (
            {'DOKPLOY_URL': os.environ['DOKPLOY_URL'], 'DOKPLOY_API_KEY': os.environ['DOKPLOY_API_KEY']},
            {'quickstart_live': True, 'quickstart_project': 'quickstart-%s' % secrets.token_hex(4)},
        )
        return
    with simulator('--speed', '1') as said:
        yield (
            {'DOKPLOY_URL': said['url'], 'DOKPLOY_API_KEY': said['api_key']},
            {'quickstart_live': False, 'quickstart_project': 'quickstart', 'quickstart_front_url': said['front_url']},
        )


def _build_takes(url, seconds):
    """How long the build of the simulated repository takes, as somebody breaks it, and mends it later."""
    change = {'repositories': {'https://git.example.com/shop.git': {'branches': {'slow': {'build_seconds': seconds}}}}}
    steer({'url': url}, 'world', change)


RUNS = (
    ('1. An application is deployed', 'deploy', None),
    ('2. The same again: nothing is changed', 'deploy', None),
    ('3. It is changed, broken, stopped, started and removed', 'tour', None),
)
# These kill a build, which hits a whole host: on the simulator alone.
RESCUE = (
    ('4. A deployment hangs', 'hang', 1e9),
    ('5. It is rescued: see what is wrong, end it, deploy again', 'rescue', 2.0),
)


def _play(folder, live, arguments):
    """Play the installed playbook in three runs; the output goes to the terminal as it comes."""
    with _server(live) as (settings, variables):
        environ = paths.path_with(paths.VENV_BIN, paths.clean_environment(live=live))
        environ.update(settings)
        environ['ANSIBLE_COLLECTIONS_PATH'] = folder
        environ['PYTHONUNBUFFERED'] = '1'
        environ['ANSIBLE_CALLBACK_RESULT_FORMAT'] = 'yaml'
        if sys.stdout.isatty() and 'NO_COLOR' not in os.environ:
            environ.pop('ANSIBLE_NOCOLOR')
        print('Playing playbooks/quickstart.yml on %s, %s' % (
            'the live server' if live else 'the bundled simulator', settings['DOKPLOY_URL']), flush=True)
        for title, tag, build_seconds in RUNS if live else RUNS + RESCUE:
            if build_seconds:
                _build_takes(settings['DOKPLOY_URL'], build_seconds)
            print('\n=== %s ===' % title, flush=True)
            code = subprocess.run(
                ['ansible-playbook', os.path.join(folder, PLAYBOOK), '--tags', tag, '--extra-vars', json.dumps(variables), *arguments],
                cwd=folder, env=environ, stdin=subprocess.DEVNULL, check=False).returncode
            if code:
                if live:
                    print('Its project %s was left on the server as it is.' % variables['quickstart_project'], file=sys.stderr)
                return code
        return 0


def main(arguments):
    """Build, install, play; returns the exit code of ansible-playbook."""
    live = paths.is_live()
    missing = [name for name in ('DOKPLOY_URL', 'DOKPLOY_API_KEY') if live and not os.environ.get(name)]
    if missing:
        print('LIVE=1 needs %s in the environment.' % ' and '.join(missing), file=sys.stderr)
        return 2
    top = os.path.join(paths.CACHE, 'quickstart')
    with venvs.locked('quickstart'):
        shutil.rmtree(top, ignore_errors=True)
        os.makedirs(os.path.join(top, 'collections'))
        folder = tools.install(tools.build(top), os.path.join(top, 'collections'))
        print('Installed the collection, as users would, into %s' % os.path.relpath(folder, paths.ROOT), flush=True)
        try:
            return _play(folder, live, arguments)
        except SimulatorFailed as exc:
            print(exc, file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print('Interrupted.', file=sys.stderr)
            return 130


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
