# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DokployModule holds secrets back: AnsibleModule never sees one, whatever type or place it comes in."""

from __future__ import annotations

import importlib
import json
from unittest import mock

import pytest
from ansible.module_utils import basic
from ansible_collections.community.dokploy.plugins.module_utils._module import runner, secrets as _secrets, service as _service
from ansible_collections.community.dokploy.plugins.module_utils._common.masking import MASK
from support import inprocess

CANARY = 'c4nary-S3CRET'
NOWHERE = 'http://127.0.0.1:9'
NAMED = {'api_url': NOWHERE, 'api_key': CANARY + '-key', 'project': 'shop', 'environment': 'production', 'name': 'web', 'retries': 0}
MODULES = ('dokploy_project', 'dokploy_environment', 'dokploy_application', 'dokploy_project_info', 'dokploy_environment_info', 'dokploy_application_info')


def run(module='dokploy_application', **arguments):
    named = dict(NAMED)
    if module != 'dokploy_application':
        named.pop('name')
    if 'project' in module.split('_')[1:2]:
        named.pop('environment')
    return inprocess.run_main(module, dict(named, **arguments))


def seen(module='dokploy_application', **arguments):
    """What AnsibleModule has of these arguments, and what it would log."""
    made = []

    def stop(self, params):
        made.append(self)
        raise SystemExit(0)

    named = dict(NAMED, **arguments)
    whole = {'ANSIBLE_MODULE_ARGS': dict(named, _ansible_remote_tmp='/tmp', _ansible_check_mode=False)}
    logged = []
    with mock.patch.object(basic, '_ANSIBLE_ARGS', json.dumps(whole).encode()), mock.patch.object(
            basic.AnsibleModule, 'log', lambda self, msg, log_args=None: logged.append((msg, log_args))), mock.patch.object(
                runner, 'perform', lambda task, body: {}), mock.patch.object(runner.DokployModule, 'finish', stop):
        try:
            from ansible.module_utils.testing import patch_module_args
            context = patch_module_args(whole['ANSIBLE_MODULE_ARGS'])
        except ImportError:
            import contextlib
            context = contextlib.nullcontext()
        with context, pytest.raises(SystemExit):
            __import__('importlib').import_module(inprocess.PLUGINS + 'modules.' + module).main()
    return made[0], logged


def options_of(module):
    """The options that the task gets."""
    return module.secrets.fill(module.params)


def test_placeholders_are_all_that_ansible_sees():
    module, logged = seen(
        env={'A': CANARY}, build_args={'B': CANARY}, build_secrets={'C': CANARY, 'EMPTY': None},
        verify={'url': 'https://user:%s@shop.example.com/' % CANARY, 'headers': {'Authorization': 'Bearer ' + CANARY}},
        source={'type': 'docker', 'image': 'x:1', 'username': 'u', 'password': CANARY, 'registry_url': 'https://user:%s@registry.example.com' % CANARY},
        state='present')
    text = json.dumps(module.params) + repr(logged)
    assert CANARY not in text
    assert module.params['env'] == {'A': MASK}
    assert module.params['build_secrets'] == {'C': MASK, 'EMPTY': None}
    assert module.params['source']['password'] == MASK
    assert module.params['source']['registry_url'] == 'https://%s@registry.example.com' % MASK
    options = options_of(module)
    assert options['env'] == {'A': CANARY}
    assert options['source']['password'] == CANARY
    assert options['source']['registry_url'] == 'https://user:%s@registry.example.com' % CANARY
    assert options['verify']['headers'] == {'Authorization': 'Bearer ' + CANARY}
    assert options['verify']['url'] == 'https://user:%s@shop.example.com/' % CANARY
    assert options['api_key'] == CANARY + '-key'
    assert CANARY not in module.secrets.masker.mask_text('log says %s' % CANARY)


QUERY = 'https://shop.example.com/health?token=%s&verbose=1' % CANARY


def test_the_query_of_an_address_is_held_back():
    module, logged = seen(verify={'url': QUERY})
    assert CANARY not in json.dumps(module.params) + repr(logged)
    assert module.params['verify']['url'] == 'https://shop.example.com/health?' + MASK
    assert options_of(module)['verify']['url'] == QUERY
    said = module.secrets.masker.mask_text('%s does not answer, token=%s' % (QUERY, CANARY))
    assert said == 'https://shop.example.com/health%s does not answer, token=%s' % (MASK, MASK)


def test_a_query_beside_a_user_is_held_back_whole():
    module, logged = seen(verify={'url': QUERY.replace('://', '://user:%s@' % CANARY)})
    assert CANARY not in json.dumps(module.params) + repr(logged)
    assert module.params['verify']['url'] == 'https://%s@shop.example.com/health?%s' % (MASK, MASK)
    assert options_of(module)['verify']['url'] == QUERY.replace('://', '://user:%s@' % CANARY)


def test_an_address_without_a_query_is_shown():
    module, dummy = seen(verify={'url': 'https://shop.example.com/health'})
    assert module.params['verify']['url'] == 'https://shop.example.com/health'


