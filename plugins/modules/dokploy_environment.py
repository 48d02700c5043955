#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_environment
short_description: Manage environments of projects of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates, changes, renames, and removes environments of a project of a Dokploy server, and the variables that all services of an
    environment can refer to.
  - Only the given options change. The module adopts an existing environment.
  - Dokploy does not allow the removal of the environment that it created with the project. The task fails before the first write.
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
  project:
    description:
      - Name of the project of the environment. Required, unless O(project_id) or O(environment_id) is given.
      - The project must exist. In check mode, a missing project is a warning.
      - With an ID, the task fails where the project has another name.
    type: str
  environment:
    description:
      - Name of the environment. Required, unless O(environment_id) is given.
      - With O(environment_id), the task fails where the environment has another name.
    type: str
    aliases: [name]
  project_id:
    description:
      - ID of the project, instead of its name. Required where two projects have the same name.
    type: str
  environment_id:
    description:
      - ID of an existing environment, instead of the names. Required where two environments of the project have the same name.
    type: str
  state:
    description:
      - V(present) creates a missing environment, and changes the given options.
      - V(absent) removes it. The task fails where the environment is not empty, and lists its content, unless O(force=true). A missing
        environment is no change.
    type: str
    choices: [present, absent]
    default: present
  description:
    description:
      - Description of the environment. An empty text clears it.
    type: str
  env:
    description:
      - Shared variables. Services of the environment refer to them as V(${{environment.NAME}}) in their own variables.
      - The values are secret. Results and diffs show the names only.
      - Values must be texts. Numbers, booleans, and null are refused, because YAML converts them before the module reads them, for example
        V(0755) to V(493) and V(12:30:45) to V(45045). Quote them, and add C(| string) to templates.
      - A value reaches the service unchanged, including quotes, spaces, V(#), V({{), and line breaks.
    type: dict
  # generated: options of dokploy_project: env_templates
  env_templates:
    description:
      - Pass V({{…}}) in values of O(env) to Docker Swarm as a template in the services that refer to it. By default, it reaches their
        containers as text.
    type: bool
    default: false
  # end of generated
  rename_to:
    description:
      - New name. Where only an environment with the new name exists, it counts as already renamed. The task fails where neither exists.
    type: str
  force:
    description:
      - Allow O(state=absent) to remove an environment that is not empty. The module first removes its services one by one, because Dokploy
        itself would leave their containers running.
      - The data of its databases may be lost. Create a backup first.
    type: bool
    default: false
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.env.changes
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - Dokploy has no locks. The module reads the shared variables again immediately before it writes them, and verifies them afterwards. A
    change by somebody else between that read and the write is lost.
  - Names are not unique in Dokploy. Two environments with the same name are an error that lists their IDs.
  - Ansible treats V({{) in a playbook as its own template. Write a reference to a variable as C(!unsafe ${{environment.NAME}}).
seealso:
  - module: community.dokploy.dokploy_environment_info
  - module: community.dokploy.dokploy_project
  - module: community.dokploy.dokploy_application
  - ref: ansible_collections.community.dokploy.docsite.quick_start
    description: Deploy a first application step by step.
  - ref: ansible_collections.community.dokploy.docsite.secrets
    description: Keep secrets out of playbooks, results, and logs.
"""

EXAMPLES = r"""
---
- name: Ensure the environment for the testers exists
  community.dokploy.dokploy_environment:
    project: shop
    environment: staging
    description: For the testers

- name: Set all shared variables of the environment
  community.dokploy.dokploy_environment:
    project: shop
    environment: staging
    env:
      STAGE: staging
      DATABASE_URL: "{{ vault_staging_database_url }}"
    env_mode: replace

- name: Preview the changes
  community.dokploy.dokploy_environment:
    project: shop
    environment: staging
    env_remove:
      - STAGE
  check_mode: true
  diff: true

- name: Rename the environment
  community.dokploy.dokploy_environment:
    project: shop
    environment: staging
    rename_to: test

- name: Remove the empty environment
  community.dokploy.dokploy_environment:
    project: shop
    environment: test
    state: absent
"""

RETURN = r"""
---
environment:
  description: The environment after the task, or in check mode as it would be. V(null) where it is absent.
  type: dict
  returned: always
  contains:
    id:
      description: Its ID.
      type: str
      returned: always, but not in check mode where it does not exist yet
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: staging
    description:
      description: Its description.
      type: str
      returned: always
      sample: For the testers
    env_keys:
      description: The names of its shared variables. Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [DATABASE_HOST, SMTP_HOST]
    project_id:
      description: The ID of its project.
      type: str
      returned: always
      sample: mTcY8QxZ1LkP0nVwR5sJd
    is_default:
      description: Whether Dokploy created it with the project, so that it cannot be removed.
      type: bool
      returned: always
      sample: false
  sample:
    id: mTcY8QxZ1LkP0nVwR5sJd
    name: staging
    description: For the testers
    env_keys: [DATABASE_HOST, SMTP_HOST]
previous:
  description:
    - Previous values of the options that this task changed, by option name.
    - For O(env), it contains the names of the variables that were added, removed, and changed.
  type: dict
  returned: always
  sample:
    description: The old shop
    env:
      added: [SMTP_HOST]
      changed: []
      removed: [MAIL_HOST]
actions:
  description: What was done, or in check mode would be, in this order.
  type: list
  elements: str
  returned: always
  sample: ["update environment"]
# generated: results of dokploy_project: affected_applications
affected_applications:
  description:
    - Applications that refer to a shared variable that this task changed. They use the old value until they are reloaded or deployed.
    - A task of M(community.dokploy.dokploy_application) with O(community.dokploy.dokploy_application#module:state=started) applies the
      change.
  type: list
  elements: dict
  returned: always
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
      description: The name of its Docker service.
      type: str
      returned: always
      sample: shop-backend-x1y2z3
    environment:
      description: The name of its environment.
      type: str
      returned: always
      sample: production
    variables:
      description: Names of the changed variables that it refers to.
      type: list
      elements: str
      returned: always
      sample: [SMTP_HOST]
  sample:
    - id: hdoihUG0FmYC8GdoFEc-1
      name: backend
      app_name: shop-backend-x1y2z3
      environment: production
      variables: [SMTP_HOST]
# end of generated
# generated: results of dokploy_application_status: unverified
unverified:
  description: Data that the module could not read, for example because the API key lacks the permission.
  type: list
  elements: str
  returned: always
  sample: []
# end of generated
# generated: results of dokploy_application: next_step
next_step:
  description: Suggestion for solving a failure. Empty without a failure, or where the module knows none.
  type: str
  returned: always
  sample: "Remove its content first, or use force: true, which removes the content too."
# end of generated
# generated: results of dokploy_api: candidates
candidates:
  description: The matches with their IDs, where a name has several.
  type: list
  elements: str
  returned: on failure, when a name fits several
  sample: [mTcY8QxZ1LkP0nVwR5sJd (production), Wq1xZp4Tn7LsVb9KcYd2f (production)]
# end of generated
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.project import project_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.environment import ENVIRONMENT

DEFINITION = project_module(ENVIRONMENT)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
