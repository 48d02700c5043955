# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the results of the C(_info) modules of services. Read-only."""

from __future__ import annotations

import copy

from .._planning.compare import compare_running
from .._api.backend import Api
from .._common.errors import BadInput, NotFound, ResourceNotFound, PermissionMissing
from .fallback import perform_with_fallback
from .._planning.health import HEALTHY, find_status_drift
from .definition import ModuleDefinition
from .options import CONNECTION
from .connection import NEEDS_API, connect, open_backend
from .._model.address import same_name
from .._planning.present import learn_secrets, list_urls, present_connection_url, present_containers, present_service
from .._planning.present_deployment import present_deployment
from .._planning.present_record import present_record
from .._planning.present_unrecorded import learn_env
from .._planning.references import list_parents_variables
from .._api.lookup import SERVICE_KINDS, sort_environments
from .._api.observe_many import observe_all
from .._api.places import list_places, matches_name_and_id

# The number of deployments shown per service, newest first. Dokploy keeps ten; some versions keep all.
MOST_DEPLOYMENTS = 50
# Parts of a description with texts from outside.
FREE_TEXT = ("containers", "log", "build_log", "deployments", "last_deployment", "services")
# With one of these a task selects some services, and not all that the key may see.
NARROW = ("project", "environment", "name", "environment_id", "application_id", "app_name", "domain_host", "pattern", "kind", "database_id", "compose_id")


def info_spec(resource):
    """Return the options of a resource's C(_info) module, without the connection's."""
    spec = {"include_secrets": {"type": "bool", "default": False}, "project": {"type": "str"}}
    if resource.kind == "project":
        spec["project_id"] = {"type": "str"}
    elif resource.kind == "environment":
        spec.update({"environment": {"type": "str"}, "project_id": {"type": "str"}, "environment_id": {"type": "str"}})
    else:
        own_id = "%s_id" % resource.kind
        spec.update({name: {"type": "str"} for name in ("environment", "name", "environment_id", own_id, "app_name", "domain_host", "pattern")
                     if name in resource.addressing or name == "pattern"})
        spec["status"] = {"type": "str", "choices": ["running", "stopped", "never_deployed", "unhealthy"]}
        spec["log_lines"] = {"type": "int", "default": 0}
        if resource.calls.deployments:
            spec["build_log_lines"] = {"type": "int", "default": 0}
        if "kind" in resource.addressing:
            spec["kind"] = dict(resource.addressing["kind"], required=False)
        if resource.form.connection_url:
            spec["return_url"] = {"type": "bool", "default": False}
    return spec


def make_info_result(resource, backend, options, masker):
    """Make the result of an C(_info) module, an empty list without a match."""
    options = {name: None if value == "" else value for name, value in options.items()}
    if resource.kind == "application":
        found = [_describe_masked(resource, backend, place, observed, options, masker) for place, observed in list_chosen(resource, backend, options, masker)]
        found = [one for one in found if _has_status(one, options["status"])]
        if not found and not backend.stores and options.get("backend") == "auto" and options["app_name"] and not options["status"]:
            raise ResourceNotFound("the Docker Engine at %s has no service named %s" % (backend.host, options["app_name"]))     # another one may have it
        return {"changed": False, "backend": backend.name, "applications": found}
    if resource.kind == "project":
        rows = [row for row in backend.tree() if matches_name_and_id(row, options, "project", "projectId", "project_id")]
        return {"changed": False, "projects": [dict(present_record(resource, row, options["include_secrets"]), environments=[
            {"id": one["environmentId"], "name": one["name"], "is_default": bool(one.get("isDefault")), "services": _services(one)}
            for one in sort_environments(row)]) for row in rows]}
    found = []
    for project in backend.tree():
        if not matches_name_and_id(project, options, "project", "projectId", "project_id"):
            continue
        for row in sort_environments(project):
            if matches_name_and_id(row, options, "environment", "environmentId", "environment_id"):
                whole = backend.client.read("environment.one", environmentId=row["environmentId"])
                found.append(dict(present_record(resource, dict(whole, projectId=project["projectId"]), options["include_secrets"]),
                                  project=project["name"], services=_services(row)))
    return {"changed": False, "environments": found}


def make_info_result_of_kinds(resources, client, options, masker, api=Api):
    """Make the result of an C(_info) module for several resources."""
    options = {name: None if value == "" else value for name, value in options.items()}
    found = [
        dict(_describe_masked(backend.resource, backend, place, observed, options, masker), kind=backend.resource.calls.type)
        for backend, place, observed in choose_of_kinds(resources, api(client, resources[0]), options, masker, api)]
    return {"changed": False, resources[0].many: [one for one in found if _has_status(one, options["status"])]}


def _describe_masked(resource, backend, place, observed, options, masker):
    found = describe(resource, backend, place, observed, options)
    return dict(found, **{name: masker.mask_values(found[name]) for name in FREE_TEXT if name in found})


def _has_status(found, status):
    return not status or status == found["phase"] or status == "unhealthy" and found["unhealthy"]


def _services(environment):
    return [
        {"kind": what, "id": one[id_key], "name": one.get("name"), "status": one.get("applicationStatus") or one.get("composeStatus")}
        for key, (what, id_key, dummy, more) in SERVICE_KINDS.items() for one in environment.get(key) or []]


