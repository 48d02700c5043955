# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes the six kinds of databases: common fields, and a table of their differences."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, replace

from .._common.errors import BadInput
from .._model.hooks import Hooks
from .._model.kinds import BOOL, Kind, NOTHING
from .._model.service_kinds import LABELS
from .._model.env_kinds import DOTENV
from .._model.resource import Field, Resource, Write
from .._model.service import ServiceCalls, ServiceForm
from .application import LIMITS, NETWORK_FIELDS, OPPOSITE, list_swarm_fields, update_defaults
from .children import MOUNT

PASSWORD_SINCE = "0.29.14"          # the first version with changePassword
GRACE = 10000000000


class Password(Kind):
    """A password. C(symbols) are the characters, besides letters and digits, that Dokploy can pass to the database."""

    def __init__(self, symbols):
        super().__init__()
        self.symbols = symbols

    def parse(self, value, path):
        if not value:
            raise BadInput("%s must not be empty: leave it out, and Dokploy generates one for a new database" % path)
        if not re.match("^[A-Za-z0-9%s]+$" % re.escape(self.symbols), value):
            raise BadInput("%s may contain letters, digits, and %s only: Dokploy cannot pass other characters to this database" % (
                path, " ".join(self.symbols)))
        return value

    def validate(self, change, default):
        self.parse(change.value, change.path)

    def apply(self, change, current, default):
        return self.parse(change.value, change.path)


class User(Kind):
    """The user of a MySQL or MariaDB database, whose image creates root itself."""

    def parse(self, value, path):
        if value == "root":
            raise BadInput("%s must not be root: the image creates root by itself, with root_password, and does not start with root as the user" % path)
        return value


class Port(Kind):
    """A published port of the host."""

    ansible = {"type": "int"}

    def parse(self, value, path):
        if not 1 <= value <= 65535:
            raise BadInput("%s must be between 1 and 65535, and is %d" % (path, value))
        return value


SPOKEN = Password("@#%^&*()_+-=[]{}|;:,.<>?~")       # Dokploy quotes it in a command of the database's client
UNQUOTED = Password("@%^_+-=:,.")                     # Dokploy does not quote it in the command that starts Redis


@dataclass(frozen=True, eq=False, repr=False)
class DatabaseKind:
    """The properties of one kind that differ from the others."""

    name: str
    port: int
    scheme: str
    variables: tuple  # (environment variable of its image, key, option)
    has_name: bool = False  # the image creates a database of this name
    has_user: bool = True
    has_root: bool = False
    obeyed: bool = False  # each container uses the password of its variables, also with data that another password created
    more: tuple = ()  # fields that only this kind has
    grace_period_ns: int = GRACE
    create_extra: tuple = ()
    keeps: tuple = ("dockerImage",)  # keys of every update: v0.28.0 to v0.28.7 reset an image that is left out to the kind's default


KINDS = {one.name: one for one in (
    DatabaseKind("postgres", 5432, "postgresql", (
        ("POSTGRES_DB", "databaseName", "database"), ("POSTGRES_USER", "databaseUser", "user"), ("POSTGRES_PASSWORD", "databasePassword", "password")),
        has_name=True, grace_period_ns=30000000000),
    DatabaseKind("mysql", 3306, "mysql", (
        ("MYSQL_DATABASE", "databaseName", "database"), ("MYSQL_USER", "databaseUser", "user"), ("MYSQL_PASSWORD", "databasePassword", "password"),
        ("MYSQL_ROOT_PASSWORD", "databaseRootPassword", "root_password")), has_name=True, has_root=True),
    DatabaseKind("mariadb", 3306, "mysql", (
        ("MARIADB_DATABASE", "databaseName", "database"), ("MARIADB_USER", "databaseUser", "user"), ("MARIADB_PASSWORD", "databasePassword", "password"),
        ("MARIADB_ROOT_PASSWORD", "databaseRootPassword", "root_password")), has_name=True, has_root=True),
    DatabaseKind("mongo", 27017, "mongodb", (
        ("MONGO_INITDB_ROOT_USERNAME", "databaseUser", "user"), ("MONGO_INITDB_ROOT_PASSWORD", "databasePassword", "password")),
        more=(Field("replica_set", "replicaSets", kind=BOOL, default=False, at_creation=True, clearable=False),), keeps=("dockerImage", "replicaSets")),
    DatabaseKind("redis", 6379, "redis", (("REDIS_PASSWORD", "databasePassword", "password"),), has_user=False, obeyed=True),
    DatabaseKind("libsql", 8080, "http", (), obeyed=True, create_extra=(
        ("description", None), ("dockerImage", "ghcr.io/tursodatabase/libsql-server:v0.24.32"), ("sqldNode", "primary"), ("sqldPrimaryUrl", None),
        ("enableNamespaces", False), ("serverId", None)), keeps=("dockerImage", "enableNamespaces")),
)}
SQLD = "sqld --db-path iku.db --http-listen-addr 0.0.0.0:8080 --grpc-listen-addr 0.0.0.0:5001 --admin-listen-addr 0.0.0.0:5000"


