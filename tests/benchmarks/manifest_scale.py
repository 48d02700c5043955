# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make benchmark-manifest`: how long a manifest takes, beside a bare client, single tasks, ansible.builtin.uri and dokli; rewrites docs/benchmarks.md.

Each cell (a run, a number of applications, a latency) is kept in .cache/benchmarks with the commit that was measured, and is not measured again for it:
a run that was aborted is continued, and removing the file measures the cell again. The page shows all cells that are there.
BENCHMARK_COUNTS (10,100,1000) and BENCHMARK_LATENCIES (5,50) choose cells, BENCHMARK_ROUNDS (1) says how often the manifest and the bare client are
measured, of which the fastest counts, and after BENCHMARK_BUDGET seconds no further cell is begun.

With LIVE=1 it measures the real server in DOKPLOY_URL instead, in a project with a random name that is removed at the end, and deploys nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from benchmarks.live_cell import measure_live  # noqa: E402
from benchmarks.manifest_cells import Cell, Failed, measure, open_bench  # noqa: E402
from benchmarks.manifest_page import render  # noqa: E402
from support import paths, venvs  # noqa: E402
from support.simulated import SimulatorFailed  # noqa: E402

ALL_COUNTS, ALL_LATENCIES = (10, 100, 1000), (5.0, 50.0)
COUNTS = sorted(int(one) for one in os.environ.get('BENCHMARK_COUNTS', '10,100,1000').split(','))
LATENCIES = sorted(float(one) for one in os.environ.get('BENCHMARK_LATENCIES', '5,50').split(','))
ROUNDS = max(1, int(os.environ.get('BENCHMARK_ROUNDS', '1')))
BUDGET = float(os.environ.get('BENCHMARK_BUDGET', 'inf'))
PAGE = os.path.join(paths.ROOT, 'docs', 'benchmarks.md')
RESULTS = os.path.join(paths.CACHE, 'benchmarks')
LIVE = Cell('live', 100, 0.0)
MEASURED = ('plugins', 'tests/simulator', 'tests/benchmarks')     # what a result depends on


def list_cells(counts, latencies):
    """The cells in the order in which they are measured: those that share a simulator follow each other, and first runs come last."""
    cells = [Cell('unchanged', count, latency) for count in counts for latency in latencies]
    cells += [Cell(kind, counts[-1], 0.0) for kind in ('audit', 'diagnosis')]
    return cells + [Cell('first', count, latency) for count in counts for latency in latencies]


def find_commit():
    """The last commit of what is measured; '+' for changes that are not committed."""
    def git(*arguments):
        return subprocess.run(['git', *arguments, '--', *MEASURED], cwd=paths.ROOT, capture_output=True, text=True, check=True).stdout.strip()
    try:
        return git('log', '-1', '--format=%h') + ('+' if git('status', '--porcelain') else '')
    except (OSError, subprocess.CalledProcessError):
        return 'unknown'


def find_versions():
    """The versions that a cell was measured with."""
    shown = subprocess.run([os.path.join(paths.VENV_BIN, 'ansible'), '--version'], capture_output=True, text=True, check=True).stdout
    return {'ansible-core': shown.split('core ', 1)[1].split(']')[0], 'Python': platform.python_version()}


def describe_machine():
    cores = len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else os.cpu_count()
    return '%s, %s, %d processors' % (platform.system(), platform.machine(), cores)


def find_path(cell):
    return os.path.join(RESULTS, cell.name + '.json')


def load(cell):
    """The kept result of a cell, or None."""
    with contextlib.suppress(OSError, ValueError):
        with open(find_path(cell), encoding='utf-8') as handle:
            return json.load(handle)
    return None


def save(cell, result):
    os.makedirs(RESULTS, exist_ok=True)
    temporary = find_path(cell) + '.new'
    with open(temporary, 'w', encoding='utf-8') as handle:
        json.dump(result, handle, indent=1, sort_keys=True)
    os.replace(temporary, find_path(cell))


