# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs tasks of other modules of this collection from an action plugin. Private to this collection."""

from __future__ import annotations

import functools

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase

from ansible_collections.community.dokploy.plugins.plugin_utils._lines import show_lines

COLLECTION = "community.dokploy."


class TaskRunner(ActionBase):
    """The base class of action plugins that run the action plugins of other modules as Ansible does."""

    TRANSFERS_FILES = False
    _supports_check_mode = True
    _supports_async = False

    def _prepare_call(self, one, shared, task_vars, check_mode=None):
        """Make the function that runs one task. C(one) has its C(name), C(module) and C(options); C(shared) are options of all tasks."""
        task = self._task.copy()
        task.action = one["module"]
        task.args = dict(shared, **dict(self._read_module_defaults(one["module"]), **one["options"]))
        if check_mode is not None:
            task.check_mode = check_mode
        action = self._shared_loader_obj.action_loader.get(
            one["module"], task=task, connection=self._connection, play_context=self._play_context, loader=self._loader,
            templar=self._templar, shared_loader_obj=self._shared_loader_obj)
        if action is None:
            raise AnsibleActionFail("%s: %s does not exist" % (one["name"], one["module"]))
        return functools.partial(action.run, task_vars=task_vars)

    def _read_module_defaults(self, module):
        """Return the module_defaults of another module. Those of the action group are already in this task's arguments."""
        found = {}
        for one in self._task.module_defaults or ():
            found.update(one.get(module) or {})
        return self._templar.template(found)

    def _display_line(self, task_vars, name, text):
        """Print one line about the service or task C(name)."""
        show_lines(self._display, (task_vars or {}).get("inventory_hostname") or "localhost", ["%s: %s" % (name, text)])
