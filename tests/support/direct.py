# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests to a simulator of this process without a connection: for tests of what modules do, which cost half as much then.

What a client does with connections has tests of its own (tests/unit/test_http.py, test_faults.py), and so has the table of cases in playbooks.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import urllib.parse
from unittest import mock

from requests.structures import CaseInsensitiveDict

from simulator.server import ApiHandler

HTTP = 'ansible_collections.community.dokploy.plugins.module_utils._client.http'


class _Handler(ApiHandler):
    """Answers one request that is given as values, and keeps the answer."""

    def __init__(self, listener, method, path, headers, data):  # pylint: disable=super-init-not-called
        self.server, self.command, self.path, self.headers = listener, method, path, headers
        self.rfile = io.BytesIO(data)
        self.reply = None

    def send(self, reply, head=False):
        self.reply = reply

    def cut(self):
        raise ConnectionError('the connection was closed')


class _Response:
    """As much of an answer as the client reads."""

    def __init__(self, status, headers, content):
        self.status_code, self.headers, self._content = status, headers, content

    def iter_content(self, dummy):
        return iter([self._content])

    def iter_lines(self):
        return iter(self._content.splitlines())

    def __enter__(self):
        return self

    def __exit__(self, *dummy):
        """There is no connection."""

    def close(self):
        """There is no connection."""


def needs_connection(simulator):
    """Whether what a server does to connections is part of the test."""
    return bool(simulator.faults or simulator.server_down or simulator.is_restarting())


def send_direct(listener, connected):
    """A session's method request; a connection is used where a fault, an upload, cookies or a stream are of it."""
    def request(method, url, params=None, data=None, headers=None, **more):
        simulator, data = listener.simulator, data or b''
        path = urllib.parse.urlsplit(url).path
        session = connected.__self__
        if (needs_connection(simulator) or not isinstance(data, bytes) or session.cookies or not path.startswith('/api/') or path.startswith('/api/auth/')):
            return connected(method, url, params=params, data=data, headers=headers, **more)
        headers = CaseInsensitiveDict(headers, **{'Content-Length': str(len(data))})
        handler = _Handler(listener, method, path + ('?' + urllib.parse.urlencode(params) if params else ''), headers, data)
        handler.answer()
        reply = handler.reply
        kind = {'Content-Type': reply.content} if reply.content else {}
        return _Response(reply.status, CaseInsensitiveDict(reply.headers, Date=handler.date_time_string(), **kind), reply.body)
    return request


@contextlib.contextmanager
def direct(server):
    """Clients of this server's address send their requests without a connection."""
    http = importlib.import_module(HTTP)
    client, run_until = http.Client, http.run_until
    original = client.session
    place = urllib.parse.urlsplit(server.url)[:2]

    def session(self):
        found = original(self)
        if urllib.parse.urlsplit(self.api_url)[:2] == place and 'request' not in vars(found):
            found.request = send_direct(server.listener, found.request)
        return found

    def run(timeout, work, outcome):
        """As run_until, without a thread: it exists so that a late answer can be abandoned, and here none is late."""
        if needs_connection(server.listener.simulator):
            return run_until(timeout, work, outcome)
        try:
            work()
        except Exception as exc:  # pylint: disable=broad-except
            outcome['error'] = exc
        return True

    with mock.patch.object(client, 'session', session), mock.patch.object(http, 'run_until', run):
        yield
