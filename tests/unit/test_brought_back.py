# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A service that was removed behind Dokploy's back, addresses that are verified, and what a message or a difference shows."""

from __future__ import annotations

import pytest
from support.inprocess import dokploy

NGINX = {'source': {'type': 'docker', 'image': 'nginx:1.27'}}


def removed(here):
    """Docker's service of the application is gone, behind Dokploy's back."""
    row = next(iter(here.simulator.store.applications.values()))
    here.simulator.remove_service(row['appName'])
    return row


@pytest.mark.parametrize('source', (
    {'type': 'docker', 'image': 'nginx:1.27'}, {'type': 'git', 'url': 'https://git.example.com/shop.git', 'branch': 'main'}), ids=('docker', 'git'))
def test_a_service_that_was_removed_is_brought_back_without_a_build(source):
    """It was deployed: a new build, of a branch that may have moved."""
    with dokploy() as here:
        assert not here.application(source=source).failed
        removed(here)
        told = here.application(check_mode=True)
        assert told['actions'] == ['reload application'] and here.writes == []
        done = here.application()
        assert not done.failed and here.writes == ['application.reload'] and done['phase'] == 'running', done
        assert not here.application()['changed']


def test_a_service_that_was_removed_is_built_where_a_build_setting_changed():
    with dokploy() as here:
        source = {'type': 'git', 'url': 'https://git.example.com/shop.git', 'branch': 'main'}
        assert not here.application(source=source).failed
        removed(here)
        done = here.application(build={'dockerfile': 'Dockerfile', 'context': '.'})
        assert not done.failed and here.writes == ['application.update', 'application.deploy'], (done.get('msg'), here.writes)


def test_a_service_that_was_removed_counts_as_stopped():
    with dokploy() as here:
        assert not here.application(**NGINX).failed
        removed(here)
        assert not here.application(state='present')['changed'] and here.writes == []
        assert not here.application(state='stopped')['changed'] and here.writes == []
        stored = here.application(state='present', env={'A': '1'})
        assert stored['actions'] == ['update application'] and stored['pending'] == ['env'], stored
        barred = here.application(deploy='never')
        assert not barred.failed and here.writes == ['application.reload'], barred


def test_a_name_that_does_not_resolve_is_told_at_once():
    """It was asked until wait_timeout had passed."""
    with dokploy() as here:
        assert not here.application(**NGINX).failed
        begun = here.simulator.clock.now()
        result = here.application(verify={'url': 'http://no-such-host.invalid/'}, state='deployed', wait_timeout=600)
        assert result.failed and 'does not resolve' in result['msg'] and result['phase'] == 'unreachable', result['msg']
        assert here.simulator.clock.now() - begun < 60


def test_the_difference_shows_the_action():
    with dokploy() as here:
        assert here.application(check_mode=True, **NGINX)['diff']['after']['action'] == 'deploy'
        assert not here.application(**NGINX).failed
        for state, action in (('restarted', 'reload'), ('deployed', 'deploy'), ('stopped', 'stop')):
            diff = here.application(check_mode=True, state=state)['diff']
            assert diff['before']['action'] is None and diff['after']['action'] == action, diff
        assert 'action' not in here.application()['diff']['after']


@pytest.mark.parametrize('more', ({}, {'source': {'type': 'docker', 'image': 'nginx:1.27'}}), ids=('without a source', 'with one'))
def test_a_misspelt_project_is_told_with_what_it_may_be(more):
    with dokploy() as here:
        assert 'is it shop?' in here.application(project='shopp', **more)['msg'].lower()


@pytest.mark.parametrize('project, advice', [('shopp', 'Is it shop? Otherwise create it'), ('accounts', 'Create it')])
def test_a_missing_project_is_said_once(project, advice):
    """It read "the project accounts does not exist. The project accounts does not exist. Create it ..."."""
    with dokploy() as here:
        assert here.application(project=project, **NGINX)['msg'] == (
            'the project %s does not exist. %s with community.dokploy.dokploy_project first.' % (project, advice))


def test_every_bad_value_of_env_is_told_at_once():
    with dokploy() as here:
        result = here.application(env={'PORT': 8080, '1A': 'x', 'GOOD': 'y', 'DEBUG': True}, **NGINX)
        assert result.failed and all(name in result['msg'] for name in ('PORT', '1A', 'DEBUG')) and 'GOOD' not in result['msg'], result['msg']


