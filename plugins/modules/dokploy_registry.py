#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_registry
short_description: Manage image registries of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates, changes, renames, and removes registries, from which Dokploy pulls images and to which it pushes them.
  - The module lets Dokploy log in with the new values before it stores them, because Dokploy stores a password that the registry
    refuses.
  - Only the options that the task sets are changed. A registry that exists already is adopted.
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
      - Name of the registry. Required, unless O(registry_id) is given.
      - The task fails where several have this name, and lists their IDs.
    type: str
  registry_id:
    description:
      - ID of the registry, instead of its name. With O(name), the task fails where the registry has another name.
    type: str
  # generated: state of a record: registry
  state:
    description:
      - V(present) creates the registry where it does not exist, and changes the options that the task sets.
      - V(absent) removes it. The task changes nothing where it does not exist.
    type: str
    choices: [present, absent]
    default: present
  # end of generated
  # generated: force of a record: registry
  force:
    description:
      - Whether O(state=absent) also removes the registry if it is used.
      - Without it, the task fails while something uses it, and lists the users in RV(used_by).
    type: bool
    default: false
  # end of generated
  url:
    description:
      - Host name of the registry, with its port where it has one, and without a scheme. Required to create the registry.
    type: str
  username:
    description:
      - User name. Required to create the registry.
    type: str
  password:
    description:
      - Password or token. Required to create the registry. It is compared with the saved one, and never returned.
    type: str
  image_prefix:
    description:
      - Prefix of the names of images that Dokploy pushes, instead of the user name. An empty text clears it.
    type: str
  rename_to:
    description:
      - New name of the registry. The task fails where neither the old nor the new name exists.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - Dokploy allows the removal of a registry that applications use, and these lose their registry. The module refuses this without O(force).
  - An update makes Dokploy log in to the registry, and a removal makes it log out, also where another record has the same address.
seealso:
  - module: community.dokploy.dokploy_registry_info
  - module: community.dokploy.dokploy_application
"""

EXAMPLES = r"""
---
- name: Ensure the company's registry exists
  community.dokploy.dokploy_registry:
    name: Company registry
    url: registry.example.com
    username: deploy
    password: "{{ vault_registry_password }}"

- name: Change the prefix of pushed images
  community.dokploy.dokploy_registry:
    name: Company registry
    image_prefix: shop

- name: Remove the registry, unless applications use it
  community.dokploy.dokploy_registry:
    name: Company registry
    state: absent
"""

RETURN = r"""
---
registry:
  description:
    - Registry after the task, or as it would be in check mode, without its secrets. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
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
    # generated: values of registry
    url:
      description: Value of O(url).
      type: str
      returned: always
      sample: registry.example.com
    username:
      description: Value of O(username).
      type: str
      returned: always
      sample: deploy
    image_prefix:
      description: Value of O(image_prefix).
      type: str
      returned: always
      sample: shop
    # end of generated
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, name: Company registry}
# generated: users of a record: registry
used_by:
  description: What uses the registry that the task removes, or does not remove for that reason.
  type: list
  elements: str
  returned: when O(state=absent) and it exists
  sample: [application shop/production/backend]
# end of generated
# generated: results of a record: create registry
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create registry]
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
from ansible_collections.community.dokploy.plugins.module_utils._resources.registry import REGISTRY

DEFINITION = resource_module(REGISTRY)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
