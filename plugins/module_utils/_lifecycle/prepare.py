# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Completes the plan of a service from other records: networks, domains, environments, Git providers. Read-only."""

from __future__ import annotations

from dataclasses import replace

from .._api.service_lookup import read_all_domains
from .._common.errors import ApiError, Refused
from .._dotenv.parser import parse_env
from .._model.address import normalize_host
from .._planning.build_label import add_build_label
from .._planning.compare_placement import list_stored_networks
from .._planning.references import list_parents_variables


def learn_network_names(ctx, request, record, observed):
    """Add the names of a service's networks to C(ctx.backend.names) and its Observation. Raises Refused for a missing network that the task names."""
    names, server_id, service = ctx.backend.names, record.get("serverId"), observed.service
    if record.get("networkIds") or (observed.record or {}).get("networkIds"):
        rows = ctx.backend.listings.get("network.all") or ctx.backend.client.read("network.all", serverId=server_id) or []
        names.update({one: None for one in record.get("networkIds") or []})     # None: removed
        names.update({row["networkId"]: row["name"] for row in rows if row.get("driver") == "overlay"})
    running = [one.get("Target") for one in (service.spec.get("TaskTemplate") or {}).get("Networks") or []] if service is not None else []
    # The saved ones as well, so that their ids are known once they run.
    wanted = [name for name, dummy in list_stored_networks(record, names)]
    asked = [one for one in dict.fromkeys(running + wanted) if one not in names]
    batch = ctx.backend.client.batch(*[("docker.getConfig", {"containerId": one, "serverId": server_id}) for one in asked]) if asked else None
    for index, one in enumerate(asked):
        found = batch.get(index, ApiError)
        if isinstance(found, dict) and found.get("Name") and found.get("Scope"):
            names[found["Id"]] = names[one] = found["Name"]
        elif one in wanted and {"networks", "managed_networks"} & set(request.changes) and observed.proven and "service" not in observed.unreadable:
            raise Refused("networks: the network %s does not exist on the server of %s; nothing was changed" % (one, request.name))
    return replace(observed, names=dict(names), service=replace(service, names=dict(names)) if service is not None else None)


def refuse_taken_domains(ctx, request, place, steps):
    """Refuse a new domain that another service has: either could answer. No precondition, since those do not read."""
    new = [step for step in steps if step.child and step.child.kind == "domain" and step.creates]
    if not new:
        return
    own = [(place.project or {}).get("name"), (place.environment or {}).get("name"), request.address.name, request.resource.calls.type]

    def is_own(row):
        if place.service:
            return row.get("serviceOwnerId") == place.service["id"]
        # Another task created the service since this one looked for it.
        return [row.get(key) for key in ("projectName", "environmentName", "serviceName", "domainType")] == own
    taken = {(normalize_host(row.get("host")), row.get("path") or "/"): row
             for row in read_all_domains(ctx.backend.client, ctx.backend.tree) if not is_own(row)}
    for step in new:
        other = taken.get((normalize_host(step.body["host"]), step.body.get("path") or "/"))
        if other:
            names = "/".join(str(other.get(one + "Name")) for one in ("project", "environment", "service"))
            raise Refused("domains: %s belongs to %s (%s) already: nothing was changed" % (step.label, names, other.get("serviceOwnerId")),
                          next_step="Remove it there first, or use another path.")


def read_environment(ctx, environment, project):
    """Read an environment as in a service's record, with its secret variables. The arguments are rows of project.all."""
    row = ctx.backend.client.read("environment.one", environmentId=environment["environmentId"]) or {}
    text_of_project = (row.get("project") or project).get("env")
    if ctx.masker:
        for text in (row.get("env"), text_of_project):
            for key, value in parse_env(text).items():
                ctx.masker.add_secret(value, key)
    return {"environmentId": environment["environmentId"], "name": environment["name"], "env": row.get("env"), "project": {
        "projectId": project["projectId"], "name": project["name"], "env": text_of_project}}


def add_parents(ctx, request, place, plan):
    """Add the environment to the plan of a creation, with its variables if there are references."""
    row = (place.environment or {}).get("row")
    if row is None:
        return plan
    if list_parents_variables(request.resource, plan.record_after):
        environment = read_environment(ctx, row, place.project["row"])
    else:
        environment = {"environmentId": row["environmentId"], "name": row["name"], "project": {"name": place.project["name"]}}
    return replace(plan, record_after={**plan.record_after, "environment": environment})


def complete_source_and_label(ctx, request, plan):
    """Add the source's keys that only a Git provider knows, and the build label for changes that the running service does not show."""
    from .git_source import complete_source
    return add_build_label(request.resource, complete_source(ctx, request, plan))


def prepare_deployment(ctx, request, plan, observed):
    """Complete the plan of a deployment with its build label. Raises Refused for a source that the Git provider cannot serve."""
    from .git_source import check_source
    check_source(ctx, request, plan.record_after)
    # A key that may not read the running service stores no label for changes of others.
    return plan if "service" in observed.unreadable else complete_source_and_label(ctx, request, plan)
