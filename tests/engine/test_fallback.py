# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Dokploy goes away and comes back, and a real engine is used meanwhile; the ways to an engine; engines that are the wrong one."""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
import subprocess
import threading
import types

import pytest

from ansible_collections.community.dokploy.plugins.module_utils._docker import identity as _proof
from ansible_collections.community.dokploy.plugins.module_utils._host import outages as _outages
from cases.engine import RESTART, SCALE, STOP
from simulator import Fault, ScaledClock, Simulator, World
from support.inprocess import Here, run_main
from support.play import playbook
from support.simulated import simulator

PLACE = {'project': 'shop', 'environment': 'production', 'name': 'web'}
SOURCE = {'type': 'docker', 'image': 'nginx:1.27'}
MODULE = 'community.dokploy.dokploy_'
GONE = 'Dokploy goes away'


def names(service):
    return dict(PLACE, app_name=service.name)


class Away:
    """A simulator with one application, the service of which runs on the real engine, too. It can be taken away, and brought back."""

    def __init__(self, engine, stack, replicas=2):
        self.engine = engine
        self.simulator = Simulator(world=World(), clock=ScaledClock(speed=20))
        self._stack = contextlib.ExitStack()
        stack.callback(self._stack.close)
        self.port = 0
        self.back()
        self.here = Here(self.simulator, self.server)
        assert not self.here.run('dokploy_project', project='shop').failed
        made = self.run(source=SOURCE, replicas=replicas, stable_for=0)
        assert not made.failed, made
        self.service = engine.service(app_name=made['application']['app_name'], replicas=replicas)

    def back(self):
        self.server = self._stack.enter_context(self.simulator.serve(port=self.port))
        self.port = self.server._api.server_port  # pylint: disable=protected-access

    def leave(self):
        self._stack.close()

    def mirror(self):
        """Dokploy looks at the engine that it runs on: what runs there is what the simulator sees."""
        self.simulator.scale(self.service.name, self.service.replicas)
        self.simulator.advance(60)

    def run(self, module='dokploy_application', check_mode=False, **options):
        arguments = dict(PLACE, api_url='http://127.0.0.1:%d' % self.port, api_key=self.simulator.api_key, retries=0, timeout=10)
        if getattr(self, 'service', None):
            arguments['app_name'] = self.service.name
        if module == 'dokploy_application':
            arguments['stable_for'] = 1
        return run_main(module, dict(arguments, **options), check_mode=check_mode)

    def auto(self, check_mode=False, **options):
        return self.run(check_mode=check_mode, **dict({
            'backend': 'auto', 'docker_host': self.engine.host, 'docker_trusted': True, 'fallback_after': 0}, **options))


@pytest.fixture(name='outages', autouse=True)
def directory_of_outages(tmp_path, monkeypatch):
    """What one test notices is not remembered in the next."""
    folder = tmp_path / 'outages'
    folder.mkdir()
    monkeypatch.setattr(_outages, 'tempfile', types.SimpleNamespace(gettempdir=lambda: str(folder)))
    return folder


@pytest.fixture(name='away')
def application_whose_server_can_leave(engine):
    with contextlib.ExitStack() as stack:
        yield Away(engine, stack)


