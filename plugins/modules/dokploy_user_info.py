#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_user_info
short_description: Get information about users of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists users, without their secrets.
  - The list is empty where nothing matches.
options:
  email:
    description:
      - E-mail address of the user. Without it, the module lists all users.
    type: str
  user_id:
    description:
      - ID of one user.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_user
"""

EXAMPLES = r"""
---
- name: List all users
  community.dokploy.dokploy_user_info:
  register: found

- name: Get information about one user
  community.dokploy.dokploy_user_info:
    email: "dev@example.com"
  register: found
"""

RETURN = r"""
---
users:
  description: The users, without their secrets.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_user
    id:
      description: ID of the user.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: "dev@example.com"
    role:
      description: Value of O(community.dokploy.dokploy_user#module:role).
      type: str
      returned: always
      sample: member
    projects:
      description: Value of O(community.dokploy.dokploy_user#module:projects).
      type: list
      elements: str
      returned: always
      sample: []
    environments:
      description: Value of O(community.dokploy.dokploy_user#module:environments).
      type: list
      elements: str
      returned: always
      sample: []
    services:
      description: Value of O(community.dokploy.dokploy_user#module:services).
      type: list
      elements: str
      returned: always
      sample: []
    can_create_projects:
      description: Value of O(community.dokploy.dokploy_user#module:can_create_projects).
      type: bool
      returned: always
      sample: true
    can_create_services:
      description: Value of O(community.dokploy.dokploy_user#module:can_create_services).
      type: bool
      returned: always
      sample: true
    can_delete_projects:
      description: Value of O(community.dokploy.dokploy_user#module:can_delete_projects).
      type: bool
      returned: always
      sample: true
    can_delete_services:
      description: Value of O(community.dokploy.dokploy_user#module:can_delete_services).
      type: bool
      returned: always
      sample: true
    can_create_environments:
      description: Value of O(community.dokploy.dokploy_user#module:can_create_environments).
      type: bool
      returned: always
      sample: true
    can_delete_environments:
      description: Value of O(community.dokploy.dokploy_user#module:can_delete_environments).
      type: bool
      returned: always
      sample: true
    can_access_docker:
      description: Value of O(community.dokploy.dokploy_user#module:can_access_docker).
      type: bool
      returned: always
      sample: true
    can_access_traefik_files:
      description: Value of O(community.dokploy.dokploy_user#module:can_access_traefik_files).
      type: bool
      returned: always
      sample: true
    can_access_api:
      description: Value of O(community.dokploy.dokploy_user#module:can_access_api).
      type: bool
      returned: always
      sample: true
    can_access_ssh_keys:
      description: Value of O(community.dokploy.dokploy_user#module:can_access_ssh_keys).
      type: bool
      returned: always
      sample: true
    can_access_git_providers:
      description: Value of O(community.dokploy.dokploy_user#module:can_access_git_providers).
      type: bool
      returned: always
      sample: true
    first_name:
      description: First name.
      type: str
      returned: always
      sample: ""
    last_name:
      description: Last name.
      type: str
      returned: always
      sample: ""
    # end of generated
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, name: "dev@example.com"}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.record_info import record_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.user import USER

DEFINITION = record_info_module(USER)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
