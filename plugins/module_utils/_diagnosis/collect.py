# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Collects the evidence about one service into a case, without judging it."""

from __future__ import annotations

from dataclasses import replace

from .._api.logs import MESSAGE
from .._client.http import CLOCK
from .._common.errors import ApiError, PermissionMissing, Unreachable
from .._common.timestamps import parse_iso8601
from .._planning import health as _health
from .._planning.compare import find_differences
from .._planning.compare_parts import compare_parts
from .._planning.health_of_parts import judge_part, judge_parts
from .._traefik.routing_check import check_routing
from .case import NETWORK, PROVIDERS, Blocker, Case, TaskEnd, compute_patience
from .case_reads import CaseReads
from .domain_probe import probe_domain
from .listening import decode_listening, listens_for_others, listening_calls
from .registry_probe import ask_registry, credentials_for, split_image

LOG_LINES = 200
CONTAINER_LINES = 40
TRAEFIK = "dokploy-traefik"
# The maximum number of ended tasks of one service whose containers are inspected.
MOST_ENDS = 4
# Services of one compose service that are looked into.
MOST_PARTS = 6
# Attempts to read the log of a container that repeatedly ends.
CATCHES = 6
_LOG = "the container's log"


def collect_case(server_reads, place, observed, name, options):
    """Collect the Case of one service. C(observed) is the first Observation; C(options) are the module's."""
    reads = CaseReads(server_reads, name)
    for what, why in observed.unreadable.items():
        reads.note_unread({"service": "the service", "queue": "the queue"}.get(what, what), why)
    case = _judge_health(reads, Case(
        name=name, resource=reads.backend.resource, place=place, observed=observed, now=server_reads.now, pushed=options.get("pushed"),
        stuck_after=options["stuck_after"], blocked_after=options["blocked_after"], address=reads.client.api_url), options["stable_for"])
    case, shown = _read_deployment(reads, case, options["stall_after"])
    case = _read_containers(reads, case, shown) if case.observed.parts is None else _read_parts(reads, case, options["stable_for"])
    case = _read_surroundings(reads, case)
    if options.get("probe_registry"):
        case = _read_digests(reads, case, options["probe_timeout"])
    if options.get("probe"):
        case = replace(case, probes=tuple(
            probe_domain(row, options.get("probe_address"), options["probe_timeout"]) for row in _list_enabled_domains(case)))
    return replace(case, unread=reads.list_unread())


def _judge_health(reads, case, stable_for):
    """Add the comparison with what runs, and the verdict on the health of the replicas."""
    observed = case.observed
    if observed.service is not None:
        case = replace(case, comparison=find_differences(case.resource, case.record, observed.service, reads.backend.known_version))
    judge = _health.judge
    if observed.parts is not None:
        case, judge = replace(case, comparison=compare_parts(case.resource, case.record, observed)), judge_parts
    if observed.phase == "stopped" and case.kind == "application":
        case = replace(case, observed=replace(observed, image_pruned=reads.backend.evidence.lacks_image(observed)))
    return replace(case, verdict=judge(observed, stable_for=stable_for, same=not case.comparison.differences, tolerate_rolled_back=True))


def _read_deployment(reads, case, stall_after):
    """Read the queue and the log of the last deployment -> (case, the answers about tasks from the same batch, None to read them again)."""
    ended, alive = ([], []) if case.under_way else _choose_tasks(case)
    rows, *shown = reads.read_batch(("the queue", "deployment.queueList", {}), *_make_task_calls(case, ended + alive))
    if rows is not None or not reads.has_failed("the queue"):
        case = replace(case, jobs=reads.server.name_jobs(rows))
    row = case.last
    if any(not job.active for job in case.own_jobs) and not any(job.active for job in case.own_jobs):
        case = replace(case, blocker=_read_blocker(reads, case, stall_after))
    if row is None or row.get("status") == "done" and not case.under_way:
        return case, shown
    case = replace(case, log=_read_build_log(reads, case, row))
    if not case.under_way:
        return case, shown
    if stall_after and case.log is not None and _compute_age(row, case.now) >= case.patience:
        case = _watch_log(reads, case, row, stall_after)
    return case, None


