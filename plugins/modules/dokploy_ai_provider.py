#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_ai_provider
short_description: Manage AI providers of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates, changes, renames, and removes the AI providers of the organization, which Dokploy asks to explain logs and to suggest Compose files.
  - The module lets Dokploy ask the provider for a reply before it stores anything, on Dokploy v0.29.14 or later.
  - Only the options that the task sets are changed. An AI provider that exists already is adopted.
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
      - Name of the AI provider. Required, unless O(ai_id) is given.
      - The task fails where several have this name, and lists their IDs.
    type: str
  ai_id:
    description:
      - ID of the AI provider, instead of its name. With O(name), the task fails where the AI provider has another name.
    type: str
  # generated: state of a record: AI provider
  state:
    description:
      - V(present) creates the AI provider where it does not exist, and changes the options that the task sets.
      - V(absent) removes it. The task changes nothing where it does not exist.
    type: str
    choices: [present, absent]
    default: present
  # end of generated
  url:
    description:
      - Base URL of an API compatible with that of OpenAI, such as V(https://api.openai.com/v1). Required to create the AI provider.
    type: str
  provider_key:
    description:
      - API key of the provider. It is compared with the saved one, and never returned. An empty text clears it, for providers without keys.
    type: str
  model:
    description:
      - Name of the model. Required to create the AI provider.
    type: str
  enabled:
    description:
      - Offer the AI provider to the users. The default of a new one is V(true).
    type: bool
  test:
    description:
      - Let Dokploy ask the provider for a short reply before it stores URL, key, and model. The provider may charge for it.
    type: bool
    default: true
  rename_to:
    description:
      - New name of the AI provider. The task fails where neither the old nor the new name exists.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - Dokploy shows the keys of AI providers to each administrator.
  - Requires the API key of an administrator.
  - Where the organization allows certain URLs only, Dokploy refuses others, and also changes of an AI provider that has another.
seealso:
  - module: community.dokploy.dokploy_ai_provider_info
"""

EXAMPLES = r"""
---
- name: Ensure the company's AI provider exists
  community.dokploy.dokploy_ai_provider:
    name: Company models
    url: https://ai.example.com/v1
    provider_key: "{{ vault_ai_key }}"
    model: small-1

- name: Use another model
  community.dokploy.dokploy_ai_provider:
    name: Company models
    model: large-1

- name: Remove the AI provider
  community.dokploy.dokploy_ai_provider:
    name: Company models
    state: absent
"""

RETURN = r"""
---
ai_provider:
  description:
    - AI provider after the task, or as it would be in check mode, without its secrets. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
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
    # generated: values of ai_provider
    url:
      description: Value of O(url).
      type: str
      returned: always
      sample: https://ai.example.com/v1
    model:
      description: Value of O(model).
      type: str
      returned: always
      sample: small-1
    enabled:
      description: Value of O(enabled).
      type: bool
      returned: always
      sample: true
    # end of generated
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, name: Company models, model: small-1}
# generated: results of a record: create ai_provider
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create ai_provider]
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
from ansible_collections.community.dokploy.plugins.module_utils._resources.ai_provider import AI_PROVIDER

DEFINITION = resource_module(AI_PROVIDER)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
