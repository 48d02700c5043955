# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A database is diagnosed, audited and monitored as an application is."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from cases.databases import BASE
from cases.model import NGINX, VERSIONS
from simulator import Image, World

from ansible_collections.community.dokploy.plugins.module_utils._audit.cron import find_last_due
from ansible_collections.community.dokploy.plugins.module_utils._model.schedule_kinds import find_cron_problem
from support.inprocess import dokploy, service

NAMED = {'project': 'shop', 'environment': 'production', 'name': 'db'}


def databases(version='v0.30.2', kind='postgres', advance=60, **options):
    """A simulator with one database, which nobody waited for -> (here, its record)."""
    world = World()
    world.images.update({one['image']: Image(name=one['image']) for one in BASE.values() if 'image' in one})
    world.images['postgres:17'] = Image(name='postgres:17', exit_code=1, log=['FATAL:  database files are incompatible with server'])
    return service('dokploy_database', kind, version, world, advance, **dict(NAMED, kind=kind, **dict(BASE[kind], **options)))


def diagnose(here, **options):
    return here.read('dokploy_diagnosis_info', **options)


@pytest.mark.parametrize('kind', [kind for kind in BASE if kind != 'libsql'])
@pytest.mark.parametrize('version', VERSIONS)
def test_a_healthy_database(version, kind):
    with databases(version, kind) as (here, row):
        told = diagnose(here, kind=kind, **NAMED)
        assert told['findings'] == [] and told['verdict']['state'] == 'healthy', told
        assert (told['verdict']['kind'], told['verdict']['id'], told['verdict']['application_id']) == (kind, row[kind + 'Id'], '')
        assert diagnose(here, kind=kind, database_id=row[kind + 'Id'])['verdict'] == told['verdict']


def removed(here, row):
    here.simulator.remove_service(row['appName'])


def scaled(here, row):
    here.simulator.scale(row['appName'], 0)
    here.simulator.advance(30)


def stopped(here, row):
    here.call('postgres.stop', postgresId=row['postgresId'])
    here.simulator.advance(30)


def changed(here, row):
    here.call('postgres.update', postgresId=row['postgresId'], env='A=1')


def upgraded(here, row):
    here.call('postgres.update', postgresId=row['postgresId'], dockerImage='postgres:17')
    here.call('postgres.deploy', postgresId=row['postgresId'])
    here.simulator.advance(120)


def renamed(here, row):
    here.call('postgres.update', postgresId=row['postgresId'], applicationStatus='idle')


@pytest.mark.parametrize(('arrange', 'code', 'words', 'remedy'), [
    (removed, 'service_removed', 'it is down: its service was removed', 'dokploy_database with state: started'),
    (scaled, 'scaled_to_zero', 'scaled to 0', 'dokploy_database with state: started'),
    (stopped, 'stopped', 'it is stopped', 'dokploy_database with state: started'),
    (changed, 'pending', 'saved and not applied: env', 'dokploy_database with state: started'),
    (upgraded, 'data_incompatible', 'belong to another version than its image postgres:17', 'Restore the previous version of the image'),
    (renamed, 'status_drift', 'Dokploy shows idle', 'dokploy_database'),
], ids=lambda value: value if isinstance(value, str) and value.isidentifier() else '')
@pytest.mark.parametrize('version', VERSIONS)
def test_what_is_wrong_with_a_database(version, arrange, code, words, remedy):
    with databases(version, update_config={'failure_action': 'continue'}) as (here, row):
        arrange(here, row)
        told = diagnose(here, kind='postgres', **NAMED)
        assert [one['code'] for one in told['findings']] == [code], told['findings']
        found, = told['findings']
        assert words in found['seen'] and remedy in found['remedy'] and 'dokploy_application' not in found['remedy'], found
        repairs = {'service_removed': ['start'], 'scaled_to_zero': ['start'], 'pending': ['apply']}.get(code, [])
        assert (found['kind'], found['repairs'], found['application']) == ('postgres', repairs, 'shop/production/db')
        assert told['server']['version'] == version.lstrip('v'), told['server']


