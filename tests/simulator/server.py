# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The HTTP side: Dokploy's API in its two dialects, the control endpoint, the front; and the faults that strike there."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import re
import socket
import ssl
import threading
import time
import traceback
import urllib.parse
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from . import authentication, control
from .errors import UNDEFINED, CallError, NeverAnswers
from .model import Request
from .procedures.applications import Guarded
from .access_log import PAGE_READS
from .streams import EVENT_CALLS, STREAMS, accepted, answer_with_events, frame, read_stream


class Reply:
    """What is to be sent."""

    def __init__(self, status, content, body=b"", headers=None):
        self.status, self.content, self.body, self.headers = status, content, body, dict(headers or {})


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    tls = None

    def __init__(self, port, handler, simulator, owner):
        self.simulator, self.owner = simulator, owner
        ThreadingHTTPServer.__init__(self, ("127.0.0.1", port), handler)

    def server_bind(self):
        """Bind without asking for the machine's name, which can be slow."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def accept_connections(self):
        """Serve until a connection comes after the owner has begun to stop; nothing polls."""
        while True:
            try:
                request, address = self.get_request()
            except OSError:
                if self.owner.stopping.is_set():
                    return
                continue
            if self.owner.stopping.is_set():
                request.close()
                return
            self.process_request(request, address)

    def wake(self):
        """Have accept_connections look whether it is to go on."""
        with contextlib.suppress(OSError):
            socket.create_connection(self.server_address, timeout=5).close()

    def finish_request(self, request, client_address):
        """Speak TLS where it was asked for; the handshake is done in the connection's own thread."""
        if self.tls is not None:
            request.settimeout(10)
            request = self.tls.wrap_socket(request, server_side=True)
            request.settimeout(None)
        ThreadingHTTPServer.finish_request(self, request, client_address)

    def handle_error(self, request, client_address):
        """A connection that broke is the client's affair."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_version = "simulator"

    def log_message(self, format, *args):  # pylint: disable=redefined-builtin
        """Nothing is printed: addresses can hold secrets."""

    def date_time_string(self, timestamp=None):
        return formatdate(self.server.simulator.clock.now(), usegmt=True)

    def read_body(self):
        length = int(self.headers.get("Content-Length") or 0)
        return self.rfile.read(length) if length else b""

    def send(self, reply, head=False):
        self.send_response(reply.status)
        if reply.content:
            self.send_header("Content-Type", reply.content)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        if not head:
            # With the headers in one packet.
            self._headers_buffer.append(b"\r\n" + reply.body)
            self.flush_headers()
        else:
            self.end_headers()

    def cut(self):
        """Close the connection under the client."""
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


class FrontHandler(_Handler):
    """Traefik's side."""

    def do_GET(self):
        found = self.server.simulator.front(self.headers.get("Host"), urllib.parse.urlsplit(self.path).path)
        self.send(Reply(found.status, "text/plain; charset=utf-8", found.body.encode("utf-8"), found.headers), head=self.command == "HEAD")

    do_HEAD = do_GET


