# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator as tests use it: over HTTP, with faults, and from outside."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.parse

import pytest

from simulator import Commit, Fault, Image, ManualClock, Node, Repository, Simulator, World

TESTS = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Client:
    """A small client that keeps its connection."""

    def __init__(self, url, key):
        self.address = urllib.parse.urlsplit(url).netloc
        self.key = key
        self.connection = http.client.HTTPConnection(self.address, timeout=10)

    def ask(self, method, path, body=None, headers=None):
        """(status, headers, bytes)"""
        headers = dict({"x-api-key": self.key, "Content-Type": "application/json"}, **(headers or {}))
        self.connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = self.connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def get(self, procedure, **query):
        status, _headers, body = self.ask("GET", "/api/%s?%s" % (procedure, urllib.parse.urlencode(query)))
        return status, json.loads(body) if body else None

    def post(self, procedure, **values):
        status, _headers, body = self.ask("POST", "/api/" + procedure, values)
        return status, json.loads(body) if body else None


class Bench:
    """A simulator, a client, and an application in a project."""

    def __init__(self, sim, server):
        self.sim, self.server = sim, server
        self.client = Client(server.url, sim.api_key)
        made = self.client.post("project.create", name="shop")[1]
        self.project, self.environment = made["project"]["projectId"], made["environment"]["environmentId"]
        self.row = self.client.post("application.create", name="backend", appName="backend", environmentId=self.environment)[1]
        self.id, self.name = self.row["applicationId"], self.row["appName"]

    def update(self, **values):
        assert self.client.post("application.update", applicationId=self.id, **values) == (200, True)

    def deploy(self, seconds=8, **values):
        assert self.client.post("application.deploy", applicationId=self.id, **values) == (200, None)
        self.sim.advance(seconds)
        return self.client.get("deployment.all", applicationId=self.id)[1][0]

    def tasks(self):
        return self.client.get("docker.getServiceContainersByAppName", appName=self.name)[1]

    def service(self):
        return self.client.get("docker.getConfig", containerId=self.name)[1]

    def running(self):
        return [task["currentState"] for task in self.tasks() if task["state"] == "running" and task["currentState"].startswith("Running")]

    def front(self, host, path="/"):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.front_port, timeout=10)
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8")


@pytest.fixture(params=["v0.30.2", "v0.28.8"])
def version(request):
    return request.param


@pytest.fixture
def bench(version):
    sim = Simulator(version, World(), ManualClock())
    sim.hold_seconds = 0
    with sim.serve() as server:
        yield Bench(sim, server)
    assert not sim.crashes


def test_life_of_an_application(bench):
    bench.update(sourceType="docker", dockerImage="nginx:1.27", replicas=3)
    bench.client.post("domain.create", host="Shop.example.com", path="/", port=80, applicationId=bench.id, domainType="application")
    assert bench.front("shop.example.com") == (502, "Bad Gateway")
    assert bench.front("other.example.com")[0] == 404
    assert bench.deploy(title="one")["status"] == "done"
    assert len(bench.running()) == 3
    assert bench.front("shop.example.com:8080") == (200, "Hello from %s, image nginx:1.27\n" % bench.name)
    assert bench.front("127.0.0.1", "/_front/shop.example.com/")[0] == 200
    assert bench.client.post("application.stop", applicationId=bench.id)[0] == 200
    assert not bench.running()
    assert bench.client.post("application.start", applicationId=bench.id)[0] == 200
    assert len(bench.running()) == 1
    assert bench.client.post("application.reload", applicationId=bench.id, appName=bench.name)[0] == 200
    bench.sim.advance(10)
    assert len(bench.running()) == 3
    assert bench.client.post("application.delete", applicationId=bench.id)[0] == 200
    assert bench.client.get("docker.getConfig", containerId=bench.name) == (200, None)


