# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the modules say of themselves, held to what they do: options, examples, return values.

The documentation is read through ansible-doc, so that the fragments are loaded as users load them.
"""

from __future__ import annotations

import ast
import glob
import importlib
import inspect
import os
import re

from types import SimpleNamespace

import jinja2
import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.playbook.task import Task as PlaybookTask

from ansible_collections.community.dokploy.plugins.filter.dotenv import FilterModule
from ansible_collections.community.dokploy.plugins.module_utils._lifecycle.context import Context
from ansible_collections.community.dokploy.plugins.module_utils._lifecycle.converge import make_request
from ansible_collections.community.dokploy.plugins.module_utils._lifecycle.projects import KIND_IN_TREE
from ansible_collections.community.dokploy.plugins.module_utils._model import service_kinds as _service_kinds
from ansible_collections.community.dokploy.plugins.module_utils._module import info as _info, operation as _operation, options as _module
from ansible_collections.community.dokploy.plugins.module_utils._module import record_info as _record_info, service_options as _service_options
from ansible_collections.community.dokploy.plugins.module_utils._module import part as _part, part_info as _part_info
from ansible_collections.community.dokploy.plugins.module_utils._module.secrets import FROM_CONTROLLER
from ansible_collections.community.dokploy.plugins.module_utils._planning import children as _engine, present as _present, result as _result
from ansible_collections.community.dokploy.plugins.module_utils._planning import record_result as _record_result
from ansible_collections.community.dokploy.plugins.module_utils._planning import present_deployment as _present_deployment, present_record as _present_record
from ansible_collections.community.dokploy.plugins.module_utils._planning.part import make_part_result
from ansible_collections.community.dokploy.plugins.module_utils._resources.parts import PARTS
from ansible_collections.community.dokploy.plugins.module_utils._resources.server import SERVER
from ansible_collections.community.dokploy.plugins.module_utils._model.address import Place
from ansible_collections.community.dokploy.plugins.module_utils._model.plan import Outcome
from ansible_collections.community.dokploy.plugins.module_utils._model.observation import Observation, Service, Task
from support import doc_blocks, doc_returns, generate, paths
from support.inprocess import dokploy
from support.tools import PREFIX, read_documentation

# Those that are made from a description; tests/unit/plugins/action/test_batch.py and tests/unit/test_manifest.py have what does many tasks;
# dokploy_bootstrap needs no key, and sanity compares its documentation with its specification.
MODULES = [one for one in generate.list_modules() if one not in (*generate.ON_CONTROLLER, 'dokploy_manifest', 'dokploy_manifest_info', 'dokploy_bootstrap')]
FILTERS = sorted(FilterModule().filters())
CORE_KEYS = {'changed', 'diff', 'failed', 'msg', 'warnings', 'invocation'}


def operation_of(module):
    """The Operation that a module is, if it is one: the one class of its file in _operations/."""
    name = module[len('dokploy_'):]
    if not os.path.exists(os.path.join(paths.ROOT, 'plugins', 'module_utils', '_operations', name + '.py')):
        return None
    file = importlib.import_module('ansible_collections.community.dokploy.plugins.module_utils._operations.' + name)
    found, = [one for one in vars(file).values() if isinstance(one, type) and issubclass(one, _operation.Operation) and one.__module__ == file.__name__]
    return found


def part_of(module):
    """The part of a service that a module manages, if it does."""
    return PARTS.get(re.sub('^dokploy_|_info$', '', module))


def resource_of(module):
    """The description that a module is made from."""
    if part_of(module):
        return part_of(module).child
    if module in ('dokploy_server_restart', 'dokploy_api', 'dokploy_docker_cleanup', 'dokploy_docker_cleanup_info', 'dokploy_backup_restore'):
        return SERVER
    kind = 'application' if operation_of(module) else re.sub('^dokploy_|_info$', '', module)
    kind = 'remote_server' if kind == 'server' else kind
    package = 'ansible_collections.community.dokploy.plugins.module_utils._resources.'
    return getattr(importlib.import_module(package + kind), kind.upper())


def is_record(resource):
    """Whether nothing runs of it, and nothing is in it."""
    others = [SERVER, *[one.child for one in PARTS.values()]]
    return not resource.service and resource not in others and resource.kind not in ('project', 'environment')


def spec_of(module):
    """The argument specification that a module runs with."""
    resource = resource_of(module)
    if part_of(module):
        return (_part_info.part_info_spec if module.endswith('_info') else _part.part_spec)(part_of(module))
    if operation_of(module):
        return _operation.operation_spec(resource, operation_of(module))
    if module.endswith('_info'):
        return _record_info.record_info_spec(resource) if is_record(resource) else dict(_module.CONNECTION, **_info.info_spec(resource))
    return _service_options.service_spec(resource) if resource.service else _module.record_spec(resource)


@pytest.fixture(scope='module')
def documented():
    return read_documentation(MODULES)


# Options

def described(options):
    """Documented options in the form of an argument specification."""
    found = {}
    for name, one in options.items():
        found[name] = {key: one[key] for key in ('type', 'elements', 'choices', 'default', 'aliases') if one.get(key) is not None}
        found[name]['required'] = bool(one.get('required'))
        found[name]['options'] = described(one.get('suboptions') or {})
    return found


def specified(spec):
    """An argument specification in the same form."""
    found = {}
    for name, one in spec.items():
        found[name] = {key: one[key] for key in ('type', 'elements', 'choices', 'default', 'aliases') if one.get(key) is not None}
        found[name].setdefault('type', 'str')
        found[name]['required'] = bool(one.get('required'))
        found[name]['options'] = specified(one.get('options') or {})
    return found


def differences(left, right, path=''):
    """Readable lines, one for each difference of two nested dictionaries."""
    for key in sorted(set(left) | set(right)):
        here = '%s.%s' % (path, key) if path else key
        if key not in right:
            yield '%s is documented and does not exist' % here
        elif key not in left:
            yield '%s is not documented' % here
        elif isinstance(left[key], dict) and isinstance(right[key], dict):
            yield from differences(left[key], right[key], here)
        elif left[key] != right[key] or type(left[key]) is not type(right[key]):
            yield '%s is documented as %r and is %r' % (here, left[key], right[key])


@pytest.mark.parametrize('module', MODULES)
def test_options_are_those_of_the_specification(module, documented):
    found = list(differences(described(documented[module]['doc']['options']), specified(spec_of(module))))
    assert not found, '\n'.join(found)


@pytest.mark.parametrize('wrong', [
    {'type': 'int'}, {'default': 'x'}, {'choices': ['a', 'c']}, {'elements': 'int'}, {'required': True}, {'aliases': ['z']},
    {'options': {'inner': {'type': 'bool'}}}, {'options': {}},
])
def test_the_comparison_itself_can_fail(wrong):
    right = {'one': {'type': 'list', 'elements': 'str', 'choices': ['a', 'b'], 'aliases': ['y'], 'options': {'inner': {'type': 'str'}}}}
    assert not list(differences(specified(right), specified(right)))
    assert list(differences(specified({'one': dict(right['one'], **wrong)}), specified(right)))
    assert list(differences(specified({}), specified(right)))
    assert list(differences(specified(dict(right, two={})), specified(right)))


def texts(one):
    text = one.get('description')
    return text if isinstance(text, list) else [text]


def walk(options, inner, path=''):
    for name, one in options.items():
        here = '%s.%s' % (path, name) if path else name
        yield here, one
        yield from walk(one.get(inner) or {}, inner, here)


@pytest.mark.parametrize('module', MODULES)
def test_every_option_is_described(module, documented):
    for path, one in walk(documented[module]['doc']['options'], 'suboptions'):
        for text in texts(one):
            assert text and text.strip().endswith(('.', ')')), '%s: %r' % (path, text)


@pytest.mark.parametrize('module', MODULES)
def test_what_options_need_is_said(module, documented):
    """The version that an option needs stands in its text; and each variable of the environment in that of its option."""
    options = dict(walk(documented[module]['doc']['options'], 'suboptions'))
    for name, variable in _module.ENVIRONMENT.items():
        assert 'E(%s)' % variable in ' '.join(texts(options[name])), name
    if module.endswith('_info') or operation_of(module):
        return
    resource = resource_of(module)
    fields = list(resource.flat()) + [('%s.%s' % (option, path), item) for option, dummy, child in resource.children for path, item in child.flat()]
    for path, item in fields:
        if item.since:
            assert 'Dokploy v%s' % item.since in ' '.join(texts(options[path])), path


@pytest.mark.parametrize('module', MODULES)
def test_the_frame(module, documented):
    doc = documented[module]['doc']
    assert doc['module'] == module
    assert doc['version_added'] == '0.1.0'
    assert doc['short_description'] and not doc['short_description'].endswith('.')
    assert set(doc['attributes']) == {'check_mode', 'diff_mode', 'idempotent', 'async', 'platform', 'action_group'}
    assert all(one.get('support') for one in doc['attributes'].values()), doc['attributes']
    assert doc['attributes']['action_group']['membership'] == ['community.dokploy.dokploy']
    assert any('requests' in one for one in doc['requirements'])
    named = [one['module'] for one in doc['seealso'] if 'module' in one]
    assert named and all(one.startswith(PREFIX) and one[len(PREFIX):] in MODULES for one in named), named
    assert PREFIX + module not in named


# Examples

class Loader(yaml.SafeLoader):  # pylint: disable=too-many-ancestors
    """Knows the tags of playbooks, and refuses a key that stands twice."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key) for key, dummy in node.value]
        assert len(keys) == len(set(keys)), 'a key stands twice: %s' % keys
        return super().construct_mapping(node, deep)


