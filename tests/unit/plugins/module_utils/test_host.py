# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deployments' processes on the host: real shells as Dokploy starts them, a real Git, and programs that look like a build."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest

from ansible_collections.community.dokploy.plugins.module_utils._host import processes as _host
from ansible_collections.community.dokploy.plugins.module_utils._common.errors import ResourceNotFound
from support.processes import wait_until

pytestmark = pytest.mark.skipif(not os.path.isdir('/proc/self/fd'), reason='there is no /proc here')

CANARY = 'canary-2f9c'
# Programs by the names of the real ones: Python runs its first argument as a script, so a file named build makes `docker build …` wait.
WAIT = 'import time\ntime.sleep(600)\n'
STUBBORN = 'import signal, sys, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nopen(sys.argv[0] + ".ready", "w").close()\ntime.sleep(600)\n'
PROGRAMS = ('docker', 'nixpacks', 'pack', 'railpack', 'ssh-keyscan')


class Host:
    """A directory as /etc/dokploy, and shells as Dokploy starts them."""

    def __init__(self, directory):
        self.base = str(directory / 'dokploy')
        self.bin = str(directory / 'bin')
        self.work = str(directory / 'work')
        for one in (self.base, self.bin, self.work):
            os.makedirs(one)
        for name in PROGRAMS:
            os.symlink(os.path.realpath(sys.executable), os.path.join(self.bin, name))
        self.program('build', WAIT)
        self.started = []

    def program(self, name, text):
        with open(os.path.join(self.work, name), 'w', encoding='utf-8') as handle:
            handle.write(text)

    def code(self, app):
        return '%s/applications/%s/code' % (self.base, app)

    def log(self, app):
        return '%s/logs/%s/%s-2026-11-24:12:00:00.log' % (self.base, app, app)

    def run(self, command):
        process = subprocess.Popen(  # pylint: disable=consider-using-with
            command, cwd=self.work, env=dict(os.environ, PATH=self.bin + os.pathsep + os.environ['PATH']), start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.started.append(process)
        return process

    def deploy(self, app, script):
        """As execAsync of Dokploy does it."""
        for one in (self.code(app), os.path.dirname(self.log(app))):
            os.makedirs(one, exist_ok=True)
        return self.run(['/bin/sh', '-c', '(set -e;%s) >> %s 2>&1' % (script, self.log(app))])

    def build(self, app, tag=None, more=''):
        script = 'echo "%s";\n docker build -t %s -f %s/Dockerfile . --build-arg TOKEN=%s%s || {\n echo "Docker build failed" ;\n exit 1;\n}\n'
        return self.deploy(app, script % (CANARY, tag or app, self.code(app), CANARY, more))

    def clone(self, app, port, before=''):
        os.makedirs(self.code(app), exist_ok=True)
        return self.deploy(app, '%srm -rf %s;if ! git clone --branch main --depth 1 --progress http://user:%s@127.0.0.1:%d/x.git %s; then\n'
                                'echo "Fail to clone";\n exit 1;\nfi\n' % (before, self.code(app), CANARY, port, self.code(app)))

    def find(self, app):
        return _host.find_build_processes(app, base=self.base)

    def end(self, app, **options):
        return _host.end_build_processes(app, base=self.base, **options)

    def told(self, app):
        with open(self.log(app), encoding='utf-8') as handle:
            return handle.read()


until = functools.partial(wait_until, seconds=20)


def here(found):
    """The processes that the tests of this directory started; those of a real Dokploy on this machine are not its."""
    return [(one.kind, one.application) for one in found]


@pytest.fixture
def host(tmp_path):
    made = Host(tmp_path)
    yield made
    for process in made.started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Silent:
    """A server that takes connections and says nothing."""

    def __init__(self, server):
        self.server, self.port, self.taken = server, server.getsockname()[1], []

    def wait_for(self, number):
        """Until so many clones wait for its answer."""
        while len(self.taken) < number:
            self.taken.append(self.server.accept()[0])


@pytest.fixture
def silent():
    with socket.socket() as server:
        server.bind(('127.0.0.1', 0))
        server.listen(50)
        server.settimeout(20)
        made = Silent(server)
        yield made
        for one in made.taken:
            one.close()


def git_speaks_http():
    if shutil.which('git') is None:
        return False
    directory = subprocess.run(['git', '--exec-path'], capture_output=True, text=True, check=False).stdout.strip()
    return os.path.exists(os.path.join(directory, 'git-remote-http'))


needs_git = pytest.mark.skipif(not git_speaks_http(), reason='no git with git-remote-http')


def helpers(silent):
    """The processes of git that talk to it."""
    found = []
    for name in os.listdir('/proc'):
        with contextlib.suppress(OSError):
            if name.isdigit():
                with open('/proc/%s/cmdline' % name, 'rb') as handle:
                    if ('@127.0.0.1:%d/' % silent.port).encode() in handle.read():
                        found.append(int(name))
    return found


@needs_git
def test_a_hung_clone_ends_with_its_helpers_and_a_neighbours_goes_on(host, silent):
    neighbour = host.clone('shop-2-abc', silent.port)
    ours = host.clone('shop', silent.port)
    silent.wait_for(2)
    of_each = len(helpers(silent)) // 2             # git, its remote helper and that one's own helper, and the shells
    assert of_each >= 4
    assert here(host.find('shop').ours) == [('clone', 'shop')]
    assert ('clone', 'shop-2-abc') in here(host.find('shop').others)
    ended = host.end('shop')
    assert here(ended.ended) == [('clone', 'shop')] and not ended.left and not ended.refused and not ended.began
    assert ('clone', 'shop-2-abc') in here(ended.others)
    assert ours.wait(5) == 1                        # its shell ended by itself, as after any clone that failed
    assert 'Fail to clone' in host.told('shop')
    assert neighbour.poll() is None and here(host.find('shop-2-abc').ours) == [('clone', 'shop-2-abc')]
    assert len(helpers(silent)) == of_each          # none of ours is left, and all of the neighbour's are there
    assert CANARY not in repr(ended) and CANARY not in repr(host.find('shop-2-abc')) and CANARY not in repr(_host.describe_processes(ended.others))


@needs_git
def test_helpers_that_outlived_their_clone_are_found_by_the_directory_that_git_told_them(host, silent):
    host.clone('shop', silent.port)
    silent.wait_for(1)
    os.kill(host.find('shop').ours[0].pid, signal.SIGKILL)
    until(lambda: 0 < len(helpers(silent)) <= 2)
    assert here(host.find('shop').ours) == [('clone', 'shop')]
    assert here(host.find('other').others).count(('clone', 'shop')) == 1
    assert not host.end('shop').left
    assert not helpers(silent)


@pytest.mark.parametrize('command', [
    'docker build -t {app} -f {code}/Dockerfile . --no-cache',
    'docker build -t {app}:latest -f {code}/sub/Dockerfile .',
    'docker buildx build --builder railpack-{app}-x -f {code}/railpack-plan.json --output type=docker,name={app} {code}',
    'nixpacks build {code}/ --name {app} --env A=' + CANARY,
    'pack build {app} --path {code} --builder heroku/builder:24',
    'railpack prepare {code} --plan-out {code}/railpack-plan.json',
])
def test_every_builder_is_known(host, command):
    host.program('buildx', WAIT)
    host.program('prepare', WAIT)
    neighbour = host.build('neighbour')
    host.deploy('shop', command.format(app='shop', code=host.code('shop')) + ' || exit 1;\n')
    # An orphan's shell does not help: it is found by its directory and its tag.
    alone = host.run(shlex.split(command.format(app='orphan', code=host.code('orphan'))))
    until(lambda: here(host.find('shop').ours) == [('build', 'shop')] and here(host.find('orphan').ours) == [('build', 'orphan')]
          and here(host.find('neighbour').ours) == [('build', 'neighbour')])
    assert here(host.end('shop').ended) == [('build', 'shop')]
    assert here(host.end('orphan').ended) == [('build', 'orphan')] and alone.wait(5) == -signal.SIGTERM
    assert not host.find('shop').ours and neighbour.poll() is None


def test_what_does_not_end_is_killed(host):
    host.program('build', STUBBORN)
    shell = host.build('shop')
    until(lambda: os.path.exists(os.path.join(host.work, 'build.ready')))
    ended = host.end('shop', grace=0.3)
    assert here(ended.ended) == [('build', 'shop')] and not ended.left
    assert shell.wait(5) == -signal.SIGKILL         # first, so that it begins nothing new
    assert not host.find('shop').ours


@needs_git
def test_what_its_shell_begins_next_ends_too(host, silent):
    host.program('-p', WAIT)
    host.program('keys', WAIT)
    host.clone('shop', silent.port, before='ssh-keyscan keys || true;')
    until(lambda: here(host.find('shop').ours) == [('clone', 'shop')])
    first = host.find('shop').ours[0].pid
    ended = host.end('shop')
    assert [one.pid for one in ended.ended] == [first] and not ended.left and not ended.began
    assert 'Fail to clone' in host.told('shop') and not helpers(silent)


def test_only_whole_names_match(host):
    for app in ('shop-1', 'my-shop', 'shop.old', 'SHOP'):
        host.build(app)
    # a directory that begins as ours, a tag that is not the directory's, a directory of another Dokploy, and a path that leads elsewhere
    for app, directory in (('shop', host.code('shop') + '-old'), ('other', host.code('shop')), ('shop', '/srv/applications/shop/code'),
                        ('shop', host.code('shop') + '/../../neighbour/code')):
        host.run(['docker', 'build', '-t', app, '-f', directory + '/Dockerfile', '.'])
    until(lambda: len(host.find('shop').others) >= 8)
    assert not host.find('shop').ours
    ended = host.end('shop')
    assert not ended.ended and not ended.left
    assert all(process.poll() is None for process in host.started)


def test_a_shell_that_only_speaks_of_us_is_not_ours(host):
    host.deploy('neighbour', 'echo "%s >> %s 2>&1";docker build -t neighbour -f %s/Dockerfile . --build-arg DIR=%s || exit 1;' % (
        host.code('shop'), host.log('shop'), host.code('neighbour'), host.code('shop')))
    host.run(['/bin/sh', '-c', 'docker build %s; true # >> %s 2>&1' % (host.code('shop'), host.log('shop'))])
    until(lambda: here(host.find('neighbour').ours) == [('build', 'neighbour')] and len(host.find('shop').others) >= 2)
    assert not host.find('shop').ours
    host.end('shop')
    assert all(process.poll() is None for process in host.started)


@pytest.mark.parametrize('command, kind', [('docker pull registry.example.com/shop:1', 'pull'), ('docker push registry.example.com/shop:1', 'push')])
def test_a_pull_and_a_push_belong_to_their_shell(host, command, kind):
    host.program(command.split()[1], WAIT)
    host.deploy('shop', command + ' 2>&1 || {\n exit 1;\n}\n')
    loose = host.run(shlex.split(command))
    until(lambda: here(host.find('shop').ours) == [(kind, 'shop')])
    assert here(host.end('shop').ended) == [(kind, 'shop')]
    assert loose.poll() is None


def test_a_deployment_that_begins_meanwhile_is_named_and_goes_on(host):
    host.program('build', STUBBORN)
    host.build('shop')
    until(lambda: os.path.exists(os.path.join(host.work, 'build.ready')))
    later = []

    def sleep(seconds):
        if not later:
            later.append(host.build('shop'))
            until(lambda: len(host.find('shop').ours) == 2)
        time.sleep(seconds)

    ended = host.end('shop', grace=0.3, sleep=sleep)
    assert here(ended.ended) == [('build', 'shop')] and here(ended.began) == [('build', 'shop')] and not ended.left
    assert later[0].poll() is None


def test_a_pid_that_came_to_mean_another_is_not_signalled(host):
    process = host.build('shop')
    found = until(lambda: host.find('shop').ours)[0]
    one = _host._read_process(found.pid, host.base, '/proc')
    assert _host._signal_process(dataclasses.replace(one, started=one.started - 1), signal.SIGKILL, host.base, '/proc')
    assert _host._signal_process(dataclasses.replace(one, application='other'), signal.SIGKILL, host.base, '/proc')
    assert here(host.find('shop').ours) == [('build', 'shop')] and process.poll() is None


@pytest.mark.parametrize('with_pidfd', [True, False])
def test_with_and_without_pidfd(host, monkeypatch, with_pidfd):
    used = []
    if with_pidfd:
        if not hasattr(os, 'pidfd_open'):
            pytest.skip('this Python has no pidfd_open')
        real = os.pidfd_open
        monkeypatch.setattr(os, 'pidfd_open', lambda pid: used.append(pid) or real(pid))
    else:
        monkeypatch.delattr(os, 'pidfd_open', raising=False)
    host.build('shop')
    until(lambda: host.find('shop').ours)
    assert here(host.end('shop').ended) == [('build', 'shop')]
    assert bool(used) is with_pidfd


def test_who_may_not_signal_is_told_so(host, monkeypatch):
    def refuse(*dummy):
        raise PermissionError(1, 'Operation not permitted')

    process = host.build('shop')
    found = until(lambda: host.find('shop').ours)
    monkeypatch.setattr(os, 'kill', refuse)
    monkeypatch.setattr(signal, 'pidfd_send_signal', refuse, raising=False)
    monkeypatch.setattr(os, 'geteuid', lambda: 1000)
    ended = host.end('shop', grace=0.2, kill_wait=0.2)
    assert here(ended.left) == [('build', 'shop')] and found[0].pid in ended.refused and not ended.ended and not ended.complete
    assert process.poll() is None


def test_a_host_without_dokploy_is_said(tmp_path):
    for tool in (_host.find_build_processes, _host.end_build_processes):
        with pytest.raises(ResourceNotFound) as caught:
            tool('shop', base=str(tmp_path / 'nothing'))
        assert 'nothing' in caught.value.message and 'Delegate' in caught.value.facts['next_step']


def test_ages_are_seconds(host):
    host.build('shop')
    found = until(lambda: host.find('shop').ours)[0]
    assert 0 <= found.age <= 20
    assert set(_host.describe_processes([found])[0]) == {'pid', 'kind', 'application', 'age'}
