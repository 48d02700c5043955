# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From a description, a record and a task's options to the calls that are needed. Private to this collection.

Pure: the same for a module, for check mode and for many resources at once. C(_apply) runs the steps.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .._common.errors import BadInput, Refused
from .._model.kinds import Change, DEPLOY, NOTHING


@dataclass
class Plan:
    """What it takes to store what was asked for."""

    steps: list = field(default_factory=list)
    changed: list = field(default_factory=list)     # options, by path
    before: dict = field(default_factory=dict)      # masked, for the diff
    after: dict = field(default_factory=dict)
    previous: dict = field(default_factory=dict)    # for the result: what this task changed; secrets as names
    effect: int = NOTHING
    unseen: list = field(default_factory=list)      # changed options of the build, which what runs does not show
    keys: dict = field(default_factory=dict)        # key -> wire that will be stored


def changes_of(resource, options, unset=(), version=(0, 30, 0)):
    """The task's options -> {path: Change} for what was named; what was left out or is null is not in it."""
    found = {}
    for name in unset:
        fields = [(path, item) for path, item in resource.flat() if path == name or path.startswith(name + ".")]
        if len(fields) == 1 and fields[0][1].copies:
            copied = {own for own, dummy in fields[0][1].copies}
            fields = [(path, item) for path, item in resource.flat() if item.key in copied]
        fields = [(path, item) for path, item in fields if item.clearable and item.key]
        if not fields:
            from .diff import cannot_unset
            raise BadInput(cannot_unset(resource, name))
        found.update({path: Change(None, clear=True, path=path, version=version) for path, dummy in fields})
    for path, item in dict(resource.flat()).items():
        parts = path.split(".")
        value = options.get(parts[0])
        if len(parts) > 1:
            value = value.get(parts[1]) if value else None
        remove = tuple(options.get(path + "_remove") or ()) if item.kind.modes else ()
        if value is None and not remove:
            continue
        both = sorted(set(remove) & set(value or {})) if remove else []
        if path in found or both:
            raise BadInput("%s is set and unset in the same task" % (path if path in found else "%s.%s" % (path, both[0])))
        found[path] = Change(
            value, mode=options.get(path + "_mode") or "merge", remove=remove, templates=bool(options.get("env_templates")), path=path, version=version)
    return found


def plan(resource, record, changes):
    """(Resource, record or None, {path: Change}) -> Plan of the record itself, children apart."""
    result = Plan()
    have, merged = record or {}, dict(record or {})
    for path, item in resource.flat(merged):      # a type comes first, and decides which of the fields that share a path are looked at
        change = changes.get(path)
        if change is None or not item.key:
            continue
        wire = item.kind.apply(change, have.get(item.key), item.default)
        new = {item.key: wire, **({item.switch: bool(wire)} if item.switch else {})}
        after = dict(have, **new)
        if record is not None and item.canonical(after) == item.canonical(have):
            continue
        if record is None and item.canonical(after) is None:
            continue
        result.keys.update(new)
        merged.update(new)
        result.changed.append(path)
        from . import diff as _difference
        _difference.note(result, path, item, have, after)
    for path, item in resource.flat(merged):
        if path in result.changed:
            effect = item.effect_in(merged)
            result.effect = max(result.effect, effect)
            if effect == DEPLOY and not item.seen:
                result.unseen.append(path)
    return result


def validate(resource, changes):
    """Refuse what is wrong in itself, before anything is asked of the server."""
    for path, item in resource.flat():
        change = changes.get(path)
        if change is None or change.clear:
            continue
        item.kind.validate(change, item.default)
    check_types(resource, changes, None)


def check_types(resource, changes, record):
    """Options of another source or build type are refused, with the type that is in force."""
    merged = with_types(resource, changes, record)
    fitting = {path for path, item in resource.flat() if item.belongs(merged) or item.when[0] not in merged}
    for path, change in changes.items():
        if not change.clear and path not in fitting:
            from .diff import other_type
            raise BadInput(other_type(resource, path, merged))


def with_types(resource, changes, record):
    """A record with the types that a task names."""
    types = {item.key: item.kind.parse(changes[path].value, path) for path, item in resource.flat() if path.endswith(".type") and path in changes}
    return dict(record or {}, **types)


def match_children(option, child, current, wanted):
    """What was listed beside what is there: ([(label, row or None, its Plan)], the rows that were not listed). Without C(current) it only validates."""
    pairs, seen, by_identity = [], set(), {}
    for row in current or ():
        by_identity.setdefault(identity_of(child, row), []).append(row)
    for options in wanted:
        options = child.fills(options) if child.fills else options
        identity = identity_of(child, {item.key: options.get(item.option) for item in child.fields})
        label = child.joint.join(identity)
        if identity in seen:
            raise BadInput("%s: %s is listed twice" % (option, label))
        rows = by_identity.get(identity, [])
        if len(rows) > 1:
            raise Refused("%s: Dokploy has %s %d times on this application (%s): remove the others first" % (
                option, label, len(rows), ", ".join(row[child.id] for row in rows)))
        seen.add(identity)
        row = rows[0] if rows else None
        if current is None:
            validate(child, changes_of(child, options))
        else:
            pairs.append((label, row, plan(child, row, changes_of(child, options))))
    return pairs, [row for identity, rows in by_identity.items() if identity not in seen for row in rows]


def identity_of(child, row):
    return tuple(str(item.canonical(row) or "") for item in child.fields if item.key in child.identity)
