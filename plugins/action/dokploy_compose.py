# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.community.dokploy.plugins.modules.dokploy_compose import DEFINITION
from ansible_collections.community.dokploy.plugins.plugin_utils._action import DokployAction
from ansible_collections.community.dokploy.plugins.plugin_utils._controller_files import fill_source


class ActionModule(DokployAction):
    """The action plugin of dokploy_compose: it reads the file of C(source) on the controller."""

    DEFINITION = DEFINITION

    def read_arguments(self, task_vars):
        own = self._task.args
        return dict(own, source=fill_source(self.open_files(task_vars), own["source"])) if own.get("source") else own
