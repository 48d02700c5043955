#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_dns_provider_info
short_description: Get information about DNS providers of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists DNS providers, without their secrets.
  - The list is empty where nothing matches.
options:
  name:
    description:
      - Name of the DNS provider. Without it, the module lists all of them.
    type: str
  dns_provider_id:
    description:
      - ID of one DNS provider.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_dns_provider
"""

EXAMPLES = r"""
---
- name: List all DNS providers
  community.dokploy.dokploy_dns_provider_info:
  register: found

- name: Get information about one DNS provider
  community.dokploy.dokploy_dns_provider_info:
    name: company-dns
  register: found
"""

RETURN = r"""
---
dns_providers:
  description: The DNS providers, without their secrets.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_dns_provider
    id:
      description: ID of the DNS provider.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: company-dns
    route53:
      description: Options of O(community.dokploy.dokploy_dns_provider#module:route53).
      type: dict
      returned: when the DNS provider is of this type
      contains:
        access_key_id:
          description: Value of O(community.dokploy.dokploy_dns_provider#module:route53.access_key_id).
          type: str
          returned: when it is set
          sample: text
      sample: {}
    type:
      description: Its type.
      type: str
      returned: always
      sample: cloudflare
    # end of generated
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, name: company-dns}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.record_info import record_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.dns_provider import DNS_PROVIDER

DEFINITION = record_info_module(DNS_PROVIDER)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
