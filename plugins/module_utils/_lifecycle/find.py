# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds and observes the service of a request."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from .._api.service_lookup import suggest_names
from .._common.errors import MissingResource, NotFound, ResourceNotFound, Refused, Unreachable
from .._model.address import Address, Place, normalize_host, same_name
from .._planning.present import learn_secrets
from .._planning.present_unrecorded import learn_env


@contextlib.contextmanager
def accept_lost_answer():
    """Accept a write whose answer was lost; the caller observes its effect."""
    try:
        yield
    except Unreachable as exc:
        if exc.arrived is False:
            raise


def locate_service(ctx, request):
    """Find the Place of a service, which may have its new name already."""
    try:
        place = ctx.backend.locate(request.address, need_environment=request.state in ("absent", "stopped"))
    except ResourceNotFound:
        if request.state != "absent":
            raise
        return Place(missing=request.resource.kind)
    return _locate_renamed(ctx, request, place) if request.rename_to else place


def locate_existing(ctx, request):
    """Find the Place of a service. Raises MissingResource."""
    place = ctx.backend.locate(request.address)
    if place.missing:
        raise MissingResource("%s does not exist" % request.name, next_step=suggest_names(ctx.backend, place, request.address))
    return place


def _locate_renamed(ctx, request, place):
    """Find the Place of a service to rename, which may have its new name already; never a creation."""
    address, wanted, kind = request.address, request.rename_to, request.resource.kind
    if address.id or not address.name or same_name(wanted, address.name):
        return place
    other = ctx.backend.locate(Address(project=address.project, environment=address.environment, environment_id=address.environment_id, name=wanted))
    if place.missing == kind:
        if other.missing:
            raise MissingResource("neither %s nor %s exists: rename_to never creates" % (address.name, wanted))
        return other
    if not other.missing and not place.missing and other.service["id"] != place.service["id"]:
        raise Refused("both %s and %s exist: rename_to cannot merge them" % (address.name, wanted))
    return place


def refuse_taken_name(ctx, request, record):
    """Refuse a new name that another service of the environment has."""
    resource, new = request.resource, request.rename_to
    rows = (ctx.backend.client.read("environment.one", environmentId=record["environmentId"]) or {}).get(resource.calls.listing) or []
    if any(same_name(row.get("name"), new) and row[resource.id] != record[resource.id] for row in rows):
        raise Refused("both %s and %s exist: rename_to cannot merge them" % (record.get("name"), new))


def observe_service(ctx, request, place, again=False):
    """Observe a service once -> Observation. Raises ResourceNotFound, and Refused if a name in the task is not its own."""
    try:
        observed = ctx.backend.observe(place, again=again)
    except NotFound as exc:
        raise ResourceNotFound("no %s has the id %s, or this key cannot read it" % (request.resource.kind, place.service["id"])) from exc
    if observed.record is None:
        if ctx.masker:
            learn_env(observed, ctx.masker)
        return observed
    if ctx.masker:
        learn_secrets(request.resource, observed.record, ctx.masker)
    verify_identity(request, observed.record)
    return observed


def verify_identity(request, record):
    """Raise Refused if a name beside an id is not that of the record, so that no default can select another service."""
    address, own_id = request.address, record[request.resource.id]
    environment = record.get("environment") or {}
    project = environment.get("project") or {}
    moved = request.target is not None and record.get("environmentId") == (request.target.environment or {}).get("id")
    for what, wanted, found in (
            ("name", address.name, record.get("name")), ("environment", address.environment, environment.get("name")),
            ("project", address.project, project.get("name")), ("app_name", address.app_name, record.get("appName")),
            ("environment_id", address.environment_id, record.get("environmentId"))):
        if moved and what in ("project", "environment", "environment_id") or what == "name" and same_name(found, request.rename_to):
            continue
        if wanted and not same_name(wanted, found):
            raise Refused("%s says %s, and that of the %s %s is %s: nothing was changed" % (what, wanted, request.resource.kind, own_id, found))
    host = normalize_host(address.domain_host)
    if host and host not in [normalize_host(row.get("host")) for row in record.get("domains") or []]:
        raise Refused("domain_host says %s, and the %s %s has no such domain: nothing was changed" % (host, request.resource.kind, own_id))


def name_request(request, place, observed):
    """Add the name for messages to a request that has an id only."""
    if observed.record is None:
        return replace(request, name=place.service["appName"])
    if request.name and request.name != request.address.id:
        return request
    return replace(request, name=name_record(observed.record))


def name_record(record):
    """Return "project/environment/name" of a service's record, for messages."""
    environment = record.get("environment") or {}
    return "%s/%s/%s" % ((environment.get("project") or {}).get("name"), environment.get("name"), record.get("name"))
