# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: dokploy_env
short_description: Look up an environment variable of a service of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Returns the saved value of one environment variable.
  - The value is a secret. Use C(no_log) for tasks that would show it.
options:
  _terms:
    description:
      - Project, environment, name, and variable, for example V(shop/production/backend/TOKEN).
    type: list
    elements: str
    required: true
  name:
    description:
      - Name of the service, where O(project) is given. The terms are the names of variables then.
    type: str
  kind:
    description:
      - Kind of the service.
    type: str
    choices: [application, database, compose]
    default: application
extends_documentation_fragment:
  - community.dokploy.lookup_place
  - community.dokploy.plugin_connection
"""

EXAMPLES = r"""
- name: Call the backend with its own token
  ansible.builtin.uri:
    url: https://shop.example.com/health
    headers:
      Authorization: "Bearer {{ lookup('community.dokploy.dokploy_env', 'shop/production/backend/TOKEN') }}"
  no_log: true

- name: Name a project that contains a slash
  ansible.builtin.set_fact:
    token: "{{ lookup('community.dokploy.dokploy_env', 'TOKEN', project='shop/eu', environment='production', name='backend') }}"
  no_log: true
"""

RETURN = r"""
_raw:
  description:
    - The value of each variable.
  type: list
  elements: str
"""

from ansible.errors import AnsibleError
from ansible.plugins.lookup import LookupBase

from ansible_collections.community.dokploy.plugins.modules import dokploy_application_info, dokploy_compose_info, dokploy_database_info
from ansible_collections.community.dokploy.plugins.plugin_utils._information import find_service

KINDS = {
    "application": (dokploy_application_info.DEFINITION, "dokploy_application_info", "applications"),
    "database": (dokploy_database_info.DEFINITION, "dokploy_database_info", "databases"),
    "compose": (dokploy_compose_info.DEFINITION, "dokploy_compose_info", "compose_services"),
}


class LookupModule(LookupBase):
    """Looks up environment variables."""

    def run(self, terms, variables=None, **kwargs):
        self.set_options(var_options=variables, direct=kwargs)
        definition, module, key = KINDS[self.get_option("kind")]
        found = []
        for term in terms:
            place, dummy, variable = (self.get_option("name"), "/", str(term)) if self.get_option("project") else str(term).rpartition("/")
            values = find_service(definition, module, key, self.get_option, place, include_secrets=True).get("env") or {}
            if variable not in values:
                raise AnsibleError("%s has no variable %s" % (place, variable))
            found.append(values[variable])
        return found
