# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible.errors import AnsibleActionFail

from ansible_collections.community.dokploy.plugins.modules.dokploy_manifest_info import DEFINITION
from ansible_collections.community.dokploy.plugins.plugin_utils._action import DokployAction
from ansible_collections.community.dokploy.plugins.plugin_utils._manifest_export import encrypt_text, write_manifest, write_secrets


class ActionModule(DokployAction):
    """The action plugin of dokploy_manifest_info: it writes the files on the controller."""

    DEFINITION = DEFINITION

    def run(self, tmp=None, task_vars=None):
        own = self._task.args
        dest, secrets_dest, keep = own.get("dest"), own.get("secrets_dest"), bool(own.get("include_secrets"))
        if secrets_dest:
            why = self._why_module(task_vars or {})
            if why:
                raise AnsibleActionFail("secrets_dest requires the controller's process, and %s" % why)
            encrypt_text(self._loader, "")
            self._task.args = {**own, "include_secrets": True}
        try:
            result = super().run(tmp, task_vars)
        finally:
            # A task that is repeated (until) must not return the secrets that its first run needed.
            self._task.args = own
        secrets = result.get("secrets") if keep else result.pop("secrets", None)
        if result.get("failed"):
            return result
        written = []
        if dest and write_manifest(self._loader, result["manifest"], str(dest), self._task.check_mode):
            written.append(str(dest))
        if secrets_dest and write_secrets(self._loader, secrets, str(secrets_dest), self._task.check_mode):
            written.append(str(secrets_dest))
        result.update(changed=bool(written), written=written)
        return result
