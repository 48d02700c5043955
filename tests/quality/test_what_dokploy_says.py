# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page "What Dokploy says and what is so": each row has a recording that exists, or says that it was seen, and tests that exist."""

from __future__ import annotations

import ast
import os
import re

from cases import every_case

from support import paths

PAGE = os.path.join(paths.ROOT, 'docs', 'docsite', 'rst', 'what_dokploy_says.rst')
ROW = re.compile(r'^   \* - (?P<answer>.+)\n     - (?P<truth>.+)\n     - (?P<ours>.+)\n     - \| (?P<seen>.+)\n(?P<tests>(?:       \| .+\n?)+)', re.M)
LEAST = 60


def read_rows():
    """The rows of the page, each with the names of its tests."""
    with open(PAGE, encoding='utf-8') as handle:
        text = handle.read()
    rows = [dict(found.groupdict(), tests=re.findall(r'``(.+?)``', found.group('tests'))) for found in ROW.finditer(text)]
    heads = text.count("   * - Dokploy's answer\n")
    assert len(rows) == text.count('   * - ') - heads, 'a row of the page cannot be read'
    return rows


def find_wrong(rows):
    """What a row names that does not exist."""
    cases = {one.name for one in every_case()}
    for row in rows:
        recording = re.fullmatch(r'``(tests/contract/.+\.json)``', row['seen'])
        if not (recording and os.path.exists(os.path.join(paths.ROOT, recording.group(1))) or row['seen'].startswith('Seen on ')):
            yield 'recording %s' % row['seen']
        if not row['tests']:
            yield 'no test of %s' % row['answer']
        for name in row['tests']:
            path, separator, function = name.partition('::')
            if name.startswith('case: ') and name[len('case: '):] not in cases or not name.startswith('case: ') and not (
                    separator and os.path.exists(os.path.join(paths.ROOT, path)) and function in functions_of(path)):
                yield name


def functions_of(path):
    with open(os.path.join(paths.ROOT, path), encoding='utf-8') as handle:
        return {node.name for node in ast.walk(ast.parse(handle.read())) if isinstance(node, ast.FunctionDef)}


def test_every_test_and_recording_of_the_page_exists(report_line):
    rows = read_rows()
    assert not list(find_wrong(rows)), '\n'.join(find_wrong(rows))
    assert len(rows) >= LEAST
    report_line("what Dokploy says: %d answers that are not so, with %d tests" % (len(rows), len({name for row in rows for name in row['tests']})))


def test_a_name_of_nothing_is_found():
    row = {'answer': 'x', 'seen': 'Seen on both servers.'}
    for name in ('case: nothing', 'tests/unit/test_nothing.py::test_nothing', 'tests/unit/test_told_right.py::test_nothing', 'tests/unit/test_told_right.py'):
        assert list(find_wrong([dict(row, tests=[name])])) == [name]
    assert list(find_wrong([dict(row, tests=['case: a job'], seen='``tests/contract/nothing.json``')])) == ['recording ``tests/contract/nothing.json``']
    assert list(find_wrong([dict(row, tests=[])])) == ['no test of x']
