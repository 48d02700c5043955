# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""extensions/awx: its arguments are those of the modules of awx.awx, and its surveys ask for options of the roles. No AWX is asked."""

from __future__ import annotations

import glob
import os
import re
import shutil
import subprocess

import pytest

from support import awx, paths
from support.awx_job import FOLDER, TEMPLATES, TYPE, WORKFLOWS, inject, load
from support.play import playbook

pytestmark = pytest.mark.xdist_group('awx')

CANARY = 'canary-of-the-credential'
PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
# All templates have the same keys, so that a few show whether the modules take them.
FEW = [one for one in TEMPLATES if one['name'] in ('Dokploy, plan', 'Dokploy, maintenance', 'Dokploy, stack')]
ALL = {
    'awx_dokploy_url': 'https://dokploy.example.com', 'awx_dokploy_api_key': CANARY, 'awx_dokploy_fields': {'ca': PEM},
    'awx_execution_environment_image': 'ee:1', 'awx_scm': {'username': 'git', 'password': CANARY}, 'awx_registry': {'host': 'r', 'password': CANARY},
    'awx_machine': {'username': 'root', 'password': CANARY}, 'awx_dokploy_hosts': {'box': {'ansible_user': 'root'}},
    'awx_notification': {'notification_type': 'slack', 'notification_configuration': {'token': CANARY}}}


@pytest.fixture(scope='module')
def collections():
    return awx.collection()


def applied(collections, folder, **extra):
    """A run of apply.yml -> ({name of a task: what its module received, in order}, the run)."""
    extra = dict({'awx_project_url': 'https://git.example.com/d.git', 'awx_job_templates': FEW}, **extra)
    run = playbook(os.path.join(FOLDER, 'apply.yml'), folder, collections=collections, extra_vars=extra)
    told = {}
    for one in run.results:
        rows = one['result'].get('results') or [one['result']]
        told.setdefault(one['task'], []).extend(row['received'] for row in rows if 'received' in row)
    return told, run


def test_every_argument_is_one_of_awx_awx(collections, tmp_path):
    told, run = applied(collections, tmp_path, **ALL)
    assert run.returncode == 0, run.output
    assert CANARY not in run.output
    assert told['Create the credential type'][0]['injectors'] == TYPE['injectors']
    assert told['Create the credential type'][0]['inputs'] == TYPE['inputs']
    made = {one['name']: one for one in told['Create the job templates']}
    assert set(made) == {one['name'] for one in FEW}
    for template in FEW:
        one = made[template['name']]
        assert [row['variable'] for row in one['survey_spec']['spec']] == [row['variable'] for row in template['survey']]
        assert all({'question_name', 'type', 'variable', 'required', 'default', 'min', 'max'} <= set(row) for row in one['survey_spec']['spec'])
        assert (one['playbook'], one['execution_environment'], one['notification_templates_error'], one.get('extra_vars')) == (
            template['playbook'], 'community.dokploy', ['Dokploy, failures'], template.get('extra_vars', {}))
        assert one['credentials'] == ['Dokploy'] and one['ask_variables_on_launch'] and one['ask_diff_mode_on_launch'] and one['ask_job_type_on_launch']
    hosts = {one['name']: one['variables'] for one in told['Create its hosts, of which localhost is the execution environment itself']}
    assert hosts == {'box': {'ansible_user': 'root'},
                     'localhost': {'ansible_connection': 'local', 'ansible_python_interpreter': '{{ ansible_playbook_python }}'}}
    assert told['Create the group dokploy'][0]['hosts'] == ['box']
    nodes = told['Create the nodes, the last one first, because each names those after it']
    known = set()
    for one in nodes:
        targets = one['success_nodes'] + one['failure_nodes'] + one['always_nodes']
        assert {(one['workflow_job_template'], name) for name in targets} <= known, one
        known.add((one['workflow_job_template'], one['identifier']))
    assert [one['identifier'] for one in told['Create the approvals']] == ['approval']
    assert [one['unified_job_template'] for one in told['Create the schedules']] == ['Dokploy, audit', 'Dokploy, monitor', 'Dokploy, plan']


