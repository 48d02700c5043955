#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_vault_provider_info
short_description: Get information about vault providers of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists vault providers, without their secrets.
  - The list is empty where nothing matches.
options:
  name:
    description:
      - Name of the vault provider. Without it, the module lists all of them.
    type: str
  vault_provider_id:
    description:
      - ID of one vault provider.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_vault_provider
"""

EXAMPLES = r"""
---
- name: List all vault providers
  community.dokploy.dokploy_vault_provider_info:
  register: found

- name: Get information about one vault provider
  community.dokploy.dokploy_vault_provider_info:
    name: company-vault
  register: found
"""

RETURN = r"""
---
vault_providers:
  description: The vault providers, without their secrets.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_vault_provider
    id:
      description: ID of the vault provider.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: company-vault
    assignments:
      description: Value of O(community.dokploy.dokploy_vault_provider#module:assignments).
      type: list
      elements: dict
      returned: always
      sample: []
    hashicorp:
      description: Options of O(community.dokploy.dokploy_vault_provider#module:hashicorp).
      type: dict
      returned: when the vault provider is of this type
      contains:
        url:
          description: Value of O(community.dokploy.dokploy_vault_provider#module:hashicorp.url).
          type: str
          returned: when it is set
          sample: text
        namespace:
          description: Value of O(community.dokploy.dokploy_vault_provider#module:hashicorp.namespace).
          type: str
          returned: when it is set
          sample: text
        mount:
          description: Value of O(community.dokploy.dokploy_vault_provider#module:hashicorp.mount).
          type: str
          returned: when it is set
          sample: text
      sample: {}
    infisical:
      description: Options of O(community.dokploy.dokploy_vault_provider#module:infisical).
      type: dict
      returned: when the vault provider is of this type
      contains:
        site_url:
          description: Value of O(community.dokploy.dokploy_vault_provider#module:infisical.site_url).
          type: str
          returned: when it is set
          sample: text
        client_id:
          description: Value of O(community.dokploy.dokploy_vault_provider#module:infisical.client_id).
          type: str
          returned: when it is set
          sample: text
        project_id:
          description: Value of O(community.dokploy.dokploy_vault_provider#module:infisical.project_id).
          type: str
          returned: when it is set
          sample: text
        environment_slug:
          description: Value of O(community.dokploy.dokploy_vault_provider#module:infisical.environment_slug).
          type: str
          returned: when it is set
          sample: text
        secret_path:
          description: Value of O(community.dokploy.dokploy_vault_provider#module:infisical.secret_path).
          type: str
          returned: when it is set
          sample: text
      sample: {}
    aws:
      description: Options of O(community.dokploy.dokploy_vault_provider#module:aws).
      type: dict
      returned: when the vault provider is of this type
      contains:
        region:
          description: Value of O(community.dokploy.dokploy_vault_provider#module:aws.region).
          type: str
          returned: when it is set
          sample: text
        access_key_id:
          description: Value of O(community.dokploy.dokploy_vault_provider#module:aws.access_key_id).
          type: str
          returned: when it is set
          sample: text
        endpoint:
          description: Value of O(community.dokploy.dokploy_vault_provider#module:aws.endpoint).
          type: str
          returned: when it is set
          sample: text
      sample: {}
    doppler:
      description: Options of O(community.dokploy.dokploy_vault_provider#module:doppler).
      type: dict
      returned: when the vault provider is of this type
      contains:
        project:
          description: Value of O(community.dokploy.dokploy_vault_provider#module:doppler.project).
          type: str
          returned: when it is set
          sample: text
        config:
          description: Value of O(community.dokploy.dokploy_vault_provider#module:doppler.config).
          type: str
          returned: when it is set
          sample: text
      sample: {}
    azure:
      description: Options of O(community.dokploy.dokploy_vault_provider#module:azure).
      type: dict
      returned: when the vault provider is of this type
      contains:
        vault_uri:
          description: Value of O(community.dokploy.dokploy_vault_provider#module:azure.vault_uri).
          type: str
          returned: when it is set
          sample: text
        tenant_id:
          description: Value of O(community.dokploy.dokploy_vault_provider#module:azure.tenant_id).
          type: str
          returned: when it is set
          sample: text
        client_id:
          description: Value of O(community.dokploy.dokploy_vault_provider#module:azure.client_id).
          type: str
          returned: when it is set
          sample: text
      sample: {}
    scaleway:
      description: Options of O(community.dokploy.dokploy_vault_provider#module:scaleway).
      type: dict
      returned: when the vault provider is of this type
      contains:
        region:
          description: Value of O(community.dokploy.dokploy_vault_provider#module:scaleway.region).
          type: str
          returned: when it is set
          sample: text
        project_id:
          description: Value of O(community.dokploy.dokploy_vault_provider#module:scaleway.project_id).
          type: str
          returned: when it is set
          sample: text
        api_url:
          description: Value of O(community.dokploy.dokploy_vault_provider#module:scaleway.api_url).
          type: str
          returned: when it is set
          sample: text
      sample: {}
    type:
      description: Its type.
      type: str
      returned: always
      sample: hashicorp
    # end of generated
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, name: company-vault}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.record_info import record_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.vault_provider import VAULT_PROVIDER

DEFINITION = record_info_module(VAULT_PROVIDER)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
