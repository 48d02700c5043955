# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The client against a hostile server: what comes back is an error within its deadline, the key stays here, and a write is sent once."""

from __future__ import annotations

import contextlib
import datetime
import gzip
import ipaddress
import json
import socket
import ssl
import threading
import time
import tracemalloc
import urllib.parse
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest import mock

import pytest
from ansible_collections.community.dokploy.plugins.module_utils._client import batches as _batches, http as _http, probe as _probe
from ansible_collections.community.dokploy.plugins.module_utils._common.errors import (
    ApiError, BadInput, DokployError, NotFound, PermissionMissing, Unreachable, WrongKey)
from support.web import find_free_ports

KEY = 'c4nary-api-key-0123456789'
MIB = 1024 * 1024


class Hostile:
    """A server whose answers are functions of a request's handler, in order; the last one answers all that follow."""

    def __init__(self, *script, context=None):
        self.script, self.requests, self.stopping = list(script), [], threading.Event()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'
            disable_nagle_algorithm = True

            def log_message(self, format, *args):  # pylint: disable=redefined-builtin
                pass

            def do_GET(self):
                length = int(self.headers.get('Content-Length') or 0)
                owner.requests.append({
                    'method': self.command, 'path': self.path, 'headers': dict(self.headers), 'body': self.rfile.read(length) if length else b'',
                    'port': self.client_address[1]})
                turn = owner.script.pop(0) if len(owner.script) > 1 else owner.script[0]
                with contextlib.suppress(OSError):
                    turn(self)

            do_POST = do_CONNECT = do_GET

            def say(self, status=200, body=b'null', kind='application/json', **headers):
                body = json.dumps(body).encode() if isinstance(body, (dict, list)) else body.encode() if isinstance(body, str) else body
                self.send_response(status)
                headers = {name.replace('_', '-'): value for name, value in headers.items()}
                for name, value in dict({'Content-Type': kind, 'Content-Length': str(len(body))}, **headers).items():
                    if value is not None:
                        self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def cut(self):
                self.close_connection = True
                with contextlib.suppress(OSError):
                    self.connection.shutdown(socket.SHUT_RDWR)

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass

        self.server = Server(('127.0.0.1', 0), Handler)
        self.context = context
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={'poll_interval': 0.02}, daemon=True)

    @property
    def url(self):
        return '%s://127.0.0.1:%d' % ('https' if self.context else 'http', self.server.server_port)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *dummy):
        self.stopping.set()
        self.server.shutdown()
        self.server.server_close()

    @property
    def methods(self):
        return [one['method'] for one in self.requests]


def says(status=200, body=b'null', **more):
    return lambda handler: handler.say(status, body, **more)


def cut(handler):
    handler.cut()


def silent(server):
    return lambda handler: server.stopping.wait(10)


@pytest.fixture
def pauses(monkeypatch):
    """What the client would have slept, instead of sleeping."""
    slept = []
    monkeypatch.setattr(_http.CLOCK, 'sleep', slept.append, raising=False)
    return slept


@pytest.fixture
def now(monkeypatch):
    """The client's own clock, to be stepped."""
    clock = [1000.0]
    monkeypatch.setattr(_http.CLOCK, 'monotonic', lambda: clock[0], raising=False)
    return clock


def client(server, **more):
    return _batches.BatchingClient(server if isinstance(server, str) else server.url, KEY, **dict({'timeout': 5, 'retries': 2}, **more))


def fails(kind, call):
    """The error of a call: of that very kind, with words for a person, and without the key."""
    with pytest.raises(DokployError) as caught:
        call()
    error = caught.value
    assert error.__class__ is kind, (error.__class__, error.message)
    assert error.message and KEY not in error.message + repr(error.facts)
    assert 'object at 0x' not in error.message, error.message
    return error


def both(api):
    """A read and a write, as functions."""
    return {'read': lambda: api.read('project.all'), 'write': lambda: api.write('project.create', {'name': 'x'})}


# The key, and where it may go

@pytest.mark.parametrize('call', ('read', 'write', 'batch'))
@pytest.mark.parametrize('status', (301, 302, 303, 307, 308))
def test_a_redirect_is_an_error_and_the_other_host_sees_nothing(status, call, pauses):
    with Hostile(says(200, [])) as other, Hostile(says(status, b'', Location=other.url.replace('127.0.0.1', 'user:pw@127.0.0.1') + '/api/x?y')) as server:
        api = client(server)
        calls = dict(both(api), batch=lambda: api.batch(('project.all', {}))[0])
        error = fails(Unreachable, calls[call])
        assert other.url in error.message and other.url in error.facts['next_step']
        assert 'pw@' not in error.message + error.facts['next_step']
        assert not error.fallback
        assert other.requests == [] and len(server.requests) == 1 and pauses == []


