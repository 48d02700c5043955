# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Traefik's files: what is refused, what is kept, and what a reader can see."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import stat
import threading

import pytest

from ansible_collections.community.dokploy.plugins.module_utils._traefik import host_files
from ansible_collections.community.dokploy.plugins.module_utils._common.errors import BadInput, ResourceNotFound, Refused, TaskFailed
from ansible_collections.community.dokploy.plugins.module_utils._traefik.host_files import LockedDirectory

OLD = 'http:\n  middlewares:\n    a:\n      basicAuth: {users: ["x:$apr1$canary"]}\n'
NEW = 'http:\n  middlewares:\n    b: {compress: {}}\n'


@pytest.fixture
def place(tmp_path):
    with open(tmp_path / 'shop.yml', 'w', encoding='utf-8') as handle:
        handle.write(OLD)
    with LockedDirectory(str(tmp_path)) as directory:
        yield tmp_path, directory


def text_of(path):
    with open(path, encoding='utf-8') as handle:
        return handle.read()


def test_mode_and_owner_are_kept(place):
    path, directory = place
    os.chmod(path / 'shop.yml', 0o640)
    if os.geteuid() == 0:
        os.chown(path / 'shop.yml', 1234, 4321)
    before = os.stat(path / 'shop.yml')
    assert directory.write('shop.yml', NEW, directory.read('shop.yml')) is None
    after = os.stat(path / 'shop.yml')
    assert text_of(path / 'shop.yml') == NEW
    assert (stat.S_IMODE(after.st_mode), after.st_uid, after.st_gid) == (0o640, before.st_uid, before.st_gid)
    assert os.listdir(path) == ['shop.yml']


def test_a_new_file_is_as_those_of_dokploy(place):
    path, directory = place
    if os.geteuid() == 0:
        os.chown(path, 1234, 4321)
    directory.write('new.yml', NEW, None)
    made = os.stat(path / 'new.yml')
    assert stat.S_IMODE(made.st_mode) == 0o644 and (made.st_uid, made.st_gid) == (os.stat(path).st_uid, os.stat(path).st_gid)
    assert made.st_nlink == 1 and sorted(os.listdir(path)) == ['new.yml', 'shop.yml']


def test_extended_attributes_are_kept(place):
    path, directory = place
    try:
        os.setxattr(path / 'shop.yml', 'user.note', b'kept')
    except (OSError, AttributeError) as exc:
        pytest.skip('no extended attributes here: %s' % exc)
    directory.write('shop.yml', NEW, directory.read('shop.yml'))
    assert os.getxattr(path / 'shop.yml', 'user.note') == b'kept'


def test_a_backup_is_private_and_traefik_does_not_read_it(place):
    path, directory = place
    kept = directory.write('shop.yml', NEW, directory.read('shop.yml'), backup=True)
    assert text_of(kept) == OLD and os.path.dirname(kept) == str(path)
    assert stat.S_IMODE(os.stat(kept).st_mode) == 0o600
    assert not kept.endswith(('.yml', '.yaml', '.toml'))
    again = directory.remove('shop.yml', directory.read('shop.yml'), backup=True)
    assert text_of(again) == NEW and again != kept and not os.path.exists(path / 'shop.yml')
    assert directory.remove('shop.yml', None, backup=True) is None
    assert [one.name for one in directory.list_entries() if one.read_by_traefik] == []


def test_names_in_the_directory_while_it_is_written(place, monkeypatch):
    path, directory = place
    seen = set()
    for name in ('write', 'fchmod', 'fsync', 'replace', 'link', 'unlink'):
        monkeypatch.setattr(os, name, lambda *args, real=getattr(os, name), **more: (seen.update(os.listdir(path)), real(*args, **more))[1])
    directory.write('shop.yml', NEW, directory.read('shop.yml'), backup=True)
    directory.write('new.yaml', NEW, None)
    others = seen - {'shop.yml', 'new.yaml'}
    assert len(others) == 4 and not [one for one in others if one.endswith(('.yml', '.yaml', '.toml'))]


