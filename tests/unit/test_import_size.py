# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The closure of each module: every file that it imports anywhere, inside functions too.

Ansible ships all of it with a module that runs on another host, and parses it at the module's first use in a play.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys

import pytest
from quality.test_layers import LAZY, file_of, list_imports, plugin_files, read_plugin

from support import generate, paths
from support.inprocess import dokploy

from ansible_collections.community.dokploy.plugins.module_utils._module.any_record import choose_record_module

MODULES = sorted(path for path in plugin_files() if path.startswith('modules/dokploy_'))
# At most so many KB of source, the module's own file apart. DESIGN.md aims at 420 for an application and 180 for a record: docs/architecture.md says what
# stands in between.
MOST = {'dokploy_application': 567, 'dokploy_project': 339, 'dokploy_environment': 338, 'dokploy_database': 592, 'dokploy_compose': 647}
MOST_OF_A_RECORD = 186
MOST_OF_RECORD_INFORMATION = 137
# What a record needs beyond that: (a file that has it, KB of a managing module, KB of its information module). Several of them add up.
MORE_OF_A_RECORD = (
    ('module_utils/_lifecycle/resolve.py', 11, 0),                # finds the resources that its options name
    ('module_utils/_lifecycle/owners.py', 13, 16),                # finds the service or server that it belongs to
    ('module_utils/_lifecycle/run_now.py', 19, 0),                # runs it at once, waits, and reads the log
    ('module_utils/_lifecycle/web_server.py', 26, 0),             # settings of Traefik and metrics: env texts, and waiting for a restart
    ('module_utils/_resources/settings.py', 0, 21),
    ('module_utils/_resources/notification.py', 2, 3),            # checks addresses of webhooks
    ('module_utils/_resources/uses.py', 10, 9),                   # finds what uses it, in batches, before it is removed
    ('module_utils/_model/cron.py', 3, 4),                        # parses schedules as Dokploy's library does
    ('module_utils/_model/typed_keys.py', 1, 2),                  # keys that lie below the name of its type
)

# Every late import of one file of module_utils by another, with the phase that begins there. It is the only list: what a common task needs is imported at the
# top, and a further place needs a phase of its own.
LATE_IMPORTS = {
    ('_client/http', '_client/error_mapping'): 'explaining a failure',
    ('_api/backend', '_api/logs'): 'reading logs',
    ('_lifecycle/prepare', '_lifecycle/git_source'): 'asking a Git provider',
    ('_lifecycle/converge', '_lifecycle/create'): 'creating',
    ('_lifecycle/converge', '_lifecycle/store'): 'writing',
    ('_lifecycle/converge', '_lifecycle/move'): 'moving',
    ('_lifecycle/converge', '_lifecycle/delete'): 'removing',
    ('_lifecycle/converge', '_lifecycle/upload'): 'uploading',
    ('_lifecycle/converge', '_lifecycle/deployments'): 'rolling out',
    ('_lifecycle/converge', '_lifecycle/rollout'): 'rolling out',
    ('_lifecycle/converge', '_lifecycle/recover'): 'recovering',
    ('_lifecycle/converge', '_lifecycle/engine_only'): 'using a Docker Engine',
    ('_module/service', '_lifecycle/engine_only'): 'using a Docker Engine',
    ('_module/service', '_module/fallback'): 'using a Docker Engine',
    ('_module/fallback', '_docker/backend'): 'using a Docker Engine',
    ('_module/service', '_lifecycle/live_log'): 'showing a live log',
    ('_module/service', '_module/background'): 'showing a live log',
}


def list_late_imports():
    """(file, the file that it imports within a function), without folder and suffix, of all of module_utils."""
    known = set(plugin_files())

    def short(path):
        return path[len('module_utils/'):-len('.py')]
    return {
        (short(path), short(file_of(dotted, known))) for path in known if path.startswith('module_utils/')
        for _line, dotted, top in list_imports(path, read_plugin(path)) if not top and file_of(dotted, known) in known}


def test_imports_within_functions_stand_at_the_boundary_of_a_phase():
    found = list_late_imports()
    assert found - set(LATE_IMPORTS) == set(), 'import it at the top of the file, or name the phase that begins here in LATE_IMPORTS'
    assert set(LATE_IMPORTS) - found == set(), 'no longer imported late: remove it from LATE_IMPORTS'


# Deprecated: imported only for values that ansible-core 2.18 marks.
MARKS = 'ansible.utils.unsafe_proxy.wrap_var'


def test_libraries_imported_within_functions_are_those_that_may_be_missing():
    known = set(plugin_files())
    found = {dotted for path in known for _line, dotted, top in list_imports(path, read_plugin(path)) if not top and file_of(dotted, known) is None}
    assert {dotted for dotted in found if dotted.split('.')[0] not in LAZY} == {MARKS}, 'import it at the top of the file'


def bound_of(name, files):
    """The most KB that the closure of a module may have, or None."""
    if name in MOST:
        return MOST[name]
    if 'module_utils/_lifecycle/converge.py' in files or 'module_utils/_api/backend.py' in files:
        return None
    if 'module_utils/_module/record_info.py' in files:
        return MOST_OF_RECORD_INFORMATION + sum(more for path, dummy, more in MORE_OF_A_RECORD if path in files)
    if 'module_utils/_module/resource.py' in files:
        return MOST_OF_A_RECORD + sum(more for path, more, dummy in MORE_OF_A_RECORD if path in files)
    return None


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
    assert files or name in generate.ON_CONTROLLER     # it is its action plugin alone
    most = bound_of(name, files)
    if most is not None:
        largest = sorted(((size_of(one), one) for one in files), reverse=True)
        assert total // 1000 <= most, '%d KB, at most %d: %s' % (total // 1000, most, largest)


RECORDS = sorted(path for path in MODULES if re.search('^DEFINITION = (resource|owned|referring|runnable)_module', read_plugin(path), re.M))


def test_records_are_held_to_the_bound_of_records():
    """A record's module that began to import the lifecycle of services would otherwise have no bound."""
    known = set(plugin_files())
    assert len(RECORDS) > 20
    bounds = [bound_of(os.path.basename(path)[:-len('.py')], closure_of(path, known)) for path in RECORDS]
    assert None not in bounds and bounds.count(MOST_OF_A_RECORD) >= 10, bounds


@pytest.mark.parametrize('path', RECORDS)
def test_a_record_is_made_as_its_description_asks_for(path):
    """resource_module of a record with references would store a name for an id, and with an owner find nothing."""
    package, name = re.search(r'plugins\.module_utils\.(_resources\.\w+) import (\w+)', read_plugin(path)).groups()
    resource = getattr(importlib.import_module('ansible_collections.community.dokploy.plugins.module_utils.' + package), name)
    own = re.search(r'(?m)^DEFINITION = (\w+)\(', read_plugin(path)).group(1)
    assert own == choose_record_module(resource).__name__
    if any(item.kind.merges_text for dummy, item in resource.flat()):
        assert 'module_utils/_lifecycle/update.py' in closure_of(path, set(plugin_files())), 'its update has to read the env texts again'


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
