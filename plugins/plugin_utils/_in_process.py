# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a task of a module in the controller's process. Private to this collection.

It does what AnsibleModule does for a module (checks, aliases, defaults, deprecations, masking, C(invocation)) with the public
C(ansible.module_utils.common.arg_spec), with the same result. It keeps no state after a task, because all items of a loop share a process.

An action plugin imports this file at its top. Ansible loads action plugins in its parent process before it forks a worker for each task, so these
imports cost time once per play.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.parameters import remove_values
from ansible.module_utils.errors import UnsupportedError

from ansible_collections.community.dokploy.plugins.module_utils._module.definition import ModuleTask, perform
from ansible_collections.community.dokploy.plugins.module_utils._module.secrets import HeldSecrets

try:
    from ansible.module_utils.common.json import Direction, get_module_encoder
    ENCODING = {"cls": get_module_encoder("legacy", Direction.CONTROLLER_TO_MODULE)}
except ImportError:                     # ansible-core 2.18
    from ansible.parsing.ajson import AnsibleJSONEncoder
    ENCODING = {"cls": AnsibleJSONEncoder, "vault_to_text": True}
try:
    importlib.import_module("requests")     # modules import it late
    HAS_REQUESTS = True
except ImportError:
    HAS_REQUESTS = False


COLLECT_AFTER = 50000       # new objects, instead of Python's 700


@contextlib.contextmanager
def collect_seldom():
    """Look for garbage seldom. A large task makes many objects that stay until its end, and going through them takes a fifth of its time."""
    before = gc.get_threshold()
    gc.set_threshold(COLLECT_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def copy_arguments(arguments):
    """Copy a task's arguments as a module would get them: plain JSON, without Ansible's marks, vaulted texts decrypted."""
    return json.loads(json.dumps(arguments, **ENCODING))


@contextlib.contextmanager
def working_directory(path):
    """Change to the directory in which Ansible runs modules of a local connection, and return at the end."""
    try:
        before = os.open(".", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:                     # it was removed
        before = None
    os.chdir(path)
    try:
        yield
    finally:
        if before is not None:
            os.fchdir(before)
            os.close(before)


def run_definition(definition, module_name, arguments, check_mode=False, show=None):
    """Run one task of a module's definition -> the result that the module would return.

    C(arguments) are those of the task, from C(copy_arguments). C(show(lines)) shows live log lines while the task waits; without it, none are read.
    """
    secrets, warnings = HeldSecrets(definition.argument_spec, definition.secrets), []

    def warn(text):
        text = secrets.masker.mask_text(str(text))
        if text not in warnings:
            warnings.append(text)
    validation = ArgumentSpecValidator(definition.argument_spec).validate(secrets.hold(arguments))
    params = validation.validated_parameters
    for one in getattr(validation, "_warnings", ()):
        warn("Both option %s and its alias %s are set." % (one["option"], one["alias"]))
    problem = _find_error(validation, module_name) or secrets.find_problem(params)
    if problem:
        result = {"failed": True, "msg": secrets.masker.mask_text(problem)}
    else:
        result = perform(ModuleTask(
            options=secrets.fill(params), masker=secrets.masker, check_mode=check_mode, warn=warn,
            open_live_log=(lambda client: show) if show else None,
        ), definition.body)
    result["invocation"] = {"module_args": params}
    if warnings:
        result["warnings"] = warnings
    deprecations = getattr(validation, "_deprecations", ())
    if deprecations:
        result["deprecations"] = [dict(one) for one in deprecations]
    return _convert_result(result, getattr(validation, "_no_log_values", ()))


def _find_error(validation, module_name):
    """Return the message with which AnsibleModule would fail, or None."""
    if not validation.errors.errors:
        return None
    message = validation.errors.msg
    if isinstance(validation.errors[0], UnsupportedError):
        message = "Unsupported parameters for (%s) module: %s" % (module_name, message)
    return message


def _convert_result(result, no_log_values):
    """Convert a result as AnsibleModule prints it and the controller parses it. Secrets are placeholders by now."""
    kept = {key: value for key, value in result.items() if value is None or isinstance(value, bool)}
    result = remove_values(result, no_log_values)
    result.update(kept)
    return json.loads(json.dumps(result))
