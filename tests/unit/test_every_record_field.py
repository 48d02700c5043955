# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every field of every record, database and compose service: set, changed, and cleared, on the newest version. Values follow from the kind of a field.

Each is one write of the update; a second run reads the value back equal and sends none; no other key of any row changes; no secret is shown. What
Dokploy takes at a creation alone is created with two values, and refused later; a secret that it never shows is written on wish. A field that is left
out has a reason here. Applications and their children have test_every_field.py.
"""

from __future__ import annotations

import collections
import copy
import importlib
import os

import pytest

from ansible_collections.community.dokploy.plugins.module_utils._model.record_kinds import Count
from ansible_collections.community.dokploy.plugins.module_utils._model.resource import Resource
from ansible_collections.community.dokploy.plugins.module_utils._resources.compose import COMPOSE
from ansible_collections.community.dokploy.plugins.module_utils._resources.metrics import unpack_metrics
from ansible_collections.community.dokploy.plugins.module_utils._resources.database import DATABASES
from cases import ai_provider, certificate, databases, dns_record, every_live_row, git_provider, notification, vault_provider
from integration.test_live_resources import ROWS, filled
from simulator import World
from support import paths
from support.inprocess import dokploy
from unit.test_record_fields import describe

NAMES = {'@project': 'shop', '@name': 'one-name', '@destination': 'Backups', '@short': 'short'}
S3 = ('https://s3.example.com', 'https://s4.example.com')
WORLD = {'images': dict(databases.WORLD['world']['images'], **{'dokploy/monitoring:latest': {}}),
         'listeners': ['https://vault.example.com'], 'buckets': {one: [] for one in S3},
         'registries': {'r.example.com': ['deploy', 'S3CRET-1'], 's.example.com': ['deploy', 'S3CRET-1']}, 'zones': {'S3CRET-1': dns_record.ZONE}}
RECORDS = ('environment', 'backup', 'volume_backup', 'schedule', 'patch', 'destination', 'registry', 'ssh_key', 'tag', 'organization', 'user', 'network',
           'api_key', *every_live_row())
METRICS = {'token': 'S3CRET-1', 'callback_url': 'https://d.example.com/callback', 'cron': '0 0 * * *', 'include': ['web'], 'exclude': ['web']}
# Values that do not follow from the kind, by resource and path or by path alone.
VALUES = {
    'cron': ('0 5 * * *', '0 6 * * *'), 'timezone': ('Europe/Berlin', 'Europe/Paris'), 'destination': ('Others', 'Backups'),
    'color': ('#111111', '#222222'), 'endpoint': S3, 'external_port': (15432, 15433),
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
    'compose git source.compose_path': ('./a.yml', './b.yml'), 'volume_name': ('v1', 'v2'), 'registry url': ('r.example.com', 's.example.com'),
    'permissions': ({'logs': ['read']}, {'deployment': ['create', 'read']}), 'ssh_key': ('one-key', 'two-key'), 'server': ('far', 'near'),
    'role': ('admin', 'member'), 'default_role': ('admin', 'member'), 'ai_provider url': ('https://ai.example.com/v1', 'https://ai.example.com/v2'),
    'assignments': ([{'project': 'shop'}], [{'project': 'shop', 'environments': ['production']}]),
    'hashicorp.url': ('https://a.example.com', 'https://b.example.com'),
    'subnets': ([{'subnet': '10.0.9.0/24'}], [{'subnet': '10.0.8.0/24', 'gateway': '10.0.8.1', 'ip_range': '10.0.8.128/25'}]), 'mtu': (1400, 1300),
    'certificate certificate': (certificate.CERTIFICATE % 2, certificate.CERTIFICATE % 3),
    'certificate private_key': (certificate.PRIVATE % 2, certificate.PRIVATE % 3), 'dns_record content': ('192.0.2.2', '192.0.2.3'),
    'ssh_key private_key': (certificate.PRIVATE % 2, certificate.PRIVATE % 3), 'public_key': ('ssh-ed25519 QQ== a', 'ssh-ed25519 Qg== b'),
    **{one: ('https://a.example.com/S3CRET-1', 'https://b.example.com/S3CRET-2') for one in (
        'discord.webhook_url', 'slack.webhook_url', 'mattermost.webhook_url', 'lark.webhook_url', 'teams.webhook_url', 'custom.endpoint')},
    **{one: ('https://a.example.com', 'https://b.example.com') for one in ('gotify.server_url', 'ntfy.server_url')},
    'metrics.callback_url': ('https://a.example.com/callback', 'https://b.example.com/callback'), 'metrics.cron': ('0 5 * * *', '0 6 * * *'),
    'domain': ('a.example.com', 'b.example.com'), 'lets_encrypt_email': ('a@example.com', 'b@example.com'), 'log_cleanup_cron': ('0 5 * * *', '0 6 * * *'),
    'traefik_ports': ([{'published_port': 5432}], [{'published_port': 53, 'target_port': 5353, 'protocol': 'udp'}]),
    'user password': ('S3CRET-12', 'S3CRET-13'),
    'traefik_env': ({'A': 'S3CRET-1'}, {'A': 'S3CRET-2', 'B': 'S3CRET-3'}), 'database_type': ('mongo', 'mariadb'),
}
# What has to be given along with a field, by resource and path.
BESIDE = {
    'api_key rate_limit_max': {'rate_limit_enabled': True}, 'api_key rate_limit_time_window': {'rate_limit_enabled': True},
    'api_key refill_amount': {'refill_interval': 60}, 'api_key refill_interval': {'refill_amount': 1},
    'ssh_key private_key': {'public_key': 'ssh-ed25519 QQ== a'}, 'ssh_key public_key': {'private_key': certificate.PRIVATE % 2},
    'forward_auth certificate': {'certificate_resolver': 'dns'},
}
# What one value of a field needs in the same write, by resource and path.
TOGETHER = {'dns_record type': {'CNAME': {'content': 'shop.example.com'}, 'A': {'content': '192.0.2.9'}}}
# Fields that are not tried here, by resource and path or by path alone, and why.
OF_SERVICES = 'of a service: tests/unit/test_every_service_field.py'
LEFT_OUT = {
    **{one: OF_SERVICES for one in ('database password', 'database root_password', 'database managed_networks', 'database server', 'compose server')},
    **{'compose source.' + one: OF_SERVICES for one in (
        'provider', 'owner', 'repository', 'branch', 'trigger', 'watch_paths', 'url', 'ssh_key', 'compose_path', 'submodules')},
    'compose source.type': OF_SERVICES, 'compose type': OF_SERVICES,
}
# Descriptions that are not tried here, and why.
OTHERS = {
    'application': 'tests/unit/test_every_field.py', 'domain': 'tests/unit/test_every_field.py', 'mount': 'tests/unit/test_every_field.py',
    'port': 'tests/unit/test_every_field.py', 'redirect': 'tests/unit/test_every_field.py', 'basic auth': 'tests/unit/test_every_field.py',
    'swarm_node': 'it has no field', 'server': 'it has no field: it says what answers are like',
}


def describe_variant(kind, options):
    """The description of a kind's type that these options choose."""
    resource = describe(kind)
    return resource.variant(resource, options, None)


