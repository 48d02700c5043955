# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Changes of an env text that leave the rest of it as it is. Pure. Private to this collection."""

from __future__ import annotations

import re

from . import _dotenv


def _spans(text):
    """Each assignment with the span to replace, less the white space before it that the line rule swallows."""
    for match, key, value in _dotenv.assignments(text):
        start = match.start()
        lead = re.match(_dotenv.SPACE + "*", text[start:match.end()])
        yield start + lead.end(), match.end(), key, value


def merge(text, wanted, remove=(), replace=False):
    """An env text with C(wanted) set in it, C(remove) taken out, and with C(replace) everything else taken out too.

    What is equal already stays as it is, byte for byte; so do comments, order and lines that assign nothing.
    """
    text = _dotenv.lines(text)
    present = _dotenv.parse(text)
    if replace:
        if present == wanted:
            return text
        return _dotenv.render_all(wanted)
    last = {}
    for start, end, key, dummy in _spans(text):
        last[key] = start
    edits = []
    for start, end, key, value in _spans(text):
        if key in remove:
            edits.append((start, end, None))
        elif key in wanted and last[key] == start and value != wanted[key]:
            edits.append((start, end, _dotenv.render(key, wanted[key])))
    for start, end, line in reversed(edits):
        if line is None:
            # The line goes with its end, so that no hole is left.
            start = text.rfind("\n", 0, start) + 1 if not text[text.rfind("\n", 0, start) + 1:start].strip(_dotenv.STRIP) else start
            end = end + 1 if text[end:end + 1] == "\n" else end
            text = text[:start] + text[end:]
        else:
            text = text[:start] + line + text[end:]
    added = [_dotenv.render(key, value) for key, value in wanted.items() if key not in present and key not in remove]
    if added:
        text = text + ("\n" if text and not text.endswith("\n") else "") + "\n".join(added)
    result = _dotenv.parse(text)
    expected = {key: value for key, value in present.items() if key not in remove}
    expected.update({key: value for key, value in wanted.items() if key not in remove})
    if result != expected:
        # A neighbour with an open quote can swallow a line that is added: then the meaning is kept, and the layout is not.
        return _dotenv.render_all(expected)
    return text
