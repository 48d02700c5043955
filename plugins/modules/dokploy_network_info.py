#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_network_info
short_description: Get information about Docker networks of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists Docker networks.
  - The list is empty where nothing matches.
options:
  name:
    description:
      - Name of the network. Without it, the module lists all of them.
    type: str
  # generated: options of dokploy_network: network_id, server
  network_id:
    description:
      - ID of the network, instead of its name. With O(name), the task fails where the network has another name.
    type: str
  server:
    description:
      - Server where the network is, by its name or ID. Without it, the host of Dokploy itself.
    type: str
  # end of generated
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_network
"""

EXAMPLES = r"""
---
- name: List all Docker networks that Dokploy knows
  community.dokploy.dokploy_network_info:
  register: found

- name: Get information about one network
  community.dokploy.dokploy_network_info:
    name: backend
  register: found
"""

RETURN = r"""
---
networks:
  description: The Docker networks.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_network
    id:
      description: ID of the network.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: backend
    driver:
      description: Value of O(community.dokploy.dokploy_network#module:driver).
      type: str
      returned: always
      sample: overlay
    internal:
      description: Value of O(community.dokploy.dokploy_network#module:internal).
      type: bool
      returned: always
      sample: false
    attachable:
      description: Value of O(community.dokploy.dokploy_network#module:attachable).
      type: bool
      returned: always
      sample: true
    ipv4:
      description: Value of O(community.dokploy.dokploy_network#module:ipv4).
      type: bool
      returned: always
      sample: true
    ipv6:
      description: Value of O(community.dokploy.dokploy_network#module:ipv6).
      type: bool
      returned: always
      sample: false
    mtu:
      description: Value of O(community.dokploy.dokploy_network#module:mtu).
      type: int
      returned: always
      sample: 1450
    subnets:
      description: Value of O(community.dokploy.dokploy_network#module:subnets).
      type: list
      elements: dict
      returned: always
      sample: [{subnet: 10.0.9.0/24, gateway: 10.0.9.1}]
    # end of generated
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, name: backend, driver: overlay}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.owned_info import owned_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.network import NETWORK

DEFINITION = owned_info_module(NETWORK)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
