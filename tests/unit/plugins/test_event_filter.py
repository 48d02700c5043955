# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The event filter dokploy_event, on each notification that was recorded, and on some that nobody would send."""

from __future__ import annotations

import json
import os
import runpy

import pytest
import yaml

from contract.replay import HERE
from support import paths

main = runpy.run_path(os.path.join(paths.ROOT, 'extensions', 'eda', 'plugins', 'event_filter', 'dokploy_event.py'))['main']
RECORDED = [
    (version, one) for version in ('v0.30.2', 'v0.28.8')
    for one in json.load(open(os.path.join(HERE, 'notifications', version + '.json'), encoding='utf-8'))['requests']]
# By the note of the recording: the event, the kind, the subject.
EXPECTED = {
    'a test': ('test', '', 'test'),
    'a build of an application that failed': ('build_failed', 'application', 'a-1_B'),
    'a build of a compose service that failed': ('build_failed', 'compose', 'c-1_B'),
    'a build of an application that succeeded': ('build_succeeded', 'application', 'a-1_B'),
    'a build of a compose service that succeeded': ('build_succeeded', 'compose', 'c-1_B'),
    'a backup of a database that failed': ('database_backup_failed', 'mariadb', 'mariadb/shop/orders'),
    'a backup of a database that succeeded': ('database_backup_succeeded', 'mariadb', 'mariadb/shop/orders'),
    'a backup of a volume that failed': ('volume_backup_failed', 'mariadb', 'mariadb/shop/Nightly'),
    'a backup of a volume that succeeded': ('volume_backup_succeeded', 'mariadb', 'mariadb/shop/Nightly'),
    'a backup of Dokploy that failed': ('dokploy_backup_failed', '', 'dokploy_backup_failed'),
    'a remote server over its threshold of CPU': ('server_threshold', '', 'edge'),
    'a remote server over its threshold of memory': ('server_threshold', '', 'edge'),
    'a restart of Dokploy': ('dokploy_restarted', '', 'dokploy_restarted'),
    'a clean-up of Docker': ('docker_cleaned', '', 'docker_cleaned'),
}
IDS = {'{{project.id}}': 'p-1', '{{environment.id}}': 'e-1', '{{application.id}}': 'a-1_B', '{{compose.id}}': 'c-1_B'}


def filtered(payload, **meta):
    return main({'payload': payload, 'meta': dict({'endpoint': 'dokploy', 'headers': {'X-Token': 'canary'}}, **meta)})


def bound(payload, ids):
    """A recorded payload with the ids of its link."""
    text = json.dumps(payload)
    for name, value in ids.items():
        text = text.replace(name, value)
    return json.loads(text)


@pytest.mark.parametrize(('version', 'request_'), RECORDED, ids=lambda one: one if isinstance(one, str) else one['note'])
def test_a_recorded_notification(version, request_):
    event = filtered(bound(request_['payload'], IDS))
    assert set(event) == {'meta', 'dokploy'} and event['meta'] == {'endpoint': 'dokploy'}
    facts = event['dokploy']
    expected = EXPECTED[request_['note']]
    # v0.28.8 does not name the server.
    expected = expected[:2] + ('Remote',) if version == 'v0.28.8' and expected[2] == 'edge' else expected
    assert (facts['event'], facts['kind'], facts['subject']) == expected, facts
    assert facts['at'] and facts['title'] and facts['message']
    assert all(isinstance(one, str) and (not one or max(one) <= '\uffff') for one in facts.values())
    # The address of the server was never set.
    assert facts['link'] == '' and facts['page'].startswith('/dashboard/' if facts['id'] else '')
    # Dokploy sends the failed command, with the credentials of the destination.
    assert 'canary' not in json.dumps(event), version


def test_every_event_is_recorded():
    assert {one['note'] for dummy, one in RECORDED} == set(EXPECTED)
    assert any('canary-secret-key' in json.dumps(one) for dummy, one in RECORDED)


def test_a_name_cannot_be_a_template_or_move_the_cursor():
    evil = '{{ lookup("pipe", "id") }}{% if x %}\x1b[2J\u202eshop\n'
    event = filtered({'title': 'Database Backup ' + evil, 'status': 'error', 'projectName': evil, 'applicationName': {'a': evil}, 'databaseType': evil},
                     endpoint=evil)
    text = json.dumps(event, ensure_ascii=False)
    assert '{{' not in text[1:-1].replace('{"', '') and '{%' not in text and '\\u001b' not in text and '\u202e' not in text
    assert event['dokploy']['event'] == 'database_backup_failed' and event['dokploy']['name'] == ''


@pytest.mark.parametrize('link', [
    'https://dokploy.example.com/dashboard/project/p/environment/e/services/application/{{ 1 }}',
    'https://dokploy.example.com/dashboard/project/p/environment/e/services/application/a/../b',
    'javascript:alert(1)//dashboard/project/p/environment/e/services/application/a',
    'https://a b/dashboard/project/p/environment/e/services/application/a', 7, None, 'x' * 100000])
def test_a_link_that_is_none_gives_no_id(link):
    facts = filtered({'title': 'Build Error', 'status': 'error', 'type': 'build', 'applicationType': 'application', 'projectName': 'shop',
                      'applicationName': 'web', 'buildLink': link})['dokploy']
    assert (facts['id'], facts['link'], facts['kind'], facts['subject']) == ('', '', 'application', 'application/shop/web')


def test_a_link_of_a_server_that_has_an_address():
    link = 'https://dokploy.example.com:3000/dashboard/project/p/environment/e/services/application/a?tab=deployments'
    assert filtered({'title': 'Build Error', 'buildLink': link})['dokploy']['link'] == link


@pytest.mark.parametrize('payload', [None, [], 'text', 1, {}, {'title': ['Build Error']}, {'title': 'x' * 10 ** 6, 'status': {}}])
def test_anything_else_is_unknown(payload):
    facts = filtered(payload)['dokploy']
    assert facts['event'] == 'unknown' and len(facts['title']) <= 200
    assert main({})['dokploy']['event'] == 'unknown'


def test_both_rulebooks_have_the_same_rules():
    """One runs a playbook, the other a job template of a controller; all else is equal."""
    def rules(name):
        with open(os.path.join(paths.ROOT, 'extensions', 'eda', 'rulebooks', name + '.yml'), encoding='utf-8') as handle:
            ruleset, = yaml.safe_load(handle)
        actions = [one.pop('action') for one in ruleset['rules']]
        assert all(list(one.values())[0]['lock'] == '{{ event.dokploy.subject }}' for one in actions)
        return ruleset['sources'], ruleset['rules'], ruleset['execution_strategy']
    assert rules('dokploy_events') == rules('dokploy_events_controller')
