# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rehearses a release on a copy of the checkout, as docs/releasing.md lists its steps."""

from __future__ import annotations

import os
import re

import pytest
import yaml

from support import paths, tools
from support.venvs import locked

pytestmark = pytest.mark.xdist_group('quality')


def test_a_release_writes_the_changelog():
    with locked('release'):
        target = tools.export('release')
        tools.run([*tools.ANTSIBULL_CHANGELOG, 'release', '--date', '2026-01-01'], target,
                  tools.environment(collections=os.path.join(paths.CACHE, 'release')))
        with open(os.path.join(target, 'changelogs', 'changelog.yaml'), encoding='utf-8') as handle:
            released = yaml.safe_load(handle)['releases']
        version = yaml.safe_load(open(os.path.join(paths.ROOT, 'galaxy.yml'), encoding='utf-8'))['version']  # pylint: disable=consider-using-with
        assert list(released) == [version]
        changes = released[version]
        assert changes['changes']['release_summary']
        names = {one['name'] for one in changes.get('modules') or []}
        assert {'dokploy_application', 'dokploy_api'} <= names
        for name in ('CHANGELOG.md', 'CHANGELOG.rst'):
            with open(os.path.join(target, name), encoding='utf-8') as handle:
                text = handle.read()
            # Fragments are reStructuredText: the markup of documentation would be printed as it is.
            assert 'Release Summary' in text and not re.findall(r'\b(?:[BCEILMOPRUV]|RV)\\?\([^)]*\)', text)
        assert not [one for one in os.listdir(os.path.join(target, 'changelogs', 'fragments')) if one.endswith('.yml')]
