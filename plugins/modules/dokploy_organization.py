#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_organization
short_description: Manage organizations of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates, changes, renames, and removes organizations of Dokploy.
  - Only the options that the task sets are changed. An organization that exists already is adopted.
  - An API key always acts in its own organization. The module refuses to remove that one.
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
      - Name of the organization. Required, unless O(organization_id) is given.
      - The task fails where several have this name, and lists their IDs.
    type: str
  organization_id:
    description:
      - ID of the organization, instead of its name. With O(name), the task fails where the organization has another name.
    type: str
  # generated: state of a record: organization
  state:
    description:
      - V(present) creates the organization where it does not exist, and changes the options that the task sets.
      - V(absent) removes it. The task changes nothing where it does not exist.
    type: str
    choices: [present, absent]
    default: present
  # end of generated
  force:
    description:
      - Required for O(state=absent). Dokploy removes all projects, records and keys of the organization with it, and the API key of the task cannot list them.
      - Services of these projects keep running, without a record in Dokploy.
    type: bool
    default: false
  logo:
    description:
      - Address of the logo. An empty text clears it.
    type: str
  default_role:
    description:
      - Role of new members. An empty text clears it.
      - Requires Dokploy v0.30.2 or later.
    type: str
  rename_to:
    description:
      - New name of the organization. The task fails where neither the old nor the new name exists.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_organization_info
"""

EXAMPLES = r"""
---
- name: Ensure the organization exists
  community.dokploy.dokploy_organization:
    name: Company
    logo: https://www.example.com/logo.svg

- name: Remove the organization with everything in it
  community.dokploy.dokploy_organization:
    name: Company
    state: absent
    force: true
"""

RETURN = r"""
---
organization:
  description:
    - Organization after the task, or as it would be in check mode. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
    id:
      description: ID of the organization.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: Company
    # generated: values of organization
    logo:
      description: Value of O(logo).
      type: str
      returned: always
      sample: "https://www.example.com/logo.svg"
    default_role:
      description: Value of O(default_role).
      type: str
      returned: always
      sample: member
    # end of generated
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, name: Company}
# generated: results of a record: create organization
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create organization]
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
from ansible_collections.community.dokploy.plugins.module_utils._resources.organization import ORGANIZATION

DEFINITION = resource_module(ORGANIZATION)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
