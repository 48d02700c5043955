# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is no reason to ask a Docker Engine: not one connection reaches it. And what an engine must prove before it is believed."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import tempfile
import threading
import types
from unittest import mock

import pytest

from ansible_collections.community.dokploy.plugins.module_utils._client import http as _http
from ansible_collections.community.dokploy.plugins.module_utils._docker import backend as _docker, engine as _dockerhost, identity as _proof
from ansible_collections.community.dokploy.plugins.module_utils._host import outages as _outages
from ansible_collections.community.dokploy.plugins.module_utils._common.errors import ApiError, BadInput, NotFound, Refused, TaskFailed
from ansible_collections.community.dokploy.plugins.module_utils._model.address import Address
from simulator import Fault, ManualClock, Simulator
from support.inprocess import dokploy, run_main

APPLICATION = {'project': 'shop', 'environment': 'production', 'name': 'web'}


@contextlib.contextmanager
def untouched():
    """A socket where an engine could be; it must never be connected to. Yields its address and the connections."""
    with tempfile.TemporaryDirectory(prefix='dkp-') as folder, socket.socket(socket.AF_UNIX) as listener:
        path = os.path.join(folder, 'docker.sock')
        listener.bind(path)
        listener.listen()
        listener.settimeout(0.1)
        seen, over = [], threading.Event()

        def accept():
            while not over.is_set():
                with contextlib.suppress(OSError):
                    connection = listener.accept()[0]
                    seen.append(connection)
                    connection.close()

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield 'unix://' + path, seen
        finally:
            over.set()
            thread.join()


def ask(here, address, **more):
    """A task that may fall back at once; the application exists and runs."""
    return here.run('dokploy_application', **dict(
        APPLICATION, app_name=here.app_name, backend='auto', fallback_after=0, retries=0, docker_host=address, docker_trusted=True, **more))


@pytest.fixture(name='outages', autouse=True)
def directory_of_outages(tmp_path, monkeypatch):
    """What one test notices is not remembered in the next."""
    folder = tmp_path / 'outages'
    folder.mkdir()
    monkeypatch.setattr(_outages, 'tempfile', types.SimpleNamespace(gettempdir=lambda: str(folder)))
    return folder


@pytest.fixture(name='here')
def running_application():
    with dokploy() as here:
        made = here.application(source={'type': 'docker', 'image': 'nginx:1.27'})
        assert not made.failed, made
        here.app_name = made['application']['app_name']
        yield here


@pytest.mark.parametrize('fault, said', [
    ({'action': 'redirect', 'status': 302, 'location': 'https://other.example.com/'}, 'redirects'),
    ({'action': 'redirect', 'status': 308, 'location': 'https://other.example.com/'}, 'redirects'),
    ({'action': 'answer', 'status': 500, 'body': '{"message": "Failed query: select * from application params: c4nary"}'}, 'was refused with 500'),
    ({'action': 'answer', 'status': 403, 'body': '{"message": "no"}'}, '403'),
    ({'action': 'answer', 'status': 404, 'body': '{"message": "Not found"}'}, '404'),
    ({'action': 'answer', 'status': 429, 'body': '{"message": "slow down"}'}, '429'),
    ({'action': 'answer', 'status': 200, 'body': '<html>login</html>'}, 'does not look like Dokploy (HTTP 200, HTML)'),
    ({'action': 'huge', 'size': 70 * 1024 * 1024}, 'larger than'),
], ids=lambda value: None if isinstance(value, str) else '-'.join(str(one) for one in list(value.values())[:2]))
def test_what_dokploy_answers_is_no_reason(here, fault, said):
    here.simulator.faults.append(Fault(procedure='*', times=1000, **fault))
    with untouched() as (address, connections):
        result = ask(here, address)
    assert result.failed and said in result['msg'] and 'Docker Engine' not in result['msg'], result['msg']
    assert not connections and 'c4nary' not in str(result)


