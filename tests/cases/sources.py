# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sources that Git providers serve: found by name, asked before anything is stored, and told from one another when they fail."""

from __future__ import annotations

from cases.model import CREATE, DEPLOY, GIT, NGINX, UPDATE, W_CREATE, W_CREATED, W_DEPLOY, W_UPDATE, again, call, case, created, event, refused, task

MAIN = {'branches': {'main': {'message': 'Release'}}}
AUTHORISED = {
    'github': {'githubInstallationId': '1'},
    'gitlab': {'accessToken': 'S3CRET-token', 'refreshToken': 'S3CRET-refresh'},
    'gitea': {'clientId': 'c', 'clientSecret': 'S3CRET-client', 'accessToken': 'S3CRET-token', 'refreshToken': 'S3CRET-refresh'},
    'bitbucket': {'apiToken': 'S3CRET-token', 'bitbucketUsername': 'u', 'bitbucketWorkspaceName': 'shop'},
}
SERVERS = {'github': 'https://github.com', 'gitlab': 'https://gitlab.com', 'gitea': 'https://gitea.com', 'bitbucket': 'https://bitbucket.org'}
# What a task calls each kind.
SAID = {'github': 'GitHub', 'gitlab': 'GitLab', 'gitea': 'Gitea', 'bitbucket': 'Bitbucket'}
SOURCE = {'owner': 'shop', 'repository': 'pages', 'branch': 'main'}


def provider(kind, name='Company Git', **values):
    """As it comes of Dokploy's pages, where it was authorised."""
    return event('provider', kind=kind, name=name, **dict(AUTHORISED[kind], **values))


def source(kind, **more):
    return {'source': dict({'type': kind, 'provider': 'Company Git'}, **dict(SOURCE, **more))}


