# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTP for tests: free ports, a web server that answers with JSON, and requests with JSON."""

from __future__ import annotations

import contextlib
import http.server
import json
import socket
import ssl
import threading
import urllib.parse
import urllib.request


def find_free_ports(count):
    """Ports on loopback that nobody listens on."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _each in range(count)]
        for one in sockets:
            one.bind(('127.0.0.1', 0))
        return [one.getsockname()[1] for one in sockets]


class JsonServer:
    """A web server on loopback. C(answer(method, path, headers, body)) gives the status and the body of each answer; a form is a dictionary of lists.

    With C(certificate), the paths of a certificate and its key, it speaks HTTPS.
    """

    def __init__(self, answer, certificate=None):
        class Handler(http.server.BaseHTTPRequestHandler):
            """Answers one request."""

            def do_GET(self):  # pylint: disable=invalid-name
                self._reply(None)

            def do_POST(self):  # pylint: disable=invalid-name
                body = self.rfile.read(int(self.headers['Content-Length']))
                is_form = self.headers['Content-Type'] == 'application/x-www-form-urlencoded'
                self._reply(urllib.parse.parse_qs(body.decode()) if is_form else json.loads(body))

            def _reply(self, body):
                status, content = answer(self.command, self.path, self.headers, body)
                text = json.dumps(content).encode()
                self.send_response(status)
                self.send_header('Content-Type', 'application/json')
                self.send_header('Content-Length', str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, format, *args):  # pylint: disable=redefined-builtin
                """Stay silent."""

        self._server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.port = self._server.server_port
        self.url = 'http%s://127.0.0.1:%d' % ('s' if certificate else '', self.port)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
            self._server.handle_error = lambda *dummy: None     # a client that refuses the certificate
        threading.Thread(target=self._server.serve_forever, kwargs={'poll_interval': 0.05}, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


def send(url, body=None, **headers):
    """Send a GET, or a POST of a body as JSON -> the bytes of the answer. Raises urllib.error.HTTPError."""
    request = urllib.request.Request(url, data=None if body is None else json.dumps(body).encode(), headers={'Content-Type': 'application/json', **headers})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read()


def send_json(url, body=None, **headers):
    """Send as C(send) does -> what the answer says in JSON."""
    return json.loads(send(url, body, **headers) or b'null')
