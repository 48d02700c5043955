# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds resources that others refer to, such as a registry or an SSH key."""

from __future__ import annotations

from .._common.errors import MissingResource, make_ambiguous_error
from .._model.address import same_name


def find_referenced_row(api, kind, named, **params):
    """Find the row of a referenced resource by name or id. C(kind) is a Reference. Each listing is read once per task.

    Raises Ambiguous, and MissingResource with the known names.
    """
    if kind.listing not in api.listings:
        api.listings[kind.listing] = api.client.read(kind.listing, **params) or []
    rows = api.listings[kind.listing]

    def name_of(row):
        for part in kind.name.split("."):
            row = (row or {}).get(part)
        return row
    found = [row for row in rows if row.get(kind.id) == named] or [row for row in rows if same_name(name_of(row), named)]
    if len(found) > 1:
        raise make_ambiguous_error(kind.what, named, [row[kind.id] for row in found], "its id instead of its name")
    if not found:
        raise MissingResource("there is no %s named %s" % (kind.what, named), next_step="Known: %s." % (
            ", ".join(sorted(str(name_of(row)) for row in rows)) or "none"))
    return found[0]
