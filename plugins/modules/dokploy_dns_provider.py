#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_dns_provider
short_description: Manage DNS providers of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates, changes, renames, and removes providers of DNS, with which Dokploy manages records. Requires Dokploy v0.30.0 or later.
  - Only the options that the task sets are changed. A provider that exists already is adopted.
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
  name:
    description:
      - Name of the DNS provider. Required, unless O(dns_provider_id) is given.
      - The task fails where several have this name, and lists their IDs.
    type: str
  dns_provider_id:
    description:
      - ID of the DNS provider, instead of its name. With O(name), the task fails where the DNS provider has another name.
    type: str
  # generated: state of a record: DNS provider
  state:
    description:
      - V(present) creates the DNS provider where it does not exist, and changes the options that the task sets.
      - V(absent) removes it. The task changes nothing where it does not exist.
    type: str
    choices: [present, absent]
    default: present
  # end of generated
  cloudflare:
    description:
      - Cloudflare.
    type: dict
    suboptions:
      api_token:
        description:
          - Token of the API. Required at creation.
        type: str
  route53:
    description:
      - Route 53 of AWS.
    type: dict
    suboptions:
      access_key_id:
        description:
          - ID of the access key. Required at creation.
        type: str
      secret_access_key:
        description:
          - Secret of the access key. Required at creation.
        type: str
  rename_to:
    description:
      - New name of the DNS provider. The task fails where neither the old nor the new name exists.
    type: str
  update_secrets:
    description:
      - Dokploy never shows the secrets of a DNS provider, so the module cannot compare them.
      - V(on_create) sends them when the module creates the DNS provider, and lists them in RV(unverified) later.
      - V(always) sends them in each run. The task then always reports a change.
    type: str
    choices: [on_create, always]
    default: on_create
  test:
    description:
      - Let Dokploy test the connection before it stores new values. The task fails where the test fails, and stores nothing.
      - Dokploy before v0.30.2 has no such test.
    type: bool
    default: true
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_dns_provider_info
"""

EXAMPLES = r"""
---
- name: Ensure that Dokploy can manage DNS records at Cloudflare
  community.dokploy.dokploy_dns_provider:
    name: company-dns
    cloudflare:
      api_token: "{{ vault_cloudflare_token }}"

- name: Remove the provider
  community.dokploy.dokploy_dns_provider:
    name: company-dns
    state: absent
"""

RETURN = r"""
---
dns_provider:
  description:
    - DNS provider after the task, or as it would be in check mode, without its secrets. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
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
    # generated: values of dns_provider
    route53:
      description: Options of O(route53).
      type: dict
      returned: when the DNS provider is of this type
      contains:
        access_key_id:
          description: Value of O(route53.access_key_id).
          type: str
          returned: when it is set
          sample: text
      sample: {}
    # end of generated
    type:
      description: Its type.
      type: str
      returned: always
      sample: cloudflare
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, name: company-dns}
# generated: results of a record: create dns_provider
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create dns_provider]
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
from ansible_collections.community.dokploy.plugins.module_utils._resources.dns_provider import DNS_PROVIDER

DEFINITION = resource_module(DNS_PROVIDER)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
