# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The result of a role for AWX: bounded, whatever it is made of."""

from __future__ import annotations

import glob
import json
import os
import re

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.community.dokploy.plugins.filter.artifact import MOST_CHARACTERS, MOST_ENTRIES, FilterModule
from support import paths

to_artifact = FilterModule().filters()['to_artifact']
ROLES = sorted(glob.glob(os.path.join(paths.ROOT, 'roles', '*')))
# In every role.
FORM = ('changed', 'failed', 'check_mode', 'summary', 'done', 'failures')


def test_a_small_result_stays_as_it_is():
    assert to_artifact({'done': ['a'], 'counts': {'changed': 1}, 'ok': True, 'none': None}) == {
        'done': ['a'], 'counts': {'changed': 1}, 'ok': True, 'none': None, 'truncated': False}


@pytest.mark.parametrize('value', [
    {'done': ['shop/production/web%d' % one for one in range(500)]},
    {'summary': 'x' * 10 ** 6},
    {'failures': [{'name': 'n', 'reason': 'r' * 10 ** 5}] * 300},
    {'rows': {str(one): one for one in range(500)}},
    {'deep': [[[[[['x']]]]]]},
], ids=lambda one: next(iter(one)))
def test_a_large_result_is_cut_and_says_so(value):
    made = to_artifact(value)
    assert made.pop('truncated') is True and set(made) == set(value)
    assert len(json.dumps(made)) <= MOST_ENTRIES * (MOST_CHARACTERS + 50)


def test_it_has_no_escape_sequences_and_takes_dictionaries_only():
    assert to_artifact({'summary': 'a\x1b[31mb\x07'})['summary'] == 'ab'
    with pytest.raises(AnsibleFilterError, match='takes a dictionary, and was given list'):
        to_artifact(['a'])


@pytest.mark.parametrize('path', ROLES, ids=os.path.basename)
def test_each_role_leaves_its_result_in_one_form(path):
    """One variable of one form for each role, which it reads nowhere and registers nowhere: in a workflow it is an extra variable."""
    role, texts = os.path.basename(path), {}
    for one in glob.glob(os.path.join(path, '*', '*.yml')):
        with open(one, encoding='utf-8') as handle:
            texts[one] = handle.read()
    name = role + '_artifact'
    tasks = ''.join(text for one, text in texts.items() if os.sep + 'tasks' + os.sep in one)
    wanted = '%s: "{{ {inventory_hostname: __%s | community.dokploy.to_artifact} }}"' % (name, name)
    assert wanted in tasks and not re.search(r'(?<!_)%s(?!: "{{ {inventory_hostname)' % name, ''.join(texts.values()))
    form = re.search(r'^__%s: >-\n((?:  .*\n)+)' % name, texts[os.path.join(path, 'vars', 'main.yml')], re.MULTILINE)[1]
    assert all("'%s': " % key in form for key in FORM), form
    with open(os.path.join(path, 'README.md'), encoding='utf-8') as handle:
        assert '`%s`' % name in handle.read()
