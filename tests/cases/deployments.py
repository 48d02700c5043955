# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deployments: begun, undone and cleared; builds that are ended; the queue and logs."""

from __future__ import annotations

from cases.model import GIT, NEWEST, NGINX, ByVersion, again, call, case, created, event, info, task

WEB = {'project': '@project', 'environment': 'production', 'name': 'web'}
SLOW = dict(GIT, branch='slow')
W_CLEAN, W_KILL, W_DEPLOY, W_REDEPLOY = ['application.cleanQueues'], ['application.killBuild'], ['application.deploy'], ['application.redeploy']
DROP, KILL, AGAIN = 'drop waiting deployments', 'kill build', 'requeue deployments'
HUNG = {'type': 'git', 'url': 'https://silent.example.com/shop.git', 'branch': 'main'}


def build(name, state, options=None, actions=None, writes=None, **more):
    expect = {'changed': bool(actions), 'actions': actions or [], 'writes': writes or []}
    return task(name, dict(WEB, state=state, **(options or {})), module='dokploy_build', **dict(expect, **more))


def deployment(name, state='deployed', options=None, **more):
    return task(name, dict(WEB, state=state, **(options or {})), module='dokploy_deployment', **more)


def deployments(name, options=None, **more):
    return info(name, options, module='dokploy_deployment_info', **more)


def bad(step, message, **more):
    step.expect.update(dict({'changed': False, 'failed': message, 'writes': [], 'actions': None}, **more))
    return step


def building(name='web', source=None):
    """An application whose slow build is under way."""
    return (
        task('make ' + name, {'name': name, 'state': 'present', 'source': source or SLOW, 'build': {'type': 'dockerfile'}}, changed=True),
        call('application.deploy', applicationId='@id:' + name, title='first of ' + name),
        event('advance', seconds=2),
    )


