# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a scheduled backup of a database or of Dokploy itself. The answer to a creation is empty, and Dokploy accepts any schedule and kind."""

from __future__ import annotations

from .._model.kinds import BOOL, NOTHING, TEXT
from .._model.ownership import Ownership, Run
from .._model.resource import FULL, Field, Resource, Write
from .._model.record_kinds import COUNT
from .._model.schedule_kinds import CRON
from .._model.typed_keys import TypedKeys

DATABASES = ("postgres", "mysql", "mariadb", "mongo", "libsql")
SELF = "web_server"                # Dokploy itself: its database and its directory
# Kind of database -> the end of the name of the procedure that runs its backup.
MANUAL = {"postgres": "Postgres", "mysql": "MySql", "mariadb": "Mariadb", "mongo": "Mongo", "libsql": "Libsql", "web-server": "WebServer"}
# Credentials for databases in a compose service: Dokploy has a record only of its own databases.
CREDENTIALS = TypedKeys("metadata", "databaseType", {
    "postgres": {"user": "databaseUser"}, "mysql": {"password": "databaseRootPassword"},
    "mariadb": {"user": "databaseUser", "password": "databasePassword"}, "mongo": {"user": "databaseUser", "password": "databasePassword"}})


def keys_of_owner(kind, own_id):
    return {SELF: {"userId": own_id, "backupType": "database", "databaseType": "web-server", "database": "dokploy"}, "compose": {
        "composeId": own_id, "backupType": "compose"}}.get(kind) or {kind + "Id": own_id, "backupType": "database", "databaseType": kind}


def find_procedure(record):
    """Return the procedure that runs the backup. Compose services have one procedure for all kinds of databases."""
    kind = "Compose" if record.get("backupType") == "compose" else MANUAL.get(record.get("databaseType"), "Postgres")
    return "backup.manualBackup" + kind


def find_files(record):
    """Return the parameters that list the backup's files: the destination and a path that begins with the service's C(appName)."""
    kind = "compose" if record.get("backupType") == "compose" else record.get("databaseType")
    name = (record.get(kind) or record).get("appName") or ""
    inside, prefix = "_%s" % record["serviceName"] if kind == "compose" and record.get("serviceName") else "", (record.get("prefix") or "").strip().strip("/")
    return {"destinationId": record["destinationId"], "search": "%s%s/%s" % (name, inside, prefix + "/" if prefix else "")}


def find_wrong_backup(options, record):
    own = options.get(SELF) and options.get("database") not in (None, "", "dokploy")
    return "database must be dokploy in a backup of Dokploy itself" if own else CREDENTIALS.find_dropped(
        options.get("database_type") or (record or {}).get("databaseType"), options)


BACKUP = Resource(
    kind="backup", id="backupId", name="prefix", name_option="prefix",
    addressing=dict({"prefix": {"type": "str"}, "backup_id": {"type": "str"}}, **{
        one: {"type": "str"} for one in DATABASES + ("compose", "project", "environment")}, **{SELF: {"type": "bool", "default": False}}),
    owner=Ownership(
        kinds=DATABASES + ("compose", SELF), keys=keys_of_owner, itself=SELF, list_call=lambda kind, own_id: (
            ("user.getBackups", {}, "backups") if kind == SELF else (kind + ".one", {kind + "Id": own_id}, "backups")),
        needs={"compose": ("database", "database_type", "service_name"), **dict.fromkeys(DATABASES, ("database",))},
        alone={"compose": ("database_type", "service_name", "user", "password")},
        find_own_id=lambda backend: (backend.client.read("user.get") or {}).get("userId")),
    fields=(
        Field("cron", "schedule", CRON, effect=NOTHING, clearable=False),
        Field("destination", "destinationId", effect=NOTHING, ref="destination", clearable=False),
        Field("database", "database", effect=NOTHING, clearable=False),
        Field("keep_latest_count", "keepLatestCount", COUNT, effect=NOTHING),
        Field("enabled", "enabled", BOOL, effect=NOTHING, default=True),
        Field("database_type", "databaseType", TEXT, effect=NOTHING, clearable=False, more={"choices": list(CREDENTIALS.types)}),
        Field("service_name", "serviceName", effect=NOTHING),
        Field("user", "user", effect=NOTHING),
        Field("password", "password", effect=NOTHING, secret=True),
        Field("include_encryption_key", "includeEncryptionKey", BOOL, effect=NOTHING, default=True, since="0.29.14"),
    ),
    read="backup.one", create="backup.create", update=Write("backup.update", FULL, always=("prefix",)), remove="backup.remove",
    create_keys=("schedule", "destinationId", "database", "keepLatestCount", "enabled", "databaseType", "serviceName", "user", "password",
                 "includeEncryptionKey"),
    create_always=("enabled",), needed=("cron", "destination"), unpack=CREDENTIALS.unpack, pack=CREDENTIALS.pack,
    refuse=find_wrong_backup,
    run=Run("backup", find_procedure, find_files),
    permissions={"backup.create": ("backup", "create"), "backup.update": ("backup", "update"), "backup.remove": ("backup", "delete"),
                 **{"backup.manualBackup" + kind: ("backup", "create") for kind in (*MANUAL.values(), "Compose")}},
)
