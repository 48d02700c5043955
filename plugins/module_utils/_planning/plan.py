# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans the changes of a record from its description and a task's options. Pure.

The record of a creation is None.
"""

from __future__ import annotations

from dataclasses import replace

from .diff import explain_other_type, explain_unset, show_change
from .._common.errors import BadInput
from .._model.kinds import Change, DEPLOY, NOTHING
from .._model.plan import NEW_ID, Plan, Step
from .._model.resource import FULL, PATCH_NO_NULL


def read_changes(resource, options, unset=(), version=(0, 30, 0)):
    """Return {path: Change} of the task's options. Raises BadInput."""
    found = {}
    for name in unset:
        fields = [(path, item) for path, item in resource.flat() if path == name or path.startswith(name + ".")]
        if len(fields) == 1 and fields[0][1].copies:
            copied = {own for own, dummy in fields[0][1].copies}
            fields = [(path, item) for path, item in resource.flat() if item.key in copied]
        fields = [(path, item) for path, item in fields if item.clearable and item.key]
        if not fields:
            raise BadInput(explain_unset(resource, name))
        found.update({path: Change(None, clear=True, path=path, version=version) for path, dummy in fields})
    for option, inner, path, item in resource.walk_options():
        value = options.get(option)
        if inner:
            value = value.get(inner) if value else None
        remove = tuple(options.get(path + "_remove") or ()) if item.kind.modes else ()
        if value is None and not remove:
            continue
        both = sorted(set(remove) & set(value or {})) if remove else []
        if path in found or both:
            raise BadInput("%s is set and unset in the same task" % (path if path in found else "%s.%s" % (path, both[0])))
        found[path] = Change(
            value, mode=options.get(path + "_mode") or "merge", remove=remove, layout=options.get(path + "_layout") or "",
            templates=bool(options.get("env_templates")), path=path, version=version)
    return found


def plan_record(resource, record, changes, draft=None):
    """Plan the record itself, without its children. C(draft): the initial record of a creation."""
    creates = record is None
    have, merged = record or {}, dict(record if not creates else draft or {})
    keys, changed, before, shown_after, previous = {}, [], {}, {}, {}
    for path, item in resource.flat(merged, changes):      # types come first, and select among the fields of one path
        if not item.key:
            continue
        wire = item.kind.apply(changes[path], have.get(item.key), item.default)
        new = {item.key: wire, **({item.switch: bool(wire)} if item.switch else {})}
        after = dict(have, **new)
        if item.canonical(after) == (None if creates else item.canonical(have)):
            continue
        keys.update(new)
        merged.update(new)
        changed.append(path)
        before[path], shown_after[path], previous[path] = show_change(item, have, after)
    effects = {path: item.effect_in(merged) for path, item in resource.flat(merged, changed)}
    unverifiable = [path for path, item in resource.flat(merged, changed) if effects[path] == DEPLOY and not item.verifiable]
    return Plan(
        record=record, record_after=merged, keys=keys, changed=tuple(changed), effect=max(list(effects.values()) or [NOTHING]),
        unverifiable=tuple(unverifiable), before=before, after=shown_after, previous=previous)


def store_also(plan, **keys):
    return replace(plan, keys={**plan.keys, **keys}, record_after={**plan.record_after, **keys})


def add_name(resource, plan, renamed):
    old = plan.record.get(resource.name)
    plan = store_also(plan, **{resource.name: renamed})
    return replace(plan, before={**plan.before, "name": old}, after={**plan.after, "name": renamed}, previous={**plan.previous, "name": old})


def list_steps(resource, plan, identity=None, parent_id=None, create_more=None):
    """List the record's own create and updates. C(identity) and C(create_more) are for a create only."""
    left, steps, verb = dict(plan.keys), [], "update"
    if plan.creates:
        body = dict(resource.create_extra, **(identity or {}))
        if resource.parent_id:
            body[resource.parent_id] = parent_id
        body.update({key: left.pop(key) for key in resource.create_keys if left.get(key) is not None})
        left = {key: wire for key, wire in left.items() if key not in resource.starts or wire != resource.starts[key]}
        body.update(create_more or {})
        steps.append(Step(resource.create, body, "create %s" % resource.kind, creates=resource.id, remove=resource.remove))
        verb = "configure"
    for write in resource.updates:
        if set(write.always) & set(left):
            body = {key: plan.record_after.get(key) for key in write.always}
            if not resource.single:
                body[resource.id] = NEW_ID if plan.creates else plan.record[resource.id]
            steps.append(Step(write.procedure, body, "%s %s" % (verb, resource.kind), undo={key: (plan.record or {}).get(key) for key in write.always}))
    if left and not resource.updates:
        record_id = NEW_ID if plan.creates else plan.record.get(resource.id, NEW_ID)
        body = write_body(resource, record_id, left, plan.record_after)
        undo = None if plan.creates else {key: plan.record.get(key) for key in body if key in left or key in resource.update.keeps}
        steps.append(Step(resource.update.procedure, body, "%s %s" % (verb, resource.kind), undo=undo))
    return tuple(steps)


def write_body(resource, record_id, keys, record):
    """Make the body of the update of C(keys), in the dialect of its call."""
    body = {resource.id: record_id}
    always = list(resource.update.always)
    if resource.update.dialect == FULL:
        always += [item.key for dummy, item in resource.flat(record) if item.key and (item.key in record or not item.since)]
    always += [key for key in resource.update.keeps if record.get(key)]
    body.update({key: record.get(key) for key in always})
    for key, wire in keys.items():
        body[key] = "" if resource.update.dialect == PATCH_NO_NULL and wire is None else wire
    return body


def validate_changes(resource, changes):
    """Raise BadInput for invalid values, before any request."""
    for path, item in resource.flat():
        change = changes.get(path)
        if change is None or change.clear:
            continue
        item.kind.validate(change, item.default)
    check_types(resource, changes, None)


def check_types(resource, changes, record):
    """Raise BadInput for options of another source or build type than the effective one."""
    merged = with_types(resource, changes, record)
    fitting = {path for path, item in resource.flat() if path in changes and (item.belongs(merged) or item.only_for[0] not in merged)}
    for path, change in changes.items():
        if not change.clear and path not in fitting:
            raise BadInput(explain_other_type(resource, path, merged))


def with_types(resource, changes, record):
    types = {item.key: item.kind.parse(changes[path].value, path) for path, item in resource.flat() if path in changes and path.endswith(".type")}
    return dict(record or {}, **types)


def env_differs_only(resource, plan):
    """Return whether a plan stores only env texts, which a key with only that permission can do."""
    ours = {"labelsSwarm"} if "labels" not in plan.changed else set()
    return bool(plan.changed) and "source.src" not in plan.changed and set(plan.keys) - ours <= set(resource.calls.save_env_keys)
