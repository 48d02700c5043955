# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What containers use, and which of it is too much."""

from __future__ import annotations

from cases.model import NEWEST, NGINX, OLDER, ByVersion, case, created, event, info, task

MIB = 1024**2
# Two containers, each with 30 of 64 MiB and 0.4 of half a core.
WORLD = {'images': {'nginx:1.27': {'memory': 30 * MIB, 'cpu': 0.4}}}
LIMITS = {'memory_limit': '64M', 'cpu_limit': '0.5', 'replicas': 2}
NO_STATS = 'this server has no swarm.getContainerStats: use Dokploy v0.29.0 or later'


def usage(name, options=None, **more):
    return info(name, options, module='dokploy_monitoring_info', **more)


def unchecked(metric, reason):
    return {'application': '@project/production/web', 'id': '@id', 'metric': metric, 'reason': reason}


def _rows():
    yield case(
        'usage of containers',
        created(LIMITS),
        task('other', {'name': 'worker', 'source': NGINX, 'state': 'present'}, changed=True),
        usage(
            'all',
            shows=ByVersion(
                {
                    'applications.0.containers.1.memory': {'used': 30 * MIB, 'limit': 64 * MIB, 'percent': 46.88, 'text': '30.0 MiB (46.9 % of 64.0 MiB)'},
                    'applications.0.containers.1.cpu': {'used': 0.4, 'limit': 0.5, 'percent': 80.0, 'text': '0.4 cores (80 % of 0.5 cores)'},
                    'applications.0.containers.1.network': {'received': 516, 'sent': 0, 'text': '516 B received, 0 B sent'},
                    'applications.0.containers.1.block': {'read': 0, 'written': 0, 'text': '0 B read, 0 B written'},
                    'applications.0.unread': {},
                },
                {'applications.0.containers': [], 'applications.0.unread': {'live': NO_STATS}},
            ),
        ),
        usage(
            'what is in force',
            {'name': 'web'},
            shows={
                'applications.0.limits': {'memory': 64 * MIB, 'cpu': 0.5, 'text': '64.0 MiB, 0.5 cores', 'saved': {'memory': 64 * MIB, 'cpu': 0.5}},
                'applications.0.recorded.state': 'empty',
                'applications.0.recorded.age': None,
                'applications.0.replicas_running': 2,
                'alerts': [],
                'unchecked': [],
            },
        ),
        usage(
            'what never ran',
            {'name': 'worker'},
            shows={'applications.0.containers': [], 'applications.0.unread': {}, 'applications.0.recorded.state': 'none'},
        ),
        usage('what never ran has no figure to check', {'name': 'worker', 'thresholds': {'memory': '10M'}}, shows={'alerts': [], 'unchecked': []}),
        usage('live alone', {'name': 'web', 'recorded': False}, shows={'applications.0.recorded': None}),
        usage('recorded alone', {'name': 'web', 'live': False}, shows={'applications.0.containers': [], 'applications.0.unread': {}}),
        usage('the same through check mode', {'name': 'web'}, check=True, shows={'applications.0.name': 'web'}),
        usage('nothing', {'name': 'none'}, shows={'applications': [], 'alerts': []}),
        usage('name and pattern', {'name': 'a', 'pattern': 'b'}, changed=None, failed='are mutually exclusive'),
        world=WORLD,
    )
    yield case(
        'usage that was recorded',
        created(LIMITS),
        event('watch', app_name='@app_name', samples=5, every=2),
        usage(
            'fresh',
            {'name': 'web', 'live': False},
            shows={
                'applications.0.recorded.state': 'fresh',
                'applications.0.recorded.samples': 5,
                'applications.0.recorded.memory': {
                    'current': 30 * MIB,
                    'mean': 30 * MIB,
                    'maximum': 30 * MIB,
                    'unit': 'bytes',
                    'text': '30.0 MiB, mean 30.0 MiB, maximum 30.0 MiB',
                },
                'applications.0.recorded.cpu.maximum': 0.4,
                'applications.0.recorded.network.received.total': 516,
                'applications.0.recorded.network.received.mean': 0,
                'applications.0.recorded.block.written.unit': 'bytes per second',
            },
        ),
        usage(
            'a fresh record is held against thresholds',
            {'live': False, 'thresholds': {'memory': '20M'}},
            shows={'alerts.0.source': 'recorded', 'unchecked': []},
        ),
        usage(
            'point by point',
            {'name': 'web', 'live': False, 'series': True},
            shows={'applications.0.recorded.memory.series.4.value': 30 * MIB, 'applications.0.recorded.cpu.series.0.value': 0.4},
        ),
        usage('of one sitting', {'name': 'web', 'live': False, 'window': 3}, shows={'applications.0.recorded.samples': 2}),
        event('advance', seconds=120),
        usage('old', {'name': 'web', 'live': False}, shows={'applications.0.recorded.state': 'old', 'applications.0.recorded.samples': 5}),
        usage(
            'an old record is held against nothing',
            {'live': False, 'thresholds': {'memory': '20M'}},
            shows={'alerts': [], 'unchecked.0': unchecked('memory', 'no value is available')},
        ),
        usage('unless it is told to be fresh', {'live': False, 'fresh_for': 600, 'thresholds': {'memory': '20M'}}, shows={'alerts.0.metric': 'memory'}),
        task('stop', {'state': 'stopped'}, changed=True),
        usage(
            'stopped',
            {'thresholds': {'memory': '20M'}},
            shows={'applications.0.recorded.state': 'none', 'applications.0.phase': 'stopped', 'unchecked': []},
        ),
        world=WORLD,
    )
    place = {'project': '@project', 'environment': 'production'}
    file = 'services:\n  web:\n    image: nginx:1.27\n'
    unread = {'recorded': 'Dokploy records the values of a compose service by container, and its API cannot read them'}
    yield case(
        'usage of a database and of compose services',
        task('database', {**place, 'name': 'cache', 'kind': 'redis', 'image': 'redis:8', 'memory_limit': '64M'}, module='dokploy_database', changed=True),
        *(task(kind, {**place, 'name': kind, 'type': kind, 'source': {'type': 'raw', 'content': file}}, module='dokploy_compose', changed=True)
          for kind in ('docker-compose', 'stack')),
        usage('nobody looked', {'name': 'cache', 'kind': 'redis'}, shows={'applications.0.kind': 'redis', 'applications.0.recorded.state': 'empty'}),
        event('watch', app_name='@database_service:cache', samples=3),
        usage('somebody looked', {'name': 'cache', 'kind': 'redis', 'thresholds': {'memory': '20M'}}, shows={
            'applications.0.recorded.state': 'fresh', 'applications.0.recorded.samples': 3, 'applications.0.recorded.memory.current': 30 * MIB,
            'alerts.0.app_name': '@database_service:cache'}),
        *(usage(kind, {'name': kind, 'kind': 'compose', 'thresholds': {'memory': '20M'}}, shows=ByVersion(
            {'applications.0.unread': unread, 'applications.0.recorded': None, 'alerts.0.used': 30 * MIB, 'unchecked': []},
            {'applications.0.unread': dict(unread, live=NO_STATS), 'alerts': [], 'unchecked.0.reason': NO_STATS})) for kind in ('docker-compose', 'stack')),
        world={'images': {**WORLD['images'], 'redis:8': {'memory': 30 * MIB, 'cpu': 0.4}}},
    )
    yield case(
        'usage above thresholds',
        created(LIMITS),
        usage(
            'both',
            {'thresholds': {'memory': '40%', 'cpu': '0.3'}},
            shows={
                'alerts.0.text': '@project/production/web (@app_name.1) uses 30.0 MiB of memory, which is above 25.6 MiB (40% of the limit)',
                'alerts.0.percent': 46.88,
                'alerts.2.metric': 'cpu',
                'alerts.2.threshold_amount': 0.3,
                'unchecked': [],
            },
        ),
        usage('neither', {'thresholds': {'memory': '50%', 'cpu': '500m'}, 'fail_on_alert': True}, shows={'alerts': [], 'unchecked': []}),
        usage(
            'failing',
            {'thresholds': {'memory': '25M', 'cpu': ''}, 'fail_on_alert': True},
            failed=['thresholds exceeded: @project/production/web (@app_name.1) uses 30.0 MiB of memory', 'web (@app_name.2)', 'Raise the limit'],
            shows={'alerts.1.threshold': '25M', 'applications.0.name': 'web'},
        ),
        task('no limits', {'unset': ['memory_limit', 'cpu_limit'], 'replicas': 1}, changed=True),
        usage(
            'of a limit that is not there',
            {'thresholds': {'memory': '80%'}, 'fail_on_alert': True},
            failed='no threshold could be checked',
            shows={'unchecked.0': unchecked('memory', 'it is a percentage, and the service has no memory limit'), 'applications.0.limits.memory': None},
        ),
        usage('absolute needs no limit', {'thresholds': {'memory': '16M'}}, shows={'alerts.0.limit': None, 'alerts.0.percent': None}),
        world=WORLD,
        versions=(NEWEST,),
    )
    yield case(
        'usage that an older server cannot measure',
        created(LIMITS),
        usage('unchecked', {'thresholds': {'memory': '20M'}}, shows={'alerts': [], 'unchecked.0': unchecked('memory', NO_STATS)}),
        event('watch', app_name='@app_name', samples=2),
        usage(
            'by a fresh record',
            {'thresholds': {'memory': '20M'}},
            shows={'alerts.0.source': 'recorded', 'alerts.0.container': '@app_name', 'unchecked': []},
        ),
        world=WORLD,
        versions=(OLDER,),
    )
    yield case(
        'usage with a key that may not look',
        created(LIMITS),
        event('member', label='plain', services=['@id'], grants={'monitoring': {'read': False}}),
        usage(
            'nothing can be read',
            {'api_key': '@key:plain', 'thresholds': {'memory': '80%'}},
            shows={
                'applications.0.phase': 'unknown',
                'applications.0.replicas_running': None,
                'applications.0.recorded': None,
                'applications.0.limits.memory': 64 * MIB,
                'unchecked.0.metric': 'memory',
            },
        ),
        world=WORLD,
    )
    yield case(
        'usage on any server',
        created({'memory_limit': '64M'}, actions=None, writes=None),
        usage('far below', {'thresholds': {'memory': '1T'}, 'recorded': False}, shows={'alerts': [], 'applications.0.limits.text': '64.0 MiB, no CPU limit'}),
    )
    yield case(
        'thresholds that cannot be meant',
        usage('above the whole', {'thresholds': {'memory': '120%'}}, failed='no share of a limit'),
        usage('no unit', {'thresholds': {'memory': 'much'}}, failed='thresholds.memory'),
        usage('no number', {'thresholds': {'cpu': 'much'}}, failed=['thresholds.cpu', 'not a number of cores']),
        usage('no window', {'window': 0}, failed='window must be above 0'),
    )


CASES = tuple(_rows())
