# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Dokploy talks to while C(recipes_*.py) are recorded: an AI provider, Vault, Cloudflare's API of DNS, a catalog of templates, and a service that takes
notifications, each as small as the recipe needs.

    python tests/contract/peers.py ai 9441
    python tests/contract/peers.py vault 9445
    python tests/contract/peers.py catalog 9447
    python tests/contract/peers.py webhook 9449
    python tests/contract/peers.py cloudflare 9443 certificate-and-key.pem    # as api.cloudflare.com, in a mount namespace with its own /etc/hosts
"""

from __future__ import annotations

import http.server
import itertools
import json
import ssl
import sys
import urllib.parse

ZONE = {"id": "023e105f4ecef8ad9ca31a8372d0c353", "name": "contract.example"}
RECORDS = {"0" * 32: {"id": "0" * 32, "type": "MX", "name": "contract.example", "content": "mail.contract.example", "ttl": 1}}
NUMBERS = itertools.count(1)
TEMPLATE = {"name": "Shop", "description": "A shop", "version": "1.0", "logo": "shop.svg", "links": {"github": "https://example.com/shop"}, "tags": ["sale"]}
FILES = {
    "/blueprints/shop/docker-compose.yml": "services:\n  web:\n    image: 127.0.0.1:5000/web:1.27\n    environment:\n      COLOR: ${COLOR}\n",
    "/blueprints/shop/template.toml": """[variables]
main_domain = "shop.contract.example"

[config]
[[config.domains]]
serviceName = "web"
port = 80
host = "${main_domain}"

[[config.domains]]
serviceName = "web"
port = 8080

[config.env]
COLOR = "red"
NAME = "${APP_NAME}"
HOST = "${main_domain}"

[[config.mounts]]
filePath = "/config/shop.conf"
content = "host=${main_domain}"
""",
}


class Peer(http.server.BaseHTTPRequestHandler):
    """Answers JSON."""

    protocol_version = "HTTP/1.1"

    def answer(self, status, body):
        text = json.dumps(body).encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def read_body(self):
        text = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        return json.loads(text or b"{}") if (self.headers.get("Content-Type") or "").startswith("application/json") else {}

    def do_GET(self):
        self.handle_call(urllib.parse.urlsplit(self.path), self.read_body())

    do_POST = do_PUT = do_DELETE = do_GET


class Ai(Peer):
    """One model, one key."""

    def handle_call(self, path, body):
        if self.headers.get("Authorization") != "Bearer sk-contract-1":
            self.answer(401, {"error": {"message": "Incorrect API key provided", "type": "invalid_request_error"}})
        elif body.get("model") != "small-1":
            self.answer(404, {"error": {"message": "The model `%s` does not exist" % body.get("model"), "type": "invalid_request_error"}})
        else:
            self.answer(200, {"id": "1", "object": "chat.completion", "created": 1, "model": "small-1", "choices": [
                {"index": 0, "message": {"role": "assistant", "content": "ok"}, "finish_reason": "stop"}],
                "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}})


class Vault(Peer):
    """One token, which may look at itself."""

    def handle_call(self, path, body):
        good = self.headers.get("X-Vault-Token") == "vault-token-1" and path.path == "/v1/auth/token/lookup-self"
        self.answer(200 if good else 403, {"data": {"id": "1"}} if good else {"errors": ["permission denied"]})


class Catalog(Peer):
    """Two templates: the files of one are missing."""

    def handle_call(self, path, body):
        if path.path == "/meta.json":
            self.answer(200, [dict(TEMPLATE, id="shop"), dict(TEMPLATE, id="fileless")])
            return
        text = FILES.get(path.path, "")
        self.send_response(200 if text else 404)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode("utf-8"))


def templates():
    """What the catalog has, as the simulator's world names it."""
    files = {"compose": FILES["/blueprints/shop/docker-compose.yml"], "config": {
        "variables": {"main_domain": "shop.contract.example"}, "config": {
            "domains": [{"serviceName": "web", "port": 80, "host": "${main_domain}"}, {"serviceName": "web", "port": 8080}],
            "env": {"COLOR": "red", "NAME": "${APP_NAME}", "HOST": "${main_domain}"},
            "mounts": [{"filePath": "/config/shop.conf", "content": "host=${main_domain}"}]}}}
    return {"shop": dict(TEMPLATE, **files), "fileless": dict(TEMPLATE)}


class Webhook(Peer):
    """Takes what is sent to /good, and refuses the rest."""

    def handle_call(self, path, body):
        self.answer(200 if path.path.startswith("/good") else 404, {})


class Cloudflare(Peer):
    """One zone, one token; addresses are checked as Cloudflare checks them."""

    def good(self, result):
        self.answer(200, {"success": True, "errors": [], "result": result})

    def bad(self, status, message):
        self.answer(status, {"success": False, "errors": [{"code": status, "message": message}], "result": None})

    def handle_call(self, path, body):
        parts = path.path.split("/")[3:]
        query = dict(urllib.parse.parse_qsl(path.query))
        if self.headers.get("Authorization") != "Bearer cf-token-1":
            self.bad(403, "Invalid access token")
        elif parts == ["zones"]:
            self.good([ZONE])
        elif parts[1] != ZONE["id"]:
            self.bad(404, "Could not route to the zone, perhaps your object identifier is invalid?")
        elif len(parts) == 4 and parts[3] not in RECORDS:
            self.bad(404, "Record does not exist.")
        elif self.command == "GET":
            self.good([row for row in RECORDS.values() if query.get("type", row["type"]) == row["type"] and query.get("name", row["name"]) == row["name"]])
        elif self.command == "DELETE":
            self.good({"id": RECORDS.pop(parts[3])["id"]})
        elif body["type"] == "A" and not all(one.isdigit() for one in body["content"].split(".")):
            self.bad(400, "Content for A record must be a valid IPv4 address.")
        else:
            own_id = parts[3] if len(parts) == 4 else "%032x" % (0xabc0 + next(NUMBERS))
            RECORDS[own_id] = dict(body, id=own_id)
            self.good(RECORDS[own_id])


def main(kind, port, certificate=None):
    kinds = {"ai": Ai, "vault": Vault, "cloudflare": Cloudflare, "catalog": Catalog, "webhook": Webhook}
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), kinds[kind])
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
