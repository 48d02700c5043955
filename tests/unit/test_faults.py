# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What goes wrong between here and the server: after each fault the second run converges, and the third sends no write."""

from __future__ import annotations

import contextlib
import copy
import importlib
import json
import os
import tempfile
import threading
import unicodedata
from unittest import mock

import pytest
from simulator import Fault, World
from simulator.errors import CallError
from support.inprocess import PLUGINS, dokploy

http = importlib.import_module(PLUGINS + 'module_utils._client.http')

VERSIONS = ('v0.30.2', 'v0.28.8')
versions = pytest.mark.parametrize('version', VERSIONS)

DOCKER = {
    'source': {'type': 'docker', 'image': 'nginx:1.27'}, 'env': {'LEVEL': 'info', 'TOKEN': 'c4nary-T0KEN'}, 'replicas': 2,
    'domains': [{'host': 'web.example.com', 'port': 80}], 'stable_for': 1,
}
GIT = {
    'source': {'type': 'git', 'url': 'https://git.example.com/shop.git', 'branch': 'main'}, 'build': {'type': 'dockerfile'}, 'build_args': {'STAGE': 'release'},
    'env': {'LEVEL': 'info'}, 'stable_for': 1,
}
SITE = tempfile.TemporaryDirectory()
with open(os.path.join(SITE.name, 'Dockerfile'), 'w', encoding='utf-8') as dockerfile:
    dockerfile.write('FROM busybox')
DROP = dict(GIT, source={'type': 'drop', 'src': SITE.name})
APPLICATIONS = {'docker': DOCKER, 'git': GIT, 'drop': DROP}
WRITES = {
    'docker': ['application.create', 'application.update', 'domain.create', 'application.deploy'],
    'git': ['application.create', 'application.update', 'application.deploy'],
    'drop': ['application.create', 'application.update', 'application.dropDeployment'],
}


class Killed(BaseException):
    """The process is gone: nothing in a module may catch it."""


@contextlib.contextmanager
def killed(procedure, after):
    """Kill the module before or after it sent a write."""
    original = http.Client.request

    def call(self, method, path, name, **more):
        if name == procedure and not after:
            raise Killed
        answer = original(self, method, path, name, **more)
        if name == procedure:
            raise Killed
        return answer

    with mock.patch.object(http.Client, 'request', call):
        yield


def strike(here, procedure, how, run):
    """Run with a fault at a write -> its result, None where it was killed."""
    if how.startswith('killed'):
        with killed(procedure, how == 'killed after'), pytest.raises(Killed):
            run()
        return None
    here.simulator.faults.add(Fault(procedure, action=how.replace(' ', '_') if how != 'late' else 'late', delay_seconds=0.5, method='POST'))
    result = run(timeout=0.25 if how == 'late' else 10)
    del here.simulator.faults[:]
    assert 'Traceback' not in json.dumps(result) and 'a fault of this collection' not in result.get('msg', ''), result
    return result


HOW = ('cut before', 'cut after', 'killed before', 'killed after', 'late')
# A write that came through and whose answer did not is where versions differ; the rest is asked of the newest.
cuts = pytest.mark.parametrize(('version', 'how'), [
    (version, how) for version in VERSIONS for how in HOW if version == VERSIONS[0] or how in ('cut after', 'killed after')])


def applications(here, name='web'):
    return [row for row in here.simulator.store.applications.values() if unicodedata.normalize('NFC', row['name']) == name]


def rows(here):
    """The rows of the one application's deployments."""
    one, = applications(here)
    return here.simulator.store.of('deployments', 'applicationId', one['applicationId'])


def assert_whole(here, options, deployments=1):
    """There is one application, it runs as it was asked for, and it was deployed that often."""
    one, = applications(here)
    domains = here.simulator.store.of('domains', 'applicationId', one['applicationId'])
    assert [row['host'] for row in domains] == [row['host'] for row in options.get('domains', ())]
    service = here.simulator.local.services[one['appName']]
    assert service.replicas() == len(service.running()) == options.get('replicas', 1)
    env = service.spec['TaskTemplate']['ContainerSpec'].get('Env') or []
    assert {'%s=%s' % pair for pair in options['env'].items()} <= set(env)
    assert len(here.simulator.store.of('deployments', 'applicationId', one['applicationId'])) == deployments
    for row in options.get('domains', ()):
        assert here.simulator.front(row['host'], '/').status == 200


def converge(here, options, deployments=1, **more):
    """The second run converges, the third sends no write."""
    here.simulator.hold_seconds = 0
    second = here.application(**dict(options, **more))
    assert not second.failed, second
    third = here.application(**dict(options, **more))
    assert not third.failed and not third['changed'] and here.writes == [], (third, here.writes)
    assert_whole(here, options, deployments)
    assert not here.simulator.crashes, here.simulator.crashes
    return second


@pytest.mark.parametrize('kind', sorted(APPLICATIONS))
@versions
def test_without_a_fault_these_are_the_writes(kind, version):
    with dokploy(version) as here:
        assert not here.application(**APPLICATIONS[kind]).failed
        assert here.writes == WRITES[kind]
        converge(here, APPLICATIONS[kind])


@cuts
@pytest.mark.parametrize(('kind', 'procedure'), [(kind, one) for kind in sorted(WRITES) for one in WRITES[kind]])
def test_a_first_run_is_cut_at_each_write(kind, procedure, how, version):
    options = APPLICATIONS[kind]
    with dokploy(version) as here:
        first = strike(here, procedure, how, lambda **more: here.application(**dict(options, **more)))
        adopted = procedure in ('application.create', 'application.deploy', 'application.dropDeployment')
        if first is not None and adopted and (how != 'cut before' or procedure != 'application.create'):
            assert not first.failed, 'what is known by its name or its nonce is adopted: %s' % first
        if first is not None and first.failed:
            assert 'could not be reached' in first['msg'] or 'did not answer' in first['msg'], first['msg']
        converge(here, options)


