# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads settings that have their own calls, and waits until those of Traefik and metrics take effect."""

from __future__ import annotations

from dataclasses import replace

from .._common.waiting import intervals
from .listing import list_rows
from .records import RecordKind
from .._common.errors import ApiError, TaskFailed
from .._model.plan import RecordSeen
from .._resources.metrics import CONTAINER, SET_UP, is_measuring, is_replaced

# option -> (procedure that reads it, its key in our record)
READ_ALONE = {
    "access_log": ("settings.haveActivateRequests", "enable"),
    "traefik_env": ("settings.readTraefikEnv", "env"),
    "traefik_ports": ("settings.getTraefikPorts", "additionalPorts"),
}
# Dokploy replaces the container of Traefik after its answer.
LATER = ("traefik_env", "traefik_ports")
LATER_TIMEOUT = 120
METRICS_TIMEOUT = 60


def read_settings(ctx, request, row):
    """Return the settings with those of the task that have their own calls."""
    record = dict(row)
    for option, (procedure, key) in READ_ALONE.items():
        if request.options.get(option) is not None:
            record[key] = ctx.backend.client.read(procedure)
    return record


def confirm_values(ctx, outcome):
    """Read the written values again, and wait for those that take effect later."""
    request, plan = outcome.request, outcome.plan
    end, pauses = ctx.clock.monotonic() + LATER_TIMEOUT, intervals()
    while True:
        wrong = [one for one in LATER if one in plan.changed]
        try:
            record = read_settings(ctx, request, list_rows(ctx.backend, request.resource)[0])
            wrong = [path for path, item in request.resource.flat() if path in plan.changed and item.canonical(record) != item.canonical(plan.record_after)]
        except ApiError:
            if not set(LATER) & set(plan.changed):
                raise
        if not wrong:
            return replace(outcome, observed=RecordSeen(record))
        if not set(wrong) & set(LATER) or ctx.clock.monotonic() >= end:
            raise TaskFailed("Dokploy accepted %s, and does not return the new value" % ", ".join(wrong),
                             next_step="See the log of Dokploy, and docker logs dokploy-traefik." if set(wrong) & set(LATER) else "Check it in Dokploy.")
        ctx.clock.sleep(next(pauses))


def confirm(ctx, outcome):
    """Read the written values again, and wait until the container of the metrics runs."""
    if outcome.plan.changed or not outcome.plan.children:
        outcome = confirm_values(ctx, outcome)
    if any(step.procedure == SET_UP for step in outcome.plan.children) or any(path.startswith("metrics.") for path in outcome.plan.changed):
        # Twice: just after the change, Docker may still run the container that it is about to replace.
        end, seen = ctx.clock.monotonic() + METRICS_TIMEOUT, 0
        while seen < 2:
            seen = 0 if is_measuring(ctx.backend.client.read) is False or is_replaced(ctx.backend.client.read) else seen + 1
            if not seen and ctx.clock.monotonic() >= end:
                raise TaskFailed("Dokploy saved metrics, and no container %s runs" % CONTAINER, next_step=(
                    "Run docker pull dokploy/monitoring on the host of Dokploy, and the task again."))
            if seen < 2:
                ctx.clock.sleep(1)
    return outcome


SETTINGS_KIND = RecordKind(read=read_settings, confirm=confirm)
