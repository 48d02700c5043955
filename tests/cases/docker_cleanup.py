# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The clean-up of a host's Docker."""

from __future__ import annotations

from cases.model import NEWEST, OLDER, event
from cases.record_steps import call, case, refused, services, task


def _clean(name, *what, **more):
    return task(name, dict({'clean': list(what)}, **more.pop('options', {})), module='dokploy_docker_cleanup', **more)


def _info(name, shows, options=None):
    return task(name, options or {}, module='dokploy_docker_cleanup_info', changed=False, writes=[], shows=shows)


def _rows():
    calls = {one: 'settings.clean' + name for one, name in (
        ('containers', 'StoppedContainers'), ('images', 'UnusedImages'), ('builder', 'DockerBuilder'), ('volumes', 'UnusedVolumes'), ('system', 'DockerPrune'))}
    some = _clean('some', 'images', 'containers', changed=True, writes=[calls['containers'], calls['images']], actions=['clean containers', 'clean images'],
                  shows={'freed': 300000000, 'usage.Images.count': 3, 'previous_usage.Images.count': 5, 'unverified': []}, checked=False)
    yield case(
        'docker cleanup', _info('what it would free', {
            'usage.Images.count': 5, 'usage.Local Volumes.reclaimable': 30000000, 'reclaimable': {
                'containers': 0, 'images': 300000000, 'volumes': 30000000, 'builder': 200000000, 'system': 500000000}, 'unread': [], 'at_risk': []}),
        _clean('check', 'images', 'containers', check=True, changed=True, writes=[], shows={'freed': None}), some,
        _clean('some, again', 'images', 'containers', changed=False, writes=[], actions=[], shows={'freed': 0}),
        _clean('check, again', 'images', check=True, changed=False, writes=[]),
        _clean('all', 'system', changed=True, writes=[calls['system']], shows={'freed': 200000000}, checked=False),
        _clean('nothing', failed='clean is empty', changed=False, writes=[]), versions=(NEWEST,))
    yield case(
        'docker cleanup of volumes', *services(), refused(
            'without force', {'clean': ['volumes']}, ['removes the data of each stopped service', '@project/production/web', '@project/production/db'],
            module='dokploy_docker_cleanup'),
        _info('what is at risk', {'at_risk': ['@project/production/web', '@project/production/stack', '@project/production/db'], 'stopped_containers': []}),
        call('postgres.deploy', postgresId='@postgres:db'), event('advance', seconds=30),
        _clean('a database that runs is not at risk', 'volumes', options={'force': True}, check=True, changed=True, writes=[], shows={
            'at_risk': ['@project/production/web', '@project/production/stack']}),
        _clean('forced', 'volumes', options={'force': True}, changed=True, writes=[calls['volumes']], checked=False),
        versions=(NEWEST, OLDER), world={'any_image': True})
    web = {'project': '@project', 'environment': 'production', 'name': 'web'}
    yield case(
        'docker cleanup beside a service that Dokploy calls done',
        task('create', dict(web, source={'type': 'docker', 'image': 'nginx:1.27'}), module='dokploy_application', changed=True),
        task('a stack', dict(web, name='stack', type='stack', source={'type': 'raw', 'content': 'services: {web: {image: "nginx:1.27"}}'}),
             module='dokploy_compose', changed=True),
        task('a project', dict(web, name='compose', type='docker-compose', source={'type': 'raw', 'content': 'services: {web: {image: "nginx:1.27"}}'}),
             module='dokploy_compose', changed=True),
        _info('all run', {'at_risk': []}), event('scale', service='@app_name', replicas=0), event('advance', seconds=30),
        _info('scaled to 0', {'at_risk': ['@project/production/web']}),
        call('application.update', applicationId='@id', applicationStatus='idle'), event('scale', service='@app_name', replicas=1),
        event('advance', seconds=30),
        _info('runs whatever Dokploy says', {'at_risk': []}))
    yield case('docker cleanup on an older server', _clean(
        'some', 'builder', changed=True, writes=[calls['builder']], shows={'freed': None, 'usage': None, 'unverified': ['usage']}),
        _info('nothing but containers and services', {'usage': None, 'reclaimable': None, 'unread': ['usage'], 'at_risk': []}), versions=(OLDER,))
    far = {'server': 'far'}
    yield case(
        'docker cleanup of a server', call('sshKey.create', name='key', privateKey='S3CRET-1', publicKey='x', organizationId=''),
        call('server.create', name='far', description='', ipAddress='192.0.2.1', port=22, username='root', sshKeyId='@ssh_key:key', serverType='deploy'),
        call('application.create', name='web', environmentId='@environment_id', appName='shop-web', serverId='@server:far'),
        _info('nothing unused', {'usage.Images.count': 0, 'reclaimable.system': 0, 'unread': [], 'at_risk': ['@project/production/web']}, far),
        _info('nothing of the server', {'usage.Images.count': 5, 'at_risk': []}),
        _clean('nothing', 'images', options=far, changed=False, writes=[], shows={'freed': 0, 'unverified': []}), versions=(NEWEST,))
    yield case('docker cleanup of a server that does not exist', _clean(
        'one', 'images', options={'server': 'nothing'}, changed=False, writes=[], failed='there is no server named nothing'))


CASES = tuple(_rows())
