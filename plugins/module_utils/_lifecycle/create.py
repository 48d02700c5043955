# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Creates a service: whether the task may create it, the initial record, and the call.

The preconditions of a creation are those of an update: C(_planning/preconditions.py).
"""

from __future__ import annotations

import re
from dataclasses import replace

from .apply import create
from .._api.service_lookup import suggest_names
from .._common.errors import BadInput, ResourceNotFound
from .._model.address import place_of_id, same_name
from .._model.kinds import Change
from .._planning.plan import list_steps
from .._planning.present import list_urls

# An option of a manifest's entry, which describes the whole service: with it, state stopped creates the service without deploying it.
CREATE_STOPPED = "create_stopped"
CREATING = ("started", "present", "deployed")


def check_may_create(ctx, outcome):
    """Refuse a creation that the task does not ask for, and one without a parent."""
    request, place = outcome.request, outcome.place
    resource, address, source = request.resource, request.address, request.options.get("source")
    needs_source = "source" in dict(resource_groups(resource))
    creating = CREATING + (("stopped",) if request.options.get(CREATE_STOPPED) else ())

    def advise():
        return suggest_names(ctx.backend, place, address)
    if ctx.check_mode and address.is_by_name and (request.state not in creating or request.options.get("create") is False or needs_source and not source):
        # An earlier task of the playbook would have created it.
        suggestion = advise()
        ctx.warn("%s does not exist yet: the real run needs an earlier task that creates it%s" % (request.name, ". " + suggestion if suggestion else ""))
        return replace(outcome, phase="absent", changed=True, finished=True)
    if request.state not in creating:
        raise ResourceNotFound("%s does not exist, and state %s does not create it" % (request.name, request.state), next_step=advise())
    if not address.name or address.app_name or address.domain_host:
        raise ResourceNotFound("no %s has the %s %s" % ((resource.kind,) + (
            ("domain_host", address.domain_host) if address.domain_host else ("app_name", address.app_name))))
    if request.options.get("create") is False:
        raise ResourceNotFound("%s does not exist, and create is false" % request.name, next_step=advise())
    if needs_source and not source:
        raise ResourceNotFound("%s does not exist, and without source it is not created" % request.name, next_step=advise())
    if place.missing in ("project", "environment"):
        named = address.project if place.missing == "project" else "%s/%s" % (address.project, address.environment)
        if not ctx.check_mode:
            suggestion = advise()
            question = suggestion.rpartition(": ")[2] if suggestion.endswith("?") else ""       # the message says the rest
            raise ResourceNotFound("the %s %s does not exist" % (place.missing, named), next_step="%s it with community.dokploy.dokploy_%s first." % (
                question[:1].upper() + question[1:] + " Otherwise create" if question else "Create", place.missing))
        ctx.warn("the %s %s does not exist yet: the real run needs it" % (place.missing, named))
    return outcome


def resource_groups(resource):
    return [(item.option, item) for item in resource.fields if hasattr(item, "fields")]


def complete_changes(request):
    """Add the values that a creation needs to the request. Raises BadInput for a missing one."""
    if "source" not in dict(resource_groups(request.resource)):
        return request
    source_type = (request.options["source"] or {}).get("type")
    if not source_type:
        raise BadInput("source.type is required to create %s" % request.name)
    if source_type == "drop" and "source.src" not in request.changes:
        raise BadInput("source.src is required to create %s: the directory or zip file to upload" % request.name)
    if source_type != "docker" and "build.type" not in request.changes and "build" in dict(resource_groups(request.resource)):
        return replace(request, changes={**request.changes, "build.type": Change("dockerfile", path="build.type")})
    return request


def make_draft(request, place):
    """Make the initial record of a creation: the part that preconditions examine."""
    draft = dict(request.resource.form.defaults)
    for path, item in request.resource.flat():
        if path.endswith(".type") and path in request.changes:
            draft[item.key] = item.kind.parse(request.changes[path].value, path)
    return draft


def list_creation_steps(request, place, plan):
    name = request.rename_to or request.address.name
    steps = request.resource.hooks.list_creation_steps(request, (place.environment or {}).get("id", "@environment"))
    if steps:
        return steps
    return list_steps(request.resource, plan, {"name": name}, parent_id=(place.environment or {}).get("id", "@environment"),
                      create_more={"appName": make_app_name(request.address)})


def create_service(ctx, outcome):
    """Create the service -> the outcome with its Place, or with that of one created meanwhile."""
    request, place, resource = outcome.request, outcome.place, outcome.request.resource
    environment_id = place.environment["id"]

    def list_same():
        rows = (ctx.backend.client.read("environment.one", environmentId=environment_id) or {}).get(resource.calls.listing) or []
        rows = [row for row in rows if same_name(row.get("name"), request.address.name)]
        return [row[resource.id] for row in sorted(rows, key=lambda row: (row.get("createdAt") or "", row[resource.id]))]

    made, adopted = create(ctx, request, list_creation_steps(request, place, outcome.plan), list_same, environment_id, request.address.name)
    apart = bool(resource.hooks.list_creation_steps(request, environment_id))
    return replace(outcome, place=place_of_id(made, request.address.name), adopted=adopted or apart, made_apart=apart and not adopted,
                   finished=adopted or apart)


def describe_creation(outcome):
    """Add the planned creation to the result in check mode."""
    rows = [step.body for step in outcome.plan.children if step.creates and step.child.kind == "domain"]
    deploys = outcome.decision.action == "deploy"
    return replace(outcome, observed=None, phase="running" if deploys else "never_deployed", finished=True,
                   facts={**outcome.facts, "urls": list_urls({"domains": rows})})


def make_app_name(address):
    """Return the prefix to which Dokploy adds a random suffix for the service's name, readable in docker service ls.

    Dokploy's pages and its API list no service whose name begins with C(dokploy-).
    """
    words = "-".join(part for part in (address.project, address.name) if part).lower()
    words = re.sub(r"[^a-z0-9]+", "-", words).strip("-")
    if (words + "-").startswith("dokploy-"):
        words = "app-" + words
    return words[:40].strip("-") or "app"
