# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Dokploy says is not what is true: one test for each item of the list "Each of these is told right"."""

from __future__ import annotations

from simulator import Fault
from support.inprocess import dokploy

NGINX, NEWER, CRASH = ({'type': 'docker', 'image': image} for image in ('nginx:1.27', 'nginx:1.28', 'crash:1'))
GIT = {'type': 'git', 'url': 'https://git.example.com/shop.git', 'branch': 'main'}


def made(here, **options):
    """An application that runs -> its id and the name of its service."""
    result = here.application(**dict({'source': NGINX}, **options))
    assert not result.failed, result['msg']
    return result['application']['id'], result['application']['app_name']


def status_of(here, application_id):
    return here.simulator.store.applications[application_id]['applicationStatus']


def test_an_update_that_swarm_rolled_back():
    with dokploy() as here:
        application_id, dummy = made(here, replicas=2)
        result = here.application(source=CRASH)
        assert result.failed and result['changed'] and result['phase'] == 'swarm_rolled_back'
        assert 'Swarm rolled back to the previous version' in result['msg'] and 'non-zero exit (3)' in result['msg']
        assert 'fatal: configuration is missing' in result['container_log']
        assert status_of(here, application_id) == 'done' and result['deployment']['status'] == 'done'
        assert (result['application']['running_image'], result['application']['replicas_running']) == ('nginx:1.27', 2)


def test_an_update_that_paused():
    with dokploy('v0.28.8') as here:
        application_id, dummy = made(here, replicas=2)
        result = here.application(source=CRASH)
        assert result.failed and result['phase'] == 'swarm_rolled_back' and 'Swarm paused the update' in result['msg']
        assert status_of(here, application_id) == 'done'
        again = here.application(source=CRASH)
        assert again.failed and not again['changed'] and here.writes == [] and again['phase'] == 'swarm_rolled_back'


def test_a_stop_grace_period_that_makes_an_older_server_unreadable():
    with dokploy('v0.28.8') as here:
        application_id, dummy = made(here)
        here.simulator.call('application.update', {'applicationId': application_id, 'stopGracePeriodSwarm': 30000000000}, here.api_key, 'POST')
        for state in ('started', 'stopped', 'restarted', 'absent'):
            result = here.application(state=state)
            assert result.failed and not result['changed'] and here.writes == [], state
            assert 'stop grace period' in result['msg'] and 'unset: [stop_grace_period]' in result['msg'], result['msg']
        mended = here.application(unset=['stop_grace_period'])
        assert not mended.failed and mended['phase'] == 'running', mended.get('msg')
        assert not here.application(state='stopped').failed


def hidden(here, source, project='dokploy-docs'):
    """An application that somebody made with the name that Dokploy's pages propose, dokploy-docs-web-…, which swarm.getNodeApps leaves out."""
    assert not here.run('dokploy_project', project=project).failed
    environment = here.run('dokploy_environment_info', project=project)['environments'][0]['id']
    here.simulator.call('application.create', {'name': 'web', 'appName': project + '-web', 'environmentId': environment}, here.api_key, 'POST')
    return {'project': project, 'source': source}


def test_a_service_that_is_hidden_by_its_name():
    for version in ('v0.30.2', 'v0.28.8'):
        for source in (NGINX, GIT):
            with dokploy(version) as here:
                web = hidden(here, source)
                first = here.application(replicas=2, **web)
                assert not first.failed and first['application']['app_name'].startswith('dokploy-docs-web'), first.get('msg')
                assert (first['phase'], first['application']['replicas_running'], first['unverified']) == ('running', 2, [])
                here.simulator.advance(60)
                again = here.application(replicas=2, **web)
                assert not again.failed and not again['changed'] and here.writes == [] and again['phase'] == 'running', again.get('msg')
                stopped = here.application(state='stopped', **web)
                assert stopped['actions'] == ['stop application'] and stopped['application']['replicas_running'] == 0, stopped.get('msg')
                assert not here.application(state='stopped', **web)['changed'] and here.writes == []
                started = here.application(**web)
                assert not started.failed and started['application']['replicas_running'] == 2, started.get('msg')
                assert here.application(state='restarted', **web)['actions'] == ['reload application']
                gone = here.application(state='absent', project=web['project'])
                assert not gone.failed and not next(iter(here.simulator.engines())).services, gone.get('msg')