def test_the_options_are_a_copy_that_ansible_does_not_share():
    module, dummy = seen(env={'A': CANARY})
    options_of(module)['env']['A'] = 'changed'
    assert options_of(module)['env']['A'] == CANARY


def test_secrets_may_come_as_text_that_holds_a_dictionary():
    module, logged = seen(env='{"A": "%s"}' % CANARY, build_args='{"B": "%s"}' % CANARY, source='type=docker image=x:1 password=%s' % CANARY)
    assert CANARY not in json.dumps(module.params) + repr(logged)
    options = options_of(module)
    assert options['env'] == {'A': CANARY}
    assert options['build_args'] == {'B': CANARY}
    assert options['source']['password'] == CANARY


BAD = {
    'env is a list': {'env': [{'A': CANARY}]},
    'env is a text': {'env': CANARY},
    'env is dotenv text': {'env': 'A=%s\nB=%s' % (CANARY, CANARY)},
    'env is a number': {'env': 77777777},
    'env holds a list': {'env': {'A': [CANARY]}},
    'env holds a dictionary': {'env': {'A': {'B': CANARY}}},
    'env holds a dictionary as text': {'env': {'A': "{'password': '%s'}" % CANARY}, 'timeout': 'x'},
    'env holds a number': {'env': {'A': 3}},
    'env key is wrong': {'env': {'A B': CANARY}},
    'env value is wrong': {'env': {'A': CANARY + '\x00'}},
    'build_args is a list': {'build_args': [CANARY]},
    'build_secrets is a text': {'build_secrets': CANARY + ' ' + CANARY},
    'password is a dictionary': {'source': {'type': 'docker', 'image': 'x', 'password': {'p': CANARY}}},
    'password is a list': {'source': {'type': 'docker', 'image': 'x', 'password': [CANARY]}},
    'password is true': {'source': {'type': 'docker', 'image': 'x', 'password': True}},
    'source is a list': {'source': [{'password': CANARY}]},
    'source is a list of texts': {'source': ['password=' + CANARY]},
    'source is k=v text with an unknown option': {'source': 'type=docker image=x pasword=' + CANARY},
    'source is unreadable text': {'source': CANARY},
    'source is JSON that is cut': {'source': '{"password": "%s"' % CANARY},
    'misspelt option': {'enw': {'A': CANARY}},
    'misspelt option with a text': {'passwrd': CANARY},
    'misspelt inner option': {'source': {'type': 'docker', 'image': 'x', 'pasword': CANARY}},
    'misspelt inner option with a dictionary': {'source': {'type': 'docker', 'image': 'x', 'auth': {'password': CANARY}}},
    'misspelt option of a domain': {'domains': [{'host': 'a.example.com', 'port': 80, 'password': CANARY}]},
    'domains is a dictionary': {'domains': {'password': CANARY}},
    'another option is of a wrong type': {'env': {'A': CANARY}, 'replicas': 'many', 'api_key': CANARY},
    'another choice is wrong': {'env': {'A': CANARY}, 'state': 'gone', 'source': {'type': 'docker', 'image': 'x', 'password': CANARY}},
    'api_key is a dictionary': {'api_key': {'key': CANARY}},
    'api_key is a list': {'api_key': [CANARY]},
    'api_key is not ASCII': {'api_key': CANARY + 'ü'},
    'api_key has a line break': {'api_key': CANARY + '\n'},
    'api_url holds a user': {'api_url': 'http://user:%s@127.0.0.1:9' % CANARY},
    'api_url holds a token': {'api_url': 'http://%s@127.0.0.1:9' % CANARY},
    'api_url is no address': {'api_url': 'ftp://u:%s@127.0.0.1' % CANARY},
    'verify.headers is a text': {'verify': {'url': '', 'headers': CANARY}},
    'verify.headers holds a list': {'verify': {'url': '', 'headers': {'Authorization': [CANARY]}}},
    'git address with a token': {'source': {'type': 'git', 'url': 'https://oauth2:%s@git.example.com/x.git' % CANARY, 'branch': 'main', 'image': 'x'}},
    'the server is not there': {'env': {'A': CANARY}, 'source': {'type': 'docker', 'image': 'x', 'password': CANARY}},
}


@pytest.mark.parametrize('case', sorted(BAD))
def test_no_bad_type_shows_a_secret(case, capsys):
    result = run(**BAD[case])
    assert result.failed
    assert result['msg']
    shown = json.dumps(result) + ''.join(capsys.readouterr())
    assert CANARY not in shown and '77777777' not in shown, shown
    assert 'Traceback' not in shown and 'a fault of this collection' not in shown, shown


@pytest.mark.parametrize(('module', 'option'), [
    ('dokploy_application', {'env': {'A': CANARY + '\ud800'}}),
    ('dokploy_compose', {'source': {'type': 'raw', 'content': 'services: {a: {image: "x\udfff"}}'}}),
    ('dokploy_traefik', {'config': {'http': {'routers': {'\ud800': {}}}}}), ('dokploy_exec', {'command': 'echo \ud800'})])
