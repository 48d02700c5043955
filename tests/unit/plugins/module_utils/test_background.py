# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A process that waits for a task on another host lives by the calls of its caller; directories of killed processes are removed."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import threading
import time

import pytest
from ansible_collections.community.dokploy.plugins.module_utils._client.http import Client
from ansible_collections.community.dokploy.plugins.module_utils._common.errors import DokployError
from ansible_collections.community.dokploy.plugins.module_utils._module import background
from ansible_collections.community.dokploy.plugins.module_utils._module.background import Caller, CallerGone

from support import paths


@pytest.fixture(name='clock')
def clock_fixture(monkeypatch):
    """A clock that sleeping steps."""
    now = [1000.0]
    monkeypatch.setattr(background.time, 'monotonic', lambda: now[0])
    monkeypatch.setattr(background.time, 'sleep', lambda seconds: now.__setitem__(0, now[0] + seconds))
    return now


def call(directory, silence='10.0'):
    """What a call leaves behind."""
    (directory / 'heard').write_text(silence)
    os.utime(directory / 'heard', ns=(0, time.time_ns()))


def test_reads_go_on_until_the_caller_is_gone(directory, clock):
    caller = Caller(str(directory))
    call(directory)
    caller.check_caller()
    clock[0] += 9
    caller.check_caller()
    call(directory)
    clock[0] += 9
    caller.check_caller()
    clock[0] += 11
    with pytest.raises(CallerGone, match='caller of this task stopped'):
        caller.check_caller()


def test_a_write_needs_a_call_after_it_was_wished(directory, clock):
    caller = Caller(str(directory))
    call(directory)
    caller.check_caller(writing=True)
    began = clock[0]
    with pytest.raises(CallerGone):
        caller.check_caller(writing=True)
    assert clock[0] - began > 10


def test_a_write_goes_out_while_a_call_is_there(directory, clock):
    caller = Caller(str(directory))
    with open(directory / 'heard', 'r+', encoding='ascii') as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        began = clock[0]
        for _each in range(3):
            caller.check_caller(writing=True)
        assert clock[0] == began


def test_a_directory_that_was_removed_is_a_caller_that_is_gone(directory, clock):
    caller = Caller(str(directory))
    (directory / 'heard').unlink()
    caller.check_caller()
    clock[0] += background.SILENCE + 1
    with pytest.raises(CallerGone):
        caller.check_caller()


def test_the_silence_that_a_caller_asks_for_is_bounded(directory, clock):
    caller = Caller(str(directory))
    call(directory, silence='1e9')
    caller.check_caller()
    clock[0] += background.MOST_SILENCE + 1
    with pytest.raises(CallerGone):
        caller.check_caller()


def test_no_request_is_sent_for_a_caller_that_is_gone():
    """Neither a read nor a write: it is asked before anything is sent."""
    client, asked = Client('http://127.0.0.1:9', 'key', retries=0), []

    def gone(writing):
        asked.append(writing)
        raise CallerGone('gone')

    client.before_request = gone
    with pytest.raises(CallerGone):
        client.read('project.all')
    with pytest.raises(CallerGone):
        client.write('application.update', {})
    assert asked == [False, True] and issubclass(CallerGone, DokployError)


def test_directories_of_killed_processes_are_removed(tmp_path):
    old = time.time() - background.STALE - 10

    def directory(name, age, mode=0o700, alive=True):
        path = tmp_path / (background.PREFIX + name)
        path.mkdir()
        if alive:
            (path / 'alive').touch()
        (path / 'result').write_text('secret')
        os.chmod(path, mode)
        os.utime(path, (age, age))
        return path

    killed, early = directory('killed', old), directory('early', old, alive=False)
    young, other, lives = directory('young', time.time()), directory('other', old, mode=0o755), directory('lives', old)
    (tmp_path / 'unrelated').mkdir()
    with open(lives / 'alive', 'r+', encoding='ascii') as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        os.utime(lives, (old, old))
        background._remove_leftovers(str(tmp_path))
    assert not killed.exists() and not early.exists()
    assert young.exists() and other.exists() and lives.exists() and (tmp_path / 'unrelated').exists()


def test_a_call_says_that_it_is_there(directory):
    """What answer() does is what Caller sees."""
    class Module:
        def exit_json(self, **dummy):
            raise SystemExit(0)

    (directory / 'lines').write_text('one\n')
    caller = Caller(str(directory))
    with open(directory / 'alive', 'r+', encoding='ascii') as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        caught = []

        def answer():
            try:
                background.answer_call(Module(), {'directory': str(directory), 'cursor': 0, 'silence': 12})
            except SystemExit as exc:
                caught.append(exc)

        thread = threading.Thread(target=answer)
        thread.start()
        caller.check_caller(writing=True)
        thread.join()
        caller.check_caller()       # the first look may come before the call has written how long its silence may be
    assert len(caught) == 1 and caller._silence == 12.0


FORK = '''
import json, sys, time, types
from ansible_collections.community.dokploy.plugins.module_utils._module import short_task
client = types.SimpleNamespace(forget_connection=lambda: None, before_request=None)
short_task.EARLY = float(sys.argv[1])
show = short_task.fork_task(client)
show(['one', 'two'])
for dummy in range(3 if float(sys.argv[1]) > 1 else 0):
    client.before_request(writing=True)
time.sleep(float(sys.argv[2]))
print(json.dumps({'changed': True}))
'''


@pytest.mark.parametrize('early, answers', [('60', {'changed': True}), ('0.05', {'changed': False})])
def test_a_task_that_ends_early_is_answered_by_its_first_process(early, answers, tmp_path):
    """It is a call that the other process hears, so that writes go out. A longer task is answered with its directory, and goes on."""
    done = subprocess.run([sys.executable, '-c', FORK, early, '0' if early == '60' else '0.5'],
                          env={**os.environ, 'TMPDIR': str(tmp_path), 'PYTHONPATH': paths.TREE}, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL,
                          text=True, timeout=60, check=True)
    answer = json.loads(done.stdout)
    follow = answer.pop(background.KEY)
    assert answer == answers
    if early == '60':
        assert follow == {'lines': ['one', 'two']} and os.listdir(tmp_path) == []
        return
    with pytest.raises(SystemExit):
        while True:
            background.answer_call(Told(), dict(follow, silence=5))
    assert os.listdir(tmp_path) == []


class Told:
    """A module whose calls for lines get no result yet."""

    def exit_json(self, **dummy):
        """Ask again."""
