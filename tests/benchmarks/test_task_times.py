# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How long an unchanged application task takes, in the controller's process and as a module, as a ratio to one GET of ansible.builtin.uri.

`make benchmark` prints it: single tasks, loops of 50, and the first use in a play, each interleaved in one run. The figures are reported and
never judged: machines are noisy. `BENCHMARK_ROUNDS` says how often each is measured, `BENCHMARK_CORE` with which ansible-core.
"""

from __future__ import annotations

import os
import statistics
import time

import pytest
from support import cores
from support.play import playbook
from support.simulated import simulator

ROUNDS = int(os.environ.get('BENCHMARK_ROUNDS', '24'))
CORE = os.environ.get('BENCHMARK_CORE', cores.DEFAULT)
LOOP = 50

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
                env={'DOKPLOY_URL': said['url'], 'DOKPLOY_API_KEY': said['api_key']}, arguments=['-vv'], timeout=1800)
            assert done.returncode == 0, done.output[-3000:]
            return done
        run([{'community.dokploy.dokploy_project': {'project': 'bench'}}, {'community.dokploy.dokploy_application': APPLICATION}])
        run([{'community.dokploy.dokploy_application': APPLICATION}])
        yield run


def report(report_line, what, times):
    """One line: the median of each kind, and its ratio to a GET."""
    gets = statistics.median(times['uri GET'])
    report_line('benchmark %-22s (ansible-core %s, n=%d): %s' % (what, CORE, len(times['uri GET']), '; '.join(
        '%s %.0f ms = %.2f' % (kind, 1000 * statistics.median(found), statistics.median(found) / gets) for kind, found in times.items())))


def assert_ways(run):
    """That each task ran in the way that its name says, and changed nothing."""
    assert "in the controller's process" in run.output and 'as a module, since it sets an environment' in run.output
    assert not any(one['result'].get('changed') for one in run.results)


def test_single_tasks(stage, report_line):
    run = stage([dict({'name': '%s %d' % (kind, number)}, **task) for number in range(ROUNDS) for kind, task in TASKS.items()])
    assert_ways(run)
    took = {one['task']: one['seconds'] for one in run.results}
    # The first ones are the first use in a play.
    report(report_line, 'single tasks', {kind: [took['%s %d' % (kind, number)] for number in range(min(2, ROUNDS - 1), ROUNDS)] for kind in TASKS})


def test_loops(stage, report_line):
    rounds = max(1, ROUNDS // 8)
    run = stage([dict({'name': '%s %d' % (kind, number), 'loop': '{{ range(%d) | list }}' % LOOP, 'loop_control': {'label': '{{ item }}'}}, **task)
                 for number in range(rounds) for kind, task in TASKS.items()])
    assert_ways(run)
    took = {one['task']: one['seconds'] / LOOP for one in run.results}
    report(report_line, 'items of a loop of %d' % LOOP, {kind: [took['%s %d' % (kind, number)] for number in range(rounds)] for kind in TASKS})


def test_first_use_in_a_play(stage, report_line):
    """The whole process of a play of one task, less that of a play of none."""
    times = {kind: [] for kind in TASKS}
    for _each in range(max(1, ROUNDS // 6)):
        began = time.monotonic()
        stage([{'ansible.builtin.meta': 'noop'}])
        nothing = time.monotonic() - began
        for kind, task in TASKS.items():
            began = time.monotonic()
            stage([task])
            times[kind].append(time.monotonic() - began - nothing)
    report(report_line, 'first use in a play', times)
