# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The key of a plain member, which may not look at Docker: the table of states holds by what Dokploy says, and the result does not claim more."""

from __future__ import annotations

import contextlib

import pytest
from support.inprocess import dokploy

NGINX = {'source': {'type': 'docker', 'image': 'nginx:1.27'}}
GIT = {'source': {'type': 'git', 'url': 'https://git.example.com/shop.git', 'branch': 'main'}}


@contextlib.contextmanager
def member(version='v0.30.2', grants=None, **options):
    """A simulator with shop/production/web made of options, and a function that runs dokploy_application on it as a member."""
    with dokploy(version=version) as here:
        made = here.application(**dict(NGINX, **options))
        assert not made.failed, made
        key = here.simulator.member_key(services=[made['application']['id']], grants=grants or {})
        yield here, lambda **more: here.application(api_key=key, **more)


def test_a_stopped_application_is_stored_and_not_started():
    with member() as (here, application):
        assert not here.application(state='stopped').failed
        result = application(state='present', env={'A': '1'})
        assert not result.failed and result['pending'] == ['env'] and 'application.reload' not in here.writes
        assert here.application(state='present')['phase'] == 'stopped'


@pytest.mark.parametrize('state', ['reloaded', 'restarted'])
def test_what_was_never_deployed_is_refused(state):
    with member(state='present') as (here, application):
        result = application(state=state)
        assert result.failed and 'never deployed' in result['msg'] and not here.writes


def test_a_restart_that_may_roll_out_more_wants_a_word():
    with member() as (here, application):
        result = application(state='restarted')
        assert result.failed and 'apply_pending' in result['msg'] and not here.writes
        assert application(state='restarted', apply_pending=True)['changed'] and here.writes == ['application.reload']


def test_nothing_is_said_of_what_cannot_be_seen():
    with member() as (here, application):
        result = application()
        assert not result.failed and result['phase'] == 'unknown' and result['unverified'] == ['service']
        assert result['application']['replicas_wanted'] is None and result['application']['replicas_running'] is None


def test_an_address_is_asked_all_the_same():
    with member() as (dummy, application):
        assert application(verify={'url': 'http://127.0.0.1:1/'}, wait_timeout=5)['phase'] == 'unreachable'
        assert application(env={'A': '1'}, verify={'url': 'http://127.0.0.1:1/'}, wait_timeout=5)['phase'] == 'unreachable'


def test_env_is_rotated_and_taken_back_through_the_call_that_such_a_key_may_make():
    with member(grants={'docker': {'read': True}}, env={'A': '1'}) as (here, application):
        result = application(env={'A': '2'}, verify={'url': 'http://127.0.0.1:1/'}, wait_timeout=20, on_failure='rollback')
        assert result.failed and result['undone'] == ['restore application', 'reload application'], result
        assert not here.application(env={'A': '1'})['changed']


def test_build_arguments_are_stored_without_the_label_that_such_a_key_may_not_write():
    with member(state='present', **GIT) as (here, application):
        result = application(state='present', build_args={'A': '1'})
        assert not result.failed and here.writes == ['application.update', 'application.saveEnvironment'], result


def test_an_older_server_lets_a_member_remove_what_its_permissions_forbid_and_the_module_does_not():
    with dokploy('v0.28.8') as here:
        here.call('destination.create', name='Backups', provider='', accessKey='S3CRET-1', secretAccessKey='S3CRET-2', bucket='b', region='', endpoint='e')
        key = here.simulator.member_key(services=[])
        seen = here.run('dokploy_destination_info', api_key=key)
        assert seen['destinations'][0]['name'] == 'Backups' and 'S3CRET' not in str(seen)
        result = here.run('dokploy_destination', name='Backups', state='absent', api_key=key)
        assert result.failed and 'lacks the permission destination.delete' in result['msg'] and not here.writes, result
        own_id = next(iter(here.simulator.store.destinations))
        assert here.simulator.call('destination.remove', {'destinationId': own_id}, key, 'POST')['name'] == 'Backups'
