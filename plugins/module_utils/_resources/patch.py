# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a patch: a change to a file of a Git source before each build. Dokploy does not check its path."""

from __future__ import annotations

from .._model.kinds import BOOL, Kind, NOTHING, TEXT
from .._model.ownership import Ownership
from .._model.resource import Field, Resource, Write
from .._model.text_kinds import find_path_problem


class Content(Kind):
    """The text of a file, compared without a line end at its end, which Dokploy's update adds and its creation does not."""

    def canonical(self, wire):
        return (wire or "").removesuffix("\n") or None

    def show(self, wire):
        return wire or None


def find_wrong_patch(options, record):
    for name in ("path", "rename_to"):
        problem = find_path_problem(options.get(name) or "")
        if problem:
            return "%s: %s" % (name, problem)
    kind = options.get("type") or (record or {}).get("type") or "update"
    return "content is needed to create it" if record is None and kind != "delete" and options.get("content") is None else ""


PATCH = Resource(
    kind="patch",
    id="patchId",
    name="filePath",
    name_option="path",
    since="0.28.8",
    addressing={"path": {"type": "str"}, "patch_id": {"type": "str"}, "application": {"type": "str"}, "compose": {"type": "str"},
                "project": {"type": "str"}, "environment": {"type": "str"}},
    owner=Ownership(
        kinds=("application", "compose"), list_call=lambda kind, own_id: ("patch.byEntityId", {"id": own_id, "type": kind}, ""),
        keys=lambda kind, own_id: {kind + "Id": own_id}),
    fields=(
        Field("content", "content", Content(), effect=NOTHING, default=""),
        Field("type", "type", TEXT, effect=NOTHING, clearable=False, more={"choices": ["create", "update", "delete"]}),
        Field("enabled", "enabled", BOOL, effect=NOTHING, default=True),
    ),
    read="patch.one",
    create="patch.create",
    create_keys=("content", "type"),
    create_always=("content",),
    starts={"enabled": True},        # Dokploy always creates it enabled
    update=Write("patch.update"),
    remove="patch.delete",
    refuse=find_wrong_patch,
)
