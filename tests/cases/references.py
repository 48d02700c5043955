# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Things of the organisation that an application names: a registry, an SSH key, a server."""

from __future__ import annotations

from cases.model import CREATED, GIT, NGINX, again, call, case, created, refused, task

PRIVATE = {'type': 'docker', 'image': 'private.example.com/shop:1'}
KEY = {'privateKey': 'S3CRET key', 'publicKey': 'ssh-rsa x', 'organizationId': 'x'}


def registry(name='Company registry'):
    return call(
        'registry.create', registryName=name, username='puller', password='s3cret', registryUrl='private.example.com', registryType='cloud', imagePrefix=None
    )


def server(name='edge-1'):
    return call('server.create', name=name, ipAddress='192.0.2.7', port=22, username='root', sshKeyId=None, serverType='deploy', description='')


def _planned():
    """In check mode an earlier task of the playbook may create what is missing."""
    advice = 'The real run needs an earlier task that creates it.'

    def check(name, options, words, actions=CREATED, **more):
        return task(name, options, check=True, **dict({'changed': True, 'actions': actions, 'warns': [words, advice]}, **more))
    yield case(
        'what an earlier task would create',
        check('registry', {'source': dict(PRIVATE, registry='Later')}, 'source.registry: there is no registry named Later'),
        check('SSH key', {'source': dict(GIT, ssh_key='Later')}, 'source.ssh_key: there is no SSH key named Later'),
        check('server', {'source': NGINX, 'server': 'Later'}, 'server: there is no server named Later'),
        check('provider', {'source': {'type': 'bitbucket', 'provider': 'Later', 'owner': 'a', 'repository': 'b', 'branch': 'main'}},
              'source.provider: there is no Bitbucket provider named Later'),
        check('no service', {'env': {'A': '1'}}, '@project/production/web does not exist yet', [], phase='absent', warns=[
            '@project/production/web does not exist yet: the real run needs an earlier task that creates it. The environment has no application web']),
        check('a service to restart', {'state': 'restarted'}, '', [], phase='absent', warns=['does not exist yet']),
        check('a service to rename', {'rename_to': 'other'}, 'neither web nor other exists', []),
        check('a deployment', {'project': '@project', 'environment': 'production', 'name': 'web'}, 'web does not exist', [], module='dokploy_deployment'),
        check('a command', {'project': '@project', 'environment': 'production', 'name': 'web', 'command': 'true'}, 'web does not exist', [],
              module='dokploy_exec', shows={'rc': 0, 'ran': False}),
        check('a clean-up', {'server': 'Later', 'clean': ['images']}, 'there is no server named Later', [], module='dokploy_docker_cleanup'),
        created(),
        check('another registry', {'source': dict(PRIVATE, registry='Later')}, 'there is no registry named Later',
              ['update application', 'deploy application']),
        refused('information', {'project': '@project', 'environment': 'production', 'name': 'nothing'}, 'nothing does not exist', module='dokploy_logs',
                check=True),
    )


def _rows():
    yield from _planned()
    world = {'registries': {'private.example.com': ('puller', 's3cret')}}
    by_name = {'source': dict(PRIVATE, registry='Company registry')}
    yield case(
        'registry by name',
        registry(),
        created(by_name, shows={'application.source.registry_url': 'private.example.com', 'application.source.username': 'puller'}),
        again(task('again', by_name)),
        refused('unknown', {'source': {'registry': 'Other'}}, ['there is no registry named Other', 'Company registry']),
        registry(),
        refused('two of one name', by_name, 'matches 2 registr'),
        world=world,
    )
    yield case('no credentials', task('create', {'source': PRIVATE}, changed=True, failed='the deployment of', phase='building'), world=world)
    yield case(
        'credentials that are given',
        created({'source': dict(PRIVATE, registry_url='private.example.com', username='puller', password='s3cret')}),
        again(task('again', {'source': dict(PRIVATE, registry_url='private.example.com', username='puller', password='s3cret')})),
        task('clear', {'unset': ['source.username', 'source.password'], 'state': 'stopped'}, changed=True),
        world=world,
    )
    yield case(
        'ssh_key by name',
        call('sshKey.create', name='deploy key', **KEY),
        created({'source': dict(GIT, ssh_key='deploy key')}),
        again(task('again', {'source': dict(GIT, ssh_key='deploy key')})),
        refused('unknown', {'source': {'ssh_key': 'other'}}, 'there is no SSH key named other'),
        task('clear', {'source': {'ssh_key': ''}}, changed=True),
    )
    yield case(
        'server by name',
        server(),
        server('edge-2'),
        created({'server': 'edge-1'}),
        again(task('again', {'server': 'edge-1'}), requests=None),
        refused('another server', {'server': 'edge-2'}, 'Dokploy cannot move it'),
        refused('unknown', {'server': 'edge-3'}, 'there is no server named edge-3'),
        task('stop', {'state': 'stopped'}, changed=True, phase='stopped'),
        task('start', {}, changed=True, phase='running'),
        task('left out', {}, changed=False),
        task('remove', {'state': 'absent'}, changed=True, phase='absent'),
    )
    yield case(
        'an application of the own host stays there', server(), created({'source': NGINX}), refused('move', {'server': 'edge-1'}, 'Dokploy cannot move it')
    )


CASES = tuple(_rows())
