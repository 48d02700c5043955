# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""dokploy_deployment: Dokploy's own rollback, what a restart of the server leaves, and answers that are lost."""

from __future__ import annotations

import contextlib

import pytest
from simulator import Fault

from support.inprocess import dokploy

GIT = {'type': 'git', 'url': 'https://git.example.com/shop.git', 'branch': 'main'}
SLOW = dict(GIT, branch='slow')
WEB = {'project': 'shop', 'environment': 'production', 'name': 'web'}


def deployment(here, state='deployed', check_mode=False, **options):
    return here.run('dokploy_deployment', check_mode=check_mode, **dict(WEB, state=state, **options))


@contextlib.contextmanager
def kept(version='v0.30.2', **more):
    """An application with three deployments, each of which holds a rollback -> (here, its id)."""
    with dokploy(version=version) as here:
        here.simulator.world.registries['registry.example.com'] = ('u', 'S3CRET-of-the-registry')
        here.call('registry.create', registryName='Company', username='u', password='S3CRET-of-the-registry', registryUrl='registry.example.com',
                  registryType='cloud', imagePrefix=None)
        registry, = here.simulator.store.registries
        made = here.application(state='present', source=GIT, build={'type': 'dockerfile'}, env={'V': '1'})
        one = made['application']['id']
        here.call('application.update', applicationId=one, rollbackActive=True, rollbackRegistryId=registry, **more)
        for number in range(3):
            here.call('application.update', applicationId=one, env='V=%d\nTOKEN=S3CRET-number-%d' % (number + 1, number))
            done = deployment(here)
            assert not done.failed, done
        yield here, one


def image_of(here):
    service, = here.simulator.local.services.values()
    return service.spec['TaskTemplate']['ContainerSpec']['Image']


def env_of(here):
    service, = here.simulator.local.services.values()
    return service.spec['TaskTemplate']['ContainerSpec']['Env']


@pytest.mark.parametrize('version', ['v0.30.2', 'v0.28.8'])
def test_it_goes_back_to_the_one_before_once(version):
    with kept(version) as (here, one):
        rows = here.simulator.deployments.rows(one)
        told = deployment(here, 'rolled_back', check_mode=True)
        assert told['changed'] and here.writes == [] and told['actions'] == ['roll back application']
        done = deployment(here, 'rolled_back')
        assert not done.failed, done
        assert (done['changed'], done['actions'], done['diff']) == (True, told['actions'], told['diff'])
        assert here.writes == ['rollback.rollback'] and done['deployment']['id'] == rows[1]['deploymentId']
        assert image_of(here).endswith(':v2') and 'V=2' in env_of(here) and done['phase'] == 'running'
        assert done['previous'] == {'running_image': '%s:latest' % done['application']['app_name']}
        again = deployment(here, 'rolled_back')
        assert not again['changed'] and not again.failed and here.writes == []
        # What is stored is as it was, and the application's module warns and leaves it alone.
        rest = here.application(source=GIT, build={'type': 'dockerfile'})
        assert not rest['changed'] and rest['rolled_back'] and here.writes == []


def test_it_goes_back_further_by_id_or_title():
    with kept() as (here, one):
        rows = here.simulator.deployments.rows(one)
        first = deployment(here, 'rolled_back', deployment_id=rows[2]['deploymentId'])
        assert first['changed'] and image_of(here).endswith(':v1')
        ambiguous = deployment(here, 'rolled_back', deployment_title=rows[0]['title'])
        assert ambiguous.failed and 'matches 3 deployments' in ambiguous['msg'] and len(ambiguous['candidates']) == 3
        here.simulator.store.deployments[rows[1]['deploymentId']]['title'] = 'Release 2'
        second = deployment(here, 'rolled_back', deployment_title='Release 2')
        assert second['changed'] and image_of(here).endswith(':v2')
        for options in ({'deployment_id': 'nope'}, {'deployment_title': 'nope'}):
            missing = deployment(here, 'rolled_back', **options)
            assert missing.failed and 'Release 2' in missing['msg'] and here.writes == []


def test_what_a_rollback_drops_is_told():
    with kept(args=['--serve'], stopGracePeriodSwarm=20000000000) as (here, dummy):
        done = deployment(here, 'rolled_back')
        assert done['dropped_settings'] == ['args', 'stop_grace_period']
        assert any('without its args, stop_grace_period' in one for one in done.warnings)
        assert 'S3CRET' not in str(done)


def test_rows_that_hold_a_rollback_are_not_cleared():
    with kept() as (here, one):
        cleared = deployment(here, 'cleared', keep=0)
        assert not cleared['changed'] and len(cleared['kept']) == 3
        oldest = here.simulator.deployments.rows(one)[2]['deploymentId']
        refused = deployment(here, 'absent', deployment_id=oldest)
        assert refused.failed and 'has a rollback' in refused['msg'] and here.writes == []
        assert deployment(here, 'absent', deployment_id=oldest, force=True)['changed']


