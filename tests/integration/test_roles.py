# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every role: its Molecule scenarios on the bundled simulator, and what belongs to a role."""

from __future__ import annotations

import contextlib
import glob
import json
import os
import signal
import subprocess

import pytest
import yaml

from support import paths, tools
from support.inprocess import do
from support.play import playbook
from support.simulated import simulator, steer
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


def judge_warnings(output):
    """What a module warns of an application is of the scenario's world; anything else is a fault."""
    warned = [line for line in output.splitlines() if '[WARNING]' in line and '[WARNING]: shop/' not in line]
    assert not warned and '[DEPRECATION' not in output, output


# Molecule starts a process for each playbook, so it plays one scenario itself, for the configuration of all.
BY_MOLECULE = ('deploy',)

# The playbooks of a scenario, in the order of Molecule, by process. Idempotence and Verification are marks between them.
ONE_PROCESS = (('prepare', 'converge', 'Idempotence', 'converge', 'Verification', 'verify'),)
# An audit compares with what the same process found before.
PROCESSES = {'audit': (('prepare', 'converge'), ('Idempotence', 'converge', 'Verification', 'verify'))}


@pytest.mark.parametrize('scenario', BY_MOLECULE)
def test_molecule_plays_a_scenario(scenario, collection):
    environ = tools.environment(collections=os.path.join(paths.CACHE, 'molecule'))
    del environ['ANSIBLE_CONFIG']             # Molecule writes its own
    environ['MOLECULE_NO_COLOR'] = '1'
    answer = subprocess.run(
        ['molecule', 'test', '--scenario-name', scenario], cwd=collection, env=environ, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors='replace', check=False, timeout=1500)
    if answer.returncode:
        pytest.fail('molecule ended with %d\n%s' % (answer.returncode, answer.stdout[-20000:]), pytrace=False)
    judge_warnings(answer.stdout)


@pytest.mark.parametrize('scenario', [one for one in SCENARIOS if one not in BY_MOLECULE])
def test_scenario(scenario, tmp_path):
    """Prepare, converge, converge without a change, verify, in as few processes as can be."""
    directory = os.path.join(MOLECULE, scenario)
    inventory = _load(MOLECULE, 'config.yml')['provisioner']['inventory']['hosts']
    (tmp_path / 'inventory.yml').write_text(json.dumps(inventory), encoding='utf-8')
    books = {name: os.path.join(MOLECULE, 'shared' if name == 'prepare' else scenario, name + '.yml') for name in ('prepare', 'converge', 'verify')}
    for name in ('Idempotence', 'Verification'):
        books[name] = str(tmp_path / (name + '.yml'))
        tasks = [{'name': name, 'ansible.builtin.debug': {'msg': ''}}]
        (tmp_path / (name + '.yml')).write_text(json.dumps([{'hosts': 'localhost', 'gather_facts': False, 'tasks': tasks}]), encoding='utf-8')
    env = {'MOLECULE_EPHEMERAL_DIRECTORY': str(tmp_path), 'MOLECULE_SCENARIO_DIRECTORY': directory}
    results = []
    try:
        for first, *others in PROCESSES.get(scenario, ONE_PROCESS):
            run = playbook(books[first], tmp_path, env=env, arguments=[*(books[name] for name in others), '-i', str(tmp_path / 'inventory.yml')], timeout=1500)
            assert run.returncode == 0, run.output[-20000:]
            judge_warnings(run.output)
            results += run.results
    finally:
        if os.path.exists(tmp_path / 'simulator.json'):
            with contextlib.suppress(ProcessLookupError):
                os.kill(json.loads((tmp_path / 'simulator.json').read_text(encoding='utf-8'))['pid'], signal.SIGTERM)
    names = [one['task'] for one in results]
    second = results[names.index('Idempotence'):names.index('Verification')]
    assert len(second) > 1 and not [one for one in second if one['result'].get('changed')], 'the second run changed something: %s' % run.output[-20000:]


def test_a_plan_has_the_options_of_a_run():
    """A plan did not know dokploy_manifest_force, and showed a refusal that the run did not meet."""
    (planned,), (run,) = (_load(paths.ROOT, 'roles', 'dokploy_manifest', 'tasks', name + '.yml') for name in ('plan', 'run'))
    assert planned == dict(run, name=planned['name'], check_mode=True)


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


