# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Verifies the source of a Git provider before it is stored or deployed.

Dokploy accepts any source, and its deployment fails later. Read-only, so check mode verifies the same.
"""

from __future__ import annotations

import re

from .._common.errors import Ambiguous, ApiError, ResourceNotFound, PermissionMissing, Refused
from .._planning.plan import store_also
from .._resources.references import GIT_PROVIDERS, PLANNED_ID
from .._api.providers import AUTHORISE, list_providers

NOT_ADMITTED = re.compile(r"unauthori[sz]ed|forbidden|\b40[13]\b|token|credential|not configured|password are required|email is required", re.IGNORECASE)
NOT_FOUND = re.compile(r"not found|\b404\b", re.IGNORECASE)


def complete_source(ctx, request, plan):
    """Add the keys of a repository that the provider knows (C(stored_beside)) to the plan, if they are missing or the repository changes."""
    record = plan.record_after
    provider = GIT_PROVIDERS.get(record.get("sourceType"))
    if provider is None or not provider.stored_beside:
        return plan
    source = _read_source(request, record)
    keys = [pair for pair in provider.stored_beside if pair[0] not in provider.beside_since or ctx.backend.at_least(provider.beside_since[pair[0]])]
    if not keys or not all(source[name] for name in ("provider", "owner", "repository")) or source["provider"].startswith(PLANNED_ID):
        return plan
    if all(record.get(key) for key, dummy in keys) and not {"source.type", "source.provider", "source.owner", "source.repository"} & set(plan.changed):
        return plan
    row = _find_repository(ctx, request, record, source)
    return store_also(plan, **{key: row.get(theirs) for key, theirs in keys if record.get(key) != row.get(theirs)})


def check_source(ctx, request, record):
    """Refuse a source whose provider is unreachable, refuses Dokploy, or lacks the repository. Checks nothing that this key may not read."""
    kind = record.get("sourceType")
    provider = GIT_PROVIDERS.get(kind)
    source = _read_source(request, record) if provider is not None else {}
    if not all(source.get(name) for name in ("provider", "owner", "repository")):
        return      # nothing to check: missing options are refused elsewhere
    if source["provider"].startswith(PLANNED_ID):
        return
    try:
        if provider.repositories:
            _list_repositories(ctx, request, record, source)
        else:
            _read_from_provider(ctx, request, record, source, provider.branches, **{
                provider.id: source["provider"], "owner": source["owner"], provider.repository_key: source["repository"]})
    except PermissionMissing:
        pass


def _read_source(request, record):
    """Return the source by its options; C(provider) is the id."""
    return {item.option: record.get(item.key) for path, item in request.resource.flat(record) if path.startswith("source.") and item.key}


def _list_repositories(ctx, request, record, source):
    """List the repositories that the provider's account sees, read once."""
    provider, listings = GIT_PROVIDERS[record["sourceType"]], ctx.backend.listings
    known = (provider.repositories, source["provider"])
    if known not in listings:
        listings[known] = _read_from_provider(ctx, request, record, source, provider.repositories, **{provider.id: source["provider"]}) or []
    return listings[known]


def _find_repository(ctx, request, record, source):
    """Find the row of the repository. A GitLab namespace is its whole path (group/subgroup) or its last part."""
    rows = _list_repositories(ctx, request, record, source)
    whole = "%s/%s" % (source["owner"], source["repository"])
    found = [row for row in rows if row.get("url") == whole] or [
        row for row in rows if (row.get("owner") or {}).get("username") == source["owner"]
        and source["repository"] in (row.get("slug"), row.get("name"), str(row.get("url")).rpartition("/")[2])]
    if len(found) > 1:
        raise Ambiguous("source.repository: %s matches %d repositories: %s" % (whole, len(found), ", ".join(str(row.get("url")) for row in found)),
                        next_step="Set source.owner to the whole path before the repository's name.")
    if not found:
        names = sorted("%s/%s" % (row["owner"]["username"], row["slug"]) if row.get("slug") else str(row.get("url")) for row in rows)
        raise ResourceNotFound(
            "the %s lists no repository %s: nothing was changed" % (GIT_PROVIDERS[record["sourceType"]].what, whole),
            next_step="It lists: %s." % (", ".join(names[:20] + ["…"] * (len(names) > 20)) or "none"))
    return found[0]


def _read_from_provider(ctx, request, record, source, procedure, **params):
    """Call a procedure of the source's Git provider. Raises Refused with the reason if the provider refuses or does not answer."""
    try:
        return ctx.backend.client.read(procedure, **params)
    except PermissionMissing:
        raise
    except ApiError as exc:
        text, kind = exc.server_message or exc.message, record["sourceType"]
        row = next((row for row in list_providers(ctx.backend) if (row.get(kind) or {}).get(kind + "Id") == source["provider"]), {})
        what = "%s%s" % (GIT_PROVIDERS[kind].what, " %s" % row["name"] if row.get("name") else "")
        if row and kind != "bitbucket" and not _is_authorized(row[kind]):
            problem, advice = "the %s was never authorized" % what, AUTHORISE
        elif NOT_ADMITTED.search(text):
            problem, advice = "the %s refuses Dokploy's access (%s)" % (what, text), "Its authorization expired or was revoked. " + AUTHORISE
        elif NOT_FOUND.search(text):
            problem = "the %s has no repository %s/%s, or its account cannot read it" % (what, source["owner"], source["repository"])
            advice = "Check source.owner and source.repository, and the permissions of the account."
        else:
            problem, advice = "the %s cannot be reached (%s)" % (what, text), "Check its server, and the network from Dokploy's own."
        raise Refused("%s: %s; nothing was changed" % (request.name, problem), next_step=advice) from exc


def _is_authorized(row):
    """Return whether a provider is authorized: newer servers have a flag; older ones show the tokens themselves, which are not kept."""
    if "isConfigured" in row:
        return row["isConfigured"]
    return bool(row.get("accessToken") or row.get("githubInstallationId"))
