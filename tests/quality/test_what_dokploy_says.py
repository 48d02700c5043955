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
EVERY_FIELD = 'tests/unit/test_every_record_field.py::test_every_field'
# The facts about databases, compose services, and records that were seen on live servers, by the numbers of their list: the tests that each is handled.
FACTS = {
    1: [
        'case: a changed password of redis is deployed',
        'case: a password of Redis that was changed in the pages is deployed before a restart can lose it',
    ],
    2: ['case: a password of Redis that was changed in the pages is deployed before a restart can lose it'],
    3: ['case: a changed password of a database that does not run', 'case: a changed password that cannot reach the database'],
    4: ['case: a password that was saved alone, and that the database does not know', 'case: what a database was created with'],
    5: ['case: passwords that Dokploy cannot pass on'],
    6: ['case: a database without a password gets one from Dokploy, and keeps it'],
    7: ['case: passwords that Dokploy cannot pass on'],
    8: ['case: an incomplete database'],
    9: ['case: the external port of a database'],
    10: ['case: the external port of a database'],
    11: ['case: the external port of a database', 'case: an external port that something else than a database publishes'],
    12: ['case: the external port of a database'],
    13: ['case: the external port of a database', 'case: a database whose port another one took while it was stopped'],
    14: ['case: the external port of a database'],
    15: ['case: changes of others are seen, and applied by a deployment'],
    16: ['case: a database that was never deployed'],
    17: ['case: postgres from beginning to end'],
    18: ['case: a database whose image is not there'],
    19: ['tests/unit/test_diagnosis_databases.py::test_what_an_audit_finds_of_a_database'],
    20: ['case: what Dokploy accepts for a database, and fails on later'],
    21: ['case: an update without a change', 'case: a database renamed and moved'],
    22: ['case: what Dokploy accepts for a database, and fails on later'],
    23: ['case: a database renamed and moved', 'case: what cannot be moved'],
    24: ['case: what Dokploy accepts for a database, and fails on later'],
    25: ['case: mounts of a database'],
    26: ['case: volumes of a database', 'case: volumes of a database that stay'],
    27: ['case: a project with databases in it', 'tests/unit/test_removed_projects.py::test_nothing_runs_of_a_removed_project'],
    28: ['case: a stack whose start does nothing is deployed'],
    29: ['case: a compose service of the type stack from beginning to end'],
    30: ['case: volumes of a stack', 'case: volumes of a stack that the server cannot remove'],
    31: ['case: a file that was changed in the pages is deployed, type docker-compose'],
    32: ['case: docker compose that fails to start', 'tests/unit/test_diagnosis_compose.py::test_what_was_stopped_did_not_crash'],
    33: ['case: a file with no YAML is not stored', 'case: a file with no services is not stored'],
    34: ['tests/contract/test_recorded.py::test_the_services_of_a_file_are_not_asked_of_dokploy', 'case: a file with services that are texts is not stored'],
    35: ['case: domains and files, type docker-compose', 'case: domains and files, type stack'],
    36: ['tests/unit/test_audit_compose.py::test_a_file_that_cannot_be_read', 'case: a compose service that was never deployed'],
    37: ['case: names with a suffix, and a network of its own, type docker-compose'],
    38: ['case: what an update of a compose service drops, and what it takes', 'case: another type leaves containers behind'],
    39: ['case: a compose service of the type docker-compose from beginning to end'],
    40: ['case: a compose service of the type stack from beginning to end'],
    41: ['case: registry that refuses the password', 'case: registries of one name', 'case: registry from beginning to end'],
    42: ['case: registry that an application loses'],
    43: ['case: SSH key from beginning to end', 'case: SSH keys of one name', 'case: SSH key that Dokploy generates', 'case: SSH key that an application loses',
         'tests/unit/test_record_creation.py::test_two_that_are_made_at_once_are_not_guessed'],
    44: ['case: certificate with something wrong', 'case: certificates of one name', 'case: certificate on an older server'],
    45: ['case: destination that does not answer', 'case: destinations of one name', EVERY_FIELD],
    46: ['case: backup with something wrong', 'case: backup whose run fails', 'case: destination that takes its backups along', EVERY_FIELD],
    47: ['tests/unit/test_backup_files.py::test_a_list_of_files_always_has_a_search'],
    48: ['case: notification beside others of its kind', 'case: notification with something wrong', 'case: notifications of one name', EVERY_FIELD],
    49: ['case: tag with something wrong', 'case: project with tags'],
    50: ['case: schedule with something wrong', 'case: schedule run at once', 'case: volume backup with something wrong', EVERY_FIELD],
    51: ['case: network that cannot be meant', 'case: network from beginning to end'],
    52: ['case: vault provider that variables refer to', 'case: vault provider that does not answer',
         'case: vault provider with something wrong', 'case: DNS provider from beginning to end', EVERY_FIELD],
    53: ['case: role without a licence', 'case: user with something wrong'],
    54: ['case: user with something wrong', 'case: user from beginning to end', EVERY_FIELD],
    55: ['case: API key from beginning to end', 'case: API key with a limit', 'case: API key with something wrong'],
    56: ['case: organization of the key', 'case: organization from beginning to end'],
    57: ['case: patch that is not applied', 'case: patch with something wrong', 'case: patch from beginning to end'],
    58: ['case: settings with something wrong', 'case: settings from beginning to end'],
}
# Those that say otherwise than it is, and so have a row on the page: the words by which it is found.
ON_THE_PAGE = {
    41: ['``registry.update`` with a wrong password'], 42: ['``registry.remove``'], 43: ['``sshKey.create`` and', '``sshKey.remove``'],
    44: ['``certificates.create``'], 45: ['``destination.create``', '``destination.testConnection``'], 46: ['``backup.create``', '``destination.remove``'],
    48: ['``updateSlack``', '``createCustom``'], 49: ['``tag.create``', '``tag.bulkAssign``'], 50: ['``schedule.create``', '``volumeBackups.create``'],
    51: ['``network.create``'], 52: ['``vaultProvider.create``', '``dnsProvider.create``', '``vaultProvider.remove``'],
    53: ['``user.createUserWithCredentials``'], 54: ['``user.assignPermissions``'], 55: ['An API key without rate options'],
    57: ['``patch.create`` saves', '``patch.create`` takes', 'A patch that deletes'], 58: ['``settings.updateLogCleanup``'],
}


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


def test_each_fact_has_its_tests(report_line):
    assert list(FACTS) == list(range(1, 59))
    wrong = list(find_wrong([{'answer': str(number), 'seen': 'Seen on both servers.', 'tests': tests} for number, tests in FACTS.items()]))
    assert not wrong, wrong
    report_line('facts about databases, compose services, and records: %d, with %d tests' % (
        len(FACTS), len({one for tests in FACTS.values() for one in tests})))


def test_each_answer_about_records_that_is_not_so_is_on_the_page():
    answers = [row['answer'] for row in read_rows()]
    for number, beginnings in ON_THE_PAGE.items():
        for words in beginnings:
            assert [one for one in answers if one.startswith(words)], 'fact %d: no row begins with %s' % (number, words)
