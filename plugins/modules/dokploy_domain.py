#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_domain
short_description: Manage domains of services in Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates, changes, and removes one domain of an application or compose service, for people who manage
    the domain and not the service.
  - O(host) and O(path) together identify a domain. A domain that exists already is adopted. To change the host or the path, create the new
    domain and remove the old one.
  - Dokploy applies a domain of an application immediately, without replacing containers. A domain of a compose service is a label of its
    containers, so the module deploys a running compose service. For one that does not run, it only saves the domain.
  - Only the options that the task sets are changed.
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
  async:
    support: full
options:
  application:
    description:
      - Name of the application, or its ID without O(project). Exactly one of O(application), O(compose), and O(app_name) is required.
    type: str
  compose:
    description:
      - Name of the compose service, or its ID without O(project).
    type: str
  state:
    description:
      - V(present) creates the domain where it does not exist, and changes the options that the task sets. The service must exist.
      - V(absent) removes the domain. The task changes nothing where the domain or its service does not exist.
    type: str
    choices: [present, absent]
    default: present
  # generated: options of dokploy_application: domains.host, domains.path
  host:
    description:
      - Host without scheme and path, for example V(shop.example.com).
    type: str
    required: true
  path:
    description:
      - Path that is routed to the application.
    type: str
    default: /
  # end of generated
  port:
    description:
      - Port that the container listens on. The module never guesses it.
      - Required with O(state=present).
    type: int
  https:
    description:
      - Serve the domain with HTTPS. The default is V(true) where O(certificate) is given and not V(none).
    type: bool
  certificate:
    description:
      - Source of the certificate. V(custom) is your own resolver, named in O(certificate_resolver).
    type: str
    choices: [none, letsencrypt, custom]
  certificate_resolver:
    description:
      - Name of a resolver in Traefik's configuration. With it, the default of O(certificate) is V(custom).
    type: str
  # generated: options of dokploy_application: domains.entrypoint, domains.middlewares
  entrypoint:
    description:
      - Name of the entry point in Traefik's configuration, instead of the default ones. Requires Dokploy v0.29.14 or later.
    type: str
  middlewares:
    description:
      - Names of middlewares in Traefik's configuration. Requires Dokploy v0.29.14 or later.
    type: list
    elements: str
  # end of generated
  strip_path:
    description:
      - Remove O(path) before a request reaches the container.
    type: bool
  # generated: options of dokploy_application: domains.internal_path, domains.enabled
  internal_path:
    description:
      - Path to prepend to the path of each request to the container. Dokploy's default is V(/).
    type: str
  enabled:
    description:
      - Enable the domain. Requires Dokploy v0.30.0 or later.
    type: bool
  # end of generated
  service_name:
    description:
      - Service of the compose file that the domain leads to. Required for O(compose), and refused for an application.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.part
  - community.dokploy.part.rollout
  - community.dokploy.waiting
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - The module and the list O(community.dokploy.dokploy_application#module:domains) of the service follow the same description. The list
    leaves a domain alone that it does not name, so both can manage the same service. With
    O(community.dokploy.dokploy_application#module:exclusive_domains), the list removes each domain that it does not name, also one of this
    module.
seealso:
  - module: community.dokploy.dokploy_domain_info
  - module: community.dokploy.dokploy_application
  - module: community.dokploy.dokploy_compose
"""

EXAMPLES = r"""
---
- name: Ensure the shop answers on its new host
  community.dokploy.dokploy_domain:
    project: shop
    environment: production
    application: backend
    host: shop.example.com
    port: 8080
    certificate: letsencrypt

- name: Ensure the front end of the compose service answers
  community.dokploy.dokploy_domain:
    project: shop
    environment: production
    compose: stack
    service_name: web
    host: stack.example.com
    port: 8080

- name: Remove the old host
  community.dokploy.dokploy_domain:
    project: shop
    environment: production
    application: backend
    host: old.example.com
    state: absent
"""

RETURN = r"""
---
domain:
  description: Domain after the task, or as it would be in check mode. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
    id:
      description: ID of the domain. V(null) in check mode, where it does not exist yet.
      type: str
      returned: always
      sample: mTcY8QxZ1LkP0nVwR5sJd
    host:
      description: Value of O(host).
      type: str
      returned: always
      sample: shop.example.com
    path:
      description: Value of O(path).
      type: str
      returned: always
      sample: /
    port:
      description: Value of O(port).
      type: int
      returned: always
      sample: 8080
    https:
      description: Value of O(https).
      type: bool
      returned: always
      sample: true
    certificate:
      description: Value of O(certificate).
      type: str
      returned: always
      sample: letsencrypt
    certificate_resolver:
      description: Value of O(certificate_resolver).
      type: str
      returned: always
      sample: null
    entrypoint:
      description: Value of O(entrypoint).
      type: str
      returned: when the server has it
      sample: null
    middlewares:
      description: Value of O(middlewares).
      type: list
      elements: str
      returned: when the server has it
      sample: []
    strip_path:
      description: Value of O(strip_path).
      type: bool
      returned: always
      sample: false
    internal_path:
      description: Value of O(internal_path).
      type: str
      returned: always
      sample: /
    enabled:
      description: Value of O(enabled).
      type: bool
      returned: when the server has it
      sample: true
    service_name:
      description: Value of O(service_name).
      type: str
      returned: for a compose service
      sample: null
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, host: shop.example.com, path: /, port: 8080}
service:
  description: Service that the domain belongs to. V(null) where it was not found.
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
previous:
  description: Previous values of the domain, as far as the task changed it. Secrets are hidden.
  type: dict
  returned: always
  sample: {}
# generated: results of dokploy_application: actions
actions:
  description: Actions of the task in order, or in check mode the actions of a real run.
  type: list
  elements: str
  returned: always
  sample: [create domain shop.example.com/]
# end of generated
applied:
  description: Saved options that the action applied and that the task did not change.
  type: list
  elements: str
  returned: always
  sample: []
pending:
  description: Saved changes that do not run yet.
  type: list
  elements: str
  returned: always
  sample: []
unverified:
  description: Options that the module could not compare.
  type: list
  elements: str
  returned: always
  sample: []
phase:
  description:
    - Phase that the task reached. After success it is V(running), V(stopped), V(never_deployed), or V(absent), V(unknown) where the API key
      cannot read Docker, and with O(wait=false) also V(queued) or V(rolling).
    - Where the task was refused, it is the phase in which the module found the application, and empty where the module sent no request.
    - After a failure it is V(queued), V(building), V(rolling), V(unhealthy), V(swarm_rolled_back), V(stopping), V(removing), V(unreachable)
      where an address does not answer, or V(unavailable) where Dokploy or Docker does not answer.
  type: str
  returned: always
  sample: running
# generated: results of dokploy_application: containers, build_log
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
build_log:
  description: End of the deployment's log, with secrets masked.
  type: str
  returned: on failure, when there is one
  sample: "ERROR: failed to solve: process \"/bin/sh -c npm ci\" did not complete successfully: exit code: 1"
# end of generated
container_log:
  description:
    - End of the log of a running container, with secrets masked. Dokploy selects the container. During an update it may be a container of
      the previous version.
  type: str
  returned: on failure, when there is one
  sample: "Error: connect ECONNREFUSED 10.0.1.5:5432"
# generated: results of dokploy_application: undone, rolled_back
undone:
  description: Changes that the module rolled back after the failure. V(false) where the rollback failed too.
  type: raw
  returned: on failure, when O(on_failure=rollback) had changes to roll back
  sample: [restore application, reload application]
rolled_back:
  description: Whether the application runs an image from a rollback in Dokploy that this task did not undo, because the task changed
    nothing itself.
  type: bool
  returned: when it is true
  sample: true
# end of generated
# generated: results of dokploy_application: next_step
next_step:
  description: Suggestion for solving a failure. Empty without a failure, or where the module knows none.
  type: str
  returned: always
  sample: ""
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
from ansible_collections.community.dokploy.plugins.module_utils._module.part import part_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.parts import PARTS

DEFINITION = part_module(PARTS["domain"])


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
