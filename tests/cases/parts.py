# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Domains, mounts, ports, redirects and users of basic authentication as modules of their own, beside the lists of the service."""

from __future__ import annotations

from cases import compose
from cases.databases import WORLD, made
from cases.model import RELOAD, W_RELOAD, again, call, case, created, event, refused, task

WEB = {'project': '@project', 'environment': 'production', 'application': 'web'}
HOST = {'host': '@project.example.com'}


def part(kind, name, options=None, **more):
    """A task of a part's module, on the application web unless its options name another service."""
    options = dict(options or {})
    named = {'application', 'app_name', 'postgres', 'mysql'} & set(options)
    return task(name, options if named else dict(WEB, **options), module='dokploy_' + kind, **more)


def begin_to_end(kind, label, identity, values, change, was, procedures, applied=(), clear=None):
    """C(procedures): of create, update and remove; C(applied): (action, write) that makes a change run."""
    words = kind.replace('_', ' ')
    actions, writes = ([applied[0]], [applied[1]]) if applied else ([], [])

    def one(name, options=None, **more):
        return part(kind, name, dict(identity, **(options or {})), **more)

    made = one('create', values, changed=True, actions=['create %s %s' % (words, label)] + actions, writes=[procedures[0]] + writes)
    changed = one('change', dict(values, **change), changed=True, actions=['update %s %s' % (words, label)] + actions, writes=[procedures[1]] + writes,
                  previous=was)
    gone = one('remove', {'state': 'absent'}, changed=True, actions=['remove %s %s' % (words, label)] + actions, writes=[procedures[2]] + writes,
               shows={kind: None})
    cleared = one('clear', dict(values, **change, **clear), changed=True, writes=[procedures[1]] + writes) if clear else None
    yield case(
        '%s of its own' % words,
        created(),
        one('remove what is not there', {'state': 'absent'}, changed=False, writes=[]),
        one('bad option', dict(values, colour='red'), failed='Unsupported parameters', writes=[]),
        made, again(made), changed, again(changed), *([cleared, again(cleared)] if cleared else []), gone, again(gone),
        live=not applied,
    )
    yield case(
        '%s of a service that does not exist' % words,
        part(kind, 'no application', dict(identity, **values), changed=False, failed='@project/production/web does not exist', writes=[], checked=False),
        part(kind, 'check', dict(identity, **values), check=True, changed=True, actions=['create %s %s' % (words, label)], writes=[],
             warns='does not exist yet'),
        part(kind, 'absent', dict(identity, state='absent'), changed=False, writes=[]),
        part(kind, 'absent in no project', dict(identity, state='absent', project='nothing'), changed=False, writes=[]),
        task('without a service', dict(identity, **values), module='dokploy_' + kind, failed='name the service', writes=[], requests=0),
        part(kind, 'incomplete', identity, failed='state present requires', writes=[], requests=0),
    )


def _rows():
    yield from begin_to_end(
        'domain', '@project.example.com/', HOST, {'port': 80}, {'port': 8080, 'https': True, 'certificate': 'letsencrypt'},
        None, ('domain.create', 'domain.update', 'domain.delete'), clear={'internal_path': '', 'strip_path': True})
    yield from begin_to_end(
        'mount', '/data', {'mount_path': '/data'}, {'type': 'volume', 'volume_name': 'data'}, {'volume_name': 'other'},
        {'type': 'volume', 'mount_path': '/data', 'volume_name': 'data'}, ('mounts.create', 'mounts.update', 'mounts.remove'),
        applied=(RELOAD, 'application.reload'))
    yield from begin_to_end(
        'port', '8080/tcp', {'published_port': 8080}, {'target_port': 80}, {'target_port': 81},
        {'published_port': 8080, 'target_port': 80, 'protocol': 'tcp', 'publish_mode': 'ingress'}, ('port.create', 'port.update', 'port.delete'),
        applied=(RELOAD, 'application.reload'))
    yield from begin_to_end(
        'redirect', '^http://a/(.*)', {'regex': '^http://a/(.*)'}, {'replacement': 'http://b/${1}', 'permanent': True},
        {'replacement': 'http://c/${1}', 'permanent': False}, {'regex': '^http://a/(.*)', 'replacement': 'http://b/${1}', 'permanent': True},
        ('redirects.create', 'redirects.update', 'redirects.delete'))
    yield from begin_to_end(
        'basic_auth', 'editor', {'username': 'editor'}, {'password': 'S3CRET-one'}, {'password': 'S3CRET-two'},
        {'username': 'editor', 'password': '(hidden)'}, ('security.create', 'security.update', 'security.delete'))
    yield from _beside_the_list()
    yield from _of_others()
    yield from _places()


