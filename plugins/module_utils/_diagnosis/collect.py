# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can be known of applications that do not do what they should, gathered once. Private to this collection.

C(Server) holds what several applications share, C(Case) what is known of one. Nothing here judges: that is C(_rules.py).
What could not be read is kept with the reason, and never taken for "there is none".
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from typing import Any, Optional

from .._planning import compare as _compare, health as _health
from .._common.errors import ApiError, NotFound, PermissionMissing, Unreachable
from .._client.http import CLOCK
from .._common.timestamps import parse_iso8601, get_server_time, to_iso8601
from .._model.observation import Observed
from .._api.queue import jobs_of
from .._api.lookup import SERVICE_KINDS, every_application

LOG_LINES = 200
CONTAINER_LINES = 40
TRAEFIK = "dokploy-traefik"
NETWORK = "dokploy-network"
# Ended tasks of one application whose containers are looked into.
MOST_ENDS = 4
_LISTENING = "0A"
_EXEC_DNS = "127.0.0.11"        # Docker's own resolver, in every container of a network
PROVIDERS = {
    "github": ("githubId", "github.getGithubBranches", lambda row: {
        "githubId": row["githubId"], "owner": row.get("owner") or "", "repo": row.get("repository") or ""}, "branch"),
    "gitlab": ("gitlabId", "gitlab.getGitlabBranches", lambda row: {
        "gitlabId": row["gitlabId"], "id": row.get("gitlabProjectId"), "owner": row.get("gitlabOwner") or "",
        "repo": row.get("gitlabRepository") or ""}, "gitlabBranch"),
    "gitea": ("giteaId", "gitea.getGiteaBranches", lambda row: {
        "giteaId": row["giteaId"], "owner": row.get("giteaOwner") or "", "repositoryName": row.get("giteaRepository") or ""}, "giteaBranch"),
    "bitbucket": ("bitbucketId", "bitbucket.getBitbucketBranches", lambda row: {
        "bitbucketId": row["bitbucketId"], "owner": row.get("bitbucketOwner") or "",
        "repo": row.get("bitbucketRepositorySlug") or row.get("bitbucketRepository") or ""}, "bitbucketBranch"),
}


@dataclass
class End:
    """How a task ended."""

    task: Any
    exit_code: Optional[int] = None
    out_of_memory: Optional[bool] = None      # None: its container is gone, or is another node's


@dataclass
class Case:
    """What is known of one application."""

    name: str
    place: Any = None
    observed: Observed = field(default_factory=Observed)
    comparison: Any = field(default_factory=_compare.Comparison)
    verdict: Any = None
    now: float = 0.0
    jobs: Optional[list] = None               # of the whole server, None where the queue could not be read
    log: Optional[str] = None                 # of the deployment that runs, or of the last one
    silent: Optional[float] = None            # for how many seconds its log stood still while we looked; None where that was not seen
    ends: list = field(default_factory=list)
    health: Optional[dict] = None             # of a container: status, failing_streak, output
    oom_events: int = 0
    container_log: Optional[str] = None
    listening: Optional[list] = None          # (address, port) of what listens in a running container
    traefik: Optional[dict] = None            # {"status": …, "networks": […]}, {} where there is none
    traefik_findings: Optional[list] = None   # of _traefik.routing_check
    domains: Optional[list] = None            # of every application: host, path, application, enabled
    branches: Optional[list] = None
    provider_error: str = ""
    server: Optional[dict] = None             # disk and networks of its host
    probes: list = field(default_factory=list)
    pushed: Optional[dict] = None
    stuck_after: float = 1800.0
    address: str = ""                         # of Dokploy's pages, for what a person has to do there
    unread: list = field(default_factory=list)

    @property
    def record(self):
        return self.observed.record or {}

    @property
    def service(self):
        return self.observed.service

    @property
    def last(self):
        """The newest deployment's row, or None."""
        rows = self.observed.deployments
        return rows[0] if rows else None

    @property
    def under_way(self):
        """The row of a deployment that says it runs, or None."""
        row = self.last
        return row if row and row.get("status") == "running" and not row.get("finishedAt") else None

    @property
    def failed(self):
        """The row of the last deployment if that failed, or None."""
        row = self.last
        return row if row and row.get("status") == "error" else None

    @property
    def own_jobs(self):
        return [job for job in self.jobs or [] if job.service_id == self.record.get("applicationId")]

    @property
    def ports(self):
        """(host, port) of every enabled domain."""
        return [(row.get("host") or "", row.get("port") or 80) for row in self.record.get("domains") or [] if row.get("enabled") is not False]

    @property
    def mode(self):
        return self.service.mode if self.service else ""

    def ended(self, *words):
        """Recently ended tasks whose error holds one of the words."""
        return [end for end in self.ends if any(word in end.task.error for word in words)]

    def lacks(self, what, why):
        """Note that something could not be read."""
        if not any(one["what"] == what for one in self.unread):
            self.unread.append({"application": self.name, "what": what, "why": str(why)})


