# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every field of every record, database and compose service: set, changed, and cleared, on the newest version. Values follow from the kind of a field.

Each is one write of the update; a second run reads the value back equal and sends none; no other key of any row changes; no secret is shown. A field that
is left out has a reason here. Applications and their children have test_every_field.py.
"""

from __future__ import annotations

import copy

import pytest

from ansible_collections.community.dokploy.plugins.module_utils._resources import git_provider as _git_provider, notification as _notification
from ansible_collections.community.dokploy.plugins.module_utils._resources.compose import COMPOSE
from ansible_collections.community.dokploy.plugins.module_utils._resources.database import DATABASES
from cases import ai_provider, databases, git_provider, notification
from integration.test_live_resources import ROWS, filled
from simulator import World
from support.inprocess import dokploy
from unit.test_record_fields import describe

NAMES = {'@project': 'shop', '@name': 'one-name', '@destination': 'Backups', '@short': 'short'}
WORLD = {'images': databases.WORLD['world']['images'], 'registries': {'r.example.com': ['deploy', 'S3CRET-1']}, 'listeners': ['https://vault.example.com'],
         'buckets': {'https://s3.example.com': []}}
RECORDS = ('environment', 'backup', 'volume_backup', 'schedule', 'patch', 'destination', 'registry', 'ssh_key', 'tag', 'organization', 'user')
# Values that do not follow from the kind, by resource and path or by path alone.
VALUES = {
    'cron': ('0 5 * * *', '0 6 * * *'), 'timezone': ('Europe/Berlin', 'Europe/Paris'), 'destination': ('Others', 'Backups'),
    'color': ('#111111', '#222222'), 'endpoint': ('https://s3.example.com', 'https://s3.example.com/x'), 'external_port': (15432, 15433),
    'icon': ('data:image/png;base64,QQ==', 'data:image/png;base64,Qg=='), 'memory_limit': ('512M', '1G'), 'memory_reservation': ('64M', '128M'),
    'cpu_limit': ('0.5', '1'), 'cpu_reservation': ('250m', '0.1'), 'image': ('postgres:17', 'postgres:16'), 'pushover.priority': (1, 2),
    'stop_grace_period': ('20s', '30s'), 'source.content': ('services: {a: {image: a}}', 'services: {b: {image: b}}'),
    'healthcheck': ({'test': ['CMD', 'true']}, {'interval': '10s'}), 'restart_config': ({'condition': 'on-failure'}, {'max_attempts': 4}),
    'update_config': ({'order': 'stop-first', 'delay': '1s'}, {'parallelism': 2}), 'rollback_config': ({'order': 'stop-first'}, {'parallelism': 2}),
    'placement': ({'constraints': ['node.role==manager']}, {'replicas_max_per_node': 2}),
    'ulimits': ([{'name': 'nofile', 'soft': 1}], [{'name': 'nofile', 'soft': 2}]),
    'networks': ([{'name': 'dokploy-network'}], [{'name': 'dokploy-network', 'aliases': ['a']}]),
    'logo': ('https://c.example.com', 'https://d.example.com'), 'additional_flags': (['--a=b'], ['--c=d']), 'projects': (['shop'], ['shop', 'mail']),
    'compose git source.url': ('https://git.example.com/a.git', 'https://git.example.com/b.git'), 'compose git source.ssh_key': ('one-key', 'two-key'),
    'compose git source.compose_path': ('./a.yml', './b.yml'), 'volume_name': ('v1', 'v2'), 'url': ('r.example.com', 'r.example.com'),
    'permissions': ({'logs': ['read']}, {'deployment': ['create', 'read']}), 'ssh_key': ('one-key', 'two-key'),
    'user role': ('admin', 'member'), 'ai_provider url': ('https://ai.example.com/v1', 'https://ai.example.com/v2'),
    'assignments': ([{'project': 'shop'}], [{'project': 'shop', 'environments': ['production']}]),
}
# Fields that are not tried here, by resource and path or by path alone, and why.
LEFT_OUT = {
    'password': 'of a database: cases of changed passwords (tests/cases/databases.py)', 'root_password': 'the same',
    'managed_networks': 'names networks, and is the field of applications', 'server': 'is given at creation alone',
    'source.provider': 'of a Git provider, as of applications', 'source.owner': 'the same', 'source.repository': 'the same', 'source.branch': 'the same',
    'source.type': 'decides which of the others count', 'source.trigger': 'the same', 'source.watch_paths': 'the same', 'source.url': 'the same',
    'source.ssh_key': 'the same', 'source.compose_path': 'the same', 'source.submodules': 'the same', 'url': 'of a registry: the world knows one',
    'username': 'the same', 'type': 'of a running thing, it is refused', 'registry password': 'the world knows one', 'backup user': 'of a compose file',
    'backup password': 'of a compose file', 'backup database_type': 'of a compose file', 'backup service_name': 'of a compose file',
    'user password': 'is written once, and never shown', 'destination endpoint': 'the world knows one',
    'private_key': 'tests/cases/ssh_key.py', 'public_key': 'tests/cases/ssh_key.py', 'generate': 'is given at creation alone',
    'default_role': 'names a role, which needs a licence',
}


def things():
    """Label -> (module, what names it, what it is made with, its description, the fields that are tried)."""
    found = {}
    for kind in RECORDS:
        base, values, dummy, dummy2 = ROWS[kind]
        found[kind] = ('dokploy_' + kind, base, values, describe(kind))
    found['registry'] = ('dokploy_registry', ROWS['registry'][0], {'url': 'r.example.com', 'username': 'deploy', 'password': 'S3CRET-1'}, describe('registry'))
    for kind in _notification.KINDS:
        made = {kind: notification.KINDS[kind][0]}
        found['notification ' + kind] = ('dokploy_notification', {'name': 'one-name'}, made, _notification.of_kind(describe('notification'), made, None))
    for kind, (made, dummy, dummy2) in git_provider.KINDS.items():
        made = {kind: made}
        found['git_provider ' + kind] = ('dokploy_git_provider', {'name': 'one-name'}, made, _git_provider.of_provider(describe('git_provider'), made, None))
    found['ai_provider'] = ('dokploy_ai_provider', {'name': 'one-name', 'test': False}, ai_provider.VALUES, describe('ai_provider'))
    found['role'] = ('dokploy_role', {'name': 'support'}, {'permissions': {'logs': ['read']}}, describe('role'))
    found['server'] = ('dokploy_server', {'name': 'one-name'}, {'ip_address': '192.0.2.1'}, describe('remote_server'))
    for kind, made in databases.BASE.items():
        base = {'project': 'shop', 'environment': 'production', 'name': 'other', 'kind': kind, 'state': 'present'}
        found['database ' + kind] = ('dokploy_database', base, made, DATABASES[kind])
    base, values, dummy, dummy2 = ROWS['compose']
    found['compose'] = ('dokploy_compose', dict(base, state='present'), values, COMPOSE)
    found['compose git'] = ('dokploy_compose', dict(base, state='present', name='of-git'), {'source': {
        'type': 'git', 'url': 'https://git.example.com/shop.git', 'branch': 'main'}}, COMPOSE)
    return found


THINGS = things()
COUNTS = {}


def values_of(label, path, item):
    """Two values of a field, of which the second changes the first."""
    for name in ('%s %s' % (label, path), path):
        if name in VALUES:
            return VALUES[name]
    spec = dict(item.kind.ansible, **item.more)
    if spec.get('choices'):
        return tuple(spec['choices'][:2])
    secret = 'S3CRET-%s' if item.secret else '%s'
    return {'bool': (True, False), 'int': (70, 71), 'list': (['one'], ['one', 'two']), 'dict': ({'A': secret % 1}, {'A': secret % 2, 'B': secret % 3}),
            'float': (0.25, 0.5)}.get(spec.get('type', 'str'), (secret % 'one', secret % 'two'))


def why_left_out(label, path, item):
    if label == 'compose git':
        tried = path.startswith('source.') and item.key not in ('', 'sourceType') and item.belongs({'sourceType': 'git'})
        return '' if tried else 'is tried of compose, or belongs to another source'
    name = '%s %s' % (label.split(' ')[0], path)
    if name in LEFT_OUT or item.at_creation or item.write_only or not item.key:
        return LEFT_OUT.get(name) or 'is given at creation alone, or never shown'
    if path in LEFT_OUT and (label.split(' ')[0] in ('database', 'compose', 'registry', 'ssh_key', 'organization')):
        return LEFT_OUT[path]
    return 'is that of postgres' if label.startswith('database ') and label != 'database postgres' and path in POSTGRES else ''


POSTGRES = {path for path, dummy in DATABASES['postgres'].flat()}


def option(path, value):
    outer, dot, inner = path.partition('.')
    return {outer: {inner: value}} if dot else {outer: value}


def keys_that_differ(before, after):
    """{(table, id): keys} of the rows that differ."""
    found = {}
    for table, rows in after.items():
        for identifier, row in rows.items():
            old = before[table].get(identifier, {})
            keys = {key for key in {*row, *old} if row.get(key) != old.get(key)}
            if keys:
                found[table, identifier] = keys
    return found


def one_write(here, thing, path, item, options):
    """Run once: one write, no more than the field's key changes; run again: none."""
    module, base, dummy, resource = thing
    before = copy.deepcopy(here.simulator.store.tables)
    done = here.run(module, **dict(filled(base, NAMES), **options))
    assert not done.failed and done['changed'], (options, done.get('msg'))
    tests = {resource.test.procedure} if resource.test else set()
    writes = [one for one in here.writes if one not in tests]
    wanted = [resource.update] if resource.update else [one for one in resource.updates if item.key in one.always]
    assert writes == [one.procedure for one in wanted], (options, here.writes)
    changed = keys_that_differ(before, here.simulator.store.tables)
    allowed = {item.key, item.switch, 'updatedAt', 'config', 'metadata'}
    assert set().union(*changed.values()) <= allowed and changed, (options, changed)
    assert 'S3CRET' not in str(done), options
    again = here.run(module, **dict(filled(base, NAMES), **options))
    assert not again.failed and not again['changed'] and here.writes == [], (options, again.get('msg'), here.writes, again.get('diff'))


