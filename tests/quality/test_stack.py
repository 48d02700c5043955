# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""`make stack` builds everything from an empty server, and changes nothing in its second run."""

from __future__ import annotations

import os
import re
import subprocess

import pytest

from support import paths

pytestmark = pytest.mark.xdist_group('stack')


def test_stack(report_line):
    environ = {key: value for key, value in os.environ.items() if not key.startswith('DOKPLOY_')}
    environ['LIVE'] = '0'
    answer = subprocess.run(
        [os.path.join(paths.VENV_BIN, 'python'), os.path.join(paths.SUPPORT, 'stack.py')], cwd=paths.ROOT, env=environ,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=600)
    assert answer.returncode == 0, answer.stdout
    recaps = re.findall(r'^\S+\s+: ok=.*$', answer.stdout, re.MULTILINE)
    assert len(recaps) == 2 and 'changed=0' in recaps[1], answer.stdout
    assert 'Traceback' not in answer.stdout and '[WARNING]' not in answer.stdout and '[DEPRECATION' not in answer.stdout, answer.stdout
    assert 'simulator-db' not in answer.stdout and 'simulator-cache' not in answer.stdout, 'a password is shown'
    report_line('stack: %s' % re.sub(r'\s+', ' ', recaps[-1]))
