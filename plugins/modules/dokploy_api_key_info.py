#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_api_key_info
short_description: Get information about API keys of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists API keys, without their secrets.
  - The list is empty where nothing matches.
options:
  name:
    description:
      - Name of the API key. Without it, the module lists all of them.
    type: str
  api_key_id:
    description:
      - ID of one API key.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_api_key
"""

EXAMPLES = r"""
---
- name: List all API keys
  community.dokploy.dokploy_api_key_info:
  register: found

- name: Get information about one API key
  community.dokploy.dokploy_api_key_info:
    name: ansible
  register: found
"""

RETURN = r"""
---
api_keys:
  description: The API keys, without their secrets.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_api_key
    id:
      description: ID of the API key.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: ansible
    prefix:
      description: Value of O(community.dokploy.dokploy_api_key#module:prefix).
      type: str
      returned: always
      sample: text
    expires_in_days:
      description: Value of O(community.dokploy.dokploy_api_key#module:expires_in_days).
      type: str
      returned: always
      sample: text
    rate_limit_enabled:
      description: Value of O(community.dokploy.dokploy_api_key#module:rate_limit_enabled).
      type: bool
      returned: always
      sample: true
    rate_limit_max:
      description: Value of O(community.dokploy.dokploy_api_key#module:rate_limit_max).
      type: int
      returned: always
      sample: 1
    rate_limit_time_window:
      description: Value of O(community.dokploy.dokploy_api_key#module:rate_limit_time_window).
      type: int
      returned: always
      sample: 1
    remaining:
      description: Value of O(community.dokploy.dokploy_api_key#module:remaining).
      type: int
      returned: always
      sample: 1
    refill_amount:
      description: Value of O(community.dokploy.dokploy_api_key#module:refill_amount).
      type: int
      returned: always
      sample: 1
    refill_interval:
      description: Value of O(community.dokploy.dokploy_api_key#module:refill_interval).
      type: int
      returned: always
      sample: 1
    expires_at:
      description: When it expires. V(null) for a key that does not.
      type: str
      returned: always
      sample: "2027-01-01T00:00:00.000Z"
    start:
      description: Its first characters.
      type: str
      returned: always
      sample: abcdef
    # end of generated
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, name: ansible}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.record_info import record_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.api_key import API_KEY

DEFINITION = record_info_module(API_KEY)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