@cuts
@pytest.mark.parametrize('change', ('env', 'image', 'build_args', 'domain port', 'domain more', 'domain less', 'replicas'))
def test_a_change_is_cut_at_each_write(change, how, version):
    """An application that runs is changed, and the change is cut at each of its writes in turn."""
    kind = 'git' if change == 'build_args' else 'docker'
    changed = copy.deepcopy(APPLICATIONS[kind])
    deployed = 1
    if change == 'env':
        changed['env']['LEVEL'] = 'debug'
    elif change == 'image':
        changed['source']['image'], deployed = 'nginx:1.28', 2
    elif change == 'build_args':
        changed['build_args']['STAGE'], deployed = 'test', 2
    elif change == 'domain port':
        changed['domains'][0]['port'], changed['exclusive_domains'] = 80, True
        changed['domains'][0]['strip_path'] = True
        changed['domains'][0]['internal_path'] = '/in'
    elif change == 'domain more':
        changed['domains'].append({'host': 'more.example.com', 'port': 80})
    elif change == 'domain less':
        changed['domains'], changed['exclusive_domains'] = [{'host': 'other.example.com', 'port': 80}], True
    else:
        changed['replicas'] = 3
    with dokploy(version) as here:
        assert not here.application(**APPLICATIONS[kind]).failed
        assert not here.application(**changed).failed
        writes = here.writes
    assert writes
    for index, procedure in enumerate(writes):
        with dokploy(version) as here:
            assert not here.application(**APPLICATIONS[kind]).failed
            if procedure not in writes[:index]:
                strike(here, procedure, how, lambda **more: here.application(**dict(changed, **more)))
                converge(here, changed, deployments=deployed)


# The states that always act: what the next run does is another action, and not the rest of one that was killed.
ALWAYS = ('restarted', 'reloaded', 'deployed')


@pytest.mark.parametrize(('state', 'how'), [
    (state, how) for state in ('stopped', 'absent') + ALWAYS for how in HOW if state not in ALWAYS or not how.startswith('killed')])
@versions
def test_a_state_is_cut_at_each_write(state, how, version):
    writes = {'stopped': 'application.stop', 'absent': 'application.delete', 'deployed': 'application.deploy'}
    procedure = writes.get(state, 'application.reload')
    with dokploy(version) as here:
        assert not here.application(**DOCKER).failed
        one, = applications(here)
        first = strike(here, procedure, how, lambda **more: here.application(state=state, stable_for=1, **more))
        if how in ('cut after', 'late'):
            assert not first.failed and first['changed'], first
        if state in ALWAYS:
            assert first['changed'] or first.failed
            converge(here, DOCKER, deployments=len(rows(here)))
            return
        second = here.application(state=state)
        assert not second.failed, second
        third = here.application(state=state)
        assert not third.failed and not third['changed'] and here.writes == []
        service = here.simulator.local.services.get(one['appName'])
        assert service is None if state == 'absent' else service.replicas() == 0


PARENTS = {
    'dokploy_project': ({'project': 'fresh', 'description': 'new', 'env': {'A': '1'}}, ('project.create',), 'projects', 'fresh'),
    'dokploy_environment': (
        {'project': 'shop', 'environment': 'staging', 'description': 'new', 'env': {'A': '1'}}, ('environment.create', 'environment.update'), 'environments',
        'staging'),
}


@cuts
@pytest.mark.parametrize('module', sorted(PARENTS))
def test_a_parent_is_cut_at_each_write(module, how, version):
    options, procedures, table, name = PARENTS[module]
    for procedure in procedures:
        with dokploy(version) as here:
            here.run(module, check_mode=True, **options)
            first = strike(here, procedure, how, lambda **more: here.run(module, **dict(options, **more)))
            if first is not None and procedure.endswith('create') and how != 'cut before':
                assert not first.failed, first
            second = here.run(module, **options)
            assert not second.failed, second
            third = here.run(module, **options)
            assert not third.failed and not third['changed'] and here.writes == []
            made = [row for row in here.simulator.store.tables[table].values() if row['name'] == name]
            assert len(made) == 1 and made[0]['description'] == 'new' and 'A=1' in made[0]['env']


@cuts
@pytest.mark.parametrize('module', sorted(PARENTS))
def test_the_removal_of_a_parent_is_cut_at_each_write(module, how, version):
    options, dummy, table, name = PARENTS[module]
    place = {'project': options['project'], 'environment': options.get('environment', 'production'), 'name': 'web'}
    named = {key: value for key, value in options.items() if key in ('project', 'environment')}
    for procedure in ('application.delete', table[:-1] + '.remove'):
        with dokploy(version) as here:
            assert not here.run(module, **options).failed
            assert not here.run('dokploy_application', **dict(DOCKER, **place)).failed
            service = next(iter(here.simulator.local.services))
            refused = here.run(module, state='absent', **named)
            assert refused.failed and 'web' in refused['msg'] and here.writes == []
            strike(here, procedure, how, lambda **more: here.run(module, state='absent', force=True, **dict(named, **more)))
            second = here.run(module, state='absent', force=True, **named)
            assert not second.failed, second
            third = here.run(module, state='absent', **named)
            assert not third.failed and not third['changed'] and here.writes == []
            assert not [row for row in here.simulator.store.tables[table].values() if row['name'] == name]
            assert service not in here.simulator.local.services


# Lost answers

@versions
@pytest.mark.parametrize('kind', sorted(APPLICATIONS))
def test_the_answer_of_deploy_is_lost_while_the_job_waits(kind, version):
    """Another application's build is in the way: ours is known by its nonce in the queue, and not sent again."""
    with dokploy(version) as here:
        slow = dict(GIT, name='slow', source=dict(GIT['source'], branch='slow'), wait=False)
        assert not here.application(**slow).failed
        procedure = WRITES[kind][-1]
        here.simulator.faults.add(Fault(procedure, action='cut_after'))
        first = here.application(**APPLICATIONS[kind])
        assert not first.failed, first
        assert here.writes.count(procedure) == 1
        assert_whole(here, APPLICATIONS[kind])