def ending(workflow, failing):
    """(names of the nodes that ran, status of the workflow), as AWX decides: a failure counts where no node follows it."""
    nodes = {one['identifier']: one for one in workflow['nodes']}
    targets = {name for one in workflow['nodes'] for way in ('success', 'failure', 'always') for name in one.get(way, [])}
    ran, left, status = [], [name for name in nodes if name not in targets], 'successful'
    while left:
        node = nodes[left.pop(0)]
        ran.append(node['identifier'])
        after = node.get('failure' if node['identifier'] in failing else 'success', []) + node.get('always', [])
        status = 'failed' if node['identifier'] in failing and not after else status
        left += [name for name in after if name not in ran + left]
    return ran, status


@pytest.mark.parametrize('name, failing, ran, status', [
    ('Dokploy, maintenance window', (), 'begin patch end', 'successful'),
    ('Dokploy, maintenance window', ('begin', 'failed'), 'begin end failed', 'failed'),
    ('Dokploy, maintenance window', ('patch', 'failed'), 'begin patch failed end', 'failed'),
    ('Dokploy, maintenance window', ('end',), 'begin patch end', 'failed'),
    ('Dokploy, release the manifest', (), 'plan approval apply', 'successful'),
    ('Dokploy, release the manifest', ('approval',), 'plan approval', 'failed'),
    # The server has what it had before: the plan differs from the release.
    ('Dokploy, release the manifest', ('apply', 'remaining'), 'plan approval apply rollback remaining', 'failed'),
    ('Dokploy, release the manifest', ('apply', 'rollback', 'remaining'), 'plan approval apply rollback remaining', 'failed'),
])
def test_a_workflow_ends_as_awx_decides(name, failing, ran, status):
    workflow = next(one for one in WORKFLOWS['awx_workflows'] if one['name'] == name)
    assert ending(workflow, failing) == (ran.split(), status)


def test_what_is_left_out_is_not_made(collections, tmp_path):
    told, run = applied(collections, tmp_path, awx_workflows=[], awx_schedules=[], awx_job_templates=FEW[:1])
    assert run.returncode == 0, run.output
    for task in ('Create the credential of Dokploy', 'Create the credentials of the project, the registry, and the hosts',
                 'Create the notification of failures', 'Create the execution environment'):
        assert not told.get(task), task
    assert all('execution_environment' not in one and one['ask_credential_on_launch'] and one['credentials'] == []
               and one['notification_templates_error'] == [] for one in told['Create the job templates'])


def test_a_wrong_argument_fails(collections, tmp_path):
    """The check itself can fail."""
    told, run = applied(collections, tmp_path, awx_job_templates=[dict(FEW[0], use_fact_cache='perhaps')])
    assert run.returncode and 'use_fact_cache' in run.output and not told.get('Create the job templates'), run.output


def test_the_environment_and_the_files_that_the_credential_sets(tmp_path):
    """As AWX fills them in: its own sandbox of Jinja, with what the credential has."""
    (tmp_path / 'env').mkdir()
    fields = [one['id'] for one in TYPE['inputs']['fields']]
    assert set(TYPE['inputs']['required']) <= set(fields)
    assert [one['id'] for one in TYPE['inputs']['fields'] if one.get('secret')] == ['api_key', 'client_key']
    assert [one['id'] for one in TYPE['inputs']['fields'] if one.get('multiline')] == ['ca', 'client_cert', 'client_key']
    least = inject(tmp_path, url='u', api_key='k', insecure=False)
    assert {name: value for name, value in least.items() if value} == {'DOKPLOY_URL': 'u', 'DOKPLOY_API_KEY': 'k', 'DOKPLOY_VALIDATE_CERTS': 'true'}
    full = inject(tmp_path, url='u', api_key='k', ca=PEM, client_cert='C', client_key='K', insecure=True, timeout='5', backend='auto')
    assert (full['DOKPLOY_VALIDATE_CERTS'], full['DOKPLOY_TIMEOUT'], full['DOKPLOY_BACKEND']) == ('false', '5', 'auto')
    for name, text in (('DOKPLOY_CA_PATH', PEM), ('DOKPLOY_CLIENT_CERT', 'C'), ('DOKPLOY_CLIENT_KEY', 'K')):
        with open(full[name], encoding='utf-8') as handle:
            assert handle.read().strip() == text.strip(), name
    with open(os.path.join(paths.ROOT, 'plugins', 'module_utils', '_module', 'options.py'), encoding='utf-8') as handle:
        known = set(re.findall(r'"(DOKPLOY_\w+|DOCKER_HOST)"', handle.read()))
    assert set(TYPE['injectors']['env']) == known


