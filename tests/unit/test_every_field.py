# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every field that Dokploy's API writes of an application and of its children, in four versions: set, changed and cleared, one write each.

The keys come from the simulator's table, which is held to the schemas of these versions (test_table.py); the options from the descriptions.
A key without an option and without a reason fails here, and so does an option without values. docs/fields.md has the counts.
"""

from __future__ import annotations

import os
import tempfile

import pytest

from ansible_collections.community.dokploy.plugins.module_utils._common.versions import parse_version
from ansible_collections.community.dokploy.plugins.module_utils._model import kinds as _model
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION
from cases.sources import AUTHORISED, GIT_SOURCES, LOOKED_UP, REPOSITORIES, SOURCE_VALUES
from simulator import World, validation
from simulator.procedures.providers import by_hand
from support import paths
from support.inprocess import dokploy

VERSIONS = ('v0.26.0', 'v0.28.8', 'v0.29.14', 'v0.30.2')
NUMBERS = {one: parse_version(one) for one in VERSIONS}
SITE = tempfile.TemporaryDirectory()
with open(os.path.join(SITE.name, 'Dockerfile'), 'w', encoding='utf-8') as handle:
    handle.write('FROM busybox')
SOURCES = {
    'drop': {'type': 'drop', 'src': SITE.name},
    'docker': {'type': 'docker', 'image': 'nginx:1.27'}, **GIT_SOURCES,
}
WORLD = {'repositories': REPOSITORIES}
BESIDE = dict.fromkeys(('source.provider', 'source.owner', 'source.repository'), LOOKED_UP)
ROLLOUT = ({'parallelism': 2, 'order': 'stop-first', 'monitor': '3s'}, {'delay': '1s', 'max_failure_ratio': 0.5})
# Two values of each option, the second of which changes the first.
VALUES = {
    'source.type': ('git', 'docker'), 'source.image': ('nginx:1.28', 'nginx:1.27'), 'source.registry_url': ('r.example.com', 's.example.com'),
    'source.username': ('one', 'two'), 'source.password': ('S3CRET-one', 'S3CRET-two'),
    'source.path': ('/a', '/b'), **{'source.' + name: values for name, values in SOURCE_VALUES.items()},
    'build.type': ('static', 'nixpacks'), 'build.dockerfile': ('deploy/Dockerfile', 'Dockerfile.two'), 'build.context': ('a', 'b'),
    'build.stage': ('one', 'two'), 'build.clean_cache': (True, False), 'build.create_env_file': (False, True),
    'build.publish_directory': ('dist', 'public'), 'build.single_page': (True, False), 'build.railpack_version': ('0.16.0', '0.17.2'),
    'build.heroku_version': ('22', '20'), 'build_server': ('one', 'two'), 'build_registry': ('one', 'two'), 'push_registry': ('one', 'two'),
    'rollback_registry': ('one', 'two'),
    'previews.enabled': (True, False), 'previews.wildcard': ('*.one.example.com', '*.two.example.com'), 'previews.port': (80, 8080),
    'previews.path': ('/a', '/b'), 'previews.https': (True, False), 'previews.certificate': ('letsencrypt', 'none'),
    'previews.certificate_resolver': ('one', 'two'), 'previews.limit': (5, 7), 'previews.labels': (['one'], ['one', 'two']),
    'previews.collaborators_only': (False, True),
    'preview_env': ({'A': '1'}, {'A': '2', 'B': '3'}), 'preview_build_args': ({'A': '1'}, {'A': '2'}), 'preview_build_secrets': ({'A': '1'}, {'A': '2'}),
    'networks': ([{'name': 'dokploy-network'}], [{'name': 'dokploy-network', 'aliases': ['a'], 'driver_opts': {'b': 'c'}}]),
    'managed_networks': (['one'], ['one', 'two']), 'dokploy_network': (False, True),
    'icon': ('data:image/png;base64,QQ==', 'data:image/png;base64,Qg=='),
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
# Options that are no key of the update, and why.
NO_KEY = {
    'source.registry': 'copies three other fields, which are here', 'source.src': 'is not stored but uploaded, see tests/cases/sources.py',
    'server': 'is given at creation alone, see tests/cases/references.py',
}
# What has to be stored before, beside the type that an option belongs to; and what goes when it is cleared.
BEFORE = {'build_server': {'build_registry': 'three', 'build_server': 'three'}, 'build_registry': {'build_registry': 'three', 'build_server': 'three'}}
CLEARED = {'build_server': ['build_registry'], 'build_registry': ['build_server']}
# Keys of application.update that no option writes, and why.
LEFT_OUT = {
    'applicationId': 'says which one is meant', 'name': 'rename_to writes it (tests/cases/applications.py)',
    'environmentId': 'move_to moves an application by application.move (tests/cases/moving.py)',
    'applicationStatus': 'dokploy_application_status writes it (tests/cases/operations.py)',
    'refreshToken': 'dokploy_webhook_token rotates it (tests/cases/operations.py)',
    'appName': 'Dokploy ignores it: a service keeps its name', 'createdAt': 'is what happened, no setting',
    'title': 'no page of Dokploy shows it, and nothing reads it', 'subtitle': 'no page of Dokploy shows it, and nothing reads it',
    'enabled': 'no page of Dokploy shows it, and nothing reads it',
    **{key: 'is looked up at the provider along with source.repository, and written with it' for key in LOOKED_UP},
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
# What is cleared of a child, by the text that clears it: the rest has no empty form, or an option that is left out leaves it alone.
CLEARS = {'domains': {'entrypoint': '', 'middlewares': [], 'internal_path': ''}, 'mounts': {'content': ''}}
CHILDREN_LEFT_OUT = {
    'domains': {
        'domainId': 'says which one is meant', 'applicationId': 'says which one is meant', 'composeId': 'of a compose service',
        'serviceName': 'of a compose service', 'domainType': 'is always application here', 'previewDeploymentId': 'of a preview, whose domain Dokploy makes',
        'forwardAuthEnabled': 'needs an enterprise license of Dokploy'},
    'mounts': {
        'mountId': 'says which one is meant', 'serviceId': 'says which one is meant', 'serviceType': 'is always application here',
        **{name + 'Id': 'says whose it is, and moving one is nothing that a page of Dokploy offers' for name in (
            'application', 'postgres', 'mariadb', 'mongo', 'mysql', 'redis', 'compose', 'libsql')}},
    'ports': {'portId': 'says which one is meant', 'applicationId': 'says which one is meant'},
    'redirects': {'redirectId': 'says which one is meant', 'applicationId': 'says which one is meant'},
    'basic_auth': {'securityId': 'says which one is meant', 'applicationId': 'says which one is meant'},
}
TYPES = {'volume': 'volume_name', 'bind': 'host_path'}
# Written along with another field: our own label of builds.
ALONG = {'labelsSwarm'}
# By path and key: the types of sources share options, each with keys of its own.
FIELDS = {'%s %s' % (path, item.key): (path, item) for path, item in APPLICATION.flat() if path not in NO_KEY}
KEYS = {path: item.key for path, item in FIELDS.values()}
PAGE = os.path.join(paths.ROOT, 'docs', 'fields.md')


def known(item, version):
    return not item.since or NUMBERS[version] >= parse_version(item.since)


def keys_of(version, *procedures):
    """The keys that these procedures take in a version."""
    found = set()
    for name in procedures:
        found |= {key.name for key in validation.PROCEDURES[name].keys.values() if key.known(NUMBERS[version])}
    return found


def options_by_key(resource):
    found = {}
    for path, item in resource.flat():
        for key in (item.key, item.switch):
            if key:
                found.setdefault(key, []).append(path)
    return found


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
    assert not done.failed, (options, done['msg'])
    assert done['changed'] and here.writes == [procedure], (options, here.writes, done['actions'])
    after = stored(here)[0]
    assert {key for key in after if after[key] != before[key]} <= allowed, options
    again = here.application(state='present', **options)
    assert not again.failed and not again['changed'] and here.writes == [], (options, again.get('msg'), here.writes)
    return done


def surroundings(path, item):
    """(type of source, options of an application on which the field can be set)."""
    if item.only_for and item.only_for[0] == 'sourceType':
        return item.only_for[1][0], {}
    if path == 'source.type':
        return 'docker', {}
    if item.only_for:
        return 'git', {'build': {'type': dict(APPLICATION.flat())['build.type'].kind.show(item.only_for[1][0])}}
    return ('git' if path.startswith(('build', 'push')) else 'docker'), BEFORE.get(path, {})


def organisation(here):
    """Registries, keys and build servers named one, two and three."""
    call, key = here.simulator.call, here.simulator.api_key
    for name in ('one', 'two', 'three'):
        here.simulator.world.registries[name + '.example.com'] = ('u', 'S3CRET')
        call('sshKey.create', {'name': name, 'privateKey': 'S3CRET', 'publicKey': 'x', 'organizationId': 'x', 'description': ''}, key, 'POST')
        if here.simulator.version_tuple >= (0, 29, 14):
            call('network.create', {'name': name, 'driver': 'overlay'}, key, 'POST')
        call('registry.create', {'registryName': name, 'username': 'u', 'password': 'S3CRET', 'registryUrl': name + '.example.com', 'registryType': 'cloud',
                                 'imagePrefix': None}, key, 'POST')
        call('server.create', {'name': name, 'ipAddress': '192.0.2.1', 'port': 22, 'username': 'root', 'serverType': 'build', 'description': '',
                               'sshKeyId': next(iter(here.simulator.store.sshKeys))}, key, 'POST')


def wire_of(here, item, value):
    """What is stored for a value that names something."""
    rows = {'registry': ('registries', 'registryId', 'registryName'), 'ssh_key': ('sshKeys', 'sshKeyId', 'name'),
            'build_server': ('servers', 'serverId', 'name')}
    if not item.ref:
        return value
    if isinstance(value, list):
        return [row['networkId'] for one in value for row in here.simulator.store.networks.values() if row['name'] == one]
    if item.ref in AUTHORISED:
        store = here.simulator.store
        return next(row[item.key] for row in store.tables[item.ref].values() if store.gitProviders[row['gitProviderId']]['name'] == value)
    table, identifier, name = rows[item.ref]
    return next(row[identifier] for row in here.simulator.store.tables[table].values() if row[name] == value)


@pytest.mark.parametrize('name', list(FIELDS))
def test_every_field_of_an_application(name):
    path, item = FIELDS[name]
    assert path in VALUES, '%s has no values here' % path
    for version in VERSIONS:
        if known(item, version):
            with dokploy(version=version, world=World.from_dict(WORLD)) as here:
                check_field(here, path, item)
        else:
            with dokploy(version=version) as here:
                assert not here.application(state='present', source=SOURCES['docker']).failed
                refused = here.application(state='present', **option(path, VALUES[path][0]))
                assert refused.failed and 'requires Dokploy v%s or later' % item.since in refused['msg'] and here.writes == [], (version, refused.get('msg'))


def check_field(here, path, item):
    if item.ref:
        organisation(here)
    source, more = surroundings(path, item)
    for name in ('First Git', 'Second Git') if source in AUTHORISED else ():
        by_hand(here.simulator, source, name, **AUTHORISED[source])
    made = here.application(state='present', source=SOURCES[source], **more)
    assert not made.failed, made['msg']
    allowed = ALONG | {item.key, item.switch} | BESIDE.get(path, set())
    for value in VALUES[path]:
        shown = one_write(here, 'application.update', allowed, **option(path, value))['application']
        read = stored(here)[0]
        wire = item.kind.apply(_model.Change(wire_of(here, item, value), path=path), read[item.key], item.default)
        assert item.kind.canonical(wire) == item.kind.canonical(read[item.key]), path
        assert not item.switch or read[item.switch] is True
        outer, dot, inner = path.partition('.')
        if not item.secret and not (outer == 'build' and read['sourceType'] == 'docker'):
            seen = shown[outer][inner] if dot else shown[outer]
            assert seen in (item.kind.show(read[item.key]), value if item.ref else None), (path, seen)
    if item.clearable and item.canonical(read) != item.canonical({item.key: item.default}):
        beside = CLEARED.get(path, [])
        one_write(here, 'application.update', allowed | {KEYS[one] for one in beside}, unset=[path] + beside)
        assert item.canonical(stored(here)[0]) == item.canonical({item.key: item.default}), path


@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('name', list(CHILDREN))
def test_every_field_of_a_child(version, name):
    key, child = next((key, child) for one, key, child in APPLICATION.children if one == name)
    base, values = CHILDREN[name]
    fields = dict(child.flat())
    left = {path for path, item in fields.items() if item.key and item.key not in child.identity} - set(values)
    assert not left, 'these fields of %s have no values here: %s' % (name, ', '.join(sorted(left)))
    with dokploy(version=version) as here:
        assert not here.application(state='present', source=SOURCES['docker']).failed
        one_write(here, child.create, set(), **{name: [base]})
        for path, item in fields.items():
            cleared = (CLEARS[name][path],) if path in CLEARS.get(name, {}) else ()
            for value in tuple(values.get(path) or ()) + cleared if known(item, version) else ():
                if value == '' and not cleared:
                    continue
                more = {'certificate': 'custom'} if path == 'certificate_resolver' else {}
                before = next(iter(stored(here)[1][key].values()))
                base = dict(base, **{path: value}, **more)
                one_write(here, child.update.procedure, set(), **{name: [base]})
                after = next(iter(stored(here)[1][key].values()))
                allowed = {item.key} | ({'certificateType', 'https'} if path in ('certificate', 'certificate_resolver') else set())
                assert {one for one in after if after[one] != before[one]} <= allowed, (name, path)
                wanted = item.default if value in ('', []) else value
                assert item.canonical(after) == item.canonical({item.key: wanted}), (name, path)
            if cleared:
                base = {one: value for one, value in base.items() if one != path}
        for kind, path in TYPES.items() if name == 'mounts' else ():
            one_write(here, child.update.procedure, set(), mounts=[{'type': kind, path: '/x' if kind == 'bind' else 'x', 'mount_path': '/a'}])
        one_write(here, child.remove, set(), **{name: [], 'exclusive_' + name: True})


def counts():
    """[(what, version, keys that are written, those with an option, {key left out: why})], and what is neither."""
    found, missing = [], []
    things = [('application', APPLICATION, ('application.update',), LEFT_OUT)] + [
        (what, child, (child.create, child.update.procedure), CHILDREN_LEFT_OUT[what]) for what, dummy, child in APPLICATION.children]
    for what, resource, procedures, left_out in things:
        ours = options_by_key(resource)
        for version in VERSIONS:
            keys = keys_of(version, *procedures)
            without = keys - set(ours)
            missing += ['%s.%s in %s' % (what, key, version) for key in sorted(without - set(left_out))]
            found.append((what, version, keys, keys & set(ours), {key: left_out.get(key) for key in without}))
        missing += ['%s.%s has an option and a reason for having none' % (what, key) for key in sorted(set(ours) & set(left_out))]
    return found, missing


def page():
    """docs/fields.md: the counts, each key with its option, and the reasons for those that have none."""
    found, dummy = counts()
    lines = [
        # REUSE-IgnoreStart
        '<!--', 'Copyright (c) 2026, community.dokploy contributors',
        'GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)',
        'SPDX-License-Identifier: GPL-3.0-or-later', '-->', '', '# Fields of Dokploy that the collection writes', '',
        # REUSE-IgnoreEnd
        '`tests/unit/test_every_field.py` generates and verifies this page. It sets, changes, and, where possible, clears each of these fields, and',
        'expects one write, the same value from a read, a second run without a write, and no change of another field.',
        'To generate the page again, run the test with `WRITE_PAGE=1`.', '',
        'Number of keys with an option, of all keys that Dokploy\'s API accepts (`application.update`, and `create` and `update` of the children):', '',
        '| | %s |' % ' | '.join(VERSIONS), '| --- |%s' % (' --- |' * len(VERSIONS))]
    for what in dict.fromkeys(one[0] for one in found):
        lines.append('| %s | %s |' % (what, ' | '.join('%d of %d' % (len(ours), len(keys)) for name, dummy, keys, ours, dummy2 in found if name == what)))
    for what, resource in [('application', APPLICATION)] + [(option, child) for option, dummy, child in APPLICATION.children]:
        keys = {key for name, dummy, dummy2, ours, dummy3 in found if name == what for key in ours}
        left = {key: why for name, dummy, dummy2, dummy3, without in found if name == what for key, why in without.items()}
        ours = options_by_key(resource)
        lines += ['', '## %s' % what, '', 'With an option: ' + ', '.join('`%s` (%s)' % (key, ', '.join(ours[key])) for key in sorted(keys)) + '.', '']
        for why in dict.fromkeys(left[key] for key in sorted(left)):
            lines.append('- %s: %s.' % (', '.join('`%s`' % key for key in sorted(left) if left[key] == why), why))
    return '\n'.join(lines) + '\n'


def test_each_key_has_an_option_or_a_reason(report_line):
    found, missing = counts()
    assert not missing, '\n'.join(missing)
    unused = set(LEFT_OUT) - {key for what, dummy, keys, dummy2, dummy3 in found if what == 'application' for key in keys}
    assert not unused, 'these reasons are for keys that no version has: %s' % ', '.join(sorted(unused))
    for version in VERSIONS:
        rows = [one for one in found if one[1] == version]
        report_line('fields: in %s %d of %d keys that are written have an option (%s); %d are left out, each with its reason in docs/fields.md' % (
            version, sum(len(one[3]) for one in rows), sum(len(one[2]) for one in rows),
            ', '.join('%s %d of %d' % (one[0], len(one[3]), len(one[2])) for one in rows), sum(len(one[4]) for one in rows)))


def test_the_page_has_the_counts():
    if os.environ.get('WRITE_PAGE') == '1':
        with open(PAGE, 'w', encoding='utf-8') as handle:
            handle.write(page())
    with open(PAGE, encoding='utf-8') as handle:
        assert handle.read() == page(), 'run it with WRITE_PAGE=1'
