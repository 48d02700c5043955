# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emergency playbooks, as they stand, on a real engine. Nothing of Dokploy's is there: neither address nor key."""

from __future__ import annotations

import os

import pytest

from support import paths
from support.play import playbook


def emergency(name, engine, tmp_path, arguments=(), env=None, **variables):
    variables = dict({'emergency_docker_host': engine.host, 'emergency_trusted': 'true'}, **variables)
    return playbook(os.path.join(paths.ROOT, 'playbooks', 'emergency_%s.yml' % name), tmp_path, extra_vars=variables, arguments=arguments, env=env)


def test_restart_stop_and_start_one(engine, tmp_path):
    web, other = engine.service('web', update_config={'Monitor': 10 ** 9}), engine.service('other')
    before = {task['ID'] for task in web.running()}
    told = emergency('restart', engine, tmp_path, ['--check'], emergency_app_name=web.name)
    assert told.returncode == 0 and {task['ID'] for task in web.running()} == before, told.output
    restarted = emergency('restart', engine, tmp_path, emergency_app_name=web.name)
    assert restarted.returncode == 0 and '%s: 1/1 replicas run' % web.name in restarted.output, restarted.output
    assert len(web.running()) == 1 and not before & {task['ID'] for task in web.running()}
    stopped = emergency('stop', engine, tmp_path, emergency_app_name=web.name)
    assert stopped.returncode == 0 and 'stopped, 0 replicas run' in stopped.output, stopped.output
    assert web.replicas == 0 and not web.running()
    started = emergency('stop', engine, tmp_path, emergency_app_name=web.name, emergency_state='started', emergency_replicas='2')
    assert started.returncode == 0 and 'running, 2 replicas run' in started.output, started.output
    assert len(other.running()) == 1 and other.spec['TaskTemplate']['ForceUpdate'] == 0


@pytest.mark.parametrize('name', ['restart', 'stop'])
def test_a_name_is_needed(engine, tmp_path, name):
    run = emergency(name, engine, tmp_path, emergency_app_name='')
    assert run.returncode != 0 and 'Give emergency_app_name' in run.output


def test_a_failure_names_the_variables_of_the_playbook(tmp_path):
    """No engine is needed: emergency_docker_host leads nowhere."""
    variables = {'emergency_app_name': 'shop-web-x1y2z3', 'emergency_docker_host': 'unix://%s/none.sock' % tmp_path, 'emergency_trusted': 'true'}
    run = playbook(os.path.join(paths.ROOT, 'playbooks', 'emergency_stop.yml'), tmp_path, extra_vars=variables)
    assert run.returncode and 'emergency_docker_host' in run.output, run.output
    assert ' docker_host' not in run.output and run.output.count('FAILED!') == 1, run.output


def test_show_what_runs(engine, tmp_path):
    """Over SSH, as on the engine of a remote server; ssh is a stand-in that leads to the engine."""
    web = engine.service('web', replicas=2)
    crash = engine.service('crash', image='crash:1', wait=False)
    stopped = engine.service('stopped', replicas=0)
    engine.wait(lambda: [task for task in crash.tasks() if task['Status']['State'] == 'failed'])
    program = tmp_path / 'bin' / 'ssh'
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nexec docker -H %s system dial-stdio\n' % engine.host)
    program.chmod(0o755)
    path = os.pathsep.join([str(program.parent), paths.VENV_BIN, os.environ['PATH']])
    run = emergency('show', engine, tmp_path, env={'PATH': path}, emergency_docker_host='ssh://root@worker.example.com', emergency_log_lines='5')
    assert run.returncode == 0, run.output
    for line in ('running, 2/2 replicas, %s' % engine.image('web:1.0'), 'running, 0/1 replicas, unhealthy, ', 'non-zero exit (3)', 'cannot open the database',
                 'serving 1.0', 'stopped, 0/0 replicas, '):
        assert line in run.output, run.output
    assert {web.name, crash.name, stopped.name} <= {one['app_name'] for one in run.results[0]['result']['applications']}
