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
from unittest import mock

import pytest

from ansible_collections.community.dokploy.plugins.module_utils._client import http as _http
from ansible_collections.community.dokploy.plugins.module_utils._docker import engine as _dockerhost, identity as _proof
from ansible_collections.community.dokploy.plugins.module_utils._common.errors import BadInput, Refused
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
    ({'state': 'deployed'}, 'needs Dokploy\'s API'), ({'app_name': None}, 'app_name alone'), ({'deploy': 'always'}, 'needs Dokploy\'s API')])
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
    assert not connections and 20 <= sum(passed) < 60 and not [one for one in result.warnings if 'used in its place' in one]


# The address of an engine

@pytest.mark.parametrize('address, said', [
    ('tcp://192.0.2.7:2375', 'without TLS'), ('http://server.example.com:2375', 'without TLS'), ('ftp://x', 'must begin'), ('unix://relative', 'whole path'),
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
    """An engine that answers from a table."""

    def __init__(self, local=True, loopback=False, swarm=None, services=(), containers=(), name=socket.gethostname()):
        self.local, self.loopback = local, loopback
        self._answers = {
            '/info': {'Name': name, 'Swarm': {'LocalNodeState': 'active', 'ControlAvailable': True} if swarm is None else swarm},
            '/services': [{'Spec': {'Name': one}} for one in services], '/containers/json': [{'Names': ['/' + one]} for one in containers]}

    def get(self, path, **query):
        return self._answers[path]

    def __str__(self):
        return 'unix:///somewhere'


DOKPLOY = {'services': ['dokploy']}


@pytest.mark.parametrize('host, api_url, trusted, refused', [
    (Host(**DOKPLOY), 'http://127.0.0.1:3000', False, None),
    (Host(**DOKPLOY), 'http://localhost:3000', False, None),
    (Host(**DOKPLOY), 'http://[::1]:3000', False, None),
    (Host(containers=['dokploy']), 'http://127.0.0.1:3000', False, None),
    (Host(**DOKPLOY), 'https://own.example.com', False, None),          # the router's
    (Host(**DOKPLOY), 'https://OWN.example.com', False, None),
    (Host(**DOKPLOY), 'https://other.example.com', False, 'not known to be the one'),
    (Host(**DOKPLOY), 'http://198.51.100.7:3000', False, 'not known to be the one'),
    (Host(**DOKPLOY), None, False, 'cannot be told'),
    (Host(**DOKPLOY), 'http://198.51.100.7:3000', True, None),
    (Host(), 'http://127.0.0.1:3000', False, 'does not run Dokploy'),
    (Host(services=['dokploy-postgres', 'dokploy-web-abc']), 'http://127.0.0.1:3000', False, 'does not run Dokploy'),
    (Host(containers=['dokploy-traefik']), 'http://127.0.0.1:3000', False, 'does not run Dokploy'),
    (Host(), None, True, None),
    (Host(local=False, **DOKPLOY), 'http://127.0.0.1:3000', False, 'not known to be of this host'),
    (Host(local=False, **DOKPLOY), 'http://127.0.0.1:3000', True, None),
    (Host(loopback=True, **DOKPLOY), 'http://127.0.0.1:3000', False, None),
    (Host(loopback=True, name='another-host', **DOKPLOY), 'http://127.0.0.1:3000', False, 'not known to be of this host'),      # a tunnel
    (Host(swarm={'LocalNodeState': 'inactive'}, **DOKPLOY), 'http://127.0.0.1:3000', True, 'no manager'),
    (Host(swarm={'LocalNodeState': 'active', 'ControlAvailable': False}, **DOKPLOY), 'http://127.0.0.1:3000', True, 'no manager'),
])
def test_an_engine_proves_itself(tmp_path, host, api_url, trusted, refused):
    router = tmp_path / 'dokploy.yml'
    router.write_text('http:\n  routers:\n    app:\n      rule: Host(`own.example.com`) && PathPrefix(`/`)\n    # rule: Host(`other.example.com`)\n')
    if refused is None:
        _proof.verify_identity(host, api_url, trusted, router=str(router))
        return
    with pytest.raises(Refused, match=refused):
        _proof.verify_identity(host, api_url, trusted, router=str(router))


def test_an_address_of_this_host_is_known():
    assert _proof.is_address_of_this_host('127.0.0.1')
    assert not _proof.is_address_of_this_host('198.51.100.7')
    assert not _proof.is_address_of_this_host('nothing.invalid')
