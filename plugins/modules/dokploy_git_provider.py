#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_git_provider
short_description: Manage Git providers of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates, changes, renames, and removes the Git providers GitLab, Gitea, and Bitbucket. Removes those of GitHub, too.
  - A person authorizes a GitLab or Gitea provider once in the browser. RV(authorized) reports whether that was done, and RV(authorize_url) is the page for it.
  - A GitHub provider can only be created manually, at Settings > Git of Dokploy. This module finds it by its name.
  - Only the options that the task sets are changed. A Git provider that exists already is adopted.
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
      - Name of the Git provider. Required, unless O(git_provider_id) is given.
      - The task fails where several have this name, and lists their IDs.
    type: str
  git_provider_id:
    description:
      - ID of the Git provider, instead of its name. With O(name), the task fails where the Git provider has another name.
    type: str
  # generated: state of a record: Git provider
  state:
    description:
      - V(present) creates the Git provider where it does not exist, and changes the options that the task sets.
      - V(absent) removes it. The task changes nothing where it does not exist.
    type: str
    choices: [present, absent]
    default: present
  # end of generated
  # generated: force of a record: Git provider
  force:
    description:
      - Whether O(state=absent) also removes the Git provider if it is used.
      - Without it, the task fails while something uses it, and lists the users in RV(used_by).
    type: bool
    default: false
  # end of generated
  gitlab:
    description:
      - Properties of a GitLab provider. To create one, O(gitlab.url), O(gitlab.application_id), O(gitlab.secret), and O(gitlab.redirect_uri) are
        required.
    type: dict
    suboptions:
      url:
        description:
          - Address of GitLab, such as V(https://gitlab.com).
        type: str
      internal_url:
        description:
          - Address at which Dokploy reaches GitLab, where it is another. Requires Dokploy v0.28.8 or later.
        type: str
      application_id:
        description:
          - ID of the application at GitLab.
        type: str
      secret:
        description:
          - Secret of the application. It is compared with the saved one, and never returned.
        type: str
      group:
        description:
          - Names of groups, separated by commas, whose repositories are listed. An empty text clears it.
        type: str
      redirect_uri:
        description:
          - Address of Dokploy to which GitLab sends the person back.
        type: str
  gitea:
    description:
      - Properties of a Gitea provider. To create one, all but O(gitea.internal_url) are required.
    type: dict
    suboptions:
      url:
        description:
          - Address of Gitea.
        type: str
      internal_url:
        description:
          - Address at which Dokploy reaches Gitea, where it is another. Requires Dokploy v0.28.8 or later.
        type: str
      client_id:
        description:
          - ID of the application at Gitea.
        type: str
      client_secret:
        description:
          - Secret of the application. It is compared with the saved one, and never returned.
        type: str
      redirect_uri:
        description:
          - Address of Dokploy to which Gitea sends the person back.
        type: str
  bitbucket:
    description:
      - Properties of a Bitbucket provider. To create one, all but O(bitbucket.workspace) are required.
    type: dict
    suboptions:
      username:
        description:
          - User name at Bitbucket.
        type: str
      email:
        description:
          - Email address of the user.
        type: str
      api_token:
        description:
          - API token. It is compared with the saved one, and never returned.
        type: str
      workspace:
        description:
          - Workspace whose repositories are listed. An empty text clears it.
        type: str
  shared:
    description:
      - Let all members of the organization use the Git provider. Requires Dokploy v0.29.14 or later.
    type: bool
  test:
    description:
      - Let Dokploy list the repositories with the saved credentials, and report RV(access). Also in tasks that change nothing.
    type: bool
    default: false
  rename_to:
    description:
      - New name of the Git provider. The task fails where neither the old nor the new name exists.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - Applications whose Git provider was removed keep their type of source, and their next deployment fails. The module refuses such a removal without O(force).
  - Dokploy shows the secrets of Git providers to users who may see them.
seealso:
  - module: community.dokploy.dokploy_git_provider_info
  - module: community.dokploy.dokploy_application
"""

EXAMPLES = r"""
---
- name: Ensure the company's GitLab exists
  community.dokploy.dokploy_git_provider:
    name: Company GitLab
    gitlab:
      url: https://gitlab.example.com
      application_id: 0123456789abcdef
      secret: "{{ vault_gitlab_secret }}"
      redirect_uri: https://dokploy.example.com/api/providers/gitlab/callback
  register: gitlab

- name: Show where a person authorizes it
  ansible.builtin.debug:
    msg: "Authorize it at {{ gitlab.authorize_url }}"
  when: not gitlab.authorized

- name: Remove the Git provider, unless something uses it
  community.dokploy.dokploy_git_provider:
    name: Company GitLab
    state: absent
"""

RETURN = r"""
---
git_provider:
  description:
    - Git provider after the task, or as it would be in check mode, without its secrets. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
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
    # generated: values of git_provider
    gitlab:
      description: Options of O(gitlab).
      type: dict
      returned: when the Git provider is of this type
      contains:
        url:
          description: Value of O(gitlab.url).
          type: str
          returned: when it is set
          sample: https://gitlab.example.com
        internal_url:
          description: Value of O(gitlab.internal_url).
          type: str
          returned: when it is set
          sample: ""
        application_id:
          description: Value of O(gitlab.application_id).
          type: str
          returned: when it is set
          sample: 0123456789abcdef
        group:
          description: Value of O(gitlab.group).
          type: str
          returned: when it is set
          sample: shop
        redirect_uri:
          description: Value of O(gitlab.redirect_uri).
          type: str
          returned: when it is set
          sample: https://dokploy.example.com/api/providers/gitlab/callback
      sample: {url: https://gitlab.example.com, application_id: 0123456789abcdef, group: shop}
    gitea:
      description: Options of O(gitea).
      type: dict
      returned: when the Git provider is of this type
      contains:
        url:
          description: Value of O(gitea.url).
          type: str
          returned: when it is set
          sample: https://gitea.example.com
        internal_url:
          description: Value of O(gitea.internal_url).
          type: str
          returned: when it is set
          sample: ""
        client_id:
          description: Value of O(gitea.client_id).
          type: str
          returned: when it is set
          sample: 0123456789abcdef
        redirect_uri:
          description: Value of O(gitea.redirect_uri).
          type: str
          returned: when it is set
          sample: https://dokploy.example.com/api/providers/gitea/callback
      sample: {url: https://gitea.example.com, client_id: 0123456789abcdef}
    bitbucket:
      description: Options of O(bitbucket).
      type: dict
      returned: when the Git provider is of this type
      contains:
        username:
          description: Value of O(bitbucket.username).
          type: str
          returned: when it is set
          sample: ada
        email:
          description: Value of O(bitbucket.email).
          type: str
          returned: when it is set
          sample: ada@example.com
        workspace:
          description: Value of O(bitbucket.workspace).
          type: str
          returned: when it is set
          sample: shop
      sample: {username: ada, workspace: shop}
    # end of generated
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
      description: Value of O(shared).
      type: bool
      returned: always
      sample: false
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, name: Company GitLab, type: gitlab, authorized: true}
authorized:
  description: Whether a person has authorized the Git provider.
  type: bool
  returned: when state is present, not in check mode
  sample: true
authorize_url:
  description: Page of Dokploy where a person authorizes the Git provider. V(null) where that was done.
  type: str
  returned: when state is present, not in check mode
  sample: https://dokploy.example.com/dashboard/settings/git-providers
access:
  description: Whether Dokploy could list repositories. V(null) without O(test).
  type: bool
  returned: when state is present, not in check mode
  sample: true
access_problem:
  description: Why Dokploy could not list repositories.
  type: str
  returned: when state is present, not in check mode
  sample: ""
# generated: users of a record: Git provider
used_by:
  description: What uses the Git provider that the task removes, or does not remove for that reason.
  type: list
  elements: str
  returned: when O(state=absent) and it exists
  sample: [application shop/production/backend]
# end of generated
# generated: results of a record: create git_provider
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create git_provider]
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
from ansible_collections.community.dokploy.plugins.module_utils._resources.git_provider import GIT_PROVIDER

DEFINITION = resource_module(GIT_PROVIDER)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
