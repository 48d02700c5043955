#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_api_key
short_description: Manage API keys of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates and removes API keys of the user whose key the task uses.
  - Dokploy shows a key once, when it is created. The task that creates it returns it in RV(key). Use C(no_log=true), and store it in a
    vault.
  - Dokploy limits a key to ten requests a day by default, and counts each request twice. The module creates keys without a rate
    limit, unless the task sets one.
  - A key that exists already is adopted. Dokploy cannot change a key, so the task fails where an option differs.
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
      - Name of the API key, of at most 32 characters. Required, unless O(api_key_id) is given.
      - The task fails where several have this name, and lists their IDs.
    type: str
  api_key_id:
    description:
      - ID of the API key, instead of its name. With O(name), the task fails where the API key has another name.
    type: str
  # generated: state of a record: API key
  state:
    description:
      - V(present) creates the API key where it does not exist, and changes the options that the task sets.
      - V(absent) removes it. The task changes nothing where it does not exist.
    type: str
    choices: [present, absent]
    default: present
  # end of generated
  prefix:
    description:
      - Text that the key begins with. It is used at creation only.
    type: str
  expires_in_days:
    description:
      - Number of days after which the key expires, at least V(1). Without it, the key does not expire. It is used at creation only.
    type: int
  rate_limit_enabled:
    description:
      - "Limit the number of requests. Default: V(false). It is used at creation only."
    type: bool
  rate_limit_max:
    description:
      - Number of requests in O(rate_limit_time_window). Dokploy counts each request twice. It is used at creation only.
    type: int
  rate_limit_time_window:
    description:
      - Duration in milliseconds to which O(rate_limit_max) applies. It is used at creation only.
    type: int
  remaining:
    description:
      - Number of requests after which Dokploy removes the key, each counted twice. It is used at creation only.
    type: int
  refill_amount:
    description:
      - Number of requests that Dokploy adds after each O(refill_interval). It is used at creation only.
    type: int
  refill_interval:
    description:
      - Duration in milliseconds between two refills. It is used at creation only.
    type: int
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_api_key_info
"""

EXAMPLES = r"""
---
- name: Ensure the API key of the pipeline exists
  community.dokploy.dokploy_api_key:
    name: ansible
    expires_in_days: 90
  register: made
  no_log: true

- name: Remove the key
  community.dokploy.dokploy_api_key:
    name: ansible
    state: absent
"""

RETURN = r"""
---
api_key:
  description:
    - API key after the task, or as it would be in check mode, without its secrets. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
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
    # generated: values of api_key
    prefix:
      description: Value of O(prefix).
      type: str
      returned: always
      sample: text
    expires_in_days:
      description: Value of O(expires_in_days).
      type: str
      returned: always
      sample: text
    rate_limit_enabled:
      description: Value of O(rate_limit_enabled).
      type: bool
      returned: always
      sample: true
    rate_limit_max:
      description: Value of O(rate_limit_max).
      type: int
      returned: always
      sample: 1
    rate_limit_time_window:
      description: Value of O(rate_limit_time_window).
      type: int
      returned: always
      sample: 1
    remaining:
      description: Value of O(remaining).
      type: int
      returned: always
      sample: 1
    refill_amount:
      description: Value of O(refill_amount).
      type: int
      returned: always
      sample: 1
    refill_interval:
      description: Value of O(refill_interval).
      type: int
      returned: always
      sample: 1
    # end of generated
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
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, name: ansible}
key:
  description: The key itself. It is secret, and Dokploy never shows it again.
  type: str
  returned: when the task creates it
  sample: VALUE_OMITTED
# generated: results of a record: create api_key
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create api_key]
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
from ansible_collections.community.dokploy.plugins.module_utils._resources.api_key import API_KEY

DEFINITION = resource_module(API_KEY)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