def things():
    """Label -> (module, what names it, what it is made with, its description)."""
    found = {}
    for kind in RECORDS:
        base, values, dummy, dummy2 = ROWS[kind]
        found[kind] = ('dokploy_' + kind, base, values, describe(kind))
    found['registry'] = ('dokploy_registry', ROWS['registry'][0], {'url': 'r.example.com', 'username': 'deploy', 'password': 'S3CRET-1'}, describe('registry'))
    found['project'] = ('dokploy_project', {'project': 'one-name'}, {}, describe('project'))
    found['certificate'] = ('dokploy_certificate', {'name': 'one-name'}, certificate.VALUES, describe('certificate'))
    found['backup compose'] = ('dokploy_backup', {'project': 'shop', 'environment': 'production', 'compose': 'stack', 'prefix': 'one-name'}, {
        'cron': '0 3 * * *', 'destination': 'Backups', 'database': 'shop', 'database_type': 'mariadb', 'service_name': 'db', 'user': 'one',
        'password': 'S3CRET-1'}, describe('backup'))
    found['settings'] = ('dokploy_settings', {}, {
        'domain': 'd.example.com', 'https': False, 'lets_encrypt_email': 'admin@example.com', 'metrics': METRICS}, describe('settings'))
    found['dns_record'] = ('dokploy_dns_record', dict(dns_record.BASE), dns_record.VALUES, describe('dns_record'))
    found['invitation'] = ('dokploy_invitation', {'email': 'one-name@example.com'}, {'role': 'member'}, describe('invitation'))
    found['forward_auth'] = ('dokploy_forward_auth', {}, {'domain': 'auth.example.com', 'https': True}, describe('forward_auth'))
    for kind, made in dict(vault_provider.KINDS, **vault_provider.HASHICORP).items():
        found['vault_provider ' + kind] = (
            'dokploy_vault_provider', {'name': 'one-name', 'test': False}, {kind: made}, describe_variant('vault_provider', {kind: made}))
    for kind, made in {'cloudflare': {'api_token': 'S3CRET-2'}, 'route53': {'access_key_id': 'a', 'secret_access_key': 'S3CRET-1'}}.items():
        found['dns_provider ' + kind] = (
            'dokploy_dns_provider', {'name': 'one-name', 'test': False}, {kind: made}, describe_variant('dns_provider', {kind: made}))
    for kind in notification.KINDS:
        made = {kind: notification.KINDS[kind][0]}
        found['notification ' + kind] = ('dokploy_notification', {'name': 'one-name'}, made, describe_variant('notification', made))
    for kind, (made, dummy, dummy2) in git_provider.KINDS.items():
        made = {kind: made}
        found['git_provider ' + kind] = ('dokploy_git_provider', {'name': 'one-name'}, made, describe_variant('git_provider', made))
    found['ai_provider'] = ('dokploy_ai_provider', {'name': 'one-name', 'test': False}, ai_provider.VALUES, describe('ai_provider'))
    found['role'] = ('dokploy_role', {'name': 'one-name'}, {'permissions': {'logs': ['read']}}, describe('role'))
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
COUNTS, REASONS = {}, collections.defaultdict(list)