TYPES = ('str', 'bool', 'int', 'list', 'dict', 'path')


@pytest.mark.parametrize('role', ROLES)
def test_options_have_real_types(role):
    """What AWX sends as an empty text never reaches a role: playbooks/tasks/survey.yml drops it."""
    options = _load('roles', role, 'meta', 'argument_specs.yml')['argument_specs']['main']['options']
    defaults = _load('roles', role, 'defaults', 'main.yml') or {}
    assert all(name.startswith(role + '_') for name in options)
    assert not set(defaults) - set(options)
    for name, option in options.items():
        assert option['type'] in TYPES and option.get('elements', 'str') in TYPES, name
        if option.get('required'):
            assert name not in defaults, name
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


def shown(run):
    """The names on the lines that a role prints, one for each change."""
    return [line[len('[localhost] '):].split(': ')[0] for line in run.output.splitlines() if line.startswith('[localhost] shop')]


def judge(run, role, returncode=0):
    """The run ended as it should, and says so in at most 40 lines and ten tasks."""
    output = run.output_of(role)
    assert run.returncode == returncode and 'skipping:' not in output, run.output
    assert len(output.splitlines()) <= LINES, run.output
    assert 0 < len(tasks_of(run, role)) <= 10, run.output


@pytest.fixture(scope='module')
def server(tmp_path_factory):
    """A simulator with two environments -> (run plays or a playbook there, the simulator)."""
    folder = tmp_path_factory.mktemp('roles')
    with simulator('--speed', '50') as here:
        env = {'DOKPLOY_URL': here['url'], 'DOKPLOY_API_KEY': here['api_key']}

        def run(plays, **more):
            return playbook(plays, folder, env=env, **more)
        steer(here, 'world', {'images': {'redis:7': {}, 'redis:8': {}}})
        do(here, 'project', project='shop', env={'SHARED': 'old'})
        do(here, 'environment', project='shop', environment='staging')
        for environment, name in (('staging', 'web'), ('production', 'web'), ('production', 'api'), ('staging', 'api')):
            do(here, 'application', project='shop', environment=environment, name=name, source=WEB, env={'WORD': 'old', 'OTHER': REFERENCE}, wait=False)
        do(here, 'database', project='shop', environment='production', name='db', kind='redis', image='redis:8', password='first-password', wait=False)
        do(here, 'compose', project='shop', environment='production', name='wiki', type='docker-compose', env={'COPY': REFERENCE}, wait=False, source={
            'type': 'raw', 'content': 'services:\n  web:\n    image: nginx:1.27\n    environment:\n      COPY: ${COPY}\n'})
        steer(here, 'advance', {'seconds': 60})
        yield run, here


REFERENCE = '${{project.SHARED}}'


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
        'survey_dokploy_maintenance_services': '', 'survey_dokploy_maintenance_hold_auto_deploy': 'true',
        'dokploy_maintenance_directory': str(tmp_path)}
    started = run(play_book('maintenance'), extra_vars=dict(survey, survey_dokploy_maintenance_state='started'))
    judge(started, 'dokploy_maintenance')
    assert 'Stopped: shop/production/api, shop/production/db, shop/production/web, shop/production/wiki.' in started.output, started.output
    # The database stops last, and starts first.
    assert shown(started)[2:] == ['shop/production/wiki'] and '[localhost] 1 more' in started.output, started.output
    record, = os.listdir(tmp_path)

    other = run(play_of('dokploy_maintenance', state='finished', project='shop', directory=str(tmp_path)))
    judge(other, 'dokploy_maintenance', returncode=2)
    assert 'No maintenance of shop is recorded' in other.output and os.listdir(tmp_path) == [record], other.output

    finished = run(play_of('dokploy_maintenance', state='finished', project='shop', environment='production', directory=str(tmp_path)))
    judge(finished, 'dokploy_maintenance')
    assert 'Started: shop/production/api, shop/production/db, shop/production/web, shop/production/wiki.' in finished.output, finished.output
    assert not os.listdir(tmp_path)
    assert shown(finished)[0] == 'shop/production/db', finished.output


