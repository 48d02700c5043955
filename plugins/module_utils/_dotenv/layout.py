# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes an env text without its values. Pure."""

from __future__ import annotations

import re

from .parser import iterate_assignments, normalize_line_ends

_COMMENT = re.compile(r"[#\n][\s\S]*")


def read_layout(text):
    """Describe the comments, blank lines and order of an env text without its values -> a layout; an empty text if there are only variables."""
    text = normalize_line_ends(text)
    assignments = [(match, key) for match, key, dummy in iterate_assignments(text)]
    last = {key: match for match, key in assignments}
    parts, position = [], 0
    for match, key in assignments:
        parts.append(text[position:match.start()])
        if last[key] is match:
            # The rule includes a comment after the value, even one on a later line.
            rest = _COMMENT.search(match.group(), (match.end("key") if match.group("value") is None else match.end("value")) - match.start())
            comment = rest.group() if rest else ""
            parts.append(key + (" " if comment.startswith("#") else "") + comment)
        position = match.end()
    layout = ("".join(parts) + text[position:]).strip("\n")
    return "" if layout == "\n".join(last) else layout
