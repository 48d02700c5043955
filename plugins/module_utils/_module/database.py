# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the module of databases; each kind is a separate resource."""

from __future__ import annotations

from dataclasses import replace

from .._lifecycle.database import HOOKS
from .._resources.database import DATABASE, choose_database
from .service import service_module


def database_module():
    """Define the module of databases."""
    return service_module(DATABASE, lambda options: replace(choose_database(options), hooks=HOOKS))
