# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a case as modules and in the controller's process, so that all that came of it can be compared."""

from __future__ import annotations

import contextlib
import importlib
import itertools
import json
import random
import re
from unittest import mock

from ansible_collections.community.dokploy.plugins.plugin_utils import _in_process
from support.inprocess import PLUGINS, Result

# In the names of backup files, by this machine's clock.
TIME = re.compile(r'\d{8}T\d{6}(-\d+)?')
START = 1767607200.0
# Their threads share reads: which of them form a batch depends on timing.
CONCURRENT = ('dokploy_audit_info',)


def run_in_process(module, arguments, check_mode=False, show=None):
    """The same as run_main, as the action plugin does it."""
    definition = importlib.import_module(PLUGINS + 'modules.' + module).DEFINITION
    return Result(_in_process.run_definition(definition, module, _in_process.copy_arguments(arguments), check_mode=check_mode, show=show))


@contextlib.contextmanager
def nothing_random():
    """Nonces and labels are counted, and pauses before another try are all alike."""
    count = itertools.count()
    with mock.patch('secrets.token_hex', lambda length=16: ('%x' % next(count)).rjust(2 * length, '0')), mock.patch.object(
            random, 'uniform', lambda *dummy: 1.0):
        yield


def list_calls(requests):
    """The reads of requests, each once and whether in a batch or alone: (procedure, its parameters as text)."""
    found = set()
    for one in requests:
        inputs = [inner['json'] for inner in json.loads(one.query['input']).values()] if 'batch' in one.query else [one.query]
        found.update((procedure, json.dumps(values, sort_keys=True)) for procedure, values in zip(one.procedures, inputs))
    return sorted(found)


def play(stage, case, version, runs):
    """Run a case with C(runs), in check mode first -> (Done, name of the step and its results and requests as texts) of each step."""
    here = stage.begin(case, version)
    here.simulator.clock.__init__(START)
    with mock.patch.object(here, 'runs', runs), nothing_random():
        for done in stage.run(case, version, told=True):
            requests = here.simulator.requests
            asked = list_calls(requests) if done.step.module in CONCURRENT else [(one.method, one.path, one.query, one.body) for one in requests]
            texts = [TIME.sub('@time', json.dumps(one, sort_keys=True, default=str, ensure_ascii=False)).replace(done.runner.folder.name, '@folder')
                     for one in (done.result, done.told, asked)]
            yield done, [done.step.name, *texts]
