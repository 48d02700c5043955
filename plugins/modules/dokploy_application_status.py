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
  - Writes the status of an application of a Dokploy server, which its pages and its API show.
  - Dokploy writes it when it acts, and never looks again. After a service was stopped, scaled, or removed behind its back, after a
    container began to crash, or after the server was restarted amid a deployment, it says what is not true.
  - Nothing that runs is touched. To start, stop, or deploy an application, use M(community.dokploy.dokploy_application), which does not
    rely on this status.
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
      - V(actual) looks at what really runs, and writes it where the status says otherwise. That is V(done) where as many tasks run
        steadily as are wanted, V(error) for a crash loop or an update that Swarm paused, and V(idle) where the application is stopped
        or was never deployed. There, V(error) is left if the last deployment failed.
        While a deployment is under way, or tasks are still starting, the status is left alone. See RV(reason).
      - V(running), V(idle), V(done), and V(error) are written whatever runs.
        B(They make Dokploy say what may not be true.) V(running) shows a deployment that does not exist, and nothing but the
        next deployment, reload, or stop ends it. V(idle) shows a running application as stopped, V(done) hides a failure,
        and what relies on the status, in Dokploy or elsewhere, is misled.
        While a deployment is under way, Dokploy overwrites it in the end.
    type: str
    choices: [actual, running, idle, done, error]
    default: actual
  stable_for:
    description:
      - For how many seconds a task must have lived to count for O(status=actual), where the application has no health check.
        It is not awaited.
    type: int
    default: 5
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.addressing
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - O(status=actual) needs a key that may read Docker. For one that may not, the task fails before anything is written.
  - Dokploy has no locks. A deployment that begins between the look and the write may have its status overwritten. It writes
    another when it ends.
seealso:
  - module: community.dokploy.dokploy_application
  - module: community.dokploy.dokploy_application_info
  - ref: ansible_collections.community.dokploy.docsite.how_it_decides
    description: Which action a difference asks for, in which state.
"""

EXAMPLES = r"""
---
- name: Dokploy shows what really runs
  community.dokploy.dokploy_application_status:
    project: shop
    environment: production
    name: backend

- name: See what it should show, without writing it
  community.dokploy.dokploy_application_status:
    app_name: shop-backend-x1y2z3
  check_mode: true
  diff: true

- name: A deployment that a restart of the server ended is shown as failed, whatever runs
  community.dokploy.dokploy_application_status:
    project: shop
    environment: production
    name: worker
    status: error
"""

RETURN = r"""
---
application:
  description: The application, as it is after the task, or in check mode would be. V(null) where it was not found.
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
actual:
  description:
    - The status that fits what runs. V(null) where that cannot be said, for example while a deployment is under way.
  type: str
  returned: always
  sample: idle
reason:
  description: Why RV(actual) is what it is, in words.
  type: str
  returned: always
  sample: it is stopped
phase:
  description: Whether it is V(running), V(stopped), or V(never_deployed), by what there is in Docker. Empty where that could not be read.
  type: str
  returned: always
  sample: stopped
unverified:
  description: What could not be read, for example because the API key may not.
  type: list
  elements: str
  returned: always
  sample: []
previous:
  description: The status before, where this task changed it.
  type: dict
  returned: always
  sample:
    status: done
actions:
  description: What was done, or in check mode would be.
  type: list
  elements: str
  returned: always
  sample: [set status idle]
next_step:
  description: What to do about a failure. Empty where there was none, or nothing is known.
  type: str
  returned: always
  sample: "Grant it to the key's user in Dokploy, or use the key of an administrator."
candidates:
  description: Those that a name fits, with their IDs, where it fits several.
  type: list
  elements: str
  returned: on failure, when a name fits several
  sample: [hdoihUG0FmYC8GdoFEc-1 (shop/production), Zt8nLx4QvW2mKbY6cRd1s (shop/production)]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.operation import operation_module
from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._operations.application_status import SetStatus
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, SetStatus)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
