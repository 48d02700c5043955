# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the modules of records that belong to a service and can be run immediately: backups and schedules."""

from __future__ import annotations

from .resource import resource_module
from .._lifecycle.owned import find_in_owner
from .._lifecycle.records import RecordKind
from .._lifecycle.resolve import resolve_names
from .._lifecycle.run_now import run_now


def runnable_module(resource):
    """Define the module of a record with C(Resource.run)."""
    return resource_module(resource, RecordKind(find=find_in_owner, resolve=resolve_names, run=run_now))
