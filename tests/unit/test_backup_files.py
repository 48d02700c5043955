# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files of backups are always searched for by a text: Dokploy counts an empty one as none, and refuses it."""

from __future__ import annotations

import pytest

from cases import backup_restore
from cases.model import VERSIONS
from simulator import World
from support.inprocess import dokploy

LIST = 'backup.listBackupFiles'
DB = {'project': 'shop', 'postgres': 'db', 'prefix': 'nightly'}


def searches(here):
    return [one.query.get('search') for one in here.simulator.requests if LIST in one.procedures]


@pytest.mark.parametrize('version', VERSIONS)
def test_a_list_of_files_always_has_a_search(version):
    with dokploy(version, world=World.from_dict(backup_restore.WORLD)) as here:
        to = here.call(
            'destination.create', name='Backups', provider='', accessKey='S3CRET-ID', secretAccessKey='S3CRET-8', bucket='b', region='', endpoint='e')
        assert not here.run('dokploy_database', project='shop', environment='production', name='db', kind='postgres', image='postgres:17', database='shop',
                            user='shop').failed
        refused = here.run('dokploy_api', procedure=LIST, query={'destinationId': to['destinationId'], 'search': ''}, validate=False)
        assert refused.failed and searches(here) == [''], refused
        made = here.run('dokploy_backup', run=True, cron='0 3 * * *', destination='Backups', database='shop', **DB)
        assert made['changed'] and len(searches(here)) >= 1 and all(searches(here)), (made, searches(here))
        for more in ({'backup': DB}, {'destination': 'Backups', 'file': backup_restore.FILE}):
            restored = here.run('dokploy_backup_restore', project='shop', postgres='db', force=True, **more)
            assert restored['changed'] and len(searches(here)) == 1 and all(searches(here)), (restored, searches(here))
