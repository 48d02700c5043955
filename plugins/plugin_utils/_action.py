# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action plugin of every module: runs the task in the controller's process if possible, or else the module on the task's host.

A module on another host also gets the controller's DOKPLOY_* variables, because an AWX credential sets them on the controller. The options of the
task take precedence, then the variables of the module's own host. A module that waits returns at once with the directory of its live log. The
plugin then calls it repeatedly, over any connection, and shows the new lines. The answer of the last call is the task's result.
"""

from __future__ import annotations

import os
import sys
import time

from ansible import constants as C
from ansible.errors import AnsibleConnectionFailure
from ansible.plugins.action import ActionBase

from ansible_collections.community.dokploy.plugins.plugin_utils._controller_files import ControllerFiles
from ansible_collections.community.dokploy.plugins.plugin_utils._in_process import (
    HAS_REQUESTS, collect_seldom, copy_arguments, run_definition, working_directory)
from ansible_collections.community.dokploy.plugins.plugin_utils._lines import show_lines

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
# The module's argument that requests a live log (true), and then the next lines (directory, cursor, silence); the key of lines in the module's result.
FOLLOW, FOLLOWED = "_ansible_dokploy_follow", "_dokploy_follow"
# Attempts of a call for further lines if the connection fails, and the seconds between them.
TRIES, PAUSE = 5, 2
# A waiting module stops after so many seconds without a call, or this multiple of the longest call, whichever is longer.
SILENCE, CALLS = 10.0, 3
# If this variable is false, every task runs as a module on its host.
SWITCH = "DOKPLOY_IN_PROCESS"
# Options that module_defaults of the action group may set for all services of a play. They are not passed to a module without such an option.
PLACE = ("project", "environment")
GROUP = "group/community.dokploy.dokploy"
DISCOVERED = ("", "auto", "auto_legacy", "auto_silent", "auto_legacy_silent")


def is_this_python(path):
    """Return whether an interpreter is the one that runs Ansible, with the same libraries."""
    ours = sys.executable or ""
    return bool(ours) and os.path.realpath(path) == os.path.realpath(ours) and (
        os.path.realpath(os.path.dirname(path)) == os.path.realpath(os.path.dirname(ours)))


class DokployAction(ActionBase):
    """Runs C(DEFINITION) in this process, or the module of the same name on the task's host."""

    DEFINITION = None           # the module's ModuleDefinition, set by each subclass
    TRANSFERS_FILES = False
    _supports_check_mode = True
    _supports_async = True

    @collect_seldom()
    def run(self, tmp=None, task_vars=None):
        result = super().run(tmp, task_vars)
        del tmp
        task_vars = task_vars or {}
        host = task_vars.get("inventory_hostname") or "localhost"
        self._task.args = self._drop_group_defaults()
        needed = self._why_module(task_vars)
        self._display.vv("%s: %s" % (self._task.action, "as a module, since %s" % needed if needed else "in the controller's process"), host=host)
        own = self._task.args
        # The original arguments are restored, so that a repeated task (until) reads its files again.
        self._task.args = self.read_arguments(task_vars)
        try:
            result.update(self._run_module(task_vars, host) if needed else self._run_here(host))
        finally:
            self._task.args = own
        return result

    def read_arguments(self, task_vars):
        """Return the arguments of the task, with the texts of the controller's files that they name."""
        return self._task.args

    def reduce_arguments(self, arguments):
        """Return the arguments without those that a call for further lines does not need."""
        return arguments

    def open_files(self, task_vars):
        """Make the ControllerFiles of the task."""
        lookup = self._shared_loader_obj.lookup_loader.get("ansible.builtin.template", loader=self._loader, templar=self._templar)
        return ControllerFiles(self._loader, self._templar, lookup, tuple(self._task.get_search_path()), task_vars)

    def _drop_group_defaults(self):
        """Return the task's arguments without defaults of the group that this module has no option for, or whose alias the task itself gives."""
        spec, args = self.DEFINITION.argument_spec, self._task.args
        dropped = {name for name in PLACE if name in args and name not in spec and (args[name] is None or self._is_group_default(name))}
        for option, told in spec.items():
            for alias in (told or {}).get("aliases") or ():
                if option in args and alias in args:
                    dropped.update([name for name in (alias, option) if self._is_group_default(name)][:1])
        return {name: value for name, value in args.items() if name not in dropped}

    def _is_group_default(self, name):
        """Return whether an argument of the task has the value that the group's module_defaults give it."""
        groups = [self._templar.template(one[GROUP]) if isinstance(one[GROUP], str) else one[GROUP]
                  for one in self._task.module_defaults or () if isinstance(one, dict) and one.get(GROUP)]
        return any(isinstance(one, dict) and name in one and self._templar.template(one[name]) == self._task.args[name] for one in groups)

    # Which way

    def _why_module(self, task_vars):
        """Return why the task must run as a module on its host, or None."""
        if os.environ.get(SWITCH, "").strip().lower() in ("false", "no", "off", "0"):
            return "%s is %s" % (SWITCH, os.environ[SWITCH].strip())
        if self._connection.transport != "local":
            return "its connection is %s" % self._connection.transport
        if self._task.become or self._connection.become:
            return "it becomes another user"
        if self._task.async_val:
            return "it is asynchronous"
        environment = {}
        self._compute_environment_string(environment)
        if environment:
            return "it sets an environment"
        if not HAS_REQUESTS:
            return "the Python library requests cannot be imported by %s" % sys.executable
        interpreter = self._find_interpreter(task_vars)
        if interpreter not in DISCOVERED and not is_this_python(interpreter):
            return "ansible_python_interpreter is %s, and Ansible runs with %s" % (interpreter, sys.executable)
        return None

    def _find_interpreter(self, task_vars):
        """Return the Python interpreter that is configured for the task's host."""
        if self._task.delegate_to:
            task_vars = (task_vars.get("ansible_delegated_vars") or {}).get(self._task.delegate_to) or task_vars
        return str(self._templar.template(C.config.get_config_value("INTERPRETER_PYTHON", variables=task_vars)) or "").strip()

    # In the controller's process

    def _run_here(self, host):
        show = None if self._task.no_log or self._task.check_mode else lambda lines: show_lines(self._display, host, lines)
        with working_directory(self._loader.get_basedir()):
            return run_definition(self.DEFINITION, self._task.action, copy_arguments(self._task.args), check_mode=self._task.check_mode, show=show)

    # As a module

    def _run_module(self, task_vars, host):
        arguments = self._task.args.copy()
        known = {option: os.environ[variable] for option, variable in VARIABLES.items() if os.environ.get(variable)}
        if known:
            # Module arguments are never on a command line; the module removes this one before it logs its arguments.
            arguments["_ansible_dokploy_controller"] = known
        if not (self._task.async_val or self._task.no_log or self._task.check_mode):
            arguments[FOLLOW] = True
        return self._follow(arguments, task_vars, host)

    def _call(self, arguments, task_vars):
        return self._execute_module(module_name=self._task.action, module_args=arguments, task_vars=task_vars, wrap_async=self._task.async_val)

    def _follow(self, arguments, task_vars, host):
        """Call the module, repeat the call while it waits, and show its lines -> the result."""
        began = time.monotonic()
        result = self._call(arguments, task_vars)
        longest = time.monotonic() - began
        while isinstance(result.get(FOLLOWED), dict):
            found = result.pop(FOLLOWED)
            show_lines(self._display, host, found.get("lines") or ())
            if not found.get("directory"):
                break
            asked = dict(self.reduce_arguments(arguments), **{FOLLOW: {
                "directory": found["directory"], "cursor": found.get("cursor") or 0, "silence": max(SILENCE, CALLS * longest)}})
            began = time.monotonic()
            result = self._ask_on(asked, task_vars)
            longest = max(longest, time.monotonic() - began)
        return result

    def _ask_on(self, arguments, task_vars):
        for left in reversed(range(TRIES)):
            try:
                return self._call(arguments, task_vars)
            except AnsibleConnectionFailure:
                if not left:
                    raise
                time.sleep(PAUSE)
        return None