@pytest.mark.parametrize('domains', (['shop.example.com'], 'shop.example.com'))
def test_a_domain_that_is_a_text_is_told_with_an_example(domains):
    with dokploy() as here:
        result = here.application(domains=domains, **NGINX)
        assert result.failed and '{host: ..., port: 8080}' in result['msg'], result['msg']


def test_the_information_on_deployments_is_bounded():
    with dokploy() as here:
        made = here.application(**NGINX)
        rows = here.simulator.store.deployments
        first = next(iter(rows.values()))
        for number in range(500):
            rows['many%d' % number] = dict(first, deploymentId='many%d' % number, createdAt='2020-01-01T00:00:00.000Z')
        found, = here.run('dokploy_application_info', application_id=made['application']['id'])['applications']
        assert len(found['deployments']) == 50 and found['deployments_total'] == 501
        assert found['deployments'][0] == found['last_deployment'] and not found['deployments'][0]['id'].startswith('many')


def test_deployments_and_the_queue_are_bounded():
    """An application with 100,000 deployments gave 40 MB of output."""
    with dokploy() as here:
        names = ('web', 'other')
        made = [here.application(name=name, **NGINX)['application']['id'] for name in names]
        rows = here.simulator.store.deployments
        for one in made:
            first = next(row for row in rows.values() if row['applicationId'] == one)
            for number in range(2000):
                identifier = '%s%d' % (one, number)
                rows[identifier] = dict(first, deploymentId=identifier, createdAt='2020-01-01T00:00:00.000Z')
        told = here.run('dokploy_deployment_info', project='shop')
        assert (len(told['deployments']), told['deployments_total']) == (100, 4002)
        assert {one['service']['name'] for one in told['deployments'] if not one['created_at'].startswith('2020')} == set(names)
        told = here.run('dokploy_deployment_info', project='shop', limit=2000)
        assert (len(told['deployments']), told['deployments_total']) == (1000, 4002)
        assert (told['queue'], told['queue_total']) == ([], 0)


def test_previews_are_bounded():
    with dokploy() as here:
        made = here.application(source={'type': 'git', 'url': 'https://git.example.com/shop.git', 'branch': 'main'}, state='present')
        here.simulator.pull_request(application_id=made['application']['id'], number=1, title='A change')
        rows = here.simulator.store.previews
        first = next(iter(rows.values()))
        for number in range(2, 300):
            identifier = 'many%d' % number
            rows[identifier] = dict(first, previewDeploymentId=identifier, pullRequestNumber=str(number), createdAt='2020-01-01T00:00:00.000Z')
        address = {'application_id': made['application']['id']}
        told = here.run('dokploy_preview_deployment_info', **address)
        assert (len(told['previews']), told['previews_total']) == (50, 299)
        assert told['previews'][0]['id'] == first['previewDeploymentId']
        told = here.run('dokploy_preview_deployment_info', pull_request='#7', **address)
        assert [one['id'] for one in told['previews']] == ['many7'] and told['previews_total'] == 1


def test_removed_deployments_are_bounded():
    with dokploy() as here:
        made = here.application(**NGINX)['application']['id']
        rows = here.simulator.store.deployments
        first = next(iter(rows.values()))
        for number in range(400):
            rows['many%d' % number] = dict(first, deploymentId='many%d' % number, createdAt='2020-01-01T00:00:00.000Z')
        told = here.run('dokploy_deployment', check_mode=True, state='cleared', keep=100, application_id=made)
        assert (len(told['removed']), told['removed_total'], len(told['kept']), told['kept_total']) == (50, 301, 50, 100)
        assert len(told['previous']['deployments']) == 50 and len(str(told)) < 40000


def test_containers_are_bounded():
    """Swarm keeps ended tasks of each replica."""
    with dokploy() as here:
        made = here.application(replicas=130, **NGINX)
        assert made['application']['replicas_running'] == 130 and len(made['containers']) == 100
        found, = here.run('dokploy_application_info', application_id=made['application']['id'])['applications']
        assert (len(found['containers']), found['containers_total']) == (100, 130)
