#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_patch
short_description: Manage patches of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates, changes, and removes patches, which Dokploy applies to files of a Git source before each build of an application or compose
    service. Requires Dokploy v0.28.8 or later.
  - The path of its file identifies a patch. The module refuses a path that leads out of the repository, because Dokploy writes it
    anywhere on its host.
  - Only the options that the task sets are changed. A patch that exists already is adopted.
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
  path:
    description:
      - Path of the file in the repository, without a leading slash. Required, unless O(patch_id) is given.
    type: str
  patch_id:
    description:
      - ID of the patch, instead of its path. With O(path), the task fails where the patch has another path.
    type: str
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
  # generated: options of dokploy_backup: environment
  environment:
    description:
      - Name of the environment of the service. Optional where the project has one environment.
    type: str
  # end of generated
  # generated: state of a record: patch
  state:
    description:
      - V(present) creates the patch where it does not exist, and changes the options that the task sets.
      - V(absent) removes it. The task changes nothing where it does not exist.
    type: str
    choices: [present, absent]
    default: present
  # end of generated
  content:
    description:
      - The whole content of the file. Required to create a patch, unless O(type=delete).
    type: str
  type:
    description:
      - V(update) replaces a file, V(create) adds one, and V(delete) removes one. Dokploy uses V(update) by default.
    type: str
    choices: [create, update, delete]
  enabled:
    description:
      - "Apply the patch. Dokploy's default is V(true)."
    type: bool
  rename_to:
    description:
      - New path of the patch. The task fails where neither the old nor the new path exists.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - A patch takes effect with the next deployment.
  - Deleting a file that does not exist does not fail the deployment.
seealso:
  - module: community.dokploy.dokploy_patch_info
  - module: community.dokploy.dokploy_application
"""

EXAMPLES = r"""
---
- name: Ensure that the build uses the company's settings
  community.dokploy.dokploy_patch:
    project: shop
    application: backend
    path: config/app.yml
    content: |
      debug: false

- name: Remove the patch
  community.dokploy.dokploy_patch:
    project: shop
    application: backend
    path: config/app.yml
    state: absent
"""

RETURN = r"""
---
patch:
  description: Patch after the task, or as it would be in check mode. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
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
    # generated: values of patch
    content:
      description: Value of O(content).
      type: str
      returned: always
      sample: "debug: false"
    type:
      description: Value of O(type).
      type: str
      returned: always
      sample: update
    enabled:
      description: Value of O(enabled).
      type: bool
      returned: always
      sample: true
    # end of generated
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, name: config/app.yml}
# generated: results of a record: create patch
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create patch]
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
from ansible_collections.community.dokploy.plugins.module_utils._module.owned import owned_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.patch import PATCH

DEFINITION = owned_module(PATCH)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
