# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A project: environments, and variables that all of its services may refer to. Private to this collection."""

from __future__ import annotations

from .._model.kinds import NOTHING
from .._model.env_kinds import DOTENV
from .._model.resource import Field, PATCH_NO_NULL, Resource, Write

PROJECT = Resource(
    kind="project",
    id="projectId",
    # An environment is taken and ignored, so that it may stand in the group's module_defaults.
    addressing={"project": {"type": "str", "aliases": ["name"]}, "project_id": {"type": "str"}, "environment": {"type": "str"}},
    fields=(
        Field("description", "description", effect=NOTHING, default=""),
        Field("env", "env", kind=DOTENV, secret="values", effect=NOTHING),
    ),
    read="project.one",
    listing="project.all",
    create="project.create",
    create_keys=("name", "description", "env"),
    options={"force": {"type": "bool", "default": False}},
    update=Write("project.update", PATCH_NO_NULL),
    remove="project.remove",
    permissions={"project.create": ("project", "create"), "project.remove": ("project", "delete"), "application.delete": ("service", "delete")},
)
