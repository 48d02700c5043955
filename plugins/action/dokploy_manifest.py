# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible.errors import AnsibleActionFail

from ansible_collections.community.dokploy.plugins.modules.dokploy_manifest import DEFINITION
from ansible_collections.community.dokploy.plugins.plugin_utils._action import DokployAction
from ansible_collections.community.dokploy.plugins.plugin_utils._manifest_files import find_files, read_files


class ActionModule(DokployAction):
    """The action plugin of dokploy_manifest: it reads C(src) on the controller."""

    DEFINITION = DEFINITION

    def run(self, tmp=None, task_vars=None):
        arguments = self._task.args
        source = arguments.pop("src", None)
        if source and arguments.get("manifest") is not None:
            raise AnsibleActionFail("manifest and src are mutually exclusive")
        if source:
            arguments["manifest"], arguments["origins"] = read_files(self._loader, self._templar, find_files(self, str(source)))
        return super().run(tmp, task_vars)
