# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action plugin of every module: it carries the controller's DOKPLOY_* variables over to where the module runs, and shows what comes.

An AWX credential sets them on the controller, and the module may run elsewhere. The module itself prefers what its task
says, then the variables of its own host.

A module that waits answers at once with where to ask on; it is then called again and again, over whatever connection, and
the lines that it gives are shown. Its last answer is the task's result. The plugin knows nothing of Dokploy.
"""

from __future__ import annotations

import os
import time

from ansible.errors import AnsibleConnectionFailure
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
# Of the module's arguments: whether what comes can be shown, and later where to ask on. Of its result: what is to be shown.
FOLLOW, FOLLOWED = "_ansible_dokploy_follow", "_dokploy_follow"
# Calls that only ask on are made again where the connection fails.
TRIES, PAUSE = 5, 2


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
        if not (self._task.async_val or self._task.no_log or self._task.check_mode):
            arguments[FOLLOW] = True
        result.update(self._shown(self._call(arguments, task_vars), arguments, task_vars))
        return result

    def _call(self, arguments, task_vars):
        return self._execute_module(module_name=self._task.action, module_args=arguments, task_vars=task_vars, wrap_async=self._task.async_val)

    def _shown(self, result, arguments, task_vars):
        """Show what a module has to show until it has its result -> the result."""
        host = (task_vars or {}).get("inventory_hostname") or "localhost"
        while isinstance(result.get(FOLLOWED), dict):
            found = result.pop(FOLLOWED)
            for line in found.get("lines") or ():
                # To where messages go, so that what callbacks write as JSON stays JSON. The host in front makes it no command of a CI system.
                self._display.display("[%s] %s" % (host, line), stderr=True)
            if not found.get("folder"):
                break
            asked = dict(arguments, **{FOLLOW: {"folder": found["folder"], "cursor": found.get("cursor") or 0}})
            result = self._asked_on(asked, task_vars)
        return result

    def _asked_on(self, arguments, task_vars):
        for left in reversed(range(TRIES)):
            try:
                return self._call(arguments, task_vars)
            except AnsibleConnectionFailure:
                if not left:
                    raise
                time.sleep(PAUSE)
        return None
