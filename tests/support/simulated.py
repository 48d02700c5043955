# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""The simulator as a process of its own, as the quickstart and tests of real playbooks use it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time

from support import paths
from support.processes import end
from support.web import send_json

DEADLINE = 30.0


class SimulatorFailed(Exception):
    """It ended, or said nothing, before it was ready."""


@contextlib.contextmanager
def simulator(*arguments, program=os.path.join(paths.TESTS, 'simulator'), deadline=DEADLINE):
    """Start `python tests/simulator`, and yield what it says of itself: url, front_url, api_key, pid.

    C(program) may be another that takes C(--state-file), with the seconds until it has to be ready. It is ended by its process id whatever happens.
    """
    with tempfile.TemporaryDirectory(prefix='dokploy-simulator-') as folder:
        state = os.path.join(folder, 'state.json')
        log = os.path.join(folder, 'log')
        with open(log, 'wb') as output:
            # In a process group of its own: Ctrl-C is for us, and we end it.
            process = subprocess.Popen(  # pylint: disable=consider-using-with
                [sys.executable, program, '--state-file', state, *arguments],
                cwd=folder, env=paths.clean_environment(live=False), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True)
        try:
            yield _ready(process, state, log, deadline)
        finally:
            end(process)


def environment_at(said, **more):
    """The environment of Ansible's commands, which find this checkout and the simulator that C(said) describes."""
    environ = paths.path_with(paths.VENV_BIN, paths.clean_environment(live=False))
    environ.update(more, DOKPLOY_URL=said['url'], DOKPLOY_API_KEY=said['api_key'], ANSIBLE_COLLECTIONS_PATH=paths.link_tree())
    return environ


def call(said, procedure, values=None):
    """Call a procedure of the simulator that C(said) describes, as its administrator."""
    return send_json('%s/api/%s' % (said['url'], procedure), values, **{'x-api-key': said['api_key']})


def steer(said, command, values=None):
    """Give the simulator a command of its own: world, advance, reset_requests, …; tests/simulator/README.md lists them."""
    return send_json('%s/_simulator/%s' % (said['url'], command), values)


def _ready(process, state, log, deadline):
    """What the state file says, once it is whole."""
    until = time.monotonic() + deadline
    while time.monotonic() < until:
        if os.path.exists(state):
            with open(state, encoding='utf-8') as handle:
                with contextlib.suppress(ValueError):
                    return json.load(handle)
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
        break
    with open(log, encoding='utf-8', errors='replace') as handle:
        raise SimulatorFailed('The simulator did not start:\n%s' % handle.read()[-4000:])
