# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds the resources in a manifest's projects that the manifest does not contain. Read-only."""

from __future__ import annotations

from .catalog import BY_KIND, name_entry
from .document import PROJECTS, Entry
from .._api.lookup import SERVICE_KINDS
from .._common.errors import BadInput
from .._common.versions import parse_version
from .._model.address import normalize_name

VOLUMES_SINCE = (0, 30, 0)            # the first version that can remove volumes; on older servers they stay
DATA = ("database",)                  # kinds that also require prune_data
KINDS = ("environment", "application", "compose", "database")


def check_prune(kinds, data):
    """Raise BadInput if kinds with data would be removed without prune_data."""
    held = [one for one in kinds if one in DATA]
    if held and not data:
        raise BadInput("prune with %s removes data: set prune_data: true, too" % ", ".join(held))


def find_surplus(entries, read, kinds, data):
    """Make the entries that remove surplus resources, after all other entries of their project. C(read(procedure, **parameters)) returns an answer.

    It searches only the projects and environments that the manifest names. An environment that the manifest does not name is removed with its
    services, if C(kinds) contains their kinds, too.
    """
    named = {(one.kind.kind, tuple(normalize_name(part) for part in one.parts)) for one in entries}
    removes_volumes = data and parse_version(read("settings.getDokployVersion")) >= VOLUMES_SINCE
    found = []
    for project in read("project.all") or []:
        where = (normalize_name(project["name"]),)
        if ("project", where) not in named:
            continue
        before = tuple(one.name for one in entries if tuple(normalize_name(part) for part in one.parts[:1]) == where and one.kind.key != PROJECTS)
        for environment in project.get("environments") or []:
            inner = where + (normalize_name(environment["name"]),)
            kept = ("environment", inner) in named
            whole = not kept and "environment" in kinds and not environment.get("isDefault")
            if not kept and not whole:
                continue
            services = list(_find_services(read, project, environment, named, kinds, removes_volumes, before))
            found += services
            if whole:
                found.append(_make_removal(BY_KIND["environment"], (project["name"], environment["name"]), {"environment_id": environment["environmentId"]},
                                           before + tuple(one.name for one in services)))
    return tuple(found)


def _find_services(read, project, environment, named, kinds, removes_volumes, before):
    """Yield the entries that remove surplus services of an environment. C(named): (kind, names) of all entries."""
    row = read("environment.one", environmentId=environment["environmentId"]) or {}
    for key, (kind, id_key, *dummy) in SERVICE_KINDS.items():
        entry_kind = BY_KIND.get(kind) or BY_KIND["database"]
        if entry_kind.kind not in kinds:
            continue
        for service in row.get(key) or []:
            parts = (project["name"], environment["name"], service["name"])
            if (entry_kind.kind, tuple(normalize_name(part) for part in parts)) in named:
                continue
            # The module checks the names against the id, and messages contain them.
            options = {entry_kind.kind + "_id": service[id_key], **dict(zip(("project", "environment", "name"), parts))}
            if entry_kind.kind == "database":
                options["kind"] = kind
            if removes_volumes:
                options["remove_volumes"] = True
            yield _make_removal(entry_kind, parts, options, before)


def _make_removal(kind, parts, options, before):
    return Entry(kind, name_entry(kind.kind, parts), dict(options, state="absent"), "", before, parts)
