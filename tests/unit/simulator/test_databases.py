# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Databases in the simulator: what the recordings do not show of all six kinds."""

from __future__ import annotations

import pytest

from simulator import Image, Simulator
from simulator.errors import CallError, NeverAnswers

KINDS = ["postgres", "mysql", "mariadb", "mongo", "redis", "libsql"]


class Databases:
    """A simulator with one project, and short words for its calls."""

    def __init__(self, version="v0.30.2"):
        self.sim = Simulator(version)
        self.sim.world.any_image = True
        self.environment = self.call("project.create", name="shop")["environment"]["environmentId"]

    def call(self, procedure, **values):
        method = "GET" if procedure.split(".")[1] in ("one", "search", "readLogs", "getConfig", "getServiceContainersByAppName") else "POST"
        return self.sim.call(procedure, values, self.sim.api_key, method)

    def create(self, kind, **values):
        given = {"name": "db", "appName": "db", "environmentId": self.environment, "databasePassword": "first"}
        if kind not in ("redis", "mongo", "libsql"):
            given["databaseName"] = "shop"
        if kind != "redis":
            given["databaseUser"] = "shop"
        if kind in ("mysql", "mariadb"):
            given["databaseRootPassword"] = "root"
        if kind == "libsql":
            given.update(dockerImage="x", description=None, sqldNode="primary", sqldPrimaryUrl=None, enableNamespaces=False, serverId=None)
        self.call(kind + ".create", **dict(given, **values))
        return dict(list(self.sim.store.tables[kind].values())[-1])

    def known(self, kind, row):
        return self.sim.passwords.known(kind, self.sim.local, row["appName"])

    def running(self, row):
        return [one for one in self.call("docker.getServiceContainersByAppName", appName=row["appName"]) if one["currentState"].startswith("Running")]


@pytest.fixture()
def here():
    return Databases()


@pytest.mark.parametrize("kind", KINDS)
def test_life(here, kind):
    row = here.create(kind)
    me = {kind + "Id": row[kind + "Id"]}
    assert row["databasePassword"] == "first"
    with pytest.raises(CallError, match="service %s not found" % row["appName"]):
        here.call(kind + ".start", **me)
    assert here.call(kind + ".deploy", **me)["applicationStatus"] == "idle"
    here.sim.advance(5)
    assert len(here.running(row)) == 1 and here.call(kind + ".one", **me)["applicationStatus"] == "done"
    here.call(kind + ".stop", **me)
    assert not here.running(row)
    here.call(kind + ".start", **me)
    assert len(here.running(row)) == 1
    here.call(kind + ".remove", **me)
    assert row["appName"] not in here.sim.local.services and row["appName"] + "-data" in here.sim.local.volumes
    with pytest.raises(CallError, match="not found"):
        here.call(kind + ".one", **me)
    assert not here.sim.crashes


@pytest.mark.parametrize("kind, image", [("postgres", "postgres:18"), ("mysql", "mysql:8"), ("mariadb", "mariadb:6"), ("mongo", "mongo:15"),
                                         ("redis", "redis:8")])
def test_what_is_left_out(here, kind, image):
    row = here.create(kind, databasePassword="")
    assert row["dockerImage"] == image and len(row["databasePassword"]) == 16


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("redis", "libsql")])
def test_a_password_that_is_stored_alone_is_not_known(here, kind):
    row = here.create(kind)
    me = {kind + "Id": row[kind + "Id"]}
    here.call(kind + ".deploy", **me)
    here.sim.advance(5)
    here.call(kind + ".update", databasePassword="second", **me)
    here.call(kind + ".deploy", **me)
    here.sim.advance(30)
    assert here.known(kind, row)["user"] == "first"         # the volume keeps what it was made with
    if kind == "mongo":
        with pytest.raises(CallError, match="Authentication failed"):
            here.call(kind + ".changePassword", password="third", **me)
    else:
        here.call(kind + ".changePassword", password="third", **me)
        assert here.known(kind, row)["user"] == "third"
    here.call(kind + ".rebuild", **me)
    here.sim.advance(30)
    assert here.known(kind, row)["user"] == here.call(kind + ".one", **me)["databasePassword"]


