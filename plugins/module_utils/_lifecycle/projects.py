# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds projects and environments in the tree, removes them with their services, and warns of references to them."""

from __future__ import annotations

from dataclasses import replace

from .delete import GONE_TIMEOUT, delete_service, drain_deployments, wait_until_deleted
from .records import RecordPlace, RecordKind, Removal
from .update import update_with_env
from .._api.lookup import SERVICE_KINDS, locate_environment, locate_project
from .._api.service_lookup import read_all_records
from .._common.errors import ApiError, BadInput, NotFound, PermissionMissing, Refused, TaskFailed
from .._common.waiting import intervals
from .._dotenv.parser import list_references, parse_env
from .._model.address import Address, place_of_id
from .._resources.application import APPLICATION

QUEUE_TIMEOUT = 300


def check_parent(request):
    """Raise BadInput if the options do not identify a project or environment."""
    options, kind = request.options, request.resource.kind
    own_id = options.get(request.resource.id_option)
    if not own_id and not options.get(kind):
        raise BadInput("name the %s: %s, or %s_id" % (kind, "project and environment" if kind == "environment" else "project", kind))
    if kind == "environment" and not own_id and not (options.get("project") or options.get("project_id")):
        raise BadInput("environment %s requires project, or project_id" % options["environment"])


def find_in_tree(ctx, request, name):
    """Find a project or environment in the tree -> RecordPlace."""
    options = request.options
    if request.resource.kind == "project":
        place = locate_project(ctx.backend.tree(), Address(project=name, project_id=options.get("project_id") or None))
        return RecordPlace(None if place.missing else place.project["row"])
    place = locate_environment(ctx.backend.tree(), Address(
        project=options.get("project") or None, environment=name, project_id=options.get("project_id") or None,
        environment_id=options.get("environment_id") or None))
    if place.missing:
        missing = "project %s" % options.get("project") if place.project is None else ""
        return RecordPlace(parent_id=(place.project or {}).get("id"), missing_parent=missing)
    return RecordPlace(dict(place.environment["row"], projectId=place.project["id"]), place.project["id"])


def read_with_variables(ctx, request, row):
    """Return the row with its variables, which are in project.all and in environment.one."""
    if request.resource.kind == "project":
        return {key: value for key, value in row.items() if key != "environments"}
    whole = ctx.read_record(request.resource, row["environmentId"])
    return {key: value for key, value in whole.items() if key not in SERVICE_KINDS and key != "project"}


def add_affected_applications(ctx, outcome):
    """Add the applications that refer to a changed variable: they keep the old value until a reload or deployment."""
    kind, plan, row = outcome.request.resource.kind, outcome.plan, outcome.place.row
    if plan.creates or "env" not in plan.changed:
        return outcome
    if ctx.check_mode:
        ctx.plan_variables(row[outcome.request.resource.id], plan.record_after["env"])
    changed = plan.previous["env"]
    names = set(changed["added"]) | set(changed["removed"]) | set(changed["changed"])
    prefix = kind + "."
    # The lists of services in project.one and environment.one are without env, on newer servers.
    try:
        rows = read_all_records(ctx.backend.client, [row if kind == "project" else {"environments": [row]}], "applications")
    except ApiError as exc:
        ctx.warn("the applications that refer to the changed variables could not be read: %s" % exc.message)
        return replace(outcome, unverified=("affected_applications",))
    found = []
    for application in rows:
        used = {
            name[len(prefix):] for key in ("env", "buildArgs", "buildSecrets") for value in parse_env(application.get(key)).values()
            for name in list_references(value) if name.startswith(prefix)}
        if used & names:
            found.append({
                "id": application["applicationId"], "name": application.get("name"), "app_name": application.get("appName"),
                "environment": (application.get("environment") or {}).get("name"), "variables": sorted(used & names)})
    return replace(outcome, facts={**outcome.facts, "affected_applications": found})


def list_removals(ctx, request, row):
    """List the services of a project or environment. Raises Refused if there are any, unless forced."""
    kind = request.resource.kind
    if kind == "environment" and row.get("isDefault"):
        raise Refused(
            "%s is the default environment of its project, which Dokploy never removes: nothing was changed" % row["name"],
            next_step="Remove the project, or the services in it.")
    inside = list(_list_services(ctx, kind, row))
    if inside and not request.options.get("force"):
        raise Refused(
            "the %s %s is not empty, and was not removed; it contains: %s" % (kind, row["name"], ", ".join(one.what for one in inside)),
            next_step="Remove its content first, or use force: true, which removes the content too.")
    return inside


