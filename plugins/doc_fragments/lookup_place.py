# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The place of a service, for look-ups whose terms name one."""

    DOCUMENTATION = r"""
options:
  project:
    description:
      - Name of the project, for names that contain slashes. Needs O(environment).
      - The terms contain neither the project nor the environment then.
    type: str
  environment:
    description:
      - Name of the environment. Needs O(project).
    type: str
"""
