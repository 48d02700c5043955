# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A file of a real Traefik is replaced again and again: it and a reader that polls the directory see whole files, and the new route is served."""

from __future__ import annotations

import os
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ansible_collections.community.dokploy.plugins.module_utils._traefik.host_files import LockedDirectory

pytestmark = pytest.mark.xdist_group('traefik')

ROUNDS = 40


def text(port, number):
    """Many routers, so that half of the text would be a file, too; the last one's host has the number."""
    routers = ''.join('    filler-%d: {rule: Host(`filler-%d.test`), service: shop}\n' % (one, one) for one in range(200))
    return ('http:\n  services:\n    shop: {loadBalancer: {servers: [{url: "http://127.0.0.1:%d"}]}}\n  routers:\n%s'
            '    shop: {rule: Host(`shop-%d.test`), service: shop}\n' % (port, routers, number))


class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'here')

    def log_message(self, *dummy):  # pylint: disable=arguments-differ
        pass


def seen_by_traefik(directory):
    """What it would read now: the names that it takes, with their texts; one that goes away in between is a failure, as it is for Traefik."""
    found = {}
    for name in os.listdir(directory):
        if name.endswith(('.yml', '.yaml', '.toml')):
            with open(os.path.join(directory, name), encoding='utf-8') as handle:
                found[name] = handle.read()
    return found


def test_readers_see_whole_files(real_traefik, report_line):
    real_traefik.clear()
    real_traefik.skip_log()
    before = set(os.listdir(real_traefik.directory))
    server = ThreadingHTTPServer(('127.0.0.1', 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    texts = [text(server.server_port, number) for number in range(ROUNDS)]
    wrong, looks, done = [], [0], threading.Event()

    def read():
        known = set(texts)
        while not done.is_set():
            looks[0] += 1
            try:
                found = seen_by_traefik(real_traefik.directory)
            except OSError as exc:
                wrong.append(str(exc))
                continue
            wrong.extend('%s: %d characters' % (name, len(one)) for name, one in found.items()
                         if name not in before and (name != 'shop.yml' or one not in known))

    reader = threading.Thread(target=read)
    try:
        with LockedDirectory(real_traefik.directory) as directory:
            directory.write('shop.yml', texts[0], None)
            until = time.monotonic() + 20
            while real_traefik.answer('shop-0.test')[0] != 200:
                assert time.monotonic() < until, 'Traefik does not serve the first file'
            reader.start()
            for number in range(1, ROUNDS):
                directory.write('shop.yml', texts[number], directory.read('shop.yml'), backup=number % 10 == 0)
                if number % 10 == 0:
                    until = time.monotonic() + 20
                    while real_traefik.answer('shop-%d.test' % number) != (200, 'here'):
                        assert time.monotonic() < until, 'Traefik does not serve the new route'
                assert real_traefik.answer('filler-199.test') == (200, 'here')      # never out of service
        done.set()
        reader.join()
        assert not wrong and looks[0] > ROUNDS
        verdict = real_traefik.settle()
        assert verdict.loaded and not verdict.disabled and not verdict.log
        assert real_traefik.answer('shop-%d.test' % (ROUNDS - 1)) == (200, 'here') and real_traefik.answer('shop-1.test')[0] == 404
        assert len([one for one in os.listdir(real_traefik.directory) if one.endswith('.backup')]) == 3
        report_line('Traefik files: %d replacements under %d looks of a reader, no half or extra file' % (ROUNDS - 1, looks[0]))
    finally:
        done.set()
        server.shutdown()
        server.server_close()
        real_traefik.clear()
