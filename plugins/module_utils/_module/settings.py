# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the module of the settings, some of which have separate calls."""

from __future__ import annotations

from .resource import resource_module
from .._lifecycle.web_server import SETTINGS_KIND


def settings_module(resource):
    """Define the module."""
    return resource_module(resource, SETTINGS_KIND)
