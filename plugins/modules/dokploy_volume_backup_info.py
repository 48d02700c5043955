#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_volume_backup_info
short_description: Get information about volume backups of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists volume backups. The owner is required.
  - The list is empty where nothing matches.
options:
  name:
    description:
      - Name of the volume backup. Without it, the module lists all of them.
    type: str
  volume_backup_id:
    description:
      - ID of one volume backup.
    type: str
  # generated: options of dokploy_volume_backup: application, compose, postgres, mysql, mariadb, mongo, redis, libsql, project
  application:
    description:
      - Name or ID of the application that the volume backup belongs to. Mutually exclusive with the other owners.
    type: str
  compose:
    description:
      - Name or ID of the compose service that the volume backup belongs to. Mutually exclusive with the other owners.
    type: str
  postgres:
    description:
      - Name or ID of the PostgreSQL database that the volume backup belongs to. Mutually exclusive with the other owners.
    type: str
  mysql:
    description:
      - Name or ID of the MySQL database that the volume backup belongs to. Mutually exclusive with the other owners.
    type: str
  mariadb:
    description:
      - Name or ID of the MariaDB database that the volume backup belongs to. Mutually exclusive with the other owners.
    type: str
  mongo:
    description:
      - Name or ID of the MongoDB database that the volume backup belongs to. Mutually exclusive with the other owners.
    type: str
  redis:
    description:
      - Name or ID of the Redis database that the volume backup belongs to. Mutually exclusive with the other owners.
    type: str
  libsql:
    description:
      - Name or ID of the libSQL database that the volume backup belongs to. Mutually exclusive with the other owners.
    type: str
  project:
    description:
      - Name of the project of the service that the volume backup belongs to. Required where the service is given by its name.
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
  - module: community.dokploy.dokploy_volume_backup
"""

EXAMPLES = r"""
---
- name: List all volume backups
  community.dokploy.dokploy_volume_backup_info:
    project: shop
    application: backend
  register: found

- name: Get information about one volume backup
  community.dokploy.dokploy_volume_backup_info:
    project: shop
    application: backend
    name: Uploads
  register: found
"""

RETURN = r"""
---
volume_backups:
  description: The volume backups.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_volume_backup
    id:
      description: ID of the volume backup.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: Uploads
    cron:
      description: Value of O(community.dokploy.dokploy_volume_backup#module:cron).
      type: str
      returned: always
      sample: "0 3 * * *"
    destination:
      description: Value of O(community.dokploy.dokploy_volume_backup#module:destination).
      type: str
      returned: always
      sample: Company backups
    volume_name:
      description: Value of O(community.dokploy.dokploy_volume_backup#module:volume_name).
      type: str
      returned: always
      sample: shop-uploads
    prefix:
      description: Value of O(community.dokploy.dokploy_volume_backup#module:prefix).
      type: str
      returned: always
      sample: "/"
    keep_latest_count:
      description: Value of O(community.dokploy.dokploy_volume_backup#module:keep_latest_count).
      type: int
      returned: always
      sample: 7
    turn_off:
      description: Value of O(community.dokploy.dokploy_volume_backup#module:turn_off).
      type: bool
      returned: always
      sample: false
    service_name:
      description: Value of O(community.dokploy.dokploy_volume_backup#module:service_name).
      type: str
      returned: always
      sample: text
    enabled:
      description: Value of O(community.dokploy.dokploy_volume_backup#module:enabled).
      type: bool
      returned: always
      sample: true
    # end of generated
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, name: Uploads}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.owned_info import owned_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.volume_backup import VOLUME_BACKUP

DEFINITION = owned_info_module(VOLUME_BACKUP)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
