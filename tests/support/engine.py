# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real Docker Engine with Swarm for tests, of this run's own.

    def test_something(engine):                       # the fixture of conftest.py: one engine for all tests of a run
        app = engine.service('web', replicas=3)       # as Dokploy makes it; app.name is its appName
        engine.wait(lambda: len(app.running()) == 3)
        engine.host                                   # unix:///…, for docker_host

It is started with namespaces, data, sockets and pid files of its own below .cache/engine, so that it lives beside any other dockerd of the machine,
and ends with the run, however that ends. Two runs at once have two. DOKPLOY_TEST_DOCKER_HOST names another engine instead: then names are random,
and what was made is removed in the end, the Swarm and the network too where they were not there before.

Where no engine can run the tests skip and say why; with CI=true they fail.
"""

from __future__ import annotations

import contextlib
import ctypes
import http.client
import io
import itertools
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import threading
import time

from support import machine, paths
from support.machine import Unavailable, skip_or_fail
from support.processes import wait_until

NETWORK = 'dokploy-network'
PREFIX = 'dkptest'
# The real path: runc refuses a root file system behind a link, as the Makefile and pytest make for a checkout whose path has a space.
FOLDER = os.path.realpath(os.path.join(paths.CACHE, 'engine'))
PACKAGES = {'dockerd': ['docker.io', 'docker-cli'], 'docker': ['docker-cli', 'docker.io'], 'busybox': ['busybox-static'], 'iptables': ['iptables']}
CLONE_NEWNET = 0x40000000

# What an image's process does. httpd would ignore SIGTERM as a container's first process, hence the trap; /www holds the version's name.
SERVE = 'trap "exit 0" TERM; echo "serving $VERSION"; httpd -f -p 8080 -h /www & wait'
IMAGES = {
    'web:1.0': SERVE,
    'web:1.1': SERVE,
    'web:2.0': SERVE,
    'crash:1': 'echo "cannot open the database" >&2; exit 3',
    'crash-late:1': 'echo starting; sleep 3; echo "lost the database" >&2; exit 1',
    'hungry:1': 'echo "filling memory"; exec dd if=/dev/zero of=/dev/null bs=200M count=1',
    'silent:1': 'trap "exit 0" TERM; sleep 100000 & wait',
    'stubborn:1': 'trap "" TERM; while true; do sleep 1; done',
}


class Service:
    """A Swarm service of the tests."""

    def __init__(self, engine, name):
        self.engine, self.name = engine, name

    @property
    def config(self):
        return self.engine.api.inspect_service(self.name)

    @property
    def spec(self):
        return self.config['Spec']

    @property
    def replicas(self):
        return self.spec['Mode']['Replicated']['Replicas']

    def tasks(self):
        return self.engine.api.tasks(filters={'service': self.name})

    def running(self):
        """The tasks that run and shall."""
        return [task for task in self.tasks() if task['Status']['State'] == 'running' and task['DesiredState'] == 'running']

    def settled(self):
        """Whether all desired replicas run, and nothing else of it does."""
        alive = [task for task in self.tasks() if task['Status']['State'] in ('starting', 'running', 'preparing', 'ready', 'assigned', 'accepted')]
        return len(alive) == len(self.running()) == self.replicas

    def update(self, **changes):
        """An update behind everybody's back; keys are those of spec(): image, replicas, env, …"""
        config = self.config
        spec = config['Spec']
        merged = dict(spec, TaskTemplate=dict(spec['TaskTemplate']))
        container = merged['TaskTemplate']['ContainerSpec'] = dict(spec['TaskTemplate']['ContainerSpec'])
        if 'replicas' in changes:
            merged['Mode'] = {'Replicated': {'Replicas': changes['replicas']}}
        if 'image' in changes:
            container['Image'] = self.engine.image(changes['image'])
        if 'env' in changes:
            container['Env'] = changes['env']
        self.engine.post('/services/%s/update?version=%d' % (config['ID'], config['Version']['Index']), merged)


