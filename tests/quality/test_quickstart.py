# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""`make quickstart` does what the README promises, with the built and installed collection."""

from __future__ import annotations

import os
import re
import subprocess

import pytest

from support import paths

pytestmark = pytest.mark.xdist_group('quickstart')


def test_quickstart(report_line):
    environ = {key: value for key, value in os.environ.items() if not key.startswith('DOKPLOY_')}
    environ['LIVE'] = '0'
    answer = subprocess.run(
        [os.path.join(paths.VENV_BIN, 'python'), os.path.join(paths.SUPPORT, 'quickstart.py')], cwd=paths.ROOT, env=environ,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=600)
    assert answer.returncode == 0, answer.stdout
    recaps = re.findall(r'^\S+\s+: ok=.*$', answer.stdout, re.MULTILINE)
    assert recaps and all('failed=0' in one and 'unreachable=0' in one for one in recaps), answer.stdout
    assert 'Traceback' not in answer.stdout and '[WARNING]' not in answer.stdout and '[DEPRECATION' not in answer.stdout, answer.stdout
    report_line('quickstart: %s' % re.sub(r'\s+', ' ', recaps[-1]))
