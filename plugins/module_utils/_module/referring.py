# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the modules of records whose options name other resources."""

from __future__ import annotations

from .resource import resource_module
from .._lifecycle.records import RecordKind
from .._lifecycle.resolve import resolve_names


def referring_module(resource):
    """Define the module of a record with a C(Field.ref)."""
    return resource_module(resource, RecordKind(resolve=resolve_names))
