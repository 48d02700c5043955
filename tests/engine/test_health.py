# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What runs, judged on a real engine: crash loops, rollbacks, memory kills, health checks, rolling restarts, logs, statistics."""

from __future__ import annotations

import contextlib
import threading
import time
from unittest import mock

import pytest

from ansible_collections.community.dokploy.plugins.module_utils._docker.statistics import read_statistics
from ansible_collections.community.dokploy.plugins.module_utils._client import http as _http
from ansible_collections.community.dokploy.plugins.module_utils._docker import backend as _docker, engine as _dockerhost
from ansible_collections.community.dokploy.plugins.module_utils._common.errors import Refused, TaskFailed, Unreachable
from ansible_collections.community.dokploy.plugins.module_utils._model.address import Address
from support.inprocess import run_main

SECOND = 10 ** 9
QUICK = {'Condition': 'any', 'Delay': 2 * SECOND}


def application(engine, service, check_mode=False, **options):
    options = dict({'docker_host': engine.host, 'docker_trusted': True, 'backend': 'docker', 'app_name': service.name, 'stable_for': 1, 'wait_timeout': 60},
                   **options)
    return run_main('dokploy_application', options, check_mode=check_mode)


def info(engine, service=None, **options):
    options = dict({'docker_host': engine.host, 'docker_trusted': True, 'backend': 'docker'}, **options)
    return run_main('dokploy_application_info', dict(options, app_name=service.name) if service else options)


def backend(engine):
    return _docker.DockerBackend(_dockerhost.DockerHost(engine.host), trusted=True)


def ended(result):
    return [one for one in result['containers'] if one.get('exit_code') not in (None, 0)]


def test_a_crash_loop_is_no_start(engine):
    crash = engine.service('crash', image='crash:1', wait=False, restart=QUICK)
    result = application(engine, crash, stable_for=15)      # a busy machine starts, and ends, it late
    assert result.failed and not result['changed'] and result['phase'] == 'unhealthy', result
    assert 'non-zero exit (3)' in result['msg'] and ended(result)[0]['exit_code'] == 3
    assert result['container_log'] == 'cannot open the database'
    found = info(engine, crash, log_lines=3)['applications'][0]
    assert found['unhealthy'] and found['replicas_wanted'] == 1 and 'cannot open the database' in found['log']
    assert {one['exit_code'] for one in ended(found)} == {3}
    assert not application(engine, crash, state='stopped').failed and not crash.running()


@contextlib.contextmanager
def at_the_first_pause(act):
    """While a task waits for the first time, C(act()) happens."""
    sleep, waiting = _http.CLOCK.sleep, [act]

    def paused(seconds):
        while waiting:
            waiting.pop()()
        sleep(seconds)
    with mock.patch.object(_http.CLOCK, 'sleep', paused):
        yield waiting


def test_a_service_that_is_removed_while_a_task_waits_is_reported_at_once(engine):
    web, begun = engine.service('web'), time.monotonic()
    with at_the_first_pause(lambda: engine.remove(web.name)) as waiting:
        result = application(engine, web, state='restarted', stable_for=120, wait_timeout=600)
    assert not waiting and result['failed'] and 'the service %s was removed while the task ran' % web.name in result['msg'], result
    assert result['phase'] == 'absent' and result['changed'] and time.monotonic() - begun < 100


def test_a_service_that_is_created_again_while_a_task_waits_is_followed(engine):
    web = engine.service('web')

    def create_again():
        engine.remove(web.name)
        engine.service(app_name=web.name, image='web:2.0')
    with at_the_first_pause(create_again) as waiting:
        result = application(engine, web, state='restarted', stable_for=5)
    assert not waiting and not result.failed and result['application']['app_name'] == web.name, result
    assert len(web.running()) == 1


def test_a_start_that_fails_tells_why(engine):
    crash = engine.service('crash', image='crash:1', replicas=0, restart=QUICK)
    result = application(engine, crash, replicas=1, stable_for=15)
    assert result.failed and result['changed'] and result['actions'] == ['scale application to 1'] and result['phase'] == 'unhealthy', result
    assert 'cannot open the database' in result['container_log']


