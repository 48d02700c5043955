#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_diagnosis_info
short_description: Diagnose applications of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Collects the evidence about an application, and reports what is wrong with it, the likely cause, and what to do.
    The evidence is the queue, the deployments and their logs, the service and its tasks, exit codes, health checks, open ports, Traefik,
    the server, and the Git provider.
  - The module examines one application, all of a project or an environment where no application is named, or all that the API key can read.
  - Nothing is changed. The role P(community.dokploy.dokploy_troubleshoot#role) repairs what it may.
  - RV(unread) lists the data that could not be read, with the reason. It never counts as healthy.
options:
  project:
    description:
      - Name of the project. Without O(name), the module examines all of its applications.
    type: str
  environment:
    description:
      - Name of the environment. It may be left out where the project has only one. Without O(name), the module examines all of its applications.
    type: str
  name:
    description:
      - Name of the application. It needs O(project) or O(environment_id). One that does not exist is an error.
    type: str
  stall_after:
    description:
      - Time in seconds during which the log of a deployment must not change to count as stuck. The task waits that long,
        but only where a deployment is old enough to be stuck (see O(stuck_after)).
      - With V(0) the module does not look twice, and no deployment counts as stuck but one without a job.
    type: int
    default: 20
  stuck_after:
    description:
      - Minimum age of a deployment to count as stuck, such as V(10m), V(90s), or a number of seconds. Where an earlier deployment of the application
        took longer than half of that, the minimum is twice the longest one.
      - Where the log cannot be read (Dokploy shows no logs to API keys before v0.29.5), a deployment of that age is the finding C(deployment_long).
    type: str
    default: 10m
  blocked_after:
    description:
      - Maximum time that a deployment may wait in a queue that works, such as V(30m). A deployment that waits behind one that is stuck is
        reported at once.
    type: str
    default: 30m
  stable_for:
    description:
      - Minimum time in seconds for which a replica must have been up to count as running, where the application has no
        health check. The module does not wait for it.
    type: int
    default: 5
  probe:
    description:
      - Connect to each enabled domain from the host of this task, step by step (name, connection,
        certificate, answer). The module sends neither the API key nor anything else of the task.
    type: bool
    default: false
  probe_address:
    description:
      - A host, or C(host:port), to connect to in place of the addresses of the domains.
    type: str
  probe_timeout:
    description:
      - Maximum time in seconds for each step of a probe.
    type: float
    default: 10.0
  pushed:
    description:
      - A push to the Git repository, to learn whether Dokploy would skip it.
    type: dict
    suboptions:
      branch:
        description:
          - Branch that was pushed to.
        type: str
        required: true
      paths:
        description:
          - The paths that the push changed, from the root of the repository.
        type: list
        elements: str
        default: []
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.addressing
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - One application costs four to eight requests, and a few more where it is broken. The queue, the server, and the domains of others are
    read once for all.
  - Some of it needs an administrator's key, or one that may read Docker. A key that may only deploy sees the deployments and the queue.
  - Dokploy renews the token of a Gitea provider by itself when its branches are listed, as its pages do.
seealso:
  - module: community.dokploy.dokploy_application
  - module: community.dokploy.dokploy_application_info
  - module: community.dokploy.dokploy_application_status
"""

EXAMPLES = r"""
---
- name: Diagnose the backend
  community.dokploy.dokploy_diagnosis_info:
    project: shop
    environment: production
    name: backend
  register: diagnosis


- name: Diagnose an application by its host, and connect to its domains
  community.dokploy.dokploy_diagnosis_info:
    domain_host: shop.example.com
    probe: true

- name: Fail where an application of the project is broken
  community.dokploy.dokploy_diagnosis_info:
    project: shop
  register: diagnosis
  failed_when: diagnosis.verdict.state == 'broken'

- name: Find out why a push did not deploy
  community.dokploy.dokploy_diagnosis_info:
    project: shop
    environment: production
    name: backend
    pushed:
      branch: main
      paths: [docs/index.md]
"""

RETURN = r"""
---
verdict:
  description:
    - What is to be said of the application, or of the worst one of several. V(null) where there is no application.
  type: dict
  returned: always
  contains:
    application:
      description: The application by its names.
      type: str
      returned: always
      sample: shop/production/backend
    application_id:
      description: Its ID.
      type: str
      returned: always
      sample: hdoihUG0FmYC8GdoFEc-1
    app_name:
      description: The full name of its Docker service.
      type: str
      returned: always
      sample: shop-backend-x1y2z3
    state:
      description:
        - V(healthy), or V(broken) where a finding is an error, V(warning) where one is a warning, V(unknown) where what runs could not be
          read, V(starting) where tasks do not run steadily yet, V(stopped), or V(never_deployed).
      type: str
      returned: always
      sample: broken
    code:
      description: The code of the finding that weighs most. Empty where there is none.
      type: str
      returned: always
      sample: crash_loop
    since:
      description: Since when it is so, by the server's clock, as far as that is known. Otherwise empty.
      type: str
      returned: always
      sample: "2026-11-24T02:51:07Z"
    text:
      description: All of it in one line.
      type: str
      returned: always
      sample: "shop/production/backend: its process ends by itself again and again with exit code 3, since 2026-11-24T02:51:07Z"
  sample:
    application: shop/production/backend
    application_id: hdoihUG0FmYC8GdoFEc-1
    app_name: shop-backend-x1y2z3
    state: broken
    code: crash_loop
    since: "2026-11-24T02:51:07Z"
    text: "shop/production/backend: its process ends by itself again and again with exit code 3, since 2026-11-24T02:51:07Z"
verdicts:
  description: The verdict on each application that was looked at.
  type: list
  elements: dict
  returned: always
  sample: []
findings:
  description:
    - The findings, in the order of the guide. Empty where no problems were found.
    - The guide to troubleshooting lists the codes.
  type: list
  elements: dict
  returned: always
  contains:
    code:
      description: The finding's code, which stays the same in later releases.
      type: str
      returned: always
      sample: crash_loop
    part:
      description: V(deployment), V(runtime), V(routing), or V(git).
      type: str
      returned: always
      sample: runtime
    severity:
      description: V(error), V(warning), or V(info).
      type: str
      returned: always
      sample: error
    application:
      description: The application by its names.
      type: str
      returned: always
      sample: shop/production/backend
    seen:
      description: What was seen.
      type: str
      returned: always
      sample: its process ends by itself again and again with exit code 3
    cause:
      description: The likely cause.
      type: str
      returned: always
      sample: "The process fails as it starts: a missing variable, file, or service that it needs."
    remedy:
      description: What to do about it.
      type: str
      returned: always
      sample: "Read the container's log."
    repairable:
      description: Whether the role P(community.dokploy.dokploy_troubleshoot#role) can repair it.
      type: bool
      returned: always
      sample: false
    repairs:
      description: The steps that may repair it, in their order.
      type: list
      elements: str
      returned: always
      sample: []
    since:
      description: Since when it is so, by the server's clock, as far as that is known. Otherwise empty.
      type: str
      returned: always
      sample: "2026-11-24T02:51:07Z"
    since_at_least:
      description: Whether it may have begun earlier, because Swarm keeps only the last replicas.
      type: bool
      returned: always
      sample: false
    about:
      description: What a step of a repair needs. What does not apply is empty.
      type: dict
      returned: always
      contains:
        deployment_id:
          description: The ID of the deployment that it is about.
          type: str
          returned: always
          sample: JZFnQbt7dQeSqQeJQWnqa
        blocker:
          description: The application whose deployment is in the way, by its names.
          type: str
          returned: always
          sample: ""
        blocker_id:
          description: Its ID. Empty where it is no application.
          type: str
          returned: always
          sample: ""
        address:
          description: The page of Dokploy where a person has to do something.
          type: str
          returned: always
          sample: ""
        port:
          description: The only port on which its container listens, where a domain leads to another one. Otherwise V(0).
          type: int
          returned: always
          sample: 0
        memory_limit:
          description: The memory limit of the running service, where a container was killed for memory. Otherwise empty.
          type: str
          returned: always
          sample: ""
        domains:
          description: The domains that lead to a port on which nothing listens, each with C(host) and C(path).
          type: list
          elements: dict
          returned: always
          sample: []
      sample:
        deployment_id: ""
        blocker: ""
        blocker_id: ""
        address: ""
        port: 0
        memory_limit: ""
        domains: []
    evidence:
      description: What it is concluded from. Secrets are masked.
      type: list
      elements: dict
      returned: always
      contains:
        kind:
          description: V(deployment_log), V(container_log), V(task), V(listening), V(probe), and the like.
          type: str
          returned: always
          sample: container_log
        text:
          description: The text.
          type: str
          returned: always
          sample: "fatal: configuration is missing"
      sample:
        - kind: container_log
          text: "fatal: configuration is missing"
  sample:
    - code: crash_loop
      part: runtime
      severity: error
      application: shop/production/backend
      seen: its process ends by itself again and again with exit code 3
      cause: "The process fails as it starts: a missing variable, file, or service that it needs."
      remedy: "Read the container's log."
      repairable: false
      repairs: []
      since: "2026-11-24T02:51:07Z"
      since_at_least: false
      about:
        deployment_id: ""
        blocker: ""
        blocker_id: ""
        address: ""
        port: 0
        memory_limit: ""
        domains: []
      evidence:
        - kind: container_log
          text: "fatal: configuration is missing"
server:
  description: The server that was examined.
  type: dict
  returned: always
  contains:
    url:
      description: Its address.
      type: str
      returned: always
      sample: https://dokploy.example.com
    version:
      description: Its version. Empty where it is not known.
      type: str
      returned: always
      sample: 0.30.2
  sample:
    url: https://dokploy.example.com
    version: 0.30.2
unread:
  description: The data that could not be read, and why.
  type: list
  elements: dict
  returned: always
  contains:
    application:
      description: The application by its names.
      type: str
      returned: always
      sample: shop/production/backend
    what:
      description: What could not be read.
      type: str
      returned: always
      sample: the container's log
    why:
      description: Why.
      type: str
      returned: always
      sample: this version of Dokploy has no application.readLogs
  sample:
    - application: shop/production/backend
      what: the container's log
      why: this version of Dokploy has no application.readLogs
timeline:
  description: What happened when, by the server's clock, the oldest first.
  type: list
  elements: dict
  returned: always
  contains:
    at:
      description: The time.
      type: str
      returned: always
      sample: "2026-11-24T02:50:58Z"
    application:
      description: The application by its names.
      type: str
      returned: always
      sample: shop/production/backend
    what:
      description: What happened.
      type: str
      returned: always
      sample: 'deployment "Release 1.4.2" began'
  sample:
    - at: "2026-11-24T02:50:58Z"
      application: shop/production/backend
      what: 'deployment "Release 1.4.2" began'
containers:
  description: The tasks of the applications, the living first. A key that may not read Docker sees none.
  type: list
  elements: dict
  returned: always
  sample: []
next_step:
  description: What to do about the finding that weighs most, or about a failure. Empty where there is nothing to do.
  type: str
  returned: always
  sample: "Read the container's log."
candidates:
  description: Those that a name fits, with their IDs, where it fits several.
  type: list
  elements: str
  returned: on failure, when a name fits several
  sample: [hdoihUG0FmYC8GdoFEc-1 (shop/production), Zt8nLx4QvW2mKbY6cRd1s (shop/production)]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.operation import operation_module
from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._operations.diagnosis_info import Diagnose
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, Diagnose)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
