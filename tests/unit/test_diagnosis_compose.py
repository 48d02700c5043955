# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A compose service of either type is diagnosed as an application is."""

from __future__ import annotations

import pytest
from cases.compose import FILE, KINDS
from cases.model import NGINX, VERSIONS
from simulator import Image, World

from support.inprocess import service

from ansible_collections.community.dokploy.plugins.module_utils._api.compose import _container_task
from ansible_collections.community.dokploy.plugins.module_utils._diagnosis.case import Case, TaskEnd
from ansible_collections.community.dokploy.plugins.module_utils._diagnosis.rules.runtime import detect_crash_loop
from ansible_collections.community.dokploy.plugins.module_utils._model.observation import Observation, Part
from ansible_collections.community.dokploy.plugins.module_utils._planning.health_of_parts import judge_part
from ansible_collections.community.dokploy.plugins.module_utils._resources.compose import COMPOSE

NAMED = {'project': 'shop', 'environment': 'production', 'name': 'shop'}
CRASHES = FILE.replace('nginx:%s', 'crash:2')


def compose(version='v0.30.2', kind='docker-compose', content=FILE % '1.27', image=None):
    """A simulator with one compose service, which nobody waited for -> (here, its record)."""
    world = World()
    if image:
        world.images['nginx:1.27'] = Image(name='nginx:1.27', **image)
    world.images['init:1'] = Image(name='init:1', exit_code=0, exit_after=0.5)
    world.images['crash:2'] = Image(name='crash:2', exit_code=3, exit_after=0.5, log=['fatal: CONFIG is missing'])
    return service('dokploy_compose', 'compose', version, world, type=kind, source={'type': 'raw', 'content': content}, env={'A': 'S3CRET-one'}, **NAMED)


def diagnose(here, **options):
    return here.read('dokploy_diagnosis_info', **options)


@pytest.mark.parametrize('kind', KINDS)
@pytest.mark.parametrize('version', VERSIONS)
def test_one_that_is_well(version, kind):
    with compose(version, kind) as (here, row):
        told = diagnose(here, kind='compose', **NAMED)
        assert told['findings'] == [] and told['verdict']['state'] == 'healthy', told
        assert (told['verdict']['kind'], told['verdict']['id']) == ('compose', row['composeId'])
        assert diagnose(here, compose_id=row['composeId'])['verdict'] == told['verdict']


def stopped(here, row):
    here.call('compose.stop', composeId=row['composeId'])


def changed(here, row):
    here.call('compose.update', composeId=row['composeId'], composeFile=FILE % '1.28')


def broken(here, row):
    here.call('compose.update', composeId=row['composeId'], composeFile=FILE.replace('nginx:%s', 'missing:1'))
    here.call('compose.deploy', composeId=row['composeId'])


@pytest.mark.parametrize(('arrange', 'codes', 'words', 'repairs'), [
    (stopped, ['stopped'], 'it is stopped', []), (changed, ['pending'], 'saved and not applied', ['apply'])], ids=['stopped', 'changed'])
@pytest.mark.parametrize('kind', KINDS)
def test_what_is_wrong(kind, arrange, codes, words, repairs):
    with compose(kind=kind) as (here, row):
        arrange(here, row)
        here.simulator.advance(60)
        told = diagnose(here, kind='compose', **NAMED)
        assert [one['code'] for one in told['findings']] == codes, told['findings']
        found = told['findings'][0]
        assert words in found['seen'] and found['kind'] == 'compose' and found['repairs'] == repairs and 'dokploy_application' not in found['remedy'], found


@pytest.mark.parametrize(('kind', 'again'), [('docker-compose', ''), ('stack', ' again and again')], ids=KINDS)
def test_one_service_of_it_crashes(kind, again):
    with compose(kind=kind, content=CRASHES) as (here, dummy):
        told = diagnose(here, kind='compose', **NAMED)
        found, = told['findings']
        assert found['code'] == 'crash_loop' and told['verdict']['state'] == 'broken', found
        assert found['seen'] == 'web: its process ends by itself%s with exit code 3; the last line of its log: fatal: CONFIG is missing' % again, found
        assert found['repairs'] == [] and found['severity'] == 'error', found


def test_a_container_that_docker_starts_again_and_again_crashes():
    """Docker waits up to a minute before the next start, in which nothing fails."""
    config = {'State': {'ExitCode': 3, 'OOMKilled': False, 'Error': ''}, 'RestartCount': 11, 'HostConfig': {'RestartPolicy': {'Name': 'always'}}}
    waiting = _container_task({'containerId': 'c1', 'name': 'shop-web-1', 'state': 'restarting', 'status': 'Restarting (3) 57 seconds ago'}, config, 'web')
    case = Case(name='shop', resource=COMPOSE, part='web', ends=(TaskEnd(waiting, waiting.end['exit_code']),),
                observed=Observation(record={}, tasks=[waiting]), verdict=judge_part(Part('web', (waiting,))))
    found = detect_crash_loop(case)
    assert 'ends by itself again and again with exit code 3' in found.text and found.severity == 'error', found


