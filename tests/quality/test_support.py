# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""The helpers of tests/support do what the other tests rely on."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import types

import pytest

from support import cores, costs, docs, documentation_tool, paths, play, tools, venvs

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
    dirty = dict.fromkeys((
        'DOKPLOY_URL', 'DOKPLOY_API_KEY', 'PYTHONDONTWRITEBYTECODE', 'ANSIBLE_STDOUT_CALLBACK', 'REQUESTS_CA_BUNDLE'), 'x') | {'KEPT': 'yes'}
    clean = paths.clean_environment(dirty, live=False)
    assert set(clean) & set(dirty) == {'KEPT'}
    assert 'DOKPLOY_URL' in paths.clean_environment(dirty, live=True)
    if not paths.is_live():
        assert not [one for one in os.environ if one.startswith('DOKPLOY_')]


def test_what_a_shared_process_used_is_no_cost_of_the_last_test(monkeypatch):
    """A Docker Engine that ends with the last test of a process used 70 s, which that test had as its own."""
    spent, reports, item = iter([0.0, 0.0, 1.0, 2.0, 72.0]), [], types.SimpleNamespace(path='tests/test_x.py')
    with monkeypatch.context() as patched:
        patched.setattr(costs, 'used', lambda: next(spent))
        plugin = costs.Costs()
        next(plugin.pytest_runtest_protocol(None))
        for when in ('setup', 'call', 'teardown'):
            reports.append(types.SimpleNamespace(nodeid='tests/test_x.py::test_y@group', user_properties=[]))
            hook = plugin.pytest_runtest_makereport(item, types.SimpleNamespace(when=when))
            next(hook)
            with contextlib.suppress(StopIteration):
                hook.send(types.SimpleNamespace(get_result=lambda: reports[-1]))
    assert costs.collect({'passed': reports}) == {'tests/test_x.py::test_y': 2.0, 'tests/test_x.py::(fixtures that end here)': 70.0}


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


def test_no_button_leads_nowhere():
    """Each page of the documentation had a button to the repository, whose address was "not public yet"."""
    kept = '.. ansible-links::\n\n  - title: "Documentation"\n    url: "https://docs.example.com"\n    external: true\n'
    assert docs.drop_dead_links(kept.replace('  - title: "D', '  - title: "Repository"\n    url: "not public yet"\n    external: true\n  - title: "D')) == kept


PAGE = '''
Title
=====

.. list-table::

   * - one

       - a list

         1. in a list
     - a term
         and its text

:field: ``literal``

| a line

.. |short| replace:: a long text

A |short| and `a link <https://example.com>`_, and *an open one
'''


def test_docutils_reads_a_page_as_before_and_makes_fewer_states(monkeypatch):
    from docutils import core, statemachine     # pylint: disable=import-outside-toplevel
    from docutils.parsers.rst import states     # pylint: disable=import-outside-toplevel
    made, plain = [], statemachine.State.__init__
    monkeypatch.setattr(statemachine.State, '__init__', lambda self, *arguments, **more: made.append(self) or plain(self, *arguments, **more))
    monkeypatch.setattr(statemachine.StateMachine, 'add_states', statemachine.StateMachine.add_states)
    monkeypatch.setattr(statemachine.StateMachine, 'runtime_init', statemachine.StateMachine.runtime_init)
    monkeypatch.setattr(states.RSTState, 'nested_sm_cache', [])
    expected = core.publish_string(PAGE, settings_overrides={'warning_stream': False})
    before = len(made)
    documentation_tool.make_states_late()
    monkeypatch.setattr(states.RSTState, 'nested_sm_cache', [])
    made.clear()
    assert core.publish_string(PAGE, settings_overrides={'warning_stream': False}) == expected
    assert b'System Message' in expected or b'system_message' in expected
    assert len(made) < before / 3


