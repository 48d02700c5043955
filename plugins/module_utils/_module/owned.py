# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the modules of records that belong to a service or a server."""

from __future__ import annotations

from .resource import resource_module
from .._lifecycle.owned import find_in_owner
from .._lifecycle.records import RecordKind


def owned_module(resource):
    """Define the module of a record whose C(Resource.owner) is a service or a server."""
    return resource_module(resource, RecordKind(find=find_in_owner))
