# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Backups of volumes."""

from __future__ import annotations

from cases.model import ByVersion
from cases.record_steps import case, refused, services, steps_of, task

KIND = {'kind': 'volume_backup', 'id': 'volume_backup_id', 'renamed': 'Renamed'}
WEB = {'project': '@project', 'application': 'web', 'name': 'Uploads'}
VALUES = {'cron': '0 3 * * *', 'destination': 'Backups', 'volume_name': 'uploads', 'keep_latest_count': 7}


def _no(name, options, message):
    return refused(name, dict(WEB, **options), message, module='dokploy_volume_backup')


def _rows():
    procedures = ('volumeBackups.create', 'volumeBackups.update', 'volumeBackups.delete')
    for kind, base, more in (('an application', WEB, {}), ('a database', {'project': '@project', 'postgres': 'db', 'name': 'Uploads'}, {}), (
            'a compose service', {'project': '@project', 'compose': 'stack', 'name': 'Uploads'}, {'service_name': 'db'})):
        yield case('volume backup of ' + kind, *services(), *steps_of(
            KIND, base, dict(VALUES, **more), ['volumeBackups.create'], {'turn_off': True, 'keep_latest_count': 3}, {'turn_off': False, 'keep_latest_count': 7},
            clear={'keep_latest_count': 0}, procedures=procedures))
    yield case(
        'volume backup with something wrong', *services(), _no('words', dict(VALUES, cron='nightly'), "cron: 'nightly' is no schedule"),
        _no('volume', dict(VALUES, volume_name='x;id'), 'no name of a volume'), _no('too little', {'cron': '0 3 * * *'}, 'are needed to create it'),
        _no('no destination', dict(VALUES, destination='Nothing'), 'there is no destination named Nothing'),
        _no('negative', dict(VALUES, keep_latest_count=-1), 'must not be negative'))
    yield case('volume backups as information', *services(), task('create', dict(WEB, **VALUES), module='dokploy_volume_backup', changed=True), task(
        'list', {'project': '@project', 'application': 'web'}, module='dokploy_volume_backup_info', changed=False, writes=[], shows={
            'volume_backups.0.name': 'Uploads', 'volume_backups.0.volume_name': 'uploads'}))
    run = task('run', dict(WEB, run=True, **VALUES), module='dokploy_volume_backup', changed=True, actions=['create volume_backup', 'run volume_backup'],
               writes=['volumeBackups.create', 'volumeBackups.runManually'], shows={'run.status': 'done'})
    yield case('volume backup run at once', *services(), run, world={'buckets': {'e': []}})
    yield case('volume backup whose run fails', *services(), task(
        'run', dict(WEB, run=True, **VALUES), module='dokploy_volume_backup', changed=True, checked=False,
        failed=ByVersion('the run has the status error: Failed to create file system', 'Dokploy gave no reason'), shows={'run.status': 'error'}))


CASES = tuple(_rows())
