#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_volume_backup
short_description: Manage volume backups of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates, changes, renames, and removes backups of Docker volumes, which Dokploy makes at certain times.
  - The module checks the times and the name of the volume, because Dokploy stores any text. It does not check that the volume exists.
  - Only the options that the task sets are changed. A volume backup that exists already is adopted.
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
    details:
      - O(run=true) starts a run in each task.
  async:
    support: full
options:
  name:
    description:
      - Name of the volume backup. Required, unless O(volume_backup_id) is given.
      - The task fails where several have this name, and lists their IDs.
    type: str
  volume_backup_id:
    description:
      - ID of the volume backup, instead of its name. With O(name), the task fails where the volume backup has another name.
    type: str
  application:
    description:
      - Name or ID of the application that the volume backup belongs to. Mutually exclusive with the other owners.
    type: str
  compose:
    description:
      - Name or ID of the compose service that the volume backup belongs to. Mutually exclusive with the other owners.
    type: str
  postgres:
    description:
      - Name or ID of the PostgreSQL database that the volume backup belongs to. Mutually exclusive with the other owners.
    type: str
  mysql:
    description:
      - Name or ID of the MySQL database that the volume backup belongs to. Mutually exclusive with the other owners.
    type: str
  mariadb:
    description:
      - Name or ID of the MariaDB database that the volume backup belongs to. Mutually exclusive with the other owners.
    type: str
  mongo:
    description:
      - Name or ID of the MongoDB database that the volume backup belongs to. Mutually exclusive with the other owners.
    type: str
  redis:
    description:
      - Name or ID of the Redis database that the volume backup belongs to. Mutually exclusive with the other owners.
    type: str
  libsql:
    description:
      - Name or ID of the libSQL database that the volume backup belongs to. Mutually exclusive with the other owners.
    type: str
  project:
    description:
      - Name of the project of the service that the volume backup belongs to. Required where the service is given by its name.
    type: str
  # generated: options of dokploy_backup: environment
  environment:
    description:
      - Name of the environment of the service. Optional where the project has one environment.
    type: str
  # end of generated
  # generated: state of a record: volume backup
  state:
    description:
      - V(present) creates the volume backup where it does not exist, and changes the options that the task sets.
      - V(absent) removes it. The task changes nothing where it does not exist.
    type: str
    choices: [present, absent]
    default: present
  # end of generated
  cron:
    description:
      - The times, as five fields of cron, for example V(0 3 * * *), or six fields with seconds first. Required to create the volume backup.
    type: str
  destination:
    description:
      - Name or ID of the destination. Required to create the volume backup.
    type: str
  volume_name:
    description:
      - Name of the Docker volume. Required to create the volume backup.
    type: str
  prefix:
    description:
      - Prefix of the files in the bucket. An empty text makes it V(/).
    type: str
  # generated: options of dokploy_backup: keep_latest_count
  keep_latest_count:
    description:
      - Number of the newest backups to keep. V(0) keeps all.
    type: int
  # end of generated
  turn_off:
    description:
      - Stop the service during the backup.
    type: bool
  # generated: options of dokploy_backup_restore: service_name
  service_name:
    description:
      - Name of the service in the compose file. Required with O(compose).
    type: str
  # end of generated
  enabled:
    description:
      - "Make the backup at these times. Dokploy's default is V(true)."
    type: bool
  rename_to:
    description:
      - New name of the volume backup. The task fails where neither the old nor the new name exists.
    type: str
  # generated: options of dokploy_backup: run, wait_timeout
  run:
    description:
      - Run the backup now, in addition to its schedule, and wait for the result. The task fails where the run fails, and RV(run) contains the log.
      - Not idempotent. Each task with V(true) starts a run and reports a change.
      - Mutually exclusive with O(state=absent).
    type: bool
    default: false
  wait_timeout:
    description:
      - Maximum time in seconds to wait for the end of the run. Used only with O(run=true). On a timeout the run continues, and the task fails.
    type: int
    default: 3600
  # end of generated
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_volume_backup_info
  - module: community.dokploy.dokploy_destination
"""

EXAMPLES = r"""
---
- name: Back up the uploads of the backend each night
  community.dokploy.dokploy_volume_backup:
    project: shop
    application: backend
    name: Uploads
    cron: 0 3 * * *
    volume_name: shop-uploads
    destination: Company backups
    keep_latest_count: 7

- name: Remove the volume backup
  community.dokploy.dokploy_volume_backup:
    project: shop
    application: backend
    name: Uploads
    state: absent
"""

RETURN = r"""
---
volume_backup:
  description:
    - Volume backup after the task, or as it would be in check mode. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
    id:
      description: ID of the volume backup.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: Uploads
    # generated: values of volume_backup
    cron:
      description: Value of O(cron).
      type: str
      returned: always
      sample: "0 3 * * *"
    destination:
      description: Value of O(destination).
      type: str
      returned: always
      sample: Company backups
    volume_name:
      description: Value of O(volume_name).
      type: str
      returned: always
      sample: shop-uploads
    prefix:
      description: Value of O(prefix).
      type: str
      returned: always
      sample: "/"
    keep_latest_count:
      description: Value of O(keep_latest_count).
      type: int
      returned: always
      sample: 7
    turn_off:
      description: Value of O(turn_off).
      type: bool
      returned: always
      sample: false
    service_name:
      description: Value of O(service_name).
      type: str
      returned: always
      sample: text
    enabled:
      description: Value of O(enabled).
      type: bool
      returned: always
      sample: true
    # end of generated
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, name: Uploads}
# generated: results of dokploy_schedule: run
run:
  description: The run of O(run=true). A failed task contains it, too.
  type: dict
  returned: with O(run=true), except in check mode
  contains:
    id:
      description: ID of its entry among the deployments of Dokploy.
      type: str
      returned: always
      sample: mTcY8QxZ1LkP0nVwR5sJd
    status:
      description: V(done), V(error), or V(cancelled).
      type: str
      returned: always
      sample: done
    error:
      description: Error message of Dokploy, usually empty. The log contains the reason.
      type: str
      returned: always
      sample: ""
    started_at:
      description: Start of the run, as an ISO 8601 timestamp.
      type: str
      returned: always
      sample: "2026-11-26T03:00:00.000Z"
    finished_at:
      description: End of the run, as an ISO 8601 timestamp.
      type: str
      returned: always
      sample: "2026-11-26T03:00:07.000Z"
    log:
      description: The end of its log, without known secrets. V(null) where the version of Dokploy cannot show it, such as v0.28.8.
      type: str
      returned: always
      sample: "Starting backup process...\nBackup done"
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, status: done}
# end of generated
# generated: results of a record: create volume_backup
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create volume_backup]
previous:
  description: Previous values of the options that the task changed. Of secret dictionaries, only the names that were added, removed, and changed.
  type: dict
  returned: always
  sample: {}
unverified:
  description: Options that the module could not compare.
  type: list
  elements: str
  returned: always
  sample: []
next_step:
  description: What to do about a failure. Empty where nothing is known.
  type: str
  returned: always
  sample: ""
candidates:
  description: IDs of the records that have the name.
  type: list
  elements: str
  returned: on failure, when several have the name
  sample: [mTcY8QxZ1LkP0nVwR5sJd]
# end of generated
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.runnable import runnable_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.volume_backup import VOLUME_BACKUP

DEFINITION = runnable_module(VOLUME_BACKUP)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
