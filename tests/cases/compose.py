# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compose services of both types."""

from __future__ import annotations

from cases.model import NEWEST, OLDER, again, call, case, event, task

FILE = """services:
  web:
    image: nginx:%s
    environment:
      A: ${A}
      PASSWORD: S3CRET-in-the-file
    volumes: ["data:/data"]
    ports: ["8088:80"]
  init:
    image: init:1
    command: migrate --all
    deploy: {restart_policy: {condition: none}}
volumes:
  data: {}
"""
WORLD = {'world': {'images': {
    'nginx:1.27': {}, 'nginx:1.28': {}, 'init:1': {'exit_code': 0, 'exit_after': 0.5}, 'init:2': {'exit_code': 3, 'exit_after': 0.5},
    'crash:1': {'exit_code': 1, 'exit_after': 0.5}}}}
KINDS = ('docker-compose', 'stack')
CREATE = ['create compose', 'configure compose', 'deploy compose']
W_CREATE = ['compose.create', 'compose.update', 'compose.deploy']
UPDATE, W_UPDATE = ['update compose', 'deploy compose'], ['compose.update', 'compose.deploy']


def raw(tag='1.27', text=FILE):
    return {'type': 'raw', 'content': text % tag if '%s' in text else text}


def compose(name, options=None, kind='docker-compose', **more):
    base = {'type': kind, 'project': '@project', 'environment': 'production', 'name': 'shop'}
    options = {key: value for key, value in {**base, **(options or {})}.items() if value is not None}
    return task(name, options, module='dokploy_compose', **more)


def information(name, options=None, **more):
    return task(name, {'project': '@project', **(options or {})}, module='dokploy_compose_info', **{'changed': False, 'writes': [], **more})


def made(kind='docker-compose', options=None, **more):
    """The compose service is made, and all of it runs."""
    expect = {'changed': True, 'phase': 'running', 'writes': W_CREATE, 'actions': CREATE, 'pending': [], 'unverified': []}
    return compose('create', {'source': raw(), 'env': {'A': 'S3CRET-one'}, **(options or {})}, kind, **{**expect, **more})


def _rows():
    for kind in KINDS:
        stack = kind == 'stack'
        start = 'compose.deploy' if stack else 'compose.start'
        yield case(
            'a compose service of the type %s from beginning to end' % kind,
            made(kind),
            again(made(kind), phase='running', pending=[], unverified=[]),
            compose('another image', {'source': raw('1.28')}, kind, changed=True, phase='running', applied=[], pending=[], writes=W_UPDATE, actions=UPDATE,
                    previous={'source.content': '(hidden)'}),
            again(compose('another image', {'source': raw('1.28')}, kind)),
            compose('a variable', {'env': {'A': 'S3CRET-two'}}, kind, changed=True, phase='running', writes=W_UPDATE, actions=UPDATE),
            again(compose('a variable', {'env': {'A': 'S3CRET-two'}}, kind)),
            compose('a description', {'description': 'Shop'}, kind, changed=True, phase='running', writes=['compose.update'], actions=['update compose']),
            compose('restart', {'state': 'restarted'}, kind, changed=True, phase='running', writes=['compose.stop', start]),
            compose('stop', {'state': 'stopped'}, kind, changed=True, phase='stopped', writes=['compose.stop'], actions=['stop compose']),
            again(compose('stop', {'state': 'stopped'}, kind), phase='stopped', pending=[]),
            compose('store', {'state': 'present', 'source': raw('1.27')}, kind, changed=True, phase='stopped', writes=['compose.update'],
                    actions=['update compose'], pending=['source.content']),
            compose('start', None, kind, changed=True, phase='running', writes=['compose.deploy'], actions=['deploy compose'], pending=[]),
            compose('stop', {'state': 'stopped'}, kind, changed=True, phase='stopped'),
            compose('start', None, kind, changed=True, phase='running', writes=[start], pending=[]),
            again(compose('start', None, kind)),
            compose('deploy', {'state': 'deployed'}, kind, changed=True, phase='running', writes=['compose.deploy']),
            compose('remove', {'state': 'absent'}, kind, changed=True, phase='absent', writes=['compose.delete'], actions=['delete compose']),
            again(compose('remove', {'state': 'absent'}, kind)),
            **WORLD,
        )
        yield case(
            'a file that was changed in the pages is deployed, type %s' % kind,
            made(kind),
            call('compose.update', composeId='@compose:shop', composeFile=FILE % '1.28'),
            compose('look', {'deploy': 'never'}, kind, changed=False, pending=['services.web.image'], writes=[]),
            information('information', shows={'compose_services.0.pending': ['services.web.image'], 'compose_services.0.unhealthy': False}),
            compose('apply', None, kind, changed=True, actions=['deploy compose'], applied=['services.web.image'], writes=['compose.deploy']),
            again(compose('apply', None, kind)),
            **WORLD,
        )
        yield case(
            'an image that does not exist, type %s' % kind,
            made(kind),
            compose('roll back', {'source': raw('nope'), 'on_failure': 'rollback'}, kind, changed=True, checked=False,
                    failed='paused the update' if stack else 'the deployment of',
                    undone=['restore compose', 'deploy compose']),
            again(made(kind), phase='running', pending=[]),
            **WORLD,
        )
        yield case(
            'an init container that failed, type %s' % kind,
            made(kind),
            compose('deploy', {'source': raw(text=FILE.replace('init:1', 'init:2'))}, kind, changed=True, checked=False, phase='unhealthy',
                    failed=['init', 'exit (3)']),
            compose('look', None, kind, changed=False, failed=['init', 'exit (3)'], writes=[]),
            compose('repair and keep', {'source': raw(), 'on_failure': 'rollback'}, kind, changed=True, phase='running'),
            **WORLD,
        )
    yield from _parts()
    yield from _sources()
    yield from _refusals()
    yield from _lives()


