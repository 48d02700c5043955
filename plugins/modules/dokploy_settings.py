#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_settings
short_description: Manage settings of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - "Changes settings of Dokploy itself: the clean-up of Docker, the clean-up of its access log, and the number of builds at a time."
  - The module checks the times of the clean-up, because Dokploy stores any text and never runs what it cannot read.
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
  project:
    description:
      - Ignored. Accepted so that it can stand in the C(module_defaults) of the group.
    type: str
  environment:
    description:
      - Ignored, as O(project) is.
    type: str
  state:
    description:
      - V(present) changes the options that the task sets. There is no other state.
    type: str
    choices: [present]
    default: present
  docker_cleanup:
    description:
      - Remove unused images, containers, and volumes each day on the host of Dokploy.
    type: bool
  log_cleanup_cron:
    description:
      - The times at which Dokploy shortens its access log, as five fields of cron, for example V(0 0 * * *). An empty text disables it.
    type: str
  builds_concurrency:
    description:
      - Number of builds at a time on the host of Dokploy, between V(1) and V(100).
      - Requires Dokploy v0.29.9 or later.
    type: int
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_settings_info
"""

EXAMPLES = r"""
---
- name: Ensure that Dokploy cleans up each night
  community.dokploy.dokploy_settings:
    docker_cleanup: true
    log_cleanup_cron: 0 0 * * *
"""

RETURN = r"""
---
settings:
  description:
    - Settings of Dokploy after the task, or as it would be in check mode, without its secrets. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
    id:
      description: ID of the settings of Dokploy.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Domain of Dokploy.
      type: str
      returned: always
      sample: dokploy.example.com
    docker_cleanup:
      description: Value of O(docker_cleanup).
      type: bool
      returned: always
      sample: true
    log_cleanup_cron:
      description: Value of O(log_cleanup_cron).
      type: str
      returned: always
      sample: "0 0 * * *"
    builds_concurrency:
      description: Value of O(builds_concurrency).
      type: int
      returned: always
      sample: 2
    server_ip:
      description: Address of the server, as saved.
      type: str
      returned: always
      sample: "192.0.2.1"
    https:
      description: Use HTTPS for the pages of Dokploy.
      type: bool
      returned: always
      sample: true
    certificate:
      description: Kind of its certificate.
      type: str
      returned: always
      sample: letsencrypt
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, name: dokploy.example.com}
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create settings]
previous:
  description: Previous values of the options that the task changed, without secrets.
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
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.resource import resource_module
from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._resources.settings import SETTINGS

DEFINITION = resource_module(SETTINGS)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
