#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_swarm_node
short_description: Remove nodes from the Docker Swarm of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Removes a worker from the Swarm of Dokploy or of a remote server. Dokploy drains the node first.
  - Dokploy has no call that adds a node, changes its availability, or sets its labels. M(community.dokploy.dokploy_swarm_node_info) returns the
    commands that join a node.
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
      - Host name of the node. Required, unless O(node_id) is given.
      - The task fails where several have this name, and lists their IDs.
    type: str
  node_id:
    description:
      - ID of the node, instead of its name.
    type: str
  server:
    description:
      - Name or ID of the server whose Swarm the module uses. Default is the Swarm of Dokploy itself.
    type: str
  state:
    description:
      - V(present) fails where the node does not exist.
      - V(absent) drains and removes it. The task changes nothing where it does not exist.
    type: str
    choices: [present, absent]
    default: present
  force:
    description:
      - Also remove a node that is ready. Its tasks move to other nodes.
    type: bool
    default: false
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - A manager is refused, because its removal fails in Docker after it was drained.
seealso:
  - module: community.dokploy.dokploy_swarm_node_info
"""

EXAMPLES = r"""
---
- name: Remove a broken worker
  community.dokploy.dokploy_swarm_node:
    name: worker-2
    state: absent
"""

RETURN = r"""
---
swarm_node:
  description:
    - Node after the task, or as it would be in check mode. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
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
  sample: {id: k3j9x2m5p8q1r4t7v0w6y, name: worker-2, role: worker, state: ready}
# generated: results of a record: create swarm_node
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create swarm_node]
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
from ansible_collections.community.dokploy.plugins.module_utils._resources.swarm_node import SWARM_NODE

DEFINITION = resource_module(SWARM_NODE)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
