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
  - Creates, changes, renames, and removes projects of a Dokploy server, and the variables that all services of a project may refer to.
  - Dokploy makes an environment named V(production) along with each project.
  - Only what the task names is changed. A project that exists already is adopted.
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
      - The name of the project. Needed, unless O(project_id) is given.
      - Beside O(project_id) it is an assertion. Where the project has another name, the task fails.
    type: str
    aliases: [name]
  environment:
    description:
      - Ignored. It is here so that an environment may stand in the C(module_defaults) of the action group, beside the project.
    type: str
  project_id:
    description:
      - The ID of the project, instead of its name. Needed where two projects have the same name.
      - It never creates a project.
    type: str
  state:
    description:
      - V(present) creates the project if it is missing, and changes what the task names.
      - V(absent) removes it. One that is not empty is refused, with what is in it, unless O(force=true). A project that is missing
        is no change.
    type: str
    choices: [present, absent]
    default: present
  description:
    description:
      - A text for people. An empty one clears it.
    type: str
  env:
    description:
      - Shared variables. Services of the project refer to one as V(${{project.NAME}}), in their own variables.
      - The values are secret. Results and diffs show the names alone.
      - Values must be texts. Numbers, booleans and null are refused, because YAML has changed them before the module sees them,
        V(0755) to V(493) and V(12:30:45) to V(45045). Quote them, and add C(| string) where they are templated.
      - A value is stored so that it arrives as it was written, whatever quotes, spaces, V(#), V({{) or line breaks it holds.
    type: dict
  env_mode:
    description:
      - V(merge) sets the variables that O(env) lists, and leaves the others, comments and order as they are.
      - V(replace) makes O(env) the whole of the variables.
      - V(existing) is V(merge) for names that are there already. Any other name is an error, and nothing is written.
    type: str
    choices: [merge, replace, existing]
    default: merge
  env_remove:
    description:
      - Names of variables to remove. One that is not there is no error.
    type: list
    elements: str
  env_templates:
    description:
      - Whether V({{…}}) in values of O(env) is left to Docker Swarm as a template in the services that refer to it. Otherwise it reaches
        their containers as text.
    type: bool
    default: false
  rename_to:
    description:
      - The new name. Where only a project of the new name exists, it counts as renamed already. Where neither exists, the task fails.
    type: str
  force:
    description:
      - Whether O(state=absent) also removes a project that is not empty. Everything in it is removed first, service by service,
        because Dokploy itself would leave their containers running.
      - What the databases in it hold may be lost. Make a backup first.
    type: bool
    default: false
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - Dokploy has no locks. The shared variables are read again right before they are written, and read back after. What somebody else
    writes between that read and the write is lost.
  - Names are not unique in Dokploy. Two projects of one name are an error that lists their IDs, and none is guessed.
  - Ansible takes V({{) in a playbook for a template of its own. Write a reference to a variable as C(!unsafe ${{project.NAME}}).
seealso:
  - module: community.dokploy.dokploy_project_info
  - module: community.dokploy.dokploy_environment
  - module: community.dokploy.dokploy_application
  - ref: ansible_collections.community.dokploy.docsite.quick_start
    description: From nothing to an application that answers under its domain.
  - ref: ansible_collections.community.dokploy.docsite.secrets
    description: How secrets are kept, and how to write tasks that hold none.
"""

EXAMPLES = r"""
---
- name: There is a project
  community.dokploy.dokploy_project:
    project: shop
    description: The shop, its backend and its pages

- name: The project has variables that its services refer to
  community.dokploy.dokploy_project:
    project: shop
    env:
      SMTP_HOST: mail.example.com
      SMTP_PASSWORD: "{{ vault_smtp_password }}"
    env_remove:
      - MAIL_HOST
  register: shared

- name: The applications that refer to what was changed take it over
  community.dokploy.dokploy_application:
    application_id: "{{ item.id }}"
    state: started
  loop: "{{ shared.affected_applications }}"
  loop_control:
    label: "{{ item.name }}"

- name: A password is rotated, and a slip in its name is an error
  community.dokploy.dokploy_project:
    project: shop
    env:
      SMTP_PASSWORD: "{{ vault_smtp_password }}"
    env_mode: existing

- name: The project has another name
  community.dokploy.dokploy_project:
    project: shop
    rename_to: store

- name: See what a removal would remove
  community.dokploy.dokploy_project:
    project: playground
    state: absent
    force: true
  check_mode: true
  register: removal

- name: The project is gone, with everything in it
  community.dokploy.dokploy_project:
    project: playground
    state: absent
    force: true
"""

RETURN = r"""
---
project:
  description: The project as it is after the task, or in check mode would be. V(null) where it is absent.
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
    description:
      description: Its description.
      type: str
      returned: always
      sample: The shop
    env_keys:
      description: The names of its shared variables. Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [DATABASE_HOST, SMTP_HOST]
  sample:
    id: mTcY8QxZ1LkP0nVwR5sJd
    name: shop
    description: The shop
    env_keys: [DATABASE_HOST, SMTP_HOST]
previous:
  description:
    - What this task changed, as it was before, by the names of the options.
    - Of O(env) it names the variables that were added, removed, and changed.
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
  sample: ["update project"]
affected_applications:
  description:
    - The applications that refer to a shared variable that this task changed. Each has the old value until it is reloaded or deployed.
    - A task of M(community.dokploy.dokploy_application) with O(community.dokploy.dokploy_application#module:state=started)
      sees the difference, and does what is needed.
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
      description: The names of the changed variables that it refers to.
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
unverified:
  description: What could not be found out, for example because the API key may not read it.
  type: list
  elements: str
  returned: always
  sample: []
next_step:
  description: What to do about a failure. Empty where there was none, or nothing is known.
  type: str
  returned: always
  sample: "Remove these first, or use force: true, which removes them with it."
candidates:
  description: Those that a name fits, with their IDs, where it fits several.
  type: list
  elements: str
  returned: on failure, when a name fits several
  sample: [mTcY8QxZ1LkP0nVwR5sJd (production), Wq1xZp4Tn7LsVb9KcYd2f (production)]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.resource import resource_module
from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._resources.project import PROJECT

DEFINITION = resource_module(PROJECT)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
