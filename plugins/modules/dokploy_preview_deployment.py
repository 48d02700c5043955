#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_preview_deployment
short_description: Redeploy or remove a preview of a pull request in Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Deploys the preview of a pull request again, and waits until it runs, or removes it with its service, domain, and deployments.
  - Dokploy creates a preview only when GitHub reports a pull request. O(community.dokploy.dokploy_application#module:previews) and the
    other preview options configure them.
options:
  state:
    description:
      - V(redeployed) builds the fetched source of the pull request again, with the current settings of the application, and runs it. It
        fetches nothing.
      - V(absent) removes the preview. Dokploy creates a new one when the pull request gets another commit.
    type: str
    choices: [redeployed, absent]
    default: redeployed
  pull_request:
    description:
      - Number of the pull request. Required, unless O(preview_id) is given.
    type: str
  preview_id:
    description:
      - ID of the preview.
    type: str
  deployment_title:
    description:
      - Title of the deployment. The default is V(Deployed by Ansible).
    type: str
  # generated: options of dokploy_deployment: deployment_description
  deployment_description:
    description:
      - Description of the deployment. The module appends a mark that identifies the deployment.
    type: str
  # end of generated
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
      - O(state=redeployed) deploys each time, and reports a change in check mode, too. O(state=absent) is idempotent.
  async:
    support: full
notes:
  - Dokploy writes to the pull request at GitHub before and after the build. Without access to GitHub, the deployment fails.
  - O(state=redeployed) requires Dokploy v0.26.4 or later.
seealso:
  - module: community.dokploy.dokploy_application
  - module: community.dokploy.dokploy_preview_deployment_info
"""

EXAMPLES = r"""
---
- name: Redeploy the preview of a pull request with the changed settings
  community.dokploy.dokploy_preview_deployment:
    project: shop
    environment: production
    name: backend
    pull_request: 12

- name: Remove the preview of a pull request
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
  description: Application of the preview, with the data that identifies it.
  type: dict
  returned: when the application was found
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
      description: URL of the preview. V(null) without a URL.
      type: str
      returned: always
      sample: https://preview-shop-backend-x1y2z3-a1b2c3.preview.example.com/
    created_at:
      description: Time of its creation.
      type: str
      returned: always
      sample: "2026-11-24T09:30:00.000Z"
    expires_at:
      description: Time at which it expires. V(null) where it does not expire.
      type: str
      returned: always
      sample: null
    last_deployment:
      description: Its newest deployment, with the keys of RV(community.dokploy.dokploy_preview_deployment#module:deployment). V(null)
        without deployments.
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
  description: Deployment of this task. V(null) without a deployment, or where the task did not wait for it.
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
      description: Time of its creation.
      type: str
      returned: always
      sample: "2026-11-24T10:00:00.000Z"
    # generated: results of dokploy_application: deployment.finished_at
    finished_at:
      description: Time of its end. V(null) while it runs.
      type: str
      returned: always
      sample: "2026-11-24T10:00:21.000Z"
    # end of generated
    error:
      description: Reason of a failure according to Dokploy, usually empty. RV(build_log) contains more.
      type: str
      returned: always
      sample: ""
  sample:
    id: JZFnQbt7dQeSqQeJQWnqa
    title: Deployed by Ansible
    status: done
containers:
  description: Tasks of the preview's Docker service, with the keys of RV(community.dokploy.dokploy_application#module:containers).
  type: list
  elements: dict
  returned: always
  sample: []
phase:
  description: V(running), V(never_deployed), or V(absent). After a failure, the failed phase, for example V(building) or V(unhealthy).
  type: str
  returned: always
  sample: running
unverified:
  description: Contains V(service) where the API key cannot read what runs.
  type: list
  elements: str
  returned: always
  sample: []
previous:
  description: The preview before the task, where this task changed it.
  type: dict
  returned: always
  sample: {}
# generated: results of dokploy_application: actions
actions:
  description: Actions of the task in order, or in check mode the actions of a real run.
  type: list
  elements: str
  returned: always
  sample: [redeploy preview deployment]
# end of generated
build_log:
  description: End of the deployment's log. V(null) where this version of Dokploy cannot return it.
  type: str
  returned: when the deployment failed
  sample: "Docker build failed"
next_step:
  description: Suggestion for solving a failure.
  type: str
  returned: always
  sample: ""
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
from ansible_collections.community.dokploy.plugins.module_utils._operations.preview_deployment import PreviewDeployment
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, PreviewDeployment)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
