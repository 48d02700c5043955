#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_patch_info
short_description: Get information about patches of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists patches. The owner is required.
  - The list is empty where nothing matches.
options:
  path:
    description:
      - Path of the file of the patch. Without it, the module lists all patches.
    type: str
  patch_id:
    description:
      - ID of one patch.
    type: str
  # generated: options of dokploy_patch: application, compose, project
  application:
    description:
      - Name or ID of the application that the patch belongs to. Mutually exclusive with O(compose).
    type: str
  compose:
    description:
      - Name or ID of the compose service that the patch belongs to.
    type: str
  project:
    description:
      - Name of the project of the service that the patch belongs to. Required where the service is given by its name.
    type: str
  # end of generated
  # generated: options of dokploy_backup: environment
  environment:
    description:
      - Name of the environment of the service. Optional where the project has one environment.
    type: str
  # end of generated
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_patch
"""

EXAMPLES = r"""
---
- name: List all patches
  community.dokploy.dokploy_patch_info:
    project: shop
    application: backend
  register: found

- name: Get information about one patch
  community.dokploy.dokploy_patch_info:
    project: shop
    application: backend
    path: config/app.yml
  register: found
"""

RETURN = r"""
---
patches:
  description: The patches.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_patch
    id:
      description: ID of the patch.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: config/app.yml
    content:
      description: Value of O(community.dokploy.dokploy_patch#module:content).
      type: str
      returned: always
      sample: "debug: false"
    type:
      description: Value of O(community.dokploy.dokploy_patch#module:type).
      type: str
      returned: always
      sample: update
    enabled:
      description: Value of O(community.dokploy.dokploy_patch#module:enabled).
      type: bool
      returned: always
      sample: true
    # end of generated
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, name: config/app.yml}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.owned_info import owned_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.patch import PATCH

DEFINITION = owned_info_module(PATCH)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
