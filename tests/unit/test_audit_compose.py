# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A compose service of either type is audited: each service of its file, and what runs of it."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from cases.compose import KINDS
from cases.model import VERSIONS
from simulator import Image, World

from support.inprocess import dokploy, service

NAMED = {'project': 'shop', 'environment': 'production', 'name': 'shop'}
GOOD = """services:
  web:
    image: nginx:${TAG}
    environment:
      PASSWORD: ${PASSWORD}
      LEVEL: info
    healthcheck: {test: [CMD, "true"]}
    deploy: {resources: {limits: {memory: 64M, cpus: "0.5"}}}
"""


def compose(version='v0.30.2', kind='docker-compose', content=GOOD, memory=0):
    """A simulator with one compose service, which nobody waited for -> (here, its record)."""
    world = World(registries={'r.example.com': ['u', 'S3CRET-p']})
    world.images['nginx:1.27'] = Image(name='nginx:1.27', memory=memory)
    world.images['crash:2'] = Image(name='crash:2', exit_code=3, exit_after=0.5)
    return service('dokploy_compose', 'compose', version, world, type=kind, source={'type': 'raw', 'content': content},
                   env={'PASSWORD': 'S3CRET-one', 'TAG': '1.27'}, **NAMED)


def audit(here, **options):
    return here.read('dokploy_audit_info', **options)


@pytest.mark.parametrize('kind', KINDS)
@pytest.mark.parametrize('version', VERSIONS)
def test_one_that_is_well(version, kind):
    with compose(version, kind) as (here, row):
        told = audit(here, project='shop')
        assert told['findings'] == [] and told['unknown'] == [], (told['findings'], told['unknown'])
        assert (told['summary']['compose_services'], told['summary']['databases'], told['summary']['applications']) == (1, 0, 0)
        assert 'secret_in_file' in told['junit'] and 'database_backup' not in told['junit']
        assert audit(here, compose_id=row['composeId'])['summary']['compose_services'] == 1
        assert audit(here, kind='application', project='shop')['summary']['compose_services'] == 0


IN_FILE = [
    ('memory_limit', 'memory: 64M, ', '', 'web', 'no memory limit for the service web'),
    ('cpu_limit', ', cpus: "0.5"', '', 'web', 'no CPU limit for the service web'),
    ('healthcheck', '    healthcheck: {test: [CMD, "true"]}\n', '', 'web', 'no health check for the service web, and its image has none'),
    ('healthcheck', '{test: [CMD, "true"]}', '{disable: true}', 'web', 'is disabled'),
    ('latest_tag', 'nginx:${TAG}', 'nginx', 'web', 'nginx, which means latest'),
    ('latest_tag', '${TAG}', '${NONE:-latest}', 'web', 'the image of the service web is nginx:latest'),
    ('secret_in_file', '${PASSWORD}', 'S3CRET-in-the-file', 'web.PASSWORD', 'the value of the variable PASSWORD of the service web'),
    ('registry_credentials', 'nginx:${TAG}', 'r.example.com/shop/web:1', 'web', 'comes from r.example.com, and no registry with this address'),
    ('external_port', '    environment:', '    ports: ["8080:80", "127.0.0.1:9000:9000", "70"]\n    environment:', 'web',
     'port 8080 of its server leads to the service web'),
    ('volume_backup', '    environment:', '    volumes: ["own:/data", "/tmp:/host"]\n    environment:', 'own-volume',
     'the volume own-volume of the service web'),
    ('not_healthy', 'nginx:${TAG}', 'crash:2', '', 'web: '),
    ('deployment_failed', 'nginx:${TAG}', 'missing:1', '', 'failed'),
]


@pytest.mark.parametrize('kind', KINDS)
@pytest.mark.parametrize(('code', 'old', 'new', 'subject', 'words'), IN_FILE, ids=['%s-%d' % (row[0], number) for number, row in enumerate(IN_FILE)])
def test_what_is_found(code, old, new, subject, words, kind):
    assert old in GOOD
    if (code, kind) == ('deployment_failed', 'stack'):
        new = 'nginx\n    imag: x'         # a stack is deployed without its image, and not with a key that Docker does not know
    more = 'volumes: {own: {name: own-volume}}\n' if code == 'volume_backup' else ''
    with compose(kind=kind, content=GOOD.replace(old, new) + more) as (here, row):
        told = audit(here, kind='compose', **NAMED)
        found = [one for one in told['findings'] if one['code'] == code]
        assert len(found) == 1 and words in found[0]['seen'] and found[0]['subject'] == subject, (told['findings'], told['unknown'])
        assert (found[0]['application'], found[0]['id']) == ('shop/production/shop', row['composeId'])


