# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds the Git providers of an organization."""

from __future__ import annotations

from .references import find_referenced_row
from .._common.errors import Ambiguous, ApiError, ResourceNotFound, Refused
from .._model.address import same_name
from .._resources.references import GIT_PROVIDERS

AUTHORISE = "Authorize it in Dokploy, under Settings and Git."


def find_provider(backend, kind, named):
    """Find a provider by name or id -> its row. Raises Refused for one of another kind or never authorized, else as references."""
    try:
        return find_referenced_row(backend, GIT_PROVIDERS[kind], named)
    except Ambiguous:
        raise
    except ResourceNotFound as exc:
        missing = exc
    for row in list_providers(backend):
        other = row.get("providerType")
        if same_name(row.get("name"), named) or named == (row.get(other) or {}).get("%sId" % other):
            if other == kind:
                raise Refused("the %s %s was never authorized: nothing was changed" % (GIT_PROVIDERS[kind].what, named), next_step=AUTHORISE)
            raise Refused("%s is a %s, and source.type is %s: nothing was changed" % (named, GIT_PROVIDERS[other].what, kind))
    raise missing


def list_providers(backend):
    """List the readable providers, unfinished ones too."""
    try:
        return backend.client.read("gitProvider.getAll") or []
    except ApiError:
        return []
