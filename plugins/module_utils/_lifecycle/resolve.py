# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Resolves the names in a request to ids, and refuses options that the server is too old for. Read-only."""

from __future__ import annotations

from dataclasses import replace

from .pipeline import warn_of_missing
from .versions import check_versions
from .._api.references import find_referenced_row
from .._api.providers import find_provider
from .._common.errors import MissingResource, Refused
from .._model.kinds import Change
from .._planning.plan import read_changes, with_types
from .._resources.references import GIT_PROVIDERS, PLANNED_ID, REFERENCES

# Options with defaults of Dokploy that depend on its version.
DEFAULTS_OF_VERSION = ("update_config", "rollback_config")


def resolve_names(ctx, request, record):
    """Replace names in a request by ids. Raises Refused for options that the server is too old for. C(record) is None for a creation."""
    changes = resolve_references(ctx, request, record)
    check_versions(ctx, request.resource, changes)
    for name in DEFAULTS_OF_VERSION:
        if name in changes:
            changes[name] = replace(changes[name], version=ctx.backend.version())
    return replace(request, changes=changes)


def check_children_versions(ctx, request):
    for option, dummy, child in request.resource.children:
        for wanted in request.options.get(option) or []:
            check_versions(ctx, child, read_changes(child, wanted))


def resolve_references(ctx, request, record):
    """Resolve names of registries, SSH keys and servers to their stored ids -> the changes; one request for each kind."""
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
            if ctx.backend.at_least(item.since):       # otherwise it is refused below
                changes[path] = Change(_find_network_ids(ctx, path, change.value, (record or {}).get("serverId")), path=path)
            continue
        kind, row = REFERENCES[item.ref], _find_row(ctx, path, item.ref, change.value)
        # What an earlier task creates has no values in check mode.
        is_planned = row[kind.id].startswith(PLANNED_ID)
        if not item.copies:
            changes[path] = Change(row[kind.id], path=path)
            if item.at_creation and record is not None and record.get(item.key) != row[kind.id]:
                raise Refused("%s was created on another %s, and Dokploy cannot move it to %s: nothing was changed" % (request.name, item.ref, change.value),
                              next_step="Remove it and create it there, or omit %s." % path)
            continue
        del changes[path]
        for own, theirs in item.copies:
            if ctx.masker and own == "password":
                ctx.masker.add_secret(row.get(theirs))
            _set_key(resource, changes, own, Change(row.get(theirs) or (describe_planned(kind, change.value) if is_planned else "")))
    if record is not None and "server" in changes and not changes["server"].value and record.get("serverId"):
        raise Refused("%s is on a remote server, and cannot be moved to Dokploy's own host: nothing was changed" % request.name)
    return changes


def _find_row(ctx, path, ref, named, **params):
    """Find the row that an option refers to. In check mode a missing one is a warning, and its row has only an id and the name."""
    kind = REFERENCES[ref]
    try:
        return find_provider(ctx.backend, ref, named) if ref in GIT_PROVIDERS else find_referenced_row(ctx.backend, kind, named, **params)
    except MissingResource as exc:
        if not ctx.check_mode:
            raise
        warn_of_missing(ctx, exc, path)
        return {kind.id: PLANNED_ID + describe_planned(kind, named), kind.name: named}


def describe_planned(kind, named):
    return "%s %s" % (kind.what, named)


def _find_network_ids(ctx, path, wanted, server_id):
    """Return the ids of networks that Dokploy manages on a server, by name."""
    rows = [_find_row(ctx, path, "network", one, **({"serverId": server_id} if server_id else {})) for one in wanted]
    bridges = sorted(row["name"] for row in rows if row.get("driver", "overlay") != "overlay")
    if bridges:
        raise Refused("managed_networks: %s is a bridge network, and Dokploy attaches services to overlay networks only; nothing was changed" % (
            ", ".join(bridges)))
    return sorted(row["networkId"] for row in rows)


def _set_key(resource, changes, key, change):
    for path, item in resource.flat():
        if item.key == key:
            changes[path] = Change(change.value, clear=change.clear, path=path)
