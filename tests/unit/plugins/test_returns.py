# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What RETURN says of services, held key by key to what the modules return: a key without documentation fails, and so does one that is never returned.

test_documentation.py has the same for the application and for records.
"""

from __future__ import annotations

import dataclasses
import re
from types import SimpleNamespace

import pytest
import yaml

from ansible_collections.community.dokploy.plugins.module_utils._lifecycle.compose import HOOKS
from ansible_collections.community.dokploy.plugins.module_utils._lifecycle.converge import make_request
from ansible_collections.community.dokploy.plugins.module_utils._model.observation import Observation, Part, Service, Task
from ansible_collections.community.dokploy.plugins.module_utils._model.plan import Outcome
from ansible_collections.community.dokploy.plugins.module_utils._module import info
from ansible_collections.community.dokploy.plugins.module_utils._planning import present, result
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION
from ansible_collections.community.dokploy.plugins.module_utils._resources.compose import COMPOSE
from ansible_collections.community.dokploy.plugins.module_utils._resources.database import DATABASES
from support import doc_blocks, doc_entries, doc_returns, generate, paths

SERVICES = {'application': [APPLICATION], 'compose': [dataclasses.replace(COMPOSE, hooks=HOOKS)], 'database': list(DATABASES.values())}
MANY = {'application': 'applications', 'compose': 'compose_services', 'database': 'databases'}
# Their keys are those of options, which are documented where the options are.
BY_OPTIONS = ('networks', 'placement', 'ulimits', 'endpoint_spec', 'healthcheck', 'restart_config', 'update_config', 'rollback_config', 'labels',
              'env', 'build_args', 'build_secrets', 'preview_env', 'preview_build_args', 'preview_build_secrets')
DEPLOYMENT = {'deploymentId': 'd', 'title': 't', 'status': 'done', 'createdAt': '2026-11-24T09:30:00.000Z', 'finishedAt': None}


def read_keys(module, path):
    """The documented keys below a key of RETURN, nested ones too."""
    found = yaml.safe_load(doc_blocks.read_return(module))
    return keys_of({path: found[path]})[path] if path else keys_of(found)


def keys_of(returned):
    return {name: {} if name in BY_OPTIONS else keys_of(one.get('contains') or {}) for name, one in returned.items()}


def merged(*trees):
    """The keys of several results, nested ones too."""
    found = {}
    for tree in trees:
        for key, one in tree.items():
            one = merged(*one) if isinstance(one, list) and one and isinstance(one[0], dict) else one
            found[key] = {} if key in BY_OPTIONS else merged(found.get(key, {}), one if isinstance(one, dict) else {})
    return found


def list_types(resource):
    """Each combination of the types that fields of a description are for, as keys of a record."""
    found = [{}]
    for path, item in resource.flat():
        if path.endswith('.type'):
            found = [dict(one, **{item.key: item.kind.parse(choice, path)}) for one in found for choice in item.more['choices']]
    return found


def make_record(resource, types):
    """A record as Dokploy would give it, with each key that is known."""
    row = {resource.id: 's', 'name': 'shop', 'appName': 'shop-x', 'environmentId': 'e', resource.calls.status: 'done', 'serverId': None,
           'environment': {'name': 'production', 'project': {'name': 'shop', 'projectId': 'p'}}}
    for _path, item in resource.flat():
        row.setdefault(item.key, None)
    row.update(types)
    row['deployments'] = [DEPLOYMENT]
    for _option, key, child in resource.children:
        wanted = {kind for item in child.fields if item.only_for for kind in item.only_for[1]} or {None}
        row[key] = [dict({item.key: None for item in child.fields if item.key}, type=one, **{child.id: 'c'}) for one in wanted]
    return row


def observe(resource, types):
    """What is there: a task that runs, and one that ended as only a Docker Engine shows it."""
    spec = {'Mode': {'Replicated': {'Replicas': 1}}, 'TaskTemplate': {'ContainerSpec': {'Image': 'nginx:1'}},
            'EndpointSpec': {'Ports': [{'PublishedPort': 8080, 'TargetPort': 80, 'Protocol': 'tcp'}]}}
    service = Service('s', spec)
    tasks = [Task('t', 'shop-x.1', 'running', 'running', 5), Task('u', 'shop-x.1', 'shutdown', 'failed', 9, end={'exit_code': 137, 'out_of_memory': True})]
    if not resource.form.has_parts:
        return Observation(record=make_record(resource, types), service=service, tasks=tasks)
    tasks = [dataclasses.replace(one, part='web') for one in tasks]
    return Observation(record=make_record(resource, types), tasks=tasks, parts=[Part('web', tuple(tasks), service)])


def observe_all(kind):
    return [(resource, observe(resource, types)) for resource in SERVICES[kind] for types in list_types(resource)]


@pytest.mark.parametrize('kind', list(SERVICES))
def test_a_service_is_described_key_by_key(kind):
    shown = merged(*[present.present_service(resource, observed) for resource, observed in observe_all(kind)])
    assert read_keys('dokploy_' + kind, kind) == shown


@pytest.mark.parametrize('kind', list(SERVICES))
def test_a_result_is_described_key_by_key(kind):
    resource, observed = observe_all(kind)[0]
    options = {'return_url': bool(resource.form.connection_url)}
    outcome = Outcome(dataclasses.replace(make_request(resource, {}), options=options), observed=observed,
                      deployment=DEPLOYMENT if resource.calls.deployments else None)
    made = result.make_service_result(outcome)
    documented = read_keys('dokploy_' + kind, '')
    sometimes = set(doc_returns.SOMETIMES) - (set() if kind == 'application' else {'rolled_back'}) - ({'build_log'} if kind == 'database' else set())
    assert set(documented) == set(made) - {'changed', 'diff'} | sometimes | {'candidates'}
    for key in set(made) & {'containers', 'deployment', 'connection_url'}:
        assert documented[key] == merged({key: made[key]})[key], key


@pytest.mark.parametrize('kind', list(SERVICES))
def test_information_is_described_key_by_key(kind):
    options = {'include_secrets': True, 'log_lines': 1, 'build_log_lines': 1, 'return_url': True}
    evidence = SimpleNamespace(service_log=lambda *dummy: '', container_log=lambda *dummy: '', build_log=lambda *dummy: '')
    backend = SimpleNamespace(known_version=(0, 30, 0), evidence=evidence)
    shown = merged(*[info.describe(resource, backend, None, observed, options) for resource, observed in observe_all(kind)])
    if kind != 'application':
        shown['kind'] = {}      # make_info_result_of_kinds adds it
    assert read_keys('dokploy_%s_info' % kind, MANY[kind]) == shown


@pytest.mark.parametrize('kind', list(SERVICES))
def test_what_a_service_returns_is_generated(kind):
    """A new field of the description needs no line in RETURN."""
    for module, parts in (('dokploy_' + kind, ['values of service %s', 'results of service %s']),
                          ('dokploy_%s_info' % kind, ['values of service %s with secrets', 'information on service %s'])):
        with open('%s/plugins/modules/%s.py' % (paths.ROOT, module), encoding='utf-8') as handle:
            text = handle.read()
        for part in parts:
            assert re.search(r'(?m)^ *# generated: %s$' % (part % kind), text), (module, part)


def count_words(entry):
    return len(re.match(r'\w+:\n  description:(.*\n(?:    .*\n)*)', entry.text).group(1).split())


def list_twins(texts):
    """The entries of several modules' texts that are written in more than one of them, outside of generated parts."""
    places = {}
    for module, text in texts.items():
        for entry in doc_entries.list_entries(doc_entries.MARKED.sub('', text)):
            if count_words(entry) >= 8:
                places.setdefault(entry.text, set()).add('%s: %s' % (module, entry.path))
    return sorted(sorted(one) for one in places.values() if len({place.partition(':')[0] for place in one}) > 1)


