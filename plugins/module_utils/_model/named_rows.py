# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds the rows that a record's options refer to. Pure."""

from __future__ import annotations

from .address import same_name
from .._common.errors import Refused
from .._common.wording import pluralize


def find_named(rows, key, named, option, what):
    """Find the row of an id or a name. Raises Refused unless there is exactly one, because Dokploy does not check references."""
    found = [row for row in rows if row[key] == named] or [row for row in rows if same_name(row["name"], named)]
    if len(found) != 1:
        raise Refused("%s: %d %s are named %s: nothing was changed" % (option, len(found), pluralize(what), named))
    return found[0]
