# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds records that belong to a service or a server, such as backups and schedules."""

from __future__ import annotations

from .listing import read_row
from .owners import find_owner, name_owner
from .records import RecordPlace, find_in_listing, get_own_id, make_unknown_id_error
from .._common.errors import NotFound


def find_in_owner(ctx, request, name):
    """Find a record by id or name among those of its owner -> RecordPlace. Raises Ambiguous."""
    resource, own_id = request.resource, get_own_id(request, name)
    if own_id and name_owner(resource, request.options) in (None, resource.owner.otherwise):
        try:
            return RecordPlace(read_row(ctx, resource, own_id))
        except NotFound as exc:
            raise make_unknown_id_error(resource, own_id) from exc
    return find_in_listing(ctx, request, name, find_owner)
