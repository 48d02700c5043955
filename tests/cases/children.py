# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mounts, ports, redirects and basic authentication of an application."""

from __future__ import annotations

from cases.model import CREATE, NGINX, RELOAD, W_RELOAD, again, call, case, created, event, refused, task

DATA = {'type': 'volume', 'volume_name': 'data', 'mount_path': '/data'}
BIND = {'type': 'bind', 'host_path': '/srv/web', 'mount_path': '/srv'}
CONF = {'type': 'file', 'file_path': 'app.conf', 'content': 'password = S3CRET-one\n', 'mount_path': '/etc/app.conf'}
WEB = {'published_port': 8080, 'target_port': 80}
DNS = {'published_port': 53, 'target_port': 53, 'protocol': 'udp', 'publish_mode': 'host'}
OLD = {'regex': '^http://a/(.*)', 'replacement': 'http://b/${1}', 'permanent': True}
TEMPORARY = {'regex': '^http://c/(.*)', 'replacement': 'http://d/${1}'}
EDITOR = {'username': 'editor', 'password': 'S3CRET-one'}
READER = {'username': 'reader', 'password': 'S3CRET-two'}
SITE = {'host': '@project.example.com', 'port': 80}


def _mounts():
    every = task(
        'three',
        {'mounts': [DATA, BIND, CONF]},
        changed=True,
        actions=['create mount /data', 'create mount /srv', 'create mount /etc/app.conf', RELOAD],
        writes=['mounts.create', 'mounts.create', 'mounts.create', 'application.reload'],
        unverified=['mounts.content'],
        pending=[],
        applied=[],
        shows={'application.mounts.0.volume_name': 'data', 'application.mounts.2.content': None, 'diff.before.mounts./data': None},
    )
    yield case(
        'mounts from beginning to end',
        created(),
        every,
        again(every),
        task('in other words', {'mounts': [dict(DATA, mount_path='/data/')]}, changed=False),
        task('in other names', {'mounts': [{'type': 'volume', 'source': 'data', 'target': '/data'}]}, changed=False),
        refused('two names', {'mounts': [dict(DATA, source='other')]}, 'source and volume_name of /data differ', requests=0),
        task(
            'another volume',
            {'mounts': [dict(DATA, volume_name='other')]},
            changed=True,
            actions=['update mount /data', RELOAD],
            writes=['mounts.update', 'application.reload'],
            previous={'mounts': {'/data': {'type': 'volume', 'mount_path': '/data', 'volume_name': 'data'}}},
        ),
        again(task('another volume', {'mounts': [dict(DATA, volume_name='other')]})),
        task(
            'exclusive',
            {'mounts': [CONF], 'exclusive_mounts': True},
            changed=True,
            actions=['remove mount /srv', 'remove mount /data', RELOAD],
            writes=['mounts.remove', 'mounts.remove', 'application.reload'],
        ),
        again(task('exclusive', {'mounts': [CONF], 'exclusive_mounts': True})),
        task('left alone', {'mounts': []}, changed=False),
        task('none', {'mounts': [], 'exclusive_mounts': True}, changed=True, actions=['remove mount /etc/app.conf', RELOAD], unverified=[]),
        again(task('none', {'mounts': [], 'exclusive_mounts': True})),
    )
    yield case(
        'the content of a file',
        created({'mounts': [CONF]}, actions=[*CREATE, 'create mount /etc/app.conf', 'deploy application'], writes=None),
        again(task('again', {'mounts': [CONF]})),
        task(
            'another content',
            {'mounts': [dict(CONF, content='password = S3CRET-two\n')]},
            changed=True,
            actions=['update mount /etc/app.conf', RELOAD],
            writes=['mounts.update', 'application.reload'],
            applied=[],
            pending=[],
        ),
        again(task('another content', {'mounts': [dict(CONF, content='password = S3CRET-two\n')]})),
        task('left alone', {'mounts': [{key: one for key, one in CONF.items() if key != 'content'}]}, changed=False),
        task('emptied', {'mounts': [dict(CONF, content='')]}, changed=True, actions=['update mount /etc/app.conf', RELOAD]),
        again(task('emptied', {'mounts': [dict(CONF, content='')]})),
        task('stored alone', {'mounts': [CONF], 'deploy': 'never'}, changed=True, actions=['update mount /etc/app.conf'], pending=['mounts.content']),
    )
    yield case(
        'a mount of another type',
        created({'mounts': [DATA]}, actions=None, writes=None),
        task('bind', {'mounts': [dict(BIND, mount_path='/data')]}, changed=True, actions=['update mount /data', RELOAD]),
        again(task('bind', {'mounts': [dict(BIND, mount_path='/data')]})),
    )
    yield case(
        'mounts of what does not run',
        task('prepared', {'state': 'present', 'source': NGINX, 'mounts': [DATA]}, changed=True, actions=[*CREATE, 'create mount /data'], writes=None),
        task('more', {'state': 'present', 'mounts': [BIND]}, changed=True, actions=['create mount /srv'], pending=['mounts']),
        task('started', {'mounts': [DATA, BIND]}, changed=True, actions=['deploy application']),
        task('stopped', {'state': 'stopped'}, changed=True),
        task('changed', {'state': 'stopped', 'mounts': [dict(BIND, host_path='/srv/other')]}, changed=True, actions=['update mount /srv'], pending=['mounts']),
        task('up', {'mounts': [DATA]}, changed=True, actions=[RELOAD]),
        task('gone', {'state': 'absent'}, changed=True, shows={'volumes_left': ['data']}),
    )
    yield case(
        'a mount changed in the page',
        created({'mounts': [DATA]}, actions=None, writes=None),
        call('mounts.create', type='bind', hostPath='/srv', mountPath='/srv', serviceType='application', serviceId='@id'),
        task('rolled out', {'mounts': [DATA]}, changed=True, actions=[RELOAD], applied=['mounts'], writes=W_RELOAD),
        again(task('rolled out', {'mounts': [DATA]})),
    )
    yield case(
        'bad mounts',
        created(),
        refused('no volume', {'mounts': [{'type': 'volume', 'mount_path': '/data'}]}, '/data of type volume needs volume_name', requests=0),
        refused('of another type', {'mounts': [dict(DATA, host_path='/srv')]}, 'host_path belongs to type bind', requests=0),
        refused('relative', {'mounts': [dict(DATA, mount_path='data')]}, 'must begin with a slash', requests=0),
        refused('relative on the host', {'mounts': [dict(BIND, host_path='srv')]}, 'must begin with a slash', requests=0),
        refused('outside', {'mounts': [dict(CONF, file_path='../../x')]}, 'must not leave', requests=0),
        refused('twice', {'mounts': [DATA, dict(BIND, mount_path='/data/')]}, '/data is duplicated', requests=0),
        task('content', {'mounts': [dict(CONF, content={'a': 'S3CRET'})]}, failed='mounts.content must be a text', writes=[], requests=0),
        refused('exclusive alone', {'exclusive_mounts': True}, 'exclusive_mounts requires mounts', requests=0),
        refused('unset', {'unset': ['mounts']}, 'exclusive_mounts: true', requests=0),
    )