def test_a_play_finishes_on_the_engine(engine, tmp_path):
    """The simulator is a process, and a task of the play ends it."""
    with simulator('--speed', '20') as dokploy:
        env = {'DOKPLOY_URL': dokploy['url'], 'DOKPLOY_API_KEY': dokploy['api_key'], 'DOKPLOY_FALLBACK_AFTER': '1', 'DOKPLOY_RETRIES': '0'}
        first = playbook([{'hosts': 'localhost', 'gather_facts': False, 'tasks': [
            {'name': 'project', MODULE + 'project': {'project': 'shop'}},
            {'name': 'web', MODULE + 'application': dict(PLACE, source=SOURCE, replicas=2, stable_for=0)}]}], tmp_path, env=env)
        assert first.returncode == 0, first.output
        web = engine.service(app_name=first.of('web')['application']['app_name'], replicas=2)
        secret = {'TOKEN': '{{ secret }}'}
        wanted = dict(names(web), source=SOURCE, replicas=2, env=secret)
        play = playbook([{
            'hosts': 'localhost', 'gather_facts': False,
            'module_defaults': {'group/community.dokploy.dokploy': {
                'backend': 'auto', 'docker_host': engine.host, 'docker_trusted': True}},
            'tasks': [
                {'name': 'while it is there', MODULE + 'application': dict(wanted, stable_for=1)},
                {'name': GONE, 'ansible.builtin.command': 'kill {{ pid }}'},
                {'name': 'nobody answers', 'ansible.builtin.wait_for': {'port': '{{ port }}', 'state': 'stopped'}},
                {'name': 'stopped', MODULE + 'application': dict(wanted, state='stopped')},
                {'name': 'seen', MODULE + 'application_info': names(web)},
                {'name': 'started', MODULE + 'application': dict(wanted, state='started')},
                {'name': 'restarted', MODULE + 'application': dict(wanted, state='restarted')},
                {'name': 'started, again', MODULE + 'application': wanted},
                {'name': 'project', MODULE + 'project': {'project': 'shop'}, 'ignore_errors': True},
            ]}], tmp_path, env=env, extra_vars={'secret': 'c4nary-S3cret', 'pid': dokploy['pid'], 'port': dokploy['url'].rsplit(':', 1)[1]},
            arguments=['-vvv', '--diff'])
    assert play.returncode == 0, play.output
    assert 'c4nary' not in play.output and 'c4nary' not in str(play.results)
    assert play.of('while it is there')['backend'] == 'api'
    for name, actions in (('stopped', [STOP]), ('started', [SCALE % 2]), ('restarted', [RESTART]), ('started, again', [])):
        result = play.of(name)
        assert (result['backend'], result['actions'], result['changed']) == ('docker', actions, bool(actions)), result
        assert 'env' in result['unverified'] and 'source.image' in result['unverified']
    seen = play.of('seen')
    assert seen['backend'] == 'docker' and [one['phase'] for one in seen['applications']] == ['stopped']
    assert 'could not be reached' in play.of('project')['msg']
    assert 'was used instead' in play.output
    assert len(web.running()) == 2


def test_what_was_stopped_meanwhile_is_seen_when_dokploy_is_back(away):
    away.leave()
    stopped = away.auto(state='stopped')
    assert not stopped.failed and (stopped['backend'], stopped['actions']) == ('docker', [STOP]), stopped
    away.back()
    away.mirror()
    again = away.auto(state='stopped')
    assert not again.failed and not again['changed'] and again['backend'] == 'api', again
    assert 'Dokploy shows done, and the application is stopped' in again.warnings[-1] and 'dokploy_application_status' in again.warnings[-1]
    mended = away.run('dokploy_application_status')
    assert not mended.failed and mended['changed'] and mended['application']['status'] == 'idle', mended
    assert away.auto(state='stopped').warnings == []
    started = away.auto(source=SOURCE)
    assert not started.failed and started['backend'] == 'api' and started['phase'] == 'running' and started.warnings == [], started
    assert started['application']['replicas_running'] == 2


def test_what_was_started_meanwhile_is_seen_when_dokploy_is_back(away):
    stopped = away.auto(state='stopped')
    assert stopped['backend'] == 'api' and stopped['application']['status'] == 'idle', stopped
    away.service.update(replicas=0)
    away.leave()
    started = away.auto()
    assert not started.failed and (started['backend'], started['actions']) == ('docker', [SCALE % 2]), started
    away.back()
    away.mirror()
    told = away.auto(check_mode=True)
    again = away.auto()
    for result in (told, again):
        assert not result.failed and not result['changed'] and result['backend'] == 'api', result
        assert 'Dokploy shows idle, and 2 replicas run' in result.warnings[-1]
    mended = away.run('dokploy_application_status')
    assert mended['changed'] and mended['application']['status'] == 'done', mended
    assert away.auto().warnings == []


@pytest.mark.parametrize('how', ['refused', 'cut', 502, 503, 504, 'slow', 'no such name', 'database'])
def test_each_way_not_to_be_reached(away, how):
    options = {}
    if how == 'refused':
        away.leave()
    elif how == 'cut':
        away.simulator.server_down = True
    elif how == 'slow':
        away.simulator.faults.append(Fault(action='late', delay_seconds=3, times=100))
        options['timeout'] = 0.5
    elif how == 'no such name':
        options['api_url'] = 'http://dokploy.invalid:3000'
    elif how == 'database':
        away.simulator.database_down = True
    else:
        away.simulator.faults.append(Fault(action='answer', status=how, body='bad gateway', times=100))
    result = away.auto(replicas=2, **options)
    assert not result.failed and result['backend'] == 'docker' and not result['changed'], result
    assert any('was used instead' in one for one in result.warnings)
    if how == 'database':
        assert any('own database is down' in one for one in result.warnings)


