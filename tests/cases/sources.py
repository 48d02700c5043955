# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sources that Git providers serve: found by name, asked before anything is stored, and told from one another when they fail."""

from __future__ import annotations

from cases.model import (
    CREATE,
    DEPLOY,
    GIT,
    NEWEST,
    NGINX,
    OLDER,
    UPDATE,
    W_CREATE,
    W_CREATED,
    W_DEPLOY,
    W_UPDATE,
    again,
    call,
    case,
    created,
    event,
    refused,
    task,
)

MAIN = {'branches': {'main': {'message': 'Release'}}}
AUTHORISED = {
    'github': {'githubInstallationId': '1'},
    'gitlab': {'accessToken': 'S3CRET-token', 'refreshToken': 'S3CRET-refresh'},
    'gitea': {'clientId': 'c', 'clientSecret': 'S3CRET-client', 'accessToken': 'S3CRET-token', 'refreshToken': 'S3CRET-refresh'},
    'bitbucket': {'apiToken': 'S3CRET-token', 'bitbucketUsername': 'u', 'bitbucketWorkspaceName': 'shop'},
}
SERVERS = {'github': 'https://github.com', 'gitlab': 'https://gitlab.com', 'gitea': 'https://gitea.com', 'bitbucket': 'https://bitbucket.org'}
# For tests of every field: the repositories of each provider, a source of each kind, two values of each field of one (the second is that of the source),
# and the keys that are looked up at the provider along with a repository.
REPOSITORIES = {'%s/%s.git' % (server, path): {} for server in SERVERS.values() for path in ('shop/one', 'shop/two', 'acme/one', 'acme/two')}
GIT_SOURCES = {
    'git': {'type': 'git', 'url': 'https://git.example.com/shop.git', 'branch': 'main'},
    **{kind: {'type': kind, 'provider': 'First Git', 'owner': 'shop', 'repository': 'one', 'branch': 'main'} for kind in AUTHORISED}}
SOURCE_VALUES = {
    'url': ('https://git.example.com/a.git', 'https://git.example.com/b.git'), 'branch': ('develop', 'main'), 'ssh_key': ('one', 'two'),
    'provider': ('Second Git', 'First Git'), 'owner': ('acme', 'shop'), 'repository': ('two', 'one'), 'submodules': (True, False),
    'watch_paths': (['a/**'], ['b/**', 'c/**']), 'trigger': ('tag', 'push')}
