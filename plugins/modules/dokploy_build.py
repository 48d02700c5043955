#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_build
short_description: Cancel running and waiting deployments of an application of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Cancels the running build of an application of a Dokploy server, removes its waiting deployments from the server's queue, or both. Then
    it verifies that the build ended.
  - Without a running build or a waiting deployment, it changes nothing.
  - B(Dokploy cancels all Docker builds of a host at once.) The module reads the queue before, immediately before, and immediately after.
    Where another application builds on that host, or where this is unknown, the task fails and names it, unless O(force=true). RV(hit)
    lists the affected deployments of others.
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: partial
    details:
      - With O(requeue=true), each run removes and requeues the waiting deployments.
  async:
    support: full
options:
  state:
    description:
      - V(killed) cancels the running build. V(queue_cleaned) removes the waiting deployments of this application, and keeps the running
        build. V(cancelled) does both, waiting deployments first, so that none of them starts.
    type: str
    choices: [killed, queue_cleaned, cancelled]
    required: true
  requeue:
    description:
      - Requeue the removed deployments at the end, in their order, with their titles and descriptions. They are placed at the end of the
        queue.
      - This is never idempotent. Each run removes and requeues the waiting deployments.
    type: bool
    default: false
  host_processes:
    description:
      - Kill the processes of this application's clone or build on the host that the task runs on, instead of using Dokploy's API. This
        affects no other application, and also cancels steps that Dokploy cannot cancel, for example a clone from an unresponsive Git
        server.
      - The task must run on the host that builds, which is Dokploy's own host, or the application's server or build server. It usually
        needs C(become). Only Linux is supported.
    type: bool
    default: false
  force:
    description:
      - Allow the module to cancel builds of other applications on that host, also where it cannot determine which ones it would cancel.
    type: bool
    default: false
  end_timeout:
    description:
      - Maximum time in seconds to wait until the cancelled build has ended.
    type: int
    default: 60
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.addressing
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - Dokploy can cancel C(docker build) only. Clones, pulls, pushes, builds with Heroku's or Paketo's buildpacks, and builds on a build
    server continue. The task is refused, or fails after O(end_timeout). Use O(host_processes) then.
  - The module cannot cancel a deployment that Dokploy shows as V(running) without a job in the queue. The task warns of it.
    M(community.dokploy.dokploy_deployment) with O(community.dokploy.dokploy_deployment#module:state=absent) removes its record.
  - Docker does not know the owner of a build. Dokploy also cancels builds that were started outside of Dokploy on that host, and the module
    cannot name them.
seealso:
  - module: community.dokploy.dokploy_deployment
  - module: community.dokploy.dokploy_deployment_info
"""

EXAMPLES = r"""
---
- name: Cancel the stuck build and the waiting deployments
  community.dokploy.dokploy_build:
    project: shop
    environment: production
    name: backend
    state: cancelled

- name: Preview the cancelled deployments and affected builds
  community.dokploy.dokploy_build:
    app_name: shop-backend-x1y2z3
    state: killed
  check_mode: true

- name: Requeue the waiting deployments behind those of others
  community.dokploy.dokploy_build:
    project: shop
    environment: production
    name: backend
    state: queue_cleaned
    requeue: true

- name: Cancel only the stuck clone on Dokploy's host
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
  description: The application after the task. V(null) where it was not found.
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
dropped:
  description: Waiting deployments that the task removed from the queue, or in check mode would remove, oldest first.
  type: list
  elements: dict
  returned: always
  contains:
    id:
      description: ID of the removed job.
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
      description: Whether the module requeued it.
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
  description: Cancelled deployments of this application after the task, or in check mode those that a real run would cancel.
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
    - Deployments of other applications on that host that failed while the module cancelled this application's build, each with its
      C(service). The cause can be a coincidence.
  type: list
  elements: dict
  returned: always
  sample: []
neighbours:
  description: Other builds that run, or may run, on that host. C(why) contains the reason where this is unknown, and is empty otherwise.
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
  description: Processes that the task killed on the host, with O(host_processes=true).
  type: list
  elements: dict
  returned: always
  sample:
    - pid: 4711
      kind: clone
      application: shop-backend-x1y2z3
      age: 372
previous:
  description: Always empty. See RV(ended) and RV(dropped).
  type: dict
  returned: always
  sample: {}
# generated: results of dokploy_application: actions, next_step
actions:
  description: Actions of the task in order, or in check mode the actions of a real run.
  type: list
  elements: str
  returned: always
  sample: [drop waiting deployments, kill build]
next_step:
  description: Suggestion for solving a failure. Empty without a failure, or where the module knows none.
  type: str
  returned: always
  sample: "Wait for it, or use host_processes, which cancels no other build, or force, which cancels them all."
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
from ansible_collections.community.dokploy.plugins.module_utils._operations.build import CancelBuild
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, CancelBuild)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