class Server:
    """One Dokploy, and what of it several applications share: read once."""

    def __init__(self, backend):
        self.backend = backend
        self.client = backend.client
        self._kept = {}
        self._names = None

    @property
    def now(self):
        """Seconds since 1970, by the server's clock as far as it tells it."""
        return get_server_time(self.client.server_date)

    def lack_of(self, exc, procedure):
        """Why something was not read, in words."""
        if getattr(exc, "unknown_procedure", False):
            return "this version of Dokploy has no %s" % procedure
        return exc.message

    def ask(self, case, *wanted):
        """C((what, procedure, parameters)) of each -> their answers, None where one failed: the reason is then noted."""
        wanted = list(wanted)
        answers = []
        batch = self.client.batch(*[(procedure, params) for dummy, procedure, params in wanted]) if wanted else None
        for index, (what, procedure, dummy) in enumerate(wanted):
            try:
                answers.append(batch[index])
            except (ApiError, Unreachable) as exc:
                case.lacks(what, self.lack_of(exc, procedure))
                answers.append(None)
        return answers

    def shared(self, case, key, what, procedure, **params):
        """As C(ask), of what is the same for every application: asked once, and its lack noted in each."""
        if key not in self._kept:
            try:
                self._kept[key] = (self.client.read(procedure, **params), None)
            except (ApiError, Unreachable) as exc:
                self._kept[key] = (None, self.lack_of(exc, procedure))
        answer, lack = self._kept[key]
        if lack:
            case.lacks(what, lack)
        return answer

    def name_of(self, service_id):
        """project/environment/name of a service by its id, or "" where this key does not see it."""
        if self._names is None:
            self._names = {}
            try:
                projects = self.backend.tree()
            except (ApiError, Unreachable):
                projects = []
            for project in projects:
                for environment in project.get("environments") or []:
                    for kind, (dummy, id_key, dummy, dummy) in SERVICE_KINDS.items():
                        for row in environment.get(kind) or []:
                            self._names[row.get(id_key)] = "%s/%s/%s" % (project["name"], environment["name"], row.get("name"))
        return self._names.get(service_id, "")

    def jobs(self, rows):
        """C(deployment.queueList) -> Jobs that are not over, with their names, the oldest first."""
        found = jobs_of(rows)
        for job in found:
            job.name = self.name_of(job.service_id) or "a service that this key may not see"
        return found

    def traefik_folder(self, server_id):
        """({name: Document} of Traefik's files, StaticConfig, names of those not read) of one host."""
        key = ("traefik files", server_id)
        if key not in self._kept:
            from .._traefik.document import read_document
            from .._traefik.store import ServerFolder
            files, static, others = ServerFolder(self.backend, server_id).read_all()
            self._kept[key] = {name: read_document(text) for name, text in files.items()}, static, others
        return self._kept[key]

    def every_domain(self, case):
        """host, path, application's name, its id and enabled, of every domain that the key sees; None where they could not be read."""
        if "domains" not in self._kept:
            try:
                try:
                    rows = [(row, row.get("serviceOwnerId")) for row in self.client.read("overview.domains") or []]
                except NotFound:
                    rows = [(domain, row["applicationId"]) for row in every_application(self.backend) for domain in row.get("domains") or []]
                self._kept["domains"] = ([{
                    "host": (row.get("host") or "").lower(), "path": row.get("path") or "/", "id": row.get("domainId"), "application_id": owner,
                    "application": self.name_of(owner),
                    "enabled": row.get("enabled") is not False, "https": bool(row.get("https"))} for row, owner in rows], None)
            except (ApiError, Unreachable) as exc:
                self._kept["domains"] = (None, exc.message)
        domains, lack = self._kept["domains"]
        if lack:
            case.lacks("the domains of other applications", lack)
        return domains