def looked_up(table, label, path, default=None):
    """The entry of a field: by the whole label, by its first word, or by the path alone."""
    return next((table[one] for one in ('%s %s' % (label, path), '%s %s' % (label.split(' ')[0], path), path) if one in table), default)


def values_of(label, path, item):
    """Two values of a field, of which the second changes the first."""
    found = looked_up(VALUES, label, path)
    if found:
        return found
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
    if label.startswith('database ') and label != 'database postgres' and path in POSTGRES:
        return 'is that of postgres, and tried with all others at once'
    if label in ('backup', 'backup compose') and (path in INSIDE) == (label == 'backup'):
        return 'belongs to a database in a compose service: backup compose' if label == 'backup' else 'is tried of a database: backup'
    kind = label.split(' ')[0]
    found = LEFT_OUT.get('%s %s' % (kind, path), '')
    if not found and kind in ('database', 'compose') and (item.at_creation or item.write_only or not item.key):
        return OF_SERVICES
    return found or ('is no key of its own: the fields that it copies are tried' if not item.key else '')


POSTGRES = {path for path, dummy in DATABASES['postgres'].flat()}
INSIDE = {'database_type', 'service_name', 'user', 'password'}


def option(path, value):
    outer, dot, inner = path.partition('.')
    return {outer: {inner: value}} if dot else {outer: value}


