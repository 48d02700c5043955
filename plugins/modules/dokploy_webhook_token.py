#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_webhook_token
short_description: Rotate the webhook token of an application or compose service of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates a new token for an application or a compose service of a Dokploy server, which is the secret part of its webhook URL.
  - The previous URL stops working immediately. All callers, such as a repository or a CI job, need the new URL.
  - The module changes nothing that runs, and deploys nothing.
attributes:
  check_mode:
    support: full
    details:
      - The module reports the change, but cannot predict the new token.
  diff_mode:
    support: full
  idempotent:
    support: none
    details:
      - A rotation is an event. Each run creates a new token, and reports a change.
  async:
    support: full
options:
  kind:
    description:
      - Kind of the service that the address names. Default is an application.
    type: str
    choices: [application, compose]
  compose_id:
    description:
      - ID of a compose service, instead of its names.
    type: str
  state:
    description:
      - V(rotated) creates a new token. It always reports a change, in check mode too.
    type: str
    choices: [rotated]
    default: rotated
  return_url:
    description:
      - Return RV(webhook_url). Everybody with this URL can deploy the service, so set C(no_log) on the task.
    type: bool
    default: false
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.addressing
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - Without O(return_url), the result contains no secrets.
  - The webhooks of GitHub's own app do not use this token.
seealso:
  - module: community.dokploy.dokploy_application
  - module: community.dokploy.dokploy_compose
  - ref: ansible_collections.community.dokploy.docsite.secrets
    description: Keep secrets out of playbooks, results, and logs.
"""

EXAMPLES = r"""
---
- name: Rotate the webhook token
  community.dokploy.dokploy_webhook_token:
    project: shop
    environment: production
    name: backend

- name: Rotate the webhook token of a compose service
  community.dokploy.dokploy_webhook_token:
    kind: compose
    project: shop
    environment: production
    name: wiki

- name: Rotate the webhook token and register the new URL
  community.dokploy.dokploy_webhook_token:
    project: shop
    environment: production
    name: backend
    return_url: true
  no_log: true
  register: rotated
"""

RETURN = r"""
---
application:
  description: The application. V(null) for a compose service, and where it was not found.
  type: dict
  returned: always
  # generated: identity of an application
  contains:
    id:
      description: Its ID.
      type: str
      returned: always
      sample: hdoihUG0FmYC8GdoFEc-1
    name:
      description: Its name.
      type: str
      returned: always
      sample: backend
    app_name:
      description: Full name of its Docker service.
      type: str
      returned: always
      sample: shop-backend-x1y2z3
    project:
      description: The name of its project.
      type: str
      returned: always
      sample: shop
    environment:
      description: The name of its environment.
      type: str
      returned: always
      sample: production
    status:
      description: Status that Dokploy shows for it.
      type: str
      returned: always
      sample: done
  sample:
    id: hdoihUG0FmYC8GdoFEc-1
    name: backend
    app_name: shop-backend-x1y2z3
    project: shop
    environment: production
    status: done
  # end of generated
compose:
  description: The compose service, with the same keys. V(null) for an application, and where it was not found.
  type: dict
  returned: always
  sample: null
webhook_url:
  description:
    - New URL of the webhook, composed of O(api_url) and the new token. It is secret.
    - Call it with C(POST).
  type: str
  returned: when O(return_url=true), but not in check mode
  sample: https://dokploy.example.com/api/deploy/V1StGXR8_Z5jdHi6B-myT
previous:
  description: Always empty. The previous token is secret.
  type: dict
  returned: always
  sample: {}
# generated: results of dokploy_application: actions
actions:
  description: Actions of the task in order, or in check mode the actions of a real run.
  type: list
  elements: str
  returned: always
  sample: [rotate webhook token]
# end of generated
# generated: results of dokploy_application_status: next_step
next_step:
  description: Suggestion for solving a failure. Empty without a failure, or where the module knows none.
  type: str
  returned: always
  sample: "Grant it to the key's user in Dokploy, or use an administrator's key."
# end of generated
# generated: candidates
candidates:
  description: The matches with their IDs, where a name has several.
  type: list
  elements: str
  returned: on failure, when a name has several matches
  sample: [hdoihUG0FmYC8GdoFEc-1 (shop/production), Zt8nLx4QvW2mKbY6cRd1s (shop/production)]
# end of generated
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.operation import operation_module
from ansible_collections.community.dokploy.plugins.module_utils._operations.webhook_token import RotateToken
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, RotateToken)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
