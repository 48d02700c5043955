# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every recorded exchange, replayed against the simulator; and proof that a simulator which behaves otherwise is found out."""

from __future__ import annotations

import random
import re

import pytest

from contract import replay
from simulator import deployments, dotenv, inspection, specification, swarm, traefik, validation
from simulator.errors import UNDEFINED
from simulator.procedures import applications, children, compose, databases, docker, networks, projects

SCENARIOS = replay.scenarios()
# Procedures that are recorded and not served; each new one must be added here in words.
NOT_SERVED = set()


@pytest.mark.xdist_group("contract")
@pytest.mark.parametrize("name, path", SCENARIOS, ids=[name for name, _path in SCENARIOS])
def test_replay(name, path):
    result = replay.replay(name, path)
    assert not result.mismatches, "\n".join(result.mismatches)
    assert not {one for one in result.unserved if not one.startswith("(")} - NOT_SERVED
    assert result.replayed + result.skipped == len(replay.load(path)["steps"])


@pytest.mark.xdist_group("contract")
def test_count(record_property):
    """The count of what was replayed, and of what is not served yet, goes to the end of what is printed."""
    for line in replay.summary():
        record_property("summary line", line)
    assert len(replay.RESULTS) == len(SCENARIOS) >= 101


def test_recordings_are_there():
    assert len([name for name, _path in SCENARIOS if name.startswith("v0.28.8/")]) >= 25


# -- a simulator that behaves otherwise -------------------------------------------------------------------------------------------------


def stop_writes_done(monkeypatch):
    original = applications.HANDLERS["application.stop"]

    def stop(sim, key, values):
        result = original(sim, key, values)
        sim.store.applications[values["applicationId"]]["applicationStatus"] = "done"
        return result
    monkeypatch.setitem(applications.HANDLERS, "application.stop", stop)


def start_keeps_replicas(monkeypatch):
    original = swarm.Engine.scale

    def scale(self, name, replicas):
        return original(self, name, 2 if replicas == 1 else replicas)
    monkeypatch.setattr(swarm.Engine, "scale", scale)


def no_rollback(monkeypatch):
    monkeypatch.setattr(swarm.Engine, "roll_back", lambda self, service, task: None)


def quotes_reach_the_container(monkeypatch):
    monkeypatch.setattr(dotenv, "_QUOTED", re.compile(r"^(x)(y)\1$"))


def templates_are_left_alone(monkeypatch):
    monkeypatch.setattr(dotenv, "expand", lambda text, values: text)


def update_writes_nothing(monkeypatch):
    monkeypatch.setitem(applications.HANDLERS, "application.update", lambda sim, key, values: True)


def null_is_refused(monkeypatch):
    original = validation.check

    def check(kind, value, coerce, path, issues):
        if value is None:
            raise validation.Issue("no null")
        return original(kind, value, coerce, path, issues)
    monkeypatch.setattr(validation, "check", check)


def older_default(monkeypatch):
    original = specification.service_specification

    def service_specification(row, **more):
        return original(row, **dict(more, version=(0, 28, 8)))
    monkeypatch.setattr(specification, "service_specification", service_specification)


def title_is_kept(monkeypatch):
    monkeypatch.setattr(deployments.Deployments, "_retitle", lambda self, job: self._leave(job))


def kill_build_kills_nothing(monkeypatch):
    monkeypatch.setattr(deployments.Deployments, "kill_builds", lambda self, server: None)


def waiting_jobs_survive(monkeypatch):
    monkeypatch.setattr(deployments.Deployments, "in_memory", False)


def crash_fails_the_deployment(monkeypatch):
    def end(self, job, status, original=deployments.Deployments._end):
        original(self, job, "error" if job.application["command"] else status)
    monkeypatch.setattr(deployments.Deployments, "_end", end)


def last_line_keeps_its_blank(monkeypatch):
    def service_tasks(engine, name, original=inspection.service_tasks):
        return [dict(task, error="" if task["error"] == "Error:" else task["error"]) for task in original(engine, name)]
    monkeypatch.setattr(inspection, "service_tasks", service_tasks)


def inspect_hides_defaults(monkeypatch):
    monkeypatch.setattr(inspection, "with_defaults", inspection.shown_spec)


def toggle_changes_no_file(monkeypatch):
    monkeypatch.setattr(children, "rewrite", lambda sim, row: None)


def last_router_stays(monkeypatch):
    monkeypatch.setattr(traefik, "remove_domain", lambda text, row, domain: text)


def default_environment_goes(monkeypatch):
    monkeypatch.setitem(projects.HANDLERS, "environment.remove", lambda sim, key, values: sim.store.environments.pop(values["environmentId"]))


def nothing_found_is_null(monkeypatch):
    original = docker.HANDLERS["docker.getConfig"]
    monkeypatch.setitem(docker.HANDLERS, "docker.getConfig", lambda sim, key, values: original(sim, key, values) or None)


def mounts_answer_what_they_become(monkeypatch):
    def update(sim, key, values):
        row = sim.store.mounts[values["mountId"]]
        row.update({name: value for name, value in values.items() if name in row})
        return children.with_owner(sim, row)
    monkeypatch.setitem(children.HANDLERS, "mounts.update", update)


