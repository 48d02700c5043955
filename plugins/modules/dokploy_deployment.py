#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_deployment
short_description: Deploy, redeploy, or roll back an application of Dokploy, and clear its old deployments
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Deploys an application of a Dokploy server as it is stored, and waits until it runs. It also puts a kept version back, and removes
    old deployments with their logs.
  - It stores nothing of the application. To change what is deployed, and to deploy only where something changed, use
    M(community.dokploy.dokploy_application).
  - Its deployment is known by a mark at the end of its description, by the server's queue, and by its row, never by the
    application's status. A server that was restarted meanwhile, a job that is gone, and a row that stays V(running) without a job
    are told apart.
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: partial
    details:
      - O(state=deployed) and O(state=redeployed) deploy each time, and are a change in check mode, too. The other states are idempotent.
  async:
    support: full
options:
  state:
    description:
      - V(deployed) fetches, builds and runs what is stored. V(redeployed) neither clones nor pulls, but builds and runs again what is there.
      - V(rolled_back) runs the image and the variables that Dokploy kept with an earlier deployment. What is stored stays as it is, so
        that the next deployment undoes it. Where such a rollback is in force already, nothing is done, unless another
        one is named.
      - V(cleared) removes all but the newest O(keep) deployments, with their logs. One that runs, and one that holds a rollback, stay.
      - V(absent) removes one deployment, O(deployment_id), with its log.
    type: str
    choices: [deployed, redeployed, rolled_back, cleared, absent]
    default: deployed
  deployment_title:
    description:
      - The title of the deployment. By default, V(Ansible). For Git sources Dokploy replaces it by the commit's message in the end.
      - With O(state=rolled_back), the title of the deployment to go back to, instead of its ID. Exactly one that holds a rollback must
        have it. With neither, it goes back to the newest one that holds a rollback, apart from the one that runs.
    type: str
  deployment_description:
    description:
      - The description of the deployment. A mark is added, by which the deployment is known again.
    type: str
  other_deployment:
    description:
      - What is done about a deployment of this application that somebody else began. V(wait) waits for its end, and V(refuse) fails.
    type: str
    choices: [wait, refuse]
    default: wait
  deployment_id:
    description:
      - The deployment that O(state=rolled_back) goes back to, or that O(state=absent) removes.
    type: str
  keep:
    description:
      - How many of the newest deployments O(state=cleared) keeps. Dokploy itself keeps ten.
    type: int
    default: 5
  force:
    description:
      - Whether O(state=absent) may remove a deployment that holds a rollback, which then is gone, too.
    type: bool
    default: false
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.addressing
  - community.dokploy.waiting
  - community.dokploy.waiting.follow
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - O(state=rolled_back) needs rollbacks and a registry for them to be set for the application in Dokploy. Dokploy's rollback drops
    arguments, file mounts, and the stop grace period. See RV(dropped_settings).
  - A key that may only deploy is enough for O(state=deployed) and O(state=redeployed). It cannot note that build settings which others
    changed were built, so that the next task of M(community.dokploy.dokploy_application) may build once more.
seealso:
  - module: community.dokploy.dokploy_application
  - module: community.dokploy.dokploy_build
  - module: community.dokploy.dokploy_deployment_info
"""

EXAMPLES = r"""
---
- name: The newest commit of the branch runs
  community.dokploy.dokploy_deployment:
    project: shop
    environment: production
    name: backend
    deployment_title: Release 1.4.2

- name: Deploy, unless somebody else does
  community.dokploy.dokploy_deployment:
    app_name: shop-backend-x1y2z3
    other_deployment: refuse
    wait: false

- name: Go back to what was deployed before
  community.dokploy.dokploy_deployment:
    project: shop
    environment: production
    name: backend
    state: rolled_back

- name: Only the newest five deployments are kept
  community.dokploy.dokploy_deployment:
    project: shop
    environment: production
    name: backend
    state: cleared
    keep: 5

