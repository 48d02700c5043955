# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SSH keys."""

from __future__ import annotations

from cases.record_steps import again, call, case, refused, steps_of, task, twins

PRIVATE = '-----BEGIN OPENSSH PRIVATE KEY-----\nS3CRET-1\n-----END OPENSSH PRIVATE KEY-----'
PUBLIC = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 shop'
KIND = {'kind': 'ssh_key', 'id': 'ssh_key_id', 'renamed': 'Renamed'}
BASE = {'name': 'Deploy key'}
VALUES = {'description': 'One', 'private_key': PRIVATE, 'public_key': PUBLIC}
BODY = {'name': 'Deploy key', 'privateKey': PRIVATE, 'publicKey': PUBLIC, 'organizationId': ''}


def _ssh_key(name, options=None, **more):
    return task(name, dict(BASE, **(options or {})), module='dokploy_ssh_key', **more)


def _rows():
    yield case('SSH key from beginning to end', *steps_of(
        KIND, BASE, VALUES, ['sshKey.create'], {'description': 'Two'}, {'description': 'One'}, clear={'description': ''},
        procedures=('sshKey.create', 'sshKey.update', 'sshKey.remove')))
    made = _ssh_key('generate', {'generate': 'ed25519'}, changed=True, writes=['sshKey.generate', 'sshKey.create'])
    yield case(
        'SSH key that Dokploy generates', made, again(made), again(_ssh_key('generate another', {'generate': 'rsa'})),
        refused('another key', dict(BASE, private_key=PRIVATE, public_key=PUBLIC), 'accepts private_key only at creation', module='dokploy_ssh_key'))
    yield case(
        'SSH key with too little',
        refused('nothing', BASE, 'private_key and public_key, or generate, are needed', module='dokploy_ssh_key'),
        refused('half', dict(BASE, private_key=PRIVATE), 'are required together', module='dokploy_ssh_key'),
        refused('no key', dict(BASE, private_key='S3CRET-1', public_key=PUBLIC), 'private_key: it is no private key', module='dokploy_ssh_key'),
        refused('no public key', dict(BASE, private_key=PRIVATE, public_key='x'), 'public_key: it is no public key', module='dokploy_ssh_key'))
    yield case('SSH keys of one name', *twins(KIND, BASE, {'description': 'x'}, 'sshKey.create', [BODY, BODY]))
    yield case('SSH keys as information', call('sshKey.create', **BODY), task(
        'list', {}, module='dokploy_ssh_key_info', changed=False, writes=[], shows={'ssh_keys.0.name': 'Deploy key', 'ssh_keys.0.public_key': PUBLIC}))


CASES = tuple(_rows())
