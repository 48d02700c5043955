# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Schedules, and backups of volumes."""

from __future__ import annotations

import re

from ..container_commands import run_in_container
from ..errors import UNDEFINED, CallError, not_found
from ..validation import failure
from . import Handlers

HANDLERS = Handlers()

SCHEDULE = ("scheduleId", "name", "description", "cronExpression", "appName", "serviceName", "shellType", "scheduleType", "command", "script",
            "applicationId", "composeId", "serverId", "organizationId", "enabled", "timezone", "createdAt")
OLDER_SCHEDULE = ("scheduleId", "name", "cronExpression", "appName", "serviceName", "shellType", "scheduleType", "command", "script",
                  "applicationId", "composeId", "serverId", "userId", "enabled", "timezone", "createdAt")
VOLUME_NAME = "Volume name must start with a letter or number and contain only letters, numbers, dots, underscores and hyphens"


def columns(sim):
    return SCHEDULE if sim.version_tuple >= (0, 29, 14) else OLDER_SCHEDULE


def schedule_or_404(sim, values):
    row = sim.store.schedules.get(values["scheduleId"])
    if row is None:
        raise not_found("Schedule")
    return row


@HANDLERS.named("schedule.create")
def schedule_create(sim, key, values):
    """A text that is no schedule is taken, and never runs."""
    given = dict(values, scheduleId=sim.ids.nanoid(), appName="schedule-%s-%s" % (sim.ids.base36(8), sim.ids.suffix()), createdAt=sim.now())
    if values.get("applicationId") and values["applicationId"] not in sim.store.applications:
        params, places = [], []
        for name in columns(sim):
            if given.get(name) is None:
                places.append("default")
            else:
                params.append("true" if given[name] is True else str(given[name]))
                places.append("$%d" % len(params))
        listed = ", ".join('"%s"' % name for name in columns(sim))
        raise CallError("INTERNAL_SERVER_ERROR", 'Failed query: insert into "schedule" (%s) values (%s) returning %s\nparams: %s' % (
            listed, ", ".join(places), listed, ",".join(params)))
    row = {name: given.get(name) for name in columns(sim)}
    row["shellType"] = row["shellType"] or "bash"
    row["scheduleType"] = row["scheduleType"] or "application"
    row["enabled"] = True if row["enabled"] is None else row["enabled"]
    sim.store.schedules[row["scheduleId"]] = row
    return row


@HANDLERS.named("schedule.one")
def schedule_one(sim, key, values):
    row = dict(schedule_or_404(sim, values))
    row["application"] = sim.store.applications.get(row["applicationId"])
    row["compose"] = sim.store.compose.get(row["composeId"])
    row["server"] = None
    return row


def runs_of(sim, schedule_id):
    return [one for one in sim.store.deployments.values() if one.get("scheduleId") == schedule_id]


@HANDLERS.named("schedule.list")
def schedule_list(sim, key, values):
    name = {"application": "applicationId", "compose": "composeId", "server": "serverId"}.get(values["scheduleType"])
    return [dict(row, deployments=[{name: value for name, value in one.items() if name[0] != "#"} for one in runs_of(sim, row["scheduleId"])])
            for row in sim.store.schedules.values()
            if row["scheduleType"] == values["scheduleType"] and (name is None or row[name] == values["id"])]


@HANDLERS.named("schedule.update")
def schedule_update(sim, key, values):
    row = schedule_or_404(sim, values)
    row.update({name: value for name, value in values.items() if name in row})
    return row


@HANDLERS.named("schedule.delete")
def schedule_delete(sim, key, values):
    schedule_or_404(sim, values)
    del sim.store.schedules[values["scheduleId"]]
    for one in runs_of(sim, values["scheduleId"]):
        sim.deployments.remove(one["deploymentId"])
    return True


def find_container(sim, service, schedule):
    """A running container of an application, or of a service in a compose file."""
    name = service["appName"]
    for one in sim.engine_of(service).containers_here():
        wanted = [name] if schedule["composeId"] is None else [name + between + (schedule["serviceName"] or "") for between in "_-"]
        if one.status == "running" and one.task.service.name in wanted:
            return one
    return None