def _beside_the_list():
    """The list of the service and the module have one description, and each leaves the other's alone."""
    for kind, option, own, others in (
            ('domain', 'domains', dict(HOST, port=80), {'host': 'other.example.com', 'port': 80},),
            ('mount', 'mounts', {'type': 'volume', 'volume_name': 'own', 'mount_path': '/own'}, {'type': 'volume', 'volume_name': 'o', 'mount_path': '/o'}),
            ('port', 'ports', {'published_port': 8081, 'target_port': 80}, {'published_port': 8082, 'target_port': 80}),
            ('redirect', 'redirects', {'regex': '^a', 'replacement': 'b'}, {'regex': '^c', 'replacement': 'd'}),
            ('basic_auth', 'basic_auth', {'username': 'own', 'password': 'S3CRET-1'}, {'username': 'other', 'password': 'S3CRET-2'})):
        module = part(kind, 'the module', own, changed=True)
        without = task('the list without it', {option: [others]}, changed=True)
        beside = task('the list with it', {option: [others, own]}, changed=False)
        alone = task('the list without it, exclusively', {option: [others], 'exclusive_' + option: True}, changed=True)
        yield case(
            '%s beside the list of its service' % kind.replace('_', ' '),
            created(), module, without, again(module), again(without), beside, again(module), alone, again(alone), module, again(module),
            again(without),
            part(kind, 'another of the list', others, changed=False), task('none', {option: [], 'exclusive_' + option: True}, changed=True),
            part(kind, 'removed already', dict({name: one for name, one in own.items() if name in IDENTITY[kind]}, state='absent'), changed=False),
        )


IDENTITY = {'domain': ('host',), 'mount': ('mount_path',), 'port': ('published_port',), 'redirect': ('regex',), 'basic_auth': ('username',)}


def _of_others():
    """What others saved and did not deploy is not applied by the way."""
    port = {'published_port': 8080, 'target_port': 80}
    pending = call('application.update', applicationId='@id', memoryLimit='536870912')
    yield case(
        'a part beside pending changes of others',
        created(), pending,
        part('domain', 'a domain', dict(HOST, port=80), changed=True, actions=['create domain @project.example.com/'], writes=['domain.create']),
        refused('a port', dict(WEB, **port), 'would also apply pending changes of others: memory_limit', module='dokploy_port', pending=['memory_limit']),
        part('port', 'saved only', dict(port, deploy='never'), changed=True, actions=['create port 8080/tcp'], writes=['port.create'], pending=['ports']),
        refused('still', dict(WEB, **port), 'would also apply pending changes of others: memory_limit', module='dokploy_port'),
        part('port', 'with them', dict(port, apply_pending=True), changed=True, actions=[RELOAD], writes=W_RELOAD, applied=['memory_limit', 'ports']),
        again(part('port', 'with them', dict(port, apply_pending=True)), applied=[]),
    )
    yield case(
        'a part beside a pending build',
        created(),
        call('application.update', applicationId='@id', dockerImage='nginx:1.28'),
        refused('a mount', dict(WEB, type='volume', volume_name='d', mount_path='/d'), 'would also apply pending changes of others: source.image',
                module='dokploy_mount'),
        part('mount', 'with it', {'type': 'volume', 'volume_name': 'd', 'mount_path': '/d', 'apply_pending': True}, changed=True,
             actions=['create mount /d', 'deploy application'], applied=['source.image']),
        versions=('v0.30.2',),
    )
    yield case(
        'parts of an application that does not run',
        task('prepared', {'state': 'present', 'source': {'type': 'docker', 'image': 'nginx:1.27'}}, changed=True),
        part('mount', 'before the first deployment', {'type': 'volume', 'volume_name': 'd', 'mount_path': '/d'}, changed=True, actions=['create mount /d'],
             pending=['mounts'], phase='never_deployed'),
        part('domain', 'a domain', dict(HOST, port=80), changed=True),
        task('started', {'state': 'started'}, changed=True), task('stopped', {'state': 'stopped'}, changed=True),
        part('port', 'while it is stopped', port, changed=True, actions=['create port 8080/tcp'], pending=['ports'], phase='stopped'),
        again(part('port', 'while it is stopped', port), phase='stopped'),
    )


