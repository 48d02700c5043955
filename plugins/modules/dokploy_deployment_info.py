#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_deployment_info
short_description: Get information about deployments of Dokploy, the queue, and logs
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Reports the deployments of one application, of a project or an environment, or all deployments that the API key can read.
  - Reports the whole queue of the server, with the jobs that each job waits for, and the waiting time. This identifies a blocking
    deployment.
  - Reads logs of deployments and of containers.
  - The result is an empty list where no deployment matches, or where the API key cannot read it. This is not an error.
options:
  deployment_id:
    description:
      - ID of one deployment to report.
    type: str
  status:
    description:
      - Report only deployments with one of these statuses.
    type: list
    elements: str
    choices: [running, done, error, cancelled]
  limit:
    description:
      - Number of the newest deployments to report for each service. V(0) reports up to 50; Dokploy keeps ten. The module reports at most 1000
        deployments in all, see RV(deployments_total).
    type: int
    default: 0
  queue:
    description:
      - Report the queue. It is always the queue of the whole server, regardless of the selection.
    type: bool
    default: true
  log_lines:
    description:
      - Number of lines to read from the end of the log of each deployment, at most 10000. Each log requires one request.
      - Requires Dokploy v0.29.5 or later. See RV(unverified).
    type: int
    default: 0
  container_log_lines:
    description:
      - Number of lines to read from the end of the log of one running container of each application, at most 10000. Dokploy selects the
        container. Each log requires one request.
      - Requires Dokploy v0.29.0 or later. See RV(unverified).
    type: int
    default: 0
  container_log_since:
    description:
      - Age of the oldest line of containers' logs, for example V(30s), V(10m), V(2h), or V(1d). The default V(all) reads from the start of
        the log.
    type: str
  container_log_search:
    description:
      - Text that lines of containers' logs must contain. It is not case-sensitive, and may contain letters, digits, spaces, and C(._-).
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.addressing
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
  - community.dokploy.attributes.info_module
notes:
  - The module masks the secrets of an application in its logs. It shows no log where it could not read these secrets.
seealso:
  - module: community.dokploy.dokploy_application_info
  - module: community.dokploy.dokploy_build
  - module: community.dokploy.dokploy_deployment
"""

EXAMPLES = r"""
---
- name: Get the running and waiting deployments of the server
  community.dokploy.dokploy_deployment_info:
    limit: 1
  register: server

- name: Read the log of the last deployment
  community.dokploy.dokploy_deployment_info:
    project: shop
    environment: production
    name: backend
    limit: 1
    log_lines: 100

- name: Read the errors of the last ten minutes from the container's log
  community.dokploy.dokploy_deployment_info:
    app_name: shop-backend-x1y2z3
    container_log_lines: 500
    container_log_since: 10m
    container_log_search: error
"""

RETURN = r"""
---
deployments_total:
  description: Number of all deployments that match the selection, those beyond O(limit) included.
  type: int
  returned: success
  sample: 10
queue_total:
  description: Number of all jobs in the queue. RV(queue) has at most 200 of them.
  type: int
  returned: success
  sample: 1
deployments:
  description: Deployments, newest first.
  type: list
  elements: dict
  returned: success
  contains:
    id:
      description: Its ID.
      type: str
      returned: success
      sample: JZFnQbt7dQeSqQeJQWnqa
    title:
      description: Its title.
      type: str
      returned: success
      sample: Release 1.4.2
    description:
      description: Its description.
      type: str
      returned: success
      sample: "[0123456789]"
    status:
      description: V(running), V(done), V(error), or V(cancelled).
      type: str
      returned: success
      sample: running
    created_at:
      description: Time of its creation.
      type: str
      returned: success
      sample: "2026-11-24T10:00:00.000Z"
    finished_at:
      description: Time of its end. V(null) while it runs.
      type: str
      returned: success
      sample: null
    error:
      description: Reason of a failure according to Dokploy, usually empty. The log contains more.
      type: str
      returned: success
      sample: ""
    service:
      description: Service of the deployment, with its C(kind), V(application) or V(compose), C(id), C(name), C(project), and
        C(environment).
      type: dict
      returned: success
      sample:
        kind: application
        id: hdoihUG0FmYC8GdoFEc-1
        name: backend
        project: shop
        environment: production
    age:
      description: Time in seconds since its start, by the server's clock.
      type: int
      returned: success
      sample: 372
    duration:
      description: Duration in seconds. V(null) while it runs.
      type: int
      returned: success
      sample: null
    orphaned:
      description:
        - Whether its status is V(running) without a job in the queue, for example after a restart of the server or a lost job. The status
          stays like this. A deployment that starts or ends during the read can look the same.
      type: bool
      returned: success
      sample: false
    rollback_id:
      description: ID of its rollback. V(null) without a rollback.
      type: str
      returned: success
      sample: null
    server_id:
      description: ID of its remote server. V(null) for Dokploy's own host.
      type: str
      returned: success
      sample: null
    log:
      description: End of its log. V(null) where the task did not request it, where it could not be read, or where it is empty.
      type: str
      returned: success
      sample: null
  sample:
    - id: JZFnQbt7dQeSqQeJQWnqa
      title: Release 1.4.2
      description: "[0123456789]"
      status: running
      created_at: "2026-11-24T10:00:00.000Z"
      finished_at: null
      error: ""
      service:
        kind: application
        id: hdoihUG0FmYC8GdoFEc-1
        name: backend
        project: shop
        environment: production
      age: 372
      duration: null
      orphaned: false
      rollback_id: null
      server_id: null
      log: null
