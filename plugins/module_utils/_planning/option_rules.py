# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules for the options of services that do not depend on the server; checked before any request. Pure.

Each rule is a function (Request) -> words, or "". The next one is a function and a line in OPTION_RULES.
"""

from __future__ import annotations

import re

from .children import check_lists
from .plan import validate_changes
from .._common.errors import BadInput


def check_options(request):
    """Raise BadInput for the first broken rule, or for an invalid value."""
    for rule in OPTION_RULES:
        words = rule(request)
        if words:
            raise BadInput(words)
    validate_changes(request.resource, request.changes)
    check_lists(request)


def check_service_address(request):
    """Raise BadInput if the options do not identify a service."""
    address, kind = request.address, request.resource.kind
    if not (address.id or address.app_name or address.domain_host or address.name):
        raise BadInput("name the %s: project, environment and name, or %s_id, app_name%s" % (
            kind, kind, " or domain_host" if "domain_host" in request.resource.addressing else ""))
    if address.name and not any((address.project, address.environment_id, address.id, address.app_name, address.domain_host)):
        raise BadInput("name %s requires project (and environment, where the project has several)" % address.name)


def forbid_no_replicas(request):
    if request.state == "started" and request.options.get("replicas") == 0:
        return "replicas 0 and state started are mutually exclusive: use state stopped"
    return "replicas must not be negative" if (request.options.get("replicas") or 0) < 0 else ""


def forbid_volumes_elsewhere(request):
    return "remove_volumes requires state absent" if request.options.get("remove_volumes") and request.state != "absent" else ""


def forbid_deployed_never(request):
    return "state deployed and deploy never are mutually exclusive" if request.options.get("deploy") == "never" and request.state == "deployed" else ""


def require_url_to_verify(request):
    wrong = request.verify and not re.match(r"^https?://[^/\s]+", request.verify["url"])
    return "verify.url must be an address that begins with http:// or https://" if wrong else ""


def forbid_registry_twice(request):
    source = request.options.get("source") or {}
    twice = source.get("registry") and any(source.get(key) for key in ("registry_url", "username", "password"))
    return "source.registry copies address, user and password of a registry: leave out source.registry_url, username and password" if twice else ""


def require_header_texts(request):
    headers = (request.options.get("verify") or {}).get("headers") or {}
    return "" if all(isinstance(value, str) for value in headers.values()) else "verify.headers: every value must be a text: quote it"


OPTION_RULES = (
    forbid_no_replicas, forbid_volumes_elsewhere, forbid_deployed_never, require_url_to_verify, forbid_registry_twice, require_header_texts)
