# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds what keeps a deployment from ending, and why one failed. Pure. Private to this collection."""

from __future__ import annotations

import re

from ..._common.timestamps import parse_iso8601, format_duration
from .rule import DEPLOYMENT, ERROR, WARNING, Rule, Sighting, last_lines, last_log_line, quote_build_log

_CLONING = re.compile(r"Cloning into '|^remote: |^Receiving objects|^Resolving deltas")


_PULLING = re.compile(r"^Pulling ")


_BUILT = re.compile(r"Docker build completed|Successfully tagged|naming to docker.io|Image Pushed|Pushing image|The push refers|^v?[\w.-]+: digest: ")


def hang_detector(last_line, words):
    """A function that finds a deployment that is active, whose log stood still, and whose last line is of a kind: a pattern, or None for any other."""
    def detect(case):
        row = case.under_way
        if not row or case.silent is None or not any(job.active for job in case.own_jobs):
            return None
        last = last_log_line(case)
        if not last_line.search(last) if last_line else any(one.search(last) for one in (_CLONING, _PULLING, _BUILT)):
            return None
        begun = parse_iso8601(row.get("createdAt"))
        return Sighting("its deployment \"%s\" is under way for %s, and its log stood still for %s: %s" % (
            row.get("title") or "", format_duration(case.now - (begun or case.now)), format_duration(case.silent),
                words or "the last line is %r" % last.strip()[:120]),
            begun, quote_build_log(case, 6), about={"deployment_id": row["deploymentId"]})
    return detect


def detect_long_deployment(case):
    """Where no log can be read, age alone tells."""
    row = case.under_way
    begun = parse_iso8601(row.get("createdAt")) if row else None
    if row is None or case.log is not None or begun is None or case.now - begun < case.stuck_after or detect_missing_job(case):
        return None
    return Sighting("its deployment \"%s\" is under way for %s, and its log cannot be read" % (row.get("title") or "", format_duration(case.now - begun)),
        begun,
                about={"deployment_id": row["deploymentId"]})


def detect_missing_job(case):
    row = case.under_way
    if row is None or case.jobs is None or any(job.state == "active" for job in case.own_jobs):
        return None
    begun = parse_iso8601(row.get("createdAt"))
    return Sighting("its deployment \"%s\" says that it runs for %s, and no job of the queue does it" % (
        row.get("title") or "", format_duration(case.now - (begun or case.now))), begun, quote_build_log(case, 6), about={"deployment_id": row["deploymentId"]})


def detect_marked_running(case):
    if case.record.get("applicationStatus") != "running" or case.under_way or case.own_jobs or case.jobs is None:
        return None
    return Sighting("Dokploy shows it as being deployed, and neither the queue nor its deployments know of one")


def detect_blocked_queue(case):
    waiting = next((job for job in case.own_jobs if job.state != "active"), None)
    if waiting is None or any(job.state == "active" for job in case.own_jobs):
        return None
    lane = [job for job in case.jobs if job.state == "active" and job.service_id != waiting.service_id]
    active = next((job for job in lane if job.server_id == waiting.server_id), lane[0] if lane else None)
    if active is None:
        return None
    return Sighting("its deployment \"%s\" waits for %s behind the deployment \"%s\" of %s, which is active for %s" % (
        waiting.title, format_duration(case.now - (waiting.queued or case.now)), active.title, active.name,
        format_duration(case.now - (active.began or active.queued or case.now))), waiting.queued, [("blocker", active.name)], about={
            "blocker": active.name, "blocker_id": active.service_id or "" if active.kind != "compose" else ""})


def log_detector(*patterns):
    """A function that looks for one of the patterns in the log of the last deployment, if that failed. Named groups fill the text."""
    compiled = [(re.compile(pattern, re.MULTILINE), text) for pattern, text in patterns]

    def detect(case):
        row = case.failed
        text = "\n".join(part for part in ((row or {}).get("errorMessage"), case.log) if part) if row else ""
        for pattern, words in compiled:
            match = pattern.search(text)
            if match:
                said = words % {name: value or "" for name, value in match.groupdict().items()}
                return Sighting(
                    "the deployment \"%s\" failed: %s" % (row.get("title") or "", said), parse_iso8601(row.get("createdAt")), quote_build_log(case))
        return None
    return detect