def _compute_age(row, now):
    began = parse_iso8601(row.get("createdAt"))
    return 0.0 if began is None else now - began


def _read_blocker(reads, case, stall_after):
    """Read the deployment ahead of this service's queued one -> Blocker, or None."""
    waiting = next(job for job in case.own_jobs if not job.active)
    lane = [job for job in case.jobs if job.active and job.service_id != waiting.service_id]
    job = next((job for job in lane if job.server_id == waiting.server_id), lane[0] if lane else None)
    if job is None:
        return None
    if job.kind == "compose" or not job.service_id:
        return Blocker(job, stuck=False)
    key = ("blocker", job.service_id)
    stuck, silent = reads.server.keep(key, lambda: _read_log_twice(reads, case, job, stall_after))
    return Blocker(job, stuck, silent)


def _read_log_twice(reads, case, job, stall_after):
    """Read a log twice -> (whether the deployment of another service is stuck, whether its log did not change)."""
    record, = reads.read_batch(("the deployment ahead in the queue", "application.one", {"applicationId": job.service_id}))
    rows = (record or {}).get("deployments") or []
    row = next((one for one in rows if one.get("status") == "running" and not one.get("finishedAt")), None)
    if row is None or not stall_after or _compute_age(row, case.now) < compute_patience(rows, case.stuck_after):
        return False, False
    before = _read_build_log(reads, case, row)
    if before is None:
        return True, False          # this version shows no log: judged by its age only
    CLOCK.sleep(stall_after)
    return (True, True) if _read_build_log(reads, case, row) == before else (False, False)


def _watch_log(reads, case, row, stall_after):
    """Read the log a second time: if it changes, the deployment is progressing."""
    CLOCK.sleep(stall_after)
    before = case.log
    case = replace(case, observed=reads.backend.observe(case.place, again=True), now=reads.server.now)
    rows, = reads.read_batch(("the queue", "deployment.queueList", {}))
    if case.jobs is not None and rows is not None:
        case = replace(case, jobs=reads.server.name_jobs(rows))
    if case.last is None or case.last.get("deploymentId") != row.get("deploymentId") or not case.under_way:
        return replace(case, log=_read_build_log(reads, case, case.last) if case.last and case.last.get("status") != "done" else None)
    log = _read_build_log(reads, case, row)
    return replace(case, log=log, silent=float(stall_after) if before is not None and log == before else None)


def _read_build_log(reads, case, row):
    text, = reads.read_batch(("the deployment's log", "deployment.readLogs", {"deploymentId": row["deploymentId"], "tail": LOG_LINES}))
    if text is None:
        text = reads.backend.evidence.streamed_build_log(row, case.record.get("serverId"), LOG_LINES)
        if text is not None:
            reads.forget_unread("the deployment's log")
    return text if isinstance(text, str) and text.strip() else None


def _choose_tasks(case):
    """Select (a few tasks that ended recently, a running one)."""
    if case.service is None:
        return [], []
    return _list_ended(case.observed.tasks), [
        task for task in case.observed.tasks if task.desired == "running" and task.state in ("running", "starting") and task.id][:1]


def _list_ended(tasks):
    """List a few tasks that ended recently."""
    return [task for task in tasks if task.state in _health.ENDED and task.id and (task.age or 0) < _health.RECENT][:MOST_ENDS]


def _make_task_calls(case, tasks):
    return [("a task", "docker.getConfig", {"containerId": task.id, "serverId": case.record.get("serverId")}) for task in tasks]


def _make_container_calls(case, statuses):
    return [("a container", "docker.getConfig", {"containerId": one["ContainerID"], "serverId": case.record.get("serverId")})
            for one in statuses if one.get("ContainerID")]


def _list_statuses(configs):
    """List the status of the container of each task, empty where there is none."""
    return [(((one or {}).get("Status") or {}).get("ContainerStatus") or {}) for one in configs]


def _index_containers(boxes):
    return {box.get("Id"): box for box in boxes if box}


