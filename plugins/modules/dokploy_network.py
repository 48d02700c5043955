#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_network
short_description: Manage Docker networks of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates and removes Docker networks that Dokploy knows, for O(community.dokploy.dokploy_application#module:managed_networks) and Compose services.
  - Dokploy changes nothing of a network later. The task fails where a network differs from its options, and changes nothing.
  - A network that Docker lost is created again. Requires Dokploy v0.29.14 or later.
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
      - Name of the network. Required, unless O(network_id) is given.
      - The task fails where several have this name, and lists their IDs.
    type: str
  network_id:
    description:
      - ID of the network, instead of its name. With O(name), the task fails where the network has another name.
    type: str
  server:
    description:
      - Server where the network is, by its name or ID. Without it, the host of Dokploy itself.
    type: str
  # generated: state of a record: network
  state:
    description:
      - V(present) creates the network where it does not exist, and changes the options that the task sets.
      - V(absent) removes it. The task changes nothing where it does not exist.
    type: str
    choices: [present, absent]
    default: present
  # end of generated
  # generated: force of a record: network
  force:
    description:
      - Whether O(state=absent) also removes the network if it is used.
      - Without it, the task fails while something uses it, and lists the users in RV(used_by).
    type: bool
    default: false
  # end of generated
  driver:
    description:
      - Driver of the network. Applications need V(overlay). Dokploy's default is V(bridge).
    type: str
    choices: [bridge, overlay]
  internal:
    description:
      - Prevent connections to the outside. Dokploy's default is V(false).
    type: bool
  attachable:
    description:
      - Allow containers outside of Swarm services to join. Dokploy's default is V(false).
    type: bool
  ipv4:
    description:
      - Assign IPv4 addresses. Dokploy's default is V(true).
    type: bool
  ipv6:
    description:
      - Assign IPv6 addresses. Dokploy's default is V(false).
    type: bool
  mtu:
    description:
      - Largest packet in bytes, from 68 to 65535. Requires Dokploy v0.30.0 or later.
    type: int
  subnets:
    description:
      - Address ranges. Docker chooses one where none is given.
    type: list
    elements: dict
    suboptions:
      subnet:
        description:
          - Address range, such as V(10.0.9.0/24).
        type: str
        required: true
      gateway:
        description:
          - Address of the gateway.
        type: str
      ip_range:
        description:
          - Part of O(subnets[].subnet) from which containers get their addresses.
        type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - A network in use by running services is not removed, also with O(force). The failure has the reason of Docker.
  - A Docker network that Dokploy does not know is not replaced. The failure has the call that imports it.
  - Names with spaces are refused, because Dokploy can never remove such a network.
seealso:
  - module: community.dokploy.dokploy_network_info
  - module: community.dokploy.dokploy_application
"""

EXAMPLES = r"""
---
- name: Ensure a network for the backend services exists
  community.dokploy.dokploy_network:
    name: backend
    driver: overlay
    attachable: true
    subnets:
      - subnet: 10.0.9.0/24
        gateway: 10.0.9.1

- name: Remove the network
  community.dokploy.dokploy_network:
    name: backend
    state: absent
"""

RETURN = r"""
---
network:
  description:
    - Network after the task, or as it would be in check mode. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
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
    # generated: values of network
    driver:
      description: Value of O(driver).
      type: str
      returned: always
      sample: overlay
    internal:
      description: Value of O(internal).
      type: bool
      returned: always
      sample: false
    attachable:
      description: Value of O(attachable).
      type: bool
      returned: always
      sample: true
    ipv4:
      description: Value of O(ipv4).
      type: bool
      returned: always
      sample: true
    ipv6:
      description: Value of O(ipv6).
      type: bool
      returned: always
      sample: false
    mtu:
      description: Value of O(mtu).
      type: int
      returned: always
      sample: 1450
    subnets:
      description: Value of O(subnets).
      type: list
      elements: dict
      returned: always
      sample: [{subnet: 10.0.9.0/24, gateway: 10.0.9.1}]
    # end of generated
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, name: backend, driver: overlay}
# generated: users of a record: network
used_by:
  description: What uses the network that the task removes, or does not remove for that reason.
  type: list
  elements: str
  returned: when O(state=absent) and it exists
  sample: [application shop/production/backend]
# end of generated
# generated: results of a record: create network
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create network]
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
from ansible_collections.community.dokploy.plugins.module_utils._module.owned import owned_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.network import NETWORK

DEFINITION = owned_module(NETWORK)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
