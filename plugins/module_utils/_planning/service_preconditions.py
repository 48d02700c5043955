# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists the preconditions of a service's plan. Pure.

C(tests/unit/test_preconditions.py) tries each row on a creation and on an update.
"""

from __future__ import annotations

from .compare import get_stored_mode
from .preconditions import DEPLOY_ONLY, RUN, STORE, Precondition, Refusal
from .references import find_broken_reference, uses_vault


def list_warnings(situation):
    """A warning about a plan that works, but may have an unintended effect."""
    request, record = situation.request, situation.record
    if "push_registry" in request.changes and record.get("registryId") and not situation.resource.form.is_built(record):
        yield ("push_registry provides no credentials for the docker source of %s (use source.registry): Dokploy copies its image there at each deployment, "
               "and still runs the original" % request.name)
    if "previews.enabled" in situation.plan.changed and record.get("isPreviewDeploymentsActive") and record.get("sourceType") != "github":
        yield "Dokploy creates previews for GitHub's pull requests only, and the source of %s is %s" % (request.name, record.get("sourceType"))


# Before storing

def find_mode_beside_replicas(situation):
    if "replicas" in situation.request.changes and situation.record.get("modeSwarm"):
        return Refusal("has a service mode in which replicas has no effect; nothing was changed",
                       "Set service_mode: replicated, or leave out replicas.")
    return None


def find_half_a_build_server(situation):
    """Refuse a build server without its registry, or the reverse, and one for an application that is not built."""
    if not situation.names("build_server", "build_registry"):
        return None
    server, registry = situation.record.get("buildServerId"), situation.record.get("buildRegistryId")
    if bool(server) != bool(registry):
        return Refusal(
            "would have a build_%s without a build_%s: an image from a build server reaches the application's server only through that registry; "
            "nothing was changed" % (("server", "registry") if server else ("registry", "server")), "Set both, or unset both.")
    if server and not situation.resource.form.is_built(situation.record):
        return Refusal("has a docker source, which needs no build server; nothing was changed", "Leave out build_server.")
    return None


def find_two_kinds_of_networks(situation):
    """Refuse two ways to set the networks of a service, since Dokploy silently uses the first."""
    record = situation.record
    if not situation.names("networks", "managed_networks", "dokploy_network"):
        return None
    if record.get("networkSwarm") and (record.get("networkIds") or record.get("detachDokployNetwork")):
        return Refusal(
            "would have networks together with managed_networks or dokploy_network, which Dokploy would ignore; nothing was changed",
            "Name all of them in networks, dokploy-network too, or unset networks.")
    return None


def find_replaced_ports(situation):
    if situation.names("ports", "endpoint_spec") and situation.record.get("endpointSpecSwarm") and situation.record.get("ports"):
        return Refusal(
            "has an endpoint_spec and ports, and Dokploy would silently ignore the ports; nothing was changed",
            "Move them to endpoint_spec.ports, or clear one of the two: unset: [endpoint_spec], or ports: [] with exclusive_ports: true.")
    return None


def find_preview_without_resolver(situation):
    record = situation.record
    if any(path.startswith("preview") for path in situation.plan.changed) and record.get("previewCertificateType") == "custom" and not record.get(
            "previewCustomCertResolver"):
        return Refusal("would have previews with the certificate custom and no certificate_resolver; nothing was changed",
                       "Set previews.certificate_resolver, the name of a resolver in Traefik's configuration.")
    return None


def find_incomplete_creation(situation):
    """Refuse a creation with an incomplete source."""
    problem = situation.resource.form.find_source_problem(situation.record) if situation.plan.creates else ""
    return Refusal("cannot be created: %s; nothing was changed" % problem) if problem else None


# Before a deployment or a reload

def find_vault(situation):
    found = uses_vault(situation.resource, situation.record)
    return Refusal("refers to a vault, which requires Dokploy v0.30.0 or later: nothing was changed") if found else None


def find_no_replicas(situation):
    if get_stored_mode(situation.record)[1] == 0:
        return Refusal("has 0 saved replicas, and would run nothing", "Set replicas, or use state stopped.")
    return None


def find_job_mode(situation):
    mode = get_stored_mode(situation.record)[0]
    if mode.endswith("-job"):
        return Refusal("has the mode %s, which Dokploy cannot deploy: it always sends an update configuration, which Docker refuses for jobs" % mode)
    return None


def find_incomplete_source(situation):
    problem = situation.resource.form.find_source_problem(situation.record)
    return Refusal("cannot be deployed: %s; nothing was changed" % problem) if problem else None


def find_reference_to_nothing(situation):
    if "environment" not in situation.record:
        return None         # in check mode, if an earlier task creates the project
    broken = find_broken_reference(situation.resource, situation.record)
    return Refusal("cannot be deployed: %s; nothing was changed" % broken, "Define the variable, or correct the reference.", True) if broken else None


PRECONDITIONS = (
    Precondition("mode_beside_replicas", STORE, find_mode_beside_replicas),
    Precondition("half_a_build_server", STORE, find_half_a_build_server),
    Precondition("two_kinds_of_networks", STORE, find_two_kinds_of_networks),
    Precondition("replaced_ports", STORE, find_replaced_ports),
    Precondition("preview_without_resolver", STORE, find_preview_without_resolver),
    Precondition("incomplete_creation", STORE, find_incomplete_creation),
    Precondition("vault", RUN, find_vault, since="0.30.0"),
    Precondition("no_replicas", RUN, find_no_replicas),
    Precondition("job_mode", RUN, find_job_mode),
    Precondition("incomplete_source", DEPLOY_ONLY, find_incomplete_source),
    Precondition("reference_to_nothing", RUN, find_reference_to_nothing),
)