def test_a_wrong_key_is_no_reason(here):
    with untouched() as (address, connections):
        result = ask(here, address, api_key='wrong')
    assert result.failed and 'refused the API key' in result['msg'], result
    assert not connections


def test_a_bad_certificate_is_no_reason(tmp_path):
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1', '-keyout', 'key', '-out', 'cert'],
                   cwd=tmp_path, check=True, capture_output=True)
    pem = tmp_path / 'both.pem'
    pem.write_text((tmp_path / 'key').read_text() + (tmp_path / 'cert').read_text())
    simulator = Simulator(clock=ManualClock())
    with simulator.serve(certificate=str(pem)) as server, untouched() as (address, connections):
        result = run_main('dokploy_application', dict(
            APPLICATION, app_name='shop-web-abc123', api_url=server.url, api_key=simulator.api_key, backend='auto', fallback_after=0, retries=0,
            docker_host=address, docker_trusted=True))
    assert result.failed and 'certificate' in result['msg'] and 'Docker Engine' not in result['msg'], result
    assert not connections


def test_a_proxy_is_no_reason(monkeypatch):
    for name in ('http_proxy', 'HTTP_PROXY'):
        monkeypatch.setenv(name, 'http://127.0.0.1:9')
    with untouched() as (address, connections):
        result = run_main('dokploy_application', dict(
            APPLICATION, app_name='shop-web-abc123', api_url='http://dokploy.example.com', api_key='key', backend='auto', fallback_after=0, retries=0,
            docker_host=address, docker_trusted=True))
    assert result.failed and 'proxy' in result['msg'] and 'Docker Engine' not in result['msg'], result
    assert not connections


@pytest.mark.parametrize('procedure', ['application.update', 'application.reload'])
def test_what_fails_after_a_write_is_no_reason(here, procedure):
    """An engine would do a second time what may have been done."""
    def down(simulator):
        simulator.server_down = True

    here.simulator.faults.append(Fault(procedure=procedure, action='cut_after', after=down))
    with untouched() as (address, connections):
        result = ask(here, address, env={'A': '1'}, wait_timeout=5)
    assert result.failed and 'Docker Engine' not in result['msg'], result
    assert not connections and here.writes[-1] == procedure


def test_with_backend_api_the_error_stands(here):
    here.simulator.server_down = True
    with untouched() as (address, connections):
        result = here.application(app_name=here.app_name, docker_host=address, docker_trusted=True, retries=0)
    assert result.failed and 'could not be reached' in result['msg'] and not connections, result


@pytest.mark.parametrize('module, options', [
    ('dokploy_project', {'project': 'shop'}), ('dokploy_environment', {'project': 'shop', 'environment': 'x'}), ('dokploy_webhook_token', {}),
    ('dokploy_application_status', {}), ('dokploy_project_info', {'project': 'shop'})])
def test_modules_that_need_the_store_never_ask_an_engine(here, module, options):
    here.simulator.server_down = True
    options = options or {'app_name': here.app_name}
    with untouched() as (address, connections):
        both = [here.run(module, backend=backend, docker_host=address, docker_trusted=True, retries=0, fallback_after=0, **options)
                for backend in ('auto', 'docker')]
    assert 'could not be reached' in both[0]['msg'] and 'backend docker cannot do this' in both[1]['msg']
    assert not connections


@pytest.mark.parametrize('options, said', [
    ({'state': 'deployed'}, 'needs Dokploy\'s API'), ({'app_name': None}, 'app_name only'), ({'deploy': 'always'}, 'needs Dokploy\'s API'),
    ({'docker_host': 'ssh://root@server.example.com'}, 'cannot be verified to be the one of this host'),
    ({'docker_host': 'ftp://x'}, 'must begin with unix://'),
    ({'api_url': 'http://dokploy.invalid:3000'}, 'cannot be verified to be the one of dokploy.invalid')])
