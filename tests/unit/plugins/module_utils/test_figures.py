# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Figures of containers, as live servers of two versions gave them, and what is made of them."""

from __future__ import annotations

import pytest

from ansible_collections.community.dokploy.plugins.module_utils._common import timestamps as _moments
from ansible_collections.community.dokploy.plugins.module_utils._monitoring import metrics as _figures
from cases.model import NGINX
from support.inprocess import dokploy

MIB = 1024 ** 2


@pytest.mark.parametrize('text, amount', [
    ('316KiB', 323584), ('20.28MiB', 21265121), ('23.54GiB', 25275882537), ('726B', 726), ('1.01kB', 1010), ('3.2MB', 3200000), ('1.5TiB', 1649267441664),
    ('0B', 0), (0.000726, 726), (0, 0), ('', None), (None, None), ('n/a', None), ('--', None), (True, None), (-1, None), ({}, None), ('5 apples', None),
])
def test_bytes(text, amount):
    assert _figures.parse_docker_bytes(text) == amount


@pytest.mark.parametrize('text, cores', [('0.00%', 0), ('12.50%', 0.125), ('203.7%', 2.037), ('', None), (None, None), ('12', None), (3, None)])
def test_cores(text, cores):
    assert _figures.parse_docker_cores(text) == cores


@pytest.mark.parametrize('amount, text', [
    (0, '0 B'), (1023, '1023 B'), (1024, '1.0 KiB'), (20 * MIB, '20.0 MiB'), (5 * 1024 ** 4, '5.0 TiB'), (None, None)])
def test_readable(amount, text):
    assert _figures.format_bytes(amount) == text


LIVE = {'BlockIO': '4.1kB / 12.3MB', 'CPUPerc': '150.00%', 'Container': 'c9f9a93d3878', 'ID': 'c9f9a93d3878', 'MemPerc': '0.49%', 'MemUsage': '48MiB / 64MiB',
        'Name': 'shop-web-6tf56d.1.d2g99rjbeep7f3x1u0decvqaq', 'NetIO': '726B / 0B'}


def test_a_container():
    found = _figures.measure_container(LIVE, {'memory': 64 * MIB, 'cpu': 2.0})
    assert found['task'] == 'd2g99rjbeep7f3x1u0decvqaq'
    assert found['memory'] == {'used': 48 * MIB, 'limit': 64 * MIB, 'percent': 75.0, 'text': '48.0 MiB (75 % of 64.0 MiB)'}
    assert found['cpu'] == {'used': 1.5, 'limit': 2.0, 'percent': 75.0, 'text': '1.5 cores (75 % of 2 cores)'}
    assert found['block'] == {'read': 4100, 'written': 12300000, 'text': '4.0 KiB read, 11.7 MiB written'}


def test_the_host_s_memory_is_no_limit():
    found = _figures.measure_container(dict(LIVE, MemUsage='48MiB / 23.54GiB'), {'memory': None, 'cpu': None})
    assert found['memory'] == {'used': 48 * MIB, 'limit': None, 'percent': None, 'text': '48.0 MiB'}


def test_what_was_gone_when_it_was_looked_at_has_no_memory():
    """A live server said so of a container that was just made."""
    found = _figures.measure_container(dict(LIVE, MemUsage='0B / 0B'), {'memory': 64 * MIB, 'cpu': None})
    assert found['memory']['used'] is None and found['memory']['text'] is None


NOTHING = {'Name': None, 'MemUsage': None, 'CPUPerc': 7, 'NetIO': 'x', 'BlockIO': '1B'}


def test_a_row_of_another_form_is_no_fault():
    found = _figures.measure_container(NOTHING, {'memory': 1, 'cpu': 1.0})
    assert found['memory']['used'] is None and found['cpu']['used'] is None and found['network']['received'] is None


def series(values):
    return [{'value': value, 'time': '2026-11-24T12:43:%02d.000Z' % second} for second, value in values]