def _parts():
    for kind in KINDS:
        domain = {'host': 'shop.example.com', 'service_name': 'web', 'port': 80}
        first, second = [{'file_path': 'a.conf', 'content': 'S3CRET-file'}], [{'file_path': 'a.conf', 'content': 'S3CRET-other'}]
        yield case(
            'domains and files, type %s' % kind,
            compose('create', {'source': raw(), 'domains': [domain], 'mounts': first}, kind, changed=True, phase='running', actions=[
                'create compose', 'configure compose', 'create domain shop.example.com/', 'create mount a.conf', 'deploy compose']),
            again(compose('create', {'source': raw(), 'domains': [domain], 'mounts': first}, kind), pending=[]),
            compose('another file', {'mounts': second}, kind, changed=True, pending=[], actions=['update mount a.conf', 'deploy compose']),
            again(compose('another file', {'mounts': second}, kind)),
            compose('a name that the file lacks', {'domains': [{'host': 'b.example.com', 'service_name': 'nope', 'port': 80}]}, kind, changed=False, writes=[],
                    failed=['names the service nope', 'The file has init, web.']),
            compose('a file without its service', {'source': raw(text='services:\n  other:\n    image: nginx:1.27\n')}, kind, changed=False, writes=[],
                    failed=['shop.example.com', 'names the service web']),
            compose('no domains', {'domains': [], 'exclusive_domains': True, 'mounts': [], 'exclusive_mounts': True}, kind, changed=True, phase='running',
                    pending=[], writes=['domain.delete', 'mounts.remove', 'compose.deploy']),
            **WORLD,
        )
        yield case(
            'names with a suffix, and a network of its own, type %s' % kind,
            made(kind),
            compose('isolated', {'isolated': True}, kind, changed=True, phase='running', pending=[], writes=W_UPDATE),
            again(compose('isolated', {'isolated': True}, kind)),
            compose('suffix', {'isolated': False, 'randomize': True, 'suffix': 'blue'}, kind, changed=True, phase='running', pending=[], writes=W_UPDATE),
            again(compose('suffix', {'isolated': False, 'randomize': True, 'suffix': 'blue'}, kind)),
            information('information', shows={'compose_services.0.suffix': 'blue'}),
            **WORLD,
        )


