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
import threading
import time

import pytest
from simulator import Commit, Image, Repository, ScaledClock, Simulator, World
from support import cores, paths
from support.play import CONFIG, playbook
from support.processes import has_ended, wait_until

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


MODULE_WAY, PROCESS_WAY = 'as a module', "in the controller's process"
WAYS = pytest.mark.parametrize('way', (MODULE_WAY, PROCESS_WAY))


def environment(sim, here, folder, way=MODULE_WAY):
    # Ansible looks for an async job in the home that passwd names, and writes it into $HOME: a folder that is named serves both.
    return {'DOKPLOY_URL': here.url, 'DOKPLOY_API_KEY': sim.api_key, 'ANSIBLE_STDOUT_CALLBACK': 'default', 'TMPDIR': str(folder),
            'ANSIBLE_ASYNC_DIR': str(folder / 'async'), 'DOKPLOY_IN_PROCESS': 'false' if way == MODULE_WAY else ''}


def play(*tasks, **more):
    return [dict({'hosts': 'localhost', 'gather_facts': False, 'tasks': list(tasks)}, **more)]


def shown(run):
    return [line[len('[localhost] '):] for line in run.output.splitlines() if line.startswith('[localhost] ')]


def leftovers(folder):
    """What waiting processes of a run, whose temporary files are in a folder, left there."""
    return glob.glob(os.path.join(str(folder), 'ansible_dokploy_follow_*'))


@pytest.mark.parametrize('core, way', [pytest.param(one, way, marks=pytest.mark.xdist_group('follow-' + one))
                                       for way, versions in ((PROCESS_WAY, cores.VERSIONS), (MODULE_WAY, cores.FEW)) for one in versions])
def test_lines_are_shown_masked_and_inert(core, way, tmp_path):
    bin_dir = cores.bin_dir(core)
    with server() as (sim, here):
        run = playbook(play(dict({'name': 'deploy'}, **application(source=GIT, env={'TOKEN': TOKEN}, stable_for=0)),
                            dict({'name': 'again'}, **application(source=GIT, env={'TOKEN': TOKEN}, stable_for=0))),
                       tmp_path, bin_dir=bin_dir, env=environment(sim, here, tmp_path, way), arguments=['-vv'])
        assert run.returncode == 0, run.output
        assert way in run.output
        lines = shown(run)
    for wanted in ('Initializing deployment', 'Step 1/2 : RUN login --token ********', 'red', 'downloading 99%', 'https://********@h/x',
                   "the deployment 'Ansible' ended: done", '1/1 replicas run'):
        assert wanted in lines, (wanted, lines)
    assert lines.count('Initializing deployment') == 1
    assert '| ::error::not for CI' in lines and TOKEN not in run.output and '\x1b[31mred' not in run.output
    done = run.of('deploy')
    assert done['changed'] and done['phase'] == 'running' and done['actions'][-1] == 'deploy application' and '_dokploy_follow' not in done
    assert not run.of('again')['changed']
    assert leftovers(tmp_path) == []


@pytest.mark.xdist_group('follow')
def test_the_progress_of_a_manifest_is_shown_from_another_host(tmp_path):
    """The build takes longer than the first call of the module waits."""
    manifest = {'projects': [{'name': 'shop', 'environments': [{'name': 'production', 'applications': [
        {'name': 'web', 'source': GIT, 'build': {'type': 'dockerfile'}, 'env': {'TOKEN': TOKEN}, 'stable_for': 0}]}]}]}
    task = {MODULE + 'manifest': {'manifest': manifest}}
    with server() as (sim, here):
        sim.world.repositories[GIT['url']].branches['main'].build_seconds = 160.0
        run = playbook(play(dict(task, name='apply'), dict(task, name='again')), tmp_path, env=environment(sim, here, tmp_path), arguments=['-vv'])
    assert run.returncode == 0 and MODULE_WAY in run.output and TOKEN not in run.output, run.output
    assert '2 of 3 done; waiting for application shop/production/web' in shown(run), run.output
    for name, changed in (('apply', True), ('again', False)):
        assert run.of(name)['changed'] is changed and '_dokploy_follow' not in run.of(name)
    assert run.of('apply')['counts']['resources'] == 3 and leftovers(tmp_path) == []


