#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_user
short_description: Manage users of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates and removes users of the organization, and sets what they may do.
  - The e-mail address identifies a user. Creating a user with a password requires Dokploy v0.29.14 or later.
  - Only the options that the task sets are changed. A user that exists already is adopted.
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
  email:
    description:
      - E-mail address of the user. Required, unless O(user_id) is given.
    type: str
  user_id:
    description:
      - ID of the user, instead of its e-mail address. With O(email), the task fails where the user has another e-mail address.
    type: str
  # generated: state of a record: user
  state:
    description:
      - V(present) creates the user where it does not exist, and changes the options that the task sets.
      - V(absent) removes it. The task changes nothing where it does not exist.
    type: str
    choices: [present, absent]
    default: present
  # end of generated
  force:
    description:
      - Whether O(state=absent) also removes a user to whom Git providers or organizations belong. Dokploy removes these with the user.
      - Without it, the task fails, and lists those that its API key can read in RV(used_by).
    type: bool
    default: false
  password:
    description:
      - First password, of at least 8 characters. Required to create the user. It is used at creation only, and never returned. Later tasks with
        this option list it in RV(unverified).
      - Requires Dokploy v0.29.14 or later.
    type: str
  role:
    description:
      - V(admin), V(member), or the name of a custom role that exists. Required to create the user. The role of an owner cannot change.
    type: str
  projects:
    description:
      - Names or IDs of the projects that the user may access. The list replaces the saved one. An empty list clears it.
    type: list
    elements: str
  environments:
    description:
      - IDs of the environments that the user may access. The list replaces the saved one. An empty list clears it.
    type: list
    elements: str
  services:
    description:
      - IDs of the services that the user may access. The list replaces the saved one. An empty list clears it.
    type: list
    elements: str
  can_create_projects:
    description:
      - "Allow the user to create projects. Dokploy's default is V(false)."
    type: bool
  can_create_services:
    description:
      - "Allow the user to create services. Dokploy's default is V(false)."
    type: bool
  can_delete_projects:
    description:
      - "Allow the user to delete projects. Dokploy's default is V(false)."
    type: bool
  can_delete_services:
    description:
      - "Allow the user to delete services. Dokploy's default is V(false)."
    type: bool
  can_create_environments:
    description:
      - "Allow the user to create environments. Dokploy's default is V(false)."
    type: bool
  can_delete_environments:
    description:
      - "Allow the user to delete environments. Dokploy's default is V(false)."
    type: bool
  can_access_docker:
    description:
      - "Allow the user to use the Docker pages. Dokploy's default is V(false)."
    type: bool
  can_access_traefik_files:
    description:
      - "Allow the user to read and write Traefik files. Dokploy's default is V(false)."
    type: bool
  can_access_api:
    description:
      - "Allow the user to create API keys. Dokploy's default is V(false)."
    type: bool
  can_access_ssh_keys:
    description:
      - "Allow the user to use SSH keys. Dokploy's default is V(false)."
    type: bool
  can_access_git_providers:
    description:
      - "Allow the user to use Git providers. Dokploy's default is V(false)."
    type: bool
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - The module refuses to remove the owner and the user of the API key.
  - Access to Git providers and servers requires a license of Dokploy. The module leaves both as they are.
seealso:
  - module: community.dokploy.dokploy_user_info
"""

EXAMPLES = r"""
---
- name: Ensure that a developer can work on the shop
  community.dokploy.dokploy_user:
    email: dev@example.com
    password: "{{ vault_first_password }}"
    role: member
    projects: [shop]
    can_create_services: true
    can_access_api: true

- name: Remove the developer
  community.dokploy.dokploy_user:
    email: dev@example.com
    state: absent
"""

RETURN = r"""
---
user:
  description: User after the task, or as it would be in check mode, without its secrets. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
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
    # generated: values of user
    role:
      description: Value of O(role).
      type: str
      returned: always
      sample: member
    projects:
      description: Value of O(projects).
      type: list
      elements: str
      returned: always
      sample: []
    environments:
      description: Value of O(environments).
      type: list
      elements: str
      returned: always
      sample: []
    services:
      description: Value of O(services).
      type: list
      elements: str
      returned: always
      sample: []
    can_create_projects:
      description: Value of O(can_create_projects).
      type: bool
      returned: always
      sample: true
    can_create_services:
      description: Value of O(can_create_services).
      type: bool
      returned: always
      sample: true
    can_delete_projects:
      description: Value of O(can_delete_projects).
      type: bool
      returned: always
      sample: true
    can_delete_services:
      description: Value of O(can_delete_services).
      type: bool
      returned: always
      sample: true
    can_create_environments:
      description: Value of O(can_create_environments).
      type: bool
      returned: always
      sample: true
    can_delete_environments:
      description: Value of O(can_delete_environments).
      type: bool
      returned: always
      sample: true
    can_access_docker:
      description: Value of O(can_access_docker).
      type: bool
      returned: always
      sample: true
    can_access_traefik_files:
      description: Value of O(can_access_traefik_files).
      type: bool
      returned: always
      sample: true
    can_access_api:
      description: Value of O(can_access_api).
      type: bool
      returned: always
      sample: true
    can_access_ssh_keys:
      description: Value of O(can_access_ssh_keys).
      type: bool
      returned: always
      sample: true
    can_access_git_providers:
      description: Value of O(can_access_git_providers).
      type: bool
      returned: always
      sample: true
    # end of generated
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
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, name: "dev@example.com"}
# generated: results of a record: create user
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create user]
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
used_by:
  description: The Git providers and organizations of the user that the task removes, or does not remove for that reason.
  type: list
  elements: str
  returned: when O(state=absent) and it exists
  sample: [Git provider Company]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.resource import resource_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.user import USER

DEFINITION = resource_module(USER)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
