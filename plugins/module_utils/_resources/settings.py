# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings of Dokploy itself, each with a call of its own. Dokploy stores any text as a schedule, and never runs one that it cannot read.

Private to this collection.
"""

from __future__ import annotations

from .._model.kinds import BOOL, INT, NOTHING
from .._model.resource import Field, Resource, Write
from .._model.text_kinds import CRON


def find_wrong_number(options, record):
    number = options.get("builds_concurrency")
    return "builds_concurrency must lie between 1 and 100" if number is not None and not 1 <= number <= 100 else ""


SETTINGS = Resource(
    kind="settings",
    plural="settings",
    id="id",
    name="host",
    single=True,
    states=("present",),
    addressing={"project": {"type": "str"}, "environment": {"type": "str"}},
    fields=(
        Field("docker_cleanup", "enableDockerCleanup", BOOL, effect=NOTHING),
        Field("log_cleanup_cron", "logCleanupCron", CRON, effect=NOTHING, default=""),
        Field("builds_concurrency", "buildsConcurrency", INT, effect=NOTHING, clearable=False, since="0.29.9"),
    ),
    shows=(("server_ip", "serverIp", str), ("https", "https", bool), ("certificate", "certificateType", str)),
    renames=False,
    listing="settings.getWebServerSettings",
    updates=(Write("settings.updateDockerCleanup", always=("enableDockerCleanup",)), Write("settings.updateLogCleanup", always=("logCleanupCron",)),
             Write("settings.updateBuildsConcurrency", always=("buildsConcurrency",))),
    pack=lambda resource, body: {"cronExpression": body["logCleanupCron"]} if "logCleanupCron" in body else body,
    refuse=find_wrong_number,
)
