# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ansible-core versions, and the Pythons of target hosts, that this machine can have.

    @pytest.mark.parametrize('core', cores.VERSIONS)
    def test_something(core):
        bin_dir = cores.bin_dir(core)      # skips, with the reason, where no interpreter is found
"""

from __future__ import annotations

import sys

import pytest

from support import paths
from support.venvs import NoPython, ensure, find_python

# ansible-core -> the Pythons that it runs on, best first.
PYTHONS = {
    '2.18': ('3.11', '3.12', '3.13'),
    '2.19': ('3.11', '3.12', '3.13'),
    '2.20': ('3.12', '3.13', '3.14'),
    '2.21': ('3.12', '3.13', '3.14'),
}
VERSIONS = tuple(PYTHONS)

# What .venv has (requirements/development.txt).
DEFAULT = '2.19' if sys.version_info < (3, 14) else '2.20'

# For what costs much: the oldest, ours and the newest.
FEW = tuple(one for one in VERSIONS if one in (VERSIONS[0], DEFAULT, VERSIONS[-1]))

# On a task's host: the oldest that is supported, to the newest that may be found.
TARGET_PYTHONS = ('3.9', '3.10', '3.11', '3.12', '3.13')


def make(version):
    """The bin folder of an ansible-core, made where it is not there yet; raises NoPython."""
    if version == DEFAULT:
        return paths.VENV_BIN
    return ensure(
        '.cache/core-%s' % version, (), versions=PYTHONS[version],
        packages=('ansible-core ~= %s.0' % version, 'requests >= 2.28, < 3'),
    )


def bin_dir(version):
    """As make(), but skips the test where this machine has no interpreter for that version."""
    try:
        return make(version)
    except NoPython as exc:
        pytest.skip('ansible-core %s: %s' % (version, exc))


def available_cores():
    """A list of (version, bin folder) of what this machine can have."""
    found = []
    for version in VERSIONS:
        try:
            found.append((version, make(version)))
        except NoPython:
            continue
    return found


def target_python(version):
    """A Python with requests, as on a task's host; skips where it is not found."""
    if find_python(version) is None:
        pytest.skip('No Python %s was found on this machine.' % version)
    return ensure('.cache/target-%s' % version, (), versions=(version,), packages=('requests >= 2.28, < 3',)) + '/python'
