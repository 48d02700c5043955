# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compose in the simulator: what the recordings do not show. The answers compared here were seen on live servers (v0.30.2 and v0.28.8)."""

from __future__ import annotations

import base64
import json

import pytest

from simulator import Commit, Image, Repository, Simulator
from simulator.errors import CallError
from simulator.validation import PROCEDURES

FILE = """# a comment
services:
  web:
    image: nginx:1.27
    environment:
      B: x
      A: ${A:-none}
    ports: ["18099:80"]
    volumes:
      - data:/data
      - /tmp:/host:ro
    networks: [back]
    healthcheck:
      test: ["CMD", "true"]
      interval: 10s
    deploy:
      replicas: 2
      labels: {x: "y"}
      resources: {limits: {cpus: "0.5", memory: 128M}}
  job:
    image: once:1
    command: "true"
    restart: "no"
    depends_on: [web]
volumes:
  data: {}
networks:
  back: {}
"""


class Compose:
    """A simulator with one project and one compose."""

    def __init__(self, version="v0.30.2", kind="stack", text=FILE):
        self.sim = Simulator(version)
        self.environment = self.call("project.create", name="shop")["environment"]["environmentId"]
        made = self.call("compose.create", name="st", environmentId=self.environment, appName="st", composeType=kind, composeFile=text)
        self.name, self.identifier = made["appName"], made["composeId"]
        self.mine("update", sourceType="raw", env="A=1")

    def call(self, procedure, **values):
        return self.sim.call(procedure, values, self.sim.api_key, "GET" if PROCEDURES[procedure].query else "POST")

    def mine(self, procedure, **values):
        return self.call("compose." + procedure, composeId=self.identifier, **values)

    def deploy(self, seconds=10):
        """Deploy -> (status, log)."""
        self.mine("deploy")
        self.sim.advance(seconds)
        row = self.call("deployment.allByCompose", composeId=self.identifier)[0]
        return row["status"], self.sim.deployments.read_log(row["deploymentId"], 100)

    def spec(self, key):
        found = self.call("docker.getConfig", containerId="%s_%s" % (self.name, key))
        return found["Spec"] if found else None

    def containers(self, kind):
        return self.call("docker.getContainersByAppNameMatch", appName=self.name, appType=kind)


def test_a_stack_as_the_swarm_has_it():
    here = Compose()
    status, log = here.deploy()
    assert status == "done" and log.startswith("Initializing deployment\nFile 'docker-compose.yml' created: ✅\n╔═")
    assert log.endswith("Ignoring unsupported options: restart\n\nCreating network %s_back\nCreating network %s_default\nCreating service %s_web\n"
                        "Creating service %s_job\nDocker Compose Deployed: ✅\n" % ((here.name,) * 4))
    web, job = here.spec("web"), here.spec("job")
    container = web["TaskTemplate"]["ContainerSpec"]
    assert web["Labels"] == {"com.docker.stack.image": "nginx:1.27", "com.docker.stack.namespace": here.name, "x": "y"}
    assert container["Image"].startswith("nginx:1.27@sha256:") and container["Env"] == ["A=1", "B=x"]
    assert container["Mounts"] == [
        {"Type": "volume", "Source": here.name + "_data", "Target": "/data", "VolumeOptions": {"Labels": {"com.docker.stack.namespace": here.name}}},
        {"Type": "bind", "Source": "/tmp", "Target": "/host", "ReadOnly": True}]
    assert container["Healthcheck"] == {"Test": ["CMD", "true"], "Interval": 10000000000}
    assert web["TaskTemplate"]["Resources"] == {"Limits": {"NanoCPUs": 500000000, "MemoryBytes": 134217728}}
    assert web["Mode"] == {"Replicated": {"Replicas": 2}}
    assert web["EndpointSpec"] == {"Mode": "vip", "Ports": [{"Protocol": "tcp", "TargetPort": 80, "PublishedPort": 18099, "PublishMode": "ingress"}]}
    assert job["TaskTemplate"]["ContainerSpec"]["Args"] == ["true"] and job["TaskTemplate"]["Resources"] == {}
    assert [one["Aliases"] for one in job["TaskTemplate"]["Networks"]] == [["job"]]
    here.sim.advance(20)
    assert [one["name"].rsplit(".", 1)[0] for one in here.containers("stack") if one["state"] == "running"] == [here.name + "_web.1", here.name + "_web.2"]
    assert here.call("compose.loadMountsByService", composeId=here.identifier, serviceName="web")[0]["Name"] == here.name + "_data"
    assert not here.sim.crashes