def _list_services(ctx, kind, row):
    """Yield the Removal of each service."""
    for environment in (row.get("environments") if kind == "project" else [row]) or []:
        if any("name" not in service for key in SERVICE_KINDS for service in environment.get(key) or []):
            # project.all has no names of databases.
            environment = ctx.backend.client.read("environment.one", environmentId=environment["environmentId"]) or environment
        for key, (what, id_key, procedure, more) in SERVICE_KINDS.items():
            for service in environment.get(key) or []:
                name = service.get("name") or service[id_key]
                name = "%s/%s" % (environment.get("name"), name) if kind == "project" else name
                body = dict(more, **{id_key: service[id_key]})
                if what == "application":
                    run = _remove_application(name, body[id_key])
                elif what == "compose":
                    run = _remove_compose(name, body[id_key])
                else:
                    run = _remove_database(what, name, body[id_key])
                yield Removal("%s %s" % (what, name), procedure, run)


def _delete_after_jobs(backend, place, name, more=None):
    """Delete a service once its jobs are over -> its Observation before, or None if it did not exist."""
    try:
        observed = backend.observe(place)
    except NotFound:
        return None
    drain_deployments(backend, backend.resource, place, observed, name, QUEUE_TIMEOUT)
    delete_service(backend, backend.resource, place, more)
    return observed


def _remove_application(name, application_id):
    """Make the function that removes an application, after its jobs, and waits until the service no longer exists."""
    def run(ctx):
        backend = type(ctx.backend)(ctx.backend.client, APPLICATION)
        place = place_of_id(application_id, name)
        return () if _delete_after_jobs(backend, place, name) is None or wait_until_deleted(backend, APPLICATION, place, name) else ("service",)
    return run


def _remove_database(kind, name, own_id):
    """Make the function that removes a database. Its volume stays."""
    resource = replace(APPLICATION, kind=kind, id=kind + "Id", read=kind + ".one", remove=kind + ".remove", shapes={})

    def run(ctx):
        backend = type(ctx.backend)(ctx.backend.client, resource)
        try:
            row = ctx.backend.client.read(resource.read, **{resource.id: own_id}) or {}
        except NotFound:
            return ()
        place = place_of_id(own_id, name, row)
        delete_service(backend, resource, place)
        return () if wait_until_deleted(backend, resource, place, name) else ("service",)
    return run


def _remove_compose(name, own_id):
    """Make the function that removes a compose service. Dokploy removes its row first, and answers 200 even if containers stay."""
    calls = replace(APPLICATION.calls, clean_queue="compose.cleanQueues", kill_build="compose.killBuild", deployments="deployment.allByCompose")
    resource = replace(APPLICATION, kind="compose", id="composeId", read="compose.one", remove="compose.delete", shapes={}, calls=calls)

    def run(ctx):
        backend = type(ctx.backend)(ctx.backend.client, resource)
        place = place_of_id(own_id, name)
        observed = _delete_after_jobs(backend, place, name, {"deleteVolumes": False})
        return () if observed is None else _wait_until_nothing_runs(ctx, backend.identify(place), observed.record.get("composeType") == "stack", name)
    return run


def _wait_until_nothing_runs(ctx, known, is_stack, name):
    """Wait until no container or service of a compose service is left. Returns the unverified parts; raises TaskFailed if something remains."""
    start, pauses, where = ctx.clock.monotonic(), intervals(), {"serverId": known["serverId"]}
    while True:
        batch = ctx.backend.client.batch(
            ("swarm.getNodes", where), ("swarm.getNodeApps", where),
            ("docker.getContainersByAppNameMatch", dict(where, appName=known["appName"], appType="stack" if is_stack else "docker-compose")))
        try:
            nodes, services, containers = batch[0], batch[1] or [], batch[2] or []
        except PermissionMissing:
            return ("service",)
        left = [row["Name"] for row in services if row.get("Name", "").startswith(known["appName"] + "_")] if is_stack else [row["name"] for row in containers]
        if not left:
            return () if nodes else ("service",)
        if ctx.clock.monotonic() - start >= GONE_TIMEOUT:
            raise TaskFailed(
                "compose %s was deleted, and %s still runs after %d seconds" % (name, ", ".join(sorted(left)), GONE_TIMEOUT), phase="removing",
                next_step="docker %s %s on its server removes the rest." % (
                    ("stack rm", known["appName"]) if is_stack else ("compose -p", known["appName"] + " down")))
        ctx.clock.sleep(next(pauses))


KIND_IN_TREE = RecordKind(
    find=find_in_tree, update=update_with_env, read=read_with_variables, check=check_parent, prepare_removal=list_removals, tell=add_affected_applications,
    facts=lambda: {"affected_applications": []})