def test_what_no_engine_can_do_fails_without_waiting(here, options, said):
    here.simulator.server_down = True
    before = here.simulator.clock.now()
    with untouched() as (address, connections):
        options = dict(APPLICATION, **dict({'app_name': here.app_name, 'docker_host': address}, **options))
        result = here.run('dokploy_application', backend='auto', fallback_after=3600, retries=0, **options)
    assert result.failed and 'could not be reached' in result['msg'] and said in result['msg'], result
    assert not connections and here.simulator.clock.now() - before < 60


def test_an_api_that_comes_back_in_time_is_used(here):
    here.simulator.server_down = True
    passed, advance = [], here.simulator.clock.advance

    def sleep(seconds):
        passed.append(seconds)
        here.simulator.server_down = sum(passed) < 20
        advance(seconds)

    with untouched() as (address, connections), mock.patch.object(_http.CLOCK, 'sleep', sleep):
        result = here.run('dokploy_application', backend='auto', fallback_after=60, docker_host=address, app_name=here.app_name, env={'A': '1'}, **APPLICATION)
    assert not result.failed and result['backend'] == 'api' and result['changed'], result
    assert not connections and 20 <= sum(passed) < 60 and not [one for one in result.warnings if 'used instead' in one]


@pytest.mark.parametrize('listens', [False, True])
def test_a_missing_socket_is_blamed_on_the_socket(here, tmp_path, listens):
    """The error of the API is being handled when the engine is asked: it is no cause of the engine's."""
    path = tmp_path / 'docker.sock'
    with socket.socket(socket.AF_UNIX) as closed:
        if listens:
            closed.bind(str(path))
        result = ask(here, 'unix://%s' % path, api_url='http://dokploy.invalid:3000')
    of_api, dummy, of_engine = result['msg'].partition('did not take over: ')
    assert result.failed and 'dokploy.invalid' in of_api, result
    reason = 'Connection refused' if listens else 'the socket does not exist'
    assert of_engine.startswith('the Docker Engine at unix://%s could not be reached: %s' % (path, reason)), result['msg']


@contextlib.contextmanager
def stand_in():
    """An engine that does what is asked at once. Yields the names of the applications that were asked for."""
    asked = []

    class Engine(_docker.DockerBackend):
        """Refuses whatever it is asked."""

        def locate(self, address, need_environment=False):
            self.verified = True
            asked.append(address.app_name)
            raise Refused('%s was asked of the engine' % address.app_name)
    with mock.patch.object(_docker, 'make_docker_backend', lambda options: Engine(mock.Mock(socket_path=None), 'http://127.0.0.1')):
        yield asked


def test_an_outage_is_remembered_for_the_tasks_that_follow(here, outages):
    """Twenty applications waited for twenty minutes."""
    clock, options = here.simulator.clock, dict(APPLICATION, app_name=here.app_name, backend='auto', fallback_after=60, retries=0)
    waited = []
    with stand_in() as asked:
        here.simulator.server_down = True
        for dummy in range(20):
            before = clock.now()
            result = here.run('dokploy_application', **options)
            waited.append(clock.now() - before)
            assert 'was asked of the engine' in result['msg'] and any('could not be reached for' in one for one in result.warnings), result
        assert 60 <= waited[0] < 75 and max(waited[1:]) < 10 and asked == 20 * [here.app_name], waited
        # It is asked again each time: one that is back is used, and its next outage is another.
        here.simulator.server_down = False
        again = here.run('dokploy_application', **options)
        assert not again.failed and again['backend'] == 'api' and not os.listdir(outages), again
        here.simulator.server_down, before = True, clock.now()
        here.run('dokploy_application', **options)
        assert clock.now() - before >= 60
        # What nobody has confirmed for some minutes is forgotten.
        clock.advance(301)
        before = clock.now()
        here.run('dokploy_application', **options)
        assert clock.now() - before >= 60


