#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_basic_auth
short_description: Manage users of basic authentication of applications in Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates, changes, and removes one user that can access an application's domains with a password, for people who manage the user and not
    the application.
  - O(username) identifies a user. A user that exists already is adopted, with the given password.
  - Dokploy applies a user immediately, without replacing containers. Without users, access needs no password.
  - Only the options that the task sets are changed.
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
  application:
    description:
      - Name of the application, or its ID without O(project). Required, unless O(app_name) is given.
    type: str
  state:
    description:
      - V(present) creates the user where it does not exist, and changes the options that the task sets. The service must exist.
      - V(absent) removes the user. The task changes nothing where the user or its service does not exist.
    type: str
    choices: [present, absent]
    default: present
  username:
    description:
      - Name of the user.
    type: str
    required: true
  password:
    description:
      - Password of the user. It is secret. Results and diffs do not show it.
      - Required with O(state=present).
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.part
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - The module and the list O(community.dokploy.dokploy_application#module:basic_auth) of the service follow the same description. The list
    leaves a user alone that it does not name, so both can manage the same service. With
    O(community.dokploy.dokploy_application#module:exclusive_basic_auth), the list removes each user that it does not name, also one of this
    module.
seealso:
  - module: community.dokploy.dokploy_application
"""

EXAMPLES = r"""
---
- name: Ensure the editor can access the preview
  community.dokploy.dokploy_basic_auth:
    project: shop
    environment: production
    application: preview
    username: editor
    password: "{{ vault_editor_password }}"

- name: Remove the editor
  community.dokploy.dokploy_basic_auth:
    project: shop
    environment: production
    application: preview
    username: editor
    state: absent
"""

RETURN = r"""
---
basic_auth:
  description: User after the task, or as it would be in check mode, without the password. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
    id:
      description: ID of the user. V(null) in check mode, where it does not exist yet.
      type: str
      returned: always
      sample: mTcY8QxZ1LkP0nVwR5sJd
    username:
      description: Value of O(username).
      type: str
      returned: always
      sample: editor
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, username: editor}
service:
  description: Service that the user belongs to. V(null) where it was not found.
  type: dict
  returned: always
  # generated: identity of an application
  contains:
    id:
      description: Its ID.
      type: str
      returned: always
      sample: hdoihUG0FmYC8GdoFEc-1
    name:
      description: Its name.
      type: str
      returned: always
      sample: backend
    app_name:
      description: Full name of its Docker service.
      type: str
      returned: always
      sample: shop-backend-x1y2z3
    project:
      description: The name of its project.
      type: str
      returned: always
      sample: shop
    environment:
      description: The name of its environment.
      type: str
      returned: always
      sample: production
    status:
      description: Status that Dokploy shows for it.
      type: str
      returned: always
      sample: done
  sample:
    id: hdoihUG0FmYC8GdoFEc-1
    name: backend
    app_name: shop-backend-x1y2z3
    project: shop
    environment: production
    status: done
  # end of generated
previous:
  description: Previous values of the user, as far as the task changed it. Secrets are hidden.
  type: dict
  returned: always
  sample: {}
# generated: results of dokploy_application: actions
actions:
  description: Actions of the task in order, or in check mode the actions of a real run.
  type: list
  elements: str
  returned: always
  sample: [create basic auth editor]
# end of generated
# generated: results of dokploy_domain: unverified, next_step
unverified:
  description: Options that the module could not compare.
  type: list
  elements: str
  returned: always
  sample: []
next_step:
  description: Suggestion for solving a failure. Empty without a failure, or where the module knows none.
  type: str
  returned: always
  sample: ""
# end of generated
# generated: candidates
candidates:
  description: The matches with their IDs, where a name has several.
  type: list
  elements: str
  returned: on failure, when a name has several matches
  sample: [hdoihUG0FmYC8GdoFEc-1 (shop/production), Zt8nLx4QvW2mKbY6cRd1s (shop/production)]
# end of generated
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.part import part_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.parts import PARTS

DEFINITION = part_module(PARTS["basic_auth"])


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
