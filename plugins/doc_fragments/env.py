# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The environment variables of a service, and how they are merged."""

    DOCUMENTATION = r"""
options:
  env:
    description:
      - Variables of the container. The values are secret. Results and diffs show the names alone.
      - A value reaches the container as it was written, whatever quotes, spaces, V(#), V($), V({{) or line breaks it holds. One that no
        form can carry is refused before anything is sent.
      - Values must be texts. Numbers, booleans and null are refused, because YAML has changed them before the module sees them,
        V(0755) to V(493) and V(12:30:45) to V(45045). Quote them, and add C(| string) where they are templated.
      - V(${{project.NAME}}), V(${{environment.NAME}}), V(${{NAME}}), and, from Dokploy v0.30.0 on, V(${{vault.PROVIDER.NAME}}) are always
        Dokploy's references. One that leads nowhere is refused. Ansible takes V({{) for a template of its own, so write
        C(!unsafe ${{project.NAME}}).
    type: dict
  env_mode:
    description:
      - V(merge) sets what O(env) lists, and leaves the other names, comments and order as they are.
      - V(replace) makes O(env) the whole.
      - V(existing) is V(merge) for names that are there already. Any other name is an error, and nothing is written.
    type: str
    choices: [merge, replace, existing]
    default: merge
  env_remove:
    description:
      - Names to remove from what is stored. One that is not there is no error.
    type: list
    elements: str
  env_templates:
    description:
      - Leave V({{…}}) in values of O(env) to Docker Swarm as a template, for example V({{.Task.Slot}}). Otherwise it reaches the
        container as text. Swarm does not read build arguments and build secrets.
      - A template that Swarm does not know fails the deployment.
    type: bool
    default: false
"""
