# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs ansible-lint; its syntax checks are forks of one process that has imported Ansible.

    .venv/bin/python tests/support/ansible_lint.py ARGUMENTS OF ANSIBLE-LINT

ansible-lint starts `ansible-playbook --syntax-check` for each playbook and each role. Two thirds of that time Ansible is imported, 60 times over. Here the
same command lines run as they are, with the same environment, each in a process of its own; what it prints and its exit code go back to ansible-lint.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import traceback

SERVE = '--serve-syntax-checks'


def check(command, cwd, streams):
    """Run a command line of ansible-playbook in this process, which then ends with its exit code."""
    code = 250
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream.fileno(), number)
        os.chdir(cwd)
        sys.argv = command
        from ansible.cli import playbook
        playbook.main(command)
        code = 0
    except SystemExit as exc:
        code = exc.code if isinstance(exc.code, int) else 0 if exc.code is None else 1
    except BaseException:  # pylint: disable=broad-exception-caught
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def read_routing_once():
    """Read the table of Ansible's own plugins before the processes of this one are made, each of which takes it as it is here."""
    import ansible
    from ansible.utils.collection_loader import _collection_finder
    plain = _collection_finder._meta_yml_to_dict
    with open(os.path.join(os.path.dirname(ansible.__file__), 'config', 'ansible_builtin_runtime.yml'), 'rb') as handle:
        text = handle.read()
    found = plain(text, ('ansible.builtin', 'runtime.yml'))
    _collection_finder._meta_yml_to_dict = lambda data, content_id: found if data == text else plain(data, content_id)


def serve():
    """Answer each line of the standard input, a command and its folder, with the exit code and what it printed."""
    importlib.import_module('ansible.cli.playbook')
    importlib.import_module('ansible.executor.playbook_executor')
    from ansible.plugins import loader
    for kind in (loader.become_loader, loader.cache_loader, loader.connection_loader, loader.inventory_loader, loader.shell_loader, loader.vars_loader):
        list(kind.all(class_only=True))
    read_routing_once()
    gc.collect()
    gc.freeze()
    answers = os.fdopen(os.dup(1), 'w', encoding='utf-8')  # pylint: disable=consider-using-with
    for line in sys.stdin:
        request = json.loads(line)
        with open(os.devnull, 'rb') as nothing, tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as complaints:
            child = os.fork()
            if not child:
                check(request['command'], request['cwd'], (nothing, printed, complaints))
            status = os.waitpid(child, 0)[1]
            printed.seek(0)
            complaints.seek(0)
            texts = [one.read().decode('utf-8', 'replace') for one in (printed, complaints)]
        answers.write(json.dumps([os.waitstatus_to_exitcode(status), *texts]) + '\n')
        answers.flush()


class SyntaxChecks:
    """Takes the place of `subprocess.run`: syntax checks go to the process that `serve` runs in."""

    def __init__(self):
        self.plain = subprocess.run
        self.lock = threading.Lock()
        self.server = None
        self.count = 0

    def run(self, command, *arguments, env=None, **more):
        if list(command[:2]) != ['ansible-playbook', '--syntax-check']:
            return self.plain(command, *arguments, env=env, **more)
        with self.lock:
            self.count += 1
            if self.server is None:
                self.server = subprocess.Popen(  # pylint: disable=consider-using-with
                    [sys.executable, os.path.abspath(__file__), SERVE], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            self.server.stdin.write(json.dumps({'command': list(command), 'cwd': os.getcwd()}) + '\n')
            self.server.stdin.flush()
            code, printed, complaints = json.loads(self.server.stdout.readline())
        return subprocess.CompletedProcess(command, code, printed, complaints)


def main():
    """The command line."""
    if sys.argv[1:] == [SERVE]:
        return serve()
    from ansiblelint.__main__ import _run_cli_entrypoint
    checks = SyntaxChecks()
    subprocess.run = checks.run
    try:
        return _run_cli_entrypoint()
    finally:
        print('%d syntax checks' % checks.count)
        if checks.server is not None:
            checks.server.communicate()


if __name__ == '__main__':
    # The folder of this file holds names of libraries (ansible_lint, engine).
    sys.path.pop(0)
    sys.exit(main())