def test_the_wrong_engine_is_not_touched(away, monkeypatch, tmp_path):
    """A service of the same name is not enough."""
    engine = away.engine
    if not engine.own:
        pytest.skip('another engine is used (DOKPLOY_TEST_DOCKER_HOST), on which nothing may be named dokploy')
    monkeypatch.setattr(_proof, 'ROUTER', str(tmp_path / 'dokploy.yml'))
    away.leave()
    version = away.service.config['Version']['Index']

    def refused(words, **options):
        for backend in ('auto', 'docker'):
            result = away.auto(state='stopped', **dict({'docker_trusted': False, 'backend': backend}, **options))
            assert result.failed and words in result['msg'] and not result['changed'], result
            assert ('could not be reached' in result['msg']) is (backend == 'auto')
            assert away.service.config['Version']['Index'] == version
    refused('does not run Dokploy')
    engine.service(app_name='dokploy', image='silent:1', wait=False)
    elsewhere = 'http://dokploy.invalid:3000'
    refused('cannot be verified to be the one of dokploy.invalid', api_url=elsewhere)
    refused('has no service named', app_name='shop-web-abcdef')
    # Its own router's host name is proof, and so is loopback.
    (tmp_path / 'dokploy.yml').write_text('http:\n  routers:\n    dokploy:\n      rule: Host(`dokploy.invalid`)\n')
    proved = away.auto(docker_trusted=False, api_url=elsewhere)
    assert not proved.failed and proved['backend'] == 'docker', proved
    stopped = away.auto(state='stopped', docker_trusted=False)
    assert not stopped.failed and stopped['backend'] == 'docker' and stopped['changed'], stopped


def test_an_engine_that_is_gone_leaves_the_error_of_the_api(away):
    away.leave()
    result = away.auto(docker_host='unix:///nowhere/docker.sock')
    assert result.failed and 'could not be reached for' in result['msg'] and 'did not take over: the Docker Engine at unix:///nowhere' in result['msg'], result


# The ways to it

def test_over_ssh(engine, tmp_path, monkeypatch):
    """The ssh program is a stand-in that notes its arguments, and reaches the engine as the real one would."""
    web = engine.service('web')
    program = tmp_path / 'bin' / 'ssh'
    program.parent.mkdir()
    program.write_text('#!/bin/sh\necho "$@" >> %s/asked\ncase "$*" in *nobody*) echo "Permission denied (publickey)." >&2; exit 255;; esac\n'
                       'exec docker -H %s system dial-stdio\n' % (tmp_path, engine.host))
    program.chmod(0o755)
    monkeypatch.setenv('PATH', '%s:%s' % (program.parent, os.environ['PATH']))
    base = {'backend': 'docker', 'app_name': web.name, 'stable_for': 0}
    result = run_main('dokploy_application', dict(base, docker_host='ssh://ops@server.example.com:2222', docker_trusted=True, replicas=2))
    assert not result.failed and result['changed'] and len(web.running()) == 2, result
    asked = (tmp_path / 'asked').read_text().splitlines()
    assert asked and set(asked) == {
        '-T -o BatchMode=yes -o ConnectTimeout=15 -p 2222 -l ops -- server.example.com docker system dial-stdio'}
    untrusted = run_main('dokploy_application', dict(base, docker_host='ssh://ops@server.example.com', state='stopped'))
    assert untrusted.failed and 'cannot be verified to be the one of this host' in untrusted['msg'], untrusted
    denied = run_main('dokploy_application', dict(base, docker_host='ssh://nobody@server.example.com', docker_trusted=True))
    assert denied.failed and 'Permission denied (publickey)' in denied['msg'] and 'known_hosts' in denied['msg'], denied
    assert web.replicas == 2


