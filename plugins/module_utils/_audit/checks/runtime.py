# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks limits, health, and replicas. Pure."""

from __future__ import annotations

from ..._planning.compare import get_stored_mode
from ..._planning.health import FAILED, judge
from ..subjects import healthcheck_test_of
from . import compose
from ..check import APPLICATION, Check, HIGH, LOW, MEDIUM, SERVICE, Undecided


def find_missing_memory_limit(app):
    if not app.record.get("memoryLimit"):
        yield "", "no memory limit is saved"


def find_missing_cpu_limit(app):
    if not app.record.get("cpuLimit"):
        yield "", "no CPU limit is saved"


def find_missing_healthcheck(app):
    if healthcheck_test_of(app.record):
        return
    off = bool((app.record.get("healthCheckSwarm") or {}).get("Test"))
    if off:
        yield "", "the health check is disabled (NONE)"
        return
    if app.observed.running:
        if isinstance(app.health_words, str):
            raise Undecided("none is saved, and whether the image has its own could not be read: %s" % app.health_words)
        if any("health" in said for said in (app.health_words or {}).get(app.record.get("appName"), ())):
            return               # the image's own
    yield "", "no health check is saved%s" % (", and its image has none" if app.observed.running else "")


def find_unhealthy(app):
    app.require_service()
    if app.observed.phase != "running":
        return
    verdict = judge(app.observed, same=not app.comparison.differences, tolerate_rolled_back=True)
    if verdict.state == FAILED:
        yield "", verdict.reason
        return
    wanted, running = app.observed.service.wanted, len(app.observed.running)
    if wanted is not None and running < wanted and app.observed.busy() is None:
        yield "", "%d of %d replicas run" % (running, wanted)


def find_single_replica(app):
    mode, replicas = get_stored_mode(app.record)
    stateful = any(one.get("type") in ("volume", "bind") for one in app.record.get("mounts") or [])
    if mode == "replicated" and replicas == 1 and not stateful:
        yield "", "one replica is saved"


CHECKS = (
    Check("memory_limit", MEDIUM, SERVICE, find_missing_memory_limit,
          "Without a limit one container can use the memory of the whole host, and the kernel then kills any process.",
          "Set memory_limit; for a compose service, deploy.resources.limits.memory in its file.", examine_compose=compose.find_missing_memory_limit),
    Check("cpu_limit", LOW, SERVICE, find_missing_cpu_limit,
          "Without a limit one container can slow down everything else on its host.",
          "Set cpu_limit; for a compose service, deploy.resources.limits.cpus in its file.", examine_compose=compose.find_missing_cpu_limit),
    Check("healthcheck", MEDIUM, APPLICATION, find_missing_healthcheck,
          "Without a health check a process that runs but serves nothing counts as healthy, in updates too.",
          "Set healthcheck; for a compose service, in its file.", examine_compose=compose.find_missing_healthcheck),
    Check("not_healthy", HIGH, SERVICE, find_unhealthy,
          "Fewer replicas run than desired, regardless of Dokploy's own status.",
          "Read the container's log and the task's error: dokploy_diagnosis_info.", examine_compose=compose.find_unhealthy),
    Check("single_replica", LOW, APPLICATION, find_single_replica,
          "With one replica each failure of a node or a process is an outage.",
          "Set replicas to 2 or more, if it keeps no state of its own."),
)
