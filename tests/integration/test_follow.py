# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The build log is shown live: lines come before the task ends; silent where it has to be; and nothing more where nothing is awaited."""

from __future__ import annotations

import contextlib
import glob
import json
import os
import signal
import subprocess
import time

import pytest
from simulator import Commit, Image, Repository, ScaledClock, Simulator, World
from support import cores, paths
from support.play import playbook

MODULE = 'community.dokploy.dokploy_'
GIT = {'type': 'git', 'url': 'https://git.example.com/shop.git', 'branch': 'main'}
HUNG = dict(GIT, url='https://silent.example.com/shop.git')
TOKEN = 'T0ken-of-the-build-0123456789'
STEPS = [
    'Step 1/2 : RUN login --token ' + TOKEN, '::error::not for CI', '\x1b[31mred\x1b[0m', 'downloading 10%\rdownloading 99%', 'https://me:pw-0123456789@h/x',
]


def application(name='web', **options):
    return {MODULE + 'application': dict({'project': 'shop', 'environment': 'production', 'name': name, 'build': {'type': 'dockerfile'}}, **options)}


@contextlib.contextmanager
def server():
    """A simulator whose builds take a while, and say what must not be shown."""
    world = World()
    commit = Commit(message='Release', build_seconds=20.0, steps=STEPS, image=Image(name='', log=['ready']))
    world.repositories[GIT['url']] = Repository(url=GIT['url'], branches={'main': commit})
    sim = Simulator(world=world, clock=ScaledClock(20))
    sim.call('project.create', {'name': 'shop'}, sim.api_key, 'POST')
    with sim.serve() as here:
        yield sim, here


def environment(sim, here, folder):
    # Ansible looks for an async job in the home that passwd names, and writes it into $HOME: a folder that is named serves both.
    return {'DOKPLOY_URL': here.url, 'DOKPLOY_API_KEY': sim.api_key, 'ANSIBLE_STDOUT_CALLBACK': 'default', 'TMPDIR': str(folder),
            'ANSIBLE_ASYNC_DIR': str(folder / 'async'), 'DOKPLOY_IN_PROCESS': 'false'}


def play(*tasks, **more):
    return [dict({'hosts': 'localhost', 'gather_facts': False, 'tasks': list(tasks)}, **more)]


def shown(run):
    return [line[len('[localhost] '):] for line in run.output.splitlines() if line.startswith('[localhost] ')]


def leftovers(folder):
    """What waiting processes of a run, whose temporary files are in a folder, left there."""
    return glob.glob(os.path.join(str(folder), 'ansible_dokploy_follow_*'))


@pytest.mark.parametrize('core', [pytest.param(one, marks=pytest.mark.xdist_group('follow-' + one)) for one in cores.VERSIONS])
def test_lines_are_shown_masked_and_inert(core, tmp_path):
    bin_dir = cores.bin_dir(core)
    with server() as (sim, here):
        run = playbook(play(dict({'name': 'deploy'}, **application(source=GIT, env={'TOKEN': TOKEN}, stable_for=0)),
                            dict({'name': 'again'}, **application(source=GIT, env={'TOKEN': TOKEN}, stable_for=0))),
                       tmp_path, bin_dir=bin_dir, env=environment(sim, here, tmp_path))
        assert run.returncode == 0, run.output
        lines = shown(run)
    for wanted in ('Initializing deployment', 'Step 1/2 : RUN login --token ********', 'red', 'downloading 99%', 'https://********@h/x',
                   "the deployment 'Ansible' ended: done", '1 of 1 wanted task runs steadily'):
        assert wanted in lines, (wanted, lines)
    assert lines.count('Initializing deployment') == 1
    assert '| ::error::not for CI' in lines and TOKEN not in run.output and '\x1b[31mred' not in run.output
    done = run.of('deploy')
    assert done['changed'] and done['phase'] == 'running' and done['actions'][-1] == 'deploy application' and '_dokploy_follow' not in done
    assert not run.of('again')['changed']
    assert leftovers(tmp_path) == []


