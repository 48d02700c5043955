# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several services behind one record: judged together, and each compared with the file."""

from __future__ import annotations

import pytest

from ansible_collections.community.dokploy.plugins.module_utils._api.compose import ComposeApi, _container_task, _service_name
from ansible_collections.community.dokploy.plugins.module_utils._model.observation import Observation, Part, Service, Task
from ansible_collections.community.dokploy.plugins.module_utils._planning.compare_parts import compare_parts, read_services
from ansible_collections.community.dokploy.plugins.module_utils._planning.compose_values import UnknownValue, interpolate
from ansible_collections.community.dokploy.plugins.module_utils._planning.health_of_parts import judge_parts
from ansible_collections.community.dokploy.plugins.module_utils._planning.present_parts import present_parts
from ansible_collections.community.dokploy.plugins.module_utils._resources.compose import COMPOSE

NEW, OLD = {'Image': 'web:2'}, {'Image': 'web:1'}


def container(status='Up 20 seconds', state='running', code=0, restarts=0, name='web', oom=False):
    """A container of docker compose, as both answers of Dokploy show it, as a task."""
    config = {'State': {'ExitCode': code, 'OOMKilled': oom}, 'RestartCount': restarts, 'Config': {'Image': 'web:1'}}
    return _container_task({'containerId': name, 'name': 'app_%s_1' % name, 'state': state, 'status': status}, config, name)


def task(state='running', age=20, desired='running', slot='app_web.1', identifier='t1', error=''):
    return Task(id=identifier, slot=slot, desired=desired, state=state, age=age, error=error)


def stack_part(*tasks, name='web', replicas=1, spec=None, restarts=True, update='', mode=None):
    whole = {'Mode': mode or {'Replicated': {'Replicas': replicas}}, 'TaskTemplate': {'ContainerSpec': spec or OLD}}
    service = Service(id=name, spec=whole, update_state=update)
    return Part(name, tuple(tasks), service, restarts=restarts)


def look(*parts, **more):
    return Observation(record={}, parts=parts, tasks=[one for part in parts for one in part.tasks], **more)


