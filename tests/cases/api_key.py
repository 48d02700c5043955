# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""API keys and organisations."""

from __future__ import annotations

from cases.model import NEWEST, OLDER
from cases.record_steps import again, call, case, refused, steps_of, task

KEY, ORGANIZATION = {'name': 'pipeline'}, {'name': 'Company'}


def _key(name, options=None, **more):
    return task(name, dict(KEY, **(options or {})), module='dokploy_api_key', **more)


def _no(name, options, message):
    return refused(name, dict(KEY, **options), message, module='dokploy_api_key')


def _rows():
    made = _key('create', {'prefix': 'ci', 'expires_in_days': 90}, changed=True, actions=['create api_key'], writes=['user.createApiKey'], shows={
        'api_key.rate_limit_enabled': False})
    yield case(
        'API key from beginning to end', _key('check', {}, check=True, changed=True), made, again(made, unverified=['expires_in_days']),
        _no('another prefix', {'prefix': 'cd'}, 'accepts prefix only at creation'), _no('a limit later', {'rate_limit_enabled': True}, 'only at creation'),
        task('list', {'name': 'pipeline'}, module='dokploy_api_key_info', changed=False, writes=[], shows={'api_keys.0.name': 'pipeline'}),
        _key('remove', {'state': 'absent'}, changed=True, writes=['user.deleteApiKey']), _key('absent', {'state': 'absent'}, changed=False, writes=[]))
    limited = _key('create', {'rate_limit_enabled': True, 'rate_limit_max': 100, 'rate_limit_time_window': 60000}, changed=True, shows={
        'api_key.rate_limit_max': 100})
    yield case('API key with a limit', limited, again(limited))
    yield case(
        'API key with something wrong', _no('too short', {'expires_in_days': 0}, 'at least 1'), _no('limit', {'rate_limit_max': 2}, 'needs rate_limit_enabled'),
        _no('refill', {'refill_amount': 1}, 'are required together'), refused('name', {'name': 'n' * 33}, 'at most 32', module='dokploy_api_key'),
        refused('no name', {}, 'name the api key', module='dokploy_api_key'))
    yield case('organization from beginning to end', *steps_of(
        {'kind': 'organization', 'id': 'organization_id', 'renamed': 'Renamed', 'removal': {'force': True}},
        ORGANIZATION, {'logo': 'https://a.example.com'}, ['organization.create'],
        {'logo': 'https://b.example.com'}, {'logo': 'https://a.example.com'}, clear={'logo': ''},
        procedures=('organization.create', 'organization.update', 'organization.delete')))
    role = task('role', dict(ORGANIZATION, default_role='member'), module='dokploy_organization', changed=True)
    yield case('organization with a role', role, again(role), versions=(NEWEST,))
    yield case(
        'organization with a role on an older server',
        refused('role', dict(ORGANIZATION, default_role='member'), 'default_role requires Dokploy v0.30.2', module='dokploy_organization'),
        versions=(OLDER,))
    yield case(
        'organization of the key', refused('remove', {'name': 'My Organization', 'state': 'absent'}, 'which cannot remove it', module='dokploy_organization'),
        call('organization.create', name='Company'),
        refused('remove another', dict(ORGANIZATION, state='absent'), 'which this key cannot list', module='dokploy_organization'),
        call('organization.create', name='Company'),
        refused('two of one name', dict(ORGANIZATION, state='absent'), 'matches 2', module='dokploy_organization'),
        task('list', {'name': 'My Organization'}, module='dokploy_organization_info', changed=False, shows={'organizations.0.name': 'My Organization'}))


CASES = tuple(_rows())
