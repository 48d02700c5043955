# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Restores the file of a backup into a database: C(dokploy_backup_restore).

Dokploy pipes the file into the database's client in its container. For MySQL and MariaDB it reports success even if the file does not exist, and older
servers may crash if a restore fails, so the module checks the file and the container first.
"""

from __future__ import annotations

from .._api.references import find_referenced_row
from .._client.event_stream import call_with_events
from .._common.errors import BadInput, MissingResource, PermissionMissing, Refused, ResourceNotFound, TaskFailed
from .._lifecycle.find import name_record
from .._lifecycle.listing import list_rows
from .._lifecycle.owners import find_owner
from .._model.address import same_name
from .._module.operation import Operation
from .._planning.present_names import present_names
from .._planning.present_record import learn_record_secrets
from .._resources.backup import BACKUP, CREDENTIALS, DATABASES, find_files
from .._resources.database import DATABASES as DESCRIPTIONS
from .._resources.destination import DESTINATION
from .._resources.references import REFERENCES

TARGETS = DATABASES + ("compose",)
PROCEDURE = "backup.restoreBackupWithLogs"
DONE, FAILED = "Restore completed successfully!", "Error:"
MOST_FILES, MOST_LISTED = 50, 100
INSIDE = ("database_type", "service_name", "user", "password")


def is_last(text):
    return text.startswith((DONE, FAILED))


class RestoreBackup(Operation):
    """Restore one file of a bucket into one database."""

    own_options = {
        "project": {"type": "str"}, "environment": {"type": "str"},
        **{one: {"type": "str"} for one in TARGETS},
        "database": {"type": "str"},
        "database_type": {"type": "str", "choices": list(CREDENTIALS.types)},
        "service_name": {"type": "str"},
        "user": {"type": "str"},
        "password": {"type": "str", "no_log": True},
        "backup": {"type": "dict", "options": dict({one: {"type": "str"} for one in TARGETS + ("project", "environment", "prefix", "backup_id")})},
        "destination": {"type": "str"},
        "file": {"type": "str"},
        "force": {"type": "bool", "default": False},
        "wait_timeout": {"type": "int", "default": 3600},
    }
    secrets = {"password": "text"}

    def __init__(self, ctx, request):
        super().__init__(ctx, request)
        self.name = "the restore"
        self.result = {"changed": False, "service": None, "destination": None, "file": None, "files": [], "files_total": 0, "log": [],
                       "actions": [], "unverified": [], "next_step": ""}

    def run(self):
        """List the files of the backup, or restore one of them and wait for the end -> the result."""
        self._check_options()
        kind, target = self._find_target()
        own, database = self._name_database(kind, target)
        stored, destination, files = self._find_files()
        if stored and stored.get("databaseType") != own:
            raise Refused("%s is a %s database, and the backup is of %s: nothing was changed" % (self.name, own, stored.get("databaseType")))
        self.result.update(destination=destination["name"], files=files[:MOST_FILES], files_total=len(files))
        wanted = self.options.get("file")
        if wanted and wanted not in files or not files:
            raise ResourceNotFound(
                "the destination %s has no file %s: nothing was changed" % (destination["name"], wanted or "of this backup"),
                next_step="Run the backup first: run: true of community.dokploy.dokploy_backup." if not wanted else "Give the path of a file in the bucket.")
        self.result["file"] = wanted or files[0]
        self._check_runs(kind, target)
        if not self.options["force"]:
            raise Refused(
                "%s: the restore replaces the data in the database %s, and Dokploy does not show whether it is empty: nothing was changed" % (
                    self.name, database), next_step="Set force: true to replace it with %s." % self.result["file"])
        self.note_change("restored", "", self.result["file"], "restore backup")
        if not self.check_mode:
            body = {"databaseId": self.result["service"]["id"], "databaseType": own, "backupType": "compose" if kind == "compose" else "database",
                    "databaseName": database, "backupFile": self.result["file"], "destinationId": destination["destinationId"]}
            if kind == "compose":
                body["metadata"] = dict(CREDENTIALS.nest(own, self.options) or {}, serviceName=self.options["service_name"])
            self._restore(body)
        return self.finish()

    def _check_options(self):
        """Raise BadInput for options that do not fit together."""
        source = self.options.get("backup")
        if bool(source) == bool(self.options.get("file")):
            raise BadInput("name what is restored: backup, for the newest file of a backup, or file together with destination")
        if self.options.get("file") and not self.options.get("destination"):
            raise BadInput("file requires destination")
        if source and not (source.get("prefix") or source.get("backup_id")):
            raise BadInput("backup: prefix is missing, which names the backup of its service")
        inside = [one for one in INSIDE if self.options.get(one)]
        if inside and not self.options.get("compose"):
            raise BadInput("%s belongs to a database in a compose service alone" % ", ".join(inside))
        dropped = CREDENTIALS.find_dropped(self.options.get("database_type"), self.options)
        if dropped:
            raise BadInput(dropped)

    def _find_target(self):
        """Find (kind, record) of the service to restore into. Raises ResourceNotFound."""
        owner = find_owner(self.backend, BACKUP, dict(self.options, web_server=False))
        if owner.missing:
            raise MissingResource("the %s does not exist: nothing was changed" % owner.missing)
        row = self.backend.client.read(owner.kind + ".one", **{owner.kind + "Id": owner.id})
        if owner.kind in DESCRIPTIONS:
            learn_record_secrets(DESCRIPTIONS[owner.kind], row, self.masker)
        self.name = name_record(row)
        self.result["service"] = present_names(owner.kind, owner.id, row)
        return owner.kind, row

    def _find_files(self):
        """Find (the backup or None, the destination, the paths of the files, newest first). Raises ResourceNotFound."""
        source = self.options.get("backup")
        stored = self._find_backup(source) if source else None
        named = stored["destinationId"] if stored else self.options["destination"]
        destination = find_referenced_row(self.backend, REFERENCES["destination"], named)
        learn_record_secrets(DESTINATION, destination, self.masker)
        search = find_files(stored)["search"] if stored else self.options["file"]
        files = self._list_files(destination, search)
        if stored and len(files) >= MOST_LISTED:
            days = {(one.get("startedAt") or one.get("createdAt") or "")[:10] for one in stored.get("deployments") or () if one.get("status") == "done"}
            files = next((found for found in (self._list_files(destination, search + day) for day in sorted(days, reverse=True)) if found), files)
        return stored, destination, files

    def _list_files(self, destination, search):
        """List the paths of files, newest first. Their names contain the time. Dokploy returns only the first hundred, which are the oldest."""
        rows = self.backend.client.read("backup.listBackupFiles", destinationId=destination["destinationId"], search=search) or []
        return sorted((one["Path"] for one in rows if not one.get("IsDir")), key=lambda path: path.replace(":", "-"), reverse=True)

    def _find_backup(self, source):
        if source.get("backup_id"):
            return self.backend.client.read(BACKUP.read, backupId=source["backup_id"])
        owner = find_owner(self.backend, BACKUP, dict(source, web_server=False))
        rows = [] if owner.missing else [row for row in list_rows(self.backend, BACKUP, owner) if same_name(row.get("prefix"), source["prefix"])]
        if len(rows) != 1:
            raise ResourceNotFound("backup: %s" % (
                "the %s does not exist" % owner.missing if owner.missing else "%d backups of the %s %s have the prefix %s" % (
                    len(rows), owner.kind, source[owner.kind], source["prefix"])))
        return self.backend.client.read(BACKUP.read, backupId=rows[0]["backupId"])

    def _name_database(self, kind, target):
        """Return (kind, name) of the database within the service. Raises BadInput if the task must set them."""
        own = kind if kind != "compose" else self.options.get("database_type")
        database = self.options.get("database") or target.get("databaseName")
        missing = [name for name, value in (("database_type", own), ("database", database)) if not value]
        missing += ["service_name"] if kind == "compose" and not self.options.get("service_name") else []
        if missing:
            raise BadInput("%s is needed: Dokploy does not know the databases in a compose service" % ", ".join(missing))
        return own, database

    def _check_runs(self, kind, target):
        """Raise Refused for a service without a running container. Without permission to read containers, the result lists it as unverified."""
        params = {"appName": target["appName"], "serverId": target.get("serverId")}
        procedure = "docker.getServiceContainersByAppName"
        if kind == "compose":
            procedure, params["appType"] = "docker.getContainersByAppNameMatch", target.get("composeType")
        try:
            rows = self.backend.client.read(procedure, **params) or []
        except PermissionMissing:
            self.result["unverified"] = ["service"]
            return
        if not any(str(row.get("state")).lower().startswith("running") for row in rows):
            raise Refused("%s does not run, and a restore needs its container: nothing was changed" % self.name,
                          next_step="Start it first: state: started of its module.")

    def _restore(self, body):
        """Run the restore and read its log. Raises TaskFailed if it failed, or if its end is unknown."""
        self.acted = True
        texts, ended = call_with_events(self.backend.client, PROCEDURE, body, self.options["wait_timeout"], is_last)
        shown = self.masker.mask_text("\n".join(dict.fromkeys(texts)))
        self.result["log"] = shown.splitlines()
        if any(text.startswith(FAILED) for text in texts):
            raise TaskFailed("%s: the restore failed: %s" % (self.name, find_reason(self.result["log"])),
                             next_step="See log in this result. The database may be restored in part.")
        if not ended or DONE not in texts:
            raise TaskFailed("%s: the end of the restore is unknown" % self.name, phase="timeout",
                             next_step="It may continue on the server. Check the data, and increase wait_timeout.")


def find_reason(lines):
    """Return the last lines of a log that contain an error, without Dokploy's command."""
    lines = [line.strip() for line in lines if line.strip() and "--s3-" not in line and "NOTICE: Config file" not in line]
    bad = [line for line in lines if "rror" in line or "ailed" in line]
    return "; ".join((bad or lines or ["Dokploy gave no reason"])[-2:])[:500]
