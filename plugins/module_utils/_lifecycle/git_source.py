# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A source that a Git provider of Dokploy's serves: found by name, and asked before it is stored or deployed. Private to this collection.

Dokploy stores, queues and begins whatever it is told, and the deployment fails later. All that is asked here are reads, so that check mode
asks the same.
"""

from __future__ import annotations

import re

from .._common.errors import Ambiguous, ApiError, NotThere, PermissionMissing, Refused
from .._model.address import same_name
from .._resources.references import REFERENCES
from .._api.lookup import reference

# What Dokploy stores of a repository beside its name, and the key of it where the provider's repositories are listed.
BESIDE = {"gitlab": (("gitlabProjectId", "id"), ("gitlabPathNamespace", "url")), "bitbucket": (("bitbucketRepositorySlug", "slug"),)}
# Since when an older server knows such a key.
SINCE = {"bitbucketRepositorySlug": "0.26.7"}
REFUSED = re.compile(r"unauthori[sz]ed|forbidden|\b40[13]\b|token|credential|not configured|password are required|email is required", re.IGNORECASE)
NOT_FOUND = re.compile(r"not found|\b404\b", re.IGNORECASE)
AUTHORISE = "Authorise it in Dokploy, under Settings and Git."


def find(backend, kind, named):
    """A provider by its name or id -> its row. One that is of another kind, or was never authorised, is told from one that is not there."""
    try:
        return reference(backend, REFERENCES[kind], named)
    except Ambiguous:
        raise
    except NotThere as exc:
        missing = exc
    for row in _every(backend):
        other = row.get("providerType")
        if same_name(row.get("name"), named) or named == (row.get(other) or {}).get("%sId" % other):
            if other == kind:
                raise Refused("the %s %s was never authorised: nothing was changed" % (REFERENCES[kind].what, named), next_step=AUTHORISE)
            raise Refused("%s is a %s, and source.type is %s: nothing was changed" % (named, REFERENCES[other].what, kind))
    raise missing


def _every(backend):
    """Every provider that this key may see, the unfinished too."""
    try:
        return backend.client.read("gitProvider.getAll") or []
    except ApiError:
        return []


def complete(task, plan, merged):
    """Look up what is stored of a repository beside its name, where it is missing or the repository is another one."""
    said = _said(task, merged)
    keys = [pair for pair in BESIDE.get(merged.get("sourceType"), ()) if pair[0] not in SINCE or task.backend.at_least(SINCE[pair[0]])]
    if not keys or not all(said[name] for name in ("provider", "owner", "repository")):
        return
    if all(merged.get(key) for key, dummy in keys) and not {"source.type", "source.provider", "source.owner", "source.repository"} & set(plan.changed):
        return
    row = _repository(task, merged, said)
    for key, theirs in keys:
        if merged.get(key) != row.get(theirs):
            plan.keys[key] = merged[key] = row.get(theirs)


def check(task, merged):
    """Refuse a deployment whose provider cannot be reached, does not let Dokploy in, or has no such repository. What this key may not ask is left out."""
    kind, said = merged.get("sourceType"), _said(task, merged)
    try:
        if kind in BESIDE:
            _repositories(task, merged, said)
        else:
            _ask(task, merged, said, "%s.get%sBranches" % (kind, kind.capitalize()), **{
                kind + "Id": said["provider"], "owner": said["owner"], "repositoryName" if kind == "gitea" else "repo": said["repository"]})
    except PermissionMissing:
        pass


def _said(task, record):
    """The source by its options: C(provider) is the id."""
    return {item.option: record.get(item.key) for path, item in task.resource.flat(record) if path.startswith("source.") and item.key}


def _repositories(task, merged, said):
    """What the provider's account sees, read once."""
    kind = merged["sourceType"]
    procedure = "%s.get%sRepositories" % (kind, kind.capitalize())
    if (procedure, said["provider"]) not in task.backend.listings:
        task.backend.listings[procedure, said["provider"]] = _ask(task, merged, said, procedure, **{kind + "Id": said["provider"]}) or []
    return task.backend.listings[procedure, said["provider"]]


def _repository(task, merged, said):
    """The row of the repository. A GitLab namespace may be named whole (group/subgroup) or by its last part."""
    rows = _repositories(task, merged, said)
    whole = "%s/%s" % (said["owner"], said["repository"])
    found = [row for row in rows if row.get("url") == whole] or [
        row for row in rows if (row.get("owner") or {}).get("username") == said["owner"]
        and said["repository"] in (row.get("slug"), row.get("name"), str(row.get("url")).rpartition("/")[2])]
    if len(found) > 1:
        raise Ambiguous("source.repository: %s fits %d repositories: %s" % (whole, len(found), ", ".join(str(row.get("url")) for row in found)),
                        next_step="Give the whole path before the repository's name as source.owner.")
    if not found:
        names = sorted("%s/%s" % (row["owner"]["username"], row["slug"]) if row.get("slug") else str(row.get("url")) for row in rows)
        raise NotThere("the %s shows no repository %s: nothing was changed" % (REFERENCES[merged["sourceType"]].what, whole), next_step="It shows: %s." % (
            ", ".join(names[:20] + ["…"] * (len(names) > 20)) or "none"))
    return found[0]


def _ask(task, merged, said, procedure, **params):
    try:
        return task.backend.client.read(procedure, **params)
    except PermissionMissing:
        raise
    except ApiError as exc:
        text, kind = exc.server_message or exc.message, merged["sourceType"]
        row = next((row for row in _every(task.backend) if (row.get(kind) or {}).get(kind + "Id") == said["provider"]), {})
        what = "%s%s" % (REFERENCES[kind].what, " %s" % row["name"] if row.get("name") else "")
        if row and kind != "bitbucket" and not _authorised(row[kind]):
            problem, advice = "the %s was never authorised" % what, AUTHORISE
        elif REFUSED.search(text):
            problem, advice = "the %s does not let Dokploy in (%s)" % (what, text), "Its authorisation ran out or was withdrawn. " + AUTHORISE
        elif NOT_FOUND.search(text):
            problem = "the %s has no repository %s/%s, or its account may not see it" % (what, said["owner"], said["repository"])
            advice = "Check source.owner and source.repository, and what the account may read."
        else:
            problem, advice = "the %s cannot be reached (%s)" % (what, text), "Look at its server, and at the network from Dokploy's own."
        raise Refused("%s: %s; nothing was changed" % (task.name, problem), next_step=advice) from exc


def _authorised(row):
    """Newer servers say so; older ones show the tokens themselves, of which nothing is kept."""
    if "isConfigured" in row:
        return row["isConfigured"]
    return bool(row.get("accessToken") or row.get("githubInstallationId"))
