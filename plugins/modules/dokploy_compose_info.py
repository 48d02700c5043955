#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_compose_info
short_description: Get information about compose services of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Returns the saved configuration of compose services of a Dokploy server, what runs of each service of the file, and where the two differ.
  - The result contains the compose services that match all given options. Without any, it contains all that the API key can read.
  - Missing compose services are an empty list, and no error.
options:
  project:
    description:
      - Name of the project.
    type: str
  environment:
    description:
      - Name of the environment.
    type: str
  name:
    description:
      - Name of the compose service. Selects all with this name.
      - Mutually exclusive with O(pattern).
    type: str
  environment_id:
    description:
      - ID of the environment.
    type: str
  compose_id:
    description:
      - ID of one compose service.
    type: str
  app_name:
    description:
      - Full name of one compose service in Docker, with the suffix that Dokploy added.
    type: str
  domain_host:
    description:
      - Host of a domain of one compose service.
    type: str
  pattern:
    description:
      - Pattern for the name. V(*) matches any text, V(?) one character, and V([abc]) one of these characters. The pattern is case-sensitive.
    type: str
  status:
    description:
      - Return only compose services in this state, by what runs and not by Dokploy's own status.
      - V(unhealthy) is a compose service that should run, while one of its services does not run or is not healthy. It is V(running), too.
    type: str
    choices: [running, stopped, never_deployed, unhealthy]
  include_secrets:
    description:
      - Return the compose file and the values of variables. Set C(no_log=true) on such a task.
    type: bool
    default: false
  log_lines:
    description:
      - Number of lines of the end of each service's log. V(0) returns none. Requires Dokploy v0.29.0 or later.
      - Dokploy reads logs of containers on its own node only.
    type: int
    default: 0
  build_log_lines:
    description:
      - Number of lines of the end of the log of the last deployment. V(0) returns none. Requires Dokploy v0.29.5 or later.
    type: int
    default: 0
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_compose
  - module: community.dokploy.dokploy_application_info
"""

EXAMPLES = r"""
---
- name: Get a compose service and its services
  community.dokploy.dokploy_compose_info:
    project: shop
    environment: production
    name: wiki
    log_lines: 20
  register: wiki

- name: List the compose services that should run and do not
  community.dokploy.dokploy_compose_info:
    status: unhealthy
  register: unhealthy
"""

RETURN = r"""
---
compose_services:
  description: The compose services. Each contains the options by their names, without secrets unless O(include_secrets=true).
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
      sample: wiki
    app_name:
      description: Its name in Docker, of the stack or the project of Docker Compose.
      type: str
      returned: always
      sample: shop-wiki-x1y2z3
    type:
      description: V(docker-compose) or V(stack).
      type: str
      returned: always
      sample: docker-compose
    phase:
      description: V(running), V(stopped), V(never_deployed), or V(unknown), by what runs.
      type: str
      returned: always
      sample: running
    unhealthy:
      description: Whether it should run, and a service of it does not run or is not healthy.
      type: bool
      returned: always
      sample: false
    status:
      description: Dokploy's own status.
      type: str
      returned: always
      sample: done
    status_drift:
      description: Where Dokploy's own status contradicts what runs. Empty where it does not.
      type: str
      returned: always
      sample: ""
    services:
      description:
        - Each service that runs, with C(name), C(image), C(replicas_running), C(replicas_wanted), C(completed), C(healthy), C(ports), and C(log).
      type: list
      elements: dict
      returned: always
      sample: [{name: web, image: "wiki:2.5", replicas_running: 1, replicas_wanted: 1, completed: false, healthy: true, ports: [], log: null}]
    pending:
      description: Parts of services whose saved values do not run yet.
      type: list
      elements: str
      returned: always
      sample: [services.web.image]
    unverified:
      description: What could not be checked.
      type: list
      elements: str
      returned: always
      sample: []
    env_references:
      description: The variables of its project and its environment that its variables refer to, for example V(project.REGION).
      type: list
      elements: str
      returned: always
      sample: [project.REGION]
    containers:
      description: The containers, or the tasks of a stack on all nodes, without their environment variables.
      type: list
      elements: dict
      returned: always
      sample: []
    containers_total:
      description: Number of all containers or tasks, also of those beyond the first 100, which C(containers) contains.
      type: int
      returned: always
      sample: 1
    urls:
      description: The URLs of the enabled domains.
      type: list
      elements: str
      returned: always
      sample: [https://wiki.example.com/]
    deployments_total:
      description: Number of all deployments that Dokploy keeps of the compose service.
      type: int
      returned: always
      sample: 10
    deployments:
      description: Deployments that Dokploy keeps, newest first, and at most 50 of them.
      type: list
      elements: dict
      returned: always
      sample: []
    last_deployment:
      description: The newest deployment, or V(null).
      type: dict
      returned: always
      sample: {id: c0mp05e, title: Ansible, status: done, error: ""}
    build_log:
      description: The end of the log of the last deployment. Known secrets are masked. V(null) without O(build_log_lines).
      type: str
      returned: always
      sample: "Docker Compose Deployed: ✅"
  sample: [{id: hdoihUG0FmYC8GdoFEc-1, name: wiki, type: docker-compose, phase: running, unhealthy: false, pending: []}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.compose_info import compose_info_module
from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run

DEFINITION = compose_info_module()


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
