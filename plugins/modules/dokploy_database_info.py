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
    # generated: values of service database with secrets
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
      description: The full name of its Docker service, stack, or project of Docker Compose, with the suffix that Dokploy added.
      type: str
      returned: always
      sample: shop-shop-db-x1y2z3
    project:
      description: The name of its project.
      type: str
      returned: always
      sample: shop
    environment:
      description: The name of its environment.
      type: str
      returned: always
      sample: production
    project_id:
      description: The ID of its project.
      type: str
      returned: always
      sample: mTcY8QxZ1LkP0nVwR5sJd
    environment_id:
      description: The ID of its environment.
      type: str
      returned: always
      sample: bH3vNf6UyE9aKqW2oXzGt
    status:
      description: Status that Dokploy last wrote, which is not always accurate.
      type: str
      returned: always
      sample: done
    server_id:
      description: ID of its remote server. V(null) on Dokploy's own host.
      type: str
      returned: always
      sample: null
    replicas_running:
      description: Number of running replicas.
      type: int
      returned: always
      sample: 2
    replicas_wanted:
      description: Number of desired replicas. V(0) where it is stopped or was never deployed, V(null) in global mode.
      type: int
      returned: always
      sample: 2
    stored_image:
      description: Saved image, or the name of the built image.
      type: str
      returned: always
      sample: postgres:18
    running_image:
      description: Image of the service. V(null) without a service.
      type: str
      returned: always
      sample: postgres:18
    image:
      description: Value of O(community.dokploy.dokploy_database#module:image).
      type: str
      returned: when O(kind) is V(postgres), V(mysql), V(mariadb), V(mongo), or V(redis)
      sample: null
    database:
      description: Value of O(community.dokploy.dokploy_database#module:database).
      type: str
      returned: when O(kind) is V(postgres), V(mysql), or V(mariadb)
      sample: null
    user:
      description: Value of O(community.dokploy.dokploy_database#module:user).
      type: str
      returned: when O(kind) is V(postgres), V(mysql), V(mariadb), V(mongo), or V(libsql)
      sample: null
    password:
      description: Value of O(community.dokploy.dokploy_database#module:password).
      type: str
      returned: when O(include_secrets=true)
      sample: null
    root_password:
      description: Value of O(community.dokploy.dokploy_database#module:root_password).
      type: str
      returned: when O(kind) is V(mysql) or V(mariadb), and O(include_secrets=true)
      sample: null
    external_port:
      description: Value of O(community.dokploy.dokploy_database#module:external_port).
      type: int
      returned: always
      sample: 1
    description:
      description: Value of O(community.dokploy.dokploy_database#module:description).
      type: str
      returned: always
      sample: Backend of the shop
    env_keys:
      description: Names of the keys of O(community.dokploy.dokploy_database#module:env). Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [DATABASE_URL, LOG_LEVEL]
    env:
      description: Value of O(community.dokploy.dokploy_database#module:env).
      type: dict
      returned: when O(include_secrets=true)
      sample: {}
    memory_limit:
      description: Value of O(community.dokploy.dokploy_database#module:memory_limit).
      type: str
      returned: always
      sample: 512M
    memory_reservation:
      description: Value of O(community.dokploy.dokploy_database#module:memory_reservation).
      type: str
      returned: always
      sample: 256M
    cpu_limit:
      description: Value of O(community.dokploy.dokploy_database#module:cpu_limit).
      type: str
      returned: always
      sample: "0.5"
    cpu_reservation:
      description: Value of O(community.dokploy.dokploy_database#module:cpu_reservation).
      type: str
      returned: always
      sample: "0.25"
    command:
      description: Value of O(community.dokploy.dokploy_database#module:command).
      type: str
      returned: always
      sample: null
    args:
      description: Value of O(community.dokploy.dokploy_database#module:args).
      type: list
      elements: str
      returned: when O(kind) is V(postgres), V(mysql), V(mariadb), V(mongo), or V(redis)
      sample: [--workers, '4']
    healthcheck:
      description: Value of O(community.dokploy.dokploy_database#module:healthcheck).
      type: dict
      returned: always
      sample: {test: [CMD, wget, -qO-, http://localhost:8080/health], interval: 10s}
    restart_config:
      description: Value of O(community.dokploy.dokploy_database#module:restart_config).
      type: dict
      returned: always
      sample: {condition: on-failure, max_attempts: 3}
    update_config:
      description: Value of O(community.dokploy.dokploy_database#module:update_config).
      type: dict
      returned: always
      sample: {parallelism: 1, order: start-first, failure_action: rollback}
    rollback_config:
      description: Value of O(community.dokploy.dokploy_database#module:rollback_config).
      type: dict
      returned: always
      sample: {parallelism: 1, order: start-first}
    stop_grace_period:
      description: Value of O(community.dokploy.dokploy_database#module:stop_grace_period).
      type: str
      returned: when O(kind) is V(postgres), V(mysql), V(mariadb), V(mongo), or V(redis)
      sample: 30s
    placement:
      description: Value of O(community.dokploy.dokploy_database#module:placement).
      type: dict
      returned: always
      sample: {constraints: [node.role==worker], preferences: [{spread: node.labels.zone}], replicas_max_per_node: 2}
    ulimits:
      description: Value of O(community.dokploy.dokploy_database#module:ulimits).
      type: list
      elements: dict
      returned: when O(kind) is V(postgres), V(mysql), V(mariadb), V(mongo), or V(redis)
      sample: [{name: nofile, soft: 65536, hard: 65536}]
    networks:
      description: Value of O(community.dokploy.dokploy_database#module:networks).
      type: list
      elements: dict
      returned: always
      sample: null
    managed_networks:
      description: Value of O(community.dokploy.dokploy_database#module:managed_networks), as names, or as IDs where the module did not read the
        names.
      type: list
      elements: str
      returned: always
      sample: [backend]
    dokploy_network:
      description: Value of O(community.dokploy.dokploy_database#module:dokploy_network).
      type: bool
      returned: always
      sample: true
    labels:
      description: Value of O(community.dokploy.dokploy_database#module:labels). The labels of this collection are left out.
      type: dict
      returned: always
      sample: {com.example.team: shop}
    replica_set:
      description: Value of O(community.dokploy.dokploy_database#module:replica_set).
      type: bool
      returned: when O(kind) is V(mongo)
      sample: true
    mounts:
      description: Values of O(community.dokploy.dokploy_database#module:mounts), of all that exist.
      type: list
      elements: dict
      returned: always
      contains:
        id:
          description: Its ID.
          type: str
          returned: always
          sample: cQ7xWn3RkV9pLzT2mYbEf
        type:
          description: Value of O(community.dokploy.dokploy_database#module:mounts[].type).
          type: str
          returned: always
          sample: volume
        mount_path:
          description: Value of O(community.dokploy.dokploy_database#module:mounts[].mount_path).
          type: str
          returned: always
          sample: /srv/uploads
        volume_name:
          description: Value of O(community.dokploy.dokploy_database#module:mounts[].volume_name).
          type: str
          returned: when the type is V(volume)
          sample: backend-uploads
        host_path:
          description: Value of O(community.dokploy.dokploy_database#module:mounts[].host_path).
          type: str
          returned: when the type is V(bind)
          sample: /srv/uploads
        file_path:
          description: Value of O(community.dokploy.dokploy_database#module:mounts[].file_path).
          type: str
          returned: when the type is V(file)
          sample: backend.conf
        content:
          description: Value of O(community.dokploy.dokploy_database#module:mounts[].content).
          type: str
          returned: when the type is V(file), and O(include_secrets=true)
          sample: null
      sample:
        - type: volume
          mount_path: /srv/uploads
          volume_name: backend-uploads
    # end of generated
    # generated: information on service database
    kind:
      description: Its kind.
      type: str
      returned: always
      sample: postgres
    phase:
      description: Phase according to Docker, which is V(running), V(stopped), V(never_deployed), or V(unknown) where Docker cannot be read.
      type: str
      returned: always
      sample: running
    unhealthy:
      description: Whether the database should run and has fewer running than desired replicas, or Swarm paused or rolled back its last update.
      type: bool
      returned: always
      sample: false
    status_drift:
      description: Contradiction between Dokploy's own status and what runs, as a text. Empty without a contradiction.
      type: str
      returned: always
      sample: ""
    pending:
      description: Names of options with saved changes that are pending.
      type: list
      elements: str
      returned: always
      sample: []
    unverified:
      description: Names of options that the module could not compare with what runs.
      type: list
      elements: str
      returned: always
      sample: []
    env_references:
      description: Variables of its project and its environment that its variables refer to, for example V(project.REGION).
      type: list
      elements: str
      returned: always
      sample: [project.REGION]
    containers:
      description: Tasks of the Docker service, or containers, desired ones first, without variables and commands. At most 100 of them.
      type: list
      elements: dict
      returned: always
      contains:
        task:
          description: ID of the task of Swarm, or of the container.
          type: str
          returned: always
          sample: q2r6vd0d4x1bm5v0s8b1u7f3c
        slot:
          description: Its name. That of a task ends with the number of its slot.
          type: str
          returned: always
          sample: shop-backend-x1y2z3.1
        image:
          description: Image of a running task. V(null) for a finished task, whose image is unknown.
          type: str
          returned: always
          sample: registry.example.com/shop/backend:1.4.2
        state:
          description: State, for example V(running), V(starting), V(pending), V(failed), V(rejected), or V(complete).
          type: str
          returned: always
          sample: failed
        desired_state:
          description: State that Swarm wants. V(shutdown) for a task that has ended or is being stopped.
          type: str
          returned: always
          sample: shutdown
        age:
          description: Minimum time in seconds that it has been in this state. It is a lower bound, because Docker reports a rounded text.
          type: int
          returned: always
          sample: 34
        node:
          description: The name of the node.
          type: str
          returned: always
          sample: manager-1
        error:
          description: Reason why it ended or cannot be placed. Empty without an error.
          type: str
          returned: always
          sample: "task: non-zero exit (1)"
        exit_code:
          description: The exit code.
          type: int
          returned: when the module read why it ended, and the code is known
          sample: 137
        out_of_memory:
          description: Whether the kernel killed the container because it exceeded its memory limit.
          type: bool
          returned: when the module read why it ended, and the container is still kept on Dokploy's own host
          sample: true
      sample: []
    containers_total:
      description: Number of all of them, also of those beyond the first 100.
      type: int
      returned: always
      sample: 1
    log:
      description: End of a running container's log, with secrets masked. V(null) where the task did not request it, or no log exists.
      type: str
      returned: always
      sample: database system is ready to accept connections
    connection_url:
      description: URLs for clients. Without C(include_secrets=true) of the information module, stars replace the password.
      type: dict
      returned: with O(return_url=true)
      contains:
        internal:
          description: For services on the same network.
          type: str
          returned: always
          sample: null
        external:
          description: For clients outside of the server. V(null) without C(external_port), and where Dokploy does not know the server's
            address.
          type: str
          returned: always
          sample: null
      sample: {internal: "postgresql://shop:********@shop-shop-db-x1y2z3:5432/shop", external: null}
    # end of generated
  sample: [{kind: postgres, id: hdoihUG0FmYC8GdoFEc-1, name: shop-db, phase: running, pending: []}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.info import info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.database import DATABASE, choose_databases

DEFINITION = info_module(DATABASE, choose_databases)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
