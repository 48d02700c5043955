# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How long an unchanged application task takes, as a ratio to one GET of ansible.builtin.uri in the same run.

`make benchmark` prints it. The figure is reported and never judged: the machines are noisy.
"""

from __future__ import annotations

import os
import statistics

from support.play import playbook
from support.simulated import simulator

ROUNDS = int(os.environ.get('BENCHMARK_ROUNDS', '24'))

APPLICATION = {
    'project': 'bench', 'environment': 'production', 'name': 'backend', 'state': 'started',
    'source': {'type': 'docker', 'image': 'nginx:1.27'},
    'env': {'LOG_LEVEL': 'info', 'DATABASE_URL': 'postgres://db/shop', 'GREETING': '{{ greeting }}'}, 'env_remove': ['OLD_FLAG'],
    'replicas': 3, 'memory_limit': '512M', 'cpu_limit': '0.5',
    'healthcheck': {'test': ['CMD', 'wget', '-qO-', 'http://localhost:8080/health'], 'interval': '10s'},
    'domains': [{'host': 'shop.example.com', 'port': 80, 'https': True, 'certificate': 'letsencrypt'}],
    'deployment_title': 'Release 1.4.2',
}


def test_ratio_of_an_unchanged_task_to_one_get(tmp_path, report_line):
    tasks = [
        {'name': 'project', 'community.dokploy.dokploy_project': {'project': 'bench'}},
        {'name': 'first', 'community.dokploy.dokploy_application': APPLICATION},
    ]
    for number in range(ROUNDS):
        tasks += [
            {'name': 'get %d' % number, 'ansible.builtin.uri': {'url': '{{ lookup("env", "DOKPLOY_URL") }}/api/trpc/settings.health'}},
            {'name': 'unchanged %d' % number, 'community.dokploy.dokploy_application': APPLICATION},
        ]
    with simulator('--speed', '10') as said:
        run = playbook(
            [{'hosts': 'localhost', 'gather_facts': False, 'vars': {'greeting': 'hello'}, 'tasks': tasks}], tmp_path,
            env={'DOKPLOY_URL': said['url'], 'DOKPLOY_API_KEY': said['api_key']})
    assert run.returncode == 0, run.output
    took = {one['task']: one for one in run.results}
    assert not any(one['result']['changed'] for name, one in took.items() if name.startswith('unchanged'))
    times = {
        kind: [took['%s %d' % (kind, number)]['seconds'] for number in range(2, ROUNDS)] for kind in ('get', 'unchanged')}
    ratios = [ours / get for ours, get in zip(times['unchanged'], times['get'])]
    report_line('benchmark: an unchanged dokploy_application task takes %.2f times one uri GET (median of %d interleaved pairs; %.0f ms against %.0f ms)' % (
        statistics.median(ratios), len(ratios), 1000 * statistics.median(times['unchanged']), 1000 * statistics.median(times['get'])))