@pytest.mark.parametrize('location', ('/login', '', None, '//elsewhere.example.com/x', 'https://elsewhere.example.com/x'))
def test_a_redirect_names_an_origin_whatever_its_form(location, pauses):
    with Hostile(says(302, b'', Location=location)) as server:
        error = fails(Unreachable, both(client(server))['read'])
        wanted = server.url if not location or location == '/login' else location.split('//')[0] + '//elsewhere.example.com'
        wanted = 'http://elsewhere.example.com' if wanted.startswith('//') else wanted
        assert ' %s' % wanted in error.message.split('redirects', 1)[1], error.message


def test_netrc_is_not_used(tmp_path, monkeypatch, pauses):
    netrc = tmp_path / '.netrc'
    netrc.write_text('machine 127.0.0.1\nlogin user\npassword from-netrc\n')
    netrc.chmod(0o600)
    monkeypatch.setenv('HOME', str(tmp_path))
    monkeypatch.setenv('NETRC', str(netrc))
    with Hostile(says(200, [])) as server:
        api = client(server)
        api.read('project.all')
        api.write('project.create', {})
        _probe.probe(server.url)
        assert not [one for one in server.requests if 'Authorization' in one['headers']]
        assert [one['headers'].get('x-api-key') for one in server.requests] == [KEY, KEY, None]


def test_the_probe_of_an_address_sends_no_key_and_follows_no_redirect():
    with Hostile(says(200)) as other, Hostile(says(302, b'', Location=other.url)) as server:
        assert _probe.probe(server.url) == (302, '')
        assert other.requests == []
    status, why = _probe.probe(server.url)
    assert status is None and why and 'object at' not in why


@pytest.mark.parametrize('url', ('http://user:pw@127.0.0.1', 'https://token@dokploy.example.com', 'ftp://x', 'dokploy.example.com', '', 'http://',
                                 'https://x/?key=pw',
                                 'https://x/#pw', 'http://[::1', 'http://x:notaport'))
def test_an_address_that_holds_more_or_less_than_it_should_is_refused(url):
    error = fails(BadInput, lambda: _http.Client(url, KEY))
    assert 'api_url' in error.message and 'pw' not in error.message and 'token' not in error.message


@pytest.mark.parametrize('key', (None, '', 'ke y', 'key\n', 'schlüssel', 'k\x00', 'k\u200b', '\ufeffkey'))
def test_a_key_that_no_header_can_carry_is_refused_before_anything_is_sent(key):
    with pytest.raises(BadInput) as caught:
        _http.Client('http://127.0.0.1:9', key)
    assert 'api_key' in caught.value.message and (not key or key not in caught.value.message)


@pytest.mark.parametrize('url, warned', (
    ('http://127.0.0.1:3000', False), ('http://localhost:3000', False), ('http://[::1]:3000', False), ('http://127.8.8.8', False),
    ('https://x.example.com', False),
    ('http://x.example.com', True), ('http://10.0.0.1:3000', True), ('http://127.evil.example.com', True), ('http://localhost.example.com', True)))
def test_plain_http_off_loopback_warns(url, warned):
    assert bool(_http.Client(url, KEY).warnings) == warned


@pytest.mark.parametrize('url', ('http://h/', 'http://h/api', 'http://h/api/', ' http://h '))
def test_the_forms_of_an_address_are_one(url):
    assert _http.Client(url, KEY).api_url == 'http://h'


# Answers that are none

@pytest.mark.parametrize('call', ('read', 'write'))
def test_a_drip_ends_with_the_deadline(call, pauses):
    def drip(handler):
        handler.send_response(200)
        handler.send_header('Content-Length', '100000')
        handler.end_headers()
        while not server.stopping.wait(0.05):
            handler.wfile.write(b' ')
            handler.wfile.flush()

    with Hostile(drip) as server:
        start = time.monotonic()
        error = fails(Unreachable, both(client(server, timeout=0.4))[call])
        assert time.monotonic() - start < 2
        assert error.arrived is None and len(server.requests) == 1


def test_a_drip_of_headers_ends_with_the_deadline(pauses):
    def drip(handler):
        handler.wfile.write(b'HTTP/1.1 200 OK\r\n')
        count = 0
        while not server.stopping.wait(0.05):
            handler.wfile.write(b'X-%d: y\r\n' % count)
            handler.wfile.flush()
            count += 1

    with Hostile(drip) as server:
        start = time.monotonic()
        fails(Unreachable, both(client(server, timeout=0.4))['read'])
        assert time.monotonic() - start < 2


@pytest.mark.parametrize('call', ('read', 'write'))
def test_silence_ends_with_the_deadline(call, pauses):
    with Hostile(lambda handler: server.stopping.wait(10)) as server:
        start = time.monotonic()
        error = fails(Unreachable, both(client(server, timeout=0.3))[call])
        assert time.monotonic() - start < 3
        if call == 'write':
            assert error.arrived is None and len(server.requests) == 1


def measured(call):
    """The error of a call, and the most memory that it took."""
    tracemalloc.start()
    try:
        error = fails(Unreachable, call)
        return error, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize('chunked', (False, True))
