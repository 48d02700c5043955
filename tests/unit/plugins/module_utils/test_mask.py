# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The masker: every form of a secret is taken out of free text, harmless words stay, and nothing a terminal or a CI obeys gets through."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote, quote_plus

import pytest
from ansible_collections.community.dokploy.plugins.module_utils._common.masking import MASK, Masker, has_userinfo, hide_userinfo, make_inert

SECRET = 'c4nary/Se"cr\'et+ü&=%s'
PEM = '-----BEGIN PRIVATE KEY-----\nMIIcanaryLineOne0123456789\nQUJDcanaryLineTwo0123456789==\n-----END PRIVATE KEY-----\n'


def masker(*secrets, **keyed):
    made = Masker()
    for one in secrets:
        made.add_secret(one)
    for key, one in keyed.items():
        made.add_secret(one, key)
    return made


@pytest.mark.parametrize('form', (
    str,
    json.dumps,
    lambda text: json.dumps(text, ensure_ascii=False),
    lambda text: json.dumps({'deep': [json.dumps(text)]}),
    repr,
    lambda text: repr({'env': text}),
    quote,
    lambda text: quote(text, safe=''),
    quote_plus,
    lambda text: base64.b64encode(text.encode()).decode(),
    lambda text: base64.b64encode(text.encode()).decode().rstrip('='),
    lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
), ids=('plain', 'json', 'json-unicode', 'json-in-json', 'repr', 'repr-in-dict', 'url', 'url-whole', 'form', 'base64', 'base64-unpadded', 'base64-url'))
@pytest.mark.parametrize('secret', (SECRET, 'c4nary-pl4in', 'c4nary with spaces 1'))
def test_every_form_is_masked(secret, form):
    said = masker(secret).mask_text('before %s after' % form(secret))
    assert 'anary' not in said and base64.b64encode(secret.encode()).decode()[:12] not in said, said
    assert said.startswith('before') and said.endswith('after')


@pytest.mark.parametrize('keyed', (False, True))
def test_a_secret_of_several_lines_is_masked_line_by_line(keyed):
    one = masker(KEY=PEM) if keyed else masker(PEM)
    for text in (PEM, PEM.replace('\n', '\r\n'), json.dumps(PEM), '\n'.join('#5 0.1 | ' + line for line in PEM.splitlines()),
                 'MIIcanaryLineOne0123456789', repr(PEM), PEM.replace('\n', '\\n')):
        assert 'canary' not in one.mask_text(text), one.mask_text(text)


def test_a_longer_secret_is_masked_before_its_part():
    assert masker('s3cret-part', 's3cret-part-and-more').mask_text('x s3cret-part-and-more x') == 'x %s x' % MASK


@pytest.mark.parametrize('word', ('3', 'True', 'a', 'production', 'postgres', 'info', '12345678', ''))
def test_harmless_words_stay_and_are_masked_beside_their_key_alone(word):
    one = masker(LEVEL=word)
    text = 'image postgres:16 in production, 3 of 3 replicas, True, a 12345678 info'
    assert one.mask_text(text) == text
    if word:
        for shown in ('LEVEL=%s', 'LEVEL = %s', "LEVEL='%s'", 'LEVEL: "%s"', '"LEVEL": "%s"', "'LEVEL': '%s'", 'export LEVEL=%s;', 'LEVEL=%s,',
                      r'{\"LEVEL\": \"%s\"}'):
            said = one.mask_text(shown % word)
            assert word not in said.replace('LEVEL', ''), (shown, said)
        assert one.mask_text('XLEVEL=%s' % word) == 'XLEVEL=%s' % word


def test_a_short_word_is_masked_beside_its_key_even_where_its_value_goes_on():
    """3 beside its key is masked; 30 beside it is another value and nobody's secret."""
    one = masker(WORKERS='3')
    assert one.mask_text('WORKERS=3 WORKERS=30') == 'WORKERS=%s WORKERS=30' % MASK


@pytest.mark.parametrize('password', ('pass', 'hunter2', 'password'))
def test_credentials_are_masked_wherever_they_stand(password):
    assert masker(password).mask_text('login with %s failed' % password) == 'login with %s failed' % MASK


def test_what_the_task_shows_anyway_is_never_masked():
    one = masker('shop-production')
    one.add_public('shop-production')
    assert one.mask_text('project shop-production') == 'project shop-production'


@pytest.mark.parametrize('text', (
    'Failed query: insert into "application" ("env") values ($1, $2)\nparams: A=canary,canary two\nmore canary lines',
    'Failed query: update x set y = $1 params: canary',
    'Failed query: x\nparams:canary',
))
def test_the_parameters_of_a_query_are_cut(text):
    said = Masker().mask_text(text)
    assert 'canary' not in said
    assert said.startswith('Failed query')


