# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Env texts against what a live server and Swarm made of them."""

from __future__ import annotations

import json
import os
import random

import pytest
from support import paths

from ansible_collections.community.dokploy.plugins.module_utils._dotenv import editor as _merging, parser as _dotenv
from ansible_collections.community.dokploy.plugins.module_utils._dotenv.layout import read_layout

CONTRACT = os.path.join(paths.TESTS, 'contract')


def recorded(name):
    with open(os.path.join(CONTRACT, name), encoding='utf-8') as handle:
        return json.load(handle)['steps']


def container_env(steps):
    return dict(line.split('=', 1) for line in steps[11]['response']['body']['Config']['Env'])


def test_resolve_gives_what_the_recorded_container_got():
    steps = recorded('env_values.json')
    text = steps[5]['request']['body']['env']
    values, unseen = _dotenv.expand_references(text, steps[1]['request']['body']['env'], steps[2]['request']['body']['env'])
    assert (values, unseen) == (container_env(steps), [])


def test_every_recorded_value_is_written_so_that_it_reads_back():
    for key, value in container_env(recorded('env_values.json')).items():
        assert _dotenv.parse_env(_merging.render_assignment(key, value)) == {key: value}


VALUES = [
    'abc', 'two words', ' outer ', '', 'a#b', '# all', "it's", 'say "hi"', "it's \"x\"", "it's \"x\" `y`", 'one\ntwo', 'a\\nb', 'a"\\nb', '$HOME', 'x}}y',
    "'", '"', '`', '\\', "a\\'", 'export X=1', 'k: v', '=', '{"a": [1, 2]}', '\u00fc\u2713', '\u2028', 'a\r\nb', '\ttab',
    "-----BEGIN KEY-----\nabc+/=\n-----END KEY-----\n",
]


@pytest.mark.parametrize('value', VALUES)
def test_a_value_survives_among_neighbours(value):
    text = _merging.merge_env("FIRST='x'\n# a comment\nLAST=`y`\n", {'K': value})
    assert _dotenv.parse_env(text) == {'FIRST': 'x', 'LAST': 'y', 'K': value}


def test_values_of_random_hard_characters_survive_or_are_refused():
    chance = random.Random(7)
    written = 0
    for dummy in range(3000):
        value = ''.join(chance.choice('ab \'"`#\n\\$={}:') for dummy2 in range(chance.randint(0, 7)))
        try:
            text = _merging.merge_env("FIRST='x'\nSECOND=\"y\"", {'K': value, 'L': value})
        except _dotenv.BadValue:
            continue
        written += 1
        assert _dotenv.parse_env(text) == {'FIRST': 'x', 'SECOND': 'y', 'K': value, 'L': value}
    assert written > 2500


def test_what_no_form_carries_is_refused_without_showing_it():
    with pytest.raises(_dotenv.BadValue) as caught:
        _merging.render_assignment('KEY', "s3cret ' \" ` #\n")
    assert 'KEY' in str(caught.value) and 's3cret' not in str(caught.value)


def test_merge_keeps_comments_order_and_lines_that_assign_nothing():
    text = "# top\nA=1\n\nnot an assignment\nexport B = 'x' # why\nC=3\n"
    merged = _merging.merge_env(text, {'B': 'new', 'D': '4'}, remove=['C'])
    assert merged == "# top\nA=1\n\nnot an assignment\nB=new\nD=4"
    assert _merging.merge_env(text, {'A': '1', 'B': 'x'}) == text


def test_the_last_of_two_is_the_one_that_is_changed_and_both_are_removed():
    assert _merging.merge_env('A=1\nA=2', {'A': '3'}) == 'A=1\nA=3'
    assert _dotenv.parse_env(_merging.merge_env('A=1\nB=x\nA=2', {}, remove=['A'])) == {'B': 'x'}


def test_replace_drops_what_is_not_named():
    assert _dotenv.parse_env(_merging.merge_env('A=1\nB=2', {'B': '2'}, replace=True)) == {'B': '2'}


@pytest.mark.parametrize('value, escaped', [
    ('{{nope}}', '{{"{{"}}nope}}'), ('a {{.Service.Name}}', 'a {{"{{"}}.Service.Name}}'), ('x}}y', 'x}}y'), ('${{project.P}}', '${{project.P}}'),
    ('${{a}}{{b}}', '${{a}}{{"{{"}}b}}'), ('${{open', '{{"$"}}{{"{{"}}open'),
])
def test_swarms_templates_are_escaped_and_references_are_not(value, escaped):
    assert _dotenv.escape_templates(value) == escaped
    assert _dotenv.unescape_templates(escaped) == value


@pytest.mark.parametrize('value', ['{{.Task.Slot}}', 'a {{"{{"}} {{.Node.ID}}', '{{"$"}}', '${{project.P}}', '${{vault.a.b}} {{"{"}}'])
def test_what_swarm_evaluates_is_returned_as_it_is_stored(value):
    assert _dotenv.unescape_templates(value) == value


def test_the_recorded_escape_is_the_one_that_is_made():
    steps = recorded('env_templates.json')
    stored = next(step['request']['body']['env'] for step in steps if step.get('note') == 'env: escaped')
    assert _dotenv.parse_env(_merging.render_assignment('A', _dotenv.escape_templates('{{nope}}'))) == _dotenv.parse_env(stored)


def test_a_reference_that_leads_nowhere_is_named_and_its_value_is_not_shown():
    with pytest.raises(_dotenv.BadValue, match='A refers to project.GONE'):
        _dotenv.expand_references('A=${{project.GONE}}')


def test_a_vault_reference_cannot_be_seen():
    assert _dotenv.expand_references('A=${{vault.p.r}}\nB=1') == ({'B': '1'}, ['A'])


# Layouts: the comments and the order of a text, without its values

@pytest.mark.parametrize('text, layout', [
    ('', ''), ("A='1'\nB=2", ''), ('# Database\nDB=x\n\n# Logging\nLEVEL="debug"\n', '# Database\nDB\n\n# Logging\nLEVEL'),
    ("A=1 # one\nB='a#b'", 'A # one\nB'), ('A=1\nB=2\n# old\nA=3', 'B\n# old\nA'), ("KEY='first\nsecond'\n# end", 'KEY\n# end')])
def test_a_layout_has_no_values_and_makes_the_text_again(text, layout):
    assert read_layout(text) == layout
    values = _dotenv.parse_env(text)
    made = _merging.render_env(values, layout)
    assert _dotenv.parse_env(made) == values and read_layout(made) == layout


def test_a_layout_leaves_out_what_has_no_value_and_appends_what_it_does_not_name():
    assert _merging.render_env({'NEW': '1', 'A': 'x y'}, '# first\nA\nGONE # no value') == '# first\nA=x y\nNEW=1'


def test_a_layout_that_changes_a_value_is_not_used():
    assert _merging.render_env({'A': '1', 'B': '2'}, 'X="\nA\nB # "') == 'A=1\nB=2'


def test_the_layout_of_random_texts_keeps_their_values():
    chance = random.Random(11)
    for dummy in range(3000):
        text = '\n'.join(''.join(chance.choice(['A', 'B', '=', '#', "'", '"', ' ', 'x', '`']) for dummy2 in range(chance.randint(0, 6))) for dummy2 in range(4))
        values = _dotenv.parse_env(text)
        try:
            made = _merging.render_env(values, read_layout(text))
        except _dotenv.BadValue:
            continue
        assert _dotenv.parse_env(made) == values, text
