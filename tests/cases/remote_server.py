# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Remote servers, whose set-up answers whatever came of it."""

from __future__ import annotations

from cases.model import NEWEST, OLDER, ByVersion, event
from cases.record_steps import again, call, case, refused, task, twins

BASE, KEY = {'name': 'edge'}, call('sshKey.create', name='Deploy key', privateKey='S3CRET-1', publicKey='x', organizationId='')
VALUES = {'ip_address': '192.0.2.1', 'ssh_key': 'Deploy key', 'description': 'One'}
BODY = {'name': 'edge', 'description': '', 'ipAddress': '192.0.2.1', 'port': 22, 'username': 'root', 'sshKeyId': None, 'serverType': 'deploy'}


def _server(name, options=None, **more):
    return task(name, dict(BASE, **(options or {})), module='dokploy_server', **more)


def _rows():
    made = _server('create', VALUES, changed=True, actions=['create server'], writes=['server.create'])
    port = _server('another port', {'port': 2222}, changed=True, actions=['update server'], writes=['server.update'], previous={'port': 22})
    clear = _server('clear', {'description': ''}, changed=True, writes=['server.update'])
    yield case(
        'server from beginning to end', KEY, task('bad option', dict(BASE, colour='red'), module='dokploy_server', failed='Unsupported parameters', writes=[]),
        _server('check', VALUES, check=True, changed=True, actions=['create server'], writes=[]), made, again(made), port, again(port), clear, again(clear),
        event('world', servers={}),
        task('list', {}, module='dokploy_server_info', changed=False, shows={'servers.0.name': 'edge', 'servers.0.port': 2222, 'servers.0.type': 'deploy'}),
        _server('rename', {'rename_to': 'other'}, changed=True, previous={'name': 'edge'}), again(_server('rename', {'rename_to': 'other'})),
        task('remove', {'name': 'other', 'state': 'absent'}, module='dokploy_server', changed=True, actions=['delete server'], writes=['server.remove']),
        _server('absent', {'state': 'absent'}, changed=False, writes=[]))
    more = _server('builds', {'builds_concurrency': 3}, changed=True, writes=['server.updateBuildsConcurrency'], previous={'builds_concurrency': 1})
    off = _server('no clean-up', {'docker_cleanup': False}, changed=True, writes=['server.update'])
    yield case('server with newer options', KEY, made, more, again(more), off, again(off), port,
               _server('still no clean-up', {'docker_cleanup': False}, changed=False, writes=[]), versions=(NEWEST,))
    yield case('server with newer options on an older server', KEY, made,
               refused('builds', dict(BASE, builds_concurrency=3), 'builds_concurrency requires Dokploy v0.29.14', module='dokploy_server'), versions=(OLDER,))
    setup = _server('set up', {'setup': 'missing'}, changed=True, actions=['set up server'], writes=['server.setup'], shows={'validation.docker.enabled': True})
    yield case('server that is set up', KEY, made, setup, again(setup),
               _server('again and again', {'setup': 'always'}, changed=True, writes=['server.setup']),
               _server('validated', {'validate': True}, changed=False, shows={'validation.isSwarmInstalled': True}))
    yield case('server that is made and set up', KEY, _server(
        'create', dict(VALUES, setup='missing'), changed=True, actions=['create server', 'set up server'], writes=['server.create', 'server.setup']))
    yield case(
        'server whose set-up fails', KEY, made, event('world', servers={'edge': {'offline': True}}),
        _server('offline', {'setup': 'missing'}, changed=True, failed='the set-up of the server failed; missing: docker', checked=False,
                shows=ByVersion({'setup_log': 'Installing Server Dependencies: \n'}, {})),
        event('world', servers={'edge': {'dead': True}}),
        _server('dead', {'validate': True}, changed=False, failed='could not validate the server: SSH connection error', writes=[], checked=False))
    yield case(
        'server that cannot be meant', refused('no address', BASE, 'ip_address is needed', module='dokploy_server'),
        refused('no key of that name', dict(BASE, **VALUES), 'there is no SSH key named Deploy key', module='dokploy_server'),
        refused('too many builds', dict(BASE, ip_address='192.0.2.1', builds_concurrency=101), 'between 1 and 100', module='dokploy_server'),
        refused('no builds', dict(BASE, ip_address='192.0.2.1', builds_concurrency=0), 'between 1 and 100', module='dokploy_server'))
    yield case('servers of one name', *twins({'kind': 'server', 'id': 'server_id'}, BASE, {'port': 23}, 'server.create', [BODY, BODY]))


CASES = tuple(_rows())
