# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/awx: its arguments are those of the modules of awx.awx, and its surveys ask for options of the roles. No AWX is asked."""

from __future__ import annotations

import os
import re

import jinja2
import pytest
import yaml

from support import awx, paths
from support.play import playbook

pytestmark = pytest.mark.xdist_group('awx')

FOLDER = os.path.join(paths.ROOT, 'docs', 'awx')
CANARY = 'canary-of-the-credential'


class Loader(yaml.SafeLoader):  # pylint: disable=too-many-ancestors
    """Knows the tag of what Ansible must not template."""


Loader.add_constructor('!unsafe', lambda loader, node: loader.construct_scalar(node))


def load(*parts):
    with open(os.path.join(*parts), encoding='utf-8') as handle:
        return yaml.load(handle, Loader)  # noqa: S506


TEMPLATES = load(FOLDER, 'job_templates.yml')['awx_job_templates']
TYPE = load(FOLDER, 'credential_type.yml')['awx_credential_type']
ROLES = sorted(os.listdir(os.path.join(paths.ROOT, 'roles')))


@pytest.fixture(scope='module')
def collections():
    return awx.collection()


def applied(collections, folder, **extra):
    """A run of apply.yml -> ({name of a task: what its module received, in order}, the run)."""
    run = playbook(
        os.path.join(FOLDER, 'apply.yml'), folder, collections=collections, extra_vars=dict({'awx_project_url': 'https://git.example.com/d.git'}, **extra))
    told = {}
    for one in run.results:
        rows = one['result'].get('results') or [one['result']]
        told.setdefault(one['task'], []).extend(row['received'] for row in rows if 'received' in row)
    return told, run


def test_every_argument_is_one_of_awx_awx(collections, tmp_path):
    told, run = applied(
        collections, tmp_path, awx_dokploy_url='https://dokploy.example.com', awx_dokploy_api_key=CANARY, awx_execution_environment_image='ee:1')
    assert run.returncode == 0, run.output
    assert CANARY not in run.output
    assert told['The type of the credential'][0]['injectors'] == TYPE['injectors']
    assert told['The type of the credential'][0]['inputs'] == TYPE['inputs']
    made = told['The job templates']
    assert [one['name'] for one in made] == [one['name'] for one in TEMPLATES]
    for one, wanted in zip(made, TEMPLATES):
        assert one['survey_spec']['spec'] == wanted['survey']
        assert one.get('extra_vars') == wanted.get('extra_vars', {})
        assert (one['playbook'], one['credentials'], one['execution_environment'], one['survey_enabled']) == (
            wanted['playbook'], ['Dokploy'], 'community.dokploy', True)
    assert told['Its only host, which is the execution environment itself'][0]['variables']['ansible_python_interpreter'] == '{{ ansible_playbook_python }}'


def test_what_is_left_out_is_not_made(collections, tmp_path):
    told, run = applied(collections, tmp_path)
    assert run.returncode == 0, run.output
    assert 'A credential of that type' not in told or not told['A credential of that type']
    assert not told.get('The execution environment')
    assert all('execution_environment' not in one and one['ask_credential_on_launch'] and one['credentials'] == [] for one in told['The job templates'])


def test_a_wrong_argument_fails(collections, tmp_path):
    """The check itself can fail."""
    told, run = applied(collections, tmp_path, awx_job_templates=[dict(TEMPLATES[0], survey='no list of anything', use_fact_cache='perhaps')])
    assert run.returncode and 'use_fact_cache' in run.output and not told.get('The job templates'), run.output


