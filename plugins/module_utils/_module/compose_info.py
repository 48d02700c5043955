# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the information module of compose services."""

from __future__ import annotations

from dataclasses import replace

from .._api.compose import ComposeApi
from .._lifecycle.compose import HOOKS
from .._resources.compose import COMPOSE
from .info import info_module


def compose_info_module():
    """Define the information module of compose services."""
    return info_module(COMPOSE, lambda options: [replace(COMPOSE, hooks=HOOKS)], ComposeApi)