def joined(*options):
    """Options with those of others in them, and groups with those of both."""
    found = {}
    for one in options:
        for name, value in one.items():
            found[name] = dict(found[name], **value) if isinstance(value, dict) and isinstance(found.get(name), dict) else value
    return found


PACKED = ('config',)


def stored(here):
    """{(table, id): row} of what the server keeps, whichever way: what is packed into C(config) beside the rest."""
    simulator = here.simulator
    rows = {(table, identifier): row for table, found in simulator.store.tables.items() for identifier, row in found.items()}
    rows['settings', ''] = dict(unpack_metrics(simulator.settings), metricsConfig=None, enable=simulator.access_log,
                                buildsConcurrency=simulator.deployments.concurrency.get('local', 1),
                                env=simulator.traefik_container['env'], additionalPorts=simulator.traefik_container['ports'])
    rows.update({('zones', row['id']): row for zone in simulator.world.zones.values() for row in zone['records']})
    return copy.deepcopy({place: {**{key: value for key, value in row.items() if not isinstance(value, dict) or key not in PACKED},
                                  **{name: value for key in PACKED for name, value in (row.get(key) if isinstance(row.get(key), dict) else {}).items()}}
                          for place, row in rows.items()})


def keys_that_differ(before, after):
    """{(table, id): keys} of the rows that differ."""
    found = {}
    for place, row in after.items():
        old = before.get(place, {})
        keys = {key for key in {*row, *old} if row.get(key) != old.get(key)}
        if keys:
            found[place] = keys
    return found


