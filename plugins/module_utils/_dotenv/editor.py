# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Changes variables of an env text and keeps the rest; refuses values that such a text cannot represent. Pure.

Imported only to write a text, or to check an unusual value.
"""

from __future__ import annotations

import re

from .parser import BadValue, KEY, SPACE, STRIP, iterate_assignments, normalize_line_ends, parse_env
from .._common.errors import BadInput


# Safe and readable without quotes.
_PLAIN = re.compile(r"^[A-Za-z0-9_./:,@%+=-]+( [A-Za-z0-9_./:,@%+=-]+)*$")


def _list_notations(value):
    if _PLAIN.match(value):
        yield value
    # After a backslash, the closing quote may not close, and the value may extend to the quote of the next line.
    for quote in ("'", '"', "`"):
        if quote not in value and not value.endswith("\\"):
            yield quote + value + quote
    if '"' not in value and not value.endswith("\\"):
        yield '"%s"' % value.replace("\r", "\\r").replace("\n", "\\n")
    yield value


# A line of a layout: the name of a variable, and perhaps a comment.
_LAYOUT_NAME = re.compile(r"^([A-Za-z0-9_.-]+)((?:[ \t]+#.*)?)$")


def render_assignment(key, value):
    """Format one assignment. Raises BadValue if no notation is parsed as the same value."""
    if value == "":
        return "%s=" % key
    for form in _list_notations(value):
        line = "%s=%s" % (key, form)
        # Tried between two lines, since a notation may merge with the lines around it.
        around = {"_A": "b", key: value, "_B": "c"}
        if parse_env(line) == {key: value} and (key in ("_A", "_B") or parse_env("_A='b'\n%s\n_B='c'" % line) == around):
            return line
    raise BadValue(
        "the value of %s cannot be written in an env text: it mixes three kinds of quotes, or a backslash at its end, with a line break, a # or outer spaces; "
        "store it base64-encoded, or put it in a file" % key
    )


def render_env(values, layout=""):
    """Format {key: value} as an env text that is parsed as the same values, with the comments and the order of a layout. Raises BadValue.

    A line of C(layout) that is a name, with or without a comment after it, stands for that variable.
    """
    plain = "\n".join(render_assignment(key, value) for key, value in values.items())
    if not layout:
        return plain
    lines, left = [], dict(values)
    for line in normalize_line_ends(layout).split("\n"):
        found = _LAYOUT_NAME.match(line)
        if not found:
            lines.append(line)
        elif found.group(1) in left:
            lines.append(render_assignment(found.group(1), left.pop(found.group(1))) + found.group(2))
    text = "\n".join(lines + [render_assignment(key, value) for key, value in left.items()])
    # A comment with an open quote could include the lines after it.
    return text if parse_env(text) == values else plain


def _list_assignments(text):
    """Yield each assignment with the range to replace, without the white space before it that the line rule includes."""
    for match, key, value in iterate_assignments(text):
        start = match.start()
        lead = re.match(SPACE + "*", text[start:match.end()])
        yield start + lead.end(), match.end(), key, value


def merge_env(text, wanted, remove=(), replace=False, layout=""):
    """Set C(wanted) in an env text and remove C(remove) from it; with C(replace), also remove everything else, in the given layout.

    Equal assignments stay byte for byte; so do comments, the order, and lines that assign nothing.
    """
    text = normalize_line_ends(text)
    present = parse_env(text)
    if replace:
        if present == wanted:
            return text
        return render_env(wanted, layout)
    last = {}
    for start, end, key, dummy in _list_assignments(text):
        last[key] = start
    edits = []
    for start, end, key, value in _list_assignments(text):
        if key in remove:
            edits.append((start, end, None))
        elif key in wanted and last[key] == start and value != wanted[key]:
            edits.append((start, end, render_assignment(key, wanted[key])))
    for start, end, line in reversed(edits):
        if line is None:
            # The line is removed with its line end, so that no empty line is left.
            start = text.rfind("\n", 0, start) + 1 if not text[text.rfind("\n", 0, start) + 1:start].strip(STRIP) else start
            end = end + 1 if text[end:end + 1] == "\n" else end
            text = text[:start] + text[end:]
        else:
            text = text[:start] + line + text[end:]
    added = [render_assignment(key, value) for key, value in wanted.items() if key not in present and key not in remove]
    if added:
        text = text + ("\n" if text and not text.endswith("\n") else "") + "\n".join(added)
    result = parse_env(text)
    expected = {key: value for key, value in present.items() if key not in remove}
    expected.update({key: value for key, value in wanted.items() if key not in remove})
    if result != expected:
        # A line with an open quote can include an added line: then the values are kept, and the layout is not.
        return render_env(expected)
    return text


def check_variable(path, key, value):
    """Refuse a value that no text can represent, or that YAML has already converted. Never shows the value."""
    if not isinstance(key, str) or not KEY.match(key):
        raise BadInput("%s: the key %r is not a variable name: use letters, digits, _ . and -, and no digit first" % (path, key))
    if not isinstance(value, str):
        raise BadInput(
            "%s: the value of %s must be a text: quote it, and add | string where it is templated (YAML reads 0755 as 493 and 12:30:45 as 45045)%s"
            % (path, key, "; to remove it, name it in %s_remove" % path if value is None else "")
        )
    if "\0" in value or "\r" in value.replace("\r\n", ""):
        raise BadInput("%s: the value of %s contains a NUL or a lone carriage return, which an env text cannot represent" % (path, key))
    try:
        render_assignment(key, value)
    except BadValue as exc:
        raise BadInput("%s: %s" % (path, exc)) from None


def refuse_unknown_keys(path, names):
    """Refuse unknown keys in the mode existing: they are probably misspelled."""
    raise BadInput(
        "%s: %s %s not exist, and %s_mode is existing: nothing was written" % (path, ", ".join(names), "does" if len(names) == 1 else "do", path),
        next_step="Correct the spelling, or use %s_mode: merge to add new keys." % path)
