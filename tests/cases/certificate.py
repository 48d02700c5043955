# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Certificates."""

from __future__ import annotations

from cases.model import NEWEST, OLDER
from cases.record_steps import again, call, case, refused, steps_of, task, twins

CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB%s\n-----END CERTIFICATE-----'
PRIVATE = '-----BEGIN PRIVATE KEY-----\nS3CRET-%s\n-----END PRIVATE KEY-----'
KIND = {'kind': 'certificate', 'id': 'certificate_id', 'renamed': 'Renamed'}
BASE = {'name': 'Wildcard'}
VALUES = {'certificate': CERTIFICATE % 1, 'private_key': PRIVATE % 1}
BODY = {'name': 'Wildcard', 'certificateData': CERTIFICATE % 1, 'privateKey': PRIVATE % 1, 'organizationId': ''}


def _certificate(name, options=None, **more):
    return task(name, dict(BASE, **(options or {})), module='dokploy_certificate', **more)


def _rows():
    yield case('certificate from beginning to end', *steps_of(
        KIND, BASE, VALUES, ['certificates.create'], {'certificate': CERTIFICATE % 2, 'private_key': PRIVATE % 2},
        {'certificate': CERTIFICATE % 1, 'private_key': '(hidden)'}, procedures=('certificates.create', 'certificates.update', 'certificates.remove')),
        versions=(NEWEST,))
    made = _certificate('create', VALUES, changed=True, writes=['certificates.create'])
    yield case(
        'certificate on an older server', made, again(made),
        refused('change', dict(BASE, certificate=CERTIFICATE % 2), 'requires Dokploy v0.29.14 or later', module='dokploy_certificate'),
        _certificate('remove', {'state': 'absent'}, changed=True, writes=['certificates.remove']), versions=(OLDER,))
    yield case(
        'certificate with something wrong',
        refused('too little', dict(BASE, certificate=CERTIFICATE % 1), 'certificate and private_key are needed', module='dokploy_certificate'),
        refused('no certificate', dict(BASE, certificate='x', private_key=PRIVATE % 1), 'certificate: it is no certificate', module='dokploy_certificate'),
        refused('no key', dict(BASE, certificate=CERTIFICATE % 1, private_key='S3CRET'), 'private_key: it is no private key', module='dokploy_certificate'),
        made, refused('mark it later', dict(BASE, auto_renew=True), 'accepts auto_renew only at creation', module='dokploy_certificate'))
    yield case('certificates of one name', *twins(KIND, BASE, VALUES, 'certificates.create', [BODY, BODY]))
    yield case('certificates as information', call('certificates.create', **BODY), task(
        'list', {}, module='dokploy_certificate_info', changed=False, writes=[], shows={'certificates.0.name': 'Wildcard'}))


CASES = tuple(_rows())
