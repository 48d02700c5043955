# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a plan has to know of other things: ids of what it names, versions, networks, domains of others. Reads alone. Private to this collection."""

from __future__ import annotations

from dataclasses import replace

from .._api.lookup import every_application, reference
from .._common.errors import ApiError, NotFound, Refused
from .._dotenv.parser import parse_env
from .._model.kinds import Change
from .._planning.compare_placement import list_stored_networks
from .._planning.plan import read_changes, with_types
from .._resources.references import GIT_PROVIDERS, REFERENCES

# Options some of whose defaults are Dokploy's own, and depend on its version.
DEFAULTS_OF_VERSION = ("update_config", "rollback_config")


def resolve_names(ctx, request, record):
    """The request with names made ids; what the server is too old for is refused. C(record) is None where nothing is there yet."""
    changes = resolve_references(ctx, request, record)
    check_versions(ctx, request.resource, changes)
    for name in DEFAULTS_OF_VERSION:
        if name in changes:
            changes[name] = replace(changes[name], version=ctx.backend.version())
    return replace(request, changes=changes)


def check_versions(ctx, resource, changes):
    """Options that the server is too old for are refused by name, unless they ask for what it does anyway."""
    for path, item in resource.flat():
        change = changes.get(path)
        if change is None or not item.since or change.clear or ctx.backend.at_least(item.since):
            continue
        if item.canonical({item.key: item.kind.apply(change, None, item.default)}) != item.canonical({item.key: item.default}):
            raise Refused("%s needs Dokploy v%s or newer, and this is v%d.%d.%d: nothing was changed" % ((path, item.since) + tuple(ctx.backend.version())))


def check_children_versions(ctx, request):
    for option, dummy, child in request.resource.children:
        for wanted in request.options.get(option) or []:
            check_versions(ctx, child, read_changes(child, wanted))


def resolve_references(ctx, request, record):
    """Names of registries, SSH keys and servers become what is stored of them -> the changes; one request for each kind."""
    resource, changes = request.resource, dict(request.changes)
    for path, item in list(resource.flat(with_types(resource, changes, record))):
        change = changes.get(path)
        if not item.ref or change is None:
            continue
        if item.at_creation and record is not None and not record.get(item.key) and change.value in ("", None):
            del changes[path]
            continue
        if change.clear or change.value == "":
            if item.copies:
                del changes[path]
                for own, dummy in item.copies:
                    _set_key(resource, changes, own, Change(None, clear=True))
            continue
        if isinstance(change.value, list):
            if ctx.backend.at_least(item.since):       # else it is refused in a moment
                changes[path] = Change(_find_network_ids(ctx, change.value, (record or {}).get("serverId")), path=path)
            continue
        if item.ref in GIT_PROVIDERS:
            from .git_source import find_provider
            row = find_provider(ctx.backend, item.ref, change.value)
        else:
            row = reference(ctx.backend, REFERENCES[item.ref], change.value)
        if not item.copies:
            changes[path] = Change(row[REFERENCES[item.ref].id], path=path)
            if item.at_creation and record is not None and record.get(item.key) != row[REFERENCES[item.ref].id]:
                raise Refused("%s was made on another %s, and Dokploy cannot move it to %s: nothing was changed" % (request.name, item.ref, change.value),
                              next_step="Remove it and create it there, or leave %s out." % path)
            continue
        del changes[path]
        for own, theirs in item.copies:
            if ctx.masker and own == "password":
                ctx.masker.add_secret(row.get(theirs))
            _set_key(resource, changes, own, Change(row.get(theirs) or ""))
    if record is not None and "server" in changes and not changes["server"].value and record.get("serverId"):
        raise Refused("%s is on a remote server, and cannot be moved to Dokploy's own host: nothing was changed" % request.name)
    return changes


