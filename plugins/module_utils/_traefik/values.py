# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Interprets the data of a Traefik file as Traefik's decoder does, and compares it by meaning. Pure."""

from __future__ import annotations

from .document import UnsupportedScalar
from .go_values import BOOLS, parse_duration, parse_integer
from .schema import load_kinds


def drop_nulls(value):
    """Remove nulls from a value, which Traefik's decoder ignores."""
    if isinstance(value, dict):
        return {key: drop_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [drop_nulls(item) for item in value]
    return value


def scalar_to_text(value):
    """Convert a scalar to text, as Traefik does before decoding."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        text = "%.6f" % value
        return text[:-7] if text.endswith(".000000") else text
    return str(value)


def split_list(value):
    """Read a list of texts as Traefik does: a single text is split at its commas."""
    if isinstance(value, list):
        return [scalar_to_text(one).strip() for one in value]
    return [one.strip() for one in scalar_to_text(value).split(",")] if value not in (None, "") else []


def find_key(kind, name):
    """Find the schema's Key for a name in a kind of object, or None."""
    key = load_kinds()[kind].get(str(name).lower())
    return key if key and not key.hidden else None


def get_value(value, name, default=None):
    """Return the value of an object's key, ignoring case, or the default."""
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(key, str) and key.lower() == name.lower() and item is not None:
                return item
    return default


def normalize_config(data, kind="Configuration"):
    """Normalize data for comparison: no nulls and empty lists, keys spelled as documented, values converted to their type."""
    if not isinstance(data, dict):
        return data
    result = {}
    for name, value in data.items():
        key = find_key(kind, name)
        if value is None or value == []:
            continue
        result[key.name if key else name] = _normalize_value(key, value) if key else drop_nulls(value)
    return result


def _normalize_value(key, value):
    """Convert a value to the form of its key's kind."""
    if key.is_object:
        if key.shape == "value":
            if key.may_be_empty and isinstance(value, (bool, str)):
                return {} if scalar_to_text(value).lower() == "true" else value
            return normalize_config(value, key.kind)
        if key.shape == "list" and isinstance(value, list):
            return [normalize_config(one, key.kind) for one in value]
        if key.shape == "map" and isinstance(value, dict):
            return {name: normalize_config(one, key.kind) for name, one in value.items() if one is not None}
        return drop_nulls(value)
    if key.kind == "any":
        return drop_nulls(value)
    if key.shape == "list":
        return split_list(value) if not isinstance(value, dict) else drop_nulls(value)
    if key.shape == "map" and isinstance(value, dict):
        return {name: _normalize_scalar(key.kind, one) for name, one in value.items() if one is not None}
    return _normalize_scalar(key.kind, value)


def _normalize_scalar(kind, value):
    if isinstance(value, (dict, list, UnsupportedScalar)):
        return drop_nulls(value)
    text = scalar_to_text(value)
    made = {"bool": BOOLS.get, "int": parse_integer, "duration": parse_duration}.get(kind, lambda one: one)(text)
    return text if made is None else made


def is_equivalent_config(left, right):
    """Return whether two configurations are equivalent."""
    return normalize_config(left) == normalize_config(right)


def get_int(value, name):
    found = get_value(value, name)
    return parse_integer(scalar_to_text(found)) if found is not None and not isinstance(found, (dict, list)) else None


def is_true(value, name):
    found = get_value(value, name)
    return found is not None and not isinstance(found, (dict, list)) and bool(BOOLS.get(scalar_to_text(found)))


def get_text(value, name):
    found = get_value(value, name)
    return "" if found is None or isinstance(found, (dict, list)) else scalar_to_text(found)
