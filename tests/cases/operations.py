# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The small operations on an application: the token of its webhook, and the status that Dokploy shows."""

from __future__ import annotations

from cases.model import CRASH, NGINX, again, call, case, created, event, task

WEB = {'project': '@project', 'environment': 'production', 'name': 'web'}
ROTATE, W_ROTATE = 'rotate webhook token', ['application.refreshToken']
W_MARK, W_UPDATE = ['application.markRunning'], ['application.update']


def token(name, options=None, **more):
    expect = {'changed': True, 'actions': [ROTATE], 'previous': {}, 'writes': W_ROTATE, 'shows': {'webhook_url': None, 'application.name': 'web'}}
    return task(name, dict(WEB, **(options or {})), module='dokploy_webhook_token', **dict(expect, **more))


def status(name, options=None, was=None, now=None, **more):
    """A status task that changes it C(was) → C(now), or nothing."""
    expect = {'changed': now is not None, 'actions': ['set status %s' % now] if now else [], 'previous': {'status': was} if now else {}}
    expect['writes'] = (W_MARK if now == 'running' else W_UPDATE) if now else []
    if now or was:
        expect['shows'] = {'application.status': now or was}
    return task(name, dict(WEB, **(options or {})), module='dokploy_application_status', **dict(expect, **more))


def bad(step_of, name, options, message, **more):
    return step_of(name, options, **dict({'changed': False, 'failed': message, 'writes': [], 'actions': None, 'previous': None, 'shows': None}, **more))


def _tokens():
    yield case(
        'a rotated webhook token',
        created({'domains': [{'host': 'hook.example.com', 'port': 80}]}, actions=None, writes=None),
        token('check', check=True, writes=[]),
        token('rotate'),
        token('rotate again'),
        token('by id', {'project': '', 'environment': '', 'name': '', 'application_id': '@id'}),
        token('by app_name', {'project': '', 'environment': '', 'name': '', 'app_name': '@app_name'}),
        token('by domain_host', {'project': '', 'environment': '', 'name': '', 'domain_host': 'hook.example.com'}),
        task('nothing else', changed=False, phase='running'),
    )
    stack = {'writes': ['compose.refreshToken'], 'shows': {'webhook_url': None, 'application': None, 'compose.name': 'stack'}}
    yield case(
        'a rotated webhook token of a compose service',
        call('compose.create', name='stack', environmentId='@environment_id', composeType='docker-compose', appName='shop-stack'),
        token('check', {'kind': 'compose', 'name': 'stack'}, check=True, **dict(stack, writes=[])),
        token('rotate', {'kind': 'compose', 'name': 'stack'}, **stack),
        token('by id', {'project': '', 'environment': '', 'name': '', 'compose_id': '@compose:stack'}, **stack),
        bad(token, 'an application of that name', {'name': 'stack'}, 'does not exist'),
        bad(token, 'two kinds', {'kind': 'application', 'compose_id': '@compose:stack'}, 'mutually exclusive'),
    )
    yield case(
        'a webhook token that cannot be rotated',
        bad(token, 'missing', {}, 'does not exist'),
        bad(token, 'missing, by app_name', {'name': '', 'app_name': 'nope'}, 'does not exist'),
        bad(token, 'missing, by id', {'application_id': 'nope'}, 'no application has the id nope'),
        bad(token, 'nothing named', {'project': '', 'environment': '', 'name': ''}, 'name the application'),
        bad(token, 'no project', {'project': ''}, 'requires project'),
        bad(token, 'a state of applications', {'state': 'absent'}, 'must be one of', changed=None),
        created(),
        bad(token, 'another name', {'application_id': '@id', 'name': 'other'}, 'name says other'),
        event('member', label='plain', services=['@id']),
        bad(token, 'a key that may not', {'application_id': '@id', 'api_key': '@key:plain'}, 'service.create', checked=False),
    )


def _statuses():
    yield case(
        'a status that is true',
        created(),
        event('advance', seconds=30),
        status('running', was='done', phase='running', shows={'actual': 'done'}),
        task('stop', {'state': 'stopped'}, changed=True),
        status('stopped', was='idle', phase='stopped', shows={'actual': 'idle'}),
        task('other', {'name': 'other', 'source': NGINX, 'state': 'present'}, changed=True),
        status('never deployed', {'name': 'other'}, was='idle', phase='never_deployed'),
    )
    yield case(
        'a status that is not true',
        created({'replicas': 2}),
        event('advance', seconds=30),
        event('scale', service='@app_name', replicas=0),
        event('advance', seconds=30),
        status('scaled to nothing', was='done', now='idle', phase='stopped'),
        again(status('scaled to nothing')),
        event('scale', service='@app_name', replicas=2),
        event('advance', seconds=30),
        status('scaled back', was='idle', now='done', phase='running'),
        again(status('scaled back')),
        call('application.markRunning', applicationId='@id'),
        status('marked', was='running', now='done'),
        call('application.update', applicationId='@id', applicationStatus='error'),
        status('an error that is over', was='error', now='done'),
        event('remove_service', service='@app_name'),
        status('removed', was='done', now='idle', phase='never_deployed'),
    )
    yield case(
        'a status of what crashes',
        task('crash', {'source': CRASH}, changed=True, failed='is not healthy'),
        event('advance', seconds=60),
        status('crashes', was='done', now='error', phase='running'),
        again(status('crashes')),
    )
    yield case(
        'a status of what does not start yet',
        created({'wait_for': 'deployed'}, phase=None),
        status('too young', was='done', shows={'actual': None, 'reason': '0/1 replicas healthy'}),
        status('young enough', {'stable_for': 0}, was='done', shows={'actual': 'done'}),
    )
    yield case(
        'a status while a deployment is under way',
        created(),
        call('application.deploy', applicationId='@id'),
        status('left alone', was=None, shows={'actual': None}, checked=False),
    )
    yield case(
        'a failed first deployment',
        task('fails', {'source': {'type': 'docker', 'image': 'missing.example.com/none:1'}}, changed=True, failed='failed'),
        status('error is true', was='error', phase='never_deployed', shows={'actual': 'error'}),
        call('application.update', applicationId='@id', applicationStatus='done'),
        status('done is not', was='done', now='idle'),
    )
    yield case(
        'a status that is given',
        created(),
        event('advance', seconds=30),
        status('check', {'status': 'running'}, was='done', now='running', check=True, writes=[]),
        status('running', {'status': 'running'}, was='done', now='running'),
        again(status('running', {'status': 'running'})),
        status('idle', {'status': 'idle'}, was='running', now='idle'),
        status('error', {'status': 'error'}, was='idle', now='error'),
        status('done', {'status': 'done'}, was='error', now='done'),
        again(status('done', {'status': 'done'})),
        task('nothing else', changed=False, phase='running'),
        bad(status, 'another', {'status': 'fine'}, 'must be one of', changed=None),
        bad(status, 'missing', {'name': 'nope'}, 'does not exist'),
        event('member', label='plain', services=['@id']),
        bad(status, 'a key that may not', {'application_id': '@id', 'api_key': '@key:plain', 'status': 'idle'}, 'service.create', checked=False),
        bad(status, 'a key that cannot see', {'application_id': '@id', 'api_key': '@key:plain'}, 'could not be read', checked=False),
        status('a key that may deploy', {'application_id': '@id', 'api_key': '@key:plain', 'status': 'running'}, was='done', now='running', checked=False),
    )


CASES = (*_tokens(), *_statuses())
