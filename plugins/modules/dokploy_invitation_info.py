#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_invitation_info
short_description: Get information about invitations to the organization of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists pending invitations.
  - The list is empty where nothing matches.
options:
  email:
    description:
      - Email address of the person, in lower case. Without it, the module lists all of them.
    type: str
  # generated: options of dokploy_invitation: invitation_id
  invitation_id:
    description:
      - ID of the invitation, instead of the email address.
    type: str
  # end of generated
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_invitation
"""

EXAMPLES = r"""
---
- name: List all pending invitations
  community.dokploy.dokploy_invitation_info:
  register: found
"""

RETURN = r"""
---
invitations:
  description: The pending invitations.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_invitation
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
    role:
      description: Value of O(community.dokploy.dokploy_invitation#module:role).
      type: str
      returned: always
      sample: member
    expires_at:
      description: End of the invitation, in ISO 8601. V(null) in the task that created it.
      type: str
      returned: always
      sample: "2026-11-28T12:00:00.000Z"
    # end of generated
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, name: ada@example.com, role: member}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.record_info import record_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.invitation import INVITATION

DEFINITION = record_info_module(INVITATION)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
