# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The fields of databases and compose services that do not follow from their kind: sources of Git providers, passwords, what a creation alone takes, children.

Each is set, changed, and cleared where it can be, on both versions: the fewest writes, no other key of any row changes, a second run reads it back equal
and sends none, no secret is shown. test_every_record_field.py has the other fields.
"""

from __future__ import annotations

import pytest

from ansible_collections.community.dokploy.plugins.module_utils._common.versions import parse_version
from ansible_collections.community.dokploy.plugins.module_utils._resources.compose import COMPOSE, COMPOSE_DOMAIN, COMPOSE_MOUNT
from ansible_collections.community.dokploy.plugins.module_utils._resources.database import DATABASES
from cases.databases import BASE, LIBSQL
from cases.model import NEWEST, OLDER, VERSIONS
from cases.sources import AUTHORISED, GIT_SOURCES, LOOKED_UP, REPOSITORIES, SOURCE_VALUES
from simulator import World
from simulator.procedures.providers import by_hand
from support.inprocess import dokploy
from unit.test_every_record_field import keys_that_differ, stored

PLACE = {'project': 'shop', 'environment': 'production'}
FILE = 'services:\n  web:\n    image: nginx:1.27\n  api:\n    image: nginx:1.27\n'
WORLD = {'repositories': REPOSITORIES, 'images': {name: {} for name in ('nginx:1.27', LIBSQL, *(one['image'] for one in BASE.values() if 'image' in one))}}
VALUES = dict(SOURCE_VALUES, compose_path=('./a.yml', './b.yml'))
# Without these there is no source, or none that could be cloned.
NEEDED = ('provider', 'owner', 'repository', 'branch', 'url')
CHILDREN = {
    'compose domains': (COMPOSE_DOMAIN, {'host': 'a.example.com', 'port': 80, 'service_name': 'web'}, {
        'port': (81, 82), 'https': (True, False), 'certificate': ('letsencrypt', 'none'), 'service_name': ('api', 'web'), 'entrypoint': ('one', 'two', ''),
        'middlewares': (['a@file'], ['b@file'], []), 'strip_path': (True, False), 'internal_path': ('/a', '/b', ''), 'enabled': (False, True)}),
    'compose mounts': (COMPOSE_MOUNT, {'file_path': 'a.conf', 'content': 'S3CRET-1'}, {'content': ('S3CRET-2', 'S3CRET-3', '')}),
    'database mounts': (DATABASES['postgres'].children[0][2], {'type': 'file', 'file_path': 'a', 'mount_path': '/a', 'content': 'S3CRET-1'}, {
        'file_path': ('b', 'c'), 'content': ('S3CRET-2', 'S3CRET-3', '')}),
}
# Fields of these children that are not tried, and why.
LEFT_OUT = {
    'compose domains certificate_resolver': 'belongs to certificate custom: tests/unit/test_every_field.py tries it, of the same description',
    'database mounts type': 'another type is another mount: tests/unit/test_every_field.py tries it, of the same description',
    'database mounts volume_name': 'of a volume: the same', 'database mounts host_path': 'of a directory of the host: the same'}
COUNTED = set()


def known(item, version):
    return not item.since or parse_version(version) >= parse_version(item.since)


def one_change(here, module, writes, allowed, **options):
    """Run once: exactly these writes, and no other key changes; run again: none. C(allowed): keys, or None for children, which are rows of their own."""
    before = stored(here)
    told = here.run(module, check_mode=True, **options)
    assert not told.failed and told['changed'] and here.writes == [], (options, told.get('msg'))
    done = here.run(module, **options)
    assert not done.failed and done['changed'], (options, done.get('msg'))
    assert (here.writes, done['actions']) == (writes, told['actions']) and 'S3CRET' not in str(done) + str(told), (options, here.writes)
    changed = keys_that_differ(before, stored(here))
    assert allowed is None or changed and set().union(*changed.values()) <= allowed, (options, changed)
    again = here.run(module, **options)
    assert not again.failed and not again['changed'] and here.writes == [], (options, again.get('msg'), here.writes)
    return done


def refuse(here, module, said, **options):
    """Refused with words, in check mode and without, and nothing is sent."""
    for check_mode in (True, False):
        done = here.run(module, check_mode=check_mode, **options)
        assert done.failed and not done['changed'] and here.writes == [] and said in done['msg'] and 'S3CRET' not in str(done), (options, done.get('msg'))


@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('kind', list(GIT_SOURCES))
def test_every_field_of_a_source_of_a_compose_service(version, kind):
    with dokploy(version, world=World.from_dict(WORLD)) as here:
        for name in ('one', 'two'):
            assert not here.run('dokploy_ssh_key', name=name, generate='ed25519').failed
        for name in ('First Git', 'Second Git') if kind in AUTHORISED else ():
            by_hand(here.simulator, kind, name, **AUTHORISED[kind])
        service = dict(PLACE, name='shop', state='present')
        made = here.run('dokploy_compose', source={'type': 'raw', 'content': FILE}, **service)
        assert not made.failed, made['msg']
        fields = {item.option: item for dummy, item in COMPOSE.flat({'sourceType': kind}) if item.only_for and item.belongs({'sourceType': kind}) and item.key}
        assert not set(fields) - set(VALUES), 'these have no values here: %s' % (set(fields) - set(VALUES))
        # Another type of the source is one write, with the fields of the new one.
        one_change(here, 'dokploy_compose', ['compose.update'], {'sourceType', *LOOKED_UP, *(item.key for item in fields.values())},
                   source=GIT_SOURCES[kind], **service)
        for name, item in fields.items():
            beside = LOOKED_UP if name in ('provider', 'owner', 'repository') else set()
            for value in VALUES[name]:
                one_change(here, 'dokploy_compose', ['compose.update'], {item.key, *beside}, source={name: value}, **service)
            if name in NEEDED:
                # It is saved, and nothing can be deployed of it.
                one_change(here, 'dokploy_compose', ['compose.update'], {item.key, *beside}, source={name: ''}, **service)
                refuse(here, 'dokploy_compose', 'set source.provider' if name == 'provider' else 'no source is set', **dict(service, state='started'))
                again = here.run('dokploy_compose', source=GIT_SOURCES[kind], **service)
                assert not again.failed and again['changed'], again.get('msg')
            elif item.clearable and item.canonical({item.key: VALUES[name][-1]}) != item.canonical({item.key: item.default}):
                one_change(here, 'dokploy_compose', ['compose.update'], {item.key}, unset=['source.' + name], **service)
            COUNTED.add('compose %s %s' % (kind, name))
        one_change(here, 'dokploy_compose', ['compose.update'], {'composeType'}, type='stack', **service)
        one_change(here, 'dokploy_compose', ['compose.update'], {'composeType'}, type='docker-compose', **service)
    COUNTED.update(('compose type', 'compose source.type'))


@pytest.mark.parametrize(('version', 'kind'), [(version, kind) for version in VERSIONS for kind in BASE if kind != 'libsql' or version == NEWEST])
def test_every_password_of_a_database(version, kind):
    """Saved where it was never deployed; passed to the running database, or deployed, or refused where the version cannot."""
    with dokploy(version, world=World.from_dict(WORLD)) as here:
        service = dict(PLACE, name='db', kind=kind)
        made = here.run('dokploy_database', state='present', **dict(BASE[kind], **service))
        assert not made.failed, made['msg']
        for path, key in [(one, DATABASES[kind].field_of(one).key) for one in ('password', 'root_password') if one in dict(DATABASES[kind].flat())]:
            for value in ('S3CRET-%s-1' % path, 'S3CRET-%s-2' % path):
                done = one_change(here, 'dokploy_database', [kind + '.update'], {key}, state='present', **dict(service, **{path: value}))
                assert done['previous'] == {path: '(hidden)'}
            refuse(here, 'dokploy_database', 'must not be empty', state='present', **dict(service, **{path: ''}))
            refuse(here, 'dokploy_database', 'cannot be unset', state='present', unset=[path], **service)
            assert not here.run('dokploy_database', **service).failed
            tells, value = DATABASES[kind].calls.change_password, 'S3CRET-%s-3' % path
            if tells and version == OLDER:
                refuse(here, 'dokploy_database', 'requires Dokploy v0.29.14 or later', **dict(service, **{path: value}))
            else:
                writes = [tells] if tells else [kind + '.update', kind + '.deploy']
                one_change(here, 'dokploy_database', writes, {key}, **dict(service, **{path: value}))
                assert next(iter(here.simulator.store.tables[kind].values()))[key] == value
            assert not here.run('dokploy_database', **dict(service, state='stopped')).failed
            if tells:
                refuse(here, 'dokploy_database', 'does not run', state='present', **dict(service, **{path: 'S3CRET-%s-4' % path}))
            assert not here.run('dokploy_database', **dict(service, state='absent')).failed
            assert not here.run('dokploy_database', state='present', **dict(BASE[kind], **service)).failed
            COUNTED.add('database %s %s' % (kind, path))


@pytest.mark.parametrize('kind', [*BASE, 'compose'])
def test_what_a_creation_alone_takes(kind):
    """Created with either value, read back equal, and another value refused."""
    with dokploy(world=World.from_dict(WORLD)) as here:
        assert not here.run('dokploy_ssh_key', name='one', generate='ed25519').failed
        for name in ('far', 'near'):
            assert not here.run('dokploy_server', name=name, ip_address='192.0.2.1', ssh_key='one').failed
        resource, module = (COMPOSE, 'dokploy_compose') if kind == 'compose' else (DATABASES[kind], 'dokploy_database')
        made = {'source': {'type': 'raw', 'content': FILE}} if kind == 'compose' else dict(BASE[kind], kind=kind)
        values = {'database': ('one', 'two'), 'user': ('one', 'two'), 'replica_set': (True, False), 'server': ('far', 'near')}
        fields = [path for path, item in resource.flat() if item.at_creation]
        assert set(fields) <= set(values)
        for path in fields:
            for number, (value, other) in enumerate((values[path], values[path][::-1])):
                service = dict(made, **dict(PLACE, state='present', name='%s-%d' % (path.replace('_', '-'), number)))
                before = stored(here)
                created = here.run(module, **dict(service, **{path: value}))
                assert not created.failed and created['changed'] and 'S3CRET' not in str(created), (path, created.get('msg'))
                row, = [row for (table, dummy), row in stored(here).items() if table == kind and (table, dummy) not in before]
                item = resource.field_of(path)
                wanted = next(one['serverId'] for one in here.simulator.store.servers.values() if one['name'] == value) if path == 'server' else value
                assert row[item.key] == wanted, path
                again = here.run(module, **dict(service, **{path: value}))
                assert not again.failed and not again['changed'] and here.writes == [], (path, again.get('msg'))
                refuse(here, module, 'cannot move it' if path == 'server' else 'was created with another', **dict(service, **{path: other}))
            COUNTED.add('%s %s' % (kind if kind == 'compose' else 'database ' + kind, path))


def test_managed_networks_of_a_database():
    with dokploy(world=World.from_dict(WORLD)) as here:
        for name in ('one', 'two'):
            here.call('network.create', name=name, driver='overlay')
        for kind in BASE:
            service = dict(PLACE, name='db-' + kind, kind=kind, state='present')
            assert not here.run('dokploy_database', **dict(BASE[kind], **service)).failed
            for value in (['one'], ['one', 'two'], []):
                one_change(here, 'dokploy_database', [kind + '.update'], {'networkIds'}, managed_networks=value, **service)
            COUNTED.add('database %s managed_networks' % kind)


@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('name', list(CHILDREN))
def test_every_field_of_a_child(version, name):
    child, base, values = CHILDREN[name]
    kind, listed = name.split(' ')
    fields = dict(child.flat())
    left = {path for path, item in fields.items() if item.key and item.key not in child.identity} - set(values)
    assert {'%s %s' % (name, path) for path in left} <= set(LEFT_OUT), left
    module = 'dokploy_' + kind
    made = {'source': {'type': 'raw', 'content': FILE}} if kind == 'compose' else dict(BASE['postgres'], kind='postgres')
    service = dict({key: value for key, value in made.items() if key == 'kind'}, **dict(PLACE, name='shop', state='present'))
    with dokploy(version, world=World.from_dict(WORLD)) as here:
        assert not here.run(module, **dict(made, **service)).failed
        one_change(here, module, [child.create], None, **dict(service, **{listed: [base]}))
        for path, found in values.items():
            if not known(fields[path], version):
                refuse(here, module, 'requires Dokploy v%s or later' % fields[path].since, **dict(service, **{listed: [dict(base, **{path: found[0]})]}))
                continue
            for value in found:
                base = dict(base, **{path: value})
                allowed = {fields[path].key} | ({'certificateType', 'https'} if path == 'certificate' else set())
                one_change(here, module, [child.update.procedure], allowed, **dict(service, **{listed: [base]}))
            if path not in ('content', *child.identity) and value in ('', []):
                base.pop(path)
            COUNTED.add('%s %s' % (name, path))
        kept = [{'type': 'volume', 'source': row['volumeName'], 'target': row['mountPath']}
                for (table, dummy), row in stored(here).items() if table == 'mounts' and row['type'] == 'volume']
        one_change(here, module, [child.remove], None, **dict(service, **{listed: kept, 'exclusive_' + listed: True}))


def test_the_fields_are_counted(report_line):
    if len(COUNTED) > 60:
        report_line('fields of databases and compose services that name something, are passwords, belong to a creation, or to a child: %d; %d are left out' % (
            len(COUNTED), len(LEFT_OUT)))
        for name, reason in LEFT_OUT.items():
            report_line('  left out: %s %s' % (name, reason))
    assert all(name.split(' ')[2] in dict(CHILDREN[name.rpartition(' ')[0]][0].flat()) for name in LEFT_OUT)


def test_another_key_that_changes_is_found():
    """A write that touches another field than the one that was named."""
    with dokploy(world=World.from_dict(WORLD)) as here:
        service = dict(PLACE, name='db', kind='redis', state='present')
        assert not here.run('dokploy_database', **dict(BASE['redis'], **service)).failed
        with pytest.raises(AssertionError):
            one_change(here, 'dokploy_database', ['redis.update'], {'memoryLimit'}, memory_limit='64M', description='other', **service)