def examine(server, place, observed, name, options):
    """One application -> its Case. C(observed) is the first look at it; C(options) are the module's."""
    case = Case(name=name, place=place, observed=observed, now=server.now, pushed=options.get("pushed"),
                stuck_after=options["stuck_after"], address=server.client.api_url)
    for what, why in observed.unreadable.items():
        case.lacks({"service": "what runs", "queue": "the queue"}.get(what, what), why)
    if observed.service is not None:
        case.comparison = _compare.differences(case.record, observed.service, server.backend.known_version)
    case.verdict = _health.judge(observed, stable_for=options["stable_for"], same=not case.comparison.differences,
                                 tolerate_rolled_back=True)
    if observed.phase == "stopped":
        observed.image_pruned = server.backend.evidence.lacks_image(observed)
    shown = _read_deployment(server, case, options["stall_after"])
    _read_containers(server, case, shown)
    _read_surroundings(server, case)
    if options.get("probe"):
        from .domain_probe import walk
        case.probes = [
            walk(row, options.get("probe_address"), options["probe_timeout"]) for row in case.record.get("domains") or [] if row.get("enabled") is not False]
    return case


# A deployment

def _read_deployment(server, case, stall_after):
    """-> what was read along of the tasks; None where they are to be read anew."""
    rows, *shown = server.ask(case, ("the queue", "deployment.queueList", {}), *(_task_calls(case) if not case.under_way else ()))
    if rows is not None or not any(one["what"] == "the queue" for one in case.unread):
        case.jobs = server.jobs(rows)
    row = case.last
    if row is None or row.get("status") == "done" and not case.under_way:
        return shown
    case.log = _log(server, case, row)
    if not case.under_way:
        return shown
    if stall_after:
        _watch(server, case, row, stall_after)
    return None


def _watch(server, case, row, stall_after):
    """Look again after a while: what moved meanwhile is not stuck."""
    CLOCK.sleep(stall_after)
    before = case.log
    case.observed = server.backend.observe(case.place, again=True)
    case.now = server.now
    rows, = server.ask(case, ("the queue", "deployment.queueList", {}))
    if case.jobs is not None and rows is not None:
        case.jobs = server.jobs(rows)
    if case.last is None or case.last.get("deploymentId") != row.get("deploymentId") or not case.under_way:
        case.log = _log(server, case, case.last) if case.last and case.last.get("status") != "done" else None
        return
    case.log = _log(server, case, row)
    if before is not None and case.log == before:
        case.silent = float(stall_after)


def _log(server, case, row):
    text, = server.ask(case, ("the deployment's log", "deployment.readLogs", {"deploymentId": row["deploymentId"], "tail": LOG_LINES}))
    return text if isinstance(text, str) and text.strip() else None


# What runs

def _tasks_to_read(case):
    """(the tasks that ended lately, one that runs) as far as they are looked into."""
    if case.service is None:
        return [], []
    return (
        [task for task in case.observed.tasks if task.state in _health.ENDED and task.id and (task.age or 0) < _health.RECENT][:MOST_ENDS],
        [task for task in case.observed.tasks if task.desired == "running" and task.state in ("running", "starting") and task.id][:1])


def _task_calls(case):
    ended, alive = _tasks_to_read(case)
    return [("a task", "docker.getConfig", {"containerId": task.id, "serverId": case.record.get("serverId")}) for task in ended + alive]