Loader.add_constructor('!unsafe', lambda loader, node: loader.construct_scalar(node))


def examples(documented):
    """(documented module, task, name of the task's module, its options)."""
    for module in MODULES:
        # The loader is a safe one.
        tasks = yaml.load(documented[module]['examples'], Loader)  # noqa: S506
        assert isinstance(tasks, list) and tasks, module
        for task in tasks:
            names = [key for key in task if '.' in key]
            assert len(names) == 1, task
            # A module of Ansible shows what to do with a result.
            if not names[0].startswith('ansible.builtin.'):
                yield module, task, names[0], task[names[0]] or {}


def test_examples_are_tasks_of_this_collection(documented):
    seen, found = set(), list(examples(documented))
    for module, task, name, dummy in found:
        assert name.startswith(PREFIX) and name[len(PREFIX):] in MODULES, name
        assert task.get('name') and task['name'][0].isupper(), task
        unknown = [key for key in task if key != name and key not in PlaybookTask.fattributes]
        assert not unknown, '%s: %s' % (task['name'], unknown)
        assert (module, task['name']) not in seen, 'two examples are named %s' % task['name']
        seen.add((module, task['name']))
    for module in MODULES:
        assert any(one == module and name == PREFIX + module for one, dummy, name, more in found), module


def test_examples_pass_the_specification(documented):
    """Names, types, choices, nested ones too; and what the engine itself checks before it asks the server, such as units."""
    for dummy, task, name, options in examples(documented):
        module = name[len(PREFIX):]
        checked = ArgumentSpecValidator(spec_of(module)).validate(options)
        assert not checked.error_messages, '%s: %s' % (task['name'], checked.error_messages)
        if not module.endswith('_info') and not operation_of(module):
            resource = resource_of(module)
            given = checked.validated_parameters
            if part_of(module):
                _engine.match_children(part_of(module).option, resource, None, [given])
                continue
            changes = _engine.read_changes(resource, given, given.get('unset') or ())
            # What Ansible puts in is not known here.
            _engine.validate_changes(resource, {path: one for path, one in changes.items() if not str(one.value).startswith('{{')})
            for option, more, child in resource.children:
                _engine.match_children(option, child, None, given.get(option) or [])


