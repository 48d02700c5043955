# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Explains the logs of deployments: one table for the lifecycle and the diagnosis. Pure.

The next cause is one row of BUILD_LOG_CAUSES; of several that match, the first one counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Only the end of longer texts is searched, since the failure is there.
MOST_TEXT = 100000
MOST_LINE = 4000
# Lines after the one with the reason.
NO_REASONS = ("Error: \u274c Docker command failed", "Encountered errors while bringing up the project")


@dataclass(frozen=True, eq=False, repr=False)
class BuildLogCause:
    """Why a deployment fails, and what to do. C(patterns) are C((pattern, message)); named groups fill the message."""

    code: str
    cause: str
    advice: str
    patterns: tuple


BUILD_LOG_CAUSES = (
    BuildLogCause(
        "registry_rate_limit", "Too many pulls with this login, or without a login.",
        "Set source.registry, or source.username and source.password; or wait. Then deploy again.",
        ((r"toomanyrequests|429 Too Many Requests|pull rate limit", "the registry's rate limit is reached"),)),
    BuildLogCause(
        "registry_refused", "The saved user and password are missing, wrong, or revoked, or have no access to this image.",
        "Check the credentials: set source.registry, or source.registry_url, source.username and source.password. Then deploy again.", (
            (r"no basic auth credentials", "the registry requires a user and a password, and none are saved"),
            (r"login attempt to \S+ failed with status: 401|Login failed|unauthorized: (?:authentication required|incorrect username)|401 Unauthorized",
             "the registry refuses the user or the password"),
            (r"pull access denied for (?P<image>[^\s,]+)", "the registry denies access to %(image)s: it does not exist, or requires a login"),
            (r"denied: requested access to the resource is denied|unauthorized: access to the requested resource", "the registry denies access to the image"))),
    BuildLogCause(
        "image_not_found", "The image's name or tag is misspelt, or was never pushed.",
        "Check the image's name and tag in source.image, or in the compose file, and that it was pushed. Then deploy again.", (
            (r"manifest for (?P<image>\S+) not found", "the registry has no %(image)s"),
            (r"manifest unknown|repository name not known|not found: manifest", "the registry has no such image"))),
    BuildLogCause(
        "registry_unreachable", "The registry is down, its name does not resolve on the server, or the server does not accept its certificate.",
        "Check the registry from the server. Then deploy again.", (
            (r"(?:Get|Head) \"https?://(?P<host>[^/\"]+)/v2/[^\"]*\": (?P<why>.*)$", "the registry %(host)s cannot be reached: %(why)s"),)),
    BuildLogCause(
        "dockerfile_missing", "The Dockerfile has another name or is in another directory of the repository.",
        "Check build.dockerfile, build.context and source.path. Then deploy again.", (
            (r"unable to evaluate symlinks in Dockerfile path: lstat (?P<path>\S+): no such file", "%(path)s does not exist"),
            (r"failed to read dockerfile: open (?P<path>[^:]+): no such file", "%(path)s does not exist"))),
    BuildLogCause(
        "build_path_missing", "The directory of the source is not in the repository, or not in this branch.",
        "Check source.path and build.context. Then deploy again.", (
            (r"cannot create (?P<path>\S+)/\.env: Directory nonexistent", "the repository has no directory %(path)s"),
            (r"unable to prepare context: path \"(?P<path>[^\"]+)\" not found", "the repository has no directory %(path)s"),
            (r"build path (?P<path>\S+) either does not exist", "the repository has no directory %(path)s"),
            (r"cd: (?:can't cd to )?(?P<path>/\S+?):? ?(?:No such file|not found|$)", "the repository has no directory %(path)s"))),
    BuildLogCause(
        "build_out_of_memory", "The server has too little memory for this build.",
        "Build the image on a build server or in CI, or add memory or swap to the server.", (
            (r"returned a non-zero code: 137|exit code: 137|signal: killed|Out of memory|JavaScript heap out of memory|^Killed$",
             "the build was killed for memory"),)),
    BuildLogCause(
        "clone_auth", "The key or token is missing, wrong, or expired, or has no access to this repository.",
        "Check source.url, source.ssh_key or the Git provider. Then deploy again.", (
            (r"You are trying to clone a ssh repository without a ssh key", "an SSH address requires an SSH key"),
            (r"Authentication failed for '(?P<url>[^']+)'", "the Git server refuses the credentials"),
            (r"could not read Username for|could not read Password for|terminal prompts disabled", "the Git server requires credentials, and none are saved"),
            (r"Permission denied \(publickey|Host key verification failed", "the Git server refuses the SSH key"),
            (r"fatal: repository '(?P<url>[^']+)' not found|Repository not found|The requested URL returned error: 40[34]",
             "the repository does not exist, or these credentials may not read it"),
            (r"The requested URL returned error: 401|HTTP Basic: Access denied", "the Git server refuses the credentials"))),
    BuildLogCause(
        "clone_branch_missing", "The branch was renamed or removed, or the repository is empty.",
        "Check source.branch. Then deploy again.", (
            (r"Remote branch (?P<branch>\S+) not found in upstream origin", "the repository has no branch %(branch)s"),)),
    BuildLogCause(
        "clone_unreachable", "The Git server is down, its name does not resolve on Dokploy's server, or a firewall blocks it.",
        "Check source.url, and that Dokploy's server reaches that host. Then deploy again.", (
            (r"Could not resolve host: ?(?P<host>\S+)", "the name %(host)s does not resolve on the server"),
            (r"unable to access '(?P<url>[^']+)': (?P<why>(?!The requested URL).*)$", "%(url)s cannot be reached: %(why)s"),
            (r"ssh: connect to host (?P<host>\S+) port \d+: (?P<why>.*)$", "%(host)s cannot be reached: %(why)s"),
            (r"^fetch failed", "the Git provider cannot be reached, or its token cannot be renewed"))),
    BuildLogCause(
        "provider_not_found", "The Git provider was removed from Dokploy, or none was ever chosen.",
        "Choose a provider for its source. Then deploy again.", (
            (r"Error: ❌ (?P<kind>\w+) Provider not found", "its %(kind)s provider does not exist"),)),
    BuildLogCause(
        "reference_missing", "A variable of the project or the environment was renamed or removed, or never existed.",
        "Check the references and templates in env, or set the variable. Then deploy again.", (
            (r"Invalid (?P<what>project|environment|service) environment variable: (?P<name>\S+)", "the reference to %(name)s in its env resolves to nothing"),
            (r"Invalid (?P<what>[^\n:]{0,80}?)(?:variable|reference): (?P<name>\S+)", "the reference %(name)s resolves to nothing"),
            (r"expanding env failed: (?P<why>.*)$", "Swarm cannot expand its env: %(why)s"))),
    BuildLogCause(
        "service_refused", "Docker does not accept a saved setting.",
        "Correct the setting that Docker names, such as memory_limit, cpu_limit or a port. Then deploy again.", (
            (r"port '(?P<port>\d+)' is already in use by service '(?P<name>[^']+)'", "the service %(name)s already publishes port %(port)s"),
            (r"listen \w+ (?P<address>\S+): bind: address already in use|Bind for (?P<other>\S+) failed: port is already allocated",
             "the port %(address)s%(other)s of the server is in use"),
            (r"\(HTTP code \d+\) .*?desc = (?P<why>.*)$", "Docker refuses the service: %(why)s"),
            (r"\(HTTP code 4\d\d\) (?P<why>.*)$", "Docker refuses the service: %(why)s"),
            (r"(?P<why>.*(?:at least 4MiB|range of CPUs).*)$", "Docker refuses the service: %(why)s"))),
    BuildLogCause(
        "build_failed", "A command of the build failed.",
        "Read its output in the deployment's log, correct the cause, and deploy again.", (
            (r"returned a non-zero code: (?P<code>\d+)|did not complete successfully: exit code: (?P<other>\d+)", "a step of the build failed"),
            (r"Docker build failed|Nixpacks build failed|Railpack|ERROR: failed to (?:build|solve)|build failed", "the build failed"))),
)


