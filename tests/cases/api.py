# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls of procedures by their names."""

from __future__ import annotations

from cases.model import case, created, event, task


def _call(name, procedure, options=None, **more):
    return task(name, dict({'procedure': procedure}, **(options or {})), module='dokploy_api', **more)


def _refused(name, procedure, options, message):
    return _call(name, procedure, options, changed=False, failed=message, writes=[])


WEB = {'project': '@project', 'environment': 'production', 'application': 'web'}


def _rows():
    write = _call(
        'write', 'application.update', dict(WEB, body={'env': 'TOKEN=S3CRET-1', 'title': 'Storefront'}), changed=True,
        actions=['call application.update'], writes=['application.update'], shows={'request.env': '(hidden)', 'request.title': 'Storefront'})
    yield case(
        'any call of the API',
        created(),
        _call('read without parameters', 'settings.getDokployVersion', changed=False, writes=[], requests=2),
        _call('read by names', 'application.one', WEB, changed=False, writes=[], shows={'body.name': 'web', 'method': 'GET'}),
        _call('read by id', 'application.one', {'query': {'applicationId': '@id'}}, changed=False, writes=[], shows={'body.name': 'web'}),
        _call('check', 'application.update', dict(WEB, body={'title': 'Storefront'}), check=True, changed=True, writes=[], shows={'body': None}),
        write,
        _call('a secret in an answer is hidden', 'application.one', WEB, changed=False, shows={'body.env': '(hidden)', 'body.title': 'Storefront'}),
        _call('a secret is returned on request', 'application.one', dict(WEB, include_secrets=True), changed=False, secrets=True,
              shows={'body.env': 'TOKEN=S3CRET-1'}),
        _call('names of a project alone', 'project.one', {'project': '@project'}, changed=False, shows={'body.name': '@project'}),
        _call('without the schema', 'project.all', {'validate': False}, changed=False, unverified=['schema'], shows={'method': 'GET'}),
        live=True,
    )
    yield case(
        'calls of the API that are refused',
        created(),
        _refused('no procedure', 'application', {}, 'a router and a name'),
        _refused('an unknown procedure', 'application.updat', {'body': {}}, ['has no procedure application.updat', 'Is it application.update']),
        _refused('an unknown key', 'application.update', dict(WEB, body={'titel': 'x'}), ['titel is unknown: is it title?', 'nothing was sent']),
        _refused('a missing key', 'application.update', {'body': {'title': 'x'}}, 'applicationId is missing'),
        _refused('a wrong type', 'application.update', dict(WEB, body={'title': 3, 'env': ['S3CRET']}), ['title must be string', 'env must be string']),
        _refused('a wrong choice', 'application.update', dict(WEB, body={'buildType': 'make'}), 'buildType must be one of'),
        _refused('a query for a write', 'application.update', {'query': {'applicationId': '@id'}}, 'takes a body, not a query'),
        _refused('a body for a read', 'application.one', {'body': {'applicationId': '@id'}}, 'takes a query, not a body'),
        _refused('both', 'application.one', {'body': {}, 'query': {}}, 'are mutually exclusive'),
        _refused('a body that is a list', 'application.update', {'body': ['S3CRET']}, 'body must be a dictionary'),
        _refused('a contradiction', 'application.one', dict(WEB, query={'applicationId': 'other'}), 'is not that of the names'),
        _refused('names without a project', 'application.one', {'application': 'web'}, 'requires project'),
        _refused('a missing parent', 'application.one', dict(WEB, application='wep'), ['the application wep does not exist', 'is it web?']),
    )
    yield case(
        'a write of the API is sent once',
        created(),
        event('fault', procedure='application.update', action='cut_after'),
        _call('lost', 'application.update', dict(WEB, body={'title': 'x'}), checked=False, failed='application.update', writes=['application.update']),
    )


CASES = tuple(_rows())
