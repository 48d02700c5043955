#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_deployment
short_description: Deploy, redeploy, or roll back an application of Dokploy, and remove its old deployments
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Deploys the saved configuration of an application of a Dokploy server, and waits until it runs. It can also roll back to a kept version,
    and remove old deployments with their logs.
  - The module does not change the configuration. To change it, and to deploy only after changes, use
    M(community.dokploy.dokploy_application).
  - The module identifies its deployment by a mark at the end of the description, by the server's queue, and by its record, never by the
    application's status. It distinguishes a restarted server, a lost job, and a record that stays V(running) without a job.
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: partial
    details:
      - O(state=deployed) and O(state=redeployed) deploy each time, and report a change in check mode, too. The other states are idempotent.
  async:
    support: full
options:
  state:
    description:
      - V(deployed) fetches, builds, and runs the saved configuration. V(redeployed) builds and runs the existing source again, without a
        clone or a pull.
      - V(rolled_back) runs the image and the variables that Dokploy kept with an earlier deployment. The saved configuration stays the
        same, so the next deployment undoes the rollback. Where a rollback is already active, the module changes nothing, unless the task
        names another one.
      - V(cleared) removes all but the newest O(keep) deployments, with their logs. It keeps running deployments and those with a rollback.
      - V(absent) removes the deployment of O(deployment_id), with its log.
    type: str
    choices: [deployed, redeployed, rolled_back, cleared, absent]
    default: deployed
  deployment_title:
    description:
      - Title of the deployment. The default is V(Ansible). For Git sources, Dokploy finally replaces it with the commit's message.
      - With O(state=rolled_back), title of the deployment to roll back to, instead of its ID. Exactly one deployment with a rollback must
        have this title. Without title and ID, the module rolls back to the newest deployment with a rollback, except the running one.
    type: str
  deployment_description:
    description:
      - Description of the deployment. The module appends a mark that identifies the deployment.
    type: str
  other_deployment:
    description:
      - Reaction to a deployment of this application that somebody else started. V(wait) waits for its end, and V(refuse) fails.
    type: str
    choices: [wait, refuse]
    default: wait
  deployment_id:
    description:
      - ID of the deployment that O(state=rolled_back) rolls back to, or that O(state=absent) removes.
    type: str
  keep:
    description:
      - Number of the newest deployments that O(state=cleared) keeps. Dokploy itself keeps ten.
    type: int
    default: 5
  force:
    description:
      - Allow O(state=absent) to remove a deployment together with its rollback.
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
  - O(state=rolled_back) requires rollbacks and a registry for them in the application's configuration. Dokploy's rollback drops arguments,
    file mounts, and the stop grace period. See RV(dropped_settings).
  - O(state=deployed) and O(state=redeployed) require the permission to deploy only. With no more permissions, the module cannot record that
    build settings of others were built, so the next task of M(community.dokploy.dokploy_application) may build again.
seealso:
  - module: community.dokploy.dokploy_application
  - module: community.dokploy.dokploy_build
  - module: community.dokploy.dokploy_deployment_info
"""

EXAMPLES = r"""
---
- name: Deploy the newest commit of the branch
  community.dokploy.dokploy_deployment:
    project: shop
    environment: production
    name: backend
    deployment_title: Release 1.4.2

- name: Deploy, unless another deployment runs
  community.dokploy.dokploy_deployment:
    app_name: shop-backend-x1y2z3
    other_deployment: refuse
    wait: false

- name: Roll back to the previous version
  community.dokploy.dokploy_deployment:
    project: shop
    environment: production
    name: backend
    state: rolled_back

- name: Keep only the newest five deployments
  community.dokploy.dokploy_deployment:
    project: shop
    environment: production
    name: backend
    state: cleared
    keep: 5

- name: Remove a deployment that a server restart interrupted
  community.dokploy.dokploy_deployment:
    project: shop
    environment: production
    name: backend
    state: absent
    deployment_id: JZFnQbt7dQeSqQeJQWnqa