JUDGED = {
    'all run': (look(Part('a', (container(),)), Part('b', (container(),))), 'healthy', ''),
    'one is too young': (look(Part('a', (container(),)), Part('b', (container('Up 2 seconds'),))), 'waiting', 'b: it has been up for 2 seconds'),
    'one is young and its check is good': (look(Part('a', (container('Up 2 seconds (healthy)'),))), 'healthy', ''),
    'a check that is not done': (look(Part('a', (container('Up 9 seconds (health: starting)'),))), 'waiting', 'a: starting'),
    'a check that fails': (look(Part('a', (container('Up 9 seconds (unhealthy)'),))), 'failed', 'a: unhealthy container: its health check fails'),
    'a one-shot ended with 0': (look(Part('a', (container('Exited (0) 9 seconds ago', 'exited'),), restarts=False)), 'healthy', ''),
    'a one-shot failed': (
        look(Part('a', (container(),)), Part('init', (container('Exited (3) 9 seconds ago', 'exited', 3),), restarts=False)), 'failed',
        'init: task: non-zero exit (3)'),
    'one that was killed for memory': (
        look(Part('a', (container('Exited (137) 9 seconds ago', 'exited', 137, oom=True),), restarts=False)), 'failed', 'a: task: non-zero exit (137)'),
    'one that restarts again and again': (
        look(Part('a', (container('Restarting (1) 1 second ago', 'restarting', 1, restarts=4),))), 'failed',
        'a: it exits with exit code 1 and is restarted (restarted 4 times)'),
    'one that Docker starts again in a minute': (
        look(Part('a', (container('Restarting (3) 57 seconds ago', 'restarting', 3, restarts=11),))), 'failed', 'is restarted (restarted 11 times)'),
    'one that is up for a moment between restarts': (look(Part('a', (container('Up 1 second', restarts=3),))), 'failed', 'a: running (restarted 3 times)'),
    'one that was stopped by hand': (look(Part('a', (container('Exited (0) 9 seconds ago', 'exited'),))), 'failed', 'a: it was stopped'),
    'one that was only created': (look(Part('a', (container('Created', 'created'),))), 'waiting', 'a: created'),
    'one of two containers failed': (
        look(Part('a', (container(), container('Exited (1) 2 seconds ago', 'exited', 1)))), 'failed', 'a: task: non-zero exit (1)'),
    'nothing is there yet': (look(), 'waiting', 'there is no service yet'),
    'Docker does not answer': (look(proven=False), 'waiting', 'Docker did not answer'),
    'a stack that runs': (look(stack_part(task()), stack_part(task(), name='db')), 'healthy', ''),
    'a stack of which one lacks a replica': (look(stack_part(task()), stack_part(name='db')), 'waiting', 'db: 0/1 replicas healthy'),
    'a stack that Swarm rolled back': (look(stack_part(task(), update='rollback_completed')), 'failed', 'rolled back'),
    'a one-shot of a stack': (look(stack_part(task('complete', desired='shutdown'), restarts=False)), 'healthy', ''),
    'a one-shot of a stack that failed': (
        look(stack_part(task('failed', desired='shutdown', error='task: non-zero exit (3)'), restarts=False)), 'failed', 'non-zero exit (3)'),
    'a one-shot of a stack that failed before, and completed now': (look(stack_part(
        task('failed', 30, 'shutdown', identifier='t1', error='exit'), task('complete', 2, 'shutdown', identifier='t2'), restarts=False)), 'healthy', ''),
    'a one-shot that Swarm restarts': (look(stack_part(*[task('complete', age, 'shutdown', identifier='t%d' % age) for age in (1, 6, 11)])), 'failed',
                                       'exit code 0'),
    'a service without replicas': (look(stack_part(replicas=0), stack_part(task(), name='b')), 'healthy', ''),
    'a global service on two nodes': (look(stack_part(task(slot='app_web.n1'), task(slot='app_web.n2', identifier='t2'), mode={'Global': {}})), 'healthy', ''),
}


@pytest.mark.parametrize('name', JUDGED)
def test_the_worst_counts(name):
    observed, state, reason = JUDGED[name]
    verdict = judge_parts(observed)
    assert (verdict.state, reason in verdict.reason) == (state, True), verdict


def test_tasks_that_were_there_before_do_not_count_where_the_service_changed():
    before = stack_part(task(), spec=OLD)
    assert judge_parts(look(stack_part(task(), spec=OLD)), earlier=(before,)).state == 'healthy'
    assert judge_parts(look(stack_part(task(), spec=NEW)), earlier=(before,)).state == 'waiting'
    assert judge_parts(look(stack_part(task(desired='shutdown'), task(identifier='t2'), spec=NEW)), earlier=(before,)).state == 'healthy'
    failed = task('failed', desired='shutdown', error='exit')
    assert judge_parts(look(stack_part(failed, spec=NEW, restarts=False)), earlier=(stack_part(failed, spec=OLD, restarts=False),)).state == 'waiting'


def test_ports_are_shown_in_the_order_of_their_numbers():
    ports = [{'PublishedPort': one, 'TargetPort': 80, 'Protocol': 'tcp'} for one in (10000, 443, None)]
    part = Part('web', (), Service(id='web', spec={'EndpointSpec': {'Ports': ports}}))
    assert [one['published_port'] for one in present_parts(look(part))[0]['ports']] == [None, 443, 10000]


def test_the_advice_of_a_one_shot_that_is_restarted():
    verdict = judge_parts(JUDGED['a one-shot that Swarm restarts'][0])
    assert 'restart_policy.condition: none' in verdict.next_step


def test_the_advice_of_a_health_check_that_fails():
    assert 'health check fails' in judge_parts(JUDGED['a check that fails'][0]).next_step


def test_a_container_is_named_by_its_label_else_by_its_name():
    assert _service_name('app', {'name': 'other'}, {'Config': {'Labels': {'com.docker.compose.service': 'web'}}}) == 'web'
    assert _service_name('app', {'name': 'app-my-web-1'}, None) == 'my-web'
    assert _service_name('app', {'name': 'own'}, None) == 'own'


