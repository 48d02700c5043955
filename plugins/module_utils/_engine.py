# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From a description, a record and a task's options to the calls that are needed. Private to this collection.

C(plan) is pure: the same for a module, for check mode and for many resources at once. C(Applier) runs its steps.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass, field, replace
from typing import Any, Optional

from ._errors import ApiError, BadInput, Refused, TaskFailed, Unreachable
from ._model import DEPLOY, NOTHING, PATCH_NO_NULL, Change, Dotenv

HIDDEN, HIDDEN_CHANGED = "(hidden)", "(hidden, changed)"


@dataclass
class Step:
    """One call. C(body) may hold C(NEW_ID), which is bound to the id that the create before it answered."""

    procedure: str
    body: dict
    what: str                                   # "update application", as results list it
    creates: Optional[str] = None               # the id's key, where the call makes something
    undo: Optional[dict] = None                 # key -> wire before, of an update
    child: Any = None                           # the child's Resource
    label: str = ""


NEW_ID = "@id"


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
    known = {path for path, dummy in resource.flat()}
    for name in unset:
        paths = [path for path, item in resource.flat() if path == name or path.startswith(name + ".")]
        if not paths:
            raise BadInput("unset: %s is no option that can be unset; there are %s" % (name, ", ".join(sorted(known))))
        for path, item in ((path, item) for path, item in resource.flat() if path in paths):
            if not item.clearable:
                if path == name:
                    raise BadInput("unset: %s cannot be unset" % name)
                continue
            if item.key:
                found[path] = Change(None, clear=True, path=path, version=version)
    for path, item in resource.flat():
        parts = path.split(".")
        value = options.get(parts[0])
        if len(parts) > 1:
            value = value.get(parts[1]) if value else None
        remove = tuple(options.get(path + "_remove") or ()) if item.kind.modes else ()
        if value is None and not remove:
            continue
        if path in found:
            raise BadInput("%s is set and unset in the same task" % path)
        found[path] = Change(
            value, mode=options.get(path + "_mode") or "merge", remove=remove, templates=bool(options.get("env_templates")), path=path, version=version)
    return found


def plan(resource, record, changes, extra=None):
    """(Resource, record or None, {path: Change}, {key: wire} to store as well) -> Plan of the record itself, children apart."""
    result = Plan()
    have = record or {}
    for path, item in resource.flat():
        change = changes.get(path)
        if change is None or not item.key:
            continue
        wire = item.kind.apply(change, have.get(item.key), item.default)
        after = dict(have, **{item.key: wire})
        if record is not None and item.canonical(after) == item.canonical(have):
            continue
        if record is None and item.canonical(after) is None:
            continue
        result.keys[item.key] = wire
        result.changed.append(path)
        secret = item.secret is True
        if item.secret == "values":
            result.before[path], result.after[path] = _masked_dict(item, have), _masked_dict(item, after, have)
            result.previous[path] = _changed_names(item, have, after)
        else:
            shown = item.kind.show(have.get(item.key)) if item.canonical(have) is not None else None
            result.before[path] = (HIDDEN if shown is not None else None) if secret else shown
            result.after[path] = HIDDEN_CHANGED if secret else item.kind.show(wire)
            result.previous[path] = HIDDEN if secret and shown is not None else result.before[path]
    merged = dict(have, **result.keys)
    for path, item in resource.flat():
        if path in result.changed:
            effect = item.effect_in(merged)
            result.effect = max(result.effect, effect)
            if effect == DEPLOY and not item.seen:
                result.unseen.append(path)
    for key, wire in (extra or {}).items():
        if have.get(key) != wire or record is None:
            result.keys[key] = wire
    return result


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


def validate(resource, changes):
    """Refuse what is wrong in itself, before anything is asked of the server."""
    for path, item in resource.flat():
        change = changes.get(path)
        if change is None or change.clear:
            continue
        item.kind.apply(replace(change, mode="merge"), None, item.default)
    check_types(resource, changes, None)


def check_versions(resource, changes, at_least, name_version):
    """Options that the server is too old for are refused by name. C(at_least) and C(name_version) ask the server."""
    for path, item in resource.flat():
        change = changes.get(path)
        if change is not None and item.since and not change.clear and not at_least(item.since):
            raise Refused("%s needs Dokploy v%s or newer, and this is %s: nothing was changed" % (path, item.since, name_version()))


def check_types(resource, changes, record):
    """Options of another source or build type are refused, with the type that is in force."""
    merged = dict(record or {})
    for path, item in resource.flat():
        if item.key and path.endswith(".type") and path in changes:
            merged[item.key] = changes[path].value
    for path, item in resource.flat():
        if path not in changes or not item.when or changes[path].clear:
            continue
        key, wanted = item.when
        if key not in merged:
            continue
        if merged.get(key) != wanted:
            group = path.split(".")[0]
            raise BadInput("%s belongs to %s.type %s, and the type here is %s: nothing was changed" % (path, group, wanted, merged.get(key)))


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
        result.steps.append(Step(resource.create, body, "create %s" % resource.kind, creates=resource.id))
        verb = "configure"
    if left:
        record_id = (record or {}).get(resource.id, NEW_ID)
        undo = {key: (record or {}).get(key) for key in left} if record is not None else None
        result.steps.append(Step(resource.update.procedure, write_body(resource, record_id, left), "%s %s" % (verb, resource.kind), undo=undo))


