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

    def close(self):
        """There is no connection."""


class DirectSession:
    """As a session of requests; a connection is used where a fault of the simulator is one of connections."""

    def __init__(self, listener, connected):
        self._listener, self._connected = listener, connected

    def request(self, method, url, params=None, data=None, headers=None, **more):
        simulator = self._listener.simulator
        data = data or b''
        if simulator.faults or simulator.server_down or simulator.is_restarting() or not isinstance(data, bytes):
            return self._connected().request(method, url, params=params, data=data, headers=headers, **more)
        path = urllib.parse.urlsplit(url).path + ('?' + urllib.parse.urlencode(params) if params else '')
        headers = CaseInsensitiveDict(headers, **{'Content-Length': str(len(data))})
        handler = _Handler(self._listener, method, path, headers, data)
        handler.answer()
        reply = handler.reply
        kind = {'Content-Type': reply.content} if reply.content else {}
        return _Response(reply.status, CaseInsensitiveDict(reply.headers, Date=handler.date_time_string(), **kind), reply.body)

    def close(self):
        """There is no connection."""


@contextlib.contextmanager
def direct(server):
    """Clients of this server's address send their requests without a connection."""
    client = importlib.import_module(HTTP).Client
    original = client.session
    place = urllib.parse.urlsplit(server.url)[:2]

    def session(self):
        if urllib.parse.urlsplit(self.api_url)[:2] != place:
            return original(self)
        return DirectSession(server.listener, lambda: original(self))

    with mock.patch.object(client, 'session', session):
        yield
