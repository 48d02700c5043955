# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Converts values between options, records and results, one class for each kind of value.

C(wire) is what the server stores, C(canonical) is what two wires are compared by, C(show) is what a person reads.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from .._common.errors import BadInput

# What makes a stored change run.
NOTHING, RELOAD, DEPLOY = 0, 1, 2


@dataclass(frozen=True)
class Change:
    """The change of one option: its value, and the options that modify it."""

    value: Any
    mode: str = "merge"
    remove: tuple = ()
    templates: bool = False
    clear: bool = False
    path: str = ""
    version: tuple = (0, 30, 0)       # of the server: some defaults of Dokploy's own depend on it


class Kind:
    """Plain text. The other kinds differ from it where they have to."""

    ansible = {"type": "str"}
    modes = ()                  # choices of the option <name>_mode, the default first; with it comes <name>_remove
    merges_text = False         # tasks merge into a text of others: it is read again right before a write

    def __init__(self, **ansible):
        self.ansible = ansible or self.ansible

    def parse(self, value, path):
        """Option value -> wire. Raises BadInput, which names the option by C(path)."""
        return value

    def apply(self, change, current, default):
        """A change and the wire as it is -> the wire as it shall be."""
        if change.clear or change.value in ("", [], {}):
            return default
        return self.parse(change.value, change.path)

    def validate(self, change, default):
        """Refuse what is wrong in itself."""
        self.apply(change, None, default)

    def canonical(self, wire):
        """Wire -> what is compared: null, "" and [] are one."""
        return None if wire in ("", [], {}) else wire

    def show(self, wire):
        """Wire -> what results and diffs show."""
        return self.canonical(wire)


class Bool(Kind):
    ansible = {"type": "bool"}

    def canonical(self, wire):
        return bool(wire)


class Choice(Kind):
    """One of several values, some of which Dokploy spells differently: C(spelt), ours -> Dokploy's."""

    def __init__(self, spelt, **ansible):
        super().__init__(**ansible)
        self.spelt = spelt

    def parse(self, value, path):
        return self.spelt.get(value, value)

    def show(self, wire):
        return next((ours for ours, theirs in self.spelt.items() if theirs == wire), wire)


class Unit(Kind):
    """A quantity with a unit, stored as a number or as its digits."""

    def __init__(self, parse, show, stored=str):
        self._parse, self._show, self._stored = parse, show, stored

    def parse(self, value, path):
        try:
            return self._stored(self._parse(value))
        except ValueError as exc:
            raise BadInput("%s: %s" % (path, exc)) from None

    def canonical(self, wire):
        if wire in (None, ""):
            return None
        try:
            return int(wire)
        except (TypeError, ValueError):
            return wire

    def show(self, wire):
        value = self.canonical(wire)
        return self._show(value) if isinstance(value, int) else value


class Nested(Kind):
    """One JSON object of the server, whose keys are options of their own: only those that are named change."""

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


class Rows(Kind):
    """A complete list of JSON objects. Their order counts only with C(ordered)."""

    def __init__(self, *fields, ordered=False, fills=None):
        self.fields, self.ordered, self.fills = fields, ordered, fills

    @property
    def ansible(self):
        return {"type": "list", "elements": "dict", "options": {item.option: item.kind.ansible | item.more for item in self.fields}}

    def parse(self, value, path):
        rows = []
        for options in value:
            options = self.fills(options, path) if self.fills else options
            found = {item.key: item.default if options.get(item.option) is None else item.kind.parse(
                options[item.option], "%s.%s" % (path, item.option)) for item in self.fields}
            rows.append({key: one for key, one in found.items() if one is not None})
        return rows

    def canonical(self, wire):
        rows = [{item.key: item.canonical(row) for item in self.fields} for row in wire or []]
        return (rows if self.ordered else sorted(rows, key=compact)) or None

    def show(self, wire):
        return [{item.option: item.kind.show(row[item.key]) for item in self.fields if row.get(item.key) is not None} for row in wire or []] or None


TEXT, BOOL, INT, WORDS = Kind(), Bool(), Kind(type="int"), Kind(type="list", elements="str")


def compact(value):
    """A stable text of a JSON value, for digests and comparisons."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
