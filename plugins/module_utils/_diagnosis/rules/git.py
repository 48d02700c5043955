# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds why a Git provider, a branch or a push does not lead to a deployment. Pure."""

from __future__ import annotations

import re

from ..._common.globs import Alternatives, NamePositions, read_wildcard
from ..case import PROVIDERS
from .rule import Detected, ERROR, GIT, WARNING, Rule

LONGEST_WATCH_PATH = 65536      # characters; micromatch refuses longer ones
DEEPEST_GROUP = 20              # a { in more groups is a character


def detect_removed_provider(case):
    kind = case.record.get("sourceType")
    known = PROVIDERS.get(kind)
    if not known or case.record.get(known[0]):
        return None
    set_up = any(case.record.get(key) for key in ("repository", "gitlabRepository", "giteaRepository", "bitbucketRepository"))
    if not set_up and not case.observed.deployments:
        return None
    return Detected("its %s provider was removed from Dokploy, or was never chosen" % kind.capitalize(), about=find_git_page(case),
                    remedy="Add the provider again at %s, and choose it in the source." % find_git_page(case)["address"])


def find_git_page(case):
    return {"address": case.address + "/dashboard/settings/git-providers"}


def make_provider_detector(*words, remedy=""):
    """Make a function that matches the error of the Git provider when it was asked for its branches."""
    pattern = re.compile("|".join(words), re.IGNORECASE)

    def detect(case):
        if not case.provider_error or not pattern.search(case.provider_error):
            return None
        return Detected("the %s provider of its source says: %s" % (case.record.get("sourceType"), case.provider_error), about=find_git_page(case),
                        remedy=remedy % find_git_page(case) if remedy else "")
    return detect


_AUTHORIZE = "A person must authorize it in a browser, at %(address)s."


_UNAUTHORIZED = r"\b401\b|Unauthorized|No access token|not authori[sz]ed|Bad credentials|Please authori[sz]e|\b403\b|Forbidden"


_EXPIRED = r"refresh token|token (is |has )?expired|invalid_grant"


_GONE_REPO = r"Not Found|\b404\b"


def detect_unreachable_provider(case):
    if not case.provider_error or re.search("|".join((_UNAUTHORIZED, _EXPIRED, _GONE_REPO)), case.provider_error, re.IGNORECASE):
        return None
    return Detected("the %s provider of its source cannot be reached: %s" % (case.record.get("sourceType"), case.provider_error))


def detect_missing_branch(case):
    known = PROVIDERS.get(case.record.get("sourceType"))
    branch = case.record.get(known[3]) if known else None
    if not branch or case.branches is None or branch in case.branches:
        return None
    return Detected("its repository has no branch %s; it has %s" % (branch, ", ".join(case.branches[:10]) or "none"))


def detect_skipped_push(case):
    """Detect a push that Dokploy does not deploy."""
    if not case.pushed:
        return None
    record = case.record
    kind = record.get("sourceType")
    branch = record.get({"git": "customGitBranch", "github": "branch"}.get(kind, "%sBranch" % kind))
    if kind in ("docker", "drop", None):
        return Detected("a push does not deploy it: its source is %s" % (kind or "not set"))
    if record.get("autoDeploy") is False:
        return Detected("the push would be skipped: auto-deploy is off")
    if record.get("triggerType") == "tag" and kind == "github":
        return Detected("the push would be skipped: it is deployed only for tags")
    wanted = case.pushed.get("branch")
    if wanted and branch and wanted != branch:
        return Detected("the push to %s would be skipped: it deploys the branch %s" % (wanted, branch))
    watched, paths = record.get("watchPaths") or [], case.pushed.get("paths") or []
    if watched and paths and not any(matches_watch_path(pattern, path) for pattern in watched for path in paths):
        return Detected("the push would be skipped: none of its paths (%s) is watched (%s)" % (", ".join(paths[:5]), ", ".join(watched[:5])))
    return None


def matches_watch_path(pattern, path):
    """Return whether a watch path matches, as micromatch does in Dokploy: * within a directory, ** across directories, {a,b} either, ! not."""
    glob = pattern.lstrip("!")
    matches = len(glob) <= LONGEST_WATCH_PATH and NamePositions(path.lstrip("/")).fit(_parse_watch_path(glob))
    return matches != (len(pattern) - len(glob)) % 2


def _parse_watch_path(glob):
    """Parse a watch path without its ! -> the parts for NamePositions. A { that is never closed ends with the pattern."""
    open_groups, at = [[[]]], 0         # of each group: its alternatives; the first group is the pattern itself

    def close_group():
        group = open_groups.pop()
        open_groups[-1][-1].append(Alternatives(tuple(map(tuple, group))))

    while at < len(glob):
        char, parts = glob[at], open_groups[-1][-1]
        if char in "*?":
            parts.append(read_wildcard(glob, at))
            at += len(parts[-1].text)
            continue
        if char == "{" and len(open_groups) <= DEEPEST_GROUP:
            open_groups.append([[]])
        elif char == "}" and len(open_groups) > 1:
            close_group()
        elif char == "," and len(open_groups) > 1:
            open_groups[-1].append([])
        else:
            parts.append(char)
        at += 1
    while len(open_groups) > 1:
        close_group()
    return tuple(open_groups[0][0])


RULES = (
    Rule("provider_gone", GIT, ERROR, detect_removed_provider, "The provider was removed.",
         "Add the provider again, and choose it in the source.",
         hides=("provider_not_found",)),
    Rule("provider_unauthorized", GIT, ERROR, make_provider_detector(_UNAUTHORIZED, remedy=_AUTHORIZE),
         "It was never authorized, or the authorization was revoked.",
         "A person must authorize it in a browser, in Dokploy's page Git Providers."),
    Rule("provider_token_expired", GIT, ERROR, make_provider_detector(_EXPIRED, remedy=_AUTHORIZE), "Its token has expired and could not be renewed.",
         "A person must authorize it again in a browser, in Dokploy's page Git Providers."),
    Rule("provider_no_repository", GIT, ERROR, make_provider_detector(_GONE_REPO), "The repository was renamed or removed, or this account may not see it.",
         "Correct the owner and the repository of its source, or give the account access."),
    Rule("provider_unreachable", GIT, ERROR, detect_unreachable_provider, "The provider's server is down, or cannot be reached from Dokploy's server.",
         "Check the provider's address, and the network from Dokploy's server."),
    Rule("branch_gone", GIT, ERROR, detect_missing_branch, "The branch was renamed or removed.", "Correct source.branch.", hides=("clone_branch_missing",)),
    Rule("push_skipped", GIT, WARNING, detect_skipped_push, "Dokploy deploys a push only for its branch, its watch paths, and with auto-deploy on.",
         "Correct the branch, watch_paths or auto_deploy; or deploy by hand."),
)
