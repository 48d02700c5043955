# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Destinations of backups, and backups of databases, compose services and the web server."""

from __future__ import annotations

import re

from ..errors import UNDEFINED, CallError, not_found
from ..validation import failure
from . import Handlers

HANDLERS = Handlers()

MANUAL = {"postgres": "Postgres", "mysql": "MySql", "mariadb": "Mariadb", "mongo": "Mongo", "compose": "Compose", "libsql": "Libsql"}
FLAG = "Invalid flag format. Must start with -- (e.g. --s3-sign-accept-encoding=false)"
FLAG_PATTERN = "/^--[a-zA-Z0-9-]+(=[a-zA-Z0-9._:/@-]+)?$/"


def destination_or_404(sim, values):
    row = sim.store.destinations.get(values["destinationId"])
    if row is None:
        raise not_found("Destination")
    return row


def refuse_flags(values):
    for number, flag in enumerate(values.get("additionalFlags") or []):
        if not re.match(r"^--[a-zA-Z0-9-]+(=[a-zA-Z0-9._:/@-]+)?$", flag):
            raise failure([({"origin": "string", "code": "invalid_format", "format": "regex", "pattern": FLAG_PATTERN}, ["additionalFlags", number], FLAG)])


def quoted(sim, text):
    """For the shell: escaped, or between quotes on older servers."""
    return text.replace(":", "\\:") if sim.version_tuple >= (0, 29) else '"%s"' % text


def rclone_flags(sim, row):
    parts = (("provider", "provider"), ("access-key-id", "accessKey"), ("secret-access-key", "secretAccessKey"), ("region", "region"), ("endpoint", "endpoint"))
    return " ".join(["--s3-%s=%s" % (flag, quoted(sim, row[name])) for flag, name in parts] + ["--s3-no-check-bucket", "--s3-force-path-style"])


@HANDLERS.named("destination.all")
def destination_all(sim, key, values):
    """The newest first."""
    return [dict(row) for row in reversed(sim.store.destinations.values())]


@HANDLERS.named("destination.one")
def destination_one(sim, key, values):
    return destination_or_404(sim, values)


@HANDLERS.named("destination.create")
def destination_create(sim, key, values):
    """Stored as it is: nothing is tested."""
    refuse_flags(values)
    row = {"destinationId": sim.ids.nanoid(), "name": values["name"], "provider": values["provider"], "accessKey": values["accessKey"],
           "secretAccessKey": values["secretAccessKey"], "bucket": values["bucket"], "region": values["region"], "endpoint": values["endpoint"]}
    if sim.version_tuple >= (0, 29):
        row["additionalFlags"] = values.get("additionalFlags")
    row.update({"organizationId": sim.organization_id, "createdAt": sim.now()})
    sim.store.destinations[row["destinationId"]] = row
    return row


@HANDLERS.named("destination.update")
def destination_update(sim, key, values):
    refuse_flags(values)
    row = destination_or_404(sim, values)
    row.update({name: value for name, value in values.items() if name in row})
    return row


@HANDLERS.named("destination.remove")
def destination_remove(sim, key, values):
    """Its backups go with it, without a word."""
    row = destination_or_404(sim, values)
    for table in ("backups", "volumeBackups"):
        for one in sim.store.of(table, "destinationId", values["destinationId"]):
            del sim.store.tables[table][one[table[:-1] + "Id"]]
    del sim.store.destinations[values["destinationId"]]
    return row


@HANDLERS.named("destination.testConnection")
def destination_test(sim, key, values):
    """The whole command is in the error, both keys in it."""
    if values["endpoint"] in sim.world.buckets:
        return UNDEFINED
    raise CallError("BAD_REQUEST", "Command execution failed: Command failed: rclone ls %s --retries 1 --low-level-retries 1 --timeout 10s --contimeout 5s "
                    "%s\n/bin/sh: 1: rclone: not found\n" % (rclone_flags(sim, values), quoted(sim, ":s3:" + values["bucket"])))


# -- backups ---------------------------------------------------------------------------------------------------------------------------


def shown(sim, row):
    """Deployments are those of its runs, as rows without what the simulator notes of them."""
    runs = [{key: value for key, value in one.items() if not key.startswith("#")} for one in sim.store.of("deployments", "backupId", row["backupId"])]
    return dict(row, deployments=runs, destination=dict(sim.store.destinations[row["destinationId"]]))


def backups_of(sim, kind, service_id):
    """As a service lists them: newer servers without the keys of the destination."""
    rows = [shown(sim, row) for row in sim.store.of("backups", kind + "Id", service_id)]
    for row in rows if sim.version_tuple >= (0, 29) else ():
        row["destination"] = {name: value for name, value in row["destination"].items() if name not in ("accessKey", "secretAccessKey")}
    return rows


@HANDLERS.named("backup.create")
def backup_create(sim, key, values):
    """A schedule that is none and a database of another kind are taken; there is no answer."""
    if values["destinationId"] not in sim.store.destinations:
        raise CallError("BAD_REQUEST", failed_insert(sim, values))
    row = {"backupId": sim.ids.nanoid(), "appName": "backup-%s-%s" % (sim.ids.base36(8), sim.ids.suffix()), "schedule": values["schedule"],
           "enabled": values.get("enabled"), "database": values["database"], "prefix": values["prefix"], "serviceName": values.get("serviceName"),
           "destinationId": values["destinationId"], "keepLatestCount": values.get("keepLatestCount")}
    if sim.version_tuple >= (0, 29, 14):
        row["includeEncryptionKey"] = values.get("includeEncryptionKey", True)
    row.update({"backupType": values.get("backupType", "database"), "databaseType": values["databaseType"]})
    for kind in ("compose", "postgres", "mariadb", "mysql", "mongo") + (("libsql",) if sim.version_tuple >= (0, 29, 14) else ()):
        row[kind + "Id"] = values.get(kind + "Id")
    row.update({"userId": values.get("userId"), "metadata": values.get("metadata")})
    sim.store.backups[row["backupId"]] = row
    return UNDEFINED


