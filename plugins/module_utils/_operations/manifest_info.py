# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Exports a server as a manifest: C(dokploy_manifest_info)."""

from __future__ import annotations

import copy

from .._bulk.export import Exporter
from .._client.shared_reads import SharingClient
from .._common.errors import BadInput, ResourceNotFound
from .._model.address import same_name
from .._module.connection import NEEDS_API, open_client
from .._module.definition import ModuleDefinition
from .._module.options import CONNECTION
from .manifest import share_reads

OPTIONS = {
    "projects": {"type": "list", "elements": "str"},
    "include_secrets": {"type": "bool", "default": False},
    "dest": {"type": "path"}, "secrets_dest": {"type": "path", "no_log": False},       # of the action plugin
}


def manifest_info_module():
    """Make the definition of dokploy_manifest_info."""
    return ModuleDefinition(copy.deepcopy({**CONNECTION, **OPTIONS}), export_manifest)


def export_manifest(module_task):
    """Export the server of a task -> its result."""
    options = module_task.options
    if options["backend"] == "docker":
        raise BadInput(NEEDS_API)
    with share_reads(module_task) as shared:
        client = open_client(module_task, SharingClient, shared=shared)
        exported = Exporter(client, options["projects"] or ()).run()
        named = [one["name"] for one in exported.manifest.get("projects") or []]
        missing = [name for name in options["projects"] or () if not any(same_name(name, one) for one in named)]
        if missing:
            raise ResourceNotFound("no project is named %s" % ", ".join(missing))
        result = {"changed": False, "manifest": exported.manifest, "not_expressed": list(exported.lost), "requests": shared.requests}
        if options["include_secrets"]:
            result["secrets"] = exported.secrets
        return result