def role_of(template):
    """(name of the role that a playbook runs, its options and defaults)."""
    with open(os.path.join(paths.ROOT, template['playbook']), encoding='utf-8') as handle:
        found = re.search(r'name: community\.dokploy\.(dokploy_(?!manifest_info)\w+)\n', handle.read())
    # These are more than their role.
    more = template['playbook'].endswith(('quickstart.yml', 'report_event.yml'))
    if found is None or more or not os.path.exists(os.path.join(paths.ROOT, 'roles', found[1])):
        return None, {}, {}
    meta = load(paths.ROOT, 'roles', found[1], 'meta', 'argument_specs.yml')['argument_specs']['main']['options']
    return found[1], meta, load(paths.ROOT, 'roles', found[1], 'defaults', 'main.yml')


@pytest.mark.parametrize('template', TEMPLATES, ids=lambda one: one['name'])
def test_a_survey_asks_for_options_of_the_role(template):
    role, options, defaults = role_of(template)
    text = ''
    for path in [template['playbook'], *glob.glob('playbooks/tasks/*.yml', root_dir=paths.ROOT)]:
        with open(os.path.join(paths.ROOT, path), encoding='utf-8') as handle:
            text += handle.read()
    assert set(template.get('extra_vars') or {}) <= set(options) | set(re.findall(r'\w+', text))
    seen = set()
    for one in template['survey']:
        name = re.sub('^survey_(yaml_|env_)?', '', one['variable'])
        assert name not in seen and name != 'None', name
        seen.add(name)
        assert one['type'] in ('text', 'textarea', 'password', 'integer', 'multiplechoice')
        assert one['question_name'] and one['question_description'].endswith('.')
        if one['type'] == 'multiplechoice' and not one.get('required') and 'default' in one:
            assert one['default'] in one['choices']
        if role is None:
            # The playbooks without a role read an empty answer as none, or want one.
            assert name in text, name
            assert one.get('required') or one['variable'].startswith('survey_') or '%s | default(' % name in text, name
            continue
        assert name in options, name
        # Behind survey_, for an extra variable of the option's own name could not be left out; a prompt would wait in AWX for its own name.
        assert one['variable'].startswith('survey_') or 'vars_prompt' in text and '- name: %s\n' % name in text, name
        assert one.get('required', False) is bool(options[name].get('required'))
        assert one['variable'].startswith(('survey_yaml_', 'survey_env_')) or options[name]['type'] != 'dict', name
        if one['type'] == 'multiplechoice':
            assert one['choices'] == options[name].get('choices', ['true', 'false'])
        if name in defaults and not one.get('required') and '{{' not in str(one.get('default')):
            shown = defaults[name]
            wanted = '' if shown in ([], {}, '') else str(shown).lower() if isinstance(shown, bool) else shown
            assert one.get('default', '') == wanted, name
    # What has to be given is asked for.
    assert {name for name, option in options.items() if option.get('required')} <= seen


# Options that no survey asks for: IDs beside the names, files on a disk that ends with the job, limits of time, and what the playbook itself sets.
AT_LAUNCH = {
    'dokploy_manifest': {'document', 'force', 'plan', 'report', 'state'},
    'dokploy_deploy': {'queue_timeout'},
    'dokploy_rollout': {'queue_timeout'},
    'dokploy_rotate': {'return_urls', 'wait_timeout'},
    'dokploy_monitor': {'file'},
    'dokploy_audit': {'directory', 'last_report', 'last_report_path'},
    'dokploy_troubleshoot': {'app_name', 'application_id', 'compose_id', 'database_id', 'html', 'traefik_backup', 'stall_after', 'stuck_after',
                             'blocked_after', 'wait_timeout', 'build_host_become', 'monitoring', 'parts', 'probe_address'},
    'dokploy_maintenance': {'directory', 'wait_timeout'},
    'dokploy_install': {'backup_directory', 'image', 'postgres_image', 'redis_image', 'traefik_image', 'swarm_arguments', 'wait_timeout'},
}


