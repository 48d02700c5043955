#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_schedule
short_description: Manage schedules of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - "Creates, changes, renames, and removes schedules, which run a command at certain times: in a container of an application, in a
    container of a compose service, on a remote server, or on the host of Dokploy."
  - The module checks the times and the time zone, because Dokploy stores any text and never runs a schedule that it cannot read.
  - Only the options that the task sets are changed. A schedule that exists already is adopted.
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
      - Name of the schedule. Required, unless O(schedule_id) is given.
      - The task fails where several have this name, and lists their IDs.
    type: str
  schedule_id:
    description:
      - ID of the schedule, instead of its name. With O(name), the task fails where the schedule has another name.
    type: str
  application:
    description:
      - Name or ID of the application in whose container the command runs. Mutually exclusive with O(compose) and O(server).
    type: str
  compose:
    description:
      - Name or ID of the compose service in whose container the command runs. Requires O(service_name).
    type: str
  server:
    description:
      - Name or ID of the remote server on which the command runs. Without O(application), O(compose), and O(server), it runs on the
        host of Dokploy.
    type: str
  project:
    description:
      - Name of the project of the service that the schedule belongs to. Required where the service is given by its name.
    type: str
  # generated: options of dokploy_backup: environment
  environment:
    description:
      - Name of the environment of the service. Optional where the project has one environment.
    type: str
  # end of generated
  # generated: state of a record: schedule
  state:
    description:
      - V(present) creates the schedule where it does not exist, and changes the options that the task sets.
      - V(absent) removes it. The task changes nothing where it does not exist.
    type: str
    choices: [present, absent]
    default: present
  # end of generated
  cron:
    description:
      - The times, as five fields of cron, for example V(0 3 * * *), or six fields with seconds first. Required to create the schedule.
    type: str
  timezone:
    description:
      - Time zone of the times, for example V(Europe/Berlin). An empty text clears it, and Dokploy uses UTC.
      - Requires Dokploy v0.28.8 or later.
    type: str
  command:
    description:
      - The command, which runs in a container. Required to create the schedule of an application or a compose service, unless O(script) is given.
      - On the host of Dokploy and on servers Dokploy never runs the command, and reports success. The module refuses it there.
    type: str
  script:
    description:
      - The script, for schedules of the host of Dokploy and of servers. Required to create them. An empty text clears it.
    type: str
  shell:
    description:
      - The shell that runs the command. Dokploy uses V(bash) by default.
    type: str
    choices: [bash, sh]
  service_name:
    description:
      - Name of the service in the compose file.
    type: str
  enabled:
    description:
      - "Run the command at these times. Dokploy's default is V(true)."
    type: bool
  description:
    description:
      - A description. An empty text clears it.
      - Requires Dokploy v0.29.14 or later.
    type: str
  rename_to:
    description:
      - New name of the schedule. The task fails where neither the old nor the new name exists.
    type: str
  run:
    description:
      - Run the command now, in addition to its schedule, and wait for the result. The task fails where the run fails, and RV(run) contains the log.
      - Not idempotent. Each task with V(true) starts a run and reports a change.
      - Mutually exclusive with O(state=absent).
    type: bool
    default: false
  # generated: options of dokploy_backup: wait_timeout
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
  - module: community.dokploy.dokploy_schedule_info
  - module: community.dokploy.dokploy_application
"""

EXAMPLES = r"""
---
- name: Clear the cache of the backend each night
  community.dokploy.dokploy_schedule:
    project: shop
    application: backend
    name: Clear the cache
    cron: 0 3 * * *
    timezone: Europe/Berlin
    command: rm -rf /tmp/cache

- name: Pause the schedule
  community.dokploy.dokploy_schedule:
    project: shop
    application: backend
    name: Clear the cache
    enabled: false

- name: Run the command now
  community.dokploy.dokploy_schedule:
    project: shop
    application: backend
    name: Clear the cache
    run: true

- name: Remove the schedule
  community.dokploy.dokploy_schedule:
    project: shop
    application: backend
    name: Clear the cache
    state: absent
"""

RETURN = r"""
---
schedule:
  description:
    - Schedule after the task, or as it would be in check mode. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
    id:
      description: ID of the schedule.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: Clear the cache
    # generated: values of schedule
    cron:
      description: Value of O(cron).
      type: str
      returned: always
      sample: "0 3 * * *"
    timezone:
      description: Value of O(timezone).
      type: str
      returned: always
      sample: Europe/Berlin
    command:
      description: Value of O(command).
      type: str
      returned: always
      sample: rm -rf /tmp/cache
    script:
      description: Value of O(script).
      type: str
      returned: always
      sample: text
    shell:
      description: Value of O(shell).
      type: str
      returned: always
      sample: bash
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
    description:
      description: Value of O(description).
      type: str
      returned: always
      sample: text
    # end of generated
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, name: Clear the cache}
run:
  description: The run of O(run=true). A failed task contains it, too.
  type: dict
  returned: with O(run=true), except in check mode
  contains:
    # generated: results of dokploy_backup: run.id
    id:
      description: ID of its entry among the deployments of Dokploy.
      type: str
      returned: always
      sample: mTcY8QxZ1LkP0nVwR5sJd
    # end of generated
    status:
      description: V(done), V(error), or V(cancelled).
      type: str
      returned: always
      sample: done
    # generated: results of dokploy_backup: run.error, run.started_at, run.finished_at, run.log
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
    # end of generated
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, status: done}
# generated: results of a record: create schedule
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create schedule]
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
from ansible_collections.community.dokploy.plugins.module_utils._resources.schedule import SCHEDULE

DEFINITION = runnable_module(SCHEDULE)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