def _read_containers(server, case, shown=None):
    """Exit codes of the tasks that ended lately, the health and the open ports of one that runs. C(shown): the tasks, where they were read already."""
    if case.service is None:
        return
    server_id = case.record.get("serverId")
    ended, alive = _tasks_to_read(case)
    if shown is None:
        shown = server.ask(case, *_task_calls(case))
    ids = [(((one or {}).get("Status") or {}).get("ContainerStatus") or {}) for one in shown]
    wanted = [("a container", "docker.getConfig", {"containerId": one["ContainerID"], "serverId": server_id}) for one in ids if one.get("ContainerID")]
    # What listens is read along, unless these are sessions of SSH, of which a batch takes few.
    along = _listening_calls(ids[-1]["ContainerID"], server_id) if alive and case.ports and not ended and alive[0].runs and ids[-1].get("ContainerID") else []
    answers = server.ask(case, *wanted, *along)
    boxes = {(box or {}).get("Id"): box for box in answers[:len(wanted)] if box}
    for task, status, config in list(zip(ended, ids, shown)):
        if _is_history(case, config):
            continue
        box = boxes.get(status.get("ContainerID")) or {}
        killed = (box.get("State") or {}).get("OOMKilled")
        case.ends.append(End(task, status.get("ExitCode"), killed if isinstance(killed, bool) else None))
        _note_health(case, box)
    if alive:
        box = boxes.get(ids[-1].get("ContainerID")) or {}
        _note_health(case, box)
        if box and (box.get("State") or {}).get("Running") and case.ports:
            case.listening = _listening(answers[len(wanted):] if along else server.ask(case, *_listening_calls(box["Id"], server_id)))
    if any(end.exit_code == 137 for end in case.ends):
        _count_kills(server, case)
    if case.observed.phase == "running" and (case.verdict.state != _health.HEALTHY or case.ends):
        text, = server.ask(case, ("the container's log", "application.readLogs", {
            "applicationId": case.record["applicationId"], "tail": CONTAINER_LINES}))
        case.container_log = text if isinstance(text, str) and text.strip() else None


def _is_history(case, config):
    """Whether a task that ended ran another specification than the one that runs well now: what ended it was mended since."""
    was = (config or {}).get("Spec") or {}
    now = case.service.spec.get("TaskTemplate") or {}
    return (
        case.verdict.state == _health.HEALTHY and case.service.update_state in ("", "completed") and bool(was)
        and any(was.get(part) != now.get(part) for part in ("ContainerSpec", "Resources")))


def _note_health(case, box):
    health = (box.get("State") or {}).get("Health") or {}
    if not health or case.health and case.health["failing_streak"] >= (health.get("FailingStreak") or 0):
        return
    log = [one for one in health.get("Log") or [] if one.get("ExitCode")]
    case.health = {
        "status": health.get("Status") or "", "failing_streak": health.get("FailingStreak") or 0,
        "exit_code": log[-1].get("ExitCode") if log else None, "output": ((log[-1].get("Output") or "").strip()[:400]) if log else ""}


def _count_kills(server, case):
    if case.record.get("serverId"):
        return
    found = server.shared(case, "events", "the engine's events", "docker.getEvents")
    for event in (found or {}).get("events") or [] if isinstance(found, dict) else []:
        attributes = (event.get("Actor") or {}).get("Attributes") or {}
        if event.get("Action") == "oom" and attributes.get("com.docker.swarm.service.name") == case.record.get("appName"):
            case.oom_events += 1


def _listening_calls(container_id, server_id):
    return [("what listens in the container", "docker.readContainerFile", {"containerId": container_id, "path": path, "serverId": server_id})
            for path in ("/proc/net/tcp", "/proc/net/tcp6")]


def _listening(answers):
    found, read = set(), False
    for answer in answers:
        try:
            text = base64.b64decode((answer or {}).get("content") or "").decode("ascii", "replace")
        except ValueError:
            continue
        read = read or bool(text)
        found |= set(sockets(text))
    return sorted(found) if read else None


def sockets(text):
    """C(/proc/net/tcp) or C(tcp6) -> C((address, port)) of each socket that listens; Docker's own resolver left out."""
    for line in text.splitlines():
        match = re.match(r"\s*\d+:\s+([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})\s+\S+\s+([0-9A-F]{2})\s", line)
        if not match or match.group(3) != _LISTENING:
            continue
        address = _address(match.group(1))
        if address != _EXEC_DNS:
            yield address, int(match.group(2), 16)


def _address(digits):
    """The kernel writes addresses in words of four octets, each the other way round."""
    octets = b"".join(bytes.fromhex(digits[start:start + 8])[::-1] for start in range(0, len(digits), 8))
    if len(octets) == 4:
        return ".".join(str(one) for one in octets)
    if octets[:12] == b"\0" * 10 + b"\xff\xff":
        return ".".join(str(one) for one in octets[12:])
    return "::" if not any(octets) else "::1" if octets == b"\0" * 15 + b"\1" else octets.hex()


# What is around it

