# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Git providers other than a plain address: made by the API, never authorised by it."""

from __future__ import annotations

from ..errors import UNDEFINED, CallError, not_found
from ..world import digest_of
from . import Handlers

HANDLERS = Handlers()
COLUMNS = {
    "github": {"githubAppName": None, "githubAppId": None, "githubClientId": None, "githubClientSecret": None, "githubInstallationId": None,
               "githubPrivateKey": None, "githubWebhookSecret": None, "githubUrl": "https://github.com"},
    "gitea": {"giteaUrl": "https://gitea.com", "giteaInternalUrl": None, "redirectUri": None, "clientId": None, "clientSecret": None, "accessToken": None,
              "refreshToken": None, "expiresAt": None, "scopes": "repo,repo:status,read:user,read:org", "lastAuthenticatedAt": None},
    "gitlab": {"gitlabUrl": "https://gitlab.com", "gitlabInternalUrl": None, "applicationId": None, "redirectUri": None, "secret": None,
               "accessToken": None, "refreshToken": None, "groupName": None, "expiresAt": None},
    "bitbucket": {"bitbucketUsername": None, "bitbucketEmail": None, "appPassword": None, "apiToken": None, "bitbucketWorkspaceName": None},
}
SECRET = ("githubClientSecret", "githubPrivateKey", "githubWebhookSecret", "clientSecret", "accessToken", "refreshToken", "secret", "appPassword", "apiToken")
SHOWN = {
    "github": ("githubAppName", "githubAppId", "githubInstallationId", "githubUrl"), "gitea": ("giteaUrl", "clientId"),
    "gitlab": ("applicationId", "gitlabUrl"), "bitbucket": ("bitbucketUsername",),
}


def provider_row(sim, row):
    return {name: value for name, value in row.items() if name != "#order" and (name != "sharedWithOrganization" or sim.version_tuple >= (0, 29))}


def authorised(kind, row):
    """Whether a provider can be used."""
    if kind == "github":
        return bool(row["githubInstallationId"])
    return bool(row.get("apiToken")) if kind == "bitbucket" else bool(row["accessToken"] and row["refreshToken"])


def finished(kind, row):
    """Whether a provider is listed where one is chosen; Gitea's before it was authorised."""
    if kind == "gitea":
        return bool(row["clientId"] and row["clientSecret"])
    return kind == "bitbucket" or authorised(kind, row)


def base_of(kind, row):
    return (row.get(kind + "InternalUrl") or row.get(kind + "Url") or "https://bitbucket.org").rstrip("/")


def behind(sim, kind, row):
    """The repositories of the world at this provider; none: its server cannot be reached."""
    begin = base_of(kind, row) + "/"
    return {url[len(begin):-len(".git")]: one for url, one in sim.world.repositories.items()
            if url.startswith(begin) and not one.failure}


def by_hand(sim, kind, name, **values):
    """A provider as it comes of Dokploy's pages, which alone can authorise one."""
    row = new(sim, None, kind, dict(values, name=name))
    return {"gitProviderId": row["gitProviderId"], kind + "Id": row[kind + "Id"]}


def without_secrets(row):
    """A provider as an application shows it."""
    return {name: value for name, value in row.items() if name not in SECRET} if row is not None else None


def new(sim, key, kind, values):
    provider = {"gitProviderId": sim.ids.nanoid(), "name": values["name"], "providerType": kind, "createdAt": sim.now(),
                "organizationId": sim.organization_id, "userId": sim.user_id, "sharedWithOrganization": False, "#order": sim.ids.serial()}
    sim.store.gitProviders[provider["gitProviderId"]] = provider
    row = {kind + "Id": sim.ids.nanoid()}
    row.update(COLUMNS[kind])
    row.update({name: value for name, value in values.items() if name in COLUMNS[kind]})
    row["gitProviderId"] = provider["gitProviderId"]
    sim.store.tables[kind][row[kind + "Id"]] = row
    return row


