# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task gives the same result as a module and in the controller's process, to the byte, where options are wrong; of the table, see test_cases.py."""

from __future__ import annotations

import importlib
import json
import os
import sys
from unittest import mock

import pytest
from ansible_collections.community.dokploy.plugins.plugin_utils import _in_process

from cases.both_ways import run_in_process
from support.inprocess import PLUGINS, dokploy, run_main

NOWHERE = {'api_url': 'http://127.0.0.1:9', 'api_key': 'a-key-0123456789', 'retries': 0, 'project': 'shop', 'environment': 'production', 'name': 'web'}
BAD = {
    'unknown option': {'enw': {'A': 'S3CRET-value'}},
    'unknown inner option': {'source': {'type': 'docker', 'image': 'x', 'pasword': 'S3CRET-value'}},
    'wrong type': {'replicas': 'many'},
    'wrong choice': {'state': 'gone'},
    'wrong inner choice': {'source': {'type': 'ftp'}},
    'list in the place of a dictionary': {'source': [{'type': 'docker'}]},
    'text in the place of a list': {'domains': 'shop.example.com'},
    'missing inner option': {'domains': [{'port': 80}]},
    'env is a text': {'env': 'A=S3CRET-value'},
    'env holds a number': {'env': {'A': 3}},
    'password is a list': {'source': {'type': 'docker', 'image': 'x', 'password': ['S3CRET-value']}},
    'no server': {},
    'address with a token': {'verify': {'url': 'https://user:S3CRET-value@shop.example.com/x?token=S3CRET-value'}},
    'plain http elsewhere': {'api_url': 'http://dokploy.invalid', 'timeout': 1},
    'an option and its alias': {'mounts': [{'type': 'volume', 'volume_name': 'data', 'source': 'data', 'mount_path': '/data'}]},
    'empty and null options': {'name': '', 'environment': None},
    'path with a variable': {'ca_path': '$HOME/no-such.pem'},
}


def as_text(result):
    return json.dumps(result, sort_keys=True, ensure_ascii=False)


@pytest.mark.parametrize('case', sorted(BAD))
@pytest.mark.parametrize('module', ('dokploy_application', 'dokploy_application_info', 'dokploy_project', 'dokploy_deployment'))
def test_what_is_refused_is_refused_alike(module, case):
    arguments = dict(NOWHERE, **BAD[case])
    if module == 'dokploy_project':
        arguments.pop('name')       # an alias of project: ansible-core keeps its warning for the whole process
    expected, found = run_main(module, arguments), run_in_process(module, arguments)
    assert expected.failed and as_text(expected) == as_text(found)
    assert 'S3CRET' not in as_text(found)


def test_nothing_of_one_task_reaches_the_next(capfd):
    """Ten tasks in one process, each with a secret of its own: what is imported is all that stays, and nothing is printed."""
    arguments = {'project': 'shop', 'environment': 'production', 'name': 'web', 'source': {'type': 'docker', 'image': 'nginx:1.27'}, 'stable_for': 0}
    with dokploy() as here:
        arguments.update(api_url=here.url, api_key=here.api_key)
        first = run_in_process('dokploy_application', dict(arguments, env={'A': 'S3CRET-0123456789'}), check_mode=True)
        assert not first.failed, first
        classes = {name: dict(vars(one)) for name, one in vars(importlib.import_module('ansible.module_utils.basic')).items() if isinstance(one, type)}
        state = (os.getcwd(), dict(os.environ), sys.stdout, sys.argv[:], os.umask(0o22))
        for number in range(10):
            result = run_in_process('dokploy_application', dict(
                arguments, description='was S3CRET-0123456789 here?', env={'A': 'other-%d-0123456789' % number}), check_mode=True)
            assert not result.failed, result
            # A masker of an earlier task would hide it.
            assert result['diff']['after']['description'] == 'was S3CRET-0123456789 here?'
        assert state == (os.getcwd(), dict(os.environ), sys.stdout, sys.argv[:], os.umask(0o22))
        for name, one in classes.items():
            assert dict(vars(getattr(importlib.import_module('ansible.module_utils.basic'), name))) == one
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ('', '')


def test_a_working_directory_is_left_again(tmp_path):
    before = os.getcwd()
    with pytest.raises(ZeroDivisionError), _in_process.working_directory(str(tmp_path)):
        assert os.path.realpath(os.getcwd()) == os.path.realpath(tmp_path)
        raise ZeroDivisionError
    assert os.getcwd() == before


def test_what_ends_a_worker_is_let_through():
    """A task's timeout and Ctrl-C are raised as they are, wherever the task is."""
    class Timeout(BaseException):
        """As ansible-core's TaskTimeoutError."""

    for kind in (Timeout, KeyboardInterrupt, SystemExit):
        with mock.patch(PLUGINS + 'module_utils._client.http.Client.request', side_effect=kind), pytest.raises(kind):
            run_in_process('dokploy_application', NOWHERE)
