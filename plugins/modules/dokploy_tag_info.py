#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_tag_info
short_description: Get information about tags of projects of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists tags of projects.
  - The list is empty where nothing matches.
options:
  name:
    description:
      - Name of the tag. Without it, the module lists all of them.
    type: str
  tag_id:
    description:
      - ID of one tag.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_tag
"""

EXAMPLES = r"""
---
- name: List all tags of projects
  community.dokploy.dokploy_tag_info:
  register: found

- name: Get information about one tag
  community.dokploy.dokploy_tag_info:
    name: production
  register: found
"""

RETURN = r"""
---
tags:
  description: The tags of projects.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_tag
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
    color:
      description: Value of O(community.dokploy.dokploy_tag#module:color).
      type: str
      returned: always
      sample: "#3b82f6"
    # end of generated
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, name: production}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.record_info import record_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.tag import TAG

DEFINITION = record_info_module(TAG)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