def test_a_memory_kill_is_told(engine):
    hungry = engine.service('hungry', image='hungry:1', memory=16 * 1024 * 1024, wait=False, restart=QUICK)
    result = application(engine, hungry, stable_for=20)
    assert result.failed and result['phase'] == 'unhealthy' and 'increase memory_limit' in result['msg'], result
    assert (137, True) in {(one['exit_code'], one['out_of_memory']) for one in ended(result)}
    found = info(engine, hungry)['applications'][0]
    # A busy engine does not mark every one of them.
    ends = {(one['exit_code'], one['out_of_memory']) for one in ended(found)}
    assert (137, True) in ends and {code for code, dummy in ends} == {137}, ends


def test_a_failing_health_check_is_no_memory_kill(engine):
    check = {'Test': ['CMD', 'false'], 'Interval': SECOND // 5, 'Timeout': SECOND, 'Retries': 1}
    sick = engine.service('sick', image='stubborn:1', grace=SECOND, healthcheck=check, wait=False, restart=QUICK)
    result = application(engine, sick)
    assert result.failed and 'unhealthy container' in result['msg'] and 'health check' in result['msg'], result
    assert not any(one.get('out_of_memory') for one in result['containers'])


def test_what_swarm_rolled_back_is_a_failure(engine):
    web = engine.service('web', update_config={'Monitor': 2 * SECOND})
    web.update(image='crash:1')
    engine.wait(lambda: (web.config.get('UpdateStatus') or {}).get('State') == 'rollback_completed', said='Swarm did not go back')
    result = application(engine, web)
    assert result.failed and not result['changed'] and result['phase'] == 'swarm_rolled_back', result
    assert 'cannot open the database' in result['container_log']
    assert info(engine, web)['applications'][0]['update_state'] == 'rollback_completed'
    # A restart is a new decision: what was gone back to runs anew.
    again = application(engine, web, state='restarted')
    assert not again.failed and again['phase'] == 'running', again
    assert web.spec['TaskTemplate']['ContainerSpec']['Image'] == engine.image('web:1.0')


def test_a_restart_never_drops_below_what_is_wanted(engine):
    """Where the order allows it: Dokploy's own is start-first."""
    web = engine.service('web', replicas=2, update_config={'Monitor': SECOND})
    before = {task['ID'] for task in web.running()}
    counts, ended_now = [], threading.Event()

    def watch():
        while not ended_now.wait(0.05):
            counts.append(len([task for task in web.tasks() if task['Status']['State'] == 'running']))

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        result = application(engine, web, state='restarted')
    finally:
        ended_now.set()
        watching.join()
    assert not result.failed and result['actions'] == ['restart application'], result
    assert len(counts) > 20 and min(counts) >= 2 and max(counts) > 2, counts
    after = {task['ID'] for task in web.running()}
    assert len(after) == 2 and not after & before


def test_an_update_under_way_is_left_alone(engine):
    never = {'Test': ['CMD', 'false'], 'Interval': 60 * SECOND, 'StartPeriod': 600 * SECOND}
    web = engine.service('web')
    config = web.config
    spec = config['Spec']
    spec['TaskTemplate']['ContainerSpec']['Healthcheck'] = never
    engine.post('/services/%s/update?version=%d' % (config['ID'], config['Version']['Index']), spec)
    engine.wait(lambda: (web.config.get('UpdateStatus') or {}).get('State') == 'updating')
    version = web.config['Version']['Index']
    for state in ('restarted', 'stopped', 'started'):
        result = application(engine, web, state=state, queue_timeout=1)
        assert result.failed and 'is running' not in result['msg'] and 'did not end within 1 seconds' in result['msg'], result
        assert not result['changed'] and web.config['Version']['Index'] == version
    place = backend(engine).locate(Address(app_name=web.name))
    with pytest.raises(Refused, match='is running'):
        backend(engine).restart(place)
    forced = application(engine, web, state='stopped', force=True)
    assert not forced.failed and forced['phase'] == 'stopped', forced


@pytest.mark.parametrize('verb', ['restart', 'scale'])
def test_an_update_out_of_sequence_loses_nothing(engine, verb):
    web, docker = engine.service('web', replicas=1), backend(engine)
    place = docker.locate(Address(app_name=web.name))
    post, sent = docker.host.post, []

    def late(path, body, **query):
        sent.append(query['version'])
        if len(sent) == 1:
            web.update(env=['OTHER=1'])
            engine.wait(lambda: (web.config.get('UpdateStatus') or {}).get('State') == 'completed')
        return post(path, body, **query)

    docker.host.post = late
    if verb == 'restart':
        docker.restart(place)
    else:
        docker.scale(place, 2)
    assert len(sent) == 2 and sent[0] < sent[1]
    assert web.spec['TaskTemplate']['ContainerSpec']['Env'] == ['OTHER=1']
    assert (web.spec['TaskTemplate']['ForceUpdate'], web.replicas) == ((1, 1) if verb == 'restart' else (0, 2))


def test_a_lost_answer_restarts_once(engine):
    web, docker = engine.service('web'), backend(engine)
    place = docker.locate(Address(app_name=web.name))
    post, sent = docker.host.post, []

    def lost(path, body, **query):
        sent.append(query['version'])
        post(path, body, **query)
        if len(sent) == 1:
            raise Unreachable('no answer', fallback=False)

    docker.host.post = lost
    docker.restart(place)
    assert len(sent) == 1 and web.spec['TaskTemplate']['ForceUpdate'] == 1


def test_others_who_always_come_first_are_told(engine):
    web, docker = engine.service('web'), backend(engine)
    place = docker.locate(Address(app_name=web.name))
    post = docker.host.post
    docker.host.post = lambda path, body, **query: post(path, body, version=query['version'] - 1)
    with pytest.raises(TaskFailed, match='changed by others'):
        docker.scale(place, 2)
    assert web.replicas == 1


def test_logs_and_statistics(engine):
    secret = 'c4nary-S3cret-value'
    web = engine.service('web', replicas=2, memory=64 * 1024 * 1024, env=['TOKEN=' + secret], command=['/bin/sh'],
                         args=['-c', 'echo "token $TOKEN"; trap "exit 0" TERM; sleep 1000 & wait'])
    other = engine.service('other', image='silent:1')
    found = info(engine, web, log_lines=5)
    assert found['backend'] == 'docker' and len(found['applications']) == 1
    assert found['applications'][0]['log'].splitlines() == ['token ********'] * 2
    assert secret not in str(found)
    docker = backend(engine)
    statistics = read_statistics(docker.host, docker.locate(Address(app_name=web.name)).service)
    assert statistics['elsewhere'] == [] and [row['slot'] for row in statistics['containers']] == [web.name + '.1', web.name + '.2']
    for row in statistics['containers']:
        assert 0 < row['memory_bytes'] < row['memory_limit_bytes'] == 64 * 1024 * 1024 and row['cpu_percent'] >= 0 and row['processes'] >= 1
        assert row['network_received_bytes'] >= 0
    asked = {'backend': 'docker', 'docker_host': engine.host, 'docker_trusted': True, 'app_name': web.name, 'thresholds': {'memory': '0.1%'}}
    monitored = run_main('dokploy_monitoring_info', asked)
    assert monitored['backend'] == 'docker' and len(monitored['applications'][0]['containers']) == 2, monitored
    assert monitored['applications'][0]['containers'][0]['memory']['limit'] == 64 * 1024 * 1024
    assert len(monitored['alerts']) == 2 and monitored['alerts'][0]['application'] == web.name, monitored['alerts']
    listed = [one['app_name'] for one in info(engine)['applications']]
    assert {web.name, other.name} <= set(listed) and listed == sorted(listed)
    assert [one['app_name'] for one in info(engine, pattern=other.name[:-1] + '?')['applications']] == [other.name]


def test_a_prefix_is_no_name(engine):
    web = engine.service('web')
    for said in (web.name[:-1], web.config['ID'], web.config['ID'][:12]):
        result = application(engine, web, app_name=said, state='stopped')
        assert result.failed and 'has no service named' in result['msg'], result
        assert info(engine, app_name=said)['applications'] == []
    assert web.replicas == 1
