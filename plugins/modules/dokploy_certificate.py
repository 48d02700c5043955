#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_certificate
short_description: Manage certificates of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates, changes, renames, and removes TLS certificates that Traefik serves, in addition to those that it obtains itself.
  - The module checks that the values are in PEM format, because Dokploy stores any text.
  - Only the options that the task sets are changed. A certificate that exists already is adopted.
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
      - Name of the certificate. Required, unless O(certificate_id) is given.
      - The task fails where several have this name, and lists their IDs.
    type: str
  certificate_id:
    description:
      - ID of the certificate, instead of its name. With O(name), the task fails where the certificate has another name.
    type: str
  # generated: state of a record: certificate
  state:
    description:
      - V(present) creates the certificate where it does not exist, and changes the options that the task sets.
      - V(absent) removes it. The task changes nothing where it does not exist.
    type: str
    choices: [present, absent]
    default: present
  # end of generated
  certificate:
    description:
      - The certificate in PEM format, followed by the certificates of its issuers. Required to create it.
    type: str
  private_key:
    description:
      - The private key in PEM format. Required to create the certificate. It is compared with the saved one, and never returned.
    type: str
  auto_renew:
    description:
      - Mark the certificate for automatic renewal. Dokploy saves the mark at creation, and cannot change it later.
    type: bool
  server:
    description:
      - Name or ID of the remote server whose Traefik serves the certificate. Dokploy cannot change it later.
    type: str
  rename_to:
    description:
      - New name of the certificate. The task fails where neither the old nor the new name exists.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - Dokploy v0.29.14 and later can change a certificate. On older servers the task fails where the certificate differs. Remove it and create it
    again.
seealso:
  - module: community.dokploy.dokploy_certificate_info
"""

EXAMPLES = r"""
---
- name: Ensure that Traefik serves the company's certificate
  community.dokploy.dokploy_certificate:
    name: Company wildcard
    certificate: "{{ lookup('ansible.builtin.file', 'wildcard.pem') }}"
    private_key: "{{ vault_wildcard_private_key }}"

- name: Remove the certificate
  community.dokploy.dokploy_certificate:
    name: Company wildcard
    state: absent
"""

RETURN = r"""
---
certificate:
  description:
    - Certificate after the task, or as it would be in check mode, without its secrets. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
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
    # generated: values of certificate
    certificate:
      description: Value of O(certificate).
      type: str
      returned: always
      sample: "-----BEGIN CERTIFICATE-----"
    auto_renew:
      description: Value of O(auto_renew).
      type: bool
      returned: always
      sample: false
    server:
      description: Value of O(server).
      type: str
      returned: always
      sample: ""
    # end of generated
    path:
      description: Name of its directory on the server.
      type: str
      returned: always
      sample: certificate-transmit-online-monitor-x1y2z3
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, name: Company wildcard}
# generated: results of a record: create certificate
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create certificate]
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
from ansible_collections.community.dokploy.plugins.module_utils._module.referring import referring_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.certificate import CERTIFICATE

DEFINITION = referring_module(CERTIFICATE)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
