# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real ansible-rulebook with the rulebook of this checkout, and a chat that keeps what is posted to it.

ansible-rulebook needs Java 17 or later. Where it is missing, and root and apt allow, it is installed; elsewhere the tests skip and say why, never in CI.
"""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request

import pytest

from support.processes import end
from support.simulated import environment_at
from support.venvs import NoPython, ensure, locked

PACKAGE = 'ansible-rulebook == 1.3.2'
JAVA_PACKAGES = ('openjdk-17-jre-headless', 'default-jre-headless')
OLDEST_JAVA = 17
DEADLINE = 90.0
TOKEN = 'canary-of-the-event-token'


class Unavailable(Exception):
    """No rulebook can run here, and why."""


def has_java():
    """Whether this machine has a Java that is new enough."""
    program = shutil.which('java')
    if not program:
        return False
    answer = subprocess.run([program, '-version'], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    found = re.search(r'version "(\d+)', answer.stderr + answer.stdout)
    return bool(found) and int(found.group(1)) >= OLDEST_JAVA


def install_java():
    """Java, by apt where it is missing and root allows. Raises Unavailable."""
    if has_java():
        return
    if os.geteuid() or not shutil.which('apt-get'):
        raise Unavailable('Java %d is missing, and only root on Debian can have it installed' % OLDEST_JAVA)
    environ = dict(os.environ, DEBIAN_FRONTEND='noninteractive')
    with locked('apt'):
        subprocess.run(['apt-get', 'update'], env=environ, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        for package in JAVA_PACKAGES:
            if not has_java():
                subprocess.run(['apt-get', 'install', '--yes', '--no-install-recommends', package], env=environ, stdin=subprocess.DEVNULL,
                               capture_output=True, check=False)
    if not has_java():
        raise Unavailable('apt could not install Java %d' % OLDEST_JAVA)


def program():
    """The path of ansible-rulebook; skips where it cannot be had, but never in CI."""
    try:
        install_java()
        return os.path.join(ensure('.cache/ansible-rulebook', (), packages=(PACKAGE,)), 'ansible-rulebook')
    except (Unavailable, NoPython, RuntimeError) as exc:
        if os.environ.get('CI') == 'true':
            pytest.fail('ansible-rulebook: %s' % exc, pytrace=False)
        pytest.skip('ansible-rulebook: %s' % exc)


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(('127.0.0.1', 0))
        return one.getsockname()[1]


class Chat:
    """An incoming webhook on loopback: url, and posts, the bodies in the order of their arrival."""

    def __init__(self):
        self.posts, self._changed = [], threading.Condition()
        chat = self

        class Handler(http.server.BaseHTTPRequestHandler):
            """Takes a post."""

            def do_POST(self):  # pylint: disable=invalid-name
                body = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
                with chat._changed:  # pylint: disable=protected-access
                    chat.posts.append(body)
                    chat._changed.notify_all()  # pylint: disable=protected-access
                self._reply(chat.answer_post(self.path))

            def do_GET(self):  # pylint: disable=invalid-name
                self._reply(chat.answer_get(self.path))

            def _reply(self, body):
                text = json.dumps(body).encode()
                self.send_response(200)
                self.send_header('Content-Type', 'application/json')
                self.send_header('Content-Length', str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, format, *args):  # pylint: disable=redefined-builtin
                """Stay silent."""

        self._server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.origin = 'http://127.0.0.1:%d' % self._server.server_port
        self.url = self.origin + '/canary-of-the-chat'
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def answer_post(self, path):
        """The body of the answer to a post."""
        return {}

    def answer_get(self, path):
        """The body of the answer to a look."""
        return {}

    def wait(self, count):
        """The posts, once there are as many; fails after the deadline."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.posts) >= count, DEADLINE), self.posts
            return list(self.posts)

    def close(self):
        self._server.shutdown()
        self._server.server_close()


class Controller(Chat):
    """What a rulebook needs of AWX to start a job: one job template; posts holds the launches. Its jobs never end."""

    TEMPLATE = 'Dokploy, report an event'

    def answer_post(self, path):
        return {'id': 1, 'url': '/api/v2/jobs/1/', 'status': 'pending'}

    def answer_get(self, path):
        if '/unified_job_templates/' not in path:
            return {'version': '24.6.1', 'count': 0, 'results': []}
        asks = {'ask_%s_on_launch' % one: one == 'variables' for one in ('limit', 'labels', 'inventory', 'variables')}
        return {'count': 1, 'results': [dict(asks, id=7, type='job_template', name=self.TEMPLATE, related={'launch': '/api/v2/job_templates/7/launch/'},
                                             summary_fields={'organization': {'name': 'Default'}})]}


class Rulebook:
    """A rulebook that receives events: send(payload) posts one as Dokploy does."""

    def __init__(self, process, port, log):
        self.process, self._log = process, log
        self._url = 'http://127.0.0.1:%d/dokploy' % port

    def output(self):
        with open(self._log, encoding='utf-8', errors='replace') as handle:
            return handle.read()

    def send(self, payload, token=TOKEN):
        """The status of the answer; 0 where nobody listens."""
        headers = {'Content-Type': 'application/json'}
        if token:
            headers['Authorization'] = 'Bearer %s' % token
        request = urllib.request.Request(self._url, data=json.dumps(payload).encode(), headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status
        except urllib.error.HTTPError as exc:
            return exc.code
        except OSError:
            return 0

    def wait_for(self, text, count):
        """Until its output holds a text as many times."""
        until = time.monotonic() + DEADLINE
        while self.output().count(text) < count:
            assert self.process.poll() is None and time.monotonic() < until, self.output()
            time.sleep(0.1)

    def wait(self):
        """Until it listens; fails where it ended."""
        until = time.monotonic() + DEADLINE
        while self.send({}, token='') == 0:
            assert self.process.poll() is None and time.monotonic() < until, self.output()
            time.sleep(0.1)


@contextlib.contextmanager
def running(said, chat, folder, name='dokploy_events', arguments=()):
    """Start a rulebook for the simulator that C(said) describes, and yield it; it is ended by its process id whatever happens."""
    found, port, log = program(), free_port(), os.path.join(folder, 'rulebook.log')
    inventory = os.path.join(folder, 'inventory')
    with open(inventory, 'w', encoding='utf-8') as handle:
        handle.write('localhost\n')
    environ = environment_at(said, DOKPLOY_EVENT_TOKEN=TOKEN, DOKPLOY_EVENT_PORT=str(port), DOKPLOY_EVENT_HOST='127.0.0.1',
                             DOKPLOY_EVENT_CHAT_URL=chat.url)
    environ['PATH'] += os.pathsep + os.path.dirname(found)
    with open(log, 'wb') as output:
        process = subprocess.Popen(  # pylint: disable=consider-using-with
            [found, '--rulebook', 'community.dokploy.' + name, '--inventory', inventory,
             '--env-vars', 'DOKPLOY_EVENT_TOKEN,DOKPLOY_EVENT_PORT,DOKPLOY_EVENT_HOST', *arguments],
            cwd=folder, env=environ, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True)
    try:
        book = Rulebook(process, port, log)
        book.wait()
        yield book
    finally:
        end(process)
