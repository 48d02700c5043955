# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compose services of both types."""

from __future__ import annotations

from cases.model import NEWEST, again, call, case, task

FILE = """services:
  web:
    image: nginx:%s
    environment:
      A: ${A}
      PASSWORD: S3CRET-in-the-file
    volumes: ["data:/data"]
    ports: ["8088:80"]
  init:
    image: init:1
    command: migrate --all
    deploy: {restart_policy: {condition: none}}
volumes:
  data: {}
"""
WORLD = {'world': {'images': {
    'nginx:1.27': {}, 'nginx:1.28': {}, 'init:1': {'exit_code': 0, 'exit_after': 0.5}, 'init:2': {'exit_code': 3, 'exit_after': 0.5},
    'crash:1': {'exit_code': 1, 'exit_after': 0.5}}}}
KINDS = ('docker-compose', 'stack')
CREATE = ['create compose', 'configure compose', 'deploy compose']
W_CREATE = ['compose.create', 'compose.update', 'compose.deploy']
UPDATE, W_UPDATE = ['update compose', 'deploy compose'], ['compose.update', 'compose.deploy']


def raw(tag='1.27', text=FILE):
    return {'type': 'raw', 'content': text % tag if '%s' in text else text}


def compose(name, options=None, kind='docker-compose', **more):
    base = {'type': kind, 'project': '@project', 'environment': 'production', 'name': 'shop'}
    return task(name, {**base, **(options or {})}, module='dokploy_compose', **more)


def information(name, options=None, **more):
    return task(name, {'project': '@project', **(options or {})}, module='dokploy_compose_info', **{'changed': False, 'writes': [], **more})


def made(kind='docker-compose', options=None, **more):
    """The compose service is made, and all of it runs."""
    expect = {'changed': True, 'phase': 'running', 'writes': W_CREATE, 'actions': CREATE, 'pending': [], 'unverified': []}
    return compose('create', {'source': raw(), 'env': {'A': 'S3CRET-one'}, **(options or {})}, kind, **{**expect, **more})


def _rows():
    for kind in KINDS:
        stack = kind == 'stack'
        start = 'compose.deploy' if stack else 'compose.start'
        yield case(
            'a compose service of the type %s from beginning to end' % kind,
            made(kind),
            again(made(kind), phase='running', pending=[], unverified=[]),
            compose('another image', {'source': raw('1.28')}, kind, changed=True, phase='running', applied=[], pending=[], writes=W_UPDATE, actions=UPDATE,
                    previous={'source.content': '(hidden)'}),
            again(compose('another image', {'source': raw('1.28')}, kind)),
            compose('a variable', {'env': {'A': 'S3CRET-two'}}, kind, changed=True, phase='running', writes=W_UPDATE, actions=UPDATE),
            again(compose('a variable', {'env': {'A': 'S3CRET-two'}}, kind)),
            compose('a description', {'description': 'Shop'}, kind, changed=True, phase='running', writes=['compose.update'], actions=['update compose']),
            compose('restart', {'state': 'restarted'}, kind, changed=True, phase='running', writes=['compose.stop', start]),
            compose('stop', {'state': 'stopped'}, kind, changed=True, phase='stopped', writes=['compose.stop'], actions=['stop compose']),
            again(compose('stop', {'state': 'stopped'}, kind), phase='stopped', pending=[]),
            compose('store', {'state': 'present', 'source': raw('1.27')}, kind, changed=True, phase='stopped', writes=['compose.update'],
                    actions=['update compose'], pending=['source.content']),
            compose('start', None, kind, changed=True, phase='running', writes=['compose.deploy'], actions=['deploy compose'], pending=[]),
            compose('stop', {'state': 'stopped'}, kind, changed=True, phase='stopped'),
            compose('start', None, kind, changed=True, phase='running', writes=[start], pending=[]),
            again(compose('start', None, kind)),
            compose('deploy', {'state': 'deployed'}, kind, changed=True, phase='running', writes=['compose.deploy']),
            compose('remove', {'state': 'absent'}, kind, changed=True, phase='absent', writes=['compose.delete'], actions=['delete compose']),
            again(compose('remove', {'state': 'absent'}, kind)),
            **WORLD,
        )
        yield case(
            'a file that was changed in the pages is deployed, type %s' % kind,
            made(kind),
            call('compose.update', composeId='@compose:shop', composeFile=FILE % '1.28'),
            compose('look', {'deploy': 'never'}, kind, changed=False, pending=['services.web.image'], writes=[]),
            information('information', shows={'compose_services.0.pending': ['services.web.image'], 'compose_services.0.unhealthy': False}),
            compose('apply', None, kind, changed=True, actions=['deploy compose'], applied=['services.web.image'], writes=['compose.deploy']),
            again(compose('apply', None, kind)),
            **WORLD,
        )
        yield case(
            'an image that does not exist, type %s' % kind,
            made(kind),
            compose('roll back', {'source': raw('nope'), 'on_failure': 'rollback'}, kind, changed=True, checked=False, failed='paused the update' if stack else 'the deployment of',
                    undone=['restore compose', 'deploy compose']),
            again(made(kind), phase='running', pending=[]),
            **WORLD,
        )
        yield case(
            'an init container that failed, type %s' % kind,
            made(kind),
            compose('deploy', {'source': raw(text=FILE.replace('init:1', 'init:2'))}, kind, changed=True, checked=False, phase='unhealthy',
                    failed=['init', 'exit (3)']),
            compose('look', None, kind, changed=False, failed=['init', 'exit (3)'], writes=[]),
            compose('repair and keep', {'source': raw(), 'on_failure': 'rollback'}, kind, changed=True, phase='running'),
            **WORLD,
        )


CASES = tuple(_rows())