def _ports():
    both = task(
        'both',
        {'ports': [WEB, DNS]},
        changed=True,
        actions=['create port 8080/tcp', 'create port 53/udp', RELOAD],
        writes=['port.create', 'port.create', 'application.reload'],
        shows={'application.ports.0.publish_mode': 'ingress', 'application.ports.1.publish_mode': 'host'},
    )
    yield case(
        'ports from beginning to end',
        created({'update_config': {'order': 'stop-first'}}),
        both,
        again(both),
        task(
            'another target',
            {'ports': [dict(WEB, target_port=8000)]},
            changed=True,
            actions=['update port 8080/tcp', RELOAD],
            writes=['port.update', 'application.reload'],
        ),
        again(task('another target', {'ports': [dict(WEB, target_port=8000)]})),
        task('exclusive', {'ports': [DNS], 'exclusive_ports': True}, changed=True, actions=['remove port 8080/tcp', RELOAD]),
        again(task('exclusive', {'ports': [DNS], 'exclusive_ports': True})),
        task('the same number', {'ports': [dict(DNS, protocol='tcp')]}, changed=True, actions=['create port 53/tcp', RELOAD]),
        task('none', {'ports': [], 'exclusive_ports': True}, changed=True, actions=['remove port 53/udp', 'remove port 53/tcp', RELOAD]),
    )
    yield case(
        'ports beside an endpoint specification',
        created(),
        call('application.update', applicationId='@id', endpointSpecSwarm={'Mode': 'dnsrr'}),
        refused('refused', {'ports': [WEB]}, ['silently ignore the ports', 'nothing was changed']),
    )
    yield case(
        'bad ports',
        created(),
        refused('range', {'ports': [dict(WEB, published_port=0)]}, 'published_port must be between 1 and 65535', requests=0),
        refused('twice', {'ports': [WEB, WEB]}, '8080/tcp is duplicated', requests=0),
    )
    yield case(
        'a failure takes ports and mounts back',
        created({'ports': [WEB], 'mounts': [DATA]}, actions=None, writes=None),
        task(
            'fails',
            {
                'source': {'image': 'crash:1'}, 'ports': [dict(WEB, target_port=81), dict(DNS, publish_mode='ingress')],
                'exclusive_mounts': True, 'mounts': [], 'on_failure': 'rollback',
            },
            failed='The changes of this task were rolled back',
            changed=True,
            phase='swarm_rolled_back',
        ),
        task('as before', {'ports': [WEB], 'exclusive_ports': True, 'mounts': [DATA], 'exclusive_mounts': True}, changed=False),
        versions=('v0.30.2',),
    )