def test_examples_hold_no_secret(documented):
    for dummy, task, name, options in examples(documented):
        resource = resource_of(name[len(PREFIX):])
        for option, dummy, child in resource.children:
            for one in options.get(option) or []:
                for item in child.fields:
                    if item.secret and one.get(item.option):
                        assert one[item.option].startswith(('{{ vault_', '{{ lookup(')), '%s: %s.%s' % (task['name'], option, item.option)
        for path, item in resource.flat():
            outer, dot, inner = path.partition('.')
            value = (options.get(outer) or {}).get(inner) if dot else options.get(outer)
            if item.secret is True and value:
                assert value.startswith('{{ vault_'), '%s: %s' % (task['name'], path)
            for key, one in (value or {}).items() if item.secret == 'values' else ():
                if re.search('PASSWORD|TOKEN|SECRET|KEY|DATABASE_URL', key):
                    assert one.startswith('{{ vault_'), '%s: %s' % (task['name'], key)
        assert 'api_key' not in options
        assert not (options.get('include_secrets') or options.get('return_url')) or task.get('no_log'), task['name']


def test_examples_of_the_application_show_every_state(documented):
    states = {options.get('state', 'started') for module, dummy, name, options in examples(documented) if name == PREFIX + 'dokploy_application'}
    assert states == set(resource_of('dokploy_application').states)


