# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task gives the same result as a module and in the controller's process, to the byte: over the table of cases, and where options are wrong."""

from __future__ import annotations

import contextlib
import importlib
import itertools
import json
import os
import random
import re
import sys
from unittest import mock

import pytest
from ansible_collections.community.dokploy.plugins.plugin_utils import _in_process

from cases import every_case
from cases.model import NEWEST
from cases.running import Stage
from support.inprocess import PLUGINS, Here, Result, dokploy, run_main

ROWS = [pytest.param(one, id=one.name) for one in every_case() if NEWEST in one.versions]
NOWHERE = {'api_url': 'http://127.0.0.1:9', 'api_key': 'a-key-0123456789', 'retries': 0, 'project': 'shop', 'environment': 'production', 'name': 'web'}
# In the names of backup files, by this machine's clock.
TIME = re.compile(r'\d{8}T\d{6}(-\d+)?')
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


def run_in_process(module, arguments, check_mode=False, show=None):
    """The same as run_main, as the action plugin does it."""
    definition = importlib.import_module(PLUGINS + 'modules.' + module).DEFINITION
    return Result(_in_process.run_definition(definition, module, _in_process.copy_arguments(arguments), check_mode=check_mode, show=show))


class HereInProcess(Here):
    """Modules run in the controller's process."""

    def __init__(self, simulator, server):
        super().__init__(simulator, server)
        self.runs = run_main

    def run(self, module, check_mode=False, **arguments):
        arguments.setdefault('api_url', self.url)
        arguments.setdefault('api_key', self.api_key)
        self.simulator.reset_requests()
        return self.runs(module, arguments, check_mode=check_mode)


def as_text(result):
    return json.dumps(result, sort_keys=True, ensure_ascii=False)


@contextlib.contextmanager
def nothing_random():
    """Nonces and labels are counted, and pauses before another try are all alike."""
    count = itertools.count()
    with mock.patch('secrets.token_hex', lambda length=16: ('%x' % next(count)).rjust(2 * length, '0')), mock.patch.object(
            random, 'uniform', lambda *dummy: 1.0):
        yield


@pytest.fixture(scope='module')
def both():
    made = Stage(HereInProcess)
    yield made
    made.close()


def play(stage, case, runs, start):
    """-> [(name of the step, whether it was checked first, its result as text, what it asked of the server)] of a case; all run C(runs)."""
    here = stage.begin(case, NEWEST)
    here.runs = runs
    here.simulator.clock.__init__(start)
    found = []
    with nothing_random():
        for done in stage.run(case, NEWEST, told=True):
            asked = [(one.method, one.path, one.query, one.body) for one in here.simulator.requests]
            texts = [TIME.sub('@time', json.dumps(one, sort_keys=True, default=str, ensure_ascii=False)).replace(done.runner.folder.name, '@folder')
                     for one in (done.result, done.told, asked)]
            found.append((done.step.name, texts))
    return found


@pytest.mark.parametrize('case', ROWS)
def test_results_are_equal_to_the_byte(both, case):
    start = 1767607200.0
    module, here = play(both, case, run_main, start), play(both, case, run_in_process, start)
    assert module
    assert [one[0] for one in module] == [one[0] for one in here]
    for (name, expected), (_name, found) in zip(module, here):
        for one, other in zip(expected, found):
            assert one == other, name


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
