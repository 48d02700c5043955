# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hides the secrets of a Traefik configuration for results and diffs. Pure. Private to this collection."""

from __future__ import annotations

import re

from .document import UnsupportedScalar
from .schema import load_kinds
from .values import drop_nulls, get_value, scalar_to_text, split_list


HIDDEN, HIDDEN_CHANGED = "(hidden)", "(hidden, changed)"
_HEADER_VALUE = re.compile(r"(\b(?:header|headerregexp)\s*\(\s*(?:`[^`]*`|\"(?:[^\"\\]|\\.)*\")\s*,\s*)(`[^`]*`|\"(?:[^\"\\]|\\.)*\")", re.IGNORECASE)
HIDDEN_RULE = "`%s`" % HIDDEN


def list_secrets(data):
    """Every secret in C(data), for the masker: (None, text), or (name of a header, its value), which is often a harmless word."""
    found = []
    _collect_secrets(data, "Configuration", found)
    return found


def _collect_secrets(data, kind, found):
    for name, value in data.items() if isinstance(data, dict) else ():
        key = load_kinds()[kind].get(str(name).lower())
        if key is not None and key.secret and key.shape == "map" and isinstance(value, dict):
            found += [(str(one), text) for one, other in value.items() for text in _list_texts(other)]
        elif key is None or key.hidden or key.secret:
            found += [(None, text) for text in _list_texts(value)]
            if key is not None and key.name == "users":
                # Both halves: a hash may be shown without its name.
                found += [(None, part) for one in split_list(value) for part in one.split(":")[1:]]
        elif key.is_object:
            inner = value if key.shape == "list" and isinstance(value, list) else value.values() if key.shape == "map" and isinstance(value, dict) else [value]
            for one in inner:
                _collect_secrets(one, key.kind, found)
        elif key.name == "rule":
            found += [(None, match.group(2)[1:-1]) for match in _HEADER_VALUE.finditer(scalar_to_text(value))]


def _list_texts(value):
    """Every text within C(value)."""
    if isinstance(value, (dict, list)):
        return [text for one in (value.values() if isinstance(value, dict) else value) for text in _list_texts(one)]
    return [value] if isinstance(value, str) and value else []


def mask_config(data, other=None, kind="Configuration"):
    """C(data) as it may be shown: users, header values, plugin settings, keys and what Traefik does not know are hidden.

    With C(other), what is hidden and differs from it says so; keys that no file has are hidden, too, since nobody knows what they hold.
    """
    if not isinstance(data, dict):
        return _hide_unknown(data, other) if not isinstance(data, (bool, type(None))) else data
    result = {}
    for name, value in data.items():
        key = load_kinds()[kind].get(str(name).lower())
        was = get_value(other, str(name)) if isinstance(other, dict) else None
        if value is None:
            result[name] = None
        elif key is None or key.hidden or key.secret:
            result[name] = _hide_map(value, was, other is not None) if key and key.shape == "map" and isinstance(value, dict) else _hide_value(
                value, was, other is not None)
        elif key.is_object and key.shape == "map" and isinstance(value, dict):
            result[name] = {one: mask_config(inner, (was or {}).get(one) if isinstance(was, dict) else None if other is None else {}, key.kind)
                            for one, inner in value.items()}
        elif key.is_object and key.shape == "list" and isinstance(value, list):
            before = was if isinstance(was, list) else []
            result[name] = [mask_config(inner, None if other is None else before[index] if index < len(before) else {}, key.kind)
                            for index, inner in enumerate(value)]
        elif key.is_object:
            result[name] = mask_config(value, None if other is None else was if was is not None else {}, key.kind)
        elif key.name == "rule":
            result[name] = _hide_rule_values(value, was, other is not None)
        else:
            result[name] = value.said if isinstance(value, UnsupportedScalar) else value
    return result


def _hide_value(value, was, compared):
    return HIDDEN_CHANGED if compared and drop_nulls(value) != drop_nulls(was) else HIDDEN


def _hide_unknown(value, was):
    return _hide_value(value, was, was is not None)


def _hide_map(value, was, compared):
    was = was if isinstance(was, dict) else {}
    return {name: _hide_value(one, was.get(name), compared) for name, one in value.items()}


def _hide_rule_values(value, was, compared):
    text = scalar_to_text(value)
    old = [match.group(2) for match in _HEADER_VALUE.finditer(scalar_to_text(was))] if isinstance(was, str) else []
    new = [match.group(2) for match in _HEADER_VALUE.finditer(text)]
    said = HIDDEN_CHANGED if compared and old != new else HIDDEN
    return _HEADER_VALUE.sub(lambda match: "%s`%s`" % (match.group(1), said), text)


def to_jsonable(value):
    """A value for a result: what JSON has no word for is said in words."""
    if isinstance(value, dict):
        return {str(key): to_jsonable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [to_jsonable(item) for item in value]
    return value.said if isinstance(value, UnsupportedScalar) else value
