# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several services behind one record: judged together, and each compared with the file."""

from __future__ import annotations

import pytest

from ansible_collections.community.dokploy.plugins.module_utils._api.compose import ComposeApi, _container_task, _service_name
from ansible_collections.community.dokploy.plugins.module_utils._model.observation import Observation, Part, Service, Task
from ansible_collections.community.dokploy.plugins.module_utils._planning.compare_parts import Unknown, compare_parts, interpolate, read_services
from ansible_collections.community.dokploy.plugins.module_utils._planning.health_of_parts import judge_parts
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
    with pytest.raises(Unknown):
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
    'HostConfig': {'PortBindings': {'80/tcp': [{'HostIp': '', 'HostPort': '8080'}]}}}


def changed(part, **values):
    return dict(INSPECTED, **{part: dict(INSPECTED[part], **values)})


def compared(web=None, more=(), text=FILE, env='A=one', **record):
    parts = (Part('web', (container(),), containers=(web or INSPECTED,)), Part('once', (container('Exited (0) 3 seconds ago', 'exited'),), containers=({
        'Config': {'Image': 'once:1', 'Labels': {}}},), restarts=False), *more)
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
