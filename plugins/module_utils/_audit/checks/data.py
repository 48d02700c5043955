# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks backups of databases and volumes, and ports of databases. Pure."""

from __future__ import annotations

from ..._common.timestamps import parse_iso8601, to_iso8601
from . import compose
from ..check import APPLICATION, Check, DATABASE, HIGH, MEDIUM, SERVICE, Undecided
from ..cron import find_last_due

# Seconds after which a due backup should have started.
_GRACE = 3600


def _list_backups(database):
    """List the enabled backups of a database; None if Dokploy cannot back up its kind."""
    rows = database.record.get("backups")
    return None if rows is None else [one for one in rows if one.get("enabled") is not False]


def _last_run(backup):
    if isinstance(backup.get("deployments"), str):
        raise Undecided(backup["deployments"])
    rows = sorted(backup.get("deployments") or [], key=lambda one: one.get("createdAt") or "")
    return rows[-1] if rows else None


def find_missing_backup(database):
    backups = _list_backups(database)
    if backups is None:
        return
    if not backups:
        off = len(database.record.get("backups") or [])
        yield "", "it has no backup" if not off else "its backup is disabled" if off == 1 else "its %d backups are disabled" % off


def _list_scheduled(service):
    """List (words, cron expression, backup) of the enabled backups of a service: of its databases, and of its volumes."""
    for one in _list_backups(service) or []:
        yield "backup", one.get("schedule") or "", one
    rows = service.volume_backups
    if isinstance(rows, str):
        raise Undecided(rows)
    for one in rows or []:
        if one.get("enabled") is not False:
            yield "backup of the volume %s" % one.get("volumeName"), one.get("cronExpression") or "", one


def find_failed_backup(service):
    for words, cron, one in _list_scheduled(service):
        row = _last_run(one)
        if row is not None and row.get("status") in ("error", "cancelled"):
            yield cron, "its last %s (%s) failed on %s" % (words, cron, to_iso8601(parse_iso8601(row.get("createdAt"))))


def find_missed_backup(service):
    """Yield each backup whose last run is overdue."""
    unknown = []
    for words, cron, one in _list_scheduled(service):
        try:
            due, row = find_last_due(cron, (service.now or 0) - _GRACE) if service.now else None, _last_run(one)
        except (ValueError, Undecided) as exc:
            unknown.append(str(exc))
            continue
        # Dokploy shows the creation of a backup of a volume, and of no other.
        started = parse_iso8601((row or one).get("createdAt"))
        if row is None and started is None:
            unknown.append("no run of the %s (%s) is recorded, and Dokploy does not show when it was created" % (words, cron))
        elif due is not None and started is not None and started < due - _GRACE:
            last = "last ran on %s" % to_iso8601(started) if row else "never ran"
            yield cron, "its %s (%s) was due on %s, and %s" % (words, cron, to_iso8601(due), last)
    if unknown:
        raise Undecided("; ".join(unknown))


def find_external_port(database):
    ports = [str(database.record[key]) for key in ("externalPort", "externalGRPCPort", "externalAdminPort") if database.record.get(key)]
    if ports:
        yield "", "port %s of its server is open to everyone who reaches the server" % ", ".join(ports)


def find_missing_volume_backup(app):
    volumes = [one.get("volumeName") for one in app.record.get("mounts") or [] if one.get("type") == "volume" and one.get("volumeName")]
    if not volumes:
        return
    rows = app.volume_backups
    if isinstance(rows, str):
        raise Undecided(rows)
    kept = {one.get("volumeName") for one in rows or [] if one.get("enabled") is not False}
    for name in volumes:
        if name not in kept:
            yield name, "its volume %s has no backup" % name


CHECKS = (
    Check("database_backup", HIGH, DATABASE, find_missing_backup,
          "When the disk or the volume is lost, so are the data.",
          "Add a backup: dokploy_backup."),
    Check("backup_failed", HIGH, SERVICE, find_failed_backup,
          "A failed backup restores nothing, and usually nobody notices it until it is needed.",
          "Read the log of the run in Dokploy, correct the cause, and run the backup again.", examine_compose=find_failed_backup),
    Check("backup_missed", HIGH, SERVICE, find_missed_backup,
          "The schedule has passed without a run: the server was down at that time, or the schedule was lost.",
          "Save the backup again (dokploy_backup, dokploy_volume_backup), and run it.", examine_compose=find_missed_backup),
    Check("external_port", MEDIUM, DATABASE, find_external_port,
          "A port that is open to the internet is attacked within minutes; a password is then all that protects what it leads to.",
          "Remove the port, and connect over Dokploy's network, a domain, or an SSH tunnel; or restrict the port with a firewall.",
          examine_compose=compose.find_published_port),
    Check("volume_backup", MEDIUM, APPLICATION, find_missing_volume_backup,
          "When the disk or the volume is lost, so are the data.",
          "Add a backup of the volume: dokploy_volume_backup.", examine_compose=compose.find_missing_volume_backup),
)
