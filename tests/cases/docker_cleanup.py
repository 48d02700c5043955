# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The clean-up of a host's Docker."""

from __future__ import annotations

from cases.model import NEWEST, OLDER, event
from cases.record_steps import call, case, refused, services, task


def _clean(name, *what, **more):
    return task(name, dict({'clean': list(what)}, **more.pop('options', {})), module='dokploy_docker_cleanup', **more)


def _rows():
    calls = {one: 'settings.clean' + name for one, name in (
        ('containers', 'StoppedContainers'), ('images', 'UnusedImages'), ('builder', 'DockerBuilder'), ('volumes', 'UnusedVolumes'), ('system', 'DockerPrune'))}
    some = _clean('some', 'images', 'containers', changed=True, writes=[calls['containers'], calls['images']], actions=['clean containers', 'clean images'],
                  shows={'freed': 300000000, 'usage.Images.count': 3, 'previous_usage.Images.count': 5, 'unverified': []}, checked=False)
    yield case(
        'docker cleanup', _clean('check', 'images', 'containers', check=True, changed=True, writes=[], shows={'freed': None}), some,
        _clean('some, again', 'images', 'containers', changed=False, writes=[], actions=[], shows={'freed': 0}),
        _clean('check, again', 'images', check=True, changed=False, writes=[]),
        _clean('all', 'system', changed=True, writes=[calls['system']], shows={'freed': 200000000}, checked=False),
        _clean('nothing', failed='clean is empty', changed=False, writes=[]), versions=(NEWEST,))
    yield case(
        'docker cleanup of volumes', *services(), refused(
            'without force', {'clean': ['volumes']}, ['removes the data of each stopped service', '@project/production/web', '@project/production/db'],
            module='dokploy_docker_cleanup'),
        call('postgres.deploy', postgresId='@postgres:db'), event('advance', seconds=30),
        _clean('a database that runs is not at risk', 'volumes', options={'force': True}, check=True, changed=True, writes=[], shows={
            'at_risk': ['@project/production/web', '@project/production/stack']}),
        _clean('forced', 'volumes', options={'force': True}, changed=True, writes=[calls['volumes']], checked=False),
        versions=(NEWEST, OLDER), world={'any_image': True})
    yield case('docker cleanup on an older server', _clean(
        'some', 'builder', changed=True, writes=[calls['builder']], shows={'freed': None, 'usage': None, 'unverified': ['usage']}), versions=(OLDER,))
    yield case('docker cleanup of a server that does not exist', _clean(
        'one', 'images', options={'server': 'nothing'}, changed=False, writes=[], failed='there is no server named nothing'))


CASES = tuple(_rows())
