# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a removal leaves in what used the record: Dokploy removes it without a word. The next task of the application or backup says what is missing."""

from __future__ import annotations

from cases import destination, registry, ssh_key
from cases.model import GIT, NGINX
from cases.record_steps import again, call, case, refused, task

WEB = {'project': '@project', 'environment': 'production', 'name': 'web', 'state': 'present'}
BACKUP = {'project': '@project', 'environment': 'production', 'postgres': 'db', 'prefix': 'nightly'}


def _web(name, options=None, **more):
    return task(name, dict(WEB, **(options or {})), module='dokploy_application', **more)


def _record(kind, name, options, **more):
    return task(name, options, module='dokploy_' + kind, changed=True, **more)


def _rows():
    uses = {'rollback_registry': 'Company'}
    made = _record('registry', 'registry', dict(registry.BASE, **registry.VALUES))
    used = _web('use it', uses, changed=True, shows={'application.rollback_registry': 'Company'})
    yield case(
        'registry that an application loses', made, _web('application', {'source': NGINX}, changed=True), used, again(used),
        _record('registry', 'remove it', dict(registry.BASE, state='absent'), writes=['registry.remove']),
        _web('nothing is left of it', {}, changed=False, writes=[], shows={'application.rollback_registry': None}),
        refused('it is missed', dict(WEB, **uses), 'there is no registry named Company', module='dokploy_application'),
        task('removed again', dict(registry.BASE, state='absent'), module='dokploy_registry', changed=False, writes=[]),
        made, used, again(used), world=registry.WORLD)
    source = {'source': dict(GIT, url='git@git.example.com:shop.git', ssh_key='Deploy key')}
    key = _record('ssh_key', 'key', dict(ssh_key.BASE, **ssh_key.VALUES))
    yield case(
        'SSH key that an application loses', key, _web('application', source, changed=True),
        _record('ssh_key', 'remove it', dict(ssh_key.BASE, state='absent'), writes=['sshKey.remove']),
        refused('it is missed', dict(WEB, **source), 'there is no SSH key named Deploy key', module='dokploy_application'),
        refused('nothing is built without it', dict(WEB, state='started'), 'requires source.ssh_key', module='dokploy_application'),
        key, _web('again', source, changed=True), again(_web('again', source)))
    values = {'cron': '0 3 * * *', 'destination': 'Backups', 'database': 'shop'}
    to = _record('destination', 'destination', dict(destination.BASE, test=False, **destination.VALUES))
    yield case(
        'destination that takes its backups along', to,
        call('postgres.create', name='db', environmentId='@environment_id', appName='shop-db', databaseName='shop', databaseUser='u',
             databasePassword='S3CRET-9', dockerImage='postgres:17'),
        _record('backup', 'backup', dict(BACKUP, **values), writes=['backup.create']),
        _record('destination', 'remove it', dict(destination.BASE, state='absent'), writes=['destination.remove']),
        task('its backup is gone', dict(BACKUP, state='absent'), module='dokploy_backup', changed=False, writes=[]),
        refused('it is missed', dict(BACKUP, **values), 'there is no destination named Backups', module='dokploy_backup'),
        to, _record('backup', 'made again', dict(BACKUP, **values), writes=['backup.create']))


CASES = tuple(_rows())
