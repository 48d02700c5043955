#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_server_restart
short_description: Restart Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Restarts Dokploy, and waits until its API answers again, from a new replica of its service where the module can see it. The services on
    Docker Swarm keep running.
  - Use it as the last resort for a blocked queue. M(community.dokploy.dokploy_build) cancels a stuck deployment more precisely.
  - B(A restart cancels all running deployments,) of all applications and organizations. With Dokploy v0.29.9 or later, it also drops the
    waiting ones silently. Older versions start them after the restart. The module lists all of them before and after.
  - B(Dokploy resets the image of its own service to its published image of its version.) An installation with a mirrored or custom image
    would switch to the published one.
  - The task is refused where a restart would cancel or drop a deployment, where this is unknown, or where it would change the image, unless
    O(force=true).
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: none
    details:
      - Each run restarts the server.
  async:
    support: full
options:
  force:
    description:
      - Allow the restart to cancel or drop deployments, and to replace the image.
    type: bool
    default: false
  wait_timeout:
    description:
      - Maximum time in seconds to wait until the API answers again. On a timeout the task fails.
    type: int
    default: 300
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - The module requires the key of an administrator or of the owner.
  - Where Dokploy runs neither as a service nor as a container named C(dokploy), it cannot restart itself, and the task fails.
  - Dokploy has no locks. The restart also cancels a deployment that starts after the module has read the queue.
seealso:
  - module: community.dokploy.dokploy_build
  - module: community.dokploy.dokploy_deployment_info
  - module: community.dokploy.dokploy_application_status
"""

EXAMPLES = r"""
---
- name: Preview the effects of a restart
  community.dokploy.dokploy_server_restart:
    force: true
  check_mode: true
  register: restart

- name: Restart Dokploy unless a deployment would be affected
  community.dokploy.dokploy_server_restart:

- name: Force a restart and wait longer for a slow host
  community.dokploy.dokploy_server_restart:
    force: true
    wait_timeout: 600
"""

RETURN = r"""
---
version:
  description: Version of the server after the task.
  type: str
  returned: success
  sample: v0.30.2
previous_version:
  description: Version of the server before the task.
  type: str
  returned: success
  sample: v0.30.2
cancelled:
  description: Running deployments that the restart cancelled, or would cancel. Their applications keep running.
  type: list
  elements: dict
  returned: always
  contains: &job
    name:
      description: Project, environment, and name of the deployed service, where the API key can read them.
      type: str
      returned: always
      sample: shop/production/backend
    service:
      description: The same with the kind and the ID. The names are V(null) where the API key cannot read them.
      type: dict
      returned: always
      sample: {kind: application, id: hdoihUG0FmYC8GdoFEc-1, name: backend, project: shop, environment: production}
    type:
      description: Whether it is a V(deploy) or a V(redeploy).
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
    age:
      description: Time in seconds that it had run or waited.
      type: int
      returned: always
      sample: 5400
  sample: []
dropped:
  description: Waiting deployments that the restart dropped, or would drop. Start them again.
  type: list
  elements: dict
  returned: always
  contains: *job
  sample: []
kept:
  description: Waiting deployments that start after the restart, before Dokploy v0.29.9.
  type: list
  elements: dict
  returned: always
  contains: *job
  sample: []
image:
  description: Image that the restart sets for Dokploy's own service. V(null) where the module cannot see this service.
  type: str
  returned: always
  sample: dokploy/dokploy:v0.30.2
previous_image:
  description: Previous image of Dokploy's own service. V(null) where the module cannot see this service.
  type: str
  returned: always
  sample: dokploy/dokploy:latest
seconds:
  description: Time in seconds until the API answered again. V(null) without a restart.
  type: int
  returned: always
  sample: 21
unverified:
  description: Data that the module could not read, each with the reason.
  type: list
  elements: str
  returned: always
  sample: []
# generated: results of dokploy_application: actions
actions:
  description: Actions of the task in order, or in check mode the actions of a real run.
  type: list
  elements: str
  returned: always
  sample: [restart server, "set image dokploy/dokploy:v0.30.2"]
# end of generated
phase:
  description: V(restarting) where the server did not answer in time, empty otherwise.
  type: str
  returned: always
  sample: ""
# generated: results of dokploy_application: next_step
next_step:
  description: Suggestion for solving a failure. Empty without a failure, or where the module knows none.
  type: str
  returned: always
  sample: Wait for these deployments, or set force, which accepts all of this.
# end of generated
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.operation import operation_module
from ansible_collections.community.dokploy.plugins.module_utils._operations.server_restart import RestartServer
from ansible_collections.community.dokploy.plugins.module_utils._resources.server import SERVER

DEFINITION = operation_module(SERVER, RestartServer)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
