# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks for trouble, as a person runs them: each flow ends healed, or says what is left; nobody else is touched."""

from __future__ import annotations

import os
import stat

import pytest

from support import paths
from support.inprocess import do
from support.play import playbook
from support.simulated import call, simulator, steer

pytestmark = pytest.mark.xdist_group('troubleshoot')

SHOP = 'https://git.example.com/shop.git'
FOREVER = 10 ** 9
LINES = 40          # of the output of a role, unchanged or repaired
GIT = {'type': 'git', 'url': SHOP, 'branch': 'main'}
NGINX = {'type': 'docker', 'image': 'nginx:1.27'}


class Bench:
    """A simulator, and playbooks of ours against it."""

    def __init__(self, said, folder):
        self.said, self.folder = said, folder
        self.env = {'DOKPLOY_URL': said['url'], 'DOKPLOY_API_KEY': said['api_key']}

    def steer(self, command, values=None):
        return steer(self.said, command, values)

    def call(self, procedure, values):
        return call(self.said, procedure, values)

    def writes(self):
        """(procedure, body) of each write since the last call."""
        told = [(one['procedures'][0], one['body']) for one in self.steer('requests?writes=1')]
        self.steer('reset_requests', {})
        return told

    def make(self, *applications):
        do(self.said, 'project', project='shop')
        made = [do(self.said, 'application', **dict({'project': 'shop', 'environment': 'production', 'wait': False}, **one)) for one in applications]
        self.steer('advance', {'seconds': 60})
        self.writes()
        return {one['application']['name']: one['application']['id'] for one in made}

    def play(self, book, **variables):
        given = {'dokploy_troubleshoot_' + name: value for name, value in dict({
            'project': 'shop', 'environment': 'production', 'stall_after': 2, 'stuck_after': '10s', 'monitoring': False, 'fail': False}, **variables).items()}
        run = playbook(os.path.join(paths.ROOT, 'playbooks', book + '.yml'), self.folder, env=self.env, extra_vars=given)
        # A person reads this at night: few tasks, no skipped ones of the role, one line for each step.
        output = run.output_of('dokploy_troubleshoot')
        tasks = output.split('TASK [community.dokploy.dokploy_troubleshoot')[1:]
        assert len(output.splitlines()) <= LINES and len(tasks) < 10 and not any('skipping:' in one for one in tasks), run.output
        return run


@pytest.fixture(name='bench')
def _bench(tmp_path):
    with simulator('--speed', '20') as said:
        yield Bench(said, tmp_path)


def report_of(run):
    return [one['result']['report'] for one in run.results if one['result'].get('report')][-1]


def ids_of(writes):
    return {body.get('applicationId') for dummy, body in writes}


def test_a_stuck_build(bench, tmp_path):
    bench.steer('world', {'repositories': {SHOP: {'branches': {'main': {'message': 'One', 'build_seconds': FOREVER}}}}})
    ids = bench.make({'name': 'web', 'source': GIT}, {'name': 'neighbour', 'source': NGINX})
    told = bench.play('stuck_deployment', name='web')
    assert told.returncode == 0, told.output
    assert report_of(told)['verdict']['code'] == 'build_silent' and bench.writes() == []
    assert 'dokploy_troubleshoot_remediate=true' in report_of(told)['next_command']

    bench.steer('world', {'repositories': {SHOP: {'branches': {'main': {'build_seconds': 2.0}}}}})
    page = str(tmp_path / 'report.html')
    healed = bench.play('stuck_deployment', name='web', remediate=True, html=page)
    assert healed.returncode == 0, healed.output
    report = report_of(healed)
    assert report['verdict']['state'] == 'healthy' and report['before']['code'] == 'build_silent', report
    assert [one['step'] for one in report['done']] == ['kill_build', 'redeploy'], report
    assert report['left'] == []
    writes = bench.writes()
    assert [procedure for procedure, dummy in writes] == ['application.killBuild', 'application.deploy'] and ids_of(writes) == {ids['web']}
    assert stat.S_IMODE(os.stat(page).st_mode) == 0o600
    assert 'RESOLVED' in open(page, encoding='utf-8').read()

    again = bench.play('stuck_deployment', name='web', remediate=True, fail=True)
    assert again.returncode == 0 and 'changed=0' in again.output, again.output
    assert bench.writes() == []


