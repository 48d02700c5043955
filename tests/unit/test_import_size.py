# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The closure of each module: every file that it imports anywhere, inside functions too.

Ansible ships all of it with a module that runs on another host, and parses it at the module's first use in a play.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from quality.test_layers import file_of, list_imports, plugin_files, read_plugin

from support import paths
from support.inprocess import dokploy

MODULES = sorted(path for path in plugin_files() if path.startswith('modules/dokploy_'))
# At most so many KB of source, the module's own file apart.
MOST = {'dokploy_application': 546, 'dokploy_project': 364, 'dokploy_environment': 364}      # the aim of DESIGN.md is 420 and 180


APPLICATION = {
    'project': 'shop', 'environment': 'production', 'name': 'web', 'source': {'type': 'docker', 'image': 'nginx:1.27'}, 'env': {'A': '1', 'B': '{{x}}'},
    'env_remove': ['OLD'], 'replicas': 2, 'memory_limit': '512M', 'cpu_limit': '0.5', 'healthcheck': {'test': ['CMD', 'true'], 'interval': '10s'},
    'domains': [{'host': 'shop.example.com', 'port': 80, 'https': True, 'certificate': 'letsencrypt'}], 'deployment_title': 'Release',
}


def closure_of(path, known):
    """The files that a plugin imports, and those that they import."""
    found, left = set(), [path]
    while left:
        one = left.pop()
        for _line, dotted, _top in list_imports(one, read_plugin(one)):
            target = file_of(dotted, known)
            if target in known and target not in found:
                found.add(target)
                left.append(target)
    return found


def size_of(path):
    return os.path.getsize(os.path.join(paths.ROOT, 'plugins', path))


@pytest.mark.parametrize('path', MODULES)
def test_the_closure_of_a_module_is_bounded(path, report_line):
    name, known = os.path.basename(path)[:-len('.py')], set(plugin_files())
    files = closure_of(path, known)
    total = sum(size_of(one) for one in files)
    report_line('closure: %-32s %4d KB of source in %3d files' % (name, total // 1000, len(files)))
    assert files or name == 'dokploy_batch'     # it is its action plugin alone
    if name in MOST:
        largest = sorted(((size_of(one), one) for one in files), reverse=True)
        assert total <= MOST[name] * 1000, '%d KB, at most %d: %s' % (total // 1000, MOST[name], largest)


def test_imports_inside_functions_count():
    known = set(plugin_files())
    assert 'module_utils/_lifecycle/rollout.py' in closure_of('modules/dokploy_application.py', known)


AHEAD = '''
import json, sys
sys.path.insert(0, %r)
from support import paths
sys.path.insert(0, paths.link_tree())
from ansible_collections.community.dokploy.plugins.action.dokploy_application import ActionModule
from ansible_collections.community.dokploy.plugins.plugin_utils._in_process import run_definition
def ours():
    return {name for name in sys.modules if '.dokploy.plugins.' in name or name.split('.')[0] in ('requests', 'urllib3')}
before = ours()
result = run_definition(ActionModule.DEFINITION, 'dokploy_application', json.loads(sys.argv[1]))
print(json.dumps({'changed': result['changed'], 'msg': result.get('msg'), 'late': sorted(ours() - before)}))
'''


def test_an_unchanged_task_imports_nothing_that_the_parent_process_does_not_hold():
    """The action plugin imports it: a worker of its own would compile it for each task."""
    with dokploy() as here:
        first = here.application(**APPLICATION)
        assert not first.failed, first
        here.simulator.clock.advance(60)
        arguments = json.dumps(dict(APPLICATION, api_url=here.url, api_key=here.api_key))
        said = subprocess.run([sys.executable, '-c', AHEAD % paths.TESTS, arguments], capture_output=True, text=True, check=True, timeout=120)
    told = json.loads(said.stdout.splitlines()[-1])
    assert told['changed'] is False, told
    assert told['late'] == []
