# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """Environment variables of a service."""

    DOCUMENTATION = r"""
options:
  env:
    description:
      - Environment variables of the container. The values are secret. Results and diffs show the names only.
      - A value reaches the container unchanged, including quotes, spaces, V(#), V($), V({{), and line breaks. The task fails before the
        first write where Dokploy cannot store a value unchanged.
      - Values must be texts. Numbers, booleans, and null are refused, because YAML converts them before the module reads them, for example
        V(0755) to V(493) and V(12:30:45) to V(45045). Quote them, and add C(| string) to templates.
      - V(${{project.NAME}}), V(${{environment.NAME}}), V(${{NAME}}), and, with Dokploy v0.30.0 or later, V(${{vault.PROVIDER.NAME}}) are
        always Dokploy's references. A deployment or reload with a reference to a missing variable is refused. Ansible treats V({{) as its own
        template, so write C(!unsafe ${{project.NAME}}).
    type: dict
  env_templates:
    description:
      - Pass V({{…}}) in values of O(env) to Docker Swarm as a template, for example V({{.Task.Slot}}). By default, it reaches the container
        as text. Swarm does not evaluate build arguments and build secrets.
      - A template that Swarm does not know fails the deployment.
    type: bool
    default: false
"""

    # How variables are changed, of services, projects and environments.
    CHANGES = r"""
options:
  env_mode:
    description:
      - V(merge) sets the variables of O(env), and keeps the other names, comments, and order.
      - V(replace) also removes the variables that O(env) does not list.
      - V(existing) is V(merge) for existing names only. The task fails before the first write where O(env) has another name.
    type: str
    choices: [merge, replace, existing]
    default: merge
  env_remove:
    description:
      - Names of variables to remove. Missing names are ignored.
    type: list
    elements: str
  env_layout:
    description:
      - Comments, blank lines, and order of the variables, where none are saved yet, or with O(env_mode=replace). A line that is a name, with or
        without a comment after it, stands for that variable of O(env). Names that are missing here follow at the end.
      - Comments that are saved already are kept, and a difference is no change.
      - Results and diffs never show it, because comments may contain secrets.
    type: str
"""