def _read_surroundings(server, case):
    record = case.record
    server_id = record.get("serverId")
    params = {"serverId": server_id} if server_id else {}
    if case.ports:
        box = server.shared(case, ("traefik", server_id), "Traefik", "docker.getConfig", containerId=TRAEFIK, **params)
        seen = case.observed.proven or case.service is not None
        if isinstance(box, dict):
            case.traefik = _traefik_state(box)
        elif seen and not any(one["what"] == "Traefik" for one in case.unread):
            case.traefik = {}
        _read_traefik(server, case, server_id)
        case.domains = server.every_domain(case)
    health = server.shared(case, ("health", server_id), "disk and networks of the server", "docker.getServerHealth", **params)
    if isinstance(health, dict):
        case.server = _server_state(health)
    kind = PROVIDERS.get(record.get("sourceType"))
    if kind and record.get(kind[0]):
        _read_branches(server, case, kind)


def _read_traefik(server, case, server_id):
    """What Traefik would say to the files of its folder, as far as it concerns this application."""
    try:
        from .._traefik.routing_check import check_routing
        files, static, others = server.traefik_folder(server_id)
        domains = [row for row in case.record.get("domains") or [] if row.get("enabled") is not False and row.get("host")]
        if others:
            case.lacks("some of Traefik's files", ", ".join(others))
        else:
            case.traefik_findings = check_routing(
                files, case.record["appName"], [row["host"] for row in domains], [row.get("port") or 80 for row in domains], static)
    except (ApiError, Unreachable) as exc:
        case.lacks("Traefik's files", server.lack_of(exc, "settings.readDirectories"))
    except ImportError:
        case.lacks("Traefik's files", "the task's host has no PyYAML")


def _read_branches(server, case, kind):
    """The branches that the provider shows: what can be listed can be cloned."""
    try:
        rows = server.client.read(kind[1], **kind[2](case.record))
        case.branches = [str(row.get("name")) for row in rows or [] if isinstance(row, dict)]
    except PermissionMissing as exc:
        case.lacks("the branches of its repository", exc.message)
    except ApiError as exc:
        if getattr(exc, "unknown_procedure", False):
            case.lacks("the branches of its repository", server.lack_of(exc, kind[1]))
        else:
            case.provider_error = exc.server_message or exc.message
    except Unreachable as exc:
        case.lacks("the branches of its repository", exc.message)


def _traefik_state(box):
    """Of a container, or of a service where Traefik runs as one."""
    if "State" in box:
        return {
            "status": (box["State"] or {}).get("Status") or "", "networks": sorted(((box.get("NetworkSettings") or {}).get("Networks") or {})),
            "exit_code": (box["State"] or {}).get("ExitCode")}
    return {"status": "service", "networks": [NETWORK]}


def _server_state(health):
    disk = health.get("disk") or {}
    return {
        "disk_total": disk.get("totalBytes") or 0, "disk_used": disk.get("usedBytes") or 0,
        "memory_total": (health.get("resources") or {}).get("memTotalBytes") or 0, "memory_used": (health.get("resources") or {}).get("memUsedBytes") or 0,
        "networks": [{"name": one.get("name") or "", "percent": one.get("percentUsed") or 0, "used": one.get("containersInUse") or 0,
                      "capacity": one.get("capacity") or 0} for one in (health.get("dockerNetworks") or {}).get("usage") or [] if isinstance(one, dict)]}


# What happened

def timeline(case):
    """What happened when, the oldest first: deployments, jobs, and tasks that ended."""
    lines = []

    def note(when, what):
        if when is not None:
            lines.append({"at": to_iso8601(when), "application": case.name, "what": what})

    for row in case.observed.deployments[:10]:
        title = row.get("title") or "Deployment"
        note(parse_iso8601(row.get("createdAt")), "deployment \"%s\" began" % title)
        if row.get("finishedAt"):
            note(parse_iso8601(row["finishedAt"]), "deployment \"%s\" ended: %s" % (title, row.get("status")))
    for job in case.own_jobs:
        note(job.queued, "deployment \"%s\" was queued" % job.title)
    for task in case.observed.tasks:
        if task.age is not None and (task.state in _health.ENDED or task.runs):
            words = {"running": "began to run", "complete": "ended by itself with exit code 0"}.get(task.state, task.state)
            note(case.now - task.age, "task %s %s%s" % (task.slot, words, ": " + task.error if task.error else ""))
    update = case.service.update_state if case.service else ""
    if update and update != "completed":
        note(case.now, "now: the update of its service is %s" % update.replace("_", " "))
    return sorted(lines, key=lambda line: line["at"])