@pytest.mark.parametrize('address', (
    'https://user:canary@git.example.com/x.git', 'https://canary@git.example.com/x.git', 'https://oauth2:canary%40x@git.example.com',
    'postgres://u:canary@db:5432/shop', 'ssh://git:canary@host/x', 'redis://:canary@cache/0', 'https://user:can@ary@git.example.com/x.git',
    'HTTPS://U:canary@HOST/',
))
def test_users_and_tokens_in_addresses_are_masked(address):
    assert has_userinfo(address)
    for text in (address, "fatal: unable to access '%s': 403" % address, '(%s)' % address, '{"url": "%s"}' % address):
        said = hide_userinfo(text)
        assert 'canary' not in said and 'ary@' not in said, said
        assert Masker().mask_text(text) == said


@pytest.mark.parametrize('text', ('https://git.example.com/a@b', 'mail ops@example.com', 'git@github.com:shop/x.git', 'see https://x.example.com and a@b.c',
                                  'image shop@sha256:00'))
def test_other_at_signs_stay(text):
    assert hide_userinfo(text) == text


@pytest.mark.parametrize('dirty, clean', (
    ('\x1b[31mred\x1b[0m', 'red'), ('\x1b]0;title\x07x', 'x'), ('\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\', 'link'), ('a\x1bcb', 'ab'),
    ('a\x00b\x07c\x08d', 'abcd'), ('\x9b31mred', '31mred'), ('one\rtwo', 'one\ntwo'), ('one\r\ntwo', 'one\ntwo'), ('tab\tstays\n', 'tab\tstays\n'),
    ('abc\u202edef\u2066x\u2069\u200f', 'abcdefx'), ('\ufeffbom', 'bom'), ('emoji \U0001f680 stays', 'emoji \U0001f680 stays'),
    ('\x1b]52;c;aGVsbG8=', ''), ('\x1bPq#0\x1b\\x', 'x'), ('\u061cx', 'x'), ('one\u2028two', 'one\ntwo'), ('one\x85two', 'onetwo'),
))
def test_control_escape_and_bidirectional_characters_go(dirty, clean):
    assert make_inert(dirty) == clean


@pytest.mark.parametrize('line', ('::error::x', '  ::set-output name=a::b', '##[error]x', '##vso[task.x]y', '\x1b[1m::error::x', 'ok\r::error::x',
                                  'ok\n::add-mask::x', '\u200b::error::x', '\t##[group]'))
def test_no_line_begins_as_a_command_to_a_ci(line):
    for said in (make_inert(line), Masker().mask_text(line)):
        assert not any(one.lstrip().startswith(('::', '##[', '##vso[')) for one in said.splitlines()), said


def test_masking_does_not_make_a_command_of_a_harmless_line():
    """What stood before :: may be a secret, or characters that are dropped."""
    for secret in ('s3cret-word', 's3cret\u200bword'):
        said = masker(secret).mask_text('%s::error::x' % secret)
        assert not said.startswith('::')


def test_a_secret_with_control_characters_is_masked_although_they_are_dropped():
    assert '0123' not in masker('c\x1banary-0123456\x07789').mask_text('log: c\x1banary-0123456\x07789 end')
    assert 'canary' not in masker('c\u200banary-0123').mask_text('log: c\u200banary-0123 end')
    assert 'canary' not in masker('ends-with-canary-1\r').mask_text('log: ends-with-canary-1\r end')


def test_what_is_left_of_control_characters_is_not_masked_where_it_is_a_word():
    assert masker(COLOUR='\x1b[31mred').mask_text('red is a colour') == 'red is a colour'


def test_everything_within_a_structure_is_masked():
    walked = masker('s3cret-word').mask_values({'s3cret-word': ['x s3cret-word', {'n': 3, 'b': True, 'none': None}], 'tuple': ('s3cret-word',)})
    assert walked == {MASK: ['x ' + MASK, {'n': 3, 'b': True, 'none': None}], 'tuple': [MASK]}


def test_secrets_that_are_no_text_are_known_too():
    one = Masker()
    one.add_secret(None)
    one.add_secret(1234567)
    one.add_secret({'password': 'c4nary-nested'}, 'KEY')
    assert one.mask_text('1234567') == MASK
    assert 'c4nary' not in one.mask_text("{'password': 'c4nary-nested'}")
    assert 'c4nary' not in one.mask_text('c4nary-nested')


def test_many_secrets_and_a_long_text_take_little_time():
    import time
    one = Masker()
    for index in range(500):
        one.add_secret('s3cret-value-%d' % index, 'KEY_%d' % index)
    start = time.monotonic()
    assert 's3cret' not in one.mask_text('KEY_7=s3cret-value-7 and a log line\n' * 2000)
    assert time.monotonic() - start < 5