def test_a_gigabyte_is_not_read_to_its_end(chunked, pauses):
    sent = [0]

    def flood(handler):
        handler.send_response(200)
        handler.send_header(*(('Transfer-Encoding', 'chunked') if chunked else ('Content-Length', str(1024 * MIB))))
        handler.end_headers()
        block = b'x' * MIB
        for dummy in range(1024):
            handler.wfile.write(b'%x\r\n%s\r\n' % (len(block), block) if chunked else block)
            sent[0] += MIB

    with Hostile(flood) as server:
        error, peak = measured(both(client(server, timeout=30))['read'])
        assert 'MiB' in error.message and not error.fallback
        assert sent[0] < 128 * MIB and peak < 160 * MIB and len(server.requests) == 1


def bomb(layers):
    body = gzip.compress(b' ' * MIB, 9) * 1024          # one gigabyte, in members
    for dummy in range(layers - 1):
        body = gzip.compress(body, 9)
    return body


@pytest.mark.parametrize('layers', (1, 2, 3))
def test_a_gzip_bomb_is_not_unpacked_to_its_end(layers, pauses):
    with Hostile(says(200, bomb(layers), Content_Encoding=', '.join(['gzip'] * layers))) as server:
        error, peak = measured(both(client(server, timeout=30))['read'])
        assert (layers > 1 or not error.fallback) and peak < 160 * MIB, peak / MIB


def test_gzip_and_deflate_as_proxies_use_them_are_read(pauses):
    with Hostile(says(200, gzip.compress(b'[1]'), Content_Encoding='gzip')) as server:
        assert client(server).read('project.all') == [1]


@pytest.mark.parametrize('body, kind', (
    (b'[{"a": 1}, {"b"', 'application/json'), (b'<!DOCTYPE html><title>Login</title>', 'text/html'), (b'OK', 'text/plain'),
    (b'\xff\xfe\x00', 'application/json'),
    (b'[' * 200000, 'application/json')), ids=('truncated', 'html', 'text', 'bytes', 'deep'))
@pytest.mark.parametrize('call', ('read', 'write'))
def test_what_is_not_json_is_an_error(call, body, kind, pauses):
    with Hostile(says(200, body, kind=kind)) as server:
        error = fails(ApiError, both(client(server))[call])
        assert error.message.startswith(server.url + ' does not look like Dokploy (HTTP 200, ') and len(server.requests) == 1


@pytest.mark.parametrize('call, times', (('read', 3), ('write', 1)))
def test_an_answer_shorter_than_it_says_is_none(call, times, pauses):
    def short(handler):
        handler.say(200, b'[1, 2', Content_Length='500')
        handler.cut()

    with Hostile(short) as server:
        with pytest.raises(DokployError) as caught:
            both(client(server))[call]()
        assert isinstance(caught.value, (Unreachable, ApiError)) and len(server.requests) in (1, times)


def test_an_empty_body_is_no_value(pauses):
    with Hostile(says(200, b'')) as server:
        assert both(client(server))['read']() is None
        assert both(client(server))['write']() is None


@pytest.mark.parametrize('raw', (b'SSH-2.0-OpenSSH_9.2\r\n', b'HTTP/1.1 twohundred OK\r\n\r\n', b'\x00\x01\x02\r\n\r\n'))
def test_a_server_that_speaks_no_http_is_unreachable(raw, pauses):
    def speak(handler):
        handler.wfile.write(raw)
        handler.cut()

    with Hostile(speak) as server:
        error = fails(Unreachable, both(client(server))['write'])
        assert error.arrived is None and len(server.requests) == 1


# Kept connections

def test_connections_are_kept(now, pauses):
    with Hostile(says(200, [])) as server:
        api = client(server)
        api.read('project.all')
        api.read('project.all')
        now[0] += 1.5
        api.write('project.create', {})
        assert len({one['port'] for one in server.requests}) == 1


def test_a_write_never_goes_out_on_a_connection_that_was_idle(now, pauses):
    with Hostile(says(200, [])) as server:
        api = client(server)
        api.read('project.all')
        now[0] += 2.5
        api.write('project.create', {})
        assert len({one['port'] for one in server.requests}) == 2


def test_a_connection_that_was_idle_over_two_writes(now, pauses):
    with Hostile(says(200, [])) as server:
        api = client(server)
        for dummy in range(3):
            api.write('project.create', {})
            now[0] += 60
        assert len({one['port'] for one in server.requests}) == 3


@pytest.mark.parametrize('processed', (False, True))
def test_a_write_whose_connection_is_closed_is_sent_once(processed, now, pauses):
    """Closed before or after it was processed: nobody here can tell, so it is never sent again."""
    done = []

    def close(handler):
        if processed:
            done.append(handler.path)
        handler.cut()

    with Hostile(says(200, []), close, says(200, 'again')) as server:
        api = client(server)
        api.read('project.all')
        error = fails(Unreachable, both(api)['write'])
        assert error.arrived is None
        assert server.methods == ['GET', 'POST'] and len(done) == processed


