# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An application that shall be in another environment. Private to this collection.

Moving is a change of where it belongs, and of what its references mean. Its service, domains and deployments stay.
"""

from __future__ import annotations

import re

from .._dotenv import parser as _dotenv
from .._common.errors import ApiError, BadInput, NotThere, Refused, Unreachable
from .._model.kinds import DEPLOY
from .._model.address import Address, Place, same_name
from .._api.lookup import locate_environment
from .._model.step import Step

TEXTS = (("env", "env"), ("build_args", "buildArgs"), ("build_secrets", "buildSecrets"))


def _check(task, wanted, address):
    """Refuse what cannot be meant, before anything is asked of the server."""
    if task.state == "absent":
        raise BadInput("move_to and state absent exclude each other")
    if not (wanted.environment_id or wanted.project and wanted.environment):
        raise BadInput("move_to needs project and environment, or environment_id")
    if _by_names(address) and not (address.environment or address.environment_id):
        raise BadInput("move_to needs environment in words, too: the one that %s is moved from" % task.name)


def _wanted(task):
    return Address(**{name: value or None for name, value in task.options["move_to"].items()})


def _by_names(address):
    return bool(address.name) and not (address.application_id or address.app_name or address.domain_host)


def locate_moved(task):
    """The Place of what is to be moved, which may be at the target already; never a creation."""
    wanted = _wanted(task)
    _check(task, wanted, task.address)
    place = task.backend.locate(task.address)
    task.target = target = locate_environment(task.backend, wanted)
    if target.missing:
        if not task.check_mode:
            raise NotThere("move_to: the %s %s does not exist" % (target.missing, wanted), next_step="Create it with community.dokploy.dokploy_%s first." % (
                target.missing))
        task.warn("move_to: the %s %s does not exist yet: the real run needs it" % (target.missing, wanted))
    if not _by_names(task.address):
        if place.missing:
            raise NotThere("%s does not exist: move_to never creates" % task.name)
        return place
    address, new = task.address, task.options.get("rename_to")
    source = locate_environment(task.backend, Address(project=address.project, environment=address.environment, environment_id=address.environment_id))
    found = {}
    for spot, name in ((source, address.name), (source, new), (target, new or address.name)):
        found.update({row["applicationId"]: "%s/%s" % (_said(spot), row["name"]) for row in _named(spot, name)})
    if not found:
        found.update({row["applicationId"]: row["name"] for row in _named(target, address.name)})      # moved, and not renamed yet
    if len(found) > 1:
        raise Refused("move_to cannot make one of %s: nothing was changed" % " and ".join(
            "%s (%s)" % (name, one) for one, name in sorted(found.items(), key=lambda item: item[1])),
            next_step="Name the application that is meant by application_id.")
    if not found:
        raise NotThere("neither %s nor %s/%s exists: move_to never creates" % (address, wanted, new or address.name))
    own_id = next(iter(found))
    if not place.missing and place.application["id"] == own_id:
        return place
    return Place(application={"id": own_id, "name": None, "appName": None, "serverId": None})


def _said(spot):
    return "%s/%s" % (spot.project["name"], spot.environment["name"])


def _named(spot, name):
    """The applications of that name in an environment, as project.all lists them."""
    if spot.missing or not name:
        return []
    return [row for row in spot.environment["row"].get("applications") or [] if same_name(row.get("name"), name)]


def is_there(task, record):
    """Whether an application is where it shall be moved to."""
    return not task.target.missing and record.get("environmentId") == task.target.environment["id"]


def plan_move(task, record, plan, merged):
    """The step that moves it, or none; C(merged) becomes the record as it will be there, so that it is compared with what runs."""
    if is_there(task, record):
        return []
    name = merged.get("name")
    others = [row["applicationId"] for row in _named(task.target, name) if row["applicationId"] != record["applicationId"]]
    if others:
        raise Refused("%s/%s exists already (%s): %s cannot be moved there; nothing was changed" % (
            _said(task.target), name, ", ".join(others), task.name), next_step="Give it another name with rename_to.")
    old = record.get("environment") or {}
    wanted = task.options["move_to"]
    if task.target.missing:
        new = {"environmentId": "@environment", "name": wanted["environment"], "project": {"name": wanted["project"]}}
    else:
        new = _environment(task)
        _refuse_lost(task, merged, new)
        merged["environment"] = new
    merged["environmentId"] = new["environmentId"]
    for key, before, after in (("project", (old.get("project") or {}).get("name"), new["project"].get("name")), ("environment", old.get("name"), new["name"])):
        plan.before[key] = plan.previous[key] = before
        plan.after[key] = after
    _note_values(task, plan, dict(merged, environment=old), merged)
    return [Step(
        "application.move", {task.resource.id: record["applicationId"], "targetEnvironmentId": new["environmentId"]}, "move application",
        undo={"targetEnvironmentId": record.get("environmentId")})]


def _environment(task):
    """The target as application.one would show it, with its variables, which are secret."""
    row = task.backend.client.read("environment.one", environmentId=task.target.environment["id"]) or {}
    project = row.get("project") or task.target.project["row"]
    if task.masker:
        for text in (row.get("env"), project.get("env")):
            for key, value in _dotenv.parse_env(text).items():
                task.masker.add_secret(value, key)
    return {"environmentId": task.target.environment["id"], "name": task.target.environment["name"], "env": row.get("env"), "project": {
        "projectId": task.target.project["id"], "name": task.target.project["name"], "env": project.get("env")}}


def _refuse_lost(task, record, environment):
    lost = ["%s.%s refers to %s" % (option, key, name) for option, key_of in TEXTS for key, name in lost_references(
        record.get(key_of), environment["project"].get("env"), environment.get("env"))]
    if lost:
        raise Refused("%s cannot be moved to %s: %s, which %s not exist there; nothing was changed" % (
            task.name, _said(task.target), "; ".join(lost), "does" if len(lost) == 1 else "do"),
            next_step="Define it there first, or give the variable another value in this task.")


def lost_references(text, project_text, environment_text):
    """Each (variable, reference) of an env text that leads nowhere; in the order in which Dokploy resolves them."""
    own, project, environment = _dotenv.parse_env(text), _dotenv.parse_env(project_text), _dotenv.parse_env(environment_text)
    for key, value in own.items():
        for prefix, known in (("project.", project), ("environment.", environment), ("", own)):
            for name in _dotenv.list_references(value):
                if name.startswith(prefix) and name[len(prefix):] not in known and not name.startswith("vault."):
                    yield key, name
            value = re.sub(r"\$\{\{%s(.*?)\}\}" % re.escape(prefix), lambda found, known=known: known.get(found.group(1), ""), value)


def _note_values(task, plan, before, after):
    """Variables whose value another environment changes: as changed as if the task had set them."""
    for path, item in task.resource.flat():
        if path not in dict(TEXTS) or path in plan.changed or before.get("environment") is after.get("environment"):
            continue
        if after.get("sourceType") == "docker" and path != "env" or _values(before, item.key) == _values(after, item.key):
            continue
        effect = item.effect_in(after)
        plan.changed.append(path)
        plan.effect = max(plan.effect, effect)
        if effect == DEPLOY and not item.seen:
            plan.unseen.append(path)


def _values(record, key):
    environment = record.get("environment") or {}
    try:
        return _dotenv.expand_references(record.get(key), (environment.get("project") or {}).get("env"), environment.get("env"))
    except _dotenv.BadValue:
        return None


def move(task, steps):
    """Run the step. After a lost answer the record tells whether it arrived."""
    for step in steps:
        try:
            task.applier.run([step])
        except Unreachable as exc:
            if exc.arrived is False:
                raise
            try:
                record = task.backend.client.read("application.one", applicationId=step.body[task.resource.id])
            except ApiError:
                raise exc from None
            if record.get("environmentId") != step.body["targetEnvironmentId"]:
                raise
            task.applier.written.append((step, None))