def _make_end(task, status, box):
    """Make the TaskEnd of a task from its container's status and its container, which is empty if it was not read."""
    killed = (box.get("State") or {}).get("OOMKilled")
    return TaskEnd(task, status.get("ExitCode"), killed if isinstance(killed, bool) else None)


def _read_containers(reads, case, shown=None):
    """Read exit codes of recently ended tasks, and health and open ports of a running one. C(shown): the tasks, if they were read already."""
    if case.service is None:
        return case
    server_id = case.record.get("serverId")
    ended, alive = _choose_tasks(case)
    if shown is None:
        shown = reads.read_batch(*_make_task_calls(case, ended + alive))
    ids = _list_statuses(shown)
    wanted = _make_container_calls(case, ids)
    # Listening sockets are read in the same batch, except over SSH, since a batch allows few SSH sessions.
    first = alive and case.ports and not ended and alive[0].runs and ids[-1].get("ContainerID")
    along = listening_calls(first, server_id)[:1] if first else []
    logs = [_make_log_call(case)] if case.observed.phase == "running" else []
    answers = reads.read_batch(*wanted, *along, *logs)
    if logs:
        text = answers.pop()
        case = replace(case, container_log=text if isinstance(text, str) and text.strip() and not MESSAGE.match(text) else None)
    boxes = _index_containers(answers[:len(wanted)])
    failed = [(task, status, boxes.get(status.get("ContainerID")) or {}) for task, status, config in zip(ended, ids, shown) if not _is_history(case, config)]
    case = replace(case, ends=tuple(_make_end(*one) for one in failed), health=_choose_health(box for dummy, dummy, box in failed))
    if alive:
        box = boxes.get(ids[-1].get("ContainerID")) or {}
        case = replace(case, image_id=str(box.get("Image") or "").partition(":")[2], health=_choose_health([box], case.health))
        if box and (box.get("State") or {}).get("Running") and case.ports:
            case = replace(case, listening=_read_listening(reads, case, box["Id"], answers[len(wanted):] if along else []))
    if any(end.exit_code == 137 for end in case.ends):
        case = replace(case, oom_events=_count_kills(reads, case))
    return _read_logs(reads, case, alive)


def _read_listening(reads, case, container, seen):
    """Read the listening sockets of a container. C(seen): the first answer, if it was read already."""
    calls = listening_calls(container, case.record.get("serverId"))
    seen = seen or reads.read_batch(calls[0])
    if not listens_for_others(decode_listening(seen), [port for dummy, port in case.ports]):
        seen = seen + reads.read_batch(*calls[len(seen):])
    return decode_listening(seen)


def _read_digests(reads, case, timeout):
    """Read the tag from the registry, with the saved credentials, and the digests of the running image."""
    record = case.record
    image = record.get("dockerImage") or ""
    if record.get("sourceType", "docker") != "docker" or not split_image(image)[2]:
        return case
    registry = ask_registry(image, timeout, credentials_for(image, record.get("registryUrl"), record.get("username"), record.get("password")))
    case = replace(case, registry=registry)
    if registry.lack and not (registry.refused or registry.no_tag):
        reads.note_unread("the tag in the registry", registry.lack)
    if not registry.digest or not case.image_id:
        return case
    found, = reads.read_batch(("the running image", "docker.getConfig", {"containerId": case.image_id, "serverId": record.get("serverId")}))
    return replace(case, running_digests=tuple(str(one) for one in (found or {}).get("RepoDigests") or []))


def _read_logs(reads, case, alive):
    """Read the log of the container that failed last, and of a running one if this version has no call for it."""
    ended = [end.task for end in case.ends if end.task.state in ("failed", "complete")]
    if ended and (case.verdict.state != _health.HEALTHY or case.container_log is None):
        case = replace(case, failed_log=_read_task_log(reads, case, min(ended, key=lambda task: task.age or 0)))
    if case.container_log is None and alive and reads.has_failed(_LOG):
        case = replace(case, container_log=_read_task_log(reads, case, alive[0], first=2.0))
    if case.failed_log is not None or case.container_log is not None:
        reads.forget_unread(_LOG)
    elif ended and case.observed.phase == "running" and not reads.has_failed(_LOG):
        return replace(case, container_log=_catch_log(reads, case))
    return case


