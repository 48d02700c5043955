#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_mount
short_description: Manage mounts of services in Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates, changes, and removes one mount of an application or a database, for people who manage the mount and not the service.
  - O(mount_path) identifies a mount. A mount that exists already is adopted.
  - A change to a running application reloads it, and a change to a running database deploys it again, because the containers get the mount
    only then. For a service that does not run, the module only saves the mount.
  - Only the options that the task sets are changed.
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
  application:
    description:
      - Name of the application, or its ID without O(project). Exactly one of the options that name a service is required.
    type: str
  postgres:
    description:
      - Name of the PostgreSQL database, or its ID without O(project).
    type: str
  mysql:
    description:
      - Name of the MySQL database, or its ID without O(project).
    type: str
  mariadb:
    description:
      - Name of the MariaDB database, or its ID without O(project).
    type: str
  mongo:
    description:
      - Name of the MongoDB database, or its ID without O(project).
    type: str
  redis:
    description:
      - Name of the Redis database, or its ID without O(project).
    type: str
  libsql:
    description:
      - Name of the libSQL database, or its ID without O(project).
    type: str
  state:
    description:
      - V(present) creates the mount where it does not exist, and changes the options that the task sets. The service must exist.
      - V(absent) removes the mount. The task changes nothing where the mount or its service does not exist.
    type: str
    choices: [present, absent]
    default: present
  type:
    description:
      - V(volume) is a Docker volume, which Docker creates where it is missing. V(bind) is a path of the host. V(file) is a file that
        Dokploy writes and keeps.
      - Required with O(state=present).
    type: str
    choices: [volume, bind, file]
  mount_path:
    description:
      - Path in the container.
    type: str
    required: true
    aliases: [target]
  source:
    description:
      - Name of the volume or path on the host, depending on the type. Alternative to O(volume_name) and O(host_path).
    type: str
  volume_name:
    description:
      - Name of the volume. Required for O(type=volume).
    type: str
  host_path:
    description:
      - Path on the host, which must exist. Required for O(type=bind).
    type: str
  file_path:
    description:
      - Path of the file in the directory where Dokploy keeps the service's files, for example V(nginx.conf). Required for
        O(type=file).
    type: str
  content:
    description:
      - Content of the file, for O(type=file). Render templates with P(ansible.builtin.template#lookup).
      - The content is secret, because such files often contain passwords. Results and diffs do not show it.
      - The module cannot see in what runs whether others changed it. A change by this task is applied.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.part
  - community.dokploy.part.rollout
  - community.dokploy.waiting
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - The module and the list O(community.dokploy.dokploy_application#module:mounts) of the service follow the same description. The list
    leaves a mount alone that it does not name, so both can manage the same service. With
    O(community.dokploy.dokploy_application#module:exclusive_mounts), the list removes each mount that it does not name, also one of this
    module.
  - While another deployment of the service runs, the module waits for it, up to O(queue_timeout).
seealso:
  - module: community.dokploy.dokploy_mount_info
  - module: community.dokploy.dokploy_application
  - module: community.dokploy.dokploy_database
"""

EXAMPLES = r"""
---
- name: Ensure the backend keeps its uploads in a volume
  community.dokploy.dokploy_mount:
    project: shop
    environment: production
    application: backend
    type: volume
    volume_name: shop-uploads
    mount_path: /var/lib/uploads

- name: Ensure the database reads its settings from a file
  community.dokploy.dokploy_mount:
    project: shop
    environment: production
    mariadb: orders
    type: file
    file_path: orders.cnf
    content: |
      [mysqld]
      max_connections = 200
    mount_path: /etc/mysql/conf.d/orders.cnf

- name: Detach the volume of the uploads
  community.dokploy.dokploy_mount:
    project: shop
    environment: production
    application: backend
    mount_path: /var/lib/uploads
    state: absent
"""

RETURN = r"""
---
mount:
  description: Mount after the task, or as it would be in check mode, without the content of a file. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
    id:
      description: ID of the mount. V(null) in check mode, where it does not exist yet.
      type: str
      returned: always
      sample: mTcY8QxZ1LkP0nVwR5sJd
    type:
      description: Value of O(type).
      type: str
      returned: always
      sample: volume
    mount_path:
      description: Value of O(mount_path).
      type: str
      returned: always
      sample: /var/lib/shop
    volume_name:
      description: Value of O(volume_name).
      type: str
      returned: when the type is V(volume)
      sample: shop-data
    host_path:
      description: Value of O(host_path).
      type: str
      returned: when the type is V(bind)
      sample: /srv/shop
    file_path:
      description: Value of O(file_path).
      type: str
      returned: when the type is V(file)
      sample: orders.cnf
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, type: volume, mount_path: /var/lib/shop, volume_name: shop-data}
service:
  description: Service that the mount belongs to. V(null) where it was not found.
  type: dict
  returned: always
  # generated: identity of an application
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
      description: Full name of its Docker service.
      type: str
      returned: always
      sample: shop-backend-x1y2z3
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
    status:
      description: Status that Dokploy shows for it.
      type: str
      returned: always
      sample: done
  sample:
    id: hdoihUG0FmYC8GdoFEc-1
    name: backend
    app_name: shop-backend-x1y2z3
    project: shop
    environment: production
    status: done
  # end of generated
previous:
  description: Previous values of the mount, as far as the task changed it. Secrets are hidden.
  type: dict
  returned: always
  sample: {}
# generated: results of dokploy_application: actions
actions:
  description: Actions of the task in order, or in check mode the actions of a real run.
  type: list
  elements: str
  returned: always
  sample: [create mount /var/lib/uploads, reload application]
# end of generated
# generated: results of dokploy_domain: applied, pending, unverified, phase, containers, build_log, container_log, undone, rolled_back, next_step
applied:
  description: Saved options that the action applied and that the task did not change.
  type: list
  elements: str
  returned: always
  sample: []
pending:
  description: Saved changes that do not run yet.
  type: list
  elements: str
  returned: always
  sample: []
unverified:
  description: Options that the module could not compare.
  type: list
  elements: str
  returned: always
  sample: []
phase:
  description:
    - Phase that the task reached. After success it is V(running), V(stopped), V(never_deployed), or V(absent), V(unknown) where the API key
      cannot read Docker, and with O(wait=false) also V(queued) or V(rolling).
    - Where the task was refused, it is the phase in which the module found the application, and empty where the module sent no request.
    - After a failure it is V(queued), V(building), V(rolling), V(unhealthy), V(swarm_rolled_back), V(stopping), V(removing), V(unreachable)
      where an address does not answer, or V(unavailable) where Dokploy or Docker does not answer.
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
  sample:
    - task: q2r6vd0d4x1bm5v0s8b1u7f3c
      slot: shop-backend-x1y2z3.1
      image: registry.example.com/shop/backend:1.4.2
      state: running
      desired_state: running
      age: 34
      node: manager-1
      error: ""
build_log:
  description: End of the deployment's log, with secrets masked.
  type: str
  returned: on failure, when there is one
  sample: "ERROR: failed to solve: process \"/bin/sh -c npm ci\" did not complete successfully: exit code: 1"
container_log:
  description:
    - End of the log of a running container, with secrets masked. Dokploy selects the container. During an update it may be a container of
      the previous version.
  type: str
  returned: on failure, when there is one
  sample: "Error: connect ECONNREFUSED 10.0.1.5:5432"
undone:
  description: Changes that the module rolled back after the failure. V(false) where the rollback failed too.
  type: raw
  returned: on failure, when O(on_failure=rollback) had changes to roll back
  sample: [restore application, reload application]
rolled_back:
  description: Whether the application runs an image from a rollback in Dokploy that this task did not undo, because the task changed
    nothing itself.
  type: bool
  returned: when it is true
  sample: true
next_step:
  description: Suggestion for solving a failure. Empty without a failure, or where the module knows none.
  type: str
  returned: always
  sample: ""
# end of generated
# generated: candidates
candidates:
  description: The matches with their IDs, where a name has several.
  type: list
  elements: str
  returned: on failure, when a name has several matches
  sample: [hdoihUG0FmYC8GdoFEc-1 (shop/production), Zt8nLx4QvW2mKbY6cRd1s (shop/production)]
# end of generated
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.part import part_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.parts import PARTS

DEFINITION = part_module(PARTS["mount"])


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
