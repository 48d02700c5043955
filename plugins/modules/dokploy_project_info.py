#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_project_info
short_description: Get information about projects of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists projects of a Dokploy server, with their environments and services. Without O(project) and O(project_id), it lists all projects
    that the API key can read.
  - The result is an empty list where no project matches. This is not an error.
options:
  # generated: options of dokploy_environment_info: include_secrets
  include_secrets:
    description:
      - Return the values of variables. Set C(no_log=true) on such a task.
    type: bool
    default: false
  # end of generated
  project:
    description:
      - Name of the project. Selects all projects with this name.
    type: str
  project_id:
    description:
      - ID of a project.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_project
  - module: community.dokploy.dokploy_environment_info
  - module: community.dokploy.dokploy_application_info
"""

EXAMPLES = r"""
---
- name: List all projects
  community.dokploy.dokploy_project_info:
  register: everything

- name: Get information about one project
  community.dokploy.dokploy_project_info:
    project: shop
  register: shop

- name: Read the shared variables with their values
  community.dokploy.dokploy_project_info:
    project: shop
    include_secrets: true
  register: shop
  no_log: true
"""

RETURN = r"""
---
projects:
  description: The projects.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_project
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
      description: Value of O(community.dokploy.dokploy_project#module:description).
      type: str
      returned: always
      sample: The shop
    env_keys:
      description: Names of the keys of O(community.dokploy.dokploy_project#module:env). Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [DATABASE_HOST, SMTP_HOST]
    tags:
      description: The names of its tags. V(null) where the server is too old for tags, and in the task that creates the project in check mode.
      type: list
      elements: str
      returned: always
      sample: [backend]
    # end of generated
    env:
      description: Its shared variables with their values.
      type: dict
      returned: when O(include_secrets=true)
      sample: {SMTP_HOST: mail.example.com}
    environments:
      description: Its environments.
      type: list
      elements: dict
      returned: always
      contains:
        id:
          description: Its ID.
          type: str
          returned: always
          sample: bH3vNf6UyE9aKqW2oXzGt
        name:
          description: Its name.
          type: str
          returned: always
          sample: production
        # generated: results of dokploy_environment: environment.is_default
        is_default:
          description: Whether Dokploy created it with the project, so that it cannot be removed.
          type: bool
          returned: always
          sample: true
        # end of generated
        # generated: services of an environment
        services:
          description: Its services.
          type: list
          elements: dict
          returned: always
          contains:
            kind:
              description: Kind of the service, for example V(application), V(compose), or V(postgres).
              type: str
              returned: always
              sample: application
            id:
              description: Its ID.
              type: str
              returned: always
              sample: hdoihUG0FmYC8GdoFEc-1
            name:
              description: Name of the service. V(null) for databases on versions of Dokploy that return only their IDs.
              type: str
              returned: always
              sample: backend
            status:
              description: Status of the service in Dokploy.
              type: str
              returned: always
              sample: done
          sample: [{kind: application, id: hdoihUG0FmYC8GdoFEc-1, name: backend, status: done}]
        # end of generated
      sample:
        - id: bH3vNf6UyE9aKqW2oXzGt
          name: production
          is_default: true
          services: []
  sample:
    - id: mTcY8QxZ1LkP0nVwR5sJd
      name: shop
      description: The shop
      env_keys: [SMTP_HOST]
      environments:
        - id: bH3vNf6UyE9aKqW2oXzGt
          name: production
          is_default: true
          services:
            - kind: application
              id: hdoihUG0FmYC8GdoFEc-1
              name: backend
              status: done
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.info import info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.project import PROJECT

DEFINITION = info_module(PROJECT)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
