#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_schedule_info
short_description: Get information about schedules of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists schedules.
  - The list is empty where nothing matches.
options:
  name:
    description:
      - Name of the schedule. Without it, the module lists all of them.
    type: str
  schedule_id:
    description:
      - ID of one schedule.
    type: str
  # generated: options of dokploy_schedule: application
  application:
    description:
      - Name or ID of the application in whose container the command runs. Mutually exclusive with O(compose) and O(server).
    type: str
  # end of generated
  compose:
    description:
      - Name or ID of the compose service in whose container the command runs. Requires O(community.dokploy.dokploy_schedule#module:service_name).
    type: str
  # generated: options of dokploy_schedule: server, project
  server:
    description:
      - Name or ID of the remote server on which the command runs. Without O(application), O(compose), and O(server), it runs on the
        host of Dokploy.
    type: str
  project:
    description:
      - Name of the project of the service that the schedule belongs to. Required where the service is given by its name.
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
  - module: community.dokploy.dokploy_schedule
"""

EXAMPLES = r"""
---
- name: List all schedules
  community.dokploy.dokploy_schedule_info:
    project: shop
    application: backend
  register: found

- name: Get information about one schedule
  community.dokploy.dokploy_schedule_info:
    project: shop
    application: backend
    name: Clear the cache
  register: found
"""

RETURN = r"""
---
schedules:
  description: The schedules.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_schedule
    id:
      description: ID of the schedule.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: Clear the cache
    cron:
      description: Value of O(community.dokploy.dokploy_schedule#module:cron).
      type: str
      returned: always
      sample: "0 3 * * *"
    timezone:
      description: Value of O(community.dokploy.dokploy_schedule#module:timezone).
      type: str
      returned: always
      sample: Europe/Berlin
    command:
      description: Value of O(community.dokploy.dokploy_schedule#module:command).
      type: str
      returned: always
      sample: rm -rf /tmp/cache
    script:
      description: Value of O(community.dokploy.dokploy_schedule#module:script).
      type: str
      returned: always
      sample: text
    shell:
      description: Value of O(community.dokploy.dokploy_schedule#module:shell).
      type: str
      returned: always
      sample: bash
    service_name:
      description: Value of O(community.dokploy.dokploy_schedule#module:service_name).
      type: str
      returned: always
      sample: text
    enabled:
      description: Value of O(community.dokploy.dokploy_schedule#module:enabled).
      type: bool
      returned: always
      sample: true
    description:
      description: Value of O(community.dokploy.dokploy_schedule#module:description).
      type: str
      returned: always
      sample: text
    # end of generated
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, name: Clear the cache}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.owned_info import owned_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.schedule import SCHEDULE

DEFINITION = owned_info_module(SCHEDULE)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
