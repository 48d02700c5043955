#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_dns_record_info
short_description: Get information about DNS records of DNS providers of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists DNS records.
  - The list is empty where nothing matches.
options:
  # generated: options of dokploy_dns_record: provider, zone
  provider:
    description:
      - Name or ID of the DNS provider. Required.
    type: str
  zone:
    description:
      - Name or ID of the zone, such as V(example.com). Required.
    type: str
  # end of generated
  name:
    description:
      - Full name of the record, such as V(www.example.com). Without it, the module lists all of them.
    type: str
  # generated: options of dokploy_dns_record: record_id
  record_id:
    description:
      - ID of the record, instead of its name. With O(name), the task fails where the record has another name.
    type: str
  # end of generated
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_dns_record
"""

EXAMPLES = r"""
---
- name: List the DNS records of a zone
  community.dokploy.dokploy_dns_record_info:
    provider: company-dns
    zone: example.com
  register: found
"""

RETURN = r"""
---
dns_records:
  description: The DNS records.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_dns_record
    id:
      description: ID of the record.
      type: str
      returned: when it exists
      sample: 372e67954025e0ba6aaa6d586b9e0b59
    name:
      description: Its name.
      type: str
      returned: always
      sample: shop.example.com
    type:
      description: Value of O(community.dokploy.dokploy_dns_record#module:type).
      type: str
      returned: always
      sample: A
    content:
      description: Value of O(community.dokploy.dokploy_dns_record#module:content).
      type: str
      returned: always
      sample: 192.0.2.10
    ttl:
      description: Value of O(community.dokploy.dokploy_dns_record#module:ttl).
      type: int
      returned: always
      sample: 300
    # end of generated
  sample: [{id: 372e67954025e0ba6aaa6d586b9e0b59, name: shop.example.com, type: A, content: 192.0.2.10, ttl: 300}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.record_info import record_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.dns_record import DNS_RECORD

DEFINITION = record_info_module(DNS_RECORD)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
