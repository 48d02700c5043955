# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes each task's result, as a line of JSON, to the file that DOKPLOY_TEST_RESULTS names."""

from __future__ import annotations

DOCUMENTATION = """
name: record_results
type: aggregate
short_description: Write task results as lines of JSON
description:
  - For the tests of this collection only.
"""

import json
import os
import time
from collections.abc import Mapping

from ansible.plugins.callback import CallbackBase


def _plain(value):
    """Only what JSON has, whatever types and tags a version of ansible-core gives."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return str(value)


class CallbackModule(CallbackBase):
    """One line for each result: host, task, status and the result itself."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = 'aggregate'
    CALLBACK_NAME = 'record_results'
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self):
        super().__init__()
        self._started = {}

    def v2_runner_on_start(self, host, task):
        self._started[(host.get_name(), task._uuid)] = time.monotonic()

    def _write(self, status, result):
        # 2.19 gives the fields names without an underscore, and warns of the others.
        task = result.task if hasattr(result, 'task') else result._task
        host = result.host if hasattr(result, 'host') else result._host
        values = result.result if hasattr(result, 'result') else result._result
        started = self._started.pop((host.get_name(), task._uuid), None)
        line = json.dumps(
            {'seconds': None if started is None else time.monotonic() - started, 'host': host.get_name(), 'task': task.get_name(),
             'action': task.action, 'status': status, 'result': _plain(values)},
            sort_keys=True,
        )
        with open(os.environ['DOKPLOY_TEST_RESULTS'], 'a', encoding='utf-8') as handle:
            handle.write(line + '\n')

    def v2_runner_on_ok(self, result):
        self._write('ok', result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._write('ignored' if ignore_errors else 'failed', result)

    def v2_runner_on_skipped(self, result):
        self._write('skipped', result)

    def v2_runner_on_unreachable(self, result):
        self._write('unreachable', result)