def list_chosen(resource, backend, options, masker):
    """List (Place, Observation) of each selected service, by default of all."""
    if options["name"] and options["pattern"]:
        raise BadInput("name and pattern are mutually exclusive")
    for place, observed, error in observe_all(backend, list_places(backend, resource, options)):
        if isinstance(error, (NotFound, PermissionMissing)):
            continue
        if error is not None:
            raise error
        if observed.phase == "absent":
            continue
        record = observed.record
        environment = (record or {}).get("environment") or {}
        named = ((options["name"], (record or {}).get("name")), (options["environment"], environment.get("name")),
                 (options["project"], (environment.get("project") or {}).get("name")))
        if record is not None and any(wanted and not same_name(wanted, there) for wanted, there in named):
            continue
        if record is None:
            learn_env(observed, masker)
        else:
            learn_secrets(resource, record, masker)
        yield place, observed


def choose_of_kinds(resources, backend, options, masker, make=Api):
    """List (backend of its kind, Place, Observation) of each selected service of these kinds.

    C(make(client, resource)) makes the backend of a kind other than that of C(backend).
    """
    tree = None
    for resource in resources:
        own = backend
        if resource is not backend.resource:
            own = make(backend.client, resource)
            own.whole_tree = tree
        for place, observed in list_chosen(resource, own, options, masker):
            yield own, place, observed
        tree = own.whole_tree or tree


def refuse_empty_choice(found, options, check_mode, warn):
    """Fail a check that selects nothing, because a misspelt name would pass it. In check mode, an earlier task may create it."""
    named = ["%s %s" % (one, options[one]) for one in NARROW if options.get(one)]
    if found or not named:
        return
    kind = "compose" if options.get("compose_id") else options.get("kind") or "application"
    said = "no %s matches %s: nothing was checked" % ({"application": kind, "compose": "compose service"}.get(kind, "database"), ", ".join(named))
    if not check_mode:
        raise ResourceNotFound(said, next_step="Check the name. dokploy_application_info without a name lists all applications.")
    warn(said)


def describe(resource, backend, place, observed, options):
    """Describe one service: its saved configuration, its state, and the differences between the two."""
    known = observed.record is not None
    comparison = compare_running(resource, observed.record, observed, backend.known_version)
    # The engine shows the running service, but not the saved configuration.
    unverified = list(comparison.unverified) + ([] if known else ["configuration"])
    found = present_service(resource, observed, include_secrets=options["include_secrets"])
    found["env_references"] = list_parents_variables(resource, observed.record) if known else []
    for row in found.get("services") or ():
        row["log"] = backend.evidence.service_log(place, observed, row["name"], options["log_lines"]) if options["log_lines"] else None
    unhealthy = observed.phase == "running" and _is_unhealthy(resource, observed, found, comparison)
    if not resource.calls.deployments:
        found.update(
            phase=observed.phase, unhealthy=unhealthy, status_drift=find_status_drift(resource, observed), pending=comparison.names,
            unverified=unverified + sorted(observed.unreadable), containers=present_containers(observed), containers_total=len(observed.tasks), log=None)
        if options["log_lines"]:
            found["log"] = backend.evidence.container_log(place, options["log_lines"])
        if options["return_url"]:
            found["connection_url"] = present_connection_url(resource, observed.record, options["include_secrets"])
        return found
    rows = observed.deployments
    found.update(
        phase=observed.phase, unhealthy=unhealthy, status_drift=find_status_drift(resource, observed), pending=comparison.names,
        unverified=list(dict.fromkeys(unverified + sorted(observed.unreadable))), containers=present_containers(observed),
        containers_total=len(observed.tasks), urls=list_urls(observed.record or {}),
        deployments=[present_deployment(row) for row in rows[:MOST_DEPLOYMENTS]], deployments_total=len(rows),
        last_deployment=present_deployment(rows[0]) if rows else None, log=None, build_log=None)
    if not resource.form.has_parts:
        found.update(rolled_back=comparison.rolled_back, update_state=observed.service.update_state if observed.service else "")
    if options["log_lines"]:
        found["log"] = backend.evidence.container_log(place, options["log_lines"])
    if options["build_log_lines"] and rows:
        found["build_log"] = backend.evidence.build_log(rows[0]["deploymentId"], options["build_log_lines"])
    return found


def _is_unhealthy(resource, observed, found, comparison):
    """Return whether fewer replicas run than desired, or the last update failed."""
    if observed.parts is not None:
        return resource.hooks.judge(observed, stable_for=0).state != HEALTHY or bool(comparison.missing)
    wanted, state = found["replicas_wanted"], observed.service.update_state
    return wanted is not None and found["replicas_running"] < wanted or state in ("paused", "rollback_paused") or (
        state == "rollback_completed" and (bool(comparison.names) or observed.record is None))


def info_module(resource, choose=None, api=Api):
    """Make the definition of a resource's C(_info) module. C(choose(options)) returns the resources of a task, if the module has several."""
    def body(module_task):
        if choose is not None:
            if module_task.options["backend"] == "docker":
                raise BadInput(NEEDS_API)
            return make_info_result_of_kinds(choose(module_task.options), connect(module_task, api.client_class), module_task.options, module_task.masker, api)
        return perform_with_fallback(
            module_task.options, module_task.warn, lambda: open_backend(module_task, Api, resource),
            lambda backend: make_info_result(resource, backend, module_task.options, module_task.masker), (lambda: None) if resource.service else None)
    return ModuleDefinition(dict(copy.deepcopy(CONNECTION), **info_spec(resource)), body)
