# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib

import pytest

from support import engine as support

RUNNING = contextlib.ExitStack()


@pytest.fixture(scope='session')
def running_engine():
    """A real Docker Engine with Swarm (tests/support/engine.py), until no test of this process needs it."""
    with RUNNING:
        yield RUNNING.enter_context(support.running())


@pytest.fixture
def engine(running_engine):
    """The running engine; the services that a test made are removed after it."""
    yield running_engine
    running_engine.tidy()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item, nextitem):
    """End the engine with the last of its tests, which follow each other (tests/conftest.py): an idle one uses processor time, too."""
    if 'running_engine' in item.fixturenames and 'running_engine' not in getattr(nextitem, 'fixturenames', ()):
        RUNNING.close()
