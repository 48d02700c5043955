# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Traefik's files written on the host itself, with the same check, and a real Traefik that reads them."""

from __future__ import annotations

import importlib
import os
import stat

import pytest

from support.inprocess import PLUGINS, dokploy

operation = importlib.import_module(PLUGINS + 'module_utils._operations.traefik')
errors = importlib.import_module(PLUGINS + 'module_utils._common.errors')
context = importlib.import_module(PLUGINS + 'module_utils._lifecycle.context')
converge = importlib.import_module(PLUGINS + 'module_utils._lifecycle.converge')
application = importlib.import_module(PLUGINS + 'module_utils._resources.application')

OWN = {'http': {'routers': {'own': {'rule': 'Host(`own.test`)', 'service': 'own', 'entryPoints': ['web']}},
                'services': {'own': {'loadBalancer': {'servers': [{'url': 'http://127.0.0.1:9'}]}}}}}


class Engine:
    name = 'docker'


def run(directory, check_mode=False, **options):
    defaults = {name: spec.get('default') for name, spec in operation.WriteTraefik.own_options.items()}
    warned = []
    request = converge.make_request(application.APPLICATION, {**defaults, 'backend': 'docker', 'traefik_dir': str(directory), **options})
    made = operation.WriteTraefik(context.Context(Engine(), check_mode=check_mode, warn=warned.append), request)
    return dict(made.run(), warned=warned)


def test_written_whole_and_once(tmp_path):
    assert run(tmp_path, check_mode=True, app_name='shop-x', config=OWN)['actions'] == ['write shop-x.yml']
    assert os.listdir(tmp_path) == []
    first = run(tmp_path, app_name='shop-x', config=OWN)
    assert first['changed'] and first['file'] == 'shop-x.yml' and not first['warned']
    assert os.listdir(tmp_path) == ['shop-x.yml'] and stat.S_IMODE(os.stat(tmp_path / 'shop-x.yml').st_mode) == 0o644
    before = os.stat(tmp_path / 'shop-x.yml')
    assert not run(tmp_path, app_name='shop-x', config=OWN)['changed'] and os.stat(tmp_path / 'shop-x.yml') == before
    kept = tmp_path / 'kept'
    kept.mkdir()
    gone = run(tmp_path, file='shop-x.yml', state='absent', backup=str(kept))
    assert gone['changed'] and (tmp_path / 'shop-x.yml').read_text() == ''
    assert 'own.test' in (kept / os.path.basename(gone['backup_file'])).read_text() and stat.S_IMODE(os.stat(gone['backup_file']).st_mode) == 0o600
    assert not gone['backup_file'].endswith(('.yml', '.yaml', '.toml'))


def test_the_module_with_backend_docker_asks_no_api(tmp_path):
    with dokploy() as here:
        task = {'app_name': 'shop-x', 'config': OWN, 'backend': 'docker', 'traefik_dir': str(tmp_path)}
        assert here.run('dokploy_traefik', **task)['changed'] and os.listdir(tmp_path) == ['shop-x.yml']
        assert not here.run('dokploy_traefik', **task)['changed'] and here.requests == 0


def test_no_user_and_no_query_of_a_url_is_in_the_result(tmp_path):
    def config(secret):
        rule = 'Host(`own.test`) && Query(`token`, `%s`)' % secret
        balancer = {'servers': [{'url': 'http://admin:%s@127.0.0.1:9/?key=%s' % (secret, secret)}], 'healthCheck': {'path': '/health?key=' + secret}}
        return {'http': {'routers': {'own': dict(OWN['http']['routers']['own'], rule=rule)}, 'services': {'own': {'loadBalancer': balancer}}}}

    for secret in ('c4nary-one', 'c4nary-two'):
        result = run(tmp_path, app_name='shop', config=config(secret))
        assert result['changed'] and 'c4nary' not in str(result), result
    assert result['config']['http']['services']['own']['loadBalancer']['servers'][0]['url'] == 'http://(hidden)@127.0.0.1:9/?(hidden)'
    assert 'c4nary-two' in (tmp_path / 'shop.yml').read_text()


@pytest.mark.parametrize('options, message', [
    ({'config': OWN}, 'app_name only'),
    ({'config': OWN, 'app_name': 'shop', 'backend': 'auto'}, 'only with an explicit backend: docker'),
    ({'config': {'http': {}}, 'app_name': 'shop'}, 'http is empty'),
    ({'config': {'http': {'routers': OWN['http']['routers']}}, 'app_name': 'shop'}, 'the service own does not exist'),
    ({'config': OWN, 'app_name': 'shop', 'traefik_dir': '/nowhere/at/all'}, 'has no directory'),
    ({'config': OWN, 'app_name': '../shop'}, 'is no name'),
])
def test_refused_before_anything_is_written(options, message, tmp_path):
    with pytest.raises(errors.DokployError, match=message):
        run(tmp_path, **options)
    assert os.listdir(tmp_path) == []


def test_what_lies_beside_it_counts(tmp_path):
    (tmp_path / 'other.yml').write_text('http: {services: {own: {loadBalancer: {servers: [{url: "http://x:1"}]}}}}\n')
    assert run(tmp_path, app_name='shop', config={'http': {'routers': OWN['http']['routers']}})['changed']
    (tmp_path / 'deep').mkdir()
    (tmp_path / 'deep' / 'more.toml').write_text('')
    os.symlink('/etc/hostname', tmp_path / 'link.yml')
    assert any('deep/more.toml, link.yml' in one for one in run(tmp_path, app_name='shop', routers_remove=['own'])['warned'])


def test_the_entry_points_of_the_configuration_beside_the_directory_count(tmp_path):
    (tmp_path / 'dynamic').mkdir()
    (tmp_path / 'traefik.yml').write_text('entryPoints: {https: {address: ":443"}}\n')
    with pytest.raises(errors.Refused, match='the entry point web does not exist'):
        run(tmp_path / 'dynamic', app_name='shop', config=OWN)


@pytest.mark.xdist_group('traefik')
def test_a_real_traefik_takes_it(real_traefik):
    real_traefik.clear()
    run(real_traefik.directory, app_name='shop', config=OWN)
    assert real_traefik.settle().http['routers']['own']['status'] == 'enabled'
    assert real_traefik.answer('own.test')[0] == 502
    run(real_traefik.directory, app_name='shop', state='absent')
    verdict = real_traefik.settle()
    assert verdict.loaded and not verdict.http['routers']
