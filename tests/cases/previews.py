# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Previews: how they are made is stored with the application; each is deployed again or removed by its pull request."""

from __future__ import annotations

from cases.model import CREATE, GIT, UPDATE, W_UPDATE, ByVersion, again, case, created, event, refused, task

ADDRESS = {'project': '@project', 'environment': 'production', 'name': 'web'}
SETTINGS = {
    'previews': {
        'enabled': True, 'wildcard': '*.preview.example.com', 'port': 80, 'https': True, 'certificate': 'custom', 'certificate_resolver': 'internal',
        'path': '/shop', 'limit': 5, 'labels': ['preview', 'review'], 'collaborators_only': False},
    'preview_env': {'TOKEN': 'S3CRET-preview', 'MODE': 'preview'}, 'preview_build_args': {'FAST': 'S3CRET-1'}, 'preview_build_secrets': {'NPM': 'S3CRET-2'},
}
REDEPLOY, REMOVE = 'redeploy preview deployment', 'remove preview deployment'


def preview(name, options=None, module='dokploy_preview_deployment', **expect):
    return task(name, dict(ADDRESS, **(options or {})), module=module, **expect)


def pull_request(number, title='A change'):
    return event('pull_request', application_id='@id', number=number, title=title)


def _settings():
    stored = task('store', dict(SETTINGS, state='present', source=GIT), changed=True, actions=CREATE, phase='never_deployed', shows={
        'application.previews.wildcard': '*.preview.example.com', 'application.previews.limit': 5, 'application.previews.collaborators_only': False,
        'application.preview_env_keys': ['MODE', 'TOKEN'], 'application.preview_env': None}, warns='for GitHub\'s pull requests only')
    yield case(
        'settings of previews',
        stored,
        again(stored),
        task('on', {'state': 'present', 'unset': ['previews']}, changed=True, actions=[UPDATE], writes=W_UPDATE, shows={
            'application.previews': {
                'enabled': False, 'wildcard': None, 'port': 3000, 'https': False, 'certificate': 'none', 'certificate_resolver': None, 'path': '/',
                'limit': 3, 'labels': None, 'collaborators_only': True}}),
        task('of another source', {'state': 'present', 'previews': {'enabled': True}}, changed=True, warns='for GitHub\'s pull requests only'),
        again(task('of another source', {'state': 'present', 'previews': {'enabled': True}})),
        task('a variable less', {'state': 'present', 'preview_env_remove': ['TOKEN']}, changed=True, writes=W_UPDATE,
             previous={'preview_env': {'added': [], 'removed': ['TOKEN'], 'changed': []}}),
        task('one more', {'state': 'present', 'preview_env': {'A': 'b'}, 'preview_env_mode': 'replace'}, changed=True, shows={
            'application.preview_env_keys': ['A']}),
        live=True,
    )
    yield case(
        'no task is replaced for a setting of previews',
        created({'source': GIT}),
        task('store', SETTINGS, changed=True, actions=[UPDATE], writes=W_UPDATE, phase='running', warns='for GitHub\'s pull requests only'),
        again(task('store', SETTINGS)),
        refused('no resolver', {'unset': ['previews.certificate_resolver']}, 'no certificate_resolver'),
        refused('no wildcard', {'previews': {'wildcard': 'preview.example.com'}}, 'must begin with *.', requests=0),
        task('no text', {'preview_env': {'A': 1}}, failed='quote it', writes=[], requests=0),
    )


def _deployments():
    redeployed = preview('redeploy', {'pull_request': '12', 'deployment_title': 'Again'}, changed=True, actions=[REDEPLOY],
                         writes=['previewDeployment.redeploy'], phase='running', shows={
                             'deployment.title': 'Again', 'deployment.status': 'done', 'preview.status': 'done', 'preview.pull_request.number': '12',
                             'preview.pull_request.title': 'A change', 'containers.0.state': 'running'})
    yield case(
        'a preview from beginning to end',
        created({'source': GIT, 'preview_env': {'TOKEN': 'S3CRET-preview'}}),
        pull_request(12),
        event('advance', seconds=1),
        pull_request(13),
        event('advance', seconds=30),
        preview('list', {}, 'dokploy_preview_deployment_info', changed=False, writes=[], shows={
            'previews.0.pull_request.number': '13', 'previews.1.pull_request.number': '12', 'previews.1.status': 'done', 'previews.1.phase': 'running',
            'previews.1.replicas_running': 1}),
        redeployed,
        preview('not awaited', {'pull_request': '#13', 'wait': False}, changed=True, actions=[REDEPLOY]),
        event('advance', seconds=30),
        preview('remove', {'pull_request': '12', 'state': 'absent'}, changed=True, actions=[REMOVE], writes=['previewDeployment.delete'], phase='absent'),
        again(preview('remove', {'pull_request': '12', 'state': 'absent'})),
        preview('gone', {'pull_request': '12'}, changed=False, failed=['no preview of pull request 12', ], writes=[]),
        preview('the other', {'pull_request': '13'}, 'dokploy_preview_deployment_info', changed=False, shows={'previews.0.pull_request.number': '13'}),
        preview('none named', {}, changed=False, failed='identify the preview', writes=[]),
    )
    yield case(
        'a preview that does not run',
        created({'source': GIT}),
        pull_request(12, 'Breaks \x1b[31mit'),
        event('advance', seconds=30),
        task('crash', {'command': 'false', 'deploy': 'never'}, changed=True),
        preview('redeploy', {'pull_request': '12'}, changed=True, phase='swarm_rolled_back', shows={'preview.pull_request.title': 'Breaks it'},
                failed=ByVersion('Swarm rolled back to the previous version', 'Swarm paused the update')),
    )
    yield case(
        'a preview whose GitHub does not answer',
        created({'source': GIT}),
        pull_request(12),
        event('advance', seconds=30),
        event('world', github=False),
        preview('redeploy', {'pull_request': '12'}, changed=True, failed=['no job for it', 'GitHub provider works'], phase='building'),
        preview('remove', {'pull_request': '12', 'state': 'absent'}, changed=True, actions=[REMOVE], writes=['previewDeployment.delete'], phase='absent'),
    )
    yield case(
        'a key that may not deploy previews',
        created({'source': GIT}),
        pull_request(12),
        event('advance', seconds=30),
        event('member', label='plain', services=['@id'], grants={'deployment': {'cancel': False}}),
        preview('remove', {'pull_request': '12', 'state': 'absent', 'api_key': '@key:plain'}, changed=False, failed='deployment.cancel', writes=[]),
        versions=('v0.30.2',),
    )


CASES = tuple(_settings()) + tuple(_deployments())