@pytest.mark.parametrize('module', ['dokploy_application', 'dokploy_application_info'])
def test_a_failure_in_a_remembered_outage_has_the_keys_of_any_other(here, outages, module):
    options = dict({'app_name': here.app_name}, backend='auto', fallback_after=0, retries=0, docker_host='unix://%s/docker.sock' % outages)
    here.simulator.server_down = True
    first, second = here.run(module, **options), here.run(module, **options)
    assert first.failed and second.failed and os.listdir(outages), first
    assert set(first) == set(second) and 'the socket does not exist' in second['msg'], set(first) ^ set(second)


def test_an_outage_is_one_servers_and_one_users(outages):
    _outages.remember_outage('https://one.example.com', 100.0, 160.0)
    assert _outages.load_outage('https://one.example.com', 200.0) == 100.0
    assert _outages.load_outage('https://other.example.com', 200.0) is None
    path = outages / os.listdir(outages)[0]
    assert path.stat().st_mode & 0o777 == 0o600
    for text in ('', 'x y', '1', '1 2 3', '170.0 160.0', '100.0 300.0'):      # the last was written before a restart of the host
        path.write_text(text)
        assert _outages.load_outage('https://one.example.com', 200.0) is None
    target = outages / 'target'
    target.write_text('100.0 160.0\n')
    path.unlink(missing_ok=True)
    path.symlink_to(target)
    assert _outages.load_outage('https://one.example.com', 200.0) is None
    _outages.remember_outage('https://one.example.com', 1.0, 2.0)
    assert target.read_text() == '100.0 160.0\n'
    path.unlink()
    _outages.remember_outage('https://one.example.com', 100.0, 160.0)
    with mock.patch.object(_outages.os, 'fstat', lambda handle: mock.Mock(st_uid=os.geteuid() + 1, st_mode=0o100600)):
        assert _outages.load_outage('https://one.example.com', 200.0) is None


# The address of an engine

@pytest.mark.parametrize('address, said', [
    ('tcp://192.0.2.7:2375', 'without TLS'), ('http://server.example.com:2375', 'without TLS'), ('ftp://x', 'must begin'), ('unix://relative', 'absolute path'),
    ('ssh://', 'name a host'), ('ssh://-oProxyCommand=x', 'name a host'), ('ssh://-x@host', 'name a host'), ('ssh://user:pw@host', 'password'),
    ('tcp://host:99999', 'cannot be read'), ('ssh://ho st', 'name a host'), ('docker', 'must begin')])
def test_bad_addresses_are_refused(address, said):
    with pytest.raises(BadInput, match=said):
        _dockerhost.DockerHost(address)


@pytest.mark.parametrize('address, local', [
    ('', True), ('unix:///run/docker.sock', True), ('tcp://127.0.0.1:2375', True), ('tcp://[::1]:2375', True), ('tcp://localhost:1', True),
    ('ssh://root@127.0.0.1', False), ('ssh://root@server.example.com:2222', False)])
def test_addresses(address, local):
    host = _dockerhost.DockerHost(address)
    assert host.local is local and 'root' not in str(host)


def test_tls_needs_its_files(tmp_path):
    host = _dockerhost.DockerHost('tcp://192.0.2.7:2376', cert_path=str(tmp_path))
    with pytest.raises(BadInput, match='ca.pem'):
        host.get('/info')


# The proof

class Host:
    """An engine that answers from a table: what is in C(services) is wanted to run, what is in C(stopped) is scaled to 0."""

    def __init__(self, local=True, loopback=False, swarm=None, services=(), stopped=(), containers=(), name=socket.gethostname(), socket_path=None):
        self.local, self.loopback, self.socket_path = local, loopback, socket_path
        self._info = {'Name': name, 'Swarm': {'LocalNodeState': 'active', 'ControlAvailable': True} if swarm is None else swarm}
        self._services, self._running, self._containers = (*services, *stopped), services, containers

    def get(self, path, filters=None, **query):
        if path == '/info':
            return self._info
        if path == '/services':
            return [{'ID': 'id-of-' + one, 'Spec': {'Name': one}} for one in self._services]
        if path == '/tasks':
            assert filters['desired-state'] == ['running']
            return [{'ServiceID': 'id-of-' + one} for one in self._running if filters['service'] == ['id-of-' + one]]
        assert path == '/containers/json' and not query
        return [{'Names': ['/' + one]} for one, state in self._containers if state in filters['status']]

    def __str__(self):
        return 'unix:///somewhere'


