# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is awaited and verified, and going back where it fails."""

from __future__ import annotations

from cases.model import (
    CRASH,
    CREATED,
    DELETE,
    DEPLOY,
    GIT,
    NEWER,
    NEWEST,
    NGINX,
    OLDER,
    ON_WORKER,
    REFUSED,
    RELOAD,
    STOP,
    TWO_NODES,
    UPDATE,
    ByVersion,
    again,
    call,
    case,
    created,
    event,
    refused,
    task,
)

HOST = {'verify': {'url': '@front/', 'headers': {'Host': '@project.example.com'}}}
SHOP = {'host': '@project.example.com', 'port': 80}
WENT_BACK = 'Swarm rolled back to the previous version'
PAUSED = 'Swarm paused the update'


def _verify():
    yield case(
        'verified',
        created(dict(HOST, domains=[SHOP]), actions=None, writes=None),
        again(task('again', HOST)),
        task('another code', {'verify': dict(HOST['verify'], status_code=[204])}, changed=False, failed='answers 200', phase='unreachable', checked=False),
    )
    yield case(
        'not reached',
        task('no domain', dict(HOST, source=NGINX, wait_timeout=20), changed=True, failed='answers 404', phase='unreachable'),
        task('unchanged, not reached', dict(HOST, wait_timeout=20), changed=False, failed='answers 404', phase='unreachable', checked=False),
        task('as expected', {'verify': dict(HOST['verify'], status_code=[200, 404])}, changed=False),
    )


def _restore():
    crash = {'source': CRASH, 'on_failure': 'rollback'}
    yield case(
        'restored',
        created({'env': {'A': '1'}}),
        task(
            'crash',
            dict(crash, env={'A': '2', 'B': '3'}, domains=[SHOP]),
            changed=True,
            failed=[WENT_BACK, 'The changes of this task were rolled back'],
            phase='swarm_rolled_back',
            undone=['remove domain @project.example.com/', 'restore application'],
        ),
        task('as before', {'source': NGINX, 'env': {'A': '1'}}, changed=False, shows={'application.env_keys': ['A'], 'application.domains': []}),
        versions=(NEWEST,),
        live=True,
    )
    yield case(
        'restored where the update paused',
        created({'env': {'A': '1'}}),
        task(
            'crash',
            dict(crash, env={'A': '2'}),
            changed=True,
            failed=[PAUSED, 'The changes of this task were rolled back'],
            phase='swarm_rolled_back',
            undone=['restore application', 'reload application'],
        ),
        task('as before', {'source': NGINX, 'env': {'A': '1'}}, changed=False, phase='running'),
        versions=(OLDER,),
        live=True,
    )
    yield case(
        'children restored',
        created({'domains': [SHOP, dict(SHOP, path='/old', port=81)]}, actions=None, writes=None),
        task('crash', dict(crash, domains=[dict(SHOP, port=8080)], exclusive_domains=True), changed=True, failed='rolled back'),
        task('as before', {'source': NGINX, 'domains': [SHOP, dict(SHOP, path='/old', port=81)], 'exclusive_domains': True}, changed=False),
        live=True,
    )
    yield case(
        'a first deployment is left stopped',
        task('crash', crash, changed=True, actions=CREATED, failed='stays stopped', undone=['stop application']),
        task('stopped', {'state': 'stopped'}, changed=False, phase='stopped'),
        live=True,
    )
    yield case(
        'left as it is',
        created(),
        task('crash', {'source': CRASH}, changed=True, actions=[UPDATE, DEPLOY], failed=WENT_BACK, phase='swarm_rolled_back'),
        task('back', {'source': NGINX}, changed=True, actions=[UPDATE], phase='running'),
        again(task('back', {'source': NGINX})),
        versions=(NEWEST,),
    )


def _beside_others():
    """A deployment that somebody else started is under way."""
    slow = (
        created({'source': GIT}),
        call('application.update', applicationId='@id', customGitBranch='slow'),
        call('application.deploy', applicationId='@id', title='by hand'),
        event('advance', seconds=1),
    )
    yield case(
        'stopped at once, and again after it',
        *slow,
        task('stop', {'state': 'stopped'}, changed=True, actions=[STOP], writes=['application.stop', 'application.stop'], phase='stopped', pending=None),
        again(task('stop', {'state': 'stopped'})),
    )
    yield case(
        'removed after it', *slow, task('remove', {'state': 'absent'}, changed=True, writes=['application.cleanQueues', 'application.delete'], phase='absent')
    )
    yield case(
        'not removed while it runs',
        *slow,
        task(
            'remove',
            {'state': 'absent', 'queue_timeout': 20},
            changed=None,
            failed=['did not end within 20 seconds', 'force: true'],
            phase='building',
            writes=REFUSED,
            checked=False,
        ),
        task(
            'remove with force',
            {'state': 'absent', 'queue_timeout': 20, 'force': True},
            changed=True,
            checked=False,
            phase='absent',
            actions=['kill build', DELETE],
        ),
    )
    yield case('a waiting deployment shows in check mode as it is', *slow, task('check', {}, check=True, changed=None))