def test_a_read_whose_connection_is_closed_is_sent_again(now, pauses):
    with Hostile(says(200, []), cut, cut, says(200, [1])) as server:
        api = client(server)
        api.read('project.all')
        assert api.read('project.all') == [1]
        assert server.methods == ['GET'] * 4 and len(pauses) == 2


def test_a_connection_that_the_server_closed_after_its_answer_is_not_used_for_a_write(now, pauses):
    def answer_and_close(handler):
        handler.say(200, [])
        handler.wfile.flush()
        handler.cut()
        closed.set()

    closed = threading.Event()
    with Hostile(answer_and_close, says(200, b'1')) as server:
        api = client(server)
        api.read('project.all')
        assert closed.wait(5)
        assert api.write('project.create', {}) == 1
        assert server.methods == ['GET', 'POST']


# Refusals told apart

REST = {'message': 'x', 'code': 'C', 'data': {'code': 'C', 'httpStatus': 0, 'path': 'project.all', 'zodError': None}}


def rest(code, message, path='project.all', zod=None):
    data = {'code': code, 'zodError': zod}
    if path:
        data['path'] = path
    return {'message': message, 'code': code, 'data': data}


@pytest.mark.parametrize('call', ('read', 'write'))
def test_a_missing_permission_is_no_wrong_key(call, pauses):
    with Hostile(says(401, rest('UNAUTHORIZED', 'unauthorized to access resource "service"'))) as server:
        error = fails(PermissionMissing, both(client(server))[call])
        assert 'service' in error.message and len(server.requests) == 1 and error.status == 401


def test_a_missing_permission_wrapped_as_400(pauses):
    with Hostile(says(400, rest('UNAUTHORIZED', 'no access'))) as server:
        assert fails(PermissionMissing, both(client(server))['write']).status == 400


@pytest.mark.parametrize('call', ('read', 'write'))
def test_a_bare_401_is_the_key_where_the_server_is_healthy(call, pauses):
    with Hostile(says(401, {'message': 'Unauthorized'}), says(200, {'result': {'data': {'json': {'status': 'ok'}}}})) as server:
        error = fails(WrongKey, both(client(server))[call])
        assert 'key' in error.message
        assert urllib.parse.urlsplit(server.requests[1]['path']).path == '/api/trpc/settings.health'
        assert 'x-api-key' not in {name.lower() for name in server.requests[1]['headers']}
        assert len(server.requests) == 2


@pytest.mark.parametrize('health', (says(500, {'error': {'json': {'message': 'x'}}}), says(503, b'down'), cut))
def test_a_bare_401_is_the_database_where_the_server_is_not_healthy(health, pauses):
    with Hostile(says(401, {'message': 'Unauthorized'}), health) as server:
        error = fails(Unreachable, both(client(server))['read'])
        assert 'database' in error.message and error.fallback and error.arrived is False
        assert 'refused the API key' not in error.message and len(server.requests) == 2


@pytest.mark.parametrize('call', ('read', 'write', 'batch'))
@pytest.mark.parametrize('status', (401, 403))
def test_a_401_of_an_authentication_proxy_is_not_the_keys_fault(status, call, pauses):
    """Every request is refused, that of the health check too, which needs no key: it ended in a RecursionError."""
    login = says(401, b'<html>Log in</html>', kind='text/html', WWW_Authenticate='Basic')
    with Hostile(login, *([login] if call == 'batch' else []), says(status, b'<html>Log in</html>', kind='text/html')) as server:
        api = client(server)
        calls = dict(both(api), batch=lambda: api.batch(('project.all', {}))[0])
        error = fails(ApiError, calls[call])
        assert error.message.startswith('%s asks for a login' % server.url) and 'authentication proxy' in error.facts['next_step']
        assert len(server.requests) == (3 if call == 'batch' else 2)


def test_a_401_of_something_else_than_dokploy(pauses):
    with Hostile(says(401, b'no'), says(200, b'<html>')) as server:
        assert 'does not look like Dokploy' in fails(ApiError, both(client(server))['read']).message


@pytest.mark.parametrize('location', ('http://[::1', 'http://[', '//[x', 'http://host:port', 'http://\xff\xfe', 'http://a b/'))
@pytest.mark.parametrize('call', ('read', 'write', 'batch'))
def test_a_redirect_to_an_address_that_is_not_valid(location, call, pauses):
    with Hostile(says(302, b'', Location=location)) as server:
        api = client(server)
        calls = dict(both(api), batch=lambda: api.batch(('project.all', {}))[0])
        error = fails(Unreachable, calls[call])
        assert error.message.startswith(server.url + ' redirects') and not error.fallback
        assert isinstance(_probe.probe(server.url)[0], int)


@pytest.mark.parametrize('words', ('Client sent an HTTP request to an HTTPS server.\n', '<html>400 The plain HTTP request was sent to HTTPS port</html>'))
def test_http_to_a_port_that_speaks_tls(words, pauses):
    with Hostile(says(400, words, kind='text/plain')) as server:
        for call in both(client(server)).values():
            error = fails(Unreachable, call)
            assert error.message == server.url + ' speaks TLS' and 'https://' in error.facts['next_step'] and not error.fallback