def test_rotate_names_the_missing_option_and_keeps_an_order(server):
    run, here = server
    changed = run(play_of('dokploy_rotate', project='shop', env_key='WORD', env_value='new-word') + play_of('dokploy_rotate', project='shop', env_key='WORD'))
    changed, missing = changed.by_play()
    judge(missing, 'dokploy_rotate', returncode=2)
    assert 'dokploy_rotate_env_value is missing' in missing.output
    judge(changed, 'dokploy_rotate')
    assert shown(changed) == ['shop/' + one for one in ('production/api', 'production/web', 'staging/api', 'staging/web')], changed.output
    assert 'new-word' not in changed.output


def test_a_report_in_check_mode_says_so(server, tmp_path):
    """Also where the play is in check mode and the command line is not: ansible_check_mode is false then."""
    run, here = server
    place = {'project': 'shop', 'environment': 'staging'}
    plays = (
        play_of('dokploy_rotate', project='shop', env_key='OTHER', env_value='new')
        + play_of('dokploy_rollout', project='shop', environments=['staging'], services=['web'], image='nginx:1.28')
        + play_of('dokploy_maintenance', state='started', directory=str(tmp_path), services=['web'], **place)
        + play_of('dokploy_deploy', application='web', image='nginx:1.28', **place)
        + play_of('dokploy_manifest', document={'projects': [{'name': 'never'}]})
        + play_of('dokploy_audit', fail_on='low', application='nothing', **place) + play_of('dokploy_monitor', application='nothing', **place)
        + play_of('dokploy_troubleshoot', name='web', **place))
    steer(here, 'reset_requests', {})
    planned = run([dict(one, check_mode=True) for one in plays])
    assert planned.returncode == 0, planned.output
    for words in ('Rotated OTHER: shop/', 'Rolled out nginx:1.28: shop/staging/web', 'Maintenance of shop/staging'):
        assert 'Check mode, nothing was changed. ' + words in planned.output, planned.output
    assert 'shop/staging/web would be changed' in planned.output and 'would change project never' in planned.output, planned.output
    assert not steer(here, 'requests', {'writes': True})


def test_rotate_finds_a_variable_wherever_it_stands(server):
    """A variable of the project and the password of a database: what refers to the variable runs with the new value."""
    run, here = server
    rotated = run(2 * play_of('dokploy_rotate', project='shop', env_key='SHARED', env_value='second-password', databases='db'))
    rotated, again = rotated.by_play()
    judge(rotated, 'dokploy_rotate')
    assert shown(rotated) == [
        'shop/production/db (password)', 'shop (project)', 'shop/production/api', 'shop/production/web', 'shop/production/wiki'], rotated.output
    assert 'shop/staging/web' in rotated.output and 'second-password' not in rotated.output
    judge(again, 'dokploy_rotate')
    assert 'changed: [' not in again.output and 'Rotated SHARED: none.' in again.output, again.output


def test_a_rollout_that_fails_says_what_was_done_once(server):
    """Done, failed and not reached, a change although it failed, and the reason without the log of the application. Headers are each environment's own."""
    run, here = server
    plays = play_of(
        'dokploy_rollout', project='shop', environments='staging, production', services=['web', 'api'], image='nginx:1.28', wait_timeout=20,
        verify={'staging': {'url': here['front_url'] + '/nothing', 'headers': {'X-Of': 'staging'}}, 'production': {'url': here['front_url']}})
    failed = run(plays)
    judge(failed, 'dokploy_rollout', returncode=2)
    reason = failed.of('community.dokploy.dokploy_rollout : Report the rollout')['msg']
    assert reason.startswith('Failed: shop/staging/api '), reason
    assert 'Rolled out nginx:1.28: shop/staging/web. ' in reason and 'Not reached: shop/production/web, shop/production/api.' in reason
    assert failed.output.count('FAILED!') == 1 and 'changed=1' in failed.output, failed.output
    assert failed.of('community.dokploy.dokploy_rollout : Roll out one service after the other')['changed']


