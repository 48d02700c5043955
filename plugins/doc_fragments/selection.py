# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The options that choose applications: one, some, or all."""

    DOCUMENTATION = r"""
options:
  project:
    description:
      - The name of the project.
      - All options that choose applications must fit. Without any of them, all are chosen that the API key may see.
    type: str
  environment:
    description:
      - The name of the environment.
    type: str
  name:
    description:
      - The name of the application. All applications of that name are chosen.
      - It excludes O(pattern).
    type: str
  environment_id:
    description:
      - The ID of the environment.
    type: str
  application_id:
    description:
      - The ID of one application.
    type: str
  app_name:
    description:
      - The full name of the Docker service of one application, with the suffix that Dokploy added.
    type: str
  domain_host:
    description:
      - The host of a domain of one application.
    type: str
  pattern:
    description:
      - A pattern for the application's name. V(*) stands for any text, V(?) for one character, and V([abc]) for one of these.
        Upper and lower case count.
    type: str
"""