LOOKED_UP = {'gitlabProjectId', 'gitlabPathNamespace', 'bitbucketRepositorySlug'}
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
            refused('create', wanted, "refuses Dokploy's access" if kind == 'bitbucket' else 'the %s Company Git was never authorized' % what),
            world=world,
        )
        yield case(
            'a %s provider that is gone' % kind,
            provider(kind),
            created(wanted),
            call('gitProvider.remove', gitProviderId='@provider'),
            again(task('what runs is left alone', {'env': {}})),
            refused('deploy', {'state': 'deployed'}, 'its %s provider was removed from Dokploy, or never set' % kind),
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
        refused('two', source('gitlab', owner='web'), ['web/pages matches 2 repositories', 'other/web/pages, shop/web/pages']),
        created(source('gitlab', owner='shop/web'), writes=W_CREATED),
        again(task('again', source('gitlab', owner='shop/web'))),
        refused('unknown', source('gitlab', owner='a', repository='c'), 'lists no repository a/c'),
        world=git,
    )
    yield case(
        'a name that two providers have',
        provider('gitea'),
        provider('gitea'),
        refused('which', source('gitea'), 'matches 2 Gitea providers'),
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


def files(**more):
    return event('files', **dict({'site/Dockerfile': 'FROM busybox', 'site/index.html': 'one', **more}))


DROP = {'source': {'type': 'drop', 'src': '@folder/site'}}
UPLOAD = ['application.dropDeployment']
SRC = {'source': {'src': '@folder/site'}}


def dropped(**more):
    return created(DROP, **dict({'writes': W_CREATE + UPLOAD}, **more))


def _drops():
    yield case(
        'files are uploaded',
        files(**{'site/.git/HEAD': 'x', 'site/.dockerignore': 'logs\n*.tmp', 'site/logs/a': 'x', 'site/src/app.js': 'x'}),
        dropped(shows={'application.source.type': 'drop', 'application.build.type': 'dockerfile'}),
        again(task('again', DROP)),
        again(task('without the files', {'env': {}})),
        files(**{'site/.git/HEAD': 'y', 'site/logs/b': 'x', 'site/src/a.tmp': 'x', 'site/.dockerignore': 'logs\n*.tmp\n**/*.tmp'}),
        task('the rules changed', DROP, changed=True, actions=[UPDATE, DEPLOY], writes=W_UPDATE + UPLOAD),
        files(**{'site/.git/HEAD': 'z', 'site/logs/c': 'x', 'site/src/b.tmp': 'x', 'site/.dockerignore': 'logs\n*.tmp\n**/*.tmp'}),
        again(task('what is left out changed', DROP)),
        files(**{'site/index.html': 'two', 'site/.dockerignore': 'logs\n*.tmp\n**/*.tmp'}),
        task('changed', SRC, changed=True, actions=[UPDATE, DEPLOY], writes=W_UPDATE + UPLOAD),
        again(task('and again', SRC)),
        task('a variable', {'env': {'A': '1'}}, changed=True, actions=[UPDATE, DEPLOY], writes=W_UPDATE + W_DEPLOY),
        again(task('the files still run', SRC)),
        task('asked for', dict(SRC, state='deployed'), changed=True, actions=[UPDATE, DEPLOY], writes=W_UPDATE + UPLOAD),
        task('labels of the user', dict(SRC, labels={'team': 'shop'}), changed=True, actions=[UPDATE, 'reload application']),
        again(task('labels again', dict(SRC, labels={'team': 'shop'}))),
        task('another folder of it', {'source': {'path': '/src', 'src': '@folder/site'}, 'build': {'dockerfile': '../Dockerfile'}}, changed=True,
             actions=[UPDATE, DEPLOY]),
    )
    yield case(
        'where it is stored nothing is uploaded',
        files(),
        task('present', dict(DROP, state='present'), changed=True, actions=CREATE, writes=W_CREATE, pending=None, phase='never_deployed'),
        task('present again', dict(DROP, state='present'), changed=False, writes=[], phase='never_deployed'),
        task('started', DROP, changed=True, actions=[UPDATE, DEPLOY], writes=W_UPDATE + UPLOAD),
        files(**{'site/index.html': 'two'}),
        task('never', dict(DROP, deploy='never'), changed=False, writes=[], pending=['source.src']),
        task('stopped', dict(DROP, state='stopped'), changed=True, actions=['stop application'], writes=['application.stop'], pending=['source.src']),
        task('stopped again', dict(DROP, state='stopped'), changed=False, writes=[], pending=['source.src']),
        refused('reloaded', dict(DROP, state='reloaded'), 'pending build settings (source.src)'),
        task('started again', DROP, changed=True, actions=[UPDATE, DEPLOY], writes=W_UPDATE + UPLOAD),
        again(task('it runs', DROP)),
    )
    yield case(
        'an upload that is lost',
        files(),
        dropped(),
        files(**{'site/index.html': 'two'}),
        event('fault', procedure='application.dropDeployment', action='answer', status=500, body={'message': 'Internal server error'}, times=1),
        task('fails', DROP, changed=True, failed='application.dropDeployment was refused with 500', checked=False),
        refused('without the files', {'state': 'deployed'}, 'its last upload was never verified to run, and this task has no source.src'),
        task('another try', DROP, changed=True, actions=[UPDATE, DEPLOY], writes=W_UPDATE + UPLOAD),
        again(task('then it runs', DROP)),
        files(**{'site/index.html': 'three'}),
        event('fault', procedure='application.dropDeployment', action='cut_after', times=1),
        task('its answer is lost', DROP, changed=True, writes=W_UPDATE + UPLOAD, checked=False, warns='was treated as the one of this task'),
        again(task('it had arrived', DROP)),
    )
    yield case(
        'files that cannot be taken',
        refused('an empty path', {'source': {'type': 'drop', 'src': ''}}, 'source.src'),
        refused('none', {'source': {'type': 'drop', 'src': '@folder/none', 'path': '/'}}, 'none does not exist', checked=False),
        files(**{'site/out': '->/etc/passwd'}),
        refused('a link that leaves', DROP, 'out is a link that leaves the directory'),
        files(**{'site/out': '->index.html', 'empty/.git/HEAD': 'x'}),
        dropped(),
        refused('an empty one', {'source': {'src': '@folder/empty'}}, 'no file exists in'),
        refused('without files', {'source': {'type': 'drop'}, 'name': 'other'}, 'source.src is required to create'),
        refused('of another type', {'source': dict(NGINX, src='@folder/site')}, 'source.src belongs to source.type drop'),
    )
    yield case(
        'a name that newer servers refuse',
        files(**{'site/@types/x': 'x'}),
        refused('create', DROP, ['other characters', '@types/x']),
        files(**{'site/.dockerignore': '@types'}),
        dropped(),
        versions=(NEWEST,),
    )
    yield case('a name that older servers take', files(**{'site/@types/x': 'x'}), dropped(), again(task('again', DROP)), versions=(OLDER,))
    yield case(
        'a key that may not store',
        files(),
        dropped(),
        event('member', label='deployer', services=['@id']),
        task('the same files', dict(SRC, api_key='@key:deployer'), changed=False, unverified=['service']),
        task('deployed', {'api_key': '@key:deployer', 'state': 'deployed'}, changed=True, actions=[DEPLOY], writes=W_DEPLOY),
        files(**{'site/index.html': 'two'}),
        refused('other files', dict(SRC, api_key='@key:deployer', env={'A': '1'}), 'service.create'),
    )
    yield case(
        'an upload is taken back',
        files(),
        dropped(),
        files(**{'site/index.html': 'two', 'site/Dockerfile': None}),
        task('a build that fails', dict(DROP, on_failure='rollback'), changed=True, failed='the deployment of', checked=False),
        task('what ran runs on', {}, changed=False, writes=[], warns='Dokploy shows error, and 1 replica runs'),
        refused('and is not built again from what was uploaded', {'state': 'deployed'}, 'its last upload was never verified to run'),
        files(**{'site/index.html': 'two'}),
        task('the files again', DROP, changed=True, writes=W_UPDATE + UPLOAD),
    )


CASES = tuple(_rows()) + tuple(_drops())
