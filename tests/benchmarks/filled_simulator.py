# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A simulator in which the applications of the benchmark run already: `python filled_simulator.py --state-file FILE --applications 1000 --api-key KEY`.

The manifest module fills it within this process, without Ansible, connections and latency; then the clock is stepped until every deployment has ended.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from support import paths  # noqa: E402

sys.path.insert(0, paths.link_tree())

from benchmarks.manifest_data import make_manifest  # noqa: E402
from simulator.clock import ScaledClock  # noqa: E402
from simulator.model import Simulator  # noqa: E402
from support.direct import direct  # noqa: E402
from support.inprocess import run_main  # noqa: E402

STEP = 60          # seconds
STEPS = 10000


def fill(sim, server, count):
    """Apply the manifest, and let time pass until each application runs."""
    with direct(server):
        made = run_main('dokploy_manifest', {'api_url': server.url, 'api_key': sim.api_key, 'manifest': make_manifest(count, wait=False)})
    if made.failed or not made.get('changed'):
        raise RuntimeError('the simulator was not filled: %s' % made.get('msg'))
    for dummy in range(STEPS):
        sim.advance(STEP)
        if count_running(sim) == count:
            sim.reset_requests()
            return
    raise RuntimeError('only %d of %d applications run' % (count_running(sim), count))


def count_running(sim):
    """The number of applications whose deployment has ended and whose service runs."""
    running = {service.name for engine in sim.engines() for service in engine.services.values() if service.running()}
    return sum(1 for row in sim.store.applications.values() if row['appName'] in running and row['applicationStatus'] == 'done')


def main():
    """Fill, say so in the state file, and serve until SIGTERM."""
    parser = argparse.ArgumentParser()
    parser.add_argument('--state-file', required=True)
    parser.add_argument('--applications', type=int, required=True)
    parser.add_argument('--api-key', required=True)
    options = parser.parse_args()
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *dummy: ending.set())
    sim = Simulator(clock=ScaledClock(1), api_key=options.api_key)
    with sim.serve() as server:
        fill(sim, server, options.applications)
        temporary = options.state_file + '.new'
        with open(temporary, 'w', encoding='utf-8') as handle:
            json.dump({'url': server.url, 'front_url': server.front_url, 'api_key': sim.api_key, 'pid': os.getpid(), 'version': sim.version}, handle)
        os.replace(temporary, options.state_file)
        ending.wait()


if __name__ == '__main__':
    main()
