# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the result of a task on a service from its Outcome. Pure."""

from __future__ import annotations

from .present import list_urls, present_connection_url, present_containers, present_service
from .present_deployment import present_deployment
from .record_result import make_diff


def make_service_result(outcome, short=False):
    """Make the result of a task on a service, also of a failed one. C(short): without its options, containers and URLs."""
    request, observed = outcome.request, outcome.observed
    result = {
        "changed": outcome.changed, request.resource.kind: None, "previous": dict(outcome.plan.previous), "actions": list(outcome.actions),
        "applied": list(outcome.applied), "pending": list(outcome.pending), "unverified": list(outcome.unverified), "phase": outcome.phase or "",
        "deployment": present_deployment(outcome.deployment), "containers": [], "backend": "api", "urls": [], "next_step": ""}
    if observed is not None and (observed.record or observed.exists):
        evidence = outcome.evidence or observed
        result[request.resource.kind] = {"id": (observed.record or {}).get(request.resource.id)}
        if not short:
            result[request.resource.kind] = present_service(request.resource, observed)
            result["containers"] = present_containers(evidence, outcome.ends)
            result["urls"] = list_urls(observed.record or {})
        result["phase"] = outcome.phase if outcome.phase is not None else evidence.phase
        result["backend"] = observed.backend
    if not request.resource.calls.deployments:
        del result["deployment"], result["urls"]
    if request.options.get("return_url") and observed is not None and observed.record:
        result["connection_url"] = present_connection_url(request.resource, observed.record)
    result.update({name: fact for name, fact in outcome.facts.items() if name != "urls" or "urls" in result})
    result["diff"] = make_diff(outcome)
    return result
