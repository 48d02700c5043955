# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real ansible-rulebook with the rulebook of this checkout, and a chat that keeps what is posted to it.

ansible-rulebook needs Java 17 or later. Where it is missing, and root and apt allow, it is installed; elsewhere the tests skip and say why, never in CI.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import threading
import time
import urllib.error

from support.machine import Unavailable, install, skip_or_fail
from support.processes import end
from support.simulated import environment_at
from support.venvs import NoPython, ensure
from support.web import JsonServer, find_free_ports, send

PACKAGE = 'ansible-rulebook == 1.3.2'
JAVA_PACKAGES = ('openjdk-17-jre-headless', 'default-jre-headless')
OLDEST_JAVA = 17
DEADLINE = 90.0
TOKEN = 'canary-of-the-event-token'


def has_java():
    """Whether this machine has a Java that is new enough."""
    program = shutil.which('java')
    if not program:
        return False
    answer = subprocess.run([program, '-version'], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    found = re.search(r'version "(\d+)', answer.stderr + answer.stdout)
    return bool(found) and int(found.group(1)) >= OLDEST_JAVA


def program():
    """The path of ansible-rulebook; skips where it cannot be had, but never in CI."""
    try:
        install({'Java %d' % OLDEST_JAVA: (has_java, JAVA_PACKAGES)})
        return os.path.join(ensure('.cache/ansible-rulebook', (), packages=(PACKAGE,)), 'ansible-rulebook')
    except (Unavailable, NoPython, RuntimeError) as exc:
        return skip_or_fail('ansible-rulebook: %s' % exc)


class Chat:
    """An incoming webhook on loopback: url, and posts, the bodies in the order of their arrival."""

    def __init__(self):
        self.posts, self._changed = [], threading.Condition()
        self._server = JsonServer(self._answer)
        self.origin, self.close = self._server.url, self._server.close
        self.url = self.origin + '/canary-of-the-chat'

    def _answer(self, method, path, headers, body):
        if method == 'GET':
            return 200, self.answer_get(path)
        with self._changed:
            self.posts.append(body)
            self._changed.notify_all()
        return 200, self.answer_post(path)

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

    def __init__(self, process, port):
        self.process = process
        self._url = 'http://127.0.0.1:%d/dokploy' % port
        self._lines, self._ended, self._changed = [], False, threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            with self._changed:
                self._lines.append(line)
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def output(self):
        with self._changed:
            return ''.join(self._lines)

    def send(self, payload, token=TOKEN):
        """The status of the answer."""
        try:
            send(self._url, payload, **({'Authorization': 'Bearer %s' % token} if token else {}))
            return 200
        except urllib.error.HTTPError as exc:
            return exc.code

    def wait_for(self, text, count):
        """Until its output holds a text as many times; fails where it ended before."""
        def is_there():
            return sum(line.count(text) for line in self._lines) >= count
        with self._changed:
            self._changed.wait_for(lambda: self._ended or is_there(), DEADLINE)
            assert is_there(), ''.join(self._lines)

    def wait_until_it_listens(self):
        """Until events are received; fails where it ended."""
        until = time.monotonic() + DEADLINE
        while time.monotonic() < until:
            with contextlib.suppress(urllib.error.URLError):
                return self.send({}, token='')
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.05)
                break
        raise AssertionError(self.output())


@contextlib.contextmanager
def running(said, chat, folder, name='dokploy_events', arguments=()):
    """Start a rulebook for the simulator that C(said) describes, and yield it; it is ended by its process id whatever happens."""
    found, (port,) = program(), find_free_ports(1)
    inventory = os.path.join(folder, 'inventory')
    with open(inventory, 'w', encoding='utf-8') as handle:
        handle.write('localhost\n')
    environ = environment_at(said, DOKPLOY_EVENT_TOKEN=TOKEN, DOKPLOY_EVENT_PORT=str(port), DOKPLOY_EVENT_HOST='127.0.0.1',
                             DOKPLOY_EVENT_CHAT_URL=chat.url)
    environ['PATH'] += os.pathsep + os.path.dirname(found)
    process = subprocess.Popen(  # pylint: disable=consider-using-with
        [found, '--rulebook', 'community.dokploy.' + name, '--inventory', inventory,
         '--env-vars', 'DOKPLOY_EVENT_TOKEN,DOKPLOY_EVENT_PORT,DOKPLOY_EVENT_HOST', *arguments],
        cwd=folder, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors='replace',
        start_new_session=True)
    try:
        book = Rulebook(process, port)
        book.wait_until_it_listens()
        yield book
    finally:
        end(process)