TEMPLATE = {
    'name': 'Shop', 'version': '1.0', 'compose': FILE % '1.27', 'config': {'config': {
        'env': {'A': 'S3CRET-of-the-template', 'KEPT': 'S3CRET-kept'}, 'domains': [{'serviceName': 'web', 'port': 80, 'host': 'template.example.com'}]}}}
GIT = {'type': 'git', 'url': 'https://git.example.com/shop.git', 'branch': 'main', 'compose_path': './compose.yml'}


def _sources():
    template = {'type': 'template', 'template_id': 'shop', 'template_version': '1.0'}
    world = {'world': {**WORLD['world'], 'templates': {'shop': TEMPLATE}}}
    yield case(
        'a compose service of a template',
        compose('create', {'type': None, 'source': template, 'env': {'A': 'S3CRET-own'}}, changed=True, phase='running', actions=CREATE,
                writes=['compose.deployTemplate', 'compose.update', 'compose.update', 'compose.deploy']),
        again(compose('create', {'type': None, 'source': template, 'env': {'A': 'S3CRET-own'}})),
        information('information', shows={'compose_services.0.env_keys': ['A', 'KEPT'], 'compose_services.0.urls': ['http://template.example.com/']}),
        compose('another version', {'name': 'b', 'source': dict(template, template_version='2.0')}, changed=False, writes=[],
                failed=['has the version 1.0', 'source.template_version is 2.0']),
        compose('an unknown one', {'name': 'b', 'source': {'type': 'template', 'template_id': 'shp'}}, changed=False, writes=[],
                failed=['no template shp', 'Is it shop?']),
        compose('none', {'name': 'b', 'source': {'type': 'template'}}, changed=False, writes=[], failed='source.template_id is required'),
        **world,
    )
    files = {'./compose.yml': FILE % '1.27', 'compose.yml': FILE % '1.27'}
    newer = {'./compose.yml': FILE % '1.28', 'compose.yml': FILE % '1.28'}
    world = {'world': {**WORLD['world'], 'repositories': {GIT['url']: {'branches': {'main': {'files': files}, 'next': {'files': newer}}}}}}
    yield case(
        'a compose service of a Git repository',
        compose('create', {'source': GIT, 'env': {'A': 'S3CRET-one'}}, changed=True, phase='running', pending=[], unverified=[], writes=W_CREATE,
                actions=CREATE),
        again(compose('create', {'source': GIT, 'env': {'A': 'S3CRET-one'}}), pending=[], unverified=[]),
        compose('another branch', {'source': {'branch': 'next'}}, changed=True, phase='running', pending=[], writes=W_UPDATE, actions=UPDATE),
        again(compose('another branch', {'source': {'branch': 'next'}})),
        compose('a branch that is not there', {'source': {'branch': 'nope'}, 'on_failure': 'rollback'}, changed=True, checked=False, failed='the deployment of',
                undone=['restore compose', 'deploy compose']),
        again(compose('another branch', {'source': {'branch': 'next'}})),
        compose('watched paths', {'source': {'watch_paths': ['web/**']}}, changed=True, phase='running', writes=['compose.update']),
        **world,
    )