def test_http_that_is_answered_with_a_tls_alert(pauses):
    def alert(handler):
        handler.wfile.write(b'\x15\x03\x01\x00\x02\x02\x16')
        handler.cut()

    with Hostile(alert) as server:
        error = fails(Unreachable, both(client(server))['read'])
        assert error.message == server.url + ' speaks TLS' and len(server.requests) == 1


def test_a_message_of_the_server_is_masked_and_then_cut(pauses):
    long = 'x' * 1990 + ' s3cret-across-the-cut ' + 'y' * 500000
    with Hostile(says(500, rest('INTERNAL_SERVER_ERROR', long))) as server:
        error = fails(ApiError, both(client(server, mask=lambda text: text.replace('s3cret-across-the-cut', '********')))['write'])
        assert len(error.message) < 2200 and 'more characters]' in error.message and 's3cret' not in error.message


def test_a_403_of_a_proxy_is_told_as_it_is(pauses):
    with Hostile(says(403, b'<html>Forbidden</html>', kind='text/html')) as server:
        error = fails(PermissionMissing, both(client(server))['read'])
        assert '403' in error.message and len(server.requests) == 1


def test_both_kinds_of_404_are_told_apart(pauses):
    with Hostile(says(404, rest('NOT_FOUND', 'Application not found'))) as server:
        assert fails(NotFound, both(client(server))['read']).unknown_procedure is False
    with Hostile(says(404, rest('NOT_FOUND', 'Not found', path=None))) as server:
        assert fails(NotFound, both(client(server))['read']).unknown_procedure is True


def test_field_errors_are_named(pauses):
    with Hostile(says(400, rest('BAD_REQUEST', 'Input validation failed', zod={'fieldErrors': {'name': ['Required', 'Too short']}}))) as server:
        error = fails(ApiError, both(client(server))['write'])
        assert 'name: Required, Too short' in error.message and error.fields and len(server.requests) == 1


@pytest.mark.parametrize('body', (b'', b'plain', b'[]', b'"text"', b'{"message": {"a": 1}}', b'{"data": null}', b'{"data": {"zodError": null}, "code": 5}',
                                  b'{"data": {"zodError": "x"}}', b'{"data": {"zodError": {"fieldErrors": []}}}',
                                  b'{"data": {"zodError": {"fieldErrors": {"a": 1}}}}'))
@pytest.mark.parametrize('status', (400, 404, 409, 500))
def test_a_refusal_of_any_form_is_an_api_error(status, body, pauses):
    with Hostile(says(status, body)) as server:
        with pytest.raises(ApiError) as caught:
            both(client(server))['write']()
        assert str(status) in caught.value.message and len(server.requests) == 1


@pytest.mark.parametrize('call', ('read', 'write', 'batch'))
def test_a_500_is_never_sent_again_and_never_a_reason_to_fall_back(call, pauses):
    sql = 'Failed query: update "application" set "env" = $1\nparams: A=c4nary'
    with Hostile(says(500, rest('INTERNAL_SERVER_ERROR', sql))) as server:
        api = client(server)
        calls = dict(both(api), batch=lambda: api.batch(('project.all', {}))[0])
        error = fails(ApiError, calls[call])
        assert error.server_message == sql and not pauses
        assert server.methods.count('POST') == (call == 'write')


# Sent again

@pytest.mark.parametrize('status', (502, 503, 504))
def test_a_proxy_without_its_server_is_unreachable(status, pauses):
    with Hostile(says(status, b'<html>Bad Gateway</html>', kind='text/html')) as server:
        error = fails(Unreachable, both(client(server))['read'])
        assert error.fallback and str(status) in error.message
        assert len(server.requests) == 3 and len(pauses) == 2
    with Hostile(says(status, b'x')) as server:
        error = fails(Unreachable, both(client(server))['write'])
        assert error.arrived is None and len(server.requests) == 1


def test_a_read_comes_through_in_the_end(pauses):
    with Hostile(says(502), cut, says(200, [1])) as server:
        assert client(server).read('project.all') == [1]
        assert 0 < pauses[0] < pauses[1] < 5


@pytest.mark.parametrize('call', ('read', 'batch'))
@pytest.mark.parametrize('header, wait', (('7', 7), ('0', 0), ('100000', 60), ('date', 30), ('nonsense', None), (None, None), ('\xb2', None),
                                          ('\xb9\xb2', None), ('9' * 5000, 60), ('-1', None)))
def test_retry_after_is_obeyed_by_reads(call, header, wait, pauses):
    instant = time.time()
    headers = {'Retry_After': formatdate(instant + 30, usegmt=True) if header == 'date' else header}
    answer = says(200, [{'result': {'data': {'json': [1]}}}] if call == 'batch' else [1])
    with Hostile(says(429, {'message': 'Too many requests'}, **headers), answer) as server:
        api = client(server)
        assert (api.read('project.all') if call == 'read' else api.batch(('project.all', {}))[0]) == [1]
        assert len(pauses) == 1
        if wait is not None:
            assert abs(pauses[0] - wait) <= 1
        else:
            assert 0 < pauses[0] < 2
        assert api.batches