# As v0.30.2 records traffic, in megabytes, and as v0.28.8 does, in Docker's words.
NEWER = [(0, {'inputMb': 0.000726, 'outputMb': 0}), (2, {'inputMb': 0.001726, 'outputMb': 0}), (3, {'inputMb': 0.004726, 'outputMb': 0})]
OLDER = [(0, {'inputMb': '726B', 'outputMb': '0B'}), (2, {'inputMb': '1.726kB', 'outputMb': '0B'}), (3, {'inputMb': '4.726kB', 'outputMb': '0B'})]
ANSWER = {'cpu': series([(0, '10.00%'), (2, '50.00%'), (3, '30.00%')]), 'disk': [], 'block': [],
          'memory': series([(0, {'used': '10MiB', 'total': '64MiB'}), (2, {'used': '40MiB', 'total': '64MiB'}), (3, {'used': '10MiB', 'total': '64MiB'})])}
NOW = _moments.parse_iso8601('2026-11-24T12:43:10.000Z')


@pytest.mark.parametrize('network', [NEWER, OLDER])
def test_a_series_is_reduced(network):
    found = _figures.reduce_records(dict(ANSWER, network=series(network)), NOW, 60, 600)
    assert (found['state'], found['age'], found['samples']) == ('fresh', 7, 3)
    assert (found['from'], found['to']) == ('2026-11-24T12:43:00Z', '2026-11-24T12:43:03Z')
    assert found['memory'] == {'current': 10 * MIB, 'mean': 20 * MIB, 'maximum': 40 * MIB, 'unit': 'bytes',
                               'text': '10.0 MiB, mean 20.0 MiB, maximum 40.0 MiB'}
    assert (found['cpu']['current'], found['cpu']['mean'], found['cpu']['maximum'], found['cpu']['unit']) == (0.3, 0.3, 0.5, 'cores')
    received = found['network']['received']
    assert (received['total'], received['mean'], received['maximum']) == (4726, 1333, 3000)
    assert found['block']['read'] == {'total': None, 'mean': None, 'maximum': None, 'unit': 'bytes per second', 'text': None}


def test_a_counter_that_began_anew_is_not_counted_backwards():
    again = NEWER + [(4, {'inputMb': 0.0001, 'outputMb': 0}), (5, {'inputMb': 0.0011, 'outputMb': 0})]
    received = _figures.reduce_records(dict(ANSWER, network=series(again)), NOW, 60, 600)['network']['received']
    assert (received['total'], received['mean'], received['maximum']) == (1100, 1250, 3000)


def test_the_order_of_samples_does_not_matter():
    turned = {name: list(reversed(values)) for name, values in ANSWER.items()}
    assert _figures.reduce_records(turned, NOW, 60, 600) == _figures.reduce_records(ANSWER, NOW, 60, 600)


@pytest.mark.parametrize('answer, now, state, age', [
    (ANSWER, NOW + 60, 'old', 67), (ANSWER, None, 'old', None), ({name: [] for name in ANSWER}, NOW, 'empty', None), (None, NOW, 'none', None),
    ({'cpu': 'x', 'memory': [None, {'value': 1}]}, NOW, 'empty', None), ('text', NOW, 'none', None),
])
def test_what_a_series_is_worth(answer, now, state, age):
    found = _figures.reduce_records(answer, now, 60, 600)
    assert (found['state'], found['age']) == (state, age)


def test_only_one_sitting_is_reduced():
    found = _figures.reduce_records(ANSWER, NOW, 60, 1)
    assert found['samples'] == 2 and found['memory']['mean'] == 25 * MIB


def test_points_of_a_series():
    found = _figures.reduce_records(ANSWER, NOW, 60, 600, series=True)
    assert found['cpu']['series'] == [{'at': '2026-11-24T12:43:0%dZ' % second, 'value': value} for second, value in ((0, 0.1), (2, 0.5), (3, 0.3))]
    assert [one['value'] for one in found['memory']['series']] == [10 * MIB, 40 * MIB, 10 * MIB]
    assert 'series' not in _figures.reduce_records(ANSWER, NOW, 60, 600)['cpu']
    assert [one['value'] for one in _figures.reduce_records(ANSWER, NOW, 60, 1, series=True)['cpu']['series']] == [0.5, 0.3]
    assert _figures.reduce_records({}, NOW, 60, 600, series=True)['memory']['series'] == []


