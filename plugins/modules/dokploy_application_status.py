#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_application_status
short_description: Correct the status that Dokploy shows for an application
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Writes the status of an application of a Dokploy server, which Dokploy's pages and API show.
  - Dokploy updates the status only when it acts. The status becomes inaccurate after a service was stopped, scaled, or removed outside of
    Dokploy, after a container began to crash, or after the server was restarted during a deployment.
  - The module changes nothing that runs. To start, stop, or deploy an application, use M(community.dokploy.dokploy_application), which does
    not use this status.
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
  status:
    description:
      - V(actual) reads what runs, and corrects the status where it differs. The status is V(done) where all desired replicas run steadily,
        V(error) for a crash loop or an update that Swarm paused, and V(idle) where the application is stopped or was never deployed. In the
        last case, V(error) stays if the last deployment failed. The module keeps the status during a deployment, and while replicas are
        starting. See RV(reason).
      - V(running), V(idle), V(done), and V(error) set the status regardless of what runs. B(Dokploy may then show a wrong status.)
        V(running) shows a deployment that does not exist, until the next deployment, reload, or stop. V(idle) shows a running application
        as stopped, V(done) hides a failure, and everything that reads the status gets the wrong value. Dokploy overwrites it at the end of
        a running deployment.
    type: str
    choices: [actual, running, idle, done, error]
    default: actual
  stable_for:
    description:
      - Minimum time in seconds that a replica must have been up for O(status=actual), where the application has no health check. The module
        does not wait for it.
    type: int
    default: 5
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.addressing
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - O(status=actual) requires a key that can read Docker. Without this permission, the task fails before the first write.
  - Dokploy has no locks. The module may overwrite the status of a deployment that starts between its read and its write. Dokploy writes the
    status again at the end of the deployment.
seealso:
  - module: community.dokploy.dokploy_application
  - module: community.dokploy.dokploy_application_info
  - ref: ansible_collections.community.dokploy.docsite.how_it_decides
    description: Rules by which a task does nothing, reloads, or deploys.
"""

EXAMPLES = r"""
---
- name: Correct the status that Dokploy shows
  community.dokploy.dokploy_application_status:
    project: shop
    environment: production
    name: backend

- name: Preview the correct status without writing it
  community.dokploy.dokploy_application_status:
    app_name: shop-backend-x1y2z3
  check_mode: true
  diff: true

- name: Mark a deployment that a server restart interrupted as failed
  community.dokploy.dokploy_application_status:
    project: shop
    environment: production
    name: worker
    status: error
"""

RETURN = r"""
---
application:
  description: The application after the task, or in check mode as it would be. V(null) where it was not found.
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
actual:
  description:
    - Status that matches what runs. V(null) where it cannot be determined, for example during a deployment.
  type: str
  returned: always
  sample: idle
reason:
  description: Reason for RV(actual), as a text.
  type: str
  returned: always
  sample: it is stopped
phase:
  description: Phase according to Docker, V(running), V(stopped), or V(never_deployed). Empty where the module could not read Docker.
  type: str
  returned: always
  sample: stopped
unverified:
  description: Data that the module could not read, for example because the API key lacks the permission.
  type: list
  elements: str
  returned: always
  sample: []
previous:
  description: Previous status, where this task changed it.
  type: dict
  returned: always
  sample:
    status: done
# generated: results of dokploy_application: actions, next_step
actions:
  description: Actions of the task in order, or in check mode the actions of a real run.
  type: list
  elements: str
  returned: always
  sample: [set status idle]
next_step:
  description: Suggestion for solving a failure. Empty without a failure, or where the module knows none.
  type: str
  returned: always
  sample: "Grant it to the key's user in Dokploy, or use an administrator's key."
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
from ansible_collections.community.dokploy.plugins.module_utils._operations.application_status import SetStatus
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, SetStatus)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
