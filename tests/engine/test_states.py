# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of states of tests/cases/engine.py on a real engine: check mode tells it before, and a second run changes nothing."""

from __future__ import annotations

import json

import pytest

from cases import engine as cases
from support.inprocess import run_main

# Nothing listens there: connections are refused at once.
AWAY = {'api_url': 'http://127.0.0.1:9', 'api_key': 'key', 'retries': 0, 'fallback_after': 0}
NO_DIFFERENCE = {'before': {}, 'after': {}}


def arguments(engine, service, row):
    base = {'docker_host': engine.host, 'docker_trusted': True, 'backend': row.backend, 'app_name': service.name, 'stable_for': 1, 'wait_timeout': 60}
    base.update(AWAY if row.backend == 'auto' else {}, **row.options)
    return {name: value for name, value in base.items() if value is not None}


def make(engine, phase):
    settings, scaled = cases.PHASES[phase]
    made = engine.service(phase.replace(' ', '-'), wait='mode' not in settings, **settings)
    if 'mode' in settings:
        engine.wait(made.running)
    if scaled is not None:
        made.update(replicas=scaled)
    return made


class Pool:
    """Services by their phase: one of each for rows that change nothing, and those that a row left in a phase, for the next row that acts."""

    def __init__(self, engine):
        self.engine, self.standing, self.free = engine, {}, {phase: [] for phase in cases.PHASES}

    def stand(self, phase):
        if phase not in self.standing:
            self.standing[phase] = make(self.engine, phase)
        return self.standing[phase]

    def take(self, phase):
        """A service in this phase, which nothing else uses; a running one that is scaled to 0 is what C(make) makes of a new one."""
        if self.free[phase]:
            return self.free[phase].pop()
        if phase == 'stopped' and self.free['running']:
            service = self.free['running'].pop()
            service.update(replicas=0)
            return service
        return make(self.engine, phase)

    def give_back(self, service, phase):
        """Keep a service for another row, where it has the replicas of its phase again; any other is removed."""
        replicas = {'stopped': 0, 'running': cases.PHASES['running'][0]['replicas']}
        mode = service.config['Spec']['Mode'].get('Replicated', {}).get('Replicas')
        left = [one for one in replicas if phase in replicas and replicas[one] == mode]
        if left:
            self.engine.wait(service.settled, said='%s did not settle' % service.name)
            self.free[left[0]].append(service)
        else:
            self.engine.remove(service.name, wait=False)


@pytest.fixture(scope='module')
def pool(running_engine):
    yield Pool(running_engine)
    running_engine.tidy()


def facts(service):
    config = service.config
    return json.dumps(config['Spec'], sort_keys=True), config['Version']['Index']


@pytest.mark.xdist_group('engine')
@pytest.mark.parametrize('row', [pytest.param(row, id=row.name) for row in cases.ROWS])
def test_row(running_engine, pool, row):
    engine = running_engine
    service = pool.take(row.phase) if row.acts else pool.stand(row.phase)
    before = facts(service)
    told = run_main('dokploy_application', arguments(engine, service, row), check_mode=True)
    assert facts(service) == before, 'check mode changed something'
    done = run_main('dokploy_application', arguments(engine, service, row))
    for result in (told, done):
        assert 'S3CRET' not in json.dumps(result)
    if not row.acts:
        assert facts(service) == before
    if isinstance(row.wanted, str):
        assert done.failed and told.failed and row.wanted in done['msg'], done
        assert told['msg'] == done['msg'] and not done['changed'] and done['actions'] == []
        if row.backend == 'auto' and 'needs Dokploy' in row.wanted:
            assert 'could not be reached' in done['msg'] and 'did not take over' in done['msg']
        return
    assert not done.failed and not told.failed, done
    assert done['backend'] == told['backend'] == 'docker'
    assert (done['changed'], done['actions']) == (told['changed'], told['actions']) == (bool(row.wanted), row.wanted)
    assert done['unverified'] == told['unverified'] == row.unverified
    assert done['diff'] == told['diff'] and (done['diff'] == NO_DIFFERENCE) == (row.wanted in ([], [cases.RESTART])), done['diff']
    assert done['application']['app_name'] == service.name
    assert bool([one for one in done.warnings if 'used instead' in one]) is (row.backend == 'auto'), done.warnings
    wanted = service.config['Spec']['Mode'].get('Replicated', {'Replicas': 1})['Replicas']
    assert len(service.running()) == wanted == done['application']['replicas_running']
    if row.wanted and row.wanted[0].startswith('scale'):
        assert row.wanted == [cases.SCALE % wanted]
    if row.options.get('state') == 'stopped':
        assert wanted == 0 and done['phase'] == 'stopped'
    else:
        assert done['phase'] == 'running'
    if row.acts:
        # Only what was asked for is another than before.
        spec, old = json.loads(facts(service)[0]), json.loads(before[0])
        for one in (spec, old):
            one['Mode'].get('Replicated', {}).pop('Replicas', None)
            one['TaskTemplate'].pop('ForceUpdate')
        assert spec == old
        counted = service.spec['TaskTemplate']['ForceUpdate'] - json.loads(before[0])['TaskTemplate']['ForceUpdate']
        assert counted == (1 if row.wanted == [cases.RESTART] else 0)
        second = run_main('dokploy_application', arguments(engine, service, row), check_mode=bool(row.again))
        assert not second.failed and second['actions'] == list(row.again), second
        pool.give_back(service, row.phase)
