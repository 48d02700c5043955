# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The limits of dokploy_logs, and the choice of containers."""

from __future__ import annotations

import pytest

from ansible_collections.community.dokploy.plugins.module_utils._api.logs import to_docker_age
from ansible_collections.community.dokploy.plugins.module_utils._model.observation import Task
from ansible_collections.community.dokploy.plugins.module_utils._operations.logs import choose_tasks, cut_lines


@pytest.mark.parametrize('lines, most_lines, most_bytes, kept', [
    (['a', 'b', 'c'], 2, 100, ['b', 'c']),
    (['aaaa', 'bbbb', 'cccc'], 9, 10, ['bbbb', 'cccc']),
    (['aaaa', 'bbbb', 'cccc'], 9, 9, ['cccc']),
    (['0123456789'], 9, 5, ['6789']),
    (['ääää'], 9, 4, ['ä']),
    ([], 9, 9, []),
])
def test_the_last_lines_within_both_limits(lines, most_lines, most_bytes, kept):
    assert cut_lines(lines, most_lines, most_bytes) == kept
    assert sum(len(line.encode()) + 1 for line in kept) <= most_bytes


def test_what_runs_else_what_ended_last():
    def one(name, desired, state, age, part=''):
        return Task(id=name, slot='web.1', desired=desired, state=state, age=age, part=part)
    runs, failed, older = one('a', 'running', 'running', 50), one('b', 'shutdown', 'failed', 60), one('c', 'shutdown', 'failed', 90)
    assert choose_tasks([older, failed, runs]) == [runs]
    assert choose_tasks([older, failed]) == [failed]
    assert choose_tasks([one('d', 'running', 'rejected', 1), failed]) == [failed]
    ended = one('e', 'shutdown', 'complete', 5, 'init')
    assert choose_tasks([runs, ended]) == [runs, ended]
    assert choose_tasks([]) == []


def test_docker_knows_no_days():
    """`docker logs --since 1d` is an error, which Dokploy accepts and passes on."""
    assert [to_docker_age(one) for one in ('2d', '90m', 'all', '', None)] == ['48h', '90m', 'all', '', None]
