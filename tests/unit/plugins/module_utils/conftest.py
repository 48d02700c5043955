# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.community.dokploy.plugins.module_utils._module import background


@pytest.fixture(name='directory')
def directory_fixture(tmp_path):
    """The directory that a task on another host shares with its caller."""
    directory = tmp_path / (background.PREFIX + 'x')
    directory.mkdir(mode=0o700)
    (directory / 'alive').touch()
    (directory / 'heard').touch()
    return directory
