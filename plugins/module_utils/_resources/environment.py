# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes an environment of a project, with variables that its services may refer to."""

from __future__ import annotations

from .._model.kinds import NOTHING
from .._model.env_kinds import DOTENV
from .._model.resource import Field, PATCH_NO_NULL, Resource, Write

ENVIRONMENT = Resource(
    kind="environment",
    id="environmentId",
    addressing={
        "project": {"type": "str"}, "environment": {"type": "str", "aliases": ["name"]}, "project_id": {"type": "str"}, "environment_id": {"type": "str"}},
    parent="project",
    parent_id="projectId",
    fields=(
        Field("description", "description", effect=NOTHING, default=""),
        Field("env", "env", kind=DOTENV, secret="values", effect=NOTHING),
    ),
    shows=(("project_id", "projectId", str), ("is_default", "isDefault", bool)),
    read="environment.one",
    create="environment.create",
    create_keys=("name", "description"),
    options={"force": {"type": "bool", "default": False}},
    update=Write("environment.update", PATCH_NO_NULL),
    remove="environment.remove",
    permissions={
        "environment.create": ("environment", "create"), "environment.remove": ("environment", "delete"), "application.delete": ("service", "delete")},
)
