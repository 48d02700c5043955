#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_forward_auth
short_description: Manage forward authentication of servers of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Sets, changes, and removes the authentication domain of a server, and deploys the proxy that signs users in with a provider of single sign-on.
  - Requires an enterprise license of Dokploy, also to read. Without a license the task fails before the first write, also in check mode.
  - Requires Dokploy v0.29.14 or later.
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
    details:
      - O(deploy=always) deploys the proxy in each task.
  async:
    support: full
options:
  server:
    description:
      - Name of the server of the type deploy. The default is the name that Dokploy's pages show for its own host.
    type: str
    default: Dokploy Server (local)
  # generated: state of a record: forward authentication
  state:
    description:
      - V(present) creates the forward authentication where it does not exist, and changes the options that the task sets.
      - V(absent) removes it. The task changes nothing where it does not exist.
    type: str
    choices: [present, absent]
    default: present
  # end of generated
  domain:
    description:
      - Domain of the sign-in page, such as V(auth.example.com). Required to create it.
      - Cookies are valid below the same parent domain, V(example.com), so the protected applications need a host there.
    type: str
  https:
    description:
      - "Serve the domain with HTTPS. Default: V(true)."
    type: bool
  certificate:
    description:
      - "Certificate of the domain. V(custom) requires O(certificate_resolver). Default: V(letsencrypt)."
    type: str
    choices: [none, letsencrypt, custom]
  certificate_resolver:
    description:
      - Name of a certificate resolver in the configuration of Traefik. An empty text clears it.
    type: str
  provider:
    description:
      - ID or domain of a provider of single sign-on with OIDC, from the page SSO of Dokploy. The module deploys the proxy with it where the proxy does
        not run.
      - Dokploy does not show the provider of a running proxy. Set O(deploy=always) once to change it.
    type: str
  deploy:
    description:
      - When to deploy the proxy with O(provider). V(missing) deploys it where it does not run. V(always) deploys it in each task.
    type: str
    choices: [missing, always]
    default: missing
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - V(absent) for O(state) removes the proxy, too. Applications whose domains use it cannot be reached until forward authentication is disabled for
    them.
  - Enable it for a domain with C(forwardAuth.enable) of M(community.dokploy.dokploy_api), once the proxy runs.
  - The recordings on which this module is based come from a server without a license. The calls that succeed with a license follow the source of
    Dokploy.
seealso:
  - module: community.dokploy.dokploy_forward_auth_info
  - module: community.dokploy.dokploy_api
"""

EXAMPLES = r"""
---
- name: Ensure users sign in at auth.example.com
  community.dokploy.dokploy_forward_auth:
    domain: auth.example.com
    certificate: letsencrypt
    provider: example.com

- name: Enable it for a domain of an application
  community.dokploy.dokploy_api:
    procedure: forwardAuth.enable
    body:
      domainId: hdoihUG0FmYC8GdoFEc-1

- name: Remove forward authentication from Dokploy's own host
  community.dokploy.dokploy_forward_auth:
    state: absent
"""

RETURN = r"""
---
forward_auth:
  description:
    - Forward authentication after the task, or as it would be in check mode. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
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
    # generated: values of forward_auth
    domain:
      description: Value of O(domain).
      type: str
      returned: always
      sample: auth.example.com
    https:
      description: Value of O(https).
      type: bool
      returned: always
      sample: true
    certificate:
      description: Value of O(certificate).
      type: str
      returned: always
      sample: letsencrypt
    certificate_resolver:
      description: Value of O(certificate_resolver).
      type: str
      returned: always
      sample: null
    # end of generated
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
  sample: {id: dokploy, name: Dokploy Server (local), domain: auth.example.com, https: true, certificate: letsencrypt, certificate_resolver: null,
           status: running, callback_url: https://auth.example.com/oauth2/callback}
# generated: results of a record: create forward_auth
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create forward_auth]
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
from ansible_collections.community.dokploy.plugins.module_utils._resources.forward_auth import FORWARD_AUTH

DEFINITION = resource_module(FORWARD_AUTH)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