def test_redis_forgets_what_it_was_told(here):
    row = here.create("redis")
    me = {"redisId": row["redisId"]}
    here.call("redis.deploy", **me)
    here.sim.advance(5)
    here.call("redis.changePassword", password="second", **me)
    assert here.known("redis", row)["user"] == "second"
    here.call("redis.reload", appName="any", **me)
    assert here.known("redis", row)["user"] == "first"
    assert here.call("redis.changePassword", password="third", **me) is True     # refused by Redis, and stored all the same
    assert here.known("redis", row)["user"] == "first" and here.call("redis.one", **me)["databasePassword"] == "third"
    here.call("redis.deploy", **me)
    here.sim.advance(30)
    assert here.known("redis", row)["user"] == "third"


def test_a_root_password_that_is_not_known(here):
    row = here.create("mysql")
    me = {"mysqlId": row["mysqlId"]}
    here.call("mysql.deploy", **me)
    here.sim.advance(5)
    here.call("mysql.update", databaseRootPassword="other", **me)
    with pytest.raises(CallError, match="Access denied for user 'root'"):
        here.call("mysql.changePassword", password="second", **me)
    here.call("mysql.update", databaseRootPassword="root", **me)
    here.call("mysql.changePassword", password="second", type="root", **me)
    assert here.known("mysql", row) == {"user": "first", "root": "second"}


def test_start_waits_for_a_port_that_another_has(here):
    rows = [here.create("redis", name=name, appName=name) for name in ("one", "two")]
    here.call("redis.saveExternalPort", redisId=rows[0]["redisId"], externalPort=16379)
    here.call("redis.stop", redisId=rows[0]["redisId"])
    here.call("redis.saveExternalPort", redisId=rows[1]["redisId"], externalPort=16379)
    here.sim.advance(5)
    with pytest.raises(NeverAnswers):
        here.call("redis.start", redisId=rows[0]["redisId"])


def test_postgres_has_a_folder_for_its_version(here):
    for image, path in (("postgres:18", "/var/lib/postgresql/18/docker"), ("postgres:17-alpine", "/var/lib/postgresql/data")):
        row = here.create("postgres", dockerImage=image)
        assert here.call("postgres.one", postgresId=row["postgresId"])["mounts"][0]["mountPath"] == path


def test_a_volume_that_has_no_mount_any_more_survives_a_rebuild(here):
    row = here.create("postgres")
    me = {"postgresId": row["postgresId"]}
    here.call("postgres.deploy", **me)
    mount = here.call("postgres.one", **me)["mounts"][0]
    here.call("mounts.remove", mountId=mount["mountId"])
    here.call("postgres.rebuild", **me)
    assert mount["volumeName"] in here.sim.local.volumes


def test_a_server_that_is_not_there():
    for version, code, words in (("v0.30.2", "UNAUTHORIZED", "not authorized"), ("v0.28.8", "BAD_REQUEST", "Inserting Postgres database")):
        with pytest.raises(CallError, match=words) as caught:
            Databases(version).create("postgres", serverId="nope")
        assert caught.value.code == code


def test_the_password_is_in_the_words_of_a_refused_row():
    with pytest.raises(CallError) as caught:
        Databases("v0.28.8").create("redis", serverId="nope")
    assert caught.value.code == "INTERNAL_SERVER_ERROR" and caught.value.message.startswith(
        'Failed query: insert into "redis" ("redisId", "name", "appName", "description", "password", ')
    assert "values ($1, $2, $3, default, $4, $5, default," in caught.value.message
    assert caught.value.message.partition("params: ")[2].split(",")[3:5] == ["first", "redis:8"] and caught.value.message.endswith(",nope")


def test_a_changed_mount_is_the_last_one(here):
    row = here.create("redis")
    first = here.call("redis.one", redisId=row["redisId"])["mounts"][0]
    here.call("mounts.create", type="volume", volumeName="v", mountPath="/v", serviceType="redis", serviceId=row["redisId"])
    here.call("mounts.update", mountId=first["mountId"], mountPath="/other")
    assert [one["mountPath"] for one in here.call("redis.one", redisId=row["redisId"])["mounts"]] == ["/v", "/other"]


def test_an_image_that_crashes_is_done_all_the_same(here):
    here.sim.world.images["redis:broken"] = Image(name="redis:broken", exit_code=1, exit_after=0.1)
    row = here.create("redis", dockerImage="redis:broken")
    here.call("redis.deploy", redisId=row["redisId"])
    here.sim.advance(20)
    assert here.call("redis.one", redisId=row["redisId"])["applicationStatus"] == "done" and not here.running(row)