@versions
@pytest.mark.parametrize('branch', ('main', 'slow'))
def test_the_answer_of_deploy_is_lost_while_the_job_runs_or_is_done(branch, version):
    options = dict(GIT, source=dict(GIT['source'], branch=branch))
    with dokploy(version) as here:
        here.simulator.faults.add(Fault('application.deploy', action='cut_after', after=lambda sim: sim.advance(3)))
        first = here.application(**options)
        assert not first.failed, first
        assert here.writes.count('application.deploy') == 1 and len(rows(here)) == 1
        converge(here, options)


@versions
def test_the_answer_of_deploy_is_lost_and_a_row_of_another_is_newer(version):
    """Git loses the description in the end: one new row that is done is taken for ours, and told."""
    with dokploy(version) as here:
        def other():
            one = next(iter(here.simulator.store.applications))
            here.simulator.call('application.deploy', {'applicationId': one, 'title': 'Another'}, here.api_key, 'POST')
            here.simulator.advance(120)

        here.simulator.faults.add(Fault('application.deploy', action='cut_before'))
        with step_and(here, 1, other):
            first = here.application(**GIT)
        assert not first.failed, first
        assert here.writes.count('application.deploy') == 1, 'the row is newer than those known before: nothing is sent again'
        assert len(rows(here)) == 1 and first['deployment']['id'] == rows(here)[0]['deploymentId']
        converge(here, GIT)


@versions
def test_the_server_is_away_after_the_answer_of_deploy_was_lost(version):
    """Nobody can tell whether it arrived: it is not sent again blindly, and the next run finds it."""
    def away(sim):
        sim.server_down = True

    with dokploy(version) as here:
        here.simulator.faults.add(Fault('application.deploy', action='cut_after', after=away))
        first = here.application(**DOCKER)
        assert first.failed and here.writes.count('application.deploy') <= 1, here.writes
        here.simulator.server_down = False
        converge(here, DOCKER)


@versions
def test_the_server_comes_back_after_the_answer_of_deploy_was_lost(version):
    with dokploy(version) as here:
        left = [6]

        def away(sim):
            sim.server_down = True

        original = http.CLOCK.sleep

        def sleep(seconds):
            left[0] -= 1
            if left[0] == 0:
                here.simulator.server_down = False
            original(seconds)

        here.simulator.faults.add(Fault('application.deploy', action='cut_after', after=away))
        with mock.patch.object(http.CLOCK, 'sleep', sleep):
            first = here.application(**DOCKER)
        here.simulator.server_down = False
        assert len(rows(here)) == 1, 'sent twice'
        assert not first.failed, first
        converge(here, DOCKER)


@versions
def test_a_cut_after_a_build_setting_was_written_deploys_once(version):
    changed = dict(GIT, build_args={'STAGE': 'test'})
    with dokploy(version) as here:
        assert not here.application(**GIT).failed
        with killed('application.update', after=True), pytest.raises(Killed):
            here.application(**changed)
        second = here.application(**changed)
        assert not second.failed and second['actions'] == ['deploy application'], second
        third = here.application(**changed)
        assert not third['changed'] and here.writes == []
        assert_whole(here, changed, deployments=2)


# Two at once

def at_once(count, call):
    """Run C(call(index)) in that many threads -> their results."""
    results, errors = [None] * count, []

    def work(index):
        try:
            results[index] = call(index)
        except BaseException as exc:  # pylint: disable=broad-except
            errors.append(exc)

    threads = [threading.Thread(target=work, args=(index,)) for index in range(count)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
        assert not one.is_alive()
    assert not errors, errors
    return results


class NoLock:
    """Two controllers have no lock in common."""

    def __init__(self, *dummy, **more):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *dummy):
        return False


def operation(here, resource, options):
    """One task of its own below main(), which cannot run twice in one process -> its result, or the error."""
    described = importlib.import_module(PLUGINS + 'module_utils._resources.' + resource)
    api = importlib.import_module(PLUGINS + 'module_utils._api.backend')
    errors = importlib.import_module(PLUGINS + 'module_utils._common.errors')
    kind = getattr(described, resource.upper())
    context = importlib.import_module(PLUGINS + 'module_utils._lifecycle.context')
    spec = importlib.import_module(PLUGINS + 'module_utils._module.service_options').service_spec(kind) if kind.service else importlib.import_module(
        PLUGINS + 'module_utils._module.options').record_spec(kind)
    options = dict({name: copy.deepcopy(one.get('default')) for name, one in spec.items()}, **copy.deepcopy(options))
    ctx = context.Context(api.Api(api.Api.client_class(here.url, here.api_key), kind))
    try:
        if kind.service:
            return importlib.import_module(PLUGINS + 'module_utils._lifecycle.converge').perform_service(ctx, kind, options)
        projects = importlib.import_module(PLUGINS + 'module_utils._lifecycle.projects')
        return importlib.import_module(PLUGINS + 'module_utils._lifecycle.records').perform_record(ctx, kind, options, projects.KIND_IN_TREE)
    except errors.DokployError as exc:
        return exc


@contextlib.contextmanager
def together(here, procedure, count):
    """Let the first look of all be over before anybody creates."""
    barrier = threading.Barrier(count)
    waited = threading.local()
    original = http.Client.write

    def write(self, name, body, timeout=None):
        if name == procedure and not getattr(waited, 'done', False):
            waited.done = True
            with contextlib.suppress(threading.BrokenBarrierError):
                barrier.wait(2)
        return original(self, name, body, timeout=timeout)

    with mock.patch.object(http.Client, 'write', write):
        yield


