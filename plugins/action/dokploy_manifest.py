# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible.errors import AnsibleActionFail

from ansible_collections.community.dokploy.plugins.modules.dokploy_manifest import DEFINITION
from ansible_collections.community.dokploy.plugins.plugin_utils._action import DokployAction
from ansible_collections.community.dokploy.plugins.plugin_utils._manifest_files import fill_sources, find_files, read_files


class ActionModule(DokployAction):
    """The action plugin of dokploy_manifest: it reads C(src) on the controller."""

    DEFINITION = DEFINITION

    def read_arguments(self, task_vars):
        own = self._task.args
        source = own.get("src")
        if source and own.get("manifest") is not None:
            raise AnsibleActionFail("manifest and src are mutually exclusive")
        if not source:
            return dict(own, manifest=fill_sources(self.open_files(task_vars), own.get("manifest"))) if own.get("manifest") else own
        files = self.open_files(task_vars)
        manifest, origins = read_files(files, find_files(files, str(source)))
        return {**{name: value for name, value in own.items() if name != "src"}, "manifest": manifest, "origins": origins}

    def reduce_arguments(self, arguments):
        return {name: value for name, value in arguments.items() if name not in ("manifest", "origins")}
