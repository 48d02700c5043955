# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an unchanged task imports: Ansible ships and compiles every line anew for each task."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from support import paths
from support.inprocess import dokploy

MOST_LINES = 3100
APPLICATION = {
    'project': 'shop', 'environment': 'production', 'name': 'web', 'source': {'type': 'docker', 'image': 'nginx:1.27'}, 'env': {'A': '1', 'B': '{{x}}'},
    'env_remove': ['OLD'], 'replicas': 2, 'memory_limit': '512M', 'cpu_limit': '0.5', 'healthcheck': {'test': ['CMD', 'true'], 'interval': '10s'},
    'domains': [{'host': 'shop.example.com', 'port': 80, 'https': True, 'certificate': 'letsencrypt'}], 'deployment_title': 'Release',
}
RUN = '''
import json, sys
sys.path.insert(0, %r)
from support import paths
sys.path.insert(0, paths.link_tree())
from support.inprocess import run_main
result = run_main('dokploy_application', json.loads(sys.argv[1]))
files = [module.__file__ for name, module in sys.modules.items() if '.dokploy.plugins.module_utils.' in name and getattr(module, '__file__', None)]
print(json.dumps({'changed': result['changed'], 'msg': result.get('msg'), 'files': files}))
'''


def test_an_unchanged_task_imports_few_lines(report_line):
    with dokploy() as here:
        first = here.application(**APPLICATION)
        assert not first.failed, first
        here.simulator.clock.advance(60)
        arguments = json.dumps(dict(APPLICATION, api_url=here.url, api_key=here.api_key))
        said = subprocess.run([sys.executable, '-c', RUN % paths.TESTS, arguments], capture_output=True, text=True, check=True, timeout=60)
    told = json.loads(said.stdout.splitlines()[-1])
    assert told['changed'] is False, told
    lines = {}
    for name in told['files']:
        with open(name, encoding='utf-8') as handle:
            lines[os.path.relpath(name, os.path.dirname(os.path.dirname(name)))] = sum(1 for line in handle)
    total = sum(lines.values())
    report_line('imports: an unchanged dokploy_application task imports %d lines of module_utils' % total)
    assert '_lifecycle/rollout.py' not in lines
    assert total <= MOST_LINES, sorted(lines.items(), key=lambda item: -item[1])