DOKPLOY = {'services': ['dokploy']}


@pytest.mark.parametrize('host, api_url, trusted, refused', [
    (Host(**DOKPLOY), 'http://127.0.0.1:3000', False, None),
    (Host(**DOKPLOY), 'http://localhost:3000', False, None),
    (Host(**DOKPLOY), 'http://[::1]:3000', False, None),
    (Host(containers=[('dokploy', 'running')]), 'http://127.0.0.1:3000', False, None),
    (Host(containers=[('dokploy', 'restarting')]), 'http://127.0.0.1:3000', False, None),
    (Host(**DOKPLOY), 'https://own.example.com', False, None),          # the router's
    (Host(**DOKPLOY), 'https://OWN.example.com', False, None),
    (Host(**DOKPLOY), 'https://other.example.com', False, 'cannot be verified to be the one'),
    (Host(**DOKPLOY), 'http://198.51.100.7:3000', False, 'cannot be verified to be the one'),
    (Host(**DOKPLOY), None, False, 'cannot be verified'),
    (Host(**DOKPLOY), 'http://198.51.100.7:3000', True, None),
    (Host(), 'http://127.0.0.1:3000', False, 'does not run Dokploy'),
    (Host(stopped=['dokploy']), 'http://127.0.0.1:3000', False, 'does not run Dokploy'),         # left over from a Dokploy that moved
    (Host(containers=[('dokploy', 'exited')]), 'http://127.0.0.1:3000', False, 'does not run Dokploy'),
    (Host(services=['dokploy-postgres', 'dokploy-web-abc']), 'http://127.0.0.1:3000', False, 'does not run Dokploy'),
    (Host(containers=[('dokploy-traefik', 'running')]), 'http://127.0.0.1:3000', False, 'does not run Dokploy'),
    (Host(), None, True, None),
    (Host(local=False, **DOKPLOY), 'http://127.0.0.1:3000', False, 'cannot be verified to be the one of this host'),
    (Host(local=False, **DOKPLOY), 'http://127.0.0.1:3000', True, None),
    (Host(loopback=True, **DOKPLOY), 'http://127.0.0.1:3000', False, None),
    (Host(loopback=True, name='another-host', **DOKPLOY), 'http://127.0.0.1:3000', False, 'cannot be verified to be the one of this host'),      # a tunnel
    (Host(swarm={'LocalNodeState': 'inactive'}, **DOKPLOY), 'http://127.0.0.1:3000', True, 'not a Swarm manager'),
    (Host(swarm={'LocalNodeState': 'active', 'ControlAvailable': False}, **DOKPLOY), 'http://127.0.0.1:3000', True, 'not a Swarm manager'),
])
def test_an_engine_proves_itself(tmp_path, host, api_url, trusted, refused):
    router = tmp_path / 'dokploy.yml'
    router.write_text('http:\n  routers:\n    app:\n      rule: Host(`own.example.com`) && PathPrefix(`/`)\n    # rule: Host(`other.example.com`)\n')
    if refused is None:
        _proof.verify_identity(host, api_url, trusted, router=str(router))
        return
    with pytest.raises(Refused, match=refused):
        _proof.verify_identity(host, api_url, trusted, router=str(router))