def database_update_defaults(version):
    """Return Dokploy's defaults of unset update settings. Newer servers stop the old container first, so that two never write to one volume."""
    return dict(update_defaults(version), Order="stop-first") if version >= (0, 29, 0) else update_defaults(version)


def list_fields(kind):
    """List the fields of one kind, in the order of the documentation."""
    own = []
    if kind.name != "libsql":
        own.append(Field("image", "dockerImage", clearable=False))
    if kind.has_name:
        own.append(Field("database", "databaseName", effect=NOTHING, at_creation=True, clearable=False))
    if kind.has_user:
        own.append(Field("user", "databaseUser", kind=User() if kind.has_root else Kind(), effect=NOTHING, at_creation=True, clearable=False))
    spelt = UNQUOTED if kind.name == "redis" else SPOKEN
    effect = {} if kind.obeyed else {"effect": NOTHING}
    own.append(Field("password", "databasePassword", kind=spelt, secret=True, clearable=False, **effect))
    if kind.has_root:
        own.append(Field("root_password", "databaseRootPassword", kind=spelt, secret=True, clearable=False, **effect))
    fields = (
        *own, *kind.more,
        Field("external_port", "externalPort", kind=Port()),
        Field("description", "description", effect=NOTHING),
        Field("env", "env", kind=DOTENV, secret="values"),
        *LIMITS,
        *list_swarm_fields(database_update_defaults),
        *NETWORK_FIELDS,
        Field("dokploy_network", "detachDokployNetwork", kind=OPPOSITE, default=False, since="0.29.14"),
        Field("labels", "labelsSwarm", kind=LABELS),
        Field("server", "serverId", ref="server", effect=NOTHING, at_creation=True, clearable=False),
    )
    lacks = ("args", "ulimits", "stop_grace_period") if kind.name == "libsql" else ()
    return tuple(one for one in fields if one.option not in lacks)


def list_own_variables(kind, record):
    """Return the variables that Dokploy sets for the image, in addition to the env text."""
    if kind.name == "libsql":
        login = "%s:%s" % (record.get("databaseUser"), record.get("databasePassword"))
        found = {"SQLD_NODE": record.get("sqldNode") or "primary", "SQLD_HTTP_AUTH": "basic:" + base64.b64encode(login.encode("utf-8")).decode("ascii")}
        if record.get("sqldNode") == "replica":
            found["SQLD_PRIMARY_URL"] = record.get("sqldPrimaryUrl") or ""
        return found
    found = {name: record.get(key) or "" for name, key, dummy in kind.variables}
    if kind.name == "mysql" and record.get("databaseUser") == "root":
        found = {name: found[name] for name in ("MYSQL_DATABASE", "MYSQL_ROOT_PASSWORD")}
    if kind.name == "mongo" and record.get("replicaSets"):
        found["MONGO_INITDB_DATABASE"] = "admin"
    return found


def find_process(kind, record):
    """Return (command, args, the option that determines both, or ""). A command of None cannot be compared."""
    command, args = record.get("command"), record.get("args")
    if kind.name == "redis" and not command and args is None:
        return ["/bin/sh"], ["-c", "redis-server --requirepass %s" % record.get("databasePassword")], "password"
    if kind.name == "libsql":
        text = (SQLD if command is None else command) + (" --enable-namespaces" if record.get("enableNamespaces") else "")
        return ["/bin/sh"], ["-c", text], "command"
    if kind.name == "mongo" and record.get("replicaSets"):
        return None, None, ""
    return command.split(" ") if command else [], args or [], ""


def make_endpoint(kind, record):
    """Make the EndpointSpec of the service: without a virtual IP, ports published on the node of the container."""
    ports = [(kind.port, record.get("externalPort"))]
    if kind.name == "libsql":
        ports += [(5001, record.get("externalGRPCPort")), (5000, record.get("externalAdminPort"))]
    return {"Mode": "dnsrr", "Ports": [
        {"Protocol": "tcp", "TargetPort": target, "PublishedPort": port, "PublishMode": "host"} for target, port in ports if port]}


