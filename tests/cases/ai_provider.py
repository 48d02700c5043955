# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Providers of AI, whose update wants every key and makes a record of an unknown id."""

from __future__ import annotations

from cases.model import NEWEST, OLDER, REFUSED, event
from cases.record_steps import again, call, case, refused, steps_of, task, twins

URL, BASE = 'https://ai.example.com/v1', {'name': 'Models'}
WORLD = {'ai': {URL: {'keys': ['S3CRET-1', ''], 'models': ['small', 'large']}}}
KIND = {'kind': 'ai_provider', 'id': 'ai_id', 'renamed': 'Renamed'}
VALUES = {'url': URL, 'provider_key': 'S3CRET-1', 'model': 'small'}
BODY = {'name': 'Models', 'apiUrl': URL, 'apiKey': 'S3CRET-1', 'model': 'small', 'isEnabled': True}
TEST, CALLS = 'ai.testConnection', ('ai.create', 'ai.update', 'ai.delete')


def _ai(name, options=None, **more):
    return task(name, dict(BASE, **(options or {})), module='dokploy_ai_provider', **more)


def _rows():
    for version, tested in ((NEWEST, [TEST]), (OLDER, [])):
        yield case('AI provider from beginning to end on %s' % version, *steps_of(
            KIND, BASE, VALUES, tested + ['ai.create'], {'model': 'large'}, {'model': 'small'}, clear={'provider_key': ''}, procedures=CALLS, tested=tested),
            versions=(version,), world=WORLD)
    yield case(
        'AI provider that is changed by one key',
        _ai('create', VALUES, changed=True, bodies=[{key: BODY[key] for key in ('apiUrl', 'apiKey', 'model')}, BODY]),
        _ai('switch it off', {'enabled': False}, changed=True, writes=['ai.update'], previous={'enabled': True}),
        again(_ai('switch it off', {'enabled': False})),
        task('list', {}, module='dokploy_ai_provider_info', changed=False, shows={'ai_providers.0.model': 'small', 'ai_providers.0.enabled': False}),
        versions=(NEWEST,), world=WORLD)
    yield case(
        'AI provider that does not answer',
        _ai('another key', dict(VALUES, provider_key='S3CRET-2'), changed=False, failed='Incorrect API key provided', writes=REFUSED, checked=False),
        _ai('another model', dict(VALUES, model='none'), changed=False, failed='does not exist', writes=REFUSED, checked=False),
        _ai('untested', dict(VALUES, model='none', test=False), changed=True, writes=['ai.create']), versions=(NEWEST,), world=WORLD)
    yield case(
        'AI provider with too little', refused('no model', dict(BASE, url=URL), 'url and model are needed', module='dokploy_ai_provider'),
        _ai('no address', dict(VALUES, url='nonsense', test=False), changed=False, failed='valid URL', writes=REFUSED, checked=False))
    yield case(
        'AI provider at an address that is not allowed', event('set', name='ai_addresses', value=[{'name': 'Ours', 'apiUrl': 'https://other.example.com'}]),
        _ai('create', VALUES, changed=False, failed="not in your organization's allowed AI providers", writes=REFUSED, checked=False),
        versions=(NEWEST,), world=WORLD)
    yield case('AI providers of one name', *twins(KIND, BASE, {'model': 'large'}, 'ai.create', [BODY, BODY]), world=WORLD)
    yield case('AI provider with a key of a member', event('member', label='m'), call('ai.create', **BODY),
               _ai('remove', {'state': 'absent', 'api_key': '@key:m'}, changed=False, failed='lacks this permission', writes=[]))


CASES = tuple(_rows())
