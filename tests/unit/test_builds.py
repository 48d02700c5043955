# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Builds that are ended: with the host's processes, with neighbours that come meanwhile, and with answers that are lost."""

from __future__ import annotations

import contextlib
from unittest import mock

import pytest
from simulator import Fault

from ansible_collections.community.dokploy.plugins.module_utils._host import processes as _host
from ansible_collections.community.dokploy.plugins.module_utils._operations import build as _build
from ansible_collections.community.dokploy.plugins.module_utils._common.errors import ResourceNotFound
from support.inprocess import dokploy

HUNG = {'type': 'git', 'url': 'https://silent.example.com/shop.git', 'branch': 'main'}
SLOW = {'type': 'git', 'url': 'https://git.example.com/shop.git', 'branch': 'slow'}
WEB = {'project': 'shop', 'environment': 'production', 'name': 'web'}


def begin(here, name, source, title='first'):
    """An application whose deployment is under way -> its id."""
    made = here.run('dokploy_application', **dict(WEB, name=name, state='present', source=source, build={'type': 'dockerfile'}))
    assert not made.failed, made
    here.call('application.deploy', applicationId=made['application']['id'], title=title)
    here.simulator.advance(2)
    return made['application']['id']


def build(here, state='killed', **options):
    return here.run('dokploy_build', **dict(WEB, state=state, **options))


def process(application='shop-web', kind='clone'):
    return _host.BuildProcess(4711, kind, application, 30, 1.0)


@contextlib.contextmanager
def on_host(found, ended=None):
    """The task's host has these processes; C(ended()) happens when they are ended."""
    def end(app_name):
        if ended:
            ended()
        return _host.EndedProcesses(found.ours, [], [], found.others, [], True)
    with mock.patch.object(_build, 'find_build_processes', lambda app_name: found), mock.patch.object(_build, 'end_build_processes', end):
        yield


@pytest.mark.parametrize('version', ['v0.30.2', 'v0.28.8'])
def test_a_clone_that_hangs_is_ended_on_the_host_alone(version):
    with dokploy(version=version) as here:
        one = begin(here, 'web', HUNG)
        other = begin(here, 'other', SLOW)
        with on_host(_host.FoundProcesses([process()], [process('other')], True), lambda: here.simulator.end_hung(one)):
            told = here.run('dokploy_build', check_mode=True, **dict(WEB, state='killed', host_processes=True))
            assert told['changed'] and told['actions'] == ['kill host processes'] and told['processes'][0]['pid'] == 4711
            done = build(here, host_processes=True)
        assert not done.failed, done
        assert done['changed'] and done['actions'] == told['actions'] and here.writes == []
        assert done['ended'][0]['status'] == 'error' and done['processes'] == [{'pid': 4711, 'kind': 'clone', 'application': 'shop-web', 'age': 30}]
        here.simulator.advance(1)
        assert [row['status'] for row in here.simulator.deployments.rows(other)] == ['running']      # it went on, and nothing touched it


def test_an_orphan_is_ended_without_a_job():
    with dokploy() as here:
        here.application(source={'type': 'docker', 'image': 'nginx:1.27'})
        gone = []
        with on_host(_host.FoundProcesses([process(kind='build')], [], True), lambda: gone.append(1)):
            done = build(here, host_processes=True)
        assert done['changed'] and gone and not done.failed
        with on_host(_host.FoundProcesses([], [], True)):
            again = build(here, host_processes=True)
        assert not again['changed'] and not again.failed


@pytest.mark.parametrize(('complete', 'message'), [(True, 'runs on this host'), (False, 'cannot see all processes')])
def test_nothing_is_dropped_where_the_build_is_elsewhere(complete, message):
    with dokploy() as here:
        begin(here, 'web', HUNG)
        with on_host(_host.FoundProcesses([], [], complete)):
            done = build(here, 'cancelled', host_processes=True)
        assert done.failed and message in done['msg'] and not done['changed'] and here.writes == []


