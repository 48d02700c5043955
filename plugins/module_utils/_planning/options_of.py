# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Converts a record to options that do not change it, and that create an equal record. Pure."""

from __future__ import annotations

from .._dotenv.layout import read_layout
from .._dotenv.parser import escape_templates
from .._model.env_kinds import Dotenv
from .._model.nested_kinds import Nested


def to_options(resource, record, name_of, keep_secret, at_least=lambda since: True):
    """Convert a record -> (options, descriptions of the values that have no option).

    C(name_of(kind, id)) returns the name of a referenced record, or None. C(keep_secret(path, value)) returns the replacement of a secret's
    value; C(path) is a list of keys. C(at_least(version)): whether the server has that version or a later one.
    """
    resource = resource.variant(resource, {}, record) if resource.variant else resource
    options, lost = {}, []
    for path, item in resource.flat(record):
        if not item.key or not item.belongs(record) and item.only_for:
            continue
        if item.write_only or item.key not in record and not item.since:      # an older server has no such key at all
            lost.append("%s, which Dokploy does not show" % path)
            continue
        if isinstance(item.kind, Nested):
            known = {one.key for one in item.kind.fields}
            lost += ["%s.%s, for which there is no option" % (path, key) for key, value in (record.get(item.key) or {}).items() if value and key not in known]
        found = _to_option(item, record, path.split("."), name_of, keep_secret)
        if found is None or item.since and not at_least(item.since):
            continue
        if isinstance(item.kind, Dotenv) and item.kind.swarm and any(escape_templates(one) != one for one in (item.canonical(record) or {}).values()):
            options["env_templates"] = True
        group, dot, inner = path.rpartition(".")
        layout = read_layout(record.get(item.key)) if isinstance(item.kind, Dotenv) else ""
        if layout:
            options[path + "_layout"] = keep_secret([path + "_layout"], layout)
        (options.setdefault(group, {}) if dot else options)[inner] = found
    for option, key, child in resource.children:
        rows = [_to_child(child, row, (option, str(index)), name_of, keep_secret) for index, row in enumerate(record.get(key) or [])]
        if rows:
            options[option] = rows
    return _drop_empty_groups(resource, options), lost


def _to_option(item, record, path, name_of, keep_secret):
    """Return the value of one option, or None if it is the default of a new record."""
    value = item.canonical(record)
    needed = item.more.get("required") or not item.clearable
    if value is None or not needed and value == item.canonical({item.key: item.default, item.switch: True}):
        return None
    wire = record.get(item.key)
    if item.ref:
        names = [name_of(item.ref, one) for one in (wire if isinstance(wire, list) else [wire])]
        return None if None in names else names if isinstance(wire, list) else names[0]
    if item.secret == "values":
        return {key: keep_secret(path + [key], one) for key, one in value.items()}
    if item.secret:
        return keep_secret(path, wire)
    return item.kind.show(wire)


def _to_child(child, row, path, name_of, keep_secret):
    found = {}
    for item in child.fields:
        if item.key and (item.belongs(row) or not item.only_for):
            value = _to_option(item, row, [*path, item.option], name_of, keep_secret)
            if value is not None:
                found[item.option] = value
    return found


def _drop_empty_groups(resource, options):
    """Drop C(source) and C(build) of an application without a source, and C(build) of an image."""
    source = options.get("source")
    if isinstance(source, dict) and set(source) <= {"type"} and source.get("type") != "drop":
        options = {name: one for name, one in options.items() if name not in ("source", "build")}
    elif isinstance(source, dict) and source.get("type") == "docker":
        options = {name: one for name, one in options.items() if name != "build"}
    return options
