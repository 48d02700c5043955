# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Registries of images."""

from __future__ import annotations

from cases.model import REFUSED
from cases.record_steps import again, call, case, refused, steps_of, task, twins

WORLD = {'registries': {'registry.example.com': ['deploy', 'S3CRET-1']}}
KIND = {'kind': 'registry', 'id': 'registry_id', 'renamed': 'Renamed'}
BASE, TEST = {'name': 'Company'}, 'registry.testRegistry'
VALUES = {'url': 'registry.example.com', 'username': 'deploy', 'password': 'S3CRET-1', 'image_prefix': 'shop'}
BODY = {'registryName': 'Company', 'registryUrl': 'registry.example.com', 'username': 'deploy', 'password': 'S3CRET-1', 'registryType': 'cloud',
        'imagePrefix': None}


def _registry(name, options=None, **more):
    return task(name, dict(BASE, **(options or {})), module='dokploy_registry', **more)


def _rows():
    yield case('registry from beginning to end', *steps_of(
        KIND, BASE, VALUES, [TEST, 'registry.create'], {'image_prefix': 'other'}, {'image_prefix': 'shop'}, clear={'image_prefix': ''},
        procedures=('registry.create', 'registry.update', 'registry.remove'), tested=[TEST]), world=WORLD)
    wrong = dict(VALUES, password='S3CRET-2')
    yield case(
        'registry that refuses the password',
        _registry('create', wrong, changed=False, failed='401 Unauthorized', writes=REFUSED, checked=False),
        _registry('absent still', {'state': 'absent'}, changed=False, writes=[]),
        _registry('create', VALUES, changed=True),
        _registry('update', {'password': 'S3CRET-2'}, changed=False, failed='401 Unauthorized', writes=REFUSED, checked=False),
        again(_registry('the password is the old one', VALUES)),
        world=WORLD,
    )
    yield case(
        'registry with too little',
        refused('no password', dict(BASE, url='registry.example.com'), 'url, username and password are needed', module='dokploy_registry'),
        refused('renamed from nothing', dict(BASE, rename_to='Other'), 'neither Company nor Other exists', module='dokploy_registry'), world=WORLD)
    yield case('registries of one name', *twins(KIND, BASE, {'image_prefix': 'x'}, 'registry.create', [BODY, BODY]), world=WORLD)
    yield case(
        'registries as information',
        call('registry.create', **BODY),
        task('list', {}, module='dokploy_registry_info', changed=False, writes=[], requests=1, shows={
            'registries.0.name': 'Company', 'registries.0.url': 'registry.example.com'}),
        task('none', {'name': 'Nothing'}, module='dokploy_registry_info', changed=False, writes=[], shows={'registries': []}),
        world=WORLD,
    )


CASES = tuple(_rows())
