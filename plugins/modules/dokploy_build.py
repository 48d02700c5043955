#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_build
short_description: End what an application of Dokploy builds or waits for
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Ends the build of an application of a Dokploy server that is under way, drops its deployments that wait in the server's queue, or
    both. Afterwards it looks whether the build really ended.
  - Where there is nothing to end, nothing is changed.
  - B(Dokploy ends all Docker builds of a host at once.) The queue is read before that, and again just before and just after. Where
    another application builds on that host, or that cannot be known, the task is refused and names it, unless O(force=true). What was
    hit all the same is named in RV(hit).
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: partial
    details:
      - With O(requeue=true) deployments are dropped and begun again each time that some wait.
  async:
    support: full
options:
  state:
    description:
      - V(killed) ends the build that is under way. V(queue_cleaned) drops this application's waiting deployments, and leaves what
        runs. V(cancelled) does both, in the order that nothing takes the place of what was killed.
    type: str
    choices: [killed, queue_cleaned, cancelled]
    required: true
  requeue:
    description:
      - Whether the deployments that were dropped are begun again in the end, in their order, with their titles and descriptions. They
        go to the end of the queue.
      - This is never idempotent. As long as deployments wait, each run drops and begins them again.
    type: bool
    default: false
  host_processes:
    description:
      - Whether the processes of this application's clone or build are ended on the host of this task, instead of Dokploy's way.
        That hits no other application, and also ends what Dokploy cannot end, such as a clone from a silent Git server.
      - The task must run on the host that builds, which is Dokploy's own, or the application's server or build server. It usually
        needs C(become). Only Linux is supported.
    type: bool
    default: false
  force:
    description:
      - Whether the builds of other applications on that host may be ended, too, or what is ended need not be known.
    type: bool
    default: false
  end_timeout:
    description:
      - For how many seconds the end of what was killed is awaited.
    type: int
    default: 60
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.addressing
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - Dokploy ends C(docker build) alone. A clone, a pull, a push, and builds with Heroku's or Paketo's buildpacks go on, and those on a
    build server, too. The task is refused, or fails when O(end_timeout) is over, and O(host_processes) helps.
  - A deployment whose row says V(running) though the queue has no job of it is nothing that can be ended. The task warns of it.
    M(community.dokploy.dokploy_deployment) with O(community.dokploy.dokploy_deployment#module:state=absent) removes the row.
  - Docker itself knows nothing of whose build is whose. A build that somebody began outside of Dokploy on that host is ended,
    too, and not named.
seealso:
  - module: community.dokploy.dokploy_deployment
  - module: community.dokploy.dokploy_deployment_info
"""

EXAMPLES = r"""
---
- name: Neither the build that hangs, nor what waits behind it, goes on
  community.dokploy.dokploy_build:
    project: shop
    environment: production
    name: backend
    state: cancelled

- name: What would be ended, and is anybody else in the way
  community.dokploy.dokploy_build:
    app_name: shop-backend-x1y2z3
    state: killed
  check_mode: true

- name: Let the deployments of others go first
  community.dokploy.dokploy_build:
    project: shop
    environment: production
    name: backend
    state: queue_cleaned
    requeue: true

- name: A clone that hangs is ended on Dokploy's host, and nothing else there
  community.dokploy.dokploy_build:
    project: shop
    environment: production
    name: backend
    state: killed
    host_processes: true
  delegate_to: dokploy.example.com
  become: true
"""

RETURN = r"""
---
application:
  description: The application, as it is after the task. V(null) where it was not found.
  type: dict
  returned: always
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
      description: The full name of its Docker service.
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
      description: The status that Dokploy shows for it.
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
dropped:
  description: The waiting deployments that were dropped from the queue, or in check mode would be, the oldest first.
  type: list
  elements: dict
  returned: always
  contains:
    id:
      description: The ID that the job had.
      type: str
      returned: always
      sample: 1f4c7a52-5d1f-4d5e-9a52-b4a7b1ab1e36
    type:
      description: V(deploy) or V(redeploy).
      type: str
      returned: always
      sample: deploy
    title:
      description: Its title.
      type: str
      returned: always
      sample: Release 1.4.2
    description:
      description: Its description.
      type: str
      returned: always
      sample: ""
    requeued:
      description: Whether it was begun again.
      type: bool
      returned: always
      sample: false
  sample:
    - id: 1f4c7a52-5d1f-4d5e-9a52-b4a7b1ab1e36
      type: deploy
      title: Release 1.4.2
      description: ""
      requeued: false
ended:
  description: The deployments of this application that were ended, as they are afterwards, or in check mode would be.
  type: list
  elements: dict
  returned: always
  sample:
    - id: JZFnQbt7dQeSqQeJQWnqa
      title: Release 1.4.1
      description: ""
      status: error
      created_at: "2026-11-24T10:00:00.000Z"
      finished_at: "2026-11-24T10:05:00.000Z"
      error: ""
hit:
  description:
    - The deployments of other applications on that host that ended in error while this one's build was killed, each with its
      C(service). That can be by chance.
  type: list
  elements: dict
  returned: always
  sample: []
neighbours:
  description: What else builds, or may build, on that host. C(why) says why that is not known, and is empty where it is.
  type: list
  elements: dict
  returned: always
  sample:
    - service:
        kind: application
        id: Zt8nLx4QvW2mKbY6cRd1s
        name: frontend
        project: shop
        environment: production
      title: Release 2.0
      why: ""
      said: shop/production/frontend
processes:
  description: The processes that were ended on the host, with O(host_processes=true).
  type: list
  elements: dict
  returned: always
  sample:
    - pid: 4711
      kind: clone
      application: shop-backend-x1y2z3
      age: 372
previous:
  description: Always empty. What was ended is in RV(ended) and RV(dropped).
  type: dict
  returned: always
  sample: {}
actions:
  description: What was done, or in check mode would be.
  type: list
  elements: str
  returned: always
  sample: [drop waiting deployments, kill build]
next_step:
  description: What to do about a failure. Empty where there was none, or nothing is known.
  type: str
  returned: always
  sample: "Wait for it, or use host_processes, which ends no other's, or force, which ends them all."
candidates:
  description: Those that a name fits, with their IDs, where it fits several.
  type: list
  elements: str
  returned: on failure, when a name fits several
  sample: [hdoihUG0FmYC8GdoFEc-1 (shop/production), Zt8nLx4QvW2mKbY6cRd1s (shop/production)]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.operation import operation_module
from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._operations.build import EndBuild
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, EndBuild)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
