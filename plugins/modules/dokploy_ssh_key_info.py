#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_ssh_key_info
short_description: Get information about SSH keys of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists SSH keys, without their secrets.
  - The list is empty where nothing matches.
options:
  name:
    description:
      - Name of the SSH key. Without it, the module lists all of them.
    type: str
  ssh_key_id:
    description:
      - ID of one SSH key.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_ssh_key
"""

EXAMPLES = r"""
---
- name: List all SSH keys
  community.dokploy.dokploy_ssh_key_info:
  register: found

- name: Get information about one SSH key
  community.dokploy.dokploy_ssh_key_info:
    name: Deploy key
  register: found
"""

RETURN = r"""
---
ssh_keys:
  description: The SSH keys, without their secrets.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_ssh_key
    id:
      description: ID of the SSH key.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: Deploy key
    description:
      description: Value of O(community.dokploy.dokploy_ssh_key#module:description).
      type: str
      returned: always
      sample: Reads the repositories of the shop
    public_key:
      description: Value of O(community.dokploy.dokploy_ssh_key#module:public_key).
      type: str
      returned: always
      sample: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 dokploy
    # end of generated
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, name: Deploy key}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.record_info import record_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.ssh_key import SSH_KEY

DEFINITION = record_info_module(SSH_KEY)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
