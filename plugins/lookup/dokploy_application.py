# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: dokploy_application
short_description: Look up an application of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Returns the phase, the images, the pending changes, and the URLs of an application.
options:
  _terms:
    description:
      - Project, environment, and name of the application, for example V(shop/production/web).
    type: list
    elements: str
    required: true
extends_documentation_fragment:
  - community.dokploy.lookup_place
  - community.dokploy.plugin_connection
"""

EXAMPLES = r"""
- name: Show the address of the shop
  ansible.builtin.debug:
    msg: "{{ lookup('community.dokploy.dokploy_application', 'shop/production/web').urls | first }}"

- name: Name a project that contains a slash
  ansible.builtin.debug:
    msg: "{{ lookup('community.dokploy.dokploy_application', 'web', project='shop/eu', environment='production').urls | first }}"
"""

RETURN = r"""
_raw:
  description:
    - A dictionary for each application, with C(id), C(app_name), C(project), C(environment), C(name), C(status), C(status_drift), C(phase),
      C(image), C(stored_image), C(pending), and C(urls).
  type: list
  elements: dict
"""

from ansible.plugins.lookup import LookupBase

from ansible_collections.community.dokploy.plugins.modules.dokploy_application_info import DEFINITION
from ansible_collections.community.dokploy.plugins.plugin_utils._information import find_service

SHOWN = ("id", "app_name", "project", "environment", "name", "status", "status_drift", "phase", "stored_image", "pending", "urls")


class LookupModule(LookupBase):
    """Looks up applications."""

    def run(self, terms, variables=None, **kwargs):
        self.set_options(var_options=variables, direct=kwargs)
        found = []
        for term in terms:
            row = find_service(DEFINITION, "dokploy_application_info", "applications", self.get_option, term)
            found.append(dict({key: row.get(key) for key in SHOWN}, image=row.get("running_image")))
        return found