def failed_insert(sim, values):
    columns = ["backupId", "appName", "schedule", "enabled", "database", "prefix", "serviceName", "destinationId", "keepLatestCount"]
    columns += ["includeEncryptionKey"] if sim.version_tuple >= (0, 29, 14) else []
    columns += ["backupType", "databaseType", "composeId", "postgresId", "mariadbId", "mysqlId", "mongoId"]
    columns += ["libsqlId"] if sim.version_tuple >= (0, 29, 14) else []
    columns += ["userId", "metadata"]
    given = dict(values, backupId=sim.ids.nanoid(), appName="backup-%s-%s" % (sim.ids.base36(8), sim.ids.suffix()))
    params, places = [], []
    for name in columns:
        if given.get(name) is None:
            places.append("default")
        else:
            params.append("true" if given[name] is True else str(given[name]))
            places.append("$%d" % len(params))
    listed = ", ".join('"%s"' % name for name in columns)
    return 'Failed query: insert into "backup" (%s) values (%s) returning %s\nparams: %s' % (listed, ", ".join(places), listed, ",".join(params))


@HANDLERS.named("backup.one")
def backup_one(sim, key, values):
    row = sim.store.backups.get(values["backupId"])
    if row is None:
        raise not_found("Backup")
    result = shown(sim, row)
    for kind in ("postgres", "mysql", "mariadb", "mongo", "compose"):
        result[kind] = sim.store.tables[kind].get(row[kind + "Id"])
    return result


@HANDLERS.named("backup.update")
def backup_update(sim, key, values):
    row = sim.store.backups.get(values["backupId"])
    if row is None:
        raise CallError("BAD_REQUEST", "Backup not found")
    row.update({name: value for name, value in values.items() if name in row})
    return UNDEFINED


@HANDLERS.named("backup.remove")
def backup_remove(sim, key, values):
    if values["backupId"] not in sim.store.backups:
        raise CallError("BAD_REQUEST", "Backup not found")
    return sim.store.backups.pop(values["backupId"])


def store_file(sim, row, app_name, name):
    """What a run leaves in the bucket."""
    prefix = row["prefix"].strip().strip("/")
    sim.world.buckets[sim.store.destinations[row["destinationId"]]["endpoint"]].append("/".join(one for one in (app_name, prefix, name) if one))


def run_by_hand(kind):
    def run(sim, key, values):
        """A row is written whatever comes of it; where no container runs, the whole script is the error."""
        row = sim.store.backups.get(values["backupId"])
        if row is None:
            raise not_found("Backup")
        service = sim.find_service(row[kind + "Id"])
        engine = sim.engine_of(service)
        running = [one for one in engine.containers_here() if one.status == "running" and one.task.service.name == service["appName"]]
        works = bool(running) and sim.store.destinations[row["destinationId"]]["endpoint"] in sim.world.buckets
        sim.deployments.note_run("backupId", row["backupId"], row["appName"], "Initializing Backup", "done" if works else "error", [
            "Starting backup process...", *(["Backup done ✅"] if works else ["❌ Error: Backup failed" if running else "❌ Error: Container not found"])])
        if works:
            app_name = "_".join(one for one in (service["appName"], row["serviceName"] if kind == "compose" else None) if one)
            store_file(sim, row, app_name, "%s.sql.gz" % sim.now().replace(":", "-"))
            return True
        raise CallError("BAD_REQUEST", "Command execution failed: Command failed: \n\tset -eo pipefail;\n\techo \"[$(date)] Starting backup process...\"")
    return run


@HANDLERS.named("backup.manualBackupWebServer")
def run_web_server(sim, key, values):
    """Dokploy itself: its database is dumped in a container of a fixed name."""
    row = sim.store.backups.get(values["backupId"])
    if row is None:
        raise not_found("Backup")
    works = sim.store.destinations[row["destinationId"]]["endpoint"] in sim.world.buckets
    sim.deployments.note_run("backupId", row["backupId"], row["appName"], "Web Server Backup", "done" if works else "error", [
        "Uploaded backup to S3 ✅" if works else "Backup error❌"])
    if not works:
        raise CallError("INTERNAL_SERVER_ERROR", "Command execution failed: Command failed: rclone copyto")
    store_file(sim, row, row["appName"], "webserver-backup-%s.zip" % sim.now().replace(":", "-"))
    return True


@HANDLERS.named("user.getBackups")
def user_backups(sim, key, values):
    """The user, with the backups of Dokploy itself."""
    return {"id": sim.user_id, "email": next(iter(sim.accounts), "admin@example.com"), "backups": backups_of(sim, "user", sim.user_id), "apiKeys": []}


for _kind, _word in MANUAL.items():
    HANDLERS["backup.manualBackup" + _word] = run_by_hand(_kind)


@HANDLERS.named("backup.listBackupFiles")
def backup_files(sim, key, values):
    row = destination_or_404(sim, values)
    if row["endpoint"] in sim.world.buckets:
        folder, dummy, word = values["search"].rpartition("/")
        return [{"Path": name, "Name": name, "Size": 1024, "IsDir": False} for name in sim.world.buckets[row["endpoint"]]
                if name.startswith(folder) and word.lower() in name.lower()][:100]
    raise CallError("BAD_REQUEST", "Command execution failed: Command failed: rclone lsjson %s %s --no-mimetype --no-modtime 2>/dev/null\n" % (
        rclone_flags(sim, row), quoted(sim, ":s3:" + row["bucket"])))
