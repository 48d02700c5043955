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
    domain:
      description: Value of O(community.dokploy.dokploy_settings#module:domain).
      type: str
      returned: always
      sample: dokploy.example.com
    https:
      description: Value of O(community.dokploy.dokploy_settings#module:https).
      type: bool
      returned: always
      sample: true
    certificate:
      description: Value of O(community.dokploy.dokploy_settings#module:certificate).
      type: str
      returned: always
      sample: letsencrypt
    lets_encrypt_email:
      description: Value of O(community.dokploy.dokploy_settings#module:lets_encrypt_email).
      type: str
      returned: always
      sample: admin@example.com
    server_ip:
      description: Value of O(community.dokploy.dokploy_settings#module:server_ip).
      type: str
      returned: always
      sample: "192.0.2.1"
    metrics:
      description: Options of O(community.dokploy.dokploy_settings#module:metrics).
      type: dict
      returned: always
      contains:
        refresh_rate:
          description: Value of O(community.dokploy.dokploy_settings#module:metrics.refresh_rate).
          type: int
          returned: when it is set
          sample: 60
        port:
          description: Value of O(community.dokploy.dokploy_settings#module:metrics.port).
          type: int
          returned: when it is set
          sample: 4500
        callback_url:
          description: Value of O(community.dokploy.dokploy_settings#module:metrics.callback_url).
          type: str
          returned: when it is set
          sample: https://dokploy.example.com/api/trpc/notification.receiveNotification
        retention_days:
          description: Value of O(community.dokploy.dokploy_settings#module:metrics.retention_days).
          type: int
          returned: when it is set
          sample: 2
        cron:
          description: Value of O(community.dokploy.dokploy_settings#module:metrics.cron).
          type: str
          returned: when it is set
          sample: "0 0 * * *"
        cpu_threshold:
          description: Value of O(community.dokploy.dokploy_settings#module:metrics.cpu_threshold).
          type: int
          returned: when it is set
          sample: 0
        memory_threshold:
          description: Value of O(community.dokploy.dokploy_settings#module:metrics.memory_threshold).
          type: int
          returned: when it is set
          sample: 90
        container_refresh_rate:
          description: Value of O(community.dokploy.dokploy_settings#module:metrics.container_refresh_rate).
          type: int
          returned: when it is set
          sample: 60
        include:
          description: Value of O(community.dokploy.dokploy_settings#module:metrics.include).
          type: list
          elements: str
          returned: when it is set
          sample: []
        exclude:
          description: Value of O(community.dokploy.dokploy_settings#module:metrics.exclude).
          type: list
          elements: str
          returned: when it is set
          sample: []
      sample: {port: 4500, memory_threshold: 90}
    access_log:
      description: Value of O(community.dokploy.dokploy_settings#module:access_log). The information module does not read it.
      type: bool
      returned: always
      sample: false
    traefik_env_keys:
      description: Names of the variables of O(community.dokploy.dokploy_settings#module:traefik_env). The information module does not read it.
      type: list
      elements: str
      returned: always
      sample: [CF_DNS_API_TOKEN]
    traefik_ports:
      description: Value of O(community.dokploy.dokploy_settings#module:traefik_ports). The information module does not read it.
      type: list
      elements: dict
      returned: always
      sample: [{published_port: 5432, target_port: 5432, protocol: tcp}]
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, name: dokploy.example.com}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.record_info import record_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.settings import SETTINGS

DEFINITION = record_info_module(SETTINGS)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