class Engine:
    """An engine that is up: C(host) for the docker SDK, C(api) a docker.APIClient, C(own) whether it is ours alone."""

    def __init__(self, host, own, pid=None):
        import docker
        self.host, self.own, self.pid = host, own, pid
        self.run = secrets.token_hex(3)
        self.api = docker.APIClient(base_url=host, version='auto', timeout=60)
        self._made = []
        self._images = {}
        self._undo = []
        self._numbers = itertools.count(1)

    # Making things

    def image(self, name):
        """The full name of one of IMAGES, imported at first use; any other name is returned as it is."""
        if name not in IMAGES:
            return name
        if name not in self._images:
            repository, tag = name.split(':')
            full = ('%s/%s' if self.own else '%s-' + self.run + '/%s') % (PREFIX, repository)
            self.api.import_image_from_data(root(tag, IMAGES[name]), repository=full, tag=tag, changes=[
                'CMD ["/run.sh"]', 'ENV VERSION=%s' % tag, 'ENV PATH=/bin'])
            self._images[name] = '%s:%s' % (full, tag)
        return self._images[name]

    def name(self, stem='app'):
        """An appName as Dokploy makes it, which nothing else has."""
        return '%s-%s-%s%02d' % (PREFIX, stem, self.run, next(self._numbers))

    def spec(self, app_name, image='web:1.0', replicas=1, env=(), healthcheck=None, memory=None, update_config=None, command=None, args=None,
             labels=None, ports=(), mode=None, restart=None, grace=10 * 10 ** 9):
        """The specification that Dokploy v0.30 sends to the engine for an application with these settings."""
        update = {'Parallelism': 1, 'Order': 'start-first', 'FailureAction': 'rollback', 'Monitor': 5 * 10 ** 9, 'MaxFailureRatio': 0}
        update.update(update_config or {})
        container = {
            'Image': self.image(image), 'Env': list(env), 'Labels': labels or {}, 'StopGracePeriod': grace, 'Mounts': [],
            'HealthCheck': healthcheck}
        if command:
            container['Command'] = command
        if args:
            container['Args'] = args
        return {
            'Name': app_name,
            'TaskTemplate': {
                'ContainerSpec': {key: value for key, value in container.items() if value is not None},
                'Networks': [{'Target': NETWORK}], 'RestartPolicy': restart or {'Condition': 'any', 'Delay': 5 * 10 ** 9}, 'Placement': {},
                'Resources': {'Limits': {'MemoryBytes': memory} if memory else {}, 'Reservations': {}}, 'ForceUpdate': 0},
            'Mode': mode or {'Replicated': {'Replicas': replicas}},
            'UpdateConfig': update,
            'RollbackConfig': {'Parallelism': 1, 'Order': 'start-first', 'FailureAction': 'pause', 'Monitor': 5 * 10 ** 9, 'MaxFailureRatio': 0},
            'EndpointSpec': {'Ports': list(ports)} if ports else {'Mode': 'dnsrr'},
        }

    def service(self, stem='app', app_name=None, wait=True, **settings):
        """A new service -> Service. With C(wait) it has settled; settings are those of spec()."""
        name = app_name or self.name(stem)
        self.post('/services/create', self.spec(name, **settings))
        self._made.append(name)
        made = Service(self, name)
        if wait:
            self.wait(made.settled, said='%s did not settle' % name)
        return made

    def post(self, path, body):
        """A call that the SDK has no words for."""
        answer = self.api._post_json(self.api._url(path), body)  # pylint: disable=protected-access
        self.api._raise_for_status(answer)                       # pylint: disable=protected-access
        return answer.json() if answer.content else None

    def remove(self, *names, wait=True):
        """Remove services, and with C(wait) until their containers are gone: some 6 s, 3 of which Swarm gives its load balancers."""
        import docker
        for name in names:
            with contextlib.suppress(docker.errors.NotFound):
                self.api.remove_service(name)
        self._made = [name for name in self._made if name not in names]
        left = {'label': ['com.docker.swarm.service.name']}
        if wait:
            self.wait(lambda: not [one for one in self.api.containers(all=True, filters=left) if one['Labels'][left['label'][0]] in names],
                      said='containers of %s stay' % ', '.join(names))

    # Waiting

    wait = staticmethod(wait_until)

    # Reaching what runs

    def connect(self, address, port, timeout=10):
        """A TCP socket to an address as the engine's own host sees it (127.0.0.1 for published ports, or a container's)."""
        if self.pid is None:
            return socket.create_connection((address, port), timeout)
        made = []

        def enter():
            # A network namespace is a thread's own; a socket stays in the one where it was made.
            with open('/proc/%d/ns/net' % self.pid, encoding='ascii') as handle:
                if ctypes.CDLL(None, use_errno=True).setns(handle.fileno(), CLONE_NEWNET):
                    made.append(OSError(ctypes.get_errno(), 'setns'))
                    return
            try:
                made.append(socket.create_connection((address, port), timeout))
            except OSError as exc:
                made.append(exc)

        thread = threading.Thread(target=enter)
        thread.start()
        thread.join()
        if isinstance(made[0], OSError):
            raise made[0]
        return made[0]

    def http(self, port, path='/', address='127.0.0.1', headers=None, timeout=10):
        """A GET from the engine's own host -> (status, body as text)."""
        connection = http.client.HTTPConnection(address, port, timeout=timeout)
        connection.sock = self.connect(address, port, timeout)
        try:
            connection.request('GET', path, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode('utf-8', 'replace')
        finally:
            connection.close()

    @contextlib.contextmanager
    def forward(self, target):
        """A port of loopback here that leads to C(target): a port of the engine's host, or the path of a Unix socket. Yields the port."""
        listener = socket.create_server(('127.0.0.1', 0))
        listener.settimeout(0.2)
        ended = threading.Event()

        def reach():
            if isinstance(target, int):
                return self.connect('127.0.0.1', target)
            there = socket.socket(socket.AF_UNIX)
            there.connect(target)
            return there

        def accept():
            while not ended.is_set():
                try:
                    here = listener.accept()[0]
                except OSError:
                    continue
                try:
                    here.settimeout(None)
                    there = reach()
                    there.settimeout(None)
                except OSError:
                    here.close()
                    continue
                for source, sink in ((here, there), (there, here)):
                    threading.Thread(target=_pump, args=(source, sink), daemon=True).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            ended.set()
            thread.join()
            listener.close()

    # Beginning and end

    def prepare(self):
        """A Swarm of one node, and Dokploy's network; what was there already is used."""
        import docker
        info = self.api.info()
        if info['Swarm']['LocalNodeState'] == 'inactive':
            self.api.init_swarm(advertise_addr='127.0.0.1', listen_addr='127.0.0.1')
            self._undo.append(lambda: self.api.leave_swarm(force=True))
        elif not info['Swarm'].get('ControlAvailable'):
            raise Unavailable('the engine at %s is no manager of its Swarm' % self.host)
        if NETWORK not in [one['Name'] for one in self.api.networks()]:
            made = self.api.create_network(NETWORK, driver='overlay', attachable=True)
            self._undo.append(lambda: self.api.remove_network(made['Id']))
        with contextlib.suppress(docker.errors.APIError):
            self.image('web:1.0')

    def adopt(self, app_name):
        """A service that the test made in another way is removed with the others."""
        self._made.append(app_name)

    def tidy(self):
        """Remove every service that was made here."""
        self.remove(*self._made, wait=not self.own)

    def leave(self):
        """Leave another's engine as it was found."""
        import docker
        self.tidy()
        for image in self._images.values():
            with contextlib.suppress(docker.errors.APIError):
                self.api.remove_image(image, force=True)
        for undo in reversed(self._undo):
            undo()

    def close(self):
        self.api.close()


def _pump(source, sink):
    with contextlib.suppress(OSError):
        while True:
            data = source.recv(65536)
            if not data:
                break
            sink.sendall(data)
    # The other direction may still have something to say.
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def root(version, script):
    """A root file system of busybox with C(script) as /run.sh -> a tar archive in bytes."""
    busybox = shutil.which('busybox')
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode='w') as archive:
        for folder in ('bin', 'tmp', 'www', 'etc', 'proc', 'sys', 'dev'):
            entry = tarfile.TarInfo(folder)
            entry.type, entry.mode = tarfile.DIRTYPE, 0o777 if folder == 'tmp' else 0o755
            archive.addfile(entry)
        archive.add(busybox, 'bin/busybox')
        for applet in subprocess.run([busybox, '--list'], capture_output=True, text=True, check=True).stdout.split():
            if applet != 'busybox':
                entry = tarfile.TarInfo('bin/' + applet)
                entry.type, entry.linkname = tarfile.SYMTYPE, 'busybox'
                archive.addfile(entry)
        for name, text, mode in (
                ('run.sh', '#!/bin/sh\n%s\n' % script, 0o755), ('www/index.html', version + '\n', 0o644),
                ('etc/passwd', 'root:x:0:0:root:/:/bin/sh\n', 0o644)):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(text), mode
            archive.addfile(entry, io.BytesIO(text.encode('ascii')))
    return data.getvalue()


