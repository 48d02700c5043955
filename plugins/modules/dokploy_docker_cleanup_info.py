#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_docker_cleanup_info
short_description: Report the data that a cleanup of Docker on a host of Dokploy would remove
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Reports the disk usage of Docker on the host of Dokploy or on one of its servers, and how much of it
    M(community.dokploy.dokploy_docker_cleanup) would free.
  - Lists the stopped containers, and the services whose data a cleanup of volumes would remove.
options:
  # generated: options of dokploy_docker_cleanup: server
  server:
    description:
      - Name or ID of a server of Dokploy. Default is the host of Dokploy itself.
    type: str
  # end of generated
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - Dokploy reports the disk usage of its own host from v0.29.14 on, to administrators and the owner, and that of a server from v0.30.2 on. Older versions
    report only stopped containers and services.
  - Dokploy does not list containers whose name contains C(dokploy).
seealso:
  - module: community.dokploy.dokploy_docker_cleanup
  - module: community.dokploy.dokploy_audit_info
"""

EXAMPLES = r"""
---
- name: Read what a cleanup would free
  community.dokploy.dokploy_docker_cleanup_info:
  register: docker

- name: Remove unused images where they take more than 20 GB
  community.dokploy.dokploy_docker_cleanup:
    clean: [containers, images]
  when: (docker.reclaimable | default({}, true)).images | default(0) > 20000000000
"""

RETURN = r"""
---
# generated: results of dokploy_docker_cleanup: usage
usage:
  description: Disk usage of Docker, by its type. V(null) where Dokploy does not report it.
  type: dict
  returned: always
  sample: {Images: {count: 12, active: 12, size: 2100000000, reclaimable: 0}}
# end of generated
reclaimable:
  description: Bytes that each choice of O(community.dokploy.dokploy_docker_cleanup#module:clean) would free, as Docker estimates them. V(null) without
    RV(usage).
  type: dict
  returned: always
  sample: {containers: 0, images: 1980000000, volumes: 0, builder: 120000000, system: 2100000000}
stopped_containers:
  description: The stopped containers that Dokploy lists.
  type: list
  elements: dict
  returned: always
  contains:
    id:
      description: ID of the container, shortened.
      type: str
      returned: always
      sample: 4d6f6e69746f
    name:
      description: Its name.
      type: str
      returned: always
      sample: shop-backend-x1y2z3.1.q8o5r9tbnk0p2yw4x6z1a3c5e
    image:
      description: Its image.
      type: str
      returned: always
      sample: shop-backend:v3
    status:
      description: Its status, as Docker words it.
      type: str
      returned: always
      sample: Exited (137) 2 hours ago
  sample:
    - id: 4d6f6e69746f
      name: shop-backend-x1y2z3.1.q8o5r9tbnk0p2yw4x6z1a3c5e
      image: shop-backend:v3
      status: Exited (137) 2 hours ago
at_risk:
  description: The services on this host that run no container, as project, environment, and name. A cleanup of volumes would remove their data.
  type: list
  elements: str
  returned: always
  sample: [shop/production/database]
unread:
  description: V(usage) where Dokploy does not report the disk usage, V(stopped_containers) where it could not list containers,
    V(at_risk) where it could not list all that runs; RV(at_risk) then has every service of the host that may not run.
  type: list
  elements: str
  returned: always
  sample: []
# generated: results of dokploy_domain: next_step
next_step:
  description: Suggestion for solving a failure. Empty without a failure, or where the module knows none.
  type: str
  returned: always
  sample: ""
# end of generated
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.operation import operation_module
from ansible_collections.community.dokploy.plugins.module_utils._operations.docker_cleanup_info import ReadCleanup
from ansible_collections.community.dokploy.plugins.module_utils._resources.server import SERVER

DEFINITION = operation_module(SERVER, ReadCleanup)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