@pytest.mark.parametrize('locked', (True, False), ids=('forks', 'controllers'))
@pytest.mark.parametrize('resource', ('project', 'environment', 'application'))
@versions
def test_five_create_the_same(resource, locked, version):
    options = {
        'project': {'project': 'fresh', 'state': 'present', 'env': {'A': '1'}},
        'environment': {'project': 'shop', 'environment': 'staging', 'state': 'present', 'env': {'A': '1'}},
        'application': dict(DOCKER, project='shop', environment='production', name='web', state='started'),
    }[resource]
    with dokploy(version) as here, contextlib.ExitStack() as stack:
        if not locked:
            apply = importlib.import_module(PLUGINS + 'module_utils._lifecycle.apply')
            stack.enter_context(mock.patch.object(apply, 'hold_lock', NoLock))
            stack.enter_context(together(here, resource + '.create', 5))
        results = at_once(5, lambda dummy: operation(here, resource, options))
        assert [one for one in results if isinstance(one, Exception)] == []
        name = {'project': 'fresh', 'environment': 'staging', 'application': 'web'}[resource]
        table = here.simulator.store.tables[resource + 's']
        assert len([row for row in table.values() if row['name'] == name]) == 1
        ids = {one[resource]['id'] for one in results}
        assert len(ids) == 1, 'all of them tell the one that remained'
        if resource == 'application':
            converge(here, DOCKER, deployments=len(rows(here)))
        else:
            again = here.run('dokploy_' + resource, **{key: value for key, value in options.items() if key != 'state'})
            assert not again['changed'] and here.writes == []


@versions
def test_another_creates_it_with_its_domain_before_we_look_at_domains(version):
    def other(sim):
        environment = next(row['environmentId'] for row in sim.store.environments.values())
        made = sim.call('application.create', {'name': 'web', 'environmentId': environment}, sim.api_key, 'POST')
        domain = {'host': 'web.example.com', 'port': 80, 'domainType': 'application', 'applicationId': made['applicationId']}
        sim.call('domain.create', domain, sim.api_key, 'POST')

    with dokploy(version) as here:
        here.simulator.faults.add(Fault('overview.domains', nth=1, before=other))
        first = here.run('dokploy_application', **dict(DOCKER, project='shop', environment='production', name='web'))
        assert not first.failed, first
        assert len(here.simulator.store.tables['applications']) == 1 and first['urls'] == ['http://web.example.com/']


@pytest.mark.parametrize('resource', ('project', 'environment', 'application'))
@versions
def test_another_creates_it_between_our_look_and_our_create(resource, version):
    def other(sim):
        environment = next(row['environmentId'] for row in sim.store.environments.values())
        project = next(iter(sim.store.projects))
        values = {'project': {'name': 'fresh'}, 'environment': {'name': 'staging', 'projectId': project},
                  'application': {'name': 'web', 'environmentId': environment}}[resource]
        sim.call(resource + '.create', values, sim.api_key, 'POST')

    options = {'project': {'project': 'fresh'}, 'environment': {'project': 'shop', 'environment': 'staging'},
               'application': dict(DOCKER, project='shop', environment='production', name='web')}[resource]
    with dokploy(version) as here:
        here.simulator.faults.add(Fault(resource + '.create', nth=1, before=other, method='POST'))
        first = here.run('dokploy_' + resource, **options)
        assert not first.failed, first
        name = {'project': 'fresh', 'environment': 'staging', 'application': 'web'}[resource]
        assert len([row for row in here.simulator.store.tables[resource + 's'].values() if row['name'] == name]) == 1
        again = here.run('dokploy_' + resource, **options)
        assert not again.failed and not again['changed'] and here.writes == []


def add_line(sim, table, line, identifier=None):
    for row in sim.store.tables[table].values():
        if identifier is None or identifier in row.values():
            row['env'] = (row['env'] + '\n' if row['env'] else '') + line


@versions
def test_a_key_that_another_writes_between_our_look_and_our_write_survives(version):
    with dokploy(version) as here:
        assert not here.application(**DOCKER).failed
        one, = applications(here)
        one['env'] = '# a comment\n' + one['env'] + '\nno assignment'
        # After the first batch that shows the application, before it is read again to be merged.
        here.simulator.faults.add(Fault('application.one', nth=1, after=lambda sim: add_line(sim, 'applications', 'THEIRS=1')))
        first = here.application(**dict(DOCKER, env={'OURS': '2'}))
        assert not first.failed, first
        text = applications(here)[0]['env']
        assert 'THEIRS=1' in text and 'OURS=2' in text and 'LEVEL=info' in text
        assert text.startswith('# a comment\n') and '\nno assignment' in text
        again = here.application(**dict(DOCKER, env={'OURS': '2'}))
        assert not again['changed'] and here.writes == []


@versions
def test_a_key_that_another_overwrites_right_after_our_write_is_merged_again(version):
    def overwrite(sim):
        for row in sim.store.applications.values():
            row['env'] = 'LEVEL=info\nTOKEN=c4nary-T0KEN\nTHEIRS=1'

    with dokploy(version) as here:
        assert not here.application(**DOCKER).failed
        here.simulator.faults.add(Fault('application.update', nth=1, after=overwrite))
        first = here.application(**dict(DOCKER, env={'OURS': '2'}))
        assert not first.failed, first
        assert here.writes.count('application.update') == 2
        assert {'THEIRS=1', 'OURS=2'} <= set(applications(here)[0]['env'].split('\n'))
        here.simulator.faults.add(Fault('application.update', nth=1, times=None, after=overwrite))
        third = here.application(**dict(DOCKER, env={'OURS': '3'}))
        assert third.failed and 'env' in third['msg'] and here.writes.count('application.update') == 3
        assert 'OURS' in third['msg'], 'the keys are named'


