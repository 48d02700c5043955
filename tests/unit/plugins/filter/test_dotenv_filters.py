# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filters from_dotenv and to_dotenv, held to what a live Dokploy made of forty lines."""

from __future__ import annotations

import json
import os
import subprocess

import pytest
from ansible.errors import AnsibleFilterError
from jinja2 import StrictUndefined, Undefined

from ansible_collections.community.dokploy.plugins.filter.dotenv import FilterModule
from support import cores, paths, tools

FILTERS = FilterModule().filters()
from_dotenv = FILTERS['from_dotenv']
to_dotenv = FILTERS['to_dotenv']
SECRET = 'canary-4711'


def recorded():
    """(the text that was stored, what the container got), with the references still unresolved."""
    with open(os.path.join(paths.TESTS, 'contract', 'env_values.json'), encoding='utf-8') as handle:
        steps = json.load(handle)['steps']
    text = next(step['request']['body']['env'] for step in steps if step['note'] == 'the text')
    got = next(step['response']['body']['Config']['Env'] for step in steps if step['note'] == 'what the container got')
    values = dict(line.split('=', 1) for line in got)
    # Resolving is Dokploy's work, when it deploys.
    values.update({
        'REF': '${{project.SHARED}}', 'REF_ENV': '${{environment.STAGE}}', 'REF_SELF': '${{PLAIN}}', 'REF_MIX': 'x-${{project.TOKEN}}-y'})
    return text, values


RECORDED = recorded()
TEXT = RECORDED[0]
VALUES = RECORDED[1]


class Tagged(str):
    """As ansible-core 2.19 and later hand texts over: a subclass of str."""

    __slots__ = ()


class Encrypted:
    """As ansible-core 2.18 hands over a value from a vault: no str at all."""

    __ENCRYPTED__ = True

    def __str__(self):
        return SECRET


def test_the_recorded_table_is_whole():
    assert len(VALUES) >= 36


@pytest.mark.parametrize('key', sorted(VALUES))
def test_read_as_dokploy_reads(key):
    assert from_dotenv(TEXT)[key] == VALUES[key]


def test_nothing_else_is_read():
    assert from_dotenv(TEXT) == VALUES


def test_there_and_back():
    assert from_dotenv(to_dotenv(VALUES)) == VALUES
    assert list(from_dotenv(to_dotenv(VALUES))) == list(VALUES)


@pytest.mark.parametrize('key', sorted(VALUES))
def test_one_value_there_and_back(key):
    assert from_dotenv(to_dotenv({key: VALUES[key]})) == {key: VALUES[key]}


@pytest.mark.parametrize('value', [
    '', ' ', ' x ', '#', 'a#b', "'", '"', '`', "it's \"x\"", "'`", '"`', '\\n', 'a\\', '\n', 'one\ntwo\n', '$HOME', '${{vault.p.R}}', '{{ 7 * 7 }}', '=', 'ü✓',
    '\t', '{"a": [1, "b c"]}', '-----BEGIN KEY-----\nabc/+=\n-----END KEY-----\n', 'export A=b', '\u00a0x',
])
def test_values_that_need_care(value):
    assert from_dotenv(to_dotenv({'BEFORE': 'b', 'A': value, 'AFTER': "a'"})) == {'BEFORE': 'b', 'A': value, 'AFTER': "a'"}


def test_empty():
    assert from_dotenv('') == {}
    assert to_dotenv({}) == ''


def test_line_ends_of_another_system():
    assert from_dotenv('A=1\r\nB="x\r\ny"\r\n') == {'A': '1', 'B': 'x\ny'}


def test_subclasses_of_str_become_plain_texts():
    read = from_dotenv(Tagged('A=b'))
    assert read == {'A': 'b'}
    assert {type(one) for pair in read.items() for one in pair} == {str}
    written = to_dotenv({Tagged('A'): Tagged('b')})
    assert written == 'A=b'
    assert written.__class__ is str


def test_values_from_a_vault():
    assert to_dotenv({'A': Encrypted()}) == 'A=%s' % SECRET
    assert from_dotenv(Encrypted()) == {}


