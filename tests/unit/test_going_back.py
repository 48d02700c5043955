# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""on_failure rollback: what was written is written back, what ran runs again, and nothing of others is lost."""

from __future__ import annotations

import pytest
from support.inprocess import dokploy

NGINX = {'source': {'type': 'docker', 'image': 'nginx:1.27'}}
GIT = {'source': {'type': 'git', 'url': 'https://git.example.com/shop.git', 'branch': 'main'}}
NOBODY = {'verify': {'url': 'http://127.0.0.1:1/'}, 'wait_timeout': 20, 'on_failure': 'rollback'}


def stored(here):
    return next(iter(here.simulator.store.applications.values()))


def test_a_built_application_is_built_again_from_what_was_stored():
    with dokploy() as here:
        assert not here.application(**GIT).failed
        result = here.application(source={'branch': 'crash'}, on_failure='rollback')
        assert result.failed and result['undone'] == ['restore application', 'deploy application'], result
        after = here.application(**GIT)
        assert not after.failed and not after['changed'] and after['application']['replicas_running'] == 1


def test_a_bad_build_of_an_unchanged_source_cannot_be_taken_back_and_says_so():
    with dokploy() as here:
        assert not here.application(**GIT).failed
        here.simulator.world.repositories['https://git.example.com/shop.git'].branches['main'] = (
            here.simulator.world.repositories['https://git.example.com/shop.git'].branches['crash'])
        result = here.application(state='deployed', on_failure='rollback')
        assert result.failed and result['undone'] is False and 'the same result' in result['msg'], result['msg']


def test_what_was_written_before_a_domain_is_refused_is_taken_back():
    with dokploy() as here:
        assert not here.application(**NGINX).failed
        here.simulator.faults.add(procedure='domain.create', action='answer', status=400, body={'message': 'Invalid', 'code': 'BAD_REQUEST'})
        result = here.application(env={'A': '1'}, domains=[{'host': 'x.example.com', 'port': 80}], on_failure='rollback')
        assert result.failed and result['undone'] == ['restore application']
        assert not stored(here)['env'] and not here.application(**NGINX)['changed']


def test_what_was_written_before_a_deployment_is_refused_is_taken_back():
    with dokploy() as here:
        assert not here.application(**NGINX).failed
        here.simulator.faults.add(procedure='application.deploy', action='answer', status=500, body={'message': 'boom'})
        result = here.application(source={'image': 'nginx:1.28'}, on_failure='rollback')
        assert result.failed and stored(here)['dockerImage'] == 'nginx:1.27', result


def test_a_first_deployment_that_fails_is_left_stopped_whatever_failed():
    with dokploy() as here:
        here.simulator.faults.add(procedure='domain.create', action='answer', status=400, body={'message': 'Invalid', 'code': 'BAD_REQUEST'})
        result = here.application(domains=[{'host': 'x.example.com', 'port': 80}], on_failure='rollback', **NGINX)
        assert result.failed and result['undone'] == ['stop application'] and 'application.deploy' not in here.writes


def test_a_disabled_domain_that_was_removed_comes_back_disabled():
    with dokploy() as here:
        assert not here.application(domains=[{'host': 'x.example.com', 'port': 80, 'enabled': False}], **NGINX).failed
        assert here.application(env={'A': '1'}, domains=[], exclusive_domains=True, **NOBODY).failed
        after = here.application()
        assert [(one['host'], one['enabled']) for one in after['application']['domains']] == [('x.example.com', False)] and after['urls'] == []


def test_a_key_that_another_wrote_meanwhile_stays():
    with dokploy() as here:
        assert not here.application(env={'A': '1'}, **NGINX).failed

        def other(simulator):
            row = next(iter(simulator.store.applications.values()))
            row['env'] += '\nOTHER=x'
        here.simulator.faults.add(procedure='application.reload', nth=1, after=other)
        result = here.application(env={'A': '2', 'NEW': 'n'}, **NOBODY)
        assert result.failed and result['undone'], result
        assert stored(here)['env'].split() == ['A=1', 'OTHER=x']


def test_a_newer_deployment_of_another_is_not_undone():
    """A rollback wrote the old image back over it, and reloaded."""
    with dokploy() as here:
        assert not here.application(**NGINX).failed

        def other(simulator):
            row = next(iter(simulator.store.applications.values()))
            simulator.call('application.update', {'applicationId': row['applicationId'], 'dockerImage': 'nginx:latest'}, simulator.api_key, 'POST')
            simulator.call('application.deploy', {'applicationId': row['applicationId'], 'title': 'of another'}, simulator.api_key, 'POST')
        here.simulator.faults.add(procedure='application.deploy', nth=1, after=other)
        result = here.application(source={'image': 'nginx:1.28'}, **NOBODY)
        assert result.failed and result['undone'] is False and 'nothing was rolled back' in result['msg'], result
        assert 'of another' in result['msg'] and 'source.image was changed since' in result['msg'], result['msg']
        assert stored(here)['dockerImage'] == 'nginx:latest' and 'application.reload' not in here.writes


@pytest.mark.parametrize('key, value, said', [
    ('env', 'A=of another', 'env was changed since'), ('replicas', 3, 'replicas was changed since'), ('name', 'other', 'name was changed since')])
def test_what_another_changed_since_ends_the_rollback(key, value, said):
    with dokploy() as here:
        assert not here.application(env={'A': '1'}, **NGINX).failed

        def other(simulator):
            next(iter(simulator.store.applications.values()))[key] = value
        here.simulator.faults.add(procedure='application.reload', nth=1, after=other)
        named = {'application_id': stored(here)['applicationId']} if key == 'name' else {}
        wish = dict(env={'A': '2'}, replicas=2, **({'rename_to': 'new'} if key == 'name' else {}))
        result = here.application(**wish, **NOBODY, **named)
        assert result.failed and result['undone'] is False and said in result['msg'], result['msg']
        assert stored(here)[key] == value