def networks_in_use_go(monkeypatch):
    monkeypatch.setitem(networks.HANDLERS, "network.remove", lambda sim, key, values: sim.store.networks.pop(values["networkId"]))


def volumes_in_use_go(monkeypatch):
    monkeypatch.setitem(networks.HANDLERS, "dockerVolume.removeVolume", lambda sim, key, values: UNDEFINED)


def previews_end_in_an_error(monkeypatch):
    def leave(self, job, original=deployments.Deployments._leave):
        if job.row is not None and "previewDeploymentId" in job.data:
            job.row["status"] = "error"
        original(self, job)
    monkeypatch.setattr(deployments.Deployments, "_leave", leave)


def reload_takes_over_what_is_stored(monkeypatch):
    def reload(sim, key, values):
        databases.roll_out(sim, "redis", sim.store.redis[values["redisId"]])
        return True
    monkeypatch.setitem(databases.HANDLERS, "redis.reload", reload)


def a_port_is_in_use_by_itself_alone(monkeypatch):
    original = databases.refuse_used_port
    monkeypatch.setattr(databases, "refuse_used_port", lambda sim, row, port, name=None: None if port < 10000 else original(sim, row, port, name))


def a_password_needs_no_container(monkeypatch):
    monkeypatch.setattr(databases, "change_password", lambda *arguments: None)


def rebuild_keeps_the_service(monkeypatch):
    monkeypatch.setitem(databases.HANDLERS, "postgres.rebuild", lambda sim, key, values: True)


def a_stack_starts(monkeypatch):
    def start(sim, key, values):
        row = sim.store.compose[values["composeId"]]
        sim.deployments.add(row, "start", "", "redeploy")
        return True
    monkeypatch.setitem(compose.HANDLERS, "compose.start", start)


def a_stack_keeps_what_it_was_deployed_with(monkeypatch):
    monkeypatch.setattr(swarm.Engine, "remove", lambda self, service: None)


def docker_knows_compose(monkeypatch):
    monkeypatch.setattr(replay.worlds.Host, "compose", property(lambda self: "2.29.7", lambda self, value: None), raising=False)


CHANGES = [
    (stop_writes_done, "docker_lifecycle"), (start_keeps_replicas, "docker_lifecycle"), (no_rollback, "swarm_rollback"),
    (quotes_reach_the_container, "env_values"), (templates_are_left_alone, "env_templates"), (update_writes_nothing, "configuration"),
    (null_is_refused, "configuration"), (older_default, "service_spec"), (title_is_kept, "stuck_build"), (kill_build_kills_nothing, "stuck_build"),
    (waiting_jobs_survive, "server_restart"), (crash_fails_the_deployment, "crash_loop"), (last_line_keeps_its_blank, "docker_lifecycle"),
    (inspect_hides_defaults, "wide_spec"), (toggle_changes_no_file, "domains"), (last_router_stays, "traefik"),
    (mounts_answer_what_they_become, "children"), (networks_in_use_go, "networks"), (volumes_in_use_go, "volumes"),
    (reload_takes_over_what_is_stored, "resources/db_redis_stored_and_running"), (a_port_is_in_use_by_itself_alone, "resources/db_postgres_ports"),
    (a_password_needs_no_container, "resources/db_change_password"), (rebuild_keeps_the_service, "resources/db_mounts_rebuild"),
    (a_stack_starts, "resources/compose_stack_life"), (a_stack_keeps_what_it_was_deployed_with, "resources/compose_stack_life"),
    (docker_knows_compose, "resources/compose_plain"), (previews_end_in_an_error, "previews"),
    (default_environment_goes, "projects_environments"), (nothing_found_is_null, "service_spec"),
]


@pytest.mark.xdist_group("contract")
@pytest.mark.parametrize("change, scenario", CHANGES, ids=[change.__name__ for change, _scenario in CHANGES])
def test_other_behaviour_is_found_out(monkeypatch, change, scenario):
    change(monkeypatch)
    result = replay.Replay(scenario, dict(SCENARIOS)[scenario]).run(stop_at_first=True)
    assert result.mismatches


# -- another recording ---------------------------------------------------------------------------------------------------------------------


def leaves(value, path=()):
    """The values of a recorded answer that are compared, with the way to each."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "...":
                yield from leaves(item, path + (key,))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, path + (index,))
    elif path and not (isinstance(value, str) and (replay.PLACEHOLDER.match(value) or value == "...")):
        yield path, value


def another(value):
    if isinstance(value, bool):
        return not value
    return "x" if value is None else value + 1 if isinstance(value, (int, float)) else value + "~"


@pytest.mark.xdist_group("contract")
@pytest.mark.parametrize("name, path", SCENARIOS[::2], ids=[name for name, _path in SCENARIOS[::2]])
def test_another_recording_is_found_out(name, path):
    """One value of one recorded answer is changed: the comparison must see it, whichever it is."""
    run = replay.Replay(name, path)
    found = [(step["response"]["body"], where, value) for step in run.data["steps"] for where, value in leaves(step["response"].get("body"))]
    body, where, value = random.Random(name).choice(found)
    for key in where[:-1]:
        body = body[key]
    body[where[-1]] = another(value)
    assert run.run(stop_at_first=True).mismatches, (where, value)