def bound_text(text):
    """Return the end of a log, with bounded lines and without overwritten progress bars."""
    lines = [line.rsplit("\r", 1)[-1][:MOST_LINE] for line in (text or "")[-MOST_TEXT:].replace("\r\n", "\n").split("\n")]
    return "\n".join(lines)


def find_build_log_cause(text):
    """Find the cause in a failed deployment's log -> (BuildLogCause, message), or (None, "")."""
    text = bound_text(text)
    for cause in BUILD_LOG_CAUSES:
        for pattern, message in cause.patterns:
            match = re.search(pattern, text, re.MULTILINE | re.IGNORECASE)
            if match:
                return cause, message % {name: value or "" for name, value in match.groupdict().items()}
    return None, ""


def get_last_words(log):
    """Return the line of a deployment's log with the reason of a failure: the last one that Dokploy and docker compose did not add."""
    lines = [line.strip() for line in bound_text(log).split("\n")]
    telling = [line for line in lines if line and not line.startswith(("\u274c",) + NO_REASONS) and "check the logs for details" not in line]
    return telling[-1][:300] if telling else ""


def advise_on_build_log(text):
    """Advise on a failed deployment, from its log or the line with the reason."""
    cause = find_build_log_cause(text)[0]
    return cause.advice if cause else "Read build_log in this result, or the deployment's log in Dokploy."
