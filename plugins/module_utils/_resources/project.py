# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a project, with variables that all of its services may refer to."""

from __future__ import annotations

from .._common.errors import MissingResource, NotFound, Refused
from .._model.address import same_name
from .._model.env_kinds import DOTENV
from .._model.kinds import NOTHING
from .._model.plan import NEW_ID, Step
from .._model.resource import Field, PATCH_NO_NULL, Resource, Write


def plan_tags(read, options, record):
    """Plan the assignment of all tags, if they differ. No id is sent twice, because Dokploy would then remove all tags. Raises Refused."""
    if options.get("tags") is None:
        return ()
    try:
        rows = read("tag.all") or []
    except NotFound:
        raise Refused("tags requires Dokploy v0.29.14 or later: nothing was changed") from None
    found = {name: [row["tagId"] for row in rows if row["tagId"] == name or same_name(row["name"], name)] for name in options["tags"]}
    unknown = sorted(name for name, ids in found.items() if not ids)
    if unknown:
        raise MissingResource("tags: there is no tag named %s: nothing was changed" % ", ".join(unknown), next_step="Known: %s." % (
            ", ".join(row["name"] for row in rows) or "none"))
    wanted = sorted({ids[0] for ids in found.values()})
    if wanted == sorted(one["tagId"] for one in (record or {}).get("projectTags") or []):
        return ()
    return (Step("tag.bulkAssign", {"projectId": (record or {}).get("projectId", NEW_ID), "tagIds": wanted}, "assign tags"),)


PROJECT = Resource(
    kind="project",
    id="projectId",
    addressing={"project": {"type": "str", "aliases": ["name"]}, "project_id": {"type": "str"}},
    fields=(
        Field("description", "description", effect=NOTHING, default=""),
        Field("env", "env", kind=DOTENV, secret="values", effect=NOTHING),
    ),
    read="project.one",
    listing="project.all",
    create="project.create",
    create_keys=("name", "description", "env"),
    options={"force": {"type": "bool", "default": False}, "tags": {"type": "list", "elements": "str"}},
    shows=(("tags", "projectTags", lambda rows: sorted(one["tag"]["name"] for one in rows)),),
    more_steps=plan_tags,
    update=Write("project.update", PATCH_NO_NULL),
    remove="project.remove",
    permissions={"project.create": ("project", "create"), "project.remove": ("project", "delete"), "application.delete": ("service", "delete")},
)
