# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a registry of images. Dokploy stores a wrong password, so the module tests the login first."""

from __future__ import annotations

from .._model.kinds import NOTHING
from .._model.resource import FULL, Field, Resource, Write
from .uses import Uses, refers_by

REGISTRY = Resource(
    kind="registry",
    id="registryId",
    name="registryName",
    addressing={"name": {"type": "str"}, "registry_id": {"type": "str"}},
    fields=(
        Field("url", "registryUrl", effect=NOTHING, clearable=False),
        Field("username", "username", effect=NOTHING, clearable=False),
        Field("password", "password", effect=NOTHING, secret=True, clearable=False),
        Field("image_prefix", "imagePrefix", effect=NOTHING),
    ),
    listing="registry.all",
    create="registry.create",
    create_keys=("registryUrl", "username", "password", "imagePrefix"),
    create_extra={"registryType": "cloud", "imagePrefix": None},
    update=Write("registry.update"),
    remove="registry.remove",
    test=Write("registry.testRegistry", FULL, always=("registryName", "registryUrl", "username", "password", "registryType", "imagePrefix")),
    needed=("url", "username", "password"),
    used_by=Uses(
        refers_by("registryId", "registryId", "buildRegistryId", "rollbackRegistryId"), "Dokploy would clear it in these, and push no more images of theirs.",
        services=("application",)),
    permissions={"registry.create": ("registry", "create"), "registry.update": ("registry", "create"), "registry.remove": ("registry", "delete")},
)
