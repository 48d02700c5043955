# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The happy rows of the table of cases again, as real playbooks: a row is a host. Both ways give equal results.

On a real server (`make test-live`) those rows that it can play, held to what they expect.
"""

from __future__ import annotations

import contextlib
import json
import os
import re

import pytest

from cases import every_case
from cases.model import NEWEST
from cases.running import Stage, compare, filled, project_of
from cases.server import OnServer, lacks, name_of, playable, server
from support import paths
from support.inprocess import Result
from support.play import playbook
from support.simulated import simulator

pytestmark = pytest.mark.xdist_group('playbooks')

ROWS = [one for one in every_case() if one.play and (playable(one) or not paths.is_live())]

# What differs from run to run: ids and the names made of them, times, and which task of a slot was seen on its way out.
VOLATILE = ('id', 'app_name', 'project_id', 'environment_id', 'task', 'slot', 'age', 'created_at', 'finished_at', 'containers', 'invocation', 'exception')
MARK = re.compile(r'(?<![\w-])[\w-]{21}(?![\w-])|\[[0-9a-f]{10}\]')


class Playbook:
    """The tasks of one case, as one host's file."""

    def __init__(self, case, state):
        self.case, self.state = case, state
        self.project = name_of(case) if paths.is_live() else project_of(case)
        self.last = None  # the step whose result shows the application

    def look_up(self, what, dummy):
        if what == 'project':
            return self.project
        if what in ('front', 'url'):
            return self.state['front_url' if what == 'front' else 'url']
        return '{{ %s.application.%s }}' % (self.last, what)

    def tasks(self):
        yield {'name': 'project', 'community.dokploy.dokploy_project': {'project': self.project}}
        for number, step in enumerate(self.case.steps):
            if step.event:
                yield self._event(step.event)
                continue
            name = 'step_%d' % number
            yield {
                'name': str(number),
                'community.dokploy.' + step.module: _literal(filled(step.options, self.look_up)),
                'check_mode': step.check,
                'register': name,
                'diff': True,
                'ignore_errors': True,
            }
            if step.module == 'dokploy_application' and not step.check and not step.expect.get('failed') and step.options.get('state') != 'absent':
                self.last = name

    def _event(self, event):
        values = filled(event.values, self.look_up)
        path = '/_simulator/' + event.what
        if event.what == 'call':
            path = '/api/' + values.pop('procedure')
        return {
            'name': 'event',
            'ansible.builtin.uri': {
                'url': self.state['url'] + path,
                'method': 'POST',
                'body_format': 'json',
                'body': values,
                'headers': {'x-api-key': self.state['api_key']},
            },
        }


def _literal(options):
    """Options whose text Ansible would take for a template are marked as none; ours are registered names alone."""
    if isinstance(options, dict):
        return {key: _literal(value) for key, value in options.items()}
    if isinstance(options, list):
        return [_literal(value) for value in options]
    if isinstance(options, str) and '{{' in options and not options.startswith('{{ step_'):
        return "{{ '%s' }}" % options.replace('\\', '\\\\').replace("'", "\\'").replace('{{', "{' '{").replace("{' '{", "{' ~ '{")
    return options


def play_rows(folder, state, rows, forks):
    """Every row played at once -> {host: {number of the step: result}}."""
    hosts = {}
    for case in rows:
        host = project_of(case)
        with open(os.path.join(str(folder), host + '.json'), 'w', encoding='utf-8') as handle:
            json.dump(list(Playbook(case, state).tasks()), handle)
        hosts[host] = {'ansible_connection': 'local', 'ansible_python_interpreter': os.path.join(paths.VENV_BIN, 'python')}
    inventory = os.path.join(str(folder), 'inventory.json')
    with open(inventory, 'w', encoding='utf-8') as handle:
        json.dump({'all': {'hosts': hosts}}, handle)
    run = playbook(
        [
            {
                'hosts': 'all',
                'gather_facts': False,
                'strategy': 'free',
                # The live log costs executions of the module; tests/integration/test_follow.py and the rows of dokploy_deployment have it.
                'module_defaults': {'community.dokploy.dokploy_application': {'follow': False}},
                'tasks': [{'name': 'row', 'ansible.builtin.include_tasks': os.path.join(str(folder), '{{ inventory_hostname }}.json')}],
            }
        ],
        folder,
        env={'DOKPLOY_URL': state['url'], 'DOKPLOY_API_KEY': state['api_key']},
        arguments=['-i', inventory, '--forks', str(forks)],
        timeout=900,
    )
    assert run.returncode == 0, run.output[-6000:]
    found = {}
    for one in run.results:
        found.setdefault(one['host'], {})[one['task']] = dict(one['result'], failed=one['status'] in ('failed', 'ignored'))
    return found


@pytest.fixture(scope='module')
def played(tmp_path_factory):
    with simulator('--speed', '20') as state:
        return play_rows(tmp_path_factory.mktemp('rows'), state, ROWS, 2)


