# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a creation of a plain record must not do: make two, show a secret that it packed for the server, or guess which one it made."""

from __future__ import annotations

import json

from simulator import Fault, World
from support.inprocess import dokploy


def test_a_creation_whose_answer_is_lost_makes_one():
    """sshKey.create answers nothing even when it works; here the answer is lost, too."""
    with dokploy() as here:
        here.simulator.faults.append(Fault(procedure='sshKey.create', action='cut_after'))
        made = here.run('dokploy_ssh_key', name='Deploy key', generate='ed25519')
        assert not made.failed and made['changed'], made
        assert len(here.simulator.store.sshKeys) == 1
        assert made['ssh_key']['id'] == next(iter(here.simulator.store.sshKeys))


def test_two_that_are_made_at_once_are_not_guessed():
    """Somebody else makes one of the same name between our look and our creation, and no answer tells which is ours: both are named."""
    with dokploy() as here:
        def make_another(simulator):
            simulator.call('sshKey.create', {'name': 'Deploy key', 'privateKey': 'S3CRET', 'publicKey': 'x', 'organizationId': ''}, simulator.api_key, 'POST')
        here.simulator.faults.append(Fault(procedure='sshKey.create', before=make_another))
        made = here.run('dokploy_ssh_key', name='Deploy key', generate='ed25519')
        assert made.failed and 'cannot be identified' in made['msg'], made
        assert len(here.simulator.store.sshKeys) == 2 and all(one in made['msg'] for one in here.simulator.store.sshKeys)


def test_a_packed_secret_is_in_no_result():
    """doppler's key config has the name of the object that the body packs its secrets into."""
    with dokploy() as here:
        made = here.run('dokploy_vault_provider', name='vault', doppler={'service_token': 'S3CRET-1'}, test=False)
        assert made['changed'] and 'S3CRET' not in json.dumps(made)
        assert made['vault_provider']['doppler'] == {'project': None, 'config': None}


def test_a_container_that_is_about_to_be_replaced_does_not_count():
    """Just after the settings of metrics changed, the old container runs on: seen live, the next run then found none."""
    metrics = {'token': 'S3CRET-1', 'callback_url': 'https://d.example.com/callback', 'cron': '0 0 * * *'}
    with dokploy(world=World.from_dict({'images': {'dokploy/monitoring:latest': {}}})) as here:
        here.simulator.faults.append(Fault(procedure='docker.getConfig', action='answer', status=200, body='{"UpdateStatus": {"State": "updating"}}', times=3))
        made = here.run('dokploy_settings', metrics=metrics)
        assert made['changed'] and not made.failed, made
        assert len([one for one in here.simulator.requests if 'docker.getConfig' in one.procedures]) == 5