def test_what_swarm_does_of_a_bad_version(bench, version):
    bench.update(sourceType="docker", dockerImage="nginx:1.27", replicas=2)
    bench.deploy()
    bench.update(dockerImage="crash:1")
    assert bench.deploy(12)["status"] == "done"
    service = bench.service()
    image = service["Spec"]["TaskTemplate"]["ContainerSpec"]["Image"]
    if version == "v0.30.2":
        assert service["UpdateStatus"]["State"] == "rollback_completed"
        assert image == "nginx:1.27" and "PreviousSpec" not in service and len(bench.running()) == 2
    else:
        assert service["UpdateStatus"]["State"] == "paused"
        assert image == "crash:1" and len(bench.running()) == 2


def test_a_later_crash_within_the_watch_rolls_back_too(bench, version):
    bench.sim.world.images["late:1"] = Image(exit_code=1, exit_after=2.0)
    bench.update(sourceType="docker", dockerImage="nginx:1.27")
    bench.deploy()
    bench.update(dockerImage="late:1")
    bench.deploy(20)
    if version == "v0.30.2":
        assert bench.service()["UpdateStatus"]["State"] == "rollback_completed"
        assert len(bench.running()) == 1
    else:
        assert bench.service()["UpdateStatus"]["State"] == "paused"


def test_crash_loop_and_a_start_that_never_answers(bench):
    bench.update(sourceType="docker", dockerImage="crash:1")
    assert bench.deploy(30)["status"] == "done"
    assert not bench.running()
    assert len([task for task in bench.tasks() if "non-zero exit (3)" in task["error"]]) >= 3
    bench.client.post("application.stop", applicationId=bench.id)
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        bench.client.post("application.start", applicationId=bench.id)
    assert bench.client.get("application.one", applicationId=bench.id)[1]["applicationStatus"] == "idle"


@pytest.mark.parametrize("changes, error", [
    ({"dockerImage": "sick:1", "healthCheckSwarm": {"Test": ["CMD", "check"], "Interval": 10 ** 9, "Retries": 2}}, "unhealthy container"),
    ({"dockerImage": "hungry:1", "memoryLimit": "67108864"}, "non-zero exit (137)"),
])
def test_killed(bench, changes, error):
    bench.update(sourceType="docker", **changes)
    assert bench.deploy(10)["status"] == "done"
    assert [task for task in bench.tasks() if error in task["error"]]
    assert not bench.running()


def test_git(bench):
    bench.update(sourceType="git", buildType="dockerfile", customGitUrl="https://git.example.com/shop.git", customGitBranch="main")
    row = bench.deploy(title="mine", description="nonce")
    assert row["status"] == "done" and row["title"] == "Release shop" and row["description"].startswith("Commit: ")
    bench.update(customGitBranch="broken")
    assert bench.deploy()["status"] == "error"
    assert len(bench.running()) == 1
    bench.update(customGitBranch="slow")
    assert bench.deploy(20)["status"] == "running"
    bench.client.post("application.killBuild", applicationId=bench.id)
    bench.sim.advance(1)
    assert bench.client.get("deployment.all", applicationId=bench.id)[1][0]["status"] == "error"


def test_pruned_image(bench):
    bench.update(sourceType="git", buildType="dockerfile", customGitUrl="https://git.example.com/shop.git", customGitBranch="main")
    bench.deploy()
    bench.client.post("application.stop", applicationId=bench.id)
    assert bench.sim.prune_images()
    assert bench.client.post("application.reload", applicationId=bench.id, appName=bench.name)[0] == 200
    bench.sim.advance(3)
    assert "No such image" in bench.tasks()[0]["error"]
    assert bench.deploy(15)["status"] == "done"
    assert len(bench.running()) == 1