@HANDLERS.named("gitea.create")
def gitea_create(sim, key, values):
    row = new(sim, key, "gitea", values)
    return {"giteaId": row["giteaId"], "clientId": row["clientId"], "giteaUrl": row["giteaUrl"]}


@HANDLERS.named("gitlab.create")
def gitlab_create(sim, key, values):
    new(sim, key, "gitlab", values)
    return UNDEFINED


@HANDLERS.named("bitbucket.create")
def bitbucket_create(sim, key, values):
    new(sim, key, "bitbucket", values)
    return UNDEFINED


def row_or_404(sim, kind, identifier):
    row = sim.store.tables[kind].get(identifier)
    if row is None:
        raise not_found("%s Provider" % kind.capitalize())
    return row


def reader(kind):
    @HANDLERS.named(kind + ".one")
    def one(sim, key, values):
        row = row_or_404(sim, kind, values[kind + "Id"])
        return dict(row, gitProvider=provider_row(sim, sim.store.gitProviders[row["gitProviderId"]]))

    @HANDLERS.named("%s.%sProviders" % (kind, kind))
    def providers(sim, key, values):
        return [{kind + "Id": row[kind + "Id"], "gitProvider": provider_row(sim, sim.store.gitProviders[row["gitProviderId"]])}
                for row in sim.store.tables[kind].values() if finished(kind, row)]

    @HANDLERS.named(kind + ".testConnection")
    def test(sim, key, values):
        try:
            row = row_or_404(sim, kind, values.get(kind + "Id"))
        except CallError as exc:
            raise exc if kind == "gitea" and sim.version_tuple >= (0, 29) else CallError("BAD_REQUEST", exc.message) from exc
        if not authorised(kind, row):
            raise CallError("BAD_REQUEST", "fetch failed" if kind in ("gitlab", "bitbucket") else (
                "No access token available. Please authorize with %s." % kind.capitalize()))
        found = behind(sim, kind, row)
        if not found:
            raise CallError("BAD_REQUEST", "fetch failed")
        return "Found %d repositories" % len(found)


def update(kind):
    @HANDLERS.named(kind + ".update")
    def written(sim, key, values):
        """The name and the provider are written apart, each by an id of its own that is not compared with the other."""
        row, provider = sim.store.tables[kind].get(values[kind + "Id"]), sim.store.gitProviders.get(values["gitProviderId"])
        changed = {name: value for name, value in values.items() if name in COLUMNS[kind]}
        if kind == "bitbucket":
            if row is None:
                raise not_found("Bitbucket provider")
            if not changed:
                raise CallError("INTERNAL_SERVER_ERROR", "No values to set")
            provider = sim.store.gitProviders[row["gitProviderId"]]
        if provider is not None:
            provider["name"] = values["name"]
        if row is None and kind == "gitea":
            raise CallError("INTERNAL_SERVER_ERROR", "Failed to update Gitea provider with ID %s" % values["giteaId"])
        if row is not None:
            row.update(changed)
        return {"gitea": {"success": True}, "bitbucket": row, "gitlab": UNDEFINED}[kind]


for _kind in ("gitlab", "gitea", "bitbucket"):
    update(_kind)


@HANDLERS.named("gitProvider.toggleShare")
def share(sim, key, values):
    provider = sim.store.gitProviders.get(values["gitProviderId"])
    if provider is None:
        raise not_found("Git Provider")
    provider["sharedWithOrganization"] = values["sharedWithOrganization"]
    return provider_row(sim, provider)


# How each failure of a provider's server reaches the client: a thrown error of its own is a 500, which Gitea's procedures turn into a 400;
# of Bitbucket's so are those with an answer, and a server that cannot be reached is a 500.
STATUS = {"gitea": "BAD_REQUEST", "bitbucket": "BAD_REQUEST"}