# Return values

def contents(returned):
    return {name: contents(one.get('contains') or {}) for name, one in returned.items()}


@pytest.mark.parametrize('module', MODULES)
def test_return_values_are_described_and_have_samples(module, documented):
    for path, one in walk(documented[module]['return'], 'contains'):
        assert one.get('returned'), path
        assert one.get('type'), path
        assert 'sample' in one, path
        for text in texts(one):
            assert text and text.strip().endswith(('.', ')')), '%s: %r' % (path, text)
        if one['type'] == 'list':
            assert one.get('elements'), path


def assigned(*files):
    """Keys that are set in a result later than at its beginning, and those that an error adds."""
    found = set()
    for name in files:
        path = os.path.join(paths.ROOT, 'plugins', 'module_utils', name)
        if os.path.exists(path):
            with open(path, encoding='utf-8') as handle:
                found |= set(re.findall(r'\bresult\["(\w+)"\]\s*=[^=]', handle.read()))
    return found


def converge(module, resource):
    options = dict.fromkeys(spec_of(module))
    options['state'] = 'present'
    return operation_of(module)(Context(SimpleNamespace()), make_request(resource, options))


def keys_of_look(look):
    """The keys of the dictionaries that a C(look) returns, as its source has them."""
    tree = ast.parse(inspect.getsource(look)) if look else ast.Module([], [])
    return {key.value for one in ast.walk(tree) if isinstance(one, ast.Return) and isinstance(one.value, ast.Dict) for key in one.value.keys}


def keys_of_result(module, resource):
    """The keys that the result of a resource's module can have."""
    outcome = Outcome(make_request(resource, {}), facts={} if resource.service or is_record(resource) else KIND_IN_TREE.facts())
    make, some = (_result.make_service_result, set(doc_returns.SOMETIMES)) if resource.service else (_record_result.make_record_result, set())
    if resource.service and not resource.calls.deployments:
        some = some - {'build_log', 'rolled_back'} | {'connection_url'}
    if resource.service and resource.form.has_parts:
        some = some - {'rolled_back'}       # no registry keeps what ran before
    some = some | {name for name, given in (('run', resource.run), ('used_by', resource.used_by)) if given}
    return set(make(outcome)) | some | set(resource.reveals) | keys_of_look(resource.look)


