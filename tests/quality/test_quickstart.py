# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""`make quickstart` does what the README promises, with the built and installed collection."""

from __future__ import annotations

import re

import pytest

from support.play import run_script

pytestmark = pytest.mark.xdist_group('quickstart')


def test_quickstart(report_line):
    output, recaps = run_script('quickstart.py')
    assert recaps and all('failed=0' in one and 'unreachable=0' in one for one in recaps), output
    report_line('quickstart: %s' % re.sub(r'\s+', ' ', recaps[-1]))