@pytest.mark.parametrize('value, said', [
    (None, 'null'), (3, 'a number'), (0.5, 'a number'), (True, 'a boolean'), ([SECRET], 'a list'), ({'a': SECRET}, 'a dictionary'),
    (SECRET.encode('utf-8'), 'of type bytes'),
])
def test_only_texts_are_written(value, said):
    with pytest.raises(AnsibleFilterError) as caught:
        to_dotenv({'GOOD': 'x', 'THE_KEY': value})
    assert 'the value of THE_KEY must be a text, and is %s' % said in str(caught.value)
    assert '| string' in str(caught.value)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize('value', [SECRET + '\0', SECRET + '\rx', '%s\'"`#\n' % SECRET])
def test_what_no_form_can_carry(value):
    with pytest.raises(AnsibleFilterError) as caught:
        to_dotenv({'THE_KEY': value})
    assert 'THE_KEY' in str(caught.value)
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize('key', ['', 'A B', 'A=B', 'Ä', 'A\n', '#A', 3, None])
def test_names_that_dokploy_does_not_read(key):
    with pytest.raises(AnsibleFilterError) as caught:
        to_dotenv({key: SECRET})
    assert 'is not a variable name' in str(caught.value)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize('values, said', [(SECRET, 'a text'), ([SECRET], 'a list'), (None, 'null'), (3, 'a number')])
def test_to_dotenv_wants_a_dictionary(values, said):
    with pytest.raises(AnsibleFilterError, match='takes a dictionary of variables, and was given %s$' % said) as caught:
        to_dotenv(values)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize('text, said', [({'A': SECRET}, 'a dictionary'), ([SECRET], 'a list'), (None, 'null'), (True, 'a boolean')])
def test_from_dotenv_wants_a_text(text, said):
    with pytest.raises(AnsibleFilterError, match='and was given %s$' % said) as caught:
        from_dotenv(text)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize('undefined', [Undefined(name='x'), StrictUndefined(name='x')])
def test_undefined(undefined):
    with pytest.raises(AnsibleFilterError, match='from_dotenv is undefined'):
        from_dotenv(undefined)
    with pytest.raises(AnsibleFilterError, match='to_dotenv is undefined'):
        to_dotenv(undefined)
    with pytest.raises(AnsibleFilterError, match='the value of A is undefined'):
        to_dotenv({'A': undefined})


PLAY = '''\
- hosts: localhost
  gather_facts: false
  vars:
    text: "{{ lookup('ansible.builtin.file', playbook_dir ~ '/some.env') }}"
    read: "{{ text | community.dokploy.from_dotenv }}"
  tasks:
    - ansible.builtin.set_fact:
        kept: "{{ read }}"
    - ansible.builtin.assert:
        that:
          - kept.TEMPLATE == literal
          - kept.PLAIN == 'abc'
          - kept == (kept | community.dokploy.to_dotenv | community.dokploy.from_dotenv)
          - (templated | community.dokploy.to_dotenv) == 'A=yes it is'
      vars:
        literal: "{{ '{' ~ '{ 7 * 7 }' ~ '}' }}"
        word: "yes"
        templated: {A: "{{ word }} it is"}
    - ansible.builtin.debug:
        msg: "{{ {'THE_KEY': 4711} | community.dokploy.to_dotenv }}"
      register: refused
      ignore_errors: true
    - ansible.builtin.assert:
        that:
          - refused is failed
          - "'the value of THE_KEY must be a text, and is a number' in refused.msg"
    - ansible.builtin.debug:
        msg: "{{ missing_variable | community.dokploy.from_dotenv }}"
      register: undefined
      ignore_errors: true
    - ansible.builtin.assert:
        that:
          - undefined is failed
          - "'undefined' in undefined.msg"
'''


@pytest.mark.parametrize('core', cores.VERSIONS)
def test_in_a_playbook(core, tmp_path):
    """What a file holds is never taken for a template, not even through set_fact."""
    bin_dir = cores.bin_dir(core)
    (tmp_path / 'some.env').write_text("PLAIN=abc\nTEMPLATE='{{ 7 * 7 }}'\n", encoding='utf-8')
    (tmp_path / 'play.yml').write_text(PLAY, encoding='utf-8')
    environ = tools.environment(bin_dir, collections=paths.link_tree())
    answer = subprocess.run([os.path.join(bin_dir, 'ansible-playbook'), '-i', 'localhost,', '-c', 'local', 'play.yml'], cwd=str(tmp_path), env=environ,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=120)
    assert answer.returncode == 0, answer.stdout
