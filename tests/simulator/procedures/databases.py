# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Databases of six kinds: their rows, and what of them runs."""

from __future__ import annotations

import re

from .. import specification
from ..data import copy_data
from ..database_service import COLUMNS, DATABASE_NAMES, KINDS, change_password, columns, database_specification
from ..errors import CallError, DockerError, NeverAnswers, not_found
from . import Handlers
from .applications import Guarded
from .backups import backups_of
from .children import new_mount
from .projects import drop_service, environment_or_404, page, unreadable
from .services import log_of, scale_command

HANDLERS = Handlers()
# what an update writes of itself where it is not given: of mongo in v0.28 alone
FILLED_IN = dict.fromkeys(KINDS, {})
FILLED_IN.update(mongo={"replicaSets": False}, libsql={"enableNamespaces": False, "dockerImage": KINDS["libsql"].image})


def whole(sim, row, kind):
    """A row with its environment, project and parts."""
    result = copy_data(row)
    environment = copy_data(sim.store.environments[row["environmentId"]])
    environment["project"] = copy_data(sim.store.projects[environment["projectId"]])
    result["environment"] = environment
    result["mounts"] = [dict(one) for one in mounts_of(sim, row, kind)]
    result["server"] = copy_data(sim.store.servers.get(row["serverId"]))
    if kind != "redis":
        result["backups"] = backups_of(sim, kind, row[kind + "Id"])
    return Guarded(result) if unreadable(sim, row) else result


def mounts_of(sim, row, kind):
    return sim.store.of("mounts", kind + "Id", row[kind + "Id"])


def row_or_404(sim, kind, values):
    row = sim.store.tables[kind].get(values[kind + "Id"])
    if row is None:
        raise not_found(KINDS[kind].missing)
    return row


def failed_query(sim, kind, row_id, changes):
    """The words of a refused update: the statement with its parameters."""
    names = DATABASE_NAMES.get(kind, {})
    settings = ", ".join('"%s" = $%d' % (names.get(name, name), number + 1) for number, name in enumerate(changes))
    listed = ", ".join('"%s"' % names.get(name, name) for name in columns(kind, sim.version_tuple))
    return CallError("INTERNAL_SERVER_ERROR", 'Failed query: update "%s" set %s where "%s"."%sId" = $%d returning %s\nparams: %s' % (
        kind, settings, kind, kind, len(changes) + 1, listed, ",".join([str(value) for value in changes.values()] + [row_id])))


def failed_insert(sim, kind, row, given):
    """The words of a refused row: some kinds have their own, others show the statement with its parameters, the password too."""
    if KINDS[kind].not_inserted:
        return CallError("BAD_REQUEST", KINDS[kind].not_inserted)
    names = columns(kind, sim.version_tuple)
    used = [name for name in names if name in given and row[name] is not None]
    listed = ", ".join('"%s"' % DATABASE_NAMES.get(kind, {}).get(name, name) for name in names)
    marks = ", ".join("$%d" % (used.index(name) + 1) if name in used else "default" for name in names)
    return CallError("INTERNAL_SERVER_ERROR", 'Failed query: insert into "%s" (%s) values (%s) returning %s\nparams: %s' % (
        kind, listed, marks, listed, ",".join(str(row[name]) for name in used)))


def roll_out(sim, kind, row):
    """Pull the image and have Docker run it, as it is stored now.

    :raises CallError: 500 with whatever Docker said; what ran goes on.
    """
    row["applicationStatus"] = "running"
    engine = sim.engine_of(row)
    mounts = mounts_of(sim, row, kind)
    environment = sim.store.environments[row["environmentId"]]
    try:
        if engine.dead:
            raise DockerError("SSH connection error: connect ECONNREFUSED")
        pull(sim, engine, row["dockerImage"])
        networks = [one["name"] for one in (sim.store.networks.get(each) for each in row.get("networkIds") or []) if one and one["driver"] == "overlay"]
        specification.apply(engine, database_specification(
            kind, row, mounts, sim.store.projects[environment["projectId"]]["env"], environment["env"], sim.version_tuple, networks, engine.networks))
    except DockerError as error:
        row["applicationStatus"] = "error"
        raise CallError("INTERNAL_SERVER_ERROR", "Error on deploy %sError: %s" % (kind, error))
    sim.passwords.remember(kind, engine, row, mounts)
    row["applicationStatus"] = "done"


def pull(sim, engine, image):
    """``docker pull``, while which time goes on."""
    if not image:
        raise DockerError("Docker image not found")
    described = sim.world.image(image)
    if described is not None and described.pull == "hang":
        raise NeverAnswers()
    sim.clock.advance(described.pull_seconds if described is not None else 0.3)
    sim.agenda.settle()
    try:
        engine.pull(image)
    except DockerError as error:
        raise DockerError("%s\n" % error)


