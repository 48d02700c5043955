#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_certificate_info
short_description: Get information about certificates of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists certificates, without their secrets.
  - The list is empty where nothing matches.
options:
  name:
    description:
      - Name of the certificate. Without it, the module lists all of them.
    type: str
  certificate_id:
    description:
      - ID of one certificate.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_certificate
"""

EXAMPLES = r"""
---
- name: List all certificates
  community.dokploy.dokploy_certificate_info:
  register: found

- name: Get information about one certificate
  community.dokploy.dokploy_certificate_info:
    name: Company wildcard
  register: found
"""

RETURN = r"""
---
certificates:
  description: The certificates, without their secrets.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_certificate
    id:
      description: ID of the certificate.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: Company wildcard
    certificate:
      description: Value of O(community.dokploy.dokploy_certificate#module:certificate).
      type: str
      returned: always
      sample: "-----BEGIN CERTIFICATE-----"
    auto_renew:
      description: Value of O(community.dokploy.dokploy_certificate#module:auto_renew).
      type: bool
      returned: always
      sample: false
    server:
      description: Value of O(community.dokploy.dokploy_certificate#module:server).
      type: str
      returned: always
      sample: ""
    path:
      description: Name of its directory on the server.
      type: str
      returned: always
      sample: certificate-transmit-online-monitor-x1y2z3
    # end of generated
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, name: Company wildcard}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.record_info import record_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.certificate import CERTIFICATE

DEFINITION = record_info_module(CERTIFICATE)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
