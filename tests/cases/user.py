# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users of the organisation."""

from __future__ import annotations

from cases.model import NEWEST, OLDER, REFUSED
from cases.record_steps import again, case, refused, task

CREATE, ASSIGN = 'user.createUserWithCredentials', 'user.assignPermissions'
ROLE = 'organization.updateMemberRole'
BASE = {'email': 'dev@example.com'}
VALUES = {'password': 'S3CRET-12', 'role': 'member'}


def _user(name, options=None, **more):
    return task(name, dict(BASE, **(options or {})), module='dokploy_user', **more)


def _no(name, options, message, **more):
    return refused(name, dict(BASE, **options), message, module='dokploy_user', **more)


def _rows():
    role = _user('another role', {'role': 'admin'}, changed=True, actions=['update user'], writes=[ROLE], previous={'role': 'member'})
    made = _user('create', dict(VALUES, can_access_api=True, projects=['@project']), changed=True, actions=['create user', 'configure user'],
                 writes=[CREATE, ASSIGN])
    change = _user('change', {'can_create_services': True}, changed=True, actions=['update user'], writes=[ASSIGN], previous={'can_create_services': False})
    clear = _user('clear', {'projects': [], 'can_access_api': False}, changed=True, writes=[ASSIGN])
    yield case(
        'user from beginning to end', task('bad option', dict(BASE, colour='red'), module='dokploy_user', failed='Unsupported parameters', writes=[]),
        _user('check', VALUES, check=True, changed=True, actions=['create user']), made, again(made, unverified=['password']), change, again(change),
        _user('the rest is as it was', {'can_access_api': True}, changed=False), clear, again(clear),
        role, again(role), _no('an owner', {'role': 'owner'}, 'cannot be given to another user'),
        _user('a role that is none', {'role': 'nope'}, changed=False, failed='Custom role "nope" not found', writes=REFUSED, checked=False),
        _user('role and permission', {'role': 'member', 'can_access_docker': True}, changed=True, writes=[ROLE, ASSIGN]),
        _user('in capitals', {'email': 'Dev@Example.com', 'can_create_services': True}, changed=False),
        task('list', BASE, module='dokploy_user_info', changed=False, writes=[],
             shows={'users.0.name': 'dev@example.com', 'users.0.can_create_services': True}),
        _user('remove', {'state': 'absent'}, changed=True, writes=['user.remove']), _user('absent', {'state': 'absent'}, changed=False, writes=[]),
        versions=(NEWEST,))
    yield case(
        'user with something wrong', _no('too little', {'role': 'member'}, 'password and role are needed'),
        _no('owner', dict(VALUES, role='owner'), 'one owner'),
        _no('short', dict(VALUES, password='short'), 'at least 8'), _no('project', dict(VALUES, projects=['nothing']), '0 projects are named nothing'),
        _user('role', dict(VALUES, role='nope'), changed=False, failed='nope does not exist', writes=REFUSED, checked=False), versions=(NEWEST,))
    large = _user('create', dict(VALUES, email='Ops@Example.com'), changed=True, writes=[CREATE], shows={'user.name': 'ops@example.com'})
    yield case(
        'user whose address has capitals', large, again(large, unverified=['password']), task(
            'list', {'email': 'OPS@example.com'}, module='dokploy_user_info', changed=False, shows={'users.0.name': 'ops@example.com'}),
        _user('remove', {'email': 'Ops@Example.com', 'state': 'absent'}, changed=True), versions=(NEWEST,))
    yield case('user on an older server', _no('create', VALUES, 'password requires Dokploy v0.29.14'), versions=(OLDER,))


CASES = tuple(_rows())
