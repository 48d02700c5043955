# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Moves a service to another environment.

Moving changes the environment that a service belongs to, and what its references resolve to. Replicas, domains and deployments stay.
"""

from __future__ import annotations

from dataclasses import replace

from .prepare import read_environment
from .._api.lookup import list_named_rows, locate_environment
from .._common.errors import ApiError, BadInput, MissingResource, ResourceNotFound, Refused, Unreachable
from .._model.address import Address, place_of_id, same_name
from .._model.plan import Step
from .._planning.references import add_changed_values, list_lost


def _check_options(request, wanted):
    """Refuse contradicting options before any request to the server."""
    if request.state == "absent":
        raise BadInput("move_to and state absent are mutually exclusive")
    if not (wanted.environment_id or wanted.project and wanted.environment):
        raise BadInput("move_to requires project and environment, or environment_id")
    if request.address.is_by_name and not (request.address.environment or request.address.environment_id):
        raise BadInput("move_to also requires environment explicitly: the one to move %s from" % request.name)


def locate_moved(ctx, request):
    """Find the service to move -> (the request with its target, its Place, which may be the target already). Never creates one."""
    wanted = Address(**{name: value or None for name, value in request.options["move_to"].items()})
    _check_options(request, wanted)
    place = ctx.backend.locate(request.address)
    target = locate_environment(ctx.backend.tree(), wanted)
    request = replace(request, target=target)
    if target.missing:
        if not ctx.check_mode:
            raise ResourceNotFound("move_to: the %s %s does not exist" % (target.missing, wanted),
                                   next_step="Create it with community.dokploy.dokploy_%s first." % target.missing)
        ctx.warn("move_to: the %s %s does not exist yet: the real run needs it" % (target.missing, wanted))
    if not request.address.is_by_name:
        if place.missing:
            raise ResourceNotFound("%s does not exist: move_to never creates" % request.name)
        return request, place
    address, new, resource = request.address, request.rename_to, request.resource
    source = locate_environment(ctx.backend.tree(), Address(project=address.project, environment=address.environment, environment_id=address.environment_id))
    found = {}
    for spot, name in ((source, address.name), (source, new), (target, new or address.name)):
        found.update({row[resource.id]: "%s/%s" % (_describe(spot), row["name"]) for row in _list_named(ctx, resource, spot, name)})
    if not found:
        found.update({row[resource.id]: row["name"] for row in _list_named(ctx, resource, target, address.name)})      # moved, and not renamed yet
    if len(found) > 1:
        raise Refused("move_to cannot merge %s: nothing was changed" % " and ".join(
            "%s (%s)" % (name, one) for one, name in sorted(found.items(), key=lambda item: item[1])),
            next_step="Select the %s with %s_id." % (resource.kind, resource.kind))
    if not found:
        raise MissingResource("neither %s nor %s/%s exists: move_to never creates" % (address, wanted, new or address.name))
    own_id = next(iter(found))
    if not place.missing and place.service["id"] == own_id:
        return request, place
    return request, place_of_id(own_id)


def _describe(spot):
    return "%s/%s" % (spot.project["name"], spot.environment["name"])


def _list_named(ctx, resource, spot, name):
    """List the services of a name in an environment, as project.all shows them."""
    if spot.missing or not name:
        return []
    return [row for row in list_named_rows(ctx.backend.client.read, resource.calls.listing, spot.environment["row"]) if same_name(row.get("name"), name)]


def plan_move(ctx, request, plan):
    """Add the step that moves the service to the plan, unless it is moved already. The plan's record is the one after the move."""
    resource, target, record = request.resource, request.target, plan.record
    if target is None or not target.missing and record.get("environmentId") == target.environment["id"]:
        return plan
    name = plan.record_after.get("name")
    others = [row[resource.id] for row in _list_named(ctx, resource, target, name) if row[resource.id] != record[resource.id]]
    if others:
        raise Refused("%s/%s exists already (%s): %s cannot be moved there; nothing was changed" % (
            _describe(target), name, ", ".join(others), request.name), next_step="Give it another name with rename_to.")
    old = record.get("environment") or {}
    after, wanted = dict(plan.record_after), request.options["move_to"]
    if target.missing:
        new = {"environmentId": "@environment", "name": wanted["environment"], "project": {"name": wanted["project"]}}
    else:
        new = after["environment"] = read_environment(ctx, target.environment["row"], target.project["row"])
        _refuse_lost(request, after)
    after["environmentId"] = new["environmentId"]
    before = {"project": (old.get("project") or {}).get("name"), "environment": old.get("name")}
    step = Step(
        resource.calls.move, {resource.id: record[resource.id], "targetEnvironmentId": new["environmentId"]}, "move %s" % resource.kind,
        undo={"targetEnvironmentId": record.get("environmentId")}, moves=True)
    plan = replace(
        plan, record_after=after, moves=(step,), before={**plan.before, **before}, previous={**plan.previous, **before},
        after={**plan.after, "project": new["project"].get("name"), "environment": new["name"]})
    return add_changed_values(resource, plan, dict(after, environment=old))


def _refuse_lost(request, record):
    lost = list_lost(request.resource, record)
    if lost:
        raise Refused("%s cannot be moved to %s: %s, which %s not exist there; nothing was changed" % (
            request.name, _describe(request.target), "; ".join(lost), "does" if len(lost) == 1 else "do"),
            next_step="Define it there first, or set another value in this task.")


def send_move(ctx, resource, step):
    """Run the step. After a lost answer the record shows whether the request arrived."""
    try:
        ctx.backend.call(step.procedure, step.body)
    except Unreachable as exc:
        if exc.arrived is False:
            raise
        try:
            record = ctx.read_record(resource, step.body[resource.id])
        except ApiError:
            raise exc from None
        if record.get("environmentId") != step.body["targetEnvironmentId"]:
            raise
    ctx.log_written(step)
