# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Chooses the function that defines the module of a plain record, for code that runs the tasks of many kinds. Modules name their own, to ship less."""

from __future__ import annotations

from .owned import owned_module
from .referring import referring_module
from .resource import resource_module
from .runnable import runnable_module


def choose_record_module(resource):
    """Return the function that makes the definition of a record's module."""
    if resource.run:
        return runnable_module
    if resource.owner is not None and resource.owner.find is None:
        return owned_module
    return referring_module if any(item.ref for dummy, item in resource.flat()) else resource_module