def make_connection_url(kind, record, host, port, password):
    """Make the connection URL of clients. C(port) None: the kind's default port. The caller passes a placeholder or the password."""
    user = record.get("databaseUser") if kind.has_user else "default"
    return "%s://%s:%s@%s:%d%s" % (kind.scheme, user, password, host, port or kind.port, "/%s" % record.get("databaseName") if kind.has_name else "")


def find_missing(kind, record):
    """Return why the database cannot be created or deployed: the missing options, or ""."""
    needs = [] if kind.name == "libsql" else [("image", "dockerImage")]
    needs += [("database", "databaseName")] * kind.has_name + [("user", "databaseUser")] * kind.has_user
    missing = [option for option, key in needs if not record.get(key)]
    return "%s %s needed for a %s database" % (" and ".join(missing), "is" if len(missing) == 1 else "are", kind.name) if missing else ""


def describe_kind(kind):
    """Make the Resource of one kind."""
    name, own_id = kind.name, kind.name + "Id"

    def call(word):
        return "%s.%s" % (name, word)
    fields = list_fields(kind)
    needed = {"databasePassword": "", **({"databaseRootPassword": ""} if kind.has_root else {}), **dict(kind.create_extra)}
    return Resource(
        kind="database", id=own_id, fields=fields, parent="environment", parent_id="environmentId",
        addressing=ADDRESSING, states=STATES,
        read=call("one"), create=call("create"), create_extra=needed, update=Write(call("update"), keeps=kind.keeps), remove=call("remove"),
        create_keys=("description", "dockerImage", "databaseName", "databaseUser", "databasePassword", "databaseRootPassword", "replicaSets", "serverId"),
        children=(("mounts", "mounts", replace(MOUNT, create_extra={"serviceType": name})),),
        hooks=Hooks(),
        calls=ServiceCalls(
            type=name, listing=name, deploy=call("deploy"), reload=call("reload"), stop=call("stop"), move=call("move"),
            save_env=call("saveEnvironment"), save_env_keys=("env",), logs=call("readLogs"), reload_applies=False,
            change_password="" if kind.obeyed else call("changePassword")),
        form=ServiceForm(
            image=lambda record: None if name == "libsql" else record.get("dockerImage") or "", image_option="image",
            find_source_problem=lambda record: find_missing(kind, record), defaults={"appName": "", "replicas": 1},
            more_env=lambda record: list_own_variables(kind, record), process=lambda record: find_process(kind, record),
            variables={**{variable: (option, kind.obeyed) for variable, dummy, option in kind.variables},
                       **({"SQLD_HTTP_AUTH": ("password", True)} if name == "libsql" else {})},
            endpoint=lambda record: make_endpoint(kind, record), endpoint_option="external_port", update_order="stop-first",
            grace_period_ns=kind.grace_period_ns,
            connection_url=lambda record, host, port, password: make_connection_url(kind, record, host, port, password)),
        permissions={
            **{call(word): ("service", "create") for word in ("create", "update", "move", "changePassword")},
            call("saveEnvironment"): ("envVars", "write"), call("remove"): ("service", "delete"),
            **{call(word): ("deployment", "create") for word in ("deploy", "reload", "stop")},
            "dockerVolume.removeVolume": ("docker", "read")},
        shapes={call("one"): (dict, own_id, False)},
    )


ADDRESSING = {
    "kind": {"type": "str", "required": True, "choices": list(KINDS)},
    **{name: {"type": "str"} for name in ("project", "environment", "name", "environment_id", "database_id", "app_name")}}
STATES = ("started", "present", "stopped", "restarted", "deployed", "absent")
DATABASES = {name: describe_kind(kind) for name, kind in KINDS.items()}


def _unite_kinds():
    """Make a Resource with the options of all kinds, for the documentation and the argument specification of the module."""
    fields = {}
    for name in ("mysql", "mongo", "postgres", "redis", "libsql"):
        for item in DATABASES[name].fields:
            fields.setdefault(item.option, item)
    return replace(DATABASES["postgres"], fields=tuple(fields.values()))


DATABASE = _unite_kinds()


def choose_databases(options):
    """Return the Resources that an information module reads: of the requested kind, or of all kinds."""
    return [DATABASES[options["kind"]]] if options["kind"] else list(DATABASES.values())


def choose_database(options):
    """Return the Resource of the requested kind. Raises BadInput for an option that this kind does not have."""
    kind = options["kind"]
    has = {item.option for item in DATABASES[kind].fields}
    for item in DATABASE.fields:
        if options.get(item.option) is not None and item.option not in has:
            kinds = [name for name, one in DATABASES.items() if item.option in {field.option for field in one.fields}]
            raise BadInput("%s belongs to the kinds %s, and not to %s" % (item.option, ", ".join(kinds), kind))
    return DATABASES[kind]
