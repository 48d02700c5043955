# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """Options of modules that manage one part of a service: a domain, a mount, a port, a redirect, a user of basic authentication."""

    DOCUMENTATION = r"""
options:
  project:
    description:
      - Name of the project of the service. Without it, the option that names the service must contain its ID.
    type: str
  environment:
    description:
      - Name of the environment of the service. Optional where the project has one environment.
    type: str
  app_name:
    description:
      - Full name of the Docker service of an application, instead of its names.
    type: str
"""

    # For parts that take effect with new tasks of the service.
    ROLLOUT = r"""
options:
  deploy:
    description:
      - V(on_change) applies the change to a running service.
      - V(never) only saves it. RV(pending) then lists it.
    type: str
    choices: [on_change, never]
    default: on_change
  apply_pending:
    description:
      - Allow the task to also apply pending changes of others. Without it, the task is refused with their names, because Dokploy applies
        everything that is saved at once.
    type: bool
    default: false
  on_failure:
    description:
      - V(leave) leaves the change saved where the service does not run with it.
      - V(rollback) restores the previous configuration, and the state that the service had before the task.
    type: str
    choices: [leave, rollback]
    default: leave
"""