def _refusals():
    yield case(
        'a global service',
        created({'state': 'present'}, actions=None, phase=None, writes=None),
        call('application.update', applicationId='@id', modeSwarm={'Global': {}}),
        task('start', {}, changed=True, actions=[DEPLOY], phase='running'),
        again(task('start')),
        refused('stop', {'state': 'stopped'}, 'global mode'),
    )
    yield case(
        'a job',
        created({'state': 'present'}, actions=None, phase=None, writes=None),
        call('application.update', applicationId='@id', modeSwarm={'ReplicatedJob': {'MaxConcurrent': 1, 'TotalCompletions': 1}}),
        refused('start', {}, ['replicated-job', 'Docker refuses for jobs']),
    )
    yield case(
        "another's deployment is awaited",
        created({'source': GIT}),
        call('application.deploy', applicationId='@id', title='by hand'),
        event('advance', seconds=0.5),
        task('start', {}, changed=False, checked=False, phase='running'),
    )
    yield case(
        'a slow deployment is not awaited for ever',
        created({'source': GIT}),
        call('application.update', applicationId='@id', customGitBranch='slow'),
        call('application.deploy', applicationId='@id', title='by hand'),
        event('advance', seconds=0.5),
        refused('start', {'queue_timeout': 30}, ['by hand', 'did not end within 30 seconds'], checked=False, phase='queued'),
    )
    yield case(
        'a key that may do less',
        created({'env': {'A': '1'}}),
        event('member', label='ci', services=['@id']),
        task('unchanged', {'api_key': '@key:ci'}, changed=False, unverified=['service']),
        task('env alone', {'api_key': '@key:ci', 'env': {'A': '2'}}, changed=True, actions=[UPDATE, RELOAD], checked=False, unverified=None),
        refused('more', {'api_key': '@key:ci', 'memory_limit': '64M'}, ['service.create', 'nothing was changed']),
        task('deploy', {'api_key': '@key:ci', 'state': 'deployed'}, changed=True, actions=[DEPLOY]),
    )
    yield case(
        'settings that Docker refuses',
        created(),
        call('application.update', applicationId='@id', memoryLimit='1024'),
        task('reload', {'state': 'reloaded'}, changed=True, failed='could not be reloaded', actions=[RELOAD], phase='rolling'),
        task('deploy', {'state': 'deployed'}, changed=True, failed=ByVersion(['4MiB', 'memory_limit'], 'the deployment of'), phase='building'),
    )
    yield case(
        'an image that is not there',
        task(
            'create',
            {'source': {'type': 'docker', 'image': 'missing:1'}},
            changed=True,
            phase='building',
            failed=ByVersion(['manifest', "Check the image's name"], 'the deployment of'),
        ),
        live=True,
    )
    yield case(
        'a build that breaks',
        task('create', {'source': dict(GIT, branch='broken')}, changed=True, failed=['the deployment of'], phase='building'),
        live=True,
    )
    yield case(
        'a replica on a node that is down',
        created({'placement': ON_WORKER}),
        event('world', host={'nodes': [TWO_NODES['nodes'][0], dict(TWO_NODES['nodes'][1], status='Down')]}),
        event('nodes'),
        task('cannot be placed', {'wait_timeout': 10}, changed=False, failed=['Swarm cannot place the rest', 'A node is drained, paused, or down'],
             checked=False),
        task('stop', {'state': 'stopped'}, changed=True, actions=[STOP], phase='stopping', checked=False,
             failed=['was stopped, but its replicas on the node worker-1 may still run: the node is down', 'dokploy_swarm_node']),
        world={'host': TWO_NODES},
    )
    yield case(
        'stops, and is worked on meanwhile',
        created(),
        task('stop', {'state': 'stopped', 'source': NEWER}, changed=True, phase='stopped', pending=['source.image']),
    )


CASES = tuple([*_verify(), *_restore(), *_beside_others(), *_refusals()])
