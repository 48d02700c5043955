# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""The helpers of tests/support do what the other tests rely on."""

from __future__ import annotations

import os
import subprocess

import pytest

from support import cores, docs, paths, play, venvs

pytestmark = pytest.mark.xdist_group('cores')

PLAY = [{
    'hosts': 'localhost', 'gather_facts': False,
    'tasks': [
        {'name': 'version', 'ansible.builtin.debug': {'msg': '{{ ansible_version.full }}'}},
        {'name': 'environment', 'ansible.builtin.command': {'argv': ['env']}, 'changed_when': False},
        {'name': 'wanted', 'ansible.builtin.fail': {'msg': 'so'}, 'ignore_errors': True},
    ],
}]


@pytest.mark.parametrize('core', cores.VERSIONS)
def test_a_playbook_runs_on_each_ansible_core(core, tmp_path):
    run = play.playbook(PLAY, tmp_path, bin_dir=cores.bin_dir(core), env={'SAID': 'yes'})
    assert run.returncode == 0, run.output
    assert run.of('version')['msg'].startswith(core + '.')
    lines = run.of('environment')['stdout'].splitlines()
    assert 'SAID=yes' in lines
    assert not [one for one in lines if one.startswith('DOKPLOY_') and not one.startswith('DOKPLOY_TEST_')]
    assert [one['status'] for one in run.results] == ['ok', 'ok', 'ignored']
    assert 'WARNING' not in run.output and 'DEPRECAT' not in run.output, run.output


@pytest.mark.parametrize('version', ['3.9'])
def test_the_oldest_python_of_a_task_host(version):
    python = cores.target_python(version)
    subprocess.run([python, '-c', 'import requests'], check=True)


def test_exported_variables_reach_no_test():
    dirty = {'DOKPLOY_URL': 'x', 'DOKPLOY_API_KEY': 'x', 'ANSIBLE_STDOUT_CALLBACK': 'x', 'REQUESTS_CA_BUNDLE': 'x', 'KEPT': 'yes'}
    clean = paths.clean_environment(dirty, live=False)
    assert set(clean) & set(dirty) == {'KEPT'}
    assert 'DOKPLOY_URL' in paths.clean_environment(dirty, live=True)
    if not paths.is_live():
        assert not [one for one in os.environ if one.startswith('DOKPLOY_')]


def test_a_missing_interpreter_is_said():
    with pytest.raises(venvs.NoPython, match='No Python 2.1 was found'):
        venvs.ensure('.cache/never', (), versions=('2.1',))


def test_a_path_with_a_space_is_reached_by_one_without(tmp_path, monkeypatch):
    monkeypatch.setattr('tempfile.tempdir', str(tmp_path))
    folder = tmp_path / 'a checkout'
    folder.mkdir()
    for dummy in range(2):
        link = paths.without_space(str(folder))
        assert ' ' not in link and os.path.realpath(link) == str(folder)
    assert paths.without_space('/work/checkout') == '/work/checkout'


def test_the_sidebar_has_names_and_the_index_has_variables():
    """The sidebar repeated "community.dokploy." and a sentence for each module, and the index said that no variable exists."""
    assert docs.shorten_sidebar('.. toctree::\n\n    docsite/connecting\n    dokploy_api_module\n') == (
        '.. toctree::\n\n    docsite/connecting\n    dokploy_api (module) <dokploy_api_module>\n')
    with open(os.path.join(paths.ROOT, 'docs', 'docsite', 'rst', 'connecting.rst'), encoding='utf-8') as handle:
        variables = docs.list_variables(handle.read())
    assert len(variables) > 10 and {'DOKPLOY_URL', 'DOKPLOY_API_KEY'} < set(variables)
