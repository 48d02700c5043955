#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_forward_auth_info
short_description: Get information about forward authentication of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists the servers with an authentication domain.
  - The list is empty where nothing matches, and on a server without an enterprise license.
options:
  server:
    description:
      - Name of the server. The default is the name that Dokploy's pages show for its own host.
    type: str
    default: Dokploy Server (local)
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_forward_auth
"""

EXAMPLES = r"""
---
- name: Get information about forward authentication of Dokploy's own host
  community.dokploy.dokploy_forward_auth_info:
  register: found
"""

RETURN = r"""
---
forward_auths:
  description: The servers with an authentication domain.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_forward_auth
    id:
      description: ID of the server. V(dokploy) for Dokploy's own host.
      type: str
      returned: when it exists
      sample: dokploy
    name:
      description: Name of the server.
      type: str
      returned: always
      sample: Dokploy Server (local)
    domain:
      description: Value of O(community.dokploy.dokploy_forward_auth#module:domain).
      type: str
      returned: always
      sample: auth.example.com
    https:
      description: Value of O(community.dokploy.dokploy_forward_auth#module:https).
      type: bool
      returned: always
      sample: true
    certificate:
      description: Value of O(community.dokploy.dokploy_forward_auth#module:certificate).
      type: str
      returned: always
      sample: letsencrypt
    certificate_resolver:
      description: Value of O(community.dokploy.dokploy_forward_auth#module:certificate_resolver).
      type: str
      returned: always
      sample: null
    status:
      description: Whether the proxy is deployed, V(running) or V(stopped). V(unknown) where Dokploy could not ask the server.
      type: str
      returned: always
      sample: running
    callback_url:
      description: Address that the provider of single sign-on must allow as a redirect.
      type: str
      returned: always
      sample: https://auth.example.com/oauth2/callback
    # end of generated
  sample: [{id: dokploy, name: Dokploy Server (local), domain: auth.example.com, https: true, certificate: letsencrypt, certificate_resolver: null,
            status: running, callback_url: https://auth.example.com/oauth2/callback}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.record_info import record_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.forward_auth import FORWARD_AUTH

DEFINITION = record_info_module(FORWARD_AUTH)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
