# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Logs of containers and deployments."""

from __future__ import annotations

from cases.compose import compose, information, made as compose_made, raw
from cases.databases import database
from cases.model import NEWEST, OLDER, TWO_NODES, call, case, created, event, refused, task

WORLD = {'images': {
    'nginx:1.27': {'log': ['first', 'ready']}, 'postgres:17': {'log': ['ready to accept connections']},
    'init:1': {'exit_code': 0, 'exit_after': 0.5, 'log': ['migrated']},
}}
ELSEWHERE = """services:
  web:
    image: nginx:1.27
    deploy: {placement: {constraints: ["node.role==worker"]}}
"""
SECRET = {'images': {'nginx:1.27': {'log': ['first', 'token S3CRET-of-the-log', 'ready']}}}


class Part:
    """Equals each text that contains it: lines of the access log begin with their time."""

    def __init__(self, text):
        self.text = text

    def __eq__(self, other):
        return self.text in str(other)

    def __repr__(self):
        return '… %s …' % self.text


def logs(name, options=None, **more):
    return task(name, {'project': '@project', 'environment': 'production', 'name': 'web', **(options or {})}, module='dokploy_logs',
                **{'changed': False, 'writes': [], **more})


def no(name, options, message):
    return refused(name, {'project': '@project', 'environment': 'production', 'name': 'web', **options}, message, module='dokploy_logs')


