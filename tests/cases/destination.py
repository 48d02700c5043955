# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Destinations of backups."""

from __future__ import annotations

from cases.model import NEWEST, OLDER, REFUSED
from cases.record_steps import again, call, case, refused, steps_of, task, twins

WORLD = {'buckets': {'https://s3.example.com': []}}
KIND = {'kind': 'destination', 'id': 'destination_id', 'renamed': 'Renamed'}
BASE, TEST = {'name': 'Backups'}, 'destination.testConnection'
VALUES = {'provider': 'Minio', 'access_key': 'S3CRET-ID', 'secret_access_key': 'S3CRET-1', 'bucket': 'shop', 'region': 'eu',
          'endpoint': 'https://s3.example.com'}
BODY = {'name': 'Backups', 'provider': 'Minio', 'accessKey': 'S3CRET-ID', 'secretAccessKey': 'S3CRET-1', 'bucket': 'shop', 'region': 'eu',
        'endpoint': 'https://s3.example.com'}


def _destination(name, options=None, **more):
    return task(name, dict(BASE, **(options or {})), module='dokploy_destination', **more)


def _rows():
    yield case('destination from beginning to end', *steps_of(
        KIND, BASE, VALUES, [TEST, 'destination.create'], {'bucket': 'other'}, {'bucket': 'shop'}, clear={'region': '', 'provider': ''},
        procedures=('destination.create', 'destination.update', 'destination.remove'), tested=[TEST]), world=WORLD)
    yield case(
        'destination that does not answer',
        _destination('create', dict(VALUES, endpoint='https://nowhere.example.com'), changed=False, failed='rclone: not found', writes=REFUSED, checked=False),
        _destination('create untested', dict(VALUES, endpoint='https://nowhere.example.com', test=False), changed=True, writes=['destination.create']),
        _destination('change the secret', {'secret_access_key': 'S3CRET-2'}, changed=False, failed='rclone: not found', writes=REFUSED, checked=False),
        _destination('change the secret untested', {'secret_access_key': 'S3CRET-2', 'test': False}, changed=True, writes=['destination.update']),
        _destination('a name needs no test', {'rename_to': 'Renamed'}, changed=True, writes=['destination.update']),
        _destination('and its old one', {'rename_to': 'Backups', 'name': 'Renamed'}, changed=True, writes=['destination.update']),
        again(_destination('change the secret untested', {'secret_access_key': 'S3CRET-2', 'test': False})),
        world=WORLD)
    flags = _destination('flags', {'additional_flags': ['--s3-acl=private']}, changed=True, writes=[TEST, 'destination.update'])
    yield case('destination with flags', _destination('create', VALUES, changed=True), flags, again(flags),
               _destination('no flags', {'additional_flags': []}, changed=True), versions=(NEWEST,), world=WORLD)
    yield case('destination with flags on an older server', _destination('create', VALUES, changed=True), refused(
        'flags', dict(BASE, additional_flags=['--s3-acl=private']), 'additional_flags requires Dokploy v0.29.14', module='dokploy_destination'),
        versions=(OLDER,), world=WORLD)
    odd = dict(VALUES, secret_access_key='S3CRET-$HOME')
    yield case('destination that a shell would change', _destination('create', odd, changed=True), versions=(NEWEST,), world=WORLD)
    yield case('destination that a shell of an older server would change', refused(
        'create', dict(BASE, **odd), 'secret_access_key contains $, a double quote', module='dokploy_destination'), versions=(OLDER,), world=WORLD)
    yield case('destination with too little', refused('no keys', dict(BASE, bucket='shop'), 'are needed to create it', module='dokploy_destination'))
    yield case('destinations of one name', *twins(KIND, BASE, {'bucket': 'x'}, 'destination.create', [BODY, BODY]))
    yield case('destinations as information', call('destination.create', **BODY), task(
        'list', {}, module='dokploy_destination_info', changed=False, writes=[], shows={'destinations.0.name': 'Backups', 'destinations.0.bucket': 'shop'}))


CASES = tuple(_rows())
