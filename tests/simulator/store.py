# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Dokploy stores: rows in tables, in the order in which they were made."""

from __future__ import annotations

import random
import string

ALPHABET = string.ascii_letters + string.digits + "_-"
BASE36 = string.digits + string.ascii_lowercase


class Identifiers:
    """Made-up ids; the same seed gives the same ones."""

    def __init__(self, seed=0):
        self._random = random.Random(seed)
        self._serial = 0

    def nanoid(self, length=21):
        return "".join(self._random.choice(ALPHABET) for _each in range(length))

    def base36(self, length=25):
        return "".join(self._random.choice(BASE36) for _each in range(length))

    def hex(self, length=64):
        return "".join(self._random.choice("0123456789abcdef") for _each in range(length))

    def suffix(self):
        return self.base36(6)

    def number(self, low, high):
        return self._random.randint(low, high)

    def serial(self):
        self._serial += 1
        return self._serial


# The columns of an application in the order of the database, with what a new one holds; a third item is the first version that has it.
APPLICATION = [
    ("applicationId", None), ("name", None), ("appName", None), ("description", None), ("env", None), ("previewEnv", None), ("watchPaths", None),
    ("previewBuildArgs", None), ("previewBuildSecrets", None), ("previewLabels", None), ("previewWildcard", None), ("previewPort", 3000),
    ("previewHttps", False), ("previewPath", "/"), ("previewCertificateType", "none"), ("previewCustomCertResolver", None), ("previewLimit", 3),
    ("isPreviewDeploymentsActive", False), ("previewRequireCollaboratorPermissions", True), ("rollbackActive", False), ("buildArgs", None),
    ("buildSecrets", None), ("memoryReservation", None), ("memoryLimit", None), ("cpuReservation", None), ("cpuLimit", None), ("title", None),
    ("enabled", None), ("subtitle", None), ("command", None), ("args", None), ("icon", None, (0, 29)), ("refreshToken", None),
    ("sourceType", "github"), ("cleanCache", False), ("repository", None), ("owner", None), ("branch", None), ("buildPath", "/"), ("triggerType", "push"),
    ("autoDeploy", True), ("gitlabProjectId", None), ("gitlabRepository", None), ("gitlabOwner", None), ("gitlabBranch", None), ("gitlabBuildPath", "/"),
    ("gitlabPathNamespace", None), ("giteaRepository", None), ("giteaOwner", None), ("giteaBranch", None), ("giteaBuildPath", "/"),
    ("bitbucketRepository", None), ("bitbucketRepositorySlug", None, (0, 27)), ("bitbucketOwner", None), ("bitbucketBranch", None),
    ("bitbucketBuildPath", "/"), ("username", None), ("password", None), ("dockerImage", None), ("registryUrl", None), ("customGitUrl", None),
    ("customGitBranch", None), ("customGitBuildPath", None), ("customGitSSHKeyId", None), ("enableSubmodules", False), ("dockerfile", "Dockerfile"),
    ("dockerContextPath", None), ("dockerBuildStage", None), ("dropBuildPath", None), ("healthCheckSwarm", None), ("restartPolicySwarm", None),
    ("placementSwarm", None), ("updateConfigSwarm", None), ("rollbackConfigSwarm", None), ("modeSwarm", None), ("labelsSwarm", None),
    ("networkSwarm", None), ("stopGracePeriodSwarm", None), ("endpointSpecSwarm", None), ("ulimitsSwarm", None, (0, 27)), ("replicas", 1),
    ("applicationStatus", "idle"), ("buildType", "nixpacks"), ("railpackVersion", "0.15.4"), ("herokuVersion", "24"), ("publishDirectory", None),
    ("isStaticSpa", None), ("createEnvFile", True, (0, 26, 1)), ("createdAt", None), ("registryId", None), ("rollbackRegistryId", None),
    ("environmentId", None), ("githubId", None), ("gitlabId", None), ("giteaId", None), ("bitbucketId", None), ("serverId", None),
    ("buildServerId", None), ("buildRegistryId", None), ("networkIds", [], (0, 29, 14)), ("detachDokployNetwork", False, (0, 29, 14)),
]

# columns that point at a row of another table
REFERENCES = {
    "environmentId": "environments", "githubId": "github", "gitlabId": "gitlab", "giteaId": "gitea", "bitbucketId": "bitbucket", "serverId": "servers",
    "buildServerId": "servers", "registryId": "registries", "rollbackRegistryId": "registries", "buildRegistryId": "registries",
    "customGitSSHKeyId": "sshKeys",
}
# where the database's name of a column is not that of the API
DATABASE_NAMES = {"previewCertificateType": "certificateType"}
SERVICES = ("applications", "mariadb", "mongo", "mysql", "postgres", "redis", "compose", "libsql")


def application_columns(version):
    """(name, default) of each column that a version has."""
    return [(item[0], item[1]) for item in APPLICATION if len(item) < 3 or version >= item[2]]


class Store:
    """The tables."""

    TABLES = ("projects", "environments", "applications", "domains", "deployments", "mounts", "ports", "redirects", "security",
              "registries", "sshKeys", "servers", "postgres", "mysql", "mariadb", "mongo", "redis", "libsql", "compose", "rollbacks",
              "github", "gitlab", "gitea", "bitbucket", "gitProviders", "previews", "networks", "certificates", "destinations", "backups",
              "schedules", "volumeBackups", "patches", "notifications", "vaultProviders", "dnsProviders", "users", "apiKeys", "organizations", "tags",
              "projectTags", "aiProviders", "invitations", "roles", "forwardAuth") + tuple("notification" + kind for kind in (
                  "slack", "telegram", "discord", "email", "resend", "gotify", "ntfy", "mattermost", "custom", "lark", "pushover", "teams"))

    def __init__(self, ids):
        self.ids = ids
        self.tables = {name: {} for name in self.TABLES}
        self.serials = {}

    def __getattr__(self, name):
        try:
            return self.__dict__["tables"][name]
        except KeyError:
            raise AttributeError(name)

    def serial(self, name):
        """The next number of a sequence, as the database's own counters give it: never one twice."""
        self.serials[name] = self.serials.get(name, 0) + 1
        return self.serials[name]

    def of(self, table, key, value):
        """The rows of a table with this value, oldest first."""
        return [row for row in self.tables[table].values() if row.get(key) == value]

    def group(self, table, key):
        """{value: rows of a table with it, oldest first}."""
        found = {}
        for row in self.tables[table].values():
            found.setdefault(row.get(key), []).append(row)
        return found
