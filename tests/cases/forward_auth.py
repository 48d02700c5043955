# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Forward authentication of servers, which wants a licence."""

from __future__ import annotations

from cases.model import NEWEST, OLDER, event
from cases.record_steps import again, case, refused, task

VALUES = {'domain': 'auth.example.com'}
SET = 'forwardAuth.setAuthDomain'
BODY = {'serverId': None, 'authDomain': 'auth.example.com', 'https': True, 'certificateType': 'letsencrypt'}


def _auth(name, options=None, **more):
    return task(name, options or {}, module='dokploy_forward_auth', **more)


def _no(name, options, message):
    return refused(name, options, message, module='dokploy_forward_auth')


def _rows():
    licence = event('set', name='licence', value=True)
    yield case(
        'forward authentication without a licence', _no('create', VALUES, 'requires a valid enterprise license'),
        _no('absent', {'state': 'absent'}, 'requires a valid enterprise license'),
        task('list', {}, module='dokploy_forward_auth_info', changed=False, shows={'forward_auths': []}), versions=(NEWEST,))
    yield case('forward authentication on an older server', _no('create', VALUES, 'requires Dokploy v0.29.14'), versions=(OLDER,))
    made = _auth('create', VALUES, changed=True, actions=['create forward_auth'], writes=[SET], bodies=[BODY], shows={
        'forward_auth.id': 'dokploy', 'forward_auth.status': 'stopped', 'forward_auth.callback_url': 'https://auth.example.com/oauth2/callback'})
    plain = _auth('plain', {'https': False, 'certificate': 'none'}, changed=True, writes=[SET], previous={'https': True, 'certificate': 'letsencrypt'}, bodies=[
        dict(BODY, https=False, certificateType='none')], shows={'forward_auth.callback_url': 'http://auth.example.com/oauth2/callback'})
    own = _auth('own resolver', {'certificate': 'custom', 'certificate_resolver': 'dns'}, changed=True, writes=[SET])
    proxy = _auth('proxy', {'provider': 'okta'}, changed=True, actions=['deploy proxy'], writes=['forwardAuth.deployOnServer'], bodies=[
        {'serverId': None, 'providerId': 'okta'}], shows={'forward_auth.status': 'running'})
    yield case(
        'forward authentication from beginning to end', licence, event('set', name='sso_providers', value=['okta']),
        _auth('absent', {'state': 'absent'}, changed=False, writes=[]), _no('no domain', {}, 'domain is needed to create it'),
        _auth('check', VALUES, check=True, changed=True, writes=[]), made, again(made), plain, again(plain),
        _no('no resolver', {'certificate': 'custom'}, 'requires certificate_resolver'), own, again(own), proxy, again(proxy),
        _no('no provider', {'provider': 'other', 'deploy': 'always'}, '0 providers of single sign-on are named other'),
        _auth('always', {'provider': 'okta', 'deploy': 'always'}, changed=True, actions=['deploy proxy'], writes=['forwardAuth.deployOnServer']),
        task('list', {}, module='dokploy_forward_auth_info', changed=False, shows={'forward_auths.0.domain': 'auth.example.com'}),
        _no('no server', dict(VALUES, server='nothing'), '0 servers are named nothing'),
        _auth('remove', {'state': 'absent'}, changed=True, actions=['delete proxy', 'delete forward_auth'], writes=[
            'forwardAuth.removeOnServer', 'forwardAuth.removeAuthDomain']),
        _auth('absent again', {'state': 'absent'}, changed=False, writes=[]),
        _auth('both', dict(VALUES, provider='okta'), changed=True, actions=['create forward_auth', 'deploy proxy'], writes=[SET, 'forwardAuth.deployOnServer'],
              shows={'forward_auth.status': 'running'}), versions=(NEWEST,))


CASES = tuple(_rows())
