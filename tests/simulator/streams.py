# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The logs that Dokploy's pages read over WebSockets, and the calls that answer with events."""

from __future__ import annotations

import base64
import hashlib
import json

from .clock import docker_time
from .errors import CallError
from .procedures.backups import quoted, rclone_flags
from .procedures.services import complain_of_age


def frame(content):
    """A text of the server as one frame, which is not masked."""
    size = len(content)
    head = bytes([size]) if size < 126 else b"\x7e" + size.to_bytes(2, "big") if size < 65536 else b"\x7f" + size.to_bytes(8, "big")
    return b"\x81" + head + content


def accepted(key):
    return base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode("ascii")).digest()).decode("ascii")


def streamed_log(sim, key, query):
    """The lines that Docker gives for a task or a container, with their times; None where this key may not read them."""
    service = query.get("serviceId")
    if sim.version_tuple >= (0, 29) and not (key.sees(service) if service else key.may("docker", "read", sim.version_tuple)):
        return None
    wanted = query.get("containerId") or ""
    engine = sim.engine_of({"serverId": query.get("serverId")})
    swarm = query.get("runType") == "swarm"
    container = None if engine.dead else next((one for one in engine.containers if (
        one.task.id == wanted if swarm else one.name == wanted or one.id.startswith(wanted))), None)
    if container is None:
        return ["no such task or service: " + wanted if swarm else "Error response from daemon: No such container: " + wanted]
    if complain_of_age(query.get("since")):
        return [complain_of_age(query["since"]).strip()]
    lines = container.task.image.log[-int(query.get("tail") or 100):]
    return ["%s %s" % (docker_time(container.created), line) for line in lines]


def streamed_build_log(sim, key, query):
    """The lines of the log of a deployment, by its path; None where this key may not read them."""
    row = next((one for one in sim.store.deployments.values() if one.get("logPath") == query.get("logPath")), None)
    of = sim.store.schedules.get(row["scheduleId"], row) if row is not None else {}
    if row is None or not key.sees(of.get("applicationId") or of.get("composeId")):
        return None
    return (sim.deployments.read_log(row["deploymentId"], 10 ** 6) or "").splitlines()


STREAMS = {"/docker-container-logs": streamed_log, "/listen-deployment": streamed_build_log}


def read_stream(sim, path, token, query):
    """The lines of the log behind a path, or None where there is no such key, or it may not read them."""
    try:
        key = sim.authenticate(token)
    except CallError:
        return None
    return STREAMS[path](sim, key, query)


def write_command(sim, destination, service, values):
    """The command that pipes a file into the client of the database: with both keys of the destination, and quoted as the version does."""
    source = "rclone cat %s %s" % (rclone_flags(sim, destination), quoted(sim, ":s3:%s/%s" % (destination["bucket"], values["backupFile"])))
    user = service.get("databaseUser") or "root"
    client = ("docker exec -e DB_NAME=%s -e DB_USER=%s -i $CONTAINER_ID sh -c 'pg_restore -U \"$DB_USER\" -d \"$DB_NAME\" -O --clean --if-exists'" % (
        values["databaseName"], user) if sim.version_tuple >= (0, 29) else
        "docker exec -i $CONTAINER_ID sh -c \"pg_restore -U '%s' -d %s -O --clean --if-exists\"" % (user, values["databaseName"]))
    return ("CONTAINER_ID=$(docker ps -q --filter \"status=running\" --filter \"label=com.docker.swarm.service.name=%s\" | head -n 1) && %s | gunzip | %s" % (
        service["appName"], source, client))


def restored(sim, key, values):
    """Texts of the restore of a backup: of MySQL and MariaDB a file that is not there is restored, too."""
    newer = sim.version_tuple >= (0, 29)
    destination = sim.store.destinations.get(values["destinationId"])
    if destination is None:
        raise CallError("NOT_FOUND", "Destination not found")
    try:
        service = sim.find_service(values["databaseId"])
    except CallError:
        service = None
    if service is None:
        words = "%s not found" % values["databaseType"].capitalize()
        if not newer:
            raise CallError("NOT_FOUND", words)
        yield "Error: " + words
        return
    command = write_command(sim, destination, service, values)
    yield "Starting restore..."
    if newer:
        yield "Restoring database: %s from %s" % (values["databaseName"], values["backupFile"])
    else:
        yield "Backup path: :s3:%s/%s" % (destination["bucket"], values["backupFile"])
        yield "Executing command: " + command
    runs = any(one.status == "running" and one.task.service.name == service["appName"] for one in sim.engine_of(service).containers)
    there = values["backupFile"] in (sim.world.buckets.get(destination["endpoint"]) or ())
    known = values["backupType"] == "compose" or values["databaseName"] == service["databaseName"]
    if runs and known and (there or values["databaseType"] in ("mysql", "mariadb")):
        yield "Restore completed successfully!"
        return
    why = "Error response from daemon: No such container: sh" if not runs else (
        "\ngzip: stdin: unexpected end of file\npg_restore: error: input file is too short (read 0, expected 5)" if not there else
        'pg_restore: error: connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: FATAL:  database "%s" does not exist' % (
            values["databaseName"]))
    for _each in range(2 if newer else 1):
        yield "Error: Command execution failed: Command failed: %s\n%s\n" % (command, why)


EVENT_CALLS = {"backup.restoreBackupWithLogs": restored}


def answer_with_events(sim, procedure, token, query):
    """The events of a call. Older servers keep the stream open behind the last text: here it ends without a word."""
    try:
        key = sim.authenticate(token)
        texts = list(EVENT_CALLS[procedure](sim, key, json.loads(query["input"])["json"]))
        events = ["data: " + json.dumps({"json": text}) for text in texts] + (["event: return\ndata: "] if sim.version_tuple >= (0, 29) else [])
    except CallError as error:
        events = ["event: serialized-error\ndata: " + json.dumps(error.trpc(procedure)["error"])]
    return "".join(one + "\n\n\n" for one in ["event: connected\ndata: {}"] + events).encode("utf-8")
