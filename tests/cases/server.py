# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows on a server that is reached over HTTP alone: the simulator as a process, or with LIVE=1 the real one in DOKPLOY_URL.

A row has a project of its own, whose name begins with C(PREFIX); that one and those that the row made of its name are removed in
the end. What a row names of the simulator's world (images, a Git repository, the front) is replaced by what the environment names.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import secrets
import time
from unittest import mock

from ansible_collections.community.dokploy.plugins.module_utils._client.http import CLOCK, Client

from cases.model import CRASH, GIT, NEWER, NEWEST, NGINX, OLDER
from cases.running import Inprocess, filled, project_of
from support import paths
from support.inprocess import run_main
from support.simulated import simulator

START = 'ansible-test-'
PREFIX = os.environ.get('LIVE_PROJECT') or START + secrets.token_hex(4)
SPEED = 50


def setting(name, default=''):
    return os.environ.get('LIVE_' + name) or default


IMAGE = setting('IMAGE', 'nginx:1.27-alpine')
# What the simulator's world has -> what a live server has.
TEXTS = {
    NGINX['image']: IMAGE,
    NEWER['image']: setting('IMAGE_NEWER', 'nginx:1.28-alpine'),
    'missing:1': '%s:no-such-tag' % (IMAGE.rsplit(':', 1)[0] if ':' in IMAGE.rsplit('/', 1)[-1] else IMAGE),
    'exec nginx': setting('IMAGE_COMMAND', "exec nginx -g 'daemon off;'"),
    GIT['url']: setting('GIT_URL'),
}
PORT = int(setting('IMAGE_PORT', '80'))
CRASHES = setting('CRASH_COMMAND', '/bin/false')
BRANCHES = {'main': setting('GIT_BRANCH', 'main'), 'broken': setting('GIT_BROKEN_BRANCH', 'broken')}
# Told of the simulator's own commit.
COMMIT = 'Release shop'


def real(value, crashing=False):
    """Options or expectations as the server at hand has them. What crashes runs another command, which the rest of its row clears."""
    if not paths.is_live():
        return value
    if isinstance(value, str):
        return TEXTS.get(value, value)
    if isinstance(value, (list, tuple)):
        return [real(one, crashing) for one in value]
    if not isinstance(value, dict):
        return value
    found = {name: real(one, crashing) for name, one in value.items() if one != COMMIT}
    if found.get('port') == 80:
        found['port'] = PORT
    if found.get('url') and 'branch' in found:
        found['branch'] = BRANCHES[found['branch']]
    if crashing and 'source' in value and 'image' in value['source']:
        found['command'] = ''
        if value['source'] == CRASH:
            found.update(source=real(NEWER), command=CRASHES)
    return found


def adapted(case):
    """A row for the server at hand."""
    crashing = any(step.options.get('source') == CRASH for step in case.steps)
    steps = [dataclasses.replace(step, options=real(step.options, crashing), expect=real(step.expect)) for step in case.steps]
    return dataclasses.replace(case, steps=tuple(steps))


def _mentions(value, text):
    if isinstance(value, dict):
        return any(_mentions(one, text) for one in value.values())
    if isinstance(value, (list, tuple)):
        return any(_mentions(one, text) for one in value)
    return isinstance(value, str) and text in value


def lacks(case):
    """What a row needs and the environment does not name, or None."""
    for text, name in ((GIT['url'], 'GIT_URL'), ('@front', 'FRONT_URL')):
        if paths.is_live() and not setting(name) and any(_mentions(step.options, text) for step in case.steps):
            return 'LIVE_%s is not set' % name
    return None


def playable(case):
    """Whether a row needs nothing that only the simulator can do."""
    return not case.world and all(step.event is None or step.event.what == 'call' for step in case.steps)


def name_of(case):
    """A project's name, which no other row's begins with; it is part of a host's name, which may be 63 characters long."""
    return '%s-%s-row' % (PREFIX, project_of(case)[:32].strip('-'))