def test_a_rollback_that_fails_is_told():
    with kept() as (here, dummy):
        here.simulator.faults.add(Fault('rollback.rollback', action='answer', status=400, body={
            'message': 'Error input: Rolling back', 'code': 'BAD_REQUEST', 'data': {'code': 'BAD_REQUEST', 'httpStatus': 400, 'path': 'rollback.rollback'}}))
        done = deployment(here, 'rolled_back')
        assert done.failed and 'Rolling back' in done['msg'] and 'registry' in done['next_step']
        here.simulator.faults.add(Fault('rollback.rollback', action='cut_after'))
        assert not deployment(here, 'rolled_back').failed


# A server that is restarted, jobs that are lost, rows that stay

@pytest.mark.parametrize('version', ['v0.30.2', 'v0.28.8'])
def test_a_restart_while_it_builds(version):
    with dokploy(version=version) as here:
        here.application(state='present', source=SLOW, build={'type': 'dockerfile'})
        here.simulator.faults.add(Fault('deployment.all', nth=3, action='none', before=lambda sim: sim.restart()))
        done = deployment(here, deployment_title='cut')
        assert done.failed and 'was cancelled' in done['msg'] and done['deployment']['status'] == 'cancelled' and done['phase'] == 'building'
        assert 'Run the task again' in done['next_step']


def test_a_restart_while_it_waits():
    with dokploy() as here:
        here.application(state='present', name='other', source=SLOW, build={'type': 'dockerfile'})
        here.run('dokploy_deployment', **dict(WEB, name='other', wait=False))
        here.application(state='present', source=GIT, build={'type': 'dockerfile'})
        here.simulator.faults.add(Fault('deployment.all', nth=3, action='none', before=lambda sim: sim.restart()))
        done = deployment(here, deployment_title='forgotten')
        assert done.failed and "'forgotten' was lost" in done['msg'] and done['phase'] == 'queued'


def lose_job(sim):
    """The job is gone, and its row stays."""
    for job in list(sim.deployments.jobs):
        sim.agenda.cancel(job.timer)
        sim.deployments.jobs.remove(job)


@pytest.mark.parametrize('version', ['v0.30.2', 'v0.28.8'])
def test_a_row_whose_job_is_lost_is_not_awaited_for_ever(version):
    with dokploy(version=version) as here:
        here.application(state='present', source=SLOW, build={'type': 'dockerfile'})
        here.simulator.faults.add(Fault('deployment.all', nth=3, action='none', before=lose_job))
        before = here.simulator.clock.now()
        done = deployment(here, deployment_title='stays')
        assert done.failed and "'stays' does not end" in done['msg'] and 'has no job for it' in done['msg'] and done['deployment']['status'] == 'running'
        assert here.simulator.clock.now() - before < 60
        # Nobody deploys: the next one goes on, and says what it passed over.
        here.application(state='present', source=GIT)
        rest = deployment(here)
        assert not rest.failed and any('did not wait for' in one for one in rest.warnings)


def test_where_the_queue_cannot_be_read_nothing_is_called_lost():
    with dokploy() as here:
        made = here.application(state='present', source=SLOW, build={'type': 'dockerfile'})
        key = here.simulator.member_key(services=[made['application']['id']])
        here.simulator.faults.add(Fault('deployment.queueList', times=None, action='answer', status=404, body={'message': 'Not found', 'code': 'NOT_FOUND'}))
        done = here.run('dokploy_deployment', application_id=made['application']['id'], api_key=key, wait_for='deployed')
        assert not done.failed, done


@pytest.mark.parametrize('action', ['cut_before', 'cut_after'])
@pytest.mark.parametrize('state', ['deployed', 'redeployed'])
def test_a_lost_answer_is_no_second_deployment(action, state):
    with dokploy() as here:
        here.application(source=GIT, build={'type': 'dockerfile'})
        here.simulator.faults.add(Fault('application.deploy' if state == 'deployed' else 'application.redeploy', action=action))
        done = deployment(here, state)
        assert not done.failed, done
        assert len(here.simulator.deployments.rows(done['application']['id'])) == 2


@pytest.mark.parametrize('action', ['cut_before', 'cut_after'])
def test_a_lost_removal_converges(action):
    with dokploy() as here:
        here.application(source=GIT, build={'type': 'dockerfile'})
        deployment(here)
        here.simulator.faults.add(Fault('deployment.removeDeployment', action=action))
        deployment(here, 'cleared', keep=1)
        assert not deployment(here, 'cleared', keep=1).failed
        last = deployment(here, 'cleared', keep=1)
        assert not last['changed'] and len(last['kept']) == 1
