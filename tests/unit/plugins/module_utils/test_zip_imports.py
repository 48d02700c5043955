# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A module that came in Ansible's zip file compiles each of its files once, and the controller imports as ever."""

from __future__ import annotations

import gc
import json
import os
import re
import subprocess
import sys
import zipfile

import pytest
from quality.test_layers import plugin_files, read_plugin

from ansible_collections.community.dokploy.plugins.module_utils._module import runner, zip_imports
from support import generate

INSIDE = 'ansible_collections/community/dokploy/plugins'
MODULES = sorted(path for path in plugin_files() if path.startswith('modules/dokploy_') and os.path.basename(path)[:-len('.py')] not in generate.ON_CONTROLLER)
IMPORT = '''
import gc, json, sys
compiled = []
sys.addaudithook(lambda event, arguments: compiled.append(str(arguments[1])) if event == 'compile' else None)
sys.path.insert(0, sys.argv[1])
import ansible_collections.community.dokploy.plugins.modules.dokploy_registry as module
from ansible_collections.community.dokploy.plugins.module_utils._module import definition, runner
collects = [gc.isenabled()]
runner.end_imports()
collects += [gc.isenabled(), gc.get_freeze_count() > 1000]
print(json.dumps({'collects': collects,
                  'compiled': [one for one in compiled if one.startswith(sys.argv[1])], 'names': [definition.__file__, definition.__package__, runner.__file__],
                  'package': [sys.modules[definition.__package__].__file__, list(sys.modules[definition.__package__].__path__)]}))
'''


@pytest.fixture(name='payload')
def payload_of_modules(tmp_path):
    """A zip file as Ansible makes it: source alone, and a package in each folder."""
    path = str(tmp_path / 'payload.zip')
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name in plugin_files():
            if name.startswith(('modules/', 'module_utils/')):
                archive.writestr('%s/%s' % (INSIDE, name), read_plugin(name))
        for folder in {INSIDE.rsplit('/', up)[0] for up in range(1, 4)} | {INSIDE, INSIDE + '/modules', INSIDE + '/module_utils'} | {
                '%s/%s' % (INSIDE, os.path.dirname(name)) for name in plugin_files() if name.startswith('module_utils/')}:
            if folder + '/__init__.py' not in archive.namelist():
                archive.writestr(folder + '/__init__.py', '')
    return path


def test_each_file_is_compiled_once_and_keeps_its_name(payload):
    answer = json.loads(subprocess.run([sys.executable, '-c', IMPORT, payload], check=True, capture_output=True, text=True, timeout=60).stdout)
    assert answer['collects'] == [False, True, True]
    packages = os.path.join(payload, INSIDE, 'module_utils')
    assert answer['names'] == [os.path.join(packages, '_module', 'definition.py'), INSIDE.replace('/', '.') + '.module_utils._module',
                               os.path.join(packages, '_module', 'runner.py')]
    assert answer['package'] == [os.path.join(packages, '_module', '__init__.py'), [os.path.join(packages, '_module')]]
    # What is imported before the runner has told so: the module itself, the packages above it, and the two files.
    before = {'plugins/modules/dokploy_registry.py', '_module/runner.py', '_module/zip_imports.py', '__init__.py'}
    later = [one for one in answer['compiled'] if not one.endswith(tuple(before))]
    assert len(later) > 30 and sorted(later) == sorted(set(later))


def test_imports_of_the_controller_stay_as_they_are():
    def look():
        return list(sys.path_hooks), dict(sys.path_importer_cache), gc.isenabled(), gc.get_freeze_count()
    before = look()
    zip_imports.begin_imports()
    zip_imports.end_imports()
    assert look() == before
    assert runner.begin_imports is zip_imports.begin_imports


def test_each_module_imports_the_runner_first():
    first = {path: re.search(r'^from ansible_collections\S+\.(\S+) import .+$', read_plugin(path), re.M).group(1) for path in MODULES}
    assert {path for path, name in first.items() if name != 'runner'} == set()


def test_the_runner_does_it_before_its_own_imports():
    code = read_plugin('module_utils/_module/runner.py')
    assert code.index('\nbegin_imports()') < code.index('from ansible.module_utils.basic import')
