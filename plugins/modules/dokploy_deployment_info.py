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
  - Tells of the deployments of one application, of those of a project or an environment, or of all that the API key may see.
  - Tells of the whole queue of the server, with what waits for what, and for how long. So it is seen whose deployment blocks it.
  - Reads logs of deployments and of containers.
  - What is not there, or may not be seen by the API key, is an empty list, and no error.
options:
  deployment_id:
    description:
      - The ID of the one deployment to tell of.
    type: str
  status:
    description:
      - Only deployments with one of these statuses are told of.
    type: list
    elements: str
    choices: [running, done, error, cancelled]
  limit:
    description:
      - How many of the newest deployments of each application are told of. V(0) is all that Dokploy kept, which are ten.
    type: int
    default: 0
  queue:
    description:
      - Whether the queue is told of. It is always that of the whole server, whatever application is named.
    type: bool
    default: true
  log_lines:
    description:
      - How many lines of the end of the log of each deployment are read, at most 10000. Each costs one request.
      - It needs Dokploy v0.29.5 or newer. See RV(unverified).
    type: int
    default: 0
  container_log_lines:
    description:
      - How many lines of the end of the log of one running container of each application are read, at most 10000. Dokploy chooses the
        container. Each costs one request.
      - It needs Dokploy v0.29.0 or newer. See RV(unverified).
    type: int
    default: 0
  container_log_since:
    description:
      - How far back the logs of containers go, such as V(30s), V(10m), V(2h), or V(1d). V(all), the default, is from their start.
    type: str
  container_log_search:
    description:
      - A text that the lines of containers' logs must have, in upper or lower case. It may have letters, digits, spaces, and C(._-).
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.addressing
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
  - community.dokploy.attributes.info_module
notes:
  - Secrets of the applications whose logs are read are masked in them. A log is not shown where they could not be read.
seealso:
  - module: community.dokploy.dokploy_application_info
  - module: community.dokploy.dokploy_build
  - module: community.dokploy.dokploy_deployment
"""

EXAMPLES = r"""
---
- name: What does the server build, and what waits for it
  community.dokploy.dokploy_deployment_info:
    limit: 1
  register: server

- name: Why did the last deployment fail
  community.dokploy.dokploy_deployment_info:
    project: shop
    environment: production
    name: backend
    limit: 1
    log_lines: 100

- name: What did the container say of errors in the last ten minutes
  community.dokploy.dokploy_deployment_info:
    app_name: shop-backend-x1y2z3
    container_log_lines: 500
    container_log_since: 10m
    container_log_search: error
"""

RETURN = r"""
---
deployments:
  description: The deployments, the newest first.
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
      description: When it was made.
      type: str
      returned: success
      sample: "2026-11-24T10:00:00.000Z"
    finished_at:
      description: When it ended. V(null) where it did not.
      type: str
      returned: success
      sample: null
    error:
      description: What Dokploy says of a failure, which is seldom anything. The log has more.
      type: str
      returned: success
      sample: ""
    service:
      description: Whose it is, with its C(kind), V(application) or V(compose), C(id), C(name), C(project), and C(environment).
      type: dict
      returned: success
      sample:
        kind: application
        id: hdoihUG0FmYC8GdoFEc-1
        name: backend
        project: shop
        environment: production
    age:
      description: How many seconds ago it began, by the server's clock.
      type: int
      returned: success
      sample: 372
    duration:
      description: How many seconds it took. V(null) where it has not ended.
      type: int
      returned: success
      sample: null
    orphaned:
      description:
        - Whether it says V(running), and the queue has no job of it. A restart of the server ended it, or its job was lost, and it stays so.
          A deployment that begins or ends in this moment can look so, too.
      type: bool
      returned: success
      sample: false
    rollback_id:
      description: The ID of the rollback that it holds. V(null) where it holds none.
      type: str
      returned: success
      sample: null
    server_id:
      description: The ID of the remote server that it runs on. V(null) for Dokploy's own host.
      type: str
      returned: success
      sample: null
    log:
      description: The end of its log. V(null) where it was not asked for, could not be read, or is empty.
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
  description: Every job of the server's queue, the oldest first, of all services and organisations.
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
        - Whose it is, with its C(kind), V(application), V(preview), or V(compose), C(id), C(name), C(project), and C(environment).
          The names are V(null) where the API key may not see it.
      type: dict
      returned: success
      sample:
        kind: application
        id: hdoihUG0FmYC8GdoFEc-1
        name: backend
        project: shop
        environment: production
    server_id:
      description: The ID of the remote server whose queue it is in. V(null) for Dokploy's own host.
      type: str
      returned: success
      sample: null
    queued_at:
      description: When it was queued.
      type: str
      returned: success
      sample: "2026-11-24T09:59:58Z"
    began_at:
      description: When it began. V(null) where it waits.
      type: str
      returned: success
      sample: "2026-11-24T10:00:00Z"
    age:
      description: For how many seconds it has run, or has waited, by the server's clock.
      type: int
      returned: success
      sample: 372
    waits_for:
      description: The IDs of the jobs that it waits for. They run, or where none runs are before it.
      type: list
      elements: str
      returned: success
      sample: []
    holds_up:
      description: The IDs of the jobs that wait for it.
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
      began_at: "2026-11-24T10:00:00Z"
      age: 372
      waits_for: []
      holds_up: [90b1f3de-3f5e-4c4f-8f0b-6d6c6c2a7a11]
container_logs:
  description: The ends of the logs of containers, one for each application, where they were asked for.
  type: list
  elements: dict
  returned: success
  contains:
    service:
      description: Whose it is, as in RV(deployments[].service).
      type: dict
      returned: success
      sample:
        kind: application
        id: hdoihUG0FmYC8GdoFEc-1
        name: backend
        project: shop
        environment: production
    log:
      description: The lines, each with its time. V(null) where nothing runs, or it could not be read.
      type: str
      returned: success
      sample: "2026-11-24T10:00:00.000000000Z listening on :8080"
  sample: []
unverified:
  description: What could not be read, and why. For example what the server is too old for.
  type: list
  elements: str
  returned: success
  sample: ["log: it needs Dokploy v0.29.5 or newer, and this is v0.28.8"]
next_step:
  description: What to do about a failure. Empty where there was none, or nothing is known.
  type: str
  returned: always
  sample: "Look at the dokploy-postgres service on the server."
candidates:
  description: Those that a name fits, with their IDs, where it fits several.
  type: list
  elements: str
  returned: on failure, when a name fits several
  sample: [hdoihUG0FmYC8GdoFEc-1 (shop/production), Zt8nLx4QvW2mKbY6cRd1s (shop/production)]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.operation import operation_module
from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._operations.deployment_info import DeploymentInfo
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, DeploymentInfo)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