def _read_parts(reads, case, stable_for):
    """Add a Case of each service of a compose service that is not healthy: how its tasks or containers ended, and the log of the last one."""
    if case.observed.phase != "running" and not case.crashed:
        return case
    parts = []
    for part in case.observed.parts:
        verdict = judge_part(part, stable_for=stable_for, same=not case.comparison.differences, tolerate_rolled_back=True)
        if verdict.state == _health.HEALTHY or len(parts) == MOST_PARTS:
            continue
        ended = _list_ended(part.tasks) or [task for task in part.tasks if task.state == "restarting"]
        ends = [TaskEnd(task, task.end.get("exit_code"), task.end.get("out_of_memory")) for task in ended]
        if part.service is not None:
            ends = _read_ends(reads, case, ended)
        newest = min(ended or verdict.failed, key=lambda task: task.age or 0, default=None)
        log = _read_task_log(reads, case, newest, swarm=part.service is not None) if newest else None
        seen = replace(case.observed, service=part.service, tasks=list(part.tasks), parts=None)
        parts.append(replace(case, part=part.name, observed=seen, verdict=verdict, ends=tuple(ends), failed_log=log, inspected=part.containers))
    return replace(case, parts=tuple(parts), failed_log=next((one.failed_log for one in parts if one.failed_log), None))


def _read_ends(reads, case, ended):
    """Read how these tasks of a stack ended: exit codes, and whether the engine killed them for memory."""
    statuses = _list_statuses(reads.read_batch(*_make_task_calls(case, ended)))
    boxes = _index_containers(reads.read_batch(*_make_container_calls(case, statuses)))
    return [_make_end(task, status, boxes.get(status.get("ContainerID")) or {}) for task, status in zip(ended, statuses)]


def _read_task_log(reads, case, task, **more):
    return reads.backend.evidence.task_log(task.id, case.service_id, case.record.get("serverId"), lines=CONTAINER_LINES, **more)


def _make_log_call(case):
    return _LOG, case.resource.calls.logs, {case.resource.id: case.service_id, "tail": CONTAINER_LINES}


def _catch_log(reads, case):
    """Read a container's log through the API alone, which shows only running containers: retry for one that ends at once."""
    for dummy in range(CATCHES):
        CLOCK.sleep(1)
        text, = reads.read_batch(_make_log_call(case))
        if isinstance(text, str) and text.strip():
            return text
    return None


def _is_history(case, config):
    """Return whether an ended task had another specification than the healthy running one, so its cause was corrected since."""
    was = (config or {}).get("Spec") or {}
    now = case.service.spec.get("TaskTemplate") or {}
    return (
        case.verdict.state == _health.HEALTHY and case.service.update_state in ("", "completed") and bool(was)
        and any(was.get(part) != now.get(part) for part in ("ContainerSpec", "Resources")))


def _choose_health(boxes, health=None):
    """Return the health with the longest failing streak: of these containers, or C(health)."""
    for box in boxes:
        found = (box.get("State") or {}).get("Health") or {}
        if not found or health and health["failing_streak"] >= (found.get("FailingStreak") or 0):
            continue
        log = [one for one in found.get("Log") or [] if one.get("ExitCode")]
        health = {
            "status": found.get("Status") or "", "failing_streak": found.get("FailingStreak") or 0,
            "exit_code": log[-1].get("ExitCode") if log else None, "output": ((log[-1].get("Output") or "").strip()[:400]) if log else ""}
    return health


def _count_kills(reads, case):
    """Count the containers of the service that the engine reports as killed for memory."""
    if case.record.get("serverId"):
        return 0
    found = reads.read_shared("events", "the engine's events", "docker.getEvents")
    events = (found.get("events") if isinstance(found, dict) else None) or []
    return sum(
        event.get("Action") == "oom" and ((event.get("Actor") or {}).get("Attributes") or {}).get("com.docker.swarm.service.name") == case.record.get("appName")
        for event in events)