def test_a_stack_that_was_removed_is_remembered_for_a_while():
    here = Compose()
    here.deploy()
    assert here.mine("stop") is True and here.spec("web") is None
    with pytest.raises(CallError, match="Failed to remove network .* not foundfailed to remove some resources from stack: %s\n" % here.name):
        here.mine("stop")
    assert here.mine("one")["composeStatus"] == "error"
    assert here.deploy(1)[0] == "error"
    here.sim.advance(10)
    assert here.mine("stop") is True
    here.sim.advance(10)
    assert here.mine("stop") is True and here.deploy()[0] == "done"


def test_what_is_not_in_the_file_any_more_goes():
    here = Compose()
    here.deploy()
    first = [task.id for task in here.sim.local.services[here.name + "_web"].tasks]
    here.mine("update", composeFile=FILE.replace("job:", "other:"))
    assert here.deploy()[0] == "done"
    assert here.spec("job") is None and here.spec("other") and here.spec("web")
    assert [task.id for task in here.sim.local.services[here.name + "_web"].tasks] == first      # the same specification: no new task


@pytest.mark.parametrize("text, words", [
    ("services: web\n", "services must be a mapping\nError: ❌ Docker command failed\n\nError occurred ❌"),
    ("services:\n  web: {imag: x}\n", "services.web Additional property imag is not allowed\nError: ❌ Docker command failed\n"),
    ("", "❌ Error: Compose file not found\n\nError occurred ❌"),
    ("a: [", "❌ Has occurred an error: "),
])
def test_files_that_are_none(text, words):
    here = Compose(text="services: {}")
    here.mine("update", composeFile=text)
    status, log = here.deploy()
    assert status == "error" and words in log and here.mine("one")["composeStatus"] == "error"


def test_an_image_that_is_not_there_is_deployed_all_the_same():
    here = Compose(text='services:\n  web: {image: "nope:9"}\n')
    assert here.deploy()[0] == "done"
    row = here.call("docker.getStackContainersByAppName", appName=here.name)[0]
    assert row["error"] == '"No such image: nope:9"'


def test_services_of_a_file():
    here = Compose(text=FILE)
    with pytest.raises(CallError, match="Services not found"):
        here.mine("loadServices", type="cache")
    assert here.mine("loadServices", type="fetch") == ["web", "job"]
    here.mine("update", composeFile="services: web")
    assert here.mine("loadServices") == ["web", "job"] and here.mine("loadServices", type="fetch") == ["0", "1", "2"]


def test_converted_with_a_domain():
    here = Compose()
    assert "restart: no\n" in here.mine("getConvertedCompose")
    domain = here.call("domain.create", host="a.example.com", composeId=here.identifier, domainType="compose", serviceName="web", port=80, path="/x",
                       https=True, certificateType="letsencrypt", stripPath=True)
    name = "%s-%d" % (here.name, domain["uniqueConfigKey"])
    text = here.mine("getConvertedCompose")
    assert """    networks:
      - back
      - dokploy-network
      - default
""" in text
    assert """      labels:
        x: y
        traefik.enable: "true"
        traefik.swarm.network: dokploy-network
        traefik.http.routers.{0}-web.rule: Host(`a.example.com`) && PathPrefix(`/x`)
        traefik.http.routers.{0}-web.entrypoints: web
        traefik.http.services.{0}-web.loadbalancer.server.port: "80"
        traefik.http.routers.{0}-web.service: {0}-web
        traefik.http.middlewares.stripprefix-{0}.stripprefix.prefixes: /x
        traefik.http.routers.{0}-web.middlewares: redirect-to-https@file
        traefik.http.routers.{0}-websecure.rule: Host(`a.example.com`) && PathPrefix(`/x`)
        traefik.http.routers.{0}-websecure.entrypoints: websecure
        traefik.http.services.{0}-websecure.loadbalancer.server.port: "80"
        traefik.http.routers.{0}-websecure.service: {0}-websecure
        traefik.http.routers.{0}-websecure.middlewares: stripprefix-{0}
        traefik.http.routers.{0}-websecure.tls.certresolver: letsencrypt
""".format(name) in text
    assert text.endswith("networks:\n  back: {}\n  dokploy-network:\n    external: true\n")
    assert here.call("domain.byComposeId", composeId=here.identifier)[0]["compose"] == {
        "composeId": here.identifier, "appName": here.name, "name": "st"}
    here.call("domain.update", domainId=domain["domainId"], host="a.example.com", serviceName="nope")
    with pytest.raises(CallError, match='Domain "a.example.com" is attached to service "nope" which does not exist in the compose'):
        here.mine("getConvertedCompose")


