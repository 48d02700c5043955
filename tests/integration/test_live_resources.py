# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One row of every resource on a real server (`make test-live`): checked, created, unchanged, changed, listed, removed.

Every name is made of a random one, and everything is removed in the end. On the simulator the table of cases plays all of it (tests/unit/test_cases.py);
`make test` verifies the table itself alone.
"""

from __future__ import annotations

import contextlib
import os

import pytest

from cases import ai_provider, certificate, destination, every_live_row, git_provider, notification
from cases.model import NEWEST, NGINX
from cases.server import IMAGE, PREFIX, real, server
from support import generate, paths

pytestmark = pytest.mark.live
FILE = {'type': 'raw', 'content': 'services:\n  web:\n    image: %s\n' % IMAGE}
PLACE = {'project': '@project', 'environment': 'production'}
WEB, DB = dict(PLACE, application='web'), dict(PLACE, postgres='db')
REGISTRY = IMAGE.partition('/')[0] if IMAGE.partition('/')[1] and set('.:') & set(IMAGE.partition('/')[0]) else ''
# Module -> (what names it, what it is created with, one change, the least version). @name is a random name, @project a project with the application web,
# the database db, and the destination @destination.
ROWS = {
    'application': (dict(PLACE, name='other'), {'state': 'present', 'source': real(NGINX)}, {'state': 'present', 'replicas': 2}, ''),
    'database': (dict(PLACE, name='cache', kind='redis'), {'state': 'present', 'image': 'redis:8'}, {'state': 'present', 'memory_limit': '128M'}, ''),
    'compose': (dict(PLACE, name='stack'), {'state': 'present', 'source': FILE}, {'state': 'present', 'env': {'A': '1'}}, ''),
    'environment': ({'project': '@project', 'environment': '@name'}, {'description': 'One'}, {'description': 'Two'}, ''),
    'domain': (dict(WEB, host='@name.example.com'), {'port': 80}, {'port': 81}, ''),
    'mount': (dict(WEB, mount_path='/data'), {'type': 'volume', 'volume_name': '@name'}, {'type': 'volume', 'volume_name': '@name-2'}, ''),
    'port': (dict(WEB, published_port=47811), {'target_port': 80}, {'target_port': 81}, ''),
    'redirect': (dict(WEB, regex='^http://@name/(.*)'), {'replacement': 'http://b/${1}'}, {'replacement': 'http://c/${1}'}, ''),
    'basic_auth': (dict(WEB, username='@name'), {'password': 'S3CRET-one'}, {'password': 'S3CRET-two'}, ''),
    'backup': (dict(DB, prefix='@name'), {'cron': '0 3 * * *', 'destination': '@destination', 'database': 'shop', 'enabled': False}, {'cron': '0 4 * * *'}, ''),
    'volume_backup': (dict(WEB, name='@name'), {'cron': '0 3 * * *', 'destination': '@destination', 'volume_name': 'x', 'enabled': False},
                      {'turn_off': True}, ''),
    'schedule': (dict(WEB, name='@name'), {'cron': '0 3 * * *', 'command': 'true', 'enabled': False}, {'cron': '0 4 * * *'}, ''),
    'patch': (dict(WEB, path='@name.yml'), {'content': 'a: 1', 'type': 'create'}, {'content': 'a: 2'}, ''),
    'destination': ({'name': '@name'}, dict(destination.VALUES, test=False), {'bucket': 'other', 'test': False}, ''),
    'registry': ({'name': '@name'}, {'url': REGISTRY, 'username': 'deploy', 'password': 'S3CRET-1'}, {'image_prefix': 'shop'}, ''),
    'ssh_key': ({'name': '@name'}, {'generate': 'ed25519', 'description': 'One'}, {'description': 'Two'}, ''),
    'certificate': ({'name': '@name'}, certificate.VALUES, {'certificate': certificate.CERTIFICATE % 2, 'private_key': certificate.PRIVATE % 2}, '0.29.14'),
    'notification': ({'name': '@name'}, {'slack': notification.KINDS['slack'][0]}, {'slack': {'channel': 'two'}}, ''),
    'tag': ({'name': '@name'}, {'color': '#112233'}, {'color': '#445566'}, '0.29.14'),
    'network': ({'name': '@name'}, {'driver': 'overlay', 'attachable': True}, None, '0.29.14'),
    'api_key': ({'name': '@short'}, {'expires_in_days': 2}, None, ''),
    'organization': ({'name': '@name'}, {'logo': 'https://a.example.com'}, {'logo': 'https://b.example.com'}, ''),
    'user': ({'email': '@name@example.com'}, {'password': 'S3CRET-12', 'role': 'member'}, {'can_create_services': True}, '0.29.14'),
    'vault_provider': ({'name': '@name'}, {'doppler': {'service_token': 'S3CRET-1'}, 'test': False}, {'assignments': [{'project': '@project'}], 'test': False},
                       '0.30.0'),
    'git_provider': ({'name': '@name'}, {'gitea': git_provider.KINDS['gitea'][0]}, {'gitea': {'client_secret': 'S3CRET-2'}}, ''),
    'ai_provider': ({'name': '@name', 'test': False}, ai_provider.VALUES, {'model': 'other'}, ''),
    'server': ({'name': '@name'}, {'ip_address': '192.0.2.1'}, {'port': 2222}, ''),
    'invitation': ({'email': '@name@example.com'}, {'role': 'member'}, None, ''),
    'dns_provider': ({'name': '@name'}, {'cloudflare': {'api_token': 'S3CRET-1'}, 'test': False}, None, '0.30.0'),
}
# The others are beside their cases.
ROWS.update(every_live_row())
# Modules that have no row here, and why.
WITHOUT = {
    'dokploy_project': 'every row has a project, and tests/integration/test_live.py rows of its own',
    'dokploy_settings': 'it is one for the whole server', 'dokploy_role': 'it needs a licence', 'dokploy_forward_auth': 'it needs a licence',
    'dokploy_dns_record': 'it needs a DNS provider',
    'dokploy_swarm_node': 'it is one of the whole Swarm',
    'dokploy_batch': 'it runs other modules', 'dokploy_repair': 'it repairs what is broken',
}
# Beside their names, what _info modules are asked by.
ADDRESSED = ('project', 'environment', 'application', 'postgres', 'kind')


def filled(value, names):
    """A value with the names of a run in it."""
    if isinstance(value, str):
        for mark, name in names.items():
            value = value.replace(mark, name)
        return value
    if isinstance(value, dict):
        return {key: filled(one, names) for key, one in value.items()}
    return [filled(one, names) for one in value] if isinstance(value, (list, tuple)) else value


@pytest.fixture(scope='module', name='here')
def here_fixture(request):
    stack = contextlib.ExitStack()
    request.addfinalizer(stack.close)
    return stack.enter_context(server())


@contextlib.contextmanager
def surroundings(here, kind):
    """The names of a row, in a project with an application, a database and a destination, which are not deployed."""
    names = {'@project': '%s-%s-resource' % (PREFIX, kind.replace('_', '-')), '@name': '%s-%s' % (PREFIX, kind.replace('_', '-')),
             '@destination': '%s-%s-to' % (PREFIX, kind.replace('_', '-')), '@short': PREFIX[-8:] + kind[:3]}
    to = {'name': names['@destination'], 'test': False}
    with here.project(names['@project']):
        try:
            for module, options in (
                    ('application', {'name': 'web', 'source': real(NGINX), 'state': 'present'}),
                    ('database', {'name': 'db', 'kind': 'postgres', 'image': 'postgres:17', 'database': 'shop', 'user': 'shop', 'state': 'present'})):
                made = here.run('dokploy_' + module, project=names['@project'], environment='production', **options)
                assert not made.failed, made
            if '@destination' in str(ROWS[kind]):
                made = here.run('dokploy_destination', **dict(destination.VALUES, **to))
                assert not made.failed, made
            yield names
        finally:
            here.run('dokploy_destination', state='absent', **to)


@pytest.mark.live_only
@pytest.mark.parametrize('kind', list(ROWS))
def test_resource(here, kind):
    base, values, change, since = ROWS[kind]
    if since and here.version != NEWEST:
        pytest.skip('requires Dokploy v%s' % since)
    if kind == 'registry' and not REGISTRY:
        pytest.skip('LIVE_IMAGE names no registry')
    module = 'dokploy_' + kind
    with surroundings(here, kind) as names:
        base, values, change = filled(base, names), filled(values, names), filled(change, names) if change else None
        try:
            told = here.run(module, check_mode=True, **dict(base, **values))
            assert not told.failed and told['changed'] and here.writes == [], told
            for options in (values, change) if change else (values,):
                done = here.run(module, **dict(base, **options))
                assert not done.failed and done['changed'] and here.writes, done
                assert 'S3CRET' not in str(done), kind
                again = here.run(module, **dict(base, **options))
                assert not again.failed and not again['changed'] and here.writes == [], again
            if module + '_info' in generate.list_modules():
                own = {name: value for name, value in base.items() if name in ADDRESSED or value in (names['@name'], names['@short'])}
                listed = here.run(module + '_info', **own)
                rows, = [rows for name, rows in listed.items() if isinstance(rows, list) and name not in ('warnings',)]
                assert rows and not listed.failed, listed
        finally:
            gone = here.run(module, **dict(base, state='absent', **({'force': True} if kind == 'organization' else {})))
        assert not gone.failed and gone['changed'], gone
        again = here.run(module, **dict(base, state='absent'))
        assert not again.failed and not again['changed'] and here.writes == [], again


def test_every_resource_has_a_row_or_a_reason():
    operations = {'dokploy_' + name[:-len('.py')] for name in os.listdir(os.path.join(paths.ROOT, 'plugins', 'module_utils', '_operations'))}
    modules = {one for one in generate.list_modules() if not one.endswith('_info')} - operations
    assert not modules - {'dokploy_' + kind for kind in ROWS} - set(WITHOUT)
    assert {'dokploy_' + kind for kind in ROWS} <= modules