def estimate(cell):
    """About how many seconds a cell takes on two processors that do nothing else, in one round."""
    seconds = cell.latency / 1000.0
    if cell.kind in ('audit', 'diagnosis'):
        return 6 + 0.01 * cell.count
    if cell.kind == 'first':
        return 30 + 0.03 * cell.count + seconds * (1.1 * cell.count + (500 if cell.count > 10 else 330))
    return (45 if cell.count > 10 else 38) + 0.06 * cell.count + 1.7 * seconds * cell.count


class Filled:
    """The simulator with applications, which is kept for the cells of one count."""

    def __init__(self):
        self._stack, self._count, self._bench = contextlib.ExitStack(), None, None

    def __enter__(self):
        return self

    def __exit__(self, *dummy):
        self._stack.close()

    def open(self, count):
        if self._count != count:
            self._stack.close()
            self._count = None
            self._bench = self._stack.enter_context(open_bench(count))
            self._count = count
        return self._bench


def write_page():
    """Write the page from the results that are kept."""
    counts, latencies = sorted({*ALL_COUNTS, *COUNTS}), sorted({*ALL_LATENCIES, *LATENCIES})
    with open(PAGE, 'w', encoding='utf-8') as handle:
        handle.write(render({cell: load(cell) for cell in list_cells(counts, latencies)}, load(LIVE)))


def describe_measurement(commit):
    """When and where a cell is measured."""
    return {'commit': commit, 'date': time.strftime('%Y-%m-%d %H:%M', time.gmtime()), 'load': os.getloadavg()[0],
            'machine': describe_machine(), 'versions': find_versions(), 'rounds': ROUNDS}


def measure_cells(cells, commit):
    """Measure cells, keep each, and write the page after each; returns the messages of those that failed."""
    problems, began = [], time.monotonic()
    with Filled() as filled:
        for number, cell in enumerate(cells, 1):
            if time.monotonic() - began > BUDGET:
                print('BENCHMARK_BUDGET is used up: %d cells are left for the next run' % (len(cells) - number + 1), flush=True)
                break
            print('[%d/%d] %s: about %.0f seconds, and %.0f minutes for the rest ...' % (
                number, len(cells), cell, estimate(cell), sum(map(estimate, cells[number:])) / 60.0), flush=True)
            start = time.monotonic()
            result = describe_measurement(commit)
            try:
                result.update(measure(cell, ROUNDS, filled.open(cell.count) if cell.filled else None))
            except (Failed, SimulatorFailed) as exc:
                problems.append('%s: %s' % (cell, exc))
                print('FAILED: ' + problems[-1], file=sys.stderr, flush=True)
                continue
            save(cell, result)
            write_page()
            print('    %.0f seconds; %s; %d requests, %.0f MiB' % (time.monotonic() - start, ', '.join(
                '%s %.2f' % one for one in result['seconds'].items()), result['requests'], result['mebibytes']), flush=True)
            for what, message in result['failed'].items():
                print('    %s failed: %s' % (what, message), flush=True)
    return problems


def main():
    """Measure what is missing, or with LIVE=1 the server in DOKPLOY_URL, and write the page."""
    with venvs.locked('benchmark-manifest'):
        commit, problems = find_commit(), []
        if paths.is_live():
            save(LIVE, dict(describe_measurement(commit), **measure_live(LIVE.count)))
        else:
            wanted = list_cells(COUNTS, LATENCIES)
            due = [cell for cell in wanted if commit.endswith(('+', 'unknown')) or (load(cell) or {}).get('commit') != commit]
            print('commit %s: %d of %d cells to measure, about %.0f minutes on two processors that do nothing else; load average %.1f' % (
                commit, len(due), len(wanted), sum(estimate(cell) for cell in due) / 60.0, os.getloadavg()[0]), flush=True)
            problems = measure_cells(due, commit)
        write_page()
    print('wrote %s' % os.path.relpath(PAGE, paths.ROOT))
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