@pytest.mark.parametrize(('module', 'table', 'procedure', 'options'), (
    ('dokploy_project', 'projects', 'project', {'project': 'shop'}),
    ('dokploy_environment', 'environments', 'environment', {'project': 'shop', 'environment': 'production'})))
@versions
def test_a_shared_variable_that_another_writes_survives(module, table, procedure, options, version):
    with dokploy(version) as here:
        assert not here.run(module, env={'A': '1'}, **options).failed
        first_read = 'project.all' if procedure == 'project' else 'environment.one'
        here.simulator.faults.add(Fault(first_read, nth=1, after=lambda sim: add_line(sim, table, 'THEIRS=1')))
        first = here.run(module, env={'OURS': '2'}, **options)
        assert not first.failed, first
        text, = [row['env'] for row in here.simulator.store.tables[table].values()]
        assert set(text.split('\n')) == {'A=1', 'THEIRS=1', 'OURS=2'}
        again = here.run(module, env={'OURS': '2'}, **options)
        assert not again['changed'] and here.writes == []


# Deployments of our own and of others

@versions
@pytest.mark.parametrize('whose', ('own', 'another'))
@pytest.mark.parametrize('busy', ('running', 'waiting'))
def test_a_deployment_that_runs_at_the_start_is_awaited_and_then_compared(busy, whose, version):
    slow = dict(GIT, source=dict(GIT['source'], branch='slow'))
    with dokploy(version) as here:
        if busy == 'waiting':
            assert not here.application(**dict(slow, name='blocker', wait=False)).failed
        if whose == 'own':
            with killed('application.deploy', after=True), pytest.raises(Killed):
                here.application(**slow)
        else:
            assert not here.application(state='present', **dict(slow, deploy='never')).failed
            one, = applications(here)
            here.simulator.call('application.deploy', {'applicationId': one['applicationId'], 'title': 'By hand'}, here.api_key, 'POST')
        here.simulator.advance(0.5)
        told = here.application(check_mode=True, **slow)
        assert not told.failed and here.writes == [], 'check mode does not wait'
        second = here.application(**slow)
        assert not second.failed and here.writes == [], (second, here.writes)
        assert not second['changed'] and len(rows(here)) == 1
        assert_whole(here, slow)


@versions
def test_a_deployment_of_another_that_does_not_end_is_named_and_nothing_is_changed(version):
    hung = dict(GIT, source=dict(GIT['source'], url='https://silent.example.com/shop.git'))
    with dokploy(version) as here:
        assert not here.application(**dict(hung, wait=False)).failed
        here.simulator.advance(2)
        second = here.application(queue_timeout=20, **dict(hung, replicas=2))
        assert second.failed and 'deployment' in second['msg'] and here.writes == [] and not second['changed']


@versions
@pytest.mark.parametrize('state', ('stopped', 'absent'))
def test_a_state_waits_for_a_deployment_that_runs(state, version):
    slow = dict(GIT, source=dict(GIT['source'], branch='slow'))
    with dokploy(version) as here:
        assert not here.application(**dict(slow, wait=False)).failed
        here.simulator.advance(2)
        one, = applications(here)
        first = here.application(state=state)
        assert not first.failed, first
        here.simulator.advance(600)
        service = here.simulator.local.services.get(one['appName'])
        assert service is None or state == 'stopped' and service.replicas() == 0
        again = here.application(state=state)
        assert not again['changed'] and here.writes == []


def step_and(here, count, action):
    """Patch the module's pause, so that something happens at one of them."""
    original, left = http.CLOCK.sleep, [count]

    def sleep(seconds):
        left[0] -= 1
        if left[0] == 0:
            action()
        original(seconds)

    return mock.patch.object(http.CLOCK, 'sleep', sleep)


@pytest.mark.parametrize('when', ('queued', 'building'))
@versions
def test_the_server_restarts(when, version):
    slow = dict(GIT, source=dict(GIT['source'], branch='slow'))
    with dokploy(version) as here:
        if when == 'queued':
            assert not here.application(**dict(slow, name='blocker', wait=False)).failed
        with step_and(here, 5, here.simulator.restart):
            first = here.application(**slow)
        if when == 'queued' and version == 'v0.28.8':
            assert not first.failed, 'Redis keeps what waits: %s' % first
        else:
            assert first.failed and first['phase'] == ('queued' if when == 'queued' else 'building'), first
            assert ('lost' if when == 'queued' else 'cancelled') in first['msg'] and first['backend'] == 'api'
        here.simulator.advance(300)
        converge(here, slow, deployments=len(rows(here)) + (0 if first.get('failed') is not True else 1))


@versions
def test_the_server_is_away_for_a_while_in_the_middle(version):
    """A restart takes a while: reads fail in between, and nothing is lost."""
    with dokploy(version) as here:
        slow = dict(GIT, source=dict(GIT['source'], branch='slow'))

        def down():
            here.simulator.server_down = True

        original, count = http.CLOCK.sleep, [0]

        def sleep(seconds):
            count[0] += 1
            if count[0] == 5:
                here.simulator.server_down = True
            if count[0] == 30:
                here.simulator.server_down = False
            original(seconds)

        with mock.patch.object(http.CLOCK, 'sleep', sleep):
            first = here.application(**slow)
        assert count[0] >= 30 and not first.failed, first
        converge(here, slow)


@versions
def test_the_database_is_down(version):
    with dokploy(version) as here:
        assert not here.application(**DOCKER).failed
        here.simulator.database_down = True
        for module, options in (('dokploy_application', {'environment': 'production', 'name': 'web'}), ('dokploy_project', {}), (
                'dokploy_environment', {'environment': 'production'}), ('dokploy_application_info', {})):
            result = here.run(module, project='shop', **options)
            assert result.failed and 'database' in result['msg'] and not result.get('changed'), result
            assert 'refused the API key' not in result['msg'] and here.writes == []
        assert here.application().get('phase') == 'unavailable'
        here.simulator.database_down = False
        assert not here.application(**DOCKER)['changed']