def scale(sim, row, replicas):
    """``docker service scale``, which waits; :raises CallError: where it is refused."""
    engine = sim.engine_of(row)
    if engine.dead:
        raise CallError("INTERNAL_SERVER_ERROR", "SSH connection error: connect ECONNREFUSED")
    trouble = scale_command(sim, row, replicas)
    if trouble:
        raise CallError("INTERNAL_SERVER_ERROR", "Command execution failed: Command failed: docker service scale %s=%d \n%s: %s\n" % (
            row["appName"], replicas, row["appName"], trouble))
    engine.converge(engine.scale(row["appName"], replicas))


def stop_service(sim, row):
    """Scale to nothing; whatever goes wrong with that is swallowed."""
    try:
        scale(sim, row, 0)
    except (CallError, NeverAnswers):
        pass


def refuse_used_port(sim, row, port, name=None):
    """Any container that publishes a port whose digits begin with these; its own is one too."""
    for container in sim.engine_of(row).containers_here():
        for one in container.task.endpoint.get("Ports") or [] if container.status == "running" else []:
            if one.get("PublishMode") == "host" and str(one["PublishedPort"]).startswith(str(port)):
                raise CallError("CONFLICT", 'Port %d%s is already in use by container "%s"' % (port, " (%s)" % name if name else "", container.name))


def mount_path(kind, image):
    """Where the data are; PostgreSQL since 18 has a folder for its version."""
    found = re.search(r"postgres:(\d+)", image) if kind == "postgres" else None
    return "/var/lib/postgresql/%d/docker" % int(found.group(1)) if found and int(found.group(1)) >= 18 else KINDS[kind].path


def new_row(sim, key, kind, values):
    """The row of ``create`` with its volume."""
    environment_or_404(sim, values["environmentId"])
    unknown = values.get("serverId") and values["serverId"] not in sim.store.servers
    if unknown and sim.version_tuple >= (0, 29):
        raise CallError("UNAUTHORIZED", "You are not authorized to access this server")
    names = columns(kind, sim.version_tuple)
    row = {name: copy_data(values.get(name)) for name in names}
    row.update({kind + "Id": sim.ids.nanoid(), "appName": "%s-%s" % (values.get("appName") or kind, sim.ids.suffix()), "createdAt": sim.now(),
                "applicationStatus": "idle", "replicas": 1, "dockerImage": values.get("dockerImage", KINDS[kind].image)})
    row["databasePassword"] = row["databasePassword"] or sim.ids.base36(16)
    if "databaseRootPassword" in row:
        row["databaseRootPassword"] = row["databaseRootPassword"] or sim.ids.base36(16)
    if kind == "mongo":
        row["replicaSets"] = bool(values.get("replicaSets"))
    if "networkIds" in row:
        row.update({"networkIds": [], "detachDokployNetwork": False})
    if unknown:
        raise failed_insert(sim, kind, row, set(values) | {kind + "Id", "appName", "dockerImage", "databasePassword", "databaseRootPassword", "createdAt"})
    sim.store.tables[kind][row[kind + "Id"]] = row
    if not key.admin:
        key.services.add(row[kind + "Id"])
    new_mount(sim, "volume", kind, row[kind + "Id"], mount_path(kind, row["dockerImage"]), volumeName="%s-data" % row["appName"])
    return row


def records(kind):
    """The procedures that store."""
    identifier = kind + "Id"

    @HANDLERS.named(kind + ".create")
    def create(sim, key, values):
        row = new_row(sim, key, kind, values)
        return True if kind == "libsql" else row

    @HANDLERS.named(kind + ".one")
    def one(sim, key, values):
        return whole(sim, row_or_404(sim, kind, values), kind)

    @HANDLERS.named(kind + ".update")
    def update(sim, key, values):
        """The name in Docker cannot be changed: it is left out, and nothing else is an error."""
        row = sim.store.tables[kind].get(values[identifier])
        names = columns(kind, sim.version_tuple)
        changes = {name: value for name, value in values.items() if name in names and name not in (identifier, "appName")}
        for name, value in FILLED_IN[kind].items() if (kind != "mongo" or (0, 28) <= sim.version_tuple < (0, 29)) else ():
            changes.setdefault(name, value)
        if not changes:
            raise CallError("INTERNAL_SERVER_ERROR", "No values to set")
        if row is None:
            raise CallError("BAD_REQUEST", KINDS[kind].not_updated)
        if changes.get("environmentId") is not None and changes["environmentId"] not in sim.store.environments:
            raise failed_query(sim, kind, values[identifier], changes)
        row.update(copy_data(changes))
        return True

    @HANDLERS.named(kind + ".saveEnvironment")
    def save_environment(sim, key, values):
        row = sim.store.tables[kind].get(values[identifier])
        if row is None:
            raise CallError("BAD_REQUEST", "Error adding environment variables")
        row["env"] = values.get("env")
        return True

    @HANDLERS.named(kind + ".changeStatus")
    def change_status(sim, key, values):
        row = row_or_404(sim, kind, values)
        before = whole(sim, row, kind)
        row["applicationStatus"] = values["applicationStatus"]
        return before

    @HANDLERS.named(kind + ".move")
    def move(sim, key, values):
        if values["targetEnvironmentId"] not in sim.store.environments:
            raise failed_query(sim, kind, values[identifier], {"environmentId": values["targetEnvironmentId"]})
        row = sim.store.tables[kind].get(values[identifier])
        if row is None:
            raise CallError("INTERNAL_SERVER_ERROR", "Failed to move %s" % kind)
        row["environmentId"] = values["targetEnvironmentId"]
        return row

    @HANDLERS.named(kind + ".remove")
    def remove(sim, key, values):
        """The row, its mounts and the service go; the volume stays."""
        row = row_or_404(sim, kind, values)
        before = whole(sim, row, kind)
        engine = sim.engine_of(row)
        service = engine.services.get(row["appName"])
        if service is not None and not engine.dead:
            engine.remove(service)
        drop_service(sim, kind, row)
        return before


