# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Restores of backups into databases."""

from __future__ import annotations

from cases.model import ByVersion, event
from cases.record_steps import call, case, refused, services, task

TO = {'project': '@project', 'postgres': 'db'}
SOURCE = {'project': '@project', 'postgres': 'db', 'prefix': 'nightly'}
BACKUP = {'project': '@project', 'postgres': 'db', 'prefix': 'nightly', 'cron': '0 3 * * *', 'destination': 'Backups', 'database': 'shop'}
FILE = 'other/nightly/2026-11-25T03-00-00-561Z.sql.gz'
WORLD = {'buckets': {'e': [FILE]}, 'any_image': True}
OLD = {'destination': 'Backups', 'file': FILE, 'force': True}
WRITE = ['backup.restoreBackupWithLogs']
STARTED = (call('postgres.deploy', postgresId='@postgres:db'), event('advance', seconds=30))


def _restore(name, options=None, base=None, **more):
    return task(name, dict(base or TO, **(options or {})), module='dokploy_backup_restore', **more)


def _no(name, options, message, base=None):
    return refused(name, dict(base or TO, **options), message, module='dokploy_backup_restore')


def _rows():
    made = task('backup', BACKUP, module='dokploy_backup', changed=True)
    newest = {'backup': SOURCE, 'force': True}
    ended = {'destination': 'Backups', 'service.kind': 'postgres', 'log.0': 'Starting restore...'}
    run = task('run', {'project': '@project', 'postgres': 'db', 'prefix': 'nightly', 'run': True}, module='dokploy_backup', changed=True)
    yield case(
        'restore of the newest file', *services(), made, *STARTED, _no('no run', newest, 'has no file of this backup'), run,
        call('postgres.stop', postgresId='@postgres:db'), _no('stopped', newest, 'does not run, and a restore needs its container'), *STARTED,
        _no('without force', {'backup': SOURCE}, 'replaces the data in the database shop'),
        _restore('check', newest, check=True, changed=True, writes=[], actions=['restore backup'], shows={'log': []}),
        _restore('restore', newest, changed=True, writes=WRITE, actions=['restore backup'], shows=ByVersion(
            dict(ended, **{'log.2': 'Restore completed successfully!'}), dict(ended, **{'log.3': 'Restore completed successfully!'}))),
        _restore('one file', OLD, changed=True, writes=WRITE, shows={'file': FILE, 'files': [FILE]}),
        _restore('again', OLD, changed=True, writes=WRITE),
        _restore('into a database that does not exist', dict(newest, database='other'), changed=True, checked=False, writes='refused', failed=[
            'the restore failed', 'database "other" does not exist']), world=WORLD)

    def fault(action, **more):
        return event('fault', procedure=WRITE[0], action=action, **more)

    lost = {'changed': True, 'checked': False, 'writes': 'refused'}
    yield case(
        'restore whose end is lost', *services(), *STARTED, fault('truncate'), _restore('half', OLD, failed='the end of the restore is unknown', **lost),
        fault('answer', status=504, body='<html>'), _restore('a proxy', OLD, failed='did not answer backup.restoreBackupWithLogs', **lost),
        fault('cut_before'), _restore('no connection', OLD, failed='could not be reached', **lost),
        _restore('once more', OLD, changed=True, writes=WRITE), world=WORLD)
    file = {'destination': 'Backups', 'file': 'other/nightly/2026-11-27', 'force': True}
    yield case(
        'restore that cannot be meant', *services(), made, *STARTED, _no('no file', file, 'has no file other/nightly/2026-11-27'),
        _no('nothing', {'force': True}, 'name what is restored'), _no('both', dict(newest, **file), 'name what is restored'),
        _no('no destination', {'file': 'a'}, 'file requires destination'), _no('no prefix', {'backup': {'postgres': 'db'}}, 'prefix is missing'),
        _no('no such backup', {'backup': dict(SOURCE, prefix='other')}, '0 backups of the postgres db have the prefix other'),
        _no('no such service', newest, 'the postgres nothing does not exist', dict(TO, postgres='nothing')),
        _no('of a compose service', dict(newest, service_name='db'), 'service_name belongs to a database in a compose service alone'),
        _no('two', dict(newest, mysql='db'), 'has exactly one owner'), _no('no kind', newest, 'database_type, database, service_name is needed', {
            'project': '@project', 'compose': 'stack'}),
        _no('a user that Dokploy drops', dict(newest, database_type='mysql', database='shop', service_name='db', user='one'), 'has no user for a mysql', {
            'project': '@project', 'compose': 'stack'}),
        _no('another kind', dict(newest, database_type='mysql', database='shop', service_name='db'), 'is a mysql database, and the backup is of postgres', {
            'project': '@project', 'compose': 'stack'}),
        world=WORLD)


CASES = tuple(_rows())