@versions
def test_the_database_goes_down_while_a_deployment_is_followed(version):
    slow = dict(GIT, source=dict(GIT['source'], branch='slow'))
    with dokploy(version) as here:
        original, count = http.CLOCK.sleep, [0]

        def sleep(seconds):
            count[0] += 1
            here.simulator.database_down = 5 <= count[0] < 20
            original(seconds)

        with mock.patch.object(http.CLOCK, 'sleep', sleep):
            first = here.application(**slow)
        assert not first.failed, first
        converge(here, slow)


@pytest.mark.parametrize('procedure', ('application.update', 'domain.create', 'application.deploy', 'deployment.all'))
@versions
def test_the_key_is_refused_in_the_middle(procedure, version):
    with dokploy(version) as here:
        here.simulator.faults.add(Fault(procedure, times=None, action='answer', status=401, body={'message': 'Unauthorized'}))
        first = here.application(**DOCKER)
        assert first.failed and 'refused the API key' in first['msg'] and first['changed'], first
        assert here.writes.count(procedure) <= 1, 'a write that is refused is not sent again'
        del here.simulator.faults[:]
        converge(here, DOCKER)


@pytest.mark.parametrize('procedure', ('application.create', 'application.update', 'domain.create', 'application.deploy'))
@versions
def test_a_permission_is_missing_in_the_middle(procedure, version):
    body = {'message': 'unauthorized to access resource "service"', 'code': 'UNAUTHORIZED', 'data': {
        'code': 'UNAUTHORIZED', 'httpStatus': 401, 'path': procedure, 'zodError': None}}
    with dokploy(version) as here:
        here.simulator.faults.add(Fault(procedure, times=None, action='answer', status=401, body=body, method='POST'))
        first = here.application(**DOCKER)
        assert first.failed and 'permission' in first['msg'] and 'service' in first['msg'], first
        del here.simulator.faults[:]
        converge(here, DOCKER)


@pytest.mark.parametrize('status', (403, 404, 429, 500))
@pytest.mark.parametrize('procedure', WRITES['docker'])
@versions
def test_a_write_that_is_refused_is_sent_once(procedure, status, version):
    with dokploy(version) as here:
        here.simulator.faults.add(Fault(procedure, times=None, action='answer', status=status, body={'message': 'no, c4nary-T0KEN'}, method='POST'))
        first = here.application(**DOCKER)
        assert first.failed and here.writes.count(procedure) == 1, first
        assert str(status) in first['msg'] and 'c4nary' not in json.dumps(first)
        del here.simulator.faults[:]
        converge(here, DOCKER)


CANARY = 'c4nary-0f-0thers'
FAILED = {
    'sql': 'Failed query: update "application" set "env" = $1 where "applicationId" = $2 returning *\nparams: A=%s,abc' % CANARY,
    'ours': 'Command failed: docker login -p c4nary-T0KEN registry',
    'url': "fatal: unable to access 'https://oauth2:%s@git.example.com/x.git/': 403" % CANARY,
}


@pytest.mark.parametrize('text', sorted(FAILED))
@pytest.mark.parametrize('procedure', WRITES['docker'] + ['application.one', 'project.all', 'deployment.all'])
def test_a_failure_of_the_server_is_masked_and_is_no_reason_to_fall_back(procedure, text):
    with dokploy() as here:
        body = {'message': FAILED[text], 'code': 'INTERNAL_SERVER_ERROR', 'data': {
            'code': 'INTERNAL_SERVER_ERROR', 'httpStatus': 500, 'path': procedure, 'zodError': None}}
        here.simulator.faults.add(Fault(procedure, times=None, action='answer', status=500, body=body))
        first = here.application(**DOCKER)
        assert first.failed and first.get('backend', 'api') == 'api'
        assert CANARY not in json.dumps(first) and 'c4nary-T0KEN' not in json.dumps(first), first
        if text == 'sql':
            assert 'Failed query' in first['msg'], 'what is no secret stays'
        del here.simulator.faults[:]
        converge(here, DOCKER)


# What is read

@pytest.mark.parametrize(('action', 'nth'), [('gzip_bomb', 1)] + [
    (action, nth) for action in ('truncate', 'empty', 'drip', 'html', 'redirect', 'close_idle', 'cut_after', 'refuse_batch', 'cut_before')
    for nth in (1, 2, 3)])
@versions
def test_a_read_that_fails_never_makes_anything_twice(action, nth, version):
    """The batches and single reads of a run on an application that is there: an error, or no change; never another application."""
    more = {'action': action, 'size': 1024 * 1024 * 80, 'delay_seconds': 0.02, 'location': 'http://127.0.0.1:9/'}
    if action == 'html':
        more = {'action': 'answer', 'status': 200, 'body': '<html>Login</html>'}
    with dokploy(version) as here:
        assert not here.application(**DOCKER).failed
        here.simulator.faults.add(Fault(None, nth=nth, method='GET', **more))
        second = here.application(timeout=0.5 if action == 'drip' else 10, **DOCKER)
        assert second.failed or not second['changed'], second
        assert here.writes == []
        assert 'a fault of this collection' not in second.get('msg', '')
        del here.simulator.faults[:]
        third = here.application(**DOCKER)
        assert not third.failed and not third['changed'] and here.writes == []
        assert_whole(here, DOCKER)


@pytest.mark.parametrize('body', (b'', b'null', b'[]', b'{}', b'"x"', b'5', b'<html>'), ids=('nothing', 'null', 'list', 'object', 'text', 'number', 'html'))
@pytest.mark.parametrize('procedure', ('project.all', 'environment.one', 'application.one', 'overview.services', 'swarm.getNodeApps', 'swarm.getNodes',
                                       'docker.getConfig', 'docker.getServiceContainersByAppName', 'deployment.queueList', 'settings.getDokployVersion'))