def test_a_volume_with_a_backup_and_a_registry_that_is_saved():
    content = GOOD.replace('nginx:${TAG}', 'r.example.com/shop/web:1').replace('    environment:', '    volumes: ["own:/data"]\n    environment:')
    with compose(content=content + 'volumes: {own: {name: own-volume}}\n') as (here, row):
        here.call('registry.create', registryName='r', username='u', password='S3CRET-p', registryUrl='r.example.com', registryType='cloud', imagePrefix=None)
        made = here.call('destination.create', name='d', provider='', accessKey='a', secretAccessKey='S3CRET-s', bucket='b', region='', endpoint='https://s3',
                         additionalFlags=[])
        here.call('volumeBackups.create', name='v', volumeName='own-volume', prefix='', serviceType='compose', serviceName='web', turnOff=False,
                  cronExpression='0 3 * * *', enabled=True, composeId=row['composeId'], destinationId=made['destinationId'])
        codes = [one['code'] for one in audit(here, kind='compose', **NAMED)['findings']]
        assert not {'volume_backup', 'registry_credentials', 'backup_failed', 'backup_missed'} & set(codes), codes
        backup = next(iter(here.simulator.store.volumeBackups.values()))
        backup['createdAt'] = hours_ago(here, 80)
        found = {one['code']: one['seen'] for one in audit(here, kind='compose', **NAMED)['findings']}
        assert 'its backup of the volume own-volume (0 3 * * *) was due on' in found['backup_missed'] and 'never ran' in found['backup_missed'], found
        here.simulator.deployments.note_run('volumeBackupId', backup['volumeBackupId'], backup['appName'], 'Backup', 'error')['createdAt'] = hours_ago(here, 8)
        found = {one['code']: one['seen'] for one in audit(here, kind='compose', **NAMED)['findings']}
        assert 'its last backup of the volume own-volume (0 3 * * *) failed' in found['backup_failed'] and 'backup_missed' not in found, found


def hours_ago(here, hours):
    return datetime.fromtimestamp(here.simulator.clock.now() - hours * 3600, timezone.utc).strftime('%Y-%m-%dT%H:%M:%S.000Z')


@pytest.mark.parametrize(('code', 'hours', 'status', 'words'), [
    ('backup_failed', 8, 'error', 'its last backup (0 2 * * *) failed'), ('backup_missed', 80, 'done', 'its backup (0 2 * * *) was due'), ('', 8, 'done', '')])
def test_a_backup_of_a_database_in_it(code, hours, status, words):
    with compose() as (here, row):
        made = here.call('destination.create', name='d', provider='', accessKey='a', secretAccessKey='S3CRET-s', bucket='b', region='', endpoint='https://s3',
                         additionalFlags=[])
        here.call('backup.create', schedule='0 2 * * *', enabled=True, prefix='/', database='shop', databaseType='postgres', backupType='compose',
                  serviceName='web', composeId=row['composeId'], destinationId=made['destinationId'], metadata={'postgres': {'databaseUser': 'shop'}})
        backup = next(iter(here.simulator.store.backups.values()))
        run = here.simulator.deployments.note_run('backupId', backup['backupId'], backup['appName'], 'Backup', status)
        run['createdAt'] = hours_ago(here, hours)
        found = audit(here, kind='compose', **NAMED)['findings']
        assert [one['code'] for one in found] == ([code] if code else []) and all(words in one['seen'] for one in found), found


def test_a_crash_loop_is_found_at_every_moment():
    """While a replica is tried, and between two tries."""
    with compose(kind='stack', content=GOOD.replace('nginx:${TAG}', 'crash:2')) as (here, dummy):
        found = []
        for dummy in range(8):
            here.simulator.advance(0.9)
            found.append([one['code'] for one in audit(here, kind='compose', checks=['not_healthy'])['findings']])
        assert found == [['not_healthy']] * 8, found


@pytest.mark.parametrize('kind', KINDS)
def test_what_is_saved_and_does_not_run(kind):
    with compose(kind=kind) as (here, row):
        here.call('compose.update', composeId=row['composeId'], env='TAG=1.28\nPASSWORD=S3CRET-one')
        assert [(one['code'], one['seen']) for one in audit(here, kind='compose')['findings']] == [
            ('stored_not_running', 'pending changes: services.web.image')]


def test_a_file_that_cannot_be_read():
    with compose() as (here, row):
        here.call('compose.update', composeId=row['composeId'], composeFile='services: [')
        told = audit(here, kind='compose')
        assert {one['code'] for one in told['unknown']} >= {'memory_limit', 'cpu_limit', 'healthcheck', 'latest_tag', 'secret_in_file'}, told['unknown']


def test_an_audit_by_names_that_match_nothing():
    with dokploy() as here:
        told = here.run('dokploy_audit_info', kind='compose', project='shop', name='gone', fail_on='high')
        assert told.failed and 'no compose service matches' in told['msg'], told['msg']


# Monitoring

@pytest.mark.parametrize('kind', KINDS)
@pytest.mark.parametrize('version', VERSIONS)
def test_its_containers_are_measured(version, kind):
    with compose(version, kind) as (here, row):
        told = here.run('dokploy_monitoring_info', project='shop', thresholds={'memory': '1%'})
        assert not told.failed and here.writes == [] and not here.simulator.crashes, told.get('msg')
        one, = told['applications']
        assert (one['kind'], one['id'], one['name'], one['replicas_running']) == ('compose', row['composeId'], 'shop', 1)
        assert one['limits']['memory'] is None and list(one['unread']) == (['recorded'] if version == 'v0.30.2' else ['live', 'recorded'])
        assert here.run('dokploy_monitoring_info', compose_id=row['composeId'])['applications'][0]['id'] == row['composeId']
        if version == 'v0.30.2':
            container, = one['containers']
            assert container['name'].startswith(row['appName']) and container['memory']['limit'] == 64 * 1024 ** 2, container
            assert told['checked'] == 1 and told['unchecked'] == []


@pytest.mark.parametrize('kind', KINDS)
def test_a_container_above_its_own_limit(kind):
    with compose(kind=kind, memory=60 * 1024 ** 2) as (here, row):
        told = here.run('dokploy_monitoring_info', kind='compose', thresholds={'memory': '80%'}, **NAMED)
        alert, = told['alerts']
        assert alert['limit'] == 64 * 1024 ** 2 and 'shop/production/shop (%s' % row['appName'] in alert['text'], alert
