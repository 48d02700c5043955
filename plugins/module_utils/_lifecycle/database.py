# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Implements the particular parts of databases: passwords that must change in the running database, and ports of the host."""

from __future__ import annotations

import re
from dataclasses import replace

from .._api.nodes import find_other_node
from .._common.errors import ApiError, NotFound, PermissionMissing, Refused, TaskFailed, Unreachable
from .._model.hooks import Hooks
from .._model.plan import Step
from .._resources.database import DATABASES, PASSWORD_SINCE

# The error may only quote the database's client, because Dokploy's message contains the whole command with both passwords.
KNOWN_REASONS = (
    ("Access denied", "the database does not accept the saved root password",
     "Somebody changed it in the database only. Save the right root_password in Dokploy's pages first."),
    ("Authentication failed", "the database does not accept the saved password",
     "Somebody changed it in the database only. Save the right password in Dokploy's pages first."),
    ("does not exist", "the database has no such user", "Is the saved user the one that the database was created with?"),
    ("No running container found", "no container of it runs", "Start the database, and run the task again."),
)


def prepare(ctx, request, plan, observed):
    """Complete the plan with the changes of passwords. Raises Refused for an impossible one, and for a used port."""
    record = plan.record
    if record is not None:
        _refuse_fixed(request, plan)
        _refuse_lost_data(request, plan)
        plan = _plan_passwords(ctx, request, plan, observed)
    if "external_port" in plan.changed and plan.record_after.get("externalPort"):
        _refuse_used_port(ctx, request, plan.record_after)
    return plan


def check_rollout(ctx, request, plan, observed):
    """Refuse a published port before v0.29.0: Dokploy starts the new container first, which would wait for the old one's port without end."""
    if observed.phase != "running" or not plan.record_after.get("externalPort") or ctx.backend.at_least("0.29.0"):
        return
    held = [one.get("PublishedPort") for one in (observed.service.spec.get("EndpointSpec") or {}).get("Ports") or []]
    order = (plan.record_after.get("updateConfigSwarm") or {"Order": "start-first"}).get("Order")
    if plan.record_after["externalPort"] in held and order == "start-first":
        raise Refused(
            "%s holds its external_port, and this version of Dokploy starts the new container before it stops the old one, so that the update would "
            "never end; nothing was changed" % request.name, next_step="Set update_config: {order: stop-first} in this task.")


def _refuse_fixed(request, plan):
    """Refuse changes of options that apply at creation only: Dokploy would change nothing but its record."""
    fixed = [path for path, item in request.resource.flat() if item.at_creation and not item.ref and path in plan.changed]
    if fixed:
        raise Refused(
            "%s was created with another %s, and Dokploy would change its own record only, not the database; nothing was changed" % (
                request.name, " and ".join(fixed)), next_step="Change it in the database, or create another database.")


def _refuse_lost_data(request, plan):
    """Refuse to detach the volume of the data together with the mounts that a task does not list."""
    volume = "%s-data" % plan.record.get("appName")
    mounts = {row["mountId"]: row for row in plan.record.get("mounts") or []}
    for step in plan.children:
        row = mounts.get(step.body.get("mountId"), {})
        if step.procedure == step.child.remove and row.get("volumeName") == volume:
            raise Refused("the task would detach the volume %s with the data of %s; nothing was changed" % (volume, request.name),
                          next_step="List it in mounts, with the mount_path %s." % row.get("mountPath") if request.concerns is None else "")