class ApiHandler(_Handler):
    """Dokploy's side."""

    def do_GET(self):
        self.answer()

    do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_GET

    def answer(self):
        sim = self.server.simulator
        body = self.read_body()
        address = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(address.query, keep_blank_values=True))
        if address.path.startswith("/_simulator"):
            self.send(control.answer(self.server.owner, self.command, address.path, query, body))
            return
        if sim.latency:
            time.sleep(sim.latency)
        if sim.server_down or sim.is_restarting():
            self.cut()
            return
        if address.path in STREAMS and self.headers.get("Upgrade") == "websocket" and sim.streams:
            self.stream_log(sim, address.path, query)
            return
        if not address.path.startswith("/api/"):
            if address.path == "/register" and sim.organization_made():
                self.send(Reply(307, "", b"/", {"Location": "/"}))
                return
            self.send(Reply(200 if address.path in ("/", "/register") else 404, "text/html; charset=utf-8",
                            b"<!DOCTYPE html><html><title>Dokploy</title></html>"))
            return
        trpc = address.path.startswith("/api/trpc/")
        names = urllib.parse.unquote(address.path[len("/api/trpc/" if trpc else "/api/"):])
        batch = trpc and query.get("batch") == "1"
        procedures = names.split(",") if trpc else [names]
        form = (self.headers.get("Content-Type") or "").startswith("multipart/form-data")
        parsed, valid = (parse_form(self.headers["Content-Type"], body), True) if form else parse_json(body)
        shown = sorted(parsed) if form else parsed if valid else body.decode("utf-8", "replace")
        key = self.headers.get("x-api-key") or authentication.read_session(self.headers)
        request = Request(self.command, address.path, procedures, shown, query, batch, key, trpc)
        if trpc and names in EVENT_CALLS:
            request.write, request.body = True, parse_json(query["input"].encode("utf-8"))[0]["json"]
        with sim.lock:
            sim.requests.append(request)
            due = sim.faults.due(request)
        fault = next((one for one in due if one.action != "none"), None)
        if fault is not None and self.strike_before(sim, fault, request):
            return
        for one in due:
            if one.before is not None:
                one.before(sim)
        try:
            reply = self.process(sim, request, parsed, valid)
        except NeverAnswers:
            self.hold()
            return
        except Exception as error:  # pylint: disable=broad-except
            sim.crashes.append(traceback.format_exc())
            reply = json_reply(500, {"message": "The simulator itself failed: %r" % error, "code": "INTERNAL_SERVER_ERROR"})
        for one in due:
            if one.after is not None:
                one.after(sim)
        request.status = reply.status
        if fault is None:
            self.send(reply, head=self.command == "HEAD")
        else:
            self.strike_after(fault, request, reply)

    def stream_log(self, sim, path, query):
        """A log over a WebSocket; C(follows_logs): it stays open behind the log, as that of a real server."""
        with sim.lock:
            token = self.headers.get("x-api-key")
            sim.requests.append(Request(self.command, path, [path[1:]], None, query, False, token, False))
            text = read_stream(sim, path, token, query)
        self.send_response(101)
        for name, value in (("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Accept", accepted(self.headers["Sec-WebSocket-Key"]))):
            self.send_header(name, value)
        self.end_headers()
        for line in text or ():
            self.wfile.write(frame((line + "\r\n").encode("utf-8")))
        # 4003: not authorized. A real server ends the stream in no other case; here it does at once, so that no test waits for a pause.
        if text is None or not sim.follows_logs:
            self.wfile.write(b"\x88\x02" + (4003 if text is None else 1000).to_bytes(2, "big"))
        self.wfile.flush()
        self.connection.settimeout(self.server.simulator.hold_seconds)
        try:
            self.rfile.read(1)
        except OSError:
            pass
        self.close_connection = True

    # -- faults -------------------------------------------------------------------------------------------------------------------------

    def hold(self):
        """Never answer: until the client gives up, or the time of patience is over."""
        self.server.owner.stopping.wait(self.server.simulator.hold_seconds)
        self.cut()

    def strike_before(self, sim, fault, request):
        """What happens instead of processing; True where that was all."""
        if fault.action == "cut_before":
            self.cut()
        elif fault.action == "hold":
            self.hold()
        elif fault.action in ("answer", "redirect", "refuse_batch", "empty", "huge", "gzip_bomb") and not fault.apply:
            request.status = fault.status
            self.strike_after(fault, request, Reply(200, "application/json", b"null"))
        else:
            return False
        return True

    def strike_after(self, fault, request, reply):
        stopping = self.server.owner.stopping
        action = fault.action
        if action == "cut_after":
            self.cut()
        elif action == "close_idle":
            self.send(reply)
            self.wfile.flush()
            self.cut()
        elif action == "late":
            stopping.wait(fault.delay_seconds)
            self.send(reply)
        elif action == "truncate":
            self.send(Reply(reply.status, reply.content, reply.body[:max(1, len(reply.body) // 2)]))
        elif action == "empty":
            self.send(Reply(200 if fault.status == 500 else fault.status, "application/json", b""))
        elif action in ("answer", "refuse_batch"):
            status, body = fault.status, fault.body
            if action == "refuse_batch" and body is None:
                status, body = (404, "<html>blocked</html>") if status == 500 else (status, "<html>blocked</html>")
            request.status = status
            self.send(made_reply(status, body, fault.headers))
        elif action == "redirect":
            request.status = fault.status = fault.status if 300 <= fault.status < 400 else 302
            self.send(Reply(fault.status, "text/plain", b"", dict(fault.headers, Location=fault.location or "/")))
        elif action == "drip":
            self.drip(reply, fault.delay_seconds or 0.05, stopping)
        elif action == "huge":
            self.huge(fault.size or 1024 ** 3)
        elif action == "gzip_bomb":
            self.send(Reply(200, "application/json", bomb(fault.size or 1024 ** 3), {"Content-Encoding": "gzip"}))
        else:
            self.send(reply)

    def drip(self, reply, pause, stopping):
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        for position in range(len(reply.body)):
            self.wfile.write(reply.body[position:position + 1])
            self.wfile.flush()
            if stopping.wait(pause):
                return

    def huge(self, size):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(size + 2))
        self.end_headers()
        chunk = b"x" * 65536
        self.wfile.write(b'"')
        sent = 0
        while sent < size and not self.server.owner.stopping.is_set():
            part = chunk[:min(len(chunk), size - sent)]
            self.wfile.write(part)
            sent += len(part)
        self.wfile.write(b'"')

    # -- the two dialects -------------------------------------------------------------------------------------------------------------------

    def process(self, sim, request, parsed, valid):
        if request.trpc:
            return self.process_trpc(sim, request, parsed, valid)
        name = request.procedures[0]
        if name.startswith("auth/"):
            answer = authentication.answer(sim, name, parsed if valid else {}, self.headers)
            return Reply(answer.status, "application/json", json.dumps(answer.body).encode("utf-8"), answer.headers)
        if request.method not in ("GET", "HEAD") and not valid:
            try:
                sim.authenticate(request.key)
            except CallError as error:
                return json_reply(error.status, error.rest(name))
            return Reply(400, "text/plain; charset=utf-8", b"Invalid JSON")
        if name == "application.dropDeployment" and sim.serves(name):
            # the published path of the only upload fails for every one
            error = CallError("INTERNAL_SERVER_ERROR", "Internal server error")
            return json_reply(error.status, error.rest(name))
        # An empty value of a query counts as none.
        values = {name: value for name, value in request.query.items() if value != ""} if request.method in ("GET", "HEAD") else parsed
        try:
            result = sim.call(name, values, request.key, request.method)
            if isinstance(result, Guarded):
                raise CallError("INTERNAL_SERVER_ERROR", "Internal server error")
        except CallError as error:
            return json_reply(error.status, error.rest(name))
        if result is UNDEFINED:
            return Reply(200, "application/json", b"")
        return json_reply(200, result)

    def process_trpc(self, sim, request, parsed, valid):
        if request.procedures[0] in EVENT_CALLS:
            return Reply(200, "text/event-stream", answer_with_events(sim, request.procedures[0], request.key, request.query))
        source = request.query.get("input") if request.method in ("GET", "HEAD") else None
        inputs = parse_json(source.encode("utf-8"))[0] if source else (parsed if valid else None)
        items, statuses = [], []
        for index, name in enumerate(request.procedures):
            given = (inputs or {}).get(str(index)) if request.batch and isinstance(inputs, dict) else inputs
            values = given.get("json") if isinstance(given, dict) and "json" in given else given
            try:
                if name in PAGE_READS:
                    result = PAGE_READS[name](sim, sim.authenticate(request.key), values or {})
                else:
                    result = sim.call(name, values, request.key, request.method, coerce=False)
                data = {"json": None, "meta": {"values": ["undefined"]}} if result is UNDEFINED else {"json": result}
                if isinstance(result, Guarded):
                    data = result.superjson()
                items.append({"result": {"data": data}})
                statuses.append(200)
            except CallError as error:
                items.append(error.trpc(name))
                statuses.append(error.status)
        status = statuses[0] if len(set(statuses)) == 1 else 207
        return json_reply(status, items if request.batch else items[0])


def parse_json(body):
    """The value of a body, and whether it is JSON; none at all counts as such."""
    if not body.strip():
        return None, True
    try:
        return json.loads(body.decode("utf-8")), True
    except ValueError:
        return None, False


def parse_form(content_type, body):
    """The fields of a form upload: text as text, a file as bytes."""
    found = re.search(r'boundary="?([^";]+)"?', content_type)
    fields = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + found.group(1).encode("latin-1"))[1:-1] if found else []:
        head, _blank, data = part.partition(b"\r\n\r\n")
        name = re.search(rb'[; ]name="([^"]*)"', head)
        if name:
            fields[name.group(1).decode("utf-8", "replace")] = data if b"filename=" in head else data.decode("utf-8", "replace")
    return fields


def json_reply(status, value):
    return Reply(status, "application/json", json.dumps(value, ensure_ascii=False).encode("utf-8"))


def made_reply(status, body, headers):
    headers = dict(headers or {})
    content = headers.pop("Content-Type", None)
    if body is None:
        return Reply(status, content or "application/json", b"", headers)
    if isinstance(body, (dict, list)):
        return Reply(status, content or "application/json", json.dumps(body).encode("utf-8"), headers)
    if isinstance(body, str):
        body = body.encode("utf-8")
    return Reply(status, content or ("text/html" if body.lstrip()[:1] == b"<" else "text/plain"), body, headers)


def bomb(size):
    """A small body that unpacks to a big one."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as stream:
        chunk = b" " * (1024 * 1024)
        for _each in range(max(1, size // len(chunk))):
            stream.write(chunk)
        stream.write(b"null")
    return packed.getvalue()


class Server:
    """The API and the front, each on a port of loopback."""

    def __init__(self, simulator, port=0, front_port=0, certificate=None):
        self.simulator = simulator
        self.scheme = "http"
        self.stopping = threading.Event()
        self._api = _Listener(port, ApiHandler, simulator, self)
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._api.tls, self.scheme = context, "https"
        self._front = _Listener(front_port, FrontHandler, simulator, self)
        self._threads = []

    @property
    def url(self):
        return "%s://127.0.0.1:%d" % (self.scheme, self._api.server_port)

    @property
    def listener(self):
        """What answers the API's requests: the simulator, and whose it is."""
        return self._api

    @property
    def front_url(self):
        return "http://127.0.0.1:%d" % self._front.server_port

    @property
    def front_port(self):
        return self._front.server_port

    def start(self):
        for listener in (self._api, self._front):
            thread = threading.Thread(target=listener.accept_connections, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self):
        self.stopping.set()
        for listener, thread in zip((self._api, self._front), self._threads):
            listener.wake()
            thread.join(5)
            listener.server_close()
