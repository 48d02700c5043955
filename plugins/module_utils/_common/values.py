# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The decorator of classes of values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

# Nothing compares or shows whole values, which may hold secrets. To make the methods for that would take a module's process as long as a tenth of its imports.
frozen = partial(dataclass, frozen=True, eq=False, repr=False)