def test_a_project_with_applications_and_databases():
    with databases() as (here, row):
        here.application(source=NGINX, wait=False)
        here.simulator.advance(60)
        scaled(here, row)
        told = diagnose(here, project='shop')
        assert [(one['application'], one['kind'], one['state']) for one in told['verdicts']] == [
            ('shop/production/web', 'application', 'healthy'), ('shop/production/db', 'postgres', 'broken')]
        assert told['verdict']['text'].startswith('1 of 2 applications and databases need attention')
        assert [one['kind'] for one in diagnose(here, project='shop', kind='application')['verdicts']] == ['application']


@pytest.mark.parametrize(('options', 'words'), [
    ({'database_id': 'x'}, 'database_id requires kind'), ({'kind': 'redis', 'application_id': 'x'}, 'mutually exclusive'),
    ({'kind': 'redis', 'project': 'shop', 'name': 'gone'}, 'does not exist'), ({'kind': 'redis', 'database_id': 'x'}, 'no database has the id x')])
def test_refusals(options, words):
    with dokploy() as here:
        told = here.run('dokploy_diagnosis_info', **options)
        assert told.failed and words in told['msg'], told


# The audit

SAFE = {'memory_limit': '256M', 'cpu_limit': '0.5'}


def backup(here, row, runs=(), **values):
    """A backup every night at two, and how its runs ended: (hours ago, status)."""
    here.call('destination.create', name='S3', provider='Minio', accessKey='k', secretAccessKey='S3CRET-bucket', bucket='b', region='eu',
              endpoint='https://s3.example.com')
    here.call('backup.create', **dict({
        'schedule': '0 2 * * *', 'enabled': True, 'prefix': '/', 'database': 'shop', 'databaseType': 'postgres', 'postgresId': row['postgresId'],
        'destinationId': next(iter(here.simulator.store.destinations))}, **values))
    made = next(iter(here.simulator.store.backups.values()))
    for hours, status in runs:
        one = here.simulator.deployments.note_run('backupId', made['backupId'], made['appName'], 'Backup', status)
        one['createdAt'] = time_of(here, hours)


def time_of(here, hours):
    return datetime.fromtimestamp(here.simulator.clock.now() - hours * 3600, timezone.utc).strftime('%Y-%m-%dT%H:%M:%S.000Z')


def audit(here, **options):
    return here.read('dokploy_audit_info', **options)


@pytest.mark.parametrize('version', VERSIONS)
def test_an_audit_of_a_database_that_is_well(version):
    with databases(version, **SAFE) as (here, row):
        backup(here, row, runs=[(8, 'done'), (32, 'error')])
        told = audit(here, project='shop')
        assert told['findings'] == [] and told['unknown'] == [], (told['findings'], told['unknown'])
        assert (told['summary']['databases'], told['summary']['applications']) == (1, 0)
        assert 'database_backup' in told['junit'] and 'healthcheck' not in told['junit']


FOUND = [
    ('database_backup', lambda here, row: None, 'it has no backup'),
    ('database_backup', lambda here, row: backup(here, row, enabled=False), 'its backup is disabled'),
    ('backup_failed', lambda here, row: backup(here, row, runs=[(32, 'done'), (8, 'error')]), 'its last backup (0 2 * * *) failed on 2026-01-05T02:01:00Z'),
    ('backup_missed', lambda here, row: backup(here, row, runs=[(80, 'done')]),
     'its backup (0 2 * * *) was due on 2026-01-05T02:00:00Z, and last ran on 2026-01-02T02:01:00Z'),
    ('external_port', lambda here, row: here.call('postgres.update', postgresId=row['postgresId'], externalPort=5432), 'port 5432 of its server is open'),
    ('latest_tag', lambda here, row: here.call('postgres.update', postgresId=row['postgresId'], dockerImage='postgres'),
     'its image is postgres, which means latest'),
    ('memory_limit', lambda here, row: here.call('postgres.update', postgresId=row['postgresId'], memoryLimit=None), 'no memory limit is saved'),
    ('not_healthy', upgraded, ''),
    ('never_deployed', removed, 'it was deployed, and its service was removed'),
    ('stored_not_running', changed, 'pending changes: env'),
    ('status_drift', renamed, 'Dokploy shows idle'),
]


