# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The result of a failed task, which Ansible prints as a whole: enough to act on, and no more."""

from __future__ import annotations

import json

import pytest
from ansible_collections.community.dokploy.plugins.module_utils._common.errors import TaskFailed
from ansible_collections.community.dokploy.plugins.module_utils._module.failure import describe_failure
from support.inprocess import dokploy


def test_a_failed_application_prints_no_configuration():
    """A crash of one application printed its 40 settings, those of its previews and all of its children."""
    with dokploy() as here:
        here.application(source={'type': 'docker', 'image': 'nginx:1.27'}, env={'WORD': 'of-this-test'}, domains=[{'host': 'shop.example.com', 'port': 80}])
        result = here.application(source={'type': 'docker', 'image': 'crash:1'})
    assert result.failed and result['phase'] == 'swarm_rolled_back', result
    assert set(result['application']) == {
        'id', 'name', 'app_name', 'project', 'environment', 'status', 'stored_image', 'running_image', 'replicas_running', 'replicas_wanted'}
    assert result['previous'] == {'source.image': 'nginx:1.27'} and result['next_step'] and result['build_log']
    printed = {key: value for key, value in result.items() if key not in ('diff', 'invocation')}       # as the default callback does
    assert len(json.dumps(printed)) < 3000


def test_what_is_kept_is_bounded():
    exc = TaskFailed('it failed')
    exc.result = {
        'build_log': ''.join('line %d\n' % number for number in range(1000)), 'containers': [{'task': 't%d' % number} for number in range(100)],
        'database': {'id': 'x', 'name': 'db', 'kind': 'redis', 'image': 'redis:8', 'mounts': [{}] * 50}, 'actions': ['a'] * 30}
    with pytest.raises(TaskFailed) as raised:
        raise exc
    result = describe_failure(raised.value)
    assert result['build_log'].splitlines() == ['line %d' % number for number in range(980, 1000)]
    assert [one['task'] for one in result['containers']] == ['t0', 't1', 't2', 't3', 't4']
    assert result['database'] == {'id': 'x', 'name': 'db', 'kind': 'redis'}
    assert result['actions'] == ['a'] * 30
