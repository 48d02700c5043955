#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_tag
short_description: Manage tags of projects of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates, changes, renames, and removes tags, which mark projects in Dokploy. Requires Dokploy v0.29.14 or later.
  - Only the options that the task sets are changed. A tag that exists already is adopted.
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
      - Name of the tag. Required, unless O(tag_id) is given.
      - The task fails where several have this name, and lists their IDs.
    type: str
  tag_id:
    description:
      - ID of the tag, instead of its name. With O(name), the task fails where the tag has another name.
    type: str
  # generated: state of a record: tag
  state:
    description:
      - V(present) creates the tag where it does not exist, and changes the options that the task sets.
      - V(absent) removes it. The task changes nothing where it does not exist.
    type: str
    choices: [present, absent]
    default: present
  # end of generated
  color:
    description:
      - Color of the tag, for example V(#3b82f6). An empty text clears it.
    type: str
  rename_to:
    description:
      - New name of the tag. The task fails where neither the old nor the new name exists.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_tag_info
"""

EXAMPLES = r"""
---
- name: Ensure the tag exists
  community.dokploy.dokploy_tag:
    name: production
    color: "#3b82f6"

- name: Remove the tag
  community.dokploy.dokploy_tag:
    name: production
    state: absent
"""

RETURN = r"""
---
tag:
  description: Tag after the task, or as it would be in check mode. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
    id:
      description: ID of the tag.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: production
    # generated: values of tag
    color:
      description: Value of O(color).
      type: str
      returned: always
      sample: "#3b82f6"
    # end of generated
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, name: production}
# generated: results of a record: create tag
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create tag]
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
from ansible_collections.community.dokploy.plugins.module_utils._resources.tag import TAG

DEFINITION = resource_module(TAG)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