def test_a_write_is_not_sent_again_at_429(pauses):
    with Hostile(says(429, {'message': 'Too many requests'}, Retry_After='1')) as server:
        error = fails(ApiError, both(client(server))['write'])
        assert error.status == 429 and server.methods == ['POST'] and pauses == []


def test_reads_give_up_at_429_in_the_end(pauses):
    with Hostile(says(429, {'message': 'Too many requests'}, Retry_After='1')) as server:
        assert fails(ApiError, both(client(server))['read']).status == 429
        assert len(server.requests) == 3
        api = client(server)
        error = fails(ApiError, lambda: api.batch(('project.all', {}))[0])
        assert error.status == 429 and 'batches' not in error.message


@pytest.mark.parametrize('call', ('read', 'write'))
def test_a_refused_connection_is_known_not_to_have_arrived(call, pauses):
    error = fails(Unreachable, both(client('http://127.0.0.1:%d' % find_free_ports(1)[0]))[call])
    assert error.arrived is False and error.fallback and len(pauses) == 2 and 'refused' in error.message


def test_a_write_is_sent_once_the_server_listens(pauses, monkeypatch):
    with Hostile(says(200, b'1')) as server:
        port = server.server.server_port
        api = client('http://127.0.0.1:%d' % find_free_ports(1)[0])
        monkeypatch.setattr(_http.CLOCK, 'sleep', lambda seconds: setattr(api, 'api_url', 'http://127.0.0.1:%d' % port), raising=False)
        assert api.write('project.create', {}) == 1
        assert server.methods == ['POST']


def test_a_name_that_does_not_resolve(pauses, monkeypatch):
    def resolve(*dummy, **more):
        raise socket.gaierror(-2, 'Name or service not known')

    monkeypatch.setattr(socket, 'getaddrinfo', resolve)
    error = fails(Unreachable, both(client('https://dokploy.invalid'))['write'])
    assert error.arrived is False and error.fallback and len(pauses) == 2 and 'Name or service not known' in error.message


def test_a_resolver_that_hangs_ends_with_the_deadline(pauses, monkeypatch):
    waiting = threading.Event()
    monkeypatch.setattr(socket, 'getaddrinfo', lambda *dummy, **more: waiting.wait(5) and [])
    start = time.monotonic()
    try:
        fails(Unreachable, both(client('https://dokploy.invalid', timeout=0.3))['read'])
        assert time.monotonic() - start < 2
    finally:
        waiting.set()


# TLS and proxies

