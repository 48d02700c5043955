#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_database
short_description: Create, configure, start, stop, and delete databases of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Brings a database of a Dokploy server to the given state, and waits until it runs.
  - The module compares the saved configuration with what runs in Docker Swarm. Dokploy applies a database's saved configuration by a deployment
    only, so a difference requires a deployment, which replaces the container. Its volume with the data stays.
  - Only the given options change, also inside nested options. An option that is left out or V(null) stays as it is, the passwords too.
  - The module adopts an existing database. It does not create a project or an environment.
  - The module never offers Dokploy's rebuild, which removes the data.
attributes:
  check_mode:
    support: full
    details:
      - The module reports the same actions as a real run. A missing project, environment, or other resource that an option names is
        a warning, because an earlier task of the playbook may create it.
  diff_mode:
    support: full
  idempotent:
    support: partial
    details:
      - O(state=restarted), O(state=deployed), and O(deploy=always) request an event, and report a change each time.
      - With all other values, a second run sends no write.
  async:
    support: full
options:
  kind:
    description:
      - Kind of the database. V(libsql) requires Dokploy v0.29.14 or later.
    type: str
    choices: [postgres, mysql, mariadb, mongo, redis, libsql]
    required: true
  project:
    description:
      - Name of the project. Required with O(name), unless O(environment_id) is given.
      - With O(database_id) or O(app_name), the task fails where the database has another O(project), O(environment), or O(name).
    type: str
  environment:
    description:
      - Name of the environment. Optional where the project has one environment. Where it has several, the error lists them.
      - O(state=absent) and O(state=stopped) always require it, unless O(database_id) or O(app_name) addresses the database.
    type: str
  name:
    description:
      - Name of the database, as Dokploy's pages show it.
      - Dokploy allows several databases with the same name. Two of one kind in the same environment are an error that lists their IDs.
    type: str
  # generated: options of dokploy_compose: environment_id
  environment_id:
    description:
      - ID of the environment, instead of O(project) and O(environment).
    type: str
  # end of generated
  database_id:
    description:
      - ID of an existing database of O(kind), instead of the names.
    type: str
  app_name:
    description:
      - Full name of the Docker service of an existing database, with the suffix that Dokploy added, instead of the names. Other services
        reach the database by this name. Every result contains it.
    type: str
  state:
    description:
      - V(started) saves the given options, and ensures that the database runs. It deploys a database that was never deployed, starts a stopped
        one, and deploys a running one where the saved configuration differs from what runs. The task also fails where no action is needed and
        the database does not run.
      - V(present) does the same for a running database. For a stopped one, and for one that was never deployed, it only saves the options.
      - V(stopped) saves the given options, and stops the database.
      - V(restarted) stops a running database and starts it with the settings that it already ran with. Pending changes stay pending, unless
        O(apply_pending=true). It is refused where it would restore an old password. A stopped database is handled as with V(started). A
        database that was never deployed is refused.
      - V(deployed) always deploys.
      - V(absent) deletes the database, and verifies that the service was removed. A missing database is no change, even where its project is
        missing. The volumes stay, unless O(remove_volumes=true).
      - V(started), V(present), and V(deployed) create a missing database, unless O(create=false). The other states fail, except V(absent).
    type: str
    choices: [started, present, stopped, restarted, deployed, absent]
    default: started
  image:
    description:
      - Image of the database. Required to create a database, except for O(kind=libsql), for which Dokploy always runs its own version.
      - New content of the same tag is not a change. Use O(state=deployed) or O(deploy=always) for mutable tags.
    type: str
  database:
    description:
      - Name of the database in the server, for O(kind=postgres), O(kind=mysql), and O(kind=mariadb), which require it to create one.
      - The image creates it with an empty volume only, so a change is refused.
    type: str
  user:
    description:
      - User of the database, for all kinds except O(kind=redis). Required to create a database.
      - V(root) is refused for O(kind=mysql) and O(kind=mariadb), because the image does not start with it.
      - The image creates it with an empty volume only, so a change is refused.
    type: str
  password:
    description:
      - Password of the user. It is secret. Without it, Dokploy generates one for a new database.
      - Without this option, the password stays. A changed password reaches the running database, or the task fails.
      - For O(kind=postgres), O(kind=mysql), O(kind=mariadb), and O(kind=mongo), the module has Dokploy change it in the running database,
        which requires Dokploy v0.29.14 or later. It is refused on an older server, and while the database is stopped.
      - For O(kind=redis) and O(kind=libsql), the container starts with the saved password, so the module saves and deploys it.
      - It may contain letters, digits, and symbols except quotes, spaces, V($), V(!), V(/), V(\\), and V(`), which Dokploy cannot pass to the
        database. For O(kind=redis), only V(@%^_+-=:,.) are allowed as symbols. An empty password is refused.
    type: str
  root_password:
    description:
      - Password of C(root), for O(kind=mysql) and O(kind=mariadb). The rules of O(password) apply.
    type: str
  replica_set:
    description:
      - Start a replica set of one, for O(kind=mongo). A later change is refused.
    type: bool
  external_port:
    description:
      - Port of the host on which clients outside of the server reach the database. The port is open to everybody who reaches the host.
      - The module checks on the database's server that no running container publishes the port, and that no other database has it saved.
      - O(unset) closes it.
      - Before Dokploy v0.29.0, an update of a running database with a port requires O(update_config.order=stop-first), and is refused otherwise.
    type: int
  description:
    description:
      - Description of the database.
    type: str
  server:
    description:
      - Name or ID of the remote server on which to create the database. The default is Dokploy's own host.
      - Dokploy cannot move a database to another server, so a change is refused.
    type: str
  mounts:
    description:
      - Mounts of the container, beside the volume of the data that Dokploy creates. The module creates missing mounts and updates different
        ones. O(mounts[].mount_path) identifies a mount.
      - Mounts that are not in the list stay, unless O(exclusive_mounts=true).
    type: list
    elements: dict
    suboptions:
      # generated: options of dokploy_application: mounts.type
      type:
        description:
          - V(volume) is a Docker volume, which Docker creates where it is missing. V(bind) is a path of the host. V(file) is a file that
            Dokploy writes and keeps.
        type: str
        choices: [volume, bind, file]
        required: true
      # end of generated
      mount_path:
        description:
          - Path in the container.
        type: str
        required: true
        aliases: [target]
      # generated: options of dokploy_application: mounts.source, mounts.volume_name, mounts.host_path
      source:
        description:
          - Name of the volume or path on the host, depending on the type. Alternative to O(mounts[].volume_name) and O(mounts[].host_path).
        type: str
      volume_name:
        description:
          - Name of the volume. Required for O(mounts[].type=volume).
        type: str
      host_path:
        description:
          - Path on the host, which must exist. Required for O(mounts[].type=bind).
        type: str
      # end of generated
      file_path:
        description:
          - Path of the file in the directory where Dokploy keeps the database's files. Required for O(mounts[].type=file).
        type: str
      content:
        description:
          - Content of the file, for O(mounts[].type=file). The content is secret. Results and diffs do not show it.
        type: str
  exclusive_mounts:
    description:
      - Remove mounts that O(mounts) does not list. It is refused where it would detach the volume with the data.
    type: bool
    default: false
  unset:
    description:
      - Names of options to reset to Dokploy's own default, for example V(healthcheck), V(memory_limit), or V(external_port).
      - The task fails where it sets and unsets the same option.
    type: list
    elements: str
  deploy:
    description:
      - V(on_change) deploys where the difference requires it.
      - V(always) deploys each time. It always reports a change.
      - V(never) prevents deployments. RV(pending) lists the saved changes. A stopped database may still start, with the settings that it ran
        with. Refused for the first deployment, and where a password would be saved that the database does not know. Mutually exclusive with
        O(state=deployed).
    type: str
    choices: [on_change, always, never]
    default: on_change
  on_failure:
    description:
      - V(leave) keeps the failed state for inspection.
      - V(rollback) restores the values that this task changed, passwords and mounts too, and restores the previous state. A database in its
        first deployment is stopped. The task still fails.
    type: str
    choices: [leave, rollback]
    default: leave
  create:
    description:
      - Create a missing database. With V(false), a missing database is an error.
    type: bool
    default: true
  apply_pending:
    description:
      - Have O(state=restarted) deploy pending changes.
    type: bool
    default: false
  return_url:
    description:
      - Return RV(connection_url), with stars for the password. M(community.dokploy.dokploy_database_info) can return the password.
    type: bool
    default: false
  rename_to:
    description:
      - New name of the database. Where only a database with the new name exists, it counts as already renamed. The option never creates a
        database. The name of the Docker service stays the same.
    type: str
  move_to:
    description:
      - Target environment. The database keeps its service and its data. The option never creates a database.
      - O(environment) is required with O(name). It is the environment to move from.
      - A missing target is an error, and in check mode a warning. Mutually exclusive with O(state=absent).
    type: dict
    suboptions:
      # generated: options of dokploy_application: move_to.project, move_to.environment, move_to.environment_id
      project:
        description:
          - Name of the project. Required, unless O(move_to.environment_id) is given.
        type: str
      environment:
        description:
          - Name of the environment. Required, unless O(move_to.environment_id) is given.
        type: str
      environment_id:
        description:
          - ID of the environment, instead of the names. Required where two environments have the same name.
        type: str
      # end of generated
  remove_volumes:
    description:
      - Allow O(state=absent) to remove the mounted volumes with the data. By default, the module keeps all volumes, and RV(volumes_left)
        lists them.
      - Requires Dokploy v0.30.0 or later. On an older server with volumes, the task fails before the first write.
    type: bool
    default: false
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.env
  - community.dokploy.env.changes
  - community.dokploy.service
  - community.dokploy.waiting
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - O(backend=docker) is refused, because Dokploy would not know about the change. O(backend=auto) uses the API only.
  - The image reads O(database), O(user), O(password), and O(root_password) when the volume is empty, except for O(kind=redis) and
    O(kind=libsql). Where the saved values differ from those that the service was started with, RV(unverified) lists them, because the
    service does not show what the database knows.
  - With O(command) or O(args), O(kind=redis) does not get its password from Dokploy. Add C(--requirepass) to O(args).
  - Dokploy deploys a database at once and keeps no log of it. It answers when Docker has accepted the service. The module then waits for the
    container.
  - O(kind=libsql) has no O(args), O(ulimits), and O(stop_grace_period).
seealso:
  - module: community.dokploy.dokploy_database_info
  - module: community.dokploy.dokploy_application
  - module: community.dokploy.dokploy_project
  - ref: ansible_collections.community.dokploy.docsite.secrets
    description: Keep secrets out of playbooks, results, and logs.
"""

EXAMPLES = r"""
---
- name: Ensure the shop's database runs
  community.dokploy.dokploy_database:
    kind: postgres
    project: shop
    environment: production
    name: shop-db
    image: postgres:18
    database: shop
    user: shop
    password: "{{ vault_shop_db_password }}"
    memory_limit: 1G
  register: shop_db

- name: Give the backend the address of the database
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    env:
      DATABASE_HOST: "{{ shop_db.database.app_name }}"

- name: Rotate the password of the running database
  community.dokploy.dokploy_database:
    kind: postgres
    project: shop
    environment: production
    name: shop-db
    password: "{{ vault_shop_db_password_new }}"

- name: Ensure the cache runs and is reachable from outside of the server
  community.dokploy.dokploy_database:
    kind: redis
    project: shop
    environment: production
    name: cache
    image: redis:8
    password: "{{ vault_cache_password }}"
    external_port: 6380

- name: Close the port of the cache
  community.dokploy.dokploy_database:
    kind: redis
    project: shop
    environment: production
    name: cache
    unset: [external_port]

- name: Stop the database
  community.dokploy.dokploy_database:
    kind: postgres
    project: shop
    environment: production
    name: shop-db
    state: stopped

- name: Delete the cache with its data
  community.dokploy.dokploy_database:
    kind: redis
    project: shop
    environment: production
    name: cache
    state: absent
    remove_volumes: true
"""

RETURN = r"""
---
database:
  description:
    - The database as it is after the task, without its secrets. Contains the options that its kind has, by their names.
    - After a failure, only the keys that identify the database and its running replicas.
  type: dict
  returned: always
  contains:
    # generated: values of service database
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
      description: Value of O(image).
      type: str
      returned: when O(kind) is V(postgres), V(mysql), V(mariadb), V(mongo), or V(redis)
      sample: null
    database:
      description: Value of O(database).
      type: str
      returned: when O(kind) is V(postgres), V(mysql), or V(mariadb)
      sample: null
    user:
      description: Value of O(user).
      type: str
      returned: when O(kind) is V(postgres), V(mysql), V(mariadb), V(mongo), or V(libsql)
      sample: null
    external_port:
      description: Value of O(external_port).
      type: int
      returned: always
      sample: 1
    description:
      description: Value of O(description).
      type: str
      returned: always
      sample: Backend of the shop
    env_keys:
      description: Names of the keys of O(env). Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [DATABASE_URL, LOG_LEVEL]
    memory_limit:
      description: Value of O(memory_limit).
      type: str
      returned: always
      sample: 512M
    memory_reservation:
      description: Value of O(memory_reservation).
      type: str
      returned: always
      sample: 256M
    cpu_limit:
      description: Value of O(cpu_limit).
      type: str
      returned: always
      sample: "0.5"
    cpu_reservation:
      description: Value of O(cpu_reservation).
      type: str
      returned: always
      sample: "0.25"
    command:
      description: Value of O(command).
      type: str
      returned: always
      sample: null
    args:
      description: Value of O(args).
      type: list
      elements: str
      returned: when O(kind) is V(postgres), V(mysql), V(mariadb), V(mongo), or V(redis)
      sample: [--workers, '4']
    healthcheck:
      description: Value of O(healthcheck).
      type: dict
      returned: always
      sample: {test: [CMD, wget, -qO-, http://localhost:8080/health], interval: 10s}
    restart_config:
      description: Value of O(restart_config).
      type: dict
      returned: always
      sample: {condition: on-failure, max_attempts: 3}
    update_config:
      description: Value of O(update_config).
      type: dict
      returned: always
      sample: {parallelism: 1, order: start-first, failure_action: rollback}
    rollback_config:
      description: Value of O(rollback_config).
      type: dict
      returned: always
      sample: {parallelism: 1, order: start-first}
    stop_grace_period:
      description: Value of O(stop_grace_period).
      type: str
      returned: when O(kind) is V(postgres), V(mysql), V(mariadb), V(mongo), or V(redis)
      sample: 30s
    placement:
      description: Value of O(placement).
      type: dict
      returned: always
      sample: {constraints: [node.role==worker], preferences: [{spread: node.labels.zone}], replicas_max_per_node: 2}
    ulimits:
      description: Value of O(ulimits).
      type: list
      elements: dict
      returned: when O(kind) is V(postgres), V(mysql), V(mariadb), V(mongo), or V(redis)
      sample: [{name: nofile, soft: 65536, hard: 65536}]
    networks:
      description: Value of O(networks).
      type: list
      elements: dict
      returned: always
      sample: null
    managed_networks:
      description: Value of O(managed_networks), as names, or as IDs where the module did not read the names.
      type: list
      elements: str
      returned: always
      sample: [backend]
    dokploy_network:
      description: Value of O(dokploy_network).
      type: bool
      returned: always
      sample: true
    labels:
      description: Value of O(labels). The labels of this collection are left out.
      type: dict
      returned: always
      sample: {com.example.team: shop}
    replica_set:
      description: Value of O(replica_set).
      type: bool
      returned: when O(kind) is V(mongo)
      sample: true
    mounts:
      description: Values of O(mounts), of all that exist.
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
          description: Value of O(mounts[].type).
          type: str
          returned: always
          sample: volume
        mount_path:
          description: Value of O(mounts[].mount_path).
          type: str
          returned: always
          sample: /srv/uploads
        volume_name:
          description: Value of O(mounts[].volume_name).
          type: str
          returned: when the type is V(volume)
          sample: backend-uploads
        host_path:
          description: Value of O(mounts[].host_path).
          type: str
          returned: when the type is V(bind)
          sample: /srv/uploads
        file_path:
          description: Value of O(mounts[].file_path).
          type: str
          returned: when the type is V(file)
          sample: backend.conf
      sample:
        - type: volume
          mount_path: /srv/uploads
          volume_name: backend-uploads
    # end of generated
  sample: {id: hdoihUG0FmYC8GdoFEc-1, name: shop-db, app_name: shop-shop-db-x1y2z3, status: done, stored_image: "postgres:18"}
# generated: results of service database
previous:
  description: Previous values of the options that the task changed, by option name. Of secret dictionaries such as O(env), it contains the
    names that were added, removed, and changed.
  type: dict
  returned: always
  sample: {memory_limit: 512M}
actions:
  description: Actions of the task in order, or in check mode the actions of a real run.
  type: list
  elements: str
  returned: always
  sample: [update database, deploy database]
applied:
  description: Names of options with pending changes of others that an action of this task also applied.
  type: list
  elements: str
  returned: always
  sample: []
pending:
  description: Names of options with saved changes that are pending.
  type: list
  elements: str
  returned: always
  sample: [memory_limit]
unverified:
  description: Names of options that the module could not compare with what runs. They do not count as differences. V(service) means that
    the module could not see the service at all, for example because the API key cannot read Docker.
  type: list
  elements: str
  returned: always
  sample: [password]
phase:
  description:
    - Phase that the task reached. After success it is V(running), V(stopped), V(never_deployed), or V(absent), V(unknown) where the API key
      cannot read Docker, and with O(wait=false) also V(queued) or V(rolling).
    - Where the task was refused, it is the phase in which the module found the database, and empty where the module sent no request.
    - After a failure it is V(queued), V(building), V(rolling), V(unhealthy), V(swarm_rolled_back), V(stopping), V(removing), V(unreachable)
      where C(verify.url) does not answer, or V(unavailable) where Dokploy or Docker does not answer.
  type: str
  returned: always
  sample: running
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
  sample: [{task: x1y2z3, slot: shop-shop-db-x1y2z3.1, state: running, desired_state: running}]
backend:
  description: Interface that the module used, V(api) or V(docker).
  type: str
  returned: always
  sample: api
connection_url:
  description: URLs for clients. Without C(include_secrets=true) of the information module, stars replace the password.
  type: dict
  returned: with O(return_url=true), when the database exists
  contains:
    internal:
      description: For services on the same network.
      type: str
      returned: always
      sample: postgresql://shop:********@shop-shop-db-x1y2z3:5432/shop
    external:
      description: For clients outside of the server. V(null) without C(external_port), and where Dokploy does not know the server's
        address.
      type: str
      returned: always
      sample: postgresql://shop:********@192.0.2.10:15432/shop
  sample: {internal: "postgresql://shop:********@shop-shop-db-x1y2z3:5432/shop", external: null}
next_step:
  description: Suggestion for solving a failure. Empty without a failure, or where the module knows none.
  type: str
  returned: always
  sample: Start the database first, with its old password.
undone:
  description: Changes that the module rolled back after the failure. V(false) where the rollback failed too.
  type: raw
  returned: on failure, when O(on_failure=rollback) had changes to roll back
  sample: [restore database, deploy database]
volumes_left:
  description: Names of volumes that Dokploy leaves on the host, with their data.
  type: list
  elements: str
  returned: when O(state=absent) deleted the database
  sample: [shop-shop-db-x1y2z3-data]
volumes_removed:
  description: Names of removed volumes, with O(remove_volumes=true).
  type: list
  elements: str
  returned: when O(state=absent) deleted the database
  sample: []
container_log:
  description: End of the log of the container that failed last, with secrets masked. Where that log cannot be read, it is the log of a
    running container, which Dokploy selects. During an update it may be a container of the previous version.
  type: str
  returned: on failure, when there is one
  sample: "initdb: error: directory exists but is not empty"
candidates:
  description: The matches with their IDs, where a name has several.
  type: list
  elements: str
  returned: on failure, when a name has several matches
  sample: [mTcY8QxZ1LkP0nVwR5sJd (shop/production)]
# end of generated
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.database import database_module

DEFINITION = database_module()


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
