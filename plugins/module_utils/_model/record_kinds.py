# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Converts values of plain records: dictionaries of secrets, lists of ids, and counts."""

from __future__ import annotations

from .kinds import Kind
from .._common.errors import BadInput


class SecretValues(Kind):
    """A dictionary with secret values. Results show its keys. An update replaces all of it."""

    ansible = {"type": "dict"}

    def parse(self, value, path):
        for key, one in value.items():
            if not isinstance(one, str):
                raise BadInput("%s: the value of %s must be a text: quote it" % (path, key))
        return value

    def show(self, wire):
        return sorted(wire or {})


class Ids(Kind):
    """A list of ids in any order."""

    ansible = {"type": "list", "elements": "str"}

    def canonical(self, wire):
        return sorted(wire or []) or None


class Count(Kind):
    """The number of backups to keep; 0 clears it."""

    ansible = {"type": "int"}

    def apply(self, change, current, default):
        if change.value is not None and change.value < 0:
            raise BadInput("%s must not be negative" % change.path)
        return default if change.clear or not change.value else change.value


COUNT, SECRET_VALUES, IDS = Count(), SecretValues(), Ids()
