# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows that are long rather than many: what a live server is asked in few deployments, and the simulator as well."""

from __future__ import annotations

from cases.applications import EVERYTHING
from cases.model import (
    CRASH,
    DELETE,
    DEPLOY,
    NEWER,
    NGINX,
    RELOAD,
    STOP,
    UNCHANGED,
    UPDATE,
    W_CREATE,
    W_DEPLOY,
    W_RELOAD,
    ByVersion,
    again,
    call,
    case,
    created,
    refused,
    task,
)

SHOP = {'host': '@project.example.com', 'port': 80}
API = dict(SHOP, path='/api', https=True, strip_path=True, internal_path='/v1')

REACHED = {'verify': {'url': '@front/', 'headers': {'Host': '@project.example.com'}}, 'wait_timeout': 20}


def _rows():
    deployed = task('deploy', {'source': NGINX}, changed=True, actions=[DEPLOY], writes=W_DEPLOY, phase='running')
    never = task('store', {'env': {'A': '1'}, 'deploy': 'never'}, changed=True, actions=[UPDATE], pending=['env'], phase='running')
    yield case(
        'every state on one application',
        refused('start', {'state': 'started'}, 'without source it is not created'),
        task('absent', {'state': 'absent'}, changed=False, writes=[]),
        task('store alone', {'source': NGINX, 'state': 'present'}, changed=True, phase='never_deployed', writes=W_CREATE),
        refused('restart', {'state': 'restarted'}, 'never deployed'),
        task('stop', {'state': 'stopped'}, changed=False, phase='never_deployed'),
        deployed,
        again(deployed, requests=UNCHANGED),
        task('reload', {'state': 'reloaded'}, changed=True, actions=[RELOAD], writes=W_RELOAD, phase='running'),
        never,
        again(never, pending=['env']),
        refused('restart', {'state': 'restarted'}, 'would also apply pending changes: env', pending=['env']),
        task('deploy again', {'state': 'deployed'}, changed=True, actions=[DEPLOY], applied=['env'], phase='running'),
        task('restart', {'state': 'restarted'}, changed=True, actions=[RELOAD], applied=[], phase='running'),
        task('stop', {'state': 'stopped', 'env': {'A': '2'}}, changed=True, actions=[UPDATE, STOP], pending=['env'], phase='stopped'),
        again(task('stop', {'state': 'stopped', 'env': {'A': '2'}}), pending=['env']),
        task('present', {'state': 'present', 'memory_limit': '64M'}, changed=True, actions=[UPDATE], phase='stopped'),
        refused('start another image', {'source': NEWER, 'deploy': 'never'}, 'deploy never prevents', pending=['source.image', 'env', 'memory_limit']),
        task('start', {}, changed=True, actions=[RELOAD], applied=['env', 'memory_limit'], phase='running'),
        again(task('start', {'source': NGINX, 'env': {'A': '2'}, 'memory_limit': '64M'}), requests=UNCHANGED),
        task('remove', {'state': 'absent'}, changed=True, actions=[DELETE], phase='absent'),
        again(task('remove', {'state': 'absent'})),
        live=True,
    )
    whole = dict(EVERYTHING, replicas=2, env={'A': 'a#b', 'B': "it's"}, domains=[SHOP, API], deployment_title='Release 1', deployment_description='A test')
    made = created(whole, actions=None, writes=None, shows={'application.replicas_running': 2, 'deployment.title': 'Release 1'})
    everything = [name for name in sorted(EVERYTHING) if name != 'auto_deploy'] + ['replicas', 'env']
    yield case(
        'every option at once',
        made,
        again(made, requests=UNCHANGED),
        task('merge env', {'env': {'C': '3'}, 'env_remove': ['A']}, changed=True, actions=[UPDATE, RELOAD], shows={'application.env_keys': ['B', 'C']}),
        task('unset', {'unset': everything}, changed=True, actions=[UPDATE, RELOAD], shows={'application.replicas': 1, 'application.env_keys': []}),
        again(task('unset', {'unset': everything}), requests=UNCHANGED),
        live=True,
    )
    yield case(
        'a crash, and back',
        created(),
        task(
            'crash',
            {'source': CRASH},
            changed=True,
            actions=[UPDATE, DEPLOY],
            phase='swarm_rolled_back',
            failed=ByVersion('Swarm rolled back to the previous version', 'Swarm paused the update'),
        ),
        again(
            task('crash', {'source': CRASH, 'deploy': 'never'}),
            phase='swarm_rolled_back',
            failed='is not healthy',
        ),
        task('back', {'source': NGINX}, changed=True, actions=ByVersion([UPDATE], [UPDATE, DEPLOY]), phase='running'),
        again(task('back', {'source': NGINX})),
        live=True,
    )
    verified = task('start', REACHED, changed=True, actions=[DEPLOY], phase='running')
    yield case(
        'verified at its domain',
        task('create', {'source': NGINX, 'domains': [SHOP], 'state': 'present'}, changed=True, phase='never_deployed'),
        # So that it answers on kernels without IPVS, too.
        call('application.update', applicationId='@id', endpointSpecSwarm={'Mode': 'dnsrr'}),
        verified,
        again(verified),
        task('another code', dict(REACHED, verify=dict(REACHED['verify'], status_code=[204])),
             checked=False, changed=False, failed='answers 200', phase='unreachable'),
        live=True,
    )


CASES = tuple(_rows())
