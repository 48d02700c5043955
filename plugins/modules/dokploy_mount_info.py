#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_mount_info
short_description: Get information about mounts of services in Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists the mounts of one application or database, without the content of files.
  - The list is empty where nothing matches.
options:
  # generated: options of dokploy_mount: application, postgres, mysql, mariadb, mongo, redis, libsql
  application:
    description:
      - Name of the application, or its ID without O(project). Exactly one of the options that name a service is required.
    type: str
  postgres:
    description:
      - Name of the PostgreSQL database, or its ID without O(project).
    type: str
  mysql:
    description:
      - Name of the MySQL database, or its ID without O(project).
    type: str
  mariadb:
    description:
      - Name of the MariaDB database, or its ID without O(project).
    type: str
  mongo:
    description:
      - Name of the MongoDB database, or its ID without O(project).
    type: str
  redis:
    description:
      - Name of the Redis database, or its ID without O(project).
    type: str
  libsql:
    description:
      - Name of the libSQL database, or its ID without O(project).
    type: str
  # end of generated
  mount_path:
    description:
      - Path in the container of the mounts to list. Without it, the module lists all of them.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.part
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_mount
"""

EXAMPLES = r"""
---
- name: List the mounts of the backend
  community.dokploy.dokploy_mount_info:
    project: shop
    environment: production
    application: backend
  register: found
"""

RETURN = r"""
---
mounts:
  description: The mounts, without the content of files.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_mount
    id:
      description: ID of the mount. V(null) in check mode, where it does not exist yet.
      type: str
      returned: always
      sample: mTcY8QxZ1LkP0nVwR5sJd
    type:
      description: Value of O(community.dokploy.dokploy_mount#module:type).
      type: str
      returned: always
      sample: volume
    mount_path:
      description: Value of O(community.dokploy.dokploy_mount#module:mount_path).
      type: str
      returned: always
      sample: /var/lib/shop
    volume_name:
      description: Value of O(community.dokploy.dokploy_mount#module:volume_name).
      type: str
      returned: when the type is V(volume)
      sample: shop-data
    host_path:
      description: Value of O(community.dokploy.dokploy_mount#module:host_path).
      type: str
      returned: when the type is V(bind)
      sample: /srv/shop
    file_path:
      description: Value of O(community.dokploy.dokploy_mount#module:file_path).
      type: str
      returned: when the type is V(file)
      sample: orders.cnf
    # end of generated
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, type: volume, mount_path: /var/lib/shop, volume_name: shop-data}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.part_info import part_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.parts import PARTS

DEFINITION = part_info_module(PARTS["mount"])


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
