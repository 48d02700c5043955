# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines modules, and performs their tasks in either process.

A module runs its task through C(runner), the controller's process runs it through C(plugin_utils/_in_process). Both call C(perform).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, Mapping

from .._client.answers import Journal
from .failure import describe_failure
from .results import mask_result


@dataclass(frozen=True, eq=False, repr=False)
class ModuleDefinition:
    """The declaration in a file of C(plugins/modules)."""

    argument_spec: Mapping[str, Any]
    body: Callable[[ModuleTask], dict]          # does the task -> its result
    secrets: Mapping[str, str] = field(default_factory=dict)    # paths of options -> their C(Field.secret), or C(url)
    load_live_log: Callable[[], Any] | None = None      # returns C(background), for a module whose log can be shown from another host


@dataclass(frozen=True, eq=False, repr=False)
class ModuleTask:
    """One task: its validated options with their secrets, and its means to warn, to show a log and to connect."""

    options: dict
    masker: Any
    check_mode: bool
    warn: Callable[[str], None]
    # Called with the Client, because the process may fork; returns a function that shows a list of lines, or None. None if no log is shown.
    open_live_log: Callable[[Any], Callable[[list], None] | None] | None = None
    journal: Journal = field(default_factory=Journal)     # the fields read of the server's answers
    connect: Callable[[ModuleTask], Any] | None = None    # makes its Client, if several tasks share their reads
    bulk: bool = False      # one of many: options already checked, a short result


def perform(module_task, body):
    """Return the masked result of C(body(module_task)). Any exception becomes a failure, and no exception is active on return."""
    try:
        result = body(module_task)
    except Exception as exc:  # pylint: disable=broad-except
        result = describe_failure(exc, module_task.journal)
    return mask_result(result, module_task.masker)