def test_converted_before_anything_was_fetched():
    here = Compose("v0.28.8", text="services:\n  web:\n    image: nginx:1.27\n")
    assert here.mine("getConvertedCompose") == "null\n"
    here.mine("loadServices", type="fetch")
    assert here.mine("getConvertedCompose") == "services:\n  web:\n    image: nginx:1.27\nnetworks:\n  dokploy-network:\n    external: true\n"


def test_suffixes_are_answered_and_not_stored():
    here = Compose()
    text = here.mine("randomizeCompose", suffix="sfx")
    assert text.startswith("services:\n  web-sfx:\n") and "- data-sfx:/data\n      - /tmp:/host:ro\n    networks:\n      - back-sfx\n" in text
    assert text.endswith("    depends_on:\n      - web-sfx\nvolumes:\n  data-sfx: {}\nnetworks:\n  back-sfx: {}\n")
    assert here.mine("isolatedDeployment", suffix="sfx") == here.mine("getConvertedCompose")
    assert here.mine("one")["composeFile"] == FILE


def test_a_command_of_ones_own():
    for version, refused in (("v0.30.2", True), ("v0.28.8", False)):
        here = Compose(version)
        here.mine("update", command="stack deploy -c docker-compose.yml x; id")
        if refused:
            with pytest.raises(CallError, match="Invalid characters in compose command"):
                here.mine("getDefaultCommand")
            assert here.deploy()[0] == "error"
        else:
            assert here.mine("getDefaultCommand").endswith("; id")


def test_plain_compose_has_containers_of_its_own():
    here = Compose(kind="docker-compose")
    status, log = here.deploy()
    assert status == "error" and "Bind for 0.0.0.0:18099 failed: port is already allocated" in log
    here.mine("update", composeFile=FILE.replace('ports: ["18099:80"]', "expose: [80]"))
    assert here.deploy()[0] == "done" and not here.sim.local.services
    states = {one["name"]: one["state"] for one in here.containers("docker-compose")}
    assert states == {here.name + "-web-1": "running", here.name + "-web-2": "running", here.name + "-job-1": "exited"}
    labels = here.call("docker.getConfig", containerId=here.name + "-web-1")["Config"]["Labels"]
    assert labels["com.docker.compose.project"] == here.name and labels["com.docker.compose.service"] == "web"
    here.mine("stop")
    assert {one["state"] for one in here.containers("docker-compose")} == {"exited"} and here.mine("one")["composeStatus"] == "idle"
    here.mine("start")
    here.sim.advance(5)
    assert [one["state"] for one in here.containers("docker-compose")].count("running") == 2
    here.mine("delete", deleteVolumes=True)
    here.sim.advance(20)
    assert here.containers("docker-compose") == [] and here.name + "_data" not in here.sim.local.volumes
    assert not here.sim.crashes


def test_a_file_from_git():
    here = Compose()
    here.sim.world.repositories["https://git.example.com/stack.git"] = Repository(
        branches={"main": Commit("Add a stack", files={"deploy/stack.yml": "services:\n  web:\n    image: nginx:1.28\n"})})
    here.mine("update", sourceType="git", customGitUrl="https://git.example.com/stack.git", customGitBranch="main", composePath="./deploy/stack.yml")
    assert here.deploy()[0] == "done"
    assert here.spec("web")["Labels"]["com.docker.stack.image"] == "nginx:1.28"
    assert here.call("deployment.allByCompose", composeId=here.identifier)[0]["title"] == "Add a stack"


def test_a_deployment_in_the_queue_and_of_all():
    here = Compose()
    here.mine("deploy", title="first")
    row = here.call("deployment.queueList")[0]
    assert row["data"]["applicationType"] == "compose" and row["servicePath"]["label"] == "Compose" and row["servicePath"]["href"].endswith(
        "/services/compose/" + here.identifier)
    here.sim.advance(10)
    row = here.call("deployment.allCentralized")[0]
    assert row["application"] is None and row["compose"]["appName"] == here.name and row["compose"]["server"] is None
    here.mine("delete", deleteVolumes=False)
    assert here.call("deployment.allByCompose", composeId=here.identifier) == []


def test_a_container_that_crashes_in_a_stack():
    here = Compose(text="services:\n  web:\n    image: crash:1\n    deploy: {restart_policy: {condition: none}}\n")
    here.sim.world.images["crash:1"] = Image(name="crash:1", exit_code=3, exit_after=0.5)
    assert here.deploy()[0] == "done"
    assert here.containers("stack") == []
    assert here.call("docker.getStackContainersByAppName", appName=here.name)[0]["currentState"].startswith("Failed")


