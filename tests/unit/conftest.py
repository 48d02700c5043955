# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from cases.running import Stage


@pytest.fixture(scope='module')
def stage():
    """Runs cases in this process."""
    made = Stage()
    yield made
    made.close()
