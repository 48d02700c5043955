#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_organization_info
short_description: Get information about organizations of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists organizations.
  - The list is empty where nothing matches.
options:
  name:
    description:
      - Name of the organization. Without it, the module lists all of them.
    type: str
  organization_id:
    description:
      - ID of one organization.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_organization
"""

EXAMPLES = r"""
---
- name: List all organizations
  community.dokploy.dokploy_organization_info:
  register: found

- name: Get information about one organization
  community.dokploy.dokploy_organization_info:
    name: Company
  register: found
"""

RETURN = r"""
---
organizations:
  description: The organizations.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_organization
    id:
      description: ID of the organization.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: Company
    logo:
      description: Value of O(community.dokploy.dokploy_organization#module:logo).
      type: str
      returned: always
      sample: "https://www.example.com/logo.svg"
    default_role:
      description: Value of O(community.dokploy.dokploy_organization#module:default_role).
      type: str
      returned: always
      sample: member
    # end of generated
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, name: Company}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.record_info import record_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.organization import ORGANIZATION

DEFINITION = record_info_module(ORGANIZATION)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
