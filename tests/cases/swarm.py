# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Swarm itself is told of an application: placement, limits, mode and endpoint."""

from __future__ import annotations

from cases.model import CREATE, NGINX, RELOAD, UPDATE, W_RELOAD, again, call, case, created, refused, task

PLACE = {'constraints': ['node.role==manager'], 'preferences': [{'spread': 'node.labels.zone'}], 'replicas_max_per_node': 2}
FILES = {'name': 'nofile', 'soft': 1024, 'hard': 2048}
PROCESSES = {'name': 'nproc', 'soft': 512}
WEB = {'published_port': 8080, 'target_port': 80}


def _rows():
    whole = task('whole', {'placement': PLACE}, changed=True, actions=[UPDATE, RELOAD], shows={'application.placement': PLACE}, pending=[])
    yield case(
        'placement',
        created(),
        whole,
        again(whole),
        task(
            'one of it',
            {'placement': {'replicas_max_per_node': 3}},
            changed=True,
            actions=[UPDATE, RELOAD],
            shows={'application.placement': dict(PLACE, replicas_max_per_node=3)},
            previous={'placement': PLACE},
        ),
        task('no preferences', {'placement': {'preferences': []}}, changed=True, shows={'application.placement.preferences': None}),
        again(task('no preferences', {'placement': {'preferences': []}})),
        task('cleared', {'unset': ['placement']}, changed=True, actions=[UPDATE, RELOAD], shows={'application.placement': None}),
        again(task('cleared', {'unset': ['placement']})),
    )
    yield case(
        'a placement changed in the page',
        created({'placement': PLACE}),
        call('application.update', applicationId='@id', placementSwarm={'Constraints': ['node.role==manager']}),
        task('as it was', {'placement': PLACE}, changed=True, actions=[UPDATE], writes=['application.update']),
        call('application.update', applicationId='@id', placementSwarm={'Constraints': ['node.role==manager']}),
        task('rolled out', {}, changed=True, actions=[RELOAD], applied=['placement'], writes=W_RELOAD),
    )
    limits = task(
        'limits',
        {'ulimits': [FILES, PROCESSES]},
        changed=True,
        actions=[UPDATE, RELOAD],
        shows={'application.ulimits': [FILES, dict(PROCESSES, hard=512)]},
    )
    yield case(
        'limits of processes',
        created(),
        limits,
        again(limits),
        task('in another order', {'ulimits': [dict(PROCESSES, hard=512), FILES]}, changed=False),
        task('the list is the whole', {'ulimits': [FILES]}, changed=True, actions=[UPDATE, RELOAD], shows={'application.ulimits': [FILES]}),
        task('cleared', {'ulimits': []}, changed=True, shows={'application.ulimits': None}),
        again(task('cleared', {'ulimits': []})),
        refused('upside down', {'ulimits': [dict(FILES, soft=4096)]}, 'must have a soft limit that is not above the hard one', requests=0),
    )
    yield case(
        'the mode of a service',
        task('prepared', {'state': 'present', 'source': NGINX, 'service_mode': 'global'}, changed=True, actions=CREATE),
        again(task('prepared', {'state': 'present', 'source': NGINX, 'service_mode': 'global'})),
        task('replicated', {'state': 'present', 'service_mode': 'replicated'}, changed=True, actions=[UPDATE]),
        task('global', {'state': 'present', 'service_mode': 'global'}, changed=True, actions=[UPDATE], shows={'application.service_mode': 'global'}),
        task('deployed', {'service_mode': 'global'}, changed=True, actions=['deploy application']),
        again(task('deployed', {'service_mode': 'global'})),
        refused('another', {'service_mode': 'replicated'}, ['Docker cannot change the mode of an existing service', 'nothing was changed']),
        refused('not even stored', {'service_mode': 'replicated', 'deploy': 'never'}, 'Docker cannot change the mode of an existing service'),
        refused('unset', {'unset': ['service_mode']}, 'Docker cannot change the mode of an existing service'),
    )
    endpoint = task(
        'endpoint',
        {'endpoint_spec': {'mode': 'vip', 'ports': [WEB]}},
        changed=True,
        actions=[UPDATE, RELOAD],
        shows={'application.endpoint_spec': {'mode': 'vip', 'ports': [dict(WEB, protocol='tcp', publish_mode='ingress')]}},
    )
    yield case(
        'an endpoint specification',
        created(),
        endpoint,
        again(endpoint),
        refused('beside ports', {'ports': [dict(WEB, published_port=8081)]}, 'silently ignore the ports'),
        task('mode alone', {'endpoint_spec': {'ports': [], 'mode': 'dnsrr'}}, changed=True, actions=[UPDATE, RELOAD]),
        again(task('mode alone', {'endpoint_spec': {'ports': [], 'mode': 'dnsrr'}})),
        task('ports in its place', {'unset': ['endpoint_spec'], 'ports': [WEB]}, changed=True, actions=[UPDATE, 'create port 8080/tcp', RELOAD]),
        refused('and back', {'endpoint_spec': {'mode': 'vip'}}, ['silently ignore the ports', 'nothing was changed']),
        task(
            'with the ports gone',
            {'endpoint_spec': {'mode': 'dnsrr'}, 'ports': [], 'exclusive_ports': True},
            changed=True,
            actions=[UPDATE, 'remove port 8080/tcp', RELOAD],
        ),
        refused('range', {'endpoint_spec': {'ports': [dict(WEB, target_port=0)]}}, 'endpoint_spec.ports: target_port must be between', requests=0),
    )


CASES = tuple(_rows())
