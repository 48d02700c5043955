# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes the metrics settings of Dokploy. A separate container measures them.

Dokploy stores them before it pulls the image and starts the container, and older servers answer 200 even if that fails.
"""

from __future__ import annotations

from .._common.errors import ApiError, PermissionMissing
from .._model.host_kinds import ADDRESS
from .._model.kinds import NOTHING, TEXT, WORDS, Between
from .._model.plan import Step
from .._model.resource import Field
from .._model.schedule_kinds import CRON

SET_UP, CONTAINER = "admin.setupMonitoring", "dokploy-monitoring"
MOST = 65535
# Key of a field -> its path within the record's metricsConfig.
METRICS = {
    "metricsRefreshRate": ("server", "refreshRate"), "metricsPort": ("server", "port"), "metricsToken": ("server", "token"),
    "metricsUrlCallback": ("server", "urlCallback"), "metricsRetentionDays": ("server", "retentionDays"), "metricsCronJob": ("server", "cronJob"),
    "metricsCpu": ("server", "thresholds", "cpu"), "metricsMemory": ("server", "thresholds", "memory"),
    "metricsContainerRefreshRate": ("containers", "refreshRate"), "metricsInclude": ("containers", "services", "include"),
    "metricsExclude": ("containers", "services", "exclude")}


def unpack_metrics(row):
    """Copy the values of metricsConfig to the top level of the settings."""
    found = row.copy()
    for key, way in METRICS.items():
        value = row.get("metricsConfig")
        for one in way:
            value = (value or {}).get(one)
        found[key] = value
    return found


def pack_metrics(record):
    """Make the body of C(admin.setupMonitoring) from a record."""
    body = {}
    for key, way in METRICS.items():
        inner = body
        for one in way[:-1]:
            inner = inner.setdefault(one, {})
        inner[way[-1]] = record.get(key)
    services = body["containers"]["services"]
    services.update({name: value or [] for name, value in services.items()})
    return {"metricsConfig": body}


def make_field(option, key, kind=TEXT, **more):
    return Field(option, "metrics" + key, kind, effect=NOTHING, **dict({"clearable": False}, **more))


MEASURED = (
    make_field("refresh_rate", "RefreshRate", Between(2, MOST)), make_field("port", "Port", Between(1, MOST)),
    make_field("token", "Token", secret=True, more={"no_log": True}), make_field("callback_url", "UrlCallback", ADDRESS),
    make_field("retention_days", "RetentionDays", Between(1, MOST)), make_field("cron", "CronJob", CRON),
    make_field("cpu_threshold", "Cpu", Between(0, MOST)), make_field("memory_threshold", "Memory", Between(0, MOST)),
    make_field("container_refresh_rate", "ContainerRefreshRate", Between(2, MOST)),
    make_field("include", "Include", WORDS, clearable=True, default=[]), make_field("exclude", "Exclude", WORDS, clearable=True, default=[]))
FIRST = {"metricsToken": "token", "metricsUrlCallback": "callback_url", "metricsCronJob": "cron"}


def find_wrong_metrics(options, stored):
    """Return why the metrics of a task are invalid, or ""."""
    metrics = options.get("metrics")
    if metrics is None:
        return ""
    missing = [option for key, option in FIRST.items() if not (metrics.get(option) or stored.get(key))]
    return "metrics: %s required to set them up" % (missing[0] + " is" if len(missing) == 1 else ", ".join(missing) + " are") if missing else ""


def is_measuring(read):
    """Return whether the container runs; None if this key may not read containers."""
    try:
        rows = read("docker.getContainers") or []
    except PermissionMissing:
        return None
    return any(row["name"].startswith(CONTAINER) and row["state"] == "running" for row in rows)


def is_replaced(read):
    """Return whether Docker still replaces the container. Since v0.29.0 it belongs to a Swarm service."""
    try:
        return ((read("docker.getConfig", containerId=CONTAINER) or {}).get("UpdateStatus") or {}).get("State") == "updating"
    except ApiError:
        return False


def plan_metrics(read, options, record):
    """Plan another set-up of unchanged metrics whose container does not run."""
    metrics = options.get("metrics")
    if metrics is None or any(metrics.get(item.option) is not None and item.canonical({item.key: metrics[item.option]}) != item.canonical(record)
                              for item in MEASURED):
        return ()
    return (Step(SET_UP, pack_metrics(record), "set up metrics"),) if is_measuring(read) is False else ()