@pytest.mark.parametrize('module', [one for one in MODULES if operation_of(one) or not one.endswith('_info')])
def test_return_covers_the_result(module, documented):
    resource = resource_of(module)
    if part_of(module):
        request = make_request(part_of(module).resource, {part_of(module).option: [dict.fromkeys(spec_of(module))]})
        keys = set(make_part_result(Outcome(request), part_of(module).option, 'wait' in spec_of(module)))
        keys |= {'build_log', 'container_log', 'undone', 'rolled_back'} if 'wait' in spec_of(module) else set()
    elif operation_of(module):
        keys = set(converge(module, resource).result)
        keys |= assigned('_operations/%s.py' % module[len('dokploy_'):])
        if 'follow' in operation_of(module).own_options:
            keys |= {'build_log', 'container_log'}
    else:
        keys = keys_of_result(module, resource)
    if resource is not SERVER or module in ('dokploy_api', 'dokploy_backup_restore'):       # of which there is one
        keys |= {'candidates'}
    assert set(documented[module]['return']) == keys - CORE_KEYS


RECORDS = [one for one in MODULES if not one.endswith('_info') and not operation_of(one) and is_record(resource_of(one))]


@pytest.mark.parametrize('module', RECORDS)
def test_plain_records_are_described_key_by_key(module, documented):
    """Each option that no secret is in stands in the module's result, and the same keys in that of its _info."""
    resource = resource_of(module)
    shown = {}
    for path, item in resource.flat():
        if not item.secret or item.secret == 'values':
            group, dot, name = path.rpartition('.')
            (shown.setdefault(group, {}) if dot else shown)[name + ('_keys' if item.secret == 'values' else '')] = {}
    shown.update({name: {} for name in ('id', 'name', *(one[0] for one in resource.shows))})
    described_here = contents(documented[module]['return'])[resource.kind]
    assert described_here == shown
    assert contents(documented[module + '_info']['return'])[resource.many] == described_here


@pytest.mark.parametrize('module', RECORDS)
def test_values_of_a_record_are_generated(module):
    """What its module returns for the fields of its description: a new field needs no line in RETURN."""
    kind = resource_of(module).kind if module != 'dokploy_server' else 'server'
    with open(os.path.join(paths.ROOT, 'plugins', 'modules', module + '.py'), encoding='utf-8') as handle:
        found = re.findall(r'(?m)^ +# generated: values of %s(?: except (.*))?$' % kind, handle.read())
    assert len(found) == bool(doc_blocks.make_values(kind))
    # These are returned where the task sets them alone.
    assert ''.join(found) == ('access_log, traefik_env, traefik_ports' if module == 'dokploy_settings' else '')


@pytest.mark.parametrize('kind', list(PARTS))
def test_parts_of_services_are_described_key_by_key(kind, documented):
    """As the list of the service shows them, and the _info module as well, where there is one."""
    shown = {item.option: {} for item in PARTS[kind].fields if item.key and not item.secret}
    returned = contents(documented['dokploy_' + kind]['return'])
    assert returned[kind] == dict(shown, id={})
    if 'dokploy_%s_info' % kind in MODULES:
        assert contents(documented['dokploy_%s_info' % kind]['return'])[PARTS[kind].option] == returned[kind]


PROJECT_ROW = {
    'projectId': 'p', 'name': 'shop', 'description': None, 'env': 'A=1',
    'environments': [{'environmentId': 'e', 'name': 'production', 'isDefault': True, 'applications': [
        {'applicationId': 'a', 'name': 'backend', 'applicationStatus': 'done'}]}],
}


def record(source_type, build_type):
    """An application as Dokploy would give it, with each key that is known."""
    row = {'applicationId': 'a', 'name': 'backend', 'appName': 'shop-backend-x', 'environmentId': 'e', 'applicationStatus': 'done', 'serverId': None,
           'environment': {'name': 'production', 'project': {'name': 'shop', 'projectId': 'p'}}, 'deployments': [DEPLOYMENT_ROW]}
    resource = resource_of('dokploy_application')
    for dummy, item in resource.flat():
        row.setdefault(item.key, None)
    row.update(sourceType=source_type, buildType=build_type)
    for dummy, key, child in resource.children:
        types = {kind for item in child.fields if item.only_for for kind in item.only_for[1]} or {None}
        row[key] = [dict({item.key: None for item in child.fields if item.key}, type=one, **{child.id: 'd'}) for one in types]
    return row