@pytest.mark.parametrize(('code', 'arrange', 'words'), FOUND, ids=['%s-%d' % (row[0], number) for number, row in enumerate(FOUND)])
def test_what_an_audit_finds_of_a_database(code, arrange, words):
    with databases(update_config={'failure_action': 'continue'}, **SAFE) as (here, row):
        arrange(here, row)
        found = [one for one in audit(here, kind='postgres', **NAMED)['findings'] if one['code'] == code]
        assert len(found) == 1 and words in found[0]['seen'], found
        assert (found[0]['application'], found[0]['id']) == ('shop/production/db', row['postgresId'])


def test_redis_has_no_backups_in_dokploy():
    with databases(kind='redis', **SAFE) as (here, dummy):
        assert audit(here, kind='redis')['findings'] == []


def test_an_audit_by_names_that_match_nothing():
    with dokploy() as here:
        told = here.run('dokploy_audit_info', kind='redis', project='shop', name='gone', fail_on='high')
        assert told.failed and 'no database matches' in told['msg'], told['msg']


@pytest.mark.parametrize(('schedule', 'due'), [
    ('0 2 * * *', '2026-01-05T02:00:00Z'), ('*/15 * * * *', '2026-01-05T09:45:00Z'), ('30 9,21 * * *', '2026-01-05T09:30:00Z'),
    ('0 3 * * 0', '2026-01-04T03:00:00Z'),
    ('0 3 1 * *', '2026-01-01T03:00:00Z'), ('0 3 1 12 *', '2025-12-01T03:00:00Z'), ('0 12 13 * 5', '2026-01-02T12:00:00Z'), ('@weekly', '2026-01-04T00:00:00Z'),
    ('0 3 * * mon', '2026-01-05T03:00:00Z'), ('0 3 1 JAN-mar *', '2026-01-01T03:00:00Z'), ('30 15 9 * * *', '2026-01-05T09:15:30Z'),
    ('@yearly', '2026-01-01T00:00:00Z'), ('0 3 L * ?', '2025-12-31T03:00:00Z'), ('0 3 * * friL', '2025-12-26T03:00:00Z'),
    ('0 3 * * 1#1', '2026-01-05T03:00:00Z'), ('0 3 1-30 11 0-7', '2025-11-30T03:00:00Z'), ('0 0 29 2 *', None)])
def test_when_a_schedule_was_due(schedule, due):
    now = datetime(2026, 1, 5, 9, 50, tzinfo=timezone.utc).timestamp()
    found = find_last_due(schedule, now)
    assert (datetime.fromtimestamp(found, timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ') if found is not None else None) == due


@pytest.mark.parametrize('schedule', [
    '', '* * *', 'a b c d e', '0 0 31 2 *', '0 0 30,31 feb *', '@midnight', '@annually', ' @daily', '0 0 * * sat-sun', '0 0 ? * 1#6',
    '? * * * *', '0 0 ?,* * *'])
def test_a_schedule_that_dokploy_never_runs(schedule):
    """As cron-parser 4.9 of both servers refuses it: an option that is one, and the search for the time when it was due."""
    assert 'no schedule' in find_cron_problem(schedule)
    with pytest.raises(ValueError):
        find_last_due(schedule, 0)


# Monitoring

@pytest.mark.parametrize('version', VERSIONS)
def test_a_database_is_monitored(version):
    with databases(version, **SAFE) as (here, row):
        here.application(source=NGINX, wait=False)
        here.simulator.advance(60)
        told = here.run('dokploy_monitoring_info', project='shop')
        assert not told.failed, told.get('msg')
        assert {one['name']: (one['kind'], one['id']) for one in told['applications']}['db'] == ('postgres', row['postgresId'])
        assert len(told['applications']) == 2
        one, = here.run('dokploy_monitoring_info', kind='postgres', **NAMED)['applications']
        assert one['limits']['memory'] == 268435456
        if version != VERSIONS[-1]:
            assert one['containers'] and one['containers'][0]['memory']['percent'] is not None