def test_a_name_that_would_hide_the_service_is_not_given():
    with dokploy(project='dokploy-docs') as here:
        result = here.application(project='dokploy-docs', source=NGINX)
        assert not result.failed and result['application']['app_name'].startswith('app-dokploy-docs-web-'), result.get('msg')


def test_a_gate_that_looks_at_nothing():
    gates = (('dokploy_audit_info', {'fail_on': 'high'}), ('dokploy_monitoring_info', {'thresholds': {'memory': '80%'}, 'fail_on_alert': True}))
    with dokploy() as here:
        for module, gate in gates:
            for slip in ({'project': 'shpo'}, {'project': 'shop', 'name': 'wbe'}, {'app_name': 'shop-web'}):
                result = here.run(module, **dict(gate, **slip))
                said = ', '.join('%s %s' % one for one in slip.items())
                assert result.failed and 'no application matches %s: nothing was checked' % said in result['msg'], (module, result)
                told = here.run(module, check_mode=True, **dict(gate, **slip))
                assert not told.failed and ['no application matches' in one for one in told.warnings] == [True], (module, told)
                assert not here.run(module, **slip).failed
            assert not here.run(module, **gate).failed


def test_what_docker_rejects_leaves_no_log_to_read():
    with dokploy() as here:
        made(here)
        result = here.application(memory_limit='5M')
        assert result.failed and 'Minimum memory limit allowed is 6MB' in result['msg'] and result['phase'] == 'swarm_rolled_back', result['msg']
        assert 'log' not in result['next_step']
        assert 'docker service logs' in here.application(source=CRASH, memory_limit='64M')['next_step']


def test_a_slip_in_a_name():
    with dokploy() as here:
        made(here)
        for slip, said in (
                ({'name': 'wbe'}, 'The environment has no application wbe: is it web?'), ({'name': 'mail'}, 'The environment has no application mail.'),
                ({'environment': 'prodution'}, 'The project has no environment prodution: is it production?'),
                ({'environment': 'live'}, 'The project has no environment live: is it production?'),
                ({'project': 'shpo'}, 'The project shpo does not exist: is it shop?'), ({'project': 'accounts'}, 'The project accounts does not exist.')):
            for options in ({}, {'state': 'stopped'}, {'create': False}):
                result = here.application(**dict(options, **slip))
                assert result.failed and 'does not exist' in result['msg'] and result['next_step'] == said and said in result['msg'], result['msg']
            named = dict({'project': 'shop', 'environment': 'production', 'name': 'web'}, **slip)
            for module in ('dokploy_deployment', 'dokploy_application_status'):
                assert said in here.run(module, **named)['msg']
        assert not here.run('dokploy_environment', project='shop', environment='100%').failed
        assert here.application(environment='100')['next_step'] == 'The project has no environment 100: is it 100%?'


def test_the_host_among_the_headers_of_verify_is_no_secret():
    with dokploy() as here:
        options = {'source': {'type': 'docker', 'image': 'nginx:1.27'}, 'domains': [{'host': 'shop.example.com', 'port': 80}],
                   'verify': {'url': '', 'headers': {'Host': 'shop.example.com', 'Authorization': 'Bearer 4bC-d3F'}}}
        result = here.application(name='one', **options)
        assert result['urls'] == ['http://shop.example.com/'] and 'shop.example.com/' in result['previous']['domains'], result
        refused = here.application(name='two', **options)
        assert refused.failed and refused['msg'].startswith('domains: shop.example.com/ belongs to '), refused['msg']


