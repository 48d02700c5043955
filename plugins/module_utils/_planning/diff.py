# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Formats changed options for the diff and for the previous values. Pure."""

from __future__ import annotations

HIDDEN, HIDDEN_CHANGED = "(hidden)", "(hidden, changed)"


def show_change(item, have, after):
    """Return (before, after, previous) of one Field, from the current and the planned record. Never a secret's value or size."""
    if item.secret == "values":
        return _masked_dict(item, have), _masked_dict(item, after, have), _changed_names(item, have, after)
    shown = item.kind.show(have.get(item.key)) if item.canonical(have) is not None else None
    if item.secret:
        before = HIDDEN if shown is not None else None
        return before, HIDDEN_CHANGED, before
    return shown, item.kind.show(after.get(item.key)), shown


def _masked_dict(item, record, before=None):
    values = item.kind.canonical(record.get(item.key)) or {}
    old = (item.kind.canonical(before.get(item.key)) or {}) if before is not None else None
    return {key: HIDDEN if old is None or old.get(key) == value else HIDDEN_CHANGED for key, value in sorted(values.items())}


def _changed_names(item, before, after):
    old, new = item.kind.canonical(before.get(item.key)) or {}, item.kind.canonical(after.get(item.key)) or {}
    return {
        "added": sorted(set(new) - set(old)), "removed": sorted(set(old) - set(new)),
        "changed": sorted(key for key in set(old) & set(new) if old[key] != new[key]),
    }


def explain_other_type(resource, path, row):
    """Explain why a record of this type does not have an option."""
    items = [item for one, item in resource.flat() if one == path]
    group = path.split(".")[0]
    show = dict(resource.flat())[group + ".type"].kind.show
    types = sorted({show(kind) for item in items for kind in item.only_for[1]})
    return "%s belongs to %s.type %s, and the type here is %s: nothing was changed" % (
        path, group, " or ".join([", ".join(types[:-1])] * bool(types[1:]) + types[-1:]), show(row.get(items[0].only_for[0])))


def explain_unset(resource, name):
    """Explain why C(unset) cannot name this option."""
    if any(option == name for option, dummy, dummy2 in resource.children):
        return "unset: %s is a list: use %s: [] with exclusive_%s: true" % (name, name, name)
    return "unset: %s cannot be unset; there are %s" % (name, ", ".join(sorted({path for path, item in resource.flat() if item.clearable and item.key})))
