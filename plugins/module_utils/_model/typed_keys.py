# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Converts keys that a record nests below its type, with names that differ by type: C(metadata.mysql.databaseRootPassword). Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, eq=False, repr=False)
class TypedKeys:
    """The values of fields within one key of a record."""

    within: str                       # "metadata"
    type_key: str                     # "databaseType"
    types: dict                       # type -> {key of a field: its name below this type}

    @property
    def keys(self):
        return sorted({key for names in self.types.values() for key in names}, reverse=True)

    def unpack(self, row):
        """Copy the nested values to the top level of a row."""
        kind = row.get(self.type_key)
        stored = (row.get(self.within) or {}).get(kind) or {}
        return dict(row, **{key: stored.get(self.types.get(kind, {}).get(key)) for key in self.keys})

    def nest(self, kind, values):
        """Return {type: {name there: value}}, or None without values."""
        found = {name: values[key] for key, name in self.types.get(kind, {}).items() if values.get(key)}
        return {kind: found} if found else None

    def find_dropped(self, kind, values):
        """Return why a value is refused, or "". Dokploy drops a value that this type does not have."""
        dropped = [key for key in self.keys if values.get(key) and kind in self.types and key not in self.types[kind]]
        return "Dokploy has no %s for a %s database" % (" and no ".join(dropped), kind) if dropped else ""

    def pack(self, resource, body):
        """Nest the values in a body. An update sends all of them."""
        nested = self.nest(body.get(self.type_key), body)
        body = {key: value for key, value in body.items() if key not in self.keys}
        return dict(body, **{self.within: nested}) if nested or resource.id in body else body