_KILLED_FOR_MEMORY = r"returned a non-zero code: 137|exit code: 137|signal: killed|Out of memory|JavaScript heap out of memory|^Killed$"


def detect_failed_step(case):
    row = case.failed
    if row is None or not case.log:
        return None
    steps = re.findall(r"^(?:Step (\d+/\d+) : (.*)|#\d+ \[[^\]]*?(\d+/\d+)\] (.*))$", case.log, re.MULTILINE)
    code = re.search(r"returned a non-zero code: (\d+)|did not complete successfully: exit code: (\d+)|exit code: (\d+)\s*$", case.log, re.MULTILINE)
    if "Docker build failed" not in case.log and code is None and not re.search(
            r"Nixpacks build failed|Railpack|ERROR: failed to (build|solve)|build failed", case.log):
        return None
    number = next((one for one in (code.groups() if code else ()) if one), None)
    step = next(((first or third, second or fourth) for first, second, third, fourth in reversed(steps)), None)
    where = "in step %s, %s" % (step[0], step[1].strip()[:160]) if step else "in its build"
    return Sighting("the deployment \"%s\" failed %s%s" % (row.get("title") or "", where, " (exit code %s)" % number if number else ""),
                parse_iso8601(row.get("createdAt")), quote_build_log(case, 15))


def detect_failed_deployment(case):
    row = case.failed
    if row is None:
        return None
    said = row.get("errorMessage") or last_lines(re.sub(r"\n?Error occurred ❌, check the logs for details\.\s*$", "", case.log or ""), 1)
    return Sighting("the deployment \"%s\" failed%s" % (row.get("title") or "", ": %s" % said if said else ""),
                parse_iso8601(row.get("createdAt")), quote_build_log(case))


def detect_cancelled_deployment(case):
    row = case.last
    if row is None or row.get("status") != "cancelled" or case.own_jobs:
        return None
    return Sighting("the last deployment \"%s\" was cancelled before it ended" % (row.get("title") or ""), parse_iso8601(row.get("createdAt")),
        quote_build_log(case, 6))


_KILL = ("kill_build", "clean_queue", "end_processes", "restart_server", "redeploy")
_END = ("end_processes", "restart_server", "redeploy")

