# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every field of an application and of its children, made from the descriptions: set, changed and cleared, one write each.

A field that is added to a description fails here until it has values.
"""

from __future__ import annotations

import json
import os

import pytest

from ansible_collections.community.dokploy.plugins.module_utils import _model
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION
from cases.sources import AUTHORISED, SERVERS
from simulator import World
from simulator.procedures.providers import by_hand
from support import paths
from support.inprocess import dokploy

VERSIONS = ('v0.30.2', 'v0.28.8')
GIT_SOURCE = {'provider': 'First Git', 'owner': 'shop', 'repository': 'one', 'branch': 'main'}
DOCKER, GIT = {'type': 'docker', 'image': 'nginx:1.27'}, {'type': 'git', 'url': 'https://git.example.com/shop.git', 'branch': 'main'}
ROLLOUT = ({'parallelism': 2, 'order': 'stop-first', 'monitor': '3s'}, {'delay': '1s', 'max_failure_ratio': 0.5})
# Two values of each option, the second of which changes the first.
VALUES = {
    'source.image': ('nginx:1.28', 'nginx:1.27'), 'source.registry_url': ('r.example.com', 's.example.com'),
    'source.username': ('one', 'two'), 'source.password': ('S3CRET-one', 'S3CRET-two'),
    'source.url': ('https://git.example.com/a.git', 'https://git.example.com/b.git'), 'source.branch': ('develop', 'main'), 'source.path': ('/a', '/b'),
    'source.provider': ('Second Git', 'First Git'), 'source.owner': ('acme', 'shop'), 'source.repository': ('two', 'one'), 'source.trigger': ('tag', 'push'),
    'source.submodules': (True, False), 'source.watch_paths': (['a/**'], ['b/**', 'c/**']),
    'build.dockerfile': ('deploy/Dockerfile', 'Dockerfile.two'), 'build.context': ('a', 'b'), 'build.stage': ('one', 'two'),
    'build.clean_cache': (True, False), 'build.create_env_file': (False, True),
    'description': ('One', 'Two'), 'auto_deploy': (False, True),
    'env': ({'A': '1'}, {'A': '2', 'B': '3'}), 'build_args': ({'A': '1'}, {'A': '2'}), 'build_secrets': ({'A': '1'}, {'A': '2'}),
    'memory_limit': ('512M', '1G'), 'memory_reservation': ('64M', '128M'), 'cpu_limit': ('0.5', '1'), 'cpu_reservation': ('250m', '0.1'),
    'replicas': (2, 3), 'command': ('/bin/sh', '/bin/sh -x'), 'args': (['-a'], ['-b', '-c']),
    'healthcheck': ({'test': ['CMD', 'true'], 'interval': '10s'}, {'test': 'true', 'timeout': '2s', 'start_period': '1s', 'retries': 3}),
    'restart_config': ({'condition': 'on-failure', 'delay': '2s'}, {'max_attempts': 4, 'window': '1m'}),
    'update_config': (dict(ROLLOUT[0], failure_action='continue'), dict(ROLLOUT[1], failure_action='pause')),
    'rollback_config': (dict(ROLLOUT[0], failure_action='continue'), dict(ROLLOUT[1], failure_action='pause')),
    'stop_grace_period': ('20s', '30s'), 'labels': ({'team': 'one'}, {'team': 'two', 'tier': 'front'}),
    'placement': ({'constraints': ['node.role==manager']}, {'preferences': [{'spread': 'node.labels.zone'}], 'replicas_max_per_node': 2}),
    'ulimits': ([{'name': 'nofile', 'soft': 1024}], [{'name': 'nofile', 'soft': 1024, 'hard': 2048}]), 'service_mode': ('global', 'replicated'),
    'endpoint_spec': ({'mode': 'dnsrr'}, {'mode': 'vip', 'ports': [{'published_port': 80, 'target_port': 80}]}),
}
# What is not set and changed here, and why.
LEFT_OUT = {
    'source.registry': 'copies three other fields, which are here', 'source.ssh_key': 'names a key, see tests/cases/references.py',
    'source.src': 'is not stored but uploaded, see tests/cases/sources.py', 'source.type': 'is that of the application that the others are set on',
    'build.type': 'has one value so far', 'server': 'is given at creation alone, see tests/cases/references.py',
}
CHILDREN = {
    'domains': ({'host': 'a.example.com', 'port': 80}, {
        'port': (81, 82), 'https': (True, False), 'certificate': ('letsencrypt', 'none'), 'certificate_resolver': ('one', 'two'), 'entrypoint': ('one', 'two'),
        'middlewares': (['a@file'], ['b@file']), 'strip_path': (True, False), 'internal_path': ('/a', '/b'), 'enabled': (False, True)}),
    'mounts': ({'type': 'file', 'file_path': 'a', 'mount_path': '/a', 'content': 'one'}, {
        'file_path': ('b', 'c'), 'content': ('two', 'three'), 'type': ('', ''), 'volume_name': ('', ''), 'host_path': ('', '')}),
    'ports': ({'published_port': 8080, 'target_port': 80}, {'target_port': (81, 82), 'publish_mode': ('host', 'ingress')}),
    'redirects': ({'regex': '^a', 'replacement': 'b'}, {'replacement': ('c', 'd'), 'permanent': (True, False)}),
    'basic_auth': ({'username': 'one', 'password': 'S3CRET-one'}, {'password': ('S3CRET-two', 'S3CRET-three')}),
}
TYPES = {'volume': 'volume_name', 'bind': 'host_path'}
NUMBERS = {one: _model.as_numbers(one) for one in VERSIONS}
# The Git providers: the same repository at each, and what is looked up along with it.
HOSTED = tuple(dict(GIT_SOURCE, type=kind) for kind in AUTHORISED)
WORLD = {'repositories': {'%s/%s.git' % (server, path): {} for server in SERVERS.values() for path in ('shop/one', 'shop/two', 'acme/one', 'acme/two')}}
BESIDE = dict.fromkeys(('source.provider', 'source.owner', 'source.repository'), {'gitlabProjectId', 'gitlabPathNamespace', 'bitbucketRepositorySlug'})
# Written along with another field: our own label of builds, and what turns a domain on and off.
ALONG = {'labelsSwarm'}


def known(item, version):
    return not item.since or NUMBERS[version] >= _model.as_numbers(item.since)


def option(path, value):
    outer, dot, inner = path.partition('.')
    return {outer: {inner: value}} if dot else {outer: value}


def stored(here):
    row = next(iter(here.simulator.store.applications.values()))
    children = {key: {one[child.id]: dict(one) for one in here.simulator.store.of(key, 'applicationId', row['applicationId'])}
                for dummy, key, child in APPLICATION.children}
    return dict(row), children


def one_write(here, procedure, allowed, **options):
    """Run once: one write of that procedure, nothing but C(allowed) changes; run again: none."""
    before = stored(here)[0]
    done = here.application(state='present', **options)
    assert not done.failed, done['msg']
    assert done['changed'] and here.writes == [procedure], (options, here.writes, done['actions'])
    after = stored(here)[0]
    assert {key for key in after if after[key] != before[key]} <= allowed, options
    again = here.application(state='present', **options)
    assert not again.failed and not again['changed'] and here.writes == [], (options, again.get('msg'), here.writes)
    return done


@pytest.mark.parametrize('version', VERSIONS)
def test_every_field_of_an_application(version, tmp_path):
    left = {path for path, dummy in APPLICATION.flat()} - set(VALUES) - set(LEFT_OUT)
    assert not left, 'these fields have no values here: %s' % ', '.join(sorted(left))
    (tmp_path / 'Dockerfile').write_text('FROM busybox')
    for source in (DOCKER, GIT, *HOSTED, {'type': 'drop', 'src': str(tmp_path)}):
        with dokploy(version=version, world=World.from_dict(WORLD)) as here:
            for name in ('First Git', 'Second Git') if source in HOSTED else ():
                by_hand(here.simulator, source['type'], name, **AUTHORISED[source['type']])
            done = here.application(state='present', source=source)
            assert not done.failed, done['msg']
            row = {'sourceType': source['type'], 'buildType': 'dockerfile'}
            for path, item in APPLICATION.flat(row):
                looked_at = not path.startswith('build.') if source is DOCKER else path.startswith(('source.', 'build.'))
                if looked_at and path in VALUES and known(item, version) and item.belongs(row):
                    check_field(here, path, item)


def check_field(here, path, item):
    along = BESIDE.get(path, set()) if path.startswith('source') else set()
    for value in VALUES[path]:
        shown = one_write(here, 'application.update', ALONG | {item.key} | along, **option(path, value))['application']
        read = stored(here)[0]
        if item.ref:
            value = next(row[item.key] for row in here.simulator.store.tables[item.ref].values()
                         if here.simulator.store.gitProviders[row['gitProviderId']]['name'] == value)
        wire = item.kind.apply(_model.Change(value, path=path), read[item.key], item.default)
        assert item.kind.canonical(wire) == item.kind.canonical(read[item.key]), path
        outer, dot, inner = path.partition('.')
        if not item.secret:
            assert (shown[outer][inner] if dot else shown[outer]) == item.kind.show(read[item.key]), path
    if item.clearable and item.canonical(read) != item.canonical({item.key: item.default}):
        one_write(here, 'application.update', ALONG | {item.key}, unset=[path])
        assert item.canonical(stored(here)[0]) == item.canonical({item.key: item.default}), path


@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('name', list(CHILDREN))
def test_every_field_of_a_child(version, name):
    key, child = next((key, child) for one, key, child in APPLICATION.children if one == name)
    base, values = CHILDREN[name]
    fields = dict(child.flat())
    left = {path for path, item in fields.items() if item.key not in child.identity} - set(values)
    assert not left, 'these fields of %s have no values here: %s' % (name, ', '.join(sorted(left)))
    with dokploy(version=version) as here:
        assert not here.application(state='present', source=DOCKER).failed
        one_write(here, child.create, set(), **{name: [base]})
        for path, item in fields.items():
            for value in values.get(path) or () if known(item, version) else ():
                if value == '':
                    continue
                more = {'certificate': 'custom'} if path == 'certificate_resolver' else {}
                before = next(iter(stored(here)[1][key].values()))
                procedure = child.update.procedure
                base = dict(base, **{path: value}, **more)
                one_write(here, procedure, set(), **{name: [base]})
                after = next(iter(stored(here)[1][key].values()))
                allowed = {item.key} | ({'certificateType', 'https'} if path in ('certificate', 'certificate_resolver') else set())
                assert {one for one in after if after[one] != before[one]} <= allowed, (name, path)
                assert item.kind.canonical(after[item.key]) == item.kind.canonical(value), (name, path)
        for kind, path in TYPES.items() if name == 'mounts' else ():
            one_write(here, child.update.procedure, set(), mounts=[{'type': kind, path: '/x' if kind == 'bind' else 'x', 'mount_path': '/a'}])
        one_write(here, child.remove, set(), **{name: [], 'exclusive_' + name: True})


@pytest.mark.parametrize('name', ['v0.26.0', 'v0.28.8', 'v0.29.14', 'v0.30.2'])
def test_the_share_of_what_can_be_written(name, report_line):
    schema = os.path.join(paths.ROOT, '..', 'shared', 'openapi-%s.json' % name)
    if not os.path.exists(schema):
        pytest.skip('%s is not there' % schema)
    with open(schema, encoding='utf-8') as handle:
        body = json.load(handle)['paths']['/application.update']['post']['requestBody']['content']['application/json']['schema']
    writable = set(body['properties']) - {'applicationId'}
    ours = {item.key for dummy, item in APPLICATION.flat()} | {'name'}
    report_line('fields: %d of the %d keys of application.update in %s have an option; without: %s' % (
        len(ours & writable), len(writable), name, ', '.join(sorted(writable - ours))))
    assert len(ours & writable) >= 30