def test_half_of_a_character_is_refused_with_the_name_of_its_option(module, option):
    definition = importlib.import_module(inprocess.PLUGINS + 'modules.' + module).DEFINITION
    secrets = _secrets.HeldSecrets(definition.argument_spec, definition.secrets)
    assert secrets.find_problem(secrets.hold(option)).startswith('%s: half of a character (surrogate) is no text' % next(iter(option)))


@pytest.mark.parametrize('module', MODULES)
def test_every_module_blanks_the_values_of_unknown_options(module):
    result = run(module, no_such_option=CANARY, other={'deep': [CANARY]})
    assert result.failed and 'no_such_option' in result['msg']
    assert CANARY not in json.dumps(result)


@pytest.mark.parametrize('module', ('dokploy_project', 'dokploy_environment'))
def test_shared_variables_are_held_back(module):
    result = run(module, env={'A': CANARY})
    assert result.failed and CANARY not in json.dumps(result)


def test_a_key_from_the_environment_or_the_controller_is_held_back_too(monkeypatch):
    monkeypatch.setenv('DOKPLOY_API_KEY', CANARY)
    module, logged = seen(api_key=None)
    assert module.params['api_key'] == MASK and options_of(module)['api_key'] == CANARY
    assert CANARY not in repr(logged)
    monkeypatch.delenv('DOKPLOY_API_KEY')
    module, logged = seen(api_key='', _ansible_dokploy_controller={'api_key': CANARY, 'api_url': 'http://127.0.0.1:10'})
    assert module.params['api_key'] == MASK and options_of(module)['api_key'] == CANARY
    assert module.params['api_url'] == NOWHERE
    assert CANARY not in repr(logged) + json.dumps(module.params)


def test_the_task_is_preferred_to_the_environment_and_that_to_the_controller(monkeypatch):
    monkeypatch.setenv('DOKPLOY_API_KEY', 'from-environment')
    assert options_of(seen()[0])['api_key'] == CANARY + '-key'
    assert options_of(seen(api_key=None, _ansible_dokploy_controller={'api_key': 'from-controller'})[0])['api_key'] == 'from-environment'


def test_a_version_of_ansible_without_the_hook_fails_closed(capsys):
    """Were _load_params no longer called by AnsibleModule, the secrets would be in params: nothing may then be done or shown."""
    with mock.patch.object(_secrets.HeldSecrets, '_hold', lambda self, path: None), mock.patch.object(_service, 'open_backend') as connect:
        result = run(env={'A': CANARY}, source={'type': 'docker', 'image': 'x', 'password': CANARY})
    assert result.failed and 'ansible-core' in result['msg']
    assert not connect.called
    result.pop('invocation', None)      # which an ansible-core without the hook would blank by no_log
    assert CANARY + '-key' not in json.dumps(result)
    assert CANARY not in json.dumps(result)


def test_credentials_carry_no_log_as_well():
    from ansible_collections.community.dokploy.plugins.module_utils._module.service_options import service_spec
    from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION
    spec = service_spec(APPLICATION)
    assert spec['api_key']['no_log'] is True
    assert spec['source']['options']['password']['no_log'] is True


def test_a_crash_shows_no_secret_and_no_exception_object():
    with mock.patch.object(_service, 'open_backend', side_effect=RuntimeError("{'env': {'A': '%s'}}" % CANARY)):
        result = run(env={'A': CANARY})
    assert result.failed and 'a fault of this collection' in result['msg'] and 'RuntimeError' in result['msg']
    assert CANARY not in json.dumps(result)
    assert 'exception' not in result or CANARY not in json.dumps(result['exception'])


@pytest.mark.parametrize('error', (KeyError(CANARY), UnicodeDecodeError('utf-8', CANARY.encode(), 0, 1, CANARY), ValueError(CANARY, {'x': CANARY})))
def test_whatever_is_raised_becomes_one_masked_failure(error):
    with mock.patch.object(_service, 'open_backend', side_effect=error):
        result = run(env={'A': CANARY})
    assert result.failed and CANARY not in json.dumps(result)


def test_a_crash_while_the_module_is_made_shows_no_secret(capsys):
    with mock.patch.object(_secrets, 'check_type_dict', side_effect=RuntimeError('held %s' % CANARY)):
        result = run(source='password=' + CANARY)
    assert result.failed
    assert CANARY not in json.dumps(result) + ''.join(capsys.readouterr())


def test_warnings_are_masked_and_inert():
    module, dummy = seen(env={'A': CANARY})
    said = []
    with mock.patch.object(basic.AnsibleModule, 'warn', lambda self, text, **more: said.append(text)):
        module.warn('\x1b[31m%s\n::error::x' % CANARY)
    assert CANARY not in said[0] and '\x1b' not in said[0] and not any(line.startswith('::') for line in said[0].splitlines())


def test_harmless_values_stay_readable():
    module, dummy = seen(env={'WORKERS': '3', 'DEBUG': 'True', 'FLAG': 'a', 'STAGE': 'production', 'KIND': 'postgres'})
    text = 'image postgres:16 of shop/production/web has 3 of 3 tasks; True is not a secret'
    assert module.secrets.masker.mask_text(text) == text
