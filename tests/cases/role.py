# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Custom roles, which want a licence."""

from __future__ import annotations

from cases.model import event
from cases.record_steps import again, call, case, refused, task

BASE = {'name': 'support'}
ALLOWED = {'permissions': {'deployment': ['read', 'create'], 'logs': ['read']}}
BODY = {'roleName': 'support', 'permissions': {'deployment': ['create', 'read'], 'logs': ['read']}}


def _role(name, options=None, **more):
    return task(name, dict(BASE, **(options or {})), module='dokploy_role', **more)


def _rows():
    licence = event('set', name='licence', value=True)
    yield case(
        'role without a licence', refused('create', dict(BASE, **ALLOWED), 'requires a valid enterprise license', module='dokploy_role'),
        task('list', {}, module='dokploy_role_info', changed=False, shows={'roles': []}), _role('absent', {'state': 'absent'}, changed=False, writes=[]))
    made = _role('create', ALLOWED, changed=True, actions=['create role'], writes=['customRole.create'], bodies=[BODY])
    less = _role('less', {'permissions': {'logs': ['read']}}, changed=True, writes=['customRole.update'], bodies=[
        {'roleName': 'support', 'permissions': {'logs': ['read']}}], previous={'permissions': BODY['permissions']})
    yield case(
        'role from beginning to end', licence, _role('check', ALLOWED, check=True, changed=True, writes=[]), made, again(made),
        _role('another order', {'permissions': {'logs': ['read'], 'deployment': ['create', 'read']}}, changed=False, writes=[]), less, again(less),
        _role('nothing', {'permissions': {}}, changed=True, writes=['customRole.update']), again(_role('nothing', {'permissions': {}})),
        task('list', {}, module='dokploy_role_info', changed=False, shows={'roles.0.name': 'support', 'roles.0.members': 0}),
        _role('rename', {'rename_to': 'helpers'}, changed=True, writes=['customRole.update'], previous={'name': 'support'}),
        again(_role('rename', {'rename_to': 'helpers'})),
        task('remove', {'name': 'helpers', 'state': 'absent'}, module='dokploy_role', changed=True, actions=['delete role'], writes=['customRole.remove']),
        _role('absent', {'state': 'absent'}, changed=False, writes=[]), refused('without a name', {}, 'name the role: name', module='dokploy_role'))
    bare = _role('create', changed=True, writes=['customRole.create'], bodies=[{'roleName': 'support', 'permissions': {}}])
    yield case('role without permissions', licence, bare, again(bare))
    yield case(
        'role that cannot be meant', licence,
        refused('built in', {'name': 'admin'}, 'admin is built in', module='dokploy_role'),
        refused('nothing of that name', dict(BASE, permissions={'rockets': ['launch'], 'logs': ['read', 'write']}), 'no logs.write, rockets.launch',
                module='dokploy_role'),
        refused('one text', dict(BASE, permissions={'logs': 'read'}), 'must be a list', module='dokploy_role'))
    yield case(
        'role that members have', licence, made, call('user.createUserWithCredentials', email='ada@example.com', password='S3CRET-123', role='support'),
        refused('remove', dict(BASE, state='absent'), 'it has 1 members', module='dokploy_role'), versions=('v0.30.2',))


CASES = tuple(_rows())
