#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_redirect
short_description: Manage redirects of applications in Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates, changes, and removes one redirect of an application's domains, for people who manage the redirect and not the application.
  - O(regex) identifies a redirect. A redirect that exists already is adopted.
  - Dokploy applies a redirect immediately, without replacing containers.
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
  # generated: options of dokploy_basic_auth: application
  application:
    description:
      - Name of the application, or its ID without O(project). Required, unless O(app_name) is given.
    type: str
  # end of generated
  state:
    description:
      - V(present) creates the redirect where it does not exist, and changes the options that the task sets. The service must exist.
      - V(absent) removes the redirect. The task changes nothing where the redirect or its service does not exist.
    type: str
    choices: [present, absent]
    default: present
  # generated: options of dokploy_application: redirects.regex
  regex:
    description:
      - Regular expression in Go's syntax, which must match the whole address.
    type: str
    required: true
  # end of generated
  replacement:
    description:
      - Target address. V(${1}) is the first group of the expression.
      - Required with O(state=present).
    type: str
  # generated: options of dokploy_application: redirects.permanent
  permanent:
    description:
      - Allow browsers to cache the redirect. The default of a new redirect is V(false).
    type: bool
  # end of generated
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.part
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - The module and the list O(community.dokploy.dokploy_application#module:redirects) of the service follow the same description. The list
    leaves a redirect alone that it does not name, so both can manage the same service. With
    O(community.dokploy.dokploy_application#module:exclusive_redirects), the list removes each redirect that it does not name, also one of
    this module.
seealso:
  - module: community.dokploy.dokploy_application
"""

EXAMPLES = r"""
---
- name: Redirect www to the main host
  community.dokploy.dokploy_redirect:
    project: shop
    environment: production
    application: backend
    regex: '^https?://www\.example\.com/(.*)'
    replacement: 'https://example.com/${1}'
    permanent: true

- name: Remove the redirect
  community.dokploy.dokploy_redirect:
    project: shop
    environment: production
    application: backend
    regex: '^https?://www\.example\.com/(.*)'
    state: absent
"""

RETURN = r"""
---
redirect:
  description: Redirect after the task, or as it would be in check mode. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
    id:
      description: ID of the redirect. V(null) in check mode, where it does not exist yet.
      type: str
      returned: always
      sample: mTcY8QxZ1LkP0nVwR5sJd
    regex:
      description: Value of O(regex).
      type: str
      returned: always
      sample: ^https?://www\.example\.com/(.*)
    replacement:
      description: Value of O(replacement).
      type: str
      returned: always
      sample: https://example.com/${1}
    permanent:
      description: Value of O(permanent).
      type: bool
      returned: always
      sample: true
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, regex: '^https?://www\.example\.com/(.*)', replacement: 'https://example.com/${1}', permanent: true}
service:
  description: Service that the redirect belongs to. V(null) where it was not found.
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
  description: Previous values of the redirect, as far as the task changed it. Secrets are hidden.
  type: dict
  returned: always
  sample: {}
# generated: results of dokploy_application: actions
actions:
  description: Actions of the task in order, or in check mode the actions of a real run.
  type: list
  elements: str
  returned: always
  sample: [create redirect ^http://a/(.*)]
# end of generated
# generated: results of dokploy_domain: unverified, next_step
unverified:
  description: Options that the module could not compare.
  type: list
  elements: str
  returned: always
  sample: []
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

DEFINITION = part_module(PARTS["redirect"])


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
