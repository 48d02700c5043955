# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""dokploy_bootstrap: a new server, one that was set up before, and everything that stands against it."""

from __future__ import annotations

import contextlib
import json

import pytest

from cases.model import VERSIONS
from simulator import Fault
from support.inprocess import dokploy

PASSWORD = 'S3CRET-password'


@contextlib.contextmanager
def new_server(version='v0.30.2', **more):
    with dokploy(version=version, project=None, **more) as here:
        here.simulator.forget_administrator()
        here.api_key = ''
        yield here


def bootstrap(here, check_mode=False, **options):
    options = dict({'email': 'admin@example.com', 'password': PASSWORD, 'organization': 'Example'}, **options)
    return here.run('dokploy_bootstrap', check_mode=check_mode, **options)


@pytest.mark.parametrize('version', VERSIONS)
def test_new_server_is_set_up_once(version):
    with new_server(version) as here:
        told = bootstrap(here, check_mode=True)
        assert told['changed'] and not here.writes and told['key'] is None
        made = bootstrap(here)
        assert made['actions'] == told['actions'] == ['create administrator', 'rename organization', 'create api_key'], made
        assert made['organization']['name'] == 'Example' and made['user'] == {'id': made['user']['id'], 'email': 'admin@example.com', 'role': 'owner'}
        assert made['version'] == version and made['previous'] == {'organization': 'My Organization'}
        project = here.run('dokploy_project', project='shop', api_key=made['key'])
        assert project['changed'], project
        again = bootstrap(here)
        assert not again['changed'] and again['key'] is None and again['key_id'] == made['key_id'], again
        with_key = bootstrap(here, api_key=made['key'])
        assert not with_key['changed'] and not here.writes and with_key['version'] == version, with_key
        told = bootstrap(here, check_mode=True)
        assert not told['changed'] and not here.writes and told['unverified'] == ['email and password', 'organization', 'key_name']


def test_key_has_no_limit_and_is_shown_once():
    with new_server() as here:
        made = bootstrap(here)
        row = here.simulator.store.apiKeys[made['key_id']]
        assert row['rateLimitEnabled'] is False
        assert json.dumps(made).count(made['key']) == 1 and PASSWORD not in json.dumps(made)


def test_no_session_is_left_open():
    with new_server() as here:
        made = bootstrap(here)
        assert set(here.simulator.keys) - {made['key']} == set(list(here.simulator.keys)[:1]), 'the session of the sign-up alone may stay'


def test_lost_key_is_replaced():
    with new_server() as here:
        made = bootstrap(here)
        refused = bootstrap(here, api_key='x' * 64)
        assert refused.failed and 'has a key named ansible, and refuses the API key of the task' in refused['msg'] and not refused['changed']
        replaced = bootstrap(here, replace_key=True)
        assert replaced['actions'] == ['replace api_key'] and replaced['key'] != made['key']
        assert list(here.simulator.store.apiKeys) == [replaced['key_id']]
        assert here.run('dokploy_project', project='shop', api_key=replaced['key'])['changed']


def test_limited_key_is_a_warning():
    with new_server() as here:
        made = bootstrap(here)
        here.simulator.store.apiKeys[made['key_id']]['rateLimitEnabled'] = True
        again = bootstrap(here)
        assert not again['changed'] and any('is limited to' in one for one in again.warnings), again


def test_sign_up_that_takes_minutes_is_awaited():
    """Without the internet Dokploy makes the organization minutes after the user, and the answer may come too late or never."""
    with new_server() as here:
        here.simulator.sign_up_seconds = 280
        here.simulator.faults.add(Fault('auth/sign-up/email', action='cut_after'))
        made = bootstrap(here)
        assert made['actions'] == ['create administrator', 'rename organization', 'create api_key'] and made['key'], made
    with new_server() as here:
        here.simulator.sign_up_seconds = 5000
        late = bootstrap(here)
        assert late.failed and 'no organization of this user' in late['msg'] and late['changed'], late


def test_server_that_starts_is_awaited():
    with new_server() as here:
        here.simulator.faults.add(Fault('settings.health', action='answer', status=502, times=4))
        assert bootstrap(here)['key']
    with new_server() as here:
        here.simulator.database_down = True
        down = bootstrap(here, wait_timeout=5)
        assert down.failed and 'does not answer after 5 seconds' in down['msg'], down


@pytest.mark.parametrize('options, message', [
    ({'password': 'S3CRET-other'}, 'the password of admin@example.com is wrong'),
    ({'email': 'other@example.com'}, 'has an administrator with another address than other@example.com'),
    ({'key_name': 'k' * 33}, 'key_name: the name of a key has 1 to 32 characters'),
])
def test_refused(options, message):
    with new_server() as here:
        bootstrap(here)
        refused = bootstrap(here, **options)
        assert refused.failed and message in refused['msg'] and not refused['changed'], refused
        assert 'S3CRET' not in json.dumps(refused)


@pytest.mark.parametrize('options, message', [
    ({'password': 'brief'}, 'did not create the administrator admin@example.com: Password too short'),
    ({'email': 'nobody'}, 'did not create the administrator nobody: [body.email] Invalid email address'),
])
def test_refused_by_a_new_server(options, message):
    with new_server() as here:
        refused = bootstrap(here, **options)
        assert refused.failed and message in refused['msg'] and not refused['changed'] and not here.simulator.accounts, refused


def test_two_factor_needs_a_key():
    with new_server() as here:
        made = bootstrap(here)
        here.simulator.accounts['admin@example.com'].two_factor = True
        refused = bootstrap(here)
        assert refused.failed and 'two-factor authentication' in refused['msg'] and 'Set api_key' in refused['msg']
        assert not bootstrap(here, api_key=made['key']).failed


def test_key_of_another_user_is_refused():
    with new_server() as here:
        made = bootstrap(here)
        refused = bootstrap(here, api_key=made['key'], email='other@example.com')
        assert refused.failed and 'the API key belongs to admin@example.com' in refused['msg'] and not here.writes, refused
