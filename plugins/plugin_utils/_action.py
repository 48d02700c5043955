# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action plugin of every module: it carries the controller's DOKPLOY_* variables over to where the module runs.

An AWX credential sets them on the controller, and the module may run elsewhere. The module itself prefers what its task
says, then the variables of its own host. It knows nothing of Dokploy.
"""

from __future__ import annotations

import os

from ansible.plugins.action import ActionBase

VARIABLES = {
    "api_url": "DOKPLOY_URL",
    "api_key": "DOKPLOY_API_KEY",
    "validate_certs": "DOKPLOY_VALIDATE_CERTS",
    "ca_path": "DOKPLOY_CA_PATH",
    "client_cert": "DOKPLOY_CLIENT_CERT",
    "client_key": "DOKPLOY_CLIENT_KEY",
    "timeout": "DOKPLOY_TIMEOUT",
    "retries": "DOKPLOY_RETRIES",
    "backend": "DOKPLOY_BACKEND",
    "fallback_after": "DOKPLOY_FALLBACK_AFTER",
}


class DokployAction(ActionBase):
    """Runs the module of its own name with what the controller knows beside its arguments."""

    TRANSFERS_FILES = False
    _supports_check_mode = True
    _supports_async = True

    def run(self, tmp=None, task_vars=None):
        result = super().run(tmp, task_vars)
        del tmp
        arguments = self._task.args.copy()
        known = {option: os.environ[variable] for option, variable in VARIABLES.items() if os.environ.get(variable)}
        if known:
            # Part of the module's arguments, so never on a command line; it is taken out before anything is logged.
            arguments["_ansible_dokploy_controller"] = known
        result.update(self._execute_module(module_name=self._task.action, module_args=arguments, task_vars=task_vars, wrap_async=self._task.async_val))
        return result
