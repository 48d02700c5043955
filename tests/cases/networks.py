# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The networks of a service: named as Docker has them, or as Dokploy manages them; and what becomes of volumes."""

from __future__ import annotations

from cases.model import DELETE, RELOAD, UPDATE, W_RELOAD, W_UPDATE, again, call, case, created, refused, task

OWN = {'name': 'dokploy-network'}
DATA = {'type': 'volume', 'volume_name': 'shop-data', 'mount_path': '/data'}
CACHE = {'type': 'volume', 'volume_name': 'shop-cache', 'mount_path': '/cache'}


def network(name, driver='overlay'):
    return call('network.create', name=name, driver=driver, attachable=True)


def _networks():
    ours = task('own', {'networks': [dict(OWN, aliases=['shop', 'api'])]}, changed=True, actions=[UPDATE, RELOAD], writes=W_UPDATE + W_RELOAD,
                shows={'application.networks': [{'name': 'dokploy-network', 'aliases': ['shop', 'api']}]}, unverified=[])
    yield case(
        'networks by the names that Docker has',
        created(),
        ours,
        again(ours),
        task('another order', {'networks': [dict(OWN, aliases=['shop', 'api'])]}, changed=False),
        refused('unknown', {'networks': [OWN, {'name': 'nowhere'}]}, ['the network nowhere does not exist', 'nothing was changed']),
        call('application.update', applicationId='@id', networkSwarm=None),
        task('cleared elsewhere', {'deploy': 'never'}, changed=False, pending=['networks']),
        task('without aliases', {'networks': [OWN]}, changed=True, actions=[UPDATE, RELOAD], applied=[]),
        ours,
        task('unset', {'unset': ['networks']}, changed=True, actions=[UPDATE, RELOAD], shows={'application.networks': None}),
        again(task('unset', {'unset': ['networks']})),
        refused('no label', {'networks': [dict(OWN, driver_opts={'a': True})]}, 'quote it', requests=0),
    )
    both = task('attach', {'managed_networks': ['backend', 'metrics']}, changed=True, actions=[UPDATE, RELOAD], writes=W_UPDATE + W_RELOAD,
                shows={'application.managed_networks': ['backend', 'metrics'], 'application.dokploy_network': True}, unverified=[])
    yield case(
        'networks that Dokploy manages',
        network('backend'),
        network('metrics'),
        network('bridged', 'bridge'),
        created(),
        both,
        again(both),
        task('another order', {'managed_networks': ['metrics', 'backend']}, changed=False, writes=[]),
        task('without its own', {'dokploy_network': False}, changed=True, actions=[UPDATE, RELOAD], shows={'application.dokploy_network': False}),
        again(task('without its own', {'dokploy_network': False})),
        call('application.update', applicationId='@id', detachDokployNetwork=False),
        task('attached elsewhere', {}, changed=True, actions=[RELOAD], applied=['networks']),
        task('one less', {'managed_networks': ['backend']}, changed=True, actions=[UPDATE, RELOAD], previous={'managed_networks': ['backend', 'metrics']}),
        refused('unknown', {'managed_networks': ['other']}, ['there is no network named other', 'backend']),
        refused('a bridge', {'managed_networks': ['bridged']}, 'overlay networks only'),
        refused('both ways', {'networks': [OWN]}, 'which Dokploy would ignore'),
        refused('both at once', {'networks': [OWN], 'dokploy_network': False, 'managed_networks': []}, 'which Dokploy would ignore'),
        task('none', {'managed_networks': []}, changed=True, actions=[UPDATE, RELOAD], shows={'application.managed_networks': None}),
        again(task('none', {'unset': ['managed_networks', 'dokploy_network']})),
        versions=('v0.30.2',),
    )
    yield case(
        'managed networks of an older server',
        created(),
        refused('named', {'dokploy_network': False}, 'dokploy_network requires Dokploy v0.29.14 or later'),
        task('as it is', {'dokploy_network': True}, changed=False),
        versions=('v0.28.8',),
    )


def _volumes():
    yield case(
        'volumes are left behind',
        created({'mounts': [DATA, CACHE]}, actions=None, writes=None),
        task('remove', {'state': 'absent'}, changed=True, actions=[DELETE], shows={'volumes_left': ['shop-cache', 'shop-data'], 'volumes_removed': []}),
    )
    yield case(
        'volumes are removed with a second word',
        created({'mounts': [DATA, CACHE]}, actions=None, writes=None),
        created({'name': 'other', 'mounts': [CACHE]}, actions=None, writes=None),
        task('remove', {'state': 'absent', 'remove_volumes': True}, changed=True, actions=[DELETE, 'remove volume shop-cache', 'remove volume shop-data'],
             warns='the volume shop-cache of',
             shows={'volumes_left': ['shop-cache'], 'volumes_removed': ['shop-data']}),
        again(task('remove', {'state': 'absent', 'remove_volumes': True})),
        refused('of another state', {'name': 'other', 'remove_volumes': True}, 'remove_volumes requires state absent', requests=0),
        versions=('v0.30.2',),
    )
    yield case(
        'an older server removes no volume',
        created({'mounts': [DATA]}, actions=None, writes=None),
        refused('refused', {'state': 'absent', 'remove_volumes': True}, ['Dokploy v0.30.0 or later', 'nothing was changed']),
        task('left', {'state': 'absent'}, changed=True, shows={'volumes_left': ['shop-data']}),
        created(),
        task('without any', {'state': 'absent', 'remove_volumes': True}, changed=True, actions=[DELETE]),
        versions=('v0.28.8',),
    )


CASES = tuple(_networks()) + tuple(_volumes())
