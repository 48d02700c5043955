#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_vault_provider
short_description: Manage vault providers of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates, changes, renames, and removes providers of secrets, to which variables refer as V(${{vault.NAME.SECRET}}). Requires Dokploy
    v0.30.0 or later.
  - The module lets Dokploy test the connection before it stores new values.
  - Only the options that the task sets are changed. A provider that exists already is adopted.
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
      - Name of the vault provider. Required, unless O(vault_provider_id) is given.
      - The task fails where several have this name, and lists their IDs.
    type: str
  vault_provider_id:
    description:
      - ID of the vault provider, instead of its name. With O(name), the task fails where the vault provider has another name.
    type: str
  # generated: state of a record: vault provider
  state:
    description:
      - V(present) creates the vault provider where it does not exist, and changes the options that the task sets.
      - V(absent) removes it. The task changes nothing where it does not exist.
    type: str
    choices: [present, absent]
    default: present
  # end of generated
  # generated: force of a record: vault provider
  force:
    description:
      - Whether O(state=absent) also removes the vault provider if it is used.
      - Without it, the task fails while something uses it, and lists the users in RV(used_by).
    type: bool
    default: false
  # end of generated
  assignments:
    description:
      - Projects whose services may use the provider. The list replaces all assignments. An empty list removes them.
    type: list
    elements: dict
    suboptions:
      project:
        description:
          - Name or ID of the project.
        type: str
        required: true
      environments:
        description:
          - Names or IDs of its environments. Without it, all environments.
        type: list
        elements: str
  hashicorp:
    description:
      - A vault of HashiCorp.
    type: dict
    suboptions:
      url:
        description:
          - Address of the vault. Required at creation.
        type: str
      token:
        description:
          - Token. Required at creation.
        type: str
      namespace:
        description:
          - Namespace. An empty text clears it.
        type: str
      mount:
        description:
          - "Mount of the secrets. Dokploy's default is V(secret)."
        type: str
  infisical:
    description:
      - Infisical.
    type: dict
    suboptions:
      site_url:
        description:
          - Address of the service.
        type: str
      client_id:
        description:
          - ID of the client. Required at creation.
        type: str
      client_secret:
        description:
          - Secret of the client. Required at creation.
        type: str
      project_id:
        description:
          - ID of the project at the provider. Required at creation.
        type: str
      environment_slug:
        description:
          - Slug of the environment at the provider. Required at creation.
        type: str
      secret_path:
        description:
          - "Path of the secrets. Dokploy's default is V(/)."
        type: str
  aws:
    description:
      - AWS Secrets Manager.
    type: dict
    suboptions:
      region:
        description:
          - Region of the provider.
        type: str
      # generated: options of dokploy_dns_provider: cloudflare.access_key_id, cloudflare.secret_access_key
      access_key_id:
        description:
          - ID of the access key. Required at creation.
        type: str
      secret_access_key:
        description:
          - Secret of the access key. Required at creation.
        type: str
      # end of generated
      endpoint:
        description:
          - Another address of the service. An empty text clears it.
        type: str
  doppler:
    description:
      - Doppler.
    type: dict
    suboptions:
      service_token:
        description:
          - Service token. Required at creation.
        type: str
      project:
        description:
          - Project at the provider.
        type: str
      config:
        description:
          - Configuration at the provider.
        type: str
  azure:
    description:
      - Azure Key Vault.
    type: dict
    suboptions:
      vault_uri:
        description:
          - Address of the vault. Required at creation.
        type: str
      tenant_id:
        description:
          - ID of the tenant. Required at creation.
        type: str
      client_id:
        description:
          - ID of the client. Required at creation.
        type: str
      client_secret:
        description:
          - Secret of the client. Required at creation.
        type: str
  scaleway:
    description:
      - Secret Manager of Scaleway.
    type: dict
    suboptions:
      region:
        description:
          - Region of the provider.
        type: str
      project_id:
        description:
          - ID of the project at the provider. Required at creation.
        type: str
      secret_key:
        description:
          - Secret key. Required at creation.
        type: str
      api_url:
        description:
          - Address of the API.
        type: str
  rename_to:
    description:
      - New name of the vault provider. The task fails where neither the old nor the new name exists.
    type: str
  update_secrets:
    description:
      - Dokploy never shows the secrets of a vault provider, so the module cannot compare them.
      - V(on_create) sends them when the module creates the vault provider, and lists them in RV(unverified) later.
      - V(always) sends them in each run. The task then always reports a change.
    type: str
    choices: [on_create, always]
    default: on_create
  # generated: options of dokploy_destination: test
  test:
    description:
      - Let Dokploy test the connection before it stores new values. The task fails where the test fails, and stores nothing.
    type: bool
    default: true
  # end of generated
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - Dokploy removes a provider that variables refer to, and the next deployment of these services fails. The module refuses this without O(force).
seealso:
  - module: community.dokploy.dokploy_vault_provider_info
