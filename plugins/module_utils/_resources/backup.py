# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A backup of a database or of Dokploy itself, at certain times. Dokploy answers a creation with nothing, and takes any schedule and kind."""

from __future__ import annotations

from .._model.kinds import BOOL, NOTHING, TEXT
from .._model.resource import FULL, Field, Ownership, Resource, Run, Write
from .._model.schedule_kinds import CRON
from .._model.record_kinds import COUNT

DATABASES = ("postgres", "mysql", "mariadb", "mongo", "libsql")
NEEDED = ("cron", "destination", "database")
SELF = "web_server"                # Dokploy itself: its database, and its directory
# The last word of the procedure that runs one, by the kind of its database.
MANUAL = {"postgres": "Postgres", "mysql": "MySql", "mariadb": "Mariadb", "mongo": "Mongo", "libsql": "Libsql", "web-server": "WebServer"}
# The keys of a database's user and password, by its kind; of a compose file alone, whose databases Dokploy does not know.
CREDENTIALS = {"postgres": ("databaseUser", ""), "mysql": ("", "databaseRootPassword"), "mariadb": ("databaseUser", "databasePassword"),
               "mongo": ("databaseUser", "databasePassword")}


def unpack_credentials(row):
    """The row with the user and password of its database's kind."""
    user, password = CREDENTIALS.get(row.get("databaseType"), ("", ""))
    stored = (row.get("metadata") or {}).get(row.get("databaseType")) or {}
    return dict(row, user=stored.get(user), password=stored.get(password))


def make_metadata(kind, user, password):
    """The user and password of a database in a compose service, as Dokploy stores them."""
    values = {key: value for key, value in zip(CREDENTIALS.get(kind, ("", "")), (user, password)) if key and value}
    return {kind: values} if values else {}


def pack_credentials(resource, body):
    metadata = make_metadata(body.get("databaseType"), body.pop("user", None), body.pop("password", None))
    if "composeId" in body or metadata:
        body["metadata"] = metadata or None
    return dict(body, metadata=None) if "metadata" not in body and resource.id in body else body


def list_call(kind, own_id):
    return ("user.getBackups", {}, "backups") if kind == SELF else (kind + ".one", {kind + "Id": own_id}, "backups")


def keys_of_owner(kind, own_id):
    if kind == SELF:
        return {"userId": own_id, "backupType": "database", "databaseType": "web-server", "database": "dokploy"}
    return {"composeId": own_id, "backupType": "compose"} if kind == "compose" else {
        kind + "Id": own_id, "backupType": "database", "databaseType": kind}


def find_procedure(record):
    """Return the procedure that runs the backup; a compose service has one for every kind of its databases."""
    kind = "Compose" if record.get("backupType") == "compose" else MANUAL.get(record.get("databaseType"), "Postgres")
    return "backup.manualBackup" + kind


def find_files(record):
    """Return the directory of its files: it has the name of its service in Docker."""
    kind = "compose" if record.get("backupType") == "compose" else record.get("databaseType")
    name = (record.get(kind) or record).get("appName") or ""
    if kind == "compose" and record.get("serviceName"):
        name += "_" + record["serviceName"]
    prefix = (record.get("prefix") or "").strip().strip("/")
    return {"destinationId": record["destinationId"], "search": "%s/%s" % (name, prefix + "/" if prefix else "")}


def find_incomplete_backup(options, record):
    needed = NEEDED[:2] if options.get(SELF) else NEEDED
    if record is None and not all(options.get(one) for one in needed):
        return "%s and %s are needed to create it" % (", ".join(needed[:-1]), needed[-1])
    if options.get(SELF) and options.get("database") not in (None, "", "dokploy"):
        return "database must be dokploy in a backup of Dokploy itself"
    named = [one for one in ("database_type", "service_name", "user", "password") if options.get(one)]
    if named and any(options.get(one) for one in DATABASES + (SELF,)):
        return "%s is only for a database in a compose service" % ", ".join(named)
    lacks = [one for one in ("database_type", "service_name") if not options.get(one)] if record is None and options.get("compose") else []
    return "%s is needed for a database in a compose service" % ", ".join(lacks) if lacks else ""


BACKUP = Resource(
    kind="backup",
    id="backupId",
    name="prefix",
    name_option="prefix",
    addressing=dict({"prefix": {"type": "str"}, "backup_id": {"type": "str"}}, **{
        one: {"type": "str"} for one in DATABASES + ("compose", "project", "environment")}, **{SELF: {"type": "bool", "default": False}}),
    owner=Ownership(
        kinds=DATABASES + ("compose", SELF), list_call=list_call, keys=keys_of_owner, itself=SELF,
        find_own_id=lambda backend: (backend.client.read("user.get") or {}).get("userId")),
    fields=(
        Field("cron", "schedule", CRON, effect=NOTHING, clearable=False),
        Field("destination", "destinationId", effect=NOTHING, ref="destination", clearable=False),
        Field("database", "database", effect=NOTHING, clearable=False),
        Field("keep_latest_count", "keepLatestCount", COUNT, effect=NOTHING),
        Field("enabled", "enabled", BOOL, effect=NOTHING, default=True),
        Field("database_type", "databaseType", TEXT, effect=NOTHING, clearable=False, more={"choices": list(CREDENTIALS)}),
        Field("service_name", "serviceName", effect=NOTHING),
        Field("user", "user", effect=NOTHING),
        Field("password", "password", effect=NOTHING, secret=True),
        Field("include_encryption_key", "includeEncryptionKey", BOOL, effect=NOTHING, default=False, since="0.29.14"),
    ),
    read="backup.one",
    create="backup.create",
    create_keys=("schedule", "destinationId", "database", "keepLatestCount", "enabled", "databaseType", "serviceName", "user", "password",
                 "includeEncryptionKey"),
    create_always=("enabled",),
    update=Write("backup.update", FULL, always=("prefix",)),
    remove="backup.remove",
    unpack=unpack_credentials,
    pack=pack_credentials,
    refuse=find_incomplete_backup,
    run=Run("backup", find_procedure, find_files),
    permissions={"backup.create": ("backup", "create"), "backup.update": ("backup", "update"), "backup.remove": ("backup", "delete"),
                 **{"backup.manualBackup" + kind: ("backup", "create") for kind in (*MANUAL.values(), "Compose")}},
)
