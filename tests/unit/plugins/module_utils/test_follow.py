# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lines of a log that is read again and again from its end, masked however it is cut."""

from __future__ import annotations

import json
import os
from types import SimpleNamespace

import pytest

from ansible_collections.community.dokploy.plugins.module_utils._lifecycle import live_log as _follow
from ansible_collections.community.dokploy.plugins.module_utils._lifecycle.context import Context
from ansible_collections.community.dokploy.plugins.module_utils._lifecycle.live_log import LogTail, Watch, final_state
from ansible_collections.community.dokploy.plugins.module_utils._module import background as _background
from ansible_collections.community.dokploy.plugins.module_utils._module.background import KEY
from ansible_collections.community.dokploy.plugins.module_utils._common.masking import Masker

SECRET = 'S3cret-0123456789'
WHOLE = ''.join('line %d\n' % number for number in range(1000)) + 'token=%s and more\nthe end' % SECRET


def tail_of(text, limit):
    lines = text.split('\n')
    ended = lines[-1] == ''
    lines = lines[:-1] if ended else lines
    return '\n'.join(lines[-limit:]) + ('\n' if ended and lines else '')


@pytest.mark.parametrize(('step', 'limit'), [(1, 20000), (100, 20000), (20000, 20000), (1, 200), (3, 200), (7, 200), (100, 200)])
def test_every_line_comes_once(step, limit):
    """However the log grows, as long as fewer lines come at once than are read."""
    tail, got = LogTail(), []
    for length in range(step, len(WHOLE) + step, step):
        fresh, missed = tail.new(tail_of(WHOLE[:length], limit), limit, over=length >= len(WHOLE))
        assert not missed
        got += fresh
    assert got == WHOLE.split('\n')


def test_what_was_missed_is_said():
    tail = LogTail()
    tail.new(tail_of('a\nb\nc\n', 5), 5)
    fresh, missed = tail.new(tail_of(''.join('%d\n' % number for number in range(50)), 5), 5)
    assert (fresh, missed) == (['45', '46', '47', '48', '49'], True)


def test_lines_that_are_all_alike_do_not_stop_it():
    tail, text = LogTail(), ''
    for _each in range(30):
        text += 'waiting\n' * 3
        tail.new(tail_of(text, 10), 10)
    assert tail.new(tail_of(text + 'done\n', 10), 10)[0] == ['done']


@pytest.mark.parametrize(('line', 'last'), [
    ('10%\r50%\r100%', '100%'), ('sending 61kB\r\r', 'sending 61kB'), ('plain', 'plain'), ('', ''), ('\r', ''), ('a\r  ', 'a')])
def test_a_progress_is_shown_as_it_was_last(line, last):
    assert final_state(line) == last


class Backend:
    """Shows a log as far as it has come."""

    def __init__(self, version=True):
        self.text, self.client, self.version, self.calls = '', self, version, 0

    def at_least(self, dummy):
        return self.version

    def read(self, dummy, tail=100, **more):
        self.calls += 1
        return tail_of(self.text, tail)


def watch(tmp_path, backend):
    masker = Masker()
    masker.add_secret(SECRET)
    masker.add_secret('-----BEGIN\nfirst+line0123\nsecond/line456\n-----END')

    def show(lines):
        with open(tmp_path / 'lines', 'a', encoding='utf-8') as handle:
            handle.write(''.join(line + '\n' for line in lines))
    return Watch(show, backend, masker)


def written(tmp_path):
    path = tmp_path / 'lines'
    return path.read_text().splitlines() if path.exists() else []


@pytest.mark.parametrize('cut', range(0, len(SECRET) + 1, 4))
def test_a_secret_split_over_two_looks_is_masked(tmp_path, cut):
    backend = Backend()
    one = watch(tmp_path, backend)
    row = {'deploymentId': 'd', 'status': 'running'}
    for text in ('token=' + SECRET[:cut], 'token=' + SECRET, 'token=%s first+' % SECRET, 'token=%s first+line0123\nsecond/li' % SECRET):
        backend.text = 'begin\n' + text
        one.look(row)
    backend.text = 'begin\ntoken=%s first+line0123\nsecond/line456' % SECRET
    one.look(dict(row, status='done'))
    assert written(tmp_path) == ['begin', 'token=******** ********', '********']