@pytest.mark.parametrize('whose', ['root', 'own', 'other'])
def test_a_socket_of_another_user_is_no_proof(tmp_path, monkeypatch, whose):
    """Whoever made it answers what they like."""
    path, mine = str(tmp_path / 'docker.sock'), os.geteuid()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        if whose == 'other' and mine == 0:
            os.chown(path, 4711, -1)
        elif whose == 'other':
            monkeypatch.setattr(os, 'geteuid', lambda: mine + 1)
        elif whose == 'own' and mine == 0:
            os.chown(path, 4711, -1)
            monkeypatch.setattr(os, 'geteuid', lambda: 4711)
        elif whose == 'root' and mine != 0:
            pytest.skip('only root makes a socket of root')
        host = Host(socket_path=path, **DOKPLOY)
        if whose == 'other':
            with pytest.raises(Refused, match='docker.sock belongs to neither root nor the user of this task, but to the user with the ID'):
                _proof.verify_identity(host, 'http://127.0.0.1:3000', False)
        else:
            _proof.verify_identity(host, 'http://127.0.0.1:3000', False)
        _proof.verify_identity(host, 'http://127.0.0.1:3000', True)


# What runs on it

class Swarm:
    """The services of an engine. C(asked) has each path."""

    def __init__(self, **services):
        self.services, self.asked, self.updated = services, [], []

    def __str__(self):
        return 'unix:///somewhere'

    def now(self):
        return 1000

    def add(self, name, service_id, replicas=1):
        self.services[name] = {
            'ID': service_id, 'Version': {'Index': 7},
            'Spec': {'Name': name, 'Mode': {'Replicated': {'Replicas': replicas}}, 'TaskTemplate': {'ContainerSpec': {'Image': 'x'}}}}
        return self

    def get(self, path, filters=None, **dummy):
        self.asked.append(path)
        if path == '/services':
            return [row for name, row in self.services.items() if name.startswith(tuple(filters['name']))]
        if path.startswith('/services/'):
            found = [row for row in self.services.values() if row['ID'] == path.rpartition('/')[2]]
            if not found:
                raise NotFound('no such service', status=404)
            return found[0]
        assert path == '/tasks', path
        if not [row for row in self.services.values() if row['ID'] in filters['service']]:
            raise NotFound('no such service', status=404)
        return []

    def post(self, path, spec, version):
        service_id = path.split('/')[2]
        if not [row for row in self.services.values() if row['ID'] == service_id]:
            raise NotFound('no such service', status=404)
        self.updated.append((service_id, spec['Mode']['Replicated']['Replicas']))


def located(swarm):
    """(backend, place) of the service web; its identity is not asked."""
    backend = _docker.DockerBackend(swarm, trusted=True)
    backend.verified = True
    return backend, backend.locate(Address(app_name='web'))


@pytest.mark.parametrize('name', ['dokploy', 'dokploy-postgres', 'dokploy-redis', 'dokploy-traefik', 'dokploy-monitoring'])
def test_dokploys_own_services_are_refused(name):
    swarm = Swarm().add(name, 'id')
    with pytest.raises(Refused, match='%s is a service of Dokploy itself' % name):
        _docker.DockerBackend(swarm, trusted=True).locate(Address(app_name=name))
    assert not swarm.asked


def test_a_service_that_is_removed_while_a_task_runs_is_reported_at_once():
    backend, place = located(Swarm().add('web', 'old'))
    assert backend.observe(place).service.id == 'old'
    del backend.host.services['web']
    for action in (lambda: backend.observe(place, again=True), lambda: backend.stop(place), lambda: backend.restart(place)):
        with pytest.raises(TaskFailed, match='the service web was removed while the task ran') as caught:
            action()
        assert caught.value.facts['phase'] == 'absent'


def test_a_service_that_is_created_again_under_its_name_is_followed():
    backend, place = located(Swarm().add('web', 'old'))
    backend.observe(place)
    backend.host.add('web', 'new', replicas=3).add('web-2', 'another')
    seen = backend.observe(place, again=True)
    assert (seen.service.id, seen.service.wanted) == ('new', 3)
    backend.stop(place)
    assert backend.host.updated == [('new', 0)]


