# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``python tests/simulator``: the simulator as a process of its own."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading

if __package__ in (None, ""):
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    __package__ = "simulator"

from simulator.clock import ManualClock, ScaledClock  # noqa: E402
from simulator.model import VERSION, Simulator  # noqa: E402
from simulator.server import Server  # noqa: E402
from simulator.world import World  # noqa: E402


def read_world(path):
    """A world file: JSON, or YAML where PyYAML is there."""
    with open(path, encoding="utf-8") as stream:
        text = stream.read()
    if path.endswith(".json"):
        return World.from_dict(json.loads(text))
    import yaml
    return World.from_dict(yaml.safe_load(text))


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="simulator", description="A small Dokploy for tests.")
    parser.add_argument("--port", type=int, default=0, help="port of the API on 127.0.0.1 (default: any free one)")
    parser.add_argument("--front-port", type=int, default=0, help="port of the front that answers for the applications' domains")
    parser.add_argument("--version", default=VERSION, help="the Dokploy version to speak (default: %(default)s)")
    parser.add_argument("--speed", type=float, default=1.0, help="how fast time goes; 0: it stands still until it is advanced")
    parser.add_argument("--state-file", help="where to write the addresses and the API key as JSON, once ready")
    parser.add_argument("--world", help="a world file (YAML or JSON)")
    parser.add_argument("--api-key", help="the administrator's API key (default: a fixed one)")
    parser.add_argument("--latency", type=float, default=0.0, help="milliseconds until an answer is sent, as over a network")
    parser.add_argument("--new", action="store_true", help="nobody has signed up, and no API key exists")
    options = parser.parse_args(arguments)
    world = read_world(options.world) if options.world else World()
    clock = ScaledClock(options.speed) if options.speed > 0 else ManualClock()
    extra = {"api_key": options.api_key} if options.api_key else {}
    sim = Simulator(options.version, world, clock, **extra)
    if options.new:
        sim.forget_administrator()
    sim.latency = options.latency / 1000.0
    server = Server(sim, options.port, options.front_port)
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_ignored: ending.set())
    server.start()
    if options.state_file:
        data = {"url": server.url, "front_url": server.front_url, "api_key": sim.api_key, "pid": os.getpid(), "version": sim.version}
        temporary = "%s.%d" % (options.state_file, os.getpid())
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump(data, stream)
        os.replace(temporary, options.state_file)
    while not ending.wait(3600):
        pass
    server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
