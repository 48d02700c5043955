# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The six kinds of database: their columns, the service that Dokploy makes of one, and the passwords that a running one knows."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from . import dotenv, specification
from .errors import DockerError

SETTINGS = ("healthCheckSwarm", "restartPolicySwarm", "placementSwarm", "updateConfigSwarm", "rollbackConfigSwarm", "modeSwarm", "labelsSwarm",
            "networkSwarm", "stopGracePeriodSwarm", "endpointSpecSwarm")
MEMORY = ("memoryReservation", "memoryLimit", "cpuReservation", "cpuLimit")
NETWORKS = ("networkIds", "detachDokployNetwork")
HEAD = ("name", "appName", "description")
IMAGE = ("dockerImage", "command", "args", "env")
TAIL = ("applicationStatus",) + SETTINGS + ("ulimitsSwarm", "replicas")
# the columns of each kind in the order of the database, but for the id, which comes first
COLUMNS = {
    "postgres": ("name", "appName", "databaseName", "databaseUser", "databasePassword", "description") + IMAGE + (
        "memoryReservation", "externalPort", "memoryLimit", "cpuReservation", "cpuLimit") + TAIL + ("createdAt", "environmentId", "serverId") + NETWORKS,
    "mysql": HEAD + ("databaseName", "databaseUser", "databasePassword", "databaseRootPassword") + IMAGE + MEMORY + ("externalPort",) + TAIL + (
        "createdAt", "environmentId", "serverId") + NETWORKS,
    "mongo": HEAD + ("databaseUser", "databasePassword") + IMAGE + MEMORY + ("externalPort",) + TAIL + (
        "createdAt", "environmentId", "serverId", "replicaSets") + NETWORKS,
    "redis": HEAD + ("databasePassword",) + IMAGE + MEMORY + ("externalPort", "createdAt") + TAIL + ("environmentId", "serverId") + NETWORKS,
    "libsql": HEAD + ("databaseUser", "databasePassword", "sqldNode", "sqldPrimaryUrl", "enableNamespaces", "dockerImage", "command", "env") + MEMORY + (
        "externalPort", "externalGRPCPort", "externalAdminPort", "applicationStatus") + SETTINGS + ("replicas",) + NETWORKS + (
            "createdAt", "environmentId", "serverId"),
}
COLUMNS["mariadb"] = COLUMNS["mysql"]
# where the database's name of a column is not that of the API
DATABASE_NAMES = {"redis": {"databasePassword": "password"}, "mysql": {"databaseRootPassword": "rootPassword"},
                  "mariadb": {"databaseRootPassword": "rootPassword"}}


@dataclass(frozen=True)
class Kind:
    """What is particular to one kind.

    The words of its errors (None: those of the store come through), the image where none is named, where its data are, the port that it listens on.
    """

    missing: str
    not_updated: str
    not_inserted: str | None
    image: str
    path: str
    port: int


KINDS = {
    "postgres": Kind("Postgres", "Error updating Postgres", "Error input: Inserting Postgres database", "postgres:18", "/var/lib/postgresql/data", 5432),
    "mysql": Kind("MySql", "Update: Error updating MySQL", "Error input: Inserting MySQL database", "mysql:8", "/var/lib/mysql", 3306),
    "mariadb": Kind("Mariadb", "Update: Error updating Mariadb", None, "mariadb:6", "/var/lib/mysql", 3306),
    "mongo": Kind("Mongo", "Update: Error updating Mongo", "Error input: Inserting mongo database", "mongo:15", "/data/db", 27017),
    "redis": Kind("Redis", "Error updating Redis", None, "redis:8", "/data", 6379),
    "libsql": Kind("Libsql", "Error updating Libsql", None, "ghcr.io/tursodatabase/libsql-server:v0.24.32", "/var/lib/sqld", 8080),
}
SQLD = "sqld --db-path iku.db --http-listen-addr 0.0.0.0:8080 --grpc-listen-addr 0.0.0.0:5001 --admin-listen-addr 0.0.0.0:5000"


def columns(kind, version):
    """The columns that a version has, the id first."""
    return (kind + "Id",) + tuple(name for name in COLUMNS[kind] if version >= (0, 29, 14) or name not in NETWORKS)