def test_an_answer_of_another_form_never_makes_anything_twice(procedure, body):
    with dokploy() as here:
        assert not here.application(**DOCKER).failed
        here.simulator.faults.add(Fault(None, times=None, action='refuse_batch'))
        here.simulator.faults.add(Fault(procedure, times=None, action='answer', status=200, body=body, headers={'Content-Type': 'application/json'}))
        second = here.application(wait_timeout=5, **DOCKER)
        assert 'a fault of this collection' not in second.get('msg', ''), second
        assert len(applications(here)) == 1 and 'application.create' not in here.writes
        if body != b'[]' and not (procedure == 'swarm.getNodeApps' and body in (b'', b'null')):      # so says v0.28.8 where no service is
            assert here.writes == [], 'nothing is decided on what makes no sense: %s' % second
        project = here.run('dokploy_project', project='shop')
        assert 'a fault of this collection' not in project.get('msg', ''), project
        if body != b'[]':
            assert len(here.simulator.store.projects) == 1


def reordered(here):
    """Answers of batches come in another order."""
    server = importlib.import_module('simulator.server')
    original = server.ApiHandler.process_trpc

    def process(self, sim, request, parsed, valid):
        reply = original(self, sim, request, parsed, valid)
        if request.batch:
            reply.body = json.dumps(json.loads(reply.body)[::-1]).encode()
        return reply

    return mock.patch.object(server.ApiHandler, 'process_trpc', process)


@versions
def test_answers_of_a_batch_in_another_order_are_read_alone(version):
    with dokploy(version) as here:
        with reordered(here):
            first = here.application(**DOCKER)
            assert not first.failed, first
            second = here.application(**DOCKER)
            assert not second.failed and not second['changed'] and here.writes == []
        assert_whole(here, DOCKER)


@versions
def test_without_batches_the_same_is_done(version):
    with dokploy(version) as here:
        here.simulator.faults.add(Fault(None, times=None, action='refuse_batch'))
        first = here.application(**DOCKER)
        assert not first.failed, first
        second = here.application(**DOCKER)
        assert not second['changed'] and here.writes == []
        assert here.requests <= 9, 'eight, and the batch that was refused: %s' % [one.procedures for one in here.simulator.requests]
        assert_whole(here, DOCKER)


# Clocks, numbers, names

@pytest.mark.parametrize('days', (-1, 1))
@versions
def test_the_server_clock_is_a_day_off(days, version):
    """The module's own clock has another day: the same decisions."""
    with dokploy(version) as here:
        offset = days * 86400
        with mock.patch('time.time', lambda: here.simulator.clock.now() + offset):
            first = here.application(**DOCKER)
            assert not first.failed, first
            assert here.writes == WRITES['docker']
            converge(here, DOCKER)


def fill(here, count):
    """Many other applications, without a request for each."""
    environment = next(iter(here.simulator.store.environments))
    made = here.simulator.call('application.create', {'name': 'many', 'environmentId': environment}, here.api_key, 'POST')
    row = here.simulator.store.applications.get(made['applicationId']) or next(
        one for one in here.simulator.store.applications.values() if one['name'] == 'many')
    for index in range(count - 1):
        identifier = 'many-%d' % index
        here.simulator.store.applications[identifier] = dict(
            row, applicationId=identifier, name='many-%d' % index, appName='shop-many-%d-x' % index, refreshToken='t%d' % index)


@versions
def test_a_thousand_and_one_applications(version):
    with dokploy(version) as here:
        assert not here.application(**DOCKER).failed
        fill(here, 1000)
        second = here.application(**DOCKER)
        assert not second.failed and not second['changed'] and here.writes == []
        assert here.requests == (2 if version == 'v0.30.2' else 3)
        by_host = here.application(domain_host='web.example.com')
        assert not by_host.failed and not by_host['changed'] and by_host['application']['name'] == 'web'
        last = here.application(**dict(DOCKER, name='many-998', state='present', domains=None))
        assert not last.failed and last['application']['id'] == 'many-998'


@versions
def test_duplicates_are_listed_and_none_is_guessed(version):
    with dokploy(version) as here:
        assert not here.application(**DOCKER).failed
        environment = next(iter(here.simulator.store.environments))
        here.simulator.call('application.create', {'name': 'web', 'environmentId': environment}, here.api_key, 'POST')
        ids = [row['applicationId'] for row in applications(here)]
        for state in ('started', 'present', 'stopped', 'absent', 'deployed'):
            result = here.application(**dict(DOCKER, state=state))
            assert result.failed and here.writes == [] and all(one in result['msg'] for one in ids), result
            assert len(result['candidates']) == 2
        assert not here.application(application_id=ids[0]).failed
        here.simulator.call('project.create', {'name': 'shop'}, here.api_key, 'POST')
        result = here.run('dokploy_project', project='shop', state='absent')
        assert result.failed and here.writes == [] and len(result['candidates']) == 2


@pytest.mark.parametrize('name', ('shöp \U0001f680', 'a"b\'c', 'x' * 60, '数据库', 'a/b', '../x', '{{ 7*7 }}', '<script>'))
@versions
def test_names_of_any_kind(name, version):
    options = {'source': DOCKER['source'], 'stable_for': 1}
    with dokploy(version) as here:
        assert not here.run('dokploy_project', project=name, env={'A': '1'}).failed
        assert not here.run('dokploy_project', project=name, env={'A': '1'})['changed']
        assert not here.run('dokploy_environment', project=name, environment=name).failed
        first = here.application(project=name, environment=name, name=name, **options)
        assert not first.failed, first
        again = here.application(project=name, environment=name, name=name, **options)
        assert not again.failed and not again['changed'] and here.writes == []
        assert again['application']['name'] == name


