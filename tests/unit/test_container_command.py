# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The script of dokploy_exec, in the shells of this machine as in a container."""

from __future__ import annotations

import re
import subprocess

import pytest

from contract import recipes_inside, replay

from ansible_collections.community.dokploy.plugins.module_utils._planning.container_command import encode_script, make_script, parse_output

TOKEN = '0011223344556677'


def run(shell, command, **more):
    script = encode_script(make_script(TOKEN, command, shell, **more))
    assert re.match(r'^eval "\$\(printf %b "[\\0-7]+"\)"$', script), 'older servers put it between single quotes of a shell on their host'
    done = subprocess.run([shell, '-c', script], capture_output=True, text=True, check=False, start_new_session=True, stdin=subprocess.DEVNULL)
    # Dokploy adds lines of its own.
    return parse_output(TOKEN, 'docker exec 1122 sh -c %s\n%s✅ Command executed successfully\n' % (script, done.stdout))


@pytest.mark.parametrize('shell', ['sh', 'bash'])
def test_exit_codes_streams_and_guards(shell, tmp_path):
    there, nowhere = tmp_path / "it's here", tmp_path / 'nope'
    there.mkdir()
    found = run(shell, "echo a; printf '%s\\n' 'b  \\t c' >&2; printf 'no end'; exit 3", chdir=str(there))
    assert (found.code, found.out, found.err, found.cut, found.timed_out, found.skipped) == (3, ('a', 'no end'), ('b  \\t c',), frozenset(), False, False)
    assert run(shell, 'pwd; printf "%s|" "$A" "$B"', chdir=str(there), environment={'A': "it's $HOME `id`\n%s", 'B': 'ü"'}).out == (
        str(there), "it's $HOME `id`", '%s|ü"|')
    assert run(shell, 'cat').code == 0, 'it has no input to wait for'
    assert run(shell, 'echo a', creates=str(there)).skipped and run(shell, 'echo a', removes=str(nowhere)).skipped
    assert run(shell, 'echo a', creates=str(nowhere), removes=str(there)).out == ('a',)
    assert run(shell, 'echo a', chdir=str(nowhere)).no_directory
    assert run(shell, 'no-such-program-here').code == 127


@pytest.mark.parametrize('shell', ['sh', 'bash'])
def test_a_long_output_and_a_long_time(shell):
    found = run(shell, 'i=0; while [ $i -lt 900 ]; do echo line $i; i=$((i+1)); done; echo few >&2', most_bytes=2048)
    assert found.code == 0 and found.cut == {'stdout'} and found.err == ('few',)
    assert found.out[-1] == 'line 899' and found.out == tuple('line %d' % number for number in range(900 - len(found.out), 900))
    assert 1000 <= sum(len(line) + 1 for line in found.out) <= 2100
    found = run(shell, 'echo begun; sleep 60; echo never', timeout=1)
    assert found.timed_out and found.out == ('begun',)


def test_lines_of_others_are_left_out():
    assert parse_output('ab', 'ab\nabx\nabo:\nabo: one\r\nabr:x\nabr:0\nother abo:two\n').out == ('', ' one')
    assert parse_output('ab', '').code is None


@pytest.mark.parametrize('version', ['', 'v0.28.8/'])
def test_the_recorded_script_is_the_one_that_is_sent(version):
    """Live servers ran it: where it changes, tests/support/record.py has to record it again."""
    recorded = replay.load(dict(replay.scenarios())[version + 'commands'])
    assert recipes_inside.COMMAND in [(one['request'].get('body') or {}).get('command') for one in recorded['steps']]
