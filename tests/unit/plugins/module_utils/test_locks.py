# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Locks exclude each other, wait no longer than the task, and leave no file behind."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time

import pytest

from ansible_collections.community.dokploy.plugins.module_utils._common import locks
from ansible_collections.community.dokploy.plugins.module_utils._common.errors import TaskFailed
from support import paths

HOLD = '''
import sys
sys.path.insert(0, %r)
from support import paths
sys.path.insert(0, paths.link_tree())
import tempfile
tempfile.tempdir = sys.argv[1]
from ansible_collections.community.dokploy.plugins.module_utils._common.locks import hold_lock
with hold_lock('https://x.example.com', 'shop', timeout=5):
    print('held', flush=True)
    sys.stdin.read()
'''


@pytest.fixture(name='directory', autouse=True)
def directory_of_locks(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, 'tempdir', str(tmp_path))
    return tmp_path


def hold(*identity, timeout=5):
    return locks.hold_lock('https://x.example.com', *identity, timeout=timeout)


@pytest.fixture(name='other')
def other_process(directory):
    with subprocess.Popen([sys.executable, '-c', HOLD % paths.TESTS, str(directory)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == 'held\n'
        yield process
        process.kill()


def test_no_file_is_left(directory):
    for number in range(20):
        with hold('shop', number):
            assert len(os.listdir(directory)) == 1
    assert os.listdir(directory) == []
    with pytest.raises(KeyError), hold('shop'):
        raise KeyError('x')
    assert os.listdir(directory) == []


def test_the_wait_for_another_task_ends_with_the_task(other):
    begun = time.monotonic()
    with pytest.raises(TaskFailed, match=r'process %d\) changes the same thing, and did not finish within 0 seconds' % other.pid):
        with hold('shop', timeout=0.3):
            pytest.fail('both hold it')
    assert 0.3 <= time.monotonic() - begun < 3
    with hold('another', timeout=0):
        pass
    other.stdin.close()
    with hold('shop'):
        pass


def test_files_of_killed_tasks_are_removed_and_those_of_running_tasks_are_not(directory, other):
    held = os.listdir(directory)
    killed = directory / ('community.dokploy-%d-%s.lock' % (os.geteuid(), 32 * 'a'))
    killed.write_text('1\n')
    foreign = directory / ('community.dokploy-%d-notes.txt' % os.geteuid())
    foreign.write_text('x')
    with hold('another'):
        assert not killed.exists() and foreign.exists()
    assert sorted(os.listdir(directory)) == sorted(held + [foreign.name])
    other.kill()
    other.wait()
    with hold('shop', timeout=0):
        pass
    assert os.listdir(directory) == [foreign.name]


def test_one_at_a_time_while_files_come_and_go(directory):
    inside, most, wrong = [], [], []

    def work():
        try:
            for dummy in range(50):
                with hold('shop', timeout=30):
                    inside.append(1)
                    most.append(len(inside))
                    inside.pop()
        except Exception as exc:  # pylint: disable=broad-except
            wrong.append(exc)

    threads = [threading.Thread(target=work) for dummy in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong and len(most) == 300 and max(most) == 1
    assert os.listdir(directory) == []


def test_where_no_lock_can_be_had_none_is_held(directory, monkeypatch):
    path = locks._lock_path(('https://x.example.com', 'shop'))  # pylint: disable=protected-access
    for make in (lambda: os.symlink('/etc/passwd', path), lambda: os.mkdir(path)):
        make()
        with hold('shop', timeout=0):
            pass
        assert os.path.lexists(path)
        (os.unlink if os.path.islink(path) else os.rmdir)(path)
    monkeypatch.setattr(os, 'geteuid', lambda: 12345)       # the file of another user
    with hold('shop', timeout=0):
        pass
    monkeypatch.setattr(tempfile, 'tempdir', str(directory / 'missing'))
    with hold('shop', timeout=0):
        pass
