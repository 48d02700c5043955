# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A provider of secrets, whose credentials Dokploy masks: a mask that is sent back keeps what is stored."""

from __future__ import annotations

from .._model.kinds import NOTHING, TEXT, WORDS
from .._model.row_kinds import Rows
from .._model.resource import FULL, Field, Group, Resource, Write
from .._model.named_rows import find_named
from .._model.variants import choose_provider, more, needed, unpack_config

KINDS = {
    "hashicorp": (needed("url", "url"), needed("token", "token", hidden=True), more("namespace", "namespace", default=None),
                  more("mount", "mount", default="secret")),
    "infisical": (more("site_url", "siteUrl", default="https://app.infisical.com"), needed("client_id", "clientId"),
                  needed("client_secret", "clientSecret", hidden=True), needed("project_id", "projectId"), needed("environment_slug", "environmentSlug"),
                  more("secret_path", "secretPath", default="/", no_log=False)),
    "aws": (needed("region", "region"), needed("access_key_id", "accessKeyId"), needed("secret_access_key", "secretAccessKey", hidden=True),
            more("endpoint", "endpoint", default=None)),
    "doppler": (needed("service_token", "serviceToken", hidden=True), more("project", "project", default=None), more("config", "config", default=None)),
    "azure": (needed("vault_uri", "vaultUri"), needed("tenant_id", "tenantId"), needed("client_id", "clientId"),
              needed("client_secret", "clientSecret", hidden=True)),
    "scaleway": (more("region", "region", default="fr-par"), needed("project_id", "projectId"), needed("secret_key", "secretKey", hidden=True),
                 more("api_url", "apiUrl", default="https://api.scaleway.com")),
}


class Assigned(Rows):
    """Projects with their environments; the order of neither counts."""

    def canonical(self, wire):
        return super().canonical([dict(row, environmentIds=sorted(row.get("environmentIds") or [])) for row in wire or []])


ASSIGNMENTS = Field("assignments", "assignments", Assigned(
    Field("project", "projectId", TEXT, more={"required": True}), Field("environments", "environmentIds", WORDS, default=[])), effect=NOTHING, default=[])


def find_ids(tree, options):
    """The options with the ids of the projects and environments that are named. Raises Refused for one that does not exist."""
    assigned = []
    for one in options.get("assignments") or ():
        project = find_named(tree(), "projectId", one["project"], "assignments", "project")
        assigned.append({"project": project["projectId"], "environments": [find_named(
            project["environments"], "environmentId", name, "assignments", "environment")["environmentId"] for name in one.get("environments") or ()]})
    return dict(options, assignments=assigned) if assigned else options


def of_provider(resource, options, record):
    return choose_provider(resource, options, record, KINDS, (ASSIGNMENTS,))


VAULT_PROVIDER = Resource(
    kind="vault_provider",
    id="vaultProviderId",
    since="0.30.0",
    addressing={"name": {"type": "str"}, "vault_provider_id": {"type": "str"}},
    fields=(ASSIGNMENTS,) + tuple(Group(kind, fields) for kind, fields in KINDS.items()),
    shows=(("type", "providerType", str),),
    options={"test": {"type": "bool", "default": True}},
    listing="vaultProvider.all", create="vaultProvider.create",
    update=Write("vaultProvider.update", FULL, always=("name",)),
    remove="vaultProvider.remove",
    test=Write("vaultProvider.testConnection", always=("vaultProviderId",)),
    variant=of_provider,
    prepare=find_ids,
    unpack=unpack_config,
    permissions={"vaultProvider.create": ("vaultProvider", "create"), "vaultProvider.update": ("vaultProvider", "update"),
                 "vaultProvider.remove": ("vaultProvider", "delete")},
)