class Server:
    """A server over HTTP, with what C(support.inprocess.Here) has of the last run."""

    def __init__(self, url, api_key, front_url):
        self.url, self.api_key, self.front_url = url, api_key, front_url
        self.client = Client(url, api_key)
        self.release = self.client.read('settings.getDokployVersion')
        numbers = tuple(int(one) for one in self.release.strip('v').split('-')[0].split('.'))
        # Whose answers it is expected to give.
        self.version = NEWEST if numbers >= (0, 30) else OLDER
        self.sent = []

    def run(self, module, check_mode=False, **arguments):
        arguments = dict({'api_url': self.url, 'api_key': self.api_key}, **arguments)
        exchange, sent = Client._exchange, []

        def recorded(client, method, path, procedure, query, body, *more):
            sent.append((method, procedure, body))
            return exchange(client, method, path, procedure, query, body, *more)

        with mock.patch.object(Client, '_exchange', recorded):
            result = run_main(module, arguments, check_mode=check_mode)
        self.sent = sent
        result['warnings'] = [one for one in result.warnings if one not in self.client.warnings]
        return result

    @property
    def writes(self):
        return [procedure for method, procedure, dummy in self.sent if method == 'POST']

    @property
    def bodies(self):
        return [body for method, dummy, body in self.sent if method == 'POST']

    @property
    def requests(self):
        return len(self.sent)

    def remove(self, name):
        """Remove the project of that name, and those whose names were made of it -> their names."""
        assert name.startswith(START), name
        rows = [row for row in self.run('dokploy_project_info')['projects'] if row['name'] == name or row['name'].startswith(name + '-')]
        wrong = []
        for row in rows:
            result = self.run('dokploy_project', project_id=row['id'], state='absent', force=True)
            if result.failed:
                wrong.append('%s: %s' % (row['name'], result['msg']))
        assert not wrong, 'These are left behind: %s' % '; '.join(wrong)
        return [row['name'] for row in rows]

    @contextlib.contextmanager
    def project(self, name):
        """A project for the length of a test."""
        try:
            made = self.run('dokploy_project', project=name)
            assert not made.failed, made
            yield name
        finally:
            self.remove(name)


class OnServer(Inprocess):
    """One row on such a server."""

    def __init__(self, case, server):
        super().__init__(adapted(case), server.version, server)
        self.project = name_of(case)
        self.last = {}

    def look_up(self, what, argument):
        if what == 'project':
            return self.project
        if what in ('front', 'url'):
            return self.here.front_url if what == 'front' else self.here.url
        if what in ('project_id', 'environment_id'):
            for row in self.here.client.read('project.all'):
                if row['name'] == self.project and what == 'project_id':
                    return row['projectId']
                for inner in row['environments'] if row['name'] == self.project else ():
                    if inner['name'] == (argument or 'production'):
                        return inner['environmentId']
        if what in ('id', 'app_name'):
            for row in run_main('dokploy_application_info', {
                'api_url': self.here.url, 'api_key': self.here.api_key, 'project': self.project, 'name': argument or 'web'
            })['applications']:
                return row[what]
        raise KeyError((what, argument))

    def happen(self, one):
        values = filled(one.values, self.look_up)
        self.here.client.write(values.pop('procedure'), values)


@contextlib.contextmanager
def server():
    """The server at hand; time goes faster on the simulator, for modules as well."""
    if paths.is_live():
        yield Server(os.environ['DOKPLOY_URL'], os.environ['DOKPLOY_API_KEY'], setting('FRONT_URL'))
        return
    pause, now = time.sleep, time.monotonic
    with contextlib.ExitStack() as stack:
        state = stack.enter_context(simulator('--speed', str(SPEED)))
        stack.enter_context(mock.patch.object(CLOCK, 'sleep', lambda seconds: pause(seconds / SPEED)))
        stack.enter_context(mock.patch.object(CLOCK, 'monotonic', lambda: now() * SPEED))
        yield Server(state['url'], state['api_key'], state['front_url'])