def test_nodes(bench):
    bench.sim.world.host.nodes.append(Node(hostname="worker-1", role="worker", labels={"zone": "a"}))
    bench.update(sourceType="docker", dockerImage="nginx:1.27", replicas=2)
    bench.deploy()
    assert {task["node"] for task in bench.tasks()} == {"manager-1", "worker-1"}
    bench.sim.world.host.nodes[1].status = "Down"
    bench.sim.nodes_changed()
    bench.sim.advance(5)
    assert len([task for task in bench.tasks() if task["state"] == "running" and task["node"] == "manager-1"]) == 2
    assert [node["Status"] for node in bench.client.get("swarm.getNodes")[1]] == ["Ready", "Down"]


def test_global_mode(bench):
    bench.sim.world.host.nodes.append(Node(hostname="worker-1", role="worker"))
    bench.update(sourceType="docker", dockerImage="nginx:1.27", modeSwarm={"Global": {}})
    bench.deploy()
    assert bench.client.get("swarm.getNodeApps")[1][0]["Replicas"] == "2/2"
    bench.client.post("application.stop", applicationId=bench.id)
    assert len(bench.running()) == 2


def test_remote_server(bench):
    sim = bench.sim
    sim.call("sshKey.create", {"name": "k", "privateKey": "a", "publicKey": "b", "organizationId": sim.organization_id}, sim.api_key, "POST")
    server = bench.client.post("server.create", name="far", description=None, ipAddress="10.0.0.9", port=22, username="root",
                               sshKeyId=next(iter(sim.store.sshKeys)), serverType="deploy", enableDockerCleanup=True)[1]["serverId"]
    row = bench.client.post("application.create", name="far", environmentId=bench.environment, serverId=server)[1]
    bench.client.post("application.update", applicationId=row["applicationId"], sourceType="docker", dockerImage="nginx:1.27")
    bench.client.post("application.deploy", applicationId=row["applicationId"])
    sim.advance(5)
    assert bench.client.get("docker.getServiceContainersByAppName", appName=row["appName"])[1] == []
    assert len(bench.client.get("docker.getServiceContainersByAppName", appName=row["appName"], serverId=server)[1]) == 1
    sim.world.servers["far"].dead = True
    assert bench.client.get("swarm.getNodes", serverId=server) == (200, None)
    assert bench.client.post("application.stop", applicationId=row["applicationId"])[0] == 200


def test_grace_period_of_old_versions(bench, version):
    bench.update(stopGracePeriodSwarm=20 * 10 ** 9)
    assert bench.client.get("application.one", applicationId=bench.id)[0] == (200 if version == "v0.30.2" else 500)
    source = urllib.parse.quote(json.dumps({"0": {"json": {"applicationId": bench.id}}}))
    status, _headers, body = bench.client.ask("GET", "/api/trpc/application.one?batch=1&input=" + source)
    assert status == 200 and json.loads(body)[0]["result"]["data"]["json"]["applicationId"] == bench.id
    bench.update(stopGracePeriodSwarm=None)
    assert bench.client.get("application.one", applicationId=bench.id)[0] == 200


# -- keys, versions, the record ----------------------------------------------------------------------------------------------------------


def test_member(bench):
    member = Client(bench.server.url, bench.sim.member_key([bench.id]))
    assert member.get("application.one", applicationId=bench.id)[0] == 200
    status, body = member.post("application.update", applicationId=bench.id, description="x")
    assert status == 401 and body["data"]["path"] == "application.update" and '"service"' in body["message"]
    granted = Client(bench.server.url, bench.sim.member_key([bench.id], grants={"docker": {"read": True}, "server": {"read": True}}))
    assert granted.get("swarm.getNodes")[0] == 200


def test_the_three_401s(bench):
    bench.sim.database_down = True
    assert bench.client.get("project.all") == (401, {"message": "Unauthorized"})
    assert bench.client.ask("GET", "/api/trpc/settings.health")[0] == 500
    bench.sim.database_down = False
    assert Client(bench.server.url, "no").get("project.all") == (401, {"message": "Unauthorized"})