@HANDLERS.named("schedule.runManually")
def schedule_run(sim, key, values):
    """The command in a running container, and a row of it; a failure is an answer on newer servers, and a 500 without words on older ones."""
    row = schedule_or_404(sim, values)
    service = sim.find_service(row["applicationId"] or row["composeId"])
    container = None if service is None else find_container(sim, service, row)
    host = row["scheduleType"] == "dokploy-server"
    lines, code, what = ["Initializing schedule"], 1, row["serviceName"]
    if host:
        # On the host the script runs, and never the command.
        lines += ["PID: 4711 | Schedule ID: %s" % row["scheduleId"]]
        code = 1 if re.match(r"^exit [1-9]", row["script"] or "") else 0
    elif container is not None:
        said, code = run_in_container(container.task.image, row["command"])
        lines += ["docker exec %s %s -c %s" % (container.id, row["shellType"], row["command"])] + said
        lines += ["❌ Command failed"] if code else ["✅ Command executed successfully"]
    elif sim.version_tuple >= (0, 29):
        lines += ["❌ Container not found for %s, make sure the service is running" % (
            "service '%s' of compose '%s'" % (what, service["name"]) if row["scheduleType"] == "compose" else "application '%s'" % service["appName"])]
    works = code == 0
    deployment = sim.deployments.note_run("scheduleId", row["scheduleId"], row["appName"], "Schedule", "done" if works else "error", lines)
    if not works and sim.version_tuple < (0, 29):
        raise CallError("INTERNAL_SERVER_ERROR", "invalid container name or ID: value is empty\n" if container is None and not host else "")
    if sim.version_tuple < (0, 29):
        return True
    return {"status": deployment["status"], "deploymentId": deployment["deploymentId"], "logPath": deployment["logPath"]}


# -- backups of volumes ----------------------------------------------------------------------------------------------------------------


def volume_or_404(sim, values):
    row = sim.store.volumeBackups.get(values["volumeBackupId"])
    if row is None:
        raise not_found("Volume backup")
    return row


def refuse_volume(sim, values):
    if sim.version_tuple >= (0, 29) and not re.match(r"^[a-zA-Z0-9][a-zA-Z0-9_.-]*$", values["volumeName"]):
        raise failure([({"origin": "string", "code": "invalid_format", "format": "regex", "pattern": "/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/"},
                        ["volumeName"], VOLUME_NAME)])


@HANDLERS.named("volumeBackups.create")
def volume_create(sim, key, values):
    refuse_volume(sim, values)
    row = {"volumeBackupId": sim.ids.nanoid(), "name": values["name"], "volumeName": values["volumeName"], "prefix": values["prefix"],
           "serviceType": values.get("serviceType", "application"), "appName": "volumeBackup-%s-%s" % (sim.ids.base36(8), sim.ids.suffix()),
           "serviceName": values.get("serviceName"), "turnOff": values.get("turnOff", False), "cronExpression": values["cronExpression"],
           "keepLatestCount": values.get("keepLatestCount"), "enabled": values.get("enabled")}
    for kind in ("application", "postgres", "mariadb", "mongo", "mysql", "redis") + (
            ("libsql",) if sim.version_tuple >= (0, 29, 14) else ()) + ("compose",):
        row[kind + "Id"] = values.get(kind + "Id")
    row.update({"createdAt": sim.now(), "destinationId": values["destinationId"]})
    sim.store.volumeBackups[row["volumeBackupId"]] = row
    return row


@HANDLERS.named("volumeBackups.one")
def volume_one(sim, key, values):
    row = volume_or_404(sim, values)
    return dict(row, destination=dict(sim.store.destinations[row["destinationId"]]))


@HANDLERS.named("volumeBackups.list")
def volume_list(sim, key, values):
    rows = [dict(row, deployments=[]) for row in sim.store.of("volumeBackups", values["volumeBackupType"] + "Id", values["id"])]
    return rows if sim.version_tuple >= (0, 29) else rows[::-1]


@HANDLERS.named("volumeBackups.update")
def volume_update(sim, key, values):
    refuse_volume(sim, values)
    row = volume_or_404(sim, values)
    row.update({name: value for name, value in values.items() if name in row})
    return row


@HANDLERS.named("volumeBackups.delete")
def volume_delete(sim, key, values):
    volume_or_404(sim, values)
    del sim.store.volumeBackups[values["volumeBackupId"]]
    return UNDEFINED


@HANDLERS.named("volumeBackups.runManually")
def volume_run(sim, key, values):
    row = volume_or_404(sim, values)
    works = sim.store.destinations[row["destinationId"]]["endpoint"] in sim.world.buckets
    sim.deployments.note_run("volumeBackupId", row["volumeBackupId"], row["appName"], "Volume Backup", "done" if works else "error", [
        "Volume name: %s" % row["volumeName"], "Upload to S3 done ✅" if works else "Failed to create file system"])
    return UNDEFINED if works else False