def hung_until_cloning(sim, here, folder, then):
    """Play a deployment whose clone hangs; C(then()) once a line of its log was shown. The play fails -> its lines."""
    path = folder / 'playbook.yml'
    path.write_text(json.dumps(play(application(source=HUNG, stable_for=0))))
    whole = paths.path_with(paths.VENV_BIN)
    whole.update(environment(sim, here, folder), ANSIBLE_COLLECTIONS_PATH=str(paths.TREE), ANSIBLE_LOCAL_TEMP=str(folder / 'local'))
    with subprocess.Popen([os.path.join(paths.VENV_BIN, 'ansible-playbook'), str(path)], cwd=folder, env=whole, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        seen, cloning = [], False
        for line in process.stdout:
            seen.append(line)
            if line.startswith('[localhost] Cloning into') and not cloning:
                cloning = True
                then()
        assert process.wait() == 2, ''.join(seen)
    assert cloning, ''.join(seen)
    return seen


@pytest.mark.xdist_group('follow')
def test_a_line_comes_before_the_task_ends(tmp_path):
    """The clone hangs until a line of its log was seen; so it was seen while the task waited."""
    with server() as (sim, here):
        seen = hung_until_cloning(sim, here, tmp_path, sim.end_hung)
    assert any('Empty reply from server' in line for line in seen if line.startswith('[localhost] ')), ''.join(seen)
    assert any('the deployment of shop/production/web failed' in line for line in seen)


@pytest.mark.xdist_group('follow')
def test_it_is_silent_where_it_has_to_be(tmp_path):
    with server() as (sim, here):
        deployment = {MODULE + 'deployment': {'project': 'shop', 'environment': 'production', 'name': 'web', 'state': 'redeployed', 'stable_for': 0}}
        run = playbook(play(
            dict({'name': 'no_log', 'no_log': True}, **application(source=GIT, stable_for=0)),
            dict({'name': 'async', 'async': 60, 'poll': 1}, **deployment),
            {'name': 'option', MODULE + 'deployment': dict(deployment[MODULE + 'deployment'], follow=False)},
        ), tmp_path, env=environment(sim, here, tmp_path))
        assert run.returncode == 0, run.output
    assert shown(run) == [] and 'Initializing' not in run.output
    assert run.of('option')['changed'] and run.of('async')['changed']


@pytest.mark.xdist_group('follow')
def test_nothing_more_is_asked_where_nothing_is_awaited(tmp_path):
    with server() as (sim, here):
        made = playbook(play(application(source=GIT, stable_for=0)), tmp_path, env=environment(sim, here, tmp_path))
        assert made.returncode == 0, made.output
        for arguments, tasks in (((), [application(source=GIT)]), (('--check',), [application(source=GIT, replicas=2)])):
            sim.reset_requests()
            run = playbook(play(*tasks), tmp_path, env=environment(sim, here, tmp_path), arguments=['-vvv', *arguments])
            assert run.returncode == 0 and shown(run) == [], run.output
            assert len(sim.requests) <= 3 and not sim.writes
            assert run.output.count('Using module file') == 1, run.output


@pytest.mark.xdist_group('follow')
def test_what_waits_may_be_killed(tmp_path):
    """The process that waits is gone: the task fails and says so, rather than to wait for ever."""
    with server() as (sim, here):
        seen = hung_until_cloning(sim, here, tmp_path, lambda: os.kill(holder_of(leftovers(tmp_path)), signal.SIGKILL))
    assert 'ended before its time' in ''.join(seen), ''.join(seen)
    assert leftovers(tmp_path) == []


def holder_of(folders):
    """The process that has the file of a folder open."""
    folder, = folders
    for _attempt in range(100):
        for number in os.listdir('/proc'):
            if number.isdigit():
                with contextlib.suppress(OSError):
                    if any(os.readlink(one) == os.path.join(folder, 'alive') for one in glob.glob('/proc/%s/fd/*' % number)):
                        return int(number)
        time.sleep(0.05)
    raise AssertionError('no process has %s open' % folder)