@pytest.mark.parametrize('part', ['DOCUMENTATION', 'RETURN'])
def test_no_entry_is_written_twice(part):
    """An option or a key that means the same in two modules is generated in one of them: # generated: options of dokploy_..., results of dokploy_..."""
    texts = {}
    for module in generate.list_modules():
        with open('%s/plugins/modules/%s.py' % (paths.ROOT, module), encoding='utf-8') as handle:
            found = re.search(r'(?s)\n%s = r"""\n(.*?)"""' % part, handle.read())
        texts[module] = found.group(1) if found else ''
    assert list_twins(texts) == []


def test_a_twin_is_found_and_a_generated_one_is_none():
    entry = '  one:\n    description: A text of more than eight words, which two modules have.\n    type: str\n'
    marked = '  # generated: options of dokploy_a: one\n%s  # end of generated\n' % entry
    assert list_twins({'a': 'options:\n' + entry, 'b': 'options:\n' + entry}) == [['a: one', 'b: one']]
    assert list_twins({'a': 'options:\n' + entry, 'b': 'options:\n' + marked}) == []
    assert list_twins({'a': 'options:\n' + entry, 'b': 'options:\n' + entry.replace('one:', 'two:')}) == []


def test_copied_entries_keep_their_samples():
    old = 'actions:\n  description: Old.\n  sample: [kill build]\n'
    copied = doc_blocks.make_copy('dokploy_application', 'RETURN', 'actions', old)
    assert 'sample: [kill build]\n' in copied and 'Old.' not in copied
    with pytest.raises(KeyError):
        doc_blocks.make_copy('dokploy_application', 'RETURN', 'action', old)