def plan_children(option, child, current, wanted, exclusive, owner_id):
    """Steps that make the children on the server those that were listed: (steps, diff before, diff after, changed labels)."""
    steps, before, after, seen = [], {}, {}, {}
    by_identity = {}
    for row in current:
        by_identity.setdefault(_identity(child, row), []).append(row)
    for options in wanted:
        options = child.fills(options) if child.fills else options
        identity = tuple(str(options.get(item.option) or item.default or "") for item in child.fields if item.key in child.identity)
        label = "".join(identity)
        if identity in seen:
            raise BadInput("%s: %s is listed twice" % (option, label))
        rows = by_identity.get(identity, [])
        if len(rows) > 1:
            raise Refused("%s: Dokploy has %s %d times on this application (%s): remove the others first" % (
                option, label, len(rows), ", ".join(row[child.id] for row in rows)))
        seen[identity] = True
        row = rows[0] if rows else None
        inner = plan(child, row, changes_of(child, options))
        if row is None:
            body = dict(child.create_extra, **{child.parent_id: owner_id})
            late = {}
            for item in child.fields:
                if item.key in inner.keys:
                    (body if item.key in child.create_keys else late)[item.key] = inner.keys[item.key]
            steps.append(Step(child.create, body, "create %s %s" % (child.kind, label), creates=child.id, child=child, label=label))
            if late.get("enabled") is False:
                steps.append(Step("domain.toggleEnable", {child.id: NEW_ID, "enabled": False}, "disable %s %s" % (child.kind, label), child=child, label=label))
        elif inner.keys:
            always = {key: row.get(key) for key in child.update.always}
            body = dict({child.id: row[child.id]}, **always)
            body.update(inner.keys)
            steps.append(Step(child.update.procedure, body, "update %s %s" % (child.kind, label), undo=dict(
                always, **{key: row.get(key) for key in inner.keys}), child=child, label=label))
        if row is None or inner.keys:
            before[label] = _shown(child, row) if row else None
            after[label] = _shown(child, dict(row or {}, **inner.keys))
    if exclusive:
        for identity, rows in by_identity.items():
            if identity in seen:
                continue
            for row in rows:
                label = "".join(identity)
                steps.append(Step(child.remove, {child.id: row[child.id]}, "remove %s %s" % (child.kind, label), undo=dict(row), child=child, label=label))
                before[label], after[label] = _shown(child, row), None
    return steps, before, after


def _identity(child, row):
    return tuple(str(item.canonical(row) or "") for item in child.fields if item.key in child.identity)


def _shown(child, row):
    return {item.option: item.kind.show(row.get(item.key)) for item in child.fields if row.get(item.key) not in (None, "", [])}


class Applier:
    """Runs steps in order, and remembers what it wrote, so that it can be written back."""

    def __init__(self, backend):
        self.backend = backend
        self.written = []           # (Step, id of what was made or None)
        self.new_id = None
        self.child_id = None

    def run(self, steps, find_new=None, merge=None):
        """Run the steps. C(merge) writes a record's update whose env texts others may change meanwhile."""
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
        before = {row for row in find_new()} if find_new else set()
        if len(before) == 1:
            return before.pop()     # made by somebody since the first look
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
        remove = step.procedure.replace(".create", ".delete" if "application" in step.procedure else ".remove")
        try:
            self.backend.call(remove, {step.creates: made})
        except ApiError:
            pass
        return older

    def restore(self):
        """Write back exactly what was written, last first -> the list of what was undone. What was made is left, and named."""
        undone = []
        for step, made in reversed(self.written):
            if step.undo is None:
                if step.child and made:
                    self.backend.call(step.child.remove, {step.child.id: made})
                    undone.append("remove %s %s" % (step.child.kind, step.label))
                continue
            if step.child and step.procedure == step.child.remove:
                body = dict(step.child.create_extra, **{step.child.parent_id: step.undo.get(step.child.parent_id)})
                body.update({key: step.undo[key] for key in step.child.create_keys if step.undo.get(key) is not None})
                self.backend.call(step.child.create, body)
                undone.append("create %s %s" % (step.child.kind, step.label))
                continue
            id_key = next(iter(step.body)) if not step.child else step.child.id
            self.backend.call(step.procedure, dict({id_key: self._bound(step.body[id_key], step)}, **step.undo))
            undone.append("restore %s" % step.what.split(" ", 1)[1])
        return undone


def _deep_id(answer, key):
    """The id in a create's answer, which may lie one level down (project.create)."""
    if not isinstance(answer, dict):
        return None
    if key in answer:
        return answer[key]
    return next((inner[key] for inner in answer.values() if isinstance(inner, dict) and key in inner), None)


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
            lost = [path for path, item in mine if item.canonical(after) != item.canonical(body)]
            if not lost:
                return
        raise TaskFailed(
            "%s: somebody else wrote it three times while this task did; what is stored now may lack what this task set" % ", ".join(lost),
            next_step="Run the task again when the other is done.")
    return write


class Lock:
    """Keeps two tasks of this host from making the same thing at once. Best effort: where no lock can be had, none is held."""

    def __init__(self, *identity):
        digest = hashlib.sha256("\0".join(str(part) for part in identity).encode("utf-8", "replace")).hexdigest()[:32]
        self._path = os.path.join(tempfile.gettempdir(), "community.dokploy-%d-%s.lock" % (os.getuid(), digest))
        self._handle = None

    def __enter__(self):
        try:
            import fcntl
            self._handle = os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._handle, fcntl.LOCK_EX)
        except (ImportError, OSError):
            if self._handle is not None:
                os.close(self._handle)
            self._handle = None
        return self

    def __exit__(self, *dummy):
        if self._handle is not None:
            os.close(self._handle)
        return False
