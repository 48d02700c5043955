# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a scheduled backup of a Docker volume."""

from __future__ import annotations

import re

from .._model.kinds import BOOL, NOTHING
from .._model.ownership import Ownership, Run
from .._model.resource import Field, Resource, Write
from .._model.schedule_kinds import CRON
from .._model.record_kinds import COUNT
from .._model.text_kinds import CheckedText

KINDS = ("application", "compose", "postgres", "mysql", "mariadb", "mongo", "redis", "libsql")
VOLUME = CheckedText(lambda text: "" if re.match(r"[a-zA-Z0-9][a-zA-Z0-9_.-]*\Z", text) else (
    "%r is no name of a volume: letters, digits, dots, underscores and hyphens, with a letter or digit first" % text))


VOLUME_BACKUP = Resource(
    kind="volume_backup",
    id="volumeBackupId",
    addressing=dict({"name": {"type": "str"}, "volume_backup_id": {"type": "str"}}, **{
        one: {"type": "str"} for one in KINDS + ("project", "environment")}),
    owner=Ownership(
        kinds=KINDS, needs={"compose": ("service_name",)}, list_call=lambda kind, own_id: ("volumeBackups.list", {"id": own_id, "volumeBackupType": kind}, ""),
        keys=lambda kind, own_id: {"serviceType": kind, kind + "Id": own_id}),
    fields=(
        Field("cron", "cronExpression", CRON, effect=NOTHING, clearable=False),
        Field("destination", "destinationId", effect=NOTHING, ref="destination", clearable=False),
        Field("volume_name", "volumeName", VOLUME, effect=NOTHING, clearable=False),
        Field("prefix", "prefix", effect=NOTHING, default="/"),
        Field("keep_latest_count", "keepLatestCount", COUNT, effect=NOTHING),
        Field("turn_off", "turnOff", BOOL, effect=NOTHING, default=False),
        Field("service_name", "serviceName", effect=NOTHING),
        Field("enabled", "enabled", BOOL, effect=NOTHING, default=True),
    ),
    read="volumeBackups.one",
    create="volumeBackups.create",
    create_keys=("cronExpression", "destinationId", "volumeName", "prefix", "keepLatestCount", "turnOff", "serviceName", "enabled"),
    create_always=("prefix", "enabled"),
    update=Write("volumeBackups.update", always=("name", "cronExpression", "destinationId", "volumeName", "prefix")),
    remove="volumeBackups.delete",
    needed=("cron", "destination", "volume_name"),
    run=Run("volumeBackup", lambda record: "volumeBackups.runManually"),
    permissions={"volumeBackups.create": ("volumeBackup", "create"),
                 "volumeBackups.update": ("volumeBackup", "update"), "volumeBackups.delete": ("volumeBackup", "delete"),
                 "volumeBackups.runManually": ("volumeBackup", "create")},
)
