# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists the resources that fields of other resources refer to, with their listing and the keys of their ids and names."""

from __future__ import annotations

from dataclasses import dataclass, field


PLANNED_ID = "@"            # the first character of the id of a record that check mode treats as created


@dataclass(frozen=True, eq=False, repr=False)
class Reference:
    """A resource that fields refer to: the procedure that lists it, and the keys of its id and name."""

    what: str
    listing: str
    id: str
    name: str
    # For Git providers: the procedure that lists repositories, or the one that lists the branches of a repository, and its key of the
    # repository; the keys that Dokploy stores of a repository besides its name, as (own key, key in the listing); own key -> first version.
    repositories: str = ""
    branches: str = ""
    repository_key: str = "repo"
    stored_beside: tuple = ()
    beside_since: dict = field(default_factory=dict)


REFERENCES = {
    "registry": Reference(what="registry", listing="registry.all", id="registryId", name="registryName"),
    "ssh_key": Reference(what="SSH key", listing="sshKey.all", id="sshKeyId", name="name"),
    "network": Reference(what="network", listing="network.all", id="networkId", name="name"),
    "build_server": Reference(what="build server", listing="server.buildServers", id="serverId", name="name"),
    "destination": Reference(what="destination", listing="destination.all", id="destinationId", name="name"),
    "project": Reference(what="project", listing="project.all", id="projectId", name="name"),
    "server": Reference(what="server", listing="server.all", id="serverId", name="name"),
}


def describe_provider(kind, what, **more):
    """Make the Reference of a Git provider. Dokploy lists only usable ones."""
    return Reference(what=what + " provider", listing="%s.%sProviders" % (kind, kind), id=kind + "Id", name="gitProvider.name", **more)


GIT_PROVIDERS = {
    "github": describe_provider("github", "GitHub", branches="github.getGithubBranches"),
    "gitlab": describe_provider("gitlab", "GitLab", repositories="gitlab.getGitlabRepositories", stored_beside=(
        ("gitlabProjectId", "id"), ("gitlabPathNamespace", "url"))),
    "gitea": describe_provider("gitea", "Gitea", branches="gitea.getGiteaBranches", repository_key="repositoryName"),
    "bitbucket": describe_provider("bitbucket", "Bitbucket", repositories="bitbucket.getBitbucketRepositories", stored_beside=(
        ("bitbucketRepositorySlug", "slug"),), beside_since={"bitbucketRepositorySlug": "0.26.7"}),
}
REFERENCES.update(GIT_PROVIDERS)
