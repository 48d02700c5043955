# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the rows of cases/moving.py and cases/operations.py cannot say: keys that may not, faults, and what is secret."""

from __future__ import annotations

import json

import pytest
from ansible_collections.community.dokploy.plugins.module_utils._planning.references import find_lost_references
from simulator import Fault
from support.inprocess import dokploy

VERSIONS = ('v0.30.2', 'v0.28.8')
versions = pytest.mark.parametrize('version', VERSIONS)
DOCKER = {'source': {'type': 'docker', 'image': 'nginx:1.27'}}
TO_STAGING = {'move_to': {'project': 'shop', 'environment': 'staging'}}
WEB = {'project': 'shop', 'environment': 'production', 'name': 'web'}


def web(here):
    return next(row for row in here.simulator.store.applications.values() if row['name'] == 'web')


def begin(here):
    assert not here.run('dokploy_environment', project='shop', environment='staging').failed
    assert not here.application(**DOCKER).failed


@versions
def test_a_key_that_may_not_move_is_told_before_anything_is_written(version):
    with dokploy(version) as here:
        begin(here)
        store = here.simulator.store
        token = here.simulator.member_key(services=[web(here)['applicationId']])
        key = next(one for one in here.simulator.keys.values() if one.token == token)
        key.projects.update(store.projects)
        key.environments.update(store.environments)
        result = here.application(api_key=token, **TO_STAGING)
        assert result.failed and 'service.create (for application.move)' in result['msg'], result
        assert not result['changed'] and here.writes == []


@versions
@pytest.mark.parametrize('action', ['cut_before', 'cut_after'])
def test_a_move_whose_answer_is_lost(version, action):
    with dokploy(version) as here:
        begin(here)
        here.simulator.faults.add(Fault('application.move', action=action))
        result = here.application(**TO_STAGING)
        if result.failed:
            assert 'application.move' in result['msg'], result
            result = here.application(**TO_STAGING)
        assert not result.failed and result['application']['environment'] == 'staging', result
        again = here.application(**TO_STAGING)
        assert not again.failed and not again['changed'] and here.writes == []


@versions
def test_a_move_that_is_refused_changes_nothing(version):
    with dokploy(version) as here:
        begin(here)
        here.simulator.faults.add(Fault('application.move', action='answer', status=500, body={'message': 'Failed query: update\nparams: S3CRET'}))
        result = here.application(**TO_STAGING)
        assert result.failed and 'S3CRET' not in json.dumps(result), result
        assert here.application()['application']['environment'] == 'production'


def test_the_name_is_taken_at_the_target():
    with dokploy() as here:
        begin(here)
        assert not here.application(environment='staging', project='shop', name='web', state='present', **DOCKER).failed
        row = next(one for one in here.simulator.store.applications.values() if here.simulator.store.environments[one['environmentId']]['name'] == 'production')
        result = here.application(application_id=row['applicationId'], **TO_STAGING)
        assert result.failed and 'shop/staging/web exists already' in result['msg'] and 'rename_to' in result['msg'], result
        assert here.writes == []


@pytest.mark.parametrize(('text', 'lost'), [
    ('A=1', []),
    ('A=${{project.P}}${{environment.E}}', []),
    ('A=${{project.X}}\nB=${{environment.P}}', [('A', 'project.X'), ('B', 'environment.P')]),
    ('A=${{B}}\nB=1\nC=${{D}}', [('C', 'D')]),
    ('A=${{vault.PROVIDER.NAME}}', []),
    ('A=${{project.CHAIN}}', [('A', 'environment.X')]),
    ('A={{.Task.Slot}}', []),
    (None, []),
])
def test_references_that_lead_nowhere(text, lost):
    assert list(find_lost_references(text, 'P=1\nCHAIN=${{environment.X}}', 'E=2')) == lost


@versions
def test_a_webhook_token_is_new_and_told_only_when_asked_for(version):
    with dokploy(version) as here:
        begin(here)
        old = web(here)['refreshToken']
        result = here.run('dokploy_webhook_token', **WEB)
        assert result['changed'] and web(here)['refreshToken'] not in (old, None)
        assert old not in json.dumps(result) and web(here)['refreshToken'] not in json.dumps(result)
        told = here.run('dokploy_webhook_token', check_mode=True, return_url=True, **WEB)
        assert told['changed'] and 'webhook_url' not in told and here.writes == []
        result = here.run('dokploy_webhook_token', return_url=True, api_url=here.url + '/api', **WEB)
        assert result['webhook_url'] == '%s/api/deploy/%s' % (here.url, web(here)['refreshToken'])
        assert json.dumps(result).count(web(here)['refreshToken']) == 1
        row = here.call('compose.create', name='stack', environmentId=web(here)['environmentId'], composeType='docker-compose', appName='shop-stack')
        result = here.run('dokploy_webhook_token', return_url=True, compose_id=row['composeId'])
        stack = here.simulator.store.compose[row['composeId']]
        assert result['webhook_url'] == '%s/api/deploy/compose/%s' % (here.url, stack['refreshToken']) and stack['refreshToken'] != row['refreshToken']


@versions
@pytest.mark.parametrize('action', ['cut_before', 'cut_after'])
def test_a_rotation_whose_answer_is_lost(version, action):
    with dokploy(version) as here:
        begin(here)
        old = web(here)['refreshToken']
        here.simulator.faults.add(Fault('application.refreshToken', action=action))
        result = here.run('dokploy_webhook_token', **WEB)
        assert result.failed == (web(here)['refreshToken'] == old), result


def test_a_new_token_is_masked_at_once():
    with dokploy() as here:
        begin(here)

        def fail(sim):
            token = web(here)['refreshToken']
            here.simulator.faults.add(Fault('application.one', times=None, action='answer', status=500, body={'message': 'x %s' % token}))
        here.simulator.faults.add(Fault('application.refreshToken', after=fail))
        result = here.run('dokploy_webhook_token', **WEB)
        assert result.failed and result['changed'], result


@versions
def test_a_status_that_is_refused(version):
    with dokploy(version) as here:
        begin(here)
        here.simulator.faults.add(Fault('application.markRunning', action='answer', status=500, body={'message': 'no'}))
        result = here.run('dokploy_application_status', status='running', **WEB)
        assert result.failed and not result['changed'] and result['previous'] == {'status': 'done'}, result