def test_surveys_ask_for_all_that_a_person_sets():
    left = {}
    for template in TEMPLATES:
        role, options, dummy = role_of(template)
        if role:
            asked = {re.sub('^survey_(yaml_|env_)?', '', one['variable']) for one in template['survey']} | set(template.get('extra_vars') or {})
            left[role] = left.get(role, set(options)) - asked
    assert {role: {name[len(role) + 1:] for name in names} for role, names in left.items()} == AT_LAUNCH


def test_each_playbook_has_a_job_template():
    names = [one['name'] for one in TEMPLATES]
    assert len(names) == len(set(names))
    books = {os.path.relpath(one, paths.ROOT) for one in glob.glob(os.path.join(paths.ROOT, 'playbooks', '*.yml'))}
    assert books == {one['playbook'] for one in TEMPLATES if one['playbook'].startswith('playbooks/')}


def test_workflows_and_schedules_are_of_job_templates():
    surveys = {one['name']: {row['variable'] for row in one['survey']} for one in TEMPLATES}
    for workflow in WORKFLOWS['awx_workflows']:
        identifiers = [one['identifier'] for one in workflow['nodes']]
        for node in workflow['nodes']:
            assert {*node.get('success', []), *node.get('failure', []), *node.get('always', [])} <= set(identifiers)
            if 'template' in node and '{{' not in node['template']:
                assert set(node.get('extra_data', {})) <= surveys[node['template']], node
    assert {one['template'] for one in WORKFLOWS['awx_schedules']} <= set(surveys)


def context(folder):
    """What ansible-builder makes of the definition, with a stand-in for the collection's archive."""
    definition = load(FOLDER, 'execution-environment.yml')
    shutil.copy(os.path.join(FOLDER, 'execution-environment.yml'), folder)
    (folder / definition['additional_build_files'][0]['src']).write_text('an archive', encoding='utf-8')
    answer = subprocess.run(
        [os.path.join(paths.VENV_BIN, 'ansible-builder'), 'create', '--file', 'execution-environment.yml', '--context', 'context',
         '--output-filename', 'Containerfile'],
        cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=120)
    assert answer.returncode == 0, answer.stdout
    return definition, folder / 'context'


def test_the_execution_environment_is_a_build_context(tmp_path):
    definition, made = context(tmp_path)
    galaxy = load(paths.ROOT, 'galaxy.yml')
    archive = '%s-%s-%s.tar.gz' % (galaxy['namespace'], galaxy['name'], galaxy['version'])
    assert definition['additional_build_files'] == [{'src': archive, 'dest': 'collections'}]
    assert (made / '_build' / 'collections' / archive).read_text(encoding='utf-8') == 'an archive'
    assert 'name: collections/' + archive in (made / '_build' / 'requirements.yml').read_text(encoding='utf-8')
    assert 'docker' in (made / '_build' / 'requirements.txt').read_text(encoding='utf-8')
    assert 'openssh-clients' in (made / '_build' / 'bindep.txt').read_text(encoding='utf-8')
    assert definition['images']['base_image']['name'] in (made / 'Containerfile').read_text(encoding='utf-8')
    own = load(paths.ROOT, 'meta', 'execution-environment.yml')
    assert all(os.path.exists(os.path.join(paths.ROOT, path)) for path in own['dependencies'].values())


def test_the_execution_environment_builds(tmp_path):
    """Where an engine has the base image, which no registry of this machine may have."""
    image = load(FOLDER, 'execution-environment.yml')['images']['base_image']['name']
    engine = next((one for one in ('podman', 'docker') if shutil.which(one) and not subprocess.run(
        [one, 'image', 'inspect', image], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode), None)
    if engine is None:
        pytest.skip('no engine here has the image %s' % image)
    subprocess.run([os.path.join(paths.VENV_BIN, 'ansible-galaxy'), 'collection', 'build', '--output-path', str(tmp_path), paths.ROOT], check=True)
    shutil.copy(os.path.join(FOLDER, 'execution-environment.yml'), tmp_path)
    built = subprocess.run([os.path.join(paths.VENV_BIN, 'ansible-builder'), 'build', '--container-runtime', engine, '--context', 'context',
                            '--tag', 'dokploy-ee:test'], cwd=tmp_path, stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=1800)
    assert built.returncode == 0, built.stdout[-4000:]
