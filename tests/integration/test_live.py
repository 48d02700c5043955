# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows and tests that run on the simulator's process in `make test`, and on a real server in `make test-live`."""

from __future__ import annotations

import contextlib
import json
import os

import pytest
import yaml
from cases import every_case
from cases.model import GIT, NEWEST, NGINX
from cases.running import compare, compare_told
from cases.server import PREFIX, OnServer, lacks, playable, real, server, setting
from support import paths

pytestmark = pytest.mark.live

# The simulator here speaks the newest version alone; tests/unit plays every row on both.
ROWS = [one for one in every_case() if one.live and (paths.is_live() or NEWEST in one.versions)]


@pytest.fixture(scope='module', name='here')
def here_fixture(request):
    stack = contextlib.ExitStack()
    request.addfinalizer(stack.close)
    return stack.enter_context(server())


@pytest.mark.parametrize('case', [pytest.param(one, id=one.name) for one in ROWS])
def test_case(here, case):
    """Each step in check mode first, as on the simulator in this process; requests and writes are counted as they leave."""
    assert playable(case)
    if here.version not in case.versions:
        pytest.skip('not for %s' % here.release)
    if lacks(case):
        pytest.skip(lacks(case))
    runner = OnServer(case, here)
    with here.project(runner.project):
        for done in runner.steps(told=True):
            wrong = compare(done.step, done.result, here.version, runner.look_up, done.writes, done.requests, done.bodies)
            if done.told is not None:
                wrong += compare_told(done)
            assert not wrong, '\n'.join(wrong)


# Beside what the recording has: forms that dotenv, Swarm's templates or Dokploy's references would make something else of.
HARD = {
    'NEW': 'one\ntwo\n',
    'CRLF': 'a\r\nb',
    'AROUND': '  outer  ',
    'BOTH': 'it\'s "x"',
    'THREE': 'it\'s "x" `y`',
    'NO_TEMPLATE': '{{nope}} x}}y {{.Service.Name}}',
    'NO_REFERENCE': 'x ${{open',
    'PEM': '-----BEGIN\nabc=\n-----END\n',
    'END': 'c:\\',
    'EQUALS': '=x=',
    'NOTHING': '',
    'EMOJI': '\u00fc\u2713 \U0001f680',
}


def _recorded():
    """What a container was seen to get, as values that a person may want there."""
    with open(os.path.join(paths.TESTS, 'contract', 'env_values.json'), encoding='utf-8') as handle:
        steps = json.load(handle)['steps']
    seen = next(one['response']['body']['Config']['Env'] for one in steps if one['request']['path'].endswith('docker.getConfig'))
    return {name: value for name, _equals, value in (one.partition('=') for one in seen) if name.isidentifier()}


def test_values_reach_the_container(here):
    """Env as the container has it, to the last character; and a second run sees no difference."""
    values = dict(_recorded(), **HARD)
    assert len(values) > 40
    name = PREFIX + '-values'
    place = {'project': name, 'environment': 'production', 'name': 'web'}
    options = dict(place, source=real(NGINX))
    references = {'SHARED_REFERENCE': '${{project.SHARED}}', 'STAGE_REFERENCE': 'x-${{environment.STAGE}}-y'}
    with here.project(name):
        here.run('dokploy_project', project=name, env={'SHARED': 'from {{project}} #1'})
        here.run('dokploy_environment', project=name, environment='production', env={'STAGE': "it's"})
        made = here.run('dokploy_application', **options, env=dict(values, **references))
        assert not made.failed, made
        containers = here.client.read('docker.getContainersByAppNameMatch', appName=made['application']['app_name'])
        seen = here.client.read('docker.getConfig', containerId=containers[0]['containerId'])['Config']['Env']
        seen = dict(one.split('=', 1) for one in seen)
        wanted = dict(values, SHARED_REFERENCE='from {{project}} #1', STAGE_REFERENCE="x-it's-y")
        assert {key: seen.get(key) for key in wanted} == wanted
        again = here.run('dokploy_application', **options, env=dict(values, **references))
        assert (again['changed'], here.writes) == (False, [])


def test_the_router_has_the_domains(here):
    """What Traefik reads is what the task says."""
    name = PREFIX + '-router'
    place = {'project': name, 'environment': 'production', 'name': 'web'}
    source = real(NGINX)
    host = name + '.example.com'
    domains = [{'host': host, 'port': 8080}, {'host': host, 'path': '/api', 'port': 9090, 'https': True, 'strip_path': True, 'internal_path': '/v1'}]

    def routes():
        text = here.client.read('application.readTraefikConfig', applicationId=application)
        http = (yaml.safe_load(text or '') or {}).get('http') or {}
        found = {}
        for router in (http.get('routers') or {}).values():
            ports = [one['url'].rsplit(':', 1)[1] for one in http['services'][router['service']]['loadBalancer']['servers']]
            found.setdefault(router['rule'], []).append((sorted(router['entryPoints']), ports))
        return found

    with here.project(name):
        made = here.run('dokploy_application', **place, source=source, state='present', domains=domains)
        assert not made.failed, made
        application = made['application']['id']
        found = routes()
        assert [rule for rule in found if 'PathPrefix(`/api`)' in rule] and all('Host(`%s`)' % host in rule for rule in found), found
        assert {port for entries in found.values() for _points, ports in entries for port in ports} == {'8080', '9090'}
        assert ['websecure'] in [points for entries in found.values() for points, _ports in entries]
        less = here.run('dokploy_application', **place, state='present', domains=[dict(domains[0], port=8081)], exclusive_domains=True)
        assert not less.failed and less['changed'], less
        assert {port for entries in routes().values() for _points, ports in entries for port in ports} == {'8081'}
        none = here.run('dokploy_application', **place, state='present', domains=[], exclusive_domains=True)
        assert not none.failed and routes() == {}, none


def test_a_build_arg_reaches_the_build(here):
    """A changed build arg is one deployment, whatever else stays."""
    if paths.is_live() and not setting('GIT_URL'):
        pytest.skip('LIVE_GIT_URL is not set')
    name = PREFIX + '-built'
    source = real(GIT)
    place = {'project': name, 'environment': 'production', 'name': 'web', 'source': source, 'build': {'type': 'dockerfile'}}
    with here.project(name):
        for value, actions in (('hi there', ['create application', 'configure application']), ('it\'s "changed" $1', ['update application'])):
            options = dict(place, build_args={'GREETING': value})
            made = here.run('dokploy_application', **options)
            assert not made.failed and made['actions'] == actions + ['deploy application'], made
            assert here.writes.count('application.deploy') == 1
            again = here.run('dokploy_application', **options)
            assert (again['changed'], here.writes) == (False, []), again
        told = here.run('dokploy_application_info', project=name, name='web')
        assert len(here.client.read('deployment.all', applicationId=told['applications'][0]['id'])) == 2