queue:
  description: All jobs of the server's queue, oldest first, of all services and organizations.
  type: list
  elements: dict
  returned: success
  contains:
    id:
      description: The ID of the job.
      type: str
      returned: success
      sample: 1f4c7a52-5d1f-4d5e-9a52-b4a7b1ab1e36
    state:
      description: V(active) or V(waiting).
      type: str
      returned: success
      sample: active
    type:
      description: V(deploy) or V(redeploy).
      type: str
      returned: success
      sample: deploy
    title:
      description: The title that it was given.
      type: str
      returned: success
      sample: Release 1.4.2
    description:
      description: The description that it was given.
      type: str
      returned: success
      sample: "[0123456789]"
    service:
      description:
        - Service of the job, with its C(kind), V(application), V(preview), or V(compose), C(id), C(name), C(project), and C(environment).
          The names are V(null) where the API key cannot read them.
      type: dict
      returned: success
      sample:
        kind: application
        id: hdoihUG0FmYC8GdoFEc-1
        name: backend
        project: shop
        environment: production
    server_id:
      description: ID of the remote server of the queue. V(null) for Dokploy's own host.
      type: str
      returned: success
      sample: null
    queued_at:
      description: Time at which it was queued.
      type: str
      returned: success
      sample: "2026-11-24T09:59:58Z"
    started_at:
      description: Time of its start. V(null) while it waits.
      type: str
      returned: success
      sample: "2026-11-24T10:00:00Z"
    age:
      description: Time in seconds that it has run or waited, by the server's clock.
      type: int
      returned: success
      sample: 372
    waits_for:
      description: IDs of the jobs that it waits for. These are the running jobs, or without a running job those before it.
      type: list
      elements: str
      returned: success
      sample: []
    holds_up:
      description: IDs of the jobs that wait for it.
      type: list
      elements: str
      returned: success
      sample: [90b1f3de-3f5e-4c4f-8f0b-6d6c6c2a7a11]
  sample:
    - id: 1f4c7a52-5d1f-4d5e-9a52-b4a7b1ab1e36
      state: active
      type: deploy
      title: Release 1.4.2
      description: "[0123456789]"
      service:
        kind: application
        id: hdoihUG0FmYC8GdoFEc-1
        name: backend
        project: shop
        environment: production
      server_id: null
      queued_at: "2026-11-24T09:59:58Z"
      started_at: "2026-11-24T10:00:00Z"
      age: 372
      waits_for: []
      holds_up: [90b1f3de-3f5e-4c4f-8f0b-6d6c6c2a7a11]
container_logs:
  description: Ends of the logs of containers, one for each application, where the task requested them.
  type: list
  elements: dict
  returned: success
  contains:
    service:
      description: Service of the container, as in RV(deployments[].service).
      type: dict
      returned: success
      sample:
        kind: application
        id: hdoihUG0FmYC8GdoFEc-1
        name: backend
        project: shop
        environment: production
    log:
      description: Lines, each with its time. V(null) where no container runs, or where the log could not be read.
      type: str
      returned: success
      sample: "2026-11-24T10:00:00.000000000Z listening on :8080"
  sample: []
unverified:
  description: Data that the module could not read, each with the reason, for example an old server version.
  type: list
  elements: str
  returned: success
  sample: ["log: it requires Dokploy v0.29.5 or later, and this is v0.28.8"]
# generated: results of dokploy_application: next_step
next_step:
  description: Suggestion for solving a failure. Empty without a failure, or where the module knows none.
  type: str
  returned: always
  sample: "Look at the dokploy-postgres service on the server."
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
from ansible_collections.community.dokploy.plugins.module_utils._operations.deployment_info import DeploymentInfo
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, DeploymentInfo)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
