# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The masker: every form of a secret is taken out of free text, harmless words stay, and nothing a terminal or a CI obeys gets through."""

from __future__ import annotations

import base64
import html
import json
import re
import shlex
from urllib.parse import quote, quote_plus

import pytest
from ansible_collections.community.dokploy.plugins.module_utils._common.masking import (
    MASK, Masker, cut_message, has_userinfo, hide_userinfo, make_inert, strip_control_characters)

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
    lambda text: json.dumps(text).replace('&', '\\u0026').replace('<', '\\u003c').replace('>', '\\u003e'),
    lambda text: json.dumps({'x': json.dumps(text).replace('&', '\\u0026')}),
    lambda text: quote(text, safe="!~*'()"),
    lambda text: re.sub('%[0-9A-F]{2}', lambda match: match.group(0).lower(), quote(text, safe='')),
    lambda text: re.sub('%[0-9A-F]{2}', lambda match: match.group(0).lower(), quote(text, safe="!~*'()")),
    html.escape,
    lambda text: html.escape(text, quote=False).replace('"', '&#34;').replace("'", '&#39;'),
    shlex.quote,
    lambda text: "'%s'" % text.replace("'", "'\\''"),
    lambda text: '"%s"' % re.sub(r'(["$`\\])', r'\\\1', text),
), ids=('plain', 'json', 'json-unicode', 'json-in-json', 'repr', 'repr-in-dict', 'url', 'url-whole', 'form', 'base64', 'base64-unpadded', 'base64-url',
        'json-go', 'json-go-in-json', 'encode-uri-component', 'url-lower-case', 'encode-uri-component-lower-case', 'html', 'html-go',
        'shell', 'shell-backslash', 'shell-double'))
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


@pytest.mark.parametrize('word', ('3', 'True', 'a', 'production', 'postgres', 'info', '1234567', 'localhost', 'Development', '33554432', ''))
def test_harmless_words_stay_and_are_masked_beside_their_key_alone(word):
    one = masker(LEVEL=word)
    text = 'image postgres:16 in production, 3 of 3 replicas, True, a 1234567 info, localhost, Development, 33554432'
    assert one.mask_text(text) == text
    if word:
        for shown in ('LEVEL=%s', 'LEVEL = %s', "LEVEL='%s'", 'LEVEL: "%s"', '"LEVEL": "%s"', "'LEVEL': '%s'", 'export LEVEL=%s;', 'LEVEL=%s,',
                      r'{\"LEVEL\": \"%s\"}', 'LEVEL => %s', "'LEVEL' => '%s'", 'ENV LEVEL %s', 'ARG LEVEL %s',
                      'level=%s', 'level: %s', 'map[LEVEL:%s]'):
            said = one.mask_text(shown % word)
            assert word not in said.replace('LEVEL', '').replace('level', '').replace('map', ''), (shown, said)
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


@pytest.mark.parametrize('user', ('a', 'me', 'ops', 'deploy-user'))
@pytest.mark.parametrize('password', ('hunter2-x', SECRET, 'Tr0ub4dor&3'))
def test_base64_of_a_user_and_a_password_is_masked(user, password):
    coded = base64.b64encode(('%s:%s' % (user, password)).encode()).decode()
    for form in (coded, coded.replace('+', '-').replace('/', '_')):
        said = masker(password).mask_text('Authorization: Basic ' + form)
        before, dummy, after = said.replace('Authorization: Basic ', '').partition(MASK)
        assert MASK in said and len(before) <= (len(user) + 1) * 8 / 6 + 1 and len(after.rstrip('=')) <= 1, said


@pytest.mark.parametrize('value', ('12345678', '4815162342', 'abcdefgh', 'correcthorse', 'SWORDFISHES', 'a1b2c3'))
def test_digits_and_values_of_one_class_are_masked_from_eight_characters_on(value):
    assert masker(LEVEL=value).mask_text('the value %s leaked' % value) == 'the value %s leaked' % MASK


@pytest.mark.parametrize('name', (
    'DB_PASS', 'POSTGRES_PASSWORD', 'clientSecret', 'API_TOKEN', 'STRIPE_KEY', 'apiKey', 'CARD_PIN', 'userPin', 'SENTRY_DSN', 'AWS_CREDENTIAL'))
@pytest.mark.parametrize('value', ('123456', 'abcdef', 'postgres'))
def test_what_a_telling_name_carries_is_masked_from_six_characters_on(name, value):
    assert value not in masker(**{name: value}).mask_text('the value %s leaked' % value)


@pytest.mark.parametrize('name', ('SHIPPING', 'PINE', 'KEYBOARD', 'PASSENGERS', 'SPINNER'))
def test_a_name_that_only_contains_such_a_word_is_not_telling(name):
    assert masker(**{name: 'abcdef'}).mask_text('abcdef') == 'abcdef'


def test_each_line_of_a_secret_is_known_also_where_the_secret_has_them_escaped():
    one = masker(CREDENTIALS='{"key": "x"}\\nMIIcanaryLineOne0123456789\\n  canary-two-4567\\n')
    for line in ('MIIcanaryLineOne0123456789', 'canary-two-4567'):
        assert 'canary' not in one.mask_text('line: %s' % line)


def test_the_password_of_an_address_is_known_alone():
    assert 'canary' not in masker(DATABASE_URL='postgres://shop:canary-pw-1@db:5432/shop').mask_text('password "canary-pw-1" was refused')


def test_secrets_that_overlap_are_masked_whole():
    assert masker('abcdefgh-1234', '1234-ijklmnop').mask_text('x abcdefgh-1234-ijklmnop y') == 'x %s y' % MASK


def test_secrets_are_found_behind_characters_of_several_octets():
    assert masker('s3cret-wörd', 's3cret-two').mask_text('äöü\U0001f680 s3cret-wörd ß s3cret-two ü') == 'äöü\U0001f680 %s ß %s ü' % (MASK, MASK)


@pytest.mark.parametrize('text, most', (
    ('x' * 50 + ' s3cret-across-the-cut tail', 14), ('x' * 50 + '\nhttps://user:s3cret-two@host/x', 12), ('line\n' * 100 + 's3cret-across-the-cut', 5),
    ('https://user:%s@host' % ('s3cret-two' * 1000), 40), ('s3cret-across-the-cut' * 500, 30)))
def test_a_secret_across_the_cut_is_masked(text, most):
    for size in range(most, most + 25):
        said = masker('s3cret-across-the-cut').mask_text(text, most=size)
        assert not any(part in said for part in ('s3cret', 'across', 'the-cut', 'two@', 'cret', '-cut')), said
        assert said.startswith('[') and 'characters left out]' in said and len(said) <= size + 40


def test_of_a_long_text_its_end_is_shown():
    said = Masker().mask_text('first line\n' + 'x' * 79 + '\n' + 'line\n' * 1000000 + 'last')
    assert said.endswith('line\nlast') and 'first' not in said and len(said) < 1100000


def test_of_a_long_message_its_beginning_is_shown():
    assert cut_message('a' * 3000) == 'a' * 2000 + ' [1000 more characters]'
    assert cut_message('short') == 'short'


def test_names_lose_what_a_terminal_obeys_and_nothing_else():
    assert strip_control_characters({'a\x1b]0;x\x07b': ['::1', 'x\x1b[31my', 3, None, {'t': 'one\ntwo\tthree'}]}) == {
        'ab': ['::1', 'xy', 3, None, {'t': 'one\ntwo\tthree'}]}
