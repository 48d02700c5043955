# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the steps of a plan, so that a cut in the middle leaves nothing twice and nothing unknown. Private to this collection."""

from __future__ import annotations

from .._dotenv import editor as _merging, parser as _dotenv
from .._common.errors import Ambiguous, ApiError, TaskFailed, Unreachable
from .._model.kinds import Dotenv
from .._model.resource import PATCH_NO_NULL
from .._model.step import NEW_ID, Step


def write_body(resource, record_id, keys):
    """The body of the one update that carries C(keys)."""
    body = {resource.id: record_id}
    for key, wire in keys.items():
        if resource.update.dialect == PATCH_NO_NULL and wire is None:
            wire = ""
        body[key] = wire
    return body


def own_steps(resource, record, result, identity, parent_id=None, create_more=None):
    """Fill C(result.steps) with the record's own create and update."""
    left = dict(result.keys)
    verb = "update"
    if record is None:
        body = dict(resource.create_extra, **identity)
        if resource.parent_id:
            body[resource.parent_id] = parent_id
        body.update({key: left.pop(key) for key in resource.create_keys if left.get(key) is not None})
        body.update(create_more or {})
        result.steps.append(Step(resource.create, body, "create %s" % resource.kind, creates=resource.id, remove=resource.remove))
        verb = "configure"
    if left:
        record_id = (record or {}).get(resource.id, NEW_ID)
        undo = {key: (record or {}).get(key) for key in left} if record is not None else None
        result.steps.append(Step(resource.update.procedure, write_body(resource, record_id, left), "%s %s" % (verb, resource.kind), undo=undo))


class Applier:
    """Runs steps in order, and remembers what it wrote, so that it can be written back."""

    def __init__(self, backend):
        self.backend = backend
        self.written = []           # (Step, id of what was made or None)
        self.new_id = None
        self.child_id = None
        self.adopted = False        # the last create found that another had made the same

    def run(self, steps, find_new=None, merge=None, find_child=None):
        """Run the steps. C(merge) writes a record's update whose env texts others may change meanwhile; C(find_child) lists a child's likes."""
        for step in steps:
            body = {key: self._bound(value, step) for key, value in step.body.items()}
            if merge and not step.creates and not step.child:
                merge(self, step, body)
                self.written.append((step, None))
                continue
            if step.creates and not step.child:
                self.new_id = self._create(step, body, find_new)
                self.written.append((step, self.new_id))
                continue
            if step.creates and find_child:
                self.child_id = self._create(step, body, lambda wanted=step: find_child(wanted))
                self.written.append((step, None if self.adopted else self.child_id))
                continue
            answer = self.backend.call(step.procedure, body)
            made = None
            if step.creates:
                made = self.child_id = (answer or {}).get(step.creates) if isinstance(answer, dict) else None
            self.written.append((step, made))

    def _bound(self, value, step):
        if value == NEW_ID:
            return self.child_id if step.child and not step.creates else self.new_id
        return value

    def _create(self, step, body, find_new):
        """A create whose answer is lost is looked for before anything is sent again; two at once leave one."""
        before = set(find_new()) if find_new else set()
        self.adopted = len(before) == 1
        if self.adopted:
            return before.pop()     # made by somebody since the first look
        if before:
            raise Ambiguous("%d were made by others meanwhile, and none is guessed: %s" % (len(before), ", ".join(sorted(before))))
        try:
            answer = self.backend.call(step.procedure, body)
        except Unreachable as exc:
            if exc.arrived is False or not find_new:
                raise
            found = find_new()
            if len(found) != 1:
                raise
            return found[0]
        made = _deep_id(answer, step.creates)
        if find_new is None:
            return made
        found = find_new()
        if made is None and len(found) == 1:
            return found[0]
        others = [one for one in found if one != made]
        if made and others and found.index(made) > 0:
            return self._yield_to(step, made, found[0])
        return made

    def _yield_to(self, step, made, older):
        """Two of the same name were made at once: the younger goes, still empty, and the older is adopted."""
        self.adopted = True
        try:
            self.backend.call(step.remove, {step.creates: made})
        except ApiError:
            pass
        return older

    def restore(self, resource, read):
        """Write back exactly what was written, last first -> the list of what was undone. C(read) gives the record as it is.

        What others wrote into an env text meanwhile stays in it. What was made is left, and named.
        """
        undone = []
        for step, made in reversed(self.written):
            if step.undo is None:
                if step.child and made:
                    self.backend.call(step.child.remove, {step.child.id: made})
                    undone.append("remove %s %s" % (step.child.kind, step.label))
            elif step.child and step.procedure == step.child.remove:
                self._make_again(step.child, step.undo)
                undone.append("create %s %s" % (step.child.kind, step.label))
            elif step.child:
                self.backend.call(step.procedure, dict(step.undo, **{step.child.id: self._bound(step.body[step.child.id], step)}))
                undone.append("restore %s" % step.what.split(" ", 1)[1])
            else:
                self.backend.call(step.procedure, dict(_undo_texts(resource, step, read), **{resource.id: step.body[resource.id]}))
                undone.append("restore %s" % step.what.split(" ", 1)[1])
        return undone

    def _make_again(self, child, row):
        """A child that was removed: what its create does not take is written after it."""
        body = dict(child.create_extra, **{child.parent_id: row.get(child.parent_id)})
        body.update({key: row[key] for key in child.create_keys if row.get(key) is not None})
        answer = self.backend.call(child.create, body)
        late = {
            item.key: row[item.key] for item in child.fields
            if item.key in row and item.key not in child.create_keys and item.canonical(row) != item.canonical({})}
        if late:
            self.backend.call(child.update.procedure, dict({child.id: answer[child.id]}, **{key: row.get(key) for key in child.update.always}, **late))


