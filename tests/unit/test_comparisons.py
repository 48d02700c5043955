# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Comparisons and addresses that once were wrong, each in the state in which it showed."""

from __future__ import annotations

import pytest
from support.inprocess import dokploy

NGINX = {'source': {'type': 'docker', 'image': 'nginx:1.27'}}


@pytest.fixture
def here():
    with dokploy() as made:
        assert not made.application(**NGINX).failed
        yield made


def store(here, **keys):
    """Change what is stored, as somebody does in Dokploy's pages."""
    next(iter(here.simulator.store.applications.values())).update(keys)


def application_id(here):
    return next(iter(here.simulator.store.applications))


def test_stored_zero_replicas_would_run_nothing(here):
    store(here, replicas=0)
    result = here.application()
    assert result.failed and '0 saved replicas' in result['msg'] and not here.writes


def test_replicas_beside_a_stored_mode_are_refused(here):
    store(here, modeSwarm={'Replicated': {'Replicas': 1}})
    result = here.application(replicas=3)
    assert result.failed and 'replicas has no effect' in result['msg'] and not here.writes


def test_ports_of_an_endpoint_without_a_mode_are_published_on_the_host(here):
    store(here, endpointSpecSwarm={'Ports': [{'TargetPort': 80, 'PublishedPort': 8080}]})
    assert here.application()['actions'] == ['reload application']
    assert not here.application()['changed']


def test_an_empty_object_is_not_the_same_as_none(here):
    store(here, healthCheckSwarm={}, args=[], placementSwarm={}, restartPolicySwarm={})
    assert not here.application()['changed']


def test_a_rollback_of_a_docker_source_is_left_alone(here):
    service = next(iter(here.simulator.local.services.values()))
    service.spec['TaskTemplate']['ContainerSpec']['Image'] = 'registry.example.com/puller/%s:v1' % service.spec['Name']
    result = here.application()
    assert result['rolled_back'] and not result['changed'] and result['pending'] == ['source']


def test_a_vault_reference_one_step_away_cannot_be_seen(here):
    store(here, env='B=${{vault.main.S}}\nA=${{B}}')
    assert here.application(check_mode=True)['actions'] == ['reload application']      # not even their names run
    next(iter(here.simulator.local.services.values())).spec['TaskTemplate']['ContainerSpec']['Env'] = ['A=secret', 'B=secret']
    result = here.application()
    assert not result['changed'] and result['unverified'] == ['env.B', 'env.A']


def test_build_arguments_reach_docker_build_with_their_braces(here):
    assert not here.application(state='present', build_args={'T': 'a{{x}}b'}, build_secrets={'S': '{{y}}'}).failed
    row = here.simulator.store.applications[application_id(here)]
    assert row['buildArgs'] == "T='a{{x}}b'" and row['buildSecrets'] == "S='{{y}}'"


def test_a_hosts_case_says_nothing(here):
    here.simulator.call('domain.create', {
        'host': 'Shop.example.com', 'path': '/', 'port': 80, 'applicationId': application_id(here), 'domainType': 'application'}, here.api_key, 'POST')
    assert not here.application(domains=[{'host': 'shop.example.com', 'port': 80}])['changed']


@pytest.mark.parametrize('address', [{'app_name': 'nope-x'}, {'domain_host': 'nope.example.com'}])
def test_an_address_that_fits_nothing_creates_nothing(here, address):
    result = here.run('dokploy_application', project='shop', environment='production', name='other', **NGINX, **address)
    assert result.failed and 'no application has the' in result['msg'] and not here.writes


def test_names_beside_an_app_name_only_assert(here):
    app_name = here.application()['application']['app_name']
    assert not here.run('dokploy_application', name='web', app_name=app_name).failed
    result = here.run('dokploy_application', name='api', app_name=app_name)
    assert result.failed and 'name says api' in result['msg']


@pytest.mark.parametrize('beside', [{'environment_id': 'nonsense'}, {'domain_host': 'nope.example.com'}])
def test_what_stands_beside_an_id_is_asserted(here, beside):
    result = here.run('dokploy_application', application_id=application_id(here), **beside)
    assert result.failed and 'nothing was changed' in result['msg'], result['msg']


def test_absent_in_an_environment_that_is_gone_is_no_change(here):
    result = here.run('dokploy_application', environment_id='gone', name='web', state='absent')
    assert not result.failed and not result['changed']


