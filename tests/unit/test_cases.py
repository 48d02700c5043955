# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every row of the table of cases, on each version of Dokploy: check mode reports what the real run does, and both ways of running give one result."""

from __future__ import annotations

import pytest

from cases import every_case
from cases.both_ways import play, run_in_process
from cases.model import NEWEST
from cases.running import compare, compare_told
from support.inprocess import run_main

ROWS = [pytest.param(one, version, id='%s-%s' % (one.name, version)) for one in every_case() for version in one.versions]


@pytest.mark.parametrize(('case', 'version'), ROWS)
def test_case(stage, case, version, request):
    """On the newest version each step in check mode first: the same actions and the same difference as in the real run, and not one write.

    All of it again in the controller's process, but for C(make check): results and requests are equal to the byte.
    """
    if version != NEWEST:
        for done in stage.run(case, version):
            judge(done, version)
        return
    expected = []
    for done, texts in play(stage, case, version, run_main):
        judge(done, version)
        expected.append(texts)
    assert expected
    if not request.config.getoption('fast'):
        for number, (_done, texts) in enumerate(play(stage, case, version, run_in_process)):
            assert texts == expected[number], texts[0]
        assert number == len(expected) - 1


def judge(done, version):
    wrong = compare(done.step, done.result, version, done.runner.look_up, done.writes, done.requests, done.bodies)
    if done.told is not None:
        wrong += compare_told(done)
    assert not wrong, '\n'.join(wrong)