def _rows():
    for kind, server in SERVERS.items():
        world = {'repositories': {server + '/shop/pages.git': MAIN, server + '/shop/shop-web.git': MAIN}}
        wanted, what = source(kind), '%s provider' % SAID[kind]
        yield case(
            'a %s source' % kind,
            provider(kind),
            created(wanted, shows={'application.source.owner': 'shop', 'application.source.repository': 'pages', 'application.source.branch': 'main'}),
            again(task('again', wanted)),
            task('another repository', source(kind, repository='shop-web'), changed=True, actions=[UPDATE, DEPLOY], writes=W_UPDATE + W_DEPLOY,
                 previous={'source.repository': 'pages'}),
            again(task('the same', source(kind, repository='shop-web'))),
            task('what deploys nothing', {'source': {'watch_paths': ['src/**']}}, changed=True, actions=[UPDATE]),
            refused('no such repository', source(kind, repository='other'), 'repository shop/other'),
            refused('an option of another type', {'source': {'url': 'https://git.example.com/x.git'}}, 'the type here is %s' % kind),
            refused('no such provider', {'source': {'provider': 'Other'}}, ['there is no %s named Other' % what]),
            task('an image instead', {'source': NGINX}, changed=True, actions=[UPDATE, DEPLOY]),
            refused('an option of the old type', {'source': {'owner': 'shop'}}, 'source.owner belongs to source.type bitbucket, gitea, github or gitlab'),
            task('and back', wanted, changed=True, actions=[UPDATE, DEPLOY]),
            again(task('it stays', wanted)),
            world=world,
        )
        yield case(
            'a %s provider that cannot be reached' % kind,
            provider(kind),
            refused('create', wanted, ['the %s Company Git cannot be reached' % what, 'nothing was changed']),
            event('world', repositories={server + '/shop/pages.git': MAIN}),
            created(wanted),
            event('world', repositories={server + '/shop/pages.git': None}),
            again(task('what runs is left alone', wanted)),
            refused('deploy', {'state': 'deployed'}, 'cannot be reached'),
            refused('deploy always', {'deploy': 'always'}, 'cannot be reached'),
        )
        yield case(
            'a %s provider that was never authorised' % kind,
            event('provider', kind=kind, name='Company Git', clientId='c', clientSecret='S3CRET-client') if kind == 'gitea'
            else event('provider', kind=kind, name='Company Git'),
            refused('create', wanted, 'does not let Dokploy in' if kind == 'bitbucket' else 'the %s Company Git was never authorised' % what),
            world=world,
        )
        yield case(
            'a %s provider that is gone' % kind,
            provider(kind),
            created(wanted),
            call('gitProvider.remove', gitProviderId='@provider'),
            again(task('what runs is left alone', {'env': {}})),
            refused('deploy', {'state': 'deployed'}, 'its %s provider is gone from Dokploy, or was never chosen' % kind),
            refused('by its name', wanted, 'there is no %s named Company Git' % what),
            provider(kind),
            task('a new one', wanted, changed=True, actions=[UPDATE, DEPLOY]),
            world=world,
        )
        yield case(
            'a %s source is prepared' % kind,
            provider(kind),
            task('present', dict(wanted, state='present'), changed=True, actions=CREATE, writes=W_CREATE, phase='never_deployed'),
            again(task('again', dict(wanted, state='present'))),
            task('then it runs', {}, changed=True, actions=[DEPLOY], writes=W_DEPLOY, phase='running'),
            task('cleared', {'source': {'path': '/', 'branch': ''}, 'state': 'present'}, changed=False, failed='no source is set'),
            world=world,
        )
    git = {'repositories': {'https://gitlab.com/shop/web/pages.git': MAIN, 'https://gitlab.com/other/web/pages.git': MAIN, 'https://gitlab.com/a/b.git': MAIN}}
    yield case(
        'a group within a group of GitLab',
        provider('gitlab'),
        refused('two', source('gitlab', owner='web'), ['web/pages fits 2 repositories', 'other/web/pages, shop/web/pages']),
        created(source('gitlab', owner='shop/web'), writes=W_CREATED),
        again(task('again', source('gitlab', owner='shop/web'))),
        refused('unknown', source('gitlab', owner='a', repository='c'), 'shows no repository a/c'),
        world=git,
    )
    yield case(
        'a name that two providers have',
        provider('gitea'),
        provider('gitea'),
        refused('which', source('gitea'), 'fits 2 Gitea providers'),
        provider('gitlab', name='Our GitLab'),
        refused('another kind', source('gitea', provider='Our GitLab'), 'Our GitLab is a GitLab provider, and source.type is gitea'),
        refused('no provider', {'source': dict(SOURCE, type='gitea')}, 'source.provider'),
        world={'repositories': {'https://gitea.com/shop/pages.git': MAIN}},
    )
    hub = {'repositories': {'https://github.com/shop/pages.git': MAIN}}
    yield case(
        'a tag triggers',
        provider('github'),
        created(source('github', trigger='tag'), shows={'application.source.trigger': 'tag'}),
        again(task('again', source('github', trigger='tag'))),
        task('push', {'source': {'trigger': 'push'}}, changed=True, actions=[UPDATE]),
        task('tag again', {'source': {'trigger': 'tag'}}, changed=True, actions=[UPDATE]),
        task('unset', {'unset': ['source.trigger']}, changed=True, actions=[UPDATE], shows={'application.source.trigger': 'push'}),
        world=hub,
    )
    yield case(
        'a switch from git',
        provider('github'),
        created({'source': GIT}),
        task('to github', source('github'), changed=True, actions=[UPDATE, DEPLOY], previous={
            'source.type': 'git', 'source.provider': None, 'source.owner': None, 'source.repository': None, 'source.branch': None}),
        again(task('again', source('github'))),
        task('back, where the branch is stored still', {'source': {'type': 'git'}}, changed=True, actions=[UPDATE, DEPLOY],
             shows={'application.source.branch': 'main'}),
        world=hub,
    )
    yield case(
        'a provider that a key may not ask',
        provider('gitea'),
        created(source('gitea')),
        event('member', label='deployer', services=['@id']),
        task('deploy', {'api_key': '@key:deployer', 'state': 'deployed'}, changed=True, actions=[DEPLOY], unverified=None),
        world={'repositories': {'https://gitea.com/shop/pages.git': MAIN}},
    )


CASES = tuple(_rows())
