#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_backup
short_description: Manage backups of databases in Dokploy, and of Dokploy itself
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - "Creates, changes, and removes backups of databases, which Dokploy makes at certain times: of a database service, or of a database
    in a compose service."
  - A backup has no name in Dokploy. The prefix of its files identifies it among the backups of its service.
  - The module validates O(cron), because Dokploy saves any text, and takes the kind of the database from its owner.
  - Only the options that the task sets are changed. A backup that exists already is adopted.
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
  prefix:
    description:
      - Prefix of the files in the bucket. It identifies the backup. Required, unless O(backup_id) is given.
      - The task fails where several backups of the service have it, and lists their IDs.
    type: str
  backup_id:
    description:
      - ID of the backup, instead of its prefix. With O(prefix), the task fails where the backup has another prefix.
    type: str
  postgres:
    description:
      - Name or ID of the PostgreSQL database that the backup belongs to. Mutually exclusive with the other owners.
    type: str
  web_server:
    description:
      - Back up Dokploy itself, which is its database and the directory C(/etc/dokploy). Mutually exclusive with the other owners.
      - Dokploy dumps the database in a container named C(dokploy-postgres). Where PostgreSQL runs elsewhere, each run fails.
    type: bool
    default: false
  mysql:
    description:
      - Name or ID of the MySQL database that the backup belongs to. Mutually exclusive with the other owners.
    type: str
  mariadb:
    description:
      - Name or ID of the MariaDB database that the backup belongs to. Mutually exclusive with the other owners.
    type: str
  mongo:
    description:
      - Name or ID of the MongoDB database that the backup belongs to. Mutually exclusive with the other owners.
    type: str
  libsql:
    description:
      - Name or ID of the libSQL database that the backup belongs to. Mutually exclusive with the other owners.
    type: str
  compose:
    description:
      - Name or ID of the compose service that the backup belongs to. Mutually exclusive with the other owners.
    type: str
  project:
    description:
      - Name of the project of the service that the backup belongs to. Required where the service is given by its name.
    type: str
  environment:
    description:
      - Name of the environment of the service. Optional where the project has one environment.
    type: str
  # generated: state of a record: backup
  state:
    description:
      - V(present) creates the backup where it does not exist, and changes the options that the task sets.
      - V(absent) removes it. The task changes nothing where it does not exist.
    type: str
    choices: [present, absent]
    default: present
  # end of generated
  cron:
    description:
      - The times, as five fields of cron, for example V(0 3 * * *), or six fields with seconds first. Required to create the backup.
    type: str
  destination:
    description:
      - Name or ID of the destination. Required to create the backup.
    type: str
  database:
    description:
      - Name of the database. Required to create the backup.
    type: str
  keep_latest_count:
    description:
      - Number of the newest backups to keep. V(0) keeps all.
    type: int
  enabled:
    description:
      - "Make the backup at these times. Default: V(true)."
    type: bool
  database_type:
    description:
      - Kind of the database in the compose service. Required with O(compose) to create the backup.
    type: str
    choices: [postgres, mysql, mariadb, mongo]
  service_name:
    description:
      - Name of the service in the compose file. Required with O(compose) to create the backup.
    type: str
  user:
    description:
      - User of the database in the compose service, for PostgreSQL, MariaDB and MongoDB.
    type: str
  password:
    description:
      - "Password of the database in the compose service: of root for MySQL, of the user for MariaDB and MongoDB. It is never returned."
    type: str
  include_encryption_key:
    description:
      - "Include the key with which Dokploy encrypts its secrets. Default: V(true)."
      - Requires Dokploy v0.29.14 or later.
    type: bool
  rename_to:
    description:
      - New prefix of the backup. The task fails where neither the old nor the new prefix exists.
    type: str
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
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - Dokploy removes the backups of a destination together with it.
seealso:
  - module: community.dokploy.dokploy_backup_info
  - module: community.dokploy.dokploy_destination
"""

EXAMPLES = r"""
---
- name: Back up the shop's database each night
  community.dokploy.dokploy_backup:
    project: shop
    postgres: database
    prefix: shop/nightly
    cron: 0 3 * * *
    destination: Company backups
    database: shop
    keep_latest_count: 7

- name: Back up a database of a compose service
  community.dokploy.dokploy_backup:
    project: shop
    compose: analytics
    prefix: analytics/nightly
    cron: 0 4 * * *
    destination: Company backups
    database: analytics
    database_type: mariadb
    service_name: db
    user: analytics
    password: "{{ vault_analytics_password }}"

- name: Back up Dokploy itself
  community.dokploy.dokploy_backup:
    web_server: true
    prefix: dokploy/nightly
    cron: 0 2 * * *
    destination: Company backups

- name: Back up the shop's database now, before a migration
  community.dokploy.dokploy_backup:
    project: shop
    postgres: database
    prefix: shop/nightly
    run: true
  register: backup

- name: Remove the backup
  community.dokploy.dokploy_backup:
    project: shop
    postgres: database
    prefix: shop/nightly
    state: absent
"""

RETURN = r"""
---
backup:
  description: Backup after the task, or as it would be in check mode, without its secrets. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
    id:
      description: ID of the backup.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: shop/nightly
    # generated: values of backup
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
    database:
      description: Value of O(database).
      type: str
      returned: always
      sample: shop
    keep_latest_count:
      description: Value of O(keep_latest_count).
      type: int
      returned: always
      sample: 7
    enabled:
      description: Value of O(enabled).
      type: bool
      returned: always
      sample: true
    database_type:
      description: Value of O(database_type).
      type: str
      returned: always
      sample: postgres
    service_name:
      description: Value of O(service_name).
      type: str
      returned: always
      sample: ""
    user:
      description: Value of O(user).
      type: str
      returned: always
      sample: ""
    include_encryption_key:
      description: Value of O(include_encryption_key).
      type: bool
      returned: always
      sample: true
    # end of generated
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, name: shop/nightly}
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
    file:
      description:
        - Path of the file in the bucket of the destination. It is the newest file of this day that is next to those of the backup.
        - V(null) where Dokploy could not list the files.
      type: str
      returned: success
      sample: shop-db-hgqmfv/shop/nightly/2026-11-26T03-00-00-120Z.sql.gz
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, status: done}
# generated: results of a record: create backup
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create backup]
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
from ansible_collections.community.dokploy.plugins.module_utils._resources.backup import BACKUP

DEFINITION = runnable_module(BACKUP)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
