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
      - The module reports the same actions as a real run. A missing project or environment is a warning, because an earlier task would have
        created it.
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
  environment_id:
    description:
      - ID of the environment, instead of O(project) and O(environment).
    type: str
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
      type:
        description:
          - V(volume) is a Docker volume, which Docker creates where it is missing. V(bind) is a path of the host. V(file) is a file that
            Dokploy writes and keeps.
        type: str
        choices: [volume, bind, file]
        required: true
      mount_path:
        description:
          - Path in the container.
        type: str
        required: true
        aliases: [target]
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
    id:
      description: Its ID.
      type: str
      returned: when it exists
      sample: hdoihUG0FmYC8GdoFEc-1
    name:
      description: Its name.
      type: str
      returned: when it exists
      sample: shop-db
    app_name:
      description: The name of its Docker service, by which other services reach it.
      type: str
      returned: when it exists
      sample: shop-shop-db-x1y2z3
    status:
      description: Dokploy's own status, which is not proof that it runs. See RV(phase).
      type: str
      returned: when it exists
      sample: done
    stored_image:
      description: The saved image.
      type: str
      returned: when it exists
      sample: postgres:18
    running_image:
      description: The image that runs. V(null) where it was never deployed.
      type: str
      returned: when it exists
      sample: postgres:18
  sample: {id: hdoihUG0FmYC8GdoFEc-1, name: shop-db, app_name: shop-shop-db-x1y2z3, status: done, stored_image: "postgres:18"}
connection_url:
  description: The URLs for clients, with stars for the password.
  type: dict
  returned: with O(return_url=true), when the database exists
  contains:
    internal:
      description: For services on the same network.
      type: str
      returned: always
      sample: postgresql://shop:********@shop-shop-db-x1y2z3:5432/shop
    external:
      description: For clients outside of the server. V(null) without O(external_port), and where Dokploy does not know the server's address.
      type: str
      returned: always
      sample: postgresql://shop:********@192.0.2.10:15432/shop
  sample: {internal: "postgresql://shop:********@shop-shop-db-x1y2z3:5432/shop", external: null}
previous:
  description: The values before, of the options that the task changed. Secrets are not shown.
  type: dict
  returned: always
  sample: {memory_limit: 512M}
actions:
  description: What the task did, or in check mode would do, in this order.
  type: list
  elements: str
  returned: always
  sample: [update database, deploy database]
applied:
  description: Changes of others that the deployment of this task also applied.
  type: list
  elements: str
  returned: always
  sample: []
pending:
  description: Options whose saved values do not run yet.
  type: list
  elements: str
  returned: always
  sample: [memory_limit]
unverified:
  description: What the module could not check, for example a password that only the database itself knows.
  type: list
  elements: str
  returned: always
  sample: [password]
phase:
  description:
    - V(running), V(stopped), V(never_deployed), or V(absent), by what runs and not by Dokploy's status.
    - On failure the step that failed, for example V(building), V(rolling), V(unhealthy), or V(swarm_rolled_back).
  type: str
  returned: always
  sample: running
containers:
  description: The tasks of the service, without their environment variables.
  type: list
  elements: dict
  returned: always
  sample: [{task: x1y2z3, slot: shop-shop-db-x1y2z3.1, state: running, desired_state: running}]
backend:
  description: The backend that was used, which is V(api).
  type: str
  returned: always
  sample: api
volumes_left:
  description: Volumes that the removed database leaves on its server, with the data.
  type: list
  elements: str
  returned: with O(state=absent), when the database existed
  sample: [shop-shop-db-x1y2z3-data]
volumes_removed:
  description: Volumes that were removed.
  type: list
  elements: str
  returned: with O(state=absent), when the database existed
  sample: []
container_log:
  description: End of the log of the container that failed last, with secrets masked.
  type: str
  returned: on failure, when there is one
  sample: "initdb: error: directory exists but is not empty"
undone:
  description: What O(on_failure=rollback) restored. V(false) where that failed, too.
  type: raw
  returned: on failure, with O(on_failure=rollback)
  sample: [restore database, deploy database]
next_step:
  description: What to do about a failure. Empty where there was none.
  type: str
  returned: always
  sample: Start the database first, with its old password.
candidates:
  description: The matches with their IDs, where a name has several.
  type: list
  elements: str
  returned: on failure, when a name fits several
  sample: [mTcY8QxZ1LkP0nVwR5sJd (shop/production)]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.database import database_module
from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run

DEFINITION = database_module()


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