class Tried:
    """One kind of thing, on the server."""

    def __init__(self, here, label):
        self.here, self.label = here, label
        self.module, self.base, self.values, self.resource = THINGS[label]

    def run(self, *options, check_mode=False):
        return self.here.run(self.module, check_mode=check_mode, **joined(filled(self.base, NAMES), *(filled(one, NAMES) for one in options)))

    def make(self, *options):
        made = self.run(self.values, *options)
        assert not made.failed, (options, made['msg'])
        assert 'S3CRET' not in str(made), options
        return made

    def remove(self):
        gone = self.run(dict({'state': 'absent'}, **({'force': True} if self.label == 'organization' else {}))) if 'absent' in self.resource.states else None
        assert gone is None or not gone.failed, gone['msg']

    def beside(self, path):
        return BESIDE.get('%s %s' % (self.label.split(' ')[0], path), {})

    def together(self, path, value):
        return TOGETHER.get('%s %s' % (self.label.split(' ')[0], path), {}).get(str(value), {})

    def one_write(self, path, item, *options):
        """Run once: one write, no more than the field's key changes; run again: none."""
        # What depends on each other is set before, so that the field alone is a change.
        if self.beside(path):
            self.make(self.beside(path))
        before, registries = stored(self.here), self.here.simulator.world.registries
        if self.label == 'registry':
            registries.update(dict.fromkeys(WORLD['registries'], (options[0].get('username', 'deploy'), options[0].get('password', 'S3CRET-1'))))
        done = self.run(*options)
        registries.update(WORLD['registries'])
        assert not done.failed and done['changed'], (options, done.get('msg'))
        tests = {self.resource.test.procedure} if self.resource.test else set()
        writes = [one for one in self.here.writes if one not in tests]
        wanted = [self.resource.update] if self.resource.update else [one for one in self.resource.updates if item.key in one.always]
        assert writes == [one.procedure for one in wanted], (options, self.here.writes)
        changed = keys_that_differ(before, stored(self.here))
        allowed = {item.key, item.switch, 'updatedAt', 'metadata'} | {
            self.resource.field_of(name).key for name in self.together(path, options[0].get(path))}
        assert set().union(*changed.values()) <= allowed and changed, (options, changed)
        assert 'S3CRET' not in str(done), options
        self.no_write(*[dict(one, update_secrets='on_create') if 'update_secrets' in one else one for one in options])

    def no_write(self, *options):
        again = self.run(*options)
        assert not again.failed and not again['changed'] and self.here.writes == [], (options, again.get('msg'), self.here.writes, again.get('diff'))
        assert 'S3CRET' not in str(again)
        return again

    def try_update(self, path, item):
        """The field set, changed, and cleared."""
        first, second = values_of(self.label, path, item)
        if item.write_only:
            for value in (first, second):
                self.one_write(path, item, option(path, value + '-new'), {'update_secrets': 'always'})
            assert path in self.no_write(option(path, first))['unverified'], path
            return
        # What is stored already is no change: the other value comes first.
        told = self.run(self.beside(path), option(path, first), check_mode=True)
        assert not told.failed and self.here.writes == [], (path, told.get('msg'))
        for value in (first, second) if told['changed'] else (second, first):
            self.one_write(path, item, option(path, value), self.beside(path), self.together(path, value))
        empty = self.empty_value(item)
        if empty is not None:
            self.one_write(path, item, option(path, empty))

    def empty_value(self, item):
        """What clears the field, or None where it cannot be."""
        spec = dict(item.kind.ansible, **item.more)
        empty = {'str': '', 'list': [], 'int': 0 if isinstance(item.kind, Count) else None}.get(spec.get('type', 'str'))
        return empty if item.clearable and not spec.get('choices') and not item.ref else None

    def try_creation(self, path, item):
        """The field created with either value: read back equal, shown unless it is secret, and another value refused."""
        for value, other in (values_of(self.label, path, item), values_of(self.label, path, item)[::-1]):
            self.remove()
            given = joined(self.beside(path), option(path, value))
            made = self.make(given)
            again = self.no_write(self.values, given)
            if item.write_only:
                assert path in again['unverified'], path
                continue
            shown = made[self.resource.kind]
            if not item.secret and not item.ref:
                assert shown.get(path + '_keys', shown.get(path)) == item.kind.show(item.kind.apply(Changed(value), None, item.default)), (path, shown)
            refused = self.run(self.beside(path), option(path, other))
            assert refused.failed and not refused['changed'] and ('only at creation' in refused['msg'] or 'cannot move it' in refused['msg']), (path, refused)
            assert self.here.writes == [], path
        self.remove()
        self.make()


class Changed:
    """What a task asks of a field."""

    clear, path, mode, remove = False, 'field', 'merge', ()

    def __init__(self, value):
        self.value = value


@pytest.fixture(scope='module', name='here')
def here_fixture():
    with dokploy(world=World.from_dict(WORLD)) as here:
        assert not here.run('dokploy_project', project='mail').failed
        for name in ('Backups', 'Others'):
            here.call('destination.create', name=name, provider='', accessKey='S3CRET-ID', secretAccessKey='S3CRET-8', bucket='b', region='', endpoint='e')
        assert not here.application(source={'type': 'docker', 'image': 'nginx:1.27'}, state='present').failed
        assert not here.run('dokploy_database', project='shop', environment='production', name='db', kind='postgres', image='postgres:18', database='shop',
                            user='shop', state='present').failed
        assert not here.run('dokploy_compose', project='shop', environment='production', name='stack', source={
            'type': 'raw', 'content': 'services: {db: {image: postgres}}'}, state='present').failed
        for name in ('one-key', 'two-key'):
            assert not here.run('dokploy_ssh_key', name=name, generate='ed25519').failed
        for name in ('far', 'near'):
            assert not here.run('dokploy_server', name=name, ip_address='192.0.2.1', ssh_key='one-key').failed
        here.call('dnsProvider.create', name='dns', config={'providerType': 'cloudflare', 'apiToken': 'S3CRET-1'})
        # Roles and forward authentication require it.
        here.simulator.licence = True
        assert not here.run('dokploy_role', name='support', permissions={'logs': ['read']}).failed
        yield here


