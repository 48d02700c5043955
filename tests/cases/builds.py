# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a source is built, where, and to which registries the image goes."""

from __future__ import annotations

from cases.model import CREATE, DEPLOY, GIT, NGINX, UPDATE, W_CREATE, W_DEPLOY, W_UPDATE, again, call, case, created, refused, task
from cases.references import registry

STORED = {'state': 'present', 'source': GIT}


def stored(build, **more):
    """What is built otherwise is stored alone: no builder but Docker's runs everywhere."""
    return task('store', dict(STORED, build=build), **dict({'changed': True, 'actions': CREATE, 'writes': W_CREATE, 'phase': 'never_deployed'}, **more))


def builder(name, kind='build'):
    return call(
        'server.create', name=name, ipAddress='192.0.2.8', port=22, username='root', sshKeyId='@ssh_key:builders', serverType=kind, description=''
    )


def _types():
    nixpacks = stored({'type': 'nixpacks', 'publish_directory': 'dist', 'single_page': True}, shows={'application.build': {
        'type': 'nixpacks', 'publish_directory': 'dist', 'single_page': True, 'clean_cache': False}})
    railpack = task('railpack', dict(STORED, build={'type': 'railpack', 'railpack_version': '0.17.2', 'clean_cache': True}),
                    changed=True, actions=[UPDATE], writes=W_UPDATE, shows={'application.build': {
                        'type': 'railpack', 'railpack_version': '0.17.2', 'clean_cache': True}})
    heroku = task('heroku', dict(STORED, build={'type': 'heroku', 'heroku_version': '22'}), changed=True, actions=[UPDATE], writes=W_UPDATE,
                  previous={'build.type': 'railpack', 'build.heroku_version': '24'}, shows={'application.build.type': 'heroku'})
    paketo = task('paketo', {'state': 'present', 'build': {'type': 'paketo'}}, changed=True, writes=W_UPDATE, shows={
        'application.build': {'type': 'paketo', 'clean_cache': True}})
    static = task('static', {'state': 'present', 'build': {'type': 'static', 'publish_directory': 'public', 'single_page': True, 'create_env_file': False}},
                  changed=True, writes=W_UPDATE, shows={'application.build': {
                      'type': 'static', 'publish_directory': 'public', 'single_page': True, 'create_env_file': False, 'clean_cache': True}})
    yield case(
        'every build type',
        nixpacks,
        again(nixpacks),
        railpack,
        again(railpack),
        task('its default', {'state': 'present', 'unset': ['build.railpack_version']}, changed=True, shows={'application.build.railpack_version': '0.15.4'}),
        heroku,
        again(heroku),
        paketo,
        again(paketo),
        static,
        again(static),
        task('unset', {'state': 'present', 'unset': ['build.publish_directory', 'build.single_page', 'build.clean_cache']}, changed=True, shows={
            'application.build': {'type': 'static', 'publish_directory': None, 'single_page': False, 'create_env_file': False, 'clean_cache': False}}),
        live=True,
    )
    yield case(
        'a static site',
        created({'source': GIT, 'build': {'type': 'static'}}),
        again(task('again', {'source': GIT, 'build': {'type': 'static'}})),
        task('one page', {'build': {'single_page': True}}, changed=True, actions=[UPDATE, DEPLOY], writes=W_UPDATE + W_DEPLOY),
        again(task('one page', {'build': {'single_page': True}})),
        task('its folder', {'build': {'publish_directory': 'public'}, 'deploy': 'never'}, changed=True, actions=[UPDATE], pending=['build.publish_directory']),
        task('deployed later', {}, changed=True, actions=[DEPLOY], applied=['build']),
    )
    yield case(
        'a build type is changed in the pages',
        created({'source': GIT}),
        task('labelled', {'build': {'stage': 'one'}, 'deploy': 'never'}, changed=True),
        task('deployed', {}, changed=True, actions=[DEPLOY]),
        call('application.update', applicationId='@id', buildType='static', publishDirectory='dist'),
        task('deployed again', {}, changed=True, actions=[UPDATE, DEPLOY], applied=['build']),
        again(task('deployed again', {})),
    )
    yield case(
        'options of another build type',
        created({'source': GIT}),
        refused('the one in force', {'build': {'railpack_version': '0.17.2'}},
                'build.railpack_version belongs to build.type railpack, and the type here is dockerfile: nothing was changed'),
        refused('the one that is named', {'build': {'type': 'heroku', 'publish_directory': 'x'}},
                'build.publish_directory belongs to build.type nixpacks or static, and the type here is heroku', requests=0),
        refused('an env file', {'build': {'type': 'paketo', 'create_env_file': True}}, 'belongs to build.type dockerfile or static', requests=0),
        refused('a Dockerfile', {'build': {'type': 'nixpacks', 'dockerfile': 'x'}}, 'belongs to build.type dockerfile', requests=0),
        refused('no version', {'build': {'type': 'railpack', 'railpack_version': 'v0.17.2; id'}}, 'must be a version in numbers', requests=0),
        refused('nor here', {'build': {'type': 'heroku', 'heroku_version': 'latest'}}, 'must be a version in numbers', requests=0),
        task('unknown', {'build': {'type': 'bazel'}}, failed='bazel', writes=[], requests=0),
    )