def _refusals():
    for name, text, said in (('no YAML', 'services: [', 'is not YAML that can be read'), ('no services', 'services: web', 'has no services'),
                             ('services that are texts', 'services:\n  web: nginx\n', 'has no services'), ('a list', '- a\n', 'is not YAML that can be read')):
        yield case(
            'a file with %s is not stored' % name,
            compose('create', {'source': raw(text=text)}, changed=False, failed=said, writes=[]),
            made(),
            compose('change', {'source': raw(text=text)}, changed=False, failed=said, writes=[]),
            versions=(NEWEST,),
            **WORLD,
        )
    yield case(
        'another type leaves containers behind',
        made(),
        compose('switch', None, 'stack', changed=False, failed='would leave its containers behind', writes=[]),
        compose('stop', {'state': 'stopped'}, changed=True),
        compose('switch the stopped one', None, 'stack', changed=False, failed='would leave its containers behind', writes=[]),
        **WORLD,
    )
    yield case(
        'a compose service that was never deployed',
        compose('no source', None, changed=False, failed='without source it is not created', writes=[]),
        compose('an empty source', {'source': {'type': 'raw'}}, changed=False, failed='requires source.content', writes=[]),
        compose('a branch of a file', {'source': {'type': 'raw', 'content': FILE % '1', 'branch': 'main'}}, changed=False, writes=[],
                failed='source.branch belongs to'),
        made(options={'state': 'present'}, phase='never_deployed', writes=W_CREATE[:2], actions=CREATE[:2], pending=None, unverified=None),
        compose('switch', {'state': 'present'}, 'stack', changed=True, phase='never_deployed', writes=['compose.update']),
        compose('restart', {'state': 'restarted', 'type': None}, changed=False, failed='was never deployed', writes=[]),
        compose('stop', {'state': 'stopped', 'type': None}, changed=False, writes=[]),
        compose('volumes', {'remove_volumes': True}, changed=False, failed='remove_volumes requires state absent', writes=[]),
        compose('a command of the shell', {'command': 'compose up -d; id'}, changed=False, failed='without control characters of a shell', writes=[]),
        compose('a chain of others', {'command': 'compose pull && rm -rf /'}, changed=False, failed='may be followed by docker compose only', writes=[]),
        compose('a path that leads outside', {'mounts': [{'file_path': '../x', 'content': 'a'}]}, changed=False, failed='below the directory files', writes=[]),
        compose('a file that no action plugin read', {'source': {'src': 'compose.yml'}}, changed=False, failed='are read by the action plugin', writes=[]),
        compose('rename', {'type': None, 'rename_to': 'other', 'state': 'present'}, changed=True, writes=['compose.update']),
        **WORLD,
    )


