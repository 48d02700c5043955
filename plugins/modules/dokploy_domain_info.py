#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_domain_info
short_description: Get information about domains of services in Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists the domains of one application or compose service.
  - The list is empty where nothing matches.
options:
  # generated: options of dokploy_domain: application, compose
  application:
    description:
      - Name of the application, or its ID without O(project). Exactly one of O(application), O(compose), and O(app_name) is required.
    type: str
  compose:
    description:
      - Name of the compose service, or its ID without O(project).
    type: str
  # end of generated
  host:
    description:
      - Host of the domains to list. Without it, the module lists all of them.
    type: str
  path:
    description:
      - Path of the domains to list. Without it, the module lists all of them.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.part
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_domain
"""

EXAMPLES = r"""
---
- name: List the domains of the backend
  community.dokploy.dokploy_domain_info:
    project: shop
    environment: production
    application: backend
  register: found
"""

RETURN = r"""
---
domains:
  description: The domains.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_domain
    id:
      description: ID of the domain. V(null) in check mode, where it does not exist yet.
      type: str
      returned: always
      sample: mTcY8QxZ1LkP0nVwR5sJd
    host:
      description: Value of O(community.dokploy.dokploy_domain#module:host).
      type: str
      returned: always
      sample: shop.example.com
    path:
      description: Value of O(community.dokploy.dokploy_domain#module:path).
      type: str
      returned: always
      sample: /
    port:
      description: Value of O(community.dokploy.dokploy_domain#module:port).
      type: int
      returned: always
      sample: 8080
    https:
      description: Value of O(community.dokploy.dokploy_domain#module:https).
      type: bool
      returned: always
      sample: true
    certificate:
      description: Value of O(community.dokploy.dokploy_domain#module:certificate).
      type: str
      returned: always
      sample: letsencrypt
    certificate_resolver:
      description: Value of O(community.dokploy.dokploy_domain#module:certificate_resolver).
      type: str
      returned: always
      sample: null
    entrypoint:
      description: Value of O(community.dokploy.dokploy_domain#module:entrypoint).
      type: str
      returned: when the server has it
      sample: null
    middlewares:
      description: Value of O(community.dokploy.dokploy_domain#module:middlewares).
      type: list
      elements: str
      returned: when the server has it
      sample: []
    strip_path:
      description: Value of O(community.dokploy.dokploy_domain#module:strip_path).
      type: bool
      returned: always
      sample: false
    internal_path:
      description: Value of O(community.dokploy.dokploy_domain#module:internal_path).
      type: str
      returned: always
      sample: /
    enabled:
      description: Value of O(community.dokploy.dokploy_domain#module:enabled).
      type: bool
      returned: when the server has it
      sample: true
    service_name:
      description: Value of O(community.dokploy.dokploy_domain#module:service_name).
      type: str
      returned: for a compose service
      sample: null
    # end of generated
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, host: shop.example.com, path: /, port: 8080}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.part_info import part_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.parts import PARTS

DEFINITION = part_info_module(PARTS["domain"])


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
