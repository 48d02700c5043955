# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a provider of secrets. Dokploy masks its credentials; a mask in an update keeps the stored credential."""

from __future__ import annotations

from .._model.kinds import NOTHING, TEXT, WORDS
from .._model.row_kinds import Rows
from .._model.resource import FULL, Field, Group, Resource, Write
from .._model.named_rows import find_named
from .._model.variants import choose_provider, optional_field, required_field, unpack_config
from .uses import SERVICES, Uses

KINDS = {
    "hashicorp": (required_field("url", "url"), required_field("token", "token", hidden=True), optional_field("namespace", "namespace", default=None),
                  optional_field("mount", "mount", default="secret")),
    "infisical": (optional_field("site_url", "siteUrl", default="https://app.infisical.com"), required_field("client_id", "clientId"),
                  required_field("client_secret", "clientSecret", hidden=True), required_field("project_id", "projectId"),
                  required_field("environment_slug", "environmentSlug"), optional_field("secret_path", "secretPath", default="/", no_log=False)),
    "aws": (required_field("region", "region"), required_field("access_key_id", "accessKeyId"),
            required_field("secret_access_key", "secretAccessKey", hidden=True), optional_field("endpoint", "endpoint", default=None)),
    "doppler": (required_field("service_token", "serviceToken", hidden=True), optional_field("project", "project", default=None),
                optional_field("config", "config", default=None)),
    "azure": (required_field("vault_uri", "vaultUri"), required_field("tenant_id", "tenantId"), required_field("client_id", "clientId"),
              required_field("client_secret", "clientSecret", hidden=True)),
    "scaleway": (optional_field("region", "region", default="fr-par"), required_field("project_id", "projectId"),
                 required_field("secret_key", "secretKey", hidden=True), optional_field("api_url", "apiUrl", default="https://api.scaleway.com")),
}


class Assigned(Rows):
    """Projects with their environments, compared without regard to order."""

    def canonical(self, wire):
        return super().canonical([dict(row, environmentIds=sorted(row.get("environmentIds") or [])) for row in wire or []])


ASSIGNMENTS = Field("assignments", "assignments", Assigned(
    Field("project", "projectId", TEXT, more={"required": True}), Field("environments", "environmentIds", WORDS, default=[])), effect=NOTHING, default=[])


def find_ids(tree, options):
    """Replace the names of projects and environments with their ids. Raises Refused for a missing one."""
    assigned = []
    for one in options.get("assignments") or ():
        project = find_named(tree(), "projectId", one["project"], "assignments", "project")
        assigned.append({"project": project["projectId"], "environments": [find_named(
            project["environments"], "environmentId", name, "assignments", "environment")["environmentId"] for name in one.get("environments") or ()]})
    return dict(options, assignments=assigned) if assigned else options


def refers_to(row, record):
    """Return whether a service has a reference to the vault provider in its variables, or in those of its environment or project."""
    environment = row.get("environment") or {}
    texts = [row.get(key) for key in ("env", "buildArgs", "buildSecrets")] + [environment.get("env"), (environment.get("project") or {}).get("env")]
    return any("${{vault.%s." % record["name"] in (text or "") for text in texts)


def describe_type(resource, options, record):
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
    variant=describe_type,
    prepare=find_ids,
    unpack=unpack_config,
    used_by=Uses(refers_to, "They refer to it in their variables, and their next deployment would fail.", services=SERVICES),
    permissions={"vaultProvider.create": ("vaultProvider", "create"), "vaultProvider.update": ("vaultProvider", "update"),
                 "vaultProvider.remove": ("vaultProvider", "delete")},
)