def test_a_host_that_is_none_of_dokploys():
    with dokploy() as here:
        begin(here, 'web', HUNG)

        def find(app_name):
            raise ResourceNotFound('this host has no /etc/dokploy')
        with mock.patch.object(_build, 'find_build_processes', find):
            done = build(here, host_processes=True)
        assert done.failed and 'no /etc/dokploy' in done['msg'] and here.writes == []


def test_a_neighbour_that_begins_between_the_looks_stops_the_kill():
    """The first look finds nobody; the last one before the kill does."""
    with dokploy() as here:
        begin(here, 'web', SLOW)
        here.call('settings.updateBuildsConcurrency', buildsConcurrency=2)
        here.simulator.faults.add(Fault('deployment.queueList', nth=3, action='none', before=lambda sim: begin_other(here)))
        done = build(here)
        assert done.failed and 'shop/production/other' in done['msg'] and 'no build was cancelled' in done['msg']
        assert 'application.killBuild' not in here.writes and done['neighbours'][0]['service']['name'] == 'other'


def begin_other(here):
    """Somebody else begins a build, while a call of ours is under way."""
    sim = here.simulator
    if any(row['name'] == 'other' for row in sim.store.applications.values()):
        return
    web = next(row for row in sim.store.applications.values() if row['name'] == 'web')
    row = sim.call('application.create', {'name': 'other', 'environmentId': web['environmentId']}, here.api_key, 'POST')
    keys = ('sourceType', 'customGitUrl', 'customGitBranch', 'buildType')
    sim.call('application.update', dict({key: web[key] for key in keys}, applicationId=row['applicationId']), here.api_key, 'POST')
    sim.call('application.deploy', {'applicationId': row['applicationId'], 'title': 'neighbour'}, here.api_key, 'POST')
    sim.clock.advance(1)
    sim.settle()


def test_a_neighbour_that_begins_amid_the_kill_is_named():
    with dokploy() as here:
        begin(here, 'web', SLOW)
        here.call('settings.updateBuildsConcurrency', buildsConcurrency=2)
        here.simulator.faults.add(Fault('application.killBuild', action='none', before=lambda sim: begin_other(here)))
        done = build(here)
        assert not done.failed and [one['service']['name'] for one in done['hit']] == ['other'] and done['hit'][0]['title']
        assert any('this also cancelled' in one for one in done.warnings)


@pytest.mark.parametrize('action', ['cut_before', 'cut_after'])
@pytest.mark.parametrize('procedure', ['application.killBuild', 'application.cleanQueues', 'application.deploy'])
def test_a_lost_answer_converges(action, procedure):
    """What came of it is looked at; the next run finds nothing left, or only what was begun again."""
    with dokploy() as here:
        one = begin(here, 'web', SLOW)
        here.call('application.deploy', applicationId=one, title='second')
        here.simulator.faults.add(Fault(procedure, action=action))
        done = build(here, 'cancelled', requeue=True)
        assert not done.failed or procedure != 'application.deploy', done
        rest = build(here, 'cancelled')
        assert not rest.failed, rest
        here.simulator.advance(5)
        assert not build(here, 'cancelled')['changed']
        titles = [row['title'] for row in here.simulator.deployments.rows(one)]
        assert titles.count('second') <= 1 and here.simulator.deployments.jobs == []


def test_what_was_dropped_keeps_the_mark_of_whoever_waits_for_it():
    with dokploy() as here:
        one = begin(here, 'web', SLOW)
        here.call('application.deploy', applicationId=one, title='second', description='Release [0123456789]')
        done = build(here, 'queue_cleaned', requeue=True)
        assert not done.failed and done['dropped'][0]['requeued']
        job = here.simulator.deployments.jobs[-1]
        assert job.data['descriptionLog'] == 'Release [0123456789]' and job.data['titleLog'] == 'second'