def hung_until_cloning(sim, here, folder, then, way=MODULE_WAY, core=cores.DEFAULT, code=2, options=(), **more):
    """Play a deployment whose clone hangs; C(then(process)) once a line of its log was shown -> the lines. C(code) is what Ansible ends with."""
    path = folder / 'playbook.yml'
    path.write_text(json.dumps(play(dict(application(source=HUNG, stable_for=0, **dict(options)), **more))))
    bin_dir = cores.bin_dir(core)
    whole = paths.path_with(bin_dir)
    whole.update(environment(sim, here, folder, way), ANSIBLE_CONFIG=CONFIG, ANSIBLE_COLLECTIONS_PATH=str(paths.TREE), ANSIBLE_LOCAL_TEMP=str(folder / 'local'))
    with subprocess.Popen([os.path.join(bin_dir, 'ansible-playbook'), str(path)], cwd=folder, env=whole, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True) as process:
        seen, cloning = [], False
        # Where the tests themselves ignore Ctrl-C, as in the background of a shell, so does the play.
        limit = threading.Timer(300, process.kill)
        limit.start()
        for line in process.stdout:
            seen.append(line)
            if line.startswith('[localhost] Cloning into') and not cloning:
                cloning = True
                then(process)
        code_found = process.wait()
        limit.cancel()
        assert code_found == code, ''.join(seen)
    assert cloning, ''.join(seen)
    return seen


@pytest.mark.xdist_group('follow')
@WAYS
def test_a_line_comes_before_the_task_ends(way, tmp_path):
    """The clone hangs until a line of its log was seen; so it was seen while the task waited."""
    with server() as (sim, here):
        seen = hung_until_cloning(sim, here, tmp_path, lambda process: sim.end_hung(), way)
    assert any('Empty reply from server' in line for line in seen if line.startswith('[localhost] ')), ''.join(seen)
    assert any('the deployment of shop/production/web failed' in line for line in seen)


INTERRUPTED = (1, 99, 130, -signal.SIGINT)


@pytest.mark.parametrize('core', [pytest.param(one, marks=pytest.mark.xdist_group('follow-' + one)) for one in cores.FEW])
def test_ctrl_c_ends_the_waiting_at_once(core, tmp_path):
    """Nothing is written after it, a rollback least of all, and no process is left."""
    ended = []

    def interrupt(process):
        ended.append(time.monotonic())
        os.killpg(process.pid, signal.SIGINT)

    with server() as (sim, here):
        hung_until_cloning(sim, here, tmp_path, interrupt, PROCESS_WAY, core, code=AnyOf(INTERRUPTED), options={'on_failure': 'rollback', 'wait_timeout': 9000})
        took, writes = time.monotonic() - ended[0], len(sim.writes)
        sim.end_hung()
        wait_until_nobody_asks(sim)
        assert len(sim.writes) == writes
    assert took < 30, took
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize('core', [pytest.param(one, marks=pytest.mark.xdist_group('follow-' + one)) for one in cores.FEW])
def test_a_timeout_of_the_task_ends_the_waiting_at_once(core, tmp_path):
    with server() as (sim, here):
        seen = hung_until_cloning(sim, here, tmp_path, lambda process: None, PROCESS_WAY, core, timeout=8, options={
            'on_failure': 'rollback', 'wait_timeout': 9000})
        sim.end_hung()
        wait_until_nobody_asks(sim)
        assert [one.procedures[0] for one in sim.writes] == ['application.create', 'application.update', 'application.deploy']
    assert any('time frame' in line or 'imed out' in line or 'timedout' in line for line in seen), ''.join(seen)


@pytest.mark.xdist_group('follow')
def test_a_process_on_another_host_stops_where_its_caller_is_gone(tmp_path):
    """Ctrl-C reaches the controller alone; the process that waits stops by itself, writes nothing, and leaves nothing.

    With pipelining Ansible leaves no copy of the module, which would hold the API key.
    """
    found, temporary = [], tmp_path / 'remote'

    def interrupt(process):
        found.append(holder_of(leftovers(tmp_path)))
        os.killpg(process.pid, signal.SIGINT)

    with server() as (sim, here):
        hung_until_cloning(sim, here, tmp_path, interrupt, code=AnyOf(INTERRUPTED), options={'on_failure': 'rollback', 'wait_timeout': 9000},
                           vars={'ansible_pipelining': True, 'ansible_remote_tmp': str(temporary)})
        writes = len(sim.writes)
        sim.end_hung()
        assert has_ended(found[0], 150)
        assert len(sim.writes) == writes
        assert not [one for one in temporary.rglob('*') if one.is_file()]
    assert leftovers(tmp_path) == []