def _find_network_ids(ctx, wanted, server_id):
    """Names of networks that Dokploy manages on a server -> their ids."""
    rows = [reference(ctx.backend, REFERENCES["network"], one, **({"serverId": server_id} if server_id else {})) for one in wanted]
    bridges = sorted(row["name"] for row in rows if row.get("driver") != "overlay")
    if bridges:
        raise Refused("managed_networks: %s is a bridge network, and Dokploy attaches applications to overlay networks alone; nothing was changed" % (
            ", ".join(bridges)))
    return sorted(row["networkId"] for row in rows)


def _set_key(resource, changes, key, change):
    for path, item in resource.flat():
        if item.key == key:
            changes[path] = Change(change.value, clear=change.clear, path=path)


def learn_network_names(ctx, request, record, observed):
    """The look with the names of the networks that a service is attached to. Refused where one is not there that it shall be attached to."""
    names, server_id, service = ctx.backend.names, record.get("serverId"), observed.service
    if record.get("networkIds") or (observed.record or {}).get("networkIds"):
        rows = ctx.backend.listings.get("network.all") or ctx.backend.client.read("network.all", serverId=server_id) or []
        names.update({one: None for one in record.get("networkIds") or []})
        names.update({row["networkId"]: row["name"] for row in rows if row.get("driver") == "overlay"})
    running = [one.get("Target") for one in (service.spec.get("TaskTemplate") or {}).get("Networks") or []] if service is not None else []
    # The stored ones as well, so that they are known by their ids once they run.
    wanted = [name for name, dummy in list_stored_networks(record, names)]
    asked = [one for one in dict.fromkeys(running + wanted) if one not in names]
    batch = ctx.backend.client.batch(*[("docker.getConfig", {"containerId": one, "serverId": server_id}) for one in asked]) if asked else None
    for index, one in enumerate(asked):
        found = batch.get(index, ApiError)
        if isinstance(found, dict) and found.get("Name") and found.get("Scope"):
            names[found["Id"]] = names[one] = found["Name"]
        elif one in wanted and {"networks", "managed_networks"} & set(request.changes) and observed.proven and "service" not in observed.unreadable:
            raise Refused("networks: there is no network %s on the server of %s; nothing was changed" % (one, request.name))
    return replace(observed, names=dict(names), service=replace(service, names=dict(names)) if service is not None else None)


def refuse_taken_domains(ctx, resource, steps, own_id):
    """A host and path that another application has would be answered by either of the two: refused, naming it."""
    new = [step for step in steps if step.child and step.child.kind == "domain" and step.creates]
    if not new:
        return
    try:
        rows = ctx.backend.client.read("overview.domains") or []
        taken = {((row.get("host") or "").lower(), row.get("path") or "/"): (row.get("serviceOwnerId"), "%s/%s/%s" % (
            row.get("projectName"), row.get("environmentName"), row.get("serviceName"))) for row in rows if row.get("serviceOwnerId") != own_id}
    except NotFound:
        taken = {}
        for row in every_application(ctx.backend):
            for domain in row.get("domains") or []:
                if row["applicationId"] != own_id:
                    taken[((domain.get("host") or "").lower(), domain.get("path") or "/")] = (row["applicationId"], "%s/%s/%s" % (
                        ((row.get("environment") or {}).get("project") or {}).get("name"), (row.get("environment") or {}).get("name"), row["name"]))
    for step in new:
        other = taken.get((step.body["host"], step.body.get("path") or "/"))
        if other:
            raise Refused("domains: %s belongs to %s (%s) already: nothing was changed" % (step.label, other[1], other[0]),
                          next_step="Remove it there first, or use another path.")


def read_environment(ctx, environment, project):
    """An environment as a service's record shows it, with its variables, which are secret. The rows are of project.all."""
    row = ctx.backend.client.read("environment.one", environmentId=environment["environmentId"]) or {}
    text_of_project = (row.get("project") or project).get("env")
    if ctx.masker:
        for text in (row.get("env"), text_of_project):
            for key, value in parse_env(text).items():
                ctx.masker.add_secret(value, key)
    return {"environmentId": environment["environmentId"], "name": environment["name"], "env": row.get("env"), "project": {
        "projectId": project["projectId"], "name": project["name"], "env": text_of_project}}
