# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The control endpoint ``/_simulator/…``, for tests that run in other processes: what a Python test does by hand."""

from __future__ import annotations

import json

from .faults import Fault
from .world import World


def answer(server, method, path, query, body):
    """One request to the control endpoint; its answer is JSON always."""
    from .server import Reply
    name = path[len("/_simulator"):].strip("/")
    try:
        values = json.loads(body.decode("utf-8")) if body.strip() else {}
        values = dict(query, **values) if isinstance(values, dict) else values
        result, status = COMMANDS[name](server, server.simulator, method, values), 200
    except KeyError as error:
        result, status = {"error": "no such thing: %s" % error}, 404
    except (ValueError, TypeError) as error:
        result, status = {"error": str(error)}, 400
    return Reply(status, "application/json", json.dumps(result).encode("utf-8"))


def advance(server, sim, method, values):
    sim.advance(float(values.get("seconds", 0)))
    return {"now": sim.clock.now()}


def state(server, sim, method, values):
    """What there is: services with their tasks, the queue, the clock."""
    with sim.lock:
        sim.settle()
        services = {}
        for engine in sim.engines():
            for service in engine.services.values():
                services[service.name] = {"id": service.id, "image": service.spec["TaskTemplate"]["ContainerSpec"]["Image"],
                                          "replicas": service.replicas(), "running": len(service.running()),
                                          "update": (service.update_status or {}).get("State"),
                                          "env": service.spec["TaskTemplate"]["ContainerSpec"].get("Env")}
        return {"version": sim.version, "now": sim.clock.now(), "services": services, "queue": sim.deployments.list(), "unserved": sim.unserved,
                "url": server.url, "front_url": server.front_url, "applications": {row["appName"]: identifier
                                                                                   for identifier, row in sim.store.applications.items()}}


def requests(server, sim, method, values):
    with sim.lock:
        chosen = sim.writes if values.get("writes") in ("1", "true", True) else sim.requests
        return [request.data() for request in chosen]


def reset_requests(server, sim, method, values):
    sim.reset_requests()
    return True


def faults(server, sim, method, values):
    """POST adds a fault (or a list of them), DELETE removes all, GET tells how often each struck."""
    with sim.lock:
        if method == "DELETE":
            del sim.faults[:]
        elif method == "POST":
            for one in values if isinstance(values, list) else [values]:
                sim.faults.append(Fault(**one))
        return [{"procedure": one.procedure, "action": one.action, "struck": one.struck} for one in sim.faults]


def world(server, sim, method, values):
    with sim.lock:
        sim.world.change(values)
        sim.nodes_changed()
    return True


def scale(server, sim, method, values):
    sim.scale(values["service"], int(values["replicas"]))
    return True


def remove_service(server, sim, method, values):
    sim.remove_service(values["service"])
    return True


def restart(server, sim, method, values):
    sim.restart()
    return True


def reset(server, sim, method, values):
    sim.reset(World.from_dict(values))
    return True


def database(server, sim, method, values):
    sim.database_down = values.get("down") in (True, "true", "1")
    return sim.database_down


def latency(server, sim, method, values):
    sim.latency = float(values.get("milliseconds", 0)) / 1000.0
    return sim.latency


def down(server, sim, method, values):
    sim.server_down = values.get("down") in (True, "true", "1")
    return sim.server_down


def prune(server, sim, method, values):
    return sim.prune_images(values.get("everything") in (True, "true", "1"))


def watch(server, sim, method, values):
    sim.watch(values["service"], int(values.get("samples", 5)), float(values.get("every", 1.3)))
    return True


def end_hung(server, sim, method, values):
    sim.end_hung(values.get("applicationId"))
    return True


def member_key(server, sim, method, values):
    return {"api_key": sim.member_key(values.get("services") or (), values.get("projects"), values.get("environments"), values.get("grants"))}


COMMANDS = {
    "": state, "state": state, "advance": advance, "requests": requests, "reset_requests": reset_requests, "faults": faults, "world": world,
    "scale": scale, "remove_service": remove_service, "restart": restart, "reset": reset, "database": database, "down": down, "prune": prune,
    "end_hung": end_hung, "watch": watch, "member_key": member_key, "latency": latency,
}