def _builds():
    yield case(
        'a build that is killed',
        *building(),
        build('killed', 'killed', actions=[KILL], writes=W_KILL, shows={'ended.0.status': 'error', 'hit': [], 'application.status': 'error'}, checked=False),
        again(build('killed', 'killed')),
        again(build('cancelled', 'cancelled')),
        again(build('cleaned', 'queue_cleaned')),
    )
    yield case(
        'check mode of a kill',
        *building(),
        build('check', 'killed', actions=[KILL], check=True, shows={'ended.0.status': 'running'}),
        call('application.deploy', applicationId='@id', title='second'),
        build('check both', 'cancelled', {'requeue': True}, actions=[DROP, KILL, AGAIN], check=True, shows={'dropped.0.title': 'second'}),
    )
    yield case(
        'waiting deployments',
        *building(),
        call('application.deploy', applicationId='@id', title='second', description='[0123456789]'),
        call('application.redeploy', applicationId='@id', title='third'),
        build('requeued', 'queue_cleaned', {'requeue': True}, actions=[DROP, AGAIN], writes=W_CLEAN + W_DEPLOY + W_REDEPLOY,
              shows={'dropped.0.title': 'second', 'dropped.0.requeued': True, 'dropped.1.type': 'redeploy', 'dropped.1.requeued': True}),
        deployments('still exist', shows={'queue.1.title': 'second', 'queue.1.description': '[0123456789]', 'queue.2.type': 'redeploy'}),
        build('dropped', 'queue_cleaned', actions=[DROP], writes=W_CLEAN, shows={'dropped.0.title': 'second', 'dropped.0.requeued': False}),
        again(build('dropped', 'queue_cleaned')),
        build('the other is left', 'killed', actions=[KILL], writes=W_KILL, checked=False),
    )
    yield case(
        'everything of one application is cancelled',
        *building(),
        call('application.deploy', applicationId='@id', title='second'),
        build('cancelled', 'cancelled', actions=[DROP, KILL], writes=W_CLEAN + W_KILL, shows={'dropped.0.title': 'second', 'ended.0.status': 'error'}),
        again(build('cancelled', 'cancelled')),
    )
    yield case(
        'a neighbour that builds on the host',
        *building(),
        *building('other'),
        call('settings.updateBuildsConcurrency', buildsConcurrency=2),
        event('advance', seconds=2),
        bad(build('refused', 'killed'), ['/production/other', 'force'], shows={'neighbours.0.title': 'first of other'}),
        bad(build('refused in whole', 'cancelled'), '/production/other'),
        build('forced', 'killed', {'force': True}, actions=[KILL], writes=W_KILL, warns='this also cancelled', checked=False,
              shows={'hit.0.service.name': 'other', 'ended.0.status': 'error'}),
        again(build('forced', 'killed', {'force': True})),
        versions=(NEWEST,),
    )
    yield case(
        'a neighbour that waits is none',
        *building(),
        *building('other'),
        build('killed', 'killed', actions=[KILL], writes=W_KILL, shows={'neighbours': [], 'hit': []}, checked=False),
    )
    yield case(
        'a neighbour that pulls is none',
        *building(),
        task('make other', {'name': 'other', 'state': 'present', 'source': NGINX}, changed=True),
        call('settings.updateBuildsConcurrency', buildsConcurrency=2),
        event('world', images={'nginx:1.27': {'pull': 'hang'}}),
        call('application.deploy', applicationId='@id:other', title='pulls'),
        event('advance', seconds=2),
        build('killed', 'killed', actions=[KILL], writes=W_KILL, shows={'neighbours': [], 'hit': []}, checked=False),
        versions=(NEWEST,),
    )
    yield case(
        'a clone that hangs',
        *building(source=HUNG),
        build('killed in vain', 'killed', {'end_timeout': 5}, actions=[KILL], writes=W_KILL, failed=['still runs 5 seconds after', 'host_processes']),
    )
    yield case(
        'a pull is not killed',
        task('make', {'state': 'present', 'source': NGINX}, changed=True),
        event('world', images={'nginx:1.27': {'pull': 'hang'}}),
        call('application.deploy', applicationId='@id', title='pulls'),
        event('advance', seconds=2),
        bad(build('refused', 'killed'), ['pulled as an image', 'host_processes']),
    )
    yield case(
        'builds that cannot be ended',
        bad(build('missing', 'killed'), 'does not exist'),
        created(),
        bad(build('requeue', 'killed', {'requeue': True}), 'removes nothing'),
        bad(build('processes', 'queue_cleaned', {'host_processes': True}), 'cancels no running build'),
        again(build('nothing', 'cancelled')),
        event('member', label='plain', services=['@id'], grants={'deployment': {'read': False}}),
        bad(build('blind', 'cancelled', {'application_id': '@id', 'api_key': '@key:plain'}), 'cannot be read', checked=False),
    )
    yield case(
        'a key that may not cancel',
        *building(),
        event('member', label='plain', services=['@id'], grants={'deployment': {'cancel': False}}),
        bad(build('refused', 'killed', {'application_id': '@id', 'api_key': '@key:plain'}), 'deployment.cancel'),
        event('member', label='deployer', services=['@id']),
        build('killed', 'killed', {'application_id': '@id', 'api_key': '@key:deployer'}, actions=[KILL], writes=W_KILL, checked=False),
    )
    yield case(
        'what others hide is not hit',
        *building(),
        *building('other'),
        call('settings.updateBuildsConcurrency', buildsConcurrency=2),
        event('advance', seconds=2),
        event('member', label='plain', services=['@id']),
        bad(build('refused', 'killed', {'application_id': '@id', 'api_key': '@key:plain'}), 'a service that this key cannot read'),
        versions=(NEWEST,),
    )


