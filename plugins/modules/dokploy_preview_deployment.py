#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_preview_deployment
short_description: Deploy a preview of a pull request in Dokploy again, or remove it
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Deploys the preview that Dokploy made of a pull request again, and sees it run, or removes it with its service, domain and deployments.
  - Dokploy makes a preview when GitHub tells it of a pull request, and in no other way. How they are made is set by
    O(community.dokploy.dokploy_application#module:previews) and its likes.
options:
  state:
    description:
      - V(redeployed) builds what was fetched of the pull request again, with the application's settings as they are now, and runs it. It
        fetches nothing.
      - V(absent) removes the preview. Dokploy makes a new one when the pull request gets another commit.
    type: str
    choices: [redeployed, absent]
    default: redeployed
  pull_request:
    description:
      - The number of the pull request. This, or O(preview_id), is needed.
    type: str
  preview_id:
    description:
      - The ID of the preview.
    type: str
  deployment_title:
    description:
      - The title of the deployment. By default, V(Deployed by Ansible).
    type: str
  deployment_description:
    description:
      - The description of the deployment. A mark is added, by which the deployment is known again.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.addressing
  - community.dokploy.waiting
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: partial
    details:
      - O(state=redeployed) deploys each time, and is a change in check mode, too. O(state=absent) is idempotent.
  async:
    support: full
notes:
  - Dokploy writes to the pull request at GitHub before it builds and after it. Where it cannot, the deployment fails.
  - O(state=redeployed) needs Dokploy v0.26.4 or newer.
seealso:
  - module: community.dokploy.dokploy_application
  - module: community.dokploy.dokploy_preview_deployment_info
"""

EXAMPLES = r"""
---
- name: The preview of a pull request is built again with the settings that were changed
  community.dokploy.dokploy_preview_deployment:
    project: shop
    environment: production
    name: backend
    pull_request: 12

- name: The preview of a pull request is removed
  community.dokploy.dokploy_preview_deployment:
    project: shop
    environment: production
    name: backend
    pull_request: 12
    state: absent
"""

RETURN = r"""
---
application:
  description: The application that it belongs to, as far as it tells which one it is.
  type: dict
  returned: when the application was found
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
      description: The name of its Docker service.
      type: str
      returned: always
      sample: shop-backend-x1y2z3
    project:
      description: Its project.
      type: str
      returned: always
      sample: shop
    environment:
      description: Its environment.
      type: str
      returned: always
      sample: production
    status:
      description: The status that Dokploy shows.
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
preview:
  description: The preview.
  type: dict
  returned: when it was found
  contains:
    id:
      description: Its ID.
      type: str
      returned: always
      sample: Jd82hLw0sPqB4mXcVn7yT
    app_name:
      description: The name of its Docker service.
      type: str
      returned: always
      sample: preview-shop-backend-x1y2z3-a1b2c3
    status:
      description: The status that Dokploy shows, V(idle), V(running), V(done), or V(error).
      type: str
      returned: always
      sample: done
    pull_request:
      description: Its pull request, with C(number), C(title), C(url), and C(branch).
      type: dict
      returned: always
      sample:
        number: '12'
        title: Faster search
        url: https://github.com/example/shop/pull/12
        branch: faster-search
    url:
      description: The address that Dokploy gave it. V(null) where it has none.
      type: str
      returned: always
      sample: https://preview-shop-backend-x1y2z3-a1b2c3.preview.example.com/
    created_at:
      description: When it was made.
      type: str
      returned: always
      sample: "2026-11-24T09:30:00.000Z"
    expires_at:
      description: When it ends by itself. V(null) where it does not.
      type: str
      returned: always
      sample: null
    last_deployment:
      description: Its newest deployment, with the keys of RV(community.dokploy.dokploy_preview_deployment#module:deployment). V(null) where it has none.
      type: dict
      returned: always
      sample:
        id: JZFnQbt7dQeSqQeJQWnqa
        title: Preview Deployment
        description: ''
        status: done
        created_at: "2026-11-24T09:30:00.000Z"
        finished_at: "2026-11-24T09:30:21.000Z"
        error: ''
  sample:
    id: Jd82hLw0sPqB4mXcVn7yT
    app_name: preview-shop-backend-x1y2z3-a1b2c3
    status: done
deployment:
  description: The deployment of this task. V(null) where there was none, or it was not awaited.
  type: dict
  returned: always
  contains:
    id:
      description: Its ID.
      type: str
      returned: always
      sample: JZFnQbt7dQeSqQeJQWnqa
    title:
      description: Its title.
      type: str
      returned: always
      sample: Deployed by Ansible
    description:
      description: Its description.
      type: str
      returned: always
      sample: "[0123456789]"
    status:
      description: V(running), V(done), V(error), or V(cancelled).
      type: str
      returned: always
      sample: done
    created_at:
      description: When it was made.
      type: str
      returned: always
      sample: "2026-11-24T10:00:00.000Z"
    finished_at:
      description: When it ended. V(null) where it did not.
      type: str
      returned: always
      sample: "2026-11-24T10:00:21.000Z"
    error:
      description: What Dokploy says of a failure, which is seldom anything. RV(build_log) has more.
      type: str
      returned: always
      sample: ""
  sample:
    id: JZFnQbt7dQeSqQeJQWnqa
    title: Deployed by Ansible
    status: done
containers:
  description: The tasks of the preview's service, with the keys of RV(community.dokploy.dokploy_application#module:containers).
  type: list
  elements: dict
  returned: always
  sample: []
phase:
  description: V(running), V(never_deployed), or V(absent); after a failure, where it ended, such as V(building) or V(unhealthy).
  type: str
  returned: always
  sample: running
unverified:
  description: V(service) is in it where this key may not see what runs.
  type: list
  elements: str
  returned: always
  sample: []
previous:
  description: What was there before, where this task changed something.
  type: dict
  returned: always
  sample: {}
actions:
  description: What was done, or would be.
  type: list
  elements: str
  returned: always
  sample: [redeploy preview deployment]
build_log:
  description: The end of the deployment's log. V(null) where this version of Dokploy cannot show it.
  type: str
  returned: when the deployment failed
  sample: "Docker build failed"
next_step:
  description: What to do after a failure.
  type: str
  returned: always
  sample: ""
candidates:
  description: Those that a name fits, with their IDs, where it fits several.
  type: list
  elements: str
  returned: on failure, when a name fits several
  sample: [hdoihUG0FmYC8GdoFEc-1 (shop/production), Zt8nLx4QvW2mKbY6cRd1s (shop/production)]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.operation import operation_module
from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._operations.preview_deployment import PreviewDeployment
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, PreviewDeployment)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