def own_variables(kind, row):
    """(variable, column) of what the image itself reads."""
    if kind == "postgres":
        return [("POSTGRES_DB", "databaseName"), ("POSTGRES_USER", "databaseUser"), ("POSTGRES_PASSWORD", "databasePassword")]
    if kind == "mysql":
        root = [("MYSQL_ROOT_PASSWORD", "databaseRootPassword")]
        if row["databaseUser"] == "root":
            return [("MYSQL_DATABASE", "databaseName")] + root
        return [("MYSQL_USER", "databaseUser"), ("MYSQL_DATABASE", "databaseName"), ("MYSQL_PASSWORD", "databasePassword")] + root
    if kind == "mariadb":
        return [("MARIADB_DATABASE", "databaseName"), ("MARIADB_USER", "databaseUser"), ("MARIADB_PASSWORD", "databasePassword"),
                ("MARIADB_ROOT_PASSWORD", "databaseRootPassword")]
    if kind == "mongo":
        return [("MONGO_INITDB_ROOT_USERNAME", "databaseUser"), ("MONGO_INITDB_ROOT_PASSWORD", "databasePassword")]
    return [("REDIS_PASSWORD", "databasePassword")]


def env_text(kind, row):
    """The variables of the image, then those stored, as one text."""
    if kind == "libsql":
        secret = base64.b64encode(("%s:%s" % (row["databaseUser"], row["databasePassword"])).encode("utf-8")).decode("ascii")
        lines = ['SQLD_NODE="%s"' % row["sqldNode"], 'SQLD_HTTP_AUTH="basic:%s"' % secret]
    else:
        lines = ['%s="%s"' % (name, row[column]) for name, column in own_variables(kind, row)]
    if kind == "mongo" and row["replicaSets"]:
        lines.append("MONGO_INITDB_DATABASE=admin")
    if row["env"]:
        lines.append(row["env"])
    if kind == "libsql" and row["sqldNode"] == "replica":
        lines.append('SQLD_PRIMARY_URL="%s"' % row["sqldPrimaryUrl"])
    return "\n".join(lines)


def set_command(kind, row, container):
    """What runs in the container where that is not simply what is stored."""
    if kind == "redis" and not row["command"] and row["args"] is None:
        container.update({"Command": ["/bin/sh"], "Args": ["-c", "redis-server --requirepass %s" % row["databasePassword"]]})
    elif kind == "libsql":
        text = (row["command"] if row["command"] is not None else SQLD) + (" --enable-namespaces" if row["enableNamespaces"] else "")
        container.update({"Command": ["/bin/sh"], "Args": ["-c", text]})
        container["Image"] = KINDS[kind].image
        container.pop("StopGracePeriod", None)
    elif kind == "mongo" and row["replicaSets"]:
        # the real one is a longer script, which starts a replica set of one
        container.update({"Command": ["/bin/bash"], "Args": ["-c", "mongod --port 27017 --replSet rs0 --bind_ip_all\n%s" % (row["command"] or "")]})


def published(kind, row):
    """The ports that a database publishes."""
    ports = [(KINDS[kind].port, row["externalPort"])]
    if kind == "libsql":
        ports += [(5001, row["externalGRPCPort"]), (5000, row["externalAdminPort"])]
    return [{"Protocol": "tcp", "TargetPort": target, "PublishedPort": port, "PublishMode": "host"} for target, port in ports if port]


def database_specification(kind, row, mounts, project_env, environment_env, version, networks=(), known=None):
    """The specification of a database's service.

    :raises DockerError: where a reference in the env text leads nowhere.
    """
    env = dotenv.resolve(env_text(kind, row), project_env, environment_env)
    container = specification.container_specification(row, row["dockerImage"], env, mounts)
    newer = version >= (0, 29)
    if kind == "postgres" and newer:
        container.setdefault("StopGracePeriod", 30000000000)
    set_command(kind, row, container)
    update = {"Parallelism": 1, "Order": "stop-first", "FailureAction": "rollback"} if newer else specification.rolling(version)
    endpoint = {"Mode": "dnsrr", "Ports": published(kind, row)}
    spec = specification.assemble(row, container, mounts, specification.attached(row, networks, known), version, update, endpoint)
    if kind == "libsql":
        spec["EndpointSpec"] = endpoint
    return spec


# -- the passwords that a database knows ---------------------------------------------------------------------------------------------


