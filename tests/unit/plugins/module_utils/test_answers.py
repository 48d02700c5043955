# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An exception that a field of an answer caused names the procedure and the field; any other stays a fault of ours."""

from __future__ import annotations

import copy
import json

import pytest
from ansible_collections.community.dokploy.plugins.module_utils._client.answers import Journal
from ansible_collections.community.dokploy.plugins.module_utils._common.masking import Masker
from ansible_collections.community.dokploy.plugins.module_utils._module.failure import describe_failure
from ansible_collections.community.dokploy.plugins.module_utils._module.results import mask_result


def read(journal, answer, procedure='application.one'):
    found = json.loads(json.dumps(answer), object_hook=journal.make_answer)
    journal.add(procedure, found)
    return found


@pytest.mark.parametrize('answer, reading, field', (
    ({'name': None}, lambda row: row['name'].lower(), 'name is null'),
    ({}, lambda row: row['name'].lower(), 'name is missing'),
    ({'name': 7}, lambda row: row['name'].lower(), 'name is a number'),
    ({'environment': None}, lambda row: row['environment']['name'], 'environment is null'),
    ({'environment': {'project': None}}, lambda row: row['environment']['project'].get('name'), 'environment.project is null'),
    ({'domains': [{'host': 'a'}, {'host': None}]}, lambda row: [one['host'].lower() for one in row['domains']], 'domains[].host is null'),
    ({'domains': None}, lambda row: list(row['domains']), 'domains is null'),
    ({'domains': 3}, lambda row: list(row['domains']), 'domains is a number'),
    ({'replicas': 'x'}, lambda row: int(row['replicas']), 'replicas is a text'),
    ({'replicas': None}, lambda row: row['replicas'] + 1, 'replicas is null'),
    ({'rows': [{'a': 1}, None]}, lambda row: [one.get('a') for one in row['rows']], 'rows is a list with null'),
    ({'rows': []}, lambda row: row['rows'][0], 'rows is a list'),
))
def test_the_field_is_named(answer, reading, field):
    journal = Journal()
    read(journal, {'other': [{'name': 'x'}]}, 'project.all')
    with pytest.raises((TypeError, AttributeError, KeyError, ValueError, IndexError)) as caught:
        reading(read(journal, answer))
    result = describe_failure(caught.value, journal)
    assert result['msg'].startswith('Dokploy answered in a form that this collection does not know: application.one, the field %s' % field), result['msg']
    assert 'test_answers.py' in result['msg'] and result['failed']


def test_a_fault_of_ours_stays_one():
    journal = Journal()
    assert read(journal, {'name': 'web', 'replicas': 2})['name'] == 'web'
    for fault in (lambda: {}['own'], lambda: getattr(None, 'lower'), [].pop, lambda: int('x'), lambda: 1 / 0):
        with pytest.raises(Exception) as caught:
            fault()
        assert 'a fault of this collection' in describe_failure(caught.value, journal)['msg']


def test_an_answer_is_a_dictionary_as_any():
    found = read(Journal(), {'a': {'b': [1]}})
    assert found == {'a': {'b': [1]}} and json.dumps(found) == '{"a": {"b": [1]}}'
    assert copy.deepcopy(found).__class__ is dict and dict(found, c=1)['c'] == 1


def test_results_are_plain_and_inert_and_own_texts_are_exact():
    found = read(Journal(), {'appName': 'shop\x1b]0;title\x07-web', 'inner': {'x': 1}})
    result = mask_result({'applications': [{'app_name': found['appName'], 'inner': found['inner'], 'env': {'A': '\x1b[31m'}}], 'config': 'a\r\nb'}, Masker())
    assert result == {'applications': [{'app_name': 'shop-web', 'inner': {'x': 1}, 'env': {'A': '\x1b[31m'}}], 'config': 'a\r\nb'}
    assert result['applications'][0]['inner'].__class__ is dict
