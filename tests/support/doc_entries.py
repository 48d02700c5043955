# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds the entries of a module's DOCUMENTATION or RETURN in their text: options and keys of results, by their paths."""

from __future__ import annotations

import re
from dataclasses import dataclass

CONTAINERS = ('options', 'suboptions', 'contains')
MARKED = re.compile(r'(?ms)^(?P<indent> *)# generated: (?P<words>[^\n]+)\n(?P<old>.*?)^(?P=indent)# end of generated\n')


@dataclass(frozen=True)
class Entry:
    """One option, or one key of a result."""

    path: str                         # "source.url"
    text: str                         # from its key on, without its indent and without marks
    indent: int
    first: int                        # its lines in the text
    last: int


def list_entries(text):
    """The entries of a text. An entry has a description, and is a key of a mapping of entries."""
    lines, stack, found = text.splitlines(), [], []
    for number, line in enumerate(lines):
        key = re.match(r'( *)([A-Za-z_]+):', line)
        if not key:
            continue
        indent = len(key.group(1))
        while stack and stack[-1][0] >= indent:
            stack.pop()
        inside = stack[-1][1] in CONTAINERS if stack else True
        stack.append((indent, key.group(2)))
        if not inside or not re.match(r' {%d}description:' % (indent + 2), lines[number + 1] if number + 1 < len(lines) else ''):
            continue
        last = number + 1
        while last < len(lines) and (not lines[last].strip() or len(lines[last]) - len(lines[last].lstrip()) > indent):
            last += 1
        body = ''.join(one[indent:] + '\n' for one in lines[number:last])
        path = '.'.join(name for _indent, name in stack if name not in CONTAINERS)
        found.append(Entry(path, re.sub(r'(?m)^ *# (?:generated: .*|end of generated)\n', '', body), indent, number, last))
    return found


def find_entry(text, path):
    """The text of the entry at this path. Raises KeyError where there is none."""
    for entry in list_entries(text):
        if entry.path == path:
            return entry.text
    raise KeyError(path)
