# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Converts values between options, records and results, one class for each kind of value. Private to this collection.

C(wire) is what the server stores, C(canonical) is what two wires are compared by, C(show) is what a person reads.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from .._common import units as _units
from .._dotenv import parser as _dotenv
from .._dotenv.editor import check_variable, merge_env, refuse_unknown_keys, render_env
from .._common.errors import BadInput

# What makes a stored change run.
NOTHING, RELOAD, DEPLOY = 0, 1, 2


@dataclass(frozen=True)
class Change:
    """How one option is meant: its value, and what stands beside it in the task."""

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
    modes = False

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
    """One of several values, some of which Dokploy spells otherwise: C(spelt), ours -> Dokploy's."""

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


MEMORY = Unit(_units.parse_memory, _units.format_memory)
CPUS = Unit(_units.parse_cpus, _units.format_cpus)
DURATION = Unit(_units.parse_nanoseconds, _units.format_nanoseconds, stored=int)


class HealthTest(Kind):
    """A health check's test: a list as Docker has it, or one text for the container's shell."""

    ansible = {"type": "raw"}

    def parse(self, value, path):
        if isinstance(value, str):
            return ["CMD-SHELL", value] if value != "NONE" else ["NONE"]
        if not isinstance(value, list) or value[0] not in ("CMD", "CMD-SHELL", "NONE") or not all(isinstance(word, str) for word in value):
            from .option_checks import bad_test
            bad_test(value, path)
        return value


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
    """A list of JSON objects, of which what is listed is the whole. Their order counts only where C(ordered) says so."""

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


OUR_LABELS = "community.dokploy."


class Labels(Kind):
    """A dict of texts. The collection's own labels live beside the user's, and are neither shown, compared nor cleared."""

    ansible = {"type": "dict"}
    modes = True

    def apply(self, change, current, default):
        from .option_checks import labels
        wanted = labels(change.value or {}, change.path, OUR_LABELS)
        ours = {key: value for key, value in (current or {}).items() if key.startswith(OUR_LABELS)}
        kept = {} if change.clear or change.mode == "replace" else {key: value for key, value in (current or {}).items() if key not in change.remove}
        return dict(kept, **dict(wanted, **ours)) or default

    def canonical(self, wire):
        return {key: value for key, value in (wire or {}).items() if not key.startswith(OUR_LABELS)} or None


class Dotenv(Kind):
    """A dict on our side, one dotenv text on the server's; comments, order and unknown lines of it are kept.

    C(swarm) says whether Docker Swarm reads the values, and with them C({{...}}) as a template of its own.
    """

    ansible = {"type": "dict"}
    modes = True

    def __init__(self, swarm=True):
        self.swarm = swarm

    def apply(self, change, current, default):
        if change.clear:
            return default
        wanted = self._wanted(change)
        present = _dotenv.parse_env(current)
        if change.mode == "existing" and set(wanted) - set(present):
            refuse_unknown_keys(change.path, sorted(set(wanted) - set(present)))
        if all(present.get(key) == value for key, value in wanted.items()) and not set(change.remove) & set(present):
            if change.mode != "replace" or present == wanted:
                return current
        try:
            if not current:
                return render_env({key: value for key, value in wanted.items() if key not in change.remove or change.mode == "replace"})
            return merge_env(current, wanted, change.remove, replace=change.mode == "replace")
        except _dotenv.BadValue as exc:
            raise BadInput("%s: %s" % (change.path, exc)) from None

    def validate(self, change, default):
        self._wanted(change)

    def _wanted(self, change):
        """The variables as they shall be stored. Raises BadInput for what no text can carry."""
        wanted, problems = {}, []
        for key, value in (change.value or {}).items():
            try:
                check_variable(change.path, key, value)
            except BadInput as exc:
                problems.append(exc.message)
                continue
            wanted[key] = value if change.templates or not self.swarm else _dotenv.escape_templates(value)
        if problems:
            raise BadInput("; ".join(problems))
        return wanted

    def canonical(self, wire):
        return _dotenv.parse_env(wire) or None

    def show(self, wire):
        return sorted(_dotenv.parse_env(wire))


TEXT, BOOL, INT, WORDS, LABELS = Kind(), Bool(), Kind(type="int"), Kind(type="list", elements="str"), Labels()
DOTENV, BUILD_DOTENV = Dotenv(), Dotenv(swarm=False)


def compact(value):
    """A stable text of a JSON value, for digests and comparisons."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
