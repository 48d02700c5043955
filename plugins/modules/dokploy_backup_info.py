#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_backup_info
short_description: Get information about backups of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists backups, without their secrets. The owner is required.
  - The list is empty where nothing matches.
options:
  prefix:
    description:
      - Prefix of the files of the backup. Without it, the module lists all backups.
    type: str
  backup_id:
    description:
      - ID of one backup.
    type: str
  # generated: options of dokploy_backup: postgres
  postgres:
    description:
      - Name or ID of the PostgreSQL database that the backup belongs to. Mutually exclusive with the other owners.
    type: str
  # end of generated
  web_server:
    description:
      - List the backups of Dokploy itself. Mutually exclusive with the other owners.
    type: bool
    default: false
  # generated: options of dokploy_backup: mysql, mariadb, mongo, libsql, compose, project, environment
  mysql:
    description:
      - Name or ID of the MySQL database that the backup belongs to. Mutually exclusive with the other owners.
    type: str
  mariadb:
    description:
      - Name or ID of the MariaDB database that the backup belongs to. Mutually exclusive with the other owners.
    type: str
  mongo:
    description:
      - Name or ID of the MongoDB database that the backup belongs to. Mutually exclusive with the other owners.
    type: str
  libsql:
    description:
      - Name or ID of the libSQL database that the backup belongs to. Mutually exclusive with the other owners.
    type: str
  compose:
    description:
      - Name or ID of the compose service that the backup belongs to. Mutually exclusive with the other owners.
    type: str
  project:
    description:
      - Name of the project of the service that the backup belongs to. Required where the service is given by its name.
    type: str
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
  - module: community.dokploy.dokploy_backup
"""

EXAMPLES = r"""
---
- name: List all backups
  community.dokploy.dokploy_backup_info:
    project: shop
    postgres: database
  register: found

- name: Get information about one backup
  community.dokploy.dokploy_backup_info:
    project: shop
    postgres: database
    prefix: shop/nightly
  register: found
"""

RETURN = r"""
---
backups:
  description: The backups, without their secrets.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_backup
    id:
      description: ID of the backup.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: shop/nightly
    cron:
      description: Value of O(community.dokploy.dokploy_backup#module:cron).
      type: str
      returned: always
      sample: "0 3 * * *"
    destination:
      description: Value of O(community.dokploy.dokploy_backup#module:destination).
      type: str
      returned: always
      sample: Company backups
    database:
      description: Value of O(community.dokploy.dokploy_backup#module:database).
      type: str
      returned: always
      sample: shop
    keep_latest_count:
      description: Value of O(community.dokploy.dokploy_backup#module:keep_latest_count).
      type: int
      returned: always
      sample: 7
    enabled:
      description: Value of O(community.dokploy.dokploy_backup#module:enabled).
      type: bool
      returned: always
      sample: true
    database_type:
      description: Value of O(community.dokploy.dokploy_backup#module:database_type).
      type: str
      returned: always
      sample: postgres
    service_name:
      description: Value of O(community.dokploy.dokploy_backup#module:service_name).
      type: str
      returned: always
      sample: ""
    user:
      description: Value of O(community.dokploy.dokploy_backup#module:user).
      type: str
      returned: always
      sample: ""
    include_encryption_key:
      description: Value of O(community.dokploy.dokploy_backup#module:include_encryption_key).
      type: bool
      returned: always
      sample: true
    # end of generated
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, name: shop/nightly}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.owned_info import owned_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.backup import BACKUP

DEFINITION = owned_info_module(BACKUP)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
