#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_invitation
short_description: Manage invitations to the organization of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Invites persons to the organization, and withdraws invitations that nobody has accepted.
  - The person accepts at C(/invitation?token=ID) of Dokploy, with the ID of the invitation. Dokploy sends no email of its own.
  - M(community.dokploy.dokploy_user) creates a user with a password instead. Requires Dokploy v0.28.8 or later.
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
  async:
    support: full
options:
  email:
    description:
      - Email address of the person, in lower case. Required, unless O(invitation_id) is given.
    type: str
  invitation_id:
    description:
      - ID of the invitation, instead of the email address.
    type: str
  state:
    description:
      - V(present) invites the person where no invitation is pending.
      - V(absent) withdraws the invitation. The task changes nothing where none is pending.
    type: str
    choices: [present, absent]
    default: present
  role:
    description:
      - V(admin), V(member), or the name of a custom role that exists. Required to invite. It cannot be changed later.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - An invitation ends after 48 hours, and blocks another one until it is withdrawn.
  - The task fails where the person is a member already.
seealso:
  - module: community.dokploy.dokploy_invitation_info
  - module: community.dokploy.dokploy_user
"""

EXAMPLES = r"""
---
- name: Invite a colleague
  community.dokploy.dokploy_invitation:
    email: ada@example.com
    role: member
  register: invited

- name: Show the address to accept it
  ansible.builtin.debug:
    msg: "https://dokploy.example.com/invitation?token={{ invited.invitation.id }}"

- name: Withdraw the invitation
  community.dokploy.dokploy_invitation:
    email: ada@example.com
    state: absent
"""

RETURN = r"""
---
invitation:
  description:
    - Invitation after the task, or as it would be in check mode. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
    id:
      description: ID of the invitation.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Email address of the person.
      type: str
      returned: always
      sample: ada@example.com
    # generated: values of invitation
    role:
      description: Value of O(role).
      type: str
      returned: always
      sample: member
    # end of generated
    expires_at:
      description: End of the invitation, in ISO 8601. V(null) in the task that created it.
      type: str
      returned: always
      sample: "2026-11-28T12:00:00.000Z"
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, name: ada@example.com, role: member}
# generated: results of a record: create invitation
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create invitation]
previous:
  description: Previous values of the options that the task changed. Of secret dictionaries, only the names that were added, removed, and changed.
  type: dict
  returned: always
  sample: {}
unverified:
  description: Options that the module could not compare.
  type: list
  elements: str
  returned: always
  sample: []
next_step:
  description: What to do about a failure. Empty where nothing is known.
  type: str
  returned: always
  sample: ""
candidates:
  description: IDs of the records that have the name.
  type: list
  elements: str
  returned: on failure, when several have the name
  sample: [mTcY8QxZ1LkP0nVwR5sJd]
# end of generated
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.resource import resource_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.invitation import INVITATION

DEFINITION = resource_module(INVITATION)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
