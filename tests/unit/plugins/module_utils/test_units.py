# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Units: what a person writes, and what Docker stores."""

from __future__ import annotations

import pytest

from ansible_collections.community.dokploy.plugins.module_utils._common import units as _units


@pytest.mark.parametrize('text, amount', [
    ('512M', 512 * 1024**2), ('512m', 512 * 1024**2), ('512MB', 512 * 1024**2), ('512MiB', 512 * 1024**2), ('1.5G', 1536 * 1024**2), ('536870912', 536870912),
    (536870912, 536870912), ('4194304', 4194304),
])
def test_memory(text, amount):
    assert _units.parse_memory(text) == amount


@pytest.mark.parametrize('text', ['512', '512K', 'lots', '', '-1G', '3M'])
def test_memory_that_can_only_be_a_slip(text):
    with pytest.raises(ValueError):
        _units.parse_memory(text)


@pytest.mark.parametrize('text, amount', [('0.5', 500000000), ('500m', 500000000), (2, 2000000000), ('0.25', 250000000), (0.1, 100000000)])
def test_cpus(text, amount):
    assert _units.parse_cpus(text) == amount


@pytest.mark.parametrize('text', ['0', '-1', '500000000', 'x', 'nan', 'inf'])
def test_cpus_that_can_only_be_a_slip(text):
    with pytest.raises(ValueError):
        _units.parse_cpus(text)


@pytest.mark.parametrize('text, amount', [('30s', 30), ('1m30s', 90), ('500ms', 0.5), (2, 2), ('2.5', 2.5), ('1h', 3600)])
def test_durations(text, amount):
    assert _units.parse_nanoseconds(text) == int(amount * 10**9)


@pytest.mark.parametrize('text', ['30', '1m30s', '500ms', '2h5s', '0'])
def test_a_duration_is_shown_so_that_it_reads_back(text):
    assert _units.parse_nanoseconds(_units.format_nanoseconds(_units.parse_nanoseconds(text))) == _units.parse_nanoseconds(text)


@pytest.mark.parametrize('text, age', [
    ('Running 5 seconds ago', 5), ('Running less than a second ago', 0), ('Running about a minute ago', 60), ('Running 3 minutes ago', 180),
    ('Running about an hour ago', 3600), ('Running 2 weeks ago', 1209600), ('Ready 1 second ago', 1), ('Pending', None),
])
def test_ages_as_docker_says_them(text, age):
    assert _units.parse_age(text) == age
