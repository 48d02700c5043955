# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Things that other resources name: where each is listed, and by what it is known. Private to this collection."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reference:
    """Something that a field names: where it is listed, and by what it is known."""

    what: str
    listing: str
    id: str
    name: str


REFERENCES = {
    "registry": Reference(what="registry", listing="registry.all", id="registryId", name="registryName"),
    "ssh_key": Reference(what="SSH key", listing="sshKey.all", id="sshKeyId", name="name"),
    "network": Reference(what="network", listing="network.all", id="networkId", name="name"),
    "build_server": Reference(what="build server", listing="server.buildServers", id="serverId", name="name"),
    "server": Reference(what="server", listing="server.all", id="serverId", name="name"),
}
# Git providers, which are listed when they can be used alone.
GIT_PROVIDERS = {
    kind: Reference(what=what + " provider", listing="%s.%sProviders" % (kind, kind), id=kind + "Id", name="gitProvider.name")
    for kind, what in (("github", "GitHub"), ("gitlab", "GitLab"), ("gitea", "Gitea"), ("bitbucket", "Bitbucket"))}
REFERENCES.update(GIT_PROVIDERS)