def certificate(directory, name, issuer=None, hosts=('127.0.0.1',)):
    """Make a certificate -> (path of the certificate, path of its key, (certificate, key))."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    today = datetime.datetime.now(datetime.timezone.utc)
    signer = issuer[1] if issuer else key
    built = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer[0].subject if issuer else subject).public_key(key.public_key()).serial_number(
        x509.random_serial_number()).not_valid_before(today - datetime.timedelta(days=2)).not_valid_after(today + datetime.timedelta(days=2)).add_extension(
            x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True).add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False).add_extension(
                    x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    if issuer is None:
        built = built.add_extension(x509.KeyUsage(
            digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
            key_agreement=False, encipher_only=False, decipher_only=False), critical=True)
    else:
        built = built.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(one)) for one in hosts]), critical=False)
    made = built.sign(signer, hashes.SHA256())
    paths = directory / (name + '.pem'), directory / (name + '.key')
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()))
    return str(paths[0]), str(paths[1]), (made, key)


@pytest.fixture(scope='module')
def certificates(tmp_path_factory):
    directory = tmp_path_factory.mktemp('tls')
    own = certificate(directory, 'own')
    return {
        'own': own, 'other': certificate(directory, 'other'), 'server': certificate(directory, 'server', own[2]),
        'elsewhere': certificate(directory, 'elsewhere', own[2], ('10.9.8.7',)), 'person': certificate(directory, 'person', own[2])}


def secured(certificates, name='server', demand=False):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificates[name][:2])
    if demand:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(certificates['own'][0])
    return context


def test_plain_http_behind_https_is_no_matter_of_certificates(pauses):
    with Hostile(says(200, [])) as server:
        for call in both(client(server.url.replace('http:', 'https:'))).values():
            error = fails(Unreachable, call)
            assert error.message == server.url.replace('http:', 'https:') + ' does not speak TLS' and 'begins with http://' in error.facts['next_step']
            assert not error.fallback and error.arrived is False and pauses == []


def test_a_server_that_is_no_dokploy(pauses):
    with Hostile(says(404, b'')) as server:
        error = fails(NotFound, lambda: client(server).read('project.all'))
        assert error.message == server.url + ' does not look like Dokploy (HTTP 404, no content)' and 'Check api_url' in error.facts['next_step']
        assert error.unknown_procedure


def test_a_certificate_of_an_unknown_authority_is_refused(certificates, pauses):
    with Hostile(says(200, []), context=secured(certificates)) as server:
        for call in both(client(server)).values():
            error = fails(Unreachable, call)
            assert 'certificate' in error.message and 'ca_path' in error.facts['next_step']
            assert not error.fallback and error.arrived is False and pauses == []
        assert server.requests == []


def test_a_certificate_for_another_host_is_refused(certificates, pauses):
    with Hostile(says(200, []), context=secured(certificates, 'elsewhere')) as server:
        fails(Unreachable, both(client(server, ca_path=certificates['own'][0]))['read'])
        assert server.requests == []


def test_an_own_authority_counts_although_the_environment_names_another(certificates, pauses, monkeypatch):
    monkeypatch.setenv('REQUESTS_CA_BUNDLE', certificates['other'][0])
    monkeypatch.setenv('CURL_CA_BUNDLE', certificates['other'][0])
    with Hostile(says(200, [1]), context=secured(certificates)) as server:
        assert client(server, ca_path=certificates['own'][0]).read('project.all') == [1]
        assert client(server, ca_path=certificates['own'][0]).write('project.create', {}) == [1]
        with mock.patch('warnings.warn'):
            assert client(server, validate_certs=False).read('project.all') == [1]


def test_the_named_authority_alone_counts_although_the_environment_trusts_the_server(certificates, pauses, monkeypatch):
    monkeypatch.setenv('REQUESTS_CA_BUNDLE', certificates['own'][0])
    with Hostile(says(200, [1]), context=secured(certificates)) as server:
        fails(Unreachable, both(client(server, ca_path=certificates['other'][0]))['read'])


def test_a_client_certificate_is_shown(certificates, pauses):
    with Hostile(says(200, [1]), context=secured(certificates, demand=True)) as server:
        api = client(server, ca_path=certificates['own'][0], client_cert=certificates['person'][0], client_key=certificates['person'][1])
        assert api.read('project.all') == [1]
        with pytest.raises(Unreachable):
            client(server, ca_path=certificates['own'][0], retries=0).read('project.all')


@pytest.mark.parametrize('more', ({'ca_path': '/nowhere/ca.pem'}, {'client_cert': '/nowhere/c.pem'}))
def test_files_that_are_missing_are_named(more, certificates, pauses):
    with Hostile(says(200, [1]), context=secured(certificates)) as server:
        with pytest.raises(DokployError) as caught:
            client(server, **more).read('project.all')
        assert '/nowhere/' in caught.value.message and 'ca_path' in caught.value.facts['next_step']
        assert not getattr(caught.value, 'fallback', False) and pauses == []


def test_plain_http_spoken_to_tls(certificates, pauses):
    with Hostile(says(200, [1])) as server:
        error = fails(Unreachable, both(client(server.url.replace('http:', 'https:')))['read'])
        assert not error.fallback and server.requests == []


@pytest.mark.parametrize('status', (403, 407, 502))
def test_a_proxy_that_refuses_is_named(status, pauses, monkeypatch):
    with Hostile(says(status, b'no', kind='text/plain')) as proxy:
        monkeypatch.setenv('HTTPS_PROXY', proxy.url.replace('http://', 'http://user:proxy-pw@'))
        monkeypatch.setenv('NO_PROXY', '')
        for call in both(client('https://dokploy.example.com')).values():
            error = fails(Unreachable, call)
            assert 'proxy' in error.message and 'PROXY' in error.facts['next_step'] and 'proxy-pw' not in error.message
            assert not error.fallback and error.arrived is False and pauses == []
        assert {one['method'] for one in proxy.requests} == {'CONNECT'}
        assert KEY not in repr(proxy.requests)


def test_a_proxy_that_is_not_there_is_named(pauses, monkeypatch):
    monkeypatch.setenv('HTTP_PROXY', 'http://user:proxy-pw@127.0.0.1:%d' % find_free_ports(1)[0])
    monkeypatch.setenv('NO_PROXY', '')
    error = fails(Unreachable, both(client('http://dokploy.example.com'))['read'])
    assert 'proxy' in error.message and 'proxy-pw' not in error.message and not error.fallback


def test_a_proxy_is_used_and_no_proxy_obeyed(pauses, monkeypatch):
    with Hostile(says(200, [1])) as proxy, Hostile(says(200, [2])) as server:
        monkeypatch.setenv('HTTP_PROXY', proxy.url)
        monkeypatch.setenv('NO_PROXY', '')
        assert client('http://dokploy.example.com').read('project.all') == [1]
        monkeypatch.setenv('NO_PROXY', '127.0.0.1')
        assert client(server).read('project.all') == [2]


# Batches

CALLS = (('project.all', {}), ('application.one', {'applicationId': 'a1'}), ('swarm.getNodes', {'serverId': None}))


def single(handler):
    name = urllib.parse.urlsplit(handler.path).path.rsplit('/', 1)[-1]
    if name == 'application.one':
        handler.say(404, rest('NOT_FOUND', 'Application not found', name))
    else:
        handler.say(200, [name])


def item(value):
    return {'result': {'data': {'json': value}}}


MISSING = {'error': {'json': {'message': 'Application not found', 'code': -32004, 'data': {'code': 'NOT_FOUND', 'httpStatus': 404, 'path': 'application.one'}}}}
WHOLE = [item(['project.all']), MISSING, item(['swarm.getNodes'])]
BATCHES = {
    'some fail': (says(207, WHOLE), True),
    'blocked by a proxy': (says(403, b'<html>blocked</html>', kind='text/html'), False),
    'unknown': (says(404, b'<html>no such page</html>', kind='text/html'), False),
    'refused': (says(400, {'message': 'no batches here'}), False),
    'too long': (says(414, b''), False),
    'too long, as 431': (says(431, b''), False),
    'not allowed': (says(405, b''), False),
    'a failure': (says(500, b'x'), False),
    'an object': (says(200, {'0': item([])}), False),
    'fewer': (says(200, WHOLE[:2]), False),
    'more': (says(200, WHOLE + WHOLE), False),
    'no results': (says(200, [1, 2, 3]), False),
    'no data': (says(200, [{'result': 1}] * 3), False),
    'data of another form': (says(200, [{'result': {'data': [1]}}] * 3), False),
    'errors of another form': (says(207, [{'error': 'x'}] * 3), False),
    'other keys': (says(200, [{'data': 1}] * 3), False),
    'nothing': (says(200, b''), False),
    'null': (says(200, b'null'), False),
    'HTML': (says(200, b'<html>login</html>', kind='text/html'), False),
    'lines of JSON': (says(200, b'{"json":1}\n{"json":2}\n'), False),
    'truncated': (says(200, json.dumps(WHOLE).encode()[:-9]), False),
}


@pytest.mark.parametrize('case', sorted(BATCHES))
def test_a_batch_that_is_refused_gives_the_same_as_single_reads(case, pauses):
    first, kept = BATCHES[case]
    with Hostile(first, single) as server:
        api = client(server)
        batch = api.batch(*CALLS)
        assert batch[0] == ['project.all']
        assert fails(NotFound, lambda: batch[1]).unknown_procedure is False
        assert batch.get(1, NotFound) is None
        assert batch[2] == ['swarm.getNodes']
        assert api.batches is kept
        assert len(server.requests) == (1 if kept else 4)
        api.batch(('project.all', {}))
        assert batch[0] == ['project.all'] and len(server.requests) == (1 if kept else 4), 'each answer is kept'


def test_once_refused_batches_are_not_tried_again(pauses):
    with Hostile(says(404, b'no'), single) as server:
        api = client(server)
        assert api.batch(('project.all', {}))[0] == ['project.all']
        assert api.batch(('swarm.getNodes', {}))[0] == ['swarm.getNodes']
        assert len(server.requests) == 3


def test_a_batch_is_read_again_as_reads_are(pauses):
    with Hostile(says(502), cut, says(200, [item(1)])) as server:
        api = client(server)
        assert api.batch(('project.all', {}))[0] == 1
        assert api.batches and len(server.requests) == 3


def test_a_wrong_key_is_told_by_a_single_read(pauses):
    bare = {'error': {'json': {'message': 'UNAUTHORIZED', 'code': -32001, 'data': {'code': 'UNAUTHORIZED', 'httpStatus': 401, 'path': 'project.all'}}}}
    with Hostile(says(401, [bare]), says(401, {'message': 'Unauthorized'}), says(200, {'result': {}})) as server:
        api = client(server)
        fails(WrongKey, lambda: api.batch(('project.all', {}))[0])


def test_a_missing_permission_in_a_batch_is_told_without_another_request(pauses):
    lacks = {'error': {'json': {'message': 'unauthorized to access resource "docker"', 'code': -32001, 'data': {
        'code': 'UNAUTHORIZED', 'httpStatus': 401, 'path': 'docker.getConfig'}}}}
    with Hostile(says(207, [item([1]), lacks])) as server:
        batch = client(server).batch(('project.all', {}), ('docker.getConfig', {'containerId': 'x'}))
        assert batch[0] == [1]
        assert 'docker' in fails(PermissionMissing, lambda: batch[1]).message
        assert len(server.requests) == 1


def test_many_reads_are_sent_in_several_batches(pauses):
    def answer(handler):
        names = urllib.parse.unquote(urllib.parse.urlsplit(handler.path).path.rsplit('/', 1)[-1]).split(',')
        given = json.loads(urllib.parse.parse_qs(urllib.parse.urlsplit(handler.path).query)['input'][0])
        assert len(handler.path) < 8000
        handler.say(200, [item(given[str(index)]['json']['applicationId']) for index in range(len(names))])

    with Hostile(answer) as server:
        batch = client(server).batch(*[('application.one', {'applicationId': 'application-%d' % index}) for index in range(201)])
        assert [batch[index] for index in range(201)] == ['application-%d' % index for index in range(201)]
        assert 4 < len(server.requests) < 12