CHECKED = '''
import sys
from antsibull_changelog import rstcheck
from support import documentation_tool
texts = ['A :nosuch:`role`.', 'A :ref:`label`, |short|.', '.. nosuch:: x', '.. code-block:: yaml\\n\\n   a: 1\\n', '.. versionadded:: 1', '``open', 'plain']
before = [rstcheck.check_rst_content(one) for one in texts]
documentation_tool.make_application_once()
assert before == [rstcheck.check_rst_content(one) for one in texts * 2][len(texts):], before
assert [bool(one) for one in before] == [True, True, True, False, False, True, False], before
'''


def test_rstcheck_finds_the_same_with_one_application_of_sphinx():
    answer = subprocess.run([sys.executable, '-c', CHECKED], env=dict(os.environ, PYTHONPATH=paths.TESTS), capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr


KEPT = '''
import builtins, dataclasses, sys
import sitecustomize
sitecustomize.FOLDER = sys.argv[1]
text = 'def name_file():\\n    raise KeyError\\n' + '# x\\n' * 400
first = compile(text, '/a/one.py', 'exec', dont_inherit=True)
sitecustomize._compile = None       # What was compiled once is read from now on.
sitecustomize._kept.clear()
second = compile(text, '/b/two.py', 'exec', dont_inherit=True)
assert first.co_code == second.co_code
assert [code.co_filename for code in (first, second, second.co_consts[0])] == ['/a/one.py', '/b/two.py', '/b/two.py']
sitecustomize._compile = lambda *arguments, **more: 'another text'
assert compile(text + '#', '/b/two.py', 'exec', dont_inherit=True) == 'another text'
print('kept')
'''


def test_compiled_code_is_kept_by_its_text_and_names_its_own_file(tmp_path):
    answer = subprocess.run(
        [sys.executable, '-c', KEPT, str(tmp_path)], env=dict(os.environ, PYTHONPATH=tools.COMPILED_ONCE), capture_output=True, text=True, check=False)
    assert answer.stdout == 'kept\n', answer.stderr


IMPORTED = '''
import io, sys
sys.path.insert(0, sys.argv[1])
import imported_once
sys.stdin = io.StringIO('plugins/action/a.py\\nplugins/action/b.py\\nplugins/action/c.py\\nplugins/lookup/d.py\\n')
imported_once.prepare()
for path in sys.stdin.read().splitlines():
    print(path, 'ansible.plugins.action' in sys.modules)
'''


def test_the_first_action_plugin_is_imported_before_ansible_and_none_is_left_out():
    answer = subprocess.run([sys.executable, '-c', IMPORTED, tools.COMPILED_ONCE], capture_output=True, text=True, check=False)
    assert answer.stdout.splitlines() == [
        'plugins/lookup/d.py False', 'plugins/action/a.py False', 'plugins/action/b.py True', 'plugins/action/c.py True'], answer.stderr


PARSED = '''
import sys
import sitecustomize
sitecustomize.FOLDER = sys.argv[1]
sys.meta_path[0].arguments = (*sys.meta_path[0].arguments[:2], sys.argv[1])
import yaml
text = 'a: [&x {b: "1"}, *x, 2, null]\\n' + ''.join('k%d: 0x1f\\n' % one for one in range(3000))
first = [yaml.load(text, one) for one in (yaml.CSafeLoader, yaml.CBaseLoader)]
second = [yaml.load(text, one) for one in (yaml.CSafeLoader, yaml.CBaseLoader)]
assert first == second == [yaml.load(text, one) for one in (yaml.SafeLoader, yaml.BaseLoader)]
assert first[0] != first[1] and first[0] is not second[0] and second[0]['a'][0] is second[0]['a'][1]
dated = 'day: 2026-01-01\\n' + text
assert yaml.load(dated, yaml.CSafeLoader) == yaml.load(dated, yaml.SafeLoader)
import os
print(len(os.listdir(sys.argv[1])))
'''


def test_a_large_text_of_yaml_is_parsed_once_for_each_loader(tmp_path):
    answer = subprocess.run(
        [sys.executable, '-c', PARSED, str(tmp_path)], env=dict(os.environ, PYTHONPATH=tools.COMPILED_ONCE), capture_output=True, text=True, check=False)
    assert answer.stdout == '2\n', answer.stderr
