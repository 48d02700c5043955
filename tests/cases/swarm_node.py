# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nodes of the Swarm."""

from __future__ import annotations

from cases.record_steps import again, case, refused, task

WORLD = {'host': {'nodes': [{'hostname': 'manager-1'}, {'hostname': 'worker-1', 'role': 'worker', 'labels': {'zone': 'a'}},
                            {'hostname': 'worker-2', 'role': 'worker', 'status': 'Down'}]}}


def _node(name, node, options=None, **more):
    return task(name, dict({'name': node}, **(options or {})), module='dokploy_swarm_node', **more)


def _rows():
    gone = _node('remove one that is down', 'worker-2', {'state': 'absent'}, changed=True, actions=['delete swarm_node'], writes=['cluster.removeWorker'])
    yield case(
        'node of the Swarm', _node('there', 'worker-1', changed=False, writes=[], shows={'swarm_node.role': 'worker', 'swarm_node.labels': {'zone': 'a'}}),
        refused('not there', {'name': 'worker-9'}, 'no node has this name', module='dokploy_swarm_node'),
        _node('check', 'worker-2', {'state': 'absent'}, check=True, changed=True, writes=[]), gone, again(gone),
        refused('ready', {'name': 'worker-1', 'state': 'absent'}, 'force: true removes it', module='dokploy_swarm_node'),
        refused('manager', {'name': 'manager-1', 'state': 'absent', 'force': True}, 'it is a manager', module='dokploy_swarm_node'),
        _node('remove one that is ready', 'worker-1', {'state': 'absent', 'force': True}, changed=True, writes=['cluster.removeWorker']), world=WORLD)
    yield case(
        'nodes as information', task('list', {}, module='dokploy_swarm_node_info', changed=False, writes=[], shows={
            'swarm_nodes.0.name': 'manager-1', 'swarm_nodes.0.leader': True, 'join_commands': {}}),
        task('join', {'join_commands': True}, module='dokploy_swarm_node_info', changed=False, writes=[], secrets=True, shows={
            'join_commands.worker': 'docker swarm join --token SWMTKN-1-S3CRET-worker 127.0.0.1:2377'}), world=WORLD)


CASES = tuple(_rows())