def _undo_texts(resource, step, read):
    """The undo of an update, whose env texts take back our own keys alone where another has written since."""
    undo = dict(step.undo)
    record = None
    for dummy, item in resource.flat():
        if not isinstance(item.kind, Dotenv) or item.key not in undo or item.key not in step.body:
            continue
        record = record or read()
        old, ours = _dotenv.parse_env(undo[item.key]), _dotenv.parse_env(step.body[item.key])
        if _dotenv.parse_env(record.get(item.key)) != ours:
            undo[item.key] = _merging.merge_env(
                record.get(item.key), {key: value for key, value in old.items() if ours.get(key) != value}, [key for key in ours if key not in old])
    return undo


def _deep_id(answer, key):
    """The id in a create's answer, which may lie one level down (project.create)."""
    if not isinstance(answer, dict):
        return None
    if key in answer:
        return answer[key]
    return next((inner[key] for inner in answer.values() if isinstance(inner, dict) and key in inner), None)


def _other_keys(one, other):
    return sorted(key for key in {*one, *other} if one.get(key) != other.get(key))


def merged_write(resource, changes, read):
    """-> the C(merge) of Applier.run: env texts are read anew right before they are written, and read back after.

    Dokploy has no way to say "only if unchanged". What another writes between our last read and our write is lost still.
    """
    texts = [(path, item) for path, item in resource.flat() if isinstance(item.kind, Dotenv) and path in changes]

    def write(applier, step, body):
        mine = [(path, item) for path, item in texts if item.key in body]
        for dummy in range(3 if mine else 1):
            if mine:
                record = read(body[resource.id])
                for path, item in mine:
                    body[item.key] = item.kind.apply(changes[path], record.get(item.key), item.default)
                    if resource.update.dialect == PATCH_NO_NULL and body[item.key] is None:
                        body[item.key] = ""
                    if step.undo is not None:
                        step.undo[item.key] = record.get(item.key)
            applier.backend.call(step.procedure, body)
            if not mine:
                return
            after = read(body[resource.id])
            step.body = body
            lost = [(path, item) for path, item in mine if item.canonical(after) != item.canonical(body)]
            if not lost:
                return
        names = ["%s (%s)" % (path, ", ".join(_other_keys(item.canonical(after) or {}, item.canonical(body) or {}))) for path, item in lost]
        raise TaskFailed(
            "%s: somebody else wrote it three times while this task did; what is stored now may lack what this task set" % ", ".join(names),
            next_step="Run the task again when the other is done.")
    return write
