#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_batch
short_description: Run several tasks of this collection in parallel
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Runs tasks of other modules of this collection in parallel, and prints one line for each task that changes something or fails.
  - A task that waits for a server does not delay the others, unlike in a C(loop).
  - The module passes all other options, such as O(api_url), to each of the tasks, and also C(module_defaults) of the action group and of
    the module of each task.
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: partial
    details:
      - A batch is idempotent where each of its tasks is.
  async:
    support: none
options:
  tasks:
    description:
      - Tasks to run.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description:
          - Name of the task in messages and results, for example V(shop/production/backend).
        type: str
        required: true
      module:
        description:
          - Full name of the module, for example V(community.dokploy.dokploy_application).
        type: str
        required: true
      options:
        description:
          - The options of the module.
        type: dict
        required: true
      stage:
        description:
          - The stage that the task belongs to. Stages run one after the other, in ascending order. Default V(1).
        type: int
        default: 1
  at_once:
    description:
      - Maximum number of tasks that run at the same time. Default V(10). V(1) runs the tasks in their order.
    type: int
    default: 10
  stop_on_failure:
    description:
      - Start no further task after one has failed. Default V(false). The module waits for running tasks.
    type: bool
    default: false
  stage_pause:
    description:
      - Time in seconds to wait after a stage that changed something, before the next one. Default V(0). Not in check mode.
    type: int
    default: 0
  keep:
    description:
      - Keys of the result of each task to return in RV(outcomes), for example V(application). Default none.
    type: list
    elements: str
    default: []
  most_lines:
    description:
      - Maximum number of lines to print for changes and failures. One more line has the number of the others. Default V(20).
    type: int
    default: 20
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - The tasks run in processes that the controller forks, each over the connection of the batch.
seealso:
  - module: community.dokploy.dokploy_application
"""

EXAMPLES = r"""
---
- name: Stop two applications at the same time
  community.dokploy.dokploy_batch:
    tasks:
      - name: shop/production/web
        module: community.dokploy.dokploy_application
        options: {project: shop, environment: production, name: web, state: stopped}
      - name: shop/production/worker
        module: community.dokploy.dokploy_application
        options: {project: shop, environment: production, name: worker, state: stopped}
"""

RETURN = r"""
---
outcomes:
  description: One entry for each of O(tasks), in the same order.
  type: list
  elements: dict
  returned: always
  contains:
    name:
      description: The name of the task.
      type: str
      returned: always
      sample: shop/production/web
    module:
      description: The full name of its module.
      type: str
      returned: always
      sample: community.dokploy.dokploy_application
    reached:
      description: Whether the task ran. V(false) for tasks that O(stop_on_failure) skipped.
      type: bool
      returned: always
      sample: true
    changed:
      description: Whether the task changed something.
      type: bool
      returned: always
      sample: true
    failed:
      description: Whether the task failed.
      type: bool
      returned: always
      sample: false
    msg:
      description: The reason of a failure, else empty.
      type: str
      returned: always
      sample: ""
    # generated: results of dokploy_application: actions
    actions:
      description: Actions of the task in order, or in check mode the actions of a real run.
      type: list
      elements: str
      returned: always
      sample: [stop]
    # end of generated
    phase:
      description: RV(community.dokploy.dokploy_application#module:phase) of the task, where it has one.
      type: str
      returned: where the module returns it
      sample: stopped
    next_step:
      description: Suggestion for solving a failure.
      type: str
      returned: where the module returns it
      sample: ""
  sample:
    - name: shop/production/web
      module: community.dokploy.dokploy_application
      reached: true
      changed: true
      failed: false
      msg: ""
      actions: [stop]
      phase: stopped
done:
  description: The names of the tasks that changed something and did not fail.
  type: list
  elements: str
  returned: always
  sample: [shop/production/web]
unchanged:
  description: The names of the tasks that changed nothing and did not fail.
  type: list
  elements: str
  returned: always
  sample: []
failures:
  description: The tasks that failed, each with C(name) and C(reason), which has the name.
  type: list
  elements: dict
  returned: always
  sample: []
not_reached:
  description: The names of the tasks that did not run.
  type: list
  elements: str
  returned: always
  sample: []
check_mode:
  description: Whether the task ran in check mode, also by C(check_mode) of a play, a block, or a role.
  type: bool
  returned: always
  sample: false
"""