@pytest.fixture(scope='module', name='here')
def here_fixture():
    with dokploy(world=World.from_dict(WORLD)) as here:
        assert not here.run('dokploy_project', project='mail').failed
        for name in ('Backups', 'Others'):
            here.call('destination.create', name=name, provider='', accessKey='S3CRET-ID', secretAccessKey='S3CRET-8', bucket='b', region='', endpoint='e')
        assert not here.application(source={'type': 'docker', 'image': 'nginx:1.27'}, state='present').failed
        assert not here.run('dokploy_database', project='shop', environment='production', name='db', kind='postgres', image='postgres:18', database='shop',
                            user='shop', state='present').failed
        for name in ('one-key', 'two-key'):
            assert not here.run('dokploy_ssh_key', name=name, generate='ed25519').failed
        # Roles require it.
        here.simulator.licence = True
        yield here


@pytest.mark.parametrize('label', list(THINGS))
def test_every_field(here, label):
    thing = module, base, values, resource = THINGS[label]
    made = here.run(module, **dict(filled(base, NAMES), **filled(values, NAMES)))
    assert not made.failed, made['msg']
    tried = []
    for path, item in resource.flat():
        if why_left_out(label, path, item):
            continue
        first, second = values_of(label, path, item)
        # What is stored already is no change: the other value comes first.
        told = here.run(module, check_mode=True, **dict(filled(base, NAMES), **option(path, first)))
        assert not told.failed and here.writes == [], (path, told.get('msg'))
        for value in (first, second) if told['changed'] else (second, first):
            one_write(here, thing, path, item, option(path, value))
        spec = dict(item.kind.ansible, **item.more)
        empty = {'str': '', 'list': [], 'dict': None}.get(spec.get('type', 'str'))
        if item.clearable and empty is not None and not spec.get('choices') and not item.ref:
            one_write(here, thing, path, item, option(path, empty))
        tried.append(path)
    here.run(module, **dict(filled(base, NAMES), state='absent'))
    assert tried or label.startswith('database '), 'no field of %s is tried' % label
    COUNTS[label] = tried


def test_the_fields_are_counted(report_line):
    if set(COUNTS) == set(THINGS):
        report_line('every field of records, databases and compose: %d fields of %d kinds; %d are left out, each with its reason' % (
            sum(len(one) for one in COUNTS.values()), len(COUNTS), sum(
                bool(why_left_out(label, path, item)) for label, thing in THINGS.items() for path, item in thing[3].flat())))
    assert all(why_left_out(label, path, item) or values_of(label, path, item) for label, thing in THINGS.items() for path, item in thing[3].flat())
