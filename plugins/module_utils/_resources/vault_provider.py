# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A provider of secrets, whose credentials Dokploy masks: a mask that is sent back keeps what is stored. Private to this collection."""

from __future__ import annotations

from dataclasses import replace

from .._common.errors import BadInput, Refused
from .._common.wording import pluralize
from .._model.address import same_name
from .._model.kinds import NOTHING, TEXT, WORDS, Rows
from .._model.resource import FULL, Field, Group, Resource, Write


def needed(option, key, secret=False):
    return Field(option, key, effect=NOTHING, secret=secret, write_only=secret, clearable=False)


def more(option, key, default=None, **spec):
    return Field(option, key, effect=NOTHING, default=default, more=spec)


KINDS = {
    "hashicorp": (needed("url", "url"), needed("token", "token", True), more("namespace", "namespace"), more("mount", "mount", "secret")),
    "infisical": (more("site_url", "siteUrl", "https://app.infisical.com"), needed("client_id", "clientId"), needed("client_secret", "clientSecret", True),
                  needed("project_id", "projectId"), needed("environment_slug", "environmentSlug"), more("secret_path", "secretPath", "/", no_log=False)),
    "aws": (needed("region", "region"), needed("access_key_id", "accessKeyId"), needed("secret_access_key", "secretAccessKey", True),
            more("endpoint", "endpoint")),
    "doppler": (needed("service_token", "serviceToken", True), more("project", "project"), more("config", "config")),
    "azure": (needed("vault_uri", "vaultUri"), needed("tenant_id", "tenantId"), needed("client_id", "clientId"), needed("client_secret", "clientSecret", True)),
    "scaleway": (more("region", "region", "fr-par"), needed("project_id", "projectId"), needed("secret_key", "secretKey", True),
                 more("api_url", "apiUrl", "https://api.scaleway.com")),
}


class Assigned(Rows):
    """Projects with their environments; the order of neither counts."""

    def canonical(self, wire):
        return super().canonical([dict(row, environmentIds=sorted(row.get("environmentIds") or [])) for row in wire or []])


ASSIGNMENTS = Field("assignments", "assignments", Assigned(
    Field("project", "projectId", TEXT, more={"required": True}), Field("environments", "environmentIds", WORDS, default=[])), effect=NOTHING, default=[])


def find_ids(tree, options):
    """The options with the ids of the projects and environments that are named. Raises Refused for one that does not exist."""
    def find_row(rows, key, named, what):
        found = [row for row in rows if row[key] == named] or [row for row in rows if same_name(row["name"], named)]
        if len(found) != 1:
            raise Refused("assignments: %d %s are named %s: nothing was changed" % (len(found), pluralize(what), named))
        return found[0]
    assigned = []
    for one in options.get("assignments") or ():
        project = find_row(tree(), "projectId", one["project"], "project")
        assigned.append({"project": project["projectId"], "environments": [find_row(
            project["environments"], "environmentId", name, "environment")["environmentId"] for name in one.get("environments") or ()]})
    return dict(options, assignments=assigned) if assigned else options


def of_kind(resource, options, record, kinds=None, fixed=(ASSIGNMENTS,)):
    """The description of the type that is stored, or that the task names. Raises BadInput, and Refused where the two differ."""
    kinds, what = kinds or KINDS, resource.kind.replace("_", " ")
    named = [kind for kind in kinds if options.get(kind) is not None]
    kind = (record or {}).get("providerType") or (named[0] if named else "")
    if len(named) > 1 or not kind:
        raise BadInput("a %s is of one type: name one of %s" % (what, ", ".join(kinds)))
    if named and named[0] != kind:
        raise Refused("this %s is of the type %s, and not %s: nothing was changed" % (what, kind, named[0]))
    missing = [one.option for one in kinds[kind] if not one.clearable and not (options.get(kind) or {}).get(one.option)]
    if record is None and missing:
        raise BadInput("%s: %s is needed to create it" % (kind, ", ".join(missing)))
    keys = tuple(one.key for one in kinds[kind])

    def pack(dummy, body):
        config = {key: body.pop(key) for key in keys if key in body}
        return dict(body, config=dict({key: value for key, value in config.items() if value not in (None, "")}, providerType=kind))
    own = keys + tuple(one.key for one in fixed)
    return replace(resource, fields=fixed + (Group(kind, kinds[kind]),), create_keys=own, create_always=own, pack=pack,
                   test=resource.test and replace(resource.test, always=resource.test.always + keys))


VAULT_PROVIDER = Resource(
    kind="vault_provider",
    id="vaultProviderId",
    since="0.30.0",
    addressing={"name": {"type": "str"}, "vault_provider_id": {"type": "str"}, "project": {"type": "str"}, "environment": {"type": "str"}},
    fields=(ASSIGNMENTS,) + tuple(Group(kind, fields) for kind, fields in KINDS.items()),
    shows=(("type", "providerType", str),),
    options={"test": {"type": "bool", "default": True}},
    listing="vaultProvider.all",
    create="vaultProvider.create",
    update=Write("vaultProvider.update", FULL, always=("name",)),
    remove="vaultProvider.remove",
    test=Write("vaultProvider.testConnection", always=("vaultProviderId",)),
    variant=of_kind,
    prepare=find_ids,
    unpack=lambda row: dict({key: value for key, value in row.items() if key != "config"}, **(row.get("config") or {})),
    permissions={"vaultProvider.create": ("vaultProvider", "create"), "vaultProvider.update": ("vaultProvider", "update"),
                 "vaultProvider.remove": ("vaultProvider", "delete")},
)
