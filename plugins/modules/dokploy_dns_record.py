#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_dns_record
short_description: Manage DNS records of DNS providers of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates, changes, and removes A and CNAME records in a zone of a DNS provider.
  - Only the options that the task sets are changed. A record that exists already is adopted. The module does not change other types of records.
  - Requires Dokploy v0.30.2 or later.
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
  async:
    support: full
options:
  provider:
    description:
      - Name or ID of the DNS provider. Required.
    type: str
  zone:
    description:
      - Name or ID of the zone, such as V(example.com). Required.
    type: str
  name:
    description:
      - Full name of the record, such as V(www.example.com). Required, unless O(record_id) is given.
      - The task fails where several have this name, and lists their IDs.
    type: str
  record_id:
    description:
      - ID of the record, instead of its name. With O(name), the task fails where the record has another name.
    type: str
  # generated: state of a record: DNS record
  state:
    description:
      - V(present) creates the DNS record where it does not exist, and changes the options that the task sets.
      - V(absent) removes it. The task changes nothing where it does not exist.
    type: str
    choices: [present, absent]
    default: present
  # end of generated
  type:
    description:
      - Type of the record. Required to create it.
    type: str
    choices: [A, CNAME]
  content:
    description:
      - IPv4 address of an A record, or name of a CNAME record. Required to create it.
    type: str
  ttl:
    description:
      - Time to live in seconds. Default is that of the provider, V(1) (automatic) at Cloudflare and 300 at Route 53.
    type: int
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - An update at Cloudflare resets properties that Dokploy does not know, such as the proxy and comments.
  - A set of several A records of one name at Route 53 is one record there, and an update replaces the whole set.
seealso:
  - module: community.dokploy.dokploy_dns_record_info
  - module: community.dokploy.dokploy_dns_provider
"""

EXAMPLES = r"""
---
- name: Ensure the shop has an address
  community.dokploy.dokploy_dns_record:
    provider: company-dns
    zone: example.com
    name: shop.example.com
    type: A
    content: 192.0.2.10
    ttl: 300

- name: Remove the record
  community.dokploy.dokploy_dns_record:
    provider: company-dns
    zone: example.com
    name: shop.example.com
    state: absent
"""

RETURN = r"""
---
dns_record:
  description:
    - DNS record after the task, or as it would be in check mode. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
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
    # generated: values of dns_record
    type:
      description: Value of O(type).
      type: str
      returned: always
      sample: A
    content:
      description: Value of O(content).
      type: str
      returned: always
      sample: 192.0.2.10
    ttl:
      description: Value of O(ttl).
      type: int
      returned: always
      sample: 300
    # end of generated
  sample: {id: 372e67954025e0ba6aaa6d586b9e0b59, name: shop.example.com, type: A, content: 192.0.2.10, ttl: 300}
# generated: results of a record: create dns_record
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create dns_record]
previous:
  description: Previous values of the options that the task changed. Of secret dictionaries, only the names that were added, removed, and changed.
  type: dict
  returned: always
  sample: {}
unverified:
  description: Options that the module could not compare.
  type: list
  elements: str
  returned: always
  sample: []
next_step:
  description: What to do about a failure. Empty where nothing is known.
  type: str
  returned: always
  sample: ""
candidates:
  description: IDs of the records that have the name.
  type: list
  elements: str
  returned: on failure, when several have the name
  sample: [mTcY8QxZ1LkP0nVwR5sJd]
# end of generated
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.resource import resource_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.dns_record import DNS_RECORD

DEFINITION = resource_module(DNS_RECORD)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