def test_what_does_not_validate_is_not_written(place):
    path, directory = place

    def validate(text):
        assert text == NEW
        raise BadInput('line 3: no')

    with pytest.raises(BadInput, match='line 3'):
        directory.write('shop.yml', NEW, directory.read('shop.yml'), validate=validate, backup=True)
    assert text_of(path / 'shop.yml') == OLD and os.listdir(path) == ['shop.yml']


@pytest.mark.parametrize('verb', ['write', 'remove'])
@pytest.mark.parametrize('moment', ['before', 'during'])
def test_another_writer_is_not_overwritten(place, monkeypatch, verb, moment):
    path, directory = place
    stored = directory.read('shop.yml')

    def another():
        (path / 'shop.yml').write_text('another: text\n', encoding='utf-8')

    if moment == 'before':
        another()
    else:
        real = LockedDirectory._make
        monkeypatch.setattr(LockedDirectory, '_make', lambda self, *args, **more: (real(self, *args, **more), another()))
    with pytest.raises(Refused, match='changed while this task ran') as caught:
        if verb == 'write':
            directory.write('shop.yml', NEW, stored, backup=moment == 'during')
        else:
            directory.remove('shop.yml', stored, backup=True)
    assert text_of(path / 'shop.yml') == 'another: text\n'
    if verb == 'write':
        assert os.listdir(path) == ['shop.yml']         # neither a temporary file nor a copy of what was not replaced
    assert 'canary' not in caught.value.message


def test_a_file_that_another_makes_first_stays(place, monkeypatch):
    path, directory = place
    real = LockedDirectory._move_into_place
    monkeypatch.setattr(LockedDirectory, '_move_into_place', lambda self, *args: ((path / 'new.yml').write_text('theirs', encoding='utf-8'), real(self, *args)))
    with pytest.raises(Refused, match='was made by another program'):
        directory.write('new.yml', NEW, None)
    assert text_of(path / 'new.yml') == 'theirs' and sorted(os.listdir(path)) == ['new.yml', 'shop.yml']


def test_it_is_read_back(place, monkeypatch):
    path, directory = place
    real = LockedDirectory._move_into_place
    monkeypatch.setattr(LockedDirectory, '_move_into_place', lambda self, *args: (real(self, *args), (path / 'shop.yml').write_text('theirs',
        encoding='utf-8')))
    with pytest.raises(TaskFailed, match='contained another text'):
        directory.write('shop.yml', NEW, directory.read('shop.yml'))


@pytest.mark.parametrize('make, word', [
    (lambda path: os.symlink('/etc/passwd', path), 'is a link'),
    (lambda path: os.symlink('shop.yml', path), 'is a link'),
    (lambda path: os.symlink('nothing', path), 'is a link'),
    (os.mkfifo, 'no plain file'),
    (os.mkdir, 'no plain file'),
    (lambda path: socket.socket(socket.AF_UNIX).bind(path), 'no plain file'),
    (lambda path: os.link(os.path.join(os.path.dirname(path), 'shop.yml'), path), 'hard link'),
    (lambda path: os.close(os.open(path, os.O_CREAT | os.O_WRONLY)) or os.truncate(path, host_files.LARGEST + 1), 'larger than'),
    (lambda path: open(path, 'wb').write(b'\xff\xfe'), 'not UTF-8'),  # pylint: disable=consider-using-with
])
def test_what_is_no_plain_text_is_refused(place, monkeypatch, make, word):
    path, directory = place
    monkeypatch.chdir(path)                      # a socket's address is short
    make('odd.yml' if make.__name__ == '<lambda>' and word == 'no plain file' else str(path / 'odd.yml'))
    before = os.lstat(path / 'odd.yml')
    for attempt in (lambda: directory.read('odd.yml'), lambda: directory.write('odd.yml', NEW, None), lambda: directory.remove('odd.yml', None)):
        with pytest.raises(Refused, match=word):
            attempt()
    after = os.lstat(path / 'odd.yml')
    assert (before.st_ino, before.st_mode, before.st_size) == (after.st_ino, after.st_mode, after.st_size)
    assert text_of(path / 'shop.yml') == OLD


@pytest.mark.parametrize('name', [
    '', None, '.', '..', '../x.yml', 'a/b.yml', '/etc/x.yml', '.hidden.yml', 'x.toml', 'x', 'x.yml\n', 'x\0.yml', 'a' * 300 + '.yml'])
