# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Converts values between options, records and results, one class for each kind of value.

C(wire) is what the server stores, C(canonical) is the form of comparisons, C(show) is the form of results.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from .._common.errors import BadInput

# What applies a saved change.
NOTHING, RELOAD, DEPLOY = 0, 1, 2


@dataclass(frozen=True, eq=False, repr=False)
class Change:
    """The change of one option: its value, and the options that modify it."""

    value: Any
    mode: str = "merge"
    remove: tuple = ()
    layout: str = ""
    templates: bool = False
    clear: bool = False
    path: str = ""
    version: tuple = (0, 30, 0)       # the server's version, on which some of Dokploy's defaults depend


class Kind:
    """The kind of plain text, and the base class of the other kinds."""

    ansible = {"type": "str"}
    modes = ()                  # choices of the option <name>_mode, default first; adds the option <name>_remove, too
    merges_text = False         # the text is read again right before a write, since others may change it; adds the option <name>_layout

    def __init__(self, **ansible):
        self.ansible = ansible or self.ansible

    def parse(self, value, path):
        """Convert an option's value to wire. Raises BadInput with C(path)."""
        return value

    def apply(self, change, current, default):
        """Apply a change to the current wire -> the new wire."""
        if change.clear or change.value in ("", [], {}):
            return default
        return self.parse(change.value, change.path)

    def validate(self, change, default):
        """Raise BadInput for an invalid change."""
        self.apply(change, None, default)

    def canonical(self, wire):
        """Convert wire for comparison: null, "", [] and {} are equal."""
        return None if wire in ("", [], {}) else wire

    def show(self, wire):
        """Convert wire for results and diffs."""
        return self.canonical(wire)

    def reveal(self, wire):
        """Convert wire to an option's value."""
        return self.canonical(wire) or {}


class Bool(Kind):
    """A boolean; null is false."""

    ansible = {"type": "bool"}

    def canonical(self, wire):
        return bool(wire)


class Between(Kind):
    """A whole number within bounds."""

    def __init__(self, lowest, highest):
        super().__init__(type="int")
        self._lowest, self._highest = lowest, highest

    def parse(self, value, path):
        if not self._lowest <= value <= self._highest:
            raise BadInput("%s must lie between %d and %d" % (path, self._lowest, self._highest))
        return value


class Choice(Kind):
    """One of several values. C(spelt): {our spelling: Dokploy's}, if they differ."""

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


TEXT, BOOL, INT, WORDS = Kind(), Bool(), Kind(type="int"), Kind(type="list", elements="str")


def compact(value):
    """Format a JSON value stably, for digests and comparisons."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