# Starting one

def install():
    """What is needed, by apt where it is missing and root allows. Raises Unavailable."""
    path = os.environ.get('PATH', '') + ':/usr/sbin:/sbin'
    machine.install({program: (lambda program=program: shutil.which(program, path=path), packages) for program, packages in PACKAGES.items()})


@contextlib.contextmanager
def own():
    """Start an engine of our own, and end it by its process ids. Raises Unavailable."""
    if sys.platform != 'linux' or os.geteuid():
        raise Unavailable('only root on Linux can start dockerd (or set DOKPLOY_TEST_DOCKER_HOST)')
    install()
    os.makedirs(FOLDER, exist_ok=True)
    _remove_dead()
    data = tempfile.mkdtemp(prefix='%d-' % os.getpid(), dir=FOLDER)
    # A Unix socket's path has at most 107 characters, and a checkout may lie deep: a short way to the same folder.
    short = tempfile.mkdtemp(prefix='dkp-', dir='/tmp')
    way = os.path.join(short, 'e')
    os.symlink(data, way)
    host = 'unix://%s/docker.sock' % way
    log = os.path.join(data, 'dockerd.log')
    command = [
        sys.executable, os.path.join(paths.SUPPORT, 'engine_inside.py'), 'dockerd', '--host', host, '--data-root', os.path.join(data, 'data'),
        '--exec-root', way + '/exec', '--pidfile', way + '/docker.pid', '--config-file', way + '/daemon.json', '--cgroup-parent', '/dkp-%d' % os.getpid(),
        '--exec-opt', 'native.cgroupdriver=cgroupfs', '--log-driver', 'json-file']
    with open(os.path.join(data, 'daemon.json'), 'w', encoding='utf-8') as handle:
        handle.write('{}\n')
    environ = {key: value for key, value in os.environ.items() if not key.startswith(('DOCKER_', 'NOTIFY_', 'LISTEN_'))}
    # Not in every PATH: dockerd, iptables.
    environ['PATH'] += ':/usr/sbin:/sbin'
    # An engine runs many short processes for each container; to look for garbage costs dockerd and these a fifth of their time. They use little memory.
    environ.setdefault('GOGC', '1000')
    with open(log, 'wb') as output:
        process = subprocess.Popen(  # pylint: disable=consider-using-with
            command, env=environ, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True)
    engine = None
    try:
        engine = _ready(process, host, log)
        engine.prepare()
        yield engine
    finally:
        if engine:
            engine.close()
        _end(process)
        _remove(data, short)


