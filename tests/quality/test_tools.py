# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""Sanity, linters, documentation, build: the tools that a collection has to satisfy.

All are in one group, so that they make one of the two lanes.
"""

from __future__ import annotations

import glob
import json
import os
import re
import subprocess
import tarfile

import pytest

from support import ansible_test, paths, tools
from support.venvs import ensure, find_python, locked

pytestmark = pytest.mark.xdist_group('quality')


def _modules():
    return sorted(os.path.basename(path)[:-3] for path in glob.glob(os.path.join(paths.ROOT, 'plugins', 'modules', 'dokploy_*.py')))


def _filters():
    return sorted(os.path.basename(path)[:-4] for path in glob.glob(os.path.join(paths.ROOT, 'plugins', 'filter', '*.yml')))


@pytest.fixture(scope='module')
def archive(tmp_path_factory):
    return tools.build(tmp_path_factory.mktemp('build'))


@pytest.fixture(scope='module')
def installed(archive, tmp_path_factory):
    return tools.install(archive, tmp_path_factory.mktemp('collections'))


def test_this_lane_is_one_lane(request):
    """pytest-xdist has understood the group, which it marks in the test's id."""
    if 'PYTEST_XDIST_WORKER' not in os.environ:
        pytest.skip('all tests run in one process')
    assert request.node.nodeid.endswith('@quality')


def test_sanity():
    """Every sanity test that ansible-test has for collections; there is no ignore file.

    `compile` and `import` run with this Python; test_plugins_compile covers the
    older ones. `shellcheck` and `pslint` check nothing where their programs are
    not installed, and there are no such files here. Of the folder tests, which
    the archive does not hold, it gets the configuration; ruff checks the rest
    (test_linters.py).
    """
    with locked('sanity'):
        ansible_test.prepare()
        tools.run(ansible_test.command('sanity', '--local', '--python', tools.python_version(), '--color', 'no'),
                  tools.export('sanity', wanted=lambda path: path == 'tests/config.yml' or not path.startswith('tests/')), tools.environment())


@pytest.mark.parametrize('version', ['3.9', '3.10', '3.12', '3.13'])
def test_plugins_compile(version, tmp_path):
    python = find_python(version)
    if python is None:
        pytest.skip('No Python %s was found on this machine.' % version)
    # Of the plugins, those below run on the task's host; the others need the controller's Python.
    remote = [os.path.join(paths.ROOT, 'plugins', one) for one in ('modules', 'module_utils', 'doc_fragments')]
    tools.run([python, '-W', 'error', '-m', 'compileall', '-q', '-f', *remote], str(tmp_path),
              dict(tools.environment(), PYTHONPYCACHEPREFIX=str(tmp_path)))


def test_ansible_lint():
    with locked('ansible-lint'):
        target = tools.export('ansible-lint')
        output = tools.run([os.path.join(paths.VENV_BIN, 'python'), os.path.join(paths.SUPPORT, 'ansible_lint.py'),
                            '--offline', '--profile', 'production', '--strict'],
                           target, tools.environment(collections=os.path.join(paths.CACHE, 'ansible-lint')))
    # Each playbook and each role: the syntax was checked, and not left out.
    count = len(glob.glob(os.path.join(paths.ROOT, 'playbooks', '*.yml'))) + len(os.listdir(os.path.join(paths.ROOT, 'roles')))
    assert int(re.search(r'^([0-9]+) syntax checks$', output, re.MULTILINE).group(1)) >= count, output


def test_licences():
    with locked('reuse'):
        tools.run(['reuse', 'lint', '--lines'], tools.export('reuse'), tools.environment())


def test_changelog_fragments():
    with locked('changelog'):
        tools.run([*tools.ANTSIBULL_CHANGELOG, 'lint'], tools.export('changelog'), tools.environment())


def test_documentation_lint():
    with locked('antsibull-docs'):
        target = tools.export('antsibull-docs')
        collections = os.path.join(paths.CACHE, 'antsibull-docs')
        tools.run([*tools.ANTSIBULL_DOCS, 'lint-collection-docs', '--plugin-docs', '--validate-collection-refs', 'all', '--check-extra-docs-refs',
                   target], target, tools.environment(collections=collections))


def test_documentation_builds():
    """The pages that `make docs` makes, with every warning of Sphinx an error."""
    tools.run([os.path.join(paths.VENV_BIN, 'python'), os.path.join(paths.SUPPORT, 'docs.py')], paths.ROOT, tools.environment())
    assert os.path.exists(os.path.join(paths.CACHE, 'docs', 'html', 'index.html'))


def test_the_archive_holds_what_users_need_and_no_more(archive):
    with tarfile.open(archive) as handle:
        names = [one.name for one in handle if one.isfile()]
    allowed = ('plugins/', 'meta/', 'docs/', 'roles/', 'playbooks/', 'changelogs/', 'LICENSES/', 'extensions/')
    files = {'MANIFEST.json', 'FILES.json', 'README.md', 'CONTRIBUTING.md', 'CODE_OF_CONDUCT.md', 'SECURITY.md', 'COPYING', 'REUSE.toml',
             'CHANGELOG.md', 'CHANGELOG.rst', '.ansible-lint', '.yamllint'}
    assert not [one for one in names if not one.startswith(allowed) and one not in files]
    assert not [one for one in names if '__pycache__' in one or one.endswith('.pyc')]
    assert {'README.md', 'COPYING', 'meta/runtime.yml', 'LICENSES/GPL-3.0-or-later.txt'} <= set(names)
    assert os.path.getsize(archive) < 2 * 1024 * 1024


def test_galaxy_importer(archive, tmp_path):
    bin_dir = ensure('.cache/galaxy-importer', ('requirements/galaxy-importer.txt',))
    settings = tmp_path / 'galaxy-importer.cfg'
    # ansible-lint and ansible-test run in tests of their own.
    settings.write_text('[galaxy-importer]\nRUN_ANSIBLE_LINT = False\nRUN_ANSIBLE_TEST = False\nRUN_ANSIBLE_DOC = True\n'
                        'RUN_FLAKE8 = False\nCHECK_REQUIRED_TAGS = True\nCHECK_CHANGELOG = False\nLOG_LEVEL_MAIN = INFO\n')
    output = tools.run([os.path.join(bin_dir, 'python'), '-m', 'galaxy_importer.main', archive], str(tmp_path),
                       dict(tools.environment(bin_dir), GALAXY_IMPORTER_CONFIG=str(settings)))
    assert 'Importer processing completed successfully' in output, output
    wrong = [line for line in output.splitlines() if line.startswith(('ERROR', 'WARNING'))]
    assert not wrong, '\n'.join(wrong)


@pytest.mark.parametrize('kind', ['module', 'filter'])
def test_the_installed_collection_documents_itself(kind, installed, tmp_path):
    names = ['community.dokploy.' + one for one in (_modules() if kind == 'module' else _filters())]
    answer = subprocess.run([os.path.join(paths.VENV_BIN, 'ansible-doc'), '--type', kind, '--json', *names], cwd=str(tmp_path),
                            env=tools.environment(collections=installed), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert 'WARNING' not in answer.stderr, answer.stderr
    described = json.loads(answer.stdout)
    assert sorted(described) == names
    for name, one in described.items():
        assert one['doc']['filename'].startswith(installed), name
        assert one['examples'], name
        assert one['return'], name