- name: A deployment that a restart of the server left behind is removed
  community.dokploy.dokploy_deployment:
    project: shop
    environment: production
    name: backend
    state: absent
    deployment_id: JZFnQbt7dQeSqQeJQWnqa
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
deployment:
  description:
    - The deployment, or with O(state=rolled_back) the one that it goes back to. V(null) where there is none.
  type: dict
  returned: always
  contains:
    id:
      description: Its ID.
      type: str
      returned: always
      sample: JZFnQbt7dQeSqQeJQWnqa
    title:
      description: Its title.
      type: str
      returned: always
      sample: Release 1.4.2
    description:
      description: Its description.
      type: str
      returned: always
      sample: "[0123456789]"
    status:
      description: V(running), V(done), V(error), or V(cancelled).
      type: str
      returned: always
      sample: done
    created_at:
      description: When it began.
      type: str
      returned: always
      sample: "2026-11-24T10:00:00.000Z"
    finished_at:
      description: When it ended.
      type: str
      returned: always
      sample: "2026-11-24T10:01:30.000Z"
    error:
      description: What Dokploy says of a failure, which is seldom anything.
      type: str
      returned: always
      sample: ""
  sample:
    id: JZFnQbt7dQeSqQeJQWnqa
    title: Release 1.4.2
    description: "[0123456789]"
    status: done
    created_at: "2026-11-24T10:00:00.000Z"
    finished_at: "2026-11-24T10:01:30.000Z"
    error: ""
removed:
  description: The deployments that O(state=cleared) and O(state=absent) removed, or in check mode would.
  type: list
  elements: dict
  returned: always
  sample: []
kept:
  description: The deployments that O(state=cleared) and O(state=absent) left.
  type: list
  elements: dict
  returned: always
  sample: []
dropped_settings:
  description: What the application has stored, and Dokploy's rollback drops.
  type: list
  elements: str
  returned: always
  sample: [args]
applied:
  description: The settings that others stored, and that this deployment rolled out.
  type: list
  elements: str
  returned: always
  sample: [memory_limit]
pending:
  description: The settings that are stored and do not run, after a failure.
  type: list
  elements: str
  returned: always
  sample: []
unverified:
  description: What could not be compared, for example because it is not seen in what runs.
  type: list
  elements: str
  returned: always
  sample: []
phase:
  description:
    - Where the task ended. V(running) where all went well, V(queued) where nothing was awaited, and after a failure what it failed in,
      such as V(queued), V(building), V(rolling), V(unhealthy), or V(swarm_rolled_back).
  type: str
  returned: always
  sample: running
containers:
  description: The tasks of the service, the living first.
  type: list
  elements: dict
  returned: always
  sample:
    - task: qv5kmsyfz1om
      slot: shop-backend-x1y2z3.1
      image: "registry.example.com/shop/backend:1.4.2"
      state: running
      desired_state: running
      age: 12
      node: node1
      error: ""
urls:
  description: The addresses that its domains lead to.
  type: list
  elements: str
  returned: always
  sample: ["https://shop.example.com/"]
build_log:
  description: The end of the deployment's log.
  type: str
  returned: on failure, where it could be read
  sample: "Error occurred, check the logs for details."
container_log:
  description: The end of the log of a container that runs.
  type: str
  returned: on failure, where it could be read
  sample: "listening on :8080"
previous:
  description: What this task changed, as it was before. The image that ran, or the IDs of the deployments that were removed.
  type: dict
  returned: always
  sample:
    running_image: "shop-backend-x1y2z3:latest"
actions:
  description: What was done, or in check mode would be.
  type: list
  elements: str
  returned: always
  sample: [deploy application]
next_step:
  description: What to do about a failure. Empty where there was none, or nothing is known.
  type: str
  returned: always
  sample: "Check source.branch, and that the repository is not empty."
candidates:
  description: Those that a name fits, with their IDs, where it fits several.
  type: list
  elements: str
  returned: on failure, when a name fits several
  sample: [hdoihUG0FmYC8GdoFEc-1 (shop/production), Zt8nLx4QvW2mKbY6cRd1s (shop/production)]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.operation import operation_module
from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._operations.deployment import Deploy
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, Deploy)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
