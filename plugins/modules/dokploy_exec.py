#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_exec
short_description: Run a command in a container of a Dokploy service
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Runs a command in a running container of an application or a compose service, such as a database migration, and returns its exit code and output.
  - The module uses Dokploy's API. It creates a schedule that is disabled, runs it once, reads its log, and deletes the schedule with its log.
  - With O(backend=docker), the module runs the command through the Docker Engine of the task's host, in services of any kind.
options:
  project:
    description:
      - Name of the project. Required with O(name), unless O(environment_id) is given.
    type: str
  name:
    description:
      - Name of the application, or of another service where O(kind) says so. The task fails where it does not exist, or does not run.
    type: str
  kind:
    description:
      - Kind of the service. Without it, the module means an application, or a compose service where O(compose_id) is given.
      - Databases require O(backend=docker).
  service:
    description:
      - Name of one service in the compose file. Required where the file has several.
    type: str
  command:
    description:
      - Command for the shell of the container. Required, unless O(argv) is given.
      - Do not write secrets in it. Use O(env).
    type: str
  argv:
    description:
      - Command as a list of its words, which the module quotes for the shell.
    type: list
    elements: str
  shell:
    description:
      - Shell in the container that runs the command.
    type: str
    choices: [sh, bash]
    default: sh
  chdir:
    description:
      - Directory in the container to run the command in. Without it, the command runs in the working directory of the image.
    type: str
  creates:
    description:
      - Path in the container. If it exists, the module does not run the command.
    type: str
  removes:
    description:
      - Path in the container. If it does not exist, the module does not run the command.
    type: str
  env:
    description:
      - Additional environment variables of the command. The command also has those of the container.
      - Their values are secrets. While the command runs, Dokploy stores them, encoded and not encrypted, in its database and in the log of the schedule.
    type: dict
  command_timeout:
    description:
      - Maximum time in seconds that the command may run, from 1 to 86400. After it the command receives SIGTERM, and SIGKILL after 10 more seconds.
    type: int
    default: 300
  max_bytes:
    description:
      - Maximum size in bytes of RV(stdout) and of RV(stderr), from 1024 to 262144. The module returns their last lines.
    type: int
    default: 65536
extends_documentation_fragment:
  - community.dokploy.service_kind.every
  - community.dokploy.connection
  - community.dokploy.addressing
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
attributes:
  check_mode:
    support: partial
    details:
      - The module finds the container and does not run the command. It reports a change, because O(creates) and O(removes) need the container.
  diff_mode:
    support: none
  async:
    support: full
  idempotent:
    support: partial
    details:
      - With O(creates) or O(removes), and a command that makes or removes that path.
notes:
  - The API chooses the container. Where a service has several replicas, it is any of them that runs on the Docker host that Dokploy asks.
  - The image must have the shell. The command has no standard input.
  - The module masks the secrets of the service and of O(env) in the output. The output of a command can hold other secrets; use C(no_log) for it.
  - The module fails where the exit code is not 0. Use C(failed_when) with RV(rc) to accept others.
  - A task that is killed can leave its schedule. It is disabled, its name begins with C(dokploy_exec), and the next task on the service deletes it
    after one hour.
seealso:
  - module: community.dokploy.dokploy_schedule
  - module: community.dokploy.dokploy_logs
"""

EXAMPLES = r"""
---
- name: Migrate the database before the new version starts
  community.dokploy.dokploy_exec:
    project: shop
    environment: production
    name: backend
    command: ./manage.py migrate --noinput
    chdir: /app
    command_timeout: 900
  register: migration

- name: Load the first data once
  community.dokploy.dokploy_exec:
    project: shop
    environment: production
    name: backend
    argv: [./manage.py, loaddata, first.json]
    creates: /data/.loaded

- name: Run a command in one service of a compose file
  community.dokploy.dokploy_exec:
    project: shop
    environment: production
    name: tools
    kind: compose
    service: worker
    command: 'report --to "$RECIPIENT"'
    env:
      RECIPIENT: "{{ vault_recipient }}"

- name: Show the size of a database, on Dokploy's host
  community.dokploy.dokploy_exec:
    backend: docker
    kind: postgres
    app_name: shop-db-x1y2z3
    argv: [psql, -U, shop, -Atc, "select pg_database_size('shop')"]
  become: true
"""

RETURN = r"""
---
service:
  description: Service of the container. V(null) where it was not found. With O(backend=docker) it has only C(kind) and C(app_name).
  type: dict
  returned: always
  # generated: identity of a service
  contains:
    kind:
      description: Its kind, such as V(application), V(postgres), or V(compose).
      type: str
      returned: success
      sample: application
    id:
      description: Its ID.
      type: str
      returned: success
      sample: hdoihUG0FmYC8GdoFEc-1
    app_name:
      description: Name of its Docker service.
      type: str
      returned: success
      sample: shop-backend-x1y2z3
    name:
      description: Its name.
      type: str
      returned: success
      sample: backend
    environment:
      description: Name of its environment.
      type: str
      returned: success
      sample: production
    project:
      description: Name of its project.
      type: str
      returned: success
      sample: shop
  sample:
    kind: application
    id: hdoihUG0FmYC8GdoFEc-1
    app_name: shop-backend-x1y2z3
    name: backend
    environment: production
    project: shop
  # end of generated
backend:
  description: V(api), or V(docker) where a Docker Engine ran the command.
  type: str
  returned: always
  sample: api
actions:
  description: V(run command), or nothing.
  type: list
  elements: str
  returned: always
  sample: [run command]
ran:
  description: Whether the command was run.
  type: bool
  returned: always
  sample: true
rc:
  description: Exit code of the command. V(124) where it ran too long, V(0) where O(creates), O(removes) or check mode prevented it, and V(null) where
    it could not be run.
  type: int
  returned: always
  sample: 0
stdout:
  description: End of its standard output.
  type: str
  returned: always
  sample: "Applying shop.0042_prices... OK"
stderr:
  description: End of its standard error.
  type: str
  returned: always
  sample: ""
stdout_lines:
  description: Lines of RV(stdout).
  type: list
  elements: str
  returned: always
  sample: ["Applying shop.0042_prices... OK"]
stderr_lines:
  description: Lines of RV(stderr).
  type: list
  elements: str
  returned: always
  sample: []
truncated:
  description: Streams of which the first lines are missing, because of O(max_bytes).
  type: list
  elements: str
  returned: always
  sample: []
# generated: results of dokploy_application: next_step
next_step:
  description: Suggestion for solving a failure. Empty without a failure, or where the module knows none.
  type: str
  returned: always
  sample: See stdout and stderr in this result.
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
from ansible_collections.community.dokploy.plugins.module_utils._module.operation import operation_module
from ansible_collections.community.dokploy.plugins.module_utils._operations.exec import RunCommand
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, RunCommand)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
