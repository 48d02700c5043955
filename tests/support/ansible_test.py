# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ansible-test with all of its sanity tests, without what only costs time.

It makes virtual environments for some sanity tests, and downloads a get-pip script for them unless that is in its cache already: here that script
copies the pip of .venv. And what it starts finds `compiled_once/sitecustomize.py`, which compiles each source text once in a process.
"""

from __future__ import annotations

import os
import re
import subprocess

from support import paths, tools

_GET_PIP = '''\
import os
import shutil
import sysconfig

source, target = %r, sysconfig.get_path('purelib')
for name in os.listdir(source):
    if name == 'pip' or name.startswith('pip-'):
        shutil.copytree(os.path.join(source, name), os.path.join(target, name))
'''

# What ansible-test starts gets a PYTHONPATH that it makes itself.
_WITH_SITE = '''\
import os
import subprocess
import sys


class Popen(subprocess.Popen):
    def __init__(self, *arguments, env=None, **more):
        if env and 'PYTHONPATH' in env:
            env = dict(env, PYTHONPATH=env['PYTHONPATH'] + os.pathsep + %r)
        super().__init__(*arguments, env=env, **more)


subprocess.Popen = Popen
from ansible_test._util.target.cli.ansible_test_cli_stub import main
sys.exit(main())
'''


def _purelib():
    code = 'import sysconfig; print(sysconfig.get_path("purelib"))'
    return subprocess.run([os.path.join(paths.VENV_BIN, 'python'), '-c', code], capture_output=True, text=True, check=True).stdout.strip()


def prepare(bin_dir=paths.VENV_BIN):
    """Put the get-pip stand-in where this ansible-test looks for it."""
    code = 'import ansible_test._internal.python_requirements as module; print(module.__file__)'
    source = subprocess.run([os.path.join(bin_dir, 'python'), '-c', code], capture_output=True, text=True, check=True).stdout.strip()
    with open(source, encoding='utf-8') as handle:
        versions = set(re.findall(r"pip='([0-9.]+)'", handle.read()))
    assert versions, 'no version of pip was found in %s' % source
    folder = os.path.join(tools.HOME, '.ansible', 'test', 'cache')
    os.makedirs(folder, exist_ok=True)
    for version in versions:
        with open(os.path.join(folder, 'get_pip_%s.py' % version.replace('.', '_')), 'w', encoding='utf-8') as handle:
            handle.write(_GET_PIP % _purelib())


def command(*arguments, bin_dir=paths.VENV_BIN):
    """The command line that runs ansible-test with these arguments."""
    return [os.path.join(bin_dir, 'python'), '-c', _WITH_SITE % os.path.join(paths.SUPPORT, 'compiled_once'), *arguments]
