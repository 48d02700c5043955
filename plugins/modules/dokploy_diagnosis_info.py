#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_diagnosis_info
short_description: Diagnose applications, databases, and compose services of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Collects the evidence about an application, a database, or a compose service, and reports its problems, the likely causes, and remedies.
    The evidence is the queue, the deployments and their logs, the service and its replicas, exit codes, health checks, open ports, Traefik,
    the server, and the Git provider.
  - The module examines one of them, without O(name) all of a project or an environment, and without selection options all that the API key
    can read.
  - The module changes nothing. The role P(community.dokploy.dokploy_troubleshoot#role) applies the repairs that it is allowed to.
  - RV(unread) lists the data that the module could not read, with the reason. It never counts as healthy.
options:
  project:
    description:
      - Name of the project. Without O(name), the module examines all of its services.
    type: str
  environment:
    description:
      - Name of the environment. Optional where the project has one environment. Without O(name), the module examines all of its
        services.
    type: str
  name:
    description:
      - Name of the application, or of another service where O(kind) says so. Requires O(project) or O(environment_id). The task fails where it
        does not exist.
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
      - Where the log cannot be read, a deployment of that age is the finding C(deployment_long). Before Dokploy v0.29.5 the module reads it over
        the WebSocket that Dokploy's pages use, which not every proxy forwards.
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
  probe_registry:
    description:
      - Ask the registry of a Docker image for its tag, from the host of this task, and report where the running image is older, where the registry
        has no such tag any more, and where it refuses the saved user and password.
      - The module sends the saved user and password only to the registry that they are saved for, over TLS or to a loopback address, and to the
        token server that this registry names.
    type: bool
    default: false
  probe_address:
    description:
      - Host, or C(host:port), to connect to instead of the addresses of the domains.
    type: str
  probe_timeout:
    description:
      - Maximum time in seconds for each step of a probe.
    type: float
    default: 10.0
  pushed:
    description:
      - Push to the Git repository. The module checks whether Dokploy would skip it.
    type: dict
    suboptions:
      branch:
        description:
          - Branch that was pushed to.
        type: str
        required: true
      # generated: options of dokploy_repair: pushed.paths
      paths:
        description:
          - Paths that the push changed, from the root of the repository.
        type: list
        elements: str
        default: []
      # end of generated
extends_documentation_fragment:
  - community.dokploy.service_kind.every
  - community.dokploy.connection
  - community.dokploy.addressing
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - One application requires four to eight requests, and a few more where it is broken. The module reads the queue, the server, and the
    domains of others once.
  - Some data requires an administrator's key, or one that can read Docker. A key that can only deploy sees the deployments and the queue.
  - Dokploy renews the token of a Gitea provider itself when its branches are listed, as its pages do.
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
    - Verdict on the application, or on the worst one of several. V(null) without an application.
  type: dict
  returned: always
  contains:
    application:
      description: Application, as project, environment, and name.
      type: str
      returned: always
      sample: shop/production/backend
    application_id:
      description: ID of the application. Empty for another service.
      type: str
      returned: always
      sample: hdoihUG0FmYC8GdoFEc-1
    kind:
      description: V(application), V(compose), or the kind of the database.
      type: str
      returned: always
      sample: application
    id:
      description: ID of the application, database, or compose service.
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
        - V(healthy), or V(broken) with an error, V(warning) with a warning, V(unknown) where the module could not read what runs,
          V(starting) where replicas do not run steadily yet, V(stopped), or V(never_deployed).
      type: str
      returned: always
      sample: broken
    code:
      description: Code of the most important finding. Empty without findings.
      type: str
      returned: always
      sample: crash_loop
    since:
      description: Start of this state, by the server's clock. Empty where it is unknown.
      type: str
      returned: always
      sample: "2026-11-24T02:51:07Z"
    text:
      description: Verdict as one line of text.
      type: str
      returned: always
      sample: "shop/production/backend: its process ends by itself again and again with exit code 3, since 2026-11-24T02:51:07Z"
  sample:
    application: shop/production/backend
    application_id: hdoihUG0FmYC8GdoFEc-1
    kind: application
    id: hdoihUG0FmYC8GdoFEc-1
    app_name: shop-backend-x1y2z3
    state: broken
    code: crash_loop
    since: "2026-11-24T02:51:07Z"
    text: "shop/production/backend: its process ends by itself again and again with exit code 3, since 2026-11-24T02:51:07Z"
verdicts:
  description: Verdict on each examined service.
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
      description: Stable code of the finding.
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
      description: Application, as project, environment, and name.
      type: str
      returned: always
      sample: shop/production/backend
    kind:
      description: V(application), V(compose), or the kind of the database.
      type: str
      returned: always
      sample: application
    seen:
      description: Observation.
      type: str
      returned: always
      sample: its process ends by itself again and again with exit code 3
    cause:
      description: Likely cause.
      type: str
      returned: always
      sample: "The process fails as it starts: a missing variable, file, or service that it needs."
    remedy:
      description: Suggested remedy.
      type: str
      returned: always
      sample: "Read the container's log."
    repairable:
      description: Whether the role P(community.dokploy.dokploy_troubleshoot#role) can repair it.
      type: bool
      returned: always
      sample: false
    repairs:
      description: Steps that may repair it, in order.
      type: list
      elements: str
      returned: always
      sample: []
    since:
      description: Start of the problem, by the server's clock. Empty where it is unknown.
      type: str
      returned: always
      sample: "2026-11-24T02:51:07Z"
    since_at_least:
      description: Whether the problem may have started earlier, because Swarm keeps only the last replicas.
      type: bool
      returned: always
      sample: false
    about:
      description: Data that a repair step needs. Values that do not apply are empty.
      type: dict
      returned: always
      contains:
        deployment_id:
          description: ID of the affected deployment.
          type: str
          returned: always
          sample: JZFnQbt7dQeSqQeJQWnqa
        blocker:
          description: Application of the blocking deployment, as project, environment, and name.
          type: str
          returned: always
          sample: ""
        blocker_id:
          description: Its ID. Empty where it is not an application.
          type: str
          returned: always
          sample: ""
        address:
          description: Page of Dokploy on which a person must act.
          type: str
          returned: always
          sample: ""
        port:
          description: Only port on which its container listens, where a domain leads to another port. V(0) otherwise.
          type: int
          returned: always
          sample: 0
        memory_limit:
          description: Memory limit of the running service, where a container was killed for memory. Empty otherwise.
          type: str
          returned: always
          sample: ""
        domains:
          description: Domains that lead to a port on which nothing listens, each with C(host) and C(path).
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
      description: Evidence of the finding, with secrets masked.
      type: list
      elements: dict
      returned: always
      contains:
        kind:
          description: Kind of the evidence, for example V(deployment_log), V(container_log), V(task), V(listening), or V(probe).
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
      kind: application
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
  description: Examined server.
  type: dict
  returned: always
  contains:
    url:
      description: Its address.
      type: str
      returned: always
      sample: https://dokploy.example.com
    version:
      description: Its version. Empty where it is unknown.
      type: str
      returned: always
      sample: 0.30.2
  sample:
    url: https://dokploy.example.com
    version: 0.30.2
unread:
  description: Data that the module could not read, each with the reason.
  type: list
  elements: dict
  returned: always
  contains:
    application:
      description: Application, as project, environment, and name.
      type: str
      returned: always
      sample: shop/production/backend
    what:
      description: Data that the module could not read.
      type: str
      returned: always
      sample: the container's log
    why:
      description: Reason.
      type: str
      returned: always
      sample: this version of Dokploy has no application.readLogs
  sample:
    - application: shop/production/backend
      what: the container's log
      why: this version of Dokploy has no application.readLogs
timeline:
  description: Events by the server's clock, oldest first.
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
      description: Application, as project, environment, and name.
      type: str
      returned: always
      sample: shop/production/backend
    what:
      description: Event.
      type: str
      returned: always
      sample: 'deployment "Release 1.4.2" began'
  sample:
    - at: "2026-11-24T02:50:58Z"
      application: shop/production/backend
      what: 'deployment "Release 1.4.2" began'
containers:
  description: Tasks of the applications' Docker services, running ones first. Empty for a key that cannot read Docker.
  type: list
  elements: dict
  returned: always
  sample: []
next_step:
  description: Remedy of the most important finding, or of a failure. Empty where no action is needed.
  type: str
  returned: always
  sample: "Read the container's log."
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
from ansible_collections.community.dokploy.plugins.module_utils._operations.diagnosis_info import Diagnose
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, Diagnose)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