VARIABLES = {'A': 'one', 'EMPTY': '', 'ODD': None}
INTERPOLATED = {
    '${A}': 'one', '$A': 'one', '$$A': '$A', 'x-${A}-y': 'x-one-y', '${B}': '', '${B:-two}': 'two', '${B-two}': 'two', '${EMPTY:-two}': 'two',
    '${EMPTY-two}': '',
    '${A:+three}': 'three', '${B:+three}': '', '${A:?no}': 'one', 'plain': 'plain'}


@pytest.mark.parametrize('text', INTERPOLATED)
def test_variables_are_filled_in_as_compose_does(text):
    assert interpolate(text, VARIABLES) == INTERPOLATED[text]


@pytest.mark.parametrize('text', ['${ODD}', '${B:?is missing}', '${B:-${A}}', '${A', '$1'])
def test_what_cannot_be_filled_in_is_not_guessed(text):
    with pytest.raises(UnknownValue):
        interpolate(text, VARIABLES)


@pytest.mark.parametrize('text', ['', None, 'a: [', 'services: web', 'services: [web]', 'version: 3', 'services: {web: nginx}'])
def test_a_text_without_services_has_none(text):
    assert not read_services(text)


FILE = """services:
  web:
    image: web:1
    command: serve --port 80
    environment: {A: "${A}", NUMBER: 3}
    ports: ["8080:80"]
  once:
    image: once:1
  never:
    image: never:1
    profiles: [debug]
"""
INSPECTED = {
    'Config': {'Image': 'web:1', 'Cmd': ['serve', '--port', '80'], 'Entrypoint': None, 'Env': ['A=one', 'NUMBER=3', 'PATH=/bin'], 'Labels': {}},
    'HostConfig': {'PortBindings': {'80/tcp': [{'HostIp': '', 'HostPort': '8080'}]}, 'Memory': 0}, 'Mounts': [],
    'NetworkSettings': {'Networks': {'app_default': {}}}}


def changed(part, **values):
    return dict(INSPECTED, **{part: dict(INSPECTED[part], **values)})


def compared(web=None, more=(), text=FILE, env='A=one', **record):
    parts = (Part('web', (container(),), containers=(web or INSPECTED,)), Part('once', (container('Exited (0) 3 seconds ago', 'exited'),), containers=({
        **INSPECTED, 'Config': {'Image': 'once:1', 'Labels': {}}, 'HostConfig': {'Memory': 0}},), restarts=False), *more)
    record = dict({'env': env, 'appName': 'app', 'composeType': 'docker-compose', 'deployments': [{'status': 'done', 'createdAt': '1'}]}, **record)
    comparison = compare_parts(COMPOSE, record, Observation(record=record, parts=parts, converted=text))
    return comparison.names, list(comparison.unverified)


def test_what_runs_as_it_is_stored_is_no_difference():
    assert compared() == ([], [])


DIFFERENT = {
    'image': (changed('Config', Image='web:2'), 'services.web.image'), 'command': (changed('Config', Cmd=['serve']), 'services.web.command'),
    'environment': (changed('Config', Env=['A=two', 'NUMBER=3']), 'services.web.environment'),
    'ports': (changed('HostConfig', PortBindings={}), 'services.web.ports'),
    'labels': (changed('Config', Labels={'traefik.http.routers.x.rule': 'Host(`x`)'}), 'services.web.labels')}


@pytest.mark.parametrize('name', DIFFERENT)
def test_a_difference_is_named_by_its_service(name):
    assert compared(DIFFERENT[name][0]) == ([DIFFERENT[name][1]], [])


