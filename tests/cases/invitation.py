# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Invitations to the organisation."""

from __future__ import annotations

from cases.model import REFUSED
from cases.record_steps import again, case, refused, task

BASE = {'email': 'ada@example.com'}


def _invitation(name, options=None, **more):
    return task(name, dict(BASE, **(options or {})), module='dokploy_invitation', **more)


def _rows():
    made = _invitation('invite', {'role': 'member'}, changed=True, actions=['create invitation'], writes=['organization.inviteMember'])
    gone = _invitation('withdraw', {'state': 'absent'}, changed=True, actions=['delete invitation'], writes=['organization.removeInvitation'])
    yield case(
        'invitation from beginning to end', _invitation('check', {'role': 'member'}, check=True, changed=True, writes=[]), made, again(made),
        task('list', {}, module='dokploy_invitation_info', changed=False, shows={'invitations.0.name': 'ada@example.com', 'invitations.0.role': 'member'}),
        refused('another role', dict(BASE, role='admin'), 'accepts role only at creation', module='dokploy_invitation'), gone, again(gone))
    yield case(
        'invitation that cannot be meant', refused('no role', BASE, 'role is needed', module='dokploy_invitation'),
        refused('an owner', dict(BASE, role='owner'), 'has one owner', module='dokploy_invitation'),
        refused('upper case', {'email': 'Ada@example.com', 'role': 'member'}, 'in lower case', module='dokploy_invitation'),
        _invitation('no such role', {'role': 'nope'}, changed=False, failed='Role "nope" not found', writes=REFUSED, checked=False))


CASES = tuple(_rows())