def test_a_service_that_is_created_again_right_before_an_update_is_updated():
    backend, place = located(Swarm().add('web', 'old'))
    backend.observe(place)
    send = backend.host.post

    def replaced(path, spec, version):
        backend.host.post = send
        backend.host.add('web', 'new')
        send(path, spec, version)
    backend.host.post = replaced
    backend.stop(place)
    assert backend.host.updated == [('new', 0)]


class ManyServices:
    """An engine with services of one running task each, beside Dokploy's own. C(asked) has each path; C(most_rows): it cannot answer with more."""

    local, socket_path = True, None

    def __init__(self, count, most_rows=1000):
        self.asked, self.most_rows = [], most_rows
        self.names = ['app-%02d' % number for number in range(count)]

    def __str__(self):
        return 'unix:///somewhere'

    def now(self):
        return 1000

    def require_library(self):
        pass

    close = require_library

    def get(self, path, filters=None):
        self.asked.append(path)
        if path == '/info':
            return {'Swarm': {'LocalNodeState': 'active', 'ControlAvailable': True}}
        if path == '/nodes':
            return [{'ID': 'n1', 'Description': {'Hostname': 'node-1'}}]
        if path == '/services':
            return [{'ID': 'id-of-' + name, 'Version': {'Index': 7}, 'Spec': {
                'Name': name, 'Mode': {'Replicated': {'Replicas': 1}}, 'TaskTemplate': {'ContainerSpec': {'Image': 'nginx:1.27'}}}}
                for name in [*self.names, 'dokploy']]
        assert path == '/tasks'
        rows = [{'ID': 'task-of-' + name, 'ServiceID': 'id-of-' + name, 'Slot': 1, 'NodeID': 'n1', 'DesiredState': 'running', 'Status': {'State': 'running'}}
                for name in [*self.names, 'dokploy'] if not filters or filters['service'] == ['id-of-' + name]]
        if len(rows) > self.most_rows:
            raise ApiError('the Docker Engine at unix:///somewhere answered with something that is not JSON')
        return rows


def read_all_services(engine, **options):
    """The applications that dokploy_application_info finds on an engine."""
    with mock.patch.object(_docker, 'DockerHost', lambda *dummy, **more: engine):
        found = run_main('dokploy_application_info', dict(options, backend='docker', docker_trusted=True, api_url='http://127.0.0.1:3000', api_key='key'))
    assert not found.failed, found['msg']
    return found['applications']


@pytest.mark.parametrize('count', [1, 10, 50])
def test_the_requests_to_an_engine_do_not_grow_with_its_services(count):
    engine = ManyServices(count)
    found = read_all_services(engine)
    assert [one['app_name'] for one in found] == engine.names
    assert {one['replicas_running'] for one in found} == {1}
    assert [one['containers'][0]['task'] for one in found] == ['task-of-' + name for name in engine.names]
    assert sorted(engine.asked) == ['/info', '/nodes', '/services', '/tasks']


def test_an_engine_whose_tasks_do_not_fit_in_one_answer_is_asked_about_each_service():
    engine = ManyServices(10, most_rows=5)
    assert {one['replicas_running'] for one in read_all_services(engine)} == {1}
    assert engine.asked.count('/tasks') == 11


def test_one_service_of_many_is_asked_about_alone():
    engine = ManyServices(10)
    assert [one['containers'][0]['task'] for one in read_all_services(engine, pattern='*-07')] == ['task-of-app-07']
    assert engine.asked.count('/tasks') == 1


def test_an_address_of_this_host_is_known():
    assert _proof.is_address_of_this_host('127.0.0.1')
    assert not _proof.is_address_of_this_host('198.51.100.7')
    assert not _proof.is_address_of_this_host('nothing.invalid')
