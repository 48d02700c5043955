# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: dokploy_database_url
short_description: Look up the connection URL of a database of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Returns the URL by which clients connect to a database, with its password.
  - The value is a secret. Use C(no_log) for tasks that would show it.
options:
  _terms:
    description:
      - Project, environment, and name of the database, for example V(shop/production/db).
    type: list
    elements: str
    required: true
  external:
    description:
      - Return the URL for clients outside of Dokploy's network. The database needs an external port.
    type: bool
    default: false
extends_documentation_fragment:
  - community.dokploy.lookup_place
  - community.dokploy.plugin_connection
"""

EXAMPLES = r"""
- name: Give the backend its database
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    env:
      DATABASE_URL: "{{ lookup('community.dokploy.dokploy_database_url', 'shop/production/db') }}"
"""

RETURN = r"""
_raw:
  description:
    - The URL of each database.
  type: list
  elements: str
"""

from ansible.errors import AnsibleError
from ansible.plugins.lookup import LookupBase

from ansible_collections.community.dokploy.plugins.modules.dokploy_database_info import DEFINITION
from ansible_collections.community.dokploy.plugins.plugin_utils._information import find_service


class LookupModule(LookupBase):
    """Looks up connection URLs."""

    def run(self, terms, variables=None, **kwargs):
        self.set_options(var_options=variables, direct=kwargs)
        which = "external" if self.get_option("external") else "internal"
        found = []
        for term in terms:
            row = find_service(DEFINITION, "dokploy_database_info", "databases", self.get_option, term, return_url=True, include_secrets=True)
            url = (row.get("connection_url") or {}).get(which)
            if not url:
                raise AnsibleError("%s has no %s URL. Set external_port of the database, and server_ip of dokploy_settings." % (term, which))
            found.append(url)
        return found
