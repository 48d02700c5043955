#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_git_provider_info
short_description: Get information about Git providers of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists Git providers, without their secrets.
  - The list is empty where nothing matches.
options:
  name:
    description:
      - Name of the Git provider. Without it, the module lists all of them.
    type: str
  # generated: options of dokploy_git_provider: git_provider_id
  git_provider_id:
    description:
      - ID of the Git provider, instead of its name. With O(name), the task fails where the Git provider has another name.
    type: str
  # end of generated
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_git_provider
"""

EXAMPLES = r"""
---
- name: List all Git providers
  community.dokploy.dokploy_git_provider_info:
  register: found

- name: Ensure GitHub was authorized
  community.dokploy.dokploy_git_provider_info:
    name: Company GitHub
  register: github
  failed_when: not (github.git_providers | map(attribute='authorized') | first)
"""

RETURN = r"""
---
git_providers:
  description: The Git providers, without their secrets.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_git_provider
    id:
      description: ID of the Git provider.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: Company GitLab
    gitlab:
      description: Options of O(community.dokploy.dokploy_git_provider#module:gitlab).
      type: dict
      returned: when the Git provider is of this type
      contains:
        url:
          description: Value of O(community.dokploy.dokploy_git_provider#module:gitlab.url).
          type: str
          returned: when it is set
          sample: https://gitlab.example.com
        internal_url:
          description: Value of O(community.dokploy.dokploy_git_provider#module:gitlab.internal_url).
          type: str
          returned: when it is set
          sample: ""
        application_id:
          description: Value of O(community.dokploy.dokploy_git_provider#module:gitlab.application_id).
          type: str
          returned: when it is set
          sample: 0123456789abcdef
        group:
          description: Value of O(community.dokploy.dokploy_git_provider#module:gitlab.group).
          type: str
          returned: when it is set
          sample: shop
        redirect_uri:
          description: Value of O(community.dokploy.dokploy_git_provider#module:gitlab.redirect_uri).
          type: str
          returned: when it is set
          sample: https://dokploy.example.com/api/providers/gitlab/callback
      sample: {url: https://gitlab.example.com, application_id: 0123456789abcdef, group: shop}
    gitea:
      description: Options of O(community.dokploy.dokploy_git_provider#module:gitea).
      type: dict
      returned: when the Git provider is of this type
      contains:
        url:
          description: Value of O(community.dokploy.dokploy_git_provider#module:gitea.url).
          type: str
          returned: when it is set
          sample: https://gitea.example.com
        internal_url:
          description: Value of O(community.dokploy.dokploy_git_provider#module:gitea.internal_url).
          type: str
          returned: when it is set
          sample: ""
        client_id:
          description: Value of O(community.dokploy.dokploy_git_provider#module:gitea.client_id).
          type: str
          returned: when it is set
          sample: 0123456789abcdef
        redirect_uri:
          description: Value of O(community.dokploy.dokploy_git_provider#module:gitea.redirect_uri).
          type: str
          returned: when it is set
          sample: https://dokploy.example.com/api/providers/gitea/callback
      sample: {url: https://gitea.example.com, client_id: 0123456789abcdef}
    bitbucket:
      description: Options of O(community.dokploy.dokploy_git_provider#module:bitbucket).
      type: dict
      returned: when the Git provider is of this type
      contains:
        username:
          description: Value of O(community.dokploy.dokploy_git_provider#module:bitbucket.username).
          type: str
          returned: when it is set
          sample: ada
        email:
          description: Value of O(community.dokploy.dokploy_git_provider#module:bitbucket.email).
          type: str
          returned: when it is set
          sample: ada@example.com
        workspace:
          description: Value of O(community.dokploy.dokploy_git_provider#module:bitbucket.workspace).
          type: str
          returned: when it is set
          sample: shop
      sample: {username: ada, workspace: shop}
    type:
      description: V(gitlab), V(gitea), V(bitbucket), or V(github).
      type: str
      returned: always
      sample: gitlab
    authorized:
      description: Whether a person has authorized it. V(true) for Bitbucket, which needs no authorization.
      type: bool
      returned: always
      sample: true
    shared:
      description: Value of O(community.dokploy.dokploy_git_provider#module:shared).
      type: bool
      returned: always
      sample: false
    # end of generated
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, name: Company GitLab, type: gitlab, authorized: true}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.record_info import record_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.git_provider import GIT_PROVIDER

DEFINITION = record_info_module(GIT_PROVIDER)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