@pytest.fixture(scope='module')
def played_live(request, tmp_path_factory):
    """The server, and the results of the rows on it, whose projects are gone."""
    stack = contextlib.ExitStack()
    request.addfinalizer(stack.close)
    here = stack.enter_context(server())
    runners = {case.name: OnServer(case, here) for case in ROWS if not lacks(case)}
    state = {'url': here.url, 'front_url': here.front_url, 'api_key': here.api_key}
    try:
        found = play_rows(tmp_path_factory.mktemp('rows'), state, [one.case for one in runners.values()], 4)
    finally:
        for one in runners.values():
            here.remove(one.project)
    return found, runners


@pytest.fixture(scope='module')
def inprocess():
    made = Stage()
    yield made
    made.close()


def comparable(result):
    """A result without what differs from run to run, the service's name among it."""
    app_name = (result.get('application') or {}).get('app_name')
    text = json.dumps(plain(dict(result, failed=bool(result.get('failed')))))
    return json.loads(text.replace(app_name, 'APP_NAME') if app_name else text)


def plain(value):
    """Without volatile keys and ids."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items() if key not in VOLATILE and not key.startswith('_ansible')}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return MARK.sub('*', value) if isinstance(value, str) else value


@pytest.mark.parametrize('case', [pytest.param(one, id=one.name) for one in ROWS])
def test_played_as_in_this_process(case, played, inprocess):
    results = played[project_of(case)]
    numbers = [number for number, step in enumerate(case.steps) if not step.event]
    for number, done in zip(numbers, inprocess.run(case, NEWEST)):
        result = results[str(number)]
        wrong = compare(done.step, type(done.result)(result), NEWEST, done.runner.look_up)
        assert not wrong, '\n'.join(wrong)
        expected, found = comparable(done.result), comparable(result)
        differing = sorted(key for key in set(expected) | set(found) if expected.get(key) != found.get(key))
        assert not differing, (done.step.name, {key: (expected.get(key), found.get(key)) for key in differing})


@pytest.mark.live_only
@pytest.mark.parametrize('case', [pytest.param(one, id=one.name) for one in ROWS])
def test_played_on_a_real_server(case, played_live):
    if lacks(case):
        pytest.skip(lacks(case))
    results, runners = played_live
    runner = runners[case.name]
    wrong = []
    for number, step in enumerate(runner.case.steps):
        if not step.event:
            wrong += compare(step, Result(results[project_of(case)][str(number)]), runner.version, runner.look_up)
    assert not wrong, '\n'.join(wrong)


NOWHERE = {'DOKPLOY_URL': 'http://127.0.0.1:9', 'DOKPLOY_API_KEY': 'wrong', 'DOKPLOY_RETRIES': '0'}
# A host's empty variable counts as none: as where the controller alone has them.
NONE = {name: '' for name in NOWHERE}


def test_where_connection_options_come_from(tmp_path):
    """The task's options, then the variables of the task's host, then those of the controller; and the action group's defaults for every module."""
    with simulator() as state:
        options = {'api_url': state['url'], 'api_key': state['api_key']}
        right = {'DOKPLOY_URL': state['url'], 'DOKPLOY_API_KEY': state['api_key']}
        told = [{'name': 'told', 'community.dokploy.dokploy_project_info': {}}]
        inventory = ['-i', 'localhost,']
        play = {
            'hosts': 'localhost',
            'connection': 'local',
            'gather_facts': False,
            'vars': {'ansible_python_interpreter': os.path.join(paths.VENV_BIN, 'python')},
        }
        run = playbook([dict(play, tasks=told, environment=NONE)], tmp_path, env=right, arguments=inventory)
        assert run.returncode == 0, 'the controller alone: %s' % run.output
        run = playbook(
            [
                dict(play, tasks=told, environment=right),
                dict(play, tasks=[{'name': 'own', 'community.dokploy.dokploy_project_info': options}], environment=NOWHERE),
                dict(
                    play,
                    environment=NONE,
                    module_defaults={'group/community.dokploy.dokploy': dict(options, project='shop', environment='production', name='web')},
                    tasks=[
                        {'community.dokploy.dokploy_registry_info': {}},
                        {'community.dokploy.dokploy_project': {'project': 'shop'}},
                        {'community.dokploy.dokploy_environment': {'project': 'shop', 'environment': 'staging'}},
                        {'community.dokploy.dokploy_application': {'project': 'shop', 'environment': 'staging', 'name': 'web', 'state': 'absent'}},
                        {'name': 'last', 'community.dokploy.dokploy_application_info': {'environment': 'staging'}},
                    ],
                ),
            ],
            tmp_path,
            env=NOWHERE,
            arguments=inventory,
        )
        assert run.returncode == 0, run.output
        assert run.of('last')['applications'] == []
        run = playbook([dict(play, tasks=told)], tmp_path, env=NOWHERE, arguments=inventory)
        assert run.returncode != 0 and 'could not be reached' in run.of('told')['msg'], run.output
