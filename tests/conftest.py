# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every test stands on: imports, a clean environment, and lines for the summary.

Tests import the collection as ``ansible_collections.community.dokploy.plugins…``
without ansible's collection loader, and the simulator as ``simulator``.
"""

from __future__ import annotations

import gc
import os
import sys

import pytest

# pytest puts the folder tests on sys.path (pyproject.toml), also where it runs one file only.
from support import costs, paths

paths.keep_bytecode()
sys.path.insert(0, paths.link_tree())

_CLEAN = paths.clean_environment()
for _key in list(os.environ):
    if _key not in _CLEAN and not _key.startswith('PYTEST_'):
        del os.environ[_key]
os.environ.update(_CLEAN)

_REPORT = 'summary line'


# What `make check` runs: pure functions, the table of cases on the newest version, the contract, and the structure.
FAST = (
    'tests/unit/plugins/', 'tests/unit/test_cases.py', 'tests/unit/test_import_size.py', 'tests/unit/test_preconditions.py', 'tests/unit/test_mask',
    'tests/contract/', 'tests/quality/test_layers.py', 'tests/quality/test_metadata.py', 'tests/quality/test_prose.py', 'tests/quality/test_linters.py',
)


# The groups of xdist that take longest begin first, so that the lanes end together; tests of no group follow, in their order.
LONGEST = ('quality', 'roles', 'troubleshoot', 'playbooks', 'engine', 'canaries', 'traefik', 'follow', 'events', 'awx', 'cores', 'quickstart', 'contract')


def place_of(item):
    """Where a test's group stands among the longest."""
    group = item.get_closest_marker('xdist_group')
    name = group.args[0].split('-')[0] if group else None
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)


def is_fast(nodeid):
    """Whether a test belongs to the fast part."""
    slow = nodeid.startswith('tests/unit/test_cases.py') and 'v0.30.2' not in nodeid or '::test_in_a_playbook' in nodeid
    return nodeid.startswith(FAST) and not slow


def pytest_addoption(parser):
    parser.addoption('--costs', type=int, default=0, metavar='N', help='print the processor time of the N most expensive files and tests')
    parser.addoption('--fast', action='store_true', help='run the fast part alone (make check)')


def pytest_configure(config):
    config.pluginmanager.register(costs.Costs(), 'costs')
    if memory_used():
        config.pluginmanager.register(Garbage(), 'garbage')
    config.addinivalue_line('markers', 'live: can also run on the real server in DOKPLOY_URL, which make test-live selects')
    config.addinivalue_line('markers', 'live_only: as live, and does not run on the simulator')
    config.addinivalue_line('markers', 'host_wide: acts on a whole host; on a real server it runs only with LIVE_HOST_WIDE=1 as well')


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Deselect what is not for the server at hand: what is for a real one only, or never for a real one."""
    kept, dropped = [], []
    for item in items:
        if 'engine' in getattr(item, 'fixturenames', ()) and not item.get_closest_marker('xdist_group'):
            item.add_marker(pytest.mark.xdist_group('engine'))      # one process, and so one engine, for all of them
        live_only = item.get_closest_marker('live_only')
        if config.getoption('fast') and not is_fast(item.nodeid):
            dropped.append(item)
            continue
        if paths.is_live():
            allowed = live_only or item.get_closest_marker('live')
            if item.get_closest_marker('host_wide') and os.environ.get('LIVE_HOST_WIDE') != '1':
                allowed = False
        else:
            allowed = not live_only
        (kept if allowed else dropped).append(item)
    if dropped:
        config.hook.pytest_deselected(items=dropped)
    items[:] = sorted(kept, key=place_of)


class Garbage:
    """Python looks for garbage only where a process has grown: to look every few hundred objects costs its tests a twenty-fifth of their time."""

    MOST = 256 * 1024 * 1024        # bytes

    def __init__(self):
        self.size = None

    def pytest_collection_finish(self):
        gc.collect()
        gc.freeze()
        gc.disable()
        self.size = memory_used()

    def pytest_runtest_logfinish(self):
        if self.size is not None and memory_used() > self.size + self.MOST:
            gc.collect()
            self.size = memory_used()


def memory_used():
    """Bytes of memory of this process; 0 where the system does not say."""
    try:
        with open('/proc/self/statm', encoding='ascii') as handle:
            return int(handle.read().split()[1]) * os.sysconf('SC_PAGE_SIZE')
    except OSError:
        return 0


@pytest.fixture
def report_line(record_property):
    """A function that adds a line to the end of what `make test` prints."""
    return lambda text: record_property(_REPORT, text)


@pytest.fixture(scope='session')
def real_traefik():
    """A running real Traefik (support.real_traefik.Traefik) with an empty folder; its tests are of the xdist group `traefik`."""
    from support import real_traefik as support  # pylint: disable=import-outside-toplevel
    with support.traefik() as server:
        yield server


def pytest_terminal_summary(terminalreporter, config):
    """Print the lines that tests reported, from whichever process they ran in, and what tests cost."""
    if config.getoption('costs'):
        terminalreporter.section('processor time, child processes included')
        for line in costs.summarise(costs.collect(terminalreporter.stats), config.getoption('costs')):
            terminalreporter.write_line(line)
    lines = sorted({
        value
        for reports in terminalreporter.stats.values() for one in reports
        for key, value in getattr(one, 'user_properties', ()) if key == _REPORT
    })
    if lines:
        terminalreporter.section('reported')
        for line in lines:
            terminalreporter.write_line(line)
