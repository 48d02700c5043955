# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Removes a service and waits until it no longer exists."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from .deployments import await_other
from .._common.waiting import intervals
from .find import accept_lost_answer, observe_service
from .pipeline import run_stages
from .._api.permissions import check_permissions
from .._client.http import CLOCK
from .._common.errors import ApiError, NotFound, ResourceNotFound, PermissionMissing, Refused, TaskFailed, Unreachable

DELETE_TIMEOUT = 120
GONE_TIMEOUT = 90
VOLUME_TIMEOUT = 20


def remove_service(ctx, outcome):
    """A stage: remove the service and wait until it no longer exists. Without a service nothing changes."""
    request, place = outcome.request, outcome.place
    resource = request.resource
    if place.missing:
        return replace(outcome, phase="absent", finished=True)
    try:
        observed = observe_service(ctx, request, place)
    except ResourceNotFound:
        return replace(outcome, phase="absent", finished=True)
    if resource.variant is not None:
        resource = resource.variant(resource, {}, observed.record)
        request = replace(request, resource=resource)
        outcome = replace(outcome, request=request)
    refuse_unstoppable(ctx, request, observed.record)
    volumes = _list_volumes(observed)
    removed = volumes if request.options.get("remove_volumes") else []
    if removed and not resource.calls.removes_volumes and not ctx.backend.at_least("0.30.0"):
        raise Refused("%s has volumes (%s), and removing them requires Dokploy v0.30.0 or later; nothing was changed" % (request.name, ", ".join(volumes)),
                      next_step="Leave out remove_volumes, and remove them on the server: docker volume rm %s." % " ".join(volumes))
    removals = ["remove volume %s" % name for name in removed]
    actions = ["delete %s" % resource.kind] + removals
    before, after = {"state": observed.phase}, {"state": "absent"}
    if removed:
        before["volumes"], after["volumes"] = volumes, []
    outcome = replace(outcome, observed=observed, changed=True, actions=tuple(actions), plan=replace(
        outcome.plan, record=observed.record, before=before, after=after))
    return replace(run_stages(ctx, outcome, (lambda ctx, found: _delete(ctx, found, volumes, removed),)), finished=True)


def _delete(ctx, outcome, volumes, removed):
    """Remove the service and its volumes, and wait for it."""
    request, place, resource = outcome.request, outcome.place, outcome.request.resource
    takes_along = resource.calls.removes_volumes
    check_permissions(
        ctx.backend, resource, [resource.remove] + ["dockerVolume.removeVolume"] * bool(removed and not takes_along), request.name)
    if ctx.check_mode:
        return outcome
    ctx.log_action()
    ended = drain_deployments(
        ctx.backend, resource, place, outcome.observed, request.name, request.option("queue_timeout", 300), request.options.get("force"))
    delete_service(ctx.backend, resource, place, resource.remove_keys(request.options))
    seen = wait_until_deleted(ctx.backend, resource, place, request.name)
    left, gone = _find_volumes(ctx, place, volumes) if takes_along and removed else _remove_volumes(ctx, request, place, volumes, removed)
    if takes_along and removed and left:
        ctx.warn("the volumes %s of %s were not removed" % (", ".join(left), request.name))
    return replace(
        outcome, actions=tuple(ended) + outcome.actions, unverified=() if seen else ("service",), phase="absent",
        facts={**outcome.facts, "volumes_left": left, "volumes_removed": gone})


def refuse_unstoppable(ctx, request, record):
    """Refuse on old servers, which answer calls about a service with a stop grace period with HTTP 500 until it is cleared."""
    version = ctx.backend.known_version
    change = request.changes.get("stop_grace_period")
    if version is None or version >= (0, 29, 0) or record.get("stopGracePeriodSwarm") is None or change is not None and change.clear:
        return
    raise Refused(
        "%s has a saved stop grace period, and this version of Dokploy cannot stop, start or delete it until it is cleared" % request.name,
        next_step="Use unset: [stop_grace_period], with state present.")


