#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_preview_deployment_info
short_description: Get information about previews of pull requests in Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Reports the previews of the pull requests of one application, and what runs of each preview.
options:
  pull_request:
    description:
      - Number of one pull request to report. Without a preview for it, the list is empty.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.addressing
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
  - community.dokploy.attributes.info_module
seealso:
  - module: community.dokploy.dokploy_preview_deployment
"""

EXAMPLES = r"""
---
- name: List the previews
  community.dokploy.dokploy_preview_deployment_info:
    project: shop
    environment: production
    name: backend
  register: found

- name: Get the preview of one pull request
  community.dokploy.dokploy_preview_deployment_info:
    project: shop
    environment: production
    name: backend
    pull_request: 12
"""

RETURN = r"""
---
application:
  description: Application of the previews, with the data that identifies it.
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
previews_total:
  description: Number of all previews that match.
  type: int
  returned: success
  sample: 1
previews:
  description: Previews, newest first, and at most 50 of them.
  type: list
  elements: dict
  returned: success
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
    # generated: results of dokploy_preview_deployment: preview.status, preview.pull_request, preview.url
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
    # end of generated
    created_at:
      description: Time of its creation.
      type: str
      returned: always
      sample: "2026-11-24T09:30:00.000Z"
    # generated: results of dokploy_preview_deployment: preview.expires_at, preview.last_deployment
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
    # end of generated
    phase:
      description: V(running), V(stopped), V(never_deployed), or V(unknown) where the API key cannot read what runs.
      type: str
      returned: always
      sample: running
    replicas_running:
      description: Number of running replicas. V(null) where it is unknown.
      type: int
      returned: always
      sample: 1
  sample:
    - id: Jd82hLw0sPqB4mXcVn7yT
      app_name: preview-shop-backend-x1y2z3-a1b2c3
      status: done
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
from ansible_collections.community.dokploy.plugins.module_utils._operations.preview_deployment_info import ListPreviews
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, ListPreviews)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
