# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Merges a wanted configuration into a stored one, and removes named parts of it. Pure."""

from __future__ import annotations

from .values import find_key, normalize_config


def merge_config(current, wanted, kind="Configuration"):
    """Merge C(wanted) into C(current). A router, service or middleware of C(wanted) replaces the whole one of C(current); others are kept."""
    result = dict(current or {})
    for name, value in (wanted or {}).items():
        there = next((one for one in result if one.lower() == name.lower()), name) if find_key(kind, name) else name
        key = find_key(kind, name)
        if key and key.is_object and key.shape == "value" and kind == "Configuration" and isinstance(value, dict) and isinstance(result.get(there), dict):
            result[there] = merge_config(result[there], value, key.kind)
        elif key and key.is_object and key.shape == "map" and isinstance(value, dict) and isinstance(result.get(there), dict):
            result[there] = dict(result[there], **value)
        elif key and kind == "Tls" and key.shape == "list" and isinstance(value, list) and isinstance(result.get(there), list):
            known = [normalize_config(one, key.kind) for one in result[there]]
            result[there] = result[there] + [one for one in value if normalize_config(one, key.kind) not in known]
        else:
            result[there] = value
    return result


def remove_named(data, section, part, names):
    """Remove C(names) from a part (routers, …) of a section (http, …). Returns the new data, without empty maps, and the names that were removed."""
    result, gone = dict(data or {}), []
    for section_key in [one for one in result if one.lower() == section and isinstance(result[one], dict)]:
        inner = dict(result[section_key])
        for part_key in [one for one in inner if one.lower() == part.lower() and isinstance(inner[one], dict)]:
            kept = {name: value for name, value in inner[part_key].items() if name not in names}
            gone += [name for name in inner[part_key] if name in names]
            inner[part_key] = kept
        result[section_key] = inner
    return (drop_empty_maps(result), gone) if gone else (result, gone)


def drop_empty_maps(data):
    """Remove empty sections and empty maps of names from C(data), which would stop the whole directory."""
    result = {}
    for name, value in data.items():
        key = find_key("Configuration", name)
        if key and isinstance(value, dict):
            value = {one: inner for one, inner in value.items() if inner is not None and not (inner == {} and (find_key(key.kind, one) or key).shape == "map")}
            if not value:
                continue
        if value is not None:
            result[name] = value
    return result