def test_deploy_is_quiet_and_says_what_runs(server):
    run, here = server
    options = {'project': 'shop', 'environment': 'production', 'application': 'web', 'domain': 'web.example.com',
               'verify': {'url': here['front_url'], 'headers': {'Host': 'web.example.com'}}}
    first, broken = run(play_of('dokploy_deploy', image='nginx:1.28', port='80', **options) + play_of(
        'dokploy_deploy', image='crash:1', on_failure='rollback', **options)).by_play()
    judge(first, 'dokploy_deploy')
    assert 'shop/production/web is running: 1/1 replicas of nginx:1.28, http://web.example.com/' in first.output, first.output
    judge(broken, 'dokploy_deploy', returncode=2)
    assert broken.output.count('FAILED!') == 1 and 'Failed: shop/production/web' in broken.output, broken.output


def test_a_rollout_of_a_database(server):
    run, here = server
    rolled = run(2 * play_of('dokploy_rollout', project='shop', environments='production', services='db', kind='database', image='redis:7'))
    for one in rolled.by_play():
        judge(one, 'dokploy_rollout')
    # The second of both plays changed nothing.
    changes = [one['result']['changed'] for one in rolled.results if one['task'].endswith(': Roll out one service after the other')]
    assert 'changed=1' in rolled.output and changes == [True, False], rolled.output


def test_a_database_is_started_again(server, tmp_path):
    """Its service was removed by hand: diagnosed, started, and healthy in at most 40 lines."""
    run, here = server
    options = {'project': 'shop', 'environment': 'production', 'name': 'db', 'kind': 'redis', 'monitoring': False}
    found, = do(here, 'database_info', project='shop', name='db')['databases']
    steer(here, 'remove_service', {'service': found['app_name']})
    told = run(play_of('dokploy_troubleshoot', **options))
    judge(told, 'dokploy_troubleshoot', returncode=2)
    assert 'dokploy_troubleshoot_kind=redis' in told.output, told.output
    repaired = run(play_of('dokploy_troubleshoot', remediate=True, **options))
    judge(repaired, 'dokploy_troubleshoot')
    assert 'RESOLVED, HEALTHY: shop/production/db' in repaired.output and 'Start it: ' in repaired.output, repaired.output


def test_a_compose_service_is_started_again(server):
    """Its only service was removed by hand: started by a deployment, healthy, and left alone afterwards."""
    run, here = server
    named = {'project': 'shop', 'environment': 'production', 'name': 'queue'}
    repair = {'community.dokploy.dokploy_repair': dict(named, kind='compose', repair=True, usage=False), 'register': 'answer'}
    repaired = run([{'hosts': 'localhost', 'gather_facts': False, 'tasks': [
        {'community.dokploy.dokploy_compose': dict(named, type='stack', source={
            'type': 'raw', 'content': 'services: {broker: {image: "nginx:1.27"}}'}), 'register': 'made'},
        {'ansible.builtin.uri': {'url': here['url'] + '/_simulator/remove_service', 'method': 'POST', 'body_format': 'json', 'body': {
            'service': '{{ made.compose.app_name }}_broker'}}},
        repair,
        {'ansible.builtin.assert': {'that': ['answer.changed', "answer.verdict.state == 'healthy'", "answer.report.before.code == 'scaled_to_zero'",
                                             "answer.report.done | map(attribute='step') | list == ['start']"]}},
        repair,
        {'ansible.builtin.assert': {'that': ['not answer.changed', 'answer.report.done == []']}}]}])
    assert repaired.returncode == 0, repaired.output


def test_an_audit_and_a_monitor_are_quiet(server, tmp_path):
    """At most 40 lines, with findings, with reports that are written, and where nothing could be checked."""
    run, here = server
    found, failed = run(play_of('dokploy_audit', fail_on='never') + play_of(
        'dokploy_audit', project='shop', directory=str(tmp_path / 'audit'), fail_on='low')).by_play()
    judge(found, 'dokploy_audit')
    judge(failed, 'dokploy_audit', returncode=2)
    written, blind = run(play_of('dokploy_monitor', fail_on_alert=False, file=str(tmp_path / 'monitor.json')) + play_of('dokploy_monitor')).by_play()
    judge(written, 'dokploy_monitor')
    judge(blind, 'dokploy_monitor', returncode=2)
    assert 'No threshold could be checked' in blind.output, blind.output