class AnyOf(tuple):
    """Equal to each of its values."""

    __hash__ = tuple.__hash__

    def __eq__(self, other):
        return other in tuple(self)


def wait_until_nobody_asks(sim, quiet=3.0):
    """Until no request has come for a while."""
    last = {'requests': len(sim.requests), 'time': time.monotonic()}

    def is_quiet():
        if len(sim.requests) != last['requests']:
            last.update(requests=len(sim.requests), time=time.monotonic())
        return time.monotonic() - last['time'] >= quiet
    wait_until(is_quiet, said='requests did not end')


CHOICES = {
    'here': ({}, "in the controller's process"),
    'another user': ({'become': True, 'become_user': 'root'}, 'it becomes another user'),
    'an environment': ({'environment': {'HTTP_PROXY': ''}}, 'it sets an environment'),
    'no environment': ({'environment': {}}, "in the controller's process"),
    'asynchronous': ({'async': 60, 'poll': 1}, 'it is asynchronous'),
    'another Python': ({'vars': {'ansible_python_interpreter': '/usr/bin/env python3'}}, 'ansible_python_interpreter is /usr/bin/env python3'),
    'this Python': ({'vars': {'ansible_python_interpreter': '{{ ansible_playbook_python }}'}}, "in the controller's process"),
    'found by Ansible': ({'vars': {'ansible_python_interpreter': 'auto'}}, "in the controller's process"),
    'delegated': ({'delegate_to': 'localhost'}, "in the controller's process"),
}


@pytest.mark.parametrize('core', [pytest.param(one, marks=pytest.mark.xdist_group('follow-' + one)) for one in cores.FEW])
def test_where_a_task_runs(core, tmp_path):
    """Each task says at -vv where it runs and why; a loop's items share a process, and a relative path is the playbook's."""
    bin_dir = cores.bin_dir(core)
    (tmp_path / 'ca.pem').write_text('')
    tasks = [dict({'name': name, MODULE + 'project_info': {'project': 'shop'}, 'ignore_errors': True}, **more) for name, (more, _said) in CHOICES.items()]
    tasks.append({'name': 'loop', MODULE + 'project_info': {'project': '{{ item }}', 'ca_path': 'ca.pem'}, 'loop': ['shop', 'none', 'shop']})
    with server() as (sim, here):
        run = playbook(play(*tasks, vars={'ansible_become_method': 'sudo'}), tmp_path, bin_dir=bin_dir,
                       env=environment(sim, here, tmp_path, PROCESS_WAY), arguments=['-vv'])
        off = playbook(play(tasks[0]), tmp_path, bin_dir=bin_dir, env=environment(sim, here, tmp_path), arguments=['-vv'])
    found = dict(zip([*CHOICES, 'loop'], run.output.split('\nTASK [')[1:]))
    wrong = {name: found[name] for name, (_more, said) in CHOICES.items() if said not in found[name]}
    assert not wrong, wrong
    assert [len(one['projects']) for one in run.of('loop')['results']] == [1, 0, 1], run.output
    assert 'as a module, since DOKPLOY_IN_PROCESS is false' in off.output and off.returncode == 0


@pytest.mark.xdist_group('follow')
@WAYS
def test_it_is_silent_where_it_has_to_be(way, tmp_path):
    with server() as (sim, here):
        deployment = {MODULE + 'deployment': {'project': 'shop', 'environment': 'production', 'name': 'web', 'state': 'redeployed', 'stable_for': 0}}
        run = playbook(play(
            dict({'name': 'no_log', 'no_log': True}, **application(source=GIT, stable_for=0)),
            dict({'name': 'async', 'async': 60, 'poll': 1}, **deployment),
            {'name': 'option', MODULE + 'deployment': dict(deployment[MODULE + 'deployment'], follow=False)},
        ), tmp_path, env=environment(sim, here, tmp_path, way))
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
        seen = hung_until_cloning(sim, here, tmp_path, lambda process: os.kill(holder_of(leftovers(tmp_path)), signal.SIGKILL))
    assert 'ended early' in ''.join(seen), ''.join(seen)
    assert leftovers(tmp_path) == []


def holder_of(folders):
    """The process that has the file of a folder open."""
    folder, = folders

    def find_holder():
        for number in os.listdir('/proc'):
            if number.isdigit():
                with contextlib.suppress(OSError):
                    if any(os.readlink(one) == os.path.join(folder, 'alive') for one in glob.glob('/proc/%s/fd/*' % number)):
                        return int(number)
        return None
    return wait_until(find_holder, 5, 'no process had %s open' % folder)
