#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_project
short_description: Manage projects of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates, changes, renames, and removes projects of a Dokploy server, and the variables that all services of a project can refer to.
  - Dokploy creates an environment named V(production) with each project.
  - Only the given options change. The module adopts an existing project.
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
      - Name of the project. Required, unless O(project_id) is given.
      - With O(project_id), the task fails where the project has another name.
    type: str
    aliases: [name]
  project_id:
    description:
      - ID of an existing project, instead of its name. Required where two projects have the same name.
    type: str
  state:
    description:
      - V(present) creates a missing project, and changes the given options.
      - V(absent) removes it. The task fails where the project is not empty, and lists its content, unless O(force=true). A missing project
        is no change.
    type: str
    choices: [present, absent]
    default: present
  description:
    description:
      - Description of the project. An empty text clears it.
    type: str
  env:
    description:
      - Shared variables. Services of the project refer to them as V(${{project.NAME}}) in their own variables.
      - The values are secret. Results and diffs show the names only.
      - Values must be texts. Numbers, booleans, and null are refused, because YAML converts them before the module reads them, for example
        V(0755) to V(493) and V(12:30:45) to V(45045). Quote them, and add C(| string) to templates.
      - A value reaches the service unchanged, including quotes, spaces, V(#), V({{), and line breaks.
    type: dict
  env_templates:
    description:
      - Pass V({{…}}) in values of O(env) to Docker Swarm as a template in the services that refer to it. By default, it reaches their
        containers as text.
    type: bool
    default: false
  rename_to:
    description:
      - New name. Where only a project with the new name exists, it counts as already renamed. The task fails where neither exists.
    type: str
  tags:
    description:
      - Names of the tags of the project, which must exist. The list replaces the assigned tags, and an empty list removes them.
      - Requires Dokploy v0.29.14 or later.
    type: list
    elements: str
  force:
    description:
      - Allow O(state=absent) to remove a project that is not empty. The module first removes its services one by one, because Dokploy
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
  - Names are not unique in Dokploy. Two projects with the same name are an error that lists their IDs.
  - Ansible treats V({{) in a playbook as its own template. Write a reference to a variable as C(!unsafe ${{project.NAME}}).
seealso:
  - module: community.dokploy.dokploy_project_info
  - module: community.dokploy.dokploy_environment
  - module: community.dokploy.dokploy_application
  - ref: ansible_collections.community.dokploy.docsite.quick_start
    description: Deploy a first application step by step.
  - ref: ansible_collections.community.dokploy.docsite.secrets
    description: Keep secrets out of playbooks, results, and logs.
"""

EXAMPLES = r"""
---
- name: Ensure the project exists
  community.dokploy.dokploy_project:
    project: shop
    description: The shop, its backend and its pages

- name: Set shared variables of the project
  community.dokploy.dokploy_project:
    project: shop
    env:
      SMTP_HOST: mail.example.com
      SMTP_PASSWORD: "{{ vault_smtp_password }}"
    env_remove:
      - MAIL_HOST
  register: shared

- name: Apply the changed variables to the affected applications
  community.dokploy.dokploy_application:
    application_id: "{{ item.id }}"
    state: started
  loop: "{{ shared.affected_applications }}"
  loop_control:
    label: "{{ item.name }}"

- name: Rotate a password of an existing variable
  community.dokploy.dokploy_project:
    project: shop
    env:
      SMTP_PASSWORD: "{{ vault_smtp_password }}"
    env_mode: existing

- name: Rename the project
  community.dokploy.dokploy_project:
    project: shop
    rename_to: store

- name: Preview the removal of the project
  community.dokploy.dokploy_project:
    project: playground
    state: absent
    force: true
  check_mode: true
  register: removal

- name: Remove the project with everything in it
  community.dokploy.dokploy_project:
    project: playground
    state: absent
    force: true
"""

RETURN = r"""
---
project:
  description: The project after the task, or in check mode as it would be. V(null) where it is absent.
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
      sample: shop
    # generated: values of project
    description:
      description: Value of O(description).
      type: str
      returned: always
      sample: The shop
    env_keys:
      description: Names of the keys of O(env). Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [DATABASE_HOST, SMTP_HOST]
    # end of generated
    tags:
      description: The names of its tags. V(null) where the server is too old for tags, and in the task that creates the project in check mode.
      type: list
      elements: str
      returned: always
      sample: [backend]
  sample:
    id: mTcY8QxZ1LkP0nVwR5sJd
    name: shop
    description: The shop
    env_keys: [DATABASE_HOST, SMTP_HOST]
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
# generated: results of a record: update project
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [update project]
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
from ansible_collections.community.dokploy.plugins.module_utils._module.project import project_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.project import PROJECT

DEFINITION = project_module(PROJECT)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