def _plan_passwords(ctx, request, plan, observed):
    """Plan changed passwords: change them in the running database, save them where it was never deployed, or refuse them."""
    calls, resource = request.resource.calls, request.resource
    changed = [one for one in ("password", "root_password") if one in plan.changed]
    if not changed:
        return plan
    said = " and ".join(changed)
    if not calls.change_password:
        if observed.phase == "running" and request.option("deploy") == "never":
            raise Refused("a new %s of %s requires a deployment, which deploy never prevents; nothing was changed" % (said, request.name),
                          next_step="Use deploy on_change.")
        return plan
    if observed.phase == "never_deployed" and plan.record.get(calls.status) == "idle":
        return plan
    if observed.phase in ("stopped", "never_deployed"):
        raise Refused(
            "%s does not run, and only a running database can get a new %s: Dokploy would save a value that the database does not accept; "
            "nothing was changed" % (
                request.name, said), next_step="Start the database first, with its old %s." % said)
    if not ctx.backend.at_least(PASSWORD_SINCE):
        raise Refused(
            "a new %s of %s requires Dokploy v%s or later: this one would save a value that the database does not accept; nothing was changed" % (
                said, request.name, PASSWORD_SINCE),
            next_step="Change it in the database and in Dokploy's pages, or upgrade Dokploy.")
    other = find_other_node(ctx.backend.client, observed.running, plan.record.get("serverId"))
    if other:
        raise Refused(
            "%s runs on the node %s, and Dokploy changes a %s in containers of its own node %s alone; nothing was changed" % (
                request.name, other[0], said, other[1]),
            next_step="Let placement put it on %s, or change it in the database on %s and in Dokploy's pages." % (other[1], other[0]))
    steps, keys = [], dict(plan.keys)
    for option in changed:
        key = resource.field_of(option).key
        more = {"type": "root" if option == "root_password" else "user"} if "root_password" in dict(resource.flat()) else {}
        steps.append(Step(
            calls.change_password, {resource.id: plan.record[resource.id], "password": keys.pop(key), **more}, "change %s" % option,
            undo={"password": plan.record.get(key), **more}, stores={"password": key}))
    return replace(plan, keys=keys, tells=tuple(steps))


def send(ctx, request, step):
    """Change a password in the running database. Dokploy's message about a failure is the command itself, and is not shown."""
    try:
        ctx.backend.call(step.procedure, step.body)
    except PermissionMissing:
        raise
    except ApiError as exc:
        said = (exc.server_message or exc.message).rpartition("docker exec")[2]      # the script before it contains words of the patterns
        reason, advice = next(((words, advice) for mark, words, advice in KNOWN_REASONS if mark in said), (
            "its client ended with an error", "Look at the database's log."))
        raise TaskFailed("the %s of %s could not be changed: %s; the old one stays in use" % (step.what.split(" ", 1)[1], request.name, reason),
                         phase="running", next_step=advice) from None
    except Unreachable as exc:
        if exc.arrived is False:
            raise
        record = ctx.read_record(request.resource, step.body[request.resource.id])
        key = "databaseRootPassword" if step.body.get("type") == "root" else "databasePassword"
        if record.get(key) != step.body["password"]:
            raise
    ctx.log_written(step)


def _refuse_used_port(ctx, request, record):
    """Refuse a port that is published or saved on that server. Dokploy checks only creations, and by prefix."""
    port, where = record["externalPort"], {"serverId": record["serverId"]} if record.get("serverId") else {}
    own_id, own_name = record.get(request.resource.id), record.get("appName") or ""
    batch = ctx.backend.client.batch(("docker.getContainers", where), ("swarm.getNodeApps", where))
    for index, key in enumerate(("name", "Name")):
        for row in batch.get(index, NotFound, PermissionMissing, ApiError) or []:
            name = row.get(key) or ""
            published = [int(one) for one in re.findall(r":(\d+)->", row.get("ports") or row.get("Ports") or "")]
            if port in published and not (own_name and (name == own_name or name.startswith(own_name + "."))):
                raise _make_port_error(request, port, name)
    found = [(kind, row[kind + "Id"]) for project in ctx.backend.tree() for environment in project.get("environments") or [] for kind in DATABASES
             for row in environment.get(kind) or [] if row[kind + "Id"] != own_id]
    batch = ctx.backend.client.batch(*[("%s.one" % kind, {kind + "Id": one}) for kind, one in found]) if found else None
    for index, (kind, dummy) in enumerate(found):
        row = batch.get(index, NotFound, PermissionMissing) or {}
        if row.get("externalPort") == port and (row.get("serverId") or None) == (record.get("serverId") or None):
            raise _make_port_error(request, port, "the %s database %s" % (kind, row.get("name")))


def _make_port_error(request, port, name):
    return Refused("external_port %d of %s is already used by %s on that server; nothing was changed" % (port, request.name, name),
                   next_step="Choose another port, or free this one first.")


class DatabaseHooks(Hooks):
    """The hooks of a database."""

    prepare, check_rollout, send = staticmethod(prepare), staticmethod(check_rollout), staticmethod(send)


HOOKS = DatabaseHooks()
