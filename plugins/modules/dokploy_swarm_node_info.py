#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_swarm_node_info
short_description: Get information about nodes of the Docker Swarm of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists nodes of a Swarm.
  - The list is empty where nothing matches.
options:
  name:
    description:
      - Host name of the node. Without it, the module lists all of them.
    type: str
  # generated: options of dokploy_swarm_node: node_id, server
  node_id:
    description:
      - ID of the node, instead of its name.
    type: str
  server:
    description:
      - Name or ID of the server whose Swarm the module uses. Default is the Swarm of Dokploy itself.
    type: str
  # end of generated
  join_commands:
    description:
      - Return the commands that join a node. They contain the tokens of the Swarm.
    type: bool
    default: false
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_swarm_node
"""

EXAMPLES = r"""
---
- name: List the nodes and the commands that join others
  community.dokploy.dokploy_swarm_node_info:
    join_commands: true
  register: swarm
  no_log: true
"""

RETURN = r"""
---
swarm_nodes:
  description: The nodes of a Swarm.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_swarm_node
    id:
      description: ID of the node.
      type: str
      returned: when it exists
      sample: k3j9x2m5p8q1r4t7v0w6y
    name:
      description: Its host name.
      type: str
      returned: always
      sample: worker-2
    role:
      description: V(manager) or V(worker).
      type: str
      returned: always
      sample: worker
    availability:
      description: V(active), V(pause), or V(drain).
      type: str
      returned: always
      sample: active
    state:
      description: V(ready), V(down), or V(unknown).
      type: str
      returned: always
      sample: ready
    address:
      description: Its address.
      type: str
      returned: always
      sample: 192.0.2.21
    engine:
      description: Version of its Docker Engine.
      type: str
      returned: always
      sample: 28.5.0
    labels:
      description: Its labels.
      type: dict
      returned: always
      sample: {zone: a}
    leader:
      description: Whether it leads the managers.
      type: bool
      returned: always
      sample: false
    # end of generated
  sample: [{id: k3j9x2m5p8q1r4t7v0w6y, name: worker-2, role: worker, state: ready}]
join_commands:
  description: Commands that join a node, for a worker and for a manager. Empty without O(join_commands).
  type: dict
  returned: always
  sample: {worker: docker swarm join --token SWMTKN-1-x 192.0.2.10:2377, manager: docker swarm join --token SWMTKN-1-y 192.0.2.10:2377}
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.record_info import record_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.swarm_node import SWARM_NODE

DEFINITION = record_info_module(SWARM_NODE)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
