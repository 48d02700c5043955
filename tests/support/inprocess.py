# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a module's main() in this process, against a simulator whose clock is stepped where a module would sleep.

    with dokploy(version='v0.30.2') as here:
        result = here.run('dokploy_project', project='shop')
        assert result['changed']
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
from unittest import mock

from ansible.module_utils import basic

PLUGINS = 'ansible_collections.community.dokploy.plugins.'


class Result(dict):
    """What a module printed. failed is always there, and warnings too."""

    @property
    def failed(self):
        return bool(self.get('failed'))

    @property
    def warnings(self):
        return [one if isinstance(one, str) else (one.get('event') or one).get('msg', str(one)) for one in self.get('warnings') or []]


def run_main(module, arguments, check_mode=False):
    """main() of a module of this collection with arguments -> Result."""
    main = importlib.import_module(PLUGINS + 'modules.' + module).main
    whole = dict(arguments, _ansible_check_mode=check_mode, _ansible_diff=True, _ansible_module_name=module, _ansible_remote_tmp='/tmp',
                 _ansible_keep_remote_files=False)
    said, warned = io.StringIO(), []
    with contextlib.ExitStack() as stack:
        try:
            from ansible.module_utils.testing import patch_module_args
            stack.enter_context(patch_module_args(whole))
        except ImportError:
            stack.enter_context(mock.patch.object(basic, '_ANSIBLE_ARGS', json.dumps({'ANSIBLE_MODULE_ARGS': whole}).encode()))
        # Kept for the whole process, or shown at once where ansible's controller was imported too: a module's own process does neither.
        stack.enter_context(mock.patch.object(basic.AnsibleModule, 'warn', lambda self, warning, **more: warned.append(warning)))
        # syslog is not of this test, and slow.
        stack.enter_context(mock.patch.object(basic.AnsibleModule, '_log_invocation', lambda self: None))
        stack.enter_context(contextlib.redirect_stdout(said))
        try:
            main()
        except SystemExit:
            pass
    lines = [line for line in said.getvalue().splitlines() if line.startswith('{')]
    result = Result(json.loads(lines[-1]))
    if warned:
        result['warnings'] = warned
    return result


def do(said, module, **arguments):
    """Run a module in this process against the simulator that C(said) describes -> Result. It has to succeed: for what a test of playbooks begins with."""
    result = run_main('dokploy_' + module, dict({'api_url': said['url'], 'api_key': said['api_key']}, **arguments))
    assert not result.failed, result
    return result


class Here:
    """A simulator, and modules run against it."""

    def __init__(self, simulator, server):
        self.simulator, self.server = simulator, server
        self.url, self.api_key = server.url, simulator.api_key
        self.runs = run_main

    def run(self, module, check_mode=False, **arguments):
        arguments.setdefault('api_url', self.url)
        arguments.setdefault('api_key', self.api_key)
        self.simulator.reset_requests()
        return self.runs(module, arguments, check_mode=check_mode)

    def read(self, module, **arguments):
        """What an information module found: it wrote nothing, met no fault of the simulator, and shows no secret of the tests."""
        found = self.run(module, **arguments)
        assert not found.failed, found.get('msg')
        assert self.writes == [] and not self.simulator.crashes and 'S3CRET' not in str(found)
        return found

    def call(self, procedure, **values):
        """Call a procedure of Dokploy as another client would, with the administrator's key."""
        return self.simulator.call(procedure, values, self.api_key, 'POST')

    def application(self, check_mode=False, **arguments):
        """dokploy_application on shop/production/web, unless the arguments say otherwise."""
        if not {'application_id', 'app_name', 'domain_host'} & set(arguments):
            arguments = dict({'project': 'shop', 'environment': 'production', 'name': 'web'}, **arguments)
        return self.run('dokploy_application', check_mode=check_mode, **arguments)

    @property
    def writes(self):
        """The procedures that the last run wrote with, in order."""
        return [request.procedures[0] for request in self.simulator.requests if request.write]

    @property
    def bodies(self):
        return [request.body for request in self.simulator.requests if request.write]

    @property
    def requests(self):
        return len(self.simulator.requests)


@contextlib.contextmanager
def dokploy(version='v0.30.2', world=None, project='shop', **more):
    """A simulator of that version with one project, served in this process, whose clock a module's pauses step.

    Requests are sent without a connection (support.direct), but where a fault of the simulator is set.
    """
    from support.direct import direct  # pylint: disable=import-outside-toplevel
    from simulator import ManualClock, Simulator
    http = importlib.import_module(PLUGINS + 'module_utils._client.http')
    clock = ManualClock()
    simulator = Simulator(version=version, world=world, clock=clock, **more)
    with simulator.serve() as server, mock.patch.object(http.CLOCK, 'sleep', clock.advance), mock.patch.object(
            http.CLOCK, 'monotonic', clock.now), direct(server):
        here = Here(simulator, server)
        if project:
            made = here.run('dokploy_project', project=project)
            assert not made.failed, made
        yield here


@contextlib.contextmanager
def service(module, table, version='v0.30.2', world=None, advance=60, **options):
    """A simulator with one service that a module made and nobody waited for -> (here, its record in C(table))."""
    with dokploy(version, world=world) as here:
        made = here.run(module, wait=False, **options)
        assert not made.failed, made.get('msg')
        here.simulator.advance(advance)
        row, = here.simulator.store.tables[table].values()
        yield here, row
