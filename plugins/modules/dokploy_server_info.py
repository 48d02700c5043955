#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_server_info
short_description: Get information about remote servers of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists remote servers.
  - The list is empty where nothing matches.
options:
  name:
    description:
      - Name of the server. Without it, the module lists all of them.
    type: str
  # generated: options of dokploy_server: server_id
  server_id:
    description:
      - ID of the server, instead of its name. With O(name), the task fails where the server has another name.
    type: str
  # end of generated
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_server
"""

EXAMPLES = r"""
---
- name: List all remote servers
  community.dokploy.dokploy_server_info:
  register: found

- name: Get information about one server
  community.dokploy.dokploy_server_info:
    name: edge-1
  register: found
"""

RETURN = r"""
---
servers:
  description: The remote servers.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_server
    id:
      description: ID of the server.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: edge-1
    description:
      description: Value of O(community.dokploy.dokploy_server#module:description).
      type: str
      returned: always
      sample: Second server
    ip_address:
      description: Value of O(community.dokploy.dokploy_server#module:ip_address).
      type: str
      returned: always
      sample: 192.0.2.20
    port:
      description: Value of O(community.dokploy.dokploy_server#module:port).
      type: int
      returned: always
      sample: 22
    username:
      description: Value of O(community.dokploy.dokploy_server#module:username).
      type: str
      returned: always
      sample: root
    ssh_key:
      description: Value of O(community.dokploy.dokploy_server#module:ssh_key).
      type: str
      returned: always
      sample: mTcY8QxZ1LkP0nVwR5sJd
    type:
      description: Value of O(community.dokploy.dokploy_server#module:type).
      type: str
      returned: always
      sample: deploy
    command:
      description: Value of O(community.dokploy.dokploy_server#module:command).
      type: str
      returned: always
      sample: ""
    docker_cleanup:
      description: Value of O(community.dokploy.dokploy_server#module:docker_cleanup).
      type: bool
      returned: always
      sample: true
    builds_concurrency:
      description: Value of O(community.dokploy.dokploy_server#module:builds_concurrency).
      type: int
      returned: always
      sample: 1
    status:
      description: V(active) or V(inactive).
      type: str
      returned: always
      sample: active
    app_name:
      description: Name that Dokploy assigned to it.
      type: str
      returned: always
      sample: server-edge-x1y2z3
    # end of generated
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, name: edge-1, ip_address: 192.0.2.20}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.record_info import record_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.remote_server import REMOTE_SERVER

DEFINITION = record_info_module(REMOTE_SERVER)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
