# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""`make stack` builds everything from an empty server, and changes nothing in its second run."""

from __future__ import annotations

import re

import pytest

from support.play import run_script

pytestmark = pytest.mark.xdist_group('stack')


def test_stack(report_line):
    output, recaps = run_script('stack.py')
    assert len(recaps) == 2 and 'changed=0' in recaps[1], output
    assert 'simulator-db' not in output and 'simulator-cache' not in output, 'a password is shown'
    report_line('stack: %s' % re.sub(r'\s+', ' ', recaps[-1]))