def asked(sim, kind, values, what):
    """The provider's row and the repositories that its server shows. One that the world does not describe cannot be reached."""
    if kind == "gitea" and sim.version_tuple < (0, 29) and values.get("giteaId") not in sim.store.tables[kind]:
        raise CallError("BAD_REQUEST", "Gitea Provider not found")
    row = row_or_404(sim, kind, values.get(kind + "Id"))
    status = STATUS.get(kind, "INTERNAL_SERVER_ERROR")
    found = behind(sim, kind, row)
    if not found:
        raise CallError("INTERNAL_SERVER_ERROR" if kind == "bitbucket" else status, "fetch failed")
    if not authorised(kind, row) or kind == "gitlab" and not sim.world.renews:
        raise CallError(status, "Failed to refresh token: Bad Request" if kind == "gitlab" else "Failed to fetch %s: Unauthorized" % what)
    return row, found, status


def branches(kind, repository):
    @HANDLERS.named("%s.get%sBranches" % (kind, kind.capitalize()))
    def listed(sim, key, values):
        """As its server tells them. An expired token fails as one that never was; GitLab's are known by the project's number alone."""
        if kind == "gitlab" and not values.get("id"):
            row_or_404(sim, kind, values.get("gitlabId"))
            return []
        dummy, rows, status = asked(sim, kind, values, "branches")
        found = rows.get("%s/%s" % (values["owner"], values[repository]))
        if found is None:
            raise CallError(status, "Failed to fetch branches: Not Found")
        return [{"id": name, "name": name, "commit": {"id": commit.identifier()}} for name, commit in found.branches.items()]


def repositories(kind):
    @HANDLERS.named("%s.get%sRepositories" % (kind, kind.capitalize()))
    def listed(sim, key, values):
        result = []
        for path in sorted(asked(sim, kind, values, "repositories")[1]):
            space, dummy, name = path.rpartition("/")
            row = {"name": name, "url": path, "owner": {"username": space.rpartition("/")[2]}}
            if kind == "bitbucket":
                row.update(slug=name, name=name.replace("-", " ").capitalize(), url="https://bitbucket.org/" + path)
            else:
                row["id"] = int(digest_of(path)[:6], 16)
            result.append(row)
        return result


for _kind, _repository in (("github", "repo"), ("gitea", "repositoryName"), ("gitlab", "repo"), ("bitbucket", "repo")):
    reader(_kind)
    branches(_kind, _repository)
    repositories(_kind)


@HANDLERS.named("gitProvider.getAll")
def get_all(sim, key, values):
    """All of them, the newest first; to a member those that are shared."""
    result = []
    for provider in sorted(sim.store.gitProviders.values(), key=lambda row: -row["#order"]):
        if not key.admin and not (provider["sharedWithOrganization"] or key.may("gitProviders", "read", sim.version_tuple)):
            continue
        item = provider_row(sim, provider)
        for kind in ("gitlab", "bitbucket", "github", "gitea"):
            item[kind] = None
        kind = provider["providerType"]
        row = next(row for row in sim.store.tables[kind].values() if row["gitProviderId"] == provider["gitProviderId"])
        if sim.version_tuple < (0, 29):
            # the whole row, its secrets too, and to whom it belongs is not told
            item[kind] = dict(row)
            result.append(item)
            continue
        item[kind] = {name: row[name] for name in (kind + "Id",) + SHOWN[kind]}
        item[kind]["isConfigured"] = kind != "bitbucket" and authorised(kind, row)
        if kind == "bitbucket":
            item[kind]["isDeprecated"] = not row["apiToken"]
        item["isOwner"] = key.admin
        result.append(item)
    return result


@HANDLERS.named("gitProvider.remove")
def remove(sim, key, values):
    """Gone, and with it the pointers of the applications; their kind of source stays."""
    provider = sim.store.gitProviders.get(values["gitProviderId"])
    if provider is None:
        raise CallError("BAD_REQUEST", "Git Provider not found")
    kind = provider["providerType"]
    for identifier, row in list(sim.store.tables[kind].items()):
        if row["gitProviderId"] == provider["gitProviderId"]:
            del sim.store.tables[kind][identifier]
            for service in (*sim.store.applications.values(), *sim.store.tables["compose"].values()):
                if service[kind + "Id"] == identifier:
                    service[kind + "Id"] = None
    return provider_row(sim, sim.store.gitProviders.pop(provider["gitProviderId"]))
