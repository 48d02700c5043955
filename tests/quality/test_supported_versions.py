# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page of supported versions says what the tests and the workflow of CI run with."""

from __future__ import annotations

import ast
import os
import re

import yaml

from support import cores, paths

PAGE = os.path.join('docs', 'docsite', 'rst', 'supported_versions.rst')


def read(*parts):
    with open(os.path.join(paths.ROOT, *parts), encoding='utf-8') as handle:
        return handle.read()


def tables(text):
    """The list-tables of a page: rows of cells, each a text in one line."""
    found = []
    for table in text.split('.. list-table::')[1:]:
        rows = [re.split(r'\n     -(?: |(?=\n|$))', '\n     - ' + row) for row in re.split(r'\n   \* - ', re.split(r'\n(?=\S)', table)[0])[1:]]
        found.append([[' '.join(cell.split()) for cell in row[1:]] for row in rows])
    return found


def constant(path, name):
    """The value of a constant of a test module, which is not imported."""
    for node in ast.parse(read(*path.split('/'))).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], 'id', '') == name:
            return ast.literal_eval(node.value)
    raise AssertionError('%s has no %s' % (path, name))


def versions_in(text):
    return re.findall(r'v\d+\.\d+\.\d+', text)


def test_dokploy():
    rows = {row[0]: row[2] for row in tables(read(PAGE))[0][1:]}
    named = {version for name in rows for version in versions_in(name)}
    assert named == set(constant('tests/unit/test_every_field.py', 'VERSIONS'))
    recorded = {name for name, proof in rows.items() if proof.startswith('Recordings of a live server')}
    assert recorded == set(re.findall('"(v[0-9.]+)"', re.search('(?m)^NEWEST, OLDER = .*', read('tests', 'contract', 'recipe_steps.py')).group()))
    assert ', '.join(sorted(recorded, reverse=True)).replace(', ', ' and ') in read('README.md')


def test_ansible_core():
    rows = {row[0]: row[1:] for row in tables(read(PAGE))[1][1:]}
    workflow = yaml.safe_load(read('.github', 'workflows', 'tests.yml'))['jobs']
    sanity = {}
    for one in workflow['sanity']['strategy']['matrix']['include']:
        sanity.setdefault(one['ansible'].replace('stable-', ''), []).append(one['python'])
    assert set(rows) == set(sanity) == {*cores.VERSIONS, 'devel'}
    for version, (pythons, tested, in_workflow) in rows.items():
        assert re.findall(r'3\.[0-9]+', in_workflow) == sanity[version], version
        if version != 'devel':
            assert re.findall(r'3\.[0-9]+', pythons) == [cores.PYTHONS[version][0], cores.PYTHONS[version][-1]], version
            assert tested.startswith('everything') == (version == '2.19'), version
    assert '| ansible-core | %s |' % ', '.join(cores.VERSIONS) in read('README.md')
    lines = read('requirements', 'development.txt')
    assert 'ansible-core ~= 2.19.0 ; python_version < "3.14"' in lines


def test_python_of_the_host_of_a_task():
    rows = {row[0]: row[1] for row in tables(read(PAGE))[2][1:]}
    compiled = re.search(r"parametrize\('version', (\[.*\])\)\ndef test_plugins_compile", read('tests', 'quality', 'test_tools.py')).group(1)
    assert ', '.join(ast.literal_eval(compiled)) in rows
    assert {one for name in rows for one in re.findall(r'3\.[0-9]+', name)} == set(cores.TARGET_PYTHONS)
    setup = yaml.safe_load(read('.github', 'workflows', 'tests.yml'))['jobs']['test']['steps'][1]['with']['python-version'].split()
    assert set(cores.TARGET_PYTHONS) == set(setup), 'CI has each of them, so that none is skipped there'
    libraries = read('meta', 'ee-requirements.txt')
    assert 'requests >= 2.28' in libraries and 'docker >= 5.0' in libraries
    assert '``requests`` 2.28 or later' in read(PAGE) and 'SDK for Python 5.0 or later' in read(PAGE)


def test_each_proof_exists():
    named = re.findall(r'``((?:tests|extensions|\.github)/[A-Za-z0-9_./-]+)``', read(PAGE))
    assert len(named) > 5
    assert not [one for one in named if not os.path.exists(os.path.join(paths.ROOT, one))]
