# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Environments."""

from __future__ import annotations

from cases.model import NGINX, again, call, case, created, environment, task

CREATE, CHANGE, REMOVE = ['create environment'], ['update environment'], ['delete environment']


def _rows():
    made = environment(
        'create',
        {'description': 'Next', 'env': {'TOKEN': 'S3CRET-1'}},
        changed=True,
        actions=CREATE + ['configure environment'],
        writes=['environment.create', 'environment.update'],
        shows={'environment.env_keys': ['TOKEN'], 'environment.is_default': False},
    )
    yield case(
        'environment from beginning to end',
        environment('check', {'description': 'Next'}, check=True, changed=True, actions=CREATE),
        made,
        again(made, requests=2),
        environment('describe', {'description': 'Soon'}, changed=True, actions=CHANGE, writes=['environment.update'], previous={'description': 'Next'}),
        environment('clear', {'description': ''}, changed=True, actions=CHANGE, shows={'environment.description': ''}),
        again(environment('clear', {'description': ''})),
        environment(
            'variables', {'env': {'B': '2'}, 'env_remove': ['TOKEN']}, changed=True, previous={'env': {'added': ['B'], 'removed': ['TOKEN'], 'changed': []}}
        ),
        environment('remove', {'state': 'absent'}, changed=True, actions=REMOVE, writes=['environment.remove']),
        again(environment('remove', {'state': 'absent'})),
    )
    yield case('environment without a project', environment('bad', {'project': ''}, changed=False, failed='requires project', writes=[]))
    yield case('environment with a bad option', environment('bad', {'colour': 'red'}, failed='Unsupported parameters', writes=[]))
    yield case(
        'environment in a project that is missing',
        environment('check', {'project': 'nowhere'}, check=True, changed=True, actions=CREATE, warns=['the project nowhere does not exist yet']),
        environment('create', {'project': 'nowhere'}, checked=False, changed=False, failed='the project nowhere does not exist', writes=[]),
        environment('remove', {'project': 'nowhere', 'state': 'absent'}, changed=False, writes=[]),
    )
    yield case(
        'the default environment',
        environment('remove', {'environment': 'production', 'state': 'absent'}, changed=False,
                    failed=['default environment', 'which Dokploy never removes'], writes=[]),
        environment('with force', {'environment': 'production', 'state': 'absent', 'force': True}, changed=False, failed='default environment', writes=[]),
        live=True,
    )
    yield case(
        'environment that is not empty',
        environment('create', changed=True),
        task('application', {'environment': 'staging', 'source': NGINX, 'state': 'present'}, changed=True),
        environment('remove', {'state': 'absent'}, changed=False, failed=['is not empty', 'application web'], writes=[]),
        environment('remove with force', {'state': 'absent', 'force': True}, changed=True, actions=['delete application web'] + REMOVE),
        live=True,
    )
    yield case(
        'environment renamed',
        environment('create', changed=True),
        environment('rename', {'rename_to': 'next'}, changed=True, actions=CHANGE, shows={'environment.name': 'next'}),
        again(environment('rename', {'rename_to': 'next'})),
    )
    yield case(
        'environment variables that services refer to',
        created({'env': {'URL': 'http://${{environment.HOST}}/'}, 'state': 'present'}, actions=None, phase=None, writes=None),
        environment('set', {'environment': 'production', 'env': {'HOST': 'db'}}, changed=True, affected=['web']),
        live=True,
    )
    yield case(
        'two environments of one name',
        environment('create', changed=True),
        call('environment.create', projectId='@project_id', name='staging'),
        environment('touch', {'description': 'x'}, changed=False, failed='matches 2 environments', writes=[]),
        live=True,
    )
    yield case(
        'environment by id',
        environment('create', changed=True),
        environment('by id', {'project': '', 'environment': '', 'environment_id': '@environment_id:staging', 'description': 'x'}, changed=True),
        environment(
            'a contradiction',
            {'environment': 'production', 'environment_id': '@environment_id:staging'},
            changed=False,
            failed='nothing was changed',
            writes=[],
        ),
        environment('wrong', {'environment_id': 'nothing'}, changed=False, failed='no environment has the id nothing', writes=[]),
    )


CASES = tuple(_rows())
