#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_registry_info
short_description: Get information about image registries of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists image registries, without their secrets.
  - The list is empty where nothing matches.
options:
  name:
    description:
      - Name of the registry. Without it, the module lists all of them.
    type: str
  registry_id:
    description:
      - ID of one registry.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_registry
"""

EXAMPLES = r"""
---
- name: List all image registries
  community.dokploy.dokploy_registry_info:
  register: found

- name: Get information about one registry
  community.dokploy.dokploy_registry_info:
    name: Company registry
  register: found
"""

RETURN = r"""
---
registries:
  description: The image registries, without their secrets.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_registry
    id:
      description: ID of the registry.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: Company registry
    url:
      description: Value of O(community.dokploy.dokploy_registry#module:url).
      type: str
      returned: always
      sample: registry.example.com
    username:
      description: Value of O(community.dokploy.dokploy_registry#module:username).
      type: str
      returned: always
      sample: deploy
    image_prefix:
      description: Value of O(community.dokploy.dokploy_registry#module:image_prefix).
      type: str
      returned: always
      sample: shop
    # end of generated
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, name: Company registry}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.record_info import record_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.registry import REGISTRY

DEFINITION = record_info_module(REGISTRY)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