def _ready(process, host, log):
    """An Engine, once it answers."""
    import docker
    until = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until:
        # IndexError: the namespace has no process yet.
        with contextlib.suppress(docker.errors.DockerException, OSError, IndexError):
            pid = int(_children(process.pid)[0])
            return Engine(host, own=True, pid=pid)
        time.sleep(0.1)
    with open(log, encoding='utf-8', errors='replace') as handle:
        raise Unavailable('dockerd did not start:\n%s' % handle.read()[-3000:])


def _children(pid):
    with open('/proc/%d/task/%d/children' % (pid, pid), encoding='ascii') as handle:
        return handle.read().split()


def _end(process):
    """SIGTERM to the first process within; what is left after that goes at once."""
    if process.poll() is None:
        with contextlib.suppress(OSError, IndexError):
            os.kill(int(_children(process.pid)[0]), signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _remove(data, short):
    """Folders and, on version 1, control groups; mounts went with their namespace."""
    pid = os.path.basename(data).split('-')[0]
    for parent, folders, _files in os.walk('/sys/fs/cgroup'):
        if parent.count('/') > 4:
            folders[:] = []
        if os.path.basename(parent) == 'dkp-' + pid:
            for inner, _more, _files in os.walk(parent, topdown=False):
                with contextlib.suppress(OSError):
                    os.rmdir(inner)
    shutil.rmtree(data, ignore_errors=True)
    shutil.rmtree(short, ignore_errors=True)


def _remove_dead():
    """What a run left that was killed."""
    for name in os.listdir(FOLDER):
        pid = name.split('-')[0]
        if pid.isdigit() and not os.path.exists('/proc/' + pid):
            data = os.path.join(FOLDER, name)
            ways = [os.path.join('/tmp', one) for one in os.listdir('/tmp') if one.startswith('dkp-')]
            short = [one for one in ways if os.path.realpath(os.path.join(one, 'e')) == data]
            _remove(data, short[0] if short else data)


@contextlib.contextmanager
def other(host):
    """Another engine, by its address; everything that was made is removed in the end."""
    import docker
    install_busybox_only()
    try:
        engine = Engine(host, own=False)
    except docker.errors.DockerException as exc:
        raise Unavailable('no engine answers at DOKPLOY_TEST_DOCKER_HOST=%s: %s' % (host, exc)) from exc
    try:
        engine.prepare()
        yield engine
    finally:
        engine.leave()
        engine.close()


def install_busybox_only():
    if not shutil.which('busybox'):
        install()


@contextlib.contextmanager
def running():
    """The engine that this machine can have; skips, or fails where CI=true, with the reason."""
    host = os.environ.get('DOKPLOY_TEST_DOCKER_HOST')
    with contextlib.ExitStack() as stack:
        try:
            engine = stack.enter_context(other(host) if host else own())
        except Unavailable as exc:
            skip_or_fail('no Docker Engine: %s' % exc)
        yield engine


if __name__ == '__main__':
    # For a look by hand: python tests/support/engine.py, with tests on sys.path; ends with Ctrl-C.
    with running() as started:
        print(json.dumps({'host': started.host, 'pid': started.pid}), flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()