CONFIG = {"variables": {"secret": "${password:24}", "host": "${domain}"}, "config": {
    "env": {"SECRET": "${secret}", "NAME": "${APP_NAME}"}, "domains": [{"serviceName": "web", "port": 80, "host": "${host}"}],
    "mounts": [{"filePath": "/app.conf", "content": "host=${host}\n"}]}}


def test_a_template_of_the_catalogue():
    here = Compose()
    here.sim.world.templates["shop"] = {"name": "Shop", "version": "1.0", "tags": ["sale"], "compose": "services:\n  web:\n    image: nginx:1.27\n",
                                        "config": CONFIG}
    assert [one["id"] for one in here.call("compose.templates")] == ["shop"] and here.call("compose.getTags") == ["sale"]
    row = here.call("compose.deployTemplate", environmentId=here.environment, id="shop")
    assert row["sourceType"] == "raw" and row["appName"].startswith("shop-shop-") and row["composeStatus"] == "idle"
    values = dict(line.split("=") for line in row["env"].split("\n"))
    assert len(values["SECRET"]) == 24 and values["NAME"] == row["appName"]
    whole = here.call("compose.one", composeId=row["composeId"])
    assert whole["domains"][0]["host"].endswith(".sslip.io") and whole["mounts"][0]["content"] == "host=%s\n" % whole["domains"][0]["host"]
    with pytest.raises(CallError, match="Template files not found"):
        here.call("compose.deployTemplate", environmentId=here.environment, id="nope")


def test_an_import_takes_away_what_was_there():
    pytest.importorskip("tomllib")
    here = Compose()
    here.call("domain.create", host="old.example.com", composeId=here.identifier, domainType="compose", serviceName="web")
    text = base64.b64encode(json.dumps({"compose": FILE, "config": '[config]\nenv = ["A=${hash:6}"]\n'}).encode()).decode()
    assert len(here.mine("processTemplate", base64=text)["template"]["envs"][0]) == len("A=123456")
    assert here.mine("import", base64=text) == {"success": True, "message": "Template imported successfully"}
    assert here.mine("one")["domains"] == [] and here.mine("one")["env"].startswith("A=")
    with pytest.raises(CallError, match="Error importing template"):
        here.mine("import", base64="bm8=")


def test_an_environment_with_services_is_kept():
    here = Compose()
    project = here.call("project.create", name="other")["project"]["projectId"]
    environment = here.call("environment.create", name="stage", projectId=project)["environmentId"]
    here.mine("move", targetEnvironmentId=environment)
    with pytest.raises(CallError, match="Cannot delete environment: it has active services"):
        here.call("environment.remove", environmentId=environment)
    here.mine("delete", deleteVolumes=False)
    assert here.call("environment.remove", environmentId=environment)["name"] == "stage"


def test_a_project_that_is_removed_leaves_what_runs():
    here = Compose()
    here.deploy()
    here.call("project.remove", projectId=next(iter(here.sim.store.projects)))
    assert here.spec("web") and not here.sim.store.compose


def test_a_members_key_asks_for_its_own_compose_alone():
    here = Compose()
    domain = here.call("domain.create", host="a.example.com", composeId=here.identifier, domainType="compose", serviceName="web")
    for services, good in (([here.identifier], True), ([], False)):
        key = here.sim.member_key(services)
        for procedure, values in (("compose.one", {"composeId": here.identifier}), ("domain.one", {"domainId": domain["domainId"]})):
            if good:
                assert here.sim.call(procedure, values, key, "GET")
            else:
                with pytest.raises(CallError, match="You don't have access to this service"):
                    here.sim.call(procedure, values, key, "GET")


@pytest.mark.parametrize("kind", ["stack", "docker-compose"])
def test_the_front_knows_the_domains_of_what_runs(kind):
    here = Compose(kind=kind, text="services:\n  web:\n    image: nginx:1.27\n")
    here.call("domain.create", host="a.example.com", composeId=here.identifier, domainType="compose", serviceName="web", port=80, path="/x")
    assert here.sim.front("a.example.com", "/x").status == 404
    assert here.deploy()[0] == "done"
    assert here.sim.front("a.example.com", "/x/y").status == 200 and here.sim.front("a.example.com", "/").status == 404
    here.mine("stop")
    assert here.sim.front("a.example.com", "/x").status != 200
