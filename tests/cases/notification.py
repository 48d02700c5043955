# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Notifications of each kind."""

from __future__ import annotations

from cases.model import NEWEST, OLDER, REFUSED
from cases.record_steps import call, case, refused, steps_of, task, twins

BASE, HOOK = {'name': 'Operators'}, 'https://hooks.example.com/S3CRET-%s'
# Of each kind: what it is made with, one change in it, the value before, since when it exists on older servers.
KINDS = {
    'slack': ({'webhook_url': HOOK % 1, 'channel': 'one'}, {'channel': 'two'}, 'one'),
    'telegram': ({'bot_token': 'S3CRET-1', 'chat_id': '1'}, {'message_thread_id': '7'}, None),
    'discord': ({'webhook_url': HOOK % 1}, {'decoration': True}, False),
    'email': ({'smtp_server': 'smtp.example.com', 'smtp_port': 587, 'username': 'u', 'password': 'S3CRET-1', 'from_address': 'a@example.com',
               'to_addresses': ['b@example.com']}, {'smtp_port': 465}, 587),
    'resend': ({'api_key': 'S3CRET-1', 'from_address': 'a@example.com', 'to_addresses': ['b@example.com']}, {'from_address': 'c@example.com'}, 'a@example.com'),
    'gotify': ({'server_url': 'https://gotify.example.com', 'app_token': 'S3CRET-1'}, {'priority': 7}, 5),
    'ntfy': ({'server_url': 'https://ntfy.example.com', 'topic': 'one', 'access_token': 'S3CRET-1'}, {'topic': 'two'}, 'one'),
    'mattermost': ({'webhook_url': HOOK % 1, 'channel': 'one'}, {'channel': 'two'}, 'one'),
    'custom': ({'endpoint': HOOK % 1, 'headers': {'X-Token': 'S3CRET-2'}}, {'headers': {'X-Token': 'S3CRET-3'}},
               {'added': [], 'removed': [], 'changed': ['X-Token']}),
    'lark': ({'webhook_url': HOOK % 1}, {'webhook_url': HOOK % 2}, '(hidden)'),
    'pushover': ({'user_key': 'S3CRET-1', 'api_token': 'S3CRET-2'}, {'priority': 1}, 0),
    'teams': ({'webhook_url': HOOK % 1}, {'webhook_url': HOOK % 2}, '(hidden)'),
}
SLACK = {'name': 'Operators', 'webhookUrl': HOOK % 1, 'channel': 'one', 'appDeploy': False, 'appBuildError': True, 'databaseBackup': False,
         'volumeBackup': False, 'dokployRestart': False, 'dockerCleanup': False, 'serverThreshold': False}


def _notification(name, options=None, **more):
    return task(name, dict(BASE, **(options or {})), module='dokploy_notification', **more)


def _no(name, options, message):
    return refused(name, dict(BASE, **options), message, module='dokploy_notification')


def _rows():
    for kind, (values, change, was) in KINDS.items():
        word, option = kind.capitalize(), list(change)[0]
        yield case('notification of the kind %s' % kind, *steps_of(
            {'kind': 'notification', 'id': 'notification_id', 'renamed': 'Renamed'}, BASE, {'app_build_error': True, kind: values},
            ['notification.create' + word], {kind: change}, {'%s.%s' % (kind, option): was}, clear={'app_build_error': False},
            procedures=('notification.create' + word, 'notification.update' + word, 'notification.remove')),
            versions=(NEWEST,) if kind == 'mattermost' else (NEWEST, OLDER))
    yield case(
        'notification beside others of its kind',
        _notification('one', {'slack': KINDS['slack'][0]}, changed=True),
        task('two', {'name': 'Others', 'slack': dict(KINDS['slack'][0], channel='three')}, module='dokploy_notification', changed=True),
        _notification('a base key alone', {'app_deploy': True}, changed=True, writes=['notification.updateSlack'], previous={'app_deploy': False}),
        _notification('the first has its channel', {}, changed=False, shows={'notification.slack.channel': 'one', 'notification.app_deploy': True}),
        task('and the second its own', {'name': 'Others'}, module='dokploy_notification', changed=False, shows={
            'notification.slack.channel': 'three', 'notification.app_deploy': False}))
    yield case(
        'notification that is tested',
        _notification('refused', {'slack': KINDS['slack'][0], 'test': True}, changed=False, failed='fetch failed', writes=REFUSED, checked=False),
        _notification('absent still', {'state': 'absent'}, changed=False),
        _notification('accepted', {'slack': dict(KINDS['slack'][0], webhook_url=HOOK % 9), 'test': True}, changed=True, writes=[
            'notification.testSlackConnection', 'notification.createSlack']),
        _notification('events alone need no test', {'app_deploy': True, 'test': True}, changed=True, writes=['notification.updateSlack']),
        world={'listeners': [HOOK % 9]})
    yield case(
        'notification with something wrong', _no('no kind', {}, 'name one of slack'), _no('two kinds', {'slack': {}, 'teams': {}}, 'is of one type'),
        _no('too little', {'email': {'smtp_server': 'x'}}, 'email: smtp_port, username, password, from_address, to_addresses is needed'),
        _no('no such event', {'gotify': KINDS['gotify'][0], 'server_threshold': True}, 'no such event for the kind gotify'),
        _no('no address', {'custom': {'endpoint': 'not an address'}}, 'custom.endpoint: it is no address'),
        _no('half an address', {'slack': dict(KINDS['slack'][0], webhook_url='hooks.example.com/S3CRET')}, 'slack.webhook_url: it is no address'),
        _no('no server', {'gotify': dict(KINDS['gotify'][0], server_url='https://')}, 'gotify.server_url: it is no address'),
        _no('number as header', {'custom': {'endpoint': HOOK % 1, 'headers': {'X': 1}}}, 'must be a text'),
        call('notification.createSlack', **SLACK),
        _no('another kind', {'teams': {'webhook_url': HOOK % 1}}, 'and not teams'), versions=(OLDER,))
    yield case('notification of an event that is too new', _no('create', {'slack': KINDS['slack'][0], 'dokploy_backup': True}, 'requires Dokploy v0.29.14'),
               versions=(OLDER,))
    yield case('notifications of one name', *twins({'kind': 'notification'}, BASE, {'app_deploy': True}, 'notification.createSlack', [SLACK, SLACK]),
               versions=(OLDER,))
    yield case('notifications as information', call('notification.createSlack', **SLACK), task(
        'list', {}, module='dokploy_notification_info', changed=False, writes=[], shows={
            'notifications.0.name': 'Operators', 'notifications.0.type': 'slack', 'notifications.0.slack': {'channel': 'one'}}), versions=(OLDER,))


CASES = tuple(_rows())
