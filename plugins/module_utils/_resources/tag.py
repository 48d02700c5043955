# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a tag of projects."""

from __future__ import annotations

from .._model.kinds import NOTHING
from .._model.resource import Field, Resource, Write
from .._model.text_kinds import COLOR

TAG = Resource(
    kind="tag",
    id="tagId",
    since="0.29.14",
    addressing={"name": {"type": "str"}, "tag_id": {"type": "str"}},
    fields=(Field("color", "color", COLOR, effect=NOTHING),),
    listing="tag.all",
    create="tag.create",
    create_keys=("color",),
    update=Write("tag.update"),
    remove="tag.remove",
    permissions={"tag.create": ("tag", "create"), "tag.update": ("tag", "update"), "tag.remove": ("tag", "delete")},
)