def test_versions():
    for name, there in (("v0.26.0", False), ("v0.29.14", True)):
        sim = Simulator(name)
        with sim.serve() as server:
            bench = Bench(sim, server)
            assert ("networkIds" in bench.row) is there
            assert (bench.client.get("swarm.getContainerStats")[0] == 200) is there
            assert bench.client.get("overview.services")[0] == 404
            assert bench.client.get("settings.getDokployVersion") == (200, name)


def test_record(bench):
    bench.sim.reset_requests()
    bench.client.get("project.all")
    bench.update(description="x")
    bench.client.ask("GET", "/api/trpc/project.all,registry.all?batch=1&input=%7B%7D")
    assert [(one.method, one.procedures, one.write, one.batch, one.status) for one in bench.sim.requests] == [
        ("GET", ["project.all"], False, False, 200), ("POST", ["application.update"], True, False, 200),
        ("GET", ["project.all", "registry.all"], False, True, 200)]
    assert bench.sim.writes[0].body["description"] == "x"


def test_restart(bench, version):
    bench.update(sourceType="git", buildType="dockerfile", customGitUrl="https://git.example.com/shop.git", customGitBranch="slow")
    bench.client.post("application.deploy", applicationId=bench.id, title="cut")
    bench.client.post("application.deploy", applicationId=bench.id, title="waits")
    bench.sim.advance(5)
    bench.sim.restart()
    bench.sim.advance(1)
    rows = bench.client.get("deployment.all", applicationId=bench.id)[1]
    assert [row["status"] for row in rows] == (["cancelled"] if version == "v0.30.2" else ["running", "cancelled"])
    assert rows[-1]["finishedAt"] is None


# -- faults ------------------------------------------------------------------------------------------------------------------------------


def test_cut_before_and_after(bench):
    for action, applied in (("cut_before", None), ("cut_after", "cut_after")):
        bench.sim.faults.add(Fault("application.update", action=action))
        with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
            bench.client.post("application.update", applicationId=bench.id, description=action)
        bench.client.connection.close()
        assert bench.sim.store.applications[bench.id]["description"] == applied
        assert bench.client.get("project.all")[0] == 200


def test_close_idle(bench):
    bench.sim.faults.add(action="close_idle", procedure="project.all")
    assert bench.client.get("project.all")[0] == 200
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        bench.client.get("project.all")


@pytest.mark.parametrize("values, status, body", [
    ({"action": "answer", "status": 500, "body": {"message": "Failed query: select 1\nparams: s3cret"}}, 500, b"s3cret"),
    ({"action": "answer", "status": 502, "body": "<html>bad gateway</html>"}, 502, b"<html>"),
    ({"action": "answer", "status": 429, "body": "", "headers": {"Retry-After": "2"}}, 429, b""),
    ({"action": "answer", "status": 401, "body": {"message": "Unauthorized"}}, 401, b"Unauthorized"),
    ({"action": "empty"}, 200, b""),
    ({"action": "redirect", "status": 307, "location": "http://elsewhere.example.com/"}, 307, b""),
    ({"action": "late", "delay_seconds": 0.01}, 200, b"[{"),
    ({"action": "drip", "delay_seconds": 0.0001}, 200, b"[{"),
])
def test_answers(bench, values, status, body):
    bench.sim.faults.add(procedure="project.all", **values)
    answer = bench.client.ask("GET", "/api/project.all")
    assert answer[0] == status and body in answer[2]
    assert bench.client.get("project.all")[0] == 200


def test_truncated_huge_and_packed(bench):
    bench.sim.faults.add(procedure="project.all", action="truncate")
    with pytest.raises(ValueError):
        bench.client.get("project.all")
    bench.sim.faults.add(procedure="project.all", action="huge", size=200000)
    assert len(bench.client.ask("GET", "/api/project.all")[2]) == 200002
    bench.sim.faults.add(procedure="project.all", action="gzip_bomb", size=5 * 1024 * 1024)
    _status, headers, body = bench.client.ask("GET", "/api/project.all")
    assert headers["Content-Encoding"] == "gzip" and len(body) < 20000 and len(gzip.decompress(body)) > 5 * 1024 * 1024


