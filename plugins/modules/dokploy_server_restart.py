#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_server_restart
short_description: Restart the server of Dokploy itself
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Restarts Dokploy, and waits until its API answers again, from a new task of its service where that can be seen. What runs on Docker
    Swarm goes on meanwhile.
  - It is the last resort for a queue that nothing else frees. What hangs is ended more precisely by M(community.dokploy.dokploy_build).
  - B(A restart cancels every deployment that is under way,) of every application and organisation. Since Dokploy v0.29.9 it also forgets
    those that wait, without a trace; before, they are begun after it. All of them are named before and after.
  - B(Dokploy sets the image of its own service to its published image of its version.) An installation that runs on a mirrored or own
    image would be moved to that one.
  - Where a deployment would be cancelled or forgotten, where that cannot be known, or where the image would be another than
    Dokploy's published one, the task is refused and says so, unless O(force=true).
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
      - Whether the server is restarted whatever that cancels, forgets, or replaces.
    type: bool
    default: false
  wait_timeout:
    description:
      - For how many seconds it is awaited that the API answers again. On a timeout the task fails.
    type: int
    default: 300
  project:
    description:
      - It is ignored. It is there so that it may stand in the C(module_defaults) of the group.
    type: str
  environment:
    description:
      - It is ignored, as O(project) is.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - It needs the key of an administrator or of the owner.
  - Where Dokploy runs neither as a service nor as a container named C(dokploy), it cannot restart itself, and the task fails.
  - A deployment that begins between the look at the queue and the restart is cancelled, too. Dokploy has no locks.
seealso:
  - module: community.dokploy.dokploy_build
  - module: community.dokploy.dokploy_deployment_info
  - module: community.dokploy.dokploy_application_status
"""

EXAMPLES = r"""
---
- name: See what a restart would cancel, forget, and replace
  community.dokploy.dokploy_server_restart:
    force: true
  check_mode: true
  register: restart

- name: Restart Dokploy, unless that would hit anybody
  community.dokploy.dokploy_server_restart:

- name: Restart it whatever is under way, and wait longer for a slow host
  community.dokploy.dokploy_server_restart:
    force: true
    wait_timeout: 600
"""

RETURN = r"""
---
version:
  description: The version of the server, after the restart where there was one.
  type: str
  returned: success
  sample: v0.30.2
previous_version:
  description: The version of the server before.
  type: str
  returned: success
  sample: v0.30.2
cancelled:
  description: The deployments that were under way and were cancelled, or would be. Their applications run on as before.
  type: list
  elements: dict
  returned: always
  contains: &job
    name:
      description: Project, environment, and name of what is deployed, as far as the API key may see them.
      type: str
      returned: always
      sample: shop/production/backend
    service:
      description: The same with the kind and the ID. The names are V(null) where the API key may not see them.
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
      description: For how many seconds it had run, or waited.
      type: int
      returned: always
      sample: 5400
  sample: []
forgotten:
  description: The deployments that waited and were forgotten, or would be. They have to be begun again.
  type: list
  elements: dict
  returned: always
  contains: *job
  sample: []
kept:
  description: The deployments that waited and are begun after the restart, as before Dokploy v0.29.9.
  type: list
  elements: dict
  returned: always
  contains: *job
  sample: []
image:
  description: The image that the restart sets for Dokploy's own service. V(null) where no such service is seen.
  type: str
  returned: always
  sample: dokploy/dokploy:v0.30.2
previous_image:
  description: The image that it ran on. V(null) where no such service is seen.
  type: str
  returned: always
  sample: dokploy/dokploy:latest
seconds:
  description: After how many seconds the API answered again. V(null) where nothing was restarted.
  type: int
  returned: always
  sample: 21
unverified:
  description: What could not be seen, and why.
  type: list
  elements: str
  returned: always
  sample: []
actions:
  description: What was done, or in check mode would be.
  type: list
  elements: str
  returned: always
  sample: [restart server, "set image dokploy/dokploy:v0.30.2"]
phase:
  description: V(restarting) where the server did not come back in time, else empty.
  type: str
  returned: always
  sample: ""
next_step:
  description: What to do about a failure. Empty where there was none, or nothing is known.
  type: str
  returned: always
  sample: Wait for what is under way, or set force, which takes all of that into account.
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.operation import operation_module
from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._operations.server_restart import RestartServer
from ansible_collections.community.dokploy.plugins.module_utils._resources.server import SERVER

DEFINITION = operation_module(SERVER, RestartServer)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