"""

EXAMPLES = r"""
---
- name: Ensure that the shop can use the company's vault
  community.dokploy.dokploy_vault_provider:
    name: company-vault
    hashicorp:
      url: https://vault.example.com
      token: "{{ vault_hashicorp_token }}"
    assignments:
      - project: shop
        environments: [production]

- name: Replace the token
  community.dokploy.dokploy_vault_provider:
    name: company-vault
    hashicorp:
      token: "{{ vault_hashicorp_token }}"
    update_secrets: always

- name: Remove the provider
  community.dokploy.dokploy_vault_provider:
    name: company-vault
    state: absent
"""

RETURN = r"""
---
vault_provider:
  description:
    - Vault provider after the task, or as it would be in check mode, without its secrets. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
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
    # generated: values of vault_provider
    assignments:
      description: Value of O(assignments).
      type: list
      elements: dict
      returned: always
      sample: []
    hashicorp:
      description: Options of O(hashicorp).
      type: dict
      returned: when the vault provider is of this type
      contains:
        url:
          description: Value of O(hashicorp.url).
          type: str
          returned: when it is set
          sample: text
        namespace:
          description: Value of O(hashicorp.namespace).
          type: str
          returned: when it is set
          sample: text
        mount:
          description: Value of O(hashicorp.mount).
          type: str
          returned: when it is set
          sample: text
      sample: {}
    infisical:
      description: Options of O(infisical).
      type: dict
      returned: when the vault provider is of this type
      contains:
        site_url:
          description: Value of O(infisical.site_url).
          type: str
          returned: when it is set
          sample: text
        client_id:
          description: Value of O(infisical.client_id).
          type: str
          returned: when it is set
          sample: text
        project_id:
          description: Value of O(infisical.project_id).
          type: str
          returned: when it is set
          sample: text
        environment_slug:
          description: Value of O(infisical.environment_slug).
          type: str
          returned: when it is set
          sample: text
        secret_path:
          description: Value of O(infisical.secret_path).
          type: str
          returned: when it is set
          sample: text
      sample: {}
    aws:
      description: Options of O(aws).
      type: dict
      returned: when the vault provider is of this type
      contains:
        region:
          description: Value of O(aws.region).
          type: str
          returned: when it is set
          sample: text
        access_key_id:
          description: Value of O(aws.access_key_id).
          type: str
          returned: when it is set
          sample: text
        endpoint:
          description: Value of O(aws.endpoint).
          type: str
          returned: when it is set
          sample: text
      sample: {}
    doppler:
      description: Options of O(doppler).
      type: dict
      returned: when the vault provider is of this type
      contains:
        project:
          description: Value of O(doppler.project).
          type: str
          returned: when it is set
          sample: text
        config:
          description: Value of O(doppler.config).
          type: str
          returned: when it is set
          sample: text
      sample: {}
    azure:
      description: Options of O(azure).
      type: dict
      returned: when the vault provider is of this type
      contains:
        vault_uri:
          description: Value of O(azure.vault_uri).
          type: str
          returned: when it is set
          sample: text
        tenant_id:
          description: Value of O(azure.tenant_id).
          type: str
          returned: when it is set
          sample: text
        client_id:
          description: Value of O(azure.client_id).
          type: str
          returned: when it is set
          sample: text
      sample: {}
    scaleway:
      description: Options of O(scaleway).
      type: dict
      returned: when the vault provider is of this type
      contains:
        region:
          description: Value of O(scaleway.region).
          type: str
          returned: when it is set
          sample: text
        project_id:
          description: Value of O(scaleway.project_id).
          type: str
          returned: when it is set
          sample: text
        api_url:
          description: Value of O(scaleway.api_url).
          type: str
          returned: when it is set
          sample: text
      sample: {}
    # end of generated
    type:
      description: Its type.
      type: str
      returned: always
      sample: hashicorp
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, name: company-vault}
# generated: users of a record: vault provider
used_by:
  description: What uses the vault provider that the task removes, or does not remove for that reason.
  type: list
  elements: str
  returned: when O(state=absent) and it exists
  sample: [application shop/production/backend]
# end of generated
# generated: results of a record: create vault_provider
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create vault_provider]
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
from ansible_collections.community.dokploy.plugins.module_utils._resources.vault_provider import VAULT_PROVIDER

DEFINITION = resource_module(VAULT_PROVIDER)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
