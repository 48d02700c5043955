# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The real Traefik of the tests gives the verdicts that others rely on."""

from __future__ import annotations

import contextlib
import http.server
import threading

import pytest

from support import real_traefik as support

pytestmark = pytest.mark.xdist_group('traefik')

ROUTER = 'http:\n  routers:\n    shop:\n      rule: %s\n      service: shop\n      entryPoints: [web]\n'
SERVICE = 'http:\n  services:\n    shop:\n      loadBalancer:\n        servers:\n          - url: http://127.0.0.1:%d\n'


@contextlib.contextmanager
def backend():
    """The port of a small HTTP server that says hello."""
    class Hello(http.server.BaseHTTPRequestHandler):
        def do_GET(self):  # pylint: disable=invalid-name
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'hello')

        def log_message(self, format, *args):  # pylint: disable=redefined-builtin
            pass

    with http.server.ThreadingHTTPServer(('127.0.0.1', 0), Hello) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={'poll_interval': 0.01}, daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_what_is_good_is_served(real_traefik):
    with backend() as port:
        verdict = real_traefik.verdict(ROUTER % 'Host(`shop.test`)', **{'services.yml': SERVICE % port})
        assert verdict.loaded and not verdict.disabled and not verdict.log
        assert verdict.http['routers']['shop']['status'] == 'enabled'
        assert real_traefik.answer('shop.test') == (200, 'hello')
        assert real_traefik.answer('other.test')[0] == 404
        assert set(real_traefik.services()) > {'shop@file'}


def test_a_bad_file_stops_every_later_change(real_traefik):
    with backend() as port:
        real_traefik.verdict(ROUTER % 'Host(`shop.test`)', **{'services.yml': SERVICE % port})
        real_traefik.write('bad.yml', 'http:\n  routers: {}\n')
        real_traefik.write('more.yml', (ROUTER % 'Host(`more.test`)').replace('shop:\n', 'more:\n', 1))
        verdict = real_traefik.settle()
        assert not verdict.loaded and verdict.error.startswith('collecting file configs: bad.yml: routers cannot be a standalone element')
        # What was loaded before goes on.
        assert real_traefik.answer('shop.test')[0] == 200 and real_traefik.answer('more.test')[0] == 404
        real_traefik.remove('bad.yml')
        assert real_traefik.settle().loaded
        assert real_traefik.answer('more.test')[0] == 200


def test_what_is_disabled_has_its_reason(real_traefik):
    verdict = real_traefik.verdict(ROUTER % 'Host(`shop.test`)')
    assert verdict.loaded and verdict.disabled == {'http.routers.shop': 'the service "shop@file" does not exist'}


def test_verdicts_do_not_mix(real_traefik):
    for _each in range(10):
        assert not real_traefik.verdict('http: {}\n').loaded
        verdict = real_traefik.verdict(SERVICE % 9)
        assert verdict.loaded and not verdict.log and set(verdict.http['services']) == {'shop'}


def test_one_that_cannot_start_says_why():
    with pytest.raises(support.TraefikFailed, match='no-such-option'):
        with support.traefik(['--no-such-option=1']):
            pass