SET = FILE.replace('    image: web:1\n', """    image: web:1
    healthcheck: {test: curl -f localhost, interval: 1m30s, retries: 4}
    deploy: {resources: {limits: {memory: 64M, cpus: 0.5}}}
    volumes: ["data:/data", "../files/x.conf:/etc/x.conf:ro", /opt/own]
    networks: {front: {aliases: [w]}, outside: null}
""") + 'networks: {front: {}, outside: {external: true}}\nvolumes: {data: {}}\n'
HASH = '0123456789abcdef' * 4
CHECK = {'Test': ['CMD-SHELL', 'curl -f localhost'], 'Interval': 90000000000, 'Retries': 4}
LIMITS = {'Memory': 64 * 1048576, 'NanoCpus': 500000000, 'MemoryReservation': 0}
MOUNTS = [
    {'Type': 'volume', 'Name': 'app_data', 'Source': '/var/lib/docker/volumes/app_data/_data', 'Destination': '/data', 'RW': True},
    {'Type': 'bind', 'Source': '/etc/dokploy/compose/app/files/x.conf', 'Destination': '/etc/x.conf', 'RW': False},
    {'Type': 'volume', 'Name': HASH, 'Destination': '/opt/own', 'RW': True}, {'Type': 'volume', 'Name': HASH, 'Destination': '/of/the/image', 'RW': True}]
SWARM_MOUNTS = [
    {'Type': 'volume', 'Source': 'app_data', 'Target': '/data'}, {'Type': 'volume', 'Target': '/opt/own'},
    {'Type': 'bind', 'Source': '/etc/dokploy/compose/app/files/x.conf', 'Target': '/etc/x.conf', 'ReadOnly': True}]


def settings(stack=False, mounts=None, networks=('app_front', 'outside'), aliases=('w', 'web'), **other):
    """Part of a service with all settings, as Docker shows it in a container, or Swarm in a service."""
    check, limits = other.get('check', CHECK), other.get('limits', LIMITS)
    if not stack:
        inspected = {
            'Config': dict(INSPECTED['Config'], Healthcheck=check), 'HostConfig': dict(INSPECTED['HostConfig'], **limits), 'Mounts': mounts or MOUNTS,
            'NetworkSettings': {'Networks': {one: {} for one in networks}}}
        return Part('web', (container(),), containers=(inspected,))
    template = {
        'ContainerSpec': {'Image': 'web:1', 'Args': ['serve', '--port', '80'], 'Env': ['A=one', 'NUMBER=3'], 'Healthcheck': check,
                          'Mounts': mounts or SWARM_MOUNTS},
        'Resources': {'Limits': {'MemoryBytes': limits['Memory'], 'NanoCPUs': limits['NanoCpus']}},
        'Networks': [{'Target': one, 'Aliases': list(aliases) if not index else ['web']} for index, one in enumerate(networks)]}
    ports = {'Ports': [{'PublishedPort': 8080, 'TargetPort': 80, 'Protocol': 'tcp'}]}
    return Part('web', (task(),), Service(id='web', spec={'Mode': {'Replicated': {'Replicas': 1}}, 'TaskTemplate': template, 'EndpointSpec': ports}))


def compared_settings(part, text=SET, more=()):
    text = text.replace('  once:\n    image: once:1\n', '')
    record = {'env': 'A=one', 'appName': 'app', 'deployments': [{'status': 'done', 'createdAt': '1'}]}
    comparison = compare_parts(COMPOSE, record, Observation(record=record, parts=(part, *more), converted=text))
    return comparison.names, list(comparison.unverified)


OTHER_SETTINGS = {
    'healthcheck': {'check': dict(CHECK, Retries=3)}, 'healthcheck.none': {'check': None}, 'limits': {'limits': dict(LIMITS, Memory=32 * 1048576)},
    'networks': {'networks': ('app_front',)}}


@pytest.mark.parametrize('stack', [False, True], ids=['docker-compose', 'stack'])
def test_settings_of_a_service_are_compared(stack):
    assert compared_settings(settings(stack)) == ([], [])
    for name, other in OTHER_SETTINGS.items():
        assert compared_settings(settings(stack, **other)) == (['services.web.%s' % name.partition('.')[0]], []), name
    mounts = SWARM_MOUNTS if stack else MOUNTS
    for wrong in (mounts[1:], [dict(mounts[0], Source='other', Name='other'), *mounts[1:]],
                  [dict(one, RW=not one.get('RW'), ReadOnly=not one.get('ReadOnly')) for one in mounts]):
        assert compared_settings(settings(stack, mounts=wrong)) == (['services.web.volumes'], []), wrong
    without = SET.replace('    healthcheck: {test: curl -f localhost, interval: 1m30s, retries: 4}\n', '')
    # A container shows the health check of its image, too.
    assert compared_settings(settings(stack), without) == ((['services.web.healthcheck'], []) if stack else ([], ['services.web.healthcheck']))


