# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every role: its Molecule scenarios on the bundled simulator, and what belongs to a role."""

from __future__ import annotations

import glob
import os
import subprocess

import pytest
import yaml

from support import paths, tools
from support.play import playbook
from support.simulated import simulator
from support.venvs import locked

pytestmark = pytest.mark.xdist_group('roles')

MOLECULE = os.path.join(paths.ROOT, 'extensions', 'molecule')
ROLES = sorted(os.path.basename(one) for one in glob.glob(os.path.join(paths.ROOT, 'roles', '*')))
SCENARIOS = sorted(os.path.basename(os.path.dirname(one)) for one in glob.glob(os.path.join(MOLECULE, '*', 'molecule.yml')))


def _load(*parts):
    with open(os.path.join(paths.ROOT, *parts), encoding='utf-8') as handle:
        return yaml.safe_load(handle)


@pytest.fixture(scope='module')
def collection():
    """A copy of the checkout where Ansible and Molecule look for a collection."""
    with locked('molecule'):
        yield tools.export('molecule')


@pytest.mark.parametrize('scenario', SCENARIOS)
def test_scenario(scenario, collection):
    environ = tools.environment(collections=os.path.join(paths.CACHE, 'molecule'))
    del environ['ANSIBLE_CONFIG']             # Molecule writes its own
    environ['MOLECULE_NO_COLOR'] = '1'
    answer = subprocess.run(
        ['molecule', 'test', '--scenario-name', scenario], cwd=collection, env=environ, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors='replace', check=False, timeout=1500)
    if answer.returncode:
        pytest.fail('molecule ended with %d\n%s' % (answer.returncode, answer.stdout[-20000:]), pytrace=False)
    # What a module warns of an application is of the scenario's world.
    warned = [line for line in answer.stdout.splitlines() if '[WARNING]' in line and '[WARNING]: shop/' not in line]
    assert not warned and '[DEPRECATION' not in answer.stdout, answer.stdout


# Of roles whose playbook has another name; this one has plan.yml, too.
PLAYBOOKS = {'manifest': 'apply'}


@pytest.mark.parametrize('role', ROLES)
def test_a_role_is_whole(role):
    short = role[len('dokploy_'):]
    # Molecule would install services on the whole host: test_install.py plays it in check mode.
    assert short in SCENARIOS or short == 'install', 'no extensions/molecule/%s' % short
    for path in ('roles/%s/README.md' % role, 'playbooks/%s.yml' % PLAYBOOKS.get(short, short)):
        assert os.path.exists(os.path.join(paths.ROOT, path)), path
    with open(os.path.join(paths.ROOT, 'README.md'), encoding='utf-8') as handle:
        assert '`%s`' % role in handle.read(), 'the README does not name the role'


# The roles whose options still take an empty text themselves, and are raw where "" would not fit their type.
RAW = ('dokploy_audit', 'dokploy_monitor', 'dokploy_troubleshoot')
TYPES = ('str', 'bool', 'int', 'list', 'dict', 'path')


@pytest.mark.parametrize('role', ROLES)
def test_options_have_real_types(role):
    """What AWX sends as an empty text never reaches a role: playbooks/tasks/survey.yml drops it."""
    options = _load('roles', role, 'meta', 'argument_specs.yml')['argument_specs']['main']['options']
    defaults = _load('roles', role, 'defaults', 'main.yml') or {}
    assert all(name.startswith(role + '_') for name in options)
    assert not set(defaults) - set(options)
    for name, option in options.items():
        assert option['type'] in TYPES + (('raw',) if role in RAW else ()), name
        if option.get('required'):
            assert name not in defaults, name
        elif role in RAW:
            assert defaults[name] == option['default'] if 'default' in option else not defaults[name], name
        else:
            assert ('default' in option) == (name in defaults), name
            assert defaults.get(name) == option.get('default') and type(defaults.get(name)) is type(option.get('default')), name
            assert '' not in option.get('choices', ()), name


# What a person reads, and what is left after a failure

WEB = {'type': 'docker', 'image': 'nginx:1.27'}
LINES = 40


def tasks_of(run, role):
    """Names of the tasks of a role that a run shows."""
    return [line for line in run.output.splitlines() if line.startswith('TASK [community.dokploy.%s :' % role) or line.startswith('TASK [%s :' % role)]


def judge(run, role, returncode=0):
    """The run ended as it should, and says so in at most 40 lines and ten tasks."""
    assert run.returncode == returncode, run.output
    assert len(run.output.splitlines()) <= LINES, run.output
    assert 0 < len(tasks_of(run, role)) <= 10, run.output


@pytest.fixture(scope='module')
def server(tmp_path_factory):
    """A simulator with two environments -> (run plays or a playbook there, the simulator)."""
    folder = tmp_path_factory.mktemp('roles')
    with simulator('--speed', '50') as here:
        env = {'DOKPLOY_URL': here['url'], 'DOKPLOY_API_KEY': here['api_key']}

        def run(plays, **more):
            return playbook(plays, folder, env=env, **more)
        made = run([{'hosts': 'localhost', 'gather_facts': False, 'tasks': [
            {'community.dokploy.dokploy_project': {'project': 'shop'}},
            {'community.dokploy.dokploy_environment': {'project': 'shop', 'environment': 'staging'}},
            {'community.dokploy.dokploy_batch': {'tasks': [application(*where) for where in (
                ('staging', 'web'), ('production', 'web'), ('production', 'api'), ('staging', 'api'))]}},
        ]}])
        assert made.returncode == 0, made.output
        yield run, here