def test_what_was_stopped_did_not_crash():
    """docker stop ends a process that ignores the signal with exit code 137, and that is no error of the service."""
    with compose(image={'stop_seconds': None}) as (here, row):
        stopped(here, row)
        told = diagnose(here, kind='compose', **NAMED)
        assert [one['code'] for one in told['findings']] == ['stopped'] and told['verdict']['state'] == 'stopped', told['findings']
        here.call('compose.update', composeId=row['composeId'], composeStatus='done')       # as after docker stop on the host
        found, = diagnose(here, kind='compose', **NAMED)['findings']
        assert found['code'] == 'scaled_to_zero' and 'stopped or removed outside Dokploy' in found['seen'], found


def remove_service(here, row, kind, name):
    """What docker service rm or docker rm --force does behind Dokploy's back."""
    if kind == 'stack':
        here.simulator.remove_service('%s_%s' % (row['appName'], name))
        return
    engine = here.simulator.local
    part = engine.projects[row['appName']].pop(name)
    engine.containers = [one for one in engine.containers if one.task.service is not part]


@pytest.mark.parametrize('kind', KINDS)
@pytest.mark.parametrize('arrange', ['removed', 'added'])
def test_a_service_of_its_file_that_does_not_run_is_down(kind, arrange):
    """Removed in Docker, or added to the file and not deployed: Dokploy keeps no file as deployed that would tell which, and either is an outage."""
    with compose(kind=kind, content=(FILE % '1.27').replace('  init:', '  worker:\n    image: nginx:1.27\n  init:')) as (here, row):
        name = 'worker'
        if arrange == 'removed':
            remove_service(here, row, kind, name)
        else:
            name = 'another'
            content = row['composeFile'].replace('  init:', '  another:\n    image: nginx:1.27\n  init:')
            here.call('compose.update', composeId=row['composeId'], composeFile=content)
        told = diagnose(here, kind='compose', **NAMED)
        found, = told['findings']
        assert (found['code'], found['severity'], found['repairs']) == ('scaled_to_zero', 'error', ['apply']), found
        assert found['seen'] == 'it is down in part: %s of its file does not run' % name and told['verdict']['state'] == 'broken', found


def container(code, policy='no', **state):
    config = {'State': dict({'ExitCode': code, 'OOMKilled': False, 'Error': ''}, **state), 'HostConfig': {'RestartPolicy': {'Name': policy}}}
    return _container_task({'containerId': 'c1', 'name': 'shop-web-1', 'state': 'exited', 'status': 'Exited (%d) 2 minutes ago' % code}, config, 'web')


@pytest.mark.parametrize(('code', 'more', 'was_stopped'), [
    (143, {}, True), (137, {}, True), (130, {}, True), (1, {}, False), (137, {'OOMKilled': True}, False),
    (1, {'policy': 'always'}, True), (1, {'policy': 'unless-stopped'}, True), (1, {'policy': 'on-failure'}, False),
    (127, {'policy': 'always', 'Error': 'exec: "x": executable file not found in $PATH'}, False)])
def test_whether_a_container_was_stopped(code, more, was_stopped):
    """With a restart policy Docker starts it again, unless somebody stopped it or it cannot start; without one the signal tells."""
    task = container(code, **more)
    assert (task.state, task.stopped) == ('failed', was_stopped)
    assert ('it was stopped' in task.error) == was_stopped


def test_a_stack_in_a_crash_loop_is_not_starting():
    """Seen at any moment of a try, or between two."""
    with compose(kind='stack', content=CRASHES) as (here, dummy):
        told = []
        for dummy in range(8):
            here.simulator.advance(0.9)
            told.append(diagnose(here, kind='compose', **NAMED))
        assert {one['verdict']['state'] for one in told} == {'broken'}, [one['verdict'] for one in told]
        assert {one['code'] for look in told for one in look['findings']} == {'crash_loop'}


@pytest.mark.parametrize('kind', KINDS)
def test_each_service_has_its_own_findings(kind):
    """Two that end: each is reported, and neither finding hides the other's."""
    with compose(kind=kind, content=CRASHES.replace('  init:', '  worker:\n    image: crash:2\n  init:')) as (here, dummy):
        told = diagnose(here, kind='compose', **NAMED)
        assert sorted(one['seen'].partition(':')[0] for one in told['findings']) == ['web', 'worker'], told['findings']


def test_a_project_with_an_application_and_a_compose_service():
    with compose() as (here, row):
        here.application(source=NGINX, wait=False)
        stopped(here, row)
        here.simulator.advance(60)
        told = diagnose(here, project='shop')
        assert [(one['kind'], one['state']) for one in told['verdicts']] == [('application', 'healthy'), ('compose', 'stopped')]
        assert told['verdict']['text'] == 'no problems found in 2 services'
