#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_ai_provider_info
short_description: Get information about AI providers of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists AI providers, without their secrets.
  - The list is empty where nothing matches.
options:
  name:
    description:
      - Name of the AI provider. Without it, the module lists all of them.
    type: str
  # generated: options of dokploy_ai_provider: ai_id
  ai_id:
    description:
      - ID of the AI provider, instead of its name. With O(name), the task fails where the AI provider has another name.
    type: str
  # end of generated
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_ai_provider
"""

EXAMPLES = r"""
---
- name: List all AI providers
  community.dokploy.dokploy_ai_provider_info:
  register: found

- name: Get information about one AI provider
  community.dokploy.dokploy_ai_provider_info:
    name: Company models
  register: found
"""

RETURN = r"""
---
ai_providers:
  description: The AI providers, without their secrets.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_ai_provider
    id:
      description: ID of the AI provider.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: Company models
    url:
      description: Value of O(community.dokploy.dokploy_ai_provider#module:url).
      type: str
      returned: always
      sample: https://ai.example.com/v1
    model:
      description: Value of O(community.dokploy.dokploy_ai_provider#module:model).
      type: str
      returned: always
      sample: small-1
    enabled:
      description: Value of O(community.dokploy.dokploy_ai_provider#module:enabled).
      type: bool
      returned: always
      sample: true
    # end of generated
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, name: Company models, model: small-1}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.record_info import record_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.ai_provider import AI_PROVIDER

DEFINITION = record_info_module(AI_PROVIDER)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
