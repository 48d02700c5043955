# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the C(_info) modules of records that belong to a service or a server."""

from __future__ import annotations

from .record_info import record_info_module
from .._lifecycle.owners import find_owner


def owned_info_module(resource):
    """Define the C(_info) module of a record whose C(Resource.owner) is a service or a server."""
    return record_info_module(resource, find_owner)