def test_a_neighbour_in_the_way(bench):
    bench.steer('world', {'repositories': {SHOP: {'branches': {'main': {'message': 'One', 'build_seconds': FOREVER}}}}})
    ids = bench.make({'name': 'slow', 'source': GIT}, {'name': 'web', 'source': NGINX})
    told = bench.play('stuck_deployment', name='web', remediate=True)
    assert told.returncode == 0, told.output
    report = report_of(told)
    assert report['verdict']['code'] == 'queue_blocked' and bench.writes() == []
    assert 'shop/production/slow blocks it' in report['left'][0]['why'] and 'dokploy_troubleshoot_blocker' in report['left'][0]['why']

    healed = bench.play('stuck_deployment', name='web', remediate=True, blocker='remediate')
    assert healed.returncode == 0, healed.output
    report = report_of(healed)
    assert report['verdict']['state'] == 'healthy', report
    writes = bench.writes()
    assert [(procedure, body['applicationId']) for procedure, body in writes] == [('application.killBuild', ids['slow'])]
    assert [one['application'] for one in report['left']] == ['shop/production/slow'], report['left']


def test_only_a_restart_is_left(bench):
    silent = 'https://silent.example.com/shop.git'
    bench.make({'name': 'web', 'source': dict(GIT, url=silent)}, {'name': 'neighbour', 'source': NGINX})
    told = bench.play('stuck_deployment', name='web', remediate=True)
    assert told.returncode == 0, told.output
    report = report_of(told)
    assert report['verdict']['code'] == 'clone_hangs' and report['done'] == [] and bench.writes() == []
    left = {one['step']: one['why'] for one in report['left']}
    assert 'dokploy_troubleshoot_build_host' in left['end_processes'] and 'dokploy_troubleshoot_allow_server_restart' in left['restart_server'], left

    # The step of the build host runs there, by a delegated task, and the repair goes on.
    ended = bench.play('stuck_deployment', name='web', remediate=True, build_host='localhost', build_host_become=False)
    assert ended.returncode == 0 and bench.writes() == [], ended.output
    assert [one['step'] for one in report_of(ended)['done'] + report_of(ended)['left']][:1] == ['end_processes'], report_of(ended)

    healed = bench.play('stuck_deployment', name='web', remediate=True, allow_server_restart=True)
    assert healed.returncode == 0, healed.output
    assert 'the restart of Dokploy cancels shop/production/web, and drops shop/production/neighbour' in healed.output, healed.output
    report = report_of(healed)
    # The Git server is still silent: it is not deployed into it again.
    assert report['verdict']['code'] == 'deployment_cancelled' and report['before']['code'] == 'clone_hangs', report
    assert 'Check that the Git server answers' in report['next_command'], report
    assert [one['step'] for one in report['done']] == ['restart_server'], report
    assert report['done'][0]['result'] == 'cancelled: shop/production/web; dropped: shop/production/neighbour'
    again = ('shop/production/neighbour', 'Deploy it again, because the restart cancelled its deployment')
    assert again in [(one['application'], one['what']) for one in report['left']], report
    assert [(procedure, (body or {}).get('applicationId')) for procedure, body in bench.writes()] == [('settings.reloadServer', None)]
    again = bench.play('stuck_deployment', name='web', remediate=True, allow_server_restart=True)
    assert again.returncode == 0 and bench.writes() == [], again.output


def test_what_does_not_start(bench, tmp_path):
    """Killed for memory, its Traefik file broken, and its domain on a port where nothing listens: each is mended where that is allowed in words."""
    domain = {'host': 'shop.example.com', 'port': 3000}
    ids = bench.make({'name': 'web', 'source': {'type': 'docker', 'image': 'hungry:1'}, 'memory_limit': '64M', 'domains': [domain]},
                     {'name': 'neighbour', 'source': NGINX})
    bench.call('application.updateTraefikConfig', {'applicationId': ids['web'], 'traefikConfig': 'http: [S3CRET'})
    bench.writes()
    told = bench.play('wont_start', name='web', remediate=True)
    assert told.returncode == 0, told.output
    assert report_of(told)['verdict']['code'] == 'memory_kill' and bench.writes() == []
    left = {one['step']: one['why'] for one in report_of(told)['left']}
    assert 'dokploy_troubleshoot_memory_limit' in left['memory_limit'] and 'dokploy_troubleshoot_rewrite_traefik' in left['rewrite_traefik'], left

    healed = bench.play('wont_start', name='web', remediate=True, memory_limit='1G', rewrite_traefik=True, traefik_backup=str(tmp_path), domain_port=80,
                        fail=True)
    assert healed.returncode == 0, healed.output
    report = report_of(healed)
    assert report['verdict']['state'] == 'healthy', report
    assert [one['step'] for one in report['done']] == ['memory_limit', 'rewrite_traefik', 'domain_port'], report
    kept, = tmp_path.glob('*.yml.*.backup')
    assert kept.read_text() == 'http: [S3CRET' and stat.S_IMODE(kept.stat().st_mode) == 0o600 and 'S3CRET' not in healed.output
    assert str(kept) in report['done'][1]['result']
    writes = bench.writes()
    assert [procedure for procedure, dummy in writes][-3:] == ['application.updateTraefikConfig', 'domain.update', 'domain.update'], writes
    assert {body['applicationId'] for dummy, body in writes if 'applicationId' in body} == {ids['web']}
    assert {body['host'] for procedure, body in writes if procedure == 'domain.update'} == {'shop.example.com'}


