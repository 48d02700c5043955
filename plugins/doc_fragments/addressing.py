# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """Options that address one application."""

    DOCUMENTATION = r"""
options:
  project:
    description:
      - Name of the project. Required with O(name), unless O(environment_id) is given.
      - With an ID, O(app_name), or O(domain_host), the task fails where the application has another O(project), O(environment), or O(name).
    type: str
  environment:
    description:
      - Name of the environment. Optional where the project has one environment. Where it has several, the error lists them.
    type: str
  name:
    description:
      - Name of the application, as Dokploy's pages show it. The task fails where it does not exist.
    type: str
  environment_id:
    description:
      - ID of the environment, instead of O(project) and O(environment).
    type: str
  application_id:
    description:
      - ID of the application, instead of the names.
    type: str
  app_name:
    description:
      - Full name of the application's Docker service, with the suffix that Dokploy added, instead of the names or together with them.
      - Required where O(backend) uses the Docker Engine, which knows the application by this name only.
    type: str
  domain_host:
    description:
      - Host of one of the application's domains, instead of the names.
    type: str
"""