def test_points_are_reduced_to_the_greatest_of_each_span():
    values = [(1000.0 + 2 * number, number % 7) for number in range(600)]
    values[333] = (values[333][0], 1000)
    found = _figures.reduce_points(values)
    assert len(found) == _figures.MOST_POINTS and max(one['value'] for one in found) == 1000
    assert [one['at'] for one in found] == sorted(one['at'] for one in found)
    assert min(one['value'] for one in found) >= 3           # of at least four that follow each other
    assert _figures.reduce_points([(1000.0, 5)] * 300) == [{'at': _moments.to_iso8601(1000), 'value': 5}]


@pytest.mark.parametrize('times, gaps', [
    ([], []), ([0], []), ([0, 500], []), ([0, 2, 4, 9], []), ([0, 2, 4, 15, 17], [4]), ([0, 60, 120, 200, 260], []), ([0, 2, 4, 500, 502, 900], [4, 502]),
])
def test_missing_samples_are_a_gap(times, gaps):
    found = _figures.reduce_points([(1000.0 + moment, 1) for moment in times])
    assert [one['at'] for one in found if one['value'] is None] == [_moments.to_iso8601(1000 + gap) for gap in gaps]
    assert len([one for one in found if one['value'] is not None]) == len(times)


def test_a_gap_is_still_one_when_points_are_reduced():
    found = _figures.reduce_points([(1000.0 + number, 1) for number in range(300)] + [(1500.0 + number, 1) for number in range(300)])
    assert [one['at'] for one in found if one['value'] is None] == [_moments.to_iso8601(1299)]


def test_dates_of_both_kinds():
    assert _moments.parse_http_date('Tue, 24 Nov 2026 12:43:10 GMT') == NOW
    assert _moments.parse_iso8601('yesterday') is None and _moments.parse_iso8601(None) is None
    assert _moments.parse_http_date('yesterday') is None and _moments.parse_http_date(None) is None


def test_freshness_is_told_by_the_server_s_clock():
    """The simulator's clock is months behind this machine's."""
    with dokploy() as here:
        made = here.application(state='started', source={'type': 'docker', 'image': 'nginx:1.27'})
        assert not made.failed, made
        here.simulator.watch(made['application']['app_name'], samples=2)
        told = here.run('dokploy_monitoring_info')['applications'][0]['recorded']
        assert told['state'] == 'fresh' and told['age'] <= 5, told


def test_a_neighbour_with_the_name_as_a_prefix_is_not_counted():
    with dokploy() as here:
        web = here.application(source={'type': 'docker', 'image': 'nginx:1.27'})
        assert not web.failed, web
        name = web['application']['app_name']
        other = here.application(name='other', source={'type': 'docker', 'image': 'nginx:1.27'})
        assert not other.failed, other
        service = here.simulator.local.services[other['application']['app_name']]
        for container in here.simulator.local.containers:
            if container.task.service is service:
                container.name = '%s-copy.1.%s' % (name, container.task.id)
        found = here.run('dokploy_monitoring_info', name='web')['applications'][0]
        assert [one['name'].rsplit('.', 1)[0] for one in found['containers']] == [name + '.1']
        # And what is missing from the statistics is not taken for nothing used.
        found = here.run('dokploy_monitoring_info', name='other', thresholds={'memory': '10%'})
        assert found['applications'][0]['unread']['live'].startswith('1 of 1 running containers are not in the statistics')
        assert [one['reason'] for one in found['unchecked']] == [found['applications'][0]['unread']['live']]


def test_a_threshold_below_the_least_limit_is_a_threshold():
    """1M was refused with the words for a limit, which Docker takes from 4M on."""
    assert _figures.parse_threshold('memory', '1M').value == 1024 ** 2


def test_a_gate_that_could_check_nothing_fails():
    """It warned, and let everything pass."""
    with dokploy() as here:
        here.application(source=NGINX)
        here.simulator.advance(60)
        told = here.run('dokploy_monitoring_info', thresholds={'memory': '80%'}, fail_on_alert=True)
        assert told.failed and 'no threshold could be checked: shop/production/web, memory: it is a percentage' in told['msg'], told
        assert not here.run('dokploy_monitoring_info', thresholds={'memory': '80%'}).failed
        assert here.run('dokploy_monitoring_info', thresholds={'memory': '1G'}, fail_on_alert=True)['checked'] == 1
