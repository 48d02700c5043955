# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Converts lists of JSON objects of the server to lists of dictionaries with suboptions."""

from __future__ import annotations

from .kinds import Kind, compact


class Rows(Kind):
    """A list of JSON objects, replaced as a whole. C(ordered): whether the order matters in comparisons."""

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
