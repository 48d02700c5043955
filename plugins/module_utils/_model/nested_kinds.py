# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Converts JSON objects of the server to dictionaries of suboptions."""

from __future__ import annotations

from .kinds import Change, Kind
from .row_kinds import Rows


class Nested(Kind):
    """A JSON object with a suboption for each key. Suboptions that are left out keep their values."""

    def __init__(self, *fields, base=None):
        self.fields = fields
        self.base = base or {}

    @property
    def ansible(self):
        return {"type": "dict", "options": {item.option: item.kind.ansible | item.more for item in self.fields}}

    def apply(self, change, current, default):
        if change.clear or change.value in ("", {}):
            return default
        base = self.base(change.version) if callable(self.base) else self.base
        wire = dict(current or base)
        for item in self.fields:
            value = change.value.get(item.option)
            if value is None:
                continue
            inner = Change(value, path="%s.%s" % (change.path, item.option), version=change.version)
            new = item.kind.apply(inner, wire.get(item.key), None)
            if new is None:
                wire.pop(item.key, None)
            else:
                wire[item.key] = new
        return wire or default

    def canonical(self, wire):
        rows = {item.key: item.kind for item in self.fields if isinstance(item.kind, Rows)}
        return {key: rows[key].canonical(value) if key in rows else value for key, value in (wire or {}).items()} or None

    def show(self, wire):
        if not wire:
            return None
        return {item.option: item.kind.show(wire[item.key]) for item in self.fields if wire.get(item.key) is not None}