@pytest.mark.parametrize('label', list(THINGS))
def test_every_field(here, label):
    thing = Tried(here, label)
    tried = []
    try:
        for path, item in thing.resource.flat():
            if why_left_out(label, path, item):
                REASONS[why_left_out(label, path, item)].append('%s %s' % (label, path))
                continue
            thing.make()
            (thing.try_creation if item.at_creation else thing.try_update)(path, item)
            tried.append(path)
    finally:
        thing.remove()
    assert tried or label.startswith('database '), 'no field of %s is tried' % label
    COUNTS[label] = tried


@pytest.mark.parametrize('label', ['database ' + kind for kind in databases.BASE if kind != 'postgres'])
def test_fields_of_postgres_are_those_of_the_other_databases(here, label):
    """What is tried of postgres alone: set all at once, changed, and cleared, one write of this kind each; every key is stored, and read back equal."""
    thing = Tried(here, label)
    fields = {path: item for path, item in thing.resource.flat() if path in POSTGRES and item.key and not item.ref and not item.at_creation
              and 'database %s' % path not in LEFT_OUT and path not in ('mounts', 'dokploy_network')}      # networks exclude the latter
    both = {path: values_of(label, path, item) for path, item in fields.items()}
    thing.make()
    try:
        for number in (0, 1):
            wanted = joined(*[option(path, both[path][number]) for path in fields])
            write_at_once(thing, wanted, {item.key for item in fields.values()} if number else set())
        write_at_once(thing, {'unset': sorted(path for path, item in fields.items() if item.clearable and '.' not in path)}, set())
    finally:
        thing.remove()
    COUNTS_AT_ONCE[label] = len(fields)


COUNTS_AT_ONCE = {}


def write_at_once(thing, options, keys):
    """One write of the update, in which at least these keys change; none the second time."""
    before = stored(thing.here)
    done = thing.run(options)
    assert not done.failed and thing.here.writes == [thing.resource.update.procedure], (done.get('msg'), thing.here.writes)
    assert 'S3CRET' not in str(done)
    changed = set().union(*keys_that_differ(before, stored(thing.here)).values())
    assert keys <= changed, keys - changed
    thing.no_write(options)


def test_every_description_is_tried():
    """Each file of C(_resources) with a description is among the things that are tried, or left out with its reason."""
    tried = {id(thing[3]) for thing in THINGS.values()} | {thing[3].kind for thing in THINGS.values()}
    folder = os.path.join(paths.ROOT, 'plugins', 'module_utils', '_resources')
    for name in sorted(os.listdir(folder)):
        module = importlib.import_module(describe.__globals__['PACKAGE'] + name[:-3]) if name.endswith('.py') and name != '__init__.py' else None
        for one in vars(module).values() if module else ():
            if isinstance(one, Resource):
                assert id(one) in tried or one.kind in tried or one.kind in OTHERS, one.kind


def test_the_fields_are_counted(report_line):
    if set(COUNTS) == set(THINGS):
        report_line('every field of records, databases and compose: %d fields of %d kinds; %d are left out, each with its reason' % (
            sum(len(one) for one in COUNTS.values()), len(COUNTS), sum(len(one) for one in REASONS.values())))
        report_line('fields of postgres that were tried at once of the other databases: %s' % ', '.join(
            '%s %d' % (label.split(' ')[1], number) for label, number in COUNTS_AT_ONCE.items()))
        for reason, names in sorted(REASONS.items()):
            report_line('  %d left out: %s' % (len(names), reason))
    assert all(why_left_out(label, path, item) or values_of(label, path, item) for label, thing in THINGS.items() for path, item in thing[3].flat())
    known = {'%s %s' % (label.split(' ')[0], path) for label, thing in THINGS.items() for path, dummy in thing[3].flat()}
    assert set(LEFT_OUT) <= known and set(BESIDE) <= known
