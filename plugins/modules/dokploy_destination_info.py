#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_destination_info
short_description: Get information about backup destinations of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists destinations of backups, without their secrets.
  - The list is empty where nothing matches.
options:
  name:
    description:
      - Name of the destination. Without it, the module lists all of them.
    type: str
  destination_id:
    description:
      - ID of one destination.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_destination
"""

EXAMPLES = r"""
---
- name: List all destinations of backups
  community.dokploy.dokploy_destination_info:
  register: found

- name: Get information about one destination
  community.dokploy.dokploy_destination_info:
    name: Company backups
  register: found
"""

RETURN = r"""
---
destinations:
  description: The destinations of backups, without their secrets.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_destination
    id:
      description: ID of the destination.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: Company backups
    provider:
      description: Value of O(community.dokploy.dokploy_destination#module:provider).
      type: str
      returned: always
      sample: AWS
    bucket:
      description: Value of O(community.dokploy.dokploy_destination#module:bucket).
      type: str
      returned: always
      sample: company-backups
    region:
      description: Value of O(community.dokploy.dokploy_destination#module:region).
      type: str
      returned: always
      sample: eu-central-1
    endpoint:
      description: Value of O(community.dokploy.dokploy_destination#module:endpoint).
      type: str
      returned: always
      sample: "https://s3.eu-central-1.amazonaws.com"
    additional_flags:
      description: Value of O(community.dokploy.dokploy_destination#module:additional_flags).
      type: list
      elements: str
      returned: always
      sample: []
    # end of generated
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, name: Company backups}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.record_info import record_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.destination import DESTINATION

DEFINITION = record_info_module(DESTINATION)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