def _deployments():
    yield case(
        'a deployment',
        created(),
        deployment('deployed', options={'deployment_title': 'Release 2'}, changed=True, actions=['deploy application'], writes=W_DEPLOY, phase='running',
                   shows={'deployment.title': 'Release 2', 'deployment.status': 'done', 'applied': [], 'pending': []}),
        deployment('again', 'redeployed', changed=True, actions=['redeploy application'], writes=W_REDEPLOY, phase='running',
                   shows={'deployment.status': 'done'}),
        deployment('not awaited', options={'wait': False}, changed=True, actions=['deploy application'], writes=W_DEPLOY, phase='queued'),
        event('advance', seconds=30),
        deployments('told', {'limit': 2}, shows={
            'deployments.0.status': 'done', 'deployments.1.title': 'Ansible', 'deployments.0.service.name': 'web', 'queue': []}),
        task('nothing is left to do', changed=False, phase='running'),
    )
    yield case(
        'a deployment as a playbook',
        created(),
        deployment(
            'deployed', options={'deployment_title': 'Release 2'}, changed=True, actions=['deploy application'], writes=W_DEPLOY, phase='running',
            shows={'deployment.status': 'done'}),
        deployments('told', shows={'deployments.0.title': 'Release 2', 'deployments.1.title': 'Ansible'}),
        deployment('cleared', 'cleared', {'keep': 1}, changed=True, actions=['remove 1 deployment'], writes=['deployment.removeDeployment'],
                   previous=None, shows={'removed.0.title': 'Ansible', 'kept.0.title': 'Release 2'}),
        again(deployment('cleared', 'cleared', {'keep': 1})),
        play=True,
    )
    yield case(
        'a deployment rolls out what others stored',
        created(),
        call('application.update', applicationId='@id', memoryLimit='134217728', env='A=1'),
        deployment('deployed', changed=True, actions=['deploy application'], shows={'applied': ['env', 'memory_limit']}),
        task('nothing is left', changed=False),
    )
    yield case(
        'build settings that others stored are deployed once',
        task('make', {'source': GIT, 'build': {'type': 'dockerfile'}}, changed=True),
        call('application.update', applicationId='@id', customGitBranch='broken'),
        call('application.update', applicationId='@id', customGitBranch='main', dockerContextPath='.'),
        deployment('deployed', changed=True, actions=['update application', 'deploy application']),
        task('nothing is left', {'source': GIT, 'build': {'type': 'dockerfile'}}, changed=False),
    )
    yield case(
        'a deployment by a key that may only deploy',
        task('make', {'source': GIT, 'build': {'type': 'dockerfile'}}, changed=True),
        call('application.update', applicationId='@id', dockerContextPath='.'),
        event('member', label='plain', services=['@id']),
        deployment('deployed', options={'application_id': '@id', 'api_key': '@key:plain', 'project': '', 'environment': '', 'name': ''}, changed=True,
                   actions=['deploy application'], writes=W_DEPLOY, shows={'deployment.status': 'done'}),
    )
    yield case(
        'deployments that fail',
        bad(deployment('missing'), 'does not exist'),
        task('make', {'state': 'present', 'source': dict(GIT, branch='broken'), 'build': {'type': 'dockerfile'}}, changed=True),
        bad(deployment('never deployed', 'redeployed'), 'was never deployed'),
        deployment('broken', changed=True, failed='failed', phase='building', checked=False, shows={'deployment.status': 'error'}),
        bad(deployment('an id', options={'deployment_id': 'x'}), 'is not supported with'),
        bad(deployment('negative', 'cleared', {'keep': -1}), 'must not be negative'),
        bad(deployment('no id', 'absent'), 'requires deployment_id'),
        bad(deployment('no rollback', 'rolled_back'), 'has a rollback'),
    )
    yield case(
        'a deployment that somebody else started',
        *building(),
        bad(deployment('refused', options={'other_deployment': 'refuse'}), 'somebody else started'),
        deployment('awaited', changed=True, actions=['deploy application'], writes=W_DEPLOY, shows={'deployment.status': 'done'}, checked=False),
    )
    yield case(
        'a row that says running with no job',
        created(),
        event('orphan', application='@id'),
        deployments('told', {'status': ['running']}, shows={'deployments.0.orphaned': True, 'deployments.0.status': 'running', 'queue': []}),
        build('nothing to kill', 'killed', warns='nothing can be cancelled'),
        deployment('deployed', options={'other_deployment': 'refuse'}, changed=True, actions=['deploy application'], writes=W_DEPLOY, warns='did not wait for',
                   checked=False),
        deployment('removed', 'absent', {'deployment_id': '@orphan'}, changed=True, actions=['remove 1 deployment'], writes=['deployment.removeDeployment']),
        again(deployment('removed', 'absent', {'deployment_id': '@orphan'})),
        task('nothing else', changed=False),
    )
    yield case(
        'cleared deployments',
        created(),
        *[call('application.deploy', applicationId='@id', title='d%d' % number) for number in range(7)],
        event('advance', seconds=120),
        deployment('cleared', 'cleared', changed=True, actions=['remove 3 deployments'], writes=['deployment.removeDeployment'] * 3,
                   shows={'kept.0.title': 'd6', 'kept.4.title': 'd2', 'removed.2.title': 'Ansible'}),
        again(deployment('cleared', 'cleared')),
        deployments('the newest log stays', {'limit': 1, 'log_lines': 5}, shows={'deployments.0.title': 'd6'}),
        deployment('all', 'cleared', {'keep': 0}, changed=True, actions=['remove 5 deployments'], writes=['deployment.removeDeployment'] * 5),
        deployment('missing', 'absent', {'name': 'nope', 'deployment_id': 'x'}, changed=False, actions=[], writes=[]),
    )
    yield case(
        'what runs is not cleared',
        *building(),
        again(deployment('cleared', 'cleared', {"keep": 0})),
    )