DEPLOYMENT_ROW = {'deploymentId': 'd', 'title': 't', 'status': 'done', 'createdAt': '2026-11-24T09:30:00.000Z', 'finishedAt': None}


# What only a Docker Engine tells with each look.
ENDED = {'exit_code': 137, 'out_of_memory': True}


def observed(source_type='docker', build_type='dockerfile'):
    spec = {'Mode': {'Replicated': {'Replicas': 1}}, 'TaskTemplate': {'ContainerSpec': {'Image': 'nginx:1'}}}
    return Observation(record=record(source_type, build_type), service=Service('s', spec), tasks=[
        Task('t', 'shop-backend-x.1', 'running', 'running', 5), Task('u', 'shop-backend-x.1', 'shutdown', 'failed', 9, end=ENDED)])


def merged(*trees):
    """The keys of several results, nested ones too."""
    found = {}
    for tree in trees:
        for key, one in tree.items():
            one = merged(*one) if isinstance(one, list) and one and isinstance(one[0], dict) else one
            found[key] = merged(found.get(key, {}), one if isinstance(one, dict) else {})
    return found


# Their keys are those of options, which are documented where the options are.
BY_OPTIONS = (
    'networks', 'placement', 'ulimits', 'endpoint_spec', 'healthcheck', 'restart_config', 'update_config', 'rollback_config', 'labels', 'env', 'build_args',
    'build_secrets', 'preview_env', 'preview_build_args', 'preview_build_secrets')


def pruned(tree):
    return {key: {} if key in BY_OPTIONS else pruned(one) for key, one in tree.items()}


def keys_shown(include_secrets):
    resource = resource_of('dokploy_application')
    return pruned(merged(*[_present.present_service(resource, observed(*types), include_secrets=include_secrets) for types in every_type()]))


def every_type():
    """Each type of source with each build type, as Dokploy spells them."""
    types = [(path, item) for path, item in resource_of('dokploy_application').flat() if path.endswith('.type')]
    source, build = ([item.kind.parse(one, path) for one in item.more['choices']] for path, item in types)
    return [(one, other) for one in source for other in build]


def test_the_application_is_described_key_by_key(documented):
    returned = contents(documented['dokploy_application']['return'])
    assert pruned(returned['application']) == keys_shown(False)
    shown = set(merged(*_present.present_containers(observed())))
    assert set(returned['containers']) == shown >= set(ENDED)
    assert set(returned['deployment']) == set(_present_deployment.present_deployment(DEPLOYMENT_ROW))


def test_the_application_info_is_described_key_by_key(documented):
    options = dict.fromkeys(spec_of('dokploy_application_info'))
    options.update(project='shop', include_secrets=True)
    found = []
    for types in every_type():
        seen = observed(*types)
        backend = SimpleNamespace(
            name='api', stores=False, places=lambda dummy: [Place()], observe=lambda dummy, seen=seen: seen, known_version=(0, 30, 0), client=None)
        masker = SimpleNamespace(mask_values=lambda value: value, add_secret=lambda *dummy: None)
        found += _info.make_info_result(resource_of('dokploy_application_info'), backend, options, masker)['applications']
    assert found
    assert pruned(contents(documented['dokploy_application_info']['return'])['applications']) == pruned(merged(*found))


@pytest.mark.parametrize('kind', ['project', 'environment'])
def test_projects_and_environments_are_described_key_by_key(kind, documented):
    module = 'dokploy_' + kind
    options = dict.fromkeys(spec_of(module + '_info'))
    options['include_secrets'] = True
    client = SimpleNamespace(read=lambda *dummy, **more: dict(PROJECT_ROW['environments'][0], env='B=1'))
    backend = SimpleNamespace(tree=lambda: [PROJECT_ROW], client=client)
    found = _info.make_info_result(resource_of(module), backend, options, None)[kind + 's']
    assert found
    assert pruned(contents(documented[module + '_info']['return'])[kind + 's']) == pruned(merged(*found))
    row = PROJECT_ROW if kind == 'project' else PROJECT_ROW['environments'][0]
    assert set(contents(documented[module]['return'])[kind]) == set(_present_record.present_record(resource_of(module), row))