def _registries():
    world = {'registries': {'private.example.com': ('puller', 's3cret')}}
    pushed = {'source': GIT, 'push_registry': 'Company registry'}
    yield case(
        'a built image is pushed',
        registry(),
        created(pushed, shows={'application.push_registry': 'Company registry'}),
        again(task('again', pushed)),
        task('not any more', {'unset': ['push_registry']}, changed=True, actions=[UPDATE, DEPLOY], shows={'application.push_registry': None}),
        again(task('not any more', {'push_registry': ''})),
        refused('unknown', {'push_registry': 'Other'}, ['there is no registry named Other', 'Company registry']),
        world=world,
    )
    warned = task('create', {'source': NGINX, 'push_registry': 'Company registry'}, changed=True, warns='no credentials for the docker source of')
    yield case('a registry to push to beside a docker source', registry(), warned, again(warned, warns='use source.registry'), world=world)
    kept = task('kept', {'rollback_registry': 'Company registry'}, changed=True, actions=[UPDATE], writes=W_UPDATE,
                shows={'application.rollback_registry': 'Company registry'})
    yield case(
        'images for going back',
        registry(),
        created(),
        kept,
        again(kept),
        call('application.update', applicationId='@id', rollbackActive=False),
        task('turned off elsewhere', {}, changed=False, shows={'application.rollback_registry': None}),
        kept,
        task('unset', {'unset': ['rollback_registry']}, changed=True, actions=[UPDATE], shows={'application.rollback_registry': None}),
        again(task('unset', {'unset': ['rollback_registry']})),
        world=world,
    )
    elsewhere = {'source': GIT, 'build_server': 'builder-1', 'build_registry': 'Company registry'}
    alone = ['without a build_registry', 'nothing was changed']
    yield case(
        'a build server and its registry',
        registry(),
        call('sshKey.create', name='builders', privateKey='S3CRET key', publicKey='ssh-rsa x', organizationId='x'),
        builder('builder-1'),
        builder('builder-2'),
        builder('edge-1', 'deploy'),
        refused('alone', {'source': GIT, 'build_server': 'builder-1'}, alone),
        created(elsewhere, shows={'application.build_registry': 'Company registry'}),
        again(task('again', elsewhere)),
        task('another', {'build_server': 'builder-2'}, changed=True, actions=[UPDATE, DEPLOY]),
        again(task('another', {'build_server': 'builder-2'})),
        refused('one that runs things', {'build_server': 'edge-1'}, ['there is no build server named edge-1', 'builder-1']),
        refused('half', {'unset': ['build_registry']}, alone),
        refused('the other half', {'build_server': ''}, ['without a build_server', 'nothing was changed']),
        refused('of an image', {'source': {'type': 'docker', 'image': 'nginx:1.27'}, 'build_server': 'builder-1'}, 'needs no build server'),
        task('neither', {'unset': ['build_server', 'build_registry']}, changed=True, actions=[UPDATE, DEPLOY]),
        world=world,
    )


CASES = tuple(_types()) + tuple(_registries())