def test_renaming_by_id(here):
    project = here.run('dokploy_project', project='shop')['project']['id']
    for changed in (True, False):
        result = here.run('dokploy_project', project_id=project, rename_to='store')
        assert not result.failed and result['changed'] is changed, result
    assert not here.run('dokploy_project', project='shop', project_id=project, rename_to='store')['changed']
    result = here.run('dokploy_project', project='other', project_id=project)
    assert result.failed and 'project says other' in result['msg']


def test_an_id_is_not_renamed_to_a_name_that_is_taken(here):
    two = here.application(name='two', state='present', **NGINX)['application']['id']
    result = here.run('dokploy_application', application_id=two, rename_to='web')
    assert result.failed and 'both two and web exist' in result['msg'] and not here.writes


def test_force_takes_waiting_jobs_out_before_it_deletes(here):
    assert not here.application(source={'type': 'git', 'url': 'https://git.example.com/shop.git', 'branch': 'slow'}, name='slow', wait=False).failed
    result = here.run('dokploy_project', project='shop', state='absent', force=True)
    assert not result.failed and 'application.cleanQueues' in here.writes, result
    here.simulator.advance(600)
    assert not here.simulator.local.services


def test_a_queue_that_cannot_be_read_loses_no_deployment():
    with dokploy(version='v0.28.8') as here:
        here.simulator.faults.add(procedure='deployment.queueList', action='answer', status=404, body={'message': 'Not found', 'code': 'NOT_FOUND'}, times=999)
        here.simulator.faults.add(procedure='*', action='refuse_batch', batch=True, times=999)
        silent = {'type': 'git', 'url': 'https://silent.example.com/shop.git', 'branch': 'main'}
        assert not here.application(name='blocker', source=silent, wait=False).failed
        result = here.application(queue_timeout=60, **NGINX)
        assert result.failed and 'did not start within 60 seconds' in result['msg'], result['msg']


def test_every_build_setting_that_what_runs_does_not_show_is_in_the_digest():
    from ansible_collections.community.dokploy.plugins.module_utils._model import kinds as _model
    from ansible_collections.community.dokploy.plugins.module_utils._planning.build_label import digest_build
    from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION
    missing = []
    for path, item in APPLICATION.flat():
        if not item.key or item.verifiable or item.secret is True or item.effect != _model.DEPLOY or path.endswith('.type'):
            continue
        for one in item.only_for[1] if item.only_for else ('dockerfile',):
            record = {'sourceType': 'git', 'buildType': 'dockerfile', item.only_for[0] if item.only_for else 'buildType': one}
            changed = dict(record, **{item.key: 'KEY=value' if item.secret else False if item.kind is _model.BOOL and item.default else 'changed'})
            if digest_build(APPLICATION, record) == digest_build(APPLICATION, changed):
                missing.append((path, one))
    assert not missing


def test_what_failed_long_ago_does_not_condemn_what_starts_now():
    from ansible_collections.community.dokploy.plugins.module_utils._planning import health as _health
    from ansible_collections.community.dokploy.plugins.module_utils._model.observation import Observation, Service, Task
    service = Service('x', {'Mode': {'Replicated': {'Replicas': 1}}, 'TaskTemplate': {'ContainerSpec': {'Image': 'n'}}})
    for state, age in (('running', 2), ('starting', 2)):
        old = [Task('t%d' % number, 'web.1', 'shutdown', 'failed', age=604800, error='task: non-zero exit (1)') for number in range(3)]
        seen = Observation(record={}, service=service, tasks=old + [Task('new', 'web.1', 'running', state, age=age)])
        assert _health.judge(seen).state == 'waiting'


@pytest.mark.parametrize('error, advice', [
    ('network sandbox join failed: subnet sandbox join failed for "10.0.4.0/24": error creating vxlan interface: file exists', 'restart Docker there'),
    ('mkdir /data: read-only file system', 'no process was started'),
])
def test_a_replica_that_docker_refuses_has_no_log_to_read(error, advice):
    """As seen on a node whose Docker was restarted: the advice was to read the log of the container."""
    from ansible_collections.community.dokploy.plugins.module_utils._planning import health as _health
    from ansible_collections.community.dokploy.plugins.module_utils._model.observation import Observation, Service, Task
    service = Service('x', {'Mode': {'Replicated': {'Replicas': 1}}, 'TaskTemplate': {'ContainerSpec': {'Image': 'n'}}})
    refused = [Task('t%d' % number, 'web.1', 'shutdown', 'rejected', age=number, error=error, node='worker-1') for number in range(3)]
    verdict = _health.judge(Observation(record={}, service=service, tasks=refused))
    assert verdict.state == 'failed' and advice in verdict.next_step