def test_git(bench):
    ids = bench.make({'name': 'web', 'source': dict(GIT, branch='gone')})
    told = bench.play('git_provider', name='web', remediate=True, pushed_branch='main', pushed_paths='src/a.py,src/b.py')
    assert told.returncode == 0, told.output
    assert {one['code'] for one in report_of(told)['findings']} == {'clone_branch_missing', 'push_skipped'}
    assert 'dokploy_troubleshoot_branch' in report_of(told)['left'][0]['why'] and bench.writes() == []

    healed = bench.play('git_provider', name='web', remediate=True, branch='main', pushed_branch='main', fail=True)
    assert healed.returncode == 0, healed.output
    assert report_of(healed)['verdict']['state'] == 'healthy'
    assert ids_of(bench.writes()) == {ids['web']}


def test_an_outage_is_ended_and_not_described_away(bench):
    """A service removed or scaled to 0 by hand: a repair only wrote the status idle, and reported that nothing was wrong."""
    ids = bench.make({'name': 'web', 'source': NGINX}, {'name': 'neighbour', 'source': NGINX})
    for command in ('remove_service', 'scale'):
        name = next(name for name, identifier in bench.steer('state')['applications'].items() if identifier == ids['web'])
        bench.steer(command, {'service': name, 'replicas': 0})
        bench.steer('advance', {'seconds': 30})
        told = bench.play('wont_start', name='web')
        report = report_of(told)
        assert report['verdict']['state'] == 'broken' and 'it is down' in report['verdict']['text'], report
        assert bench.writes() == []
        healed = bench.play('wont_start', name='web', remediate=True, fail=True)
        assert healed.returncode == 0, healed.output
        report = report_of(healed)
        assert report['verdict']['state'] == 'healthy' and [one['step'] for one in report['done']] == ['start'], report
        writes = [procedure for procedure, dummy in bench.writes()]
        assert 'application.update' not in writes, writes         # no status was written to fit


def test_a_quiet_role(bench):
    """Nothing to do: under ten tasks; each repair adds a few; the output is short."""
    bench.make({'name': 'web', 'source': NGINX})
    told = bench.play('troubleshoot', name='web', remediate=True)
    assert told.returncode == 0, told.output
    shown = [line for line in told.output.splitlines() if line.startswith('TASK [community.dokploy.dokploy_troubleshoot') and 'Validating' not in line]
    assert len(shown) < 10, told.output
    said = told.of('community.dokploy.dokploy_troubleshoot : Report')['msg']
    assert said[0] == 'HEALTHY: shop/production/web: no problems found' and len(said) <= 3, said


def test_a_new_finding_fails_until_somebody_accepts_it(bench, tmp_path):
    """The second run was green: the first one had kept the finding as known."""
    bench.make({'name': 'web', 'source': NGINX, 'memory_limit': '64M'})

    def audit(**more):
        given = dict({'dokploy_audit_project': 'shop', 'dokploy_audit_directory': str(tmp_path / 'audit'), 'dokploy_audit_fail_on': 'medium',
                      'dokploy_audit_checks': ['memory_limit'], 'dokploy_audit_fail_on_new_only': True}, **more)
        return playbook(os.path.join(paths.ROOT, 'playbooks', 'audit.yml'), bench.folder, env=bench.env, extra_vars=given)
    assert audit().returncode == 0
    assert bench.call('application.update', {'applicationId': next(iter(bench.steer('state')['applications'].values())), 'memoryLimit': None}) is not False
    for wanted, more in ((2, {}), (2, {}), (0, {'dokploy_audit_accept': True}), (0, {})):
        run = audit(**more)
        assert run.returncode == wanted and len(run.output_of('dokploy_audit').splitlines()) <= LINES, run.output


def test_nobody_is_named(bench):
    told = bench.play('troubleshoot', name='', project='')
    assert told.returncode != 0 and 'Name the application' in told.output and bench.writes() == []