def _traefik():
    both = task(
        'both',
        {'redirects': [OLD, TEMPORARY]},
        changed=True,
        actions=['create redirect ^http://a/(.*)', 'create redirect ^http://c/(.*)'],
        writes=['redirects.create', 'redirects.create'],
        shows={'application.redirects.0.permanent': True, 'application.redirects.1.permanent': False},
    )
    yield case(
        'redirects from beginning to end',
        created({'domains': [SITE]}, actions=None, writes=None),
        both,
        again(both),
        task('permanent', {'redirects': [dict(TEMPORARY, permanent=True)]},
             changed=True, actions=['update redirect ^http://c/(.*)'], writes=['redirects.update']),
        again(task('permanent', {'redirects': [dict(TEMPORARY, permanent=True)]})),
        task('not named', {'redirects': [TEMPORARY]}, changed=False),
        task('exclusive', {'redirects': [OLD], 'exclusive_redirects': True},
             changed=True, actions=['remove redirect ^http://c/(.*)'], writes=['redirects.delete']),
        again(task('exclusive', {'redirects': [OLD], 'exclusive_redirects': True})),
        task('none', {'redirects': [], 'exclusive_redirects': True}, changed=True, shows={'application.redirects': []}),
        refused('empty', {'redirects': [dict(OLD, replacement='')]}, 'replacement must not be empty', requests=0),
        live=True,
    )
    users = task(
        'both',
        {'basic_auth': [EDITOR, READER]},
        changed=True,
        actions=['create basic auth editor', 'create basic auth reader'],
        writes=['security.create', 'security.create'],
        shows={'application.basic_auth.0.username': 'editor', 'application.basic_auth.0.password': None},
        previous={'basic_auth': {'editor': None, 'reader': None}},
    )
    yield case(
        'basic authentication from beginning to end',
        created({'domains': [SITE]}, actions=None, writes=None),
        users,
        again(users),
        task(
            'another password',
            {'basic_auth': [dict(EDITOR, password='S3CRET-three')]},
            changed=True,
            actions=['update basic auth editor'],
            writes=['security.update'],
            previous={'basic_auth': {'editor': {'username': 'editor', 'password': '(hidden)'}}},
        ),
        again(task('another password', {'basic_auth': [dict(EDITOR, password='S3CRET-three')]})),
        task('exclusive', {'basic_auth': [READER], 'exclusive_basic_auth': True},
             changed=True, actions=['remove basic auth editor'], writes=['security.delete']),
        again(task('exclusive', {'basic_auth': [READER], 'exclusive_basic_auth': True})),
        task('none', {'basic_auth': [], 'exclusive_basic_auth': True}, changed=True, shows={'application.basic_auth': []}),
        refused('empty', {'basic_auth': [dict(EDITOR, password='')]}, 'password must not be empty', requests=0),
        task('no text', {'basic_auth': [dict(EDITOR, password=True)]}, failed='basic_auth.password must be a text', writes=[], requests=0),
        live=True,
    )
    yield case(
        'a plain member may not change ports',
        created(),
        event('member', label='plain', services=['@id']),
        refused('refused', {'api_key': '@key:plain', 'ports': [WEB]}, 'service.create', changed=False),
        versions=('v0.30.2',),
    )


CASES = tuple(_mounts()) + tuple(_ports()) + tuple(_traefik())