def _rows():
    yield case(
        'logs of an application',
        created({'env': {'TOKEN': 'S3CRET-of-the-log'}}),
        logs('through the API', {'lines': 2}, shows={'logs.0.lines': ['token ********', 'ready'], 'logs.0.state': 'running', 'logs.0.truncated': True,
                                                     'service.name': 'web', 'unread': []}),
        logs('searched', {'search': 'READY'}, shows={'logs.0.lines': ['ready'], 'logs.0.truncated': False}),
        logs('of a day', {'since': '1d', 'lines': 1}, shows={'logs.0.lines': ['ready']}),
        logs('a secret cannot be searched', {'search': 'of-the-log'}, shows={'logs.0.lines': [], 'unread': []}),
        logs('by its id in check mode', {'application_id': '@id', 'project': ''}, check=True, shows={'logs.0.source': 'container'}),
        versions=(NEWEST,), world=SECRET,
    )
    yield case(
        'logs of an application as the pages read them',
        created({'env': {'TOKEN': 'S3CRET-of-the-log'}}),
        logs('the last line', {'lines': 1}, shows={'logs.0.source': 'container', 'logs.0.deployment': None, 'logs.0.truncated': True, 'unread': []}),
        logs('nothing found', {'search': 'no such line'}, shows={'logs.0.lines': [], 'unread': []}),
        versions=(OLDER,), world=SECRET,
    )
    yield case(
        'logs of replicas and deployments',
        created({'replicas': 2}),
        logs('of both', {'since': '1d', 'sources': ['container', 'deployment']}, shows={
            'logs.0.source': 'container', 'logs.1.source': 'container', 'logs.2.source': 'deployment', 'logs.2.state': 'done', 'unread': []}),
        logs('of a deployment alone', {'sources': ['deployment'], 'lines': 1, 'since': '1d'}, shows={'logs.0.deployment.status': 'done'}),
        no('a deployment of nothing', {'deployment_id': 'nope'}, 'has no deployment nope'),
        no('no lines', {'lines': 0}, 'lines must be between 1 and 10000'),
        no('too many bytes', {'max_bytes': 2000000}, 'max_bytes must be between 1024 and 1048576'),
        no('a wrong age', {'since': '10 minutes'}, 'since must be all'),
        no('a service of an application', {'service': 'web'}, 'service requires a compose service'),
        no('an application that does not exist', {'name': 'nope'}, 'does not exist'),
        world=WORLD,
    )
    yield case(
        'logs of a database',
        database('create', {'image': 'postgres:17', 'database': 'db', 'user': 'db', 'password': 'S3CRET-one'}, changed=True),
        logs('of its container', {'name': 'db', 'kind': 'postgres', 'since': '2d'}, shows={
            'service.kind': 'postgres', 'logs.0.state': 'running', 'unread': []}),
        no('of its deployments', {'name': 'db', 'kind': 'postgres', 'sources': ['deployment']}, 'has no logs of deployments'),
        no('of its requests', {'name': 'db', 'kind': 'postgres', 'sources': ['access']}, 'has no domains'),
        world=WORLD,
    )
    shop, other = {'host': 'Shop.example.com', 'port': 80}, {'host': 'my-shop.example.com', 'port': 80}
    yield case(
        'the access log of an application',
        created({'domains': [shop]}, actions=None, writes=None),
        task('other', {'name': 'other', 'source': {'type': 'docker', 'image': 'nginx:1.27'}, 'domains': [other]}, changed=True),
        logs('it is off', {'sources': ['access']}, shows={'logs': [], 'unread.0.why': 'Traefik writes none: set access_log of dokploy_settings to true'}),
        call('settings.toggleRequests', enable=True),
        logs('nobody came', {'sources': ['access']}, shows={'logs.0.lines': [], 'unread': []}),
        *[event('visit', host='shop.example.com', path=path) for path in ('/old', '/pay?token=abc&x=1')],
        event('visit', host='my-shop.example.com', path='/'),
        event('advance', seconds=3700),
        event('visit', host='shop.example.com', path='/new'),
        logs('all', {'sources': ['access'], 'search': 'pay'}, shows={
            'logs.0.source': 'access', 'logs.0.container': None, 'logs.0.truncated': False,
            'logs.0.lines.0': Part(' 200 GET http://shop.example.com/pay?token=***&x=*** 8ms ')}),
        logs('the last', {'sources': ['access'], 'lines': 1}, shows={'logs.0.truncated': True, 'logs.0.lines.0': Part('/new')}),
        logs('of an hour', {'sources': ['access'], 'since': '1h'}, shows={'logs.0.truncated': False, 'logs.0.lines.0': Part('/new')}),
        logs('without a domain', {'sources': ['access'], 'name': 'none'}, failed='does not exist'),
        world=WORLD,
    )
    for kind in ('docker-compose', 'stack'):
        yield case(
            'logs of a compose service of the type %s' % kind,
            compose_made(kind),
            logs('of all services', {'name': 'shop', 'kind': 'compose'}, shows={
                'logs.0.service': 'init', 'logs.0.state': 'complete', 'logs.1.service': 'web', 'logs.1.state': 'running', 'unread': []}),
            logs('of one, and of the deployment', {
                'name': 'shop', 'kind': 'compose', 'service': 'web', 'since': '1d', 'sources': ['container', 'deployment']},
                shows={'logs.0.service': 'web', 'logs.1.source': 'deployment'}),
            no('of one that the file does not have', {'name': 'shop', 'kind': 'compose', 'service': 'nope'}, 'has no service nope'),
            world=WORLD,
        )
    yield case(
        'logs of a stack on another node',
        compose_made('stack', {'source': raw(text=ELSEWHERE)}),
        logs('of its container', {'name': 'shop', 'kind': 'compose'}, shows={'logs.0.lines.1': Part('ready'), 'unread': []}),
        information('as information', {'log_lines': 5}, shows={'compose_services.0.services.0.log': Part('ready')}),
        compose('fail', {'source': raw(text=ELSEWHERE.replace('nginx:1.27', 'crash:1'))}, 'stack', changed=True, failed='non-zero exit (1)',
                shows={'container_log': Part('no file of settings')}),
        world={'images': dict(WORLD['images'], **{'crash:1': {'exit_code': 1, 'exit_after': 0.5, 'log': ['no file of settings']}}), 'host': TWO_NODES},
    )


CASES = tuple(_rows())