def application(environment, name):
    """A task of a batch that makes one application."""
    return {'name': '%s/%s' % (environment, name), 'module': 'community.dokploy.dokploy_application', 'options': {
        'project': 'shop', 'environment': environment, 'name': name, 'source': WEB, 'env': {'WORD': 'old'}, 'follow': False}}


def play_of(role, **options):
    return [{'hosts': 'localhost', 'gather_facts': False, 'roles': [
        dict({'%s_%s' % (role, name): value for name, value in options.items()}, role='community.dokploy.' + role)]}]


def play_book(name):
    return os.path.join(paths.ROOT, 'playbooks', name + '.yml')


def test_a_maintenance_is_remembered_by_its_scope(server, tmp_path):
    """Begun and finished by different runs; another scope has another record, and none fails. Empty answers of a survey are as not given."""
    run, here = server
    survey = {
        'survey_dokploy_maintenance_project': 'shop', 'survey_dokploy_maintenance_environment': 'production', 'survey_dokploy_maintenance_at_once': '',
        'survey_dokploy_maintenance_applications': '', 'survey_dokploy_maintenance_hold_auto_deploy': 'true',
        'dokploy_maintenance_directory': str(tmp_path)}
    started = run(play_book('maintenance'), extra_vars=dict(survey, survey_dokploy_maintenance_state='started'))
    assert 'Stopped: shop/production/api, shop/production/web.' in started.output, started.output
    assert started.output.count('[localhost] shop/production/') == 2, started.output
    record, = os.listdir(tmp_path)

    other = run(play_of('dokploy_maintenance', state='finished', project='shop', directory=str(tmp_path)))
    judge(other, 'dokploy_maintenance', returncode=2)
    assert 'No maintenance of shop is recorded' in other.output and os.listdir(tmp_path) == [record], other.output

    finished = run(play_of('dokploy_maintenance', state='finished', project='shop', environment='production', directory=str(tmp_path)))
    judge(finished, 'dokploy_maintenance')
    assert 'Started: shop/production/api, shop/production/web.' in finished.output and not os.listdir(tmp_path), finished.output


def test_rotate_names_the_missing_option_and_keeps_an_order(server):
    run, here = server
    missing = run(play_of('dokploy_rotate', project='shop', env_key='WORD'))
    judge(missing, 'dokploy_rotate', returncode=2)
    assert 'dokploy_rotate_env_value is missing' in missing.output
    changed = run(play_of('dokploy_rotate', project='shop', env_key='WORD', env_value='new-word'))
    judge(changed, 'dokploy_rotate')
    order = [line.split(': ')[0] for line in changed.output.splitlines() if line.startswith('[localhost] shop/')]
    assert order == ['[localhost] shop/' + one for one in ('production/api', 'production/web', 'staging/api', 'staging/web')], changed.output
    assert 'new-word' not in changed.output


def test_a_rollout_that_fails_says_what_was_done_once(server):
    """Done, failed and not reached, a change although it failed, and the reason without the log of the application. Headers are each environment's own."""
    run, here = server
    plays = play_of(
        'dokploy_rollout', project='shop', environments='staging, production', applications=['web', 'api'], image='nginx:1.28', wait_timeout=20,
        verify={'staging': {'url': here['front_url'] + '/nothing', 'headers': {'X-Of': 'staging'}}, 'production': {'url': here['front_url']}})
    failed = run(plays)
    judge(failed, 'dokploy_rollout', returncode=2)
    reason = failed.of('community.dokploy.dokploy_rollout : Report the rollout')['msg']
    assert reason.startswith('Failed: shop/staging/api '), reason
    assert 'Rolled out nginx:1.28: shop/staging/web. ' in reason and 'Not reached: shop/production/web, shop/production/api.' in reason
    assert failed.output.count('FAILED!') == 1 and 'changed=1' in failed.output, failed.output
    assert failed.of('community.dokploy.dokploy_rollout : Roll out one application after the other')['changed']


def test_deploy_is_quiet_and_says_what_runs(server):
    run, here = server
    options = {'project': 'shop', 'environment': 'production', 'application': 'web', 'domain': 'web.example.com',
               'verify': {'url': here['front_url'], 'headers': {'Host': 'web.example.com'}}}
    first = run(play_of('dokploy_deploy', image='nginx:1.28', port='80', **options))
    judge(first, 'dokploy_deploy')
    assert 'shop/production/web is running: 1/1 replicas of nginx:1.28, http://web.example.com/' in first.output, first.output
    broken = run(play_of('dokploy_deploy', image='crash:1', on_failure='rollback', **options))
    judge(broken, 'dokploy_deploy', returncode=2)
    assert broken.output.count('FAILED!') == 1 and 'Failed: shop/production/web' in broken.output, broken.output
