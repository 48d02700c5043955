# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How long an unchanged application task takes, in the controller's process and as a module, as a ratio to one GET of ansible.builtin.uri.

`make benchmark` prints it: single tasks, loops of 50, and the first use in a play, each interleaved in one run, by the clock and in processor time,
which says more on a busy machine. The figures are reported and never judged. `BENCHMARK_ROUNDS` says how often each is measured,
`BENCHMARK_CORE` with which ansible-core, `BENCHMARK_LOOP` how long a loop is.
"""

from __future__ import annotations

import os
import statistics
import time
from dataclasses import dataclass

import pytest
from support import cores, costs, paths
from support.play import playbook
from support.simulated import simulator

ROUNDS = int(os.environ.get('BENCHMARK_ROUNDS', '5'))
CORE = os.environ.get('BENCHMARK_CORE', cores.DEFAULT)
LOOP = int(os.environ.get('BENCHMARK_LOOP', '50'))
# As in the trial that the aims come from: a play packs a module once.
SINGLE = 30

APPLICATION = {
    'project': 'bench', 'environment': 'production', 'name': 'backend', 'state': 'started',
    'source': {'type': 'docker', 'image': 'nginx:1.27'},
    'env': {'LOG_LEVEL': 'info', 'DATABASE_URL': 'postgres://db/shop', 'GREETING': '{{ greeting }}'}, 'env_remove': ['OLD_FLAG'],
    'replicas': 3, 'memory_limit': '512M', 'cpu_limit': '0.5',
    'healthcheck': {'test': ['CMD', 'wget', '-qO-', 'http://localhost:8080/health'], 'interval': '10s'},
    'domains': [{'host': 'shop.example.com', 'port': 80, 'https': True, 'certificate': 'letsencrypt'}],
    'deployment_title': 'Release 1.4.2',
}
EMPTY = '''#!/usr/bin/python
from ansible.module_utils.basic import AnsibleModule
AnsibleModule({}).exit_json(changed=False)
'''
# What asks for a module, beside what the play has for all of them.
AS_MODULE = {'environment': {'DOKPLOY_BENCHMARK': '1'}}
TASKS = {
    'uri GET': {'ansible.builtin.uri': {'url': '{{ lookup("env", "DOKPLOY_URL") }}/api/trpc/settings.health'}},
    'in process': {'community.dokploy.dokploy_application': APPLICATION},
    'as a module': dict({'community.dokploy.dokploy_application': APPLICATION}, **AS_MODULE),
    'empty module': {'empty': {}},
}
WAYS = {'in process': "in the controller's process", 'as a module': 'as a module, since it sets an environment'}


@pytest.fixture(scope='module', name='stage')
def stage_fixture(tmp_path_factory):
    """A function that plays tasks against a simulator in which the application is there -> Run."""
    folder = tmp_path_factory.mktemp('benchmark')
    (folder / 'library').mkdir()
    (folder / 'library' / 'empty.py').write_text(EMPTY)
    with simulator('--speed', '10') as said:
        def run(tasks):
            done = playbook(
                [{'hosts': 'localhost', 'gather_facts': False, 'vars': {'greeting': 'hello'}, 'tasks': tasks}], folder, bin_dir=cores.bin_dir(CORE),
                env={'DOKPLOY_URL': said['url'], 'DOKPLOY_API_KEY': said['api_key'], 'PYTHONPATH': ''}, arguments=['-vv'], timeout=1800,
                config=os.path.join(paths.SUPPORT, 'ansible.cfg'))
            assert done.returncode == 0, done.output[-3000:]
            return done
        run([{'community.dokploy.dokploy_project': {'project': 'bench'}}, {'community.dokploy.dokploy_application': APPLICATION}])
        run([{'community.dokploy.dokploy_application': APPLICATION}])
        yield run


@dataclass(frozen=True)
class Cost:
    """Seconds of the clock, and of processor time with all processes."""

    wall: float
    processor: float

    def less(self, other, items):
        return Cost((self.wall - other.wall) / items, (self.processor - other.processor) / items)


def measure(stage, tasks):
    """-> (Run, Cost) of a whole play."""
    began, before = time.monotonic(), costs.used()
    run = stage(tasks)
    return run, Cost(time.monotonic() - began, costs.used() - before)


def looped(task):
    return [dict({'loop': '{{ range(%d) | list }}' % LOOP, 'loop_control': {'label': '{{ item }}'}}, **task)]


# What is played, and how often the task runs in it.
SHAPES = {
    'single tasks': (lambda task: [task] * SINGLE, SINGLE),
    'items of a loop of %d' % LOOP: (looped, LOOP),
    'first use in a play': (lambda task: [task], 1),
}


def report(report_line, what, found):
    """Two lines, of the clock and of processor time: the median of each kind, and its ratio to a GET."""
    for unit in ('wall', 'processor'):
        median = {kind: statistics.median(getattr(one, unit) for one in seen) for kind, seen in found.items()}
        report_line('benchmark %-22s (ansible-core %s, n=%d, %s): %s' % (what, CORE, ROUNDS, {'wall': 'clock', 'processor': 'processor time'}[unit], '; '.join(
            '%s %.0f ms = %.2f' % (kind, 1000 * one, one / (median['uri GET'] or 1e-9)) for kind, one in median.items())))


@pytest.mark.parametrize('shape', SHAPES)
def test_task_times(stage, report_line, shape):
    """Whole plays, each less a play of no task: the kinds are interleaved, round by round. No task changes anything, and each runs as its name says."""
    make, items = SHAPES[shape]
    found = {kind: [] for kind in TASKS}
    for _each in range(ROUNDS):
        _run, nothing = measure(stage, [{'ansible.builtin.meta': 'noop'}])
        for kind, task in TASKS.items():
            run, cost = measure(stage, make(task))
            assert not any(one['result'].get('changed') for one in run.results)
            assert WAYS.get(kind, '') in run.output
            found[kind].append(cost.less(nothing, items))
    report(report_line, shape, found)
