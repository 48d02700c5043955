# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every row of the table of cases, on each version of Dokploy; and check mode tells what the real run does."""

from __future__ import annotations

import pytest

from cases import every_case
from cases.model import NEWEST
from cases.running import compare, compare_told

ROWS = [pytest.param(one, version, id='%s-%s' % (one.name, version)) for one in every_case() for version in one.versions]


@pytest.mark.parametrize(('case', 'version'), ROWS)
def test_case(stage, case, version):
    """On the newest version each step in check mode first: the same actions and the same difference as in the real run, and not one write."""
    for done in stage.run(case, version, told=version == NEWEST):
        wrong = compare(done.step, done.result, version, done.runner.look_up, done.writes, done.requests, done.bodies)
        if done.told is not None:
            wrong += compare_told(done)
        assert not wrong, '\n'.join(wrong)