def _list_enabled_domains(case):
    return [row for row in case.record.get("domains") or [] if row.get("enabled") is not False]


def _read_surroundings(reads, case):
    """Read Traefik, domains, disk and networks, nodes, and the Git provider's branches, as far as they matter."""
    server_id = case.record.get("serverId")
    params = {"serverId": server_id} if server_id else {}
    if case.ports:
        box = reads.read_shared(("traefik", server_id), "Traefik", "docker.getConfig", containerId=TRAEFIK, **params)
        if isinstance(box, dict):
            case = replace(case, traefik=_find_traefik_state(box))
        elif (case.observed.proven or case.service is not None) and not reads.has_failed("Traefik"):
            case = replace(case, traefik={})
        case = replace(case, traefik_findings=_check_traefik(reads, case, server_id), domains=reads.read_domains())
    health = reads.read_shared(("health", server_id), "disk and networks of the server", "docker.getServerHealth", **params)
    if isinstance(health, dict):
        case = replace(case, server=_find_server_state(health))
    if any(task.state == "pending" and task.error for task in case.observed.tasks):
        nodes = reads.read_shared(("nodes", server_id), "the nodes of the swarm", "swarm.getNodes", **params)
        case = replace(case, nodes=[one for one in nodes if isinstance(one, dict)] if isinstance(nodes, list) else None)
    provider = PROVIDERS.get(case.record.get("sourceType"))
    return _read_branches(reads, case, provider) if provider and case.record.get(provider[0]) else case


def _check_traefik(reads, case, server_id):
    """List the findings about the routing to this service in Traefik's files; None if they could not be read."""
    try:
        check, others = reads.server.read_traefik_directory(server_id)
        if others:
            reads.note_unread("some of Traefik's files", ", ".join(others))
            return None
        domains = [row for row in _list_enabled_domains(case) if row.get("host")]
        return check_routing(check, case.record["appName"], [row["host"] for row in domains], [row.get("port") or 80 for row in domains])
    except (ApiError, Unreachable) as exc:
        reads.note_unread("Traefik's files", reads.server.explain_lack(exc, "settings.readDirectories"))
    except ImportError:
        reads.note_unread("Traefik's files", "the task's host has no PyYAML")
    return None


def _read_branches(reads, case, provider):
    """List the branches of the repository through its provider: the listed branches can be cloned."""
    what = "the branches of its repository"
    try:
        rows = reads.client.read(provider[1], **provider[2](case.record))
        return replace(case, branches=[str(row.get("name")) for row in rows or [] if isinstance(row, dict)])
    except (PermissionMissing, Unreachable) as exc:
        reads.note_unread(what, exc.message)
    except ApiError as exc:
        if not getattr(exc, "unknown_procedure", False):
            return replace(case, provider_error=exc.server_message or exc.message)
        reads.note_unread(what, reads.server.explain_lack(exc, provider[1]))
    return case


def _find_traefik_state(box):
    """Return the state of Traefik's container, or of its service if Traefik runs as one."""
    if "State" in box:
        return {
            "status": (box["State"] or {}).get("Status") or "", "networks": sorted(((box.get("NetworkSettings") or {}).get("Networks") or {})),
            "exit_code": (box["State"] or {}).get("ExitCode")}
    return {"status": "service", "networks": [NETWORK]}


def _find_server_state(health):
    disk = health.get("disk") or {}
    return {
        "disk_total": disk.get("totalBytes") or 0, "disk_used": disk.get("usedBytes") or 0,
        "memory_total": (health.get("resources") or {}).get("memTotalBytes") or 0, "memory_used": (health.get("resources") or {}).get("memUsedBytes") or 0,
        "networks": [{"name": one.get("name") or "", "percent": one.get("percentUsed") or 0, "used": one.get("containersInUse") or 0,
                      "capacity": one.get("capacity") or 0} for one in (health.get("dockerNetworks") or {}).get("usage") or [] if isinstance(one, dict)]}