def test_only_plain_names(place, name):
    for attempt in (lambda: place[1].read(name), lambda: place[1].write(name, NEW, None), lambda: place[1].remove(name, None)):
        with pytest.raises(BadInput):
            attempt()


def test_too_much_is_refused_before_anything(place):
    with pytest.raises(BadInput, match='limit'):
        place[1].write('shop.yml', 'x' * (host_files.LARGEST + 1), place[1].read('shop.yml'))
    assert text_of(place[0] / 'shop.yml') == OLD


def test_a_directory_that_is_not_there(tmp_path):
    (tmp_path / 'file').write_text('', encoding='utf-8')
    for name in ('nothing', 'file'):
        with pytest.raises(ResourceNotFound, match='no directory'):
            with LockedDirectory(str(tmp_path / name)):
                pass


def test_it_stays_in_the_directory_that_was_opened(tmp_path):
    """A directory exchanged for a link to another one in the middle of a task changes nothing there."""
    for name in ('dynamic', 'other'):
        (tmp_path / name).mkdir()
        (tmp_path / name / 'shop.yml').write_text(OLD, encoding='utf-8')
    with LockedDirectory(str(tmp_path / 'dynamic')) as directory:
        stored = directory.read('shop.yml')
        os.rename(tmp_path / 'dynamic', tmp_path / 'moved')
        os.symlink('other', tmp_path / 'dynamic')
        directory.write('shop.yml', NEW, stored)
    assert text_of(tmp_path / 'other' / 'shop.yml') == OLD and text_of(tmp_path / 'moved' / 'shop.yml') == NEW


def test_two_tasks_take_turns(place):
    path, directory = place
    holder = os.open(path, os.O_RDONLY)
    fcntl.flock(holder, fcntl.LOCK_EX)
    try:
        with LockedDirectory(str(path), lock_wait=0.2, sleep=lambda seconds: None) as impatient:
            with pytest.raises(Refused, match='another task'):
                impatient.write('shop.yml', NEW, impatient.read('shop.yml'))
        with LockedDirectory(str(path), sleep=lambda seconds: fcntl.flock(holder, fcntl.LOCK_UN)) as patient:
            patient.write('shop.yml', NEW, patient.read('shop.yml'))
    finally:
        os.close(holder)
    assert text_of(path / 'shop.yml') == NEW


def test_a_reader_never_sees_half_a_file(place):
    path, directory = place
    texts = ['a: %s\n' % (letter * 300000) for letter in 'xy']
    directory.write('shop.yml', texts[0], directory.read('shop.yml'))
    wrong, seen, done = [], set(), threading.Event()

    def read():
        while not done.is_set():
            text = text_of(path / 'shop.yml')
            seen.add(text[3:4])
            if text not in texts:
                wrong.append(len(text))

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(1, 200):
        directory.write('shop.yml', texts[number % 2], directory.read('shop.yml'))
        if number > 20 and seen == {'x', 'y'}:
            break
    done.set()
    reader.join()
    assert not wrong and seen == {'x', 'y'}


def test_no_rights_are_said_without_the_text(place, monkeypatch):
    def refuse(*dummy, **more):
        raise PermissionError(13, 'Permission denied')

    stored = place[1].read('shop.yml')
    monkeypatch.setattr(os, 'fchmod', refuse)
    with pytest.raises(TaskFailed, match='Permission denied') as caught:
        place[1].write('shop.yml', NEW, stored)
    assert 'become' in caught.value.facts['next_step'] and 'canary' not in repr(caught.value.facts) + caught.value.message
    assert os.listdir(place[0]) == ['shop.yml'] and text_of(place[0] / 'shop.yml') == OLD


class Killed(BaseException):
    """The process ends here: nothing that follows changes the disk."""


def kill_at(monkeypatch, moment, path):
    """Let a writer die at one system call, and every later change of the disk with it, as SIGKILL does."""
    dead = []

    def die(name):
        real = getattr(os, name)

        def call(*args, **more):
            if dead or name == moment:
                dead.append(name)
                raise Killed
            return real(*args, **more)

        monkeypatch.setattr(os, name, call)

    for name in ('write', 'fchown', 'fchmod', 'fsync', 'link', 'replace', 'unlink'):
        die(name)