def _lives():
    for kind in KINDS:
        yield case(
            'a plain member and a compose service, type %s' % kind,
            made(kind),
            event('member', label='plain', services=['@compose:shop']),
            compose('look', {'api_key': '@key:plain'}, kind, changed=False, writes=[]),
            compose('a variable', {'api_key': '@key:plain', 'env': {'A': 'S3CRET-two'}}, kind, changed=True,
                    writes=['compose.update', 'compose.saveEnvironment', 'compose.deploy']),
            compose('another file', {'api_key': '@key:plain', 'source': raw('1.28')}, kind, changed=False, failed='service.create', writes=[]),
            versions=(NEWEST,),
            **WORLD,
        )
    nodes = [{'hostname': 'one'}, {'hostname': 'two'}]
    yield case(
        'a stack on two nodes',
        compose('create', {'source': raw(text='services:\n  web:\n    image: nginx:1.27\n    deploy: {mode: global}\n')}, 'stack', changed=True,
                phase='running'),
        information('both nodes', shows={'compose_services.0.services.0.replicas_running': 2, 'compose_services.0.services.0.healthy': True}),
        **{'world': {**WORLD['world'], 'host': {'nodes': nodes}}},
    )
    yield case(
        'a stack of which a service was removed by hand',
        made('stack'),
        event('remove_service', service='@compose_service:web'),
        information('unhealthy', {'status': 'unhealthy'}, shows={'compose_services.0.pending': ['services.web'], 'compose_services.0.unhealthy': True}),
        compose('bring it back', None, 'stack', changed=True, phase='running', pending=[], applied=['services.web'], writes=['compose.deploy']),
        **WORLD,
    )
    yield case(
        'a stack whose start does nothing is deployed',
        made('stack'),
        compose('stop', {'state': 'stopped'}, 'stack', changed=True, phase='stopped'),
        call('compose.start', composeId='@compose:shop'),
        compose('look', {'state': 'stopped'}, 'stack', changed=False, phase='stopped', warns='Dokploy shows done'),
        compose('start, and never deploy', {'deploy': 'never'}, 'stack', changed=False, failed='starting it requires a deployment', writes=[]),
        compose('start', None, 'stack', changed=True, phase='running', writes=['compose.deploy']),
        **WORLD,
    )
    yield case(
        'a container that starts without a deployment',
        made(),
        compose('stop', {'state': 'stopped'}, changed=True),
        compose('start', {'deploy': 'never'}, changed=True, phase='running', writes=['compose.start']),
        compose('pending', {'state': 'present', 'deploy': 'never', 'source': raw('1.28')}, changed=True, pending=['source.content'], writes=['compose.update']),
        compose('restart keeps it pending', {'state': 'restarted'}, changed=True, phase='running', pending=['services.web.image'],
                writes=['compose.stop', 'compose.start']),
        compose('restart with it', {'state': 'restarted', 'apply_pending': True}, changed=True, phase='running', pending=[], writes=['compose.deploy']),
        **WORLD,
    )
    other = {'name': 'other', 'source': raw(text='services:\n  web:\n    image: nginx:1.27\n    ports: ["8088:80"]\n')}
    yield case(
        'docker compose that fails to start',
        made(),
        compose('stop', {'state': 'stopped'}, changed=True, phase='stopped'),
        compose('take its port', other, changed=True, phase='running'),
        compose('start', {'deploy': 'never'}, changed=True, checked=False, failed='port is already allocated', writes=['compose.start']),
        compose('look', {'state': 'stopped'}, changed=False, phase='stopped', writes=[]),
        compose('free its port', dict(other, state='stopped'), changed=True),
        compose('start again', {'deploy': 'never'}, changed=True, phase='running', writes=['compose.start']),
        call('compose.update', composeId='@compose:shop', composeStatus='idle'),
        compose('the status is not what runs', None, changed=False, phase='running', writes=[], warns='Dokploy shows idle'),
        **WORLD,
    )
    yield case(
        'what an update of a compose service drops, and what it takes',
        made(),
        call('compose.update', composeId='@compose:shop', appName='other', nothing='of this name'),
        again(made(), phase='running', pending=[]),
        call('compose.update', composeId='@compose:shop', composeStatus='error'),
        compose('a status that somebody wrote', None, changed=False, phase='running', pending=[], writes=[], warns='Dokploy shows error'),
        **WORLD,
    )
    yield case(
        'a stack that is restarted with pending changes',
        made('stack'),
        compose('pending', {'deploy': 'never', 'source': raw('1.28')}, 'stack', changed=True, pending=['source.content'], writes=['compose.update']),
        compose('restart', {'state': 'restarted'}, 'stack', changed=False, failed='would also apply pending changes', writes=[]),
        compose('restart with it', {'state': 'restarted', 'apply_pending': True}, 'stack', changed=True, phase='running',
                writes=['compose.stop', 'compose.deploy']),
        **WORLD,
    )
    yield case(
        'a container that crashes again and again',
        compose('create', {'source': raw(text='services:\n  web:\n    image: crash:1\n    restart: always\n')}, changed=True, checked=False,
                failed='web:', phase='unhealthy'),
        compose('look', None, changed=False, failed='web:', writes=[]),
        **WORLD,
    )
    yield case(
        'volumes of a compose service',
        made(),
        compose('remove', {'state': 'absent'}, changed=True, shows={'volumes_removed': []}),
        made(),
        compose('remove with its volumes', {'state': 'absent', 'remove_volumes': True}, changed=True, writes=['compose.delete']),
        **WORLD,
    )
    yield case(
        'volumes of a stack',
        made('stack'),
        compose('remove with its volumes', {'state': 'absent', 'remove_volumes': True}, 'stack', changed=True,
                writes=['compose.delete', 'dockerVolume.removeVolume']),
        versions=(NEWEST,),
        **WORLD,
    )
    yield case(
        'volumes of a stack that the server cannot remove',
        made('stack'),
        compose('remove with its volumes', {'state': 'absent', 'remove_volumes': True}, 'stack', changed=False, failed='requires Dokploy v0.30.0', writes=[]),
        versions=(OLDER,),
        **WORLD,
    )


CASES = tuple(_rows())