def _places():
    data = {'type': 'volume', 'volume_name': 'extra', 'mount_path': '/extra'}
    yield case(
        'a part of a service by other names',
        created(),
        task('by id', dict(HOST, application='@id', port=80), module='dokploy_domain', changed=True),
        again(task('by app_name', dict(HOST, app_name='@app_name', port=80), module='dokploy_domain')),
        part('domain', 'in other words', {'host': '@project.EXAMPLE.com.', 'port': 80}, changed=False),
        part('domain', 'another path', dict(HOST, path='/api', port=81), changed=True),
        refused('an unknown id', dict(HOST, application='nothing', port=80), 'no application has the id nothing', module='dokploy_domain'),
        refused('a host of another', dict(WEB, application='web', host='no host', port=80), 'is not a host name', module='dokploy_domain'),
        task('list', WEB, module='dokploy_domain_info', changed=False, writes=[], shows={
            'domains.0.path': '/', 'domains.0.port': 80, 'domains.1.path': '/api', 'domains.1.port': 81}),
        task('one', dict(WEB, path='/api'), module='dokploy_domain_info', changed=False, writes=[], shows={'domains.0.port': 81}),
        task('none', dict(WEB, application='nothing'), module='dokploy_domain_info', changed=False, writes=[], shows={'domains': []}),
        part('domain', 'remove one', dict(HOST, path='/api', state='absent'), changed=True),
        part('domain', 'the other is left', dict(HOST, port=80), changed=False),
    )
    yield case(
        'a mount of a database',
        made(),
        part('mount', 'create', dict(data, postgres='db', project='@project'), changed=True, actions=['create mount /extra', 'deploy database'],
             writes=['mounts.create', 'postgres.deploy']),
        again(part('mount', 'create', dict(data, postgres='db', project='@project'))),
        part('mount', 'remove', {'mount_path': '/extra', 'postgres': 'db', 'project': '@project', 'state': 'absent'}, changed=True,
             actions=['remove mount /extra', 'deploy database'], writes=['mounts.remove', 'postgres.deploy']),
        task('its mounts', {'postgres': 'db', 'project': '@project'}, module='dokploy_mount_info', changed=False, writes=[], shows={
            'mounts.0.type': 'volume'}),
        refused('its data', {'postgres': 'db', 'project': '@project', 'mount_path': '/var/lib/postgresql/18/docker', 'state': 'absent'},
                'would detach the volume', module='dokploy_mount'),
        refused('two services', dict(data, postgres='db', application='web', project='@project'), 'name the service of the mount', module='dokploy_mount'),
        **WORLD,
    )
    host = {'project': '@project', 'compose': 'shop', 'host': '@project.example.com'}
    web = dict(host, service_name='web', port=80)
    for kind in compose.KINDS:
        yield case(
            'a domain of a compose service, type %s' % kind,
            compose.made(kind),
            task('create', web, module='dokploy_domain', changed=True, actions=['create domain @project.example.com/', 'deploy compose'],
                 writes=['domain.create', 'compose.deploy'], phase='running', pending=[]),
            again(task('create', web, module='dokploy_domain')),
            task('the list without it', {'project': '@project', 'name': 'shop', 'type': kind, 'domains': []}, module='dokploy_compose', changed=False),
            call('compose.update', composeId='@compose:shop', env='A=other'),
            refused('beside pending changes', dict(web, port=81), 'would also apply pending changes of others', module='dokploy_domain'),
            task('saved only', dict(web, port=81, deploy='never'), module='dokploy_domain', changed=True, writes=['domain.update'], pending=['domains']),
            task('with them', dict(web, port=82, apply_pending=True), module='dokploy_domain', changed=True, writes=['domain.update', 'compose.deploy']),
            task('list', {'project': '@project', 'compose': 'shop'}, module='dokploy_domain_info', changed=False, shows={'domains.0.service_name': 'web'}),
            task('remove', dict(host, state='absent'), module='dokploy_domain', changed=True, writes=['domain.delete', 'compose.deploy']),
            again(task('remove', dict(host, state='absent'), module='dokploy_domain')),
            refused('without its service', dict(host, port=80), 'state present requires service_name', module='dokploy_domain'),
            refused('of an application', dict(WEB, host='a.example.com', port=80, service_name='web'), 'service_name does not belong',
                    module='dokploy_domain'),
            **compose.WORLD,
        )
    yield case(
        'a key that may change domains alone',
        created(),
        event('member', label='domains', services=['@id'], grants=None),
        part('domain', 'a domain', dict(HOST, port=80, api_key='@key:domains'), changed=True, writes=['domain.create']),
        again(part('domain', 'a domain', dict(HOST, port=80, api_key='@key:domains'))),
        refused('a port', dict(WEB, published_port=8080, target_port=80, api_key='@key:domains'), 'service.create', module='dokploy_port'),
        versions=('v0.30.2',),
    )


CASES = tuple(_rows())
