# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds changes that others made after a task wrote, and that prevent its rollback. Pure."""

from __future__ import annotations

from .._dotenv.parser import parse_env


def list_foreign_changes(resource, record, journal, known_deployments, own_deployment):
    """Describe each change; C(record) is the current record.

    C(known_deployments): ids of the deployments that existed before; C(own_deployment): the id of the task's own, None if its row was not found.
    """
    found = []
    newer = [row for row in record.get("deployments") or [] if row["deploymentId"] not in known_deployments | {own_deployment}]
    if len(newer) > (0 if own_deployment else 1):       # one unknown row may be the task's own
        found.append("the deployment %r is newer" % (newer[0].get("title") or ""))
    rows = {id(child): record.get(key) or [] for dummy, key, child in resource.children}
    for line in journal:
        step = line.step
        if step is None or step.creates and not step.child or not (step.undo or line.made):
            continue
        if step.moves:
            if record.get("environmentId") != step.body["targetEnvironmentId"]:
                found.append("it was moved since")
        elif step.child:
            found += _compare_child(step, line.made, rows[id(step.child)])
        else:
            found += ["%s was changed since" % name for name in _list_changed(resource, step, record)]
    return found


def _list_changed(resource, step, record):
    """List the options and keys that an update wrote and that now have another value."""
    fields = {item.key: (path, item) for path, item in resource.flat(record) if item.key}
    for key in step.undo:
        if key not in step.body:
            continue
        if step.stores is not None:
            name = step.stores.get(key)
            if name and record.get(name) != step.body[key]:
                yield fields.get(name, (name,))[0]
            continue
        path, item = fields.get(key, (key, None))
        if item is not None and item.kind.merges_text:
            old, ours, now = parse_env(step.undo[key]), parse_env(step.body[key]), parse_env(record.get(key))
            if any(now.get(one) != ours.get(one) for one in {*old, *ours} if old.get(one) != ours.get(one)):
                yield path
        elif item is not None and item.canonical(record) != item.canonical(step.body) or item is None and record.get(key) != step.body[key]:
            yield path


def _compare_child(step, made, rows):
    child = step.child
    if step.procedure == child.remove:
        there = [row for row in rows if child.identify(row) == child.identify(step.undo)]
        return ["%s %s was created again since" % (child.kind, step.label)] if there else []
    own_id = made or step.body.get(child.id)
    row = next((row for row in rows if row[child.id] == own_id), None)
    if row is None:
        return ["%s %s was removed since" % (child.kind, step.label)]
    changed = any(item.canonical(row) != item.canonical(step.body) for item in child.fields if item.key and item.key in step.body)
    return ["%s %s was changed since" % (child.kind, step.label)] if changed else []