"""

RETURN = r"""
---
# generated: results of dokploy_build: application
application:
  description: The application after the task. V(null) where it was not found.
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
deployment:
  description:
    - The deployment, or with O(state=rolled_back) the target of the rollback. V(null) without a deployment.
  type: dict
  returned: always
  contains:
    # generated: results of dokploy_application: deployment.id, deployment.title, deployment.description, deployment.status
    id:
      description: Its ID.
      type: str
      returned: always
      sample: 9sK2nVq7TzFhB3wYxLr0c
    title:
      description: Its title. For a Git source, Dokploy finally replaces it with the commit's message.
      type: str
      returned: always
      sample: Release 1.4.2
    description:
      description: Its description. For a Git source, Dokploy finally replaces it with the commit's hash.
      type: str
      returned: always
      sample: Nightly run [5f0c1b9a7e]
    status:
      description: Status in Dokploy, which is V(running), V(done), V(error), or V(cancelled). V(done) means that Docker accepted the
        service, not that it runs.
      type: str
      returned: always
      sample: done
    # end of generated
    # generated: results of dokploy_application: deployment.created_at, deployment.finished_at, deployment.error
    created_at:
      description: Time of its start.
      type: str
      returned: always
      sample: "2026-11-24T09:30:00.000Z"
    finished_at:
      description: Time of its end. V(null) while it runs.
      type: str
      returned: always
      sample: "2026-11-24T09:30:41.000Z"
    error:
      description: Reason of a failure according to Dokploy. It is usually empty, and the log contains the reason.
      type: str
      returned: always
      sample: ""
    # end of generated
  sample:
    id: JZFnQbt7dQeSqQeJQWnqa
    title: Release 1.4.2
    description: "[0123456789]"
    status: done
    created_at: "2026-11-24T10:00:00.000Z"
    finished_at: "2026-11-24T10:01:30.000Z"
    error: ""
removed:
  description: Deployments that O(state=cleared) and O(state=absent) removed, or in check mode would remove, newest first, and at most 50 of them.
  type: list
  elements: dict
  returned: always
  sample: []
removed_total:
  description: Number of all removed deployments.
  type: int
  returned: always
  sample: 0
kept:
  description: Deployments that O(state=cleared) and O(state=absent) kept, newest first, and at most 50 of them.
  type: list
  elements: dict
  returned: always
  sample: []
kept_total:
  description: Number of all kept deployments.
  type: int
  returned: always
  sample: 0
dropped_settings:
  description: Saved settings of the application that Dokploy's rollback drops.
  type: list
  elements: str
  returned: always
  sample: [args]
applied:
  description: Pending settings of others that this deployment also applied.
  type: list
  elements: str
  returned: always
  sample: [memory_limit]
pending:
  description: Settings that are pending after a failure.
  type: list
  elements: str
  returned: always
  sample: []
unverified:
  description: Settings that the module could not compare with what runs.
  type: list
  elements: str
  returned: always
  sample: []
phase:
  description:
    - Phase in which the task ended. V(running) after success, V(queued) with O(wait=false), and after a failure the failed phase, for
      example V(queued), V(building), V(rolling), V(unhealthy), or V(swarm_rolled_back).
  type: str
  returned: always
  sample: running
# generated: results of dokploy_application: containers, urls
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
urls:
  description: URLs of the enabled domains.
  type: list
  elements: str
  returned: always
  sample: ["https://shop.example.com/"]
# end of generated
build_log:
  description: End of the deployment's log.
  type: str
  returned: on failure, where it could be read
  sample: "Error occurred, check the logs for details."
container_log:
  description: End of the log of the container that failed last, or of a running container where that log cannot be read.
  type: str
  returned: on failure, where it could be read
  sample: "listening on :8080"
previous:
  description: Previous values that this task changed, which are the image that ran, or the IDs of the removed deployments.
  type: dict
  returned: always
  sample:
    running_image: "shop-backend-x1y2z3:latest"
# generated: results of dokploy_application: actions, next_step
actions:
  description: Actions of the task in order, or in check mode the actions of a real run.
  type: list
  elements: str
  returned: always
  sample: [deploy application]
next_step:
  description: Suggestion for solving a failure. Empty without a failure, or where the module knows none.
  type: str
  returned: always
  sample: "Check source.branch, and that the repository is not empty."
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
from ansible_collections.community.dokploy.plugins.module_utils._operations.deployment import Deploy
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, Deploy)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
