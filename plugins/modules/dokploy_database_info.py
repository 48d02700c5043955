#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_database_info
short_description: Get information about databases of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Returns the saved configuration of databases of a Dokploy server, what runs, and where the two differ, with containers and logs.
  - The result contains the databases that match all given options. Without any, it contains all databases that the API key can read.
  - Missing databases are an empty list, and no error.
options:
  kind:
    description:
      - Kind of the databases. The default is all kinds.
    type: str
    choices: [postgres, mysql, mariadb, mongo, redis, libsql]
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
      - Name of the database. Selects all databases with this name.
      - Mutually exclusive with O(pattern).
    type: str
  environment_id:
    description:
      - ID of the environment.
    type: str
  database_id:
    description:
      - ID of one database.
    type: str
  app_name:
    description:
      - Full name of the Docker service of one database, with the suffix that Dokploy added.
    type: str
  pattern:
    description:
      - Pattern for the database's name. V(*) matches any text, V(?) one character, and V([abc]) one of these characters. The pattern is
        case-sensitive.
    type: str
  status:
    description:
      - Return only databases in this state, by what runs and not by Dokploy's own status.
      - V(unhealthy) is a database that should run, while fewer of its replicas run than desired, or whose last update Swarm paused or rolled
        back. Such a database is V(running), too.
    type: str
    choices: [running, stopped, never_deployed, unhealthy]
  include_secrets:
    description:
      - Return passwords and the values of variables. Set C(no_log=true) on such a task.
    type: bool
    default: false
  return_url:
    description:
      - Return C(connection_url). With O(include_secrets=true) it contains the password, otherwise stars.
    type: bool
    default: false
  log_lines:
    description:
      - Number of lines of the end of the container's log. V(0) returns none. Requires Dokploy v0.29.14 or later.
    type: int
    default: 0
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_database
  - module: community.dokploy.dokploy_application_info
"""

EXAMPLES = r"""
---
- name: Get a database and its URL for clients
  community.dokploy.dokploy_database_info:
    kind: postgres
    project: shop
    environment: production
    name: shop-db
    return_url: true
    include_secrets: true
  register: shop_db
  no_log: true

- name: List the databases that should run and do not
  community.dokploy.dokploy_database_info:
    status: unhealthy
  register: unhealthy
"""

RETURN = r"""
---
databases:
  description: The databases. Each contains the options that its kind has, by their names, without secrets unless O(include_secrets=true).
  type: list
  elements: dict
  returned: always
  contains:
    kind:
      description: Its kind.
      type: str
      returned: always
      sample: postgres
    id:
      description: Its ID.
      type: str
      returned: always
      sample: hdoihUG0FmYC8GdoFEc-1
    name:
      description: Its name.
      type: str
      returned: always
      sample: shop-db
    app_name:
      description: The name of its Docker service, by which other services reach it.
      type: str
      returned: always
      sample: shop-shop-db-x1y2z3
    phase:
      description: V(running), V(stopped), V(never_deployed), or V(unknown), by what runs.
      type: str
      returned: always
      sample: running
    unhealthy:
      description: Whether it should run and does not, or its last update failed.
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
    pending:
      description: Options whose saved values do not run yet.
      type: list
      elements: str
      returned: always
      sample: []
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
      description: The tasks of the service, without their environment variables.
      type: list
      elements: dict
      returned: always
      sample: []
    containers_total:
      description: Number of all tasks of the service, also of those beyond the first 100, which C(containers) contains.
      type: int
      returned: always
      sample: 1
    log:
      description: The end of the container's log. Known secrets are masked. V(null) without O(log_lines).
      type: str
      returned: always
      sample: database system is ready to accept connections
    connection_url:
      description: The URLs for clients, C(internal) and C(external).
      type: dict
      returned: with O(return_url=true)
      sample: {internal: "postgresql://shop:********@shop-shop-db-x1y2z3:5432/shop", external: null}
  sample: [{kind: postgres, id: hdoihUG0FmYC8GdoFEc-1, name: shop-db, phase: running, pending: []}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.info import info_module
from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._resources.database import DATABASE, choose_databases

DEFINITION = info_module(DATABASE, choose_databases)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