def test_affected_applications_are_described(documented):
    with dokploy() as here:
        assert not here.run('dokploy_project', project='shop', env={'A': '1'}).failed
        assert not here.application(state='present', source={'type': 'docker', 'image': 'nginx:1.27'}, env={'B': '${{project.A}}'}).failed
        found = here.run('dokploy_project', project='shop', env={'A': '2'})['affected_applications']
    assert [set(one) for one in found] == [set(contents(documented['dokploy_project']['return'])['affected_applications'])]


# Filters and cross references

def test_filters_are_documented():
    found = read_documentation(FILTERS, '--type', 'filter')
    assert sorted(found) == FILTERS
    for name, one in found.items():
        assert one['doc']['version_added'] == '0.1.0', name
        assert one['doc']['options']['_input']['required'] is True, name
        assert one['examples'] and PREFIX + name in one['examples'], name
        tasks = yaml.load(one['examples'], Loader)  # noqa: S506
        assert all(len([key for key in task if '.' in key]) == 1 for task in tasks), name
        assert one['return']['_value']['description'], name


def list_texts(value):
    """Every text in a YAML value."""
    if isinstance(value, (dict, list)):
        return [text for one in (value.values() if isinstance(value, dict) else value) for text in list_texts(one)]
    return [value] if isinstance(value, str) else []


def read_examples(path):
    """The EXAMPLES of a plugin's file, as text."""
    with open(path, encoding='utf-8') as handle:
        text = handle.read()
    if path.endswith('.yml'):
        return yaml.safe_load(text)['EXAMPLES']
    return next((node.value.value for node in ast.parse(text).body if isinstance(node, ast.Assign) and node.targets[0].id == 'EXAMPLES'), '')


@pytest.mark.parametrize('kind', ['modules/*.py', 'lookup/*.py', 'inventory/*.py', 'filter/*.yml'])
def test_templates_of_examples_can_be_parsed(kind):
    """An example of the look-up dokploy_application had one parenthesis too many."""
    found = glob.glob(os.path.join(paths.ROOT, 'plugins', *kind.split('/')))
    assert found
    for path in found:
        for text in list_texts(list(yaml.load_all(read_examples(path), Loader))):
            try:
                jinja2.Environment(autoescape=True).parse(text)
            except jinja2.TemplateSyntaxError as exc:
                pytest.fail('%s: %s: %s' % (path, exc, text))


def test_hidden_options_stay_hidden():
    """What the action plugin hands over is no option."""
    for module in MODULES:
        assert FROM_CONTROLLER not in spec_of(module)
    assert _service_kinds.OUR_LABELS == 'community.dokploy.', 'the label is named in the documentation'


# Pages

def read_page(name):
    with open(os.path.join(paths.ROOT, 'docs', 'docsite', 'rst', name + '.rst'), encoding='utf-8') as handle:
        return handle.read()


def test_the_page_on_connecting_names_every_variable():
    text = read_page('connecting')
    for option, variable in _module.ENVIRONMENT.items():
        assert '   * - ``%s``\n     - ``%s``\n' % (option, variable) in text, option


def test_the_page_of_options_has_each_option_once():
    found = re.findall('``([a-z_]+)``', read_page('application_options'))
    assert sorted(found) == sorted(spec_of('dokploy_application'))


def test_the_page_on_secrets_names_what_others_print():
    """Callbacks, artifacts, and debugging output are Ansible's, and show what no module of this collection can mask."""
    text = read_page('secrets')
    for name in ('JUNIT_HIDE_TASK_ARGUMENTS', 'ansible-runner', 'ANSIBLE_DEBUG'):
        assert name in text, name
