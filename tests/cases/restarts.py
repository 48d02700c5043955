# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A restart of the server: what it cancels, drops and replaces, and how its end is known."""

from __future__ import annotations

from cases.deployments import building
from cases.model import NEWEST, OLDER, ByVersion, call, case, created, event, task

W_RESTART = ['settings.reloadServer']
RESTART = 'restart server'


def restart(name, options=None, **more):
    expect = {'changed': True, 'actions': [RESTART], 'writes': W_RESTART, 'shows': {}}
    return task(name, options, module='dokploy_server_restart', **dict(expect, **more))


def bad(name, message, options=None, **more):
    return restart(name, options, **dict({'changed': False, 'failed': message, 'writes': [], 'actions': None}, **more))


def host(**values):
    return event('world', host=values)


def own(version):
    return 'dokploy/dokploy:%s' % version


def by_version(make):
    return ByVersion(*(make(one) for one in (NEWEST, OLDER)))


def _cases():
    yield case(
        'a restart with nothing under way',
        created(),
        restart('check', check=True, writes=[], shows={'seconds': None, 'image': None, 'cancelled': [], 'dropped': []}),
        restart('restart', shows=by_version(lambda one: {
            'version': one, 'previous_version': one, 'previous_image': None,
            'unverified.0': 'the image: no service named dokploy is visible: a container of that name restarts with its current image'})),
        restart('again'),
        task('the application runs on', changed=False, phase='running'),
    )
    yield case(
        'a restart of a service of its own',
        host(dokploy='dokploy/dokploy:latest', restart_seconds=12),
        restart('check', check=True, writes=[], actions=by_version(lambda one: [RESTART, 'set image ' + own(one)]), shows=by_version(lambda one: {
            'image': own(one), 'previous_image': 'dokploy/dokploy:latest'})),
        restart('restart', actions=by_version(lambda one: [RESTART, 'set image ' + own(one)]), shows=by_version(lambda one: {
            'image': own(one), 'previous_image': 'dokploy/dokploy:latest', 'unverified': []})),
        restart('the image is its own now', shows=by_version(lambda one: {'previous_image': own(one), 'image': own(one)})),
        event('fault', procedure='settings.reloadServer', action='cut_after'),
        restart('the answer is lost, as it mostly is', checked=False),
        event('fault', procedure='settings.reloadServer', action='cut_before'),
        bad('it never arrived, and no new task comes', 'and 20 seconds later no new replica of it runs', {'wait_timeout': 20}, checked=False,
            changed=True, writes=None, phase='restarting'),
        host(dokploy='dokploy/dokploy:canary', restart_seconds=1),
        restart('a channel stays', shows={'image': 'dokploy/dokploy:canary'}),
        host(restart_seconds=90),
        bad('too slow', 'later', {'wait_timeout': 30}, changed=True, writes=None, phase='restarting', checked=False),
    )
    for image, forced in (
            ('registry.example.com:5000/mirror/dokploy:v1', True), ('dokploy/dokploy@sha256:0123', False), ('ghcr.io/dokploy/dokploy:latest', True)):
        yield case(
            'a restart of a server on the image %s' % image,
            host(dokploy=image),
            *([bad('refused', 'it runs on the image %s, which Dokploy would replace by dokploy/dokploy:' % image)] if forced else []),
            restart('forced', {'force': forced}, actions=by_version(lambda one: [RESTART, 'set image ' + own(one)]), shows={
                'previous_image': image}),
        )
    cut = {'cancelled.0.title': 'first of web', 'cancelled.0.name': '@project/production/web', 'cancelled.0.service.id': '@id:web'}
    yield case(
        'a restart amid a deployment, with another waiting',
        *building('web'),
        task('another', {'name': 'other', 'state': 'present', 'source': {'type': 'docker', 'image': 'nginx:1.27'}}, changed=True, checked=False),
        call('application.deploy', applicationId='@id:other', title='waits'),
        bad('refused', "the deployment 'first of web' of @project/production/web is running and would be cancelled", shows=cut),
        bad('refused in check mode, too', 'would be cancelled', check=True, shows=cut),
        restart('what it would hit', {'force': True}, check=True, writes=[], shows=dict(cut, **{'seconds': None})),
        restart('forced', {'force': True}, shows=cut, warns=["cancelled the deployment 'first of web'"]),
        versions=(NEWEST,),
    )
    yield case(
        'what waits is dropped since v0.29.9, and kept before',
        *building('web'),
        task('another', {'name': 'other', 'state': 'present', 'source': {'type': 'docker', 'image': 'nginx:1.27'}}, changed=True, checked=False),
        call('application.deploy', applicationId='@id:other', title='waits'),
        restart('check', {'force': True}, check=True, writes=[], shows={
            'dropped.0.title': 'waits', 'kept': []}),
        restart('forced', {'force': True}, shows={'dropped.0.name': '@project/production/other'}, warns=["dropped the deployment 'waits'"]),
        versions=(NEWEST,),
    )
    yield case(
        'what waits is kept before v0.29.9',
        *building('web'),
        task('another', {'name': 'other', 'state': 'present', 'source': {'type': 'docker', 'image': 'nginx:1.27'}}, changed=True, checked=False),
        call('application.deploy', applicationId='@id:other', title='waits'),
        restart('forced', {'force': True}, shows={'kept.0.title': 'waits', 'dropped': [], 'cancelled.0.title': 'first of web'},
                warns=["cancelled the deployment 'first of web'"]),
        versions=(OLDER,),
    )
    yield case(
        'a restart without a look at the queue',
        event('fault', procedure='deployment.queueList', action='answer', status=404, body='{"message":"Not found","code":"NOT_FOUND"}', times=100),
        bad('refused', 'the queue cannot be read, so the deployments that would be cancelled are unknown'),
        restart('forced', {'force': True}, shows={'unverified.0': 'the queue: it cannot be read, so the deployments that would be cancelled are unknown'}),
    )
    yield case(
        'a restart of a server that is neither a service nor a container of its name',
        event('fault', procedure='settings.reloadServer', action='answer', status=500,
              body='{"message":"Resource type not found","code":"INTERNAL_SERVER_ERROR"}'),
        bad('refused by Dokploy', 'Docker has neither a service nor a container named dokploy', writes='refused', checked=False),
    )
    yield case(
        'a restart by a key that may not',
        created(),
        event('member', label='plain', services=['@id']),
        bad('refused', 'settings.reloadServer', {'api_key': '@key:plain'}, checked=False, writes='refused'),
    )


CASES = list(_cases())
