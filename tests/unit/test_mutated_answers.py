# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each field of each answer that a task reads is null, or of another type: the task works, or says which procedure and which field it cannot read."""

from __future__ import annotations

import importlib
import json
import re
from unittest import mock

import pytest
from quality.test_layers import plugin_files
from support.inprocess import dokploy

http = importlib.import_module('ansible_collections.community.dokploy.plugins.module_utils._client.http')

SERVICE = {
    'project': 'shop', 'environment': 'production', 'name': 'web', 'source': {'type': 'docker', 'image': 'nginx:1.27'}, 'env': {'A': '1'}, 'replicas': 2,
    'memory_limit': '512M', 'domains': [{'host': 'shop.example.com', 'port': 80}], 'wait': True}
TASKS = {
    'application': ('dokploy_application', SERVICE),
    'application_info': ('dokploy_application_info', {'project': 'shop', 'name': 'web'}),
    'project_info': ('dokploy_project_info', {}),
    'deployment_info': ('dokploy_deployment_info', {}),
}
OTHERS = {str: (None, 7, {}), dict: (None, 'text', []), list: (None, 'text', [None]), int: (None, 'text'), float: (None, 'text'), bool: (None, 'text')}


def list_paths(value, path=()):
    """The path of every field; of a list, those of its first row."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield path + (key,)
            yield from list_paths(one, path + (key,))
    elif isinstance(value, list) and value:
        yield from list_paths(value[0], path + (0,))


def set_at(value, path, new):
    """The value with another one at a path, in every row of a list."""
    if not path:
        return new
    if isinstance(value, dict) and path[0] in value:
        return dict(value, **{path[0]: set_at(value[path[0]], path[1:], new)})
    if isinstance(value, list) and path[0] == 0:
        return [set_at(one, path[1:], new) for one in value]
    return value


def run_mutated(here, module, options, number, path, new):
    """Run a task in which the answer to one request is changed."""
    count = [0]
    decode = http.Client._decode

    def change(self, content):
        count[0] += 1
        if count[0] == number + 1 and content:
            content = json.dumps(set_at(json.loads(content), path, new)).encode()
        return decode(self, content)

    with mock.patch.object(http.Client, '_decode', change):
        return here.run(module, **options)


@pytest.mark.parametrize('name', sorted(TASKS))
def test_a_field_of_another_form_is_named(name, report_line):
    module, options = TASKS[name]
    seen = []
    decode = http.Client._decode

    def keep(self, content):
        seen.append(content)
        return decode(self, content)

    told, faults, runs = 0, [], 0
    with dokploy() as here:
        assert not here.run('dokploy_project', project='shop').failed
        assert not here.run('dokploy_application', **SERVICE).failed
        with mock.patch.object(http.Client, '_decode', keep):
            assert not here.run(module, **options).failed
        for number, content in enumerate(seen):
            for path in sorted(set(list_paths(json.loads(content or 'null'))), key=str):
                value = json.loads(content)
                for part in path:
                    value = value[part]
                for one in OTHERS.get(type(value), (7, [1])):
                    result = run_mutated(here, module, options, number, path, one)
                    runs += 1
                    told += 'in a form that this collection does not know' in str(result.get('msg'))
                    if 'a fault of this collection' in str(result.get('msg')):
                        faults.append((number, path, one, result['msg'][:160]))
    report_line('mutated answers: %s: %d changed fields, of which %d are named in a failure' % (name, runs, told))
    assert not faults, '%d of %d: %s' % (len(faults), runs, '\n'.join(map(str, faults[:60])))


@pytest.mark.parametrize('module, procedure, path, new, field', [
    ('dokploy_manifest_info', 'application.one', ('healthCheckSwarm',), [1], 'application.one, the field healthCheckSwarm is a list'),
    ('dokploy_manifest_info', 'application.one', ('previewBuildArgs',), 7, 'application.one, the field previewBuildArgs is a number'),
    ('dokploy_manifest_info', 'environment.one', ('redis',), [None], 'environment.one, the field redis is a list with null'),
    ('dokploy_manifest_info', 'project.all', (0, 'environments'), 7, 'project.all, the field [].environments is a number'),
    ('dokploy_settings_info', 'settings.getWebServerSettings', ('metricsConfig',), 'text', 'the field metricsConfig is a text'),
    ('dokploy_manifest_info', 'registry.all', (), [None], 'registry.all, a row of its list is null'),
    ('dokploy_swarm_node_info', 'cluster.getNodes', (0, 'Spec', 'Labels'), 'text', 'Labels is a text'),
])
def test_a_field_of_another_form_is_named_by_exports_and_records(module, procedure, path, new, field):
    """Exports read in threads, and records are copied before they are read."""
    exchange = http.Client._exchange

    def change(self, method, address, asked, *more):
        status, headers, content = exchange(self, method, address, asked, *more)
        answer = json.loads(content)
        if isinstance(answer, list) and address.startswith('/api/trpc/'):
            answer = [set_at(one, ('result', 'data', 'json') + path, new) if name == procedure else one for one, name in zip(answer, asked.split(','))]
        elif asked == procedure:
            answer = set_at(answer, path, new)
        return status, headers, json.dumps(answer).encode()

    with dokploy() as here:
        assert not here.run('dokploy_project', project='shop').failed
        assert not here.run('dokploy_application', **SERVICE).failed
        with mock.patch.object(http.Client, '_exchange', change):
            result = here.run(module)
        assert result.failed and 'in a form that this collection does not know: ' in result['msg'] and field in result['msg'], result['msg']


ESCAPES = '\x1b]0;title\x07\u202e\x9b31m'
OF_THE_APPLICATION = {'project': 'shop', 'environment': 'production', 'application': 'web'}
MORE = {'backup': {'web_server': True}, 'preview_deployment': {'project': 'shop', 'name': 'web'},
        **{name: OF_THE_APPLICATION for name in ('domain', 'mount', 'port', 'redirect', 'basic_auth', 'schedule', 'volume_backup', 'patch')}}
INFORMATION = sorted(path[len('modules/'):-len('.py')] for path in plugin_files() if path.startswith('modules/') and path.endswith('_info.py'))


def add_escapes(value, key=''):
    """The value with escapes in every text that somebody can have written."""
    if isinstance(value, dict):
        return {name: add_escapes(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [add_escapes(one, key) for one in value]
    written = WRITTEN.search(key) and key != 'appName' and not key.endswith('Id')
    return value + ESCAPES if isinstance(value, str) and written else value


def list_texts(value):
    if isinstance(value, dict):
        return [text for pair in value.items() for one in pair for text in list_texts(one)]
    return [text for one in value for text in list_texts(one)] if isinstance(value, (list, tuple)) else [value] if isinstance(value, str) else []


WRITTEN = re.compile('(?i)name|title|description|label|host|image|message|url|email|branch|path|command|owner|repository|tag')


def test_no_information_shows_what_a_terminal_obeys():
    decode, answered = http.Client._decode, 0

    def change(self, content):
        return decode(self, json.dumps(add_escapes(json.loads(content))).encode())

    with dokploy() as here:
        assert not here.run('dokploy_project', project='shop').failed
        assert not here.run('dokploy_application', **SERVICE).failed
        assert not here.run('dokploy_tag', name='one', color='#ffffff').failed
        with mock.patch.object(http.Client, '_decode', change):
            for module in INFORMATION:
                result = here.run(module, **MORE.get(module[len('dokploy_'):-len('_info')], {}))
                answered += not result.failed
                assert not [text for text in list_texts(dict(result)) if set(text) & set('\x1b\x07\u202e\x9b')], module
    assert answered > 30, answered
