#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_backup_restore
short_description: Restore a backup into a database of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Restores a file of a backup into a running database, and waits for the end.
  - The file is the newest of a backup, or any file of a destination. The database may be another one than that of the backup, such as
    the database of the staging environment.
  - The module checks that the file exists and that the database runs, because Dokploy reports a restore of a missing file into MySQL or
    MariaDB as completed.
  - It restores databases. Restore Dokploy itself, and volumes, in the web pages of Dokploy.
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: none
    details:
      - Each task restores the file again and reports a change.
  async:
    support: full
options:
  postgres:
    description:
      - Name or ID of the PostgreSQL database to restore into. Mutually exclusive with the other kinds.
    type: str
  mysql:
    description:
      - Name or ID of the MySQL database to restore into. Mutually exclusive with the other kinds.
    type: str
  mariadb:
    description:
      - Name or ID of the MariaDB database to restore into. Mutually exclusive with the other kinds.
    type: str
  mongo:
    description:
      - Name or ID of the MongoDB database to restore into. Mutually exclusive with the other kinds.
    type: str
  libsql:
    description:
      - Name or ID of the libSQL database to restore into. Mutually exclusive with the other kinds.
    type: str
  compose:
    description:
      - Name or ID of the compose service with the database to restore into. Mutually exclusive with the other kinds.
    type: str
  project:
    description:
      - Name of the project of the service to restore into. Required where the service is given by its name.
    type: str
  # generated: options of dokploy_backup: environment
  environment:
    description:
      - Name of the environment of the service. Optional where the project has one environment.
    type: str
  # end of generated
  database:
    description:
      - "Name of the database within the service. Default: the database of the database service. Required with O(compose)."
    type: str
  database_type:
    description:
      - Kind of the database in the compose service. Required with O(compose).
    type: str
    choices: [postgres, mysql, mariadb, mongo]
  service_name:
    description:
      - Name of the service in the compose file. Required with O(compose).
    type: str
  user:
    description:
      - User of the database in the compose service, for PostgreSQL, MariaDB, and MongoDB.
    type: str
  password:
    description:
      - Password of the database in the compose service. Of C(root) for MySQL, and of the user for MariaDB and MongoDB.
    type: str
  backup:
    description:
      - Backup whose newest file to restore. Mutually exclusive with O(file).
      - RV(files) lists its files, also in check mode.
    type: dict
    suboptions:
      prefix:
        description:
          - Prefix of the backup. Required, unless O(backup.backup_id) is given.
        type: str
      backup_id:
        description:
          - ID of the backup, instead of its prefix and its service.
        type: str
      postgres:
        description:
          - Name or ID of the PostgreSQL database of the backup.
        type: str
      mysql:
        description:
          - Name or ID of the MySQL database of the backup.
        type: str
      mariadb:
        description:
          - Name or ID of the MariaDB database of the backup.
        type: str
      mongo:
        description:
          - Name or ID of the MongoDB database of the backup.
        type: str
      libsql:
        description:
          - Name or ID of the libSQL database of the backup.
        type: str
      compose:
        description:
          - Name or ID of the compose service of the backup.
        type: str
      project:
        description:
          - Name of the project of the backup.
        type: str
      environment:
        description:
          - Name of the environment of the backup. Optional where the project has one environment.
        type: str
  destination:
    description:
      - Name or ID of the destination with the file. Required with O(file).
    type: str
  file:
    description:
      - Path of the file in the bucket, as RV(community.dokploy.dokploy_backup#module:run.file) returns it. Requires O(destination).
    type: str
  force:
    description:
      - Allow the restore to replace the data in the database. The module refuses to restore otherwise.
      - The module cannot see whether the database is empty.
    type: bool
    default: false
  wait_timeout:
    description:
      - Maximum time in seconds to wait for the end of the restore. On a timeout the restore continues, and the task fails.
    type: int
    default: 3600
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - Dokploy restores as its pages do. For PostgreSQL, C(pg_restore --clean) replaces the tables that are in the file and keeps others.
    The dump is restored without its owners.
  - Stop the applications that write to the database during the restore.
  - A proxy in front of Dokploy must forward server-sent events without a time limit.
  - The module requires the permission to restore backups.
seealso:
  - module: community.dokploy.dokploy_backup
  - module: community.dokploy.dokploy_database
"""

EXAMPLES = r"""
---
- name: Restore the newest backup of production into staging
  community.dokploy.dokploy_backup_restore:
    project: shop
    environment: staging
    postgres: database
    backup:
      project: shop
      environment: production
      postgres: database
      prefix: shop/nightly
    force: true

- name: Restore a certain file
  community.dokploy.dokploy_backup_restore:
    project: shop
    environment: staging
    mariadb: database
    destination: Backups
    file: shop-database-ab12cd/shop/nightly/2026-11-26T03-00-00-561Z.sql.gz
    force: true
"""

RETURN = r"""
---
file:
  description: Path of the restored file in the bucket. In check mode the file that a real run restores.
  type: str
  returned: always
  sample: shop-database-ab12cd/shop/nightly/2026-11-26T03-00-00-561Z.sql.gz
files:
  description: Files of the backup, newest first, and at most 50 of them. With O(file), the files whose path contains it.
  type: list
  elements: str
  returned: always
  sample: [shop-database-ab12cd/shop/nightly/2026-11-26T03-00-00-561Z.sql.gz]
files_total:
  description: Number of these files that Dokploy lists.
  type: int
  returned: always
  sample: 7
destination:
  description: Name of the destination.
  type: str
  returned: always
  sample: Backups
service:
  description: The service that the module restored into.
  type: dict
  returned: always
  contains:
    kind:
      description: Its kind, such as V(postgres).
      type: str
      returned: always
      sample: postgres
    id:
      description: Its ID.
      type: str
      returned: always
      sample: FTtLg2IdmG8o-2XUT0KD2
    app_name:
      description: Its name in Docker.
      type: str
      returned: always
      sample: shop-database-ab12cd
    name:
      description: Its name.
      type: str
      returned: always
      sample: database
    environment:
      description: Name of its environment.
      type: str
      returned: always
      sample: staging
    project:
      description: Name of its project.
      type: str
      returned: always
      sample: shop
  sample: {kind: postgres, id: FTtLg2IdmG8o-2XUT0KD2, app_name: shop-database-ab12cd, name: database, environment: staging, project: shop}
log:
  description: Lines of the log of the restore, without secrets.
  type: list
  elements: str
  returned: always
  sample: [Starting restore..., Restore completed successfully!]
# generated: results of dokploy_application: actions
actions:
  description: Actions of the task in order, or in check mode the actions of a real run.
  type: list
  elements: str
  returned: always
  sample: [restore backup]
# end of generated
unverified:
  description: V(service) where the API key may not read whether the database runs.
  type: list
  elements: str
  returned: always
  sample: []
# generated: candidates
candidates:
  description: The matches with their IDs, where a name has several.
  type: list
  elements: str
  returned: on failure, when a name has several matches
  sample: [hdoihUG0FmYC8GdoFEc-1 (shop/production), Zt8nLx4QvW2mKbY6cRd1s (shop/production)]
# end of generated
# generated: results of dokploy_domain: next_step
next_step:
  description: Suggestion for solving a failure. Empty without a failure, or where the module knows none.
  type: str
  returned: always
  sample: ""
# end of generated
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.operation import operation_module
from ansible_collections.community.dokploy.plugins.module_utils._operations.backup_restore import RestoreBackup
from ansible_collections.community.dokploy.plugins.module_utils._resources.server import SERVER

DEFINITION = operation_module(SERVER, RestoreBackup)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
