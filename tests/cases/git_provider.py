# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Git providers: three kinds are made here, GitHub's by a person alone."""

from __future__ import annotations

from cases.model import NEWEST, event
from cases.record_steps import again, case, refused, task

BASE = {'name': 'Ours'}
KINDS = {
    'gitlab': ({'url': 'https://git.example.com', 'application_id': 'a', 'secret': 'S3CRET-1', 'redirect_uri': 'https://d.example.com/cb', 'group': 'shop'},
               {'secret': 'S3CRET-2'}, {'group': ''}),
    'gitea': ({'url': 'https://git.example.com', 'client_id': 'a', 'client_secret': 'S3CRET-1', 'redirect_uri': 'https://d.example.com/cb'},
              {'client_secret': 'S3CRET-2'}, {'internal_url': ''}),
    'bitbucket': ({'username': 'ada', 'email': 'ada@example.com', 'api_token': 'S3CRET-1', 'workspace': 'shop'}, {'api_token': 'S3CRET-2'}, {'workspace': ''}),
}


def _provider(name, options=None, **more):
    return task(name, dict(BASE, **(options or {})), module='dokploy_git_provider', **more)


def _rows():
    for kind, (values, change, clear) in KINDS.items():
        made = _provider('create', {kind: values}, changed=True, actions=['create git_provider'], writes=[kind + '.create'], shows={
            'git_provider.type': kind, 'authorized': kind == 'bitbucket', 'access': None})
        changed = _provider('change', {kind: change}, changed=True, actions=['update git_provider'], writes=[kind + '.update'])
        cleared = _provider('clear', {kind: clear}, changed='' not in clear.values() or kind != 'gitea')
        yield case(
            'Git provider of the kind %s' % kind, _provider('check', {kind: values}, check=True, changed=True, writes=[]), made, again(made), changed,
            again(changed), cleared, again(cleared),
            _provider('rename', {'rename_to': 'Renamed'}, changed=True, previous={'name': 'Ours'}), again(_provider('rename', {'rename_to': 'Renamed'})),
            task('list', {'name': 'Renamed'}, module='dokploy_git_provider_info', changed=False, shows={
                'git_providers.0.type': kind, 'git_providers.0.authorized': kind == 'bitbucket'}),
            task('remove', {'name': 'Renamed', 'state': 'absent'}, module='dokploy_git_provider', changed=True, writes=['gitProvider.remove']),
            _provider('absent', {'state': 'absent'}, changed=False, writes=[]))
    share = _provider('share', {'shared': True}, changed=True, actions=['share git_provider'], writes=['gitProvider.toggleShare'])
    yield case(
        'Git provider that is shared and tested', _provider('create', {'gitea': KINDS['gitea'][0]}, changed=True), share, again(share),
        _provider('test', {'gitea': {'client_id': 'b'}, 'test': True}, changed=True, writes=['gitea.update', 'gitea.testConnection'], shows={
            'access': False, 'access_problem': 'No access token available. Please authorize with Gitea.'}), versions=(NEWEST,))
    yield case(
        'Git provider of GitHub', event('provider', kind='github', name='Ours', githubInstallationId='7', githubAppId=1),
        _provider('found', {}, changed=False, writes=[], shows={'git_provider.type': 'github', 'authorized': True}),
        refused('renamed', dict(BASE, rename_to='Other'), 'only a person can change', module='dokploy_git_provider'),
        _provider('remove', {'state': 'absent'}, changed=True, writes=['gitProvider.remove']))
    yield case(
        'Git provider that cannot be meant', refused('no kind', BASE, 'name one of gitlab, gitea, bitbucket', module='dokploy_git_provider'),
        refused('too little', dict(BASE, gitlab={'url': 'https://x.example.com'}), 'gitlab: application_id, secret, redirect_uri is needed',
                module='dokploy_git_provider'),
        _provider('create', {'bitbucket': KINDS['bitbucket'][0]}, changed=True),
        refused('another kind', dict(BASE, gitea=KINDS['gitea'][0]), 'is of the type bitbucket', module='dokploy_git_provider'))


CASES = tuple(_rows())
