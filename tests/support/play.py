# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a real playbook, and have its results as data.

    run = playbook([{'hosts': 'localhost', 'gather_facts': False, 'tasks': [...]}], tmp_path,
                   env={'DOKPLOY_URL': url, 'DOKPLOY_API_KEY': key})
    assert run.returncode == 0, run.output
    assert run.results[-1]['result']['changed'] is False
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import dataclass, field

from support import paths, tools

CONFIG = os.path.join(paths.SUPPORT, 'playbooks.cfg')


@dataclass
class Run:
    """What a playbook run came to."""

    returncode: int
    output: str
    results: list = field(default_factory=list)

    def of(self, task):
        """The result of the last task of that name."""
        return [one['result'] for one in self.results if one['task'] == task][-1]

    def by_play(self):
        """A Run of each play, without its results; none but the last can have failed. The recap is the last one's."""
        outputs = self.output.split('\nPLAY [')[1:]
        return [Run(self.returncode if output is outputs[-1] else 0, output) for output in outputs]

    def output_of(self, role):
        """What a role printed, and the recap."""
        return self.output[self.output.index('TASK [community.dokploy.%s' % role):]


def run_command(environ, folder, *command, timeout=300):
    """A command of Ansible in a folder -> (exit code, output); no exception of Python may be in it."""
    answer = subprocess.run(
        command, cwd=folder, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=timeout)
    assert 'Traceback' not in answer.stdout, answer.stdout
    return answer.returncode, answer.stdout


def run_script(name):
    """A script of this directory on the bundled simulator -> (output, its recaps); it has to succeed without a warning."""
    environ = dict({key: value for key, value in os.environ.items() if not key.startswith('DOKPLOY_')}, LIVE='0')
    code, output = run_command(environ, paths.ROOT, os.path.join(paths.VENV_BIN, 'python'), os.path.join(paths.SUPPORT, name), timeout=600)
    assert code == 0 and '[WARNING]' not in output and '[DEPRECATION' not in output, output
    return output, re.findall(r'^\S+\s+: ok=.*$', output, re.MULTILINE)


def playbook(plays, folder, *, bin_dir=paths.VENV_BIN, env=None, extra_vars=None, arguments=(), timeout=300, collections=paths.TREE,
             config=CONFIG):
    """Run plays (a list, YAML text, or the path of a file) with ansible-playbook of bin_dir; folder is for what it writes."""
    folder = str(folder)
    if isinstance(plays, str) and os.path.exists(plays):
        path = plays
    else:
        path = os.path.join(folder, 'playbook.yml')
        with open(path, 'w', encoding='utf-8') as handle:
            # JSON is YAML.
            handle.write(plays if isinstance(plays, str) else json.dumps(plays))
    recorded = os.path.join(folder, 'results.jsonl')
    if os.path.exists(recorded):
        os.unlink(recorded)

    environ = paths.path_with(bin_dir)
    environ.update({
        'ANSIBLE_COLLECTIONS_PATH': str(collections),
        'ANSIBLE_LOCAL_TEMP': os.path.join(folder, 'local-tmp'),
        'ANSIBLE_CALLBACK_PLUGINS': os.path.join(paths.SUPPORT, 'callback_plugins'),
        'ANSIBLE_CALLBACKS_ENABLED': 'record_results',
        'DOKPLOY_TEST_RESULTS': recorded,
        'PYTHONPATH': tools.COMPILED_ONCE,
    })
    environ.update(env or {}, ANSIBLE_CONFIG=config)
    command = [os.path.join(bin_dir, 'ansible-playbook'), path, *arguments]
    if extra_vars:
        command += ['--extra-vars', json.dumps(extra_vars)]
    answer = subprocess.run(
        command, cwd=folder, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, check=False, timeout=timeout,
    )
    results = []
    if os.path.exists(recorded):
        with open(recorded, encoding='utf-8') as handle:
            results = [json.loads(line) for line in handle]
    return Run(answer.returncode, answer.stdout, results)
