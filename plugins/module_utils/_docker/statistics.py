# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads the CPU, memory and traffic of containers from the engine that runs them."""

from __future__ import annotations

import threading

from .._common.errors import ApiError, Unreachable


def read_statistics(host, service):
    """Read the usage of each running container of a service, in two seconds -> C({"containers": [row …], "elsewhere": [slot …]}).

    C(cpu_percent) is of one core, C(memory_bytes) without the page cache, C(memory_limit_bytes) None without a limit below the host's own. Values that
    the engine does not report are None. C(elsewhere) names the tasks that run on other nodes or ended meanwhile.
    """
    tasks = host.get("/tasks", filters={"service": [service["serviceId"]], "desired-state": ["running"]}) or []
    host_memory = (host.get("/info") or {}).get("MemTotal")
    running = [task for task in tasks if (task.get("Status") or {}).get("State") == "running"]
    answers = [None] * len(running)

    def read_answer(index, container):
        try:
            answers[index] = host.get("/containers/%s/stats" % container, stream=False)
        except (ApiError, Unreachable):
            pass

    # In parallel: the engine takes two samples, a second apart, for each container.
    asking = [
        threading.Thread(target=read_answer, args=(index, ((task.get("Status") or {}).get("ContainerStatus") or {}).get("ContainerID") or "-"), daemon=True)
        for index, task in enumerate(running)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join(host.timeout + 5)
    found = {"containers": [], "elsewhere": []}
    for task, answer in zip(running, answers):
        slot = "%s.%s" % (service["appName"], task.get("Slot") or task.get("NodeID"))
        if isinstance(answer, dict) and (answer.get("memory_stats") or {}).get("usage"):
            found["containers"].append(dict(
                _usage_row(answer, host_memory), slot=slot, task=task["ID"], container=task["Status"]["ContainerStatus"]["ContainerID"][:12]))
        else:
            found["elsewhere"].append(slot)
    found["containers"].sort(key=lambda row: row["slot"])
    found["elsewhere"].sort()
    return found


def _usage_row(answer, host_memory):
    """Convert the statistics of one container to a row."""
    memory = answer.get("memory_stats") or {}
    detail = memory.get("stats") or {}
    # Version 2 of control groups, then version 1.
    cache = detail.get("inactive_file", detail.get("total_inactive_file", 0))
    used = max(0, memory["usage"] - cache) if cache < memory["usage"] else memory["usage"]
    limit = memory.get("limit")
    if limit is not None and host_memory and limit >= host_memory:
        limit = None
    networks = (answer.get("networks") or {}).values()
    blocks = (answer.get("blkio_stats") or {}).get("io_service_bytes_recursive") or []
    return {
        "cpu_percent": _cpu_percent(answer), "memory_bytes": used, "memory_limit_bytes": limit,
        "memory_percent": round(100.0 * used / (limit or host_memory), 2) if limit or host_memory else None,
        "network_received_bytes": sum(one.get("rx_bytes") or 0 for one in networks) if networks else None,
        "network_sent_bytes": sum(one.get("tx_bytes") or 0 for one in networks) if networks else None,
        "block_read_bytes": sum(one["value"] for one in blocks if one.get("op", "").lower() == "read"),
        "block_written_bytes": sum(one["value"] for one in blocks if one.get("op", "").lower() == "write"),
        "processes": (answer.get("pids_stats") or {}).get("current"),
    }


def _cpu_percent(answer):
    now, before = answer.get("cpu_stats") or {}, answer.get("precpu_stats") or {}
    try:
        used = now["cpu_usage"]["total_usage"] - before["cpu_usage"]["total_usage"]
        passed = now["system_cpu_usage"] - before["system_cpu_usage"]
    except KeyError:
        return None
    cores = now.get("online_cpus") or len(now["cpu_usage"].get("percpu_usage") or ()) or 1
    return round(100.0 * cores * used / passed, 2) if passed > 0 else None
