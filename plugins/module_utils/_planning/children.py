# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans the steps that make a service's children equal to the listed ones. Pure."""

from __future__ import annotations

from dataclasses import replace

from .diff import HIDDEN, HIDDEN_CHANGED
from .plan import plan_record, read_changes, validate_changes
from .._common.errors import BadInput, Refused
from .._model.kinds import NOTHING
from .._model.plan import NEW_ID, Step
from .._model.resource import FULL


def check_lists(request):
    """Raise BadInput for a child that is invalid or duplicated, and for C(exclusive_<option>) without its list."""
    for option, dummy, child in request.resource.children:
        if request.options.get("exclusive_" + option) and request.options.get(option) is None:
            raise BadInput("exclusive_%s requires %s: an empty list removes all %s" % (option, option, child.kind))
        match_children(option, child, None, request.options.get(option) or [])


def match_children(option, child, current, wanted):
    """Match listed children with existing ones: ([(label, row or None, its Plan)], the rows that were not listed). Without C(current) it only validates.

    A child that is listed with the state absent has no Plan.
    """
    pairs, seen, by_identity = [], set(), {}
    for row in current or ():
        by_identity.setdefault(child.identify(row), []).append(row)
    for options in wanted:
        absent = options.get("state") == "absent"
        options = child.fills(options) if child.fills and not absent else options
        identity, label = identify_child(child, options)
        if identity in seen:
            raise BadInput("%s: %s is duplicated" % (option, label))
        rows = by_identity.get(identity, [])
        if len(rows) > 1:
            raise Refused("%s: Dokploy has %s %d times on this service (%s): remove the others first" % (
                option, label, len(rows), ", ".join(row[child.id] for row in rows)))
        seen.add(identity)
        row = rows[0] if rows else None
        if absent:
            pairs.append((label, row, None))
        elif current is None:
            validate_changes(child, read_changes(child, options))
        else:
            pairs.append((label, row, plan_record(child, row, read_changes(child, options))))
    return pairs, [row for identity, rows in by_identity.items() if identity not in seen for row in rows]


def identify_child(child, options):
    """Return (identity, its label) of a child in a task."""
    identity = child.identify({item.key: options.get(item.option) for item in child.fields})
    return identity, child.joint.join(identity)


def plan_children(request, plan, owner_id):
    """Add the steps of the listed children, and the children after them, to the plan."""
    for option, key, child in request.resource.children:
        wanted = request.options.get(option)
        if wanted is None:
            continue
        exclusive = request.options.get("exclusive_" + option)
        pairs, left = match_children(option, child, plan.record_after.get(key) or [], wanted)
        removed = [row for dummy, row, inner in pairs if inner is None and row is not None] + (left if exclusive else [])
        pairs = [one for one in pairs if one[2] is not None]
        if removed or any(row is None or inner.keys for dummy, row, inner in pairs):
            plan = _add_children(plan, (option, key, child), pairs, removed, [row for row in left if row not in removed], owner_id)
    return plan


def _add_children(plan, kind, pairs, removed, left, owner_id):
    """Add the steps for the children of one kind, and their rows after them, to the plan."""
    option, key, child = kind
    steps, before, after, rows, effects, unverifiable = [], {}, {}, [], [], []
    for label, row, inner in pairs:
        keys = inner.keys if row is not None else _complete_keys(child, inner.keys)
        if row is None:
            steps += _steps_of_new(child, keys, owner_id, label)
            effects += [item.effect for item in child.fields]
        elif keys:
            steps.append(make_update_step(child, row, keys, label))
            effects.append(inner.effect)
            unverifiable += ["%s.%s" % (option, path) for path, item in child.flat() if path in inner.changed and item.effect and not item.verifiable]
        else:
            rows.append(row)
            continue
        new = dict(row or {child.id: None}, **keys)
        rows.append(new)
        before[label] = show_child(child, row) if row else None
        after[label] = show_child(child, new, inner.changed)
    for row in removed:
        label = child.joint.join(child.identify(row))
        undo = dict(row, **{child.parent_id: owner_id})
        steps.append(Step(child.remove, {child.id: row[child.id]}, "remove %s %s" % (child.kind, label), undo=undo, child=child, label=label))
        before[label], after[label] = show_child(child, row), None
        effects += [item.effect for item in child.fields]
    rows += left
    effect = max(effects or [NOTHING])
    return replace(
        plan, children=plan.children + tuple(steps), record_after={**plan.record_after, key: rows}, effect=max(plan.effect, effect),
        changed=plan.changed + ((option,) if effect else ()), unverifiable_children=plan.unverifiable_children + tuple(unverifiable if effect else ()),
        before={**plan.before, option: before}, after={**plan.after, option: after}, previous={**plan.previous, option: before})


def _complete_keys(child, keys):
    """Add defaults to the keys of a new child, if its call requires every key."""
    return dict({item.key: item.default for item in child.fields if item.default is not None}, **keys) if child.update.dialect == FULL else keys


def _steps_of_new(child, keys, owner_id, label):
    """Yield the steps that create a child."""
    body = dict(child.create_extra, **{child.parent_id: owner_id})
    body.update({key: wire for key, wire in keys.items() if key in child.create_keys})
    late = {
        item.key: keys[item.key] for item in child.fields
        if item.key in keys and item.key not in body and item.canonical(keys) != item.canonical({})}
    yield Step(child.create, body, "create %s %s" % (child.kind, label), creates=child.id, child=child, remove=child.remove, label=label)
    if late:
        body = dict({child.id: NEW_ID}, **{key: body.get(key) for key in child.update.always}, **late)
        yield Step(child.update.procedure, body, "configure %s %s" % (child.kind, label), child=child, label=label)


def make_update_step(child, row, keys, label):
    """Make the update of a child, with every key if a missing one would be an error."""
    fields = [item.key for item in child.fields if item.key]
    always = {key: row.get(key) for key in (fields if child.update.dialect == FULL else child.update.always)}
    undo = dict(always, **{key: row.get(key) for key in keys})
    body = dict({child.id: row[child.id]}, **dict(always, **keys))
    return Step(child.update.procedure, body, "update %s %s" % (child.kind, label), undo=undo, child=child, label=label)


def show_child(child, row, changed=()):
    """Convert a child for diffs, without secrets."""
    found = {}
    for item in child.fields:
        if row.get(item.key) not in (None, "", []) and item.belongs(row):
            found[item.option] = item.kind.show(row.get(item.key)) if not item.secret else HIDDEN_CHANGED if item.option in changed else HIDDEN
    return found