@pytest.fixture(name='certificates', scope='module')
def certificates_of_an_authority(tmp_path_factory):
    """A folder with ca.pem, cert.pem, key.pem of a client, and server.pem, of one authority."""
    folder = tmp_path_factory.mktemp('certificates')

    def openssl(*arguments):
        subprocess.run(['openssl', *arguments], cwd=folder, check=True, capture_output=True)

    (folder / 'names').write_text('subjectAltName=IP:127.0.0.1\n')
    openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=authority', '-keyout', 'ca-key', '-out', 'ca.pem')
    for name in ('server', 'client'):
        openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=' + name, '-keyout', name + '-key', '-out', name + '-request')
        openssl('x509', '-req', '-in', name + '-request', '-CA', 'ca.pem', '-CAkey', 'ca-key', '-CAcreateserial', '-days', '2', '-extfile', 'names',
                '-out', name + '-cert')
    (folder / 'client-cert').rename(folder / 'cert.pem')
    (folder / 'client-key').rename(folder / 'key.pem')
    return folder


@contextlib.contextmanager
def tls_front(engine, certificates):
    """A port of loopback that speaks TLS, wants a client's certificate, and leads to the engine."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / 'server-cert', certificates / 'server-key')
    context.load_verify_locations(certificates / 'ca.pem')
    context.verify_mode = ssl.CERT_REQUIRED
    over = threading.Event()
    with socket.create_server(('127.0.0.1', 0)) as listener, engine.forward(engine.host[len('unix://'):]) as plain:
        listener.settimeout(0.2)

        def pump(source, sink):
            with contextlib.suppress(OSError):
                while True:
                    data = source.recv(65536)
                    if not data:
                        break
                    sink.sendall(data)
            for one in (source, sink):
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

        def accept():
            while not over.is_set():
                with contextlib.suppress(OSError):
                    here = listener.accept()[0]
                    here.settimeout(5)
                    here = context.wrap_socket(here, server_side=True)
                    here.settimeout(None)
                    there = socket.create_connection(('127.0.0.1', plain))
                    for pair in ((here, there), (there, here)):
                        threading.Thread(target=pump, args=pair, daemon=True).start()

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            over.set()
            thread.join()


def test_over_tcp_with_tls(engine, certificates, tmp_path, monkeypatch):
    web = engine.service('web')
    # Neither a proxy nor another bundle of the environment has a say.
    monkeypatch.setenv('HTTPS_PROXY', 'http://127.0.0.1:9')
    monkeypatch.setenv('REQUESTS_CA_BUNDLE', '/nowhere')
    with tls_front(engine, certificates) as port:
        base = {'backend': 'docker', 'app_name': web.name, 'stable_for': 0, 'docker_trusted': True}
        over = dict(base, docker_host='tcp://127.0.0.1:%d' % port)
        result = run_main('dokploy_application', dict(over, docker_cert_path=str(certificates), replicas=2))
        assert not result.failed and result['changed'] and len(web.running()) == 2, result
        # As the docker program takes them, from the environment.
        monkeypatch.setenv('DOCKER_HOST', over['docker_host'])
        monkeypatch.setenv('DOCKER_CERT_PATH', str(certificates))
        monkeypatch.setenv('DOCKER_TLS_VERIFY', '1')
        assert run_main('dokploy_application', base)['application']['replicas_running'] == 2
        # Another authority's certificate is not accepted.
        for name in ('cert.pem', 'key.pem'):
            (tmp_path / name).write_text((certificates / name).read_text())
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=x', '-keyout', 'k', '-out', 'ca.pem'], cwd=tmp_path,
                       check=True, capture_output=True)
        wrong = run_main('dokploy_application', dict(over, docker_cert_path=str(tmp_path), state='stopped'))
        assert wrong.failed and 'could not be reached' in wrong['msg'] and 'docker_cert_path' in wrong['msg'], wrong
    assert web.replicas == 2


def test_over_loopback(engine):
    """A port of loopback may be a tunnel: it is this host's own engine where its name is this host's."""
    web = engine.service('web')
    with engine.forward(engine.host[len('unix://'):]) as port:
        result = run_main('dokploy_application', {
            'backend': 'docker', 'app_name': web.name, 'docker_host': 'tcp://127.0.0.1:%d' % port, 'docker_trusted': True, 'stable_for': 0, 'replicas': 2})
    assert not result.failed and len(web.running()) == 2, result
