# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Docker networks, of which nothing is changed later."""

from __future__ import annotations

from cases.model import NEWEST, OLDER, REFUSED, event
from cases.record_steps import again, call, case, refused, task

BASE, NEW = {'name': 'backend'}, (NEWEST,)
VALUES = {'driver': 'overlay', 'attachable': True, 'mtu': 1400, 'subnets': [{'subnet': '10.0.9.0/24', 'gateway': '10.0.9.1', 'ip_range': '10.0.9.128/25'}]}
BODY = {'name': 'backend', 'driver': 'overlay', 'attachable': True, 'mtu': 1400, 'ipam': {'config': [
    {'subnet': '10.0.9.0/24', 'gateway': '10.0.9.1', 'ipRange': '10.0.9.128/25'}]}}


def _network(name, options=None, **more):
    return task(name, dict(BASE, **(options or {})), module='dokploy_network', **more)


def _rows():
    made = _network('create', VALUES, changed=True, actions=['create network'], writes=['network.create'], bodies=[BODY])
    gone = _network('remove', {'state': 'absent'}, changed=True, actions=['delete network'], writes=['network.remove'])
    yield case(
        'network from beginning to end',
        task('bad option', dict(BASE, colour='red'), module='dokploy_network', failed='Unsupported parameters', writes=[]),
        _network('check', VALUES, check=True, changed=True, actions=['create network'], writes=[]), made, again(made),
        task('list', {}, module='dokploy_network_info', changed=False, writes=[], shows={
            'networks.0.name': 'backend', 'networks.0.subnets.0.subnet': '10.0.9.0/24', 'networks.0.internal': False}),
        refused('another driver', dict(BASE, driver='bridge'), 'accepts driver only at creation', module='dokploy_network'),
        refused('other subnets', dict(BASE, subnets=[{'subnet': '10.0.8.0/24'}]), 'accepts subnets only at creation', module='dokploy_network'),
        event('lose_network', name='backend'),
        _network('Docker lost it', VALUES, changed=True, actions=['recreate network'], writes=['network.recreate']), again(made),
        gone, again(gone), task('remove by an unknown id', {'network_id': 'nothing', 'state': 'absent'}, module='dokploy_network', changed=False, writes=[]),
        refused('without a name', {}, 'name the network: name, or network_id', module='dokploy_network'), versions=NEW)
    yield case(
        'network that cannot be meant',
        refused('a blank', {'name': 'two words'}, 'must consist of letters', module='dokploy_network'),
        refused('an MTU', dict(BASE, mtu=7), 'must lie between 68 and 65535', module='dokploy_network'),
        _network('a subnet that is none', {'subnets': [{'subnet': 'nonsense'}]}, changed=False, failed='invalid CIDR address', writes=REFUSED, checked=False),
        call('network.create', name='foreign'), task('dropped', {'name': 'foreign', 'state': 'absent'}, module='dokploy_network', changed=True), versions=NEW)
    yield case(
        'network on a server',
        call('sshKey.create', name='key', privateKey='S3CRET-1', publicKey='x', organizationId=''),
        call('server.create', name='far', description='', ipAddress='192.0.2.1', port=22, username='root', sshKeyId='@ssh_key:key', serverType='deploy'),
        _network('create there', {'server': 'far'}, changed=True, writes=['network.create']), again(_network('create there', {'server': 'far'})),
        _network('not here', {'state': 'absent'}, changed=False, writes=[]),
        task('list', {'server': 'far'}, module='dokploy_network_info', changed=False, shows={'networks.0.name': 'backend'}),
        _network('remove there', {'server': 'far', 'state': 'absent'}, changed=True, writes=['network.remove']),
        refused('no such server', dict(BASE, server='nowhere'), 'the server nowhere does not exist', module='dokploy_network'), versions=NEW)
    yield case('network on an older server', refused('create', BASE, 'requires Dokploy v0.29.14', module='dokploy_network'),
               task('list', {}, module='dokploy_network_info', changed=False, shows={'networks': []}), versions=(OLDER,))


CASES = tuple(_rows())
