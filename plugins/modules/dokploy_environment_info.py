#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_environment_info
short_description: Get information about environments of projects of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists environments of projects of a Dokploy server, with their services. The module returns the environments that match all given
    options, and without options all environments that the API key can read.
  - The result is an empty list where no environment matches. This is not an error.
options:
  include_secrets:
    description:
      - Return the values of variables. Set C(no_log=true) on such a task.
    type: bool
    default: false
  project:
    description:
      - Name of the project.
    type: str
  environment:
    description:
      - Name of an environment.
    type: str
  project_id:
    description:
      - ID of the project.
    type: str
  environment_id:
    description:
      - ID of an environment.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_environment
  - module: community.dokploy.dokploy_project_info
  - module: community.dokploy.dokploy_application_info
"""

EXAMPLES = r"""
---
- name: List the environments of a project
  community.dokploy.dokploy_environment_info:
    project: shop
  register: environments

- name: Get information about one environment
  community.dokploy.dokploy_environment_info:
    project: shop
    environment: staging
  register: staging
"""

RETURN = r"""
---
environments:
  description: The environments.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_environment
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
    # end of generated
    env:
      description: Its shared variables with their values.
      type: dict
      returned: when O(include_secrets=true)
      sample: {STAGE: staging}
    project:
      description: The name of its project.
      type: str
      returned: always
      sample: shop
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
      name: staging
      description: For the testers
      env_keys: [STAGE]
      project: shop
      project_id: mTcY8QxZ1LkP0nVwR5sJd
      is_default: false
      services:
        - kind: application
          id: hdoihUG0FmYC8GdoFEc-1
          name: backend
          status: done
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.info import info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.environment import ENVIRONMENT

DEFINITION = info_module(ENVIRONMENT)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