class Passwords:
    """What opens each database. A volume keeps what it was made with; without one, and for Redis, it is what the container was started with.

    Either can be told another one later.
    """

    def __init__(self):
        self._kept = {}         # (engine, volume or id of a container) -> {"user": …, "root": …}

    @staticmethod
    def container_of(engine, app_name):
        """The container that ``docker ps`` finds running for a service, or None."""
        return next((one for one in engine.containers if one.status == "running" and one.task.service.name == app_name), None)

    @staticmethod
    def _place(kind, engine, container):
        volumes = [one["Source"] for one in container.task.spec["ContainerSpec"].get("Mounts") or [] if one["Type"] == "volume" and one["Source"]]
        return id(engine), container.id if kind == "redis" or not volumes else volumes[0]

    @staticmethod
    def _given(container):
        """The passwords that a container was started with."""
        values = dict(entry.split("=", 1) for entry in container.task.spec["ContainerSpec"].get("Env") or [])
        names = ("POSTGRES_PASSWORD", "MYSQL_PASSWORD", "MARIADB_PASSWORD", "MONGO_INITDB_ROOT_PASSWORD", "REDIS_PASSWORD")
        return {"user": next((values[name] for name in names if name in values), None),
                "root": values.get("MYSQL_ROOT_PASSWORD", values.get("MARIADB_ROOT_PASSWORD"))}

    def remember(self, kind, engine, row, mounts):
        """A service is rolled out: where its volume is empty, it takes the passwords that are stored now."""
        volumes = [one["volumeName"] for one in mounts if one["type"] == "volume" and one["volumeName"]]
        if kind != "redis" and volumes:
            self._kept.setdefault((id(engine), volumes[0]), {"user": row["databasePassword"], "root": row.get("databaseRootPassword")})

    def known(self, kind, engine, app_name):
        """{"user", "root"} of a running database, or None where none runs."""
        container = self.container_of(engine, app_name)
        return None if container is None else dict(self._kept.get(self._place(kind, engine, container)) or self._given(container))

    def tell(self, kind, engine, app_name, password, who="user"):
        container = self.container_of(engine, app_name)
        self._kept[self._place(kind, engine, container)] = dict(self.known(kind, engine, app_name), **{who: password})

    def forget(self, engine, volume):
        """The volume is removed."""
        engine.volumes.discard(volume)
        self._kept.pop((id(engine), volume), None)


SCRIPT = """
\t\t\t\tCONTAINER_ID=$(docker ps -q --filter "status=running" --filter "label=com.docker.swarm.service.name=%s" | head -n 1)
\t\t\t\tif [ -z "$CONTAINER_ID" ]; then
\t\t\t\t\techo "No running container found for %s" >&2
\t\t\t\t\texit 1
\t\t\t\tfi
\t\t\t\tdocker exec "$CONTAINER_ID" %s
\t\t\t"""


def change_password(passwords, kind, engine, row, password, who):
    """Tell a running database its new password, as its own client would.

    :raises DockerError: with the whole script, where no container runs or the client is refused.
    """
    app_name, user, stored = row["appName"], row.get("databaseUser"), row["databasePassword"]
    target = "root" if who == "root" else user
    command = {
        "postgres": 'psql -U %s -c "ALTER USER \\"%s\\" WITH PASSWORD \'%s\';"' % (user, user, password),
        "redis": "redis-cli -a '%s' CONFIG SET requirepass '%s'" % (stored, password),
        "mongo": "mongosh -u '%s' -p '%s' --authenticationDatabase admin --eval \"db.getSiblingDB('admin').changeUserPassword('%s', '%s')\"" % (
            user, stored, user, password),
    }.get(kind) or "%s -u root -p'%s' -e \"ALTER USER '%s'@'%%' IDENTIFIED BY '%s'; FLUSH PRIVILEGES;\"" % (
        kind, row.get("databaseRootPassword"), target, password)
    script = SCRIPT % (app_name, app_name, command)
    known = passwords.known(kind, engine, app_name)
    if known is None:
        raise DockerError("Command execution failed: Command failed: %s\nNo running container found for %s\n" % (script, app_name))
    if kind in ("mysql", "mariadb") and known["root"] != row["databaseRootPassword"]:
        raise DockerError("Command execution failed: Command failed: %s\nERROR 1045 (28000): Access denied for user 'root'@'localhost' "
                          "(using password: YES)\n" % script)
    if kind == "mongo" and known["user"] != stored:
        raise DockerError("Command execution failed: Command failed: %s\nMongoServerError: Authentication failed.\n" % script)
    if kind == "redis" and known["user"] != stored:
        # redis-cli is refused and ends with 0 all the same
        return
    passwords.tell(kind, engine, app_name, password, who)