def test_unset_lists_each_name_once():
    with dokploy() as here:
        made(here)
        result = here.application(unset=['memory'])
        names = result['msg'].rsplit('there are ', 1)[1].split(', ')
        assert result.failed and 'source.branch' in names and len(names) == len(set(names)), result['msg']


def test_a_crash_loop():
    with dokploy() as here:
        result = here.application(source=CRASH)
        assert result.failed and result['phase'] == 'unhealthy' and '0/1 replicas' in result['msg']
        assert result['deployment']['status'] == 'done'
        ended = [line for line in result['containers'] if line['state'] == 'failed']
        assert ended and ended[0]['exit_code'] == 3
        again = here.application(source=CRASH)
        assert again.failed and not again['changed'] and here.writes == []


def test_a_stale_done():
    with dokploy() as here:
        application_id, service = made(here, replicas=2)
        here.simulator.scale(service, 0)
        here.simulator.advance(10)
        assert status_of(here, application_id) == 'done'
        assert here.application(state='present')['phase'] == 'stopped' and here.writes == []
        result = here.application()
        assert result['changed'] and result['actions'] == ['reload application'] and result['application']['replicas_running'] == 2
        here.simulator.remove_service(service)
        result = here.application()
        assert result['actions'] == ['reload application'] and result['phase'] == 'running'


def test_a_start_that_brings_one_of_three():
    with dokploy() as here:
        application_id, dummy = made(here, replicas=3)
        assert not here.application(state='stopped').failed
        here.simulator.call('application.start', {'applicationId': application_id}, here.api_key, 'POST')
        here.simulator.advance(30)
        told = here.run('dokploy_application_info', project='shop')['applications'][0]
        assert (told['replicas_running'], told['replicas_wanted'], told['pending']) == (1, 1, ['replicas'])
        result = here.application()
        assert result['changed'] and result['applied'] == ['replicas'] and result['application']['replicas_running'] == 3
        assert 'application.start' not in here.writes


def test_a_global_service():
    with dokploy() as here:
        application_id = here.application(source=NGINX, state='present')['application']['id']
        here.simulator.call('application.update', {'applicationId': application_id, 'modeSwarm': {'Global': {}}}, here.api_key, 'POST')
        result = here.application()
        assert not result.failed and result['application']['replicas_wanted'] is None, result.get('msg')
        result = here.application(state='stopped')
        assert result.failed and not result['changed'] and here.writes == [] and 'global mode' in result['msg']
        assert not here.application(state='restarted').failed


def test_a_pruned_image():
    with dokploy() as here:
        made(here, source=GIT)
        assert not here.application(state='stopped').failed
        here.simulator.advance(60)
        here.simulator.prune_images()
        result = here.application(state='reloaded')
        assert result.failed and not result['changed'] and here.writes == [] and 'its image was removed from the server' in result['msg']
        result = here.application(deploy='never')
        assert result.failed and here.writes == [] and 'image' in result['msg']
        told = here.application(check_mode=True)
        result = here.application()
        assert result['actions'] == told['actions'] == ['deploy application'] and result['phase'] == 'running', result.get('msg')


def test_a_lost_create():
    for action in ('cut_before', 'cut_after'):
        with dokploy() as here:
            here.simulator.faults.append(Fault('application.create', action=action))
            first = here.application(source=NGINX)
            second = first if not first.failed else here.application(source=NGINX)
            assert not second.failed and len(here.simulator.store.applications) == 1, (action, first.get('msg'), second.get('msg'))
            assert not here.application(source=NGINX)['changed'] and here.writes == []


def test_a_lost_deploy():
    for action in ('cut_before', 'cut_after'):
        with dokploy() as here:
            made(here)
            here.simulator.faults.append(Fault('application.deploy', action=action))
            result = here.application(source=NEWER)
            assert not result.failed and result['application']['running_image'] == 'nginx:1.28', (action, result.get('msg'))
            assert len(here.simulator.store.deployments) == 2, action


