# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The check of a call against the server's OpenAPI document, and the hiding of secrets in a body."""

from __future__ import annotations

import glob
import json
import os

import pytest
from ansible_collections.community.dokploy.plugins.module_utils._api import openapi_check
from ansible_collections.community.dokploy.plugins.module_utils._operations import api

from support import paths

NESTED = {
    'type': 'object', 'required': ['id'], 'additionalProperties': False,
    'properties': {
        'id': {'type': 'string', 'minLength': 1}, 'size': {'type': 'integer', 'minimum': 1, 'maximum': 9},
        'kind': {'type': 'string', 'enum': ['a', 'b']}, 'none': {'anyOf': [{'type': 'string'}, {'type': 'null'}]},
        'rows': {'type': 'array', 'items': {'type': 'object', 'properties': {'name': {'type': 'string'}}, 'required': ['name']}},
        'map': {'type': 'object', 'additionalProperties': {'type': 'number'}}, 'free': {'type': 'object'}}}


@pytest.mark.parametrize('value, problem', [
    ({'id': 'x'}, None),
    ({'id': 'x', 'none': None, 'rows': [{'name': 'a'}], 'map': {'a': 1.5}, 'free': {'any': []}}, None),
    ({}, 'id is missing'),
    ({'id': ''}, 'id must not be empty'),
    ({'id': 'x', 'size': True}, 'size must be integer'),
    ({'id': 'x', 'size': 10}, 'size must be at most 9'),
    ({'id': 'x', 'size': 0}, 'size must be at least 1'),
    ({'id': 'x', 'kind': 'c'}, 'kind must be one of: a, b'),
    ({'id': 'x', 'none': 3}, 'none must be string'),
    ({'id': 'x', 'rows': [{'name': 'a'}, {}]}, 'rows[1].name is missing'),
    ({'id': 'x', 'map': {'a': 'S3CRET'}}, 'map.a must be number'),
    ({'id': 'x', 'kinds': 'a'}, 'kinds is unknown: is it kind?'),
    (['S3CRET'], 'the request must be object'),
])
def test_problems_name_the_key_and_never_the_value(value, problem):
    found = openapi_check.find_problems(NESTED, value)
    assert found == ([problem] if problem else [])


def test_a_secret_is_hidden_at_any_depth():
    body = {'name': 'x', 'password': 'S3CRET', 'env': 'A=1', 'nested': {'apiToken': ['S3CRET', ''], 'tokens': {'a': 'S3CRET'}},
            'createEnvFile': True, 'sshKeyId': 'k', 'privateKey': None, 'port': 80}
    assert api.hide_secrets(body) == {
        'name': 'x', 'password': '(hidden)', 'env': '(hidden)', 'nested': {'apiToken': ['(hidden)', ''], 'tokens': {'a': '(hidden)'}},
        'createEnvFile': True, 'sshKeyId': 'k', 'privateKey': None, 'port': 80}
    assert {secret for _key, secret in api.list_secrets(body)} == {'S3CRET', 'A=1'}


@pytest.mark.parametrize('path', sorted(glob.glob(os.path.join(paths.SHARED, 'openapi-v*.json'))) or [None])
def test_every_procedure_of_a_real_document_is_understood(path, report_line):
    if path is None:
        pytest.skip('the schemas of Dokploy are not beside this checkout')
    with open(path, encoding='utf-8') as handle:
        document = json.load(handle)
    count = 0
    for name in document['paths']:
        procedure = openapi_check.find_procedure(document, name.lstrip('/'))
        assert procedure is not None, name
        required = procedure.schema.get('required') or []
        problems = openapi_check.find_problems(procedure.schema, {})
        assert set('%s is missing' % one for one in required) <= set(problems), name
        count += 1
    report_line('API: %d procedures of %s can be called' % (count, os.path.basename(path)))
