# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A backup of a database, at certain times. Dokploy answers a creation with nothing, and takes any schedule and kind. Private to this collection."""

from __future__ import annotations

from .._model.kinds import BOOL, NOTHING, TEXT
from .._model.resource import FULL, Field, Ownership, Resource, Write
from .._model.text_kinds import COUNT, CRON

DATABASES = ("postgres", "mysql", "mariadb", "mongo", "libsql")
NEEDED = ("cron", "destination", "database")
# The keys of a database's user and password, by its kind; of a compose file alone, whose databases Dokploy does not know.
CREDENTIALS = {"postgres": ("databaseUser", ""), "mysql": ("", "databaseRootPassword"), "mariadb": ("databaseUser", "databasePassword"),
               "mongo": ("databaseUser", "databasePassword")}


def unpack_credentials(row):
    """The row with the user and password of its database's kind."""
    user, password = CREDENTIALS.get(row.get("databaseType"), ("", ""))
    stored = (row.get("metadata") or {}).get(row.get("databaseType")) or {}
    return dict(row, user=stored.get(user), password=stored.get(password))


def pack_credentials(resource, body):
    user, password = CREDENTIALS.get(body.get("databaseType"), ("", ""))
    values = {user: body.pop("user", None), password: body.pop("password", None)}
    values = {key: value for key, value in values.items() if key and value}
    if "composeId" in body or values:
        body["metadata"] = {body["databaseType"]: values} if values else None
    return dict(body, metadata=None) if "metadata" not in body and resource.id in body else body


def find_incomplete_backup(options, record):
    if record is None and not all(options.get(one) for one in NEEDED):
        return "cron, destination and database are needed to create it"
    named = [one for one in ("database_type", "service_name", "user", "password") if options.get(one)]
    if named and any(options.get(one) for one in DATABASES):
        return "%s belongs to a database in a compose service alone" % ", ".join(named)
    lacks = [one for one in ("database_type", "service_name") if not options.get(one)] if record is None and options.get("compose") else []
    return "%s is needed for a database in a compose service" % ", ".join(lacks) if lacks else ""


BACKUP = Resource(
    kind="backup",
    id="backupId",
    name="prefix",
    name_option="prefix",
    addressing=dict({"prefix": {"type": "str"}, "backup_id": {"type": "str"}}, **{
        one: {"type": "str"} for one in DATABASES + ("compose", "project", "environment")}),
    owner=Ownership(
        kinds=DATABASES + ("compose",), list_call=lambda kind, own_id: (kind + ".one", {kind + "Id": own_id}, "backups"),
        keys=lambda kind, own_id: {"composeId": own_id, "backupType": "compose"} if kind == "compose" else {
            kind + "Id": own_id, "backupType": "database", "databaseType": kind}),
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
    permissions={"backup.create": ("backup", "create"), "backup.update": ("backup", "update"), "backup.remove": ("backup", "delete")},
)