def test_settings_that_a_file_or_docker_does_not_show_are_unverified():
    for text, name in ((SET.replace('1m30s', '"${NOPE:?x}"'), 'healthcheck'), (SET.replace('64M', 'much'), 'limits'), (SET.replace('../files', '~'), 'volumes'),
                       (SET.replace('    networks: {front: {aliases: [w]}, outside: null}\n', '    network_mode: service:once\n'), 'networks')):
        assert compared_settings(settings(), text) == ([], ['services.web.%s' % name]), name


def test_services_of_a_stack_share_the_networks_of_the_file():
    text = 'services:\n  web: {image: "web:1", networks: [a]}\n  db: {image: "web:1", networks: [b]}\nnetworks: {a: {}, b: {}}\n'

    def two(first, second):
        parts = [stack_part(task(), name=name, spec=dict(OLD)) for name in ('web', 'db')]
        for part, target in zip(parts, (first, second)):
            part.service.spec['TaskTemplate']['Networks'] = [{'Target': target, 'Aliases': [part.name]}]
        return compared_settings(parts[0], text, parts[1:])
    assert two('n1', 'n2') == ([], [])
    assert sorted(two('n1', 'n1')[0]) == ['services.db.networks', 'services.web.networks']


def test_what_is_not_in_the_file_and_what_does_not_run():
    assert compared(more=(Part('old', (container(),), containers=(INSPECTED,)),)) == (['services.old'], [])
    assert compared(text=FILE + '  db:\n    image: db:1\n') == (['services.db'], [])
    assert compared(text=FILE + '  db:\n    image: db:1\n    scale: 0\n') == ([], [])
    assert compared(text=FILE + '  db:\n    image: db:1\n', command='compose up -d web') == ([], [])


def test_what_cannot_be_known_is_said():
    assert compared(env='A="x$y"') == ([], ['services.web.environment'])
    assert compared(text=FILE.replace('image: web:1', 'image: web:1\n    build: .')) == ([], ['services.web.image'])
    assert compared(text=None) == ([], ['services'])
    assert compared(text='null') == ([], ['services'])
    assert compared(text=FILE.replace('environment:', 'env_file: other.env\n    environment:')) == ([], ['services.web.environment'])


def test_a_failed_deployment_is_pending():
    assert compared(deployments=[{'status': 'error', 'createdAt': '2'}, {'status': 'done', 'createdAt': '1'}]) == (['deployment'], [])


@pytest.mark.parametrize(('record', 'version', 'expected'), [
    ({'sourceType': 'raw', 'composeFile': 'x'}, (0, 30, 2), (False, False)),
    ({'sourceType': 'raw', 'composeFile': 'x'}, (0, 28, 8), (True, False)),
    ({'sourceType': 'raw', 'composeFile': 'x', 'randomize': True}, (0, 30, 2), (False, False)),
    ({'sourceType': 'raw', 'composeFile': 'x', 'randomize': True}, (0, 28, 8), (True, True)),
    ({'sourceType': 'git', 'randomize': True}, (0, 30, 2), (False, True)),
    ({'sourceType': 'git', 'isolatedDeployment': True}, (0, 30, 2), (False, False)),
    ({'sourceType': 'git', 'isolatedDeployment': True, 'isolatedDeploymentsVolume': True}, (0, 30, 2), (False, True)),
])
def test_a_file_that_a_deployment_has_converted_already_is_not_compared_twice(record, version, expected):
    class Known(ComposeApi):
        known_version = version
    assert Known._is_stale(Known.__new__(Known), record) == expected
