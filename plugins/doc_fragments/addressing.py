# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The options that say which application is meant."""

    DOCUMENTATION = r"""
options:
  project:
    description:
      - The name of the project. Needed beside O(name), unless O(environment_id) is given.
      - Beside an ID, O(app_name), or O(domain_host), it is an assertion, as O(environment) and O(name) are. Where the application
        has another, the task fails.
    type: str
  environment:
    description:
      - The name of the environment. It may be left out where the project has only one. Where it has several, the error lists them.
    type: str
  name:
    description:
      - The name of the application, as Dokploy's pages show it. One that does not exist is an error.
    type: str
  environment_id:
    description:
      - The ID of the environment, instead of O(project) and O(environment).
    type: str
  application_id:
    description:
      - The ID of the application, instead of the names.
    type: str
  app_name:
    description:
      - The full name of the application's Docker service, with the suffix that Dokploy added, instead of the names. It may stand beside them, too.
      - A Docker Engine knows the application by this name alone, so give it where O(backend) is not V(api).
    type: str
  domain_host:
    description:
      - The host of one of the application's domains, instead of the names.
    type: str
"""