def test_a_database_that_is_down():
    with dokploy() as here:
        made(here)
        here.simulator.database_down = True
        result = here.application()
        assert result.failed and not result['changed'] and here.writes == []
        assert "Dokploy's own database is down" in result['msg'] and 'refused the API key' not in result['msg']
        here.simulator.database_down = False
        result = here.run('dokploy_project', project='shop', api_key='wrong')
        assert result.failed and 'refused the API key' in result['msg']


def test_a_missing_permission():
    with dokploy() as here:
        application_id, dummy = made(here)
        key = here.simulator.member_key(services=[application_id])
        result = here.application(memory_limit='64M', api_key=key)
        assert result.failed and not result['changed'] and 'service.create' in result['msg']
        assert 'refused the API key' not in result['msg']
        result = here.run('dokploy_project', project='other', api_key=key)
        assert result.failed and 'project' in result['msg'] and 'permission' in result['msg'], result['msg']


def test_missing_permissions_before_the_first_write():
    with dokploy() as here:
        application_id, dummy = made(here)
        result = here.application(memory_limit='64M', api_key=here.simulator.member_key(services=[application_id]))
        assert result.failed and here.writes == []


def test_a_restart_while_a_deployment_waits():
    with dokploy() as here:
        made(here)
        dummy, other = made(here, name='other', source=GIT)
        busy = here.simulator.store.applications
        slow = next(row for row in busy.values() if row['appName'] == other)
        slow['customGitBranch'] = 'slow'
        here.simulator.call('application.deploy', {'applicationId': slow['applicationId'], 'title': 'slow'}, here.api_key, 'POST')
        here.simulator.advance(1)
        here.simulator.faults.append(Fault('deployment.all', nth=2, action='none', before=lambda simulator: simulator.restart()))
        result = here.application(source=NEWER)
        assert result.failed and result['changed'] and result['phase'] == 'queued' and 'was lost' in result['msg'] and 'restart' in result['msg'], result.get(
            'msg'
        )
        assert not here.application(source=NEWER).failed


def test_a_restart_while_a_deployment_builds():
    with dokploy() as here:
        made(here, source=GIT)
        here.simulator.faults.append(Fault('deployment.all', nth=2, action='none', before=lambda simulator: simulator.restart()))
        result = here.application(build={'stage': 'release'})
        assert result.failed and result['phase'] == 'building' and 'was cancelled' in result['msg'] and 'restart' in result['msg'], result.get('msg')
        assert result['deployment']['status'] == 'cancelled'
        result = here.application(build={'stage': 'release'})
        assert result['changed'] and result['actions'] == ['deploy application'] and not result.failed, result.get('msg')


def test_requests_of_an_unchanged_application():
    """Two on the newest, three on an older one, and at most eight where batches are refused."""
    for version, wanted in (('v0.30.2', 2), ('v0.28.8', 3)):
        with dokploy(version) as here:
            made(here)
            assert not here.application(source=NGINX)['changed'] and here.requests == wanted, version
            here.simulator.faults.append(Fault(action='refuse_batch', times=None, status=404))
            assert not here.application(source=NGINX)['changed'] and here.requests <= 8, (version, [one.procedures for one in here.simulator.requests])


def test_a_rollback_that_somebody_decided():
    """Dokploy's own registry rollback is in force: it is told, and not undone."""
    with dokploy() as here:
        dummy, name = made(here, source=GIT)
        service = here.simulator.local.services[name]
        service.spec['TaskTemplate']['ContainerSpec']['Image'] = 'registry.example.com/shop/%s:v3' % name
        result = here.application()
        assert result.get('rolled_back') is True and not result['changed'] and here.writes == [] and result['pending'] == ['source'], result.get('msg')
        assert any('rollback' in said for said in result.warnings)