def test_the_environment_that_the_credential_sets():
    """As AWX fills it in: its own Jinja, with what the credential holds."""
    fields = [one['id'] for one in TYPE['inputs']['fields']]
    assert set(TYPE['inputs']['required']) <= set(fields)
    assert [one['id'] for one in TYPE['inputs']['fields'] if one.get('secret')] == ['api_key']
    assert all(one['type'] in ('string', 'boolean') for one in TYPE['inputs']['fields'])

    def injected(**values):
        return {name: jinja2.Environment().from_string(text).render(**values) for name, text in TYPE['injectors']['env'].items()}  # noqa: S701
    assert injected(url='u', api_key='k', insecure=False) == {
        'DOKPLOY_URL': 'u', 'DOKPLOY_API_KEY': 'k', 'DOKPLOY_CA_PATH': '', 'DOKPLOY_VALIDATE_CERTS': 'true'}
    assert injected(url='u', api_key='k', ca_path='/ca', insecure=True)['DOKPLOY_VALIDATE_CERTS'] == 'false'
    with open(os.path.join(paths.ROOT, 'plugins', 'module_utils', '_module', 'options.py'), encoding='utf-8') as handle:
        known = re.findall(r'"(DOKPLOY_\w+)"', handle.read())
    assert set(TYPE['injectors']['env']) <= set(known)


@pytest.mark.parametrize('template', TEMPLATES, ids=lambda one: one['playbook'])
def test_a_survey_asks_for_options_of_the_role(template):
    assert os.path.exists(os.path.join(paths.ROOT, template['playbook']))
    role = 'dokploy_' + os.path.basename(template['playbook'])[:-len('.yml')]
    with open(os.path.join(paths.ROOT, template['playbook']), encoding='utf-8') as handle:
        assert 'community.dokploy.' + role in handle.read()
    options = load(paths.ROOT, 'roles', role, 'meta', 'argument_specs.yml')['argument_specs']['main']['options']
    defaults = load(paths.ROOT, 'roles', role, 'defaults', 'main.yml')
    assert set(template.get('extra_vars') or {}) <= set(options)
    seen = set()
    for one in template['survey']:
        # Behind survey_, for an extra variable of the option's own name could not be left out (playbooks/tasks/survey.yml).
        assert one['variable'].startswith('survey_')
        name = one['variable'][len('survey_'):]
        assert name in options and name not in seen, name
        seen.add(name)
        assert one['type'] in ('text', 'textarea', 'password', 'integer', 'float', 'multiplechoice', 'multiselect')
        assert one['question_name'] and one['question_description'].endswith('.')
        assert one['required'] is bool(options[name].get('required'))
        if one['type'] == 'multiplechoice':
            assert one['required'] or one['default'] in one['choices']
            if 'choices' in options[name]:
                assert set(one['choices']) == set(options[name]['choices']) - {''}
            else:
                assert sorted(one['choices']) == ['false', 'true']
        if name in defaults and not one['required']:
            shown = defaults[name]
            wanted = '' if shown in ([], '') else str(shown).lower() if isinstance(shown, bool) else shown
            assert one['default'] == wanted, name
    # What has to be given is asked for.
    assert {name for name, option in options.items() if option.get('required')} <= seen


def test_each_job_template_is_of_a_role(report_line):
    names = [one['name'] for one in TEMPLATES]
    assert len(names) == len(set(names))
    served = {'dokploy_' + os.path.basename(one['playbook'])[:-len('.yml')] for one in TEMPLATES}
    assert served <= set(ROLES)
    report_line('awx: %d roles have a job template; without: %s' % (len(served), ', '.join(sorted(set(ROLES) - served)) or 'none'))


def test_the_execution_environment_takes_what_the_collection_needs():
    made = load(FOLDER, 'execution-environment.yml')
    own = load(paths.ROOT, 'meta', 'execution-environment.yml')
    galaxy = load(paths.ROOT, 'galaxy.yml')
    assert made['version'] == own['version'] == 3
    assert made['dependencies']['galaxy']['collections'][0]['name'] == '%s-%s-%s.tar.gz' % (galaxy['namespace'], galaxy['name'], galaxy['version'])
    assert all(os.path.exists(os.path.join(paths.ROOT, path)) for path in own['dependencies'].values())