def actions(kind):
    """The procedures that do something to what runs. Each answers with the row as it was before."""

    @HANDLERS.named(kind + ".deploy")
    def deploy(sim, key, values):
        row = row_or_404(sim, kind, values)
        before = whole(sim, row, kind)
        roll_out(sim, kind, row)
        return before

    @HANDLERS.named(kind + ".start")
    def start(sim, key, values):
        row = row_or_404(sim, kind, values)
        before = whole(sim, row, kind)
        scale(sim, row, 1)
        row["applicationStatus"] = "done"
        return before

    @HANDLERS.named(kind + ".stop")
    def stop(sim, key, values):
        row = row_or_404(sim, kind, values)
        before = whole(sim, row, kind)
        stop_service(sim, row)
        row["applicationStatus"] = "idle"
        return before

    @HANDLERS.named(kind + ".reload")
    def reload(sim, key, values):
        """Down and up again by what the service holds: nothing that is stored is taken over, and the name in the request is not looked at."""
        row = row_or_404(sim, kind, values)
        stop_service(sim, row)
        row["applicationStatus"] = "idle"
        scale(sim, row, 1)
        row["applicationStatus"] = "done"
        return True

    @HANDLERS.named(kind + ".rebuild")
    def rebuild(sim, key, values):
        """The service goes, then every volume that still has a mount, then it is deployed."""
        row = sim.store.tables[kind].get(values[kind + "Id"])
        if row is None:
            raise CallError("INTERNAL_SERVER_ERROR", "Database not found")
        engine = sim.engine_of(row)
        if row["appName"] in engine.services:
            engine.remove(engine.services[row["appName"]])
        sim.clock.advance(6)
        sim.agenda.settle()
        for mount in mounts_of(sim, row, kind):
            if mount["type"] == "volume":
                sim.passwords.forget(engine, mount["volumeName"])
        roll_out(sim, kind, row)
        return True

    @HANDLERS.named(kind + ".readLogs")
    def read_logs(sim, key, values):
        return log_of(sim, row_or_404(sim, kind, values), values)


def save_external_port(kind):
    @HANDLERS.named(kind + ".saveExternalPort")
    def save_port(sim, key, values):
        """Deploys at once, with whatever else is stored."""
        row = row_or_404(sim, kind, values)
        before = whole(sim, row, kind)
        if values["externalPort"]:
            refuse_used_port(sim, row, values["externalPort"])
        row["externalPort"] = values["externalPort"]
        roll_out(sim, kind, row)
        return before


@HANDLERS.named("libsql.saveExternalPorts")
def save_external_ports(sim, key, values):
    row = row_or_404(sim, "libsql", values)
    before = whole(sim, row, "libsql")
    names = ("externalPort", "externalGRPCPort", "externalAdminPort")
    if row["sqldNode"] == "replica" and values.get("externalGRPCPort", 0) is not None:
        raise CallError("BAD_REQUEST", "externalGRPCPort cannot be set when sqldNode is 'replica'")
    for name in names:
        if values.get(name) and values[name] != row[name]:
            refuse_used_port(sim, row, values[name], name)
    row.update({name: values[name] for name in names if name in values})
    roll_out(sim, "libsql", row)
    return before


def passwords(kind):
    @HANDLERS.named(kind + ".changePassword")
    def change(sim, key, values):
        row = row_or_404(sim, kind, values)
        who = values.get("type", "user")
        try:
            change_password(sim.passwords, kind, sim.engine_of(row), row, values["password"], who)
        except DockerError as error:
            raise CallError("INTERNAL_SERVER_ERROR", str(error))
        row["databaseRootPassword" if who == "root" else "databasePassword"] = values["password"]
        return True

    @HANDLERS.named(kind + ".search")
    def search(sim, key, values):
        rows = [row for row in sim.store.tables[kind].values() if key.sees(row[kind + "Id"])
                and values.get("environmentId") in (None, row["environmentId"])
                and values.get("projectId") in (None, sim.store.environments[row["environmentId"]]["projectId"])]
        found = page(rows, values, ("name", "appName", "description"))
        names = (kind + "Id", "name", "appName", "description", "environmentId", "applicationStatus", "createdAt")
        found["items"] = [{name: row[name] for name in names} for row in found["items"]]
        return found


for _kind in COLUMNS:
    records(_kind)
    actions(_kind)
    if _kind != "libsql":
        save_external_port(_kind)
        passwords(_kind)
