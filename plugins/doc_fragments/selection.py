# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """Options that select applications."""

    DOCUMENTATION = r"""
options:
  project:
    description:
      - Name of the project.
      - The selection contains the applications that match all selection options. Without any option, it contains all applications that the
        API key can read.
    type: str
  environment:
    description:
      - Name of the environment.
    type: str
  name:
    description:
      - Name of the application. Selects all applications with this name.
      - Mutually exclusive with O(pattern).
    type: str
  environment_id:
    description:
      - ID of the environment.
    type: str
  application_id:
    description:
      - ID of one application.
    type: str
  app_name:
    description:
      - Full name of the Docker service of one application, with the suffix that Dokploy added.
    type: str
  domain_host:
    description:
      - Host of a domain of one application.
    type: str
  pattern:
    description:
      - Pattern for the application's name. V(*) matches any text, V(?) one character, and V([abc]) one of these characters. The pattern is
        case-sensitive.
    type: str
"""