@pytest.mark.parametrize('moment', ['write', 'fchmod', 'fsync', 'link', 'replace', 'unlink'])
@pytest.mark.parametrize('name', ['shop.yml', 'new.yml'])
def test_a_killed_writer_locks_nothing_out_and_leaves_nothing(place, monkeypatch, name, moment):
    path, directory = place
    stored = directory.read(name)
    with monkeypatch.context() as patched:
        kill_at(patched, moment, path)
        try:
            directory.write(name, OLD + '# canary\n', stored, backup=True)
        except Killed:
            pass
    # Whatever the disk holds now: it can be read, and written, and nothing of the dead writer stays but complete copies.
    with LockedDirectory(str(path)) as later:
        now = later.read(name)
        assert (now.text if now else None) in (OLD, None, OLD + '# canary\n')
        later.write(name, NEW, now)
        assert later.read(name).text == NEW and later.read(name).stat.st_nlink == 1
    left = set(os.listdir(path)) - {'shop.yml', name}
    assert not [one for one in left if not one.endswith('.backup')], left
    assert [text_of(path / one) for one in left] in ([], [OLD])


def test_leftovers_go_where_nothing_is_written(place):
    path, directory = place
    mine = ['.shop.yml.0123456789ab.tmp', '.a-b.yaml.0123456789ab.tmp']
    others = ['.shop.yml.swp', '.shop.yml.tmp', 'shop.yml.0123456789ab.tmp', '.shop.yml.0123456789AB.tmp', '.x.toml.0123456789ab.tmp']
    for name in mine + others:
        (path / name).write_text('canary', encoding='utf-8')
    os.mkdir(path / '.dir.yml.0123456789ab.tmp')
    os.symlink('shop.yml', path / '.link.yml.0123456789ab.tmp')
    holder = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(holder, fcntl.LOCK_EX)          # they are of a writer that lives
        directory.remove_leftovers()
        assert set(mine) < set(os.listdir(path))
    finally:
        os.close(holder)
    directory.remove_leftovers()
    assert sorted(os.listdir(path)) == sorted(others + ['shop.yml', '.dir.yml.0123456789ab.tmp', '.link.yml.0123456789ab.tmp'])


def test_a_hard_link_of_another_is_still_refused(place):
    path, directory = place
    os.link(path / 'shop.yml', path / '.shop.yml.0123456789ab.tmp')
    assert directory.read('shop.yml').text == OLD
    os.link(path / 'shop.yml', path / '.other.yml.0123456789ab.tmp')       # not a name that a writer of this file gives
    with pytest.raises(Refused, match='hard link'):
        directory.read('shop.yml')


@pytest.mark.parametrize('number, words, hint', [(errno.EROFS, 'Read-only file system', 'mounted read-only'), (errno.ENOSPC, 'No space left', 'Free space')])
@pytest.mark.parametrize('attempt', ['write', 'write with a backup', 'a new file', 'remove', 'remove with a backup'])
def test_a_file_system_that_takes_no_change_is_named(place, monkeypatch, attempt, number, words, hint):
    path, directory = place
    stored, real = directory.read('shop.yml'), os.open

    def fail(*dummy, **more):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, 'open', lambda name, flags, *args, **more: fail() if flags & os.O_CREAT else real(name, flags, *args, **more))
    for name in ('link', 'replace', 'unlink', 'fchmod', 'write'):
        monkeypatch.setattr(os, name, fail)
    backup = 'backup' in attempt
    with pytest.raises(TaskFailed, match=words) as caught:
        if attempt == 'a new file':
            directory.write('new.yml', NEW, None)
        elif attempt.startswith('write'):
            directory.write('shop.yml', NEW, stored, backup=backup)
        else:
            directory.remove('shop.yml', stored, backup=backup)
    assert hint in caught.value.facts['next_step'] and 'canary' not in repr(caught.value.facts) + caught.value.message
    directory.remove_leftovers()                       # raises nothing
    monkeypatch.undo()
    assert os.listdir(path) == ['shop.yml'] and text_of(path / 'shop.yml') == OLD