def _information():
    yield case(
        'the queue of the whole server',
        *building(),
        *building('other'),
        call('application.deploy', applicationId='@id', title='second'),
        event('advance', seconds=20),
        deployments('all', {'project': ''}, shows={
            'queue.0.service.name': 'web', 'queue.0.state': 'active', 'queue.0.waits_for': [], 'queue.1.service.name': 'other', 'queue.1.state': 'waiting',
            'queue.2.title': 'second', 'deployments.0.title': 'first of web', 'deployments.0.orphaned': False}),
        deployments('returns no result of it', {'name': 'nope', 'queue': False}, shows={'deployments': [], 'queue': []}),
        event('member', label='plain', services=['@id']),
        deployments('a member', {'api_key': '@key:plain', 'project': ''}, shows={'queue.0.service.name': 'web', 'queue.1.service.name': None}),
    )
    yield case(
        'logs of builds and containers',
        created({'env': {'TOKEN': 'S3CRET-of-the-log'}}),
        deployments('logs', {'log_lines': 5, 'container_log_lines': 5}, unverified=ByVersion([], [
            'log: it requires Dokploy v0.29.5 or later, and this is v0.28.8', 'container_logs: they require Dokploy v0.29.0 or later, and this is v0.28.8'])),
        deployments('of a day', {'container_log_lines': 5, 'container_log_since': '1d'}, shows=ByVersion({'container_logs.0.log': 'ready\n'}, {})),
        deployments('too many', {'log_lines': 20000}, failed='between 0 and 10000'),
        deployments('bad since', {'container_log_since': '10 minutes'}, failed='container_log_since'),
        deployments('by id', {'application_id': '@id'}, shows={'deployments.0.status': 'done'}),
        deployments('by a wrong name', {'application_id': '@id', 'name': 'other'}, shows={'deployments': []}),
        deployments('by an id that nothing has', {'application_id': 'nope'}, shows={'deployments': []}),
        world={'images': {'nginx:1.27': {'log': ['ready']}}},
    )


CASES = (*_builds(), *_deployments(), *_information())