RULES = (
    Rule("clone_hangs", DEPLOYMENT, ERROR, hang_detector(_CLONING, "the clone does not go on"),
         "The Git server took the connection and sends nothing.",
         "Look at the Git server and the network between. Killing the build does not reach a clone: its process on the host has to end.", _END),
    Rule("pull_hangs", DEPLOYMENT, ERROR, hang_detector(_PULLING, "the image is not delivered"),
         "The registry took the connection and sends nothing, or the image is very large.",
         "Look at the registry. Killing the build does not reach a pull: its process on the host has to end.", _END),
    Rule("build_done_job_active", DEPLOYMENT, ERROR, hang_detector(_BUILT, "the build ended, and the deployment did not"),
         "The build is over, and what follows it (a push, the roll-out) hangs.",
         "End what hangs on the host, or restart Dokploy; then deploy again.", _KILL),
    Rule("build_silent", DEPLOYMENT, ERROR, hang_detector(None, ""),
         "A step of the build hangs, or takes long and says nothing.",
         "Look at its log and the server's load. If it hangs: kill the build, clean the queue, deploy again.", _KILL),
    Rule("deployment_without_job", DEPLOYMENT, ERROR, detect_missing_job,
         "The server was restarted, or its job vanished: nothing will ever end this deployment.",
         "Remove the deployment's row, and deploy again.", ("remove_row", "redeploy")),
    Rule("deployment_long", DEPLOYMENT, WARNING, detect_long_deployment, "A long build, or one that hangs: this version of Dokploy cannot show its log.",
         "Look at its log in Dokploy. If it hangs: kill the build, clean the queue, deploy again.", _KILL),
    Rule("marked_running", DEPLOYMENT, WARNING, detect_marked_running, "Somebody marked it so (markRunning), or a restart of the server left it.",
         "Have its status say what is true.", ("set_status",)),
    Rule("queue_blocked", DEPLOYMENT, ERROR, detect_blocked_queue, "A server does one deployment at a time, unless it is told otherwise.",
         "Wait for the other one; if it hangs, end it.", ("blocker",)),
    Rule("registry_refused", DEPLOYMENT, ERROR, log_detector(
        (r"no basic auth credentials", "the registry wants a user and a password, and was given none"),
        (r"login attempt to \S+ failed with status: 401|Login failed|unauthorized: (authentication required|incorrect username)",
         "the registry refuses the user or the password"),
        (r"pull access denied for (?P<image>[^\s,]+)", "the registry denies access to %(image)s: it does not exist, or needs a login"),
        (r"denied: requested access to the resource is denied|unauthorized: access to the requested resource", "the registry denies access to the image")),
        "The stored user and password are missing or wrong, or may not read this image.",
        "Set source.registry, or source.registry_url, username and password; then deploy again.", hides=("deployment_failed",)),
    Rule("registry_rate_limit", DEPLOYMENT, ERROR, log_detector((r"toomanyrequests|429 Too Many Requests|pull rate limit",
         "the registry's rate limit is reached")),
         "Too many pulls without a login, or with this one.", "Give the registry's user and password, or wait and deploy again.",
         hides=("deployment_failed", "registry_refused")),
    Rule("image_not_found", DEPLOYMENT, ERROR, log_detector(
        (r"manifest for (?P<image>\S+) not found", "the registry has no %(image)s"),
        (r"manifest unknown|repository name not known|not found: manifest", "the registry has no such image")),
        "The name or the tag is misspelt, or was never pushed.", "Correct source.image, or push it; then deploy again.", hides=("deployment_failed",)),
    Rule("registry_unreachable", DEPLOYMENT, ERROR, log_detector(
        (r"Get \"https?://(?P<host>[^/\"]+)/v2/[^\"]*\": (?P<why>.*)$", "the registry %(host)s cannot be reached: %(why)s"),
        (r"Head \"https?://(?P<host>[^/\"]+)/v2/[^\"]*\": (?P<why>(?!no basic auth|unauthorized).*)$", "the registry %(host)s cannot be reached: %(why)s")),
        "The registry is down, its name does not resolve on the server, or its certificate is not accepted there.",
        "Look at the registry from the server; then deploy again.", hides=("deployment_failed",)),
    Rule("dockerfile_missing", DEPLOYMENT, ERROR, log_detector(
        (r"unable to evaluate symlinks in Dockerfile path: lstat (?P<path>\S+): no such file", "there is no %(path)s"),
        (r"failed to read dockerfile: open (?P<path>[^:]+): no such file", "there is no %(path)s")),
        "The Dockerfile has another name or lies in another folder of the repository.", "Correct the Dockerfile's name or the build path; then deploy again.",
        hides=("deployment_failed", "build_failed")),
    Rule("build_path_missing", DEPLOYMENT, ERROR, log_detector(
        (r"cannot create (?P<path>\S+)/\.env: Directory nonexistent", "the repository has no folder %(path)s"),
        (r"unable to prepare context: path \"(?P<path>[^\"]+)\" not found", "the repository has no folder %(path)s"),
        (r"cd: (?:can't cd to )?(?P<path>/\S+?):? ?(?:No such file|not found|$)", "the repository has no folder %(path)s")),
        "The folder of the source is not in the repository, or not in this branch.", "Correct the build path of its source; then deploy again.",
        hides=("deployment_failed", "build_failed")),
    Rule("build_out_of_memory", DEPLOYMENT, ERROR, log_detector((_KILLED_FOR_MEMORY, "the build was killed for memory")),
         "The server has too little memory for this build.", "Build elsewhere (a build server, a registry), or give the server memory or swap.",
         hides=("deployment_failed", "build_failed")),
    Rule("clone_auth", DEPLOYMENT, ERROR, log_detector(
        (r"You are trying to clone a ssh repository without a ssh key", "an SSH address needs an SSH key"),
        (r"Authentication failed for '(?P<url>[^']+)'", "the Git server refuses the credentials"),
        (r"could not read Username for|could not read Password for|terminal prompts disabled", "the Git server wants credentials, and was given none"),
        (r"Permission denied \(publickey|Host key verification failed", "the Git server refuses the SSH key"),
        (r"fatal: repository '(?P<url>[^']+)' not found|Repository not found|The requested URL returned error: 40[34]",
         "there is no such repository, or these credentials may not see it"),
        (r"The requested URL returned error: 401|HTTP Basic: Access denied", "the Git server refuses the credentials")),
        "The key or token is missing, wrong, or expired, or may not read this repository.",
        "Correct source.url, source.ssh_key or the Git provider; then deploy again.", hides=("deployment_failed",)),
    Rule("clone_branch_missing", DEPLOYMENT, ERROR, log_detector((r"Remote branch (?P<branch>\S+) not found in upstream origin",
         "there is no branch %(branch)s")),
         "The branch was renamed or removed, or the repository is empty.", "Correct source.branch; then deploy again.", ("branch",),
         hides=("deployment_failed",)),
    Rule("clone_unreachable", DEPLOYMENT, ERROR, log_detector(
        (r"Could not resolve host: ?(?P<host>\S+)", "the name %(host)s does not resolve on the server"),
        (r"unable to access '(?P<url>[^']+)': (?P<why>(?!The requested URL).*)$", "%(url)s cannot be reached: %(why)s"),
        (r"ssh: connect to host (?P<host>\S+) port \d+: (?P<why>.*)$", "%(host)s cannot be reached: %(why)s"),
        (r"^fetch failed", "the Git provider cannot be reached, or its token cannot be renewed")),
        "The Git server is down, its name does not resolve on Dokploy's server, or a firewall stands between.",
        "Look at the Git server from Dokploy's server; then deploy again.", hides=("deployment_failed",)),
    Rule("provider_not_found", DEPLOYMENT, ERROR, log_detector((r"Error: ❌ (?P<kind>\w+) Provider not found", "its %(kind)s provider is not there")),
         "The Git provider was removed from Dokploy, or none was ever chosen.", "Choose a provider for its source; then deploy again.",
         hides=("deployment_failed", "clone_auth")),
    Rule("reference_missing", DEPLOYMENT, ERROR, log_detector(
        (r"Invalid (?P<what>project|environment|service) environment variable: (?P<name>\S+)", "the reference to %(name)s in its env resolves to nothing"),
        (r"Invalid (?P<what>.*?)(?:variable|reference): (?P<name>\S+)", "the reference %(name)s resolves to nothing"),
        (r"expanding env failed: (?P<why>.*)$", "Swarm cannot expand its env: %(why)s")),
        "A variable of the project or the environment was renamed or removed, or was never there.", "Set the variable, or correct env; then deploy again.",
        hides=("deployment_failed",)),
    Rule("service_refused", DEPLOYMENT, ERROR, log_detector(
        (r"port '(?P<port>\d+)' is already in use by service '(?P<name>[^']+)'", "port %(port)s is published by the service %(name)s already"),
        (r"\(HTTP code \d+\) .*?desc = (?P<why>.*)$", "Docker refuses the service: %(why)s"),
        (r"\(HTTP code 4\d\d\) (?P<why>.*)$", "Docker refuses the service: %(why)s")),
        "A setting is stored that Docker does not take.", "Correct the setting that Docker names; then deploy again.",
        hides=("deployment_failed", "reference_missing")),
    Rule("build_failed", DEPLOYMENT, ERROR, detect_failed_step, "The step's command failed.",
         "Mend what the step needs, and deploy again.", hides=("deployment_failed",)),
    Rule("deployment_failed", DEPLOYMENT, ERROR, detect_failed_deployment, "Its log has the reason.", "Read its log, mend it, and deploy again."),
    Rule("deployment_cancelled", DEPLOYMENT, WARNING, detect_cancelled_deployment, "The server was restarted while it ran.", "Deploy again.", ("redeploy",)),
)
