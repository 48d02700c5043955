#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_bootstrap
short_description: Set up a new Dokploy server for automation
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Makes a newly installed Dokploy usable without a browser. The module waits until the server answers, creates the first administrator, sets the
    name of the organization, and creates an API key without a rate limit.
  - On a server that has an administrator, the module signs in with O(email) and O(password) and changes only what differs. With O(api_key), it
    uses this key and does not sign in.
  - Dokploy shows an API key only once. RV(key) contains it in the run that creates it. Save it to a vault in the same play.
attributes:
  check_mode:
    support: partial
    details:
      - In check mode the module does not sign in. On a server that has an administrator it predicts changes only with O(api_key), and
        RV(unverified) lists the rest.
  diff_mode:
    support: full
  idempotent:
    support: full
    details:
      - With O(replace_key=true) and without a working O(api_key), each run replaces the key.
  async:
    support: full
options:
  email:
    description:
      - E-mail address of the administrator.
    type: str
    required: true
  password:
    description:
      - Password of the administrator. Dokploy requires at least 8 characters.
      - The module does not change the password of an administrator that exists.
    type: str
    required: true
  first_name:
    description:
      - First name of the administrator. Used only when the module creates the administrator.
    type: str
    default: Admin
  last_name:
    description:
      - Last name of the administrator. Used only when the module creates the administrator.
    type: str
    default: ""
  organization:
    description:
      - Name of the organization. Dokploy names the first one V(My Organization).
      - Without this option the module keeps the name.
    type: str
  key_name:
    description:
      - Name of the API key, with at most 32 characters. The module creates the key unless the user has a key of this name.
    type: str
    default: ansible
  replace_key:
    description:
      - Create a new API key where a key with O(key_name) exists, and remove the old one. Use it when the old key is lost.
    type: bool
    default: false
  wait_timeout:
    description:
      - Maximum time in seconds to wait until the server answers and the sign-up has finished.
      - During the sign-up Dokploy asks the internet for the public address of the server. Without internet access this takes several minutes.
    type: int
    default: 600
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - O(api_key) is optional here. Where Dokploy refuses it, the module warns and signs in.
  - The module cannot sign in for a user with two-factor authentication. It requires O(api_key) then.
  - Dokploy limits sign-in and sign-up to three requests in ten seconds for each address. The module waits and repeats the request.
seealso:
  - module: community.dokploy.dokploy_api_key
  - module: community.dokploy.dokploy_organization
  - module: community.dokploy.dokploy_settings
"""

EXAMPLES = r"""
---
- name: Set up a new server
  community.dokploy.dokploy_bootstrap:
    api_url: http://192.0.2.10:3000
    email: admin@example.com
    password: "{{ vault_dokploy_password }}"
    organization: Example
  register: bootstrap
  no_log: true

- name: Save the new API key for the next plays
  ansible.builtin.copy:
    content: |
      vault_dokploy_api_key: {{ bootstrap.key }}
    dest: "{{ inventory_dir }}/group_vars/all/dokploy_key.yml"
    mode: "0600"
  delegate_to: localhost
  when: bootstrap.key is not none
  no_log: true

- name: Create another API key where the old one is lost
  community.dokploy.dokploy_bootstrap:
    api_url: http://192.0.2.10:3000
    email: admin@example.com
    password: "{{ vault_dokploy_password }}"
    replace_key: true
  register: bootstrap
  no_log: true
"""

RETURN = r"""
---
key:
  description:
    - The new API key. V(null) where the module created none.
    - Dokploy shows it only this once.
  type: str
  returned: always
  sample: VALUE_OF_THE_NEW_KEY
key_id:
  description: ID of the API key with O(key_name). V(null) in check mode, and where the module uses O(api_key).
  type: str
  returned: always
  sample: mTcY8QxZ1LkP0nVwR5sJd
user:
  description: The administrator. V(null) in check mode without a working O(api_key).
  type: dict
  returned: always
  contains:
    id:
      description: ID of the user.
      type: str
      returned: success
      sample: Z5245GOUigkAisHy4ZExbTKDFZip3bVL
    email:
      description: E-mail address of the user.
      type: str
      returned: success
      sample: admin@example.com
    role:
      description: Role of the user in the organization.
      type: str
      returned: success
      sample: owner
  sample: {id: Z5245GOUigkAisHy4ZExbTKDFZip3bVL, email: admin@example.com, role: owner}
organization:
  description: The organization of the user. V(null) in check mode without a working O(api_key).
  type: dict
  returned: always
  contains:
    id:
      description: ID of the organization.
      type: str
      returned: success
      sample: ytS5fKRN_LCtolu_5EYcW
    name:
      description: Name of the organization.
      type: str
      returned: success
      sample: Example
  sample: {id: ytS5fKRN_LCtolu_5EYcW, name: Example}
version:
  description: Version of the server, read with the API key. V(null) where the module neither created a key nor used O(api_key).
  type: str
  returned: always
  sample: v0.30.2
# generated: results of dokploy_application: actions
actions:
  description: Actions of the task in order, or in check mode the actions of a real run.
  type: list
  elements: str
  returned: always
  sample: [create administrator, rename organization, create api_key]
# end of generated
previous:
  description: Previous values of the options that the task changed.
  type: dict
  returned: always
  sample: {organization: My Organization}
unverified:
  description: Options that check mode could not compare.
  type: list
  elements: str
  returned: always
  sample: []
# generated: results of dokploy_application: next_step
next_step:
  description: Suggestion for solving a failure. Empty without a failure, or where the module knows none.
  type: str
  returned: always
  sample: Set email and password to those of its administrator, or set api_key.
# end of generated
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._operations.bootstrap import bootstrap_module

DEFINITION = bootstrap_module()


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
