# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the part of a result that shows a plain record: fields by the names of their options. Pure."""

from __future__ import annotations


def learn_record_secrets(resource, record, masker):
    """Add the values of a record's secret fields to the masker."""
    for path, item in resource.secrets:
        value = record.get(item.key)
        if not value:
            continue
        if item.secret == "file":
            masker.add_file(value)
        elif item.secret == "values":
            for key, one in (item.kind.canonical(value) or {}).items():
                masker.add_secret(one, key)
        else:
            masker.add_secret(value, path if item.secret == "text" else None)


def present_record(resource, record, include_secrets=False):
    """Convert a record for results; secrets only with C(include_secrets)."""
    shown = {"id": record.get(resource.id), "name": record.get(resource.name)}
    for path, item in resource.flat():
        if not item.key or not item.belongs(record):
            continue
        value, named = item.kind.show(record.get(item.key)), record.get(item.key[:-2]) if item.ref else None
        value = named.get("name", value) if isinstance(named, dict) else value
        group, dot, name = path.rpartition(".")
        place = shown.setdefault(group, {}) if dot else shown
        if item.secret == "values":
            place["%s_keys" % name] = value
            if include_secrets:
                place[name] = item.kind.reveal(record.get(item.key))
        elif include_secrets or not item.secret:
            place[name] = "" if value is None and item.default == "" else value
    for name, key, kind in resource.shows:
        value = record.get(key)
        shown[name] = value if value is None and kind is not bool else kind(value)
    return shown
