# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a Git provider. GitHub's are created in the browser. A person must authorize all but Bitbucket's."""

from __future__ import annotations

from dataclasses import replace

from .._common.errors import ApiError
from .._model.kinds import NOTHING
from .._model.plan import NEW_ID, Step
from .._model.resource import Field, Group, Resource, Write
from .._model.variants import choose_type, optional_field, required_field
from .uses import Uses

KINDS = {
    "gitlab": (required_field("url", "gitlabUrl"), Field("internal_url", "gitlabInternalUrl", effect=NOTHING, since="0.28.8"),
               required_field("application_id", "applicationId"), required_field("secret", "secret", secret=True), optional_field("group", "groupName"),
               required_field("redirect_uri", "redirectUri")),
    "gitea": (required_field("url", "giteaUrl"), Field("internal_url", "giteaInternalUrl", effect=NOTHING, since="0.28.8"),
              required_field("client_id", "clientId"),
              required_field("client_secret", "clientSecret", secret=True), required_field("redirect_uri", "redirectUri")),
    "bitbucket": (required_field("username", "bitbucketUsername"), required_field("email", "bitbucketEmail"),
                  required_field("api_token", "apiToken", secret=True), optional_field("workspace", "bitbucketWorkspaceName")),
    "github": (),
}
ALWAYS = {"gitlab": ("gitlabUrl",), "gitea": ("giteaUrl",), "bitbucket": ("bitbucketUsername",), "github": ()}      # required in each update


def describe_type(resource, options, record):
    kind = choose_type(resource, options, record, KINDS, "providerType")
    return replace(
        resource, fields=(Group(kind, KINDS[kind]),), create_keys=tuple(one.key for one in KINDS[kind]), create=kind + ".create",
        update=Write(kind + ".update", always=("name", kind + "Id") + ALWAYS[kind]),
        create_extra={} if kind == "gitea" else {"authId": "community.dokploy"})


def unpack_provider(row):
    """Merge the fields of the provider's kind into the row, and add C(authorized). Bitbucket needs no authorization."""
    kind, own = row["providerType"], row.get(row["providerType"]) or {}
    allowed = own.get("isConfigured", bool(own.get("githubInstallationId") if kind == "github" else own.get("accessToken") and own.get("refreshToken")))
    return dict({key: value for key, value in row.items() if key not in KINDS}, **dict(own, authorized=kind == "bitbucket" or bool(allowed)))


def plan_share(read, options, record):
    wanted, record = options.get("shared"), record or {}
    body = {"gitProviderId": record.get("gitProviderId", NEW_ID), "sharedWithOrganization": wanted}
    return () if wanted in (None, bool(record.get("sharedWithOrganization"))) else (
        Step("gitProvider.toggleShare", body, "%s git_provider" % ("share" if wanted else "unshare")),)


def look_at_access(call, read, options, record, actions):
    """Read whether the provider is authorized, with the page to do so, and whether its connection works, if C(test) is set."""
    row = next(unpack_provider(one) for one in read("gitProvider.getAll") if one["gitProviderId"] == record["gitProviderId"])
    kind, page = row["providerType"], None if row["authorized"] else (options.get("api_url") or "").rstrip("/") + "/dashboard/settings/git-providers"
    access, problem = None, ""
    if options.get("test"):
        try:
            access = bool(call(kind + ".testConnection", {kind + "Id": row[kind + "Id"]}))
        except ApiError as exc:
            access, problem = False, exc.server_message or exc.message
    return {"authorized": row["authorized"], "authorize_url": page, "access": access, "access_problem": problem}


GIT_PROVIDER = Resource(
    kind="git_provider", id="gitProviderId", addressing={one: {"type": "str"} for one in ("name", "git_provider_id")},
    fields=tuple(Group(kind, fields) for kind, fields in KINDS.items() if fields),
    shows=(("type", "providerType", str), ("authorized", "authorized", bool), ("shared", "sharedWithOrganization", bool)),
    options={"shared": {"type": "bool"}, "test": {"type": "bool", "default": False}},
    listing="gitProvider.getAll", remove="gitProvider.remove", variant=describe_type, unpack=unpack_provider, more_steps=plan_share, look=look_at_access,
    read_more=lambda row: (row["providerType"] + ".one", {row["providerType"] + "Id": row[row["providerType"] + "Id"]}),
    refuse=lambda options, record: "only a person can change a GitHub provider, in the browser" if options.get("rename_to") and (
        record or {}).get("providerType") == "github" else "",
    used_by=Uses(lambda row, record: record[record["providerType"] + "Id"] == row.get(record["providerType"] + "Id"), (
        "Dokploy would clear it in these, and their next deployment would fail.")),
    permissions={"gitProvider.remove": ("gitProviders", "delete"), **{
        "%s.%s" % (kind, call): ("gitProviders", "create") for kind in KINDS for call in ("create", "update")}},
)
