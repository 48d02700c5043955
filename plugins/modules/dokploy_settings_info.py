#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_settings_info
short_description: Get information about settings of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Returns settings of Dokploy itself.
options:
  project:
    description:
      - Ignored. Accepted so that it can stand in the C(module_defaults) of the group.
    type: str
  environment:
    description:
      - Ignored, as O(project) is.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_settings
"""

EXAMPLES = r"""
---
- name: Get the settings
  community.dokploy.dokploy_settings_info:
  register: found
"""

RETURN = r"""
---
settings:
  description: The settings, without their secrets.
  type: list
  elements: dict
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
      description: Value of O(community.dokploy.dokploy_settings#module:docker_cleanup).
      type: bool
      returned: always
      sample: true
    log_cleanup_cron:
      description: Value of O(community.dokploy.dokploy_settings#module:log_cleanup_cron).
      type: str
      returned: always
      sample: "0 0 * * *"
    builds_concurrency:
      description: Value of O(community.dokploy.dokploy_settings#module:builds_concurrency).
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
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, name: dokploy.example.com}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.record_info import record_info_module
from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._resources.settings import SETTINGS

DEFINITION = record_info_module(SETTINGS)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
