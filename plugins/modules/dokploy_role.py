#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_role
short_description: Manage custom roles of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates, changes, renames, and removes the custom roles of the organization, which O(community.dokploy.dokploy_user#module:role) names.
  - Writing a role requires an enterprise license of Dokploy. Without a license the task fails before the first write, also in check mode. Reading
    requires none.
  - Requires Dokploy v0.28.8 or later.
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
  name:
    description:
      - Name of the role. Required. V(owner), V(admin), and V(member) are built in, and refused.
    type: str
  # generated: state of a record: role
  state:
    description:
      - V(present) creates the role where it does not exist, and changes the options that the task sets.
      - V(absent) removes it. The task changes nothing where it does not exist.
    type: str
    choices: [present, absent]
    default: present
  # end of generated
  permissions:
    description:
      - 'Actions that the role allows, by resource, such as C(deployment: [read, create]). The dictionary replaces the saved one.'
      - A new role without this option allows nothing.
      - The task fails for a resource or an action that Dokploy does not know, and lists those that it knows.
    type: dict
  rename_to:
    description:
      - New name of the role. The task fails where neither the old nor the new name exists.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - A role that members have is not removed. Renaming a role keeps its members.
  - The recordings on which this module is based come from a server without a license. The calls that succeed with a license follow the source of
    Dokploy.
seealso:
  - module: community.dokploy.dokploy_role_info
  - module: community.dokploy.dokploy_user
"""

EXAMPLES = r"""
---
- name: Ensure the role of the support team exists
  community.dokploy.dokploy_role:
    name: support
    permissions:
      service: [read]
      deployment: [read, create]
      logs: [read]

- name: Remove the role
  community.dokploy.dokploy_role:
    name: support
    state: absent
"""

RETURN = r"""
---
role:
  description:
    - Role after the task, or as it would be in check mode. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
    id:
      description: Name of the role, which Dokploy uses as its ID.
      type: str
      returned: when it exists
      sample: support
    name:
      description: Its name.
      type: str
      returned: always
      sample: support
    # generated: values of role
    permissions:
      description: Value of O(permissions).
      type: dict
      returned: always
      sample: {logs: [read]}
    # end of generated
    members:
      description: Number of members that have the role.
      type: int
      returned: always
      sample: 2
  sample: {id: support, name: support, permissions: {logs: [read]}, members: 2}
# generated: results of a record: create role
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create role]
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
from ansible_collections.community.dokploy.plugins.module_utils._resources.role import ROLE

DEFINITION = resource_module(ROLE)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
