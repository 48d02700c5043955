# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Backups of databases."""

from __future__ import annotations

from cases.model import ByVersion, event
from cases.record_steps import again, call, case, refused, services, steps_of, task

KIND = {'kind': 'backup', 'id': 'backup_id', 'renamed': 'shop/other'}
DB = {'project': '@project', 'postgres': 'db', 'prefix': 'shop/nightly'}
STACK = {'project': '@project', 'compose': 'stack', 'prefix': 'shop/nightly'}
VALUES = {'cron': '0 3 * * *', 'destination': 'Backups', 'database': 'shop', 'keep_latest_count': 7}
INSIDE = dict(VALUES, database_type='mariadb', service_name='db', user='u', password='S3CRET-1')


def _no(name, options, message, base=None):
    return refused(name, dict(base or DB, **options), message, module='dokploy_backup')


def _rows():
    procedures = ('backup.create', 'backup.update', 'backup.remove')
    yield case('backup from beginning to end', *services(), *steps_of(
        KIND, DB, VALUES, ['backup.create'], {'cron': '0 4 * * *', 'enabled': False}, {'cron': '0 3 * * *', 'enabled': True}, clear={'keep_latest_count': 0},
        procedures=procedures, option='prefix'))
    yield case('backup of a compose service', *services(), *steps_of(
        KIND, STACK, INSIDE, ['backup.create'], {'password': 'S3CRET-2'}, {'password': '(hidden)'}, procedures=procedures, option='prefix'))
    moved = task('another destination', dict(DB, destination='Others'), module='dokploy_backup', changed=True, writes=['backup.update'])
    yield case('backup to another destination', *services(), task('create', dict(DB, **VALUES), module='dokploy_backup', changed=True, shows={
        'backup.destination': 'Backups'}), moved, again(moved))
    yield case(
        'backup with something wrong', *services(), _no('words', dict(VALUES, cron='nightly'), "cron: 'nightly' is no schedule"),
        _no('too little', {'cron': '0 3 * * *'}, 'cron and destination are needed to create it'),
        _no('another kind', dict(VALUES, database_type='mysql'), 'database_type does not fit a record that belongs to a postgres'),
        _no('no kind', VALUES, 'database_type, service_name is needed: the record belongs to a compose', STACK),
        _no('a password that Dokploy drops', dict(INSIDE, database_type='postgres'), 'Dokploy has no password for a postgres database', STACK),
        _no('a user that Dokploy drops', dict(INSIDE, database_type='mysql'), 'Dokploy has no user for a mysql database', STACK),
        _no('two owners', dict(VALUES, compose='stack'), 'has exactly one owner'),
        _no('no owner', VALUES, 'set the owner of the backup', {'prefix': 'shop/nightly'}))
    yield case('backups as information', *services(), task('create', dict(DB, **VALUES), module='dokploy_backup', changed=True), task(
        'list', {'project': '@project', 'postgres': 'db'}, module='dokploy_backup_info', changed=False, writes=[], shows={
            'backups.0.name': 'shop/nightly', 'backups.0.destination': 'Backups'}))
    running = dict(DB, run=True)
    ran = ['run backup']
    yield case(
        'backup run at once', *services(), call('postgres.deploy', postgresId='@postgres:db'), event('advance', seconds=30),
        task('create and run', dict(running, **VALUES), module='dokploy_backup', changed=True, actions=['create backup'] + ran,
             writes=['backup.create', 'backup.manualBackupPostgres'], shows=ByVersion({
                 'run.status': 'done', 'run.log': 'Starting backup process...\nBackup done ✅\n'}, {'run.status': 'done', 'run.log': None})),
        task('run', running, module='dokploy_backup', changed=True, actions=ran, writes=['backup.manualBackupPostgres'], shows={'run.status': 'done'}),
        task('change and run', dict(running, cron='0 4 * * *'), module='dokploy_backup', changed=True, actions=['update backup'] + ran,
             writes=['backup.update', 'backup.manualBackupPostgres'], previous={'cron': '0 3 * * *'}),
        refused('run and remove', dict(running, state='absent'), 'run: true and state: absent are mutually exclusive', module='dokploy_backup'),
        task('without a run', DB, module='dokploy_backup', changed=False, writes=[]), world={'buckets': {'e': []}, 'any_image': True})
    unknown = 'the run has the status error: Dokploy gave no reason. See the log of the run in Dokploy'
    failed = 'the run has the status error: ❌ Error: '
    yield case(
        'backup whose run fails', *services(), task('create', dict(DB, **VALUES), module='dokploy_backup', changed=True),
        task('nothing runs', running, module='dokploy_backup', failed=ByVersion(failed + 'Container not found', unknown), changed=True, writes='refused',
             checked=False,
             shows=ByVersion(
                 {'run.status': 'error', 'run.log': 'Starting backup process...\n❌ Error: Container not found\n'}, {'run.log': None})),
        call('postgres.deploy', postgresId='@postgres:db'), event('advance', seconds=30),
        task('no bucket', running, module='dokploy_backup', failed=ByVersion(failed + 'Backup failed', unknown), changed=True, writes='refused', checked=False),
        world={'any_image': True})
    own = {'web_server': True, 'prefix': '@project/dokploy'}
    values = {'cron': '0 2 * * *', 'destination': 'Backups'}
    yield case(
        'backup of Dokploy itself', *services(), *steps_of(
            dict(KIND, renamed='@project/other'), own, values, ['backup.create'], {'cron': '0 4 * * *'}, {'cron': '0 2 * * *'},
            procedures=procedures, option='prefix'),
        task('create and run', dict(own, run=True, **values), module='dokploy_backup', changed=True, actions=['create backup'] + ran,
             writes=['backup.create', 'backup.manualBackupWebServer'], shows={'run.status': 'done'}),
        task('list', {'web_server': True}, module='dokploy_backup_info', changed=False, writes=[], shows={'backups.0.database': 'dokploy'}),
        _no('another database', {'database': 'shop'}, 'database must be dokploy in a backup of Dokploy itself', own),
        task('remove', dict(own, state='absent'), module='dokploy_backup', changed=True), world={'buckets': {'e': []}, 'any_image': True})


CASES = tuple(_rows())
