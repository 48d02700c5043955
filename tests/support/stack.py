# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""`make stack`: play playbooks/stack.yml twice from an empty server; the second run has to change nothing.

The server is the bundled simulator, on which nobody has signed up, or with LIVE=1 the one in DOKPLOY_URL, whose values are in STACK_VARS (JSON).
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from support import paths  # noqa: E402  pylint: disable=wrong-import-position
from support.simulated import SimulatorFailed, simulator  # noqa: E402  pylint: disable=wrong-import-position

PLAYBOOK = os.path.join(paths.ROOT, 'playbooks', 'stack.yml')
WORLD = {'any_image': True, 'registries': {'registry.example.com': ['deploy', 'simulator']}, 'buckets': {'https://s3.example.com': []}}
VALUES = {
    'stack_admin_email': 'admin@example.com', 'stack_admin_password': 'simulator-password', 'stack_database_password': 'simulator-db',
    'stack_cache_password': 'simulator-cache', 'stack_registry': {'url': 'registry.example.com', 'username': 'deploy', 'password': 'simulator'},
    'stack_destination': {
        'bucket': 'backups', 'region': 'eu-central-1', 'endpoint': 'https://s3.example.com', 'access_key': 'ID', 'secret_access_key': 'simulator'},
    'stack_webhook_url': 'https://hooks.example.com/shop'}


@contextlib.contextmanager
def server(live, folder):
    """The environment and variables of the server to play on."""
    if live:
        values = json.loads(os.environ.get('STACK_VARS') or '{}')
        values.setdefault('stack_project', 'stack-%s' % secrets.token_hex(4))
        values.setdefault('stack_database_password', secrets.token_hex(12))
        values.setdefault('stack_cache_password', secrets.token_hex(12))
        yield {name: os.environ[name] for name in ('DOKPLOY_URL', 'DOKPLOY_API_KEY') if name in os.environ}, values
        return
    world = os.path.join(folder, 'world.json')
    with open(world, 'w', encoding='utf-8') as handle:
        json.dump(WORLD, handle)
    with simulator('--speed', '20', '--new', '--world', world) as said:
        yield {'DOKPLOY_URL': said['url']}, VALUES


def play(live, arguments):
    """Play it twice -> the exit code."""
    with tempfile.TemporaryDirectory(prefix='dokploy stack ') as folder, server(live, folder) as (settings, values):
        environ = paths.path_with(paths.VENV_BIN, paths.clean_environment(live=live))
        environ.update(settings, ANSIBLE_COLLECTIONS_PATH=paths.link_tree(), PYTHONUNBUFFERED='1')
        print('Playing playbooks/stack.yml on %s, %s' % ('the live server' if live else 'the bundled simulator', settings.get('DOKPLOY_URL')), flush=True)
        variables = os.path.join(folder, 'values.json')
        with open(variables, 'w', encoding='utf-8') as handle:
            json.dump(dict({'stack_key_file': os.path.join(folder, 'key'), 'ansible_python_interpreter': sys.executable}, **values), handle)
        for title in ('1. From an empty server', '2. The same again: nothing is changed'):
            print('\n=== %s ===' % title, flush=True)
            run = subprocess.run(
                ['ansible-playbook', '-i', 'localhost,', '-c', 'local', PLAYBOOK, '--extra-vars', '@' + variables, *arguments],
                cwd=folder, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
            print(run.stdout, flush=True)
            if run.returncode:
                return run.returncode
        changed = re.findall(r'^localhost\s.* changed=(\d+)', run.stdout, re.MULTILINE)
        if changed != ['0']:
            print('The second run changed %s' % changed, file=sys.stderr)
            return 1
    return 0


def main(arguments):
    live = paths.is_live()
    if live and not os.environ.get('DOKPLOY_URL'):
        print('LIVE=1 needs DOKPLOY_URL in the environment.', file=sys.stderr)
        return 2
    try:
        return play(live, arguments)
    except SimulatorFailed as exc:
        print(exc, file=sys.stderr)
        return 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
