# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes the settings of Dokploy itself, which have several calls. Dokploy stores any schedule, and never runs one that it cannot parse."""

from __future__ import annotations

from .._dotenv.editor import render_env
from .._model.kinds import BOOL, NOTHING, TEXT, Between
from .._model.resource import Field, Group, Resource, Write
from .._model.host_kinds import DOMAIN, EMAIL
from .._model.settings_kinds import CONTAINER_ENV, PORTS
from .metrics import MEASURED, METRICS, SET_UP, find_wrong_metrics, pack_metrics, plan_metrics, unpack_metrics
from .._model.schedule_kinds import CRON


def find_wrong_settings(options, record):
    wrong = find_wrong_metrics(options, record or {})
    if wrong:
        return wrong
    stored = record or {}
    domain = stored.get("host") if options.get("domain") is None else options["domain"]
    https = stored.get("https") if options.get("https") is None else options["https"]
    if https and not domain and (options.get("https") or options.get("domain") is not None):
        return "https requires domain"
    email = options.get("lets_encrypt_email") or stored.get("letsEncryptEmail")
    return "certificate letsencrypt requires lets_encrypt_email" if options.get("certificate") == "letsencrypt" and not email else ""


def pack_settings(resource, body):
    if "logCleanupCron" in body:
        return {"cronExpression": body["logCleanupCron"]}
    if "host" in body:
        return dict(body, host=body["host"] or "", letsEncryptEmail=body["letsEncryptEmail"] or "", https=bool(body["https"]),
                    certificateType=body["certificateType"] or "none")
    return pack_metrics(body) if "metricsPort" in body else {"env": render_env(body["env"] or {})} if "env" in body else body


SETTINGS = Resource(
    kind="settings",
    plural="settings",
    id="id",
    name="host",
    single=True,
    states=("present",),
    fields=(
        Field("domain", "host", DOMAIN, effect=NOTHING, default=""),
        Field("https", "https", BOOL, effect=NOTHING, default=False),
        Field("certificate", "certificateType", TEXT, effect=NOTHING, clearable=False, more={"choices": ["none", "letsencrypt", "custom"]}),
        Field("lets_encrypt_email", "letsEncryptEmail", EMAIL, effect=NOTHING, default=""),
        Field("server_ip", "serverIp", effect=NOTHING, default=""),
        Field("docker_cleanup", "enableDockerCleanup", BOOL, effect=NOTHING),
        Field("log_cleanup_cron", "logCleanupCron", CRON, effect=NOTHING, default=""),
        Field("builds_concurrency", "buildsConcurrency", Between(1, 100), effect=NOTHING, clearable=False, since="0.29.9"),
        Field("access_log", "enable", BOOL, effect=NOTHING, default=False),
        Field("traefik_env", "env", CONTAINER_ENV, effect=NOTHING, secret="values"),
        Group("metrics", MEASURED),
        Field("traefik_ports", "additionalPorts", PORTS, effect=NOTHING, default=[]),
    ),
    renames=False,
    listing="settings.getWebServerSettings",
    updates=(Write("settings.assignDomainServer", always=("host", "https", "certificateType", "letsEncryptEmail")),
             Write("settings.updateServerIp", always=("serverIp",)), Write("settings.updateDockerCleanup", always=("enableDockerCleanup",)),
             Write("settings.updateLogCleanup", always=("logCleanupCron",)), Write("settings.updateBuildsConcurrency", always=("buildsConcurrency",)),
             Write("settings.toggleRequests", always=("enable",)), Write("settings.writeTraefikEnv", always=("env",)),
             Write("settings.updateTraefikPorts", always=("additionalPorts",)), Write(SET_UP, always=tuple(METRICS))),
    unpack=unpack_metrics, more_steps=plan_metrics,
    pack=pack_settings,
    refuse=find_wrong_settings,
)
