#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_role_info
short_description: Get information about custom roles of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists custom roles.
  - The list is empty where nothing matches.
options:
  # generated: options of dokploy_role: name
  name:
    description:
      - Name of the role. Required. V(owner), V(admin), and V(member) are built in, and refused.
    type: str
  # end of generated
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_role
"""

EXAMPLES = r"""
---
- name: List all custom roles
  community.dokploy.dokploy_role_info:
  register: found

- name: Get information about one role
  community.dokploy.dokploy_role_info:
    name: support
  register: found
"""

RETURN = r"""
---
roles:
  description: The custom roles.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_role
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
    permissions:
      description: Value of O(community.dokploy.dokploy_role#module:permissions).
      type: dict
      returned: always
      sample: {logs: [read]}
    members:
      description: Number of members that have the role.
      type: int
      returned: always
      sample: 2
    # end of generated
  sample: [{id: support, name: support, permissions: {logs: [read]}, members: 2}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.record_info import record_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.role import ROLE

DEFINITION = record_info_module(ROLE)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