def _remove_volumes(ctx, request, place, volumes, names):
    """Remove volumes once the service no longer uses them -> (volumes left, volumes removed). Docker refuses to remove one that others use."""
    server_id = ctx.backend.identify(place)["serverId"]
    where = {"serverId": server_id} if server_id else {}
    left, removed = list(volumes), []
    for name in names:
        start, pauses = ctx.clock.monotonic(), intervals()
        while True:
            try:
                ctx.backend.call("dockerVolume.removeVolume", dict(where, volumeName=name))
            except (ApiError, Unreachable) as exc:
                if isinstance(exc, PermissionMissing) or isinstance(exc, Unreachable) and exc.arrived is False:
                    raise
                # The containers of a removed service exist a little longer.
                if not isinstance(exc, Unreachable) and "no such volume" not in exc.message.lower() and ctx.clock.monotonic() - start < VOLUME_TIMEOUT:
                    ctx.clock.sleep(next(pauses))
                    continue
                if isinstance(exc, Unreachable) or "no such volume" not in exc.message.lower():
                    ctx.warn("the volume %s of %s was not removed: %s" % (name, request.name, exc.message))
                    break
            left.remove(name)
            removed.append(name)
            break
    return left, removed


def drain_deployments(backend, resource, place, observed, name, queue_timeout, force=False):
    """Cancel queued jobs and wait for the running build, since a job can create the service again -> the actions; C(force) cancels the build."""
    if not observed.busy():
        return []
    own_id = {resource.id: place.service["id"]}
    backend.call(resource.calls.clean_queue, own_id)
    if await_other(backend, place, queue_timeout):
        return []
    if not force:
        raise TaskFailed(
            "%s has a running deployment that did not end within %d seconds, and was not removed" % (name, queue_timeout),
            phase="building", next_step="Increase queue_timeout, or use force: true, which cancels all Docker builds of that host.")
    backend.call(resource.calls.kill_build, own_id)
    if not await_other(backend, place, 60):
        raise TaskFailed("%s has a running deployment that could not be cancelled, and was not removed" % name, phase="building")
    return ["kill build"]


def _list_volumes(observed):
    """List the volumes of a removed service, without the external volumes of a compose file."""
    own = (observed.record.get("appName") or "") + "_"
    names = {mount["volumeName"] for mount in observed.record.get("mounts") or [] if mount.get("type") == "volume" and mount.get("volumeName")}
    for part in observed.parts or ():
        mounts = part.service.container.get("Mounts") if part.service is not None else [one for row in part.containers for one in row.get("Mounts") or []]
        found = {one.get("Name") or one.get("Source") or "" for one in mounts or [] if one.get("Type") == "volume"}
        names.update(name for name in found if name.startswith(own))
    return sorted(names)


def _find_volumes(ctx, place, volumes):
    """Split volumes into (those that still exist, those that were removed together with their service)."""
    where = {"serverId": ctx.backend.identify(place)["serverId"]}
    batch = ctx.backend.client.batch(*[("docker.getConfig", dict(where, containerId=name)) for name in volumes]) if volumes else None
    left = [name for index, name in enumerate(volumes) if batch.get(index, ApiError) is not None]
    return left, [name for name in volumes if name not in left]


def delete_service(backend, resource, place, more=None):
    """Delete a service; a missing one is accepted, and C(wait_until_deleted) judges a lost answer."""
    with contextlib.suppress(NotFound), accept_lost_answer():
        backend.call(resource.remove, dict(more or {}, **{resource.id: place.service["id"]}), timeout=DELETE_TIMEOUT)


def wait_until_deleted(backend, resource, place, name):
    """Wait until record and service no longer exist -> False if this key cannot read the service. Raises TaskFailed if one remains."""
    known = backend.identify(place)
    start, pauses = CLOCK.monotonic(), intervals()
    while True:
        try:
            backend.client.read(resource.read, **{resource.id: known["id"]})
            gone = False
        except NotFound:
            gone = True
        except Unreachable as exc:
            if not exc.fallback:
                raise
            gone = False
        if gone:
            try:
                listed, seen = backend.find_service(known)
            except (ApiError, Unreachable):
                return False
            if not listed:
                return seen
        if CLOCK.monotonic() - start >= GONE_TIMEOUT:
            raise TaskFailed("%s was deleted, and %s after %d seconds" % (
                name, "its service %s still runs" % known["appName"] if gone else "Dokploy still lists it", GONE_TIMEOUT), phase="removing",
                next_step="docker service rm %s on its server removes the rest." % known["appName"])
        CLOCK.sleep(next(pauses))