def test_lines_are_inert_and_cut_after_they_were_masked(tmp_path):
    backend = Backend()
    one = watch(tmp_path, backend)
    backend.text = '::error::x\n\x1b]0;title\x07##[command]y\nA\u2028::warning::z\n' + 'x' * (_follow.LONGEST - 5) + SECRET + '\n\n'
    one.look({'deploymentId': 'd', 'status': 'done'})
    lines = written(tmp_path)
    assert lines[:4] == ['| ::error::x', '| ##[command]y', 'A', '| ::warning::z'] and lines[4] == 'x' * (_follow.LONGEST - 5) + '*****'
    assert len(lines) == 5


def test_an_old_server_is_asked_once_and_the_same_is_not_said_twice(tmp_path):
    backend = Backend(version=False)
    one = watch(tmp_path, backend)
    for _each in range(3):
        one.look({'deploymentId': 'd', 'status': 'running'})
        one.say('the deployment waits')
    assert backend.calls == 0 and written(tmp_path) == ['the deployment waits']


def test_many_lines_at_once_are_all_shown(tmp_path):
    backend = Backend()
    one = watch(tmp_path, backend)
    backend.text = WHOLE
    one.look({'deploymentId': 'd', 'status': 'done'})
    assert len(written(tmp_path)) == 1002


# The calls of the plugin

class Module:
    """As far as answer() needs one."""

    def exit_json(self, **result):
        raise SystemExit(json.dumps(result))

    def fail_json(self, msg, **result):
        raise SystemExit(json.dumps(dict(result, failed=True, msg=msg)))


def asked(directory, cursor=0):
    with pytest.raises(SystemExit) as ended:
        _background.answer_call(Module(), {'directory': str(directory), 'cursor': cursor})
    return json.loads(ended.value.code) if isinstance(ended.value.code, str) else None


def test_the_last_answer_is_the_result(directory, capsys):
    (directory / 'lines').write_text('one\ntwo\nhalf')
    (directory / 'result').write_text('\n{"changed": true, "msg": "ok"}\n')
    assert asked(directory, cursor=4) is None
    assert json.loads(capsys.readouterr().out) == {'changed': True, 'msg': 'ok', KEY: {'lines': ['two']}}
    assert not directory.exists()


@pytest.mark.parametrize('text', ['', 'Traceback', '{"changed": tr', '[1]'])
def test_no_result_is_a_failure(directory, text):
    (directory / 'result').write_text(text)
    found = asked(directory)
    assert found['failed'] and 'ended early' in found['msg'] and not directory.exists()


def test_while_it_waits_lines_are_given_with_where_to_go_on(directory):
    import fcntl
    with open(directory / 'alive', 'w', encoding='utf-8') as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        (directory / 'lines').write_text('one\ntwo\nhalf')
        assert asked(directory) == {'changed': False, KEY: {'directory': str(directory), 'cursor': 8, 'lines': ['one', 'two']}}


def test_only_a_directory_of_its_own_is_taken(directory, tmp_path):
    other = tmp_path / 'other'
    other.mkdir(mode=0o700)
    link = tmp_path / (_background.PREFIX + 'link')
    link.symlink_to(other)
    for one in (other, link, tmp_path / (_background.PREFIX + 'missing'), None):
        assert 'removed from the task' in asked(one)['msg']
    os.chmod(directory, 0o755)
    assert 'removed from the task' in asked(directory)['msg'] and directory.exists() and other.exists()


def test_without_anyone_who_shows_lines_there_is_no_watch():
    assert _follow.open_watch(lambda client: None, SimpleNamespace(client=None), None) is None
    assert Context(None).watcher() is None


def test_the_live_log_is_opened_once_and_only_where_a_task_waits():
    opened = []
    ctx = Context(None, open_watch=lambda: opened.append('log') or 'watch')
    assert ctx.watch is None and not opened
    assert (ctx.watcher(), ctx.watcher(), opened) == ('watch', 'watch', ['log'])