def test_batch_refused_and_another_writer(bench):
    fault = bench.sim.faults.add(action="refuse_batch", times=None)
    assert bench.client.ask("GET", "/api/trpc/project.all?batch=1&input=%7B%7D")[0] == 404
    assert bench.client.get("project.all")[0] == 200
    assert fault.struck == 1

    def other(sim):
        sim.store.applications[bench.id]["env"] = "THEIRS=1"
    bench.sim.faults.add(procedure="application.update", before=other)
    bench.update(description="x")
    assert bench.sim.store.applications[bench.id]["env"] == "THEIRS=1"


def test_nth_and_patterns(bench):
    fault = bench.sim.faults.add(procedure="application.*", method="POST", nth=2, action="answer", status=503, body="")
    assert [bench.client.post("application.refreshToken", applicationId=bench.id)[0] for _each in range(3)] == [200, 503, 200]
    assert fault.struck == 1


# -- a process of its own ------------------------------------------------------------------------------------------------------------------


def test_process(tmp_path):
    world = tmp_path / "world.json"
    world.write_text(json.dumps({"images": {"mine:1": {"ports": [8080], "body": "mine"}}}))
    state = tmp_path / "state.json"
    process = subprocess.Popen([sys.executable, os.path.join(TESTS, "simulator"), "--state-file", str(state), "--world", str(world), "--speed", "20"],
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        for _each in range(400):
            if state.exists():
                break
            with socket.socket() as waiting:
                waiting.settimeout(0.02)
                try:
                    process.wait(0.02)
                except subprocess.TimeoutExpired:
                    pass
        data = json.loads(state.read_text())
        assert data["pid"] == process.pid
        client = Client(data["url"], data["api_key"])
        environment = client.post("project.create", name="p")[1]["environment"]["environmentId"]
        row = client.post("application.create", name="a", environmentId=environment)[1]
        client.post("application.update", applicationId=row["applicationId"], sourceType="docker", dockerImage="mine:1")
        client.ask("POST", "/_simulator/faults", {"procedure": "application.deploy", "action": "answer", "status": 503, "body": ""})
        assert client.post("application.deploy", applicationId=row["applicationId"])[0] == 503
        assert client.post("application.deploy", applicationId=row["applicationId"])[0] == 200
        client.ask("POST", "/_simulator/advance", {"seconds": 5})
        assert client.get("swarm.getNodeApps")[1][0]["Replicas"] == "1/1"
        client.ask("POST", "/_simulator/scale", {"service": row["appName"], "replicas": 0})
        client.ask("POST", "/_simulator/advance", {"seconds": 5})
        found = json.loads(client.ask("GET", "/_simulator/state")[2])
        assert found["services"][row["appName"]]["replicas"] == 0
        assert len(json.loads(client.ask("GET", "/_simulator/requests?writes=1")[2])) == 5
        assert client.ask("POST", "/_simulator/nonsense", {})[0] == 404
    finally:
        process.send_signal(signal.SIGTERM)
        output = process.communicate(timeout=10)[0]
    assert process.returncode == 0 and output == b""


def test_world_from_data():
    world = World.from_dict({"images": {"a:1": {"exit_code": 1}, "nginx:1.28": None}, "repositories": {
        "https://g/x.git": {"branches": {"main": {"message": "m", "image": {"http": False}}}}}, "host": {"nodes": [{"hostname": "n", "memory": 1}]}})
    assert world.images["a:1"].exit_code == 1 and "nginx:1.28" not in world.images
    assert world.repositories["https://g/x.git"].branches["main"].image.http is False
    assert world.host.nodes[0].hostname == "n"
    with pytest.raises(ValueError):
        World.from_dict({"images": {"a:1": {"nonsense": 1}}})
    assert Repository(branches={"main": Commit("x")}).branches["main"].identifier()