@versions
def test_composed_and_decomposed_names_are_one(version):
    composed, decomposed = unicodedata.normalize('NFC', 'cafe\u0301'), unicodedata.normalize('NFD', 'caf\u00e9')
    assert composed != decomposed
    with dokploy(version) as here:
        assert not here.application(name=decomposed, source=DOCKER['source'], stable_for=1).failed
        again = here.application(name=composed, source=DOCKER['source'])
        assert not again.failed and not again['changed'] and here.writes == []
        assert not here.run('dokploy_project', project=composed).failed
        assert not here.run('dokploy_project', project=decomposed)['changed']
        environment = applications(here, composed)[0]['environmentId']
        here.simulator.call('application.create', {'name': composed, 'environmentId': environment}, here.api_key, 'POST')
        both = here.application(name=composed)
        assert both.failed and len(both['candidates']) == 2


# Text from outside

DIRT = ('\x1b[31mred\x1b[0m \x1b]0;owned\x07 \x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\\r\n::error::owned\n'
        '  ::set-output name=x::y\n##[error]owned\r::warning::x\n'
        '<script>alert(1)</script> {{ 7*7 }} ]]> \u202eevil\u202c \x00\x9b31m\nTOKEN=c4nary-T0KEN\n'
        'https://user:c4nary-0f-0thers@git.example.com/x.git\nthe end\n')


def assert_inert(text):
    assert '\x1b' not in text and '\x9b' not in text and '\x00' not in text and '\r' not in text and '\u202e' not in text
    assert not any(line.lstrip().startswith(('::', '##[')) for line in text.splitlines())
    assert 'c4nary' not in text and 'owned\x07' not in text
    assert 'the end' in text and '<script>' in text, 'it is text, and stays readable'


def test_a_build_log_that_is_hostile_is_inert_and_masked():
    with dokploy() as here:
        here.simulator.faults.add(Fault('deployment.readLogs', times=None, action='answer', status=200, body=json.dumps(DIRT).encode()))
        broken = dict(GIT, source=dict(GIT['source'], branch='broken'), env=DOCKER['env'])
        result = here.application(**broken)
        assert result.failed
        assert_inert(result['build_log'])
        assert 'c4nary' not in json.dumps(result) and '\\u001b' not in json.dumps(result)
        told = here.run('dokploy_application_info', project='shop', build_log_lines=10, log_lines=10)
        assert_inert(told['applications'][0]['build_log'])


def test_a_container_log_that_is_hostile_is_inert_and_masked():
    with dokploy() as here:
        here.simulator.faults.add(Fault('application.readLogs', times=None, action='answer', status=200, body=json.dumps(DIRT).encode()))
        # What the pages' own stream says of a container that ended.
        here.simulator.world.images['crash:1'].log = DIRT.split('\n')
        result = here.application(**dict(DOCKER, source={'type': 'docker', 'image': 'crash:1'}, wait_timeout=30))
        assert result.failed, result
        assert_inert(result['container_log'])
        assert 'c4nary' not in json.dumps(result)
        told = here.run('dokploy_application_info', project='shop', log_lines=10)
        assert_inert(told['applications'][0]['log'])


def test_names_and_titles_of_others_are_inert_in_messages():
    with dokploy() as here:
        assert not here.application(**DOCKER).failed
        one, = applications(here)
        here.simulator.store.applications[one['applicationId']]['name'] = 'web\x1b[31m\u202e'
        environment = next(iter(here.simulator.store.environments))
        here.simulator.call('application.create', {'name': 'web\x1b[31m\u202e', 'environmentId': environment}, here.api_key, 'POST')
        result = here.run('dokploy_project', project='shop', state='absent')
        assert result.failed and '\\u001b' not in json.dumps(result) and '\\u202e' not in json.dumps(result)


@versions
def test_a_secret_in_a_servers_error_text_of_a_domain_is_masked(version):
    with dokploy(version, world=World()) as here:
        here.simulator.faults.add(Fault('domain.create', action='answer', status=400, body={'message': 'bad: TOKEN="c4nary-T0KEN"', 'code': 'BAD_REQUEST'}))
        result = here.application(**DOCKER)
        assert result.failed and 'c4nary' not in json.dumps(result)


@pytest.mark.parametrize('batch', [True, False])
def test_a_queue_whose_jobs_end_while_they_are_listed(batch):
    """v0.28.8 answers 500 then, though nothing is wrong: seen on a live server where several deployed at once."""
    undefined = "Cannot read properties of undefined (reading 'getState')"
    with dokploy(version='v0.28.8') as here:
        if not batch:
            here.simulator.faults.append(Fault('deployment.queueList', action='refuse_batch', times=None, status=400, body={'message': 'no batches'}))
        listed = here.simulator.deployments.list
        left = []

        def ends():
            if left:
                left.pop()
                raise CallError('INTERNAL_SERVER_ERROR', undefined)
            return listed()

        here.simulator.deployments.list = ends
        for failing in (0, 1, 2, 3):
            left[:] = [True] * failing
            result = here.application(**DOCKER)
            assert not result.failed, result
            assert result['changed'] == (failing == 0)
        left[:] = [True] * 99
        result = here.application(**DOCKER)
        assert result.failed and 'deployment.queueList' in result['msg'], result


@versions
def test_environments_are_told_in_one_order(version):
    """Dokploy lists what was written last as the last, so the default one may be anywhere."""
    with dokploy(version=version) as here:
        for name in ('b', 'a'):
            assert not here.run('dokploy_environment', project='shop', environment=name).failed
        rows = here.simulator.store.environments
        for identifier in sorted(rows, key=lambda one: rows[one]['name'], reverse=True):
            rows[identifier] = rows.pop(identifier)
        told = here.run('dokploy_project_info', project='shop')
        assert [one['name'] for one in told['projects'][0]['environments']] == ['production', 'a', 'b']
        assert [one['name'] for one in here.run('dokploy_environment_info', project='shop')['environments']] == ['production', 'a', 'b']
