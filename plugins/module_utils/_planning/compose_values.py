# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads values of a compose file as Docker Compose does. Pure."""

from __future__ import annotations

import re
import shlex

_VARIABLE = re.compile(r"\$(?:(?P<escaped>\$)|(?P<bare>[A-Za-z_]\w*)|\{(?P<name>[A-Za-z_]\w*)(?:(?P<how>:?[-+?])(?P<other>[^{}]*))?\}|(?P<odd>))")


class UnknownValue(Exception):
    """A value that cannot be computed from the record."""


def interpolate(text, variables):
    """Replace the variables in a text of a compose file. Raises UnknownValue."""
    def replace_variable(match):
        """Return the value of one variable, or of its default. Raises UnknownValue if it is not known."""
        if match.group("escaped"):
            return "$"
        name, how, other = match.group("bare") or match.group("name"), match.group("how") or "", match.group("other") or ""
        if name is None or "$" in other:
            raise UnknownValue()
        if name in variables and variables[name] is None:
            raise UnknownValue()
        value = variables.get(name)
        missing = value is None or how.startswith(":") and value == ""
        if how.endswith("-"):
            return other if missing else value
        if how.endswith("+"):
            return "" if missing else other
        if how.endswith("?") and missing:
            raise UnknownValue()
        return value or ""
    return _VARIABLE.sub(replace_variable, text)


def read_text(value, variables):
    """Convert a scalar of the file to the text that the container gets."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        raise UnknownValue()
    return interpolate(value, variables)


def read_words(value, variables):
    """Convert a command to a list; a text is split as by a shell."""
    if isinstance(value, list):
        return [read_text(word, variables) for word in value]
    try:
        return shlex.split(read_text(value, variables))
    except ValueError:
        raise UnknownValue() from None


def read_pairs(value, variables):
    """Read C(environment) or C(labels), a mapping or a list of C(KEY=value); entries without a value are left out."""
    rows = list(value.items()) if isinstance(value, dict) else [str(row).partition("=")[::2] if "=" in str(row) else (row, None) for row in value or []]
    return {str(key): read_text(one, variables) for key, one in rows if one is not None}
