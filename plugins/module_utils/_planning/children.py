# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Children that differ from what was listed: the steps that make them equal. Pure. Private to this collection."""

from __future__ import annotations

from dataclasses import dataclass, field

from .diff import shown_child
from .plan import identity_of
from .._model.kinds import NOTHING
from .._model.resource import FULL
from .._model.step import NEW_ID, Step


@dataclass
class Children:
    """What it takes to store the children that were listed under one option."""

    steps: list = field(default_factory=list)
    before: dict = field(default_factory=dict)      # by label, masked, for the diff
    after: dict = field(default_factory=dict)
    rows: list = field(default_factory=list)        # all of them, as they will be stored
    effect: int = NOTHING
    unseen: list = field(default_factory=list)      # changed options that matter and that what runs does not show


def plan_children(option, child, pairs, left, exclusive, owner_id):
    """C(match_children)'s pairs, and the rows that were not listed -> Children."""
    found = Children()
    for label, row, inner in pairs:
        if row is None:
            _plan_new(found, child, inner, owner_id, label)
        elif inner.keys:
            _plan_update(found, option, child, row, inner, label)
        else:
            found.rows.append(row)
            continue
        after = dict(row or {child.id: None}, **inner.keys)
        found.rows.append(after)
        found.before[label] = shown_child(child, row) if row else None
        found.after[label] = shown_child(child, after, inner.changed)
    if not exclusive:
        found.rows += left
        return found
    for row in left:
        label = child.joint.join(identity_of(child, row))
        undo = dict(row, **{child.parent_id: owner_id})
        found.steps.append(Step(child.remove, {child.id: row[child.id]}, "remove %s %s" % (child.kind, label), undo=undo, child=child, label=label))
        found.before[label], found.after[label] = shown_child(child, row), None
        found.effect = max([found.effect] + [item.effect for item in child.fields])
    return found


def _plan_new(found, child, inner, owner_id, label):
    """The steps that make a child; C(inner.keys) gets what a call that wants every key must have."""
    if child.update.dialect == FULL:
        for item in child.fields:
            if item.default is not None:
                inner.keys.setdefault(item.key, item.default)
    body = dict(child.create_extra, **{child.parent_id: owner_id})
    body.update({key: wire for key, wire in inner.keys.items() if key in child.create_keys})
    late = {
        item.key: inner.keys[item.key] for item in child.fields
        if item.key in inner.keys and item.key not in body and item.canonical(inner.keys) != item.canonical({})}
    found.steps.append(Step(child.create, body, "create %s %s" % (child.kind, label), creates=child.id, child=child, remove=child.remove, label=label))
    if late:
        body = dict({child.id: NEW_ID}, **{key: body.get(key) for key in child.update.always}, **late)
        found.steps.append(Step(child.update.procedure, body, "configure %s %s" % (child.kind, label), child=child, label=label))
    found.effect = max([found.effect] + [item.effect for item in child.fields])


def _plan_update(found, option, child, row, inner, label):
    """The update of a child; every key goes along, where a missing one would be an error."""
    always = {key: row.get(key) for key in ([item.key for item in child.fields] if child.update.dialect == FULL else child.update.always)}
    undo = dict(always, **{key: row.get(key) for key in inner.keys})
    body = dict({child.id: row[child.id]}, **dict(always, **inner.keys))
    found.steps.append(Step(child.update.procedure, body, "update %s %s" % (child.kind, label), undo=undo, child=child, label=label))
    found.effect = max(found.effect, inner.effect)
    found.unseen += ["%s.%s" % (option, path) for path, item in child.flat() if path in inner.changed and item.effect and not item.seen]
