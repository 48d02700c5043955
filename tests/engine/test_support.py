# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The engine of the tests: it begins and ends as tests/support/engine.py says."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

from support import engine as support
from support import paths


def what_is_there(api):
    """Services, networks and images; of another engine, which others use at the same time, what has our names."""
    return (
        sorted(one['Spec']['Name'] for one in api.services() if one['Spec']['Name'].startswith(support.PREFIX)),
        support.NETWORK in [one['Name'] for one in api.networks()],
        sorted(tag for one in api.images() for tag in one['RepoTags'] or () if tag.startswith(support.PREFIX)))


def containers(api):
    return {one['Id'] for one in api.containers(all=True) if one['Labels'].get('com.docker.swarm.service.name', '').startswith(support.PREFIX)}


def test_services_run_as_dokploy_makes_them(engine):
    port = {'PublishMode': 'host', 'Protocol': 'tcp', 'TargetPort': 8080, 'PublishedPort': 18080}
    web = engine.service('web', image='web:1.1', env=['A=1', 'B=two words'], ports=[port])
    assert [task['Status']['State'] for task in web.running()] == ['running']
    assert web.spec['TaskTemplate']['ContainerSpec']['Env'] == ['A=1', 'B=two words']
    assert engine.wait(lambda: engine.http(18080)) == (200, '1.1\n')
    with engine.forward(18080) as here:
        there = subprocess.run([sys.executable, '-c', 'import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode())',
                                'http://127.0.0.1:%d/' % here], capture_output=True, text=True, check=True)
    assert there.stdout.strip() == '1.1'


def test_another_engine_is_left_as_it_was_found(engine):
    before, alive = what_is_there(engine.api), containers(engine.api)
    with support.other(engine.host) as same:
        same.service('web', image='web:2.0')
        assert what_is_there(same.api) != before and not containers(same.api) <= alive
    assert what_is_there(engine.api) == before and containers(engine.api) <= alive


def test_nothing_is_left_of_a_run_that_was_killed(engine):
    if not engine.own:
        pytest.skip('another engine is used (DOKPLOY_TEST_DOCKER_HOST)')
    process = subprocess.Popen(  # pylint: disable=consider-using-with
        [sys.executable, '-m', 'support.engine'], cwd=paths.TESTS, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    try:
        made = json.loads(process.stdout.readline())
        assert made['host'] != engine.host          # two at once have two
        inner = made['pid']
        assert os.path.exists('/proc/%d' % inner)
        process.send_signal(signal.SIGKILL)
        process.wait()
        engine.wait(lambda: not os.path.exists('/proc/%d' % inner) or zombie(inner), seconds=10, said='its first process lives')
        assert os.path.islink(os.path.dirname(made['host'][len('unix://'):]))
        support._remove_dead()  # pylint: disable=protected-access
        assert not os.path.exists(os.path.dirname(made['host'][len('unix://'):]))
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    assert engine.api.ping()


def zombie(pid):
    try:
        with open('/proc/%d/stat' % pid, encoding='ascii') as handle:
            return handle.read().rsplit(')', 1)[1].split()[0] == 'Z'
    except OSError:
        return True


@pytest.mark.parametrize('ci, outcome', [('true', pytest.fail.Exception), ('', pytest.skip.Exception)])
def test_where_no_engine_runs_the_reason_is_told(monkeypatch, ci, outcome):
    monkeypatch.setenv('CI', ci)
    monkeypatch.setenv('DOKPLOY_TEST_DOCKER_HOST', 'unix:///nowhere/docker.sock')
    with pytest.raises(outcome, match='nowhere'), support.running():
        raise AssertionError('an engine at /nowhere?')
